//! Structural schemas: apiextensions-apiserver pkg/apiserver/schema/{validation,complete}.go and
//! schema/defaulting/validation.go, v1.36.
//!
//! Every field has its type outside of `allOf`, `anyOf`, `oneOf` and `not`; those only say more of values. Left out:
//! whether a pattern is one that Go reads, and defaults inside of `metadata`.

use serde_json::{Value, json};

use crate::kinds::custom;
use crate::kinds::schema::MAX_DEPTH;
use crate::kinds::validation::at::At;
use crate::kinds::validation::errors::Errors;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Root,
    Item,
    Field,
}

const JUNCTORS: [&str; 3] = ["anyOf", "allOf", "oneOf"];

/// The schema's own rules, sorted as upstream sorts them; defaults only if those are kept.
pub fn check(schema: &At<'_>, errors: &mut Errors) {
    let mut found = Errors::default();
    invariants(schema, Level::Root, 0, &mut found);
    complete(schema, schema, &schema.path, 0, &mut found);
    found.0.sort_by_key(|error| error.line());
    if found.0.is_empty() {
        defaults(schema, true, 0, &mut found);
    }
    errors.0.append(&mut found.0);
}

fn invariants(s: &At<'_>, level: Level, depth: usize, errors: &mut Errors) {
    if depth > MAX_DEPTH || !s.value.is_object() {
        return;
    }
    let (items, others) = (s.child("items"), s.child("additionalProperties"));
    if s.text_of("type") == "array" && !items.is_set() {
        errors.required(&items.path, "must be specified");
    }
    invariants(&items, Level::Item, depth + 1, errors);
    for (_, property) in s.child("properties").entries() {
        invariants(&property, Level::Field, depth + 1, errors);
    }
    if others.is_set() && level == Level::Root {
        errors.forbidden(&others.path, "must not be used at the root");
    }
    invariants(&others, Level::Field, depth + 1, errors);
    extensions(s, errors);
    let skip = [is_int_or_string(&s.value["anyOf"]), is_int_or_string(&s.value["allOf"][0]["anyOf"])];
    junctors(s, skip, depth, errors);
    types(s, level, errors);
    header(s, level, errors);
}

/// `anyOf` an integer and a string, which `x-kubernetes-int-or-string` goes with.
fn is_int_or_string(any: &Value) -> bool {
    *any == json!([{"type": "integer"}, {"type": "string"}])
}

fn extensions(s: &At<'_>, errors: &mut Errors) {
    if !s.child("x-kubernetes-int-or-string").is_true() {
        return;
    }
    for name in ["x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource"] {
        let at = s.child(name);
        if at.is_true() {
            errors.invalid(&at, "must be false if x-kubernetes-int-or-string is true");
        }
    }
}

fn types(s: &At<'_>, level: Level, errors: &mut Errors) {
    let (ty, embedded) = (s.child("type"), s.child("x-kubernetes-embedded-resource").is_true());
    let open = s.child("x-kubernetes-preserve-unknown-fields").is_true();
    if embedded && ty.text() != "object" {
        let why = "must be object if x-kubernetes-embedded-resource is true";
        match ty.text() {
            "" => errors.required(&ty.path, why),
            _ => errors.invalid(&ty, why),
        }
    } else if ty.text().is_empty() && !open && !s.child("x-kubernetes-int-or-string").is_true() {
        let why = match level {
            Level::Root => "must not be empty at the root",
            Level::Item => "must not be empty for specified array items",
            Level::Field => "must not be empty for specified object fields",
        };
        errors.required(&ty.path, why);
    }
    let others = s.child("additionalProperties");
    if embedded && others.is_set() {
        errors.forbidden(&others.path, "must not be used if x-kubernetes-embedded-resource is set");
    }
    if level == Level::Root && !matches!(ty.text(), "" | "object") {
        errors.invalid(&ty, "must be object at the root");
    }
    let properties = s.child("properties");
    if embedded && !open && properties.len() == 0 {
        let why = "must not be empty if x-kubernetes-embedded-resource is true without \
                   x-kubernetes-preserve-unknown-fields";
        errors.required(&properties.path, why);
    }
}

/// `kind`, `apiVersion` and `metadata` of whole objects.
fn header(s: &At<'_>, level: Level, errors: &mut Errors) {
    let whole = level == Level::Root || s.child("x-kubernetes-embedded-resource").is_true();
    let property = |name: &str| s.child("properties").key(name);
    for name in ["kind", "apiVersion"] {
        let at = property(name);
        if whole && at.is_set() && at.text_of("type") != "string" {
            errors.invalid_as(at.path_to("type"), &format!("{:?}", at.text_of("type")), "must be string");
        }
    }
    let meta = property("metadata");
    if !meta.is_set() {
        return;
    }
    if whole && meta.text_of("type") != "object" {
        errors.invalid_as(meta.path_to("type"), &format!("{:?}", meta.text_of("type")), "must be object");
    }
    let named = meta.child("properties").entries().all(|(name, _)| matches!(name, "name" | "generateName"));
    let more = meta.entries().any(|(name, _)| !matches!(name, "type" | "default" | "properties"));
    if level == Level::Root && (!named || more) {
        let why = "must not specify anything other than name and generateName, but metadata is implicitly specified";
        errors.forbidden(&meta.path, why);
    }
}

