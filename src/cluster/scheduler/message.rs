//! The FailedScheduling text: pkg/scheduler/framework/types.go FitError, v1.36.

use std::collections::BTreeMap;

use super::decision::NodeVerdict;

/// `0/3 nodes are available: …` with the reasons counted and sorted, and what preemption would say.
pub fn failed(nodes: usize, verdicts: &[NodeVerdict]) -> String {
    if nodes == 0 {
        return "no nodes available to schedule pods".into();
    }
    let refusals = || verdicts.iter().filter_map(|verdict| Some(&verdict.refused.as_ref()?.1));
    let reasons = histogram(refusals().flat_map(|refusal| refusal.reasons.iter().cloned()));
    let preemption = histogram(refusals().map(|refusal| preemption_word(refusal.unresolvable).to_owned()));
    format!(
        "0/{nodes} nodes are available: {reasons}. no new claims to deallocate, \
         preemption: 0/{nodes} nodes are available: {preemption}."
    )
}

/// Until preemption is simulated every resolvable refusal reads as if no pod had a lower priority.
fn preemption_word(unresolvable: bool) -> &'static str {
    if unresolvable {
        "Preemption is not helpful for scheduling"
    } else {
        "No preemption victims found for incoming pod"
    }
}

fn histogram(reasons: impl Iterator<Item = String>) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    reasons.for_each(|reason| *counts.entry(reason).or_default() += 1);
    let mut lines: Vec<String> =
        counts.into_iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    lines.sort();
    lines.join(", ")
}
