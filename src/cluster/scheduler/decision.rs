//! What the scheduler decided about a pod, with each plugin's verdict and score on each node.
//!
//! Scores are kept as columns, one to a plugin, with a row to each node that passed: at 5,000 nodes a table of
//! its own for every node would cost more than the decision.

use std::sync::Arc;

use super::cache::Cache;
use super::framework::{Evaluation, Refusal};
use super::node_info::NodeInfo;
use super::profile::Profile;
use crate::kinds::pod::Pod;
use crate::sim::SimTime;

/// One scheduling cycle's outcome.
#[derive(Clone, Debug)]
pub struct Decision {
    /// namespace/name
    pub pod: String,
    pub pod_uid: String,
    pub at: SimTime,
    /// Profile that decided: the pod's `schedulerName`.
    pub profile: String,
    /// Nodes of the cluster; not all of a large one are tried.
    pub cluster_nodes: usize,
    /// The plugin that refused the pod before any node was tried, and why.
    pub rejected: Option<Refused>,
    /// The nodes looked at, in the order they were looked at.
    pub nodes: Vec<NodeVerdict>,
    pub columns: Vec<Column>,
    pub chosen: Option<Arc<str>>,
    /// Nodes that shared the highest total; above 1 the choice between them was a draw.
    pub tied: usize,
    /// What preemption considered.
    pub preemption: Option<Box<Preemption>>,
    /// The FailedScheduling text; empty if a node was found.
    pub message: String,
}

/// Who refused, and why; no plugin where a node did not come into question at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    pub plugin: &'static str,
    pub refusal: Refusal,
}

/// What the plugins said of one node.
#[derive(Clone, Debug)]
pub struct NodeVerdict {
    pub node: Arc<str>,
    /// The first plugin that refused, and why.
    pub refused: Option<Refused>,
    /// Sum of normalised scores times weights.
    pub total: i64,
}

/// One plugin's scores, a row to each node that passed.
#[derive(Clone, Debug)]
pub struct Column {
    pub plugin: &'static str,
    pub weight: i64,
    /// What the plugin counted.
    pub raw: Vec<i64>,
    /// 0 to 100.
    pub normalized: Vec<u8>,
}

/// One plugin's score of one node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    pub plugin: &'static str,
    pub raw: i64,
    /// 0 to 100.
    pub normalized: i64,
    pub weight: i64,
}

/// What preemption looked at, and whom it chose.
#[derive(Clone, Debug, Default)]
pub struct Preemption {
    pub candidates: Vec<Candidate>,
    /// Nodes where taking pods away did not help, and why.
    pub hopeless: Vec<(Arc<str>, Refusal)>,
    /// Place among the candidates.
    pub chosen: Option<usize>,
    /// The rule by which the chosen candidate won.
    pub rule: &'static str,
}

/// A node and the pods that would have to go.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub node: Arc<str>,
    /// Most important first.
    pub victims: Vec<Victim>,
    pub pdb_violations: usize,
}

#[derive(Clone, Debug)]
pub struct Victim {
    pub namespace: String,
    pub name: String,
    pub uid: String,
    pub priority: i32,
}

impl Decision {
    /// What came of a cycle; nobody is chosen yet.
    pub fn of(pod: &Pod, profile: &Profile, cache: &Cache, result: Evaluation, at: SimTime) -> Decision {
        Decision {
            pod: pod.meta.full_name(),
            pod_uid: pod.meta.uid.clone(),
            at,
            profile: profile.name.clone(),
            cluster_nodes: cache.nodes().len(),
            rejected: result.rejected,
            nodes: result.nodes,
            columns: result.columns,
            chosen: None,
            tied: 0,
            preemption: result.post_filter.preemption,
            message: result.message,
        }
    }

    /// The nodes with the highest total.
    pub fn best(&self) -> Vec<&Arc<str>> {
        let passed = || self.nodes.iter().filter(|verdict| verdict.refused.is_none());
        let highest = passed().map(|verdict| verdict.total).max();
        passed().filter(|verdict| Some(verdict.total) == highest).map(|verdict| &verdict.node).collect()
    }

    /// The nodes with the highest total, or all that fit.
    pub(super) fn passed(&self, all: bool) -> Vec<Arc<str>> {
        if !all {
            return self.best().into_iter().cloned().collect();
        }
        let fits = self.nodes.iter().filter(|verdict| verdict.refused.is_none());
        fits.map(|verdict| verdict.node.clone()).collect()
    }

    /// The verdicts with their scores.
    pub fn rows(&self) -> impl Iterator<Item = (&NodeVerdict, Vec<Score>)> {
        let mut row = 0;
        self.nodes.iter().map(move |verdict| {
            if verdict.refused.is_some() {
                return (verdict, Vec::new());
            }
            row += 1;
            (verdict, self.columns.iter().filter_map(|column| column.score(row - 1)).collect())
        })
    }
}

impl NodeVerdict {
    pub fn new(node: &NodeInfo, refused: Option<Refused>) -> NodeVerdict {
        NodeVerdict { node: node.shared_name().clone(), refused, total: 0 }
    }
}

impl Column {
    pub fn weighed(&self, row: usize) -> i64 {
        self.normalized.get(row).map_or(0, |score| i64::from(*score) * self.weight)
    }

    pub fn score(&self, row: usize) -> Option<Score> {
        let (raw, normalized) = (*self.raw.get(row)?, i64::from(*self.normalized.get(row)?));
        Some(Score { plugin: self.plugin, raw, normalized, weight: self.weight })
    }
}

impl Preemption {
    pub fn candidate(&self) -> Option<&Candidate> {
        self.candidates.get(self.chosen?)
    }

    /// The node the pod is nominated to.
    pub fn node(&self) -> Option<&str> {
        self.candidate().map(|candidate| &*candidate.node)
    }
}
