//! The addresses of a Service, and what goes when it becomes one of another type: `NormalizeClusterIPs`,
//! `patchAllocatedValues` and `dropTypeDependentFields` of pkg/registry/core/service/strategy.go, v1.36.
//!
//! An update that leaves out what was allocated keeps it; what only the old type needed goes when the
//! user left it as it was.

use serde_json::{Value, json};

use crate::kinds::edit::{each, ensure, remove, text};

pub(super) fn create(new: &mut Value) {
    let spec = ensure(new, "spec");
    let (address, list) = (text(spec, "clusterIP").to_owned(), &spec["clusterIPs"]);
    if !address.is_empty() && is_empty(list) {
        spec["clusterIPs"] = json!([address]);
    }
}

pub(super) fn update(new: &mut Value, old: &Value) {
    normalize(ensure(new, "spec"), &old["spec"]);
    drop_fields_of_type(new, old);
}

fn is_empty(list: &Value) -> bool {
    list.as_array().is_none_or(Vec::is_empty)
}

/// A new address alone stands for the list too; a removed one for its removal.
fn normalize(spec: &mut Value, held: &Value) {
    let (address, before) = (text(spec, "clusterIP").to_owned(), text(held, "clusterIP").to_owned());
    if address == before || spec["clusterIPs"] != held["clusterIPs"] {
        return;
    }
    match address.as_str() {
        "" => drop(remove(spec, "clusterIPs")),
        address => spec["clusterIPs"] = json!([address]),
    }
}

/// What was allocated and is left out now.
pub fn keep_allocated(new: &mut Value, old: &Value) {
    let (spec, held) = (ensure(new, "spec"), &old["spec"]);
    if kind(spec) != "ExternalName" && kind(held) != "ExternalName" {
        if text(spec, "clusterIP").is_empty() {
            keep(spec, held, "clusterIP");
        }
        if is_empty(&spec["clusterIPs"]) && spec["clusterIP"] == held["clusterIP"] {
            keep(spec, held, "clusterIPs");
        }
    }
    if needs_node_ports(held) && needs_node_ports(spec) {
        let before = held["ports"].as_array().cloned().unwrap_or_default();
        for port in each(spec, "ports").filter(|port| port["nodePort"].as_i64().unwrap_or(0) == 0) {
            let same = |one: &&Value| one["port"] == port["port"] && one["protocol"] == port["protocol"];
            if let Some(number) = before.iter().find(same).and_then(|one| one.get("nodePort")) {
                port["nodePort"] = number.clone();
            }
        }
    }
    if needs_health_port(held) && needs_health_port(spec) && spec["healthCheckNodePort"].is_null() {
        keep(spec, held, "healthCheckNodePort");
    }
}

fn keep(spec: &mut Value, held: &Value, name: &str) {
    if let Some(value) = held.get(name) {
        spec[name] = value.clone();
    }
}

fn drop_fields_of_type(new: &mut Value, old: &Value) {
    let (spec, held) = (ensure(new, "spec"), &old["spec"]);
    if kind(held) != "ExternalName" && kind(spec) == "ExternalName" {
        if spec["clusterIP"] == held["clusterIP"] && spec["clusterIPs"] == held["clusterIPs"] {
            remove(spec, "clusterIP");
            remove(spec, "clusterIPs");
        }
        drop_if_same(spec, held, "ipFamilies");
        drop_if_same(spec, held, "ipFamilyPolicy");
    }
    if needs_node_ports(held) && !needs_node_ports(spec) && node_ports(spec) == node_ports(held) {
        each(spec, "ports").for_each(|port| drop(remove(port, "nodePort")));
    }
    if needs_health_port(held) && !needs_health_port(spec) {
        drop_if_same(spec, held, "healthCheckNodePort");
    }
    if kind(held) == "LoadBalancer" && kind(spec) != "LoadBalancer" {
        drop_if_same(spec, held, "loadBalancerClass");
        drop_if_same(spec, held, "allocateLoadBalancerNodePorts");
    }
    if is_external(held) && !is_external(spec) {
        drop_if_same(spec, held, "externalTrafficPolicy");
    }
}

fn kind(spec: &Value) -> &str {
    text(spec, "type")
}

fn needs_node_ports(spec: &Value) -> bool {
    let refused = spec["allocateLoadBalancerNodePorts"] == false;
    kind(spec) == "NodePort" || (kind(spec) == "LoadBalancer" && !refused)
}

fn needs_health_port(spec: &Value) -> bool {
    kind(spec) == "LoadBalancer" && text(spec, "externalTrafficPolicy") == "Local"
}

fn is_external(spec: &Value) -> bool {
    let addresses = spec["externalIPs"].as_array().is_some_and(|list| !list.is_empty());
    matches!(kind(spec), "NodePort" | "LoadBalancer") || (kind(spec) == "ClusterIP" && addresses)
}

fn node_ports(spec: &Value) -> Vec<i64> {
    let ports = spec["ports"].as_array().into_iter().flatten();
    ports.map(|port| port["nodePort"].as_i64().unwrap_or(0)).collect()
}

fn drop_if_same(spec: &mut Value, held: &Value, name: &str) {
    if spec[name] == held[name] {
        remove(spec, name);
    }
}
