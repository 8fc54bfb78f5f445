//! When a refused pod is tried again: interpodaffinity/plugin.go isSchedulableAfterPodChange,
//! isSchedulableAfterNodeChange, v1.36.

use std::sync::Arc;

use crate::cluster::scheduler::hints;
use crate::cluster::scheduler::pod_info::{PodInfo, Term};
use crate::cluster::store::Change;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;

pub fn may_help(change: &Change, pod: &Pod) -> bool {
    if let Some((old, new)) = hints::own_change(change, pod) {
        return old.meta.labels != new.meta.labels;
    }
    if let Some((old, new)) = hints::node_labels_changed(change) {
        return node_may_help(old.map(|old| &**old), new, &info(pod));
    }
    match hints::placed_pods(change) {
        (None, Some(new)) if has_affinity(pod) => means(&info(pod).facts.required_affinity, new),
        (Some(old), None) => {
            let gone = info(old);
            let minded = |term: &Term| may_match(term, pod);
            gone.facts.required_anti_affinity.iter().any(minded)
                || means(&info(pod).facts.required_anti_affinity, old)
        }
        (Some(old), Some(new)) if old.meta.labels != new.meta.labels => {
            let own = info(pod);
            let (near, away) = (&own.facts.required_affinity, &own.facts.required_anti_affinity);
            !means(near, old) && means(near, new) || means(away, old) && !means(away, new)
        }
        _ => false,
    }
}

fn info(pod: &Pod) -> PodInfo {
    PodInfo::new(&Arc::new(pod.clone()))
}

fn has_affinity(pod: &Pod) -> bool {
    let near = pod.spec.affinity.as_ref().and_then(|affinity| affinity.pod_affinity.as_ref());
    near.is_some_and(|near| !near.required.is_empty())
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
