//! `ScheduleAnyway`: emptier domains score higher. scoring.go, v1.36.

use std::rc::Rc;

use super::constraint::{self, Constraint, HOSTNAME};
use crate::cluster::scheduler::framework::MAX_SCORE;
use crate::cluster::scheduler::topology::{Counts, Key};
use crate::cluster::scheduler::{Cycle, NodeInfo, Normalize, Scoring};

struct State<'a> {
    cycle: &'a Cycle<'a>,
    constraints: Vec<Part>,
    /// Whether a node must have all labels to be scored.
    require_all: bool,
}

/// A constraint with what was counted for it.
struct Part {
    constraint: Constraint,
    key: Option<Key>,
    /// Matching pods by domain; none for hostnames, which are counted when scored.
    counts: Option<Counts>,
    weight: f64,
}

pub fn prepare<'a>(
    cycle: &'a Cycle<'a>,
    constraints: Vec<Constraint>,
    require_all: bool,
    nodes: &[&'a NodeInfo],
) -> Scoring<'a> {
    let mut state = State { cycle, constraints: Vec::new(), require_all };
    let keys = constraint::keys(cycle, &constraints);
    let complete = |node: &NodeInfo| !require_all || keys.iter().all(|key| node.domain(*key).is_some());
    let scored: Vec<&NodeInfo> = nodes.iter().copied().filter(|node| complete(node)).collect();
    for (constraint, key) in constraints.into_iter().zip(keys.clone()) {
        let by_host = constraint.topology_key == HOSTNAME;
        let (counts, domains) =
            if by_host { (None, scored.len()) } else { count(cycle, &constraint, key, &scored, &complete) };
        let weight = libm::log(domains as f64 + 2.0);
        state.constraints.push(Part { constraint, key, counts, weight });
    }
    let state = Rc::new(state);
    let scoring = state.clone();
    let normalize = Normalize::Custom(Box::new(move |nodes, scores| state.normalize(nodes, scores)));
    Scoring::new(normalize, move |node| scoring.score(node))
}

/// Counts over all nodes, for the domains the scored nodes are in, and how many those are; nodes without the label
/// are a domain of their own.
fn count(
    cycle: &Cycle<'_>,
    constraint: &Constraint,
    key: Option<Key>,
    scored: &[&NodeInfo],
    complete: &dyn Fn(&NodeInfo) -> bool,
) -> (Option<Counts>, usize) {
    let mut counts = cycle.cache.topology().counts();
    let mut unlabelled = false;
    for node in scored {
        match node.domain(key) {
            Some(domain) => counts.add(domain, 0),
            None => unlabelled = true,
        }
    }
    let domains = counts.present() + usize::from(unlabelled);
    constraint.count_all(cycle, |node, count| {
        let scored = node.domain(key).filter(|domain| complete(node) && counts.get(*domain).is_some());
        if let Some(domain) = scored
            && constraint.includes(cycle.pod(), node.node())
        {
            counts.add(domain, count);
        }
    });
    (Some(counts), domains)
}

impl State<'_> {
    fn is_ignored(&self, node: &NodeInfo) -> bool {
        self.require_all && self.constraints.iter().any(|part| node.domain(part.key).is_none())
    }

    fn score(&self, node: &NodeInfo) -> i64 {
        if self.is_ignored(node) {
            return 0;
        }
        let mut score = 0.0;
        for part in &self.constraints {
            let Some(domain) = node.domain(part.key) else { continue };
            let count = match &part.counts {
                None => part.constraint.count(node, &self.cycle.pod().meta.namespace),
                Some(counts) => counts.get(domain).unwrap_or_default(),
            };
            score += count as f64 * part.weight + (part.constraint.max_skew - 1) as f64;
        }
        libm::round(score) as i64
    }

    fn normalize(&self, nodes: &[&NodeInfo], scores: &mut [i64]) {
        let scored = || nodes.iter().zip(scores.iter()).filter(|(node, _)| !self.is_ignored(node));
        let least = scored().map(|(_, score)| *score).min().unwrap_or_default();
        let most = scored().map(|(_, score)| *score).max().unwrap_or_default();
        for (node, score) in nodes.iter().zip(scores.iter_mut()) {
            *score = match most {
                _ if self.is_ignored(node) => 0,
                most if most <= 0 => MAX_SCORE,
                _ => MAX_SCORE * (most + least - *score) / most,
            };
        }
    }
}
