//! Pods on nodes that no rule about pods can tell apart, counted by node.
//!
//! Rules about other pods (InterPodAffinity, PodTopologySpread) look at a pod's namespace, labels, own rules and
//! whether it is on its way out, and at nothing else. Pods that are alike in these, as the pods of one workload are,
//! form a group: a rule is asked once for a group, and what is left to do on thousands of nodes is to add numbers.
//! Upstream walks all pods on several threads instead (interpodaffinity and podtopologyspread, v1.36); the counts are
//! the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::pod_info::PodInfo;
use crate::kinds::Labels;

/// See the module's head. Groups that a copy shares are copied when they change.
#[derive(Clone, Debug, Default)]
pub struct Groups(BTreeMap<Likeness, Vec<Arc<Group>>>);

/// Pods that are alike.
#[derive(Clone, Debug)]
pub struct Group {
    /// One of them; only what they have in common may be asked of it.
    pub sample: PodInfo,
    /// How many, by the node's place in the cache.
    on: BTreeMap<usize, u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Likeness {
    namespace: String,
    labels: Labels,
    terminating: bool,
}

impl Likeness {
    fn of(pod: &PodInfo) -> Likeness {
        let meta = &pod.pod.meta;
        Likeness {
            namespace: meta.namespace.clone(),
            labels: meta.labels.clone(),
            terminating: meta.is_terminating(),
        }
    }
}

impl Groups {
    pub fn iter(&self) -> impl Iterator<Item = &Group> {
        self.0.values().flatten().map(|group| &**group)
    }

    pub fn add(&mut self, pod: &PodInfo, node: usize) {
        let alike = self.0.entry(Likeness::of(pod)).or_default();
        let at = alike.iter().position(|group| group.holds(pod)).unwrap_or_else(|| {
            alike.push(Arc::new(Group { sample: pod.clone(), on: BTreeMap::new() }));
            alike.len() - 1
        });
        *Arc::make_mut(&mut alike[at]).on.entry(node).or_default() += 1;
    }

    pub fn remove(&mut self, pod: &PodInfo, node: usize) {
        let likeness = Likeness::of(pod);
        let Some(alike) = self.0.get_mut(&likeness) else { return };
        let Some(at) = alike.iter().position(|group| group.holds(pod)) else { return };
        let group = Arc::make_mut(&mut alike[at]);
        if let Some(count) = group.on.get_mut(&node) {
            *count -= 1;
            if *count == 0 {
                group.on.remove(&node);
            }
        }
        if group.on.is_empty() {
            alike.swap_remove(at);
        }
        if alike.is_empty() {
            self.0.remove(&likeness);
        }
    }

    /// Whether a pod that changes stays in its group.
    pub fn alike(old: &PodInfo, new: &PodInfo) -> bool {
        let (before, after) = (&old.pod.meta, &new.pod.meta);
        Arc::ptr_eq(&old.facts, &new.facts)
            && before.is_terminating() == after.is_terminating()
            && before.labels == after.labels
    }
}

impl Group {
    /// Of pods with the same labels in the same namespace: whether the pod's rules are the group's.
    fn holds(&self, pod: &PodInfo) -> bool {
        Arc::ptr_eq(&self.sample.facts, &pod.facts) || self.sample.facts.has_same_rules(&pod.facts)
    }

    /// The places of the nodes that have such pods, and how many.
    pub fn nodes(&self) -> impl Iterator<Item = (usize, i64)> {
        self.on.iter().map(|(node, count)| (*node, i64::from(*count)))
    }
}
