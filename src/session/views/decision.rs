//! The scheduler's verdicts as a table.

use crate::cluster::World;
use crate::cluster::scheduler::{Decision, NodeVerdict};
use crate::view::{DecisionNode, DecisionTable, ScoreCell};

pub fn of_pod(world: &World, uid: &str) -> Option<DecisionTable> {
    world.scheduler().decision(uid).map(|decision| table(decision))
}

fn table(decision: &Decision) -> DecisionTable {
    let mut plugins: Vec<(String, i64)> = Vec::new();
    for score in decision.nodes.iter().flat_map(|verdict| &verdict.scores) {
        if !plugins.iter().any(|(name, _)| name == score.plugin) {
            plugins.push((score.plugin.to_owned(), score.weight));
        }
    }
    DecisionTable {
        at_us: decision.at.0,
        chosen: decision.chosen.clone().unwrap_or_default(),
        message: decision.message.clone(),
        plugins,
        nodes: decision.nodes.iter().map(|verdict| node(decision, verdict)).collect(),
    }
}

fn node(decision: &Decision, verdict: &NodeVerdict) -> DecisionNode {
    let score = |score: &crate::cluster::scheduler::Score| ScoreCell {
        plugin: score.plugin.to_owned(),
        normalized: score.normalized,
        weight: score.weight,
    };
    DecisionNode {
        node: verdict.node.clone(),
        chosen: decision.chosen.as_ref() == Some(&verdict.node),
        refused: verdict
            .refused
            .as_ref()
            .map(|(plugin, refusal)| ((*plugin).to_owned(), refusal.reasons.join(", "))),
        scores: verdict.scores.iter().map(score).collect(),
        total: verdict.total,
    }
}
