//! Pods and pod templates: `SetDefaults_Pod`, `SetDefaults_PodSpec` and their generated callers in
//! pkg/apis/core/v1, with what the conversion of a PodSpec copies, v1.36.

use serde_json::{Value, json};

use super::{container, resources, volumes};
use crate::kinds::edit::{child, each, ensure, is_empty, or_set, or_text, text};

pub(super) fn pod(pod: &mut Value) {
    let spec = ensure(pod, "spec");
    for list in ["containers", "initContainers"] {
        each(spec, list).for_each(resources::requests_from_limits);
    }
    resources::pod_level(spec);
    or_set(spec, "enableServiceLinks", true);
    if spec["hostNetwork"] == true {
        for list in ["containers", "initContainers"] {
            each(spec, list).for_each(host_ports);
        }
    }
    pod_spec(spec);
}

/// The template that `owner` holds under `name`.
pub(super) fn template(owner: &mut Value, name: &str) {
    pod_spec(ensure(ensure(owner, name), "spec"));
}

fn pod_spec(spec: &mut Value) {
    or_text(spec, "dnsPolicy", "ClusterFirst");
    or_text(spec, "restartPolicy", "Always");
    or_set(spec, "securityContext", json!({}));
    or_set(spec, "terminationGracePeriodSeconds", 30);
    or_text(spec, "schedulerName", "default-scheduler");
    service_account(spec);
    for list in ["containers", "initContainers", "ephemeralContainers"] {
        each(spec, list).for_each(container::container);
    }
    each(spec, "volumes").for_each(volumes::volume);
    resources::round_up(spec, "overhead");
    resources::round_both(spec);
}

/// The account has an old name and a new one; the new one counts.
fn service_account(spec: &mut Value) {
    let old = text(spec, "serviceAccount").to_owned();
    if !old.is_empty() {
        or_text(spec, "serviceAccountName", &old);
    }
    if !is_empty(spec, "serviceAccountName") {
        spec["serviceAccount"] = spec["serviceAccountName"].clone();
    }
}

/// On the node's own network a container's port is the node's.
fn host_ports(container: &mut Value) {
    for port in each(container, "ports") {
        let unset = port["hostPort"].is_null() || port["hostPort"] == 0;
        if let Some(number) = child(port, "containerPort").cloned().filter(|_| unset) {
            port["hostPort"] = number;
        }
    }
}
