//! Where the `scale` subresource finds the numbers of replicas in an object.
//!
//! Models pkg/registry/apps/*/storage and apiextensions-apiserver pkg/registry/customresource (etcd.go), v1.36.

use serde_json::{Value, json};

use super::selector::{LabelSelector, Selector};
use super::{Codec, Kind};

/// Where the numbers stand in an object; each a path with dots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    pub spec: String,
    pub status: String,
    pub selector: String,
}

impl Paths {
    /// What a CustomResourceDefinition says of a version; none if it cannot be scaled.
    pub fn of_definition(scale: &Value) -> Option<Paths> {
        let text = |name: &str| scale[name].as_str().map(str::to_owned);
        Some(Paths {
            spec: text("specReplicasPath")?,
            status: text("statusReplicasPath").unwrap_or_default(),
            selector: text("labelSelectorPath").unwrap_or_default(),
        })
    }
}

/// The paths of a kind that can be scaled.
pub fn paths(kind: Kind) -> Option<Paths> {
    match kind {
        Kind::Deployment | Kind::ReplicaSet | Kind::ReplicationController | Kind::StatefulSet => {
            Some(Paths {
                spec: ".spec.replicas".into(),
                status: ".status.replicas".into(),
                selector: ".spec.selector".into(),
            })
        }
        Kind::Custom(kind) => kind.scale().cloned(),
        _ => None,
    }
}

/// What stands at a path.
pub fn at<'a>(object: &'a Value, path: &str) -> &'a Value {
    path.split('.').filter(|name| !name.is_empty()).fold(object, |value, name| &value[name])
}

/// An object's Scale.
pub fn of(kind: Kind, object: &Value) -> Option<Value> {
    let paths = paths(kind)?;
    let mut scale = json!({
        "apiVersion": "autoscaling/v1",
        "kind": "Scale",
        "metadata": {},
        "spec": {},
        "status": {"replicas": at(object, &paths.status).as_i64().unwrap_or_default()},
    });
    for name in ["creationTimestamp", "name", "namespace", "resourceVersion", "uid"] {
        if !object["metadata"][name].is_null() {
            scale["metadata"][name] = object["metadata"][name].clone();
        }
    }
    let wanted = at(object, &paths.spec).as_i64().unwrap_or_default();
    if wanted != 0 {
        scale["spec"]["replicas"] = json!(wanted);
    }
    let selector = match at(object, &paths.selector) {
        Value::String(text) => text.clone(),
        selector if kind == Kind::ReplicationController => equal_pairs(selector),
        selector if selector.is_null() => String::new(),
        selector => {
            let selector = LabelSelector::from_value(selector);
            Selector::of(Some(&selector)).map(|selector| selector.to_string()).unwrap_or_default()
        }
    };
    if !selector.is_empty() {
        scale["status"]["selector"] = json!(selector);
    }
    Some(scale)
}

fn equal_pairs(labels: &Value) -> String {
    let pairs = labels.as_object().into_iter().flatten();
    let pairs: Vec<String> =
        pairs.map(|(name, value)| format!("{name}={}", value.as_str().unwrap_or_default())).collect();
    pairs.join(",")
}
