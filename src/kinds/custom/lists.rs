//! Items that must differ: apiextensions-apiserver pkg/apiserver/schema/listtype/validation.go, v1.36.

use serde_json::{Map, Value};

use crate::kinds::schema::MAX_DEPTH;
use crate::kinds::validation::errors::json;
use crate::kinds::validation::{FieldError, Reason};

/// Items of sets and maps that are there twice.
pub fn duplicates(schema: &Value, object: &Value, errors: &mut Vec<FieldError>) {
    within(schema, object, "", 0, errors);
}

fn within(schema: &Value, value: &Value, path: &str, depth: usize, errors: &mut Vec<FieldError>) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let others = &schema["additionalProperties"];
                let (inner, path) = match schema["properties"].get(name) {
                    Some(inner) if path.is_empty() => (inner, name.clone()),
                    Some(inner) => (inner, format!("{path}.{name}")),
                    None if others.is_object() => (others, format!("{path}[{name}]")),
                    None => continue,
                };
                within(inner, member, &path, depth + 1, errors);
            }
        }
        Value::Array(items) => {
            match schema["x-kubernetes-list-type"].as_str() {
                Some("set") => twice(items.iter().cloned(), path, errors),
                Some("map") => twice(items.iter().map(|item| keys_of(schema, item)), path, errors),
                _ => {}
            }
            for (at, item) in items.iter().enumerate() {
                within(&schema["items"], item, &format!("{path}[{at}]"), depth + 1, errors);
            }
        }
        _ => {}
    }
}

/// The members that tell an item apart, with the schema's defaults.
pub fn keys_of(schema: &Value, item: &Value) -> Value {
    let names = schema["x-kubernetes-list-map-keys"].as_array().into_iter().flatten();
    let keys: Map<String, Value> = names
        .filter_map(Value::as_str)
        .filter_map(|name| Some((name.to_owned(), item.get(name)?.clone())))
        .collect();
    Value::Object(keys)
}

fn twice(items: impl Iterator<Item = Value>, path: &str, errors: &mut Vec<FieldError>) {
    let mut seen = std::collections::BTreeMap::new();
    for (at, item) in items.enumerate() {
        let count: &mut usize = seen.entry(item.to_string()).or_default();
        *count += 1;
        if *count == 2 {
            errors.push(FieldError {
                reason: Reason::Duplicate,
                field: format!("{path}[{at}]"),
                detail: format!("Duplicate value: {}", json(&item)),
            });
        }
    }
}
