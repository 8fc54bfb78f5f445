//! Whether a change may help a pod that found no node: what plugins' queueing hints share, v1.36.
//!
//! Models the events of pkg/scheduler/eventhandlers.go and framework/events.go: a node is new or has changed in
//! its labels or taints, a pod is on a node (not yet finished), was there, or has changed there.

use std::sync::Arc;

use crate::cluster::store::{Change, Verb};
use crate::kinds::Resource;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;

/// A node before a change (none if it is new) and after; none if the change is of something else.
pub fn node_change(change: &Change) -> Option<(Option<&Arc<Node>>, &Arc<Node>)> {
    let new = change.new.as_ref().and_then(Node::of)?;
    Some((change.old.as_ref().and_then(Node::of), new))
}

/// A node is new (Node/Add).
pub fn node_added(change: &Change) -> bool {
    node_change(change).is_some_and(|(old, _)| old.is_none())
}

/// A node is new or its labels have changed (Node/Add, Node/UpdateNodeLabel).
pub fn node_labels_changed(change: &Change) -> Option<(Option<&Arc<Node>>, &Arc<Node>)> {
    node_change(change).filter(|(old, new)| old.is_none_or(|old| old.meta.labels != new.meta.labels))
}

/// A node is new, its taints have changed or it takes pods again (Node/Add, Node/UpdateNodeTaint).
pub fn node_taints_changed(change: &Change) -> Option<(Option<&Arc<Node>>, &Arc<Node>)> {
    let reopened = |old: &Node, new: &Node| old.spec.unschedulable && !new.spec.unschedulable;
    node_change(change)
        .filter(|(old, new)| old.is_none_or(|old| old.spec.taints != new.spec.taints || reopened(old, new)))
}

/// A pod on a node before and after a change; a finished one is no longer there.
pub fn placed_pods(change: &Change) -> (Option<&Arc<Pod>>, Option<&Arc<Pod>>) {
    let placed = |pod: &&Arc<Pod>| !pod.spec.node_name.is_empty() && !pod.is_terminal();
    let (old, new) = (change.old.as_ref().and_then(Pod::of), change.new.as_ref().and_then(Pod::of));
    (old.filter(placed), new.filter(placed))
}

/// A pod that has left its node (AssignedPod/Delete).
pub fn pod_left(change: &Change) -> Option<&Arc<Pod>> {
    match placed_pods(change) {
        (Some(old), None) => Some(old),
        _ => None,
    }
}

/// The waiting pod itself before and after a change of it.
pub fn own_change<'c>(change: &'c Change, pod: &Pod) -> Option<(&'c Arc<Pod>, &'c Arc<Pod>)> {
    let (old, new) = (change.old.as_ref().and_then(Pod::of)?, change.new.as_ref().and_then(Pod::of)?);
    (new.meta.uid == pod.meta.uid).then_some((old, new))
}

/// The waiting pod tolerates something else (UpdatePodToleration).
pub fn own_tolerations_changed(change: &Change, pod: &Pod) -> bool {
    own_change(change, pod).is_some_and(|(old, new)| old.spec.tolerations != new.spec.tolerations)
}

/// An object of a kind that is new, or has changed if `updates` count.
pub fn added<T: Resource>(change: &Change, updates: bool) -> Option<(Option<&Arc<T>>, &Arc<T>)> {
    if change.verb == Verb::Deleted {
        return None;
    }
    let (old, new) = (change.old.as_ref().and_then(T::of), change.new.as_ref().and_then(T::of)?);
    (updates || old.is_none()).then_some((old, new))
}
