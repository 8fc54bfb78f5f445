//! Nodes whose CPU and memory fill evenly are better: plugins/noderesources/balanced_allocation.go, v1.36.
//!
//! The score is how much more or less even the node becomes with the pod, about 75 when it stays as it
//! is; pods without requests are not scored.

use crate::cluster::scheduler::{Cycle, NodeInfo, Normalize, Plugin, Prepared, Resources};
use crate::cluster::store::Change;
use crate::kinds::pod::Pod;

pub struct NodeResourcesBalancedAllocation;

impl Plugin for NodeResourcesBalancedAllocation {
    fn name(&self) -> &'static str {
        "NodeResourcesBalancedAllocation"
    }

    fn weight(&self) -> i64 {
        1
    }

    fn prepare<'a>(&self, cycle: &'a Cycle<'a>) -> Prepared<'a> {
        if cycle.request.cpu_milli == 0 && cycle.request.memory_bytes == 0 {
            return Prepared::default();
        }
        Prepared::default().with_score(Normalize::AsIs, move |info| {
            let (with, without) = (evenness(&cycle.request, info), evenness(&Resources::default(), info));
            50 + ((50.0 + with - without) / 2.0) as i64
        })
    }

    fn retry_on(&self, _change: &Change, _pod: &Pod) -> bool {
        false
    }
}

/// 100 less the standard deviation of the used shares, times 100, as a whole number.
fn evenness(request: &Resources, info: &NodeInfo) -> f64 {
    let share = |name: &str| {
        let all = info.allocatable.get(name);
        (all > 0).then(|| ((info.requested.get(name) + request.get(name)) as f64 / all as f64).min(1.0))
    };
    let shares: Vec<f64> = ["cpu", "memory"].into_iter().filter_map(share).collect();
    let deviation = match shares.as_slice() {
        [a, b] => ((a - b) / 2.0).abs(),
        _ => 0.0,
    };
    ((1.0 - deviation) * 100.0).trunc()
}
