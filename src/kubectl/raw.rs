//! The API by its paths, as `kubectl get --raw` and `kubectl proxy` show it: discovery, lists, objects, health.
//!
//! Models the handlers of k8s.io/apiserver pkg/endpoints and pkg/server/routes, v1.36, for GET requests.

use serde_json::{Map, Value, json};

use super::call::Answer;
use super::describe::{Cluster, WorldView};
use super::reach::Reach;
use super::selection::Selection;
use crate::cluster::{Status, World};
use crate::kinds::{Kind, Verbs};

/// What went wrong: the HTTP status and the Status object's parts.
pub struct Refused {
    pub code: u16,
    pub reason: &'static str,
    pub message: String,
}

impl Refused {
    fn not_found() -> Refused {
        Refused {
            code: 404,
            reason: "NotFound",
            message: "the server could not find the requested resource".into(),
        }
    }

    /// The body that the server answers with.
    pub fn body(&self) -> String {
        let status = json!({
            "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
            "message": self.message, "reason": self.reason, "code": self.code,
        });
        ordered(&status, &["kind", "apiVersion", "metadata", "status", "message", "reason", "code"])
    }
}

/// `kubectl get --raw PATH`.
pub fn get(world: &World, path: &str) -> Result<String, Answer> {
    answer(world, path).map_err(|refused| {
        Answer::failed(&format!("Error from server ({}): {}", refused.reason, refused.message))
    })
}

/// The body of the answer to a GET.
pub fn answer(world: &World, path: &str) -> Result<String, Refused> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
    let view = WorldView(world);
    match steps.as_slice() {
        [] => Ok(pretty(&json!({"paths": PATHS}))),
        ["healthz" | "livez" | "readyz"] => Ok("ok".into()),
        ["version"] => Ok(VERSION.into()),
        ["api"] => Ok(line(&json!({
            "kind": "APIVersions", "versions": ["v1"],
            "serverAddressByClientCIDRs": [{"clientCIDR": "0.0.0.0/0", "serverAddress": "192.168.0.100:6443"}],
        }))),
        ["apis"] => Ok(line(&groups(&view))),
        ["apis", group] => {
            let all = groups(&view);
            let found = all["groups"].items().iter().find(|one| one["name"] == **group);
            found.map(line).ok_or_else(Refused::not_found)
        }
        ["api", "v1"] => resources(&view, "", "v1"),
        ["apis", group, version] => resources(&view, group, version),
        ["api", "v1", rest @ ..] => objects(&view, ("", "v1"), rest, query),
        ["apis", group, version, rest @ ..] => objects(&view, (group, version), rest, query),
        _ => Err(Refused::not_found()),
    }
}

const PATHS: [&str; 8] =
    ["/api", "/api/v1", "/apis", "/healthz", "/livez", "/metrics", "/readyz", "/version"];

/// What this server says it is: v1.36.2.
const VERSION: &str = r#"{
  "major": "1",
  "minor": "36",
  "emulationMajor": "1",
  "emulationMinor": "36",
  "minCompatibilityMajor": "1",
  "minCompatibilityMinor": "35",
  "gitVersion": "v1.36.2",
  "gitCommit": "98b35193b2ac7a23a673325f5e9b830ecd5ba406",
  "gitTreeState": "clean",
  "buildDate": "2026-08-21T11:29:11Z",
  "goVersion": "go1.26.6",
  "compiler": "gc",
  "platform": "linux/amd64"
}"#;

fn line(value: &Value) -> String {
    format!("{value}\n")
}

/// Indented by two spaces.
fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// An object with its members in this order.
fn ordered(value: &Value, names: &[&str]) -> String {
    let member = |name: &&str| format!("{}:{}", Value::from(*name), value[*name]);
    format!("{{{}}}\n", names.iter().map(member).collect::<Vec<_>>().join(","))
}

fn served(view: &WorldView<'_>) -> Vec<Kind> {
    let own = Kind::ALL.iter().copied().filter(|kind| view.serves(*kind));
    own.chain(view.added().into_iter().map(Kind::Custom)).collect()
}

fn groups(view: &WorldView<'_>) -> Value {
    let mut groups: Vec<(String, String)> = Vec::new();
    for kind in served(view) {
        let one = (kind.info().group.to_owned(), kind.info().version.to_owned());
        if !one.0.is_empty() && !groups.contains(&one) {
            groups.push(one);
        }
    }
    let one = |(group, version): &(String, String)| {
        let version = json!({"groupVersion": format!("{group}/{version}"), "version": version});
        json!({"name": group, "versions": [version], "preferredVersion": version})
    };
    json!({"kind": "APIGroupList", "apiVersion": "v1", "groups": groups.iter().map(one).collect::<Vec<_>>()})
}

