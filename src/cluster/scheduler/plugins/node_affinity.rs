//! Node selectors and node affinity: plugins/nodeaffinity, v1.36.

use crate::cluster::scheduler::hints;
use crate::cluster::scheduler::matching::{node_matches, term_matches};
use crate::cluster::scheduler::{Cycle, Normalize, Plugin, Prepared, Refusal};
use crate::cluster::store::Change;
use crate::kinds::affinity::PreferredSchedulingTerm;
use crate::kinds::pod::Pod;

const REASON: &str = "node(s) didn't match Pod's node affinity/selector";

pub struct NodeAffinity;

impl Plugin for NodeAffinity {
    fn name(&self) -> &'static str {
        "NodeAffinity"
    }

    fn weight(&self) -> i64 {
        2
    }

    fn prepare<'a>(&self, cycle: &'a Cycle<'a>) -> Prepared<'a> {
        let spec = &cycle.pod.spec;
        let prepared =
            Prepared::filter(move |info| (!node_matches(spec, info)).then(|| Refusal::unresolvable(REASON)));
        let preferred = spec.affinity.as_ref().and_then(|affinity| affinity.node_affinity.as_ref());
        match preferred.map(|affinity| affinity.preferred.as_slice()) {
            None | Some([]) => prepared,
            Some(terms) => prepared.with_score(Normalize::ToHighest, move |info| {
                let holds = |term: &&PreferredSchedulingTerm| {
                    term.weight != 0 && term_matches(&term.preference, info)
                };
                terms.iter().filter(holds).map(|term| i64::from(term.weight)).sum()
            }),
        }
    }

    fn retry_on(&self, change: &Change, pod: &Pod) -> bool {
        hints::node_came_to(change, |node| node_matches(&pod.spec, node))
    }
}
