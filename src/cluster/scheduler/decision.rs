//! What the scheduler decided about a pod, with each plugin's verdict and score on each node.

use super::framework::Refusal;
use crate::sim::SimTime;

/// One scheduling cycle's outcome.
#[derive(Clone, Debug)]
pub struct Decision {
    /// namespace/name
    pub pod: String,
    pub pod_uid: String,
    pub at: SimTime,
    /// The nodes looked at, in the order they were looked at.
    pub nodes: Vec<NodeVerdict>,
    pub chosen: Option<String>,
    /// The FailedScheduling text; empty if a node was found.
    pub message: String,
}

/// What the plugins said of one node.
#[derive(Clone, Debug)]
pub struct NodeVerdict {
    pub node: String,
    /// The first plugin that refused, and why.
    pub refused: Option<(&'static str, Refusal)>,
    pub scores: Vec<Score>,
    /// Sum of normalised scores times weights.
    pub total: i64,
}

/// One plugin's score of one node.
#[derive(Clone, Debug)]
pub struct Score {
    pub plugin: &'static str,
    /// 0 to 100.
    pub normalized: i64,
    pub weight: i64,
}

impl Decision {
    /// The nodes with the highest total.
    pub fn best(&self) -> Vec<&str> {
        let feasible = || self.nodes.iter().filter(|verdict| verdict.refused.is_none());
        let highest = feasible().map(|verdict| verdict.total).max();
        feasible()
            .filter(|verdict| Some(verdict.total) == highest)
            .map(|verdict| verdict.node.as_str())
            .collect()
    }

    /// The plugins that refused a node, each once.
    pub fn refusing_plugins(&self) -> Vec<&'static str> {
        let mut names: Vec<_> =
            self.nodes.iter().filter_map(|verdict| Some(verdict.refused.as_ref()?.0)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
