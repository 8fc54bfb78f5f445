//! Resource metrics: what metrics-server reads from the kubelets and serves as metrics.k8s.io.
//!
//! Models metrics-server (--metric-resolution 15s) over the kubelets' usage counters: CPU over the last
//! window follows the requests a container answered, memory follows its load. A container shows up once
//! it was seen running at two readings. CPU is capped at the container's limit.

pub mod served;

use std::collections::BTreeMap;

use super::kubelet::{BURN_MILLI, ContainerRun, Kubelets, PodWorker, Switch};
use super::store::Key;
use crate::kinds::Time;
use crate::sim::{SimTime, Span};

/// --metric-resolution
pub const RESOLUTION: Span = Span::from_secs(15);

/// Usage of one container over the last window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerMetrics {
    pub name: String,
    /// Billionths of a core.
    pub cpu_nano: u64,
    pub memory_bytes: u64,
}

/// Usage of a pod: metrics.k8s.io/v1beta1 PodMetrics.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodMetrics {
    pub timestamp: Time,
    pub window_seconds: u64,
    pub containers: Vec<ContainerMetrics>,
}

impl PodMetrics {
    pub fn cpu_nano(&self) -> u64 {
        self.containers.iter().map(|one| one.cpu_nano).sum()
    }

    pub fn memory_bytes(&self) -> u64 {
        self.containers.iter().map(|one| one.memory_bytes).sum()
    }
}

/// What is reported of some pods instead of what was read.
#[derive(Clone, Debug)]
pub struct Script {
    pub namespace: String,
    pub pattern: String,
    /// The pattern, of names.
    pub matches: regex_lite::Regex,
    pub cpu: Reported,
    pub memory_bytes: u64,
}

/// CPU in thousandths of a core.
#[derive(Clone, Copy, Debug)]
pub enum Reported {
    Each(u64),
    /// Of all these pods together that run, whether they were read already or not.
    Total(u64),
    Missing,
}

/// What scripts say of the pods that were read; the last that speaks of a pod counts.
pub fn scripted(
    read: &BTreeMap<Key, PodMetrics>,
    running: &[Key],
    scripts: &[Script],
) -> BTreeMap<Key, PodMetrics> {
    let mut all = read.clone();
    for script in scripts {
        let meant = |key: &&Key| *key.namespace == *script.namespace && script.matches.is_match(&key.name);
        let keys: Vec<&Key> = read.keys().filter(meant).collect();
        let milli = match script.cpu {
            Reported::Missing => {
                keys.into_iter().for_each(|key| drop(all.remove(key)));
                continue;
            }
            Reported::Each(milli) => milli,
            Reported::Total(milli) => milli / running.iter().filter(meant).count().max(1) as u64,
        };
        for key in keys {
            let mut metrics = read[key].clone();
            for (at, one) in metrics.containers.iter_mut().enumerate() {
                let first = u64::from(at == 0);
                one.cpu_nano = milli * 1_000_000 * first;
                one.memory_bytes = script.memory_bytes * first;
            }
            all.insert(key.clone(), metrics);
        }
    }
    all
}

/// Reads every kubelet, as if in one moment.
pub fn scrape(kubelets: &mut Kubelets, now: SimTime, clock: Time) -> BTreeMap<Key, PodMetrics> {
    let mut all = BTreeMap::new();
    for worker in kubelets.workers_mut() {
        let containers: Vec<ContainerMetrics> = worker.scrape(now);
        if !containers.is_empty() {
            let window_seconds = RESOLUTION.as_secs();
            all.insert(worker.key.clone(), PodMetrics { timestamp: clock, window_seconds, containers });
        }
    }
    all
}

impl PodWorker {
    pub(super) fn runs(&self) -> bool {
        self.containers.iter().any(|run| run.running_since().is_some())
    }

    /// Reads and clears the counters of running containers.
    fn scrape(&mut self, now: SimTime) -> Vec<ContainerMetrics> {
        let mut read = Vec::new();
        for run in self.containers.iter_mut() {
            let Some(since) = run.running_since() else { continue };
            let window = now.since(since).min(RESOLUTION);
            let limit = run.resources.limits.get("cpu");
            let usage = usage(run, now, window, limit.map(|limit| limit.milli_value().max(0) as u64));
            run.note_usage(now, usage);
            (run.cpu_us, run.requests) = (0, 0);
            if window == RESOLUTION {
                read.push(ContainerMetrics {
                    name: run.name.clone(),
                    cpu_nano: usage.0,
                    memory_bytes: usage.1,
                });
            }
        }
        read
    }
}

/// CPU in billionths of a core, memory in bytes.
fn usage(run: &ContainerRun, now: SimTime, window: Span, limit_milli: Option<u64>) -> (u64, u64) {
    let window_us = window.0.max(1);
    let burns = run.switches.is_on(Switch::BurnCpu) || run.is_busy();
    let burns = if burns { limit_milli.unwrap_or(BURN_MILLI) } else { 0 };
    let wanted =
        (run.rest_cpu_milli() + burns) * 1_000_000 + run.cpu_us.saturating_mul(1_000_000_000) / window_us;
    let cpu = limit_milli.map_or(wanted, |limit| wanted.min(limit * 1_000_000));
    let per_second = run.requests.saturating_mul(1_000_000) / window_us;
    (cpu, run.memory_bytes(now) + per_second * run.memory_per_request_bytes())
}
