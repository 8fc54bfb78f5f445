//! What would be liked between the pod and those that are there: interpodaffinity/scoring.go, v1.36.

use super::{OwnTerm, own_terms};
use crate::cluster::scheduler::framework::MAX_SCORE;
use crate::cluster::scheduler::pod_info::{PodInfo, Term};
use crate::cluster::scheduler::topology::Counts;
use crate::cluster::scheduler::{Cycle, NodeInfo, Normalize, Scoring};

/// Weights by domain; none if no wish of anybody's is about this pod.
pub fn prepare<'a>(cycle: &'a Cycle<'a>, hard_weight: i64, ignore_existing: bool) -> Option<Scoring<'a>> {
    let mut wishes = Wishes::new(cycle, hard_weight);
    if wishes.own.is_empty() && ignore_existing {
        return None;
    }
    if wishes.own.is_empty() {
        for node in cycle.cache.with_affinity() {
            node.pods.iter().for_each(|pod| wishes.count_existing(pod, node));
        }
    } else {
        for node in cycle.cache.nodes() {
            for pod in &node.pods {
                wishes.count_own(pod, node);
                wishes.count_existing(pod, node);
            }
        }
    }
    let weights = wishes.weights;
    if weights.present() == 0 {
        return None;
    }
    let normalize = Normalize::Custom(Box::new(|_, scores| stretch(scores)));
    Some(Scoring::new(normalize, move |node| node.domains().filter_map(|domain| weights.get(domain)).sum()))
}

struct Wishes<'a> {
    cycle: &'a Cycle<'a>,
    hard_weight: i64,
    /// The pod's own, those to be away from with a weight below zero.
    own: Vec<(OwnTerm, i64)>,
    weights: Counts,
}

impl<'a> Wishes<'a> {
    fn new(cycle: &'a Cycle<'a>, hard_weight: i64) -> Wishes<'a> {
        let facts = &cycle.info.facts;
        let near = facts.preferred_affinity.iter().map(|one| (&one.term, one.weight));
        let away = facts.preferred_anti_affinity.iter().map(|one| (&one.term, -one.weight));
        let (terms, weights): (Vec<&Term>, Vec<i64>) = near.chain(away).unzip();
        let own = own_terms(cycle, terms.into_iter()).into_iter().zip(weights).collect();
        Wishes { cycle, hard_weight, own, weights: cycle.cache.topology().counts() }
    }

    fn count_own(&mut self, pod: &PodInfo, node: &NodeInfo) {
        for (own, weight) in &self.own {
            if own.term.matches(&pod.pod, None)
                && let Some(domain) = node.domain(own.key)
            {
                self.weights.add(domain, *weight);
            }
        }
    }

    fn count_existing(&mut self, pod: &PodInfo, node: &NodeInfo) {
        let facts = &pod.facts;
        if self.hard_weight > 0 {
            facts.required_affinity.iter().for_each(|term| self.count(term, self.hard_weight, node));
        }
        facts.preferred_affinity.iter().for_each(|one| self.count(&one.term, one.weight, node));
        facts.preferred_anti_affinity.iter().for_each(|one| self.count(&one.term, -one.weight, node));
    }

    fn count(&mut self, term: &Term, weight: i64, node: &NodeInfo) {
        if term.matches(self.cycle.pod(), Some(&self.cycle.namespace_labels))
            && let Some(domain) = node.domain(self.cycle.cache.topology().key(&term.topology_key))
        {
            self.weights.add(domain, weight);
        }
    }
}

/// NormalizeScore: the lowest becomes 0, the highest 100.
fn stretch(scores: &mut [i64]) {
    let (least, most) =
        (scores.iter().copied().min().unwrap_or_default(), scores.iter().copied().max().unwrap_or_default());
    for score in scores {
        let share = (*score - least) as f64 / (most - least).max(1) as f64;
        *score = if most > least { (MAX_SCORE as f64 * share) as i64 } else { 0 };
    }
}
