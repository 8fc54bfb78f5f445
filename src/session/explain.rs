//! Why a pod is where it is, as text: the scheduler's last decision about it, node by node and plugin by plugin.

use std::fmt::Write;

use super::views::decision;
use crate::cluster::{Status, World};
use crate::kinds::Kind;
use crate::kinds::pod::Pod;
use crate::view::{DecisionNode, DecisionTable, PreemptionRow};

/// The explanation of a pod's place, with what was decided before; an error if nothing is known of it. A pod that is
/// gone is known as long as its decisions are.
pub fn pod(world: &World, namespace: &str, name: &str) -> Result<String, String> {
    let found = world.api().store().get::<Pod>(namespace, name);
    let uid = found.map(|pod| pod.meta.uid.as_str());
    let tables = decision::of_pod(world, uid, &format!("{namespace}/{name}"));
    let head = match found.map(|pod| pod.spec.node_name.as_str()) {
        None if tables.is_empty() => return Err(Status::not_found(Kind::Pod, name).to_string()),
        None => format!("pod/{name} is gone.\n"),
        Some("") if tables.is_empty() => {
            format!("pod/{name} is on no node yet.\nThe scheduler has not looked at it yet.\n")
        }
        Some("") => format!("pod/{name} is on no node yet.\n"),
        Some(node) if tables.is_empty() => {
            format!(
                "pod/{name} is on {node}.\nThe scheduler did not choose its node, or has forgotten why.\n"
            )
        }
        Some(node) => format!("pod/{name} is on {node}.\n"),
    };
    let texts: Vec<String> = tables.iter().map(text).collect();
    Ok(head + &texts.join("\n"))
}

fn text(table: &DecisionTable) -> String {
    let mut text = format!("Decided at {:.3} s.\n", table.at_us as f64 / 1e6);
    if !table.message.is_empty() {
        line(&mut text, &table.message);
    }
    if let Some((plugin, why)) = &table.rejected {
        line(&mut text, &format!("Refused before any node was tried, by {plugin}: {why}"));
    }
    if table.tied > 1 && !table.chosen.is_empty() {
        line(&mut text, &format!("{} nodes had the highest total: one of them was drawn.", table.tied));
    }
    line(&mut text, "");
    table.nodes.iter().for_each(|one| node(&mut text, one));
    preemption(&mut text, table);
    text
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn node(text: &mut String, node: &DecisionNode) {
    let mark = if node.chosen { "* " } else { "  " };
    match &node.refused {
        Some((plugin, why)) => line(text, &format!("{mark}{}  refused by {plugin}: {why}", node.node)),
        None => {
            let scores = node.scores.iter().filter(|score| score.weight != 0).map(|score| {
                let weighed = score.normalized * score.weight;
                format!("{} {} x {} = {weighed}", score.plugin, score.normalized, score.weight)
            });
            let scores: Vec<String> = scores.collect();
            line(text, &format!("{mark}{}  total {}", node.node, node.total));
            scores.iter().for_each(|score| line(text, &format!("      {score}")));
        }
    }
}

fn preemption(text: &mut String, table: &DecisionTable) {
    if table.preemption.is_empty() {
        return;
    }
    line(text, "\nPreemption: less important pods could make room on");
    for PreemptionRow { node, chosen, victims, violations } in &table.preemption {
        let mark = if *chosen { "* " } else { "  " };
        let victims: Vec<String> = victims
            .iter()
            .map(|(pod, priority)| format!("{}/{} (priority {priority})", pod.namespace, pod.name))
            .collect();
        let _ = writeln!(
            text,
            "{mark}{node}: {}; {violations} against a PodDisruptionBudget",
            victims.join(", ")
        );
    }
    if !table.preemption_rule.is_empty() {
        line(text, &format!("Chosen for: {}", table.preemption_rule));
    }
}
