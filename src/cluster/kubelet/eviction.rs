//! Evicting pods from a node that runs short of memory, and those that wrote more than they may; and what the
//! kernel does when a node has no memory left at all.
//!
//! Models pkg/kubelet/eviction and pkg/kubelet/oom, v1.36, with the default hard thresholds; a node's disk never fills,
//! so of disks only the limits of pods are watched. It looks every ten seconds, and evicts one pod at a time.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::agent::NodeAgent;
use super::container::ContainerRun;
use super::memory::{badness, score_adjust};
use super::volumes;
use super::worker::PodWorker;
use crate::cluster::api::Client;
use crate::cluster::events::Note;
use crate::cluster::metrics::served::SYSTEM;
use crate::cluster::process::disk::Storage;
use crate::cluster::scheduler::resources::{limits, requests};
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::quantity::{Format, Quantity};
use crate::sim::{SimTime, Span};

/// DefaultEvictionHard: memory.available<100Mi
const THRESHOLD: u64 = 100 << 20;
/// evictionPressureTransitionPeriod
const TRANSITION: Span = Span::from_secs(300);
const PAGE: u64 = 4096;
const SYSTEM_CRITICAL: i32 = 2_000_000_000;

/// Why a pod is evicted.
#[derive(Clone, Debug, PartialEq)]
pub struct Eviction {
    pub message: String,
    /// For the node's sake, and not for what the pod itself did.
    pub for_node: bool,
}

pub type Workers = BTreeMap<String, Arc<PodWorker>>;

fn on<'a>(node: &'a str, workers: &'a Workers) -> impl Iterator<Item = &'a Arc<PodWorker>> + Clone {
    workers.values().filter(move |worker| worker.node == node)
}

/// What the pods of a node and its system hold.
pub fn used_bytes(node: &str, workers: &Workers, now: SimTime) -> u64 {
    on(node, workers).map(|worker| worker.memory_bytes(now)).fold(SYSTEM.1, u64::saturating_add)
}

/// Looks at a node; the pod to evict, if one has to go.
pub fn look(
    agent: &mut NodeAgent,
    workers: &Workers,
    storage: &Storage,
    api: &mut Client<'_>,
) -> Option<(String, Eviction)> {
    let now = api.now();
    let available = agent.memory_bytes.saturating_sub(used_bytes(&agent.name, workers, now));
    let short = agent.memory_bytes > 0 && available < THRESHOLD;
    if short {
        agent.pressure_seen = Some(now);
    }
    agent.under_pressure = agent.pressure_seen.is_some_and(|at| now.since(at) < TRANSITION);
    let active = on(&agent.name, workers).filter(|worker| worker.is_evictable());
    let wrote = active.clone().find_map(|worker| Some((worker, too_much_written(worker, storage)?)));
    if let Some((worker, message)) = wrote {
        return Some((worker.uid.clone(), Eviction { message, for_node: false }));
    }
    if !short {
        return None;
    }
    if let Some(node) = api.store().get::<Node>("", &agent.name).cloned() {
        api.event(&*node, Note::warning("EvictionThresholdMet", "Attempting to reclaim memory"));
    }
    let worst = active.min_by_key(|worker| rank(worker, now))?;
    Some((worst.uid.clone(), Eviction { message: message(worst, available, now), for_node: true }))
}

/// rankMemoryPressure: those over their request first, then by priority, then by how far they are over.
fn rank(worker: &PodWorker, now: SimTime) -> (bool, i32, i128) {
    let over = i128::from(worker.memory_bytes(now)) - i128::from(requested(&worker.pod));
    (over <= 0, worker.pod.spec.priority.unwrap_or_default(), -over)
}

fn requested(pod: &Pod) -> i64 {
    requests(&pod.spec).get("memory").map_or(0, |one| one.value().max(0))
}

/// Bytes of whole pages.
fn pages(bytes: u64) -> Quantity {
    Quantity::from_value((bytes / PAGE * PAGE).min(i64::MAX as u64) as i64, Format::BinarySI)
}

/// evictionMessage: the threshold and every container over its request, the sentences each with a blank behind.
fn message(worker: &PodWorker, available: u64, now: SimTime) -> String {
    let mut text = format!(
        "The node was low on resource: memory. Threshold quantity: {}, available: {}. ",
        pages(THRESHOLD),
        pages(available)
    );
    for run in &worker.containers {
        let spec = worker.pod.container_named(&run.name);
        let asked = spec.and_then(|spec| spec.resources.requests.get("memory"));
        let used = run.memory_bytes(now);
        if used > asked.map_or(0, |one| one.value().max(0) as u64) {
            let asked = asked.map_or_else(|| "0".to_owned(), ToString::to_string);
            text += &format!(
                "Container {} was using {}, request is {asked}, has larger consumption of memory. ",
                run.name,
                pages(used)
            );
        }
    }
    text
}

/// localStorageEviction: what a pod's volumes and layers hold against their limits.
fn too_much_written(worker: &PodWorker, storage: &Storage) -> Option<String> {
    let pod = &worker.pod;
    let over = |limit: &Quantity, used: u64| limit.value() > 0 && used > limit.value() as u64;
    let mut volumes = 0;
    for (name, limit) in volumes::empty_dirs(pod) {
        let used = storage.size(&volumes::own_disk(pod, &name));
        if let Some(limit) = limit.filter(|limit| over(limit, used)) {
            return Some(format!(
                "Usage of EmptyDir volume {name:?} exceeds the limit {:?}. ",
                limit.to_string()
            ));
        }
        volumes += used;
    }
    let layer = |run: &ContainerRun| storage.size(&volumes::layer(&worker.uid, &run.name));
    let whole = limits(&pod.spec).remove("ephemeral-storage");
    let used = volumes + worker.containers.iter().map(layer).sum::<u64>();
    if let Some(limit) = whole.filter(|limit| over(limit, used)) {
        return Some(format!(
            "Pod ephemeral local storage usage exceeds the total limit of containers {limit}. "
        ));
    }
    worker.containers.iter().find_map(|run| {
        let limit = pod.container_named(&run.name)?.resources.limits.get("ephemeral-storage")?;
        let text = format!(
            "Container {} exceeded its local ephemeral storage limit {:?}. ",
            run.name,
            limit.to_string()
        );
        over(limit, layer(run)).then_some(text)
    })
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
    /// What its containers hold.
    pub fn memory_bytes(&self, now: SimTime) -> u64 {
        self.containers.iter().map(|run| run.memory_bytes(now)).fold(0, u64::saturating_add)
    }

    /// Whether a container takes more and more memory.
    pub(super) fn grows(&self) -> bool {
        self.containers.iter().any(|run| !run.growths.is_empty() && run.running_since().is_some())
    }

    fn is_evictable(&self) -> bool {
        let critical = self.pod.spec.priority.is_some_and(|priority| priority >= SYSTEM_CRITICAL);
        !critical && !self.is_stopping() && !self.pod.is_terminal() && self.runs()
    }
}
