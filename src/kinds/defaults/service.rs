//! Services and what stands behind and before them: core, discovery and networking defaults.go, v1.36.

use serde_json::{Value, json};

use crate::kinds::edit::{each, ensure, is_empty, or_set, or_text, remove, text};

pub(super) fn service(object: &mut Value) {
    let spec = ensure(object, "spec");
    or_text(spec, "sessionAffinity", "None");
    session_affinity(spec);
    or_text(spec, "type", "ClusterIP");
    for port in each(spec, "ports") {
        or_text(port, "protocol", "TCP");
        let target = &port["targetPort"];
        if target.is_null() || *target == 0 || *target == "" {
            port["targetPort"] = port["port"].clone();
        }
    }
    let kind = text(spec, "type").to_owned();
    let published = matches!(kind.as_str(), "LoadBalancer" | "NodePort");
    if published || (kind == "ClusterIP" && !is_empty(spec, "externalIPs")) {
        or_text(spec, "externalTrafficPolicy", "Cluster");
    }
    if published || kind == "ClusterIP" {
        or_set(spec, "internalTrafficPolicy", "Cluster");
    }
    if kind == "LoadBalancer" {
        or_set(spec, "allocateLoadBalancerNodePorts", true);
        ip_modes(object);
    }
}

fn session_affinity(spec: &mut Value) {
    match text(spec, "sessionAffinity") {
        "None" => drop(remove(spec, "sessionAffinityConfig")),
        "ClientIP" if spec["sessionAffinityConfig"]["clientIP"]["timeoutSeconds"].is_null() => {
            spec["sessionAffinityConfig"] = json!({"clientIP": {"timeoutSeconds": 10800}});
        }
        _ => {}
    }
}

fn ip_modes(object: &mut Value) {
    let Some(balancer) = object.pointer_mut("/status/loadBalancer") else { return };
    for address in each(balancer, "ingress") {
        if !is_empty(address, "ip") {
            or_set(address, "ipMode", "VIP");
        }
    }
}

pub(super) fn endpoints(object: &mut Value) {
    for subset in each(object, "subsets") {
        each(subset, "ports").for_each(|port| or_text(port, "protocol", "TCP"));
    }
}

pub(super) fn endpoint_slice(object: &mut Value) {
    for port in each(object, "ports") {
        or_set(port, "name", "");
        or_set(port, "protocol", "TCP");
    }
}

pub(super) fn network_policy(object: &mut Value) {
    let spec = ensure(object, "spec");
    if is_empty(spec, "policyTypes") {
        let both = !is_empty(spec, "egress");
        spec["policyTypes"] = if both { json!(["Ingress", "Egress"]) } else { json!(["Ingress"]) };
    }
    for list in ["ingress", "egress"] {
        for rule in each(spec, list) {
            each(rule, "ports").for_each(|port| or_set(port, "protocol", "TCP"));
        }
    }
}

pub(super) fn ingress_class(object: &mut Value) {
    let spec = ensure(object, "spec");
    if spec["parameters"].is_object() {
        or_set(&mut spec["parameters"], "scope", "Cluster");
    }
}
