//! Taint eviction: pods leave a node with a NoExecute taint they do not tolerate, or no longer.
//!
//! Models pkg/controller/tainteviction, v1.36: no toleration, out at once; tolerated for a number of
//! seconds, out after the smallest; tolerated without limit, stays.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Controller, Requeue};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::events::Note;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store, Verb};
use crate::cluster::{scheduler, writes};
use crate::kinds::affinity::Toleration;
use crate::kinds::endpoints::ObjectReference;
use crate::kinds::node::{Node, Taint};
use crate::kinds::pod::Pod;
use crate::kinds::{Kind, Object, Resource};
use crate::sim::{SimTime, Span};

#[derive(Clone, Debug, Default)]
pub struct TaintEvictionController {
    /// The evictions to come.
    waiting: BTreeMap<Key, Waiting>,
}

/// A pod that is tolerated for a while: the time runs from when the controller first saw it so.
#[derive(Clone, Debug)]
struct Waiting {
    uid: String,
    until: SimTime,
}

impl Controller for TaintEvictionController {
    fn name(&self) -> &'static str {
        "taint-eviction-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        match (change.key.kind, change.verb) {
            (Kind::Node, Verb::Added | Verb::Modified) => {
                let changed = no_execute(&change.old) != no_execute(&change.new);
                let pods = store.pods_on(&change.key.name).filter(|_| changed);
                keys.extend(pods.map(|pod| Key::new(Kind::Pod, &pod.meta.namespace, &pod.meta.name)));
            }
            (Kind::Pod, Verb::Added | Verb::Deleted) if self.waiting.contains_key(&change.key) => {
                keys.push(change.key.clone());
            }
            (Kind::Pod, Verb::Added | Verb::Modified) if moves(change) => {
                let node =
                    change.resource::<Pod>().and_then(|pod| store.get::<Node>("", &pod.spec.node_name));
                keys.extend(node.filter(|node| has_no_execute(node)).map(|_| change.key.clone()));
            }
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(pod) = api.store().by_key::<Pod>(key).cloned() else {
            self.cancel(key, api);
            return Ok(Requeue::Done);
        };
        if self.waiting.get(key).is_some_and(|waiting| waiting.uid != pod.meta.uid) {
            // Another pod of the same name has come.
            self.cancel(key, api);
        }
        let Some(node) = api.store().get::<Node>("", &pod.spec.node_name) else { return Ok(Requeue::Done) };
        let now = api.now();
        let Some(seconds) = decide(&node.spec.taints, &pod.spec.tolerations) else {
            self.cancel(key, api);
            return Ok(Requeue::Done);
        };
        let until = match self.waiting.get(key) {
            Some(waiting) if seconds > 0 => waiting.until,
            _ => now + Span::from_secs(seconds as u64),
        };
        if until > now {
            self.waiting.insert(key.clone(), Waiting { uid: pod.meta.uid.clone(), until });
            return Ok(Requeue::After(until.since(now)));
        }
        // Once it has gone off nothing is left of it: a taint that comes later starts another.
        self.waiting.remove(key);
        evict(&pod, key, api)
    }
}

impl TaintEvictionController {
    /// Takes a pod out of the queue, and says so if it was there: the event names it and nothing more.
    fn cancel(&mut self, key: &Key, api: &mut Client<'_>) {
        if self.waiting.remove(key).is_none() {
            return;
        }
        let about = ObjectReference {
            api_version: "v1".into(),
            kind: "Pod".into(),
            name: key.name.to_string(),
            namespace: key.namespace.to_string(),
            ..Default::default()
        };
        let message = format!("Cancelling deletion of Pod {}/{}", key.namespace, key.name);
        api.event_about(about, "", Note::normal("TaintManagerEviction", &message));
    }
}

/// What becomes of a pod: none if it may stay, else the seconds after which it goes.
pub fn decide(taints: &[Taint], tolerations: &[Toleration]) -> Option<i64> {
    let taints: Vec<&Taint> = taints.iter().filter(|taint| taint.effect == "NoExecute").collect();
    if taints.is_empty() {
        return None;
    }
    let tolerating = |taint: &Taint| tolerations.iter().find(|one| scheduler::tolerates(one, taint));
    let used: Option<Vec<&Toleration>> = taints.iter().map(|taint| tolerating(taint)).collect();
    let Some(used) = used else { return Some(0) };
    used.iter().filter_map(|toleration| toleration.toleration_seconds).min().map(|seconds| seconds.max(0))
}

/// Whether a pod has come to a node, or tolerates other things than before; its other changes are not looked at.
fn moves(change: &Change) -> bool {
    let pod = |object: &Option<Object>| object.as_ref().and_then(Pod::of).cloned();
    match (pod(&change.old), pod(&change.new)) {
        (Some(old), Some(new)) => {
            old.spec.node_name != new.spec.node_name || old.spec.tolerations != new.spec.tolerations
        }
        _ => true,
    }
}

fn no_execute(node: &Option<Object>) -> Vec<&Taint> {
    let node = node.as_ref().and_then(Node::of);
    let taints = node.into_iter().flat_map(|node| &node.spec.taints);
    taints.filter(|taint| taint.effect == "NoExecute").collect()
}

fn has_no_execute(node: &Node) -> bool {
    node.spec.taints.iter().any(|taint| taint.effect == "NoExecute")
}

fn evict(pod: &Arc<Pod>, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
    let message = format!("Marking for deletion Pod {}", pod.meta.full_name());
    api.event(&**pod, Note::normal("TaintManagerEviction", &message));
    let mut marked = Pod::clone(pod);
    let mut condition = writes::condition("DisruptionTarget", "True");
    condition.reason = "DeletionByTaintManager".into();
    condition.message = "Taint manager: deleting due to NoExecute taint".into();
    writes::set_pod_condition(&mut marked, condition, api.wall_clock());
    api.update_status(marked)?;
    api.delete(key, None, Propagation::Background)?;
    Ok(Requeue::Done)
}
