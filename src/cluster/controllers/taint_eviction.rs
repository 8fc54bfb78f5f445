//! Taint eviction: pods leave a node with a NoExecute taint they do not tolerate, or no longer.
//!
//! Models pkg/controller/tainteviction, v1.36: no toleration, out at once; tolerated for a number of
//! seconds, out after the smallest; tolerated without limit, stays.

use std::sync::Arc;

use super::{Controller, Requeue};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::events::Note;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store, Verb};
use crate::cluster::{scheduler, writes};
use crate::kinds::affinity::Toleration;
use crate::kinds::node::{Node, Taint};
use crate::kinds::pod::Pod;
use crate::kinds::{Kind, Time};
use crate::sim::Span;

#[derive(Clone, Debug)]
pub struct TaintEvictionController;

impl Controller for TaintEvictionController {
    fn name(&self) -> &'static str {
        "taint-eviction-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        match (change.key.kind, change.verb) {
            (Kind::Node, Verb::Added | Verb::Modified) => {
                let tainted = change.resource::<Node>().is_some_and(|node| has_no_execute(node));
                let pods = store.pods_on(&change.key.name).filter(|_| tainted);
                keys.extend(pods.map(|pod| Key::new(Kind::Pod, &pod.meta.namespace, &pod.meta.name)));
            }
            (Kind::Pod, Verb::Added | Verb::Modified) => {
                let node =
                    change.resource::<Pod>().and_then(|pod| store.get::<Node>("", &pod.spec.node_name));
                keys.extend(node.filter(|node| has_no_execute(node)).map(|_| change.key.clone()));
            }
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(pod) = api.store().by_key::<Pod>(key).cloned() else { return Ok(Requeue::Done) };
        let Some(node) = api.store().get::<Node>("", &pod.spec.node_name) else { return Ok(Requeue::Done) };
        if pod.meta.is_terminating() {
            return Ok(Requeue::Done);
        }
        match seconds_left(&pod, node, api.wall_clock()) {
            None => Ok(Requeue::Done),
            Some(seconds) if seconds > 0 => Ok(Requeue::After(Span::from_secs(seconds as u64))),
            Some(_) => evict(&pod, key, api),
        }
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

fn has_no_execute(node: &Node) -> bool {
    node.spec.taints.iter().any(|taint| taint.effect == "NoExecute")
}

/// Seconds until the pod has to go; none if it may stay.
fn seconds_left(pod: &Pod, node: &Node, now: Time) -> Option<i64> {
    let seconds = decide(&node.spec.taints, &pod.spec.tolerations)?;
    let taints = node.spec.taints.iter().filter(|taint| taint.effect == "NoExecute");
    let since = taints.filter_map(|taint| taint.time_added).max().unwrap_or(now);
    Some((seconds - now.seconds_since(since)).max(0))
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
