//! The managers of objects that the cluster's own programs make: computed when somebody asks, so that their writes need not
//! keep account.
//!
//! What a program made is its own, but for what admission and the scheduler's binding add, which upstream leaves without a
//! manager (apiserver pkg/endpoints/handlers/create.go, v1.36). A status is its writer's. Deviation: their times are those
//! of the object's creation and of its last condition.

use serde_json::Value;

use super::{Fields, Manager};
use crate::kinds::registry::Kind;

/// What admission and binding add to a pod.
const ADDED_TO_PODS: [&str; 7] = [
    "nodeName",
    "serviceAccount",
    "serviceAccountName",
    "priority",
    "preemptionPolicy",
    "tolerations",
    "volumes",
];
const TOKEN: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

const CONTROLLERS: &str = "kube-controller-manager";
const KUBELET: &str = "kubelet";
/// For objects of whom nothing is known: apimachinery pkg/util/managedfields/internal/skipnonapplied.go.
const UNKNOWN: &str = "before-first-apply";

/// The manager of a live object that has none written.
pub(super) fn creator(kind: Kind, object: &Value) -> Option<Manager> {
    let time = object["metadata"]["creationTimestamp"].as_str()?;
    let mut sent = object.clone();
    if kind == Kind::Pod {
        as_sent(&mut sent["spec"]);
    }
    Some(Manager {
        name: maker(kind, object).to_owned(),
        operation: "Update".into(),
        time: time.to_owned(),
        fields: Fields::of(kind, &sent),
        subresource: String::new(),
    })
}

fn maker(kind: Kind, object: &Value) -> &'static str {
    let owners = object["metadata"]["ownerReferences"].as_array().into_iter().flatten();
    let owned = owners.into_iter().any(|owner| owner["controller"] == true);
    match kind {
        Kind::Node => KUBELET,
        Kind::Namespace => "kube-apiserver",
        Kind::Endpoints | Kind::EndpointSlice | Kind::ServiceAccount | Kind::ConfigMap => CONTROLLERS,
        _ if owned => CONTROLLERS,
        _ => UNKNOWN,
    }
}

fn as_sent(spec: &mut Value) {
    let Some(members) = spec.as_object_mut() else { return };
    ADDED_TO_PODS.iter().for_each(|name| drop(members.remove(*name)));
    for list in ["containers", "initContainers"] {
        for container in members.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            let Some(mounts) = container.get_mut("volumeMounts").and_then(Value::as_array_mut) else {
                continue;
            };
            mounts.retain(|mount| mount["mountPath"] != TOKEN);
            if mounts.is_empty() {
                container.as_object_mut().map(|container| container.remove("volumeMounts"));
            }
        }
    }
}

/// Who wrote a status, if somebody did.
pub(super) fn status_writer(kind: Kind, object: &Value) -> Option<Manager> {
    let fields = Fields::of_status(kind, object);
    let name = match kind {
        Kind::Pod | Kind::Node => KUBELET,
        Kind::CustomResourceDefinition => "kube-apiserver",
        _ => CONTROLLERS,
    };
    (!fields.is_empty()).then(|| Manager {
        name: name.to_owned(),
        operation: "Update".into(),
        time: last_condition(object),
        fields,
        subresource: "status".into(),
    })
}

fn last_condition(object: &Value) -> String {
    let conditions = object["status"]["conditions"].as_array().into_iter().flatten();
    let times = conditions.filter_map(|one| one["lastTransitionTime"].as_str());
    let created = object["metadata"]["creationTimestamp"].as_str();
    times.chain(created).max().unwrap_or_default().to_owned()
}
