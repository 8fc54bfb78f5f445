//! A pod that names its node runs there only: plugins/nodename, v1.36.

use crate::cluster::scheduler::{Cycle, Plugin, Prepared, Refusal};
use crate::cluster::store::{Change, Verb};
use crate::kinds::Kind;
use crate::kinds::pod::Pod;

const REASON: &str = "node(s) didn't match the requested node name";

pub struct NodeName;

impl Plugin for NodeName {
    fn name(&self) -> &'static str {
        "NodeName"
    }

    fn prepare<'a>(&self, cycle: &'a Cycle<'a>) -> Prepared<'a> {
        let wanted = &cycle.pod.spec.node_name;
        Prepared::filter(move |info| {
            (!wanted.is_empty() && wanted != info.name()).then(|| Refusal::unresolvable(REASON))
        })
    }

    fn retry_on(&self, change: &Change, _pod: &Pod) -> bool {
        change.key.kind == Kind::Node && change.verb == Verb::Added
    }
}
