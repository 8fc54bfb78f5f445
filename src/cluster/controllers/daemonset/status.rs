//! The status of a DaemonSet: `updateDaemonSetStatus` of pkg/controller/daemon/daemon_controller.go, v1.36.

use std::sync::Arc;

use super::node;
use super::nodes::{ByNode, is_updated, oldest_first};
use crate::cluster::pod_control;
use crate::kinds::Time;
use crate::kinds::daemon_set::{DaemonSet, DaemonSetStatus};
use crate::kinds::node::Node;

pub fn of(set: &DaemonSet, nodes: &[Arc<Node>], pods: &ByNode, hash: &str, now: Time) -> DaemonSetStatus {
    let (mut desired, mut current, mut misscheduled, mut ready, mut updated, mut available) =
        (0, 0, 0, 0, 0, 0);
    for node in nodes {
        let (run, _) = node::should_run(set, node);
        let oldest = pods.get(&node.meta.name).and_then(|pods| pods.iter().min_by(|a, b| oldest_first(a, b)));
        desired += i32::from(run);
        let Some(pod) = oldest else { continue };
        if !run {
            misscheduled += 1;
            continue;
        }
        current += 1;
        ready += i32::from(pod.is_ready());
        available += i32::from(pod_control::is_available(pod, set.spec.min_ready_seconds, now));
        updated += i32::from(is_updated(set, pod, hash));
    }
    DaemonSetStatus {
        desired_number_scheduled: Some(desired),
        current_number_scheduled: Some(current),
        number_misscheduled: Some(misscheduled),
        number_ready: Some(ready),
        updated_number_scheduled: updated,
        number_available: available,
        number_unavailable: desired - available,
        observed_generation: set.meta.generation,
        ..set.status.clone()
    }
}
