//! What a Job's pods count as: pkg/controller/job/job_controller.go, v1.36.

use crate::kinds::job::Job;
use crate::kinds::pod::Pod;

/// batch.kubernetes.io/job-tracking
pub const FINALIZER: &str = "batch.kubernetes.io/job-tracking";

pub fn is_tracked(pod: &Pod) -> bool {
    pod.meta.finalizers.iter().any(|held| held == FINALIZER)
}

/// Whether terminating pods are replaced only when they have failed.
pub fn replaces_only_failed(job: &Job) -> bool {
    job.spec.pod_replacement_policy.as_deref() == Some("Failed") || job.spec.pod_failure_policy.is_some()
}

/// Terminating pods count as failed too, unless only failed pods are replaced.
pub fn is_failed(pod: &Pod, job: &Job) -> bool {
    let phase = pod.status.phase.as_str();
    phase == "Failed" || (!replaces_only_failed(job) && pod.meta.is_terminating() && phase != "Succeeded")
}

pub fn is_terminating(pod: &Pod) -> bool {
    pod.meta.is_terminating() && !pod.is_terminal()
}

pub fn is_suspended(job: &Job) -> bool {
    job.spec.suspend == Some(true)
}

pub fn is_indexed(job: &Job) -> bool {
    job.spec.completion_mode.as_deref() == Some("Indexed")
}

pub fn completions(job: &Job) -> usize {
    usize::try_from(job.spec.completions.unwrap_or_default()).unwrap_or_default()
}

/// Container restarts against the limit, for pods whose containers restart in place.
pub fn restarts_reach_limit(job: &Job, pods: &[std::sync::Arc<Pod>]) -> bool {
    if job.spec.template.spec.restart_policy != "OnFailure" {
        return false;
    }
    let alive = pods.iter().filter(|pod| matches!(pod.status.phase.as_str(), "Running" | "Pending"));
    let statuses =
        alive.flat_map(|pod| pod.status.init_container_statuses.iter().chain(&pod.status.container_statuses));
    let restarts: i64 = statuses.map(|status| i64::from(status.restarts())).sum();
    match i64::from(job.spec.backoff_limit.unwrap_or(6)) {
        0 => restarts > 0,
        limit => restarts >= limit,
    }
}
