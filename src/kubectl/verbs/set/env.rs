//! `kubectl set env`: kubectl pkg/cmd/set/set_env.go, v1.36.

use serde_json::{Value, json};

use super::{pod_spec, selects, stored, within};
use crate::cluster::Key;
use crate::kinds::Kind;
use crate::kubectl::call::flags::Flags;
use crate::kubectl::call::{Answer, Call, Started, namespace, targets};
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::get;
use crate::kubectl::reach::Reach;

/// Variables to set, each as it stands in a container, and names to take away.
#[derive(Default)]
struct Changes {
    set: Vec<Value>,
    removed: Vec<String>,
}

pub(super) fn env(call: &mut Call<'_>, flags: &Flags, rest: &[String]) -> Result<Started, Answer> {
    let is_change = |word: &&String| word.contains('=') || word.ends_with('-') && !word.contains('/');
    let (given, words): (Vec<&String>, Vec<&String>) = rest.iter().partition(is_change);
    let words: Vec<String> = words.into_iter().cloned().collect();
    if words.is_empty() && flags.all("filename").is_empty() {
        return Err(Answer::failed(
            "error: one or more resources must be specified as <resource> <name> or <resource>/<name>",
        ));
    }
    if words.iter().any(|word| word.contains('/')) && words.iter().any(|word| !word.contains('/')) {
        return Err(Answer::failed(get::NOT_SLASHED));
    }
    let mut changes = Changes::default();
    for word in given.into_iter().chain(flags.all("env")) {
        match word.split_once('=') {
            Some((name, value)) => changes.set.push(json!({"name": name, "value": value})),
            None => changes.removed.push(word.trim_end_matches('-').to_owned()),
        }
    }
    if let Some(from) = flags.value("from") {
        changes.set.extend(referred(call, flags, from)?);
    }
    let list = flags.is_on("list");
    if !list && changes.set.is_empty() && changes.removed.is_empty() {
        return Err(Answer::failed("error: at least one environment variable must be provided"));
    }
    let found = targets::find(call, flags, &words, None)?;
    let mut answer = Answer::default();
    for key in &found.keys {
        answer.add(match list {
            true => listed(call, key),
            false => change(call, key, flags, &changes),
        });
    }
    answer.add(found.missing);
    Ok(Started::Done(answer))
}

/// A variable to every key of a ConfigMap or Secret.
fn referred(call: &Call<'_>, flags: &Flags, from: &str) -> Result<Vec<Value>, Answer> {
    let view = WorldView(call.world);
    let wrong = || Answer::failed("error: from must be in the form of kind/name");
    let (word, name) = from.split_once('/').ok_or_else(wrong)?;
    let kind = get::kind(&view, word).map_err(|why| Answer::failed(&why))?;
    let field = match kind {
        Kind::ConfigMap => "configMapKeyRef",
        Kind::Secret => "secretKeyRef",
        other => {
            return Err(Answer::failed(&format!(
                "error: unsupported resource specified in --from: {}",
                other.info().kind
            )));
        }
    };
    let key = Key::new(kind, namespace(call, flags), name);
    let object = view.get(kind, &key.namespace, name).ok_or_else(|| targets::missing(&key))?;
    let wanted: Vec<&str> = flags.value("keys").map(|keys| keys.split(',').collect()).unwrap_or_default();
    let prefix = flags.value("prefix").unwrap_or_default();
    let keys =
        object["data"].entries().map(|(one, _)| one).filter(|one| wanted.is_empty() || wanted.contains(one));
    let variable = |one: &str| {
        let upper: String =
            one.to_uppercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        json!({"name": format!("{prefix}{upper}"), "valueFrom": {field: {"key": one, "name": name}}})
    };
    Ok(keys.map(variable).collect())
}

fn listed(call: &Call<'_>, key: &Key) -> Answer {
    let object = stored(call, key);
    let spec = object.pointer(pod_spec(key.kind)).cloned().unwrap_or_default();
    let mut text = String::new();
    for container in spec["containers"].items() {
        let (plural, name) = (key.kind.info().plural, container["name"].text());
        text += &format!("# {plural}/{}, container {name}\n", key.name);
        for variable in container["env"].items() {
            text += &match variable["valueFrom"].is_set() {
                false => format!("{}={}\n", variable["name"].text(), variable["value"].text()),
                true => format!("# {} from {}\n", variable["name"].text(), source(&variable["valueFrom"])),
            };
        }
    }
    Answer::said(text)
}

fn source(from: &Value) -> String {
    let reference =
        |kind: &str, of: &Value| format!("{kind} {}, key {}", of["name"].text(), of["key"].text());
    match () {
        () if from["configMapKeyRef"].is_set() => reference("configmap", &from["configMapKeyRef"]),
        () if from["secretKeyRef"].is_set() => reference("secret", &from["secretKeyRef"]),
        () if from["fieldRef"].is_set() => format!("field path {}", from["fieldRef"]["fieldPath"].text()),
        () => format!("resource field {}", from["resourceFieldRef"]["resource"].text()),
    }
}

fn change(call: &mut Call<'_>, key: &Key, flags: &Flags, changes: &Changes) -> Answer {
    let object = stored(call, key);
    let path = pod_spec(key.kind);
    let Some(spec) = object.pointer(path) else {
        return Answer::failed(&format!("error: {} has no containers", targets::called(key)));
    };
    let pattern = flags.value("containers").unwrap_or("*");
    let mut containers = Vec::new();
    for container in spec["containers"].items().iter().filter(|one| selects(pattern, one["name"].text())) {
        let held = container["env"].items();
        let mut env: Vec<Value> = Vec::new();
        for wanted in &changes.set {
            let there = held.iter().find(|one| one["name"] == wanted["name"]);
            if there == Some(wanted) || there.is_some() && flags.value("overwrite") == Some("false") {
                continue;
            }
            let mut wanted = wanted.clone();
            for other in ["value", "valueFrom"] {
                if there.is_some_and(|there| there[other].is_set()) && !wanted[other].is_set() {
                    wanted[other] = Value::Null;
                }
            }
            env.push(wanted);
        }
        let gone = changes.removed.iter().filter(|name| held.iter().any(|one| one["name"] == name.as_str()));
        env.extend(gone.map(|name| json!({"$patch": "delete", "name": name})));
        if !env.is_empty() {
            containers.push(json!({"name": container["name"], "env": env}));
        }
    }
    if containers.is_empty() {
        return Answer::default();
    }
    super::send(call, key, within(path, json!({"containers": containers})), "env updated")
}
