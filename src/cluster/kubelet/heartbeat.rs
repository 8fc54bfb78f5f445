//! What a kubelet tells of its node: its lease, and the node's conditions.
//!
//! Models pkg/kubelet/nodelease, kubelet_node_status.go and runtime.go, v1.36. A kubelet that comes back after a
//! silence compares its first report with what it last knew of the node, and writes only what differs from that: so
//! the node's other conditions stay unknown until its next report. If it stood still for longer than
//! its runtime may go unchecked, that first report is that the runtime is down.

use super::agent::NodeAgent;
use crate::cluster::api::Client;
use crate::cluster::events::Note;
use crate::kinds::Time;
use crate::kinds::node::{Node, NodeCondition};
use crate::sim::{SimTime, Span};

/// maxWaitForContainerRuntime
const RUNTIME_UNCHECKED: Span = Span::from_secs(30);

/// How a kubelet comes back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Returning {
    #[default]
    No,
    /// What it knows of its node is old.
    Outdated,
    /// And it has not looked at its runtime for too long.
    RuntimeUnchecked,
    /// It has just started on a machine that was off.
    Booted,
}

impl NodeAgent {
    /// The kubelet stands still, or goes on.
    pub fn set_frozen(&mut self, frozen: bool, now: SimTime) {
        let Some(since) = self.silent_since else {
            self.silent_since = frozen.then_some(now);
            return;
        };
        if !frozen {
            self.silent_since = None;
            let is_long = now.since(since) > RUNTIME_UNCHECKED;
            self.returning = if is_long { Returning::RuntimeUnchecked } else { Returning::Outdated };
        }
    }

    /// The kubelet, which went on all the time, reaches the API server again.
    pub fn reconnect(&mut self) {
        if self.silent_since.take().is_some() {
            self.returning = Returning::Outdated;
        }
    }

    /// Renews the lease and reports the node's conditions.
    pub fn heartbeat(&mut self, api: &mut Client<'_>) {
        if self.silent_since.is_some() {
            return;
        }
        api.renew_lease(&self.name);
        let Some(node) = api.store().get::<Node>("", &self.name).cloned() else { return };
        self.tell_schedulable(&node, api);
        let now = api.wall_clock();
        let told = match std::mem::take(&mut self.returning) {
            Returning::RuntimeUnchecked => vec![runtime_is_down(now)],
            Returning::Outdated => return,
            Returning::Booted => {
                self.announce_boot(&node, api);
                self.conditions(now)
            }
            Returning::No => self.conditions(now),
        };
        self.report(&node, told, api);
    }

    /// Says that the node was cordoned or is so no longer.
    fn tell_schedulable(&mut self, node: &Node, api: &mut Client<'_>) {
        let off = node.spec.unschedulable;
        if std::mem::replace(&mut self.unschedulable, off) != off {
            tell(node, if off { "NodeNotSchedulable" } else { "NodeSchedulable" }, api);
        }
    }

    /// Writes the conditions that are new, and says which no longer hold, and whether the node is ready.
    fn report(&self, node: &Node, told: Vec<NodeCondition>, api: &mut Client<'_>) {
        let mut reported = node.clone();
        let mut news = Vec::new();
        for condition in told {
            let (kind, reason) = (condition.kind.clone(), condition.reason.clone());
            if merge(&mut reported.status.conditions, condition) && kind != "Ready" {
                news.push(reason.replacen("Kubelet", "Node", 1));
            }
        }
        if reported.status == node.status {
            return;
        }
        reported.meta.resource_version = Default::default();
        let (was, is) = (status_of_ready(node), status_of_ready(&reported));
        if api.update_status(reported.clone()).is_err() {
            return;
        }
        news.iter().for_each(|reason| tell(&reported, reason, api));
        if was != is {
            tell(&reported, if is == "True" { "NodeReady" } else { "NodeNotReady" }, api);
        }
    }

    /// The node's conditions that say it is short of something.
    pub fn pressures(&self) -> Vec<&'static str> {
        self.pressure_seen.keys().copied().collect()
    }

    fn conditions(&self, now: Time) -> Vec<NodeCondition> {
        let mut all = conditions(now);
        for pressure in self.pressures() {
            let Some(place) = all.iter().position(|one| one.kind == pressure) else { continue };
            let (reason, message) = match pressure {
                "MemoryPressure" => {
                    ("KubeletHasInsufficientMemory", "kubelet has insufficient memory available")
                }
                _ => ("KubeletHasDiskPressure", "kubelet has disk pressure"),
            };
            all[place] = condition(now, (pressure, "True", reason, message));
        }
        all
    }
}

/// `recordNodeStatusEvent`
pub(super) fn tell(node: &Node, reason: &str, api: &mut Client<'_>) {
    let message = format!("Node {} status is now: {reason}", node.meta.name);
    api.event(node, Note::normal(reason, &message));
}

fn status_of_ready(node: &Node) -> String {
    node.condition("Ready").map(|ready| ready.status.clone()).unwrap_or_default()
}

/// A condition that holds already stays as it was: of heartbeats alone nothing is written. Whether it is another.
fn merge(held: &mut Vec<NodeCondition>, new: NodeCondition) -> bool {
    match held.iter_mut().find(|condition| condition.kind == new.kind) {
        Some(condition) if condition.status == new.status && condition.reason == new.reason => return false,
        Some(condition) => *condition = new,
        None => held.push(new),
    }
    true
}

fn runtime_is_down(now: Time) -> NodeCondition {
    condition(now, ("Ready", "False", "KubeletNotReady", "container runtime is down"))
}

/// The conditions of a healthy node.
pub fn conditions(now: Time) -> Vec<NodeCondition> {
    let rows = [
        ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
        ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
    ];
    rows.map(|row| condition(now, row)).into()
}

fn condition(now: Time, (kind, status, reason, message): (&str, &str, &str, &str)) -> NodeCondition {
    NodeCondition {
        kind: kind.into(),
        status: status.into(),
        last_heartbeat_time: Some(now),
        last_transition_time: Some(now),
        reason: reason.into(),
        message: message.into(),
        extra: None,
    }
}
