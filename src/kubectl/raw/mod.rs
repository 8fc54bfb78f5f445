//! The API by its paths, as `kubectl get --raw` and `kubectl proxy` show it: discovery, lists, objects, health.
//!
//! Models the handlers of k8s.io/apiserver pkg/endpoints and pkg/server/routes, v1.36, for GET requests.

mod discovery;
mod health;

use serde_json::{Map, Value, json};

use super::call::Answer;
use super::describe::{Cluster, WorldView};
use super::selection::Selection;
use crate::cluster::{Status, World};
use crate::kinds::Kind;

/// What went wrong: the HTTP status and the Status object's parts.
pub struct Refused {
    pub code: u16,
    pub reason: &'static str,
    pub message: String,
}

impl Refused {
    /// Something that a real server would answer.
    fn not_served(why: &str) -> Refused {
        Refused { code: 501, reason: "NotImplemented", message: why.into() }
    }

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
        [] => Ok(discovery::paths(&view)),
        [endpoint @ ("healthz" | "livez" | "readyz"), check @ ..] => {
            health::answer(endpoint, &check.join("/"), query)
        }
        ["version"] => Ok(VERSION.into()),
        ["metrics"] => {
            Err(Refused::not_served("the server's metrics of itself (/metrics) are not simulated"))
        }
        ["openapi", "v3"] => Ok(discovery::openapi(&view)),
        ["openapi", ..] => Err(Refused::not_served(
            "the OpenAPI documents are not served here: kubectl explain KIND shows what is in them",
        )),
        ["api"] => Ok(discovery::core(&view)),
        ["apis"] => Ok(discovery::all_groups(&view)),
        ["apis", group] => discovery::group(&view, group),
        ["api", "v1"] => discovery::resources(&view, "", "v1"),
        ["apis", group, version] => discovery::resources(&view, group, version),
        ["api", "v1", rest @ ..] => objects(&view, ("", "v1"), rest, query),
        ["apis", group, version, rest @ ..] => objects(&view, (group, version), rest, query),
        _ => Err(Refused::not_found()),
    }
}

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
    let kind = discovery::kind(view, (group, version), plural).ok_or_else(Refused::not_found)?;
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
