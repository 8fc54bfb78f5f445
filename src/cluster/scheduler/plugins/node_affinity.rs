//! Node selectors and node affinity: plugins/nodeaffinity, v1.36.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::api_struct;
use crate::cluster::scheduler::matching::{
    node_affinity, node_matches, required, selector_matches, term_matches,
};
use crate::cluster::scheduler::registry::{Built, built};
use crate::cluster::scheduler::{
    Cycle, NodeInfo, Normalize, Plugin, Point, PreFilter, Refusal, Scoring, hints,
};
use crate::cluster::store::Change;
use crate::kinds::Codec;
use crate::kinds::affinity::{
    NodeAffinity as Affinity, NodeSelector, NodeSelectorTerm, PreferredSchedulingTerm,
};
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;

const REASON_POD: &str = "node(s) didn't match Pod's node affinity/selector";
const REASON_ADDED: &str = "node(s) didn't match scheduler-enforced node affinity";
const REASON_CONFLICT: &str = "pod affinity terms conflict";

api_struct! {
    /// Arguments of NodeAffinity.
    NodeAffinityArgs {
        /// Applied to all pods in addition to their own.
        added_affinity "addedAffinity": Option<Affinity>,
    }
}

pub struct NodeAffinity {
    added: Option<Affinity>,
}

pub fn build(args: &Value) -> Built {
    built(NodeAffinity { added: NodeAffinityArgs::from_value(args).added_affinity })
}

impl NodeAffinity {
    fn added_matches(&self, node: &Node) -> bool {
        required(self.added.as_ref()).is_none_or(|selector| selector_matches(selector, node))
    }

    fn refusal(&self, node: &Node, pod: &Pod) -> Option<Refusal> {
        if !self.added_matches(node) {
            return Some(Refusal::unresolvable(REASON_ADDED));
        }
        (!node_matches(&pod.spec, node)).then(|| Refusal::unresolvable(REASON_POD))
    }
}

impl Plugin for NodeAffinity {
    fn name(&self) -> &'static str {
        "NodeAffinity"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::PreFilter, Point::Filter, Point::PreScore, Point::Score]
    }

    fn pre_filter<'a>(&'a self, cycle: &'a Cycle<'a>) -> PreFilter<'a> {
        let pod = cycle.pod();
        let wanted = required(node_affinity(&pod.spec));
        if wanted.is_none() && self.added.is_none() && pod.spec.node_selector.is_empty() {
            return PreFilter::Skip;
        }
        let filter = move |node: &NodeInfo| self.refusal(node.node(), pod);
        match wanted.and_then(named_nodes) {
            None => PreFilter::ask(filter),
            Some(nodes) if nodes.is_empty() => PreFilter::Refuse(Refusal::unresolvable(REASON_CONFLICT)),
            Some(nodes) => PreFilter::ask_among(nodes, filter),
        }
    }

    fn pre_score<'a>(&'a self, cycle: &'a Cycle<'a>, _nodes: &[&'a NodeInfo]) -> Option<Scoring<'a>> {
        let own = node_affinity(&cycle.pod().spec).map(|affinity| affinity.preferred.as_slice());
        let added = self.added.as_ref().map(|affinity| affinity.preferred.as_slice());
        let terms: Vec<&PreferredSchedulingTerm> =
            [own, added].into_iter().flatten().flatten().filter(|term| term.weight != 0).collect();
        if own.unwrap_or_default().is_empty() && added.unwrap_or_default().is_empty() {
            return None;
        }
        Some(Scoring::new(Normalize::ToHighest, move |node| {
            let labels = &node.node().meta.labels;
            let holds =
                |term: &&&PreferredSchedulingTerm| term_matches(&term.preference, node.name(), labels);
            terms.iter().filter(holds).map(|term| i64::from(term.weight)).sum()
        }))
    }

    fn retry_on(&self, change: &Change, pod: &Pod) -> bool {
        let fits = |node: &Node| self.added_matches(node) && node_matches(&pod.spec, node);
        hints::node_labels_changed(change)
            .is_some_and(|(old, new)| fits(new) && !old.is_some_and(|old| fits(old)))
    }
}

/// The nodes that every term names by `metadata.name`; none if a term names none.
fn named_nodes(selector: &NodeSelector) -> Option<BTreeSet<String>> {
    if selector.node_selector_terms.is_empty() {
        return None;
    }
    let mut all = BTreeSet::new();
    for term in &selector.node_selector_terms {
        all.extend(named_by(term)?);
    }
    Some(all)
}

fn named_by(term: &NodeSelectorTerm) -> Option<BTreeSet<String>> {
    let by_name = term.match_fields.iter().filter(|one| one.key == "metadata.name" && one.operator == "In");
    by_name
        .map(|one| one.values.iter().cloned().collect::<BTreeSet<_>>())
        .reduce(|held, next| held.intersection(&next).cloned().collect())
}
