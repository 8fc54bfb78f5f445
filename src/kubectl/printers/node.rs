//! Nodes and leases: `printNode` and `printLease` of printers.go, v1.36.

use serde_json::Value;

use super::{Printer, age, column, name, wide};
use crate::kinds::Time;
use crate::kubectl::reach::{Reach, node_roles};

pub const NODE: Printer = Printer {
    columns: &[
        column("NAME"),
        column("STATUS"),
        column("ROLES"),
        column("AGE"),
        column("VERSION"),
        wide("INTERNAL-IP"),
        wide("EXTERNAL-IP"),
        wide("OS-IMAGE"),
        wide("KERNEL-VERSION"),
        wide("CONTAINER-RUNTIME"),
    ],
    row: node,
};

pub const LEASE: Printer =
    Printer { columns: &[column("NAME"), column("HOLDER"), column("AGE")], row: lease };

fn node(object: &Value, now: Time) -> Vec<String> {
    let status = &object["status"];
    let info = &status["nodeInfo"];
    vec![
        name(object),
        node_status(object),
        node_roles(object),
        age(object, now),
        info["kubeletVersion"].text().into(),
        address(status, "InternalIP"),
        address(status, "ExternalIP"),
        known(&info["osImage"]).into(),
        kernel(info),
        known(&info["containerRuntimeVersion"]).into(),
    ]
}

fn node_status(node: &Value) -> String {
    let conditions = node["status"]["conditions"].items();
    let ready = match conditions.iter().rfind(|one| one["type"] == "Ready") {
        None => "Unknown",
        Some(ready) if ready["status"] == "True" => "Ready",
        Some(_) => "NotReady",
    };
    if node["spec"]["unschedulable"].flag() { format!("{ready},SchedulingDisabled") } else { ready.into() }
}

fn address(status: &Value, kind: &str) -> String {
    let found = status["addresses"].items().iter().find(|one| one["type"] == kind);
    found.map_or("<none>", |one| one["address"].text()).into()
}

fn known(value: &Value) -> &str {
    Some(value.text()).filter(|text| !text.is_empty()).unwrap_or("<unknown>")
}

/// The kernel, and for which machines it is.
fn kernel(info: &Value) -> String {
    match (info["kernelVersion"].text(), info["architecture"].text()) {
        ("", _) => "<unknown>".into(),
        (kernel, "") => kernel.into(),
        (kernel, architecture) => format!("{kernel} ({architecture})"),
    }
}

fn lease(object: &Value, now: Time) -> Vec<String> {
    vec![name(object), object["spec"]["holderIdentity"].text().into(), age(object, now)]
}
