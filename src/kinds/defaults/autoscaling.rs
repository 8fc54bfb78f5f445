//! HorizontalPodAutoscalers: pkg/apis/autoscaling/v2/defaults.go, v1.36.

use serde_json::{Value, json};

use crate::kinds::edit::{child, ensure, is_empty, or_set};

pub(super) fn autoscaler(object: &mut Value) {
    let spec = ensure(object, "spec");
    or_set(spec, "minReplicas", 1);
    if is_empty(spec, "metrics") {
        let target = json!({"type": "Utilization", "averageUtilization": 80});
        spec["metrics"] = json!([{"type": "Resource", "resource": {"name": "cpu", "target": target}}]);
    }
    if let Some(behavior) = child(spec, "behavior") {
        let up = ensure(behavior, "scaleUp");
        or_set(up, "stabilizationWindowSeconds", 0);
        rules(up, json!([policy("Pods", 4), policy("Percent", 100)]));
        rules(ensure(behavior, "scaleDown"), json!([policy("Percent", 100)]));
    }
    or_set(ensure(object, "status"), "desiredReplicas", 0);
}

fn policy(kind: &str, value: i64) -> Value {
    json!({"type": kind, "value": value, "periodSeconds": 15})
}

fn rules(rules: &mut Value, policies: Value) {
    or_set(rules, "selectPolicy", "Max");
    or_set(rules, "policies", policies);
}
