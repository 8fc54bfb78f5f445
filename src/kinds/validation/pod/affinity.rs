//! Node selectors and affinity: `validateAffinity` and what it calls in core's validation.go, v1.36.

use std::collections::BTreeSet;

use super::super::at::At;
use super::super::errors::{Errors, quote};
use super::super::{selector, text};

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

pub(super) fn check(affinity: &At<'_>, errors: &mut Errors) {
    let node = affinity.child("nodeAffinity");
    if node.has(REQUIRED) {
        node_selector(&node.child(REQUIRED), errors);
    }
    for term in node.child(PREFERRED).items() {
        weight(&term, errors);
        node_term(&term.child("preference"), true, errors);
    }
    for name in ["podAffinity", "podAntiAffinity"] {
        let rules = affinity.child(name);
        rules.child(REQUIRED).items().for_each(|term| pod_term(&term, errors));
        for term in rules.child(PREFERRED).items() {
            weight(&term, errors);
            pod_term(&term.child("podAffinityTerm"), errors);
        }
    }
}

fn weight(term: &At<'_>, errors: &mut Errors) {
    let at = term.child("weight");
    if !(1..=100).contains(&at.number()) {
        errors.invalid_as(&at.path, &at.number().to_string(), "must be in the range 1-100");
    }
}

/// ValidateNodeSelector.
pub(in super::super) fn node_selector(at: &At<'_>, errors: &mut Errors) {
    let terms = at.child("nodeSelectorTerms");
    if terms.len() == 0 {
        return errors.required(&terms.path, "must have at least one node selector term");
    }
    terms.items().for_each(|term| node_term(&term, false, errors));
}

fn node_term(term: &At<'_>, any_value: bool, errors: &mut Errors) {
    term.child("matchExpressions").items().for_each(|one| node_requirement(&one, any_value, errors));
    term.child("matchFields").items().for_each(|one| field_requirement(&one, errors));
}

fn bad_operator(at: &At<'_>, errors: &mut Errors) {
    let shown = quote(at.text_of("operator"));
    errors.invalid_as(at.path_to("operator"), &shown, "not a valid selector operator");
}

fn node_requirement(at: &At<'_>, any_value: bool, errors: &mut Errors) {
    let values = at.child("values");
    match at.text_of("operator") {
        "In" | "NotIn" => {
            if values.len() == 0 {
                errors.required(&values.path, "must be specified when `operator` is 'In' or 'NotIn'");
            }
        }
        "Exists" | "DoesNotExist" => {
            if values.len() > 0 {
                errors.forbidden(
                    &values.path,
                    "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
                );
            }
        }
        "Gt" | "Lt" => {
            if values.len() != 1 {
                errors
                    .required(&values.path, "must be specified single value when `operator` is 'Lt' or 'Gt'");
            }
        }
        _ => bad_operator(at, errors),
    }
    let key = at.child("key");
    errors.complain(&key, text::qualified(key.text()));
    if !any_value {
        values.items().for_each(|value| errors.complain(&value, text::label_value(value.text())));
    }
}

fn field_requirement(at: &At<'_>, errors: &mut Errors) {
    let (key, values) = (at.child("key"), at.child("values"));
    match at.text_of("operator") {
        "In" | "NotIn" => {
            if values.len() != 1 {
                let why = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
                errors.required(&values.path, why);
            }
        }
        _ => bad_operator(at, errors),
    }
    if key.text() != "metadata.name" {
        return errors.invalid_as(&key.path, &quote(key.text()), "not a valid field selector key");
    }
    values.items().for_each(|value| errors.complain(&value, text::subdomain(value.text())));
}

/// validatePodAffinityTerm.
fn pod_term(at: &At<'_>, errors: &mut Errors) {
    selector::check(&at.child("labelSelector"), errors);
    selector::check(&at.child("namespaceSelector"), errors);
    for name in at.child("namespaces").texts() {
        errors.complain_of(at.path_to("namespace"), name, text::label(name));
    }
    label_keys(at, errors);
    let topology = at.child("topologyKey");
    if topology.text().is_empty() {
        errors.required(&topology.path, "can not be empty");
    }
    errors.complain(&topology, text::qualified(topology.text()));
}

/// validateMatchLabelKeysAndMismatchLabelKeys; the keys have been merged into the selector before.
fn label_keys(at: &At<'_>, errors: &mut Errors) {
    let selector = at.child("labelSelector");
    for name in ["matchLabelKeys", "mismatchLabelKeys"] {
        let keys = at.child(name);
        if keys.len() > 0 && !selector.is_set() {
            errors.forbidden(&keys.path, "must not be specified when labelSelector is not set");
        } else {
            keys.items().for_each(|key| errors.complain(&key, text::qualified(key.text())));
        }
    }
    let keys: Vec<&str> = at.child("matchLabelKeys").texts().collect();
    twice(&keys, &selector, &at.path, errors);
    let other: Vec<&str> = at.child("mismatchLabelKeys").texts().collect();
    for key in at.child("matchLabelKeys").items().filter(|key| other.contains(&key.text())) {
        errors.invalid(&key, "exists in both matchLabelKeys and mismatchLabelKeys");
    }
}

/// A key that the selector names besides the requirement that was merged in.
pub(super) fn twice(keys: &[&str], selector: &At<'_>, path: &str, errors: &mut Errors) {
    let mut named: BTreeSet<&str> = selector.child("matchLabels").entries().map(|(key, _)| key).collect();
    for one in selector.child("matchExpressions").items() {
        let key = one.text_of("key");
        let position = keys.iter().rposition(|listed| *listed == key);
        if let Some(position) = position.filter(|_| named.contains(key)) {
            let why = "exists in both matchLabelKeys and labelSelector";
            errors.invalid_as(format!("{path}[{position}]"), &quote(key), why);
        }
        named.insert(key);
    }
}
