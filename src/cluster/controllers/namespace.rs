//! The namespace controller: empties a namespace that is being deleted, then lets it go.
//!
//! Models pkg/controller/namespace and its deletion/namespaced_resources_deleter.go, v1.36: content goes five seconds after
//! the deletion was asked for, pods first and the rest once no pod is left. While pods have time to end it looks again
//! after half of the longest grace period and a second, whether they ended before or not.

use serde_json::{Value, json};

use super::{Controller, Requeue};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::status::{Reason, Status};
use crate::cluster::store::{Change, Key, Store};
use crate::kinds::namespace::Namespace;
use crate::kinds::pod::Pod;
use crate::kinds::{Codec, Kind, Time};
use crate::sim::Span;

/// namespaceDeletionGracePeriod
const GRACE: Span = Span::from_secs(5);
/// finalizerEstimateSeconds
const FINALIZER_ESTIMATE_SECONDS: i64 = 15;

/// The conditions of a deletion that goes well: type, reason and message, each False.
const CONDITIONS: [(&str, &str, &str); 5] = [
    ("NamespaceDeletionDiscoveryFailure", "ResourcesDiscovered", "All resources successfully discovered"),
    (
        "NamespaceDeletionGroupVersionParsingFailure",
        "ParsedGroupVersions",
        "All legacy kube types successfully parsed",
    ),
    (
        "NamespaceDeletionContentFailure",
        "ContentDeleted",
        "All content successfully deleted, may be waiting on finalization",
    ),
    ("NamespaceContentRemaining", "ContentRemoved", "All content successfully removed"),
    ("NamespaceFinalizersRemaining", "ContentHasNoFinalizers", "All content-preserving finalizers finished"),
];

#[derive(Clone, Debug)]
pub struct NamespaceController;

impl Controller for NamespaceController {
    fn name(&self) -> &'static str {
        "namespace-controller"
    }

    fn watches(&self, change: &Change, _store: &Store, keys: &mut Vec<Key>) {
        if change.key.kind == Kind::Namespace && change.object().meta().is_terminating() {
            keys.push(change.key.clone());
        }
    }

    fn delay(&self, _: &Change) -> Span {
        GRACE
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(namespace) = api.store().by_key::<Namespace>(key).cloned() else { return Ok(Requeue::Done) };
        let Some(asked) = namespace.meta.deletion_timestamp else { return Ok(Requeue::Done) };
        let estimate = empty(&key.name, asked, api)?;
        note(&namespace, api)?;
        if estimate > 0 {
            return Ok(Requeue::After(Span::from_secs((estimate / 2 + 1) as u64)));
        }
        api.remove(key);
        Ok(Requeue::Done)
    }
}

/// Deletes what may be deleted now; how many seconds the rest may take.
fn empty(namespace: &str, asked: Time, api: &mut Client<'_>) -> Result<i64, Status> {
    let grace = longest_grace(namespace, asked, api);
    let pods = content(api.store(), namespace, |kind| kind == Kind::Pod);
    let estimate = delete(&pods, grace, api)?;
    if estimate > 0 {
        return Ok(estimate);
    }
    let rest = content(api.store(), namespace, |_| true);
    delete(&rest, 0, api)
}

/// What is left although it is deleted has finalizers, or time.
fn delete(doomed: &[Key], grace: i64, api: &mut Client<'_>) -> Result<i64, Status> {
    for key in doomed {
        match api.delete(key, None, Propagation::Background) {
            Err(status) if status.reason != Reason::NotFound => return Err(status),
            _ => {}
        }
    }
    let left: Vec<&Key> = doomed.iter().filter(|key| api.store().object(key).is_some()).collect();
    let has_finalizers =
        |key: &&Key| api.store().object(key).is_some_and(|object| !object.meta().finalizers.is_empty());
    match (left.is_empty(), grace) {
        (true, _) => Ok(0),
        (false, 0) if left.iter().any(has_finalizers) => Ok(FINALIZER_ESTIMATE_SECONDS),
        (false, 0) => {
            let name = &left[0].namespace;
            Err(Status::new(Reason::Unknown, format!("unexpected items still remain in namespace: {name}")))
        }
        (false, grace) => Ok(grace),
    }
}

/// The longest grace period of pods that run, unless it is over.
fn longest_grace(namespace: &str, asked: Time, api: &Client<'_>) -> i64 {
    let running = api.store().list_in::<Pod>(namespace).filter(|pod| !pod.is_terminal());
    let grace = running.filter_map(|pod| pod.spec.termination_grace_period_seconds).max().unwrap_or_default();
    if api.wall_clock().seconds_since(asked) >= grace { 0 } else { grace }
}

/// Says in the status how far the deletion is, once.
fn note(namespace: &Namespace, api: &mut Client<'_>) -> Result<(), Status> {
    let mut value = namespace.to_value().unwrap_or_default();
    if value["status"]["conditions"].is_array() {
        return Ok(());
    }
    let now = api.wall_clock().to_string();
    let condition = |(kind, reason, message): &(&str, &str, &str)| json!({"type": kind, "status": "False", "reason": reason, "message": message, "lastTransitionTime": now});
    value["status"]["conditions"] = Value::Array(CONDITIONS.iter().map(condition).collect());
    api.update_status(Namespace::from_value(&value))
}

fn content(store: &Store, namespace: &str, wanted: impl Fn(Kind) -> bool) -> Vec<Key> {
    let inside = |key: &&Key| *key.namespace == *namespace && wanted(key.kind);
    store.all().map(|(key, _)| key).filter(inside).cloned().collect()
}
