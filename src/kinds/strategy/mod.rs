//! What the API server does to an object between defaulting and validation: rest.BeforeCreate and
//! rest.BeforeUpdate of apiserver pkg/registry/rest with pkg/registry/*/strategy.go, v1.36.
//!
//! Creation empties the status and starts the generation; an update keeps the status and what only the
//! server sets, and counts the generation up when what is wanted changes. A Job gets its selector from
//! its uid, so the uid must be there before.

mod claims;
mod jobs;
mod pods;
mod services;
mod status;

use serde_json::{Value, json};

use super::edit::{each, ensure, is_empty, remove, text};
use super::registry::Kind;
use super::semantic;
pub use status::prepare_status_update;

/// Readies a new object, which has its defaults, its name and its uid.
pub fn prepare_create(kind: Kind, object: &mut Value) {
    let meta = ensure(object, "metadata");
    for name in ["deletionTimestamp", "deletionGracePeriodSeconds", "generation"] {
        remove(meta, name);
    }
    if kind.info().generation {
        meta["generation"] = json!(1);
    }
    if !kind.info().namespaced {
        remove(meta, "namespace");
    }
    if kind.info().status && kind.is_added() {
        remove(object, "status");
    } else if kind.info().status {
        object["status"] = first_status(kind);
    }
    match kind {
        Kind::Pod => pods::create(object),
        Kind::Job => jobs::generate_selector(object),
        Kind::DaemonSet => template_generation(object, None),
        Kind::Namespace => namespace_finalizer(object),
        Kind::PersistentVolumeClaim => claims::sources(object, None),
        Kind::Service => services::create(object),
        Kind::ServiceAccount => secret_names(object),
        Kind::CustomResourceDefinition => stored_versions(object),
        _ => {}
    }
}

/// Keeps what the server allocated and an update leaves out: before `prepare_update`.
pub fn keep_allocated(kind: Kind, new: &mut Value, old: &Value) {
    if kind == Kind::Service {
        services::keep_allocated(new, old);
    }
}

/// Readies an object, which has its defaults, to take the place of `old`.
pub fn prepare_update(kind: Kind, new: &mut Value, old: &Value) {
    let (held, meta) = (&old["metadata"], ensure(new, "metadata"));
    for name in ["generation", "creationTimestamp", "deletionTimestamp"] {
        keep(meta, held, name);
    }
    for name in ["uid", "deletionGracePeriodSeconds"] {
        if is_empty(meta, name) {
            keep(meta, held, name);
        }
    }
    if !kind.info().namespaced {
        remove(meta, "namespace");
    }
    if kind.info().status {
        keep(new, old, "status");
    }
    match kind {
        Kind::Service => services::update(new, old),
        Kind::DaemonSet => template_generation(new, Some(old)),
        Kind::Namespace => {
            ensure(new, "spec");
            keep(&mut new["spec"], &old["spec"], "finalizers");
        }
        Kind::PersistentVolumeClaim => claims::sources(new, Some(old)),
        Kind::ServiceAccount => secret_names(new),
        Kind::CustomResourceDefinition => stored_versions(new),
        Kind::Secret if is_empty(new, "type") => keep(new, old, "type"),
        _ => {}
    }
    if kind.info().generation && changed(kind, new, old) {
        let generation = old["metadata"]["generation"].as_i64().unwrap_or(0);
        new["metadata"]["generation"] = json!(generation.saturating_add(1));
    }
}

fn keep(new: &mut Value, old: &Value, name: &str) {
    match old.get(name).filter(|held| !held.is_null()) {
        Some(held) => new[name] = held.clone(),
        None => drop(remove(new, name)),
    }
}

