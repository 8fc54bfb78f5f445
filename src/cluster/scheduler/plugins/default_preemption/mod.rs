//! Less important pods make room: plugins/defaultpreemption and framework/preemption, v1.36.
//!
//! `victims` tries one node without its less important pods, `choice` picks among the nodes where that helped. The
//! scheduler itself then deletes the chosen ones.

mod choice;
mod victims;

use serde_json::Value;

use crate::api_struct;
use crate::cluster::scheduler::decision::Preemption;
use crate::cluster::scheduler::message::fit_error;
use crate::cluster::scheduler::pod_info::priority;
use crate::cluster::scheduler::registry::{Built, built};
use crate::cluster::scheduler::{Failed, Plugin, Point, PostFilter};
use crate::kinds::Codec;
use crate::kinds::pod::Pod;
use crate::kinds::pod_disruption_budget::PodDisruptionBudget;

api_struct! {
    /// Arguments of DefaultPreemption.
    DefaultPreemptionArgs {
        /// Least share of the nodes that are tried, in percent (default 10).
        min_candidate_nodes_percentage "minCandidateNodesPercentage": Option<i32>,
        /// Least number of nodes that are tried (default 100).
        min_candidate_nodes_absolute "minCandidateNodesAbsolute": Option<i32>,
    }
}

pub struct DefaultPreemption {
    percentage: usize,
    absolute: usize,
}

const NOT_HELPFUL: &str = "Preemption is not helpful for scheduling";

pub fn build(args: &Value) -> Built {
    let args = DefaultPreemptionArgs::from_value(args);
    let percentage = args.min_candidate_nodes_percentage.unwrap_or(10);
    let absolute = args.min_candidate_nodes_absolute.unwrap_or(100);
    let mut wrong = Vec::new();
    if !(0..=100).contains(&percentage) {
        wrong.push(format!(
            "minCandidateNodesPercentage: Invalid value: {percentage}: not in valid range [0, 100]"
        ));
    }
    if absolute < 0 {
        wrong.push(format!(
            "minCandidateNodesAbsolute: Invalid value: {absolute}: not in valid range [0, inf)"
        ));
    }
    if percentage == 0 && absolute == 0 {
        wrong.push("minCandidateNodesPercentage and minCandidateNodesAbsolute cannot both be zero".into());
    }
    match wrong.is_empty() {
        true => built(DefaultPreemption { percentage: percentage as usize, absolute: absolute as usize }),
        false => Err(wrong),
    }
}

impl Plugin for DefaultPreemption {
    fn name(&self) -> &'static str {
        "DefaultPreemption"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::PostFilter]
    }

    fn post_filter(&self, failed: &mut Failed<'_, '_>) -> PostFilter {
        if let Some(why) = not_eligible(failed) {
            let reason = format!("preemption: {why}");
            return PostFilter::Unschedulable { reason, clear: false, looked_at: None };
        }
        let mut looked_at = self.dry_run(failed);
        if looked_at.candidates.is_empty() {
            let nodes = failed.cycle.cache.nodes().len();
            let text = fit_error(nodes, hopeless_reasons(&looked_at, nodes).into_iter());
            let reason = format!("preemption: {text}");
            return PostFilter::Unschedulable { reason, clear: true, looked_at: Some(Box::new(looked_at)) };
        }
        choice::choose(&mut looked_at, failed.cycle);
        PostFilter::Nominated(Box::new(looked_at))
    }
}

/// A reason to each node: nodes that were not tried could not be helped.
fn hopeless_reasons(looked_at: &Preemption, nodes: usize) -> Vec<&str> {
    let tried = looked_at.hopeless.iter();
    let mut reasons: Vec<&str> = tried.flat_map(|(_, refusal)| refusal.reasons.iter()).collect();
    reasons.extend(std::iter::repeat_n(NOT_HELPFUL, nodes.saturating_sub(looked_at.hopeless.len())));
    reasons
}

/// PodEligibleToPreemptOthers
fn not_eligible(failed: &Failed<'_, '_>) -> Option<&'static str> {
    let pod = failed.cycle.pod();
    if pod.spec.preemption_policy.as_deref() == Some("Never") {
        return Some("not eligible due to preemptionPolicy=Never.");
    }
    let node = failed.cycle.cache.node(&pod.status.nominated_node_name)?;
    if failed.refusal_of(node.name()).is_some_and(|refusal| refusal.unresolvable) {
        return None;
    }
    let leaving = |held: &Pod| priority(held) < priority(pod) && is_preempted(held);
    let waits = node.pods.iter().any(|held| leaving(&held.pod));
    waits.then_some("not eligible due to a terminating pod on the nominated node.")
}

/// podTerminatingByPreemption
fn is_preempted(pod: &Pod) -> bool {
    let condition = pod.status.condition("DisruptionTarget");
    pod.meta.is_terminating()
        && condition.is_some_and(|held| held.status == "True" && held.reason == "PreemptionByScheduler")
}

impl DefaultPreemption {
    /// DryRunPreemption: from a random node on, until there are candidates enough.
    fn dry_run(&self, failed: &mut Failed<'_, '_>) -> Preemption {
        let Some(filters) = failed.filters else { return Preemption::default() };
        let nodes = failed.helpable();
        let wanted = (nodes.len() * self.percentage / 100).max(self.absolute).min(nodes.len());
        let budgets: Vec<&PodDisruptionBudget> =
            failed.cycle.store.list::<PodDisruptionBudget>().map(|budget| &**budget).collect();
        let offset = (failed.draw)(nodes.len() as u64) as usize;
        let (mut sparing, mut violating, mut hopeless) = (Vec::new(), Vec::new(), Vec::new());
        for step in 0..nodes.len() {
            let node = nodes[(offset + step) % nodes.len()];
            match victims::select(failed.cycle, filters, node, &budgets) {
                Ok(candidate) if candidate.pdb_violations == 0 => sparing.push(candidate),
                Ok(candidate) => violating.push(candidate),
                Err(refusal) => hopeless.push((node.shared_name().clone(), refusal)),
            }
            if !sparing.is_empty() && sparing.len() + violating.len() >= wanted {
                break;
            }
        }
        sparing.append(&mut violating);
        Preemption { candidates: sparing, hopeless, chosen: None, rule: "" }
    }
}
