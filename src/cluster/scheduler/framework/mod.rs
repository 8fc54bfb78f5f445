//! The scheduling framework: what a plugin is.
//!
//! Models pkg/scheduler/framework/interface.go and runtime/framework.go, v1.36. A plugin prepares itself
//! once for a pod and gives back what it wants to be asked for each node; state between the two is what that holds.
//! `filters` asks the filters, `scoring` the scores, `evaluate` is one pod's way through all of them.

mod cycle;
mod evaluate;
mod filters;
mod refusal;
mod scoring;

pub use cycle::Cycle;
pub use evaluate::{Evaluation, Sampling, evaluate};
pub use filters::{Filter, Filters, PreFilter};
pub use refusal::{Reasons, Refusal};
pub use scoring::{MAX_SCORE, Normalize, Scoring};

use super::decision::{NodeVerdict, Preemption};
use super::node_info::NodeInfo;
use crate::cluster::store::{Change, Store};
use crate::kinds::Object;
use crate::kinds::pod::Pod;

/// Where a plugin takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    PreEnqueue,
    PreFilter,
    Filter,
    PostFilter,
    PreScore,
    Score,
}

impl Point {
    /// The point's name in a configuration.
    pub fn named(name: &str) -> Option<Point> {
        let all = [
            Point::PreEnqueue,
            Point::PreFilter,
            Point::Filter,
            Point::PostFilter,
            Point::PreScore,
            Point::Score,
        ];
        all.into_iter().find(|point| format!("{point:?}").eq_ignore_ascii_case(name))
    }
}

/// One scheduler plugin, under upstream's name. What it takes no part in can be left out.
pub trait Plugin: Send + Sync {
    fn name(&self) -> &'static str;

    /// Where upstream's plugin takes part: a configuration may enable it there. `pre_filter` is asked of all that
    /// filter, `pre_score` of all that score.
    fn points(&self) -> &'static [Point];

    /// Why a pod may not even enter the queue (PreEnqueue).
    fn keeps_out(&self, _pod: &Pod) -> Option<&'static str> {
        None
    }

    /// Once for a pod, before its nodes are tried.
    fn pre_filter<'a>(&'a self, _cycle: &'a Cycle<'a>) -> PreFilter<'a> {
        PreFilter::Skip
    }

    /// When no node was found.
    fn post_filter(&self, _failed: &mut Failed<'_, '_>) -> PostFilter {
        PostFilter::Nothing
    }

    /// Once for the nodes that passed; none where the plugin has nothing to say of this pod (Skip).
    fn pre_score<'a>(&'a self, _cycle: &'a Cycle<'a>, _nodes: &[&'a NodeInfo]) -> Option<Scoring<'a>> {
        None
    }

    /// What has to be written before a pod is bound to a node it was given (Reserve and PreBind).
    fn pre_bind(&self, _cycle: &Cycle<'_>, _node: &NodeInfo) -> Vec<Object> {
        Vec::new()
    }

    /// Whether what was to come of `pre_bind` is there.
    fn is_ready_to_bind(&self, _pod: &Pod, _store: &Store) -> bool {
        true
    }

    /// Whether a change may turn this plugin's refusal of a pod (QueueingHint).
    fn retry_on(&self, _change: &Change, _pod: &Pod) -> bool {
        false
    }
}

/// A cycle that found no node, as PostFilter plugins see it.
pub struct Failed<'f, 'a> {
    pub cycle: &'a Cycle<'a>,
    /// None if a PreFilter plugin refused the pod as a whole.
    pub filters: Option<&'f Filters<'a>>,
    /// Plugins whose PreFilter was asked.
    pub reached: &'f [&'static str],
    /// Why the pod was refused as a whole, if it was.
    pub rejected: Option<&'f Refusal>,
    /// The nodes that were tried.
    pub nodes: &'f [NodeVerdict],
    /// A number below another, by chance.
    pub draw: &'f mut dyn FnMut(u64) -> u64,
}

impl<'a> Failed<'_, 'a> {
    /// The nodes that might take the pod if others left them.
    pub fn helpable(&self) -> Vec<&'a NodeInfo> {
        let cache = self.cycle.cache;
        match self.rejected {
            Some(refusal) if refusal.unresolvable => Vec::new(),
            Some(_) => cache.ordered().collect(),
            None => {
                let helps = |verdict: &&NodeVerdict| {
                    verdict.refused.as_ref().is_some_and(|refused| !refused.refusal.unresolvable)
                };
                let tried = self.nodes.iter().filter(helps);
                tried.filter_map(|verdict| cache.node(&verdict.node)).collect()
            }
        }
    }

    /// Why a node was refused.
    pub fn refusal_of(&self, node: &str) -> Option<&Refusal> {
        let verdict = || self.nodes.iter().find(|verdict| *verdict.node == *node);
        self.rejected.or_else(|| verdict().and_then(|verdict| Some(&verdict.refused.as_ref()?.refusal)))
    }
}

/// What a PostFilter plugin says.
pub enum PostFilter {
    /// The plugin has no such part.
    Nothing,
    /// It cannot help; what it looked at, and whether the pod's nomination is to be cleared.
    Unschedulable {
        reason: String,
        clear: bool,
        looked_at: Option<Box<Preemption>>,
    },
    /// The pod will fit on a node once these pods are gone.
    Nominated(Box<Preemption>),
    Error(String),
}
