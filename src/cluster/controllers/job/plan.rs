//! One pass over a Job: `syncJob` of pkg/controller/job/job_controller.go, v1.36.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::backoff::BackoffRecord;
use super::failure_policy::{Verdict, judge};
use super::indexes::{self, Indexes};
use super::pods::{self, completions, is_failed, is_indexed, is_suspended, is_terminating, is_tracked};
use super::success_policy;
use crate::cluster::planned::PlannedEvent;
use crate::kinds::Time;
use crate::kinds::job::{Job, JobCondition, JobStatus};
use crate::kinds::pod::Pod;

/// What is to be done, in this order.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Pods that lose their finalizer at once and are deleted: they are not counted.
    pub drop: Vec<Arc<Pod>>,
    /// Pods that are deleted and still have to be counted.
    pub delete: Vec<Arc<Pod>>,
    /// Pods to make, with their index.
    pub create: Vec<(Option<usize>, Pod)>,
    /// The status to write before finalizers are taken off.
    pub first: Option<JobStatus>,
    /// Pods whose finalizer comes off.
    pub release: Vec<Arc<Pod>>,
    /// The status to write at the end.
    pub last: Option<JobStatus>,
    /// The status in the end, written or not.
    pub status: JobStatus,
    /// Said when a status is written that changes the suspension.
    pub events: Vec<PlannedEvent>,
    /// Said when the last status is written.
    pub final_events: Vec<PlannedEvent>,
    pub record: BackoffRecord,
    /// When to look again although nothing changes.
    pub requeue_after_seconds: Vec<i64>,
}

/// The pass while it goes on.
pub(super) struct Pass<'a> {
    pub job: &'a Job,
    pub pods: Vec<Arc<Pod>>,
    pub now: Time,
    pub status: JobStatus,
    pub active: Vec<Arc<Pod>>,
    pub active_count: i32,
    pub ready: i32,
    pub terminating: i32,
    pub succeeded: i32,
    pub failed: i32,
    pub finished: Option<JobCondition>,
    pub succeeded_before: Indexes,
    pub succeeded_indexes: Indexes,
    pub failed_indexes: Option<Indexes>,
    pub awaiting: BTreeMap<usize, Arc<Pod>>,
    pub needs_flush: bool,
    pub plan: Plan,
}

pub fn plan(job: &Job, pods: &[Arc<Pod>], record: BackoffRecord, now: Time) -> Plan {
    let mut pass = Pass::new(job, pods, record, now);
    pass.judge();
    pass.count_indexes();
    pass.act();
    let read = (job.status.active, job.status.ready, job.status.terminating);
    pass.needs_flush |= read != (pass.active_count, Some(pass.ready), Some(pass.terminating));
    pass.status.active = pass.active_count;
    pass.status.ready = Some(pass.ready);
    pass.status.terminating = Some(pass.terminating);
    pass.track();
    pass.plan
}

pub(super) fn condition(kind: &str, (reason, message): (&str, &str), now: Time) -> JobCondition {
    JobCondition {
        kind: kind.into(),
        status: "True".into(),
        reason: reason.into(),
        message: message.into(),
        last_probe_time: Some(now),
        last_transition_time: Some(now),
        ..Default::default()
    }
}

const COMPLETED: (&str, &str) = ("CompletionsReached", "Reached expected number of succeeded pods");

