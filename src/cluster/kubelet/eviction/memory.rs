//! A node's memory: how much is left, who uses it, and whom the kernel kills when there is none.
//!
//! Models the memory parts of pkg/kubelet/eviction/helpers.go and pkg/kubelet/oom, v1.36.

use super::super::agent::NodeAgent;
use super::super::memory::{badness, score_adjust};
use super::super::worker::PodWorker;
use super::{Signal, Usage, Workers, on};
use crate::cluster::metrics::served::SYSTEM;
use crate::cluster::scheduler::resources::requests;
use crate::sim::SimTime;

pub const RESOURCE: &str = "memory";
/// DefaultEvictionHard: memory.available<100Mi
const THRESHOLD: u64 = 100 << 20;

/// What the pods of a node and its system hold.
fn used_bytes(node: &str, workers: &Workers, now: SimTime) -> u64 {
    on(node, workers).map(|worker| worker.memory_bytes(now)).fold(SYSTEM.1, u64::saturating_add)
}

pub fn signal(agent: &NodeAgent, workers: &Workers, now: SimTime) -> Option<Signal> {
    let available = agent.memory_bytes.saturating_sub(used_bytes(&agent.name, workers, now));
    let condition = "MemoryPressure";
    let known = agent.memory_bytes > 0;
    known.then_some(Signal { resource: RESOURCE, condition, threshold: THRESHOLD, available })
}

pub fn usage(worker: &PodWorker, now: SimTime) -> Usage {
    let container = |run: &super::super::ContainerRun| {
        let spec = worker.pod.container_named(&run.name);
        let asked = spec.and_then(|spec| spec.resources.requests.get(RESOURCE).cloned());
        (run.name.clone(), run.memory_bytes(now), asked)
    };
    Usage {
        used: worker.memory_bytes(now),
        requested: requests(&worker.pod.spec).get(RESOURCE).map_or(0, |one| one.value().max(0) as u64),
        containers: worker.containers.iter().map(container).collect(),
    }
}

/// The container the kernel kills on a node whose memory is used up: its pod, its place and its program.
pub fn victim(agent: &NodeAgent, workers: &Workers, now: SimTime) -> Option<(String, usize)> {
    if agent.memory_bytes == 0 || used_bytes(&agent.name, workers, now) <= agent.memory_bytes {
        return None;
    }
    let all = on(&agent.name, workers).flat_map(|worker| {
        let runs = worker.containers.iter().enumerate().filter(|(_, run)| run.running_since().is_some());
        runs.filter_map(move |(at, run)| {
            let spec = worker.pod.container_named(&run.name)?;
            let adjust = score_adjust(&worker.pod, spec, agent.memory_bytes);
            Some((badness(run.memory_bytes(now), adjust, agent.memory_bytes), worker.uid.clone(), at))
        })
    });
    all.filter(|(score, ..)| *score > 0).max_by_key(|(score, ..)| *score).map(|(_, uid, at)| (uid, at))
}

impl PodWorker {
    /// What its containers hold, and its volumes in memory.
    pub fn memory_bytes(&self, now: SimTime) -> u64 {
        let held = self.containers.iter().map(|run| run.memory_bytes(now));
        let written: u64 = self
            .containers
            .iter()
            .filter(|run| run.running_since().is_some())
            .map(|run| run.tmpfs.bytes())
            .sum();
        held.fold(self.tmpfs_bytes.saturating_sub(written), u64::saturating_add)
    }

    /// Whether a container takes more and more memory.
    pub(in super::super) fn grows(&self) -> bool {
        self.containers.iter().any(|run| !run.growths.is_empty() && run.running_since().is_some())
    }
}
