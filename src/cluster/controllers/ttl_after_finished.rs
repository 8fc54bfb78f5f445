//! Jobs go when they have been finished for as long as they say: `ttlSecondsAfterFinished`.
//!
//! Models pkg/controller/ttlafterfinished/ttlafterfinished_controller.go, v1.36.

use super::{Controller, Requeue};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store, Verb};
use crate::kinds::Kind;
use crate::kinds::job::Job;

#[derive(Clone, Debug)]
pub struct TtlAfterFinishedController;

impl Controller for TtlAfterFinishedController {
    fn name(&self) -> &'static str {
        "ttl-after-finished-controller"
    }

    fn watches(&self, change: &Change, _: &Store, keys: &mut Vec<Key>) {
        let due = |job: &Job| job.spec.ttl_seconds_after_finished.is_some() && job.is_finished();
        if change.key.kind == Kind::Job
            && change.verb != Verb::Deleted
            && change.resource::<Job>().is_some_and(|job| due(job))
        {
            keys.push(change.key.clone());
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(job) = api.store().by_key::<Job>(key) else { return Ok(Requeue::Done) };
        let finish = job.finish().and_then(|condition| condition.last_transition_time);
        let (Some(ttl), Some(finish)) = (job.spec.ttl_seconds_after_finished, finish) else {
            return Ok(Requeue::Done);
        };
        if job.meta.is_terminating() {
            return Ok(Requeue::Done);
        }
        let left = i64::from(ttl) - api.wall_clock().seconds_since(finish);
        if left > 0 {
            return Ok(Requeue::After(api.until(left)));
        }
        api.delete(key, None, Propagation::Foreground)?;
        Ok(Requeue::Done)
    }
}
