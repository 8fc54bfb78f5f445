//! The FailedScheduling text: pkg/scheduler/framework/types.go FitError, v1.36.

use std::collections::BTreeMap;

use super::framework::Evaluation;

/// `0/3 nodes are available: …` with the reasons counted and sorted, and what PostFilter plugins said.
pub fn failed(nodes: usize, result: &Evaluation) -> String {
    if nodes == 0 {
        return "no nodes available to schedule pods".into();
    }
    let mut text = match &result.rejected {
        Some(refused) => format!("0/{nodes} nodes are available: {}.", refused.refusal.reasons.join(", ")),
        None => {
            let refusals = result.nodes.iter().filter_map(|verdict| verdict.refused.as_ref());
            fit_error(nodes, refusals.flat_map(|refused| refused.refusal.reasons.iter()))
        }
    };
    if !result.post_filter.text.is_empty() {
        text.push(' ');
        text.push_str(&result.post_filter.text);
    }
    text
}

/// The reasons counted, sorted as text.
pub fn fit_error<'r>(nodes: usize, reasons: impl Iterator<Item = &'r str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    reasons.for_each(|reason| *counts.entry(reason).or_default() += 1);
    let mut lines: Vec<String> =
        counts.into_iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    lines.sort();
    match lines.is_empty() {
        true => format!("0/{nodes} nodes are available:"),
        false => format!("0/{nodes} nodes are available: {}.", lines.join(", ")),
    }
}
