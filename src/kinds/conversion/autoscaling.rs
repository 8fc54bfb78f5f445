//! HorizontalPodAutoscalers between autoscaling/v1 and v2: pkg/apis/autoscaling/v1/conversion.go and
//! v1/defaults.go, v1.36.
//!
//! Version 1 knows one metric, the use of CPU. What else version 2 says upstream keeps in annotations on the
//! way through version 1; here it is taken from the stored object. Annotations in manifests are not read.

use serde_json::{Map, Value, json};

use super::headed;

const ANNOTATIONS: [&str; 4] = [
    "autoscaling.alpha.kubernetes.io/metrics",
    "autoscaling.alpha.kubernetes.io/behavior",
    "autoscaling.alpha.kubernetes.io/conditions",
    "autoscaling.alpha.kubernetes.io/current-metrics",
];

pub(super) fn to_stored(value: &Value, stored: Option<&Value>) -> Value {
    let mut object = headed(value, "autoscaling/v2");
    if let Some(Value::Object(annotations)) = object.pointer_mut("/metadata/annotations") {
        annotations.retain(|name, _| !ANNOTATIONS.contains(&name.as_str()));
    }
    let stored = stored.unwrap_or(&Value::Null);
    if let Some(spec) = object.get_mut("spec").and_then(Value::as_object_mut) {
        let held = stored["spec"]["metrics"].as_array().into_iter().flatten();
        let mut metrics: Vec<Value> = held.filter(|metric| !is_cpu_use(metric)).cloned().collect();
        if let Some(percent) = spec.remove("targetCPUUtilizationPercentage").filter(|one| !one.is_null()) {
            metrics.push(cpu_use(percent));
        }
        if !metrics.is_empty() {
            spec.insert("metrics".into(), Value::Array(metrics));
        }
        if let Some(behavior) = stored["spec"].get("behavior") {
            spec.insert("behavior".into(), behavior.clone());
        }
    }
    status_to_stored(&mut object, stored);
    object
}

fn status_to_stored(object: &mut Value, stored: &Value) {
    let Some(status) = object.get_mut("status").and_then(Value::as_object_mut) else { return };
    let percent = status.remove("currentCPUUtilizationPercentage").filter(|one| !one.is_null());
    match (&stored["status"]["currentMetrics"], percent) {
        (Value::Null, Some(percent)) => {
            let current = json!({"averageUtilization": percent});
            let metric = json!({"type": "Resource", "resource": {"name": "cpu", "current": current}});
            status.insert("currentMetrics".into(), json!([metric]));
        }
        (Value::Null, None) => {}
        (held, _) => drop(status.insert("currentMetrics".into(), held.clone())),
    }
    if let Some(conditions) = stored["status"].get("conditions") {
        status.insert("conditions".into(), conditions.clone());
    }
}

pub(super) fn from_stored(stored: &Value) -> Value {
    let mut object = headed(stored, "autoscaling/v1");
    if let Some(spec) = object.get_mut("spec").and_then(Value::as_object_mut) {
        spec.remove("behavior");
        move_percent(spec, "metrics", "target", "targetCPUUtilizationPercentage");
    }
    if let Some(status) = object.get_mut("status").and_then(Value::as_object_mut) {
        status.remove("conditions");
        move_percent(status, "currentMetrics", "current", "currentCPUUtilizationPercentage");
    }
    object
}

/// The first CPU metric's percentage becomes a field of its own, and the metrics go.
fn move_percent(members: &mut Map<String, Value>, list: &str, part: &str, name: &str) {
    let Some(metrics) = members.remove(list) else { return };
    let cpu = metrics.as_array().into_iter().flatten().find(|metric| is_cpu(metric));
    let percent = cpu.map(|metric| &metric["resource"][part]["averageUtilization"]);
    if let Some(percent) = percent.filter(|percent| !percent.is_null()) {
        members.insert(name.to_owned(), percent.clone());
    }
}

fn is_cpu(metric: &Value) -> bool {
    metric["type"] == "Resource" && metric["resource"]["name"] == "cpu"
}

fn is_cpu_use(metric: &Value) -> bool {
    is_cpu(metric) && !metric["resource"]["target"]["averageUtilization"].is_null()
}

fn cpu_use(percent: Value) -> Value {
    let target = json!({"type": "Utilization", "averageUtilization": percent});
    json!({"type": "Resource", "resource": {"name": "cpu", "target": target}})
}
