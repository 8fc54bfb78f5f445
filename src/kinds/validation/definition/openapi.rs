//! Schemas of custom kinds: ValidateCustomResourceDefinitionOpenAPISchema and specStandardValidatorV3 of
//! apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go, v1.36.

use serde_json::Value;

use super::rules;
use crate::kinds::schema::MAX_DEPTH;
use crate::kinds::validation::at::At;
use crate::kinds::validation::errors::{Errors, json};

const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];
const META: [&str; 3] = ["metadata", "kind", "apiVersion"];

/// Fields no schema may have, and what is said of them.
const UNSUPPORTED: [(&str, &str); 6] = [
    ("id", "id is not supported"),
    ("additionalItems", "additionalItems is not supported"),
    ("patternProperties", "patternProperties is not supported"),
    ("definitions", "definitions is not supported"),
    ("dependencies", "dependencies is not supported"),
    ("$ref", "$ref is not supported"),
];

/// Where in the whole a schema stands.
#[derive(Clone, Default)]
struct Place {
    root: bool,
    in_meta: bool,
    /// Why defaults are not allowed here.
    no_defaults: Option<String>,
    depth: usize,
}

pub fn check(schema: &At<'_>, errors: &mut Errors) {
    walk(schema, &Place { root: true, ..Place::default() }, errors);
}

/// Whether a schema holds what cannot be turned into a structural one, so that only this file speaks of it.
pub fn has_unsupported(schema: &Value) -> bool {
    within(schema, 0)
}

fn within(schema: &Value, depth: usize) -> bool {
    if depth > MAX_DEPTH {
        return true;
    }
    let held = UNSUPPORTED.iter().any(|(name, _)| schema.get(name).is_some_and(|value| !value.is_null()));
    let odd = schema["items"].is_array() || schema["x-kubernetes-preserve-unknown-fields"] == false;
    held || odd || parts(schema).any(|part| within(part, depth + 1))
}

/// The schemas within a schema.
fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    let named = schema["properties"].as_object().into_iter().flatten().map(|(_, part)| part);
    let listed = ["allOf", "anyOf", "oneOf"]
        .into_iter()
        .flat_map(|name| schema[name].as_array().into_iter().flatten());
    let single = ["items", "additionalProperties", "not"].into_iter().map(|name| &schema[name]);
    named.chain(listed).chain(single.filter(|part| part.is_object()))
}

fn walk(schema: &At<'_>, place: &Place, errors: &mut Errors) {
    if place.depth > MAX_DEPTH || !schema.value.is_object() {
        return;
    }
    standard(schema, place, errors);
    if schema.child("uniqueItems").is_true() {
        let why = "uniqueItems cannot be set to true since the runtime complexity becomes quadratic";
        errors.forbidden(schema.path_to("uniqueItems"), why);
    }
    members(schema, place, errors);
    let inner = Place { root: false, depth: place.depth + 1, ..place.clone() };
    walk(&schema.child("not"), &inner, errors);
    for name in ["allOf", "oneOf", "anyOf"] {
        schema.child(name).items().for_each(|one| walk(&one, &inner, errors));
    }
    walk(&schema.child("items"), &inner, errors);
    lists(schema, errors);
    rules::check(schema, errors);
}

fn members(schema: &At<'_>, place: &Place, errors: &mut Errors) {
    let inner = Place { root: false, depth: place.depth + 1, ..place.clone() };
    let (others, properties) = (schema.child("additionalProperties"), schema.child("properties"));
    if others.is_set() {
        if properties.len() > 0 && !others.is_true() {
            errors.forbidden(&others.path, "additionalProperties and properties are mutual exclusive");
        }
        let mut place = inner.clone();
        if place.in_meta {
            place.no_defaults = Some("inside additionalProperties applying to object metadata".into());
        }
        walk(&others, &place, errors);
    }
    let resource = place.root || schema.child("x-kubernetes-embedded-resource").is_true();
    for (name, property) in properties.entries() {
        let mut inner = inner.clone();
        if resource && META.contains(&name) {
            inner.in_meta = true;
            if place.root {
                inner.no_defaults = Some(format!("in top-level {name}"));
            }
        }
        walk(&property, &inner, errors);
    }
}

/// What OpenAPI knows and Kubernetes does not take.
fn standard(schema: &At<'_>, place: &Place, errors: &mut Errors) {
    let ty = schema.child("type");
    if !ty.text().is_empty() {
        errors.one_of(&ty, &TYPES);
    }
    if let Some(why) = place.no_defaults.as_ref().filter(|_| schema.has("default")) {
        errors.forbidden(schema.path_to("default"), &format!("must not be set {why}"));
    }
    for (name, why) in UNSUPPORTED {
        if schema.has(name) {
            errors.forbidden(schema.path_to(name), why);
        }
    }
    if ty.text() == "null" {
        errors.forbidden(&ty.path, "type cannot be set to null, use nullable as an alternative");
    }
    if schema.child("items").value.is_array() {
        errors.forbidden(schema.path_to("items"), "items must be a schema object and not an array");
    }
    if place.in_meta && schema.child("x-kubernetes-embedded-resource").is_true() {
        let why = "must not be used inside of resource meta";
        errors.forbidden(schema.path_to("x-kubernetes-embedded-resource"), why);
    }
}

/// A type that an extension needs.
fn must_be(schema: &At<'_>, wanted: &str, why: &str, errors: &mut Errors) -> bool {
    let ty = schema.child("type");
    match ty.text() {
        text if text == wanted => return true,
        "" => errors.required(schema.path_to("type"), why),
        _ => errors.invalid(&ty, why),
    }
    false
}

