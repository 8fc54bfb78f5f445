//! The decisions that are kept for "why?": the last few of each pod, present or gone, within bounds.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::decision::Decision;

/// Decisions kept of one pod.
const LIMIT_PER_POD: usize = 8;
/// Pods whose decisions are kept, and verdicts on nodes in all of them.
const LIMIT_PODS: usize = 4096;
const LIMIT_VERDICTS: usize = 200_000;

/// See the module's head.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    /// By the pod's UID, oldest first.
    by_pod: BTreeMap<String, Vec<Arc<Decision>>>,
    /// UIDs by their first decision.
    order: VecDeque<String>,
    verdicts: usize,
}

impl Decisions {
    /// Of one pod, by UID; oldest first.
    pub fn of(&self, uid: &str) -> &[Arc<Decision>] {
        self.by_pod.get(uid).map(Vec::as_slice).unwrap_or_default()
    }

    /// Of the last pod that had a name, given as namespace/name.
    pub fn named(&self, name: &str) -> &[Arc<Decision>] {
        let about = |uid: &&String| self.of(uid).first().is_some_and(|decision| decision.pod == name);
        self.order.iter().rev().find(about).map(|uid| self.of(uid)).unwrap_or_default()
    }

    pub fn keep(&mut self, decision: Decision) {
        let uid = decision.pod_uid.clone();
        self.verdicts += decision.nodes.len();
        let kept = self.by_pod.entry(uid.clone()).or_default();
        if kept.is_empty() {
            self.order.push_back(uid);
        }
        kept.push(Arc::new(decision));
        if kept.len() > LIMIT_PER_POD {
            self.verdicts -= kept.remove(0).nodes.len();
        }
        while self.order.len() > LIMIT_PODS || self.verdicts > LIMIT_VERDICTS && self.order.len() > 1 {
            let Some(oldest) = self.order.pop_front() else { break };
            let gone = self.by_pod.remove(&oldest).unwrap_or_default();
            self.verdicts -= gone.iter().map(|decision| decision.nodes.len()).sum::<usize>();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::SimTime;

    fn decision(uid: usize, at: u64) -> Decision {
        let (pod, profile) = (format!("default/pod-{uid}"), String::new());
        Decision {
            pod,
            pod_uid: uid.to_string(),
            at: SimTime(at),
            profile,
            cluster_nodes: 0,
            rejected: None,
            nodes: Vec::new(),
            columns: Vec::new(),
            chosen: None,
            tied: 0,
            preemption: None,
            message: String::new(),
        }
    }

    #[test]
    fn the_newest_of_a_pod_and_the_newest_pods_are_kept() {
        let mut kept = Decisions::default();
        (0..20).for_each(|at| kept.keep(decision(0, at)));
        assert_eq!((kept.of("0").len(), kept.of("0")[0].at), (LIMIT_PER_POD, SimTime(12)));
        assert_eq!(kept.named("default/pod-0").len(), LIMIT_PER_POD);
        (1..=LIMIT_PODS).for_each(|uid| kept.keep(decision(uid, 0)));
        assert!(kept.of("0").is_empty() && kept.named("default/pod-0").is_empty());
        assert_eq!(kept.of("1").len(), 1);
    }
}
