//! The half of the StatefulSet controller that reads and writes.

use std::sync::Arc;

use super::plan::{Action, Input, Revision, plan};
use super::{history, identity};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::controllers::{Controller, Requeue};
use crate::cluster::events::Note;
use crate::cluster::pod_control;
use crate::cluster::revisions;
use crate::cluster::status::{Reason, Status};
use crate::cluster::store::{Change, Key, Store};
use crate::kinds::Kind;
use crate::kinds::controller_revision::ControllerRevision;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::kinds::pod::Pod;
use crate::kinds::stateful_set::{StatefulSet, StatefulSetStatus};
use crate::sim::Span;

#[derive(Clone, Debug)]
pub struct StatefulSetController;

impl Controller for StatefulSetController {
    fn name(&self) -> &'static str {
        "statefulset-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::StatefulSet => keys.push(change.key.clone()),
            Kind::Pod => {
                pod_control::keys_of::<StatefulSet>(change, store, |set| set.spec.selector.as_ref(), keys)
            }
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(set) = api.store().by_key::<StatefulSet>(key).cloned() else { return Ok(Requeue::Done) };
        let mut pods = pod_control::claim(&*set, set.spec.selector.as_ref(), None, api)?;
        pods.retain(|pod| identity::is_member(&set, pod));
        let found = history::find(&set, api)?;
        let (current, update) = (revision(&found.current), revision(&found.update));
        let claims: Vec<Arc<PersistentVolumeClaim>> = match set.spec.claim_templates.is_empty() {
            true => Vec::new(),
            false => api.store().list_in::<PersistentVolumeClaim>(&set.meta.namespace).cloned().collect(),
        };
        let plan = plan(&Input {
            set: &set,
            current: &current,
            update: &update,
            collision_count: found.collision_count,
            pods: &pods,
            claims: &claims,
            now: api.wall_clock(),
        });
        let mut outcome = Ok(());
        for action in plan.actions {
            if api.allowance() == 0 {
                return Ok(Requeue::After(Span::from_millis(1)));
            }
            outcome = act(&set, action, api);
            if outcome.is_err() {
                break;
            }
        }
        let waiting = plan.status.available_replicas != set.spec.replicas;
        write_status(&set, &plan.status, api)?;
        outcome?;
        history::truncate(&set, &plan.status, &pods, api)?;
        let seconds = u64::try_from(set.spec.min_ready_seconds).unwrap_or_default();
        let again = seconds > 0 && waiting;
        Ok(if again { Requeue::After(Span::from_secs(seconds)) } else { Requeue::Done })
    }
}

fn revision(kept: &ControllerRevision) -> Revision {
    Revision { name: kept.meta.name.clone(), template: revisions::template_of(kept) }
}

fn write_status(set: &StatefulSet, status: &StatefulSetStatus, api: &mut Client<'_>) -> Result<(), Status> {
    if *status == set.status {
        return Ok(());
    }
    let mut changed = set.clone();
    changed.status = status.clone();
    changed.meta.resource_version = Default::default();
    api.update_status(changed)
}

fn act(set: &StatefulSet, action: Action, api: &mut Client<'_>) -> Result<(), Status> {
    let owner = &set.meta.name;
    match action {
        Action::CreateClaim(claim, pod) => {
            let what = format!("Claim {} Pod {pod} in StatefulSet {owner}", claim.meta.name);
            let outcome = api.create(*claim).map(drop);
            tell(set, ("Create", &what, "success"), &outcome, api);
            outcome
        }
        Action::UpdateClaim(claim) => api.update(*claim),
        Action::CreatePod(pod) => {
            let what = format!("Pod {} in StatefulSet {owner}", pod.meta.name);
            let outcome = api.create(*pod).map(drop);
            if outcome.as_ref().is_err_and(|status| status.reason == Reason::AlreadyExists) {
                return outcome;
            }
            tell(set, ("Create", &what, "successful"), &outcome, api);
            outcome
        }
        Action::UpdatePod(pod) => {
            let what = format!("Pod {} in StatefulSet {owner}", pod.meta.name);
            let outcome = api.update(*pod);
            tell(set, ("Update", &what, "successful"), &outcome, api);
            outcome
        }
        Action::DeletePod(pod) => delete(set, &pod, api),
    }
}

fn delete(set: &StatefulSet, pod: &Pod, api: &mut Client<'_>) -> Result<(), Status> {
    let key = Key::new(Kind::Pod, &pod.meta.namespace, &pod.meta.name);
    let what = format!("Pod {} in StatefulSet {}", pod.meta.name, set.meta.name);
    let outcome = api.delete(&key, None, Propagation::Background);
    tell(set, ("Delete", &what, "successful"), &outcome, api);
    outcome
}

fn tell(
    set: &StatefulSet,
    (verb, what, success): (&str, &str, &str),
    outcome: &Result<(), Status>,
    api: &mut Client<'_>,
) {
    match outcome {
        Ok(()) => {
            let reason = format!("Successful{verb}");
            api.event(set, Note::normal(&reason, &format!("{verb} {what} {success}")));
        }
        Err(status) => {
            let reason = format!("Failed{verb}");
            api.event(
                set,
                Note::warning(&reason, &format!("{verb} {what} failed error: {}", status.message)),
            );
        }
    }
}
