//! What a container's environment is made from: makeEnvironmentVariables in pkg/kubelet/kubelet_pods.go, v1.36.

use serde_json::Value;

use crate::cluster::api::Client;
use crate::cluster::store::Key;
use crate::kinds::Kind;
use crate::kinds::container::Container;

/// An object whose data goes into containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    ConfigMap,
    Secret,
}

impl Source {
    fn kind(self) -> Kind {
        match self {
            Source::ConfigMap => Kind::ConfigMap,
            Source::Secret => Kind::Secret,
        }
    }

    /// As errors about a volume's keys name it.
    pub fn word(self) -> &'static str {
        match self {
            Source::ConfigMap => "config",
            Source::Secret => "secret",
        }
    }
}

/// The keys of an object, or that it is not there.
pub fn lookup(source: Source, name: &str, namespace: &str, api: &Client<'_>) -> Result<Vec<String>, String> {
    let kind = source.kind();
    let word = kind.info().kind.to_lowercase();
    let object = api.store().object(&Key::new(kind, namespace, name));
    let value = object.ok_or_else(|| format!("{word} \"{name}\" not found"))?.to_value();
    let keys = ["data", "binaryData"].into_iter().filter_map(|field| value[field].as_object());
    Ok(keys.flat_map(|data| data.keys().cloned()).collect())
}

/// Why a container's environment cannot be made.
pub fn error(container: &Container, namespace: &str, api: &Client<'_>) -> Option<String> {
    let whole = container.extra.as_deref().and_then(|extra| extra.get("envFrom")).and_then(Value::as_array);
    let mut whole = whole
        .into_iter()
        .flatten()
        .flat_map(|from| [(Source::ConfigMap, &from["configMapRef"]), (Source::Secret, &from["secretRef"])]);
    let of_whole = whole.find_map(|(source, from)| {
        let name = needed(from)?;
        lookup(source, name, namespace, api).err()
    });
    of_whole.or_else(|| {
        let from = container.env.iter().filter_map(|one| one.extra.as_deref()?.get("valueFrom"));
        let mut from = from.flat_map(|from| {
            [(Source::ConfigMap, &from["configMapKeyRef"]), (Source::Secret, &from["secretKeyRef"])]
        });
        from.find_map(|(source, from)| key_error(source, from, namespace, api))
    })
}

fn key_error(source: Source, from: &Value, namespace: &str, api: &Client<'_>) -> Option<String> {
    let (name, key) = (needed(from)?, from["key"].as_str().unwrap_or_default());
    match lookup(source, name, namespace, api) {
        Err(missing) => Some(missing),
        Ok(keys) if keys.iter().any(|held| held == key) => None,
        Ok(_) => {
            let kind = source.kind().info().kind;
            Some(format!("couldn't find key {key} in {kind} {namespace}/{name}"))
        }
    }
}

/// The name of an object that has to be there.
fn needed(from: &Value) -> Option<&str> {
    if from["optional"] == true { None } else { from["name"].as_str() }
}
