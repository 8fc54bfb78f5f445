//! "What if": commands run on a copy of the cluster, and what the scheduler would then say of a pod.

use std::sync::Arc;

use super::views::decision::table;
use crate::cluster::World;
use crate::cluster::scheduler::{Decision, required_terms, tolerates};
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::terminal::Terminal;
use crate::view::{Ref, ResultLine, WhatIf};

/// Commands that are tried at most.
const LIMIT_COMMANDS: usize = 20;
/// Looks at a command that waits, all at one moment: after these it has done what it can do at once.
const LIMIT_LOOKS: usize = 4;
/// Nodes for which remedies are named at most.
const LIMIT_REMEDIES: usize = 8;

/// None if there is no such pod, or no scheduler for it.
pub fn what_if(world: &World, pod: &Ref, commands: &[String]) -> Option<WhatIf> {
    let (found, before) = consider(world, pod)?;
    if commands.is_empty() {
        let (table, remedies) = (table(&before), remedies(world, &found, &before));
        return Some(WhatIf { answers: Vec::new(), before: table.clone(), after: table, remedies });
    }
    let mut copy = world.clone();
    let run = |command: &String| kubectl(&mut copy, command);
    let answers = commands.iter().take(LIMIT_COMMANDS).flat_map(run).collect();
    let (_, after) = consider(&copy, pod)?;
    let remedies = remedies(&copy, &found, &after);
    Some(WhatIf { answers, before: table(&before), after: table(&after), remedies })
}

/// Runs one kubectl command as far as it goes at this moment.
fn kubectl(world: &mut World, command: &str) -> Vec<ResultLine> {
    let (mut answer, mut job) = Terminal::default().begin(world, command);
    for _ in 0..LIMIT_LOOKS {
        let Some(waiting) = &mut job else { break };
        let (said, done) = waiting.poll(world);
        answer.add(said);
        if let Some(done) = done {
            answer.add(done);
            job = None;
        }
    }
    let lines = |text: &str, error: bool| {
        let line = |line: &str| ResultLine { text: line.to_owned(), error };
        text.lines().map(line).collect::<Vec<_>>()
    };
    [lines(&answer.stdout, false), lines(&answer.stderr, answer.code != 0)].concat()
}

fn consider(world: &World, pod: &Ref) -> Option<(Arc<Pod>, Decision)> {
    let found = world.api().store().get::<Pod>(&pod.namespace, &pod.name)?.clone();
    let decision = world.scheduler().consider(&found, world.api(), world.now())?;
    Some((found, decision))
}

/// Commands that would turn the refusals of plugins that look at the node itself.
fn remedies(world: &World, pod: &Pod, decision: &Decision) -> Vec<(String, String)> {
    let refused = decision.nodes.iter().filter_map(|verdict| {
        let refused = verdict.refused.as_ref()?;
        let node = world.api().store().get::<Node>("", &verdict.node)?;
        Some((node, refused.plugin))
    });
    let remedies = refused.flat_map(|(node, plugin)| {
        let name = node.meta.name.clone();
        commands(node, pod, plugin).into_iter().map(move |command| (name.clone(), command))
    });
    remedies.take(LIMIT_REMEDIES).collect()
}

fn commands(node: &Node, pod: &Pod, plugin: &str) -> Vec<String> {
    let name = &node.meta.name;
    match plugin {
        "NodeUnschedulable" => vec![format!("kubectl uncordon {name}")],
        "TaintToleration" => {
            let kept_away = node.spec.taints.iter().filter(|taint| {
                let blocks = matches!(taint.effect.as_str(), "NoSchedule" | "NoExecute");
                blocks && !pod.spec.tolerations.iter().any(|one| tolerates(one, taint))
            });
            kept_away
                .map(|taint| format!("kubectl taint node {name} {}:{}-", taint.key, taint.effect))
                .collect()
        }
        "NodeAffinity" => {
            let labels = wanted_labels(node, pod);
            let label = |(key, value): (String, String)| {
                format!("kubectl label node {name} {key}={value} --overwrite")
            };
            labels.into_iter().map(label).collect()
        }
        _ => Vec::new(),
    }
}

/// Labels the pod's selector and the first term of its affinity ask for by value, and the node lacks.
fn wanted_labels(node: &Node, pod: &Pod) -> Vec<(String, String)> {
    let selector = pod.spec.node_selector.iter().map(|(key, value)| (key.clone(), value.clone()));
    let required = required_terms(&pod.spec);
    let first = required.first().map(|term| term.match_expressions.as_slice()).unwrap_or_default();
    let listed = first.iter().filter(|one| one.operator == "In").filter_map(|one| {
        let held = node.meta.labels.get(&one.key);
        let fits = held.is_some_and(|held| one.values.contains(held));
        (!fits).then(|| Some((one.key.clone(), one.values.first()?.clone())))?
    });
    let lacks = |(key, value): &(String, String)| node.meta.labels.get(key) != Some(value);
    let mut wanted: Vec<(String, String)> = selector.chain(listed).filter(lacks).collect();
    wanted.dedup();
    wanted
}
