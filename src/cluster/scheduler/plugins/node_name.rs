//! A pod that names its node goes nowhere else: plugins/nodename, v1.36.

use crate::cluster::scheduler::{Cycle, Plugin, Point, PreFilter, Refusal, hints};
use crate::cluster::store::Change;
use crate::kinds::pod::Pod;

const REASON: &str = "node(s) didn't match the requested node name";

pub struct NodeName;

impl Plugin for NodeName {
    fn name(&self) -> &'static str {
        "NodeName"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::Filter]
    }

    fn pre_filter<'a>(&'a self, cycle: &'a Cycle<'a>) -> PreFilter<'a> {
        let wanted = &cycle.pod().spec.node_name;
        if wanted.is_empty() {
            return PreFilter::Skip;
        }
        PreFilter::ask(move |node| (node.name() != wanted).then(|| Refusal::unresolvable(REASON)))
    }

    fn retry_on(&self, change: &Change, _pod: &Pod) -> bool {
        hints::node_added(change)
    }
}
