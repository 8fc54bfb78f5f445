//! `DoNotSchedule`: a node is refused if the pod would make its domain too full. filtering.go, v1.36.

use std::collections::BTreeMap;

use super::constraint::{Constraint, has_all_keys};
use crate::cluster::scheduler::{Cycle, NodeInfo, Prepared, Refusal};

const REASON: &str = "node(s) didn't match pod topology spread constraints";
const REASON_LABEL: &str = "node(s) didn't match pod topology spread constraints (missing required label)";

/// Matching pods by the domain's name.
type Counts = BTreeMap<String, i64>;

pub fn prepare<'a>(cycle: &'a Cycle<'a>, constraints: Vec<Constraint>) -> Prepared<'a> {
    let counts: Vec<Counts> = constraints.iter().map(|one| domain_counts(cycle, one, &constraints)).collect();
    Prepared::filter(move |info| {
        constraints
            .iter()
            .zip(&counts)
            .find_map(|(constraint, counts)| refusal(cycle, constraint, counts, info))
    })
}

fn domain_counts(cycle: &Cycle<'_>, constraint: &Constraint, all: &[Constraint]) -> Counts {
    let mut counts = Counts::new();
    let included = |info: &&&NodeInfo| has_all_keys(all, info) && constraint.includes(cycle.pod, info);
    for info in cycle.nodes.iter().filter(included) {
        let domain = info.label(&constraint.topology_key).unwrap_or_default();
        *counts.entry(domain.to_owned()).or_default() += constraint.count(info, &cycle.pod.meta.namespace);
    }
    counts
}

fn refusal(cycle: &Cycle<'_>, constraint: &Constraint, counts: &Counts, info: &NodeInfo) -> Option<Refusal> {
    let Some(domain) = info.label(&constraint.topology_key) else {
        return Some(Refusal::unresolvable(REASON_LABEL));
    };
    let fewest = match (counts.len() as i64) < constraint.min_domains {
        true => 0,
        false => counts.values().min().copied().unwrap_or_default(),
    };
    let own = i64::from(constraint.selects(cycle.pod));
    let skew = counts.get(domain).copied().unwrap_or_default() + own - fewest;
    (skew > constraint.max_skew).then(|| Refusal::resolvable(REASON))
}