/// Whether what is wanted differs; what counts as that depends on the kind.
fn changed(kind: Kind, new: &Value, old: &Value) -> bool {
    let differs = |name: &str| !semantic::equal(&new[name], &old[name]);
    match kind {
        Kind::PriorityClass => false,
        kind if kind.is_added() => {
            let ours = |object: &Value| without_common(object, kind.info().status);
            !semantic::equal(&ours(new), &ours(old))
        }
        Kind::Deployment => differs("spec") || !semantic::equal(annotations(new), annotations(old)),
        Kind::EndpointSlice => differs("endpoints") || differs("ports") || differs("addressType"),
        Kind::PodTemplate => differs("template"),
        Kind::ValidatingWebhookConfiguration | Kind::MutatingWebhookConfiguration => differs("webhooks"),
        _ => differs("spec"),
    }
}

/// What counts as wanted in an added kind: all but the header, the metadata and a status that is apart.
fn without_common(object: &Value, status_apart: bool) -> Value {
    let mut wanted = object.clone();
    for name in ["apiVersion", "kind", "metadata"] {
        remove(&mut wanted, name);
    }
    if status_apart {
        remove(&mut wanted, "status");
    }
    wanted
}

fn annotations(object: &Value) -> &Value {
    &object["metadata"]["annotations"]
}

/// The status of a new object: what is printed of a zero one.
fn first_status(kind: Kind) -> Value {
    match kind {
        Kind::Namespace => json!({"phase": "Active"}),
        Kind::PersistentVolume | Kind::PersistentVolumeClaim => json!({"phase": "Pending"}),
        Kind::ReplicaSet | Kind::ReplicationController => json!({"replicas": 0}),
        Kind::StatefulSet => json!({"replicas": 0, "availableReplicas": 0}),
        Kind::DaemonSet => json!({
            "currentNumberScheduled": 0, "numberMisscheduled": 0, "desiredNumberScheduled": 0, "numberReady": 0,
        }),
        Kind::HorizontalPodAutoscaler => json!({"desiredReplicas": 0}),
        Kind::Service | Kind::Ingress => json!({"loadBalancer": {}}),
        Kind::PodDisruptionBudget => json!({
            "disruptionsAllowed": 0, "currentHealthy": 0, "desiredHealthy": 0, "expectedPods": 0,
        }),
        Kind::VolumeAttachment => json!({"attached": false}),
        _ => json!({}),
    }
}

const TEMPLATE_GENERATION: &str = "deprecated.daemonset.template.generation";

/// A DaemonSet counts the changes of its template in an annotation.
fn template_generation(object: &mut Value, old: Option<&Value>) {
    let count =
        |object: &Value| -> i64 { text(annotations(object), TEMPLATE_GENERATION).parse().unwrap_or(0) };
    let number = match old {
        None => count(object).max(1),
        Some(old) => {
            let changed = !semantic::equal(&object["spec"]["template"], &old["spec"]["template"]);
            count(old).saturating_add(i64::from(changed))
        }
    };
    ensure(ensure(object, "metadata"), "annotations")[TEMPLATE_GENERATION] = json!(number.to_string());
}

fn namespace_finalizer(object: &mut Value) {
    let spec = ensure(object, "spec");
    let mut finalizers = spec["finalizers"].as_array().cloned().unwrap_or_default();
    if !finalizers.iter().any(|one| one == "kubernetes") {
        finalizers.push(json!("kubernetes"));
    }
    spec["finalizers"] = Value::Array(finalizers);
}

/// Of the secrets it names an account keeps the names.
fn secret_names(object: &mut Value) {
    for secret in each(object, "secrets") {
        let name = text(secret, "name").to_owned();
        *secret = json!({"name": name});
    }
}

/// Every version in which objects were ever stored is kept.
fn stored_versions(object: &mut Value) {
    let versions = object["spec"]["versions"].as_array().cloned().unwrap_or_default();
    let mut stored = object["status"]["storedVersions"].as_array().cloned().unwrap_or_default();
    for version in versions.into_iter().filter(|version| version["storage"] == true) {
        if !stored.contains(&version["name"]) {
            stored.push(version["name"].clone());
        }
    }
    ensure(object, "status")["storedVersions"] = Value::Array(stored);
}

#[cfg(test)]
mod tests;
