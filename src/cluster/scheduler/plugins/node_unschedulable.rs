//! Cordoned nodes get no pods: plugins/nodeunschedulable, v1.36.

use crate::cluster::scheduler::hints;
use crate::cluster::scheduler::matching::tolerates;
use crate::cluster::scheduler::{Cycle, Plugin, Prepared, Refusal};
use crate::cluster::store::Change;
use crate::kinds::node::Taint;
use crate::kinds::pod::Pod;

const REASON: &str = "node(s) were unschedulable";

pub struct NodeUnschedulable;

impl Plugin for NodeUnschedulable {
    fn name(&self) -> &'static str {
        "NodeUnschedulable"
    }

    fn prepare<'a>(&self, cycle: &'a Cycle<'a>) -> Prepared<'a> {
        let taint = Taint {
            key: "node.kubernetes.io/unschedulable".into(),
            effect: "NoSchedule".into(),
            ..Default::default()
        };
        let tolerated = cycle.pod.spec.tolerations.iter().any(|one| tolerates(one, &taint));
        Prepared::filter(move |info| {
            (info.node().spec.unschedulable && !tolerated).then(|| Refusal::unresolvable(REASON))
        })
    }

    fn retry_on(&self, change: &Change, _pod: &Pod) -> bool {
        hints::node_came_to(change, |info| !info.node().spec.unschedulable)
    }
}
