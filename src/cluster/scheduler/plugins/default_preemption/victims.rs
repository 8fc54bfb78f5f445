//! The fewest pods that must go from one node: default_preemption.go SelectVictimsOnNode, v1.36.

use std::cmp::Reverse;

use crate::cluster::scheduler::decision::{Candidate, Victim};
use crate::cluster::scheduler::framework::{Cycle, Filters, Refusal};
use crate::cluster::scheduler::node_info::NodeInfo;
use crate::cluster::scheduler::pod_info::{PodInfo, priority};
use crate::kinds::Time;
use crate::kinds::pod_disruption_budget::PodDisruptionBudget;

const NO_VICTIMS: &str = "No preemption victims found for incoming pod";

/// A node as it would be, and the filters that see it so.
struct Trial<'a> {
    node: NodeInfo,
    filters: Filters<'a>,
}

/// Takes all less important pods away, then puts back as many as still leave room, those that budgets protect
/// first and then the most important.
pub fn select(
    cycle: &Cycle<'_>,
    filters: &Filters<'_>,
    node: &NodeInfo,
    budgets: &[&PodDisruptionBudget],
) -> Result<Candidate, Refusal> {
    let rank = priority(cycle.pod());
    let mut potential: Vec<PodInfo> =
        node.pods.iter().filter(|held| held.priority() < rank).cloned().collect();
    if potential.is_empty() {
        return Err(Refusal::unresolvable(NO_VICTIMS));
    }
    let mut trial = Trial { node: node.clone(), filters: filters.copy() };
    potential.iter().for_each(|pod| trial.remove(pod));
    if let Some((_, refusal)) = trial.filters.check(&trial.node) {
        return Err(refusal);
    }
    potential.sort_by_key(|pod| importance(pod, cycle.now));
    let (violating, others) = split_by_budgets(potential, budgets);
    let mut victims: Vec<PodInfo> = violating.into_iter().filter(|pod| !trial.reprieve(pod)).collect();
    let pdb_violations = victims.len();
    victims.extend(others.into_iter().filter(|pod| !trial.reprieve(pod)));
    victims.sort_by_key(|pod| importance(pod, cycle.now));
    let victims = victims.iter().map(victim).collect();
    Ok(Candidate { node: node.shared_name().clone(), victims, pdb_violations })
}

impl Trial<'_> {
    fn remove(&mut self, pod: &PodInfo) {
        self.node.remove(pod.uid());
        self.filters.pod_removed(pod, &self.node);
    }

    /// Puts a pod back; it has to go after all if there is no room beside it.
    fn reprieve(&mut self, pod: &PodInfo) -> bool {
        self.node.add(pod.clone());
        self.filters.pod_added(pod, &self.node);
        let fits = self.filters.check(&self.node).is_none();
        if !fits {
            self.remove(pod);
        }
        fits
    }
}

fn victim(pod: &PodInfo) -> Victim {
    let meta = &pod.pod.meta;
    Victim {
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        uid: meta.uid.clone(),
        priority: pod.priority(),
    }
}

/// util.MoreImportantPod: higher priority, then longer running; pods that have not started count as just started.
fn importance(pod: &PodInfo, now: Time) -> (Reverse<i32>, Time) {
    (Reverse(pod.priority()), pod.pod.status.start_time.unwrap_or(now))
}

/// filterPodsWithPDBViolation: the pods that a budget has no disruption left for, and the others.
fn split_by_budgets(pods: Vec<PodInfo>, budgets: &[&PodDisruptionBudget]) -> (Vec<PodInfo>, Vec<PodInfo>) {
    let allowed = |budget: &&PodDisruptionBudget| {
        budget.status.as_ref().and_then(|status| status.disruptions_allowed).unwrap_or_default()
    };
    let mut left: Vec<i32> = budgets.iter().map(allowed).collect();
    pods.into_iter().partition(|pod| {
        let mut violated = false;
        for (_, left) in budgets.iter().zip(&mut left).filter(|(budget, _)| protects(budget, pod)) {
            *left = left.saturating_sub(1);
            violated |= *left < 0;
        }
        violated
    })
}

fn protects(budget: &PodDisruptionBudget, pod: &PodInfo) -> bool {
    let meta = &pod.pod.meta;
    let selector = budget.spec.selector.as_ref().filter(|selector| !selector.is_empty());
    let disrupted =
        || budget.status.as_ref().is_some_and(|status| status.disrupted_pods.contains_key(&meta.name));
    budget.meta.namespace == meta.namespace
        && !meta.labels.is_empty()
        && selector.is_some_and(|selector| selector.matches(&meta.labels))
        && !disrupted()
}
