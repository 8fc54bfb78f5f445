//! What extends the API: webhooks and admission policies: the main rules of
//! pkg/apis/admissionregistration/validation, v1.36.
//!
//! Left out: the expressions of match conditions and policies.

use std::collections::BTreeSet;

use serde_json::Value;

use super::at::At;
use super::errors::{Errors, quote};
use super::{selector, text};

pub(super) fn webhooks(object: &Value, mutating: bool, errors: &mut Errors) {
    let mut names = BTreeSet::new();
    for hook in At::root(object).child("webhooks").items() {
        webhook(&hook, mutating, errors);
        let name = hook.child("name");
        if !names.insert(name.text()) {
            errors.duplicate(&name.path, &quote(name.text()));
        }
    }
}

fn webhook(hook: &At<'_>, mutating: bool, errors: &mut Errors) {
    let name = hook.child("name");
    if errors.require(&name) {
        errors.complain(&name, text::fully_qualified(name.text()));
    }
    hook.child("rules").items().for_each(|one| rule(&one, errors));
    errors.one_of(&hook.child("failurePolicy"), &["Fail", "Ignore"]);
    errors.one_of(&hook.child("matchPolicy"), &["Equivalent", "Exact"]);
    let effects = hook.child("sideEffects");
    if effects.is_set() {
        errors.one_of(&effects, &["None", "NoneOnDryRun"]);
    } else {
        errors.required(&effects.path, "must specify one of None, NoneOnDryRun");
    }
    let timeout = hook.child("timeoutSeconds");
    if timeout.is_set() && !(1..=30).contains(&timeout.number()) {
        errors.invalid(&timeout, "the timeout value must be between 1 and 30 seconds");
    }
    for name in ["namespaceSelector", "objectSelector"] {
        selector::check(&hook.child(name), errors);
    }
    client(&hook.child("clientConfig"), errors);
    let versions = hook.child("admissionReviewVersions");
    if versions.len() == 0 {
        errors.required(&versions.path, "must specify one of v1, v1beta1");
    }
    if mutating {
        errors.one_of(&hook.child("reinvocationPolicy"), &["IfNeeded", "Never"]);
    }
}

pub(super) fn client(at: &At<'_>, errors: &mut Errors) {
    let (url, service) = (at.child("url"), at.child("service"));
    if url.is_set() == service.is_set() {
        errors.required(&at.path, "exactly one of url or service is required");
    }
    if url.is_set() && !url.text().starts_with("https://") {
        let scheme = url.text().split("://").next().unwrap_or_default();
        let why = format!(
            "'https' is the only allowed URL scheme; desired format: https://host[/path], not {scheme}"
        );
        errors.invalid(&url, &why);
    }
    if service.is_set() {
        for name in ["name", "namespace"] {
            if service.text_of(name).is_empty() {
                errors.required(service.path_to(name), &format!("service {name} is required"));
            }
        }
        let port = service.child("port");
        if port.is_set() && !text::port_number(port.number()).is_empty() {
            errors.invalid(&port, "port is not valid: must be between 1 and 65535, inclusive");
        }
    }
}

/// A rule about resources and operations.
fn rule(at: &At<'_>, errors: &mut Errors) {
    for name in ["apiGroups", "apiVersions", "resources"] {
        let list = at.child(name);
        if list.len() == 0 {
            errors.required(&list.path, "");
        }
        if list.len() > 1 && list.texts().any(|one| one == "*") && name != "resources" {
            errors.invalid(&list, "if '*' is present, must not specify other API groups");
        }
    }
    let operations = at.child("operations");
    if operations.len() == 0 {
        errors.required(&operations.path, "");
    }
    if operations.len() > 1 && operations.texts().any(|one| one == "*") {
        errors.invalid(&operations, "if '*' is present, must not specify other operations");
    }
    for operation in operations.items() {
        errors.one_of(&operation, &["*", "CONNECT", "CREATE", "DELETE", "UPDATE"]);
    }
    errors.one_of(&at.child("scope"), &["*", "Cluster", "Namespaced"]);
}

pub(super) fn policy(object: &Value, errors: &mut Errors) {
    let spec = At::root(object).child("spec");
    errors.one_of(&spec.child("failurePolicy"), &["Fail", "Ignore"]);
    let kind = spec.child("paramKind");
    if kind.is_set() {
        for name in ["apiVersion", "kind"] {
            errors.require(&kind.child(name));
        }
    }
    let constraints = spec.child("matchConstraints");
    match constraints.is_set() {
        true => matching(&constraints, errors),
        false => errors.required(&constraints.path, ""),
    }
    let (rules, notes) = (spec.child("validations"), spec.child("auditAnnotations"));
    if rules.len() == 0 && notes.len() == 0 {
        let why = "validations or auditAnnotations must contain at least one item";
        errors.required(&rules.path, why);
    }
    for rule in rules.items() {
        let expression = rule.child("expression");
        if expression.text().trim().is_empty() {
            errors.required(&expression.path, "expression is not specified");
        }
    }
}

fn matching(at: &At<'_>, errors: &mut Errors) {
    errors.one_of(&at.child("matchPolicy"), &["Equivalent", "Exact"]);
    for name in ["namespaceSelector", "objectSelector"] {
        selector::check(&at.child(name), errors);
    }
    for list in ["resourceRules", "excludeResourceRules"] {
        at.child(list).items().for_each(|one| rule(&one, errors));
    }
}

pub(super) fn policy_binding(object: &Value, errors: &mut Errors) {
    let spec = At::root(object).child("spec");
    let name = spec.child("policyName");
    if errors.require(&name) {
        errors.complain(&name, text::subdomain(name.text()));
    }
    if spec.has("matchResources") {
        matching(&spec.child("matchResources"), errors);
    }
    let actions = spec.child("validationActions");
    if actions.len() == 0 {
        errors.required(&actions.path, "");
    }
    let mut seen = BTreeSet::new();
    for action in actions.items() {
        errors.one_of(&action, &["Audit", "Deny", "Warn"]);
        if !seen.insert(action.text()) {
            errors.duplicate(&action.path, &quote(action.text()));
        }
    }
    if seen.contains("Deny") && seen.contains("Warn") {
        let why = "must not contain both Deny and Warn (repeating the same validation failure information in the \
                   API response and headers serves no purpose)";
        errors.invalid(&actions, why);
    }
}
