//! The ReplicaSet controller: as many pods as wanted, no more and no fewer.
//!
//! Models pkg/controller/replicaset/replica_set.go, v1.36: adoption and release by selector, creation
//! in slow-start batches through a rate-limited client, deletion by rank, status with minReadySeconds.
//! Deviation: no expectations, for our controllers read the store itself and not a cache behind it.

mod ranking;
mod status;

use std::sync::Arc;

pub use ranking::deletion_order;
use ranking::pods_to_delete;

use super::{Controller, Requeue, controller_key, controller_reference};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::events::Note;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store};
use crate::kinds::namespace::Namespace;
use crate::kinds::pod::Pod;
use crate::kinds::replicaset::ReplicaSet;
use crate::kinds::{Kind, ObjectMeta, Resource};
use crate::sim::Span;

/// BurstReplicas
const BURST_REPLICAS: usize = 500;

#[derive(Clone, Debug)]
pub struct ReplicaSetController;

impl Controller for ReplicaSetController {
    fn name(&self) -> &'static str {
        "replicaset-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::ReplicaSet => keys.push(change.key.clone()),
            Kind::Pod => pod_keys(change, store, keys),
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(set) = api.store().by_key::<ReplicaSet>(key).cloned() else { return Ok(Requeue::Done) };
        claim(&set, api)?;
        let pods: Vec<Arc<Pod>> = api.store().owned_by::<Pod>(&set.meta.uid).cloned().collect();
        let (outcome, failure) =
            if set.meta.is_terminating() { (Requeue::Done, None) } else { manage(&set, &pods, api) };
        if let (Requeue::After(_), None) = (outcome, &failure) {
            // The same sync goes on when the client may; the status is written at its end.
            return Ok(outcome);
        }
        let wait = status::update(&set, &pods, failure.as_ref(), api)?;
        match (failure, outcome, wait) {
            (Some(status), ..) => Err(status),
            (None, Requeue::Done, Some(seconds)) => Ok(Requeue::After(Span::from_secs(seconds))),
            (None, outcome, _) => Ok(outcome),
        }
    }
}

/// Creates or deletes pods; a refusal is reported beside what was done.
fn manage(set: &ReplicaSet, pods: &[Arc<Pod>], api: &mut Client<'_>) -> (Requeue, Option<Status>) {
    let active: Vec<Arc<Pod>> = pods.iter().filter(|pod| pod.is_active()).cloned().collect();
    let wanted = set.replicas().max(0) as usize;
    if active.len() < wanted {
        return create(set, (wanted - active.len()).min(BURST_REPLICAS), api);
    }
    let surplus = (active.len() - wanted).min(BURST_REPLICAS);
    let allowed = surplus.min(api.allowance() as usize);
    for pod in pods_to_delete(set, &active, allowed, api.store(), api.wall_clock()) {
        let key = Key::new(Kind::Pod, &pod.meta.namespace, &pod.meta.name);
        if api.delete(&key, None, Propagation::Background).is_ok() {
            let message = format!("Deleted pod: {}", pod.meta.name);
            api.event(set, Note::normal("SuccessfulDelete", &message));
        }
    }
    (rest(surplus - allowed), None)
}

fn create(set: &ReplicaSet, missing: usize, api: &mut Client<'_>) -> (Requeue, Option<Status>) {
    let allowed = missing.min(api.allowance() as usize);
    let (mut left, mut batch) = (allowed, 1);
    while left > 0 {
        let size = batch.min(left);
        let failed = (0..size).filter_map(|_| create_one(set, api)).collect::<Vec<Status>>();
        if let Some(status) = failed.into_iter().next() {
            return (Requeue::Done, Some(status));
        }
        if is_namespace_terminating(&set.meta.namespace, api.store()) {
            break;
        }
        (left, batch) = (left - size, batch * 2);
    }
    (rest(missing - allowed), None)
}

