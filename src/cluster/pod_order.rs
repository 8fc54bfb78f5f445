//! Which pods go first: what controllers look at when they have to choose among their pods.
//!
//! Models the orders `ActivePods` and `ActivePodsWithRanks` of pkg/controller/controller_utils.go, v1.36,
//! with LogarithmicScaleDown. The second is no total order: pods whose times differ but count as alike are told
//! apart by their UIDs, before anything else is looked at. So the sort here is one that no order can upset, and
//! for a dozen pods it takes the steps Go's takes.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::kinds::Time;
use crate::kinds::pod::Pod;
use crate::kinds::pod_status::ContainerStatus;

/// controller.kubernetes.io/pod-deletion-cost
const DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";
/// Go's sort inserts one by one up to this many.
const INSERTED: usize = 12;

/// Sorts pods for deletion, those that go first in front. A higher rank goes earlier.
pub fn by_rank(pods: &[Arc<Pod>], rank: impl Fn(&Pod) -> i64, now: Time) -> Vec<Arc<Pod>> {
    sorted(pods, |a, b| ranked(a, b, (rank(a), rank(b)), now) == Ordering::Less)
}

/// The same by the pods' own states alone.
pub fn by_state(pods: &[Arc<Pod>]) -> Vec<Arc<Pod>> {
    sorted(pods, |a, b| active(a, b) == Ordering::Less)
}

fn sorted(pods: &[Arc<Pod>], less: impl Fn(&Pod, &Pod) -> bool) -> Vec<Arc<Pod>> {
    let mut order: Vec<Arc<Pod>> = Vec::with_capacity(pods.len());
    for pod in pods {
        let place = if pods.len() <= INSERTED {
            order.iter().rposition(|other| !less(pod, other)).map_or(0, |at| at + 1)
        } else {
            order.partition_point(|other| !less(pod, other))
        };
        order.insert(place, pod.clone());
    }
    order
}

fn ranked(a: &Pod, b: &Pod, ranks: (i64, i64), now: Time) -> Ordering {
    by_condition(a, b)
        .then(deletion_cost(a).cmp(&deletion_cost(b)))
        .then(ranks.1.cmp(&ranks.0))
        .then_with(|| {
            let times = both_ready(a, b);
            times.map_or(Ordering::Equal, |(one, other)| by_magnitude(a, b, (one, other), now))
        })
        .then_with(|| restarts(b).cmp(&restarts(a)))
        .then_with(|| by_magnitude(a, b, (a.meta.creation_timestamp, b.meta.creation_timestamp), now))
}

fn active(a: &Pod, b: &Pod) -> Ordering {
    by_condition(a, b)
        .then_with(|| both_ready(a, b).map_or(Ordering::Equal, later_first))
        .then_with(|| restarts(b).cmp(&restarts(a)))
        .then_with(|| later_first((a.meta.creation_timestamp, b.meta.creation_timestamp)))
}

/// Unassigned before assigned, pending before unknown before running, not ready before ready.
fn by_condition(a: &Pod, b: &Pod) -> Ordering {
    let assigned = |pod: &Pod| !pod.spec.node_name.is_empty();
    let phase = |pod: &Pod| match pod.status.phase.as_str() {
        "Unknown" => 1,
        "Running" => 2,
        _ => 0,
    };
    assigned(a).cmp(&assigned(b)).then(phase(a).cmp(&phase(b))).then(a.is_ready().cmp(&b.is_ready()))
}

/// An annotation that is no plain number counts as 0: GetDeletionCostFromPodAnnotations.
fn deletion_cost(pod: &Pod) -> i32 {
    let text = pod.meta.annotation(DELETION_COST).unwrap_or_default();
    let plain = text == "0" || text.starts_with('-') || text.starts_with(|c| ('1'..='9').contains(&c));
    if plain { text.parse().unwrap_or_default() } else { 0 }
}

type Times = (Option<Time>, Option<Time>);

fn both_ready(a: &Pod, b: &Pod) -> Option<Times> {
    let since = |pod: &Pod| pod.status.condition("Ready").and_then(|ready| ready.last_transition_time);
    (a.is_ready() && b.is_ready()).then(|| (since(a), since(b)))
}

fn later_first((a, b): Times) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => b.cmp(&a),
        _ => a.is_some().cmp(&b.is_some()),
    }
}

/// The younger first on a logarithmic scale; by UID where the scale does not tell different times apart.
fn by_magnitude(one: &Pod, other: &Pod, times: Times, now: Time) -> Ordering {
    match times {
        (a, b) if a == b => Ordering::Equal,
        (Some(a), Some(b)) => magnitude(now.seconds_since(a))
            .cmp(&magnitude(now.seconds_since(b)))
            .then_with(|| one.meta.uid.cmp(&other.meta.uid)),
        times => later_first(times),
    }
}

/// The binary logarithm of an age in nanoseconds, rounded down; ages of zero come before all.
fn magnitude(seconds: i64) -> i64 {
    let nanos = i128::from(seconds.max(0)) * 1_000_000_000;
    if nanos == 0 { -1 } else { i64::from(127 - nanos.leading_zeros()) }
}

/// The most restarts of a container, then of a sidecar: maxContainerRestarts.
fn restarts(pod: &Pod) -> (i32, i32) {
    let most =
        |statuses: &mut dyn Iterator<Item = &ContainerStatus>| statuses.map(ContainerStatus::restarts).max();
    let sidecar = |status: &&ContainerStatus| {
        let restarted = |name: &str| pod.spec.init_containers.iter().find(|one| one.name == name);
        restarted(&status.name).is_some_and(|container| container.restart_policy.as_deref() == Some("Always"))
    };
    let regular = most(&mut pod.status.container_statuses.iter());
    let sidecars = most(&mut pod.status.init_container_statuses.iter().filter(sidecar));
    (regular.unwrap_or_default(), sidecars.unwrap_or_default())
}
