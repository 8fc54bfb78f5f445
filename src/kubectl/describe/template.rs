//! Pod templates, and the parts they share with pods: `DescribePodTemplate` of describe.go, v1.36.

use serde_json::Value;

use super::containers::{self, Containers};
use super::{Writer, meta, volumes};
use crate::kubectl::reach::Reach;
use crate::kubectl::selectors;

const SPACE: &str = "  ";

pub fn describe(w: &mut Writer, template: &Value) {
    w.write(0, "Pod Template:\n");
    if !template.is_set() {
        return w.write(1, "<unset>");
    }
    let (own, spec) = (&template["metadata"], &template["spec"]);
    meta::labels(w, "  Labels", &own["labels"]);
    if own["annotations"].size() > 0 {
        meta::annotations(w, "  Annotations", &own["annotations"]);
    }
    optional(w, "Service Account", &spec["serviceAccountName"]);
    if spec["initContainers"].size() > 0 {
        containers::describe(w, &of(spec, "Init Containers", "initContainers"));
    }
    containers::describe(w, &of(spec, "Containers", "containers"));
    volumes::describe(w, SPACE, spec["volumes"].items());
    spread(w, SPACE, spec["topologySpreadConstraints"].items());
    optional(w, "Priority Class Name", &spec["priorityClassName"]);
    meta::labels(w, "  Node-Selectors", &spec["nodeSelector"]);
    tolerations(w, SPACE, spec["tolerations"].items());
}

fn optional(w: &mut Writer, name: &str, value: &Value) {
    if !value.text().is_empty() {
        w.field(1, name, value.text());
    }
}

fn of<'a>(spec: &Value, label: &'a str, field: &str) -> Containers<'a> {
    let list = spec[field].items().to_vec();
    Containers { label, list, statuses: Vec::new(), pod: None, space: SPACE }
}

pub fn tolerations(w: &mut Writer, space: &str, tolerations: &[Value]) {
    let mut sorted: Vec<&Value> = tolerations.iter().collect();
    sorted.sort_by_key(|toleration| toleration["key"].text());
    let lines: Vec<String> = sorted.into_iter().map(toleration).collect();
    meta::list(w, "", &format!("{space}Tolerations"), &lines);
}

/// `key=value:Effect op=Exists for 300s`.
fn toleration(one: &Value) -> String {
    let (key, value, effect) = (one["key"].text(), one["value"].text(), one["effect"].text());
    let mut text = key.to_owned();
    if !value.is_empty() {
        text.push_str(&format!("={value}"));
    }
    if !effect.is_empty() {
        text.push_str(&format!(":{effect}"));
    }
    if one["operator"] == "Exists" && value.is_empty() {
        text.push_str(if text.is_empty() { "op=Exists" } else { " op=Exists" });
    }
    if let Some(seconds) = one["tolerationSeconds"].as_i64() {
        text.push_str(&format!(" for {seconds}s"));
    }
    text
}

pub fn spread(w: &mut Writer, space: &str, constraints: &[Value]) {
    if constraints.is_empty() {
        return;
    }
    let mut sorted: Vec<&Value> = constraints.iter().collect();
    sorted.sort_by_key(|constraint| constraint["topologyKey"].text());
    let lines: Vec<String> = sorted.into_iter().map(constraint).collect();
    meta::list(w, space, "Topology Spread Constraints", &lines);
}

fn constraint(one: &Value) -> String {
    let (key, otherwise) = (one["topologyKey"].text(), one["whenUnsatisfiable"].text());
    let selector = match one["labelSelector"].is_set() {
        true => format!(" for selector {}", selectors::formatted(&one["labelSelector"])),
        false => String::new(),
    };
    format!("{key}:{otherwise} when max skew {} is exceeded{selector}", one["maxSkew"].int())
}
