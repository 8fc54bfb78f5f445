//! Whom a container's processes run as, and what a pod refuses of that.
//!
//! Models verifyRunAsNonRoot in pkg/kubelet/kuberuntime/security_context.go, v1.36. Images' users are in `images::contents`.

use serde_json::Value;

use crate::cluster::images::contents::{User, user};
use crate::kinds::container::Container;
use crate::kinds::pod::Pod;

/// A field of the container's security context, or else of the pod's.
fn effective(field: &str, pod: &Pod, container: &Container) -> Option<Value> {
    let of = |extra: Option<&serde_json::Map<String, Value>>| {
        extra
            .and_then(|extra| extra.get("securityContext")?.get(field))
            .filter(|value| !value.is_null())
            .cloned()
    };
    of(container.extra.as_deref()).or_else(|| of(pod.spec.extra.as_deref()))
}

/// Refuses a container that would run as root though it may not.
pub fn verify_non_root(pod: &Pod, container: &Container) -> Result<(), String> {
    if effective("runAsNonRoot", pod, container) != Some(Value::Bool(true)) {
        return Ok(());
    }
    let asked = effective("runAsUser", pod, container).and_then(|user| user.as_i64());
    let why = match (asked, user(&container.image)) {
        (Some(0), _) => "container's runAsUser breaks non-root policy".to_owned(),
        (Some(_), _) | (None, User::Number(1..)) => return Ok(()),
        (None, User::Number(_)) => "container has runAsNonRoot and image will run as root".to_owned(),
        (None, User::Name(name)) => format!(
            "container has runAsNonRoot and image has non-numeric user ({name}), cannot verify user is non-root"
        ),
    };
    let meta = &pod.meta;
    Err(format!(
        "{why} (pod: \"{}_{}({})\", container: {})",
        meta.name, meta.namespace, meta.uid, container.name
    ))
}
