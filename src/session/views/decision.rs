//! The scheduler's verdicts as tables, and where a pod waits in its queue.

use crate::cluster::World;
use crate::cluster::scheduler::{Candidate, Decision, NodeVerdict, PendingPod, Place, Refused, Score};
use crate::view::{DecisionNode, DecisionTable, PreemptionRow, QueueView, Ref, ScoreCell};

/// The decisions about a pod that are kept, newest last; of a pod that is gone by its name.
pub fn of_pod(world: &World, uid: Option<&str>, name: &str) -> Vec<DecisionTable> {
    let decisions = world.scheduler().decisions();
    let kept = uid.map_or_else(|| decisions.named(name), |uid| decisions.of(uid));
    kept.iter().map(|decision| table(decision)).collect()
}

pub fn queue(world: &World, uid: &str) -> Option<QueueView> {
    let pending = world.scheduler().pending().find(|pending| pending.pod.meta.uid == uid)?;
    let plugins: Vec<String> = match &pending.place {
        Place::Unschedulable(refusers) => refusers.iter().map(|name| (*name).to_owned()).collect(),
        Place::Gated(plugin) => vec![(*plugin).to_owned()],
        Place::Active | Place::Backoff => Vec::new(),
    };
    let until_us = if matches!(pending.place, Place::Gated(_)) { 0 } else { pending.ready_at.0 };
    let woken_by = pending.woken_by.map(|plugin| (plugin.to_owned(), cause(world, pending)));
    let place = place(&pending.place).to_owned();
    Some(QueueView { place, attempts: pending.attempts, until_us, plugins, woken_by })
}

/// The name of a place in the queue.
pub fn place(place: &Place) -> &'static str {
    match place {
        Place::Active => "active",
        Place::Backoff => "backoff",
        Place::Unschedulable(_) => "unschedulable",
        Place::Gated(_) => "gated",
    }
}

/// The object whose change brought a pod back.
fn cause(world: &World, pending: &PendingPod) -> String {
    let change = pending.cause.and_then(|version| world.api().store().log().find(version));
    change.map(|change| format!("{}/{}", change.key.kind.info().kind, change.key.name)).unwrap_or_default()
}

pub fn table(decision: &Decision) -> DecisionTable {
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
