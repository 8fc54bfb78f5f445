//! Autoscalers: `printHorizontalPodAutoscaler` and `formatHPAMetrics` of printers.go, v1.36.

use serde_json::Value;

use super::{Printer, age, column, name};
use crate::kinds::Time;
use crate::kubectl::reach::{Reach, quantity_or_nil, show};

pub const HPA: Printer = Printer {
    columns: &[
        column("NAME"),
        column("REFERENCE"),
        column("TARGETS"),
        column("MINPODS"),
        column("MAXPODS"),
        column("REPLICAS"),
        column("AGE"),
    ],
    row,
};

/// Metrics shown; the others are counted.
const SHOWN: usize = 2;

fn row(object: &Value, now: Time) -> Vec<String> {
    let (spec, status) = (&object["spec"], &object["status"]);
    let target = &spec["scaleTargetRef"];
    let least = &spec["minReplicas"];
    vec![
        name(object),
        format!("{}/{}", target["kind"].text(), target["name"].text()),
        metrics(spec["metrics"].items(), status["currentMetrics"].items()),
        if least.is_set() { show(least) } else { "<unset>".into() },
        spec["maxReplicas"].int().to_string(),
        status["currentReplicas"].int().to_string(),
        age(object, now),
    ]
}

fn metrics(specs: &[Value], statuses: &[Value]) -> String {
    if specs.is_empty() {
        return "<none>".into();
    }
    let one = |(at, spec)| metric(spec, statuses.get(at).unwrap_or(&Value::Null));
    let shown: Vec<String> = specs.iter().enumerate().take(SHOWN).map(one).collect();
    match specs.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} + {more} more...", shown.join(", ")),
    }
}

fn metric(spec: &Value, status: &Value) -> String {
    match spec["type"].text() {
        "External" => average_or_value(&spec["external"], &status["external"]),
        "Object" => average_or_value(&spec["object"], &status["object"]),
        "Pods" => {
            let current = if_there(&status["pods"], "averageValue");
            format!("{current}/{}", quantity_or_nil(&spec["pods"]["target"]["averageValue"]))
        }
        "Resource" => resource(&spec["resource"], &status["resource"]),
        "ContainerResource" => resource(&spec["containerResource"], &status["containerResource"]),
        _ => "<unknown type>".into(),
    }
}

/// A quantity of a metric's current state, which need not be known yet.
fn if_there(status: &Value, field: &str) -> String {
    if status.is_set() { quantity_or_nil(&status["current"][field]) } else { "<unknown>".into() }
}

fn average_or_value(spec: &Value, status: &Value) -> String {
    let target = &spec["target"];
    if !target["averageValue"].is_set() {
        return format!("{}/{}", if_there(status, "value"), quantity_or_nil(&target["value"]));
    }
    let current = &status["current"]["averageValue"];
    let current = if current.is_set() { quantity_or_nil(current) } else { "<unknown>".into() };
    format!("{current}/{} (avg)", quantity_or_nil(&target["averageValue"]))
}

fn resource(spec: &Value, status: &Value) -> String {
    let (name, target) = (spec["name"].text(), &spec["target"]);
    if target["averageValue"].is_set() {
        let current = if_there(status, "averageValue");
        return format!("{name}: {current}/{}", quantity_or_nil(&target["averageValue"]));
    }
    let percent = |value: &Value, other: &str| match value.as_i64() {
        Some(percent) => format!("{percent}%"),
        None => other.to_owned(),
    };
    let current = percent(&status["current"]["averageUtilization"], "<unknown>");
    format!("{name}: {current}/{}", percent(&target["averageUtilization"], "<auto>"))
}
