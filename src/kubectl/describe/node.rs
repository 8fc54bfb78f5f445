//! Nodes: `describeNode` and `describeCSINode` of describe.go, v1.36.

use serde_json::Value;

use super::{About, Cluster, Writer, events, meta, node_resources};
use crate::kinds::Kind;
use crate::kubectl::moment::{rfc1123z, stamp};
use crate::kubectl::reach::{Reach, node_roles, quantity_text, show};

const LEASES: &str = "kube-node-lease";

pub fn describe(node: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    let (spec, status) = (&node["spec"], &node["status"]);
    meta::name(w, node);
    w.field(0, "Roles", node_roles(node));
    meta::labels_and_annotations(w, node);
    meta::creation(w, node);
    taints(w, spec["taints"].items());
    w.field(0, "Unschedulable", spec["unschedulable"].flag());
    lease(w, node["metadata"]["name"].text(), cluster);
    conditions(w, status["conditions"].items());
    w.write(0, "Addresses:\n");
    for address in status["addresses"].items() {
        w.field(1, address["type"].text(), address["address"].text());
    }
    for (name, field) in [("Capacity", "capacity"), ("Allocatable", "allocatable")] {
        if status[field].size() > 0 {
            w.write(0, format!("{name}:\n"));
        }
        for (resource, amount) in status[field].entries() {
            w.field(1, resource, quantity_text(amount));
        }
    }
    system_info(w, &status["nodeInfo"]);
    network(w, spec);
    let pods = cluster.pods_on(node["metadata"]["name"].text());
    node_resources::describe(w, node, &pods, cluster);
    events::write(w, both_events(node, cluster), cluster);
}

/// The controllers write a node's UID into its events, its kubelet the node's name.
fn both_events(node: &Value, cluster: &dyn Cluster) -> Vec<Value> {
    let about = events::about(node);
    let mut found = cluster.events(about);
    found.extend(cluster.events(About { uid: about.name, ..about }));
    found
}

fn taints(w: &mut Writer, taints: &[Value]) {
    let mut sorted: Vec<&Value> = taints.iter().collect();
    sorted.sort_by_key(|taint| format!("{},{}", taint["effect"].text(), taint["key"].text()));
    let lines: Vec<String> = sorted.into_iter().map(taint).collect();
    meta::list(w, "", "Taints", &lines);
}

fn taint(taint: &Value) -> String {
    match (taint["key"].text(), taint["value"].text(), taint["effect"].text()) {
        (key, "", "") => key.to_owned(),
        (key, value, "") => format!("{key}={value}:"),
        (key, "", effect) => format!("{key}:{effect}"),
        (key, value, effect) => format!("{key}={value}:{effect}"),
    }
}

fn lease(w: &mut Writer, node: &str, cluster: &dyn Cluster) {
    let Some(lease) = cluster.get(Kind::Lease, LEASES, node) else {
        let what = Kind::Lease.info().qualified_plural();
        return w.field(0, "Lease", format!("Failed to get lease: {what} \"{node}\" not found"));
    };
    let spec = &lease["spec"];
    let time = |value: &Value| match stamp(value) {
        Some(_) => rfc1123z(value),
        None => "<unset>".into(),
    };
    w.write(0, "Lease:\n");
    w.field(1, "HolderIdentity", spec["holderIdentity"].text_or("<unset>"));
    w.field(1, "AcquireTime", time(&spec["acquireTime"]));
    w.field(1, "RenewTime", time(&spec["renewTime"]));
}

fn conditions(w: &mut Writer, conditions: &[Value]) {
    if conditions.is_empty() {
        return;
    }
    w.write(0, "Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n");
    w.write(1, "----\t------\t-----------------\t------------------\t------\t-------\n");
    for one in conditions {
        let text = |field: &str| one[field].text();
        let (beat, change) = (rfc1123z(&one["lastHeartbeatTime"]), rfc1123z(&one["lastTransitionTime"]));
        let (kind, status, reason) = (text("type"), text("status"), text("reason"));
        w.write(1, format!("{kind} \t{status} \t{beat} \t{change} \t{reason} \t{}\n", text("message")));
    }
}

fn system_info(w: &mut Writer, info: &Value) {
    w.write(0, "System Info:\n");
    for (name, field) in [
        ("Machine ID", "machineID"),
        ("System UUID", "systemUUID"),
        ("Boot ID", "bootID"),
        ("Kernel Version", "kernelVersion"),
        ("OS Image", "osImage"),
        ("Operating System", "operatingSystem"),
        ("Architecture", "architecture"),
        ("Container Runtime Version", "containerRuntimeVersion"),
        ("Kubelet Version", "kubeletVersion"),
    ] {
        w.field(1, name, info[field].text());
    }
}

fn network(w: &mut Writer, spec: &Value) {
    if !spec["podCIDR"].text().is_empty() {
        w.field(0, "PodCIDR", spec["podCIDR"].text());
    }
    if spec["podCIDRs"].size() > 0 {
        w.field(0, "PodCIDRs", spec["podCIDRs"].joined(","));
    }
    if !spec["providerID"].text().is_empty() {
        w.field(0, "ProviderID", spec["providerID"].text());
    }
}

pub fn csi_node(node: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    let drivers = &node["spec"]["drivers"];
    meta::name(w, node);
    meta::labels_and_annotations(w, node);
    meta::creation(w, node);
    w.write(0, "Spec:\n");
    if drivers.is_set() {
        w.write(1, "Drivers:\n");
    }
    for driver in drivers.items() {
        w.write(2, format!("{}:\n", driver["name"].text()));
        w.field(3, "Node ID", driver["nodeID"].text());
        if let Some(count) = driver["allocatable"]["count"].as_i64() {
            w.write(3, "Allocatables:\n");
            w.field(4, "Count", count);
        }
        if driver["topologyKeys"].is_set() {
            w.field(3, "Topology Keys", show(&driver["topologyKeys"]));
        }
    }
    events::describe(w, node, cluster);
}
