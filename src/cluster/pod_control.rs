//! What controllers of pods have in common: making pods from a template, taking pods on and letting them go.
//!
//! Models pkg/controller/controller_utils.go (`GetPodFromTemplate`, `RealPodControl`) and
//! controller_ref_manager.go (`ClaimPods`), v1.36.

use std::sync::Arc;

use super::api::{Client, Propagation};
use super::controllers::{controller_key, controller_reference};
use super::events::Note;
use super::status::{Reason, Status};
use super::store::{Change, Key, Store};
use crate::kinds::namespace::Namespace;
use crate::kinds::pod::{Pod, PodTemplateSpec};
use crate::kinds::selector::LabelSelector;
use crate::kinds::{Kind, ObjectMeta, Resource, Time};

/// The pod a template describes, with a name to be given by the server.
pub fn pod_of<T: Resource + Clone>(template: &PodTemplateSpec, owner: &T, generate_name: String) -> Pod {
    let meta = ObjectMeta {
        generate_name,
        namespace: owner.meta().namespace.clone(),
        labels: template.meta.labels.clone(),
        annotations: template.meta.annotations.clone(),
        finalizers: template.meta.finalizers.clone(),
        owner_references: vec![controller_reference(&owner.clone().into_object())],
        ..Default::default()
    };
    Pod { meta, spec: template.spec.clone(), ..Default::default() }
}

/// Makes a pod and says so. In a namespace that is terminating nothing can be made, and nothing is said.
pub fn create<T: Resource + Clone>(owner: &T, pod: Pod, api: &mut Client<'_>) -> Result<(), Status> {
    match api.create(pod) {
        Ok(pod) => {
            let message = format!("Created pod: {}", pod.meta.name);
            api.event(owner, Note::normal("SuccessfulCreate", &message));
            Ok(())
        }
        Err(status) => {
            if !is_namespace_terminating(&owner.meta().namespace, api.store()) {
                let message = format!("Error creating: {}", status.message);
                api.event(owner, Note::warning("FailedCreate", &message));
            }
            Err(status)
        }
    }
}

pub fn is_namespace_terminating(name: &str, store: &Store) -> bool {
    store.get::<Namespace>("", name).is_some_and(|namespace| namespace.meta.is_terminating())
}

/// Deletes a pod and says so. One that is gone already is as good.
pub fn delete<T: Resource + Clone>(owner: &T, pod: &Pod, api: &mut Client<'_>) -> Result<(), Status> {
    let key = Key::new(Kind::Pod, &pod.meta.namespace, &pod.meta.name);
    match api.delete(&key, None, Propagation::Background) {
        Ok(()) => {
            let message = format!("Deleted pod: {}", pod.meta.name);
            api.event(owner, Note::normal("SuccessfulDelete", &message));
            Ok(())
        }
        Err(status) if status.reason == Reason::NotFound => Ok(()),
        Err(status) => {
            let message = format!("Error deleting: {}", status.message);
            api.event(owner, Note::warning("FailedDelete", &message));
            Err(status)
        }
    }
}

/// The pods of an owner, after letting go of those that no longer match and taking on orphans that do.
pub fn claim<T: Resource + Clone>(
    owner: &T,
    selector: Option<&LabelSelector>,
    finalizer: Option<&str>,
    api: &mut Client<'_>,
) -> Result<Vec<Arc<Pod>>, Status> {
    let meta = owner.meta();
    let matches = |pod: &Pod| selects(selector, pod.meta());
    let (kept, released): (Vec<_>, Vec<_>) =
        owned(meta, api.store()).into_iter().partition(|pod| matches(pod));
    for pod in released.iter().filter(|pod| !pod.meta.is_terminating() && !meta.is_terminating()) {
        let mut pod = Pod::clone(pod);
        pod.meta.owner_references.retain(|one| one.uid != meta.uid);
        pod.meta.finalizers.retain(|held| Some(held.as_str()) != finalizer);
        api.update(pod)?;
    }
    let is_free = |pod: &&Arc<Pod>| matches(pod) && !pod.meta.is_terminating() && !meta.is_terminating();
    let orphans: Vec<Arc<Pod>> = api.store().orphan_pods(&meta.namespace).filter(is_free).cloned().collect();
    if orphans.is_empty() {
        return Ok(kept);
    }
    for pod in orphans {
        let mut pod = Pod::clone(&pod);
        pod.meta.owner_references.push(controller_reference(&owner.clone().into_object()));
        pod.meta.finalizers.extend(finalizer.map(str::to_owned));
        api.update(pod)?;
    }
    Ok(owned(meta, api.store()).into_iter().filter(|pod| matches(pod)).collect())
}

fn owned(meta: &ObjectMeta, store: &Store) -> Vec<Arc<Pod>> {
    let mine = |pod: &&Arc<Pod>| pod.meta.is_controlled_by(&meta.uid);
    store.owned_by::<Pod>(&meta.uid).filter(mine).cloned().collect()
}

fn selects(selector: Option<&LabelSelector>, meta: &ObjectMeta) -> bool {
    selector.is_some_and(|selector| !selector.is_empty() && selector.matches(&meta.labels))
}

/// The keys of the owners of one kind that a pod's change concerns.
pub fn keys_of<T: Resource>(
    change: &Change,
    store: &Store,
    selector: impl Fn(&T) -> Option<&LabelSelector>,
    keys: &mut Vec<Key>,
) {
    for object in [&change.old, &change.new].into_iter().flatten() {
        keys.extend(controller_key(object.meta(), T::KIND));
    }
    let meta = change.object().meta();
    if meta.controller().is_none() {
        let selecting = store.list_in::<T>(&meta.namespace).filter(|one| selects(selector(one), meta));
        keys.extend(selecting.map(|one| Key::new(T::KIND, &one.meta().namespace, &one.meta().name)));
    }
    keys.dedup();
}

/// Ready for at least so long: pkg/api/v1/pod IsPodAvailable.
pub fn is_available(pod: &Pod, min_ready_seconds: i32, now: Time) -> bool {
    let since = pod.status.condition("Ready").and_then(|ready| ready.last_transition_time);
    let long = || since.is_some_and(|since| now.seconds_since(since) >= i64::from(min_ready_seconds));
    pod.is_ready() && (min_ready_seconds == 0 || long())
}
