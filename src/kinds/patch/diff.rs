//! The patch that `kubectl apply` sends: from what was applied last, what is applied now and what is live.
//!
//! Models CreateThreeWayMergePatch of apimachinery pkg/util/strategicpatch/patch.go, v1.36: what differs
//! between live and now is set; what was applied before and is no longer is removed; the rest is left.

use serde_json::{Map, Value, json};

use super::merge_keys;
use super::strategic::{DELETE_VALUES, DIRECTIVE, ORDER, RETAIN_KEYS};
use crate::kinds::registry::Kind;
use crate::kinds::schema::Struct;

type Members = Map<String, Value>;

/// Which half of the difference is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    /// Additions and changes.
    Changes,
    /// What is there before and no longer after.
    Deletions,
}

/// The patch; an empty mapping if there is nothing to do.
pub fn three_way(kind: Kind, last: &Value, now: &Value, live: &Value) -> Value {
    three_way_of(Some(kind.info().table), last, now, live)
}

/// The same by a field table; without one it is a JSON merge patch, as jsonmergepatch in apimachinery makes it.
pub fn three_way_of(table: Option<&'static Struct>, last: &Value, now: &Value, live: &Value) -> Value {
    let none = Members::new();
    let members = |value: &Value| value.as_object().cloned().unwrap_or_default();
    let (last, now, live) = (members(last), members(now), members(live));
    let deletions = difference(&last, &now, table, Half::Deletions);
    let changes = difference(&live, &now, table, Half::Changes);
    let merged = combine(if last.is_empty() { none } else { deletions }, changes, table);
    Value::Object(merged)
}

fn difference(before: &Members, after: &Members, table: Option<&'static Struct>, half: Half) -> Members {
    let mut patch = Members::new();
    for (name, old) in before {
        let Some(new) = after.get(name) else {
            if half == Half::Deletions {
                patch.insert(name.clone(), Value::Null);
            }
            continue;
        };
        field(name, old, new, table, half, &mut patch);
    }
    if half == Half::Changes {
        for (name, new) in after.iter().filter(|(name, new)| !before.contains_key(*name) && !new.is_null()) {
            patch.insert(name.clone(), new.clone());
        }
    }
    patch
}

fn field(
    name: &str,
    old: &Value,
    new: &Value,
    table: Option<&'static Struct>,
    half: Half,
    patch: &mut Members,
) {
    let (strategy, inner) = merge_keys::of(table, name);
    match (old, new) {
        (Value::Object(old), Value::Object(new)) if !strategy.replace => {
            let mut changed = difference(old, new, inner, half);
            if strategy.retain_keys && !changed.is_empty() {
                changed.insert(RETAIN_KEYS.into(), json!(new.keys().collect::<Vec<_>>()));
            }
            if !changed.is_empty() {
                patch.insert(name.to_owned(), Value::Object(changed));
            }
        }
        (Value::Array(old), Value::Array(new)) if strategy.merge_key.is_some() => {
            let key = strategy.merge_key.unwrap_or_default();
            list(name, (old, new), key, inner, half, patch);
        }
        (Value::Array(old), Value::Array(new)) if strategy.merge_values => {
            values(name, old, new, half, patch)
        }
        _ if old != new && half == Half::Changes => {
            patch.insert(name.to_owned(), new.clone());
        }
        _ => {}
    }
}

fn list(
    name: &str,
    (old, new): (&[Value], &[Value]),
    key: &str,
    table: Option<&'static Struct>,
    half: Half,
    patch: &mut Members,
) {
    let find = |list: &[Value], id: &Value| list.iter().find(|item| item.get(key) == Some(id)).cloned();
    let mut items = Vec::new();
    for item in new {
        let id = item.get(key).cloned().unwrap_or_default();
        match (find(old, &id), item.as_object()) {
            (Some(Value::Object(old)), Some(members)) => {
                let mut changed = difference(&old, members, table, half);
                if !changed.is_empty() {
                    changed.insert(key.to_owned(), id);
                    items.push(Value::Object(changed));
                }
            }
            _ if half == Half::Changes => items.push(item.clone()),
            _ => {}
        }
    }
    if half == Half::Deletions {
        let gone = old.iter().filter_map(|item| item.get(key)).filter(|id| find(new, id).is_none());
        items.extend(gone.map(|id| json!({DIRECTIVE: "delete", key: id})));
    }
    let order = |list: &[Value]| -> Vec<Value> {
        list.iter().filter_map(|item| item.get(key)).map(|id| json!({key: id})).collect()
    };
    let shared = |list: &[Value], other: &[Value]| -> Vec<Value> {
        order(list).into_iter().filter(|item| order(other).contains(item)).collect()
    };
    let moved = half == Half::Changes && shared(old, new) != shared(new, old);
    if !items.is_empty() || moved {
        patch.insert(format!("{ORDER}{name}"), Value::Array(order(new)));
    }
    if !items.is_empty() {
        patch.insert(name.to_owned(), Value::Array(items));
    }
}

fn values(name: &str, old: &[Value], new: &[Value], half: Half, patch: &mut Members) {
    let (mark, list): (&str, Vec<Value>) = match half {
        Half::Changes => ("", new.iter().filter(|value| !old.contains(value)).cloned().collect()),
        Half::Deletions => {
            (DELETE_VALUES, old.iter().filter(|value| !new.contains(value)).cloned().collect())
        }
    };
    if !list.is_empty() {
        patch.insert(format!("{mark}{name}"), Value::Array(list));
        patch.insert(format!("{ORDER}{name}"), Value::Array(new.to_vec()));
    }
}

/// Both halves in one patch.
fn combine(deletions: Members, changes: Members, table: Option<&'static Struct>) -> Members {
    let mut merged = deletions;
    for (name, change) in changes {
        let (strategy, inner) = merge_keys::of(table, &name);
        let together = match (merged.remove(&name), change) {
            (Some(Value::Object(deletion)), Value::Object(change)) => {
                Value::Object(combine(deletion, change, inner))
            }
            (Some(Value::Array(deletion)), Value::Array(change)) if strategy.merge_key.is_some() => {
                Value::Array(combine_items(deletion, change, strategy.merge_key.unwrap_or_default(), inner))
            }
            (_, change) => change,
        };
        merged.insert(name, together);
    }
    merged
}

fn combine_items(
    deletions: Vec<Value>,
    changes: Vec<Value>,
    key: &str,
    table: Option<&'static Struct>,
) -> Vec<Value> {
    let mut merged = deletions;
    for change in changes {
        let at = merged.iter().position(|item| item.get(key) == change.get(key));
        match (at, &change) {
            (Some(at), Value::Object(members)) => {
                let held = merged[at].as_object().cloned().unwrap_or_default();
                merged[at] = Value::Object(combine(held, members.clone(), table));
            }
            _ => merged.push(change),
        }
    }
    merged
}
