//! How long a Job waits after failures: pkg/controller/job/backoff_utils.go, v1.36.

use std::sync::Arc;

use super::indexes;
use crate::kinds::Time;
use crate::kinds::pod::Pod;

/// DefaultJobPodFailureBackOff, MaxJobPodFailureBackOff
const FIRST_SECONDS: i64 = 10;
const MOST_SECONDS: i64 = 600;

/// What the controller remembers of a Job's failures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BackoffRecord {
    pub failures: i32,
    pub last_failure: Option<Time>,
}

impl BackoffRecord {
    /// The record after more pods have ended: a success forgets the failures before it.
    pub fn after(self, succeeded: &[Arc<Pod>], failed: &[Arc<Pod>]) -> BackoffRecord {
        let times = |pods: &[Arc<Pod>]| pods.iter().map(|pod| finished_at(pod)).max();
        let Some(last_success) = times(succeeded) else {
            let last_failure = times(failed).or(self.last_failure);
            return BackoffRecord {
                failures: self.failures.saturating_add(failed.len() as i32),
                last_failure,
            };
        };
        let later: Vec<Time> =
            failed.iter().map(|pod| finished_at(pod)).filter(|at| *at > last_success).collect();
        BackoffRecord { failures: later.len() as i32, last_failure: later.into_iter().max() }
    }

    pub fn seconds_left(&self, now: Time) -> i64 {
        seconds_left(self.failures, self.last_failure, now)
    }
}

/// The same for one index, whose pod tells how often it has failed.
pub fn index_seconds_left(last: Option<&Arc<Pod>>, now: Time) -> i64 {
    last.map_or(0, |pod| {
        seconds_left(indexes::absolute_failures(pod).saturating_add(1), Some(finished_at(pod)), now)
    })
}

fn seconds_left(failures: i32, last: Option<Time>, now: Time) -> i64 {
    let Some(last) = last.filter(|_| failures > 0) else { return 0 };
    let doublings = (failures - 1).clamp(0, 10) as u32;
    let delay = (FIRST_SECONDS << doublings).min(MOST_SECONDS);
    (delay - now.seconds_since(last)).max(0)
}

/// When a pod ended, as well as can be known.
pub fn finished_at(pod: &Pod) -> Time {
    let ended = pod.status.container_statuses.iter().map(|status| {
        status.state.terminated.as_ref().and_then(|ended| ended.finished_at).filter(|at| at.0 != 0)
    });
    let containers: Option<Vec<Time>> = ended.collect();
    let unready = pod.status.condition("Ready").filter(|ready| ready.status == "False");
    let deleted = pod
        .meta
        .deletion_timestamp
        .map(|at| at.plus_seconds(-pod.meta.deletion_grace_period_seconds.unwrap_or_default()));
    containers
        .and_then(|times| times.into_iter().max())
        .or_else(|| unready.and_then(|ready| ready.last_transition_time))
        .or(deleted)
        .or(pod.meta.creation_timestamp)
        .unwrap_or_default()
}
