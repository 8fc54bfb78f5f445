//! The look at all nodes: who is new, who is gone, who is silent, what that makes of their pods and their zones.
//!
//! Models `monitorNodeHealth`, `tryUpdateNodeHealth` and pkg/controller/util/node `MarkPodsNotReady`, v1.36.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::zones::{self, State, Zone};
use super::{MONITOR_GRACE_PERIOD, NodeLifecycleController, Probe, STARTUP_GRACE_PERIOD, taints};
use crate::cluster::api::Client;
use crate::cluster::events::Note;
use crate::cluster::status::Status;
use crate::cluster::writes;
use crate::kinds::endpoints::ObjectReference;
use crate::kinds::node::{Node, NodeCondition};
use crate::kinds::pod::Pod;
use crate::sim::Span;

/// What a silent kubelet no longer vouches for.
const REPORTED: [&str; 4] = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"];
/// Nodes with this label do not count for the state of their zone.
const EXCLUDED: &str = "node.kubernetes.io/exclude-disruption";

impl NodeLifecycleController {
    pub(super) fn monitor(&mut self, api: &mut Client<'_>) -> Result<(), Status> {
        let nodes: Vec<Arc<Node>> = api.store().list::<Node>().cloned().collect();
        self.register(&nodes, api);
        let mut ready_by_zone: BTreeMap<String, Vec<bool>> = BTreeMap::new();
        for node in &nodes {
            let node = self.check(node, api)?;
            if !node.meta.labels.contains_key(EXCLUDED) {
                ready_by_zone.entry(zones::of(&node)).or_default().push(node.is_ready());
            }
            self.follow(&node, api)?;
        }
        self.follow_zones(&ready_by_zone, &nodes, api)
    }

    /// Says which nodes are new and which are gone.
    fn register(&mut self, nodes: &[Arc<Node>], api: &mut Client<'_>) {
        for node in nodes {
            self.zones.entry(zones::of(node)).or_insert_with(Zone::new);
            if self.known.insert(node.meta.name.clone(), node.meta.uid.clone()).is_none() {
                let message = format!("Node {0} event: Registered Node {0} in Controller", node.meta.name);
                api.event(&**node, Note::normal("RegisteredNode", &message));
            }
        }
        let names: BTreeSet<&str> = nodes.iter().map(|node| node.meta.name.as_str()).collect();
        for (name, uid) in self.forget_all_but(&names) {
            let about =
                ObjectReference { kind: "Node".into(), name: name.clone(), uid, ..Default::default() };
            let message = format!("Node {name} event: Removing Node {name} from Controller");
            api.event_about(about, "", Note::normal("RemovingNode", &message));
        }
    }

    /// Marks a node as silent if it has been so for too long. Gives the node as it is then. Upstream's looks drift by
    /// what each takes, so that one is never exactly a grace period after another.
    fn check(&mut self, node: &Arc<Node>, api: &mut Client<'_>) -> Result<Arc<Node>, Status> {
        if self.silence(node, api) < grace(node) {
            return Ok(node.clone());
        }
        let mut marked = Node::clone(node);
        mark_unknown(&mut marked, api);
        if marked.status == node.status {
            return Ok(node.clone());
        }
        marked.meta.resource_version = Default::default();
        api.update_status(marked.clone())?;
        if node.is_ready() {
            let message = format!("Node {} status is now: NodeNotReady", node.meta.name);
            api.event(&**node, Note::normal("NodeNotReady", &message));
            let pods: Vec<Arc<Pod>> = api.store().pods_on(&node.meta.name).cloned().collect();
            pods.iter().try_for_each(|pod| mark_pod_not_ready(pod, api))?;
        }
        Ok(api.store().get::<Node>("", &node.meta.name).cloned().unwrap_or_else(|| Arc::new(marked)))
    }

    /// For how long nothing has been heard of a node.
    fn silence(&mut self, node: &Node, api: &Client<'_>) -> Span {
        let (now, lease) = (api.now(), api.lease(&node.meta.name));
        let probe = self.probes.entry(node.meta.name.clone()).or_insert(Probe { lease, at: now });
        if probe.lease != lease {
            *probe = Probe { lease, at: now };
        }
        now.since(probe.at)
    }

