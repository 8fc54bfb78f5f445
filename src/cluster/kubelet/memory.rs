//! The memory of containers: what their processes hold, and the kernel's killing of those that hold too much.
//!
//! Models memory control groups and mm/oom_kill.c of Linux with GetContainerOOMScoreAdjust of
//! pkg/kubelet/qos/policy.go, v1.36. A container that grows past its limit is killed at that moment; when a node
//! has no memory left the process with the highest score is.

use super::admission::is_node_critical;
use super::container::{ContainerRun, Stage};
use super::restart::is_sidecar;
use super::worker::PodWorker;
use crate::cluster::scheduler::resources::of_containers;
use crate::kinds::container::Container;
use crate::kinds::pod::{Pod, PodSpec};
use crate::kinds::qos;
use crate::sim::{SimTime, Span};

/// guaranteedOOMScoreAdj, besteffortOOMScoreAdj
const GUARANTEED: i64 = -997;
const BEST_EFFORT: i64 = 1000;
/// How far ahead a container's end is looked for.
const LIMIT_AHEAD: Span = Span::from_secs(14 * 24 * 3600);

/// Memory that a process takes more and more of.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    pub since: SimTime,
    pub bytes_per_s: u64,
    /// It goes no further than this.
    pub most: u64,
}

impl Growth {
    fn bytes(&self, now: SimTime) -> u64 {
        let grown = u128::from(self.bytes_per_s) * u128::from(now.since(self.since).0) / 1_000_000;
        u64::try_from(grown).unwrap_or(u64::MAX).min(self.most)
    }
}

/// Memory that is held since a moment, in one piece.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Held {
    bytes: u64,
    since: SimTime,
}

impl Held {
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    pub fn set(&mut self, bytes: u64, now: SimTime) {
        if bytes > self.bytes {
            self.since = now;
        }
        self.bytes = bytes;
    }

    fn at(&self, now: SimTime) -> u64 {
        if now >= self.since { self.bytes } else { 0 }
    }
}

impl ContainerRun {
    /// What its processes hold, but for what answering requests takes for a moment.
    pub fn memory_bytes(&self, now: SimTime) -> u64 {
        if self.running_since().is_none() {
            return 0;
        }
        let grown = self.growths.iter().map(|one| one.bytes(now));
        let held = self.leaked.at(now).saturating_add(self.tmpfs.at(now));
        grown.fold(self.rest_memory_bytes().saturating_add(held), u64::saturating_add)
    }

    pub fn memory_limit(&self) -> Option<u64> {
        self.limit("memory").map(|limit| limit.value().max(0) as u64).filter(|limit| *limit > 0)
    }

    /// When it will hold more than its control group may, from a moment on.
    pub(super) fn out_of_memory_at(&self, from: SimTime) -> Option<SimTime> {
        let limit = self.memory_limit()?;
        first_time(from, |at| self.memory_bytes(at) > limit)
    }
}

/// When something that stays so once it is begins, from a moment on and as far as is looked ahead.
fn first_time(from: SimTime, holds: impl Fn(SimTime) -> bool) -> Option<SimTime> {
    if holds(from) {
        return Some(from);
    }
    if !holds(from + LIMIT_AHEAD) {
        return None;
    }
    let (mut below, mut above) = (0, LIMIT_AHEAD.0);
    while above - below > 1 {
        let middle = below + (above - below) / 2;
        match holds(from + Span(middle)) {
            true => above = middle,
            false => below = middle,
        }
    }
    Some(from + Span(above))
}

impl PodWorker {
    /// When all containers together hold more than the pod's own limit; what is limited by their limits alone never is.
    pub(super) fn group_full_at(&self) -> Option<SimTime> {
        self.whole.as_ref()?.limits.get("memory")?;
        let limit = self.memory_limit(false)?;
        let from = self.containers.iter().filter_map(ContainerRun::running_since).max()?;
        first_time(from, |at| self.memory_bytes(at) > limit)
    }

    /// The kernel kills the container with the highest score of a pod that holds more than it may.
    pub(super) fn kill_in_group(&mut self, stage: &Stage<'_, '_>) -> bool {
        if self.group_full_at().is_none_or(|at| at > stage.now) {
            return false;
        }
        let capacity = stage.agent.memory_bytes;
        let score = |at: &usize| {
            let run = &self.containers[*at];
            let spec = self.pod.container_named(&run.name);
            let adjust = spec.map_or(0, |spec| score_adjust(&self.pod, spec, capacity));
            badness(run.memory_bytes(stage.now), adjust, capacity)
        };
        let alive = (0..self.containers.len()).filter(|at| {
            let run = &self.containers[*at];
            run.running_since().is_some() && !run.out_of_memory
        });
        let Some(victim) = alive.max_by_key(score) else { return false };
        self.containers[victim].kill_for_memory(stage.now);
        true
    }
}

