//! What writes have in common: the status kept apart, graceful deletion, finalizers, conditions.
//!
//! Models apiserver pkg/registry/generic/registry/store.go and pkg/registry/rest, v1.36; what is done to
//! an object before it is validated is in `kinds/strategy`.

use std::sync::Arc;

use super::api::Propagation;
use crate::kinds::pod::Pod;
use crate::kinds::pod_status::PodCondition;
use crate::kinds::{Kind, Object, Time};

pub const FOREGROUND_FINALIZER: &str = "foregroundDeletion";
pub const ORPHAN_FINALIZER: &str = "orphan";
/// On a CustomResourceDefinition that is being deleted, until its objects are gone.
pub const CLEANUP_FINALIZER: &str = "customresourcecleanup.apiextensions.k8s.io";

/// On claims and volumes until nothing uses them: pkg/volume/util/finalizer.go.
pub fn protection_finalizer(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::PersistentVolumeClaim => Some("kubernetes.io/pvc-protection"),
        Kind::PersistentVolume => Some("kubernetes.io/pv-protection"),
        _ => None,
    }
}

/// An update of the status only; a Deployment's annotations go with it, for its controller keeps the revision there.
pub fn keep_all_but_status(object: &mut Object, stored: &Object) {
    match (&mut *object, stored) {
        (Object::Pod(new), Object::Pod(old)) => Arc::make_mut(new).spec = old.spec.clone(),
        (Object::Node(new), Object::Node(old)) => Arc::make_mut(new).spec = old.spec.clone(),
        (Object::Deployment(new), Object::Deployment(old)) => Arc::make_mut(new).spec = old.spec.clone(),
        (Object::ReplicaSet(new), Object::ReplicaSet(old)) => Arc::make_mut(new).spec = old.spec.clone(),
        (Object::HorizontalPodAutoscaler(new), Object::HorizontalPodAutoscaler(old)) => {
            Arc::make_mut(new).spec = old.spec.clone();
        }
        _ => take_status(object, stored),
    }
    let annotations = std::mem::take(&mut object.meta_mut().annotations);
    *object.meta_mut() = stored.meta().clone();
    if matches!(object, Object::Deployment(_)) {
        object.meta_mut().annotations = annotations;
    }
}

/// The stored object with the new status, for kinds whose status is seldom written.
fn take_status(object: &mut Object, stored: &Object) {
    let mut value = stored.to_value();
    value["status"] = object.to_value()["status"].take();
    *object = stored.kind().read(&value);
}

/// Pods get their grace period unless they are not placed or finished; all else goes at once.
pub fn grace_seconds(object: &Object, asked: Option<i64>) -> i64 {
    let Object::Pod(pod) = object else { return 0 };
    if pod.spec.node_name.is_empty() || pod.is_terminal() {
        return 0;
    }
    let grace = asked.unwrap_or_else(|| pod.grace_period_seconds()).max(0);
    pod.meta.deletion_grace_period_seconds.map_or(grace, |earlier| earlier.min(grace))
}

pub fn mark_terminating(object: &mut Object, deadline: Time, grace: i64) {
    let pending_shorter = object.meta().deletion_grace_period_seconds.is_none_or(|earlier| grace < earlier);
    if let Object::Namespace(namespace) = object {
        Arc::make_mut(namespace).status.phase = "Terminating".into();
    }
    let meta = object.meta_mut();
    if meta.deletion_timestamp.is_none() || pending_shorter {
        meta.deletion_timestamp.get_or_insert(deadline);
        meta.deletion_timestamp = meta.deletion_timestamp.min(Some(deadline));
        meta.deletion_grace_period_seconds = Some(grace);
        if meta.generation > 0 {
            meta.generation += 1;
        }
    }
}

/// What a deletion leaves to be done before the object goes.
pub fn add_finalizers(object: &mut Object, propagation: Propagation) {
    if matches!(object, Object::CustomResourceDefinition(_)) && !object.meta().is_terminating() {
        add_finalizer(object, CLEANUP_FINALIZER);
    }
    match propagation {
        Propagation::Background => {}
        Propagation::Foreground => add_finalizer(object, FOREGROUND_FINALIZER),
        Propagation::Orphan => add_finalizer(object, ORPHAN_FINALIZER),
    }
}

fn add_finalizer(object: &mut Object, name: &str) {
    let finalizers = &mut object.meta_mut().finalizers;
    if !finalizers.iter().any(|present| present == name) {
        finalizers.push(name.to_owned());
    }
}

pub fn condition(kind: &str, status: &str) -> PodCondition {
    PodCondition { kind: kind.into(), status: status.into(), ..Default::default() }
}

/// Sets a condition; its transition time moves only when the status does.
pub fn set_pod_condition(pod: &mut Pod, mut new: PodCondition, now: Time) {
    new.last_transition_time = Some(now);
    match pod.status.conditions.iter_mut().find(|held| held.kind == new.kind) {
        Some(held) => {
            if held.status == new.status {
                new.last_transition_time = held.last_transition_time;
            }
            *held = new;
        }
        None => pod.status.conditions.push(new),
    }
}