    /// Queues a node that is not ready for its taint, or takes the taints away.
    fn follow(&mut self, node: &Node, api: &mut Client<'_>) -> Result<(), Status> {
        let zone = self.zones.entry(zones::of(node)).or_insert_with(Zone::new);
        let Some((wanted, other)) = taints::no_execute(node) else {
            zone.remove(&node.meta.name);
            return taints::mark_reachable(node, api);
        };
        if taints::has(node, &other) {
            return taints::swap(node, &[wanted], &[other], api);
        }
        if !taints::has(node, &wanted) {
            zone.queue(&node.meta.name);
        }
        Ok(())
    }

    /// What the nodes of a zone are together decides how fast its nodes are tainted.
    fn follow_zones(
        &mut self,
        ready: &BTreeMap<String, Vec<bool>>,
        nodes: &[Arc<Node>],
        api: &mut Client<'_>,
    ) -> Result<(), Status> {
        self.zones.retain(|name, _| ready.contains_key(name));
        let is_lost = |zone: &Zone| zone.state == State::FullDisruption;
        let was_lost = self.zones.values().all(is_lost);
        let states = ready.iter().map(|(name, ready)| (name, ready.len(), State::of(ready)));
        let states: Vec<(&String, usize, State)> = states.collect();
        let all_lost = states.iter().all(|(_, _, state)| *state == State::FullDisruption);
        for (name, size, state) in states {
            if let Some(zone) = self.zones.get_mut(name) {
                zone.enter(state, size, all_lost, api.now());
            }
        }
        if all_lost && !was_lost {
            for node in nodes {
                self.zones.values_mut().for_each(|zone| zone.remove(&node.meta.name));
                if let Some(node) = api.store().get::<Node>("", &node.meta.name).cloned() {
                    taints::mark_reachable(&node, api)?;
                }
            }
        }
        if was_lost && !all_lost {
            self.probes.values_mut().for_each(|probe| probe.at = api.now());
        }
        Ok(())
    }

    /// Gives the nodes in the queues their taints, as far as the zones' rates allow.
    pub(super) fn taint_queued(&mut self, api: &mut Client<'_>) -> Result<(), Status> {
        let now = api.now();
        for zone in self.zones.values_mut() {
            while let Some(name) = zone.next(now) {
                let node = api.store().get::<Node>("", &name).cloned();
                let Some(node) = node else { continue };
                if let Some((wanted, other)) = taints::no_execute(&node) {
                    taints::swap(&node, &[wanted], &[other], api)?;
                }
            }
        }
        Ok(())
    }
}

/// How long a node may be silent; one that never said anything gets longer.
fn grace(node: &Node) -> Span {
    if node.condition("Ready").is_some() { MONITOR_GRACE_PERIOD } else { STARTUP_GRACE_PERIOD }
}

fn mark_unknown(node: &mut Node, api: &Client<'_>) {
    let (now, created) = (api.wall_clock(), node.meta.creation_timestamp);
    for kind in REPORTED {
        match node.status.conditions.iter_mut().find(|condition| condition.kind == kind) {
            Some(condition) if condition.status == "Unknown" => {}
            Some(condition) => {
                condition.status = "Unknown".into();
                condition.reason = "NodeStatusUnknown".into();
                condition.message = "Kubelet stopped posting node status.".into();
                condition.last_transition_time = Some(now);
            }
            None => node.status.conditions.push(NodeCondition {
                kind: kind.into(),
                status: "Unknown".into(),
                last_heartbeat_time: created,
                last_transition_time: Some(now),
                reason: "NodeStatusNeverUpdated".into(),
                message: "Kubelet never posted node status.".into(),
                extra: None,
            }),
        }
    }
}

/// The condition keeps whatever reason it had.
pub(super) fn mark_pod_not_ready(pod: &Pod, api: &mut Client<'_>) -> Result<(), Status> {
    let ready = pod.status.conditions.iter().find(|condition| condition.kind == "Ready");
    let Some(ready) = ready.filter(|ready| ready.status != "False") else { return Ok(()) };
    let mut condition = ready.clone();
    condition.status = "False".into();
    let mut pod = pod.clone();
    writes::set_pod_condition(&mut pod, condition, api.wall_clock());
    pod.meta.resource_version = Default::default();
    api.update_status(pod.clone())?;
    api.event(&pod, Note::warning("NodeNotReady", "Node is not ready"));
    Ok(())
}