/// The alternatives of a schema; `skip` leaves out `anyOf`, and that of the first of `allOf`.
fn junctors(s: &At<'_>, skip: [bool; 2], depth: usize, errors: &mut Errors) {
    for name in JUNCTORS {
        for (at, one) in s.child(name).items().enumerate() {
            let first = name == "allOf" && at == 0 && skip[1];
            if name != "anyOf" || !skip[0] {
                nested(&one, first, depth + 1, errors);
            }
        }
    }
    nested(&s.child("not"), false, depth + 1, errors);
}

/// What stands under an alternative says nothing of structure.
fn nested(v: &At<'_>, skip_any_of: bool, depth: usize, errors: &mut Errors) {
    if depth > MAX_DEPTH || !v.value.is_object() {
        return;
    }
    junctors(v, [skip_any_of, false], depth, errors);
    nested(&v.child("items"), false, depth + 1, errors);
    for (_, property) in v.child("properties").entries() {
        nested(&property, false, depth + 1, errors);
    }
    for (name, why) in STRUCTURE {
        if v.value.get(name).is_some_and(says_something) {
            errors.forbidden(v.path_to(name), why);
        }
    }
    let meta = v.child("properties").key("metadata");
    if meta.is_set() {
        errors.forbidden(&meta.path, "must not be specified in a nested context");
    }
}

const STRUCTURE: [(&str, &str); 13] = [
    ("type", "must be empty to be structural"),
    ("additionalProperties", "must be undefined to be structural"),
    ("default", "must be undefined to be structural"),
    ("title", "must be empty to be structural"),
    ("description", "must be empty to be structural"),
    ("nullable", "must be false to be structural"),
    ("x-kubernetes-preserve-unknown-fields", "must be false to be structural"),
    ("x-kubernetes-embedded-resource", "must be false to be structural"),
    ("x-kubernetes-int-or-string", "must be false to be structural"),
    ("x-kubernetes-list-map-keys", "must be empty to be structural"),
    ("x-kubernetes-list-type", "must be undefined to be structural"),
    ("x-kubernetes-map-type", "must be undefined to be structural"),
    ("x-kubernetes-validations", "must be empty to be structural"),
];

fn says_something(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Bool(false)) && *value != json!("") && *value != json!([])
}

/// Fields that an alternative speaks of are there outside of it too.
fn complete(v: &At<'_>, s: &At<'_>, path: &str, depth: usize, errors: &mut Errors) {
    if depth > MAX_DEPTH {
        return;
    }
    let alternatives = JUNCTORS.into_iter().flat_map(|name| v.child(name).items());
    for one in std::iter::once(v.child("not")).chain(alternatives) {
        complete_nested(&one, s, path, depth + 1, errors);
    }
}

fn complete_nested(v: &At<'_>, s: &At<'_>, path: &str, depth: usize, errors: &mut Errors) {
    if depth > MAX_DEPTH || !v.value.is_object() {
        return;
    }
    if !s.value.is_object() {
        return errors.required(path, &format!("because it is defined in {}", v.path));
    }
    complete(v, s, path, depth, errors);
    let items = s.child("items");
    complete_nested(&v.child("items"), &items, &items.path, depth + 1, errors);
    for (name, property) in v.child("properties").entries() {
        let own = s.child("properties").key(name);
        complete_nested(&property, &own, &own.path, depth + 1, errors);
    }
}

/// Every default is what its own schema takes.
fn defaults(s: &At<'_>, root: bool, depth: usize, errors: &mut Errors) {
    if depth > MAX_DEPTH || !s.value.is_object() {
        return;
    }
    let default = s.child("default");
    if default.is_set() {
        let mut pruned = default.value.clone();
        custom::prune_value(&mut pruned, s.value);
        if pruned != *default.value {
            errors.invalid(&default, "must not have unknown fields");
        }
        errors.0.extend(custom::validate_at(s.value, default.value, &default.path));
    }
    defaults(&s.child("items"), false, depth + 1, errors);
    for (name, property) in s.child("properties").entries() {
        if !root || !matches!(name, "metadata" | "kind" | "apiVersion") {
            defaults(&property, false, depth + 1, errors);
        }
    }
}