/// One of a batch that is made at once; the next batch, twice as big, only comes if none of it was refused.
fn create_one(set: &ReplicaSet, api: &mut Client<'_>) -> Option<Status> {
    match api.create(new_pod(set)) {
        Ok(pod) => {
            let message = format!("Created pod: {}", pod.meta.name);
            api.event(set, Note::normal("SuccessfulCreate", &message));
            None
        }
        Err(_) if is_namespace_terminating(&set.meta.namespace, api.store()) => None,
        Err(status) => {
            let message = format!("Error creating: {}", status.message);
            api.event(set, Note::warning("FailedCreate", &message));
            Some(status)
        }
    }
}

/// Then no creation can succeed, and none is tried again: NamespaceTerminatingCause.
fn is_namespace_terminating(name: &str, store: &Store) -> bool {
    store.get::<Namespace>("", name).is_some_and(|namespace| namespace.meta.is_terminating())
}

/// What the client's rate limit left over is done as soon as it allows.
fn rest(left: usize) -> Requeue {
    if left == 0 { Requeue::Done } else { Requeue::After(Span::from_millis(1)) }
}

fn pod_keys(change: &Change, store: &Store, keys: &mut Vec<Key>) {
    for object in [&change.old, &change.new].into_iter().flatten() {
        keys.extend(controller_key(object.meta(), Kind::ReplicaSet));
    }
    let meta = change.object().meta();
    if meta.controller().is_none() {
        let matching = store.list_in::<ReplicaSet>(&meta.namespace).filter(|set| selects(set, &meta.labels));
        keys.extend(matching.map(|set| Key::new(Kind::ReplicaSet, &set.meta.namespace, &set.meta.name)));
    }
    keys.dedup();
}

fn selects(set: &ReplicaSet, labels: &crate::kinds::Labels) -> bool {
    !set.spec.selector.is_empty() && set.spec.selector.matches(labels)
}

/// Releases pods that no longer match and adopts orphans that do.
fn claim(set: &ReplicaSet, api: &mut Client<'_>) -> Result<(), Status> {
    let released: Vec<Arc<Pod>> = api
        .store()
        .owned_by::<Pod>(&set.meta.uid)
        .filter(|pod| pod.meta.is_controlled_by(&set.meta.uid) && !selects(set, &pod.meta.labels))
        .cloned()
        .collect();
    for pod in released {
        let mut pod = Pod::clone(&pod);
        pod.meta.owner_references.retain(|owner| owner.uid != set.meta.uid);
        api.update(pod)?;
    }
    if set.meta.is_terminating() || !has_orphans(set, api.store()) {
        return Ok(());
    }
    for pod in orphans(set, api.store()) {
        let mut pod = Pod::clone(&pod);
        pod.meta.owner_references.push(controller_reference(&set.clone().into_object()));
        api.update(pod)?;
    }
    Ok(())
}

fn is_orphan(set: &ReplicaSet, pod: &Pod) -> bool {
    pod.meta.controller().is_none() && pod.is_active() && selects(set, &pod.meta.labels)
}

fn has_orphans(set: &ReplicaSet, store: &Store) -> bool {
    store.orphan_pods(&set.meta.namespace).any(|pod| is_orphan(set, pod))
}

fn orphans(set: &ReplicaSet, store: &Store) -> Vec<Arc<Pod>> {
    store.orphan_pods(&set.meta.namespace).filter(|pod| is_orphan(set, pod)).cloned().collect()
}

/// The pod a template describes: pkg/controller/controller_utils.go GetPodFromTemplate.
fn new_pod(set: &ReplicaSet) -> Pod {
    let template = &set.spec.template;
    let meta = ObjectMeta {
        generate_name: format!("{}-", set.meta.name),
        namespace: set.meta.namespace.clone(),
        labels: template.meta.labels.clone(),
        annotations: template.meta.annotations.clone(),
        finalizers: template.meta.finalizers.clone(),
        owner_references: vec![controller_reference(&set.clone().into_object())],
        ..Default::default()
    };
    Pod { meta, spec: template.spec.clone(), ..Default::default() }
}
