//! Autoscalers: `describeHorizontalPodAutoscalerV2` of describe.go, v1.36.

use serde_json::Value;

use super::{Cluster, Writer, events, meta};
use crate::kubectl::reach::{Reach, quantity_or_nil, show};

pub fn describe(hpa: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    let (spec, status) = (&hpa["spec"], &hpa["status"]);
    let target = &spec["scaleTargetRef"];
    meta::name_and_namespace(w, hpa);
    meta::labels_and_annotations(w, hpa);
    meta::creation(w, hpa);
    w.field(0, "Reference", format!("{}/{}", target["kind"].text(), target["name"].text()));
    w.field(0, "Metrics", "( current / target )");
    for (at, given) in spec["metrics"].items().iter().enumerate() {
        metric(w, given, &status["currentMetrics"][at]);
    }
    let least = &spec["minReplicas"];
    w.field(0, "Min replicas", if least.is_set() { show(least) } else { "<unset>".into() });
    w.field(0, "Max replicas", spec["maxReplicas"].int());
    if spec["behavior"].is_set() {
        w.write(0, "Behavior:\n");
        direction(w, "Scale Up", &spec["behavior"]["scaleUp"]);
        direction(w, "Scale Down", &spec["behavior"]["scaleDown"]);
    }
    let (current, desired) = (status["currentReplicas"].int(), status["desiredReplicas"].int());
    w.field(0, &format!("{} pods", target["kind"].text()), format!("{current} current / {desired} desired"));
    conditions(w, status["conditions"].items());
    events::describe(w, hpa, cluster);
}

fn metric(w: &mut Writer, spec: &Value, status: &Value) {
    match spec["type"].text() {
        "External" => external(w, &spec["external"], &status["external"]),
        "Pods" => {
            let (spec, status) = (&spec["pods"], &status["pods"]);
            let target = quantity_or_nil(&spec["target"]["averageValue"]);
            let name = format!("{} on pods", quoted(spec));
            w.field(1, &name, format!("{} / {target}", if_there(status, "averageValue")));
        }
        "Object" => object(w, &spec["object"], &status["object"]),
        "Resource" => {
            let (spec, status) = (&spec["resource"], &status["resource"]);
            w.write(1, format!("resource {} on pods", spec["name"].text()));
            resource(w, spec, status);
        }
        "ContainerResource" => {
            let (spec, status) = (&spec["containerResource"], &status["containerResource"]);
            let (name, container) = (spec["name"].text(), spec["container"].text());
            w.write(1, format!("resource {name} of container \"{container}\" on pods"));
            resource(w, spec, status);
        }
        other => w.write(1, format!("<unknown metric type {}>\n", Value::from(other))),
    }
}

/// A metric's name in quotes.
fn quoted(spec: &Value) -> String {
    Value::from(spec["metric"]["name"].text()).to_string()
}

fn if_there(status: &Value, field: &str) -> String {
    if status.is_set() { quantity_or_nil(&status["current"][field]) } else { "<unknown>".into() }
}

fn external(w: &mut Writer, spec: &Value, status: &Value) {
    let (name, target) = (quoted(spec), &spec["target"]);
    if !target["averageValue"].is_set() {
        let current = if_there(status, "value");
        let value = format!("{current} / {}", quantity_or_nil(&target["value"]));
        return w.field(1, &format!("{name} (target value)"), value);
    }
    let current = &status["current"]["averageValue"];
    let current = if current.is_set() { quantity_or_nil(current) } else { "<unknown>".into() };
    let value = format!("{current} / {}", quantity_or_nil(&target["averageValue"]));
    w.field(1, &format!("{name} (target average value)"), value);
}

fn object(w: &mut Writer, spec: &Value, status: &Value) {
    let (target, about) = (&spec["target"], &spec["describedObject"]);
    let (what, field) = match target["type"].text() {
        "AverageValue" => ("target average value", "averageValue"),
        _ => ("target value", "value"),
    };
    let name = spec["metric"]["name"].text();
    let name = format!("\"{name}\" on {}/{} ({what})", about["kind"].text(), about["name"].text());
    w.field(1, &name, format!("{} / {}", if_there(status, field), quantity_or_nil(&target[field])));
}

fn resource(w: &mut Writer, spec: &Value, status: &Value) {
    let (target, current) = (&spec["target"], &status["current"]);
    if target["averageValue"].is_set() {
        let value = if_there(status, "averageValue");
        return w.write(0, format!(":\t{value} / {}\n", quantity_or_nil(&target["averageValue"])));
    }
    let used = match current["averageUtilization"].as_i64() {
        Some(percent) => format!("{percent}% ({})", quantity_or_nil(&current["averageValue"])),
        None => "<unknown>".into(),
    };
    let wanted = match target["averageUtilization"].as_i64() {
        Some(percent) => format!("{percent}%"),
        None => "<auto>".into(),
    };
    w.write(1, format!("(as a percentage of request):\t{used} / {wanted}\n"));
}

fn direction(w: &mut Writer, name: &str, rules: &Value) {
    if !rules.is_set() {
        return;
    }
    w.write(1, format!("{name}:\n"));
    if let Some(seconds) = rules["stabilizationWindowSeconds"].as_i64() {
        w.write(2, format!("Stabilization Window: {seconds} seconds\n"));
    }
    let policies = rules["policies"].items();
    if !policies.is_empty() {
        w.write(2, format!("Select Policy: {}\n", rules["selectPolicy"].text_or("Max")));
        w.write(2, "Policies:\n");
    }
    for policy in policies {
        let (kind, value) = (policy["type"].text(), policy["value"].int());
        let period = policy["periodSeconds"].int();
        w.write(3, format!("- Type: {kind}\tValue: {value}\tPeriod: {period} seconds\n"));
    }
}

fn conditions(w: &mut Writer, conditions: &[Value]) {
    if conditions.is_empty() {
        return;
    }
    w.write(0, "Conditions:\n");
    w.write(1, "Type\tStatus\tReason\tMessage\n");
    w.write(1, "----\t------\t------\t-------\n");
    for one in conditions {
        let text = |field: &str| one[field].text();
        let row = [text("type"), text("status"), text("reason"), text("message")].join("\t");
        w.write(1, format!("{row}\n"));
    }
}
