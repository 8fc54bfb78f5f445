//! `kubectl create configmap`, `secret`, `namespace` and `serviceaccount`: kubectl
//! pkg/cmd/create/create_{configmap,secret,secret_docker,secret_tls,namespace,serviceaccount}.go, v1.36.

use serde_json::{Map, Value, json};

use super::{Generator, Request};
use crate::cluster::images::registry;
use crate::kinds::base64;
use crate::kubectl::call::flags::{Flag, value};
use crate::kubectl::call::{Answer, Call, targets};
use crate::kubectl::making::Words;
use crate::kubectl::usage;

pub(super) const FLAGS: &[Flag] = &[
    value("from-literal"),
    value("from-file"),
    value("from-env-file"),
    value("type"),
    value("cert"),
    value("key"),
    value("docker-server"),
    value("docker-username"),
    value("docker-password"),
    value("docker-email"),
];

/// Names and texts, in the order of the names.
type Data = Map<String, Value>;

pub(super) fn config_map(call: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    let data = data(call, asked, "ConfigMap")?;
    let mut object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": asked.name}});
    if !data.is_empty() {
        object["data"] = Value::Object(data);
    }
    Ok((object, Words::created("failed to create configmap: ")))
}

/// The generator of a sort of secret.
pub(super) fn secret(sort: &str) -> Result<Generator, Answer> {
    match sort {
        "generic" => Ok(generic),
        "tls" => Ok(tls),
        "docker-registry" => Ok(docker_registry),
        other => Err(usage::unknown_below("create secret", &[other.to_owned()])),
    }
}

const SECRET: Words = Words::created("failed to create secret ");

fn secret_object(name: &str, kind: &str, data: Data) -> Value {
    let encoded: Data = data
        .into_iter()
        .map(|(name, text)| (name, json!(base64::encode(text.as_str().unwrap_or_default().as_bytes()))))
        .collect();
    let mut object = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}});
    if !kind.is_empty() {
        object["type"] = json!(kind);
    }
    if !encoded.is_empty() {
        object["data"] = Value::Object(encoded);
    }
    object
}

fn generic(call: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    let data = data(call, asked, "Secret")?;
    Ok((secret_object(asked.name, asked.flags.value("type").unwrap_or_default(), data), SECRET))
}

fn tls(call: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    let (Some(cert), Some(key)) = (asked.flags.value("cert"), asked.flags.value("key")) else {
        return Err(Answer::failed("error: key and cert must be specified"));
    };
    let mut data = Data::new();
    for (name, path) in [("tls.crt", cert), ("tls.key", key)] {
        data.insert(name.into(), json!(file(call, path)?));
    }
    Ok((secret_object(asked.name, "kubernetes.io/tls", data), SECRET))
}

fn docker_registry(_: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    let flag = |name: &str| asked.flags.value(name).unwrap_or_default();
    let (user, password) = (flag("docker-username"), flag("docker-password"));
    if user.is_empty() || password.is_empty() {
        return Err(Answer::failed(
            "error: either --from-file or the combination of --docker-username, --docker-password and --docker-server \
             is required",
        ));
    }
    let usual = registry::index();
    let server = asked.flags.value("docker-server").unwrap_or(&usual);
    let auth = base64::encode(format!("{user}:{password}").as_bytes());
    // DockerConfigEntry: its fields in their order.
    let fields =
        [("username", user), ("password", password), ("email", flag("docker-email")), ("auth", &*auth)];
    let given = fields.iter().filter(|(_, text)| !text.is_empty());
    let login: Vec<String> = given.map(|(name, text)| format!("\"{name}\":{}", json!(text))).collect();
    let config = format!("{{\"auths\":{{{}:{{{}}}}}}}", json!(server), login.join(","));
    let data = Data::from_iter([(".dockerconfigjson".to_owned(), json!(config))]);
    Ok((secret_object(asked.name, "kubernetes.io/dockerconfigjson", data), SECRET))
}

pub(super) fn namespace(_: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    let object = json!({
        "apiVersion": "v1", "kind": "Namespace", "metadata": {"name": asked.name}, "spec": {}, "status": {},
    });
    Ok((object, Words::created("")))
}

pub(super) fn service_account(_: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    let object = json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": asked.name}});
    Ok((object, Words::created("failed to create serviceaccount: ")))
}

/// What `--from-literal`, `--from-file` and `--from-env-file` bring together.
/// IsConfigMapKey of apimachinery pkg/util/validation, as far as letters go.
fn is_key(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|one| one.is_ascii_alphanumeric() || matches!(one, '-' | '_' | '.'))
}

const KEY_RULE: &str = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or \
    'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

fn data(call: &Call<'_>, asked: &Request<'_>, kind: &str) -> Result<Data, Answer> {
    let given = |name: &str| !asked.flags.all(name).is_empty();
    if given("from-env-file") && (given("from-file") || given("from-literal")) {
        return Err(Answer::failed("error: from-env-file cannot be combined with from-file or from-literal"));
    }
    let mut data = Data::new();
    let mut add = |name: &str, text: String| match data.insert(name.to_owned(), json!(text)) {
        None if !is_key(name) => Err(Answer::failed(&format!(
            "error: \"{name}\" is not a valid key name for a {kind}: {KEY_RULE}"
        ))),
        None => Ok(()),
        Some(_) => Err(Answer::failed(&format!(
            "error: cannot add key \"{name}\", another key by that name already exists in Data for {kind} \"{}\"",
            asked.name
        ))),
    };
    for literal in asked.flags.all("from-literal") {
        let wrong =
            || Answer::failed(&format!("error: invalid literal source {literal}, expected key=value"));
        let (name, text) = literal.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or_else(wrong)?;
        let unquoted = ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
        add(name, unquoted.unwrap_or(text).to_owned())?;
    }
    for source in asked.flags.all("from-file") {
        let (name, path) = source.split_once('=').unwrap_or(("", source));
        match call.files.manifests(path, false).map_err(|_| missing_file(path))?.as_slice() {
            [(_, text)] if !name.is_empty() => add(name, text.clone())?,
            files => {
                for (path, text) in files {
                    add(path.rsplit('/').next().unwrap_or_default(), text.clone())?;
                }
            }
        }
    }
    for path in asked.flags.all("from-env-file") {
        for line in file(call, path)?.lines().map(str::trim_start) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (name, text) = line.split_once('=').unwrap_or((line, ""));
            add(name, text.to_owned())?;
        }
    }
    Ok(data)
}

fn missing_file(path: &str) -> Answer {
    Answer::failed(&format!("error: error reading {path}: no such file or directory"))
}

fn file(call: &Call<'_>, path: &str) -> Result<String, Answer> {
    let files = targets::manifests(call, path).map_err(|_| missing_file(path))?;
    Ok(files.into_iter().map(|(_, text)| text).collect())
}
