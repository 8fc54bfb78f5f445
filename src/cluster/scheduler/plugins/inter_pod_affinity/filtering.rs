//! What must hold between the pod and those that are there: interpodaffinity/filtering.go, v1.36.

use std::rc::Rc;

use super::{OwnTerm, own_terms};
use crate::cluster::scheduler::framework::Filter;
use crate::cluster::scheduler::pod_info::{PodInfo, Term};
use crate::cluster::scheduler::topology::{Counts, Key};
use crate::cluster::scheduler::{Cycle, NodeInfo, Refusal};
use crate::kinds::pod::Pod;

const REASON_AFFINITY: &str = "node(s) didn't match pod affinity rules";
const REASON_ANTI_AFFINITY: &str = "node(s) didn't match pod anti-affinity rules";
const REASON_EXISTING: &str = "node(s) didn't satisfy existing pods anti-affinity rules";

/// Pods that matter, counted by domain.
#[derive(Clone)]
pub struct Rules<'a> {
    cycle: &'a Cycle<'a>,
    terms: Rc<Terms>,
    /// Pods there that want to be away from the pod.
    existing: Counts,
    /// Pods that all affinity terms mean.
    affinity: Counts,
    /// Pods that an anti-affinity term means.
    anti_affinity: Counts,
}

struct Terms {
    affinity: Vec<OwnTerm>,
    anti_affinity: Vec<OwnTerm>,
}

/// What a pod that is there has to do with the pod to be placed: the labels by whose domains it counts.
struct Meaning {
    existing: Vec<Key>,
    affinity: bool,
    anti_affinity: Vec<Key>,
}

impl Meaning {
    fn any(&self) -> bool {
        self.affinity || !self.existing.is_empty() || !self.anti_affinity.is_empty()
    }
}

impl<'a> Rules<'a> {
    /// None if no rule of anybody's is about this pod.
    pub fn new(cycle: &'a Cycle<'a>) -> Option<Rules<'a>> {
        let facts = &cycle.info.facts;
        let none = || cycle.cache.topology().counts();
        let terms = Terms {
            affinity: own_terms(cycle, facts.required_affinity.iter()),
            anti_affinity: own_terms(cycle, facts.required_anti_affinity.iter()),
        };
        let has_terms = !(terms.affinity.is_empty() && terms.anti_affinity.is_empty());
        let mut rules =
            Rules { cycle, terms: Rc::new(terms), existing: none(), affinity: none(), anti_affinity: none() };
        for group in cycle.cache.groups() {
            let meant = rules.meaning(&group.sample);
            if meant.any() {
                cycle.cache.nodes_of(group).for_each(|(node, count)| rules.count(&meant, node, count));
            }
        }
        (has_terms || rules.existing.sum() != 0).then_some(rules)
    }

    /// Which terms are about a pod that is there, or of it about the pod to be placed.
    fn meaning(&self, pod: &PodInfo) -> Meaning {
        let existing = pod.facts.required_anti_affinity.iter();
        let minds = |term: &&Term| term.matches(self.cycle.pod(), Some(&self.cycle.namespace_labels));
        let own = self.terms.anti_affinity.iter().filter(|own| own.term.matches(&pod.pod, None));
        Meaning {
            existing: existing
                .filter(minds)
                .filter_map(|term| self.cycle.cache.topology().key(&term.topology_key))
                .collect(),
            affinity: matches_all(&self.terms.affinity, &pod.pod),
            anti_affinity: own.filter_map(|own| own.key).collect(),
        }
    }

    /// Counts pods of one meaning on a node.
    fn count(&mut self, meant: &Meaning, node: &NodeInfo, by: i64) {
        let domain = |key: &Key| node.domain(Some(*key));
        meant.existing.iter().filter_map(domain).for_each(|domain| self.existing.add(domain, by));
        meant.anti_affinity.iter().filter_map(domain).for_each(|domain| self.anti_affinity.add(domain, by));
        if meant.affinity {
            let domains = self.terms.affinity.iter().filter_map(|own| node.domain(own.key));
            domains.for_each(|domain| self.affinity.add(domain, by));
        }
    }

    /// satisfyPodAffinity; the first of pods that want to be together may go anywhere.
    fn is_near(&self, node: &NodeInfo) -> bool {
        let mut near = true;
        for own in &self.terms.affinity {
            let Some(domain) = node.domain(own.key) else { return false };
            near &= self.affinity.get(domain).unwrap_or_default() > 0;
        }
        near || self.affinity.sum() == 0 && matches_all(&self.terms.affinity, self.cycle.pod())
    }

    fn is_away(&self, node: &NodeInfo) -> bool {
        let held = |own: &OwnTerm| self.anti_affinity.get(node.domain(own.key)?);
        self.anti_affinity.sum() == 0
            || self.terms.anti_affinity.iter().all(|own| held(own).unwrap_or_default() <= 0)
    }

    fn is_welcome(&self, node: &NodeInfo) -> bool {
        self.existing.sum() == 0
            || node.domains().all(|domain| self.existing.get(domain).unwrap_or_default() <= 0)
    }
}

impl<'a> Filter<'a> for Rules<'a> {
    fn check(&self, node: &NodeInfo) -> Option<Refusal> {
        if !self.is_near(node) {
            return Some(Refusal::unresolvable(REASON_AFFINITY));
        }
        if !self.is_away(node) {
            return Some(Refusal::resolvable(REASON_ANTI_AFFINITY));
        }
        (!self.is_welcome(node)).then(|| Refusal::resolvable(REASON_EXISTING))
    }

    fn pod_added(&mut self, pod: &PodInfo, node: &NodeInfo) {
        let meant = self.meaning(pod);
        self.count(&meant, node, 1);
    }

    fn pod_removed(&mut self, pod: &PodInfo, node: &NodeInfo) {
        let meant = self.meaning(pod);
        self.count(&meant, node, -1);
    }

    fn copy(&self) -> Box<dyn Filter<'a> + 'a> {
        Box::new(self.clone())
    }
}

/// podMatchesAllAffinityTerms
fn matches_all(terms: &[OwnTerm], pod: &Pod) -> bool {
    !terms.is_empty() && terms.iter().all(|own| own.term.matches(pod, None))
}
