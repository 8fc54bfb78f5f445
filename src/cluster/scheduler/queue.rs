//! The scheduling queue: active, back-off, unschedulable and gated.
//!
//! Models pkg/scheduler/backend/queue and plugins/queuesort, v1.36: highest priority first, then oldest; a pod that
//! could not be placed waits until a change one of the refusing plugins cares about, and not longer than five
//! minutes. Then it backs off (1 s doubling to 10 s), which lets the others go first: an idle scheduler
//! takes pods that back off (SchedulerPopFromBackoffQ). A pod that a plugin keeps out is never tried.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::config::Backoff;
use super::pod_info::priority;
use crate::cluster::controllers::WATCH_LATENCY;
use crate::cluster::store::{Change, Key};
use crate::kinds::pod::Pod;
use crate::sim::{SimTime, Span};

/// DefaultPodMaxInUnschedulablePodsDuration
const MAX_UNSCHEDULABLE: Span = Span::from_secs(300);

/// Where a pod waits.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    Active,
    Backoff,
    /// Refused by these plugins; waits for a change they care about.
    Unschedulable(Vec<&'static str>),
    /// Kept out by a plugin.
    Gated(&'static str),
}

/// A pod in the queue.
#[derive(Clone, Debug)]
pub struct PendingPod {
    pub key: Key,
    pub pod: Arc<Pod>,
    pub place: Place,
    /// When it may be tried; of a pod that waits for a change, when it is tried without one.
    pub ready_at: SimTime,
    pub attempts: u32,
    /// The change that makes it be tried.
    pub cause: Option<u64>,
    /// The plugin that thought the change would help; none for new pods and those that waited long enough.
    pub woken_by: Option<&'static str>,
    since: SimTime,
    sequence: u64,
}

/// How important, since when, in what order.
type Rank = (Reverse<i32>, SimTime, u64, Key);

#[derive(Clone, Debug, Default)]
pub struct SchedulingQueue {
    pods: BTreeMap<Key, PendingPod>,
    /// What is not to be looked at yet, by when it is.
    later: BTreeSet<(SimTime, Key)>,
    active: BTreeSet<Rank>,
    /// By when the back-off ends.
    backoff: BTreeSet<(SimTime, Rank)>,
    parked: BTreeSet<Key>,
    sequence: u64,
    limits: Backoff,
}

impl SchedulingQueue {
    pub fn new(limits: Backoff) -> SchedulingQueue {
        SchedulingQueue { limits, ..SchedulingQueue::default() }
    }

    /// One without pods that lets them wait as this one does.
    pub fn emptied(&self) -> SchedulingQueue {
        SchedulingQueue::new(self.limits)
    }

    pub fn iter(&self) -> impl Iterator<Item = &PendingPod> {
        self.pods.values()
    }

    /// A pod that is new or has changed, and the plugin that keeps it out, if any.
    pub fn set(&mut self, key: &Key, pod: &Arc<Pod>, kept_out: Option<&'static str>, now: SimTime) {
        if let Some(held) = self.pods.get_mut(key) {
            held.pod = pod.clone();
            let gated = matches!(held.place, Place::Gated(_));
            if gated != kept_out.is_some() {
                self.move_gated(key, kept_out, now);
            }
            return;
        }
        self.sequence += 1;
        self.insert(PendingPod {
            key: key.clone(),
            pod: pod.clone(),
            place: kept_out.map_or(Place::Active, Place::Gated),
            ready_at: now + WATCH_LATENCY,
            attempts: 0,
            cause: Some(pod.meta.resource_version.0),
            woken_by: None,
            since: now,
            sequence: self.sequence,
        });
    }

    fn move_gated(&mut self, key: &Key, kept_out: Option<&'static str>, now: SimTime) {
        let Some(mut pending) = self.remove(key) else { return };
        pending.place = kept_out.map_or(Place::Active, Place::Gated);
        pending.ready_at = now + WATCH_LATENCY;
        pending.cause = Some(pending.pod.meta.resource_version.0);
        pending.since = now;
        self.insert(pending);
    }

    fn insert(&mut self, pending: PendingPod) {
        if !matches!(pending.place, Place::Gated(_)) {
            self.later.insert((pending.ready_at, pending.key.clone()));
        }
        if matches!(pending.place, Place::Unschedulable(_)) {
            self.parked.insert(pending.key.clone());
        }
        self.pods.insert(pending.key.clone(), pending);
    }

    pub fn remove(&mut self, key: &Key) -> Option<PendingPod> {
        let pending = self.pods.remove(key)?;
        let rank = rank(&pending);
        self.later.remove(&(pending.ready_at, pending.key.clone()));
        self.backoff.remove(&(self.backed_off(&pending), rank.clone()));
        self.active.remove(&rank);
        self.parked.remove(key);
        Some(pending)
    }

    /// When there is a pod to try; in the past if there is one already.
    pub fn next_time(&self) -> Option<SimTime> {
        if !self.active.is_empty() || !self.backoff.is_empty() {
            return Some(SimTime::ZERO);
        }
        self.later.first().map(|(at, _)| *at)
    }

    /// The pod to try now.
    pub fn pop(&mut self, now: SimTime) -> Option<PendingPod> {
        self.settle(now);
        let next = self.active.first().or(self.backoff.first().map(|(_, rank)| rank));
        let key = next?.3.clone();
        let mut pending = self.remove(&key)?;
        pending.attempts += 1;
        Some(pending)
    }

    /// Moves what has become due: to the active pods, or to those that back off.
    fn settle(&mut self, now: SimTime) {
        while let Some((at, key)) = self.later.first().filter(|(at, _)| *at <= now).cloned() {
            self.later.remove(&(at, key.clone()));
            self.parked.remove(&key);
            let Some(pending) = self.pods.get_mut(&key) else { continue };
            if matches!(pending.place, Place::Unschedulable(_)) {
                pending.place = Place::Active;
            }
            match pending.place {
                Place::Backoff => {
                    let until = backed_off(self.limits, pending);
                    self.backoff.insert((until, rank(pending)));
                }
                _ => {
                    self.active.insert(rank(pending));
                }
            }
        }
        while let Some((until, rank)) = self.backoff.first().filter(|(until, _)| *until <= now).cloned() {
            self.backoff.remove(&(until, rank.clone()));
            if let Some(pending) = self.pods.get_mut(&rank.3) {
                pending.place = Place::Active;
            }
            self.active.insert(rank);
        }
    }

    /// Puts a pod that found no node aside.
    pub fn park(&mut self, mut pending: PendingPod, refusers: Vec<&'static str>, now: SimTime) {
        pending.place = Place::Unschedulable(refusers);
        pending.ready_at = now + MAX_UNSCHEDULABLE;
        pending.since = now;
        pending.cause = None;
        pending.woken_by = None;
        self.insert(pending);
    }

    /// Brings back the pods for which this change may make a difference, each with the plugin that says so.
    pub fn requeue_for(
        &mut self,
        change: &Change,
        now: SimTime,
        wakes: impl Fn(&Pod, &[&'static str]) -> Option<&'static str>,
    ) {
        let woken = self.parked.iter().filter_map(|key| match &self.pods.get(key)?.place {
            Place::Unschedulable(refusers) => Some((key.clone(), wakes(&self.pods.get(key)?.pod, refusers)?)),
            _ => None,
        });
        for (key, plugin) in woken.collect::<Vec<_>>() {
            let Some(mut pending) = self.remove(&key) else { continue };
            pending.place = if self.backed_off(&pending) > now { Place::Backoff } else { Place::Active };
            pending.ready_at = now + WATCH_LATENCY;
            pending.cause = Some(change.version);
            pending.woken_by = Some(plugin);
            self.insert(pending);
        }
    }

    fn backed_off(&self, pending: &PendingPod) -> SimTime {
        backed_off(self.limits, pending)
    }

    pub fn has_parked(&self) -> bool {
        !self.parked.is_empty()
    }
}

fn rank(pending: &PendingPod) -> Rank {
    (Reverse(priority(&pending.pod)), pending.since, pending.sequence, pending.key.clone())
}

fn backed_off(limits: Backoff, pending: &PendingPod) -> SimTime {
    if pending.attempts == 0 {
        return pending.since;
    }
    pending.since + limits.initial.times(1 << (pending.attempts - 1).min(10)).min(limits.most)
}
