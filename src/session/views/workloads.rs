//! Deployments and bare ReplicaSets, one line each.

use super::{reference_of, why};
use crate::cluster::World;
use crate::kinds::Resource;
use crate::kinds::deployment::Deployment;
use crate::kinds::replicaset::ReplicaSet;
use crate::view::{LightState, Workload};

pub fn all(world: &World) -> Vec<Workload> {
    let store = world.api().store();
    let deployments = store.list::<Deployment>().map(|one| deployment(one));
    let bare =
        store.list::<ReplicaSet>().filter(|set| set.meta.controller().is_none()).map(|set| replica_set(set));
    deployments.chain(bare).collect()
}

fn deployment(one: &Deployment) -> Workload {
    let waiting_for = why::deployment(one);
    let stuck = one.condition("Progressing").is_some_and(|condition| condition.status == "False");
    Workload {
        reference: reference_of(&one.clone().into_object()),
        desired: one.replicas().max(0) as u32,
        ready: one.status.ready_replicas.max(0) as u32,
        updated: one.status.updated_replicas.max(0) as u32,
        available: one.status.available_replicas.max(0) as u32,
        light: match (waiting_for.is_empty(), stuck) {
            (true, _) => LightState::Good,
            (false, true) => LightState::Bad,
            (false, false) => LightState::Busy,
        },
        waiting_for,
    }
}

fn replica_set(one: &ReplicaSet) -> Workload {
    let (wanted, ready) = (one.replicas().max(0), one.status.ready_replicas.max(0));
    Workload {
        reference: reference_of(&one.clone().into_object()),
        desired: wanted as u32,
        ready: ready as u32,
        updated: one.status.replicas.unwrap_or_default().max(0) as u32,
        available: one.status.available_replicas.max(0) as u32,
        light: if ready == wanted { LightState::Good } else { LightState::Busy },
        waiting_for: if ready == wanted {
            String::new()
        } else {
            format!("{ready} of {wanted} pods are ready")
        },
    }
}
