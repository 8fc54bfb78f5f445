//! A run told as text: what happened, one line to a change, as somebody who watches would put it.
//!
//! Three depths: the events alone; events and every change of what `kubectl get` would show of an object;
//! or each write with its author. The command line prints it, the scenario goldens keep it.

use std::fmt::Write;

use super::Session;
use crate::cluster::{Change, Verb};
use crate::kinds::deployment::Deployment;
use crate::kinds::endpoints::{Endpoint, EndpointSlice};
use crate::kinds::event::Event;
use crate::kinds::hpa::HorizontalPodAutoscaler;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::replicaset::ReplicaSet;
use crate::kinds::{Kind, Object};
use crate::kubectl::columns;
use crate::sim::SimTime;

/// How much is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// Events alone.
    Events,
    /// Events, and objects whenever their row in `kubectl get` changes.
    #[default]
    States,
    /// Every write and who made it.
    Writes,
}

/// One line of a story.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub at: SimTime,
    /// Version of the change it tells of.
    pub version: u64,
    /// Of what it speaks; an event stands for itself, not for its object.
    pub kind: Kind,
    pub text: String,
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:>12}  {}", self.at.to_string(), self.text)
    }
}

/// What the session's log still holds, in order.
pub fn lines(session: &Session, depth: Depth) -> impl Iterator<Item = Line> {
    session.world().api().store().log().iter().filter_map(move |change| {
        let text = match depth {
            Depth::Events => event(change),
            Depth::States => event(change).or_else(|| state_change(change)),
            Depth::Writes => Some(write_line(change)),
        };
        Some(Line { at: change.at, version: change.version, kind: change.key.kind, text: text? })
    })
}

fn event(change: &Change) -> Option<String> {
    let event = change.resource::<Event>().filter(|_| change.verb != Verb::Deleted)?;
    let about = &event.involved_object;
    let count = if event.times() > 1 { format!(" (x{})", event.times()) } else { String::new() };
    let object = format!("{}/{}", about.kind.to_lowercase(), about.name);
    Some(format!("{:<7} {:<18} {object}{count}: {}", event.kind, event.reason, event.message))
}

/// An object whose row changed; nothing for kinds that have no row here.
fn state_change(change: &Change) -> Option<String> {
    let (old, new) = (change.old.as_ref().and_then(state), change.new.as_ref().and_then(state));
    match (old, new) {
        (old, Some(new)) if old.as_ref() != Some(&new) => Some(format!("{}  {new}", change.key)),
        (Some(_), None) => Some(format!("{}  gone", change.key)),
        _ => None,
    }
}

fn write_line(change: &Change) -> String {
    let verb = match change.verb {
        Verb::Added => "added",
        Verb::Modified => "changed",
        Verb::Deleted => "deleted",
    };
    let detail = event(change).or_else(|| state(change.object())).unwrap_or_default();
    format!("{verb:<8} {} by {}  {detail}", change.key, change.actor)
}

/// An object's row in few words.
pub fn state(object: &Object) -> Option<String> {
    match object {
        Object::Pod(pod) => Some(pod_state(pod)),
        Object::Deployment(one) => Some(deployment_state(one)),
        Object::ReplicaSet(one) => Some(replica_set_state(one)),
        Object::Node(node) => Some(node_state(node)),
        Object::EndpointSlice(slice) => Some(slice_state(slice)),
        Object::HorizontalPodAutoscaler(hpa) => Some(autoscaler_state(hpa)),
        Object::Namespace(namespace) => Some(namespace.status.phase.clone()),
        _ => None,
    }
}

fn pod_state(pod: &Pod) -> String {
    let columns = columns::pod(pod);
    let mut text = format!("{} {}/{}", columns.status, columns.ready, columns.total);
    if !pod.spec.node_name.is_empty() {
        let _ = write!(text, " on {}", pod.spec.node_name);
    }
    if columns.restarts > 0 {
        let _ = write!(text, ", restarts {}", columns.restarts);
    }
    text
}

fn deployment_state(one: &Deployment) -> String {
    let status = &one.status;
    let (wanted, ready) = (one.replicas(), status.ready_replicas);
    format!(
        "{ready}/{wanted} ready, {} up to date, {} available",
        status.updated_replicas, status.available_replicas
    )
}

fn replica_set_state(one: &ReplicaSet) -> String {
    let (has, ready) = (one.status.replicas.unwrap_or_default(), one.status.ready_replicas);
    format!("wants {}, has {has}, {ready} ready", one.replicas())
}

fn node_state(node: &Node) -> String {
    let passing = |key: &str| !key.starts_with("node-role.kubernetes.io/");
    let taints = node.spec.taints.iter().filter(|taint| passing(&taint.key));
    let marks: String = taints.map(|taint| format!(", {}:{}", taint.key, taint.effect)).collect();
    format!("{}{marks}", columns::node_status(node))
}

fn slice_state(slice: &EndpointSlice) -> String {
    let words: Vec<String> = slice.endpoints.iter().map(|endpoint| endpoint_state(endpoint)).collect();
    if words.is_empty() { "no endpoints".into() } else { words.join(", ") }
}

fn endpoint_state(endpoint: &Endpoint) -> String {
    let address = endpoint.addresses.first().map(String::as_str).unwrap_or_default();
    let conditions = &endpoint.conditions;
    let word = match (conditions.ready, conditions.terminating) {
        (_, Some(true)) => "terminating",
        (Some(false), _) => "not ready",
        _ => "ready",
    };
    format!("{address} {word}")
}

fn autoscaler_state(hpa: &HorizontalPodAutoscaler) -> String {
    let (current, desired) = (hpa.status.current_replicas, hpa.status.desired_replicas.unwrap_or_default());
    format!("{}, has {current}, wants {desired}", super::views::targets(hpa))
}

/// As `kubectl get pods -A -o wide`.
pub fn pods(session: &Session) -> String {
    let mut text = format!(
        "{:<12} {:<36} {:<7} {:<20} {:<9} NODE\n",
        "NAMESPACE", "NAME", "READY", "STATUS", "RESTARTS"
    );
    let own = |pod: &&std::sync::Arc<Pod>| pod.meta.annotation("kubernetes.io/config.mirror").is_none();
    for pod in session.world().api().store().list::<Pod>().filter(own) {
        let row = columns::pod(pod);
        let ready = format!("{}/{}", row.ready, row.total);
        let (meta, node) = (&pod.meta, &pod.spec.node_name);
        let _ = writeln!(
            text,
            "{:<12} {:<36} {ready:<7} {:<20} {:<9} {node}",
            meta.namespace, meta.name, row.status, row.restarts
        );
    }
    text
}
