//! Making room on a node for a critical pod that the kubelet would otherwise refuse.
//!
//! Models pkg/kubelet/preemption/preemption.go with Preemptable of pkg/kubelet/types/pod_update.go, v1.36: of the pods the
//! critical one may take the place of, the fewest are chosen, those without requests first, guaranteed ones last; they
//! are stopped one after the other, each within its own grace period, and the critical pod is taken when the last is.
//! Until then no other pod is admitted. Deviation: upstream's loop takes up nothing else of the node's pods either.

use std::sync::Arc;

use super::admission::{Shortage, is_critical};
use super::container::Stage;
use super::eviction::Eviction;
use super::worker::PodWorker;
use crate::cluster::scheduler::resources::requested;
use crate::kinds::pod::Pod;
use crate::kinds::qos;

const MESSAGE: &str = "Preempted in order to admit critical pod";
const DISRUPTION: &str = "Pod was preempted by Kubelet to accommodate a critical pod.";
/// From the least to the most protected.
const CLASSES: [&str; 3] = ["BestEffort", "Burstable", "Guaranteed"];

/// What has yet to be freed: a resource and how much of it, in thousandths of a core or whole units.
#[derive(Clone, Debug, PartialEq)]
struct Requirement {
    name: String,
    amount: i64,
}

/// A pod that may have to go, by its UID.
#[derive(Clone)]
struct Candidate {
    uid: String,
    pod: Arc<Pod>,
}

impl Candidate {
    /// GetResourceRequest
    fn frees(&self, name: &str) -> i64 {
        if name == "pods" { 1 } else { requested(&self.pod.spec).get(name) }
    }

    fn size(&self) -> (i64, i64) {
        (self.frees("memory"), self.frees("cpu"))
    }
}

/// Preemptable: critical pods go before others, and otherwise the priority decides.
fn may_preempt(pod: &Pod, other: &Pod) -> bool {
    let higher = || pod.spec.priority.zip(other.spec.priority).is_some_and(|(own, other)| own > other);
    (is_critical(pod) && !is_critical(other)) || higher()
}

/// The pods to stop, in this order, so that there is room for a critical one; or why there can be none.
pub(super) fn victims<'a>(
    pod: &Pod,
    workers: impl Iterator<Item = &'a Arc<PodWorker>>,
    short: &[Shortage],
) -> Result<Vec<String>, String> {
    let candidates = workers.filter(|one| may_preempt(pod, &one.pod));
    let candidates = candidates.map(|one| Candidate { uid: one.uid.clone(), pod: one.pod.clone() });
    let found = choose(candidates.collect(), &requirements(short));
    found
        .map(|all| all.into_iter().map(|one| one.uid).collect())
        .map_err(|why| format!("preemption: error finding a set of pods to preempt: {why}"))
}

fn requirements(short: &[Shortage]) -> Vec<Requirement> {
    let one = |one: &Shortage| Requirement { name: one.name.clone(), amount: one.lacking() };
    short.iter().map(one).collect()
}

/// getPodsToPreempt: of each class only those that are needed when all of the lower classes go.
fn choose(all: Vec<Candidate>, wanted: &[Requirement]) -> Result<Vec<Candidate>, String> {
    let left = without(wanted, &all);
    if !left.is_empty() {
        return Err(none_found(&left));
    }
    let of_class = |class: &'static str| all.iter().filter(move |one| qos::qos_class(&one.pod.spec) == class);
    let mut chosen: Vec<Candidate> = Vec::new();
    for (at, class) in CLASSES.iter().enumerate().rev() {
        let lower = CLASSES[..at].iter().flat_map(|class| of_class(class)).cloned();
        let left = without(wanted, &lower.chain(chosen.iter().cloned()).collect::<Vec<_>>());
        let mut taken = nearest(of_class(class).cloned().collect(), left)?;
        taken.append(&mut chosen);
        chosen = taken;
    }
    Ok(chosen)
}

/// getPodsToPreemptByDistance: again and again the pod that leaves least to be freed, of equals the smaller.
fn nearest(mut pods: Vec<Candidate>, mut left: Vec<Requirement>) -> Result<Vec<Candidate>, String> {
    let mut taken = Vec::new();
    while !left.is_empty() {
        let order = |one: &Candidate, other: &Candidate| {
            let by_distance = distance(one, &left).total_cmp(&distance(other, &left));
            by_distance.then_with(|| one.size().cmp(&other.size()))
        };
        let best = (0..pods.len()).min_by(|one, other| order(&pods[*one], &pods[*other]));
        let Some(best) = best else { return Err(none_found(&left)) };
        let pod = pods.swap_remove(best);
        left = without(&left, std::slice::from_ref(&pod));
        taken.push(pod);
    }
    Ok(taken)
}

/// The squares of the parts of each requirement that a pod leaves.
fn distance(pod: &Candidate, wanted: &[Requirement]) -> f64 {
    let part = |one: &Requirement| {
        let left = one.amount.saturating_sub(pod.frees(&one.name)).max(0);
        (left as f64 / one.amount as f64).powi(2)
    };
    wanted.iter().map(part).sum()
}

