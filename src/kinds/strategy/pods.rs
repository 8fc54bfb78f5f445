//! New pods: pkg/registry/core/pod/strategy.go, v1.36.
//!
//! The status starts at Pending with the quality-of-service class. Label keys that a rule names are
//! merged with the pod's own values into the rule's selector.

use serde_json::{Value, json};

use crate::kinds::edit::{child, each, ensure, is_empty, text};
use crate::kinds::qos;

const GATED: &str = "Scheduling is blocked due to non-empty scheduling gates";

pub(super) fn create(pod: &mut Value) {
    let mut status = json!({"phase": "Pending", "qosClass": qos::class(&pod["spec"])});
    if !is_empty(&pod["spec"], "schedulingGates") {
        let condition =
            json!({"type": "PodScheduled", "status": "False", "reason": "SchedulingGated", "message": GATED});
        status["conditions"] = json!([condition]);
    }
    pod["status"] = status;
    let labels = pod["metadata"]["labels"].clone();
    let spec = ensure(pod, "spec");
    for term in affinity_terms(spec) {
        merge(term, "matchLabelKeys", "In", &labels);
        merge(term, "mismatchLabelKeys", "NotIn", &labels);
    }
    each(spec, "topologySpreadConstraints").for_each(|one| merge(one, "matchLabelKeys", "In", &labels));
}

fn affinity_terms(spec: &mut Value) -> Vec<&mut Value> {
    let mut terms = Vec::new();
    let Some(affinity) = child(spec, "affinity").and_then(Value::as_object_mut) else { return terms };
    for (_, rules) in
        affinity.iter_mut().filter(|(name, _)| *name == "podAffinity" || *name == "podAntiAffinity")
    {
        for (name, list) in rules.as_object_mut().into_iter().flatten() {
            for term in list.as_array_mut().into_iter().flatten() {
                match name.starts_with("preferred") {
                    true => terms.extend(child(term, "podAffinityTerm")),
                    false => terms.push(term),
                }
            }
        }
    }
    terms
}

/// Asks for the pod's own value of each key; only where the rule has a selector.
fn merge(rule: &mut Value, keys: &str, operator: &str, labels: &Value) {
    if !rule["labelSelector"].is_object() {
        return;
    }
    let asked = rule[keys].as_array().cloned().unwrap_or_default();
    for key in asked.iter().filter_map(Value::as_str) {
        if labels.get(key).is_none() {
            continue;
        }
        let requirement = json!({"key": key, "operator": operator, "values": [text(labels, key)]});
        let selector = ensure(rule, "labelSelector");
        let mut list = selector["matchExpressions"].as_array().cloned().unwrap_or_default();
        list.push(requirement);
        selector["matchExpressions"] = Value::Array(list);
    }
}