impl<'a> Pass<'a> {
    fn new(job: &'a Job, pods: &[Arc<Pod>], record: BackoffRecord, now: Time) -> Pass<'a> {
        let active: Vec<Arc<Pod>> = pods.iter().filter(|pod| pod.is_active()).cloned().collect();
        let mut status = job.status.clone();
        let uncounted = status.uncounted.get_or_insert_default().clone();
        let known = |list: &[String]| -> BTreeSet<String> { list.iter().cloned().collect() };
        let ended = |counted: &BTreeSet<String>, test: &dyn Fn(&Pod) -> bool| -> Vec<Arc<Pod>> {
            let fresh = pods.iter().filter(|pod| is_tracked(pod) && !counted.contains(&pod.meta.uid));
            let valid = fresh.filter(|pod| !is_indexed(job) || indexes::valid_index_of(pod, job).is_some());
            valid.filter(|pod| test(pod)).cloned().collect()
        };
        let succeeded = ended(&known(&uncounted.succeeded), &|pod| pod.status.phase == "Succeeded");
        let failed = ended(&known(&uncounted.failed), &|pod| is_failed(pod, job));
        let policy = job.spec.pod_failure_policy.as_ref();
        let counted = failed.iter().filter(|pod| judge(policy, pod).counts()).count();
        if status.start_time.is_none() && !is_suspended(job) {
            status.start_time = Some(now);
        }
        Pass {
            job,
            now,
            active_count: active.len() as i32,
            ready: active.iter().filter(|pod| pod.is_ready()).count() as i32,
            terminating: pods.iter().filter(|pod| is_terminating(pod)).count() as i32,
            succeeded: status.succeeded + (succeeded.len() + uncounted.succeeded.len()) as i32,
            failed: status.failed + (counted + uncounted.failed.len()) as i32,
            active,
            finished: None,
            succeeded_before: Indexes::default(),
            succeeded_indexes: Indexes::default(),
            failed_indexes: None,
            awaiting: BTreeMap::new(),
            needs_flush: false,
            plan: Plan {
                drop: Vec::new(),
                delete: Vec::new(),
                create: Vec::new(),
                first: None,
                release: Vec::new(),
                last: None,
                status: status.clone(),
                events: Vec::new(),
                final_events: Vec::new(),
                record: record.after(&succeeded, &failed),
                requeue_after_seconds: Vec::new(),
            },
            status,
            pods: pods.to_vec(),
        }
    }

    pub(super) fn held(&self, kind: &str) -> Option<&JobCondition> {
        self.status.conditions.iter().find(|one| one.kind == kind && one.status == "True")
    }

    fn fail(&mut self, reason: &str, message: &str) {
        self.finished = Some(condition("FailureTarget", (reason, message), self.now));
    }

    /// Whether the Job is over: decided before, by the failure policy, by a limit or by its deadline.
    fn judge(&mut self) {
        let job = self.job;
        self.finished = self.held("SuccessCriteriaMet").cloned();
        if self.finished.is_none() {
            if let Some(target) = self.held("FailureTarget") {
                self.finished = Some(condition("Failed", (&target.reason, &target.message), self.now));
            } else if let Some(message) = self.failing_message() {
                self.fail("PodFailurePolicy", &message);
            }
        }
        if self.finished.is_some() {
            return;
        }
        let past_limit = self.failed > job.spec.backoff_limit.unwrap_or(6);
        let deadline = job.spec.active_deadline_seconds.filter(|_| !is_suspended(job));
        let elapsed = self.status.start_time.map_or(0, |start| self.now.seconds_since(start));
        if past_limit || pods::restarts_reach_limit(job, &self.pods) {
            self.fail("BackoffLimitExceeded", "Job has reached the specified backoff limit");
        } else if let Some(seconds) = deadline {
            if elapsed >= seconds {
                self.fail("DeadlineExceeded", "Job was active longer than specified deadline");
            } else {
                self.plan.requeue_after_seconds.push(seconds - elapsed);
            }
        }
    }

    fn failing_message(&self) -> Option<String> {
        let policy = self.job.spec.pod_failure_policy.as_ref()?;
        let failed = self.pods.iter().filter(|pod| is_failed(pod, self.job));
        failed.map(|pod| judge(Some(policy), pod)).find_map(|verdict| match verdict {
            Verdict::FailJob(message) => Some(message),
            _ => None,
        })
    }

    fn count_indexes(&mut self) {
        let job = self.job;
        if !is_indexed(job) {
            return;
        }
        (self.succeeded_before, self.succeeded_indexes) = indexes::succeeded(job, &self.pods);
        self.succeeded = self.succeeded_indexes.total() as i32;
        if job.spec.backoff_limit_per_index.is_some() {
            let failed = indexes::failed(job, &self.pods);
            self.judge_indexes(failed.total());
            let active = indexes::of_pods(&self.active);
            let done = &self.succeeded_indexes;
            let settled = |index| done.has(index) || failed.has(index) || active.contains(&index);
            self.awaiting = indexes::awaiting_replacement(job, &self.pods, settled);
            self.failed_indexes = Some(failed);
        }
        if self.finished.is_none() {
            let policy = job.spec.success_policy.as_ref();
            let message = success_policy::met(policy, completions(job), &self.succeeded_indexes);
            self.finished =
                message.map(|message| condition("SuccessCriteriaMet", ("SuccessPolicy", &message), self.now));
        }
    }

    fn judge_indexes(&mut self, failed: usize) {
        if self.finished.is_some() {
            return;
        }
        let limit = self.job.spec.max_failed_indexes.and_then(|limit| usize::try_from(limit).ok());
        if limit.is_some_and(|limit| failed > limit) {
            let message = "Job has exceeded the specified maximal number of failed indexes";
            self.fail("MaxFailedIndexesExceeded", message);
        } else if failed > 0 && failed + self.succeeded_indexes.total() >= completions(self.job) {
            self.fail("FailedIndexes", "Job has failed indexes");
        }
    }

    /// A Job that is over loses its active pods; any other gets or loses what it needs.
    fn act(&mut self) {
        if self.finished.is_some() {
            self.plan.delete = self.active.clone();
            self.terminating += self.active_count;
            self.ready -= self.active.iter().filter(|pod| pod.is_ready()).count() as i32;
            self.active_count = 0;
            return;
        }
        let managed = !self.job.meta.is_terminating();
        if managed {
            self.manage();
        }
        let enough = match self.job.spec.completions {
            None => self.succeeded > 0,
            Some(wanted) => self.succeeded >= wanted,
        };
        if enough && self.active_count == 0 {
            self.finished = Some(condition("SuccessCriteriaMet", COMPLETED, self.now));
        } else if managed {
            self.note_suspension();
        }
    }

    fn note_suspension(&mut self) {
        let (status, reason, word) = match is_suspended(self.job) {
            true => ("True", "JobSuspended", "Suspended"),
            false => ("False", "JobResumed", "Resumed"),
        };
        let message = format!("Job {}", word.to_lowercase());
        let mut new = condition("Suspended", (reason, &message), self.now);
        new.status = status.into();
        if self.ensure(new) {
            self.needs_flush = true;
            self.plan.events.push(PlannedEvent::normal(word, message));
            if !is_suspended(self.job) {
                self.status.start_time = Some(self.now);
            }
        }
    }

    /// Puts a condition in place of the one of its type; one that is not there need not become False.
    pub(super) fn ensure(&mut self, new: JobCondition) -> bool {
        let same = |held: &JobCondition| {
            (&held.status, &held.reason, &held.message) == (&new.status, &new.reason, &new.message)
        };
        match self.status.conditions.iter_mut().find(|held| held.kind == new.kind) {
            Some(held) if same(held) => false,
            Some(held) => {
                *held = new;
                true
            }
            None if new.status == "False" => false,
            None => {
                self.status.conditions.push(new);
                true
            }
        }
    }
}
