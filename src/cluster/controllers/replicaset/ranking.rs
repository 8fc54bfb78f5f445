//! Which pods go first on scale-down: pkg/controller/controller_utils.go ActivePodsWithRanks, v1.36.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::cluster::store::Store;
use crate::kinds::Time;
use crate::kinds::pod::Pod;
use crate::kinds::replicaset::ReplicaSet;

/// controller.kubernetes.io/pod-deletion-cost
const DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";

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
    if count >= active.len() {
        return active.to_vec();
    }
    deletion_order(active, &related_pods(set, active, store), count, now)
}

/// `related` are the pods that count for the ranks, those of `active` among them.
pub fn deletion_order(active: &[Arc<Pod>], related: &[Arc<Pod>], count: usize, now: Time) -> Vec<Arc<Pod>> {
    let mut on_node: BTreeMap<&str, i64> = BTreeMap::new();
    for pod in related.iter().filter(|pod| pod.is_active()) {
        *on_node.entry(&pod.spec.node_name).or_default() += 1;
    }
    let rank = |pod: &Pod| on_node.get(pod.spec.node_name.as_str()).copied().unwrap_or_default();
    let mut order: Vec<&Arc<Pod>> = active.iter().collect();
    order.sort_by(|a, b| compare(a, b, (rank(a), rank(b)), now));
    order.into_iter().take(count).cloned().collect()
}

fn related_pods(set: &ReplicaSet, active: &[Arc<Pod>], store: &Store) -> Vec<Arc<Pod>> {
    let Some(owner) = set.meta.controller() else { return active.to_vec() };
    let siblings = store.owned_by::<ReplicaSet>(&owner.uid);
    siblings.flat_map(|sibling| store.owned_by::<Pod>(&sibling.meta.uid)).cloned().collect()
}

/// Less means deleted earlier.
fn compare(a: &Pod, b: &Pod, ranks: (i64, i64), now: Time) -> Ordering {
    let assigned = |pod: &Pod| !pod.spec.node_name.is_empty();
    let phase = |pod: &Pod| match pod.status.phase.as_str() {
        "Pending" => 0,
        "Unknown" => 1,
        _ => 2,
    };
    assigned(a)
        .cmp(&assigned(b))
        .then(phase(a).cmp(&phase(b)))
        .then(a.is_ready().cmp(&b.is_ready()))
        .then(deletion_cost(a).cmp(&deletion_cost(b)))
        .then(ranks.1.cmp(&ranks.0))
        .then_with(|| by_ready_time(a, b, now))
        .then_with(|| most_restarts(b).cmp(&most_restarts(a)))
        .then_with(|| by_age(a.meta.creation_timestamp, b.meta.creation_timestamp, now))
        .then_with(|| a.meta.uid.cmp(&b.meta.uid))
}

fn deletion_cost(pod: &Pod) -> i32 {
    pod.meta.annotation(DELETION_COST).and_then(|text| text.parse().ok()).unwrap_or_default()
}

fn by_ready_time(a: &Pod, b: &Pod, now: Time) -> Ordering {
    if !(a.is_ready() && b.is_ready()) {
        return Ordering::Equal;
    }
    let since = |pod: &Pod| pod.status.condition("Ready").and_then(|ready| ready.last_transition_time);
    by_age(since(a), since(b), now)
}

/// The younger first, on a logarithmic scale (LogarithmicScaleDown): ages of like size count as equal.
fn by_age(a: Option<Time>, b: Option<Time>, now: Time) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => magnitude(now.seconds_since(a)).cmp(&magnitude(now.seconds_since(b))),
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// The binary logarithm of an age in nanoseconds, rounded down; ages of zero come before all.
fn magnitude(seconds: i64) -> i64 {
    let nanos = i128::from(seconds.max(0)) * 1_000_000_000;
    if nanos == 0 { -1 } else { i64::from(127 - nanos.leading_zeros()) }
}

/// (restarts of the worst restartable init container, worst restarts): pkg/api/v1/pod MaxContainerRestarts.
fn most_restarts(pod: &Pod) -> (i32, i32) {
    let most = |statuses: &[crate::kinds::pod_status::ContainerStatus]| {
        statuses.iter().map(|status| status.restarts()).max().unwrap_or_default()
    };
    (most(&pod.status.init_container_statuses), most(&pod.status.container_statuses))
}
