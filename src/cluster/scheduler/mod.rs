//! The scheduler: finds each pending pod a node, and keeps the reason for every verdict.
//!
//! Models pkg/scheduler (schedule_one.go, framework/runtime), v1.36: one pod at a time; filter plugins
//! in order, score plugins, normalisation, weights; ties by a random draw; failures to the queue with
//! the plugins that refused. Not here yet: preemption and the volume plugins (the fidelity page says so).

mod decision;
mod framework;
mod hints;
mod matching;
mod message;
mod node_info;
mod plugins;
mod queue;

pub use decision::{Decision, NodeVerdict, Score};
pub use framework::{Cycle, Normalize, Plugin, Prepared, Refusal};
pub use matching::{node_matches, tolerates, untolerated};
pub use node_info::{NodeInfo, Resources};
pub use queue::{PendingPod, Place};

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use queue::SchedulingQueue;

use super::api::{ApiServer, Client};
use super::events::Note;
use super::store::Change;
use super::writes;
use crate::kinds::pod::Pod;
use crate::kinds::{Kind, Resource};
use crate::sim::{Rng, SimTime, Span};

/// The scheduler that serves pods without a `schedulerName`.
pub const DEFAULT_SCHEDULER: &str = "default-scheduler";
/// Time one scheduling cycle and its binding take.
const CYCLE_COST: Span = Span::from_millis(3);
/// Decisions kept for "why?".
const LIMIT_DECISIONS: usize = 4096;

#[derive(Clone, Debug)]
pub struct Scheduler {
    nodes: BTreeMap<String, Arc<NodeInfo>>,
    queue: SchedulingQueue,
    decisions: BTreeMap<String, Arc<Decision>>,
    decided: VecDeque<String>,
    next_start: usize,
    busy_until: SimTime,
    /// How ties are to come out: by pod, as namespace/name.
    foretold: BTreeMap<String, String>,
    rng: Rng,
}

impl Scheduler {
    pub fn new(seed: u64) -> Scheduler {
        Scheduler {
            nodes: BTreeMap::new(),
            queue: SchedulingQueue::default(),
            decisions: BTreeMap::new(),
            decided: VecDeque::new(),
            next_start: 0,
            busy_until: SimTime::ZERO,
            foretold: BTreeMap::new(),
            rng: Rng::new(seed, "scheduler"),
        }
    }

    /// Lets a tie about a pod (namespace/name) come out for this node.
    pub fn foretell(&mut self, pod: &str, node: &str) {
        self.foretold.insert(pod.to_owned(), node.to_owned());
    }

    /// The last decision about a pod, by UID.
    pub fn decision(&self, uid: &str) -> Option<&Arc<Decision>> {
        self.decisions.get(uid)
    }

    pub fn pending(&self) -> impl Iterator<Item = &PendingPod> {
        self.queue.iter()
    }

    pub fn node_infos(&self) -> impl Iterator<Item = &Arc<NodeInfo>> {
        self.nodes.values()
    }

    /// Takes note of a change: nodes and placed pods into the cache, pending pods into the queue.
    pub fn observe(&mut self, change: &Change, now: SimTime) {
        match change.key.kind {
            Kind::Node => self.observe_node(change),
            Kind::Pod => self.observe_pod(change, now),
            _ => {}
        }
        self.queue.requeue_for(change, now);
    }

    fn observe_node(&mut self, change: &Change) {
        match change.new.as_ref().and_then(crate::kinds::node::Node::of) {
            Some(node) => {
                let info = self.nodes.entry(node.meta.name.clone()).or_default();
                Arc::make_mut(info).set_node(node.clone());
            }
            None => drop(self.nodes.remove(&*change.key.name)),
        }
    }

