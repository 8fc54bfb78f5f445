//! Where the `scale` subresource finds the numbers of replicas in an object.
//!
//! Models pkg/registry/apps/*/storage and apiextensions-apiserver pkg/registry/customresource (etcd.go), v1.36.

use serde_json::Value;

use super::Kind;

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
