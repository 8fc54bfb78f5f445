//! What a version has besides its schema: deprecation, subresources, columns and selectable fields, of
//! apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go, v1.36.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::kinds::validation::at::At;
use crate::kinds::validation::errors::{Errors, quote};

pub fn deprecation(version: &At<'_>, errors: &mut Errors) {
    let warning = version.child("deprecationWarning");
    if !warning.is_set() {
        return;
    }
    if !version.child("deprecated").is_true() {
        return errors.invalid(&warning, "can only be set for deprecated versions");
    }
    if warning.text().len() > 256 {
        errors.invalid(&warning, "must be <= 256 characters long");
    }
    if warning.text().is_empty() {
        errors.invalid(&warning, "must not be an empty string");
    }
    if let Some((at, _)) = warning.text().char_indices().find(|(_, c)| c.is_control()) {
        let why = format!(
            "must only contain printable UTF-8 characters; non-printable character found at index {at}"
        );
        errors.invalid(&warning, &why);
    }
}

pub fn subresources(at: &At<'_>, errors: &mut Errors) {
    let scale = at.child("scale");
    if !scale.is_set() {
        return;
    }
    for (name, root) in [("specReplicasPath", ".spec."), ("statusReplicasPath", ".status.")] {
        let path = scale.child(name);
        if errors.require(&path) && simple_path(&path, errors) && !path.text().starts_with(root) {
            let why = format!("should be a json path under {}", root.trim_end_matches('.'));
            errors.invalid(&path, &why);
        }
    }
    let selector = scale.child("labelSelectorPath");
    let under = |root: &str| selector.text().starts_with(root);
    if !selector.text().is_empty() && simple_path(&selector, errors) && !under(".spec.") && !under(".status.")
    {
        errors.invalid(&selector, "should be a json path under either .spec or .status");
    }
}

fn simple_path(at: &At<'_>, errors: &mut Errors) -> bool {
    let starts = at.text().starts_with('.');
    if !starts {
        errors.invalid(at, "must be a simple json path starting with .");
    }
    starts
}

const TYPES: [&str; 5] = ["boolean", "date", "integer", "number", "string"];
const FORMATS: [&str; 9] =
    ["byte", "date", "date-time", "double", "float", "int32", "int64", "name", "password"];

pub fn column(at: &At<'_>, errors: &mut Errors) {
    errors.require(&at.child("name"));
    let (ty, format) = (at.child("type"), at.child("format"));
    let known = format!("must be one of {}", TYPES.join(","));
    match ty.text() {
        "" => errors.required(&ty.path, &known),
        text if !TYPES.contains(&text) => errors.invalid(&ty, &known),
        _ => {}
    }
    if !format.text().is_empty() && !FORMATS.contains(&format.text()) {
        errors.invalid(&format, &format!("must be one of {}", FORMATS.join(",")));
    }
    let path = at.child_as("jsonPath", "JSONPath");
    if errors.require(&path) {
        simple_path(&path, errors);
    }
}

const MOST_SELECTABLE: usize = 8;

pub fn selectable(list: &At<'_>, schema: &At<'_>, errors: &mut Errors) {
    let mut seen = BTreeSet::new();
    for field in list.items() {
        let path = field.child("jsonPath");
        if !errors.require(&path) {
            continue;
        }
        let Some(found) = find(schema.child("openAPIV3Schema").value, path.text()) else {
            errors.invalid(&path, "is an invalid path: does not refer to a valid field");
            continue;
        };
        if path.text().starts_with(".metadata") {
            errors.invalid(&path, "must not point to fields in metadata");
        }
        if !matches!(found["type"].as_str(), Some("string" | "boolean" | "integer")) {
            let why = "must point to a field of type string, boolean or integer. Enum string fields and strings with \
                       formats are allowed.";
            errors.invalid(&path, why);
        }
        if !seen.insert(path.text()) {
            errors.duplicate(&path.path, &quote(path.text()));
        }
    }
    if seen.len() > MOST_SELECTABLE {
        errors.too_many(&list.path, seen.len(), MOST_SELECTABLE);
    }
}

/// The schema that a path of names leads to.
pub fn find<'a>(schema: &'a Value, path: &str) -> Option<&'a Value> {
    let names = path.strip_prefix('.')?.split('.');
    names.into_iter().try_fold(schema, |schema, name| schema["properties"].get(name))
}
