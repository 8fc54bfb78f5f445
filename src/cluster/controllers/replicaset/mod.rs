//! The ReplicaSet controller: as many pods as wanted, no more and no fewer.
//!
//! Models pkg/controller/replicaset/replica_set.go, v1.36: adoption and release by selector, creation
//! in slow-start batches through a rate-limited client, deletion by rank, status with minReadySeconds.
//! Deviation: no expectations, for our controllers read the store itself and not a cache behind it.

mod ranking;
mod replication;
mod status;

use std::sync::Arc;

pub use ranking::deletion_order;
use ranking::pods_to_delete;
pub use replication::ReplicationControllerController;

use super::{Controller, Requeue};
use crate::cluster::api::Client;
use crate::cluster::pod_control;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store};
use crate::kinds::pod::Pod;
use crate::kinds::replicaset::ReplicaSet;
use crate::kinds::{Kind, Resource};
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
            Kind::Pod => {
                pod_control::keys_of::<ReplicaSet>(change, store, |set| Some(&set.spec.selector), keys)
            }
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(set) = api.store().by_key::<ReplicaSet>(key).cloned() else { return Ok(Requeue::Done) };
        let pods = pod_control::claim(&*set, Some(&set.spec.selector), None, api)?;
        let (outcome, failure) =
            if set.meta.is_terminating() { (Requeue::Done, None) } else { manage(&*set, &set, &pods, api) };
        if let (Requeue::After(_), None) = (outcome, &failure) {
            // The same sync goes on when the client may; the status is written at its end.
            return Ok(outcome);
        }
        let wait = status::update(&set, &pods, failure.as_ref(), api)?;
        match (failure, outcome, wait) {
            (Some(status), ..) => Err(status),
            (None, Requeue::Done, Some(wait)) => Ok(Requeue::After(wait)),
            (None, outcome, _) => Ok(outcome),
        }
    }
}

/// Creates or deletes pods of an owner, who wants what the set says; a refusal is reported beside what was done.
fn manage<T: Resource + Clone>(
    owner: &T,
    set: &ReplicaSet,
    pods: &[Arc<Pod>],
    api: &mut Client<'_>,
) -> (Requeue, Option<Status>) {
    let mut active: Vec<Arc<Pod>> = pods.iter().filter(|pod| pod.is_active()).cloned().collect();
    let wanted = set.replicas().max(0) as usize;
    if active.len() < wanted {
        return create(owner, set, (wanted - active.len()).min(BURST_REPLICAS), api);
    }
    api.order_ends(&mut active);
    let surplus = (active.len() - wanted).min(BURST_REPLICAS);
    let allowed = surplus.min(api.allowance() as usize);
    for pod in pods_to_delete(set, &active, allowed, api.store(), api.wall_clock()) {
        if let Err(status) = pod_control::delete(owner, &pod, api) {
            return (Requeue::Done, Some(status));
        }
    }
    (rest(surplus - allowed), None)
}

fn create<T: Resource + Clone>(
    owner: &T,
    set: &ReplicaSet,
    missing: usize,
    api: &mut Client<'_>,
) -> (Requeue, Option<Status>) {
    let allowed = missing.min(api.allowance() as usize);
    let (mut left, mut batch) = (allowed, 1);
    while left > 0 {
        let size = batch.min(left);
        let failed = (0..size).filter_map(|_| create_one(owner, set, api)).collect::<Vec<Status>>();
        if let Some(status) = failed.into_iter().next() {
            return (Requeue::Done, Some(status));
        }
        if pod_control::is_namespace_terminating(&set.meta.namespace, api.store()) {
            break;
        }
        (left, batch) = (left - size, batch * 2);
    }
    (rest(missing - allowed), None)
}

/// One of a batch that is made at once; the next batch, twice as big, only comes if none of it was refused.
fn create_one<T: Resource + Clone>(owner: &T, set: &ReplicaSet, api: &mut Client<'_>) -> Option<Status> {
    let pod = pod_control::pod_of(&set.spec.template, owner, format!("{}-", set.meta.name));
    let refused = pod_control::create(owner, pod, api).err();
    // In a namespace that is terminating nothing can be made, and nothing is tried again.
    refused.filter(|_| !pod_control::is_namespace_terminating(&set.meta.namespace, api.store()))
}

/// What the client's rate limit left over is done as soon as it allows.
fn rest(left: usize) -> Requeue {
    if left == 0 { Requeue::Done } else { Requeue::After(Span::from_millis(1)) }
}
