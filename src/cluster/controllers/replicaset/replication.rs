//! The ReplicationController's controller: the ReplicaSet's, over an object of another kind.
//!
//! Models pkg/controller/replication (replication_controller.go, conversion.go), v1.36, which looks at each
//! ReplicationController as if it were a ReplicaSet.

use std::sync::Arc;

use super::{manage, status};
use crate::cluster::api::Client;
use crate::cluster::controllers::{Controller, Requeue, controller_key};
use crate::cluster::pod_control;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store};
use crate::kinds::pod::Pod;
use crate::kinds::replicaset::{ReplicaSet, ReplicaSetCondition, ReplicaSetSpec, ReplicaSetStatus};
use crate::kinds::replication_controller::{
    ReplicationController, ReplicationControllerCondition, ReplicationControllerStatus,
};
use crate::kinds::selector::{LabelSelector, matches_all};
use crate::kinds::{Kind, Object};

#[derive(Clone, Debug)]
pub struct ReplicationControllerController;

impl Controller for ReplicationControllerController {
    fn name(&self) -> &'static str {
        "replication-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::ReplicationController => keys.push(change.key.clone()),
            Kind::Pod => {
                for object in [&change.old, &change.new].into_iter().flatten() {
                    keys.extend(owner_or_suitor(object, store));
                }
            }
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(one) = api.store().by_key::<ReplicationController>(key).cloned() else {
            return Ok(Requeue::Done);
        };
        let set = as_set(&one);
        let pods: Vec<Arc<Pod>> = pod_control::claim(&*one, Some(&set.spec.selector), None, api)?;
        let (outcome, failure) =
            if one.meta.is_terminating() { (Requeue::Done, None) } else { manage(&*one, &set, &pods, api) };
        if let (Requeue::After(_), None) = (outcome, &failure) {
            return Ok(outcome);
        }
        let (status, wait) = status::calculate(&set, &pods, failure.as_ref(), api);
        write(&one, status, api)?;
        match (failure, outcome, wait) {
            (Some(status), ..) => Err(status),
            (None, Requeue::Done, Some(wait)) => Ok(Requeue::After(wait)),
            (None, outcome, _) => Ok(outcome),
        }
    }
}

/// The ReplicationController that has a pod, or those that would take it.
fn owner_or_suitor(object: &Object, store: &Store) -> Vec<Key> {
    if object.meta().controller().is_some() {
        return controller_key(object.meta(), Kind::ReplicationController).into_iter().collect();
    }
    let suits = |one: &&Arc<ReplicationController>| {
        one.meta.namespace == object.meta().namespace
            && !one.spec.selector.is_empty()
            && matches_all(&one.spec.selector, &object.meta().labels)
    };
    let key = |one: &Arc<ReplicationController>| {
        Key::new(Kind::ReplicationController, &one.meta.namespace, &one.meta.name)
    };
    store.list::<ReplicationController>().filter(suits).map(key).collect()
}

fn as_set(one: &ReplicationController) -> ReplicaSet {
    let selector = LabelSelector { match_labels: one.spec.selector.clone(), ..LabelSelector::default() };
    ReplicaSet {
        meta: one.meta.clone(),
        spec: ReplicaSetSpec {
            replicas: one.spec.replicas,
            selector,
            template: one.spec.template.clone(),
            min_ready_seconds: one.spec.min_ready_seconds,
            extra: None,
        },
        status: ReplicaSetStatus {
            replicas: one.status.replicas,
            conditions: one.status.conditions.iter().map(from_own).collect(),
            ..ReplicaSetStatus::default()
        },
        extra: None,
    }
}

fn from_own(one: &ReplicationControllerCondition) -> ReplicaSetCondition {
    ReplicaSetCondition {
        kind: one.kind.clone(),
        status: one.status.clone(),
        last_transition_time: one.last_transition_time,
        reason: one.reason.clone(),
        message: one.message.clone(),
        extra: None,
    }
}

fn to_own(one: &ReplicaSetCondition) -> ReplicationControllerCondition {
    ReplicationControllerCondition {
        kind: one.kind.clone(),
        status: one.status.clone(),
        last_transition_time: one.last_transition_time,
        reason: one.reason.clone(),
        message: one.message.clone(),
        extra: None,
    }
}

fn write(one: &ReplicationController, status: ReplicaSetStatus, api: &mut Client<'_>) -> Result<(), Status> {
    let status = ReplicationControllerStatus {
        available_replicas: status.available_replicas,
        conditions: status.conditions.iter().map(to_own).collect(),
        fully_labeled_replicas: status.fully_labeled_replicas,
        observed_generation: status.observed_generation,
        ready_replicas: status.ready_replicas,
        replicas: status.replicas,
        extra: None,
    };
    if status == one.status {
        return Ok(());
    }
    let mut one = one.clone();
    one.status = status;
    one.meta.resource_version = Default::default();
    api.update_status(one)
}
