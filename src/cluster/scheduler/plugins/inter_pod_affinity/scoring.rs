//! What would be liked between the pod and those that are there: interpodaffinity/scoring.go, v1.36.

use super::{OwnTerm, own_terms};
use crate::cluster::scheduler::framework::MAX_SCORE;
use crate::cluster::scheduler::pod_info::{PodInfo, Term};
use crate::cluster::scheduler::topology::{Counts, Key};
use crate::cluster::scheduler::{Cycle, NodeInfo, Normalize, Scoring};

/// Weights by domain; none if no wish of anybody's is about this pod.
pub fn prepare<'a>(cycle: &'a Cycle<'a>, hard_weight: i64, ignore_existing: bool) -> Option<Scoring<'a>> {
    let mut wishes = Wishes::new(cycle, hard_weight);
    if wishes.own.is_empty() && ignore_existing {
        return None;
    }
    for group in cycle.cache.groups() {
        let meant = wishes.meaning(&group.sample);
        if !meant.is_empty() {
            cycle.cache.nodes_of(group).for_each(|(node, count)| wishes.count(&meant, node, count));
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

    /// What pods like this one weigh, by the label whose domains count: wishes about them, and theirs.
    fn meaning(&self, pod: &PodInfo) -> Vec<(Key, i64)> {
        let about = self.own.iter().filter(|(own, _)| own.term.matches(&pod.pod, None));
        let about = about.filter_map(|(own, weight)| Some((own.key?, *weight)));
        let facts = &pod.facts;
        let hard = facts.required_affinity.iter().map(|term| (term, self.hard_weight));
        let near = facts.preferred_affinity.iter().map(|one| (&one.term, one.weight));
        let away = facts.preferred_anti_affinity.iter().map(|one| (&one.term, -one.weight));
        let theirs = hard.filter(|(_, weight)| *weight > 0).chain(near).chain(away);
        let (own, labels) = (self.cycle.pod(), &self.cycle.namespace_labels);
        let theirs = theirs.filter(|(term, _)| term.matches(own, Some(labels)));
        let key = |name: &str| self.cycle.cache.topology().key(name);
        about.chain(theirs.filter_map(|(term, weight)| Some((key(&term.topology_key)?, weight)))).collect()
    }

    fn count(&mut self, meant: &[(Key, i64)], node: &NodeInfo, count: i64) {
        for (key, weight) in meant {
            if let Some(domain) = node.domain(Some(*key)) {
                self.weights.add(domain, weight.saturating_mul(count));
            }
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
