//! Node health: a node whose kubelet falls silent is marked, tainted, and its pods are marked not ready.
//!
//! Models pkg/controller/nodelifecycle, v1.36. Three loops share what they know: every five seconds all nodes are
//! looked at (`monitor`), a node that changes gets the NoSchedule taints of its conditions (`taints`), and nodes
//! in the queue of their zone get the NoExecute taint as fast as the zone's state allows (`zones`).
//! Deviations: the labels `beta.kubernetes.io/os` and `arch` are not kept equal to their successors.

mod monitor;
mod taints;
mod zones;

use std::collections::{BTreeMap, BTreeSet};

use super::{Controller, Requeue};
use crate::cluster::api::Client;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store, Verb};
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::{Kind, Object, Resource};
use crate::sim::{SimTime, Span};
use zones::Zone;

/// --node-monitor-period
const MONITOR_PERIOD: Span = Span::from_secs(5);
/// --node-monitor-grace-period
const MONITOR_GRACE_PERIOD: Span = Span::from_secs(50);
/// --node-startup-grace-period
const STARTUP_GRACE_PERIOD: Span = Span::from_secs(60);
/// scheduler.NodeEvictionPeriod: how often the queues of the NoExecute taints are looked at.
const TAINTING_PERIOD: Span = Span::from_millis(100);

#[derive(Clone, Debug, Default)]
pub struct NodeLifecycleController {
    /// The nodes it has said it knows, with their UIDs.
    known: BTreeMap<String, String>,
    probes: BTreeMap<String, Probe>,
    zones: BTreeMap<String, Zone>,
    /// When all nodes are looked at next.
    due: SimTime,
}

/// The last lease that was seen of a node, and when it or a new status was first seen.
#[derive(Clone, Copy, Debug)]
struct Probe {
    lease: Option<SimTime>,
    at: SimTime,
}

/// The key of the look at all nodes.
fn everything() -> Key {
    Key::new(Kind::Node, "", "")
}

impl Controller for NodeLifecycleController {
    fn name(&self) -> &'static str {
        "node-controller"
    }

    fn watches(&self, change: &Change, _store: &Store, keys: &mut Vec<Key>) {
        match (change.key.kind, change.verb) {
            (Kind::Node, Verb::Added) => keys.extend([change.key.clone(), everything()]),
            (Kind::Node, Verb::Modified) => keys.push(change.key.clone()),
            (Kind::Pod, Verb::Added | Verb::Modified) if is_assigned(change) => keys.push(change.key.clone()),
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        if *key == everything() {
            return self.look(api);
        }
        if key.kind == Kind::Pod {
            return self.mark_new_pod(key, api).map(|()| Requeue::Done);
        }
        match api.store().by_key::<Node>(key).cloned() {
            Some(node) => taints::follow_conditions(&node, api).map(|()| Requeue::Done),
            None => Ok(Requeue::Done),
        }
    }
}

impl NodeLifecycleController {
    /// Looks at all nodes if it is time, and at the queues of the zones while there is somebody in them.
    fn look(&mut self, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let now = api.now();
        if now >= self.due {
            self.due = next_look(now, api.node_monitor_phase());
            self.monitor(api)?;
        } else {
            self.taint_queued(api)?;
        }
        let until = self.due.since(now);
        let waits = self.zones.values().any(|zone| zone.has_queue());
        Ok(Requeue::After(if waits { until.min(TAINTING_PERIOD) } else { until }))
    }

    /// A pod that comes to a node that is not ready is not ready either.
    fn mark_new_pod(&self, key: &Key, api: &mut Client<'_>) -> Result<(), Status> {
        let Some(pod) = api.store().by_key::<Pod>(key).cloned() else { return Ok(()) };
        let node = api.store().get::<Node>("", &pod.spec.node_name);
        let is_silent = node.is_some_and(|node| node.condition("Ready").is_some() && !node.is_ready());
        if is_silent { monitor::mark_pod_not_ready(&pod, api) } else { Ok(()) }
    }

    /// Forgets the nodes that are gone, and gives their names and UIDs.
    fn forget_all_but(&mut self, names: &BTreeSet<&str>) -> Vec<(String, String)> {
        let gone: Vec<String> =
            self.known.keys().filter(|name| !names.contains(name.as_str())).cloned().collect();
        let forget = |name: String| {
            self.probes.remove(&name);
            self.zones.values_mut().for_each(|zone| zone.remove(&name));
            self.known.remove(&name).map(|uid| (name, uid))
        };
        gone.into_iter().filter_map(forget).collect()
    }
}

/// Looks fall on a beat of their own.
fn next_look(now: SimTime, phase: Span) -> SimTime {
    let period = MONITOR_PERIOD.0;
    let since_beat = (now.since(SimTime::ZERO).0 + period - phase.0 % period) % period;
    now + Span(period - since_beat)
}

fn is_assigned(change: &Change) -> bool {
    let node = |object: &Option<Object>| {
        object.as_ref().and_then(Pod::of).map_or("", |pod| pod.spec.node_name.as_str()).to_owned()
    };
    let new = node(&change.new);
    !new.is_empty() && node(&change.old) != new
}
