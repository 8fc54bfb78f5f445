//! The half of the CronJob controller that reads and writes.

use std::sync::Arc;

use super::missed::next_seconds;
use super::plan::{Step, clock_of, plan};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::controllers::{Controller, Requeue, controller_key};
use crate::cluster::events::Note;
use crate::cluster::pod_control::is_namespace_terminating;
use crate::cluster::status::{Reason, Status};
use crate::cluster::store::{Change, Key, Store};
use crate::cluster::world::EPOCH;
use crate::kinds::cron_job::{CronJob, CronJobStatus};
use crate::kinds::endpoints::ObjectReference;
use crate::kinds::job::Job;
use crate::kinds::{Kind, Time};
use crate::sim::Span;

/// nextScheduleDelta
const PADDING: Span = Span::from_millis(100);

#[derive(Clone, Debug)]
pub struct CronJobController;

impl Controller for CronJobController {
    fn name(&self) -> &'static str {
        "cronjob-controller"
    }

    fn watches(&self, change: &Change, _: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::CronJob => keys.push(change.key.clone()),
            Kind::Job => {
                let objects = [&change.old, &change.new].into_iter().flatten();
                keys.extend(objects.filter_map(|object| controller_key(object.meta(), Kind::CronJob)));
                keys.dedup();
            }
            _ => {}
        }
    }

    /// A changed schedule is looked at when it first fires, so that it is not held to moments before the change.
    fn delay(&self, change: &Change) -> Span {
        let cron = |object: &Option<crate::kinds::Object>| -> Option<Arc<CronJob>> {
            crate::kinds::Resource::of(object.as_ref()?).cloned()
        };
        let (Some(old), Some(new)) = (cron(&change.old), cron(&change.new)) else { return Span::ZERO };
        if (&old.spec.schedule, &old.spec.time_zone) == (&new.spec.schedule, &new.spec.time_zone) {
            return Span::ZERO;
        }
        let now = EPOCH.plus_seconds(change.at.as_secs() as i64);
        let seconds = clock_of(&new).ok().and_then(|clock| next_seconds(&new, &clock, now));
        seconds.and_then(|seconds| u64::try_from(seconds).ok()).map_or(Span::ZERO, Span::from_secs)
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(cron) = api.store().by_key::<CronJob>(key).cloned() else { return Ok(Requeue::Done) };
        let owned = api.store().owned_by::<Job>(&cron.meta.uid);
        let jobs: Vec<Arc<Job>> =
            owned.filter(|job| job.meta.is_controlled_by(&cron.meta.uid)).cloned().collect();
        let there = |name: &str| api.store().get::<Job>(&cron.meta.namespace, name).cloned();
        let plan = plan(&cron, &jobs, there, api.wall_clock());
        let mut status = plan.status;
        let outcome = plan.steps.into_iter().try_for_each(|step| take(step, &cron, &mut status, api));
        if status != cron.status {
            let mut changed = CronJob::clone(&cron);
            changed.status = status;
            changed.meta.resource_version = Default::default();
            api.update_status(changed)?;
        }
        outcome?;
        let wait = plan.requeue_after_seconds.map(|seconds| api.until(seconds) + PADDING);
        Ok(wait.map_or(Requeue::Done, Requeue::After))
    }
}

fn take(step: Step, cron: &CronJob, status: &mut CronJobStatus, api: &mut Client<'_>) -> Result<(), Status> {
    match step {
        Step::Say(event) => {
            let note = Note { warning: event.warning, reason: &event.reason, message: &event.message };
            api.event(cron, note);
            Ok(())
        }
        Step::Delete(job) => delete(&job, cron, status, api),
        Step::Start(job, start) => start_job(*job, start, cron, status, api),
    }
}

fn delete(job: &Job, cron: &CronJob, status: &mut CronJobStatus, api: &mut Client<'_>) -> Result<(), Status> {
    let key = Key::new(Kind::Job, &job.meta.namespace, &job.meta.name);
    if let Err(refusal) = api.delete(&key, None, Propagation::Background) {
        let held = cron.status.active.iter().filter(|one| one.uid == job.meta.uid);
        status.active.extend(held.cloned());
        let message = format!("Deleted job: {}", refusal.message);
        api.event(cron, Note::warning("FailedDelete", &message));
        return Err(refusal);
    }
    api.event(cron, Note::normal("SuccessfulDelete", &format!("Deleted job {}", job.meta.name)));
    Ok(())
}

fn start_job(
    job: Job,
    start: Time,
    cron: &CronJob,
    status: &mut CronJobStatus,
    api: &mut Client<'_>,
) -> Result<(), Status> {
    let name = job.meta.name.clone();
    let made = match api.create(job) {
        Ok(made) => {
            api.event(cron, Note::normal("SuccessfulCreate", &format!("Created job {name}")));
            made
        }
        Err(refusal) if refusal.reason == Reason::AlreadyExists => {
            let there = api.store().get::<Job>(&cron.meta.namespace, &name).cloned();
            let own = there.filter(|job| job.meta.is_controlled_by(&cron.meta.uid));
            let Some(job) = own.filter(|job| !status.active.iter().any(|one| one.uid == job.meta.uid)) else {
                return Ok(());
            };
            job
        }
        Err(refusal) => {
            if !is_namespace_terminating(&cron.meta.namespace, api.store()) {
                let message = format!("Error creating job: {}", refusal.message);
                api.event(cron, Note::warning("FailedCreate", &message));
            }
            return Err(refusal);
        }
    };
    status.active.push(ObjectReference {
        api_version: Kind::Job.info().api_version(),
        kind: "Job".into(),
        name: made.meta.name.clone(),
        namespace: made.meta.namespace.clone(),
        resource_version: made.meta.resource_version.0.to_string(),
        uid: made.meta.uid.clone(),
        ..Default::default()
    });
    status.last_schedule_time = Some(start);
    Ok(())
}
