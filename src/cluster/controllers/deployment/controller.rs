//! The half of the Deployment controller that reads and writes.

use std::sync::Arc;

use super::plan::{Action, Basis, Plan, plan};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::controllers::{Controller, Requeue, controller_key, controller_reference};
use crate::cluster::events::Note;
use crate::cluster::planned::PlannedEvent;
use crate::cluster::status::{Reason, Status};
use crate::cluster::store::{Change, Key, Store, Verb};
use crate::kinds::deployment::Deployment;
use crate::kinds::pod::Pod;
use crate::kinds::replicaset::ReplicaSet;
use crate::kinds::{Kind, Resource};
use crate::sim::Span;

#[derive(Clone, Debug)]
pub struct DeploymentController;

impl Controller for DeploymentController {
    fn name(&self) -> &'static str {
        "deployment-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::Deployment => keys.push(change.key.clone()),
            Kind::ReplicaSet => replica_set_keys(change, store, keys),
            Kind::Pod if change.verb == Verb::Deleted => keys.extend(deployment_of_pod(change, store)),
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(deployment) = api.store().by_key::<Deployment>(key).cloned() else {
            return Ok(Requeue::Done);
        };
        if !deployment.meta.is_terminating() {
            adopt(&deployment, api)?;
        }
        let sets: Vec<Arc<ReplicaSet>> = controlled(&deployment, api.store());
        let pods: Vec<Arc<Pod>> = match deployment.spec.strategy.kind.as_str() {
            "Recreate" => {
                sets.iter().flat_map(|set| api.store().owned_by::<Pod>(&set.meta.uid)).cloned().collect()
            }
            _ => Vec::new(),
        };
        let plan = plan(&deployment, &sets, &pods, api.wall_clock());
        let requeue = plan.requeue_after_seconds;
        carry_out(&deployment, plan, api)?;
        Ok(match requeue {
            Some(seconds) => Requeue::After(Span::from_secs(seconds.max(0) as u64).max(Span::from_millis(5))),
            None => Requeue::Done,
        })
    }
}

fn replica_set_keys(change: &Change, store: &Store, keys: &mut Vec<Key>) {
    for object in [&change.old, &change.new].into_iter().flatten() {
        keys.extend(controller_key(object.meta(), Kind::Deployment));
    }
    let meta = change.object().meta();
    if meta.controller().is_none() {
        let selects =
            |one: &&Arc<Deployment>| !one.spec.selector.is_empty() && one.spec.selector.matches(&meta.labels);
        let selecting = store.list_in::<Deployment>(&meta.namespace).filter(selects);
        keys.extend(selecting.map(|one| Key::new(Kind::Deployment, &one.meta.namespace, &one.meta.name)));
    }
    keys.dedup();
}

/// A Recreate rollout waits for the last old pod to be gone.
fn deployment_of_pod(change: &Change, store: &Store) -> Option<Key> {
    let set = controller_key(change.object().meta(), Kind::ReplicaSet)?;
    let set = store.by_key::<ReplicaSet>(&set)?;
    let key = controller_key(&set.meta, Kind::Deployment)?;
    store.by_key::<Deployment>(&key).filter(|one| one.spec.strategy.kind == "Recreate").map(|_| key)
}

fn controlled(deployment: &Deployment, store: &Store) -> Vec<Arc<ReplicaSet>> {
    let mine = |set: &&Arc<ReplicaSet>| set.meta.is_controlled_by(&deployment.meta.uid);
    store.owned_by::<ReplicaSet>(&deployment.meta.uid).filter(mine).cloned().collect()
}

/// Takes on ReplicaSets that match and have no controller; lets go of those that no longer match.
fn adopt(deployment: &Deployment, api: &mut Client<'_>) -> Result<(), Status> {
    let selector = &deployment.spec.selector;
    let sets: Vec<Arc<ReplicaSet>> =
        api.store().list_in::<ReplicaSet>(&deployment.meta.namespace).cloned().collect();
    for set in sets {
        let mine = set.meta.is_controlled_by(&deployment.meta.uid);
        let matches = selector.matches(&set.meta.labels);
        let mut changed = ReplicaSet::clone(&set);
        match (mine, matches) {
            (true, false) => changed.meta.owner_references.retain(|owner| owner.uid != deployment.meta.uid),
            (false, true) if set.meta.controller().is_none() && !set.meta.is_terminating() => {
                changed.meta.owner_references.push(controller_reference(&deployment.clone().into_object()));
            }
            _ => continue,
        }
        api.update(changed)?;
    }
    Ok(())
}

/// Makes the calls of a plan in order; one that is refused ends the pass.
fn carry_out(deployment: &Arc<Deployment>, plan: Plan, api: &mut Client<'_>) -> Result<(), Status> {
    for action in plan.actions {
        act(deployment, action, api)?;
    }
    Ok(())
}

fn act(deployment: &Arc<Deployment>, action: Action, api: &mut Client<'_>) -> Result<(), Status> {
    match action {
        Action::Create(set) => create(deployment, *set, api),
        Action::Update { replica_set, basis, .. } => {
            let mut set = *replica_set;
            if basis == Basis::Written {
                let stored = api.store().get::<ReplicaSet>(&set.meta.namespace, &set.meta.name);
                set.meta.resource_version =
                    stored.map(|stored| stored.meta.resource_version).unwrap_or_default();
            }
            api.update(set)
        }
        Action::Delete(name) => api.delete(
            &Key::new(Kind::ReplicaSet, &deployment.meta.namespace, &name),
            None,
            Propagation::Background,
        ),
        Action::WriteStatus { status, annotations } => write_status(deployment, *status, annotations, api),
        Action::Event(event) => {
            announce(deployment, &event, api);
            Ok(())
        }
    }
}

fn create(deployment: &Arc<Deployment>, set: ReplicaSet, api: &mut Client<'_>) -> Result<(), Status> {
    let name = set.meta.name.clone();
    let Err(status) = api.create(set) else { return Ok(()) };
    if status.reason == Reason::AlreadyExists {
        let collided = super::after_collision(deployment);
        write_status(deployment, collided, deployment.meta.annotations.clone(), api)?;
        return Err(status);
    }
    let (failed, event) = super::after_failed_create(deployment, &name, &status.message, api.wall_clock());
    announce(deployment, &event, api);
    if let Some(failed) = failed {
        write_status(deployment, failed, deployment.meta.annotations.clone(), api)?;
    }
    Err(status)
}

fn announce(deployment: &Arc<Deployment>, event: &PlannedEvent, api: &mut Client<'_>) {
    let note = Note { warning: event.warning, reason: &event.reason, message: &event.message };
    api.event(&**deployment, note);
}

fn write_status(
    deployment: &Arc<Deployment>,
    status: crate::kinds::deployment::DeploymentStatus,
    annotations: crate::kinds::Labels,
    api: &mut Client<'_>,
) -> Result<(), Status> {
    let mut changed = Deployment::clone(deployment);
    changed.meta.annotations = annotations;
    changed.status = status;
    api.update_status(changed)
}
