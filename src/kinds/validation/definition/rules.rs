//! `x-kubernetes-validations`: what can be said of a rule without reading its CEL, of apiextensions-apiserver
//! pkg/apis/apiextensions/validation/validation.go, v1.36.

use super::parts;
use crate::kinds::validation::at::At;
use crate::kinds::validation::errors::Errors;

const REASONS: [&str; 4] =
    ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

pub fn check(schema: &At<'_>, errors: &mut Errors) {
    for one in schema.child("x-kubernetes-validations").items() {
        wording(&one, errors);
        let expression = one.child("messageExpression");
        if !expression.text().is_empty() && expression.text().trim().is_empty() {
            errors.required(&expression.path, "messageExpression must be non-empty if specified");
        }
        errors.one_of(&one.child("reason"), &REASONS);
        let path = one.child("fieldPath");
        if !path.text().is_empty() && path.text().trim().is_empty() {
            errors.invalid(&path, "fieldPath must be non-empty if specified");
        }
        if has_newlines(path.text()) {
            errors.invalid(&path, "fieldPath must not contain line breaks");
        }
        let simple = !path.text().contains(['[', '\'']);
        if !path.text().is_empty() && simple && parts::find(schema.value, path.text()).is_none() {
            errors.invalid(&path, "fieldPath must be a valid path");
        }
    }
}

fn wording(one: &At<'_>, errors: &mut Errors) {
    let (rule, message) = (one.child("rule"), one.child("message"));
    let (text, said) = (rule.text().trim(), message.text().trim());
    if text.is_empty() {
        errors.required(&rule.path, "rule is not specified");
    } else if !message.text().is_empty() && said.is_empty() {
        errors.invalid(&message, "message must be non-empty if specified");
    } else if has_newlines(said) {
        errors.invalid(&message, "message must not contain line breaks");
    } else if has_newlines(text) && said.is_empty() {
        errors.required(&message.path, "message must be specified if rule contains line breaks");
    }
}

fn has_newlines(text: &str) -> bool {
    text.contains(['\n', '\r'])
}
