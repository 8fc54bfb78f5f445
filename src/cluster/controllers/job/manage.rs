//! How many pods a Job gets or loses: `manageJob` of pkg/controller/job/job_controller.go, v1.36.

use std::sync::Arc;

use super::backoff::index_seconds_left;
use super::indexes::{self, index_of};
use super::new_pod;
use super::plan::Pass;
use super::pods::{completions, is_indexed, is_suspended, is_terminating, replaces_only_failed};
use crate::cluster::pod_order;
use crate::kinds::pod::Pod;

/// MaxPodCreateDeletePerSync
const MOST_PER_PASS: usize = 500;

impl Pass<'_> {
    pub(super) fn manage(&mut self) {
        if is_suspended(self.job) {
            let surplus = self.removable(self.active_count);
            return self.remove(surplus);
        }
        let parallelism = self.job.spec.parallelism.unwrap_or(1);
        let wanted = match self.job.spec.completions {
            None if self.succeeded > 0 => self.active_count,
            None => parallelism,
            Some(completions) => (completions - self.succeeded).min(parallelism).max(0),
        };
        let mut surplus = self.removable((self.active_count - wanted).max(0));
        surplus.truncate(MOST_PER_PASS);
        if !surplus.is_empty() {
            return self.remove(surplus);
        }
        let held = if replaces_only_failed(self.job) { self.terminating } else { 0 };
        let missing = wanted - held - self.active_count;
        if missing > 0 {
            self.add(missing as usize);
        }
    }

    fn remove(&mut self, pods: Vec<Arc<Pod>>) {
        self.active_count -= pods.len() as i32;
        self.terminating += pods.len() as i32;
        self.ready -= pods.iter().filter(|pod| pod.is_ready()).count() as i32;
        self.plan.drop = pods;
    }

    /// At least so many pods, those first that have come least far; for an Indexed Job also those whose index is
    /// missing, too high or taken.
    fn removable(&self, at_least: i32) -> Vec<Arc<Pod>> {
        let at_least = usize::try_from(at_least).unwrap_or_default();
        let (mut surplus, left) = match is_indexed(self.job) {
            true => self.duplicates(),
            false => (Vec::new(), self.active.clone()),
        };
        if surplus.len() < at_least {
            let more = at_least - surplus.len();
            surplus.extend(pod_order::by_state(&left).into_iter().take(more));
        }
        surplus
    }

    fn duplicates(&self) -> (Vec<Arc<Pod>>, Vec<Arc<Pod>>) {
        let mut sorted = self.active.clone();
        sorted.sort_by_key(|pod| index_of(pod));
        let (mut surplus, mut left) = (Vec::new(), Vec::new());
        for same in sorted.chunk_by(|a, b| index_of(a) == index_of(b)) {
            match index_of(&same[0]) {
                Some(index) if index < completions(self.job) => {
                    let mut order = pod_order::by_state(same);
                    left.extend(order.pop());
                    surplus.extend(order);
                }
                _ => surplus.extend(same.iter().cloned()),
            }
        }
        (surplus, left)
    }

    fn add(&mut self, missing: usize) {
        let per_index = self.job.spec.backoff_limit_per_index.is_some();
        let wait = if per_index { 0 } else { self.plan.record.seconds_left(self.now) };
        if wait > 0 {
            return self.wait(wait);
        }
        let missing = missing.min(MOST_PER_PASS);
        if !is_indexed(self.job) {
            self.plan.create = (0..missing).map(|_| (None, new_pod::build(self.job, None, None))).collect();
        } else {
            let mut pending = self.pending_indexes(missing);
            if per_index {
                let delay = |index: &usize| index_seconds_left(self.awaiting.get(index), self.now);
                let shortest = pending.iter().map(&delay).min().unwrap_or_default();
                if shortest > 0 {
                    return self.wait(shortest);
                }
                pending.retain(|index| delay(index) == 0);
            }
            let made =
                |index| (Some(index), new_pod::build(self.job, Some(index), self.awaiting.get(&index)));
            self.plan.create = pending.into_iter().map(made).collect();
        }
        self.active_count += self.plan.create.len() as i32;
    }

    /// Upstream reports no active pods while it waits.
    fn wait(&mut self, seconds: i64) {
        self.plan.requeue_after_seconds.push(seconds);
        self.active_count = 0;
    }

    fn pending_indexes(&self, count: usize) -> Vec<usize> {
        let mut taken = self.succeeded_indexes.with(indexes::of_pods(&self.active));
        if replaces_only_failed(self.job) {
            let terminating = self.pods.iter().filter(|pod| is_terminating(pod));
            taken = taken.with(indexes::of_pods(terminating));
        }
        if let Some(failed) = &self.failed_indexes {
            taken = taken.merged(failed);
        }
        taken.missing(count, completions(self.job))
    }
}
