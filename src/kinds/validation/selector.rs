//! Label selectors: apimachinery pkg/apis/meta/v1/validation and `LabelSelectorAsSelector`, v1.36.

use serde_json::Value;

use super::at::At;
use super::errors::Errors;
use super::{meta, text};

const OPERATORS: [&str; 4] = ["In", "NotIn", "Exists", "DoesNotExist"];

/// ValidateLabelSelector.
pub fn check(at: &At<'_>, errors: &mut Errors) {
    check_with(at, false, errors);
}

/// The same, letting values pass that were there before.
pub fn check_with(at: &At<'_>, any_value: bool, errors: &mut Errors) {
    meta::labels(&at.child("matchLabels"), errors);
    for one in at.child("matchExpressions").items() {
        requirement(&one, any_value, errors);
    }
}

fn requirement(at: &At<'_>, any_value: bool, errors: &mut Errors) {
    let values = at.child("values");
    match at.text_of("operator") {
        "In" | "NotIn" if values.len() == 0 => {
            errors.required(&values.path, "must be specified when `operator` is 'In' or 'NotIn'");
        }
        "Exists" | "DoesNotExist" if values.len() > 0 => {
            errors.forbidden(
                &values.path,
                "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
            );
        }
        operator if OPERATORS.contains(&operator) => {}
        operator => {
            let path = at.path_to("operator");
            errors.invalid_as(path, &super::errors::quote(operator), "not a valid selector operator");
        }
    }
    let key = at.child("key");
    errors.complain(&key, text::qualified(key.text()));
    if !any_value {
        values.items().for_each(|value| errors.complain(&value, text::label_value(value.text())));
    }
}

pub fn is_empty(selector: &Value) -> bool {
    let none = |name: &str| crate::kinds::edit::is_empty(selector, name);
    none("matchLabels") && none("matchExpressions")
}

/// Whether it can be made into a selector at all; none and an empty one can.
pub fn is_sound(selector: &Value) -> bool {
    let at = At::root(selector);
    let labels = at.child("matchLabels");
    let fine =
        |key: &str, value: &str| text::qualified(key).is_empty() && text::label_value(value).is_empty();
    let labels_fine = labels.entries().all(|(key, value)| fine(key, value.text()));
    labels_fine && at.child("matchExpressions").items().all(|one| is_sound_requirement(&one))
}

fn is_sound_requirement(at: &At<'_>) -> bool {
    let values = at.child("values");
    let counted = match at.text_of("operator") {
        "In" | "NotIn" => values.len() > 0,
        "Exists" | "DoesNotExist" => values.len() == 0,
        _ => false,
    };
    counted
        && text::qualified(at.text_of("key")).is_empty()
        && values.texts().all(|one| text::label_value(one).is_empty())
}

/// Whether labels are selected. Nothing is by none, everything by an empty one.
pub fn matches(selector: &Value, labels: &Value) -> bool {
    if selector.is_null() {
        return false;
    }
    let at = At::root(selector);
    let label = |key: &str| labels.get(key).and_then(Value::as_str);
    let same = at.child("matchLabels").entries().all(|(key, value)| label(key) == Some(value.text()));
    same && at.child("matchExpressions").items().all(|one| {
        let (held, values) = (label(one.text_of("key")), one.child("values"));
        let listed = held.is_some_and(|held| values.texts().any(|value| value == held));
        match one.text_of("operator") {
            "In" => listed,
            "NotIn" => !listed,
            "Exists" => held.is_some(),
            "DoesNotExist" => held.is_none(),
            _ => false,
        }
    })
}
