//! The scheduling queue: active, back-off and unschedulable.
//!
//! Models pkg/scheduler/backend/queue, v1.36: highest priority first, then oldest; a pod that could not
//! be placed waits until a change one of the refusing plugins cares about, and not longer than five
//! minutes. Then it backs off (1 s doubling to 10 s), which lets the others go first: an idle scheduler
//! takes pods that back off (SchedulerPopFromBackoffQ).

use std::collections::BTreeMap;

use super::plugins;
use crate::cluster::controllers::WATCH_LATENCY;
use crate::cluster::store::{Change, Key};
use crate::kinds::pod::Pod;
use crate::sim::{SimTime, Span};
use std::sync::Arc;

/// podInitialBackoffSeconds, podMaxBackoffSeconds
const INITIAL_BACKOFF: Span = Span::from_secs(1);
const MAX_BACKOFF: Span = Span::from_secs(10);
/// DefaultPodMaxInUnschedulablePodsDuration
const MAX_UNSCHEDULABLE: Span = Span::from_secs(300);

/// Where a pod waits.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    Active,
    Backoff,
    /// Refused by these plugins; waits for a change they care about.
    Unschedulable(Vec<&'static str>),
}

/// A pod in the queue.
#[derive(Clone, Debug)]
pub struct PendingPod {
    pub key: Key,
    pub pod: Arc<Pod>,
    pub place: Place,
    /// When it may be tried.
    pub ready_at: SimTime,
    pub attempts: u32,
    /// The change that makes it be tried.
    pub cause: Option<u64>,
    priority: i32,
    since: SimTime,
    sequence: u64,
}

/// When, how important, since when, in what order.
type Rank = (SimTime, std::cmp::Reverse<i32>, SimTime, u64, Key);

#[derive(Clone, Debug, Default)]
pub struct SchedulingQueue {
    pods: BTreeMap<Key, PendingPod>,
    order: std::collections::BTreeSet<Rank>,
    parked: std::collections::BTreeSet<Key>,
    sequence: u64,
}

impl SchedulingQueue {
    pub fn iter(&self) -> impl Iterator<Item = &PendingPod> {
        self.pods.values()
    }

    pub fn add(&mut self, key: &Key, pod: &Arc<Pod>, now: SimTime) {
        if let Some(held) = self.pods.get_mut(key) {
            held.pod = pod.clone();
            return;
        }
        self.sequence += 1;
        self.insert(PendingPod {
            key: key.clone(),
            pod: pod.clone(),
            place: Place::Active,
            ready_at: now + WATCH_LATENCY,
            attempts: 0,
            cause: Some(pod.meta.resource_version.0),
            priority: pod.spec.priority.unwrap_or_default(),
            since: now,
            sequence: self.sequence,
        });
    }

    fn insert(&mut self, pending: PendingPod) {
        self.order.insert(rank(&pending));
        if matches!(pending.place, Place::Unschedulable(_)) {
            self.parked.insert(pending.key.clone());
        }
        self.pods.insert(pending.key.clone(), pending);
    }

    pub fn remove(&mut self, key: &Key) -> Option<PendingPod> {
        let pending = self.pods.remove(key)?;
        self.order.remove(&rank(&pending));
        self.parked.remove(key);
        Some(pending)
    }

    pub fn next_time(&self) -> Option<SimTime> {
        self.order.first().map(|(at, ..)| *at)
    }

    /// The pod to try now: of those that may be tried, the one of the highest priority, then the oldest.
    pub fn pop(&mut self, now: SimTime) -> Option<PendingPod> {
        let due = self.order.iter().take_while(|(at, ..)| *at <= now);
        let backs_off = |key: &Key| self.pods.get(key).is_some_and(|pending| pending.place == Place::Backoff);
        let rank =
            |(_, priority, since, sequence, key): &&Rank| (backs_off(key), *priority, *since, *sequence);
        let key = due.take(256).min_by_key(rank)?.4.clone();
        let mut pending = self.remove(&key)?;
        pending.attempts += 1;
        Some(pending)
    }

    /// Puts a pod that found no node aside.
    pub fn park(&mut self, mut pending: PendingPod, refusers: Vec<&'static str>, now: SimTime) {
        pending.place = Place::Unschedulable(refusers);
        pending.ready_at = now + MAX_UNSCHEDULABLE;
        pending.since = now;
        self.insert(pending);
    }

    /// Brings back the pods for which this change may make a difference.
    pub fn requeue_for(&mut self, change: &Change, now: SimTime) {
        if self.parked.is_empty() {
            return;
        }
        let wakes = |pending: &PendingPod| match &pending.place {
            Place::Unschedulable(refusers) => plugins::all()
                .iter()
                .any(|plugin| refusers.contains(&plugin.name()) && plugin.retry_on(change, &pending.pod)),
            _ => false,
        };
        let woken: Vec<Key> =
            self.parked.iter().filter(|key| self.pods.get(key).is_some_and(wakes)).cloned().collect();
        for key in woken {
            let Some(mut pending) = self.remove(&key) else { continue };
            let backed_off = pending.since + backoff(pending.attempts);
            pending.place = if backed_off > now { Place::Backoff } else { Place::Active };
            pending.ready_at = now + WATCH_LATENCY;
            pending.cause = Some(change.version);
            self.insert(pending);
        }
    }
}

fn rank(pending: &PendingPod) -> Rank {
    (
        pending.ready_at,
        std::cmp::Reverse(pending.priority),
        pending.since,
        pending.sequence,
        pending.key.clone(),
    )
}

fn backoff(attempts: u32) -> Span {
    INITIAL_BACKOFF.times(1 << attempts.saturating_sub(1).min(10)).min(MAX_BACKOFF)
}
