//! What the scheduler would decide about a pod now, without doing it.

use std::sync::Arc;

use super::Scheduler;
use super::decision::Decision;
use super::framework::{Cycle, Sampling, evaluate};
use crate::cluster::api::ApiServer;
use crate::kinds::pod::Pod;
use crate::sim::SimTime;

impl Scheduler {
    /// The decision about a pod as if it were new: one that has a node is thought away from it. All nodes are tried and
    /// scored, and nothing is drawn: the chosen node is the only best one, or none. None if nobody serves the pod.
    pub fn consider(&self, pod: &Arc<Pod>, server: &ApiServer, now: SimTime) -> Option<Decision> {
        let mut profile = (**self.profiles.get(&pod.spec.scheduler_name)?).clone();
        profile.percentage = Some(100);
        let (mut cache, mut new) = (self.cache.clone(), pod.clone());
        if !pod.spec.node_name.is_empty() {
            cache.set_pod(Some(pod), None);
            let unplaced = Arc::make_mut(&mut new);
            Arc::make_mut(&mut unplaced.spec).node_name.clear();
        }
        Arc::make_mut(&mut new).status.nominated_node_name.clear();
        cache.nominate(&new, None);
        cache.settle();
        let cycle = Cycle::new(&new, &cache, server.store(), server.wall_clock(now));
        let sampling = Sampling { start: 0, score_one: true };
        let result = evaluate(&cycle, &profile, sampling, &mut |_| 0);
        let mut decision = Decision::of(pod, &profile, &cache, result, now);
        let best: Vec<Arc<str>> = decision.best().into_iter().cloned().collect();
        decision.tied = best.len();
        decision.chosen = if let [one] = best.as_slice() { Some(one.clone()) } else { None };
        Some(decision)
    }
}
