//! Pods that nobody else clears away: pkg/controller/podgc (gc_controller.go), v1.36.
//!
//! Pods on nodes that are gone, pods that are being deleted and never had a node, and finished pods where there are more
//! than may be kept. A node that is missing is given time to come back (quarantine).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Controller, Requeue};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store};
use crate::cluster::writes;
use crate::kinds::Kind;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::sim::{SimTime, Span};

/// gcCheckPeriod
const CHECK: Span = Span::from_secs(20);
/// quarantineTime
const QUARANTINE: Span = Span::from_secs(40);
/// --terminated-pod-gc-threshold
const TERMINATED: usize = 12_500;

#[derive(Clone, Debug, Default)]
pub struct PodGcController {
    /// Nodes that pods name and that are gone, and since when they were missed.
    missed: BTreeMap<String, SimTime>,
    awake: bool,
}

impl Controller for PodGcController {
    fn name(&self) -> &'static str {
        "pod-garbage-collector"
    }

    /// One key stands for all pods; it is looked at every period while there is anything to look for.
    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        let concerned = match change.key.kind {
            Kind::Node => change.new.is_none(),
            Kind::Pod => change.new.as_ref().is_some_and(|pod| {
                let Some(pod) = <Pod as crate::kinds::Resource>::of(pod) else { return false };
                let crowded = || store.list::<Pod>().count() > TERMINATED;
                is_lost(pod, store) || is_unscheduled(pod) || pod.is_terminal() && crowded()
            }),
            _ => false,
        };
        if concerned && !self.awake {
            keys.push(Key::new(Kind::Pod, "", ""));
        }
    }

    fn delay(&self, _: &Change) -> Span {
        CHECK
    }

    fn reconcile(&mut self, _: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let pods: Vec<Arc<Pod>> = api.store().list::<Pod>().cloned().collect();
        self.orphans(&pods, api);
        for pod in pods.iter().filter(|pod| is_unscheduled(pod)) {
            discard(pod, "DeletionByPodGC", "", api)?;
        }
        terminated(&pods, api)?;
        self.awake = !self.missed.is_empty();
        Ok(if self.awake { Requeue::After(CHECK) } else { Requeue::Done })
    }
}

impl PodGcController {
    /// gcOrphaned
    fn orphans(&mut self, pods: &[Arc<Pod>], api: &mut Client<'_>) {
        let now = api.now();
        let lost: Vec<&Arc<Pod>> = pods.iter().filter(|pod| is_lost(pod, api.store())).collect();
        self.missed.retain(|node, _| lost.iter().any(|pod| pod.spec.node_name == *node));
        for pod in lost {
            let since = *self.missed.entry(pod.spec.node_name.clone()).or_insert(now);
            if now >= since + QUARANTINE {
                // One that changes meanwhile is tried again at the next check.
                let _ = discard(pod, "DeletionByPodGC", "PodGC: node no longer exists", api);
            }
        }
    }
}

fn is_lost(pod: &Pod, store: &Store) -> bool {
    !pod.spec.node_name.is_empty() && store.get::<Node>("", &pod.spec.node_name).is_none()
}

fn is_unscheduled(pod: &Pod) -> bool {
    pod.meta.is_terminating() && pod.spec.node_name.is_empty()
}

/// gcTerminated: the oldest first.
fn terminated(pods: &[Arc<Pod>], api: &mut Client<'_>) -> Result<(), Status> {
    let mut done: Vec<&Arc<Pod>> =
        pods.iter().filter(|pod| pod.is_terminal() && !pod.meta.is_terminating()).collect();
    let surplus = done.len().saturating_sub(TERMINATED);
    done.sort_by_key(|pod| (pod.meta.creation_timestamp, pod.meta.full_name()));
    done.into_iter().take(surplus).try_for_each(|pod| discard(pod, "", "", api))
}

/// markFailedAndDeletePodWithCondition
fn discard(pod: &Pod, reason: &str, message: &str, api: &mut Client<'_>) -> Result<(), Status> {
    let key = Key::new(Kind::Pod, &pod.meta.namespace, &pod.meta.name);
    if !pod.is_terminal() {
        let mut failed = pod.clone();
        failed.status.phase = "Failed".into();
        if !message.is_empty() {
            let mut condition = writes::condition("DisruptionTarget", "True");
            (condition.reason, condition.message) = (reason.into(), message.into());
            writes::set_pod_condition(&mut failed, condition, api.wall_clock());
        }
        failed.meta.resource_version = Default::default();
        api.update_status(failed)?;
    }
    api.delete(&key, Some(0), Propagation::Background)
}
