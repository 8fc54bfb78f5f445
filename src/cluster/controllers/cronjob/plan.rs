//! One pass over a CronJob: `syncCronJob` and `cleanupFinishedJobs` of pkg/controller/cronjob/cronjob_controllerv2.go,
//! v1.36.

use std::sync::Arc;

use jiff::Timestamp;

use super::missed::{next_seconds, next_start};
use super::schedule::{Clock, written, zone_named};
use crate::cluster::controllers::controller_reference;
use crate::cluster::planned::PlannedEvent;
use crate::kinds::cron_job::{CronJob, CronJobStatus};
use crate::kinds::job::Job;
use crate::kinds::{ObjectMeta, Resource, Time, time_zones};

const SCHEDULED: &str = "batch.kubernetes.io/cronjob-scheduled-timestamp";

/// What is to be done: Jobs deleted, then one made; what is said comes with it, in order.
#[derive(Debug)]
pub struct Plan {
    pub status: CronJobStatus,
    pub steps: Vec<Step>,
    /// Seconds until the next start.
    pub requeue_after_seconds: Option<i64>,
}

#[derive(Debug)]
pub enum Step {
    Say(PlannedEvent),
    Delete(Arc<Job>),
    Start(Box<Job>, Time),
}

pub fn job_name(cron: &str, start: Time) -> String {
    format!("{cron}-{}", start.0.div_euclid(60))
}

/// The schedule as it is parsed: with the zone in front.
pub fn clock_of(cron: &CronJob) -> Result<Clock, String> {
    let line = &cron.spec.schedule;
    match &cron.spec.time_zone {
        Some(zone) if !line.contains("TZ") && time_zones::is_known(zone) => {
            Clock::parse(&format!("TZ={zone} {line}"))
        }
        _ => Clock::parse(line),
    }
}

/// `there` says whether an active Job that is not the CronJob's own still exists.
pub fn plan(cron: &CronJob, jobs: &[Arc<Job>], there: impl Fn(&str) -> Option<Arc<Job>>, now: Time) -> Plan {
    let status = cron.status.clone();
    let mut pass = Pass { cron, now, plan: Plan { status, steps: Vec::new(), requeue_after_seconds: None } };
    pass.trim_history(jobs);
    pass.look_at(jobs);
    pass.drop_missing(jobs, &there);
    if !cron.meta.is_terminating() {
        pass.start(&there);
    }
    pass.plan
}

struct Pass<'a> {
    cron: &'a CronJob,
    now: Time,
    plan: Plan,
}

