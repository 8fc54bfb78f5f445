//! A set of fields, as `fieldsV1` writes it: `f:` a member, `k:` an item by its keys, `v:` a value, `.` the item itself.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::topology::{self, Shape};
use crate::kinds::registry::Kind;
use crate::kinds::schema::{Struct, Type};

/// See the module's head. No members: the field as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(pub BTreeMap<String, Fields>);

/// What names an object or is the server's alone has no manager.
const UNMANAGED: &[&str] = &[
    "name",
    "namespace",
    "generateName",
    "uid",
    "resourceVersion",
    "generation",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "managedFields",
    "selfLink",
];

impl Fields {
    pub fn read(value: &Value) -> Fields {
        let members = value.as_object().into_iter().flatten();
        Fields(members.map(|(name, inner)| (name.clone(), Fields::read(inner))).collect())
    }

    pub fn to_value(&self) -> Value {
        let pairs = self.0.iter().map(|(name, inner)| (name.clone(), inner.to_value()));
        Value::Object(pairs.collect::<Map<_, _>>())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every field of an object that can have a manager.
    pub fn of(kind: Kind, object: &Value) -> Fields {
        Fields::changed(kind, None, object)
    }

    /// The fields of an object's status.
    pub fn of_status(kind: Kind, object: &Value) -> Fields {
        let status = members(kind.info().table, None, object).0.remove("f:status");
        Fields(
            status
                .filter(|inner| !inner.is_empty())
                .map(|inner| ("f:status".to_owned(), inner))
                .into_iter()
                .collect(),
        )
    }

    /// The fields of `new` whose values are not those of `old`.
    pub fn changed(kind: Kind, old: Option<&Value>, new: &Value) -> Fields {
        let mut set = members(kind.info().table, old, new);
        for name in ["f:apiVersion", "f:kind", "f:status"] {
            set.0.remove(name);
        }
        if let Some(meta) = set.0.get_mut("f:metadata") {
            for name in UNMANAGED {
                meta.0.remove(&format!("f:{name}"));
            }
            if meta.is_empty() {
                set.0.remove("f:metadata");
            }
        }
        set
    }

    pub fn union(&self, other: &Fields) -> Fields {
        let mut all = self.clone();
        for (name, inner) in &other.0 {
            let held = all.0.entry(name.clone()).or_default();
            *held = held.union(inner);
        }
        all
    }

    pub fn intersection(&self, other: &Fields) -> Fields {
        let common = |(name, inner): (&String, &Fields)| {
            let theirs = other.0.get(name)?;
            let both = inner.intersection(theirs);
            let whole = inner.is_empty() || theirs.is_empty();
            (whole || !both.is_empty()).then(|| (name.clone(), both))
        };
        Fields(self.0.iter().filter_map(common).collect())
    }

    pub fn minus(&self, other: &Fields) -> Fields {
        let left = |(name, inner): (&String, &Fields)| match other.0.get(name) {
            None => Some((name.clone(), inner.clone())),
            Some(theirs) if theirs.is_empty() || inner.is_empty() => None,
            Some(theirs) => {
                let rest = inner.minus(theirs);
                (!rest.is_empty()).then(|| (name.clone(), rest))
            }
        };
        Fields(self.0.iter().filter_map(left).collect())
    }

    /// Every leaf as a path: `.spec.template.spec.containers[name="web"].image`.
    pub fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        self.collect_paths(String::new(), &mut paths);
        paths
    }

    fn collect_paths(&self, path: String, paths: &mut Vec<String>) {
        for (name, inner) in &self.0 {
            let here = match name.split_once(':') {
                Some(("f", field)) => format!("{path}.{field}"),
                Some(("k", keys)) => format!("{path}[{}]", key_text(keys)),
                Some((_, value)) => format!("{path}[={value}]"),
                None => path.clone(),
            };
            if inner.is_empty() {
                paths.push(here);
            } else {
                inner.collect_paths(here, paths);
            }
        }
    }
}

fn key_text(keys: &str) -> String {
    let keys: Value = serde_json::from_str(keys).unwrap_or_default();
    let pairs = keys.as_object().into_iter().flatten().map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join(",")
}

/// The name of an item in a set: its keys as JSON, in order.
pub fn item_name(item: &Value, keys: &[&str]) -> String {
    let member = |key: &&str| {
        let value = item.get(*key).cloned();
        let value = value.or_else(|| topology::default_of(key).map(|text| json!(text)));
        Some(((*key).to_owned(), value?))
    };
    let members: Map<String, Value> = keys.iter().filter_map(member).collect();
    format!("k:{}", Value::Object(members))
}

fn members(table: &'static Struct, old: Option<&Value>, new: &Value) -> Fields {
    let mut set = Fields::default();
    for (name, value) in new.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
        let before = old.and_then(|old| old.get(name));
        if before == Some(value) {
            continue;
        }
        let inner = match table.field(name) {
            Some(field) => {
                let ty = (field.ty)();
                field_set(topology::of(table, name, ty), ty, before, value)
            }
            None => untyped(before, value),
        };
        set.0.insert(format!("f:{name}"), inner);
    }
    set
}

/// A field of a custom kind: mappings by their members, anything else as a whole.
fn untyped(old: Option<&Value>, new: &Value) -> Fields {
    let members = new.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    let changed = members.filter_map(|(name, value)| {
        let before = old.and_then(|old| old.get(name));
        (before != Some(value)).then(|| (format!("f:{name}"), untyped(before, value)))
    });
    Fields(changed.collect())
}

fn field_set(shape: Shape, ty: Type, old: Option<&Value>, new: &Value) -> Fields {
    match (shape, ty) {
        (Shape::Granular, Type::Struct(table)) => members(table, old, new),
        (Shape::Granular, Type::Map(_)) => {
            let pairs = new.as_object().into_iter().flatten();
            let changed = pairs.filter(|(name, value)| old.and_then(|old| old.get(name)) != Some(value));
            Fields(changed.map(|(name, _)| (format!("f:{name}"), Fields::default())).collect())
        }
        (Shape::Keyed(keys), Type::List(item)) => {
            let held = old.and_then(Value::as_array).cloned().unwrap_or_default();
            let mut set = Fields::default();
            for one in new.as_array().into_iter().flatten() {
                let name = item_name(one, keys);
                let before = held.iter().find(|held| item_name(held, keys) == name);
                if before == Some(one) {
                    continue;
                }
                let mut inner = match item() {
                    Type::Struct(table) => members(table, before, one),
                    _ => Fields::default(),
                };
                if before.is_none() {
                    inner.0.insert(".".into(), Fields::default());
                }
                set.0.insert(name, inner);
            }
            set
        }
        (Shape::Set, _) => {
            let held = old.and_then(Value::as_array).cloned().unwrap_or_default();
            let values = new.as_array().into_iter().flatten().filter(|value| !held.contains(value));
            Fields(values.map(|value| (format!("v:{value}"), Fields::default())).collect())
        }
        _ => Fields::default(),
    }
}
