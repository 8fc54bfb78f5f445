//! The remaining kinds: namespaces, nodes, limits, secrets, priorities, RBAC, webhooks, admission policies and
//! custom resource definitions, from their defaults.go in pkg/apis and apiextensions-apiserver, v1.36.

use serde_json::{Value, json};

use super::resources;
use crate::kinds::base64;
use crate::kinds::edit::{child, each, ensure, is_empty, or_set, or_text, remove, text};
use crate::kinds::registry::Kind;

const RBAC_GROUP: &str = "rbac.authorization.k8s.io";

pub(super) fn apply(kind: Kind, object: &mut Value) {
    match kind {
        Kind::Namespace => namespace(object),
        Kind::Node => node(object),
        Kind::Secret => secret(object),
        Kind::LimitRange => each(ensure(object, "spec"), "limits").for_each(limit),
        Kind::ResourceQuota => quota(object),
        Kind::PriorityClass => or_set(object, "preemptionPolicy", "PreemptLowerPriority"),
        Kind::RoleBinding | Kind::ClusterRoleBinding => binding(object),
        Kind::ValidatingWebhookConfiguration => each(object, "webhooks").for_each(webhook),
        Kind::MutatingWebhookConfiguration => {
            each(object, "webhooks").for_each(webhook);
            each(object, "webhooks").for_each(|one| or_set(one, "reinvocationPolicy", "Never"));
        }
        Kind::ValidatingAdmissionPolicy => {
            let spec = ensure(object, "spec");
            or_set(spec, "failurePolicy", "Fail");
            match_resources(spec, "matchConstraints");
        }
        Kind::ValidatingAdmissionPolicyBinding => match_resources(ensure(object, "spec"), "matchResources"),
        Kind::CustomResourceDefinition => definition(object),
        _ => {}
    }
}

/// Plain text goes into the data: Convert_v1_Secret_To_core_Secret of pkg/apis/core/v1/conversion.go.
fn secret(object: &mut Value) {
    or_text(object, "type", "Opaque");
    let Some(plain) = remove(object, "stringData") else { return };
    for (name, text) in plain.as_object().into_iter().flatten() {
        let bytes = text.as_str().unwrap_or_default().as_bytes();
        ensure(object, "data")[name] = Value::from(base64::encode(bytes));
    }
}

fn namespace(object: &mut Value) {
    let name = text(&object["metadata"], "name").to_owned();
    if !name.is_empty() {
        ensure(ensure(object, "metadata"), "labels")["kubernetes.io/metadata.name"] = Value::from(name);
    }
    or_text(ensure(object, "status"), "phase", "Active");
}

fn node(object: &mut Value) {
    let Some(status) = child(object, "status") else { return };
    resources::round_up(status, "capacity");
    resources::round_up(status, "allocatable");
    let capacity = status["capacity"].clone();
    if capacity.is_object() {
        or_set(status, "allocatable", capacity);
    }
}

fn quota(object: &mut Value) {
    resources::round_up(ensure(object, "spec"), "hard");
    if let Some(status) = child(object, "status") {
        resources::round_up(status, "hard");
        resources::round_up(status, "used");
    }
}

/// For containers: the default limit is the maximum, the default request the default limit or the minimum.
fn limit(item: &mut Value) {
    let lists = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"];
    lists.iter().for_each(|list| resources::round_up(item, list));
    if text(item, "type") != "Container" {
        return;
    }
    for (to, from) in [("default", "max"), ("defaultRequest", "default"), ("defaultRequest", "min")] {
        for (name, amount) in item[from].as_object().cloned().unwrap_or_default() {
            or_set(ensure(item, to), &name, amount);
        }
    }
}

fn binding(object: &mut Value) {
    or_text(ensure(object, "roleRef"), "apiGroup", RBAC_GROUP);
    for subject in each(object, "subjects") {
        if matches!(text(subject, "kind"), "User" | "Group") {
            or_text(subject, "apiGroup", RBAC_GROUP);
        }
    }
}

fn webhook(webhook: &mut Value) {
    or_set(webhook, "failurePolicy", "Fail");
    or_set(webhook, "matchPolicy", "Equivalent");
    or_set(webhook, "namespaceSelector", json!({}));
    or_set(webhook, "objectSelector", json!({}));
    or_set(webhook, "timeoutSeconds", 10);
    each(webhook, "rules").for_each(|rule| or_set(rule, "scope", "*"));
    if let Some(service) = webhook.pointer_mut("/clientConfig/service").filter(|service| service.is_object())
    {
        or_set(service, "port", 443);
    }
}

fn match_resources(spec: &mut Value, name: &str) {
    let Some(matching) = child(spec, name) else { return };
    or_set(matching, "matchPolicy", "Equivalent");
    or_set(matching, "namespaceSelector", json!({}));
    or_set(matching, "objectSelector", json!({}));
    for list in ["resourceRules", "excludeResourceRules"] {
        each(matching, list).for_each(|rule| or_set(rule, "scope", "*"));
    }
}

fn definition(object: &mut Value) {
    let spec = ensure(object, "spec");
    let names = ensure(spec, "names");
    let kind = text(names, "kind").to_owned();
    if !kind.is_empty() {
        or_text(names, "singular", &kind.to_lowercase());
        or_text(names, "listKind", &format!("{kind}List"));
    }
    or_set(spec, "conversion", json!({"strategy": "None"}));
    let service = spec.pointer_mut("/conversion/webhook/clientConfig/service");
    if let Some(service) = service.filter(|service| service.is_object()) {
        or_set(service, "port", 443);
    }
    let versions = spec["versions"].as_array().into_iter().flatten();
    let stored: Vec<Value> = versions
        .filter(|version| version["storage"] == true)
        .map(|version| version["name"].clone())
        .collect();
    let status = ensure(object, "status");
    if is_empty(status, "storedVersions") {
        status["storedVersions"] = Value::Array(stored);
    }
}
