//! Claims for devices: plugins/dynamicresources, v1.36. There are no claims in the simulation; what is left is the
//! plugin's place in scores and its words when a pod finds no node.

use crate::cluster::scheduler::{Cycle, Failed, NodeInfo, Normalize, Plugin, Point, PostFilter, Scoring};

pub struct DynamicResources;

impl Plugin for DynamicResources {
    fn name(&self) -> &'static str {
        "DynamicResources"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::PreEnqueue, Point::PreFilter, Point::Filter, Point::PostFilter, Point::Score]
    }

    /// A pod that was refused before the plugin prepared itself leaves it nothing to look at.
    fn post_filter(&self, failed: &mut Failed<'_, '_>) -> PostFilter {
        if !failed.reached.contains(&self.name()) {
            return PostFilter::Error("not found".into());
        }
        PostFilter::Unschedulable {
            reason: "no new claims to deallocate".into(),
            clear: false,
            looked_at: None,
        }
    }

    fn pre_score<'a>(&'a self, _cycle: &'a Cycle<'a>, _nodes: &[&'a NodeInfo]) -> Option<Scoring<'a>> {
        Some(Scoring::new(Normalize::AsIs, |_| 0))
    }
}
