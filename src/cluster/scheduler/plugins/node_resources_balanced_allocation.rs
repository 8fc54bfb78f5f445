//! Nodes whose resources fill evenly are better: plugins/noderesources/balanced_allocation.go, v1.36.
//!
//! The score is how much more or less even the node becomes with the pod, about 75 when it stays as it
//! is; pods without requests are not scored.

use serde_json::Value;

use crate::api_struct;
use crate::cluster::scheduler::framework::MAX_SCORE;
use crate::cluster::scheduler::registry::Built;
use crate::cluster::scheduler::resource_scores::{ResourceSpec, invalid_weights, or_cpu_and_memory, shares};
use crate::cluster::scheduler::{Cycle, NodeInfo, Normalize, Plugin, Point, Scoring};
use crate::kinds::Codec;

api_struct! {
    /// Arguments of NodeResourcesBalancedAllocation.
    NodeResourcesBalancedAllocationArgs {
        /// The resources that count; CPU and memory if empty.
        resources "resources": Vec<ResourceSpec>,
    }
}

pub struct NodeResourcesBalancedAllocation {
    resources: Vec<ResourceSpec>,
}

pub fn build(args: &Value) -> Built {
    let args = NodeResourcesBalancedAllocationArgs::from_value(args);
    let wrong = invalid_weights(&args.resources);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(std::sync::Arc::new(NodeResourcesBalancedAllocation { resources: or_cpu_and_memory(&args.resources) }))
}

impl Plugin for NodeResourcesBalancedAllocation {
    fn name(&self) -> &'static str {
        "NodeResourcesBalancedAllocation"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::PreScore, Point::Score]
    }

    fn pre_score<'a>(&'a self, cycle: &'a Cycle<'a>, _nodes: &[&'a NodeInfo]) -> Option<Scoring<'a>> {
        if self.resources.iter().all(|spec| cycle.request().get(&spec.name) == 0) {
            return None;
        }
        Some(Scoring::new(Normalize::AsIs, move |node| {
            let (mut with, mut without) = (Shares::default(), Shares::default());
            shares(cycle.request(), node, &self.resources, true, |share| {
                with.add(share.taken, share.allocatable);
                without.add(share.taken - share.asked, share.allocatable);
            });
            50 + (50 + with.evenness() - without.evenness()) / 2
        }))
    }
}

/// Most configurations count two resources; more are kept beside them.
#[derive(Default)]
struct Shares {
    first: [f64; 2],
    count: usize,
    more: Vec<f64>,
}

impl Shares {
    fn add(&mut self, taken: i64, allocatable: i64) {
        let share = (taken as f64 / allocatable as f64).min(1.0);
        match self.first.get_mut(self.count) {
            Some(place) => *place = share,
            None => self.more.push(share),
        }
        self.count += 1;
    }

    /// balancedResourceScorer: 100 less the standard deviation of the shares, times 100, as a whole number.
    fn evenness(&self) -> i64 {
        let deviation = match self.count {
            0 | 1 => 0.0,
            2 => ((self.first[0] - self.first[1]) / 2.0).abs(),
            count => {
                let all = || self.first.iter().chain(&self.more);
                let mean = all().sum::<f64>() / count as f64;
                libm::sqrt(all().map(|share| (share - mean) * (share - mean)).sum::<f64>() / count as f64)
            }
        };
        ((1.0 - deviation) * MAX_SCORE as f64) as i64
    }
}
