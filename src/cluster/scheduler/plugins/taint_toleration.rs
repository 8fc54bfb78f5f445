//! Taints keep pods away that do not tolerate them: plugins/tainttoleration, v1.36.

use crate::cluster::scheduler::matching::{tolerates, untolerated};
use crate::cluster::scheduler::{
    Cycle, NodeInfo, Normalize, Plugin, Point, PreFilter, Refusal, Scoring, hints,
};
use crate::cluster::store::Change;
use crate::kinds::affinity::Toleration;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;

const REASON: &str = "node(s) had untolerated taint(s)";

pub struct TaintToleration;

impl Plugin for TaintToleration {
    fn name(&self) -> &'static str {
        "TaintToleration"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::Filter, Point::PreScore, Point::Score]
    }

    fn pre_filter<'a>(&'a self, cycle: &'a Cycle<'a>) -> PreFilter<'a> {
        let spec = &cycle.pod().spec;
        PreFilter::ask(move |node| {
            keeps_away(node.node(), &spec.tolerations).then(|| Refusal::unresolvable(REASON))
        })
    }

    /// Taints that only prefer other pods, and are not tolerated; fewer are better.
    fn pre_score<'a>(&'a self, cycle: &'a Cycle<'a>, _nodes: &[&'a NodeInfo]) -> Option<Scoring<'a>> {
        let prefers = |one: &&Toleration| one.effect.is_empty() || one.effect == "PreferNoSchedule";
        let tolerations: Vec<&Toleration> = cycle.pod().spec.tolerations.iter().filter(prefers).collect();
        Some(Scoring::new(Normalize::Reversed, move |node| {
            let taints = node.node().spec.taints.iter().filter(|taint| taint.effect == "PreferNoSchedule");
            taints.filter(|taint| !tolerations.iter().any(|one| tolerates(one, taint))).count() as i64
        }))
    }

    fn retry_on(&self, change: &Change, pod: &Pod) -> bool {
        let tolerations = &pod.spec.tolerations;
        let opened = hints::node_taints_changed(change).is_some_and(|(old, new)| {
            old.is_none_or(|old| keeps_away(old, tolerations)) && !keeps_away(new, tolerations)
        });
        opened || hints::own_tolerations_changed(change, pod)
    }
}

fn keeps_away(node: &Node, tolerations: &[Toleration]) -> bool {
    untolerated(&node.spec.taints, tolerations, &["NoSchedule", "NoExecute"]).is_some()
}
