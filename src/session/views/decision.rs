//! The scheduler's verdicts as a table.

use crate::cluster::World;
use crate::cluster::scheduler::{Decision, NodeVerdict, Score};
use crate::view::{DecisionNode, DecisionTable, ScoreCell};

pub fn of_pod(world: &World, uid: &str) -> Option<DecisionTable> {
    world.scheduler().decision(uid).map(|decision| table(decision))
}

fn table(decision: &Decision) -> DecisionTable {
    let plugins = decision.columns.iter().map(|column| (column.plugin.to_owned(), column.weight));
    DecisionTable {
        at_us: decision.at.0,
        chosen: decision.chosen.as_deref().unwrap_or_default().to_owned(),
        message: decision.message.clone(),
        plugins: plugins.collect(),
        nodes: decision.rows().map(|(verdict, scores)| node(decision, verdict, &scores)).collect(),
    }
}

fn node(decision: &Decision, verdict: &NodeVerdict, scores: &[Score]) -> DecisionNode {
    let score = |score: &Score| ScoreCell {
        plugin: score.plugin.to_owned(),
        normalized: score.normalized,
        weight: score.weight,
    };
    let refused = verdict.refused.as_ref();
    DecisionNode {
        node: verdict.node.to_string(),
        chosen: decision.chosen.as_ref() == Some(&verdict.node),
        refused: refused.map(|refused| (refused.plugin.to_owned(), refused.refusal.reasons.join(", "))),
        scores: scores.iter().map(score).collect(),
        total: verdict.total,
    }
}
