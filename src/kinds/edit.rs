//! Small edits of an object as the API prints it, for defaulting and strategies.
//!
//! Go tells a missing pointer from a zero value; in JSON the first is an absent (or null) member, and
//! the second one that reads as `""` or `0`. The two sorts of default keep that difference.

use serde_json::{Map, Value};

use super::quantity::Quantity;

/// A member that is there and not null.
pub fn child<'a>(value: &'a mut Value, name: &str) -> Option<&'a mut Value> {
    value.get_mut(name).filter(|member| !member.is_null())
}

/// A member that is an object, made if it is not there.
pub fn ensure<'a>(value: &'a mut Value, name: &str) -> &'a mut Value {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    let member = &mut value[name];
    if !member.is_object() {
        *member = Value::Object(Map::new());
    }
    member
}

/// The items of a list member.
pub fn each<'a>(value: &'a mut Value, name: &str) -> impl Iterator<Item = &'a mut Value> {
    value.get_mut(name).and_then(Value::as_array_mut).into_iter().flatten()
}

/// Sets what is not there: a pointer's default.
pub fn or_set(value: &mut Value, name: &str, default: impl Into<Value>) {
    if value.is_object() && value[name].is_null() {
        value[name] = default.into();
    }
}

/// Sets what is not there or empty: a string's default.
pub fn or_text(value: &mut Value, name: &str, default: &str) {
    if value.is_object() && (value[name].is_null() || value[name] == "") {
        value[name] = Value::from(default);
    }
}

/// Sets what is not there or zero: a number's default.
pub fn or_number(value: &mut Value, name: &str, default: i64) {
    if value.is_object() && (value[name].is_null() || value[name] == 0) {
        value[name] = Value::from(default);
    }
}

/// Takes a member away.
pub fn remove(value: &mut Value, name: &str) -> Option<Value> {
    value.as_object_mut()?.remove(name)
}

/// The text of a member, or nothing.
pub fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Whether a member is absent, null, or an empty text, list or mapping.
pub fn is_empty(value: &Value, name: &str) -> bool {
    match value.get(name) {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(members)) => members.is_empty(),
        Some(_) => false,
    }
}

/// A quantity as text or number; nothing if it cannot be read.
pub fn quantity(value: &Value) -> Option<Quantity> {
    match value {
        Value::String(text) => Quantity::parse(text.trim()).ok(),
        Value::Number(number) => Quantity::parse(&number.to_string()).ok(),
        _ => None,
    }
}
