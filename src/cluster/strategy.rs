//! What the API server does to an object on its way in: pkg/registry/*/strategy.go, v1.36.
//!
//! Creation empties the status and starts the generation; an update keeps the status, a status
//! update keeps everything else; a change of the spec counts the generation up.

use std::sync::Arc;

use super::api::Propagation;
use crate::kinds::pod::Pod;
use crate::kinds::pod_status::PodCondition;
use crate::kinds::{Object, Time, qos};

pub const FOREGROUND_FINALIZER: &str = "foregroundDeletion";
pub const ORPHAN_FINALIZER: &str = "orphan";

pub fn prepare_create(object: &mut Object) {
    object.meta_mut().generation = i64::from(has_generation(object));
    object.meta_mut().deletion_timestamp = None;
    match object {
        Object::Pod(pod) => {
            let pod = Arc::make_mut(pod);
            pod.status = Default::default();
            pod.status.phase = "Pending".into();
            pod.status.qos_class = qos::qos_class(&pod.spec).into();
        }
        Object::Deployment(deployment) => Arc::make_mut(deployment).status = Default::default(),
        Object::ReplicaSet(set) => {
            let set = Arc::make_mut(set);
            set.status = Default::default();
            set.status.replicas = Some(0);
        }
        Object::HorizontalPodAutoscaler(hpa) => {
            let hpa = Arc::make_mut(hpa);
            hpa.status = Default::default();
            hpa.status.desired_replicas = Some(0);
        }
        _ => {}
    }
}

fn has_generation(object: &Object) -> bool {
    matches!(
        object,
        Object::Pod(_)
            | Object::Deployment(_)
            | Object::ReplicaSet(_)
            | Object::HorizontalPodAutoscaler(_)
            | Object::EndpointSlice(_)
    )
}

/// An update of everything but the status.
pub fn prepare_update(object: &mut Object, stored: &Object) {
    keep_server_fields(object, stored);
    match (&mut *object, stored) {
        (Object::Pod(new), Object::Pod(old)) => Arc::make_mut(new).status = old.status.clone(),
        (Object::Node(new), Object::Node(old)) => Arc::make_mut(new).status = old.status.clone(),
        (Object::Deployment(new), Object::Deployment(old)) => Arc::make_mut(new).status = old.status.clone(),
        (Object::ReplicaSet(new), Object::ReplicaSet(old)) => Arc::make_mut(new).status = old.status.clone(),
        (Object::Service(new), Object::Service(old)) => Arc::make_mut(new).status = old.status.clone(),
        (Object::Namespace(new), Object::Namespace(old)) => Arc::make_mut(new).status = old.status.clone(),
        (Object::HorizontalPodAutoscaler(new), Object::HorizontalPodAutoscaler(old)) => {
            Arc::make_mut(new).status = old.status.clone();
        }
        _ => {}
    }
    if has_generation(object) && !same_spec(object, stored) {
        object.meta_mut().generation = stored.meta().generation + 1;
    }
}

fn same_spec(new: &Object, old: &Object) -> bool {
    match (new, old) {
        (Object::Pod(new), Object::Pod(old)) => new.spec == old.spec,
        (Object::Deployment(new), Object::Deployment(old)) => {
            new.spec == old.spec && new.meta.annotations == old.meta.annotations
        }
        (Object::ReplicaSet(new), Object::ReplicaSet(old)) => new.spec == old.spec,
        (Object::HorizontalPodAutoscaler(new), Object::HorizontalPodAutoscaler(old)) => new.spec == old.spec,
        (Object::EndpointSlice(new), Object::EndpointSlice(old)) => {
            new.endpoints == old.endpoints && new.ports == old.ports
        }
        _ => true,
    }
}

/// An update of the status only; a Deployment's annotations go with it, for its controller keeps the revision there.
pub fn prepare_status(object: &mut Object, stored: &Object) {
    match (&mut *object, stored) {
        (Object::Pod(new), Object::Pod(old)) => Arc::make_mut(new).spec = old.spec.clone(),
        (Object::Node(new), Object::Node(old)) => Arc::make_mut(new).spec = old.spec.clone(),
        (Object::Deployment(new), Object::Deployment(old)) => Arc::make_mut(new).spec = old.spec.clone(),
        (Object::ReplicaSet(new), Object::ReplicaSet(old)) => Arc::make_mut(new).spec = old.spec.clone(),
        (Object::Service(new), Object::Service(old)) => Arc::make_mut(new).spec = old.spec.clone(),
        (Object::Namespace(new), Object::Namespace(old)) => Arc::make_mut(new).spec = old.spec.clone(),
        (Object::HorizontalPodAutoscaler(new), Object::HorizontalPodAutoscaler(old)) => {
            Arc::make_mut(new).spec = old.spec.clone();
        }
        _ => {}
    }
    let annotations = std::mem::take(&mut object.meta_mut().annotations);
    *object.meta_mut() = stored.meta().clone();
    if matches!(object, Object::Deployment(_)) {
        object.meta_mut().annotations = annotations;
    }
}

fn keep_server_fields(object: &mut Object, stored: &Object) {
    let (kept, meta) = (stored.meta(), object.meta_mut());
    meta.uid = kept.uid.clone();
    meta.creation_timestamp = kept.creation_timestamp;
    meta.deletion_timestamp = kept.deletion_timestamp;
    meta.deletion_grace_period_seconds = kept.deletion_grace_period_seconds;
    meta.generation = kept.generation;
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

pub fn add_propagation_finalizer(object: &mut Object, propagation: Propagation) {
    let name = match propagation {
        Propagation::Background => return,
        Propagation::Foreground => FOREGROUND_FINALIZER,
        Propagation::Orphan => ORPHAN_FINALIZER,
    };
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
