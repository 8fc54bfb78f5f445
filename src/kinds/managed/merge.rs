//! The values: what is applied laid over what is live, and fields taken out.

use serde_json::{Map, Value};

use super::fields::{Fields, item_name};
use super::topology::{self, Shape};
use crate::kinds::registry::Kind;
use crate::kinds::schema::{Struct, Type};

/// `config` over `live`.
pub fn merge(kind: Kind, live: &Value, config: &Value) -> Value {
    members(Some(kind.info().table), live, config)
}

fn members(table: Option<&'static Struct>, live: &Value, config: &Value) -> Value {
    let mut merged = live.as_object().cloned().unwrap_or_default();
    for (name, value) in config.as_object().into_iter().flatten() {
        let held = merged.get(name).cloned().unwrap_or_default();
        let field = table.and_then(|table| table.field(name).map(|field| (table, (field.ty)())));
        let together = match field {
            Some((table, ty)) => one(topology::of(table, name, ty), ty, &held, value),
            None if value.is_object() && held.is_object() => members(None, &held, value),
            None => value.clone(),
        };
        merged.insert(name.clone(), together);
    }
    Value::Object(merged)
}

fn one(shape: Shape, ty: Type, live: &Value, config: &Value) -> Value {
    match (shape, ty) {
        (Shape::Granular, Type::Struct(table)) => members(Some(table), live, config),
        (Shape::Granular, _) => members(None, live, config),
        (Shape::Keyed(keys), Type::List(item)) => {
            let mut merged = live.as_array().cloned().unwrap_or_default();
            let table = match item() {
                Type::Struct(table) => Some(table),
                _ => None,
            };
            for value in config.as_array().into_iter().flatten() {
                let name = item_name(value, keys);
                match merged.iter_mut().find(|held| item_name(held, keys) == name) {
                    Some(held) => *held = members(table, held, value),
                    None => merged.push(value.clone()),
                }
            }
            Value::Array(merged)
        }
        (Shape::Set, _) => {
            let mut merged = live.as_array().cloned().unwrap_or_default();
            for value in config.as_array().into_iter().flatten() {
                if !merged.contains(value) {
                    merged.push(value.clone());
                }
            }
            Value::Array(merged)
        }
        _ => config.clone(),
    }
}

/// Takes fields out of an object.
pub fn remove(kind: Kind, object: &mut Value, fields: &Fields) {
    remove_members(Some(kind.info().table), object, fields);
}

fn remove_members(table: Option<&'static Struct>, value: &mut Value, fields: &Fields) {
    let Some(object) = value.as_object_mut() else { return };
    for (name, inner) in &fields.0 {
        let Some(field) = name.strip_prefix("f:") else { continue };
        if inner.is_empty() {
            object.remove(field);
            continue;
        }
        let Some(held) = object.get_mut(field) else { continue };
        let known = table.and_then(|table| table.field(field).map(|row| (table, (row.ty)())));
        match known {
            Some((table, ty)) => remove_inside(topology::of(table, field, ty), ty, held, inner),
            None => remove_members(None, held, inner),
        }
        if held.as_object().is_some_and(Map::is_empty) || held.as_array().is_some_and(Vec::is_empty) {
            object.remove(field);
        }
    }
}

fn remove_inside(shape: Shape, ty: Type, value: &mut Value, fields: &Fields) {
    match (shape, ty, &mut *value) {
        (Shape::Keyed(keys), Type::List(item), Value::Array(items)) => {
            items.retain(|held| {
                fields.0.get(&item_name(held, keys)).is_none_or(|gone| !gone.0.contains_key("."))
            });
            let table = match item() {
                Type::Struct(table) => Some(table),
                _ => None,
            };
            for held in items {
                if let Some(inner) = fields.0.get(&item_name(held, keys)) {
                    remove_members(table, held, inner);
                }
            }
        }
        (Shape::Set, _, Value::Array(items)) => {
            items.retain(|held| !fields.0.contains_key(&format!("v:{held}")));
        }
        (_, Type::Struct(table), _) => remove_members(Some(table), value, fields),
        _ => remove_members(None, value, fields),
    }
}
