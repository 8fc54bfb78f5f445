//! Pods and pod templates: `printPod` and `printPodTemplate` of printers.go, v1.36.

use serde_json::Value;

use super::{Printer, age, column, containers, name, wide};
use crate::kinds::pod::Pod;
use crate::kinds::{Codec, Time};
use crate::kubectl::columns;
use crate::kubectl::moment;
use crate::kubectl::reach::{Reach, labels_text};

pub const POD: Printer = Printer {
    columns: &[
        column("NAME"),
        column("READY"),
        column("STATUS"),
        column("RESTARTS"),
        column("AGE"),
        wide("IP"),
        wide("NODE"),
        wide("NOMINATED NODE"),
        wide("READINESS GATES"),
    ],
    row: pod,
};

pub const POD_TEMPLATE: Printer = Printer {
    columns: &[column("NAME"), column("CONTAINERS"), column("IMAGES"), column("POD LABELS")],
    row: pod_template,
};

fn pod(object: &Value, now: Time) -> Vec<String> {
    let columns = columns::pod(&Pod::from_value(object));
    let restarts = match columns.last_restart {
        Some(last) if columns.restarts != 0 => {
            format!("{} ({} ago)", columns.restarts, moment::age_of(last, now))
        }
        _ => columns.restarts.to_string(),
    };
    let (spec, status) = (&object["spec"], &object["status"]);
    vec![
        name(object),
        format!("{}/{}", columns.ready, columns.total),
        columns.status,
        restarts,
        age(object, now),
        none_if_empty(ip(status)),
        none_if_empty(spec["nodeName"].text()),
        none_if_empty(status["nominatedNodeName"].text()),
        readiness_gates(spec, status),
    ]
}

fn none_if_empty(text: &str) -> String {
    if text.is_empty() { "<none>".into() } else { text.into() }
}

/// The first address; the old field decides where the two differ.
fn ip(status: &Value) -> &str {
    match status["podIP"].text() {
        "" => status["podIPs"][0]["ip"].text(),
        ip => ip,
    }
}

fn readiness_gates(spec: &Value, status: &Value) -> String {
    let gates = spec["readinessGates"].items();
    if gates.is_empty() {
        return "<none>".into();
    }
    let holds = |gate: &&Value| {
        let named = |condition: &&Value| condition["type"] == gate["conditionType"];
        let condition = status["conditions"].items().iter().find(named);
        condition.is_some_and(|condition| condition["status"] == "True")
    };
    format!("{}/{}", gates.iter().filter(holds).count(), gates.len())
}

fn pod_template(object: &Value, _: Time) -> Vec<String> {
    let template = &object["template"];
    let [names, images] = containers(&template["spec"]);
    vec![name(object), names, images, labels_text(&template["metadata"]["labels"])]
}
