//! The indexes of an Indexed Job: pkg/controller/job/indexed_job_utils.go, v1.36.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::backoff::finished_at;
use super::failure_policy::{Verdict, judge};
use super::pods::{completions, is_failed, is_tracked};
use crate::kinds::job::Job;
use crate::kinds::pod::Pod;

pub const INDEX: &str = "batch.kubernetes.io/job-completion-index";
pub const FAILURES: &str = "batch.kubernetes.io/job-index-failure-count";
pub const IGNORED_FAILURES: &str = "batch.kubernetes.io/job-index-ignored-failure-count";

/// Indexes in order, kept as intervals of first and last: a Job may have very many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indexes(Vec<(usize, usize)>);

impl Indexes {
    /// Reads `1,3-5`; what is at or above `completions` is left out.
    pub fn parse(text: &str, completions: usize) -> Indexes {
        let mut all: Vec<(usize, usize)> = Vec::new();
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>()) else { continue };
            if first >= completions {
                break;
            }
            if first <= last {
                all.push((first, last.min(completions - 1)));
            }
        }
        Indexes(all).normal()
    }

    pub fn with(&self, more: impl IntoIterator<Item = usize>) -> Indexes {
        let more = more.into_iter().map(|index| (index, index));
        Indexes(self.0.iter().copied().chain(more).collect()).normal()
    }

    pub fn merged(&self, other: &Indexes) -> Indexes {
        Indexes(self.0.iter().chain(&other.0).copied().collect()).normal()
    }

    fn normal(mut self) -> Indexes {
        self.0.sort_unstable();
        let mut merged: Vec<(usize, usize)> = Vec::with_capacity(self.0.len());
        for (first, last) in self.0 {
            match merged.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        Indexes(merged)
    }

    pub fn total(&self) -> usize {
        self.0.iter().map(|(first, last)| last - first + 1).sum()
    }

    pub fn has(&self, index: usize) -> bool {
        let at = self.0.partition_point(|(_, last)| *last < index);
        self.0.get(at).is_some_and(|(first, _)| *first <= index)
    }

    pub fn shared_with(&self, other: &Indexes) -> usize {
        let overlaps = self.0.iter().flat_map(|(first, last)| {
            let from = other.0.partition_point(|(_, end)| end < first);
            let near = other.0[from..].iter().take_while(move |(start, _)| start <= last);
            near.map(move |(start, end)| end.min(last) - start.max(first) + 1)
        });
        overlaps.sum()
    }

    /// The first `count` indexes below `completions` that are not among these.
    pub fn missing(&self, count: usize, completions: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut next = 0;
        for (first, last) in self.0.iter().copied().chain([(completions, completions)]) {
            let gap = next..first.min(completions);
            found.extend(gap.take(count - found.len()));
            next = next.max(last.saturating_add(1));
        }
        found
    }
}

impl fmt::Display for Indexes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (first, last)) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            match last - first {
                0 => write!(f, "{comma}{first}")?,
                1 => write!(f, "{comma}{first},{last}")?,
                _ => write!(f, "{comma}{first}-{last}")?,
            }
        }
        Ok(())
    }
}

pub fn index_of(pod: &Pod) -> Option<usize> {
    pod.meta.annotation(INDEX)?.parse().ok()
}

/// The index, if the Job has it.
pub fn valid_index_of(pod: &Pod, job: &Job) -> Option<usize> {
    index_of(pod).filter(|index| *index < completions(job))
}

pub fn of_pods<'a>(pods: impl IntoIterator<Item = &'a Arc<Pod>>) -> BTreeSet<usize> {
    pods.into_iter().filter_map(|pod| index_of(pod)).collect()
}

/// The indexes that had succeeded when the status was written, and those that have by now.
pub fn succeeded(job: &Job, pods: &[Arc<Pod>]) -> (Indexes, Indexes) {
    let before = Indexes::parse(&job.status.completed_indexes, completions(job));
    let done = pods.iter().filter(|pod| pod.status.phase == "Succeeded" && is_tracked(pod));
    let now = before.with(done.filter_map(|pod| valid_index_of(pod, job)));
    (before, now)
}

pub fn failed(job: &Job, pods: &[Arc<Pod>]) -> Indexes {
    let before = job.status.failed_indexes.as_deref().unwrap_or_default();
    let failed = pods.iter().filter(|pod| is_tracked(pod) && is_index_failed(job, pod));
    Indexes::parse(before, completions(job)).with(failed.filter_map(|pod| valid_index_of(pod, job)))
}

fn is_index_failed(job: &Job, pod: &Pod) -> bool {
    if !is_failed(pod, job) {
        return false;
    }
    match judge(job.spec.pod_failure_policy.as_ref(), pod) {
        Verdict::FailIndex => true,
        verdict => verdict.counts() && failures(pod) >= job.spec.backoff_limit_per_index.unwrap_or(i32::MAX),
    }
}

fn count(pod: &Pod, name: &str) -> i32 {
    pod.meta.annotation(name).and_then(|text| text.parse::<i32>().ok()).unwrap_or_default().max(0)
}

fn failures(pod: &Pod) -> i32 {
    count(pod, FAILURES)
}

/// How often the index failed before this pod, ignored failures included.
pub fn absolute_failures(pod: &Pod) -> i32 {
    failures(pod).saturating_add(count(pod, IGNORED_FAILURES))
}

/// Failures and ignored failures that the pod in place of `replaced` is to remember.
pub fn new_failures(job: &Job, replaced: Option<&Arc<Pod>>) -> (i32, i32) {
    let Some(pod) = replaced else { return (0, 0) };
    let counted = judge(job.spec.pod_failure_policy.as_ref(), pod).counts();
    let (failed, ignored) = (failures(pod), count(pod, IGNORED_FAILURES));
    if counted { (failed.saturating_add(1), ignored) } else { (failed, ignored.saturating_add(1)) }
}

/// The last failed pod of each index that waits for its replacement; it stays until that one has its count.
pub fn awaiting_replacement(
    job: &Job,
    pods: &[Arc<Pod>],
    settled: impl Fn(usize) -> bool,
) -> BTreeMap<usize, Arc<Pod>> {
    let mut last: BTreeMap<usize, Arc<Pod>> = BTreeMap::new();
    for pod in pods.iter().filter(|pod| is_tracked(pod) && is_failed(pod, job)) {
        let Some(index) = valid_index_of(pod, job).filter(|index| !settled(*index)) else { continue };
        let later = |held: &Arc<Pod>| {
            absolute_failures(held) <= absolute_failures(pod) && finished_at(held) <= finished_at(pod)
        };
        if last.get(&index).is_none_or(later) {
            last.insert(index, pod.clone());
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_are_intervals() {
        let indexes = Indexes::parse("0,2-4,7,x,9-20", 12);
        assert_eq!("0,2-4,7,9-11", indexes.to_string());
        assert_eq!(8, indexes.total());
        assert_eq!("0-5,7,9-11", indexes.with([5, 1]).to_string());
        assert_eq!(vec![1, 5, 6], indexes.missing(3, 12));
        assert_eq!(vec![1, 5, 6, 8], indexes.missing(100, 12));
        assert_eq!(5, indexes.shared_with(&Indexes::parse("3-10", 12)));
        assert!(indexes.has(3) && !indexes.has(8) && !indexes.has(12));
        assert_eq!("4,5", Indexes::parse("4-5,8-6", 9).to_string());
    }
}
