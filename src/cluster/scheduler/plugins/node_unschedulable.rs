//! Cordoned nodes get no pods: plugins/nodeunschedulable, v1.36.

use crate::cluster::scheduler::matching::tolerates;
use crate::cluster::scheduler::{Cycle, Plugin, Point, PreFilter, Refusal, hints};
use crate::cluster::store::Change;
use crate::kinds::node::Taint;
use crate::kinds::pod::Pod;

const REASON: &str = "node(s) were unschedulable";

pub struct NodeUnschedulable;

impl Plugin for NodeUnschedulable {
    fn name(&self) -> &'static str {
        "NodeUnschedulable"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::Filter]
    }

    fn pre_filter<'a>(&'a self, cycle: &'a Cycle<'a>) -> PreFilter<'a> {
        let taint = Taint {
            key: "node.kubernetes.io/unschedulable".into(),
            effect: "NoSchedule".into(),
            ..Default::default()
        };
        if cycle.pod().spec.tolerations.iter().any(|one| tolerates(one, &taint)) {
            return PreFilter::Skip;
        }
        PreFilter::ask(|node| node.node().spec.unschedulable.then(|| Refusal::unresolvable(REASON)))
    }

    fn retry_on(&self, change: &Change, pod: &Pod) -> bool {
        hints::node_taints_changed(change).is_some_and(|(_, node)| !node.spec.unschedulable)
            || hints::own_tolerations_changed(change, pod)
    }
}
