//! Roles and their bindings: pkg/apis/rbac/validation/validation.go, v1.36.

use serde_json::Value;

use super::at::At;
use super::errors::{Errors, quote};
use super::{dump, selector, text};
use crate::kinds::semantic::equal;

const GROUP: &str = "rbac.authorization.k8s.io";

pub(super) fn role(object: &Value, namespaced: bool, errors: &mut Errors) {
    let root = At::root(object);
    root.child("rules").items().for_each(|one| rule(&one, namespaced, errors));
    let aggregation = root.child("aggregationRule");
    if namespaced || !aggregation.is_set() {
        return;
    }
    let selectors = aggregation.child("clusterRoleSelectors");
    if selectors.len() == 0 {
        let why = "at least one clusterRoleSelector required if aggregationRule is non-nil";
        errors.required(&selectors.path, why);
    }
    selectors.items().for_each(|one| selector::check(&one, errors));
}

fn rule(at: &At<'_>, namespaced: bool, errors: &mut Errors) {
    let none = |name: &str| at.child(name).len() == 0;
    if none("verbs") {
        errors.required(at.path_to("verbs"), "verbs must contain at least one value");
    }
    let urls = at.child("nonResourceURLs");
    if urls.len() > 0 {
        if namespaced {
            errors.invalid(&urls, "namespaced rules cannot apply to non-resource URLs");
        }
        if !["apiGroups", "resources", "resourceNames"].into_iter().all(none) {
            errors.invalid(&urls, "rules cannot apply to both regular resources and non-resource URLs");
        }
        return;
    }
    if none("apiGroups") {
        errors.required(at.path_to("apiGroups"), "resource rules must supply at least one api group");
    }
    if none("resources") {
        errors.required(at.path_to("resources"), "resource rules must supply at least one resource");
    }
}

pub(super) fn binding(object: &Value, namespaced: bool, errors: &mut Errors) {
    let root = At::root(object);
    let reference = root.child("roleRef");
    group(&reference.child("apiGroup"), GROUP, errors);
    let kind = reference.child("kind");
    let kinds: &[&str] = if namespaced { &["Role", "ClusterRole"] } else { &["ClusterRole"] };
    if !kinds.contains(&kind.text()) {
        errors.unsupported_as(&kind.path, &quote(kind.text()), kinds);
    }
    let name = reference.child("name");
    if errors.require(&name) {
        errors.complain(&name, text::path_segment(name.text()));
    }
    root.child("subjects").items().for_each(|one| subject(&one, namespaced, errors));
}

fn group(at: &At<'_>, wanted: &str, errors: &mut Errors) {
    if at.text() != wanted {
        errors.unsupported_as(&at.path, &quote(at.text()), &[wanted]);
    }
}

fn subject(at: &At<'_>, namespaced: bool, errors: &mut Errors) {
    let (name, kind) = (at.child("name"), at.child("kind"));
    errors.require(&name);
    match kind.text() {
        "ServiceAccount" => {
            if !name.text().is_empty() {
                errors.complain(&name, text::subdomain(name.text()));
            }
            group(&at.child("apiGroup"), "", errors);
            if !namespaced {
                errors.require(&at.child("namespace"));
            }
        }
        "User" | "Group" => group(&at.child("apiGroup"), GROUP, errors),
        other => errors.unsupported_as(&kind.path, &quote(other), &["ServiceAccount", "User", "Group"]),
    }
}

pub(super) fn binding_change(new: &Value, old: &Value, errors: &mut Errors) {
    let reference = At::root(new).child("roleRef");
    if !equal(reference.value, &old["roleRef"]) {
        let shown = dump::dump(reference.value, dump::ROLE_REF);
        errors.invalid_as(&reference.path, &shown, "cannot change roleRef");
    }
}
