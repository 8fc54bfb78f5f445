//! Whether a change may help a pod that found no node: what plugins' queueing hints share, v1.36.
//!
//! Models the events of pkg/scheduler/eventhandlers.go: a node is new or has changed, a pod is on a node
//! (not yet finished), was there, or has changed there.

use std::sync::Arc;

use super::node_info::NodeInfo;
use crate::cluster::store::Change;
use crate::kinds::Resource;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;

/// A node before a change (none if it is new) and after; none if the change is of something else.
pub fn node_change(change: &Change) -> Option<(Option<NodeInfo>, NodeInfo)> {
    let info = |node: &Arc<Node>| {
        let mut info = NodeInfo::default();
        info.set_node(node.clone());
        info
    };
    let new = change.new.as_ref().and_then(Node::of).map(info)?;
    Some((change.old.as_ref().and_then(Node::of).map(info), new))
}

/// Whether the change made this true of a node.
pub fn node_came_to(change: &Change, holds: impl Fn(&NodeInfo) -> bool) -> bool {
    node_change(change).is_some_and(|(old, new)| holds(&new) && !old.is_some_and(|old| holds(&old)))
}

/// A pod on a node before and after a change; a finished one is no longer there.
pub fn placed_pods(change: &Change) -> (Option<&Arc<Pod>>, Option<&Arc<Pod>>) {
    let placed = |pod: &&Arc<Pod>| !pod.spec.node_name.is_empty() && !pod.is_terminal();
    let (old, new) = (change.old.as_ref().and_then(Pod::of), change.new.as_ref().and_then(Pod::of));
    (old.filter(placed), new.filter(placed))
}
