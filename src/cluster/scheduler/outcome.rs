//! What the scheduler writes after a cycle: a binding, the words of a failure, victims on their way out.
//!
//! Models schedule_one.go bindingCycle and handleSchedulingFailure, framework/preemption/executor.go, v1.36.

use super::decision::{Candidate, Decision};
use super::pod_info::{PodInfo, priority};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::events::Note;
use crate::cluster::store::Key;
use crate::cluster::writes;
use crate::kinds::Kind;
use crate::kinds::pod::Pod;

pub fn bind(pod: &Pod, node: &str, api: &mut Client<'_>) {
    if api.bind(&pod.meta.namespace, &pod.meta.name, node).is_ok() {
        let message = format!("Successfully assigned {} to {node}", pod.meta.full_name());
        api.event_in_series(pod, "Binding", Note::normal("Scheduled", &message));
    }
}

/// Says why, and nominates the pod to a node if one is given; an empty one clears its nomination.
pub fn fail(pod: &Pod, decision: &Decision, nominated: Option<&str>, api: &mut Client<'_>) {
    refuse(pod, &decision.message, nominated, api);
}

pub fn refuse(pod: &Pod, message: &str, nominated: Option<&str>, api: &mut Client<'_>) {
    api.event_in_series(pod, "Scheduling", Note::warning("FailedScheduling", message));
    let mut pod = pod.clone();
    let mut condition = writes::condition("PodScheduled", "False");
    condition.reason = "Unschedulable".into();
    condition.message = message.into();
    writes::set_pod_condition(&mut pod, condition, api.wall_clock());
    if let Some(node) = nominated {
        pod.status.nominated_node_name = node.to_owned();
    }
    write_status(pod, api);
}

/// Deletes the victims, and lets less important pods that were nominated to the node look for another.
pub fn preempt(pod: &Pod, chosen: &Candidate, nominated: &[PodInfo], api: &mut Client<'_>) {
    for other in nominated.iter().filter(|other| other.priority() < priority(pod)) {
        let key = Key::new(Kind::Pod, &other.pod.meta.namespace, &other.pod.meta.name);
        if let Some(mut other) = api.store().by_key::<Pod>(&key).map(|held| Pod::clone(held)) {
            other.status.nominated_node_name.clear();
            write_status(other, api);
        }
    }
    for victim in &chosen.victims {
        let key = Key::new(Kind::Pod, &victim.namespace, &victim.name);
        let held = api.store().by_key::<Pod>(&key).filter(|held| held.meta.uid == victim.uid);
        if let Some(held) = held.filter(|held| !held.meta.is_terminating()).cloned() {
            evict(pod, &held, &chosen.node, &key, api);
        }
    }
}

fn evict(pod: &Pod, victim: &Pod, node: &str, key: &Key, api: &mut Client<'_>) {
    let mut marked = victim.clone();
    let mut condition = writes::condition("DisruptionTarget", "True");
    condition.reason = "PreemptionByScheduler".into();
    condition.message =
        format!("{}: preempting to accommodate a higher priority pod", pod.spec.scheduler_name);
    writes::set_pod_condition(&mut marked, condition, api.wall_clock());
    write_status(marked, api);
    if api.delete(key, None, Propagation::Background).is_ok() {
        let message = format!("Preempted by pod {} on node {node}", pod.meta.uid);
        api.event_in_series(victim, "Preempting", Note::normal("Preempted", &message));
    }
}

/// The pod may have gone meanwhile; then there is nothing to say about it.
fn write_status(mut pod: Pod, api: &mut Client<'_>) {
    pod.meta.resource_version = Default::default();
    let _ = api.update_status(pod);
}
