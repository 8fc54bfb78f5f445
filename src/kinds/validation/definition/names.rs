//! Names of a custom kind: ValidateCustomResourceDefinitionNames of apiextensions-apiserver
//! pkg/apis/apiextensions/validation/validation.go, v1.36.

use super::joined;
use crate::kinds::validation::at::At;
use crate::kinds::validation::errors::Errors;
use crate::kinds::validation::text;

/// The names that are wanted.
pub fn required(names: &At<'_>, errors: &mut Errors) {
    for name in ["plural", "singular", "kind", "listKind"] {
        errors.require(&names.child(name));
    }
    shapes(names, errors);
}

/// The names that are accepted.
pub fn accepted(status: &At<'_>, errors: &mut Errors) {
    shapes(&status.child("acceptedNames"), errors);
}

fn shapes(names: &At<'_>, errors: &mut Errors) {
    for name in ["plural", "singular"] {
        let at = names.child(name);
        if !at.text().is_empty() {
            joined(&at, text::dns_1035(at.text()), errors);
        }
    }
    for name in ["kind", "listKind"] {
        let at = names.child(name);
        let complaints = text::dns_1035(&at.text().to_lowercase());
        if !at.text().is_empty() && !complaints.is_empty() {
            let why = format!("may have mixed case, but should otherwise match: {}", complaints.join(","));
            errors.invalid(&at, &why);
        }
    }
    for short in names.child("shortNames").items() {
        joined(&short, text::dns_1035(short.text()), errors);
    }
    if !names.text_of("kind").is_empty() && names.text_of("kind") == names.text_of("listKind") {
        errors.invalid(&names.child("listKind"), "kind and listKind may not be the same");
    }
    for category in names.child("categories").items() {
        joined(&category, text::dns_1035(category.text()), errors);
    }
}