impl Pass<'_> {
    fn say(&mut self, event: PlannedEvent) {
        self.plan.steps.push(Step::Say(event));
    }

    fn is_active(&self, uid: &str) -> bool {
        self.plan.status.active.iter().any(|one| one.uid == uid)
    }

    fn forget(&mut self, uid: &str) {
        self.plan.status.active.retain(|one| one.uid != uid);
    }

    fn delete(&mut self, job: &Arc<Job>) {
        self.forget(&job.meta.uid);
        self.plan.steps.push(Step::Delete(job.clone()));
    }

    fn trim_history(&mut self, jobs: &[Arc<Job>]) {
        let spec = &self.cron.spec;
        let limits =
            [("Complete", spec.successful_jobs_history_limit), ("Failed", spec.failed_jobs_history_limit)];
        for (end, limit) in limits {
            let Some(limit) = limit.and_then(|limit| usize::try_from(limit).ok()) else { continue };
            let ended = |job: &&Arc<Job>| job.finish().is_some_and(|finish| finish.kind == end);
            let mut ended: Vec<&Arc<Job>> = jobs.iter().filter(ended).collect();
            ended.sort_by_key(|job| (job.status.start_time.is_none(), job.status.start_time, &job.meta.name));
            let surplus = ended.len().saturating_sub(limit);
            ended.into_iter().take(surplus).for_each(|job| self.delete(job));
        }
    }

    fn look_at(&mut self, jobs: &[Arc<Job>]) {
        for job in jobs {
            let (name, active) = (&job.meta.name, self.is_active(&job.meta.uid));
            let Some(finish) = job.finish() else {
                if !active {
                    let message = format!("Saw a job that the controller did not create or forgot: {name}");
                    self.say(PlannedEvent::warning("UnexpectedJob", message));
                }
                continue;
            };
            if active {
                self.forget(&job.meta.uid);
                let message = format!("Saw completed job: {name}, condition: {}", finish.kind);
                self.say(PlannedEvent::normal("SawCompletedJob", message));
            } else if finish.kind == "Complete" {
                let last = &mut self.plan.status.last_successful_time;
                *last = (*last).max(job.status.completion_time);
            }
        }
    }

    fn drop_missing(&mut self, jobs: &[Arc<Job>], there: &impl Fn(&str) -> Option<Arc<Job>>) {
        for one in self.plan.status.active.clone() {
            let known = jobs.iter().any(|job| job.meta.uid == one.uid);
            if !known && there(&one.name).is_none() {
                let message = format!("Active job went missing: {}", one.name);
                self.say(PlannedEvent::normal("MissingJob", message));
                self.forget(&one.uid);
            }
        }
    }

    fn start(&mut self, there: &impl Fn(&str) -> Option<Arc<Job>>) {
        let (spec, now) = (&self.cron.spec, self.now);
        if let Some(zone) = spec.time_zone.as_ref().filter(|zone| !time_zones::is_known(zone)) {
            let message = format!("invalid timeZone: {zone:?}: unknown time zone {zone}");
            return self.say(PlannedEvent::warning("UnknownTimeZone", message));
        }
        if spec.suspend == Some(true) {
            return;
        }
        let Some(clock) = self.clock() else { return };
        let start = match next_start(self.cron, &clock, now) {
            Ok((start, _, event)) => {
                self.plan.steps.extend(event.map(Step::Say));
                start
            }
            Err(why) => {
                let message = format!("invalid schedule: {} : {why}", spec.schedule);
                return self.say(PlannedEvent::warning("InvalidSchedule", message));
            }
        };
        if let Some(start) = start.filter(|start| self.may_start(*start)) {
            if spec.concurrency_policy == "Replace" {
                let active = self.plan.status.active.clone();
                active.iter().filter_map(|one| there(&one.name)).for_each(|job| self.delete(&job));
            }
            self.plan.steps.push(Step::Start(Box::new(self.job(start)), start));
        }
        self.plan.requeue_after_seconds = next_seconds(self.cron, &clock, now);
    }

    fn clock(&mut self) -> Option<Clock> {
        let line = &self.cron.spec.schedule;
        if line.contains("TZ") {
            let message = format!(
                "CRON_TZ or TZ used in schedule {line:?} is not officially supported, see \
                 https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details"
            );
            self.say(PlannedEvent::warning("UnsupportedSchedule", message));
        }
        match clock_of(self.cron) {
            Ok(clock) => Some(clock),
            Err(why) => {
                let message = format!("unparseable schedule: {line:?} : {why}");
                self.say(PlannedEvent::warning("UnparseableSchedule", message));
                None
            }
        }
    }

    fn may_start(&mut self, start: Time) -> bool {
        let spec = &self.cron.spec;
        if spec.starting_deadline_seconds.is_some_and(|seconds| start.plus_seconds(seconds) < self.now) {
            let when = Timestamp::from_second(start.0).unwrap_or_default();
            let when = when.strftime("%a, %d %b %Y %H:%M:%S +0000");
            let message = format!("Missed scheduled time to start a job: {when}");
            self.say(PlannedEvent::warning("MissSchedule", message));
            return false;
        }
        let name = job_name(&self.cron.meta.name, start);
        let status = &self.plan.status;
        if status.active.iter().any(|one| one.name == name) || status.last_schedule_time == Some(start) {
            return false;
        }
        if spec.concurrency_policy == "Forbid" && !status.active.is_empty() {
            let message =
                "Not starting job because prior execution is running and concurrency policy is Forbid";
            self.say(PlannedEvent::normal("JobAlreadyActive", message.into()));
            return false;
        }
        true
    }

    fn job(&self, start: Time) -> Job {
        let (cron, template) = (self.cron, &self.cron.spec.job_template);
        let zone = zone_named(cron.spec.time_zone.as_deref().unwrap_or_default());
        let mut annotations = template.meta.annotations.clone();
        annotations.insert(SCHEDULED.into(), written(start, &zone));
        let meta = ObjectMeta {
            name: job_name(&cron.meta.name, start),
            namespace: cron.meta.namespace.clone(),
            labels: template.meta.labels.clone(),
            annotations,
            owner_references: vec![controller_reference(&cron.clone().into_object())],
            ..Default::default()
        };
        Job { meta, spec: template.spec.clone(), ..Default::default() }
    }
}
