//! Whether a status makes sense that somebody writes through the `status` subresource: the `Validate…StatusUpdate`
//! functions of pkg/apis/*/validation, v1.36. What the simulator's own actors write is not looked at.

use serde_json::Value;

use super::at::At;
use super::errors::{Errors, IMMUTABLE, quote};
use super::{definition, job_status, meta, pod, text};
use crate::kinds::registry::Kind;

/// What is wrong with a status that takes the place of another.
pub(super) fn update(kind: Kind, new: &Value, old: &Value, errors: &mut Errors) {
    meta::update_of(kind, new, old, errors);
    let status = At::root(new).child("status");
    match kind {
        Kind::Pod => pod::status::update(new, old, errors),
        Kind::Deployment => deployment(&status, &old["status"], errors),
        Kind::ReplicaSet | Kind::ReplicationController => replica_set(&status, errors),
        Kind::StatefulSet => stateful_set(&status, &old["status"], errors),
        Kind::DaemonSet => daemon_set(&status, &old["status"], errors),
        Kind::Job => job_status::update(new, old, errors),
        Kind::PersistentVolumeClaim => claim(new, errors),
        Kind::PodDisruptionBudget => disruption_budget(&status, errors),
        Kind::HorizontalPodAutoscaler => {
            not_negative(&status, &["currentReplicas", "desiredReplicas"], errors);
        }
        Kind::CustomResourceDefinition => definition::names::accepted(&status, errors),
        Kind::Custom(added) => errors.0.extend(added.validate(new, Some(old))),
        _ => {}
    }
}

fn not_negative(status: &At<'_>, names: &[&str], errors: &mut Errors) {
    names.iter().for_each(|name| errors.not_negative(&status.child(name)));
}

/// Counts that cannot be greater than another count.
fn at_most(status: &At<'_>, name: &str, most: &str, why: &str, errors: &mut Errors) {
    let count = status.child(name);
    if count.number() > status.child(most).number() {
        errors.invalid(&count, why);
    }
}

const OVER_REPLICAS: &str = "cannot be greater than status.replicas";

/// The count of hash collisions never goes down.
fn collisions(status: &At<'_>, old: &Value, errors: &mut Errors) {
    let (count, before) = (status.child("collisionCount"), old["collisionCount"].as_i64());
    if before.is_some_and(|before| count.int().is_none_or(|count| count < before)) {
        errors.invalid_as(&count.path, &count.number().to_string(), "cannot be decremented");
    }
}

fn deployment(status: &At<'_>, old: &Value, errors: &mut Errors) {
    let counts = [
        "observedGeneration",
        "replicas",
        "updatedReplicas",
        "readyReplicas",
        "availableReplicas",
        "unavailableReplicas",
        "terminatingReplicas",
        "collisionCount",
    ];
    not_negative(status, &counts, errors);
    for name in ["updatedReplicas", "readyReplicas", "availableReplicas"] {
        at_most(status, name, "replicas", OVER_REPLICAS, errors);
    }
    at_most(status, "availableReplicas", "readyReplicas", "cannot be greater than readyReplicas", errors);
    collisions(status, old, errors);
}

fn replica_set(status: &At<'_>, errors: &mut Errors) {
    let counts = [
        "replicas",
        "fullyLabeledReplicas",
        "readyReplicas",
        "availableReplicas",
        "observedGeneration",
        "terminatingReplicas",
    ];
    not_negative(status, &counts, errors);
    for name in ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"] {
        at_most(status, name, "replicas", OVER_REPLICAS, errors);
    }
    at_most(status, "availableReplicas", "readyReplicas", "cannot be greater than readyReplicas", errors);
}

fn stateful_set(status: &At<'_>, old: &Value, errors: &mut Errors) {
    let counts = [
        "replicas",
        "readyReplicas",
        "currentReplicas",
        "updatedReplicas",
        "availableReplicas",
        "observedGeneration",
        "collisionCount",
    ];
    not_negative(status, &counts, errors);
    for name in ["readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"] {
        at_most(status, name, "replicas", OVER_REPLICAS, errors);
    }
    at_most(
        status,
        "availableReplicas",
        "readyReplicas",
        "cannot be greater than status.readyReplicas",
        errors,
    );
    collisions(status, old, errors);
}

fn daemon_set(status: &At<'_>, old: &Value, errors: &mut Errors) {
    let counts = [
        "currentNumberScheduled",
        "numberMisscheduled",
        "desiredNumberScheduled",
        "numberReady",
        "observedGeneration",
        "updatedNumberScheduled",
        "numberAvailable",
        "numberUnavailable",
        "collisionCount",
    ];
    not_negative(status, &counts, errors);
    collisions(status, old, errors);
}

fn claim(new: &Value, errors: &mut Errors) {
    let (spec, status) = (At::root(new).child("spec"), At::root(new).child("status"));
    if spec.child("accessModes").len() == 0 {
        errors.required("Spec.accessModes", "");
    }
    for name in ["capacity", "allocatedResources"] {
        for (key, amount) in status.child(name).entries() {
            if amount.quantity().is_some_and(|amount| amount.sign() < 0) {
                let shown = quote(amount.text());
                let path = format!("{}[{key}]", status.path_to(name));
                errors.invalid_as(path, &shown, super::errors::NEGATIVE);
            }
        }
    }
    let known = [
        "ControllerResizeInProgress",
        "ControllerResizeInfeasible",
        "NodeResizePending",
        "NodeResizeInProgress",
        "NodeResizeInfeasible",
    ];
    for (_, state) in status.child("allocatedResourceStatuses").entries() {
        errors.one_of(&state.moved("status.allocatedResourceStatus"), &known);
    }
}

fn disruption_budget(status: &At<'_>, errors: &mut Errors) {
    status_conditions(&status.child("conditions"), errors);
    let counts = ["disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"];
    not_negative(status, &counts, errors);
}

/// ValidateConditions of apimachinery pkg/apis/meta/v1/validation.
fn status_conditions(list: &At<'_>, errors: &mut Errors) {
    let mut seen: Vec<&str> = Vec::new();
    for one in list.items() {
        let kind = one.child("type");
        if seen.contains(&kind.text()) {
            errors.duplicate(&kind.path, &quote(kind.text()));
        }
        seen.push(kind.text());
        if errors.require(&kind) {
            errors.complain(&kind, text::qualified(kind.text()));
        }
        errors.one_of_required(&one.child("status"), &["False", "True", "Unknown"]);
        errors.not_negative(&one.child("observedGeneration"));
        if !one.has("lastTransitionTime") {
            errors.required(one.path_to("lastTransitionTime"), "must be set");
        }
        let reason = one.child("reason");
        if errors.require(&reason) && reason.text().len() > 1024 {
            errors.too_long(&reason.path, 1024);
        }
        let message = one.child("message");
        if message.text().len() > 32 * 1024 {
            errors.too_long(&message.path, 32 * 1024);
        }
    }
}

/// A text that may not change.
pub(super) fn same_text(at: &At<'_>, old: &str, errors: &mut Errors) {
    if at.text() != old {
        errors.invalid_as(&at.path, &quote(at.text()), IMMUTABLE);
    }
}
