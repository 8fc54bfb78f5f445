//! Names, labels and label values: apimachinery pkg/util/validation and pkg/api/validation, v1.36.

use super::Findings;
use crate::kinds::registry::{Kind, Object};

const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', \
and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is \
'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must \
start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is \
'[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const LABEL_VALUE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', \
and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for \
validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

pub(super) fn object_name(object: &Object, findings: &mut Findings) {
    let meta = object.meta();
    if meta.name.is_empty() {
        return findings.push("metadata.name", "Required value: name or generateName is required".into());
    }
    match object.kind() {
        Kind::Service | Kind::Namespace => label("metadata.name", &meta.name, findings),
        _ => subdomain("metadata.name", &meta.name, findings),
    }
    labels("metadata.labels", &meta.labels, findings);
}

fn subdomain(field: &str, name: &str, findings: &mut Findings) {
    if name.len() > 253 {
        findings.invalid(field, format!("\"{name}\""), "must be no more than 253 bytes");
    }
    if !name.split('.').all(is_label) {
        findings.invalid(field, format!("\"{name}\""), SUBDOMAIN);
    }
}

/// A DNS label: container names, port names of Services, namespaces.
pub(super) fn label(field: &str, name: &str, findings: &mut Findings) {
    if name.len() > 63 {
        findings.invalid(field, format!("\"{name}\""), "must be no more than 63 bytes");
    }
    if !is_label(name) {
        findings.invalid(field, format!("\"{name}\""), LABEL);
    }
}

fn is_label(name: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !name.is_empty() && name.chars().all(inner) && !name.starts_with('-') && !name.ends_with('-')
}

pub(super) fn labels(field: &str, labels: &crate::kinds::Labels, findings: &mut Findings) {
    for value in labels.values().filter(|value| !is_label_value(value)) {
        findings.invalid(field, format!("\"{value}\""), LABEL_VALUE);
    }
}

fn is_label_value(value: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let edge = |c: Option<char>| c.is_none_or(|c| c.is_ascii_alphanumeric());
    value.len() <= 63 && value.chars().all(inner) && edge(value.chars().next()) && edge(value.chars().last())
}
