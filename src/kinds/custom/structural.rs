//! Unknown fields and defaults: apiextensions-apiserver pkg/apiserver/schema/pruning and schema/defaulting,
//! v1.36.

use serde_json::Value;

use crate::kinds::schema::{Finding, MAX_DEPTH, Problem, did_you_mean};

/// What is always there, whatever the schema says.
const HEADER: [&str; 3] = ["apiVersion", "kind", "metadata"];
const MAX_FINDINGS: usize = 100;

/// Fields of an object that its schema does not name.
pub fn unknown_fields(object: &Value, schema: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    unknown_in(object, schema, "", true, 0, &mut findings);
    findings.truncate(MAX_FINDINGS);
    findings
}

fn unknown_in(
    value: &Value,
    schema: &Value,
    path: &str,
    whole: bool,
    depth: usize,
    findings: &mut Vec<Finding>,
) {
    if depth > MAX_DEPTH {
        return;
    }
    let whole = whole || schema["x-kubernetes-embedded-resource"] == true;
    match value {
        Value::Object(members) => {
            for (name, member) in
                members.iter().filter(|(name, _)| !whole || !HEADER.contains(&name.as_str()))
            {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                match known(schema, name) {
                    Some(inner) => unknown_in(member, inner, &path, false, depth + 1, findings),
                    None if is_open(schema) => {}
                    None => findings.push(unknown(name, path, schema)),
                }
            }
        }
        Value::Array(items) if schema["items"].is_object() => {
            for (at, item) in items.iter().enumerate() {
                unknown_in(item, &schema["items"], &format!("{path}[{at}]"), false, depth + 1, findings);
            }
        }
        _ => {}
    }
}

/// Takes out the fields that the schema does not name.
pub fn prune(object: &mut Value, schema: &Value) {
    prune_in(object, schema, true, 0);
}

/// The same for a value that is no whole object.
pub fn prune_value(value: &mut Value, schema: &Value) {
    prune_in(value, schema, false, 0);
}

fn prune_in(value: &mut Value, schema: &Value, whole: bool, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    let whole = whole || schema["x-kubernetes-embedded-resource"] == true;
    match value {
        Value::Object(members) => {
            let header = |name: &str| whole && HEADER.contains(&name);
            members.retain(|name, _| header(name) || known(schema, name).is_some() || is_open(schema));
            for (name, member) in members.iter_mut().filter(|(name, _)| !header(name)) {
                if let Some(inner) = known(schema, name) {
                    prune_in(member, inner, false, depth + 1);
                }
            }
        }
        Value::Array(items) if schema["items"].is_object() => {
            items.iter_mut().for_each(|item| prune_in(item, &schema["items"], false, depth + 1));
        }
        _ => {}
    }
}

/// The schema of a member, by its name or as one of the others.
fn known<'a>(schema: &'a Value, name: &str) -> Option<&'a Value> {
    let named = schema["properties"].get(name);
    named.or_else(|| Some(&schema["additionalProperties"]).filter(|others| others.is_object()))
}

/// Whether members without a schema are kept.
fn is_open(schema: &Value) -> bool {
    schema["x-kubernetes-preserve-unknown-fields"] == true || schema["additionalProperties"] == true
}

fn unknown(name: &str, path: String, schema: &Value) -> Finding {
    let names = schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.as_str());
    Finding { path, problem: Problem::UnknownField, hint: did_you_mean(name, names) }
}

/// Fills in defaults; a null where null is not allowed gives way to the default.
pub fn defaults(value: &mut Value, schema: &Value) {
    fill(value, schema, 0);
}

fn fill(value: &mut Value, schema: &Value, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Object(members) => {
            for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
                let missing = match members.get(name) {
                    None => true,
                    Some(held) => held.is_null() && inner["nullable"] != true,
                };
                if let Some(default) = inner.get("default").filter(|_| missing) {
                    members.insert(name.clone(), default.clone());
                }
            }
            for (name, member) in members {
                if let Some(inner) = known(schema, name) {
                    fill(member, inner, depth + 1);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, &schema["items"], depth + 1)),
        _ => {}
    }
}

/// Paths of what a definition holds that is kept and not run: rules in CEL and a webhook that converts.
pub fn not_run(definition: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    if definition["spec"]["conversion"]["strategy"] == "Webhook" {
        paths.push("spec.conversion.webhook".to_owned());
    }
    for (at, version) in definition["spec"]["versions"].as_array().into_iter().flatten().enumerate() {
        let path = format!("spec.versions[{at}].schema.openAPIV3Schema");
        rules_in(&version["schema"]["openAPIV3Schema"], path, 0, &mut paths);
    }
    paths
}

fn rules_in(schema: &Value, path: String, depth: usize, paths: &mut Vec<String>) {
    if depth > MAX_DEPTH || paths.len() >= MAX_FINDINGS || !schema.is_object() {
        return;
    }
    if schema["x-kubernetes-validations"].as_array().is_some_and(|rules| !rules.is_empty()) {
        paths.push(format!("{path}.x-kubernetes-validations"));
    }
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        rules_in(inner, format!("{path}.properties.{name}"), depth + 1, paths);
    }
    for name in ["items", "additionalProperties"] {
        rules_in(&schema[name], format!("{path}.{name}"), depth + 1, paths);
    }
}

/// Whether there are rules in CEL anywhere in a schema.
pub fn has_rules(schema: &Value) -> bool {
    has_rules_within(schema, 0)
}

fn has_rules_within(schema: &Value, depth: usize) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    let within = |inner: &Value| has_rules_within(inner, depth + 1);
    schema["x-kubernetes-validations"].as_array().is_some_and(|rules| !rules.is_empty())
        || schema["properties"].as_object().is_some_and(|all| all.values().any(within))
        || ["items", "additionalProperties"]
            .iter()
            .any(|name| schema[*name].is_object() && within(&schema[*name]))
}
