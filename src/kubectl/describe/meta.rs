//! Names, labels, annotations and other lists with a line to an item: describe.go, v1.36.

use serde_json::Value;

use super::Writer;
use crate::kubectl::moment::rfc1123z;
use crate::kubectl::reach::{Reach, controller};

const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";
/// Longer annotations stand below their name, cut off here.
const LONGEST: usize = 140;

pub fn name(w: &mut Writer, object: &Value) {
    w.field(0, "Name", object["metadata"]["name"].text());
}

pub fn name_and_namespace(w: &mut Writer, object: &Value) {
    name(w, object);
    w.field(0, "Namespace", object["metadata"]["namespace"].text());
}

pub fn labels_and_annotations(w: &mut Writer, object: &Value) {
    labels(w, "Labels", &object["metadata"]["labels"]);
    annotations(w, "Annotations", &object["metadata"]["annotations"]);
}

pub fn creation(w: &mut Writer, object: &Value) {
    w.field(0, "CreationTimestamp", rfc1123z(&object["metadata"]["creationTimestamp"]));
}

pub fn controlled_by(w: &mut Writer, object: &Value) {
    if let Some(owner) = controller(object) {
        w.field(0, "Controlled By", format!("{}/{}", owner["kind"].text(), owner["name"].text()));
    }
}

/// A title and its lines, the lines below one another.
pub fn list(w: &mut Writer, indent: &str, title: &str, lines: &[String]) {
    w.write(0, format!("{indent}{title}:\t"));
    if lines.is_empty() {
        w.line("<none>");
    }
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            w.write(0, indent);
            w.write(0, "\t");
        }
        w.line(line);
    }
}

pub fn labels(w: &mut Writer, title: &str, labels: &Value) {
    labels_indented(w, "", title, labels);
}

pub fn labels_indented(w: &mut Writer, indent: &str, title: &str, labels: &Value) {
    let lines: Vec<String> =
        labels.entries().map(|(name, value)| format!("{name}={}", value.text())).collect();
    list(w, indent, title, &lines);
}

pub fn annotations(w: &mut Writer, title: &str, annotations: &Value) {
    w.write(0, format!("{title}:\t"));
    let shown: Vec<(&str, &Value)> =
        annotations.entries().filter(|(name, _)| *name != LAST_APPLIED).collect();
    if shown.is_empty() {
        w.line("<none>");
    }
    for (at, (name, value)) in shown.into_iter().enumerate() {
        if at > 0 {
            w.write(0, "\t");
        }
        annotation(w, name, value.text());
    }
}

fn annotation(w: &mut Writer, name: &str, value: &str) {
    let value = value.strip_suffix('\n').unwrap_or(value);
    if value.len() + name.len() + 2 <= LONGEST && !value.contains('\n') {
        return w.line(format!("{name}: {value}"));
    }
    w.line(format!("{name}:"));
    for line in value.split('\n') {
        w.line(format!("\t  {}", shortened(line, LONGEST - 2)));
    }
}

pub fn shortened(text: &str, longest: usize) -> String {
    if text.len() <= longest {
        return text.to_owned();
    }
    format!("{}...", &text[..text.floor_char_boundary(longest)])
}

/// A table of conditions: type, status and reason.
pub fn conditions(w: &mut Writer, conditions: &Value) {
    if conditions.size() == 0 {
        return;
    }
    w.write(0, "Conditions:\n  Type\tStatus\tReason\n");
    w.write(1, "----\t------\t------\n");
    for one in conditions.items() {
        let (kind, status, reason) = (one["type"].text(), one["status"].text(), one["reason"].text());
        w.write(1, format!("{kind} \t{status}\t{reason}\n"));
    }
}
