//! Which pods go first on scale-down: `getPodsToDelete` of pkg/controller/replicaset/replica_set.go, v1.36.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::cluster::pod_order;
use crate::cluster::store::Store;
use crate::kinds::Time;
use crate::kinds::pod::Pod;
use crate::kinds::replicaset::ReplicaSet;

/// The first `count` of `active` in deletion order. Pods rank by how many pods of the same owner's
/// owner share their node, so that a Deployment's old and new pods are counted together.
pub fn pods_to_delete(
    set: &ReplicaSet,
    active: &[Arc<Pod>],
    count: usize,
    store: &Store,
    now: Time,
) -> Vec<Arc<Pod>> {
    if count == 0 {
        return Vec::new();
    }
    deletion_order(active, &related_pods(set, active, store), count, now)
}

/// `related` are the pods that count for the ranks, those of `active` among them.
pub fn deletion_order(active: &[Arc<Pod>], related: &[Arc<Pod>], count: usize, now: Time) -> Vec<Arc<Pod>> {
    if count >= active.len() {
        return active.to_vec();
    }
    let mut on_node: BTreeMap<&str, i64> = BTreeMap::new();
    for pod in related.iter().filter(|pod| pod.is_active()) {
        *on_node.entry(&pod.spec.node_name).or_default() += 1;
    }
    let rank = |pod: &Pod| on_node.get(pod.spec.node_name.as_str()).copied().unwrap_or_default();
    let mut order = pod_order::by_rank(active, rank, now);
    order.truncate(count);
    order
}

fn related_pods(set: &ReplicaSet, active: &[Arc<Pod>], store: &Store) -> Vec<Arc<Pod>> {
    let Some(owner) = set.meta.controller() else { return active.to_vec() };
    let siblings = store.owned_by::<ReplicaSet>(&owner.uid);
    siblings.flat_map(|sibling| store.owned_by::<Pod>(&sibling.meta.uid)).cloned().collect()
}
