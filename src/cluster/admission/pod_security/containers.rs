//! The containers of a pod spec, and the words for those that break a rule.

use serde_json::Value;

/// Init containers, containers and debug containers, in the order upstream visits them.
pub fn all(spec: &Value) -> impl Iterator<Item = &Value> {
    ["initContainers", "containers", "ephemeralContainers"].into_iter().flat_map(|list| items(&spec[list]))
}

pub fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The names of the containers that break a rule.
pub fn breaking(spec: &Value, breaks: impl Fn(&Value) -> bool) -> Vec<&str> {
    let broken = all(spec).filter(|container| breaks(&container["securityContext"]));
    broken.map(|container| container["name"].as_str().unwrap_or_default()).collect()
}

/// `container "a"`, `containers "a", "b"`.
pub fn named(names: &[&str]) -> String {
    counted("container", names)
}

pub fn counted(word: &str, names: &[&str]) -> String {
    let plural = if names.len() == 1 { "" } else { "s" };
    format!("{word}{plural} {}", quoted(names))
}

pub fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}
