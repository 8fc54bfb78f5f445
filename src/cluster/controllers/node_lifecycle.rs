//! Node health: a node whose kubelet falls silent is marked, tainted, and its pods are marked not ready.
//!
//! Models pkg/controller/nodelifecycle, v1.36: the lease is looked at every five seconds; after the
//! grace period the node's conditions become Unknown, the `unreachable` taints appear and its pods
//! leave their Services. When the kubelet reports again the taints go.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Controller, Requeue};
use crate::cluster::api::Client;
use crate::cluster::events::Note;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store};
use crate::cluster::writes;
use crate::kinds::Kind;
use crate::kinds::node::{Node, Taint};
use crate::kinds::pod::Pod;
use crate::sim::{SimTime, Span};

/// --node-monitor-period
const MONITOR_PERIOD: Span = Span::from_secs(5);
/// --node-monitor-grace-period
const MONITOR_GRACE_PERIOD: Span = Span::from_secs(50);

/// The taints are another worker's, which follows: nodeEvictionPeriod is 100 ms.
const TAINTING: Span = Span::from_millis(50);

const NOT_READY: &str = "node.kubernetes.io/not-ready";
const UNREACHABLE: &str = "node.kubernetes.io/unreachable";
const UNSCHEDULABLE: &str = "node.kubernetes.io/unschedulable";

/// nodeConditionToTaintKeyStatusMap
const PRESSURES: [(&str, &str); 3] = [
    ("MemoryPressure", "node.kubernetes.io/memory-pressure"),
    ("DiskPressure", "node.kubernetes.io/disk-pressure"),
    ("PIDPressure", "node.kubernetes.io/pid-pressure"),
];

#[derive(Clone, Debug, Default)]
pub struct NodeLifecycleController {
    /// The nodes it has said it knows.
    registered: BTreeSet<String>,
    /// The last lease it saw of each node, and when it first saw it.
    probes: BTreeMap<String, (SimTime, SimTime)>,
}

impl Controller for NodeLifecycleController {
    fn name(&self) -> &'static str {
        "node-controller"
    }

    fn watches(&self, change: &Change, _store: &Store, keys: &mut Vec<Key>) {
        if change.key.kind == Kind::Node {
            keys.push(change.key.clone());
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(node) = api.store().by_key::<Node>(key).cloned() else {
            self.registered.remove(&*key.name);
            self.probes.remove(&*key.name);
            return Ok(Requeue::Done);
        };
        if self.registered.insert(key.name.to_string()) {
            let message = format!("Node {0} event: Registered Node {0} in Controller", key.name);
            api.event(&*node, Note::normal("RegisteredNode", &message));
        }
        let silent = api.lease(&key.name).is_some_and(|lease| {
            let probe = self.probes.entry(key.name.to_string()).or_insert((lease, api.now()));
            if probe.0 != lease {
                *probe = (lease, api.now());
            }
            api.now().since(probe.1) > MONITOR_GRACE_PERIOD
        });
        if silent && !unknown(&node) {
            mark_unknown(&node, api)?;
            return Ok(Requeue::After(TAINTING));
        }
        write_taints(&node, api)?;
        Ok(Requeue::After(MONITOR_PERIOD))
    }
}

fn unknown(node: &Node) -> bool {
    node.condition("Ready").is_some_and(|condition| condition.status == "Unknown")
}

fn mark_unknown(node: &Node, api: &mut Client<'_>) -> Result<(), Status> {
    let now = api.wall_clock();
    let mut marked = node.clone();
    for condition in &mut marked.status.conditions {
        condition.status = "Unknown".into();
        condition.reason = "NodeStatusUnknown".into();
        condition.message = "Kubelet stopped posting node status.".into();
        condition.last_transition_time = Some(now);
    }
    marked.meta.resource_version = Default::default();
    api.update_status(marked)?;
    let message = format!("Node {} status is now: NodeNotReady", node.meta.name);
    api.event(node, Note::normal("NodeNotReady", &message));
    mark_pods_not_ready(&node.meta.name, api)
}

fn mark_pods_not_ready(node: &str, api: &mut Client<'_>) -> Result<(), Status> {
    let pods: Vec<Arc<Pod>> = api.store().pods_on(node).filter(|pod| pod.is_ready()).cloned().collect();
    for pod in pods {
        let mut pod = Pod::clone(&pod);
        let mut condition = writes::condition("Ready", "False");
        condition.reason = "NodeNotReady".into();
        writes::set_pod_condition(&mut pod, condition, api.wall_clock());
        pod.meta.resource_version = Default::default();
        api.update_status(pod.clone())?;
        api.event(&pod, Note::warning("NodeNotReady", "Node is not ready"));
    }
    Ok(())
}

/// Puts the taints the conditions and the cordon ask for, and takes the others away.
fn write_taints(node: &Node, api: &mut Client<'_>) -> Result<(), Status> {
    let wanted = wanted_taints(node);
    let managed = |taint: &Taint| {
        [NOT_READY, UNREACHABLE, UNSCHEDULABLE].contains(&taint.key.as_str())
            || PRESSURES.iter().any(|(_, key)| *key == taint.key)
    };
    let same = |held: &Taint, (key, effect): &(&str, &str)| held.key == *key && held.effect == *effect;
    let mut taints: Vec<Taint> = node.spec.taints.clone();
    taints.retain(|held| !managed(held) || wanted.iter().any(|one| same(held, one)));
    for one in &wanted {
        if !taints.iter().any(|held| same(held, one)) {
            let time_added = (one.1 == "NoExecute").then(|| api.wall_clock());
            taints.push(Taint { key: one.0.into(), effect: one.1.into(), time_added, ..Default::default() });
        }
    }
    if taints == node.spec.taints {
        return Ok(());
    }
    let mut node = node.clone();
    node.spec.taints = taints;
    node.meta.resource_version = Default::default();
    api.update(node)
}

fn wanted_taints(node: &Node) -> Vec<(&'static str, &'static str)> {
    let mut wanted = Vec::new();
    if node.spec.unschedulable {
        wanted.push((UNSCHEDULABLE, "NoSchedule"));
    }
    for (condition, taint) in PRESSURES {
        if node.condition(condition).is_some_and(|held| held.status == "True") {
            wanted.push((taint, "NoSchedule"));
        }
    }
    match node.condition("Ready").map(|condition| condition.status.as_str()) {
        Some("True") => {}
        Some("Unknown") => wanted.extend([(UNREACHABLE, "NoSchedule"), (UNREACHABLE, "NoExecute")]),
        _ => wanted.extend([(NOT_READY, "NoSchedule"), (NOT_READY, "NoExecute")]),
    }
    wanted
}
