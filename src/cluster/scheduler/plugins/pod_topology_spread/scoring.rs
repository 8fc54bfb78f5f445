//! `ScheduleAnyway`: emptier domains score higher. scoring.go, v1.36.

use std::collections::{BTreeMap, BTreeSet};

use super::constraint::{Constraint, HOSTNAME, Soft, has_all_keys};
use crate::cluster::scheduler::framework::{MAX_SCORE, Scoring};
use crate::cluster::scheduler::{Cycle, NodeInfo, Normalize};

struct State {
    soft: Soft,
    /// Matching pods by constraint and domain; hostnames are counted when scored.
    counts: Vec<BTreeMap<String, i64>>,
    weights: Vec<f64>,
    ignored: BTreeSet<String>,
}

pub fn prepare<'a>(cycle: &'a Cycle<'a>, soft: Soft, nodes: &[&'a NodeInfo]) -> Scoring<'a> {
    let state = std::rc::Rc::new(State::new(cycle, soft, nodes));
    let scoring = state.clone();
    Scoring {
        score: Box::new(move |info| scoring.score(cycle, info)),
        normalize: Normalize::Custom(Box::new(move |scores| state.normalize(scores))),
    }
}

impl State {
    fn new(cycle: &Cycle<'_>, soft: Soft, nodes: &[&NodeInfo]) -> State {
        let lacks = |info: &&&NodeInfo| soft.require_all && !has_all_keys(&soft.constraints, info);
        let ignored: BTreeSet<String> =
            nodes.iter().filter(lacks).map(|info| info.name().to_owned()).collect();
        let scored: Vec<&&NodeInfo> = nodes.iter().filter(|info| !ignored.contains(info.name())).collect();
        let counts: Vec<_> =
            soft.constraints.iter().map(|one| domain_counts(cycle, &soft, one, &scored)).collect();
        let size = |(one, counts): (&Constraint, &BTreeMap<String, i64>)| match one.topology_key.as_str() {
            HOSTNAME => scored.len(),
            _ => counts.len(),
        };
        let weights =
            soft.constraints.iter().zip(&counts).map(|pair| libm::log(size(pair) as f64 + 2.0)).collect();
        State { soft, counts, weights, ignored }
    }

    fn score(&self, cycle: &Cycle<'_>, info: &NodeInfo) -> i64 {
        if self.ignored.contains(info.name()) {
            return 0;
        }
        let mut score = 0.0;
        for ((constraint, counts), weight) in
            self.soft.constraints.iter().zip(&self.counts).zip(&self.weights)
        {
            let Some(domain) = info.label(&constraint.topology_key) else { continue };
            let count = match constraint.topology_key.as_str() {
                HOSTNAME => constraint.count(info, &cycle.pod.meta.namespace),
                _ => counts.get(domain).copied().unwrap_or_default(),
            };
            score += count as f64 * weight + (constraint.max_skew - 1) as f64;
        }
        libm::round(score) as i64
    }

    fn normalize(&self, scores: &mut [(&NodeInfo, i64)]) {
        let scored =
            || scores.iter().filter(|(info, _)| !self.ignored.contains(info.name())).map(|(_, score)| *score);
        let (least, most) = (scored().min().unwrap_or_default(), scored().max().unwrap_or_default());
        for (info, score) in scores.iter_mut() {
            *score = match most {
                _ if self.ignored.contains(info.name()) => 0,
                0 => MAX_SCORE,
                _ => MAX_SCORE * (most + least - *score) / most,
            };
        }
    }
}

/// Counts over all nodes, for the domains the scored nodes are in.
fn domain_counts(
    cycle: &Cycle<'_>,
    soft: &Soft,
    constraint: &Constraint,
    scored: &[&&NodeInfo],
) -> BTreeMap<String, i64> {
    if constraint.topology_key == HOSTNAME {
        return BTreeMap::new();
    }
    let domains = scored.iter().filter_map(|info| info.label(&constraint.topology_key));
    let mut counts: BTreeMap<String, i64> = domains.map(|domain| (domain.to_owned(), 0)).collect();
    let included = |info: &&&NodeInfo| {
        (!soft.require_all || has_all_keys(&soft.constraints, info)) && constraint.includes(cycle.pod, info)
    };
    for info in cycle.nodes.iter().filter(included) {
        let domain = info.label(&constraint.topology_key).unwrap_or_default();
        if let Some(count) = counts.get_mut(domain) {
            *count += constraint.count(info, &cycle.pod.meta.namespace);
        }
    }
    counts
}
