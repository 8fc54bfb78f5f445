//! A Service of another type: `dropTypeDependentFields` of pkg/registry/core/service/strategy.go, v1.36.
//!
//! What only the old type needed goes when the user left it as it was.

use serde_json::Value;

use crate::kinds::edit::{each, ensure, remove, text};

pub(super) fn drop_fields_of_type(new: &mut Value, old: &Value) {
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