/// GetContainerOOMScoreAdjust: how much sooner than others a container's processes are killed.
pub fn score_adjust(pod: &Pod, container: &Container, capacity_bytes: u64) -> i64 {
    if is_node_critical(pod) {
        return GUARANTEED;
    }
    match qos::qos_class(&pod.spec) {
        "Guaranteed" => GUARANTEED,
        "BestEffort" => BEST_EFFORT,
        _ => {
            let rest = unasked_by_containers(&pod.spec);
            let adjust = |asked: i64| {
                let part = (i128::from(asked) + i128::from(rest)) * 1000 / i128::from(capacity_bytes.max(1));
                1000 - i64::try_from(part).unwrap_or(i64::MAX)
            };
            let own = adjust(asked(container));
            let least = pod.spec.containers.iter().map(asked).min().filter(|_| is_sidecar(container));
            let adjust = least.map_or(own, |least| own.min(adjust(least)));
            match adjust.max(1000 + GUARANTEED) {
                BEST_EFFORT => BEST_EFFORT - 1,
                adjust => adjust,
            }
        }
    }
}

fn asked(container: &Container) -> i64 {
    container.resources.requests.get("memory").map_or(0, |one| one.value().max(0))
}

/// remainingPodMemReqPerContainer: what the pod asks for as a whole beyond its containers, a part for each.
fn unasked_by_containers(spec: &PodSpec) -> i64 {
    let Some(whole) = spec.resources.as_ref().and_then(|whole| whole.requests.get("memory")) else {
        return 0;
    };
    let own = of_containers(spec).get("memory").map_or(0, |own| own.value());
    let count = (spec.containers.len() + spec.init_containers.len()).max(1) as i64;
    whole.value().saturating_sub(own) / count
}

/// oom_badness: thousandths of the machine's memory, and the adjustment.
pub fn badness(bytes: u64, adjust: i64, capacity_bytes: u64) -> i64 {
    let part = u128::from(bytes) * 1000 / u128::from(capacity_bytes.max(1));
    i64::try_from(part).unwrap_or(i64::MAX).saturating_add(adjust)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::Codec;
    use serde_json::json;

    fn pod(resources: serde_json::Value) -> Pod {
        Pod::from_value(
            &json!({"spec": {"containers": [{"name": "c", "image": "a", "resources": resources}]}}),
        )
    }

    #[test]
    fn scores_are_adjusted_by_class_and_request() {
        let adjust = |resources| {
            let pod = pod(resources);
            score_adjust(&pod, &pod.spec.containers[0], 8 << 30)
        };
        assert_eq!(adjust(json!({})), 1000);
        assert_eq!(adjust(json!({"requests": {"memory": "4Gi"}})), 500);
        assert_eq!(adjust(json!({"requests": {"memory": "1Mi"}})), 999);
        assert_eq!(adjust(json!({"requests": {"memory": "8Gi"}, "limits": {"memory": "9Gi"}})), 3);
        let equal = json!({"cpu": "1", "memory": "1Gi"});
        assert_eq!(adjust(json!({"requests": equal, "limits": equal})), -997);
    }

    #[test]
    fn only_what_the_node_cannot_do_without_is_spared() {
        let adjust = |class: &str| {
            let spec =
                json!({"priorityClassName": class, "priority": 2_000_000_000, "containers": [{"name": "c"}]});
            let pod = Pod::from_value(&json!({"spec": spec}));
            score_adjust(&pod, &pod.spec.containers[0], 8 << 30)
        };
        assert_eq!(adjust("system-node-critical"), -997);
        assert_eq!(adjust("system-cluster-critical"), 1000);
    }

    #[test]
    fn a_growing_container_meets_its_limit() {
        let spec = pod(json!({"limits": {"memory": "100Mi"}}));
        let mut run = ContainerRun::new(&spec.spec.containers[0], false);
        run.start(SimTime::from_secs(1), None);
        let rest = run.memory_bytes(SimTime::from_secs(1));
        run.growths.push(Growth { since: SimTime::from_secs(2), bytes_per_s: 1 << 20, most: u64::MAX });
        let at = run.out_of_memory_at(SimTime::from_secs(2)).expect("it grows past its limit");
        let left_mib = ((100 << 20) - rest) >> 20;
        assert_eq!(at.as_secs(), 2 + left_mib);
        run.growths[0].most = 1 << 20;
        assert_eq!(run.out_of_memory_at(SimTime::from_secs(2)), None);
    }
}
