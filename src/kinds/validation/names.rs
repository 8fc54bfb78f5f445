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
        findings.invalid(field, format!("\"{name}\""), "must be no more than 253 characters");
    }
    if !name.split('.').all(is_label) {
        findings.invalid(field, format!("\"{name}\""), SUBDOMAIN);
    }
}

/// A DNS label: container names, port names of Services, namespaces.
pub(super) fn label(field: &str, name: &str, findings: &mut Findings) {
    if name.len() > 63 {
        findings.invalid(field, format!("\"{name}\""), "must be no more than 63 characters");
    }
    if !is_label(name) {
        findings.invalid(field, format!("\"{name}\""), LABEL);
    }
}

fn is_label(name: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !name.is_empty() && name.chars().all(inner) && !name.starts_with('-') && !name.ends_with('-')
}

const NAME_PART: &str = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with \
an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is \
'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

/// A port's name: IsValidPortName.
pub(super) fn port_name(field: &str, name: &str, findings: &mut Findings) {
    let quoted = format!("\"{name}\"");
    if name.len() > 15 {
        findings.invalid(field, &quoted, "must be no more than 15 characters");
    }
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !name.chars().all(fits) {
        findings.invalid(
            field,
            &quoted,
            "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
        );
    }
    if !name.chars().any(|c| c.is_ascii_lowercase()) {
        findings.invalid(field, &quoted, "must contain at least one letter (a-z)");
    }
    if name.contains("--") {
        findings.invalid(field, &quoted, "must not contain consecutive hyphens");
    }
    if name.starts_with('-') || name.ends_with('-') {
        findings.invalid(field, &quoted, "must not begin or end with a hyphen");
    }
}

/// The key of a label, an annotation or a node selector: IsQualifiedName.
fn qualified_name(field: &str, key: &str, findings: &mut Findings) {
    let name = key.split_once('/').map_or(key, |(_, name)| name);
    let inner = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if name.is_empty() {
        findings.invalid(field, format!("\"{key}\""), "name part must be non-empty");
    }
    if name.len() > 63 {
        findings.invalid(field, format!("\"{key}\""), "name part must be no more than 63 characters");
    }
    if !(name.chars().all(inner) && edge(name.chars().next()) && edge(name.chars().last())) {
        findings.invalid(field, format!("\"{key}\""), NAME_PART);
    }
}

pub(super) fn labels(field: &str, labels: &crate::kinds::Labels, findings: &mut Findings) {
    labels.keys().for_each(|key| qualified_name(field, key, findings));
    for value in labels.values().filter(|value| !is_label_value(value)) {
        findings.invalid(field, format!("\"{value}\""), LABEL_VALUE);
    }
}

fn is_label_value(value: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let edge = |c: Option<char>| c.is_none_or(|c| c.is_ascii_alphanumeric());
    value.len() <= 63 && value.chars().all(inner) && edge(value.chars().next()) && edge(value.chars().last())
}
