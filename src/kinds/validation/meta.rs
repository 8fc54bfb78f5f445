//! Metadata: apimachinery pkg/api/validation/objectmeta.go and the additions of core's validation.go, v1.36.

use serde_json::Value;

use super::at::At;
use super::dump;
use super::errors::{Errors, quote, show};
use super::text;
use crate::kinds::registry::Kind;

/// A check of an object's name.
pub type NameRule = fn(&str) -> Vec<String>;

/// How objects of a kind may be called.
pub fn name_rule(kind: Kind) -> NameRule {
    match kind {
        Kind::Service | Kind::Namespace | Kind::StatefulSet => text::label,
        Kind::Role | Kind::ClusterRole | Kind::RoleBinding | Kind::ClusterRoleBinding => text::path_segment,
        Kind::PodDisruptionBudget | Kind::CSIDriver | Kind::Binding => text::path_segment,
        _ => text::subdomain,
    }
}

/// Whether upstream checks the metadata with the rules of core, which know the finalizers.
fn has_core_rules(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::PodDisruptionBudget
            | Kind::CSIDriver
            | Kind::Binding
            | Kind::CustomResourceDefinition
            | Kind::VerticalPodAutoscaler
            | Kind::AppModel
            | Kind::Custom(_)
            | Kind::ValidatingWebhookConfiguration
            | Kind::MutatingWebhookConfiguration
            | Kind::ValidatingAdmissionPolicy
            | Kind::ValidatingAdmissionPolicyBinding
    )
}

/// ValidateObjectMeta.
pub fn create(kind: Kind, object: &Value, errors: &mut Errors) {
    let meta = At::root(object).child("metadata");
    let rule = name_rule(kind);
    let generate = meta.child("generateName");
    if !generate.text().is_empty() {
        errors.complain(&generate, rule(&without_trailing_dash(generate.text())));
    }
    let name = meta.child("name");
    match name.text() {
        "" => errors.required(&name.path, "name or generateName is required"),
        given => errors.complain(&name, rule(given)),
    }
    namespace(kind, &meta.child("namespace"), errors);
    errors.not_negative(&meta.child("generation"));
    common(&meta, errors);
    finalizers(&meta.child("finalizers"), errors);
    if has_core_rules(kind) {
        known_finalizers(&meta.child("finalizers"), errors);
    }
}

fn without_trailing_dash(name: &str) -> String {
    match name.strip_suffix('-') {
        Some(rest) if rest.chars().count() >= 1 => {
            let kept: String = rest.chars().take(rest.chars().count() - 1).collect();
            format!("{kept}a")
        }
        _ => name.to_owned(),
    }
}

fn namespace(kind: Kind, at: &At<'_>, errors: &mut Errors) {
    match (kind.info().namespaced, at.text()) {
        (true, "") => errors.required(&at.path, ""),
        (true, given) => errors.complain(at, text::label(given)),
        (false, "") => {}
        (false, _) => errors.forbidden(&at.path, "not allowed on this type"),
    }
}

fn common(meta: &At<'_>, errors: &mut Errors) {
    labels(&meta.child("labels"), errors);
    annotations(&meta.child("annotations"), errors);
    owners(&meta.child("ownerReferences"), errors);
}

/// ValidateLabels: keys and values, all under the path of the mapping.
pub fn labels(at: &At<'_>, errors: &mut Errors) {
    for (key, value) in at.entries() {
        errors.complain_of(&at.path, key, text::qualified(key));
        errors.complain_of(&at.path, value.text(), text::label_value(value.text()));
    }
}

const ANNOTATIONS_SIZE: usize = 256 * 1024;

/// ValidateAnnotations.
pub fn annotations(at: &At<'_>, errors: &mut Errors) {
    let mut size = 0;
    for (key, value) in at.entries() {
        errors.complain_of(&at.path, key, text::qualified(&key.to_lowercase()));
        size += key.len() + value.text().len();
    }
    if size > ANNOTATIONS_SIZE {
        errors.too_long(&at.path, ANNOTATIONS_SIZE);
    }
}

fn owners(at: &At<'_>, errors: &mut Errors) {
    let mut controller: Option<String> = None;
    for owner in at.items() {
        self::owner(&owner, &at.path, errors);
        if !owner.child("controller").is_true() {
            continue;
        }
        let name = format!("{}/{}", owner.text_of("kind"), owner.text_of("name"));
        match &controller {
            Some(first) => {
                let why = format!(
                    "Only one reference can have Controller set to true. Found \"true\" in references for {first} and {name}"
                );
                errors.invalid_as(&at.path, &dump::owners(at.value), &why);
            }
            None => controller = Some(name),
        }
    }
}

