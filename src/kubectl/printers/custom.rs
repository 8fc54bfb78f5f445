//! Objects of added kinds: apiextensions-apiserver
//! pkg/registry/customresource/tableconvertor/tableconvertor.go, v1.36.

use serde_json::Value;

use super::{Column, column, name};
use crate::kinds::Time;
use crate::kinds::custom::{self, CustomKind};
use crate::kubectl::reach::show;
use crate::kubectl::{json_path, moment};

pub fn columns(kind: CustomKind) -> Vec<Column> {
    let own = kind.columns().iter().map(|own| Column { name: &own.name, wide: own.wide });
    std::iter::once(column("NAME")).chain(own).collect()
}

pub fn row(kind: CustomKind, object: &Value, now: Time) -> Vec<String> {
    let own = kind.columns().iter().map(|column| cell(column, object, now));
    std::iter::once(name(object)).chain(own).collect()
}

/// A value of another type than the column's is left out, as is one that is not there.
fn cell(column: &custom::Column, object: &Value, now: Time) -> String {
    let found = json_path::find(object, &column.path);
    let Some(first) = found.first() else { return String::new() };
    match column.ty.as_str() {
        "string" => found.iter().map(|one| text(one)).collect::<Vec<_>>().join(" "),
        "integer" => first.as_f64().map(|number| (number as i64).to_string()).unwrap_or_default(),
        "number" if first.is_number() => show(first),
        "boolean" if first.is_boolean() => show(first),
        "date" if first.is_string() && moment::stamp(first).is_none() => "<invalid>".into(),
        "date" if first.is_string() => moment::age(first, now),
        _ => String::new(),
    }
}

/// Mappings and lists as JSON.
fn text(value: &Value) -> String {
    if value.is_object() || value.is_array() { value.to_string() } else { show(value) }
}
