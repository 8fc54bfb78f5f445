//! The half of the Job controller that reads and writes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::backoff::BackoffRecord;
use super::plan::{Plan, plan};
use super::pods::{FINALIZER, is_tracked};
use crate::cluster::api::Client;
use crate::cluster::controllers::{Controller, Requeue};
use crate::cluster::events::Note;
use crate::cluster::planned::PlannedEvent;
use crate::cluster::pod_control;
use crate::cluster::status::{Reason, Status};
use crate::cluster::store::{Change, Key, Store};
use crate::kinds::job::{Job, JobStatus};
use crate::kinds::pod::Pod;
use crate::kinds::{Kind, Resource};
use crate::sim::Span;

/// syncJobBatchPeriod: what pods do is looked at together.
const BATCH: Span = Span::from_secs(1);
/// Jobs with another value belong to others.
const MANAGER: &str = "kubernetes.io/job-controller";

#[derive(Clone, Debug, Default)]
pub struct JobController {
    records: BTreeMap<Key, BackoffRecord>,
    /// Passes that go on once others could see what they have written.
    halfway: BTreeMap<Key, SecondHalf>,
}

/// What a pass writes last: the counters without the pods that were let go in between.
#[derive(Clone, Debug)]
struct SecondHalf {
    status: JobStatus,
    events: Vec<PlannedEvent>,
    wait: Option<i64>,
}

impl Controller for JobController {
    fn name(&self) -> &'static str {
        "job-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::Job => keys.push(change.key.clone()),
            Kind::Pod => pod_control::keys_of::<Job>(change, store, |job| job.spec.selector.as_ref(), keys),
            _ => {}
        }
    }

    fn delay(&self, change: &Change) -> Span {
        let generation =
            |object: &Option<crate::kinds::Object>| object.as_ref().map(|one| one.meta().generation);
        let batched = change.key.kind == Kind::Pod || generation(&change.old) == generation(&change.new);
        if batched { BATCH } else { Span::ZERO }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(job) = api.store().by_key::<Job>(key).cloned() else {
            self.records.remove(key);
            self.halfway.remove(key);
            release_all(key, api)?;
            return Ok(Requeue::Done);
        };
        if let Some(half) = self.halfway.remove(key) {
            write_status(&job, half.status, api)?;
            announce(&job, &half.events, api);
            return Ok(after(half.wait, api));
        }
        if job.spec.managed_by.as_deref().is_some_and(|manager| manager != MANAGER) {
            return Ok(Requeue::Done);
        }
        if job.is_finished() {
            self.records.remove(key);
            release_all(key, api)?;
            return Ok(Requeue::Done);
        }
        let pods = pod_control::claim(&*job, job.spec.selector.as_ref(), Some(FINALIZER), api)?;
        let record = self.records.get(key).copied().unwrap_or_default();
        let plan = plan(&job, &pods, record, api.wall_clock());
        let wait = plan.requeue_after_seconds.iter().min().copied();
        if plan.create.len() as u64 > api.allowance() {
            return create_some(&job, plan.create, api);
        }
        self.carry_out(&job, key, plan, wait, api)?;
        let goes_on = self.halfway.contains_key(key);
        Ok(if goes_on { Requeue::After(Span::ZERO) } else { after(wait, api) })
    }
}

fn after(wait: Option<i64>, api: &Client<'_>) -> Requeue {
    wait.map_or(Requeue::Done, |seconds| Requeue::After(api.until(seconds)))
}

/// Pods of a Job that is gone or done are held no longer.
fn release_all(key: &Key, api: &mut Client<'_>) -> Result<(), Status> {
    let owned = |pod: &&Arc<Pod>| {
        pod.meta.controller().is_some_and(|owner| owner.kind == "Job" && *owner.name == *key.name)
    };
    let held = |pod: &&Arc<Pod>| is_tracked(pod);
    let pods: Vec<Arc<Pod>> =
        api.store().list_in::<Pod>(&key.namespace).filter(held).filter(owned).cloned().collect();
    pods.iter().try_for_each(|pod| release(pod, api))
}

fn release(pod: &Pod, api: &mut Client<'_>) -> Result<(), Status> {
    let Some(stored) = api.store().get::<Pod>(&pod.meta.namespace, &pod.meta.name) else { return Ok(()) };
    let mut pod = Pod::clone(stored);
    pod.meta.finalizers.retain(|held| held != FINALIZER);
    match api.update(pod) {
        Err(status) if status.reason != Reason::NotFound => Err(status),
        _ => Ok(()),
    }
}

impl JobController {
    fn carry_out(
        &mut self,
        job: &Arc<Job>,
        key: &Key,
        plan: Plan,
        wait: Option<i64>,
        api: &mut Client<'_>,
    ) -> Result<(), Status> {
        let in_halves = plan.first.is_some();
        for pod in &plan.drop {
            release(pod, api)?;
            pod_control::delete(&**job, pod, api)?;
        }
        for pod in &plan.delete {
            pod_control::delete(&**job, pod, api)?;
        }
        let refused = create(job, plan.create, api);
        announce(job, &plan.events, api);
        if let Some(mut status) = plan.first {
            status.active = (status.active - refused.as_ref().map_or(0, |(missing, _)| *missing)).max(0);
            write_status(job, status, api)?;
            self.records.insert(key.clone(), plan.record);
        }
        for pod in &plan.release {
            release(pod, api)?;
        }
        match plan.last {
            Some(status) if in_halves => {
                let half = SecondHalf { status, events: plan.final_events, wait };
                self.halfway.insert(key.clone(), half);
            }
            Some(status) => {
                write_status(job, status, api)?;
                announce(job, &plan.final_events, api);
            }
            None => {}
        }
        match refused {
            Some((_, Some(status))) => Err(status),
            _ => Ok(()),
        }
    }
}

/// As many pods as the client may make now; the next pass goes on as soon as it may make more.
fn create_some(
    job: &Arc<Job>,
    pods: Vec<(Option<usize>, Pod)>,
    api: &mut Client<'_>,
) -> Result<Requeue, Status> {
    let allowed = usize::try_from(api.allowance()).unwrap_or(usize::MAX);
    match create(job, pods.into_iter().take(allowed).collect(), api) {
        Some((_, Some(status))) => Err(status),
        Some((_, None)) => Ok(Requeue::Done),
        None => Ok(Requeue::After(Span::from_millis(1))),
    }
}

/// How many pods could not be made, and why.
fn create(
    job: &Arc<Job>,
    pods: Vec<(Option<usize>, Pod)>,
    api: &mut Client<'_>,
) -> Option<(i32, Option<Status>)> {
    let total = pods.len();
    for (made, (_, pod)) in pods.into_iter().enumerate() {
        if let Err(status) = pod_control::create(&**job, pod, api) {
            let hopeless = pod_control::is_namespace_terminating(&job.meta.namespace, api.store());
            return Some(((total - made) as i32, (!hopeless).then_some(status)));
        }
    }
    None
}

fn announce(job: &Arc<Job>, events: &[PlannedEvent], api: &mut Client<'_>) {
    for event in events {
        let note = Note { warning: event.warning, reason: &event.reason, message: &event.message };
        api.event(&**job, note);
    }
}

fn write_status(job: &Arc<Job>, status: JobStatus, api: &mut Client<'_>) -> Result<(), Status> {
    let mut changed = Job::clone(job);
    changed.status = status;
    changed.meta_mut().resource_version = Default::default();
    api.update_status(changed)
}