fn resources(view: &WorldView<'_>, group: &str, version: &str) -> Result<String, Refused> {
    let mut kinds = served(view);
    kinds.retain(|kind| kind.info().group == group && kind.info().version == version);
    kinds.sort_by_key(|kind| kind.info().plural);
    if kinds.is_empty() {
        return Err(Refused::not_found());
    }
    let one = |kind: &Kind| {
        let info = kind.info();
        let verbs: &[&str] = match kind.verbs() {
            Verbs::All => {
                &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
            }
            Verbs::Create => &["create"],
            Verbs::Read => &["get", "list"],
        };
        let mut one = json!({
            "name": info.plural, "singularName": info.singular, "namespaced": info.namespaced,
            "kind": info.kind, "verbs": verbs,
        });
        if !info.short.is_empty() {
            one["shortNames"] = json!(info.short);
        }
        one
    };
    let version = if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") };
    let all: Vec<Value> = kinds.iter().map(one).collect();
    Ok(line(
        &json!({"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": version, "resources": all}),
    ))
}

fn objects(
    view: &WorldView<'_>,
    (group, version): (&str, &str),
    steps: &[&str],
    query: &str,
) -> Result<String, Refused> {
    let (namespace, steps) = match steps {
        ["namespaces", namespace, rest @ ..] if !rest.is_empty() && !is_sub(rest[0]) => {
            (Some(*namespace), rest)
        }
        rest => (None, rest),
    };
    let [plural, rest @ ..] = steps else { return Err(Refused::not_found()) };
    let kinds = served(view);
    let is_meant = |kind: &&Kind| {
        let info = kind.info();
        info.plural == *plural && info.group == group && info.version == version
    };
    let kind = *kinds.iter().find(is_meant).ok_or_else(Refused::not_found)?;
    match rest {
        [] => list(view, kind, namespace, query),
        [name] | [name, "status"] => {
            let found = view.get(kind, namespace.unwrap_or_default(), name);
            found.map(|object| line(&object)).ok_or_else(|| {
                let status = Status::not_found(kind, name);
                Refused { code: 404, reason: "NotFound", message: status.message }
            })
        }
        _ => Err(Refused::not_found()),
    }
}

fn is_sub(step: &str) -> bool {
    matches!(step, "status" | "finalize")
}

fn list(view: &WorldView<'_>, kind: Kind, namespace: Option<&str>, query: &str) -> Result<String, Refused> {
    let value = |name: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(known, _)| *known == name).map(|(_, text)| decoded(text)).next().unwrap_or_default()
    };
    let selection = Selection::parse(&value("labelSelector"), &value("fieldSelector"))
        .and_then(|selection| selection.check(kind).map(|()| selection))
        .map_err(|message| Refused { code: 400, reason: "BadRequest", message })?;
    let bare = |mut object: Value| {
        let members = object.as_object_mut().map(std::mem::take).unwrap_or_default();
        let kept = members.into_iter().filter(|(name, _)| name != "kind" && name != "apiVersion");
        Value::Object(kept.collect::<Map<_, _>>())
    };
    let found = view.list(kind, namespace);
    let items: Vec<Value> = found.into_iter().filter(|object| selection.selects(object)).map(bare).collect();
    let info = kind.info();
    let version = view.0.api().store().version().to_string();
    let list = json!({
        "kind": format!("{}List", info.kind), "apiVersion": info.api_version(),
        "metadata": {"resourceVersion": version}, "items": items,
    });
    Ok(ordered(&list, &["kind", "apiVersion", "metadata", "items"]))
}

/// `%3D` and its like.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        match byte {
            b'%' => match (hex(rest.next()), hex(rest.next())) {
                (Some(high), Some(low)) => bytes.push((high * 16 + low) as u8),
                _ => bytes.push(b'%'),
            },
            b'+' => bytes.push(b' '),
            byte => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::presets::Preset;

    fn ask(path: &str) -> String {
        match answer(&World::new(Preset::Minikube, 1), path) {
            Ok(text) => text,
            Err(refused) => refused.body(),
        }
    }

    #[test]
    fn paths_lead_to_lists_objects_and_discovery() {
        assert!(ask("/version").contains("\"gitVersion\": \"v1.36.2\""));
        assert!(
            ask("/api/v1/nodes").starts_with("{\"kind\":\"NodeList\",\"apiVersion\":\"v1\",\"metadata\"")
        );
        assert!(ask("/api/v1/namespaces/default/services/kubernetes").contains("10.96.0.1"));
        assert!(ask("/apis/apps/v1").contains("\"shortNames\":[\"deploy\"]"));
        let filtered = ask("/api/v1/namespaces?fieldSelector=metadata.name%3Ddefault");
        assert!(filtered.contains("\"name\":\"default\"") && !filtered.contains("kube-system"), "{filtered}");
        assert!(ask("/api/v1/namespaces/default/pods/x").contains("pods \\\"x\\\" not found"));
        assert!(ask("/nothing").contains("\"code\":404"));
    }
}
