//! What extends the API: webhooks, admission policies and custom resource definitions: the main rules of
//! pkg/apis/admissionregistration/validation and apiextensions-apiserver pkg/apis/apiextensions/validation, v1.36.
//!
//! Left out: the expressions of match conditions and policies, and the schemas of custom resources.

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

fn client(at: &At<'_>, errors: &mut Errors) {
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

pub(super) fn definition(object: &Value, errors: &mut Errors) {
    let root = At::root(object);
    let spec = root.child("spec");
    let (group, names) = (spec.child("group"), spec.child("names"));
    let own = root.child("metadata").child("name");
    if own.text() != format!("{}.{}", names.text_of("plural"), group.text()) {
        errors.invalid(&own, "must be spec.names.plural+\".\"+spec.group");
    }
    if errors.require(&group) {
        errors.complain(&group, text::subdomain(group.text()));
        if !group.text().contains('.') {
            errors.invalid(&group, "should be a domain with at least one dot");
        }
    }
    errors.one_of_required(&spec.child("scope"), &["Cluster", "Namespaced"]);
    versions(&spec.child("versions"), errors);
    definition_names(&names, errors);
    errors.one_of(&spec.child("conversion").child("strategy"), &["None", "Webhook"]);
}

fn versions(list: &At<'_>, errors: &mut Errors) {
    let mut seen = BTreeSet::new();
    for version in list.items() {
        let name = version.child("name");
        errors.complain(&name, text::dns_1035(name.text()));
        if !seen.insert(name.text()) {
            let why = "must contain unique version names";
            errors.invalid_as(&list.path, &super::errors::json(list.value), why);
        }
        let schema = version.child("schema");
        if !schema.has("openAPIV3Schema") {
            errors.required(schema.path_to("openAPIV3Schema"), "schemas are required");
        }
    }
    if list.items().filter(|version| version.child("storage").is_true()).count() != 1 {
        let shown = super::errors::json(list.value);
        errors.invalid_as(&list.path, &shown, "must have exactly one version marked as storage version");
    }
}

fn definition_names(names: &At<'_>, errors: &mut Errors) {
    for name in ["plural", "singular", "kind", "listKind"] {
        let at = names.child(name);
        if !errors.require(&at) {
            continue;
        }
        errors.complain(&at, text::dns_1035(&at.text().to_lowercase()));
    }
    for short in names.child("shortNames").items() {
        errors.complain(&short, text::dns_1035(short.text()));
    }
    if names.text_of("kind") == names.text_of("listKind") && names.has("kind") {
        errors.invalid(&names.child("listKind"), "kind and listKind may not be the same");
    }
}

pub(super) fn definition_change(new: &Value, old: &Value, errors: &mut Errors) {
    let (spec, held) = (At::root(new).child("spec"), &old["spec"]);
    errors.immutable(&spec.child("group"), &held["group"]);
    errors.immutable(&spec.child("scope"), &held["scope"]);
    for name in ["kind", "plural"] {
        errors.immutable(&spec.child("names").child(name), &held["names"][name]);
    }
}
