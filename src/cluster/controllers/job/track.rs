//! How ended pods are counted exactly once: `trackJobStatusAndRemoveFinalizers` of
//! pkg/controller/job/job_controller.go, v1.36.
//!
//! A pod's uid is first written into the status as not counted, then its finalizer comes off, then the counter goes up.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::failure_policy::judge;
use super::indexes::{index_of, valid_index_of};
use super::plan::{Pass, condition};
use super::pods::{is_failed, is_indexed, is_tracked};
use crate::cluster::planned::PlannedEvent;
use crate::kinds::job::JobStatus;
use crate::kinds::pod::Pod;

/// MaxUncountedPods
const MOST_UNCOUNTED: usize = 500;

impl Pass<'_> {
    pub(super) fn track(&mut self) {
        if is_indexed(self.job) {
            self.pods.sort_by_key(|pod| index_of(pod));
        }
        let mut tracked: BTreeSet<String> =
            self.pods.iter().filter(|pod| is_tracked(pod)).map(|pod| pod.meta.uid.clone()).collect();
        self.needs_flush |= count_released(&mut self.status, &tracked);
        let full = self.gather();
        self.put_interim_condition();
        if self.needs_flush {
            self.plan.first = Some(self.status.clone());
        }
        for pod in &self.plan.release {
            tracked.remove(&pod.meta.uid);
        }
        let counted = count_released(&mut self.status, &tracked);
        let finished = !full && self.enact_finish();
        if counted || finished {
            self.plan.last = Some(self.status.clone());
        }
        self.plan.status = self.status.clone();
    }

    /// Notes every pod that ended and may lose its finalizer. Says whether there was no room for all.
    fn gather(&mut self) -> bool {
        let mut new_indexes = Vec::new();
        let mut full = false;
        for pod in self.pods.clone().iter().filter(|pod| is_tracked(pod)) {
            let failed = is_failed(pod, self.job);
            if !self.may_release(pod, failed) {
                continue;
            }
            self.plan.release.push(pod.clone());
            self.note_ended(pod, failed, &mut new_indexes);
            let uncounted = self.status.uncounted.get_or_insert_default();
            if new_indexes.len() + uncounted.succeeded.len() + uncounted.failed.len() >= MOST_UNCOUNTED {
                full = true;
                break;
            }
        }
        if is_indexed(self.job) {
            self.write_indexes(new_indexes);
        }
        full
    }

    fn may_release(&self, pod: &Pod, failed: bool) -> bool {
        if self.job.meta.is_terminating() || self.finished.is_some() || pod.status.phase == "Succeeded" {
            return true;
        }
        let awaited = || index_of(pod).and_then(|index| self.awaiting.get(&index));
        failed && awaited().is_none_or(|held| held.meta.uid != pod.meta.uid)
    }

    fn note_ended(&mut self, pod: &Arc<Pod>, failed: bool, new_indexes: &mut Vec<usize>) {
        let indexed = is_indexed(self.job);
        let index = valid_index_of(pod, self.job);
        let ending = self.finished.as_ref().is_some_and(|finished| finished.kind != "SuccessCriteriaMet");
        let uncounted = self.status.uncounted.get_or_insert_default();
        let uid = &pod.meta.uid;
        let known_failed = uncounted.failed.contains(uid);
        if pod.status.phase == "Succeeded" && !known_failed {
            if indexed {
                let new = index.filter(|index| !self.succeeded_before.has(*index));
                self.needs_flush |= new.is_some();
                new_indexes.extend(new);
            } else if !uncounted.succeeded.contains(uid) {
                uncounted.succeeded.push(uid.clone());
                self.needs_flush = true;
            }
        } else if (failed || ending)
            && !known_failed
            && (!indexed || index.is_some())
            && judge(self.job.spec.pod_failure_policy.as_ref(), pod).counts()
        {
            uncounted.failed.push(uid.clone());
            self.needs_flush = true;
        }
    }

    fn write_indexes(&mut self, new: Vec<usize>) {
        let succeeded = self.succeeded_indexes.with(new);
        let completed = succeeded.to_string();
        let failed = self.failed_indexes.as_ref().map(ToString::to_string);
        self.needs_flush |=
            completed != self.status.completed_indexes || failed != self.status.failed_indexes;
        self.status.succeeded = succeeded.total() as i32;
        self.status.completed_indexes = completed;
        self.status.failed_indexes = failed;
    }

    /// The condition that says what is to come, before the pods are let go.
    fn put_interim_condition(&mut self) {
        let Some(finished) = self.finished.clone() else { return };
        let last = match finished.kind.as_str() {
            "FailureTarget" => "Failed",
            "SuccessCriteriaMet" => "Complete",
            _ => return,
        };
        if last == "Failed" || self.held("SuccessCriteriaMet").is_none() {
            self.status.conditions.push(finished.clone());
            self.needs_flush = true;
        }
        self.finished = Some(condition(last, (&finished.reason, &finished.message), self.now));
    }

    /// The last condition, once all pods are counted and gone.
    fn enact_finish(&mut self) -> bool {
        let Some(finished) = self.finished.clone() else { return false };
        let uncounted = self.status.uncounted.get_or_insert_default();
        if !uncounted.succeeded.is_empty() || !uncounted.failed.is_empty() || self.terminating > 0 {
            return false;
        }
        let events = &mut self.plan.final_events;
        if finished.kind == "Complete" {
            if self.job.spec.completions.is_some_and(|wanted| self.status.succeeded > wanted) {
                let message = "Too many succeeded pods running after completion count reached";
                events.push(PlannedEvent::warning("TooManySucceededPods", message.into()));
            }
            self.status.completion_time = Some(self.now);
            events.push(PlannedEvent::normal("Completed", "Job completed".into()));
        } else {
            events.push(PlannedEvent::warning(&finished.reason, finished.message.clone()));
        }
        self.ensure(finished);
        true
    }
}

/// Counts the uids whose pods have no finalizer any more. Says whether there were any.
fn count_released(status: &mut JobStatus, tracked: &BTreeSet<String>) -> bool {
    let uncounted = status.uncounted.get_or_insert_default();
    let before = (uncounted.succeeded.len(), uncounted.failed.len());
    uncounted.succeeded.retain(|uid| tracked.contains(uid));
    uncounted.failed.retain(|uid| tracked.contains(uid));
    let counted = (before.0 - uncounted.succeeded.len(), before.1 - uncounted.failed.len());
    status.succeeded += counted.0 as i32;
    status.failed += counted.1 as i32;
    counted != (0, 0)
}
