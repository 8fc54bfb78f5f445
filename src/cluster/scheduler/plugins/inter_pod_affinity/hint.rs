//! When a refused pod is tried again: interpodaffinity/plugin.go isSchedulableAfterPodChange,
//! isSchedulableAfterNodeChange, v1.36.

use std::sync::Arc;

use crate::cluster::scheduler::hints;
use crate::cluster::scheduler::pod_info::{PodInfo, Term};
use crate::cluster::store::Change;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;

pub fn may_help(change: &Change, pod: &Pod) -> bool {
    let own = PodInfo::new(&Arc::new(pod.clone()));
    if let Some((old, new)) = hints::own_change(change, pod) {
        return old.meta.labels != new.meta.labels;
    }
    if let Some((old, new)) = hints::node_labels_changed(change) {
        return node_may_help(old.map(|old| &**old), new, &own);
    }
    let facts = &own.facts;
    match hints::placed_pods(change) {
        (None, Some(new)) => means(&facts.required_affinity, new),
        (Some(old), None) => {
            let gone = PodInfo::new(old);
            let minded = |term: &Term| may_match(term, pod);
            means(&facts.required_anti_affinity, old) || gone.facts.required_anti_affinity.iter().any(minded)
        }
        (Some(old), Some(new)) if old.meta.labels != new.meta.labels => {
            let came = !means(&facts.required_affinity, old) && means(&facts.required_affinity, new);
            let left =
                means(&facts.required_anti_affinity, old) && !means(&facts.required_anti_affinity, new);
            came || left
        }
        _ => false,
    }
}

/// The node has come with the labels the pod asks for, or has changed one that anybody's rules are about.
fn node_may_help(old: Option<&Node>, new: &Node, own: &PodInfo) -> bool {
    let facts = &own.facts;
    let Some(old) = old else {
        return facts.required_affinity.iter().all(|term| new.meta.labels.contains_key(&term.topology_key));
    };
    let moved =
        |term: &Term| old.meta.labels.get(&term.topology_key) != new.meta.labels.get(&term.topology_key);
    let mut terms = facts.required_affinity.iter().chain(&facts.required_anti_affinity).peekable();
    terms.peek().is_none() || terms.any(moved)
}

/// podMatchesAllAffinityTerms, with any namespace that a selector may mean.
fn means(terms: &[Term], pod: &Pod) -> bool {
    !terms.is_empty() && terms.iter().all(|term| may_match(term, pod))
}

fn may_match(term: &Term, pod: &Pod) -> bool {
    let namespace = term.namespace_selector.is_some() || term.namespaces.contains(&pod.meta.namespace);
    namespace && term.selector.as_ref().is_some_and(|selector| selector.matches(&pod.meta.labels))
}