/// What is left to be freed when some pods go.
fn without(wanted: &[Requirement], gone: &[Candidate]) -> Vec<Requirement> {
    let rest = |one: &Requirement| {
        let freed = gone.iter().map(|pod| pod.frees(&one.name)).fold(0, i64::saturating_add);
        Requirement { amount: one.amount.saturating_sub(freed), ..one.clone() }
    };
    wanted.iter().map(rest).filter(|one| one.amount > 0).collect()
}

fn none_found(left: &[Requirement]) -> String {
    let one = |one: &Requirement| format!("(res: {}, q: {}), ", one.name, one.amount);
    let list: String = left.iter().map(one).collect();
    format!("no set of running pods found to reclaim resources: [{list}]")
}

impl PodWorker {
    /// Stops the pods that give way to this one, one at a time; true once all are.
    pub(super) fn make_room(&mut self, stage: &mut Stage<'_, '_>) -> bool {
        while let Some(uid) = self.gives_way.front() {
            let Some(victim) = stage.peers.get_mut(uid).filter(|one| !one.is_ended()) else {
                self.gives_way.pop_front();
                continue;
            };
            if victim.evicted.is_none() {
                Arc::make_mut(victim).evict(preempted());
                stage.agent.roused.push(uid.clone());
            }
            return false;
        }
        true
    }

    /// Waits for pods to give way, to it or to another that is to be admitted first.
    pub(super) fn waits_for_room(&self) -> bool {
        self.queued || !self.gives_way.is_empty()
    }

    /// Keeps other pods from being admitted.
    pub(super) fn holds_up(&self) -> bool {
        !self.gives_way.is_empty() && !self.stops_for_good()
    }
}

fn preempted() -> Eviction {
    Eviction {
        reason: "Preempting",
        message: MESSAGE.into(),
        disruption: Some(DISRUPTION.into()),
        grace_s: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::Codec;
    use serde_json::{Value, json};

    fn candidate(name: &str, resources: Value) -> Candidate {
        let spec = json!({"containers": [{"name": "c", "image": "a", "resources": resources}]});
        Candidate { uid: name.into(), pod: Arc::new(Pod::from_value(&json!({"spec": spec}))) }
    }

    /// The pods of preemption_test.go.
    fn pods() -> Vec<Candidate> {
        let asks = |cpu: &str, memory: &str| json!({"requests": {"cpu": cpu, "memory": memory}});
        let has = |cpu: &str, memory: &str| {
            let all = json!({"cpu": cpu, "memory": memory});
            json!({"requests": all, "limits": all})
        };
        vec![
            candidate("best-effort", json!({})),
            candidate("burstable", asks("100m", "100Mi")),
            candidate("high-burstable", asks("300m", "300Mi")),
            candidate("guaranteed", has("100m", "100Mi")),
            candidate("high-guaranteed", has("300m", "300Mi")),
        ]
    }

    fn chosen(wanted: &[(&str, i64)]) -> Result<Vec<String>, String> {
        let wanted: Vec<Requirement> = wanted
            .iter()
            .map(|(name, amount)| Requirement { name: (*name).into(), amount: *amount })
            .collect();
        choose(pods(), &wanted).map(|all| all.into_iter().map(|one| one.uid).collect())
    }

    #[test]
    fn the_fewest_and_least_protected_go() {
        assert_eq!(chosen(&[("pods", 1)]).unwrap(), ["best-effort"]);
        assert_eq!(chosen(&[("memory", 50 << 20)]).unwrap(), ["burstable"]);
        assert_eq!(chosen(&[("cpu", 200)]).unwrap(), ["high-burstable"]);
        assert_eq!(chosen(&[("memory", 550 << 20)]).unwrap(), ["high-burstable", "high-guaranteed"]);
        assert_eq!(
            chosen(&[("cpu", 350), ("pods", 3)]).unwrap(),
            ["best-effort", "high-burstable", "burstable"]
        );
    }

    #[test]
    fn what_cannot_be_freed_is_said() {
        let why = chosen(&[("cpu", 1000), ("memory", 900 << 20), ("pods", 1)]).unwrap_err();
        assert_eq!(
            why,
            "no set of running pods found to reclaim resources: [(res: cpu, q: 200), (res: memory, q: 104857600), ]"
        );
    }

    #[test]
    fn priority_decides_between_critical_pods() {
        let pod = |priority: i64| Pod::from_value(&json!({"spec": {"priority": priority}}));
        assert!(may_preempt(&pod(2_000_000_000), &pod(10)));
        assert!(may_preempt(&pod(2_000_001_000), &pod(2_000_000_000)));
        assert!(!may_preempt(&pod(2_000_000_000), &pod(2_000_000_000)));
        assert!(!may_preempt(&pod(2_000_000_000), &pod(2_000_001_000)));
    }
}
