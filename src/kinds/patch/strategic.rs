//! A strategic merge patch made to an object: apimachinery pkg/util/strategicpatch/patch.go, v1.36.
//!
//! Mappings are merged member by member, null removes; a list with a merge key is merged item by item,
//! others are replaced. Directives stand among the members: `$patch: delete|replace|merge`,
//! `$retainKeys`, `$setElementOrder/LIST`, `$deleteFromPrimitiveList/LIST`.

use serde_json::{Map, Value};

use super::merge_keys;
use crate::kinds::schema::Struct;

pub const DIRECTIVE: &str = "$patch";
pub const RETAIN_KEYS: &str = "$retainKeys";
pub const ORDER: &str = "$setElementOrder/";
pub const DELETE_VALUES: &str = "$deleteFromPrimitiveList/";

type Members = Map<String, Value>;

pub fn apply(object: &Value, patch: &Value, table: &'static Struct) -> Result<Value, String> {
    let (Some(object), Some(patch)) = (object.as_object(), patch.as_object()) else {
        return Err("invalid JSON document".into());
    };
    merge(object.clone(), patch, Some(table)).map(Value::Object)
}

fn merge(original: Members, patch: &Members, table: Option<&'static Struct>) -> Result<Members, String> {
    let mut original = original;
    match patch.get(DIRECTIVE).and_then(Value::as_str) {
        Some("replace") => return Ok(without_directives(patch)),
        Some("delete") => return Ok(Members::new()),
        Some("merge") | None => {}
        Some(other) => return Err(format!("unknown patch type: {other}")),
    }
    if let Some(kept) = patch.get(RETAIN_KEYS).and_then(Value::as_array) {
        original.retain(|name, _| kept.iter().any(|kept| kept == name));
    }
    for (name, value) in patch.iter().filter(|(name, _)| !name.starts_with('$')) {
        let (strategy, inner) = merge_keys::of(table, name);
        let merged = match (original.remove(name), value) {
            (_, Value::Null) => continue,
            (held, Value::Object(patch)) if !strategy.replace => {
                let removed = patch.get(DIRECTIVE).is_some_and(|directive| directive == "delete");
                if removed {
                    continue;
                }
                let held = match held {
                    Some(Value::Object(held)) => held,
                    _ => Members::new(),
                };
                Value::Object(merge(held, patch, inner)?)
            }
            (held, Value::Array(items)) => {
                let held = match held {
                    Some(Value::Array(held)) => held,
                    _ => Vec::new(),
                };
                Value::Array(match strategy.merge_key {
                    Some(key) => merge_items(held, items, key, inner)?,
                    None if strategy.merge_values => union(held, items),
                    None => items.clone(),
                })
            }
            (_, other) => other.clone(),
        };
        original.insert(name.clone(), merged);
    }
    for (name, list) in patch {
        if let (Some(field), Some(gone)) = (name.strip_prefix(DELETE_VALUES), list.as_array()) {
            let held = original.get_mut(field).and_then(Value::as_array_mut);
            held.into_iter().for_each(|held| held.retain(|value| !gone.contains(value)));
        }
        if let (Some(field), Some(order)) = (name.strip_prefix(ORDER), list.as_array()) {
            let key = merge_keys::of(table, field).0.merge_key;
            let held = original.get_mut(field).and_then(Value::as_array_mut);
            held.into_iter().for_each(|held| sort(held, order, key));
        }
    }
    Ok(original)
}

fn without_directives(patch: &Members) -> Members {
    let plain = |(name, value): (&String, &Value)| (name.clone(), value.clone());
    patch.iter().filter(|(name, value)| !name.starts_with('$') && !value.is_null()).map(plain).collect()
}

fn union(mut held: Vec<Value>, more: &[Value]) -> Vec<Value> {
    for value in more {
        if !held.contains(value) {
            held.push(value.clone());
        }
    }
    held
}

fn merge_items(
    held: Vec<Value>,
    patch: &[Value],
    key: &str,
    table: Option<&'static Struct>,
) -> Result<Vec<Value>, String> {
    let directive = |item: &Value| item.get(DIRECTIVE).and_then(Value::as_str).map(str::to_owned);
    if patch.iter().any(|item| directive(item).as_deref() == Some("replace")) {
        let plain = patch.iter().filter(|item| directive(item).is_none());
        return Ok(plain.cloned().collect());
    }
    let mut merged = held;
    for item in patch {
        let Some(members) = item.as_object() else {
            return Err(format!("expected a mapping with {key} in a list that is merged by it"));
        };
        let id = members
            .get(key)
            .ok_or_else(|| format!("map: {} does not contain declared merge key: {key}", go_text(item)))?;
        let at = merged.iter().position(|held| held.get(key) == Some(id));
        match (directive(item).as_deref(), at) {
            (Some("delete"), at) => drop(at.map(|at| merged.remove(at))),
            (_, Some(at)) => {
                let held = merged[at].as_object().cloned().unwrap_or_default();
                merged[at] = Value::Object(merge(held, members, table)?);
            }
            (_, None) => merged.push(Value::Object(merge(Members::new(), members, table)?)),
        }
    }
    Ok(merged)
}

/// Items the patch orders come in that order; the others keep their place before the next one they preceded.
fn sort(held: &mut Vec<Value>, order: &[Value], key: Option<&str>) {
    let id = |item: &Value| key.map_or_else(|| item.clone(), |key| item[key].clone());
    let wanted: Vec<Value> = order.iter().map(id).collect();
    let known = |item: &Value| wanted.iter().position(|one| *one == id(item));
    let before = held.clone();
    let (mut ordered, others): (Vec<Value>, Vec<Value>) =
        before.iter().cloned().partition(|item| known(item).is_some());
    ordered.sort_by_key(|item| known(item));
    let place = |item: &Value| before.iter().position(|one| one == item).unwrap_or(usize::MAX);
    let mut others = others.into_iter().peekable();
    let mut merged = Vec::with_capacity(before.len());
    for item in ordered {
        while let Some(other) = others.next_if(|other| place(other) < place(&item)) {
            merged.push(other);
        }
        merged.push(item);
    }
    merged.extend(others);
    *held = merged;
}

/// A value as Go's `%v` prints it, in messages of the server.
pub fn go_text(value: &Value) -> String {
    match value {
        Value::Null => "<nil>".into(),
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(go_text).collect::<Vec<_>>().join(" ")),
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by_key(|(name, _)| name.as_str());
            let pairs: Vec<String> =
                sorted.into_iter().map(|(name, value)| format!("{name}:{}", go_text(value))).collect();
            format!("map[{}]", pairs.join(" "))
        }
        other => other.to_string(),
    }
}
