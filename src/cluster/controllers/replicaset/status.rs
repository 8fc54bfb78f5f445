//! The status of a ReplicaSet: pkg/controller/replicaset/replica_set_utils.go, v1.36.

use std::sync::Arc;

use crate::cluster::api::Client;
use crate::cluster::status::Status;
use crate::kinds::pod::Pod;
use crate::kinds::replicaset::{ReplicaSet, ReplicaSetCondition, ReplicaSetStatus};
use crate::sim::Span;

/// Writes the status and says after how long a ready pod becomes available.
pub fn update(
    set: &ReplicaSet,
    pods: &[Arc<Pod>],
    failure: Option<&Status>,
    api: &mut Client<'_>,
) -> Result<Option<Span>, Status> {
    let (status, wait) = calculate(set, pods, failure, api);
    if status != set.status {
        let mut set = set.clone();
        set.status = status;
        set.meta.resource_version = Default::default();
        api.update_status(set)?;
    }
    Ok(wait)
}

/// What it should say, and after how long a ready pod becomes available.
pub fn calculate(
    set: &ReplicaSet,
    pods: &[Arc<Pod>],
    failure: Option<&Status>,
    api: &Client<'_>,
) -> (ReplicaSetStatus, Option<Span>) {
    let mut status = ReplicaSetStatus { conditions: conditions(set, failure, api), ..set.status.clone() };
    let active = || pods.iter().filter(|pod| pod.is_active());
    let labels = &set.spec.template.meta.labels;
    let labelled =
        |pod: &&Arc<Pod>| labels.iter().all(|(name, value)| pod.meta.labels.get(name) == Some(value));
    let ready = || active().filter(|pod| pod.is_ready());
    let waits: Vec<i64> =
        ready().map(|pod| seconds_to_available(pod, set.spec.min_ready_seconds, api)).collect();
    status.replicas = Some(active().count() as i32);
    status.fully_labeled_replicas = active().filter(labelled).count() as i32;
    status.ready_replicas = ready().count() as i32;
    status.available_replicas = waits.iter().filter(|wait| **wait <= 0).count() as i32;
    status.terminating_replicas =
        Some(pods.iter().filter(|pod| pod.meta.is_terminating() && !pod.is_terminal()).count() as i32);
    status.observed_generation = set.meta.generation;
    // Times of transitions are whole seconds, and now is not.
    let begun = Span(api.now().0 % Span::from_secs(1).0);
    let next = waits.into_iter().filter(|wait| *wait > 0).min();
    (status, next.map(|wait| Span(Span::from_secs(wait as u64).0 - begun.0)))
}

fn seconds_to_available(pod: &Pod, min_ready_seconds: i32, api: &Client<'_>) -> i64 {
    let since =
        pod.status.condition("Ready").and_then(|ready| ready.last_transition_time).unwrap_or_default();
    i64::from(min_ready_seconds) - api.wall_clock().seconds_since(since)
}

fn conditions(set: &ReplicaSet, failure: Option<&Status>, api: &Client<'_>) -> Vec<ReplicaSetCondition> {
    let Some(failure) = failure else { return Vec::new() };
    if !set.status.conditions.is_empty() {
        return set.status.conditions.clone();
    }
    vec![ReplicaSetCondition {
        kind: "ReplicaFailure".into(),
        status: "True".into(),
        last_transition_time: Some(api.wall_clock()),
        reason: "FailedCreate".into(),
        message: failure.message.clone(),
        extra: None,
    }]
}
