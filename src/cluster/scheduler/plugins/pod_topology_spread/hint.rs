//! When a refused pod is tried again: plugin.go isSchedulableAfterPodChange, isSchedulableAfterNodeChange, v1.36.

use super::constraint::{self, Constraint, has_all_keys};
use crate::cluster::scheduler::{NodeInfo, hints};
use crate::cluster::store::Change;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;

pub fn may_help(change: &Change, pod: &Pod) -> bool {
    let constraints = constraint::of_pod(pod, "DoNotSchedule");
    if let Some((old, new)) = hints::node_change(change) {
        return node_may_help(old.as_ref(), &new, &constraints);
    }
    if let Some(gone) = change.resource::<Node>() {
        let mut info = NodeInfo::default();
        info.set_node(gone.clone());
        return has_all_keys(&constraints, &info);
    }
    *change.key.namespace == *pod.meta.namespace && pod_may_help(change, &constraints)
}

/// The node came to have all keys, lost one, or moved to another domain.
fn node_may_help(old: Option<&NodeInfo>, new: &NodeInfo, constraints: &[Constraint]) -> bool {
    let (had, has) = (old.is_some_and(|old| has_all_keys(constraints, old)), has_all_keys(constraints, new));
    let moved = |one: &Constraint| {
        old.is_some_and(|old| old.label(&one.topology_key) != new.label(&one.topology_key))
    };
    had != has || has && constraints.iter().any(moved)
}

/// A pod that counts came or went, or a pod changed between counting and not.
fn pod_may_help(change: &Change, constraints: &[Constraint]) -> bool {
    let (old, new) = hints::placed_pods(change);
    constraints
        .iter()
        .any(|one| old.is_some_and(|pod| one.selects(pod)) != new.is_some_and(|pod| one.selects(pod)))
}
