//! Evicting pods from a node that runs short of memory or of its disk, and those that wrote more than they may.
//!
//! Models pkg/kubelet/eviction, v1.36, with the default hard thresholds. It looks every ten seconds, and evicts one pod at a
//! time. DefaultEvictionHard names no `pid.available`, so that process ids are not looked at. `memory` and `disk` say how much there is and who uses it.

mod disk;
mod memory;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::admission::is_critical;
use super::agent::NodeAgent;
use super::worker::PodWorker;
use crate::cluster::api::Client;
use crate::cluster::events::Note;
use crate::cluster::process::disk::Storage;
use crate::kinds::node::Node;
use crate::kinds::quantity::{Format, Quantity};
use crate::sim::Span;

pub use memory::victim;

/// evictionPressureTransitionPeriod
const TRANSITION: Span = Span::from_secs(300);
/// immediateEvictionGracePeriodSeconds
const GRACE_S: i64 = 1;
const PAGE: u64 = 4096;

/// Why a pod is evicted.
#[derive(Clone, Debug, PartialEq)]
pub struct Eviction {
    pub reason: &'static str,
    pub message: String,
    /// What its condition DisruptionTarget says, if it goes for the sake of others and not for what it did itself.
    pub disruption: Option<String>,
    /// Within how long, if not within its own grace period.
    pub grace_s: Option<i64>,
}

impl Eviction {
    fn new(message: String, disruption: Option<String>) -> Eviction {
        Eviction { reason: "Evicted", message, disruption, grace_s: Some(GRACE_S) }
    }
}

pub type Workers = BTreeMap<String, Arc<PodWorker>>;

fn on<'a>(node: &'a str, workers: &'a Workers) -> impl Iterator<Item = &'a Arc<PodWorker>> + Clone {
    workers.values().filter(move |worker| worker.node == node)
}

/// Something a node can run short of.
struct Signal {
    resource: &'static str,
    condition: &'static str,
    threshold: u64,
    available: u64,
}

/// What a pod uses of what is short: all of it, what it asked for, and of its containers those that use more than they asked for.
struct Usage {
    used: u64,
    requested: u64,
    /// Name, bytes used, request.
    containers: Vec<(String, u64, Option<Quantity>)>,
}

/// Looks at a node; the pod to evict, if one has to go.
pub fn look(
    agent: &mut NodeAgent,
    workers: &Workers,
    storage: &Storage,
    api: &mut Client<'_>,
) -> Option<(String, Eviction)> {
    let now = api.now();
    let signals = [memory::signal(agent, workers, now), disk::signal(agent, workers, storage)];
    let short: Vec<&Signal> = signals.iter().flatten().filter(|one| one.available < one.threshold).collect();
    agent.pressure_seen.extend(short.iter().map(|signal| (signal.condition, now)));
    agent.pressure_seen.retain(|_, seen| now.since(*seen) < TRANSITION);
    let node = agent.name.clone();
    let active = on(&node, workers).filter(|worker| worker.is_evictable());
    let wrote = active.clone().find_map(|worker| Some((worker, disk::too_much_written(worker, storage)?)));
    if let Some((worker, message)) = wrote {
        return Some((worker.uid.clone(), Eviction::new(message, None)));
    }
    let signal = *short.first()?;
    if let Some(node) = api.store().get::<Node>("", &agent.name).cloned() {
        let text = format!("Attempting to reclaim {}", signal.resource);
        api.event(&*node, Note::warning("EvictionThresholdMet", &text));
    }
    let is_memory = signal.resource == memory::RESOURCE;
    if !is_memory && disk::delete_unused_images(agent, workers, signal.threshold - signal.available) {
        return None;
    }
    let usage = |worker: &PodWorker| match is_memory {
        true => memory::usage(worker, now),
        false => disk::usage(worker, storage),
    };
    let worst = active.min_by_key(|worker| rank(worker, &usage(worker)))?;
    let message = message(signal, &usage(worst));
    Some((worst.uid.clone(), Eviction::new(message.clone(), Some(message))))
}

/// rankMemoryPressure, rankDiskPressureFunc: those over their request first, then by priority, then by how far they are over.
fn rank(worker: &PodWorker, usage: &Usage) -> (bool, i32, i128) {
    let over = i128::from(usage.used) - i128::from(usage.requested);
    (over <= 0, worker.pod.spec.priority.unwrap_or_default(), -over)
}

/// Bytes of whole pages.
fn pages(bytes: u64) -> Quantity {
    Quantity::from_value((bytes / PAGE * PAGE).min(i64::MAX as u64) as i64, Format::BinarySI)
}

/// evictionMessage: the threshold and every container over its request, the sentences each with a blank behind.
fn message(signal: &Signal, usage: &Usage) -> String {
    let mut text = format!(
        "The node was low on resource: {}. Threshold quantity: {}, available: {}. ",
        signal.resource,
        pages(signal.threshold),
        pages(signal.available)
    );
    for (name, used, asked) in &usage.containers {
        if *used > asked.as_ref().map_or(0, |one| one.value().max(0) as u64) {
            let asked = asked.as_ref().map_or_else(|| "0".to_owned(), ToString::to_string);
            text += &format!(
                "Container {name} was using {}, request is {asked}, has larger consumption of {}. ",
                pages(*used),
                signal.resource
            );
        }
    }
    text
}

impl PodWorker {
    fn is_evictable(&self) -> bool {
        !is_critical(&self.pod) && !self.is_stopping() && !self.pod.is_terminal() && self.runs()
    }
}
