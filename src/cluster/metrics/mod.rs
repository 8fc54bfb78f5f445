//! Resource metrics: what metrics-server reads from the kubelets and serves as metrics.k8s.io.
//!
//! Models metrics-server (--metric-resolution 15s) over the kubelets' usage counters: CPU over the last
//! window follows the requests a container answered, memory follows its load. A container shows up once
//! it was seen running at two readings. CPU is what the container gets of its node (`cpu`).

pub mod cpu;
pub mod served;

use std::collections::BTreeMap;

use cpu::Claim;

use super::kubelet::{BURN_MILLI, ContainerRun, Kubelets, PodWorker, Switch};
use super::store::Key;
use crate::kinds::Time;
use crate::kinds::container::ResourceList;
use crate::sim::{SimTime, Span};

const NANO_PER_MILLI: u64 = 1_000_000;
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
    let got = divided(kubelets, now);
    let mut all = BTreeMap::new();
    for worker in kubelets.workers_mut() {
        let Some(got) = got.get(&worker.uid) else { continue };
        let containers = worker.scrape(now, got);
        if !containers.is_empty() {
            let window_seconds = RESOLUTION.as_secs();
            all.insert(worker.key.clone(), PodMetrics { timestamp: clock, window_seconds, containers });
        }
    }
    all
}

/// What each container gets of its node's CPU, by pod.
fn divided(kubelets: &Kubelets, now: SimTime) -> BTreeMap<String, Vec<u64>> {
    let mut nodes: BTreeMap<&str, (Vec<&str>, Vec<Claim>)> = BTreeMap::new();
    for worker in kubelets.workers() {
        let (owners, claims) = nodes.entry(&worker.node).or_default();
        let own = worker.containers.iter().map(|run| claim(run, now)).collect();
        for claim in within_pod(worker, own) {
            owners.push(&worker.uid);
            claims.push(claim);
        }
    }
    let mut all: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for (node, (owners, claims)) in nodes {
        let capacity = kubelets.cpu_nano(node).saturating_sub(served::SYSTEM.0);
        for (owner, got) in owners.into_iter().zip(cpu::divide(capacity, &claims)) {
            all.entry(owner.to_owned()).or_default().push(got);
        }
    }
    all
}

impl PodWorker {
    pub(super) fn runs(&self) -> bool {
        self.containers.iter().any(|run| run.running_since().is_some())
    }

    /// Reads and clears the counters of running containers, which got so much CPU.
    fn scrape(&mut self, now: SimTime, got: &[u64]) -> Vec<ContainerMetrics> {
        let mut read = Vec::new();
        for (run, got) in self.containers.iter_mut().zip(got) {
            let Some(since) = run.running_since() else { continue };
            let window = now.since(since).min(RESOLUTION);
            run.waits_permille = cpu::waits_permille(claim(run, now).wanted, *got);
            let memory_bytes = memory(run, now, window);
            run.note_usage(now, (*got, memory_bytes));
            (run.cpu_us, run.requests) = (0, 0);
            if window == RESOLUTION {
                read.push(ContainerMetrics { name: run.name.clone(), cpu_nano: *got, memory_bytes });
            }
        }
        read
    }
}

/// The claims of a pod's containers, as its own control group bounds them: a limit for all, and the pod's shares.
fn within_pod(worker: &PodWorker, mut claims: Vec<Claim>) -> Vec<Claim> {
    let milli = |list: &ResourceList| list.get("cpu").map(|amount| amount.milli_value().max(0) as u64);
    let Some(whole) = worker.whole() else { return claims };
    if let Some(limit) = milli(&whole.limits) {
        let parts = cpu::divide(limit.saturating_mul(NANO_PER_MILLI), &claims);
        claims.iter_mut().zip(parts).for_each(|(claim, part)| claim.limit = Some(part));
    }
    let sum: u64 = claims.iter().map(|claim| claim.requested_milli).sum();
    if let Some(asked) = milli(&whole.requests) {
        let count = claims.len() as u64;
        let part = |own: u64| asked.saturating_mul(own).checked_div(sum).unwrap_or(asked / count);
        claims.iter_mut().for_each(|claim| claim.requested_milli = part(claim.requested_milli));
    }
    claims
}

/// What a container would use of CPU since the last reading.
fn claim(run: &ContainerRun, now: SimTime) -> Claim {
    let Some(since) = run.running_since() else {
        return Claim { wanted: 0, limit: None, requested_milli: 0 };
    };
    let window_us = now.since(since).min(RESOLUTION).0.max(1);
    let limit = run.limit("cpu").map(|amount| amount.milli_value().max(0) as u64);
    let burns = match run.switches.is_on(Switch::BurnCpu) {
        true => BURN_MILLI.max(limit.unwrap_or_default()),
        // A shell that never waits is one thread.
        false if run.is_busy() => BURN_MILLI,
        false => 0,
    };
    let answers = run.cpu_us.saturating_mul(1_000_000_000) / window_us;
    Claim {
        wanted: ((run.rest_cpu_milli() + burns) * NANO_PER_MILLI).saturating_add(answers),
        limit: limit.map(|limit| limit * NANO_PER_MILLI),
        requested_milli: run.cpu_request_milli(),
    }
}

/// Bytes: what it holds and what answering takes for a moment.
fn memory(run: &ContainerRun, now: SimTime, window: Span) -> u64 {
    let per_second = run.requests.saturating_mul(1_000_000) / window.0.max(1);
    run.memory_bytes(now) + per_second * run.memory_per_request_bytes()
}