fn owner(owner: &At<'_>, path: &str, errors: &mut Errors) {
    let version = owner.text_of("apiVersion");
    if version.rsplit('/').next().unwrap_or_default().is_empty() {
        errors.invalid_as(format!("{path}.apiVersion"), &quote(version), "version must not be empty");
    }
    for name in ["kind", "name", "uid"] {
        if owner.text_of(name).is_empty() {
            errors.invalid_as(format!("{path}.{name}"), "\"\"", "must not be empty");
        }
    }
    if version == "v1" && owner.text_of("kind") == "Event" {
        errors.invalid_as(
            path,
            &dump::owner(owner.value),
            "/v1, Kind=Event is disallowed from being an owner",
        );
    }
}

fn finalizers(at: &At<'_>, errors: &mut Errors) {
    for finalizer in at.items() {
        errors.complain(&finalizer, text::qualified(finalizer.text()));
    }
    let names: Vec<&str> = at.texts().collect();
    if names.contains(&"orphan") && names.contains(&"foregroundDeletion") {
        errors.invalid(at, "finalizer orphan and foregroundDeletion cannot be both set");
    }
}

const KNOWN_FINALIZERS: [&str; 3] = ["kubernetes", "orphan", "foregroundDeletion"];

fn known_finalizers(at: &At<'_>, errors: &mut Errors) {
    for finalizer in at.items() {
        if !finalizer.text().contains('/') && !KNOWN_FINALIZERS.contains(&finalizer.text()) {
            errors.invalid(&finalizer, "name is neither a standard finalizer name nor is it fully qualified");
        }
    }
}

/// ValidateObjectMetaUpdate, the part that is the same for every kind.
pub fn update(new: &Value, old: &Value, errors: &mut Errors) {
    let meta = At::root(new).child("metadata");
    let held = &old["metadata"];
    if !held["deletionTimestamp"].is_null() {
        no_new_finalizers(&meta.child("finalizers"), &held["finalizers"], errors);
    }
    let version = meta.child("resourceVersion");
    if version.text().is_empty() {
        errors.invalid_as(&version.path, "\"\"", "must be specified for an update");
    }
    let generation = meta.child("generation");
    if generation.number() < held["generation"].as_i64().unwrap_or(0) {
        errors.invalid_as(&generation.path, &generation.number().to_string(), "must not be decremented");
    }
    for name in
        ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"]
    {
        let at = meta.child(name);
        if !crate::kinds::semantic::equal(at.value, &held[name]) {
            let shown =
                if name.len() < 10 && at.value.is_null() { "\"\"".to_owned() } else { show(at.value) };
            errors.invalid_as(&at.path, &shown, super::errors::IMMUTABLE);
        }
    }
    common(&meta, errors);
}

/// The same with what core adds.
pub fn update_of(kind: Kind, new: &Value, old: &Value, errors: &mut Errors) {
    update(new, old, errors);
    if has_core_rules(kind) {
        known_finalizers(&At::root(new).child("metadata").child("finalizers"), errors);
    }
}

fn no_new_finalizers(at: &At<'_>, held: &Value, errors: &mut Errors) {
    let held: Vec<&str> = held.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut added: Vec<&str> = at.texts().filter(|name| !held.contains(name)).collect();
    added.sort_unstable();
    if !added.is_empty() {
        let list: Vec<String> = added.iter().map(|name| quote(name)).collect();
        let why = format!(
            "no new finalizers can be added if the object is being deleted, found new finalizers []string{{{}}}",
            list.join(", ")
        );
        errors.forbidden(&at.path, &why);
    }
}

/// The finalizers of a namespace's spec, all under one path.
pub fn namespace_finalizers(at: &At<'_>, errors: &mut Errors) {
    for finalizer in at.items() {
        let here = finalizer.moved(at.path.clone());
        errors.complain(&here, text::qualified(here.text()));
        if !here.text().contains('/') && !KNOWN_FINALIZERS.contains(&here.text()) {
            errors.invalid(&here, "name is neither a standard finalizer name nor is it fully qualified");
        }
    }
}