/// x-kubernetes-preserve-unknown-fields, -map-type, -list-type and -list-map-keys.
fn lists(schema: &At<'_>, errors: &mut Errors) {
    let open = schema.child("x-kubernetes-preserve-unknown-fields");
    if open.is_false() {
        errors.invalid(&open, "must be true or undefined");
    }
    let map = schema.child("x-kubernetes-map-type");
    if map.is_set() {
        must_be(schema, "object", "must be object if x-kubernetes-map-type is specified", errors);
    }
    errors.one_of(&map, &["atomic", "granular"]);
    let (list, items) = (schema.child("x-kubernetes-list-type"), schema.child("items"));
    if list.is_set() {
        let fits = must_be(schema, "array", "must be array if x-kubernetes-list-type is specified", errors);
        if fits && list.text() == "set" {
            set_items(&items, errors);
        }
    }
    errors.one_of(&list, &["atomic", "set", "map"]);
    let keys = schema.child("x-kubernetes-list-map-keys");
    if keys.len() > 0 && list.text() != "map" {
        let why = "must be map if x-kubernetes-list-map-keys is non-empty";
        match list.is_set() {
            true => errors.invalid(&list, why),
            false => errors.required(&list.path, why),
        }
    }
    if list.text() == "map" {
        map_list(&keys, &items, errors);
    }
    unambiguous(&list, &keys, &items, errors);
}

fn set_items(items: &At<'_>, errors: &mut Errors) {
    let why = "must be atomic as item of a list with x-kubernetes-list-type=set";
    let shown = json(items.child("x-kubernetes-list-type").value);
    match items.text_of("type") {
        "array" if !matches!(items.text_of("x-kubernetes-list-type"), "" | "atomic") => {
            errors.invalid(&items.child("x-kubernetes-list-type"), why);
        }
        "object" if items.text_of("x-kubernetes-map-type") != "atomic" => {
            errors.invalid_as(items.path_to("x-kubernetes-map-type"), &shown, why);
        }
        _ => {}
    }
}

fn map_list(keys: &At<'_>, items: &At<'_>, errors: &mut Errors) {
    if keys.len() == 0 {
        errors.required(&keys.path, "must not be empty if x-kubernetes-list-type is map");
    }
    if !items.is_set() {
        return errors.required(&items.path, "must have a schema if x-kubernetes-list-type is map");
    }
    let ty = items.child("type");
    if ty.text() != "object" {
        let why = "must be object if parent array's x-kubernetes-list-type is map";
        return errors.invalid_as(&ty.path, &format!("{:?}", ty.text()), why);
    }
    let mut seen: Vec<&str> = Vec::new();
    for key in keys.texts() {
        let property = items.child("properties").key(key);
        if !property.is_set() {
            errors.invalid(keys, "entries must all be names of item properties");
        } else if matches!(property.text_of("type"), "array" | "object") {
            let why = "must be a scalar type if parent array's x-kubernetes-list-type is map";
            errors.invalid_as(property.path_to("type"), &format!("{:?}", ty.text()), why);
        }
        if seen.contains(&key) {
            errors.invalid(keys, "must not contain duplicate entries");
        }
        seen.push(key);
    }
}

/// Items and keys that tell items apart are always there.
fn unambiguous(list: &At<'_>, keys: &At<'_>, items: &At<'_>, errors: &mut Errors) {
    if !matches!(list.text(), "set" | "map") || !items.value.is_object() {
        return;
    }
    if items.child("nullable").is_true() {
        let why = format!("cannot be nullable when x-kubernetes-list-type is {}", list.text());
        errors.forbidden(items.path_to("nullable"), &why);
    }
    for key in keys.texts().filter(|_| list.text() == "map") {
        let property = items.child("properties").key(key);
        if !property.is_set() {
            continue;
        }
        let required = items.child("required").texts().any(|one| one == key);
        if !required && !property.has("default") {
            let why = "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property";
            errors.required(property.path_to("default"), why);
        }
        if property.child("nullable").is_true() {
            let why = "this property is in x-kubernetes-list-map-keys, so it cannot be nullable";
            errors.forbidden(property.path_to("nullable"), why);
        }
    }
}

/// Fields of a schema's root that are not lost on a status by itself, in Go's names.
const AT_ROOT: &str = "Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength \
                       Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example \
                       XPreserveUnknownFields XValidations";
/// The others, as they are written.
const NOT_AT_ROOT: [&str; 18] = [
    "id",
    "$schema",
    "$ref",
    "default",
    "enum",
    "maxProperties",
    "minProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "additionalProperties",
    "patternProperties",
    "nullable",
    "x-kubernetes-embedded-resource",
    "x-kubernetes-int-or-string",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
];

/// What the root of a schema may hold if the status is a subresource.
pub fn root_with_status(schema: &At<'_>, errors: &mut Errors) {
    let ty = schema.child("type");
    if !matches!(ty.text(), "" | "object") {
        let why = "only \"object\" is allowed as the type at the root of the schema if the status subresource is enabled";
        return errors.invalid(&ty, why);
    }
    let set = |name: &str| schema.value.get(name).is_some_and(|value| !value.is_null() && *value != false);
    if NOT_AT_ROOT.iter().any(|name| set(name)) {
        let why = format!(
            "only [{AT_ROOT}] fields are allowed at the root of the schema if the status subresource is enabled"
        );
        errors.invalid(schema, &why);
    }
}