    fn observe_pod(&mut self, change: &Change, now: SimTime) {
        let (old, new) = (change.old.as_ref().and_then(Pod::of), change.new.as_ref().and_then(Pod::of));
        let placed = |pod: &&Arc<Pod>| !pod.spec.node_name.is_empty() && !pod.is_terminal();
        match (old.filter(placed), new.filter(placed)) {
            (None, Some(new)) => self.node_info(&new.spec.node_name).add(new),
            (Some(old), None) => self.node_info(&old.spec.node_name).remove(old),
            (Some(old), Some(new)) => self.node_info(&new.spec.node_name).replace(old, new),
            (None, None) => {}
        }
        match new.filter(|pod| waits_for_us(pod)) {
            Some(pod) => self.queue.add(&change.key, pod, now),
            None => drop(self.queue.remove(&change.key)),
        }
    }

    fn node_info(&mut self, name: &str) -> &mut NodeInfo {
        Arc::make_mut(self.nodes.entry(name.to_owned()).or_default())
    }

    pub fn next_time(&self) -> Option<SimTime> {
        self.queue.next_time().map(|at| at.max(self.busy_until))
    }

    /// One scheduling cycle.
    pub fn run(&mut self, server: &mut ApiServer, now: SimTime) {
        let Some(pending) = self.queue.pop(now) else { return };
        self.busy_until = now + CYCLE_COST;
        let Some(pod) = server.store().by_key::<Pod>(&pending.key).filter(|pod| waits_for_us(pod)).cloned()
        else {
            return;
        };
        let decision = self.decide(&pod, server, now);
        let mut client = server.client(DEFAULT_SCHEDULER, now, pending.cause);
        match &decision.chosen {
            Some(node) => bind(&pod, node, &mut client),
            None => {
                let refusers = decision.refusing_plugins();
                fail(&pod, &decision.message, &mut client);
                self.queue.park(pending, refusers, now);
            }
        }
        self.keep(decision);
    }

    fn decide(&mut self, pod: &Arc<Pod>, server: &ApiServer, now: SimTime) -> Decision {
        let nodes: Vec<&NodeInfo> =
            self.nodes.values().map(|info| &**info).filter(|info| info.exists()).collect();
        let cycle = Cycle::new(pod, &nodes, server.store());
        let mut decision = framework::evaluate(&cycle, plugins::all(), self.next_start, now);
        self.next_start = (self.next_start + decision.nodes.len()) % nodes.len().max(1);
        let best = decision.best();
        let foretold = self.foretold.get(&decision.pod).filter(|node| best.contains(&node.as_str()));
        decision.chosen = match (foretold, best.len()) {
            (_, 0) => None,
            (Some(node), _) => Some(node.clone()),
            (None, ties) => Some(best[self.rng.below(ties as u64) as usize].to_owned()),
        };
        decision
    }

    fn keep(&mut self, decision: Decision) {
        let uid = decision.pod_uid.clone();
        if self.decisions.insert(uid.clone(), Arc::new(decision)).is_none() {
            self.decided.push_back(uid);
        }
        if self.decided.len() > LIMIT_DECISIONS
            && let Some(oldest) = self.decided.pop_front()
        {
            self.decisions.remove(&oldest);
        }
    }
}

fn waits_for_us(pod: &Pod) -> bool {
    let gated = pod.spec.extra.as_ref().is_some_and(|extra| extra.get("schedulingGates").is_some());
    pod.spec.node_name.is_empty() && pod.is_active() && pod.spec.scheduler_name == DEFAULT_SCHEDULER && !gated
}

fn bind(pod: &Pod, node: &str, api: &mut Client<'_>) {
    if api.bind(&pod.meta.namespace, &pod.meta.name, node).is_ok() {
        let message = format!("Successfully assigned {} to {node}", pod.meta.full_name());
        api.event_in_series(pod, "Binding", Note::normal("Scheduled", &message));
    }
}

fn fail(pod: &Pod, message: &str, api: &mut Client<'_>) {
    api.event_in_series(pod, "Scheduling", Note::warning("FailedScheduling", message));
    let mut pod = pod.clone();
    let mut condition = writes::condition("PodScheduled", "False");
    condition.reason = "Unschedulable".into();
    condition.message = message.into();
    writes::set_pod_condition(&mut pod, condition, api.wall_clock());
    pod.meta.resource_version = Default::default();
    // The pod may have gone meanwhile; then there is nothing to say about it.
    let _ = api.update_status(pod);
}
