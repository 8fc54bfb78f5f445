//! Taints keep pods away that do not tolerate them: plugins/tainttoleration, v1.36.
//!
//! Filters on NoSchedule and NoExecute; scores by how many PreferNoSchedule taints are not tolerated,
//! fewer being better.

use crate::cluster::scheduler::hints;
use crate::cluster::scheduler::matching::{tolerates, untolerated};
use crate::cluster::scheduler::{Cycle, Normalize, Plugin, Prepared, Refusal};
use crate::cluster::store::Change;
use crate::kinds::affinity::Toleration;
use crate::kinds::pod::Pod;

const REASON: &str = "node(s) had untolerated taint(s)";
const BLOCKING: &[&str] = &["NoSchedule", "NoExecute"];

pub struct TaintToleration;

impl Plugin for TaintToleration {
    fn name(&self) -> &'static str {
        "TaintToleration"
    }

    fn weight(&self) -> i64 {
        3
    }

    fn prepare<'a>(&self, cycle: &'a Cycle<'a>) -> Prepared<'a> {
        let tolerations = &cycle.pod.spec.tolerations;
        let preferring: Vec<&Toleration> = tolerations
            .iter()
            .filter(|one| one.effect.is_empty() || one.effect == "PreferNoSchedule")
            .collect();
        Prepared::filter(move |info| {
            let blocking = untolerated(&info.node().spec.taints, tolerations, BLOCKING);
            blocking.map(|_| Refusal::unresolvable(REASON))
        })
        .with_score(Normalize::Reversed, move |info| {
            let soft = info.node().spec.taints.iter().filter(|taint| taint.effect == "PreferNoSchedule");
            soft.filter(|taint| !preferring.iter().any(|one| tolerates(one, taint))).count() as i64
        })
    }

    fn retry_on(&self, change: &Change, pod: &Pod) -> bool {
        hints::node_came_to(change, |info| {
            untolerated(&info.node().spec.taints, &pod.spec.tolerations, BLOCKING).is_none()
        })
    }
}
