//! The scheduler's verdicts as a table.

use crate::cluster::World;
use crate::cluster::scheduler::{Candidate, Decision, NodeVerdict, Refused, Score};
use crate::view::{DecisionNode, DecisionTable, PreemptionRow, Ref, ScoreCell};

pub fn of_pod(world: &World, uid: &str) -> Option<DecisionTable> {
    world.scheduler().decision(uid).map(|decision| table(decision))
}

fn table(decision: &Decision) -> DecisionTable {
    let plugins = decision.columns.iter().map(|column| (column.plugin.to_owned(), column.weight));
    let preemption = decision.preemption.as_deref();
    let candidates = preemption.map_or(&[][..], |preemption| &preemption.candidates);
    let chosen = preemption.and_then(|preemption| preemption.chosen);
    DecisionTable {
        tied: decision.tied as u32,
        rejected: decision.rejected.as_ref().map(words),
        preemption: candidates
            .iter()
            .enumerate()
            .map(|(at, one)| candidate(one, chosen == Some(at)))
            .collect(),
        preemption_rule: preemption
            .filter(|_| chosen.is_some())
            .map_or("", |preemption| preemption.rule)
            .into(),
        at_us: decision.at.0,
        chosen: decision.chosen.as_deref().unwrap_or_default().to_owned(),
        message: decision.message.clone(),
        plugins: plugins.collect(),
        nodes: decision.rows().map(|(verdict, scores)| node(decision, verdict, &scores)).collect(),
    }
}

fn words(refused: &Refused) -> (String, String) {
    (refused.plugin.to_owned(), refused.refusal.reasons.join(", "))
}

fn candidate(candidate: &Candidate, chosen: bool) -> PreemptionRow {
    let victims = candidate.victims.iter().map(|victim| {
        let (namespace, name) = (victim.namespace.clone(), victim.name.clone());
        (Ref { kind: "Pod".into(), namespace, name }, victim.priority)
    });
    PreemptionRow {
        node: candidate.node.to_string(),
        chosen,
        victims: victims.collect(),
        violations: candidate.pdb_violations as u32,
    }
}

fn node(decision: &Decision, verdict: &NodeVerdict, scores: &[Score]) -> DecisionNode {
    let score = |score: &Score| ScoreCell {
        plugin: score.plugin.to_owned(),
        raw: score.raw,
        normalized: score.normalized,
        weight: score.weight,
    };
    DecisionNode {
        node: verdict.node.to_string(),
        chosen: decision.chosen.as_ref() == Some(&verdict.node),
        refused: verdict.refused.as_ref().map(words),
        scores: scores.iter().map(score).collect(),
        total: verdict.total,
    }
}
