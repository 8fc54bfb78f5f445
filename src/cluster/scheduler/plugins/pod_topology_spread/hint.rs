//! When a refused pod is tried again: plugin.go isSchedulableAfterPodChange, isSchedulableAfterNodeChange, v1.36.

use super::constraint::{self, Constraint, has_all_keys};
use crate::cluster::scheduler::hints;
use crate::cluster::store::Change;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;

pub fn may_help(change: &Change, pod: &Pod) -> bool {
    let constraints = constraint::of_pod(pod, "DoNotSchedule");
    if let Some((old, new)) = hints::node_labels_changed(change) {
        return node_may_help(old.map(|old| &**old), new, &constraints);
    }
    if let Some(gone) = change.resource::<Node>() {
        return change.new.is_none() && has_all_keys(&constraints, gone);
    }
    let any = |pod: &Pod| constraints.iter().any(|one| one.selects(pod));
    if let Some((old, new)) = hints::own_change(change, pod) {
        return old.meta.labels != new.meta.labels && (!any(new) || any(old) != any(new));
    }
    *change.key.namespace == *pod.meta.namespace && {
        let (old, new) = hints::placed_pods(change);
        old.is_some_and(|pod| any(pod)) != new.is_some_and(|pod| any(pod))
    }
}

/// The node came to have all keys, lost one, or moved to another domain.
fn node_may_help(old: Option<&Node>, new: &Node, constraints: &[Constraint]) -> bool {
    let (had, has) = (old.is_some_and(|old| has_all_keys(constraints, old)), has_all_keys(constraints, new));
    let moved = |one: &Constraint| {
        let value = |node: &Node| node.meta.labels.get(&one.topology_key).cloned();
        old.is_some_and(|old| value(old) != value(new))
    };
    had != has || has && constraints.iter().any(moved)
}
