//! The scheduler: finds each pending pod a node, and keeps the reason for every verdict.
//!
//! Models pkg/scheduler (schedule_one.go, eventhandlers.go, framework/runtime), v1.36: one pod at a time; filter
//! plugins in order, score plugins, normalisation, weights; ties by a random draw; failures to PostFilter plugins
//! and to the queue with the plugins that refused. `framework` says what a plugin is, `plugins` holds them, `cache`
//! what they look at, `config` which of them a profile has.

mod cache;
pub mod config;
mod decision;
mod framework;
mod hints;
mod matching;
mod message;
mod node_info;
mod outcome;
mod plugins;
mod pod_info;
mod profile;
mod queue;
mod registry;
mod resource_scores;
mod resources;
mod topology;
mod volumes;

pub use cache::Cache;
pub use decision::{Candidate, Column, Decision, NodeVerdict, Preemption, Refused, Score, Victim};
pub use framework::{
    Cycle, Evaluation, Failed, Filter, Normalize, Plugin, PostFilter, PreFilter, Refusal, Sampling, Scoring,
    evaluate,
};
pub use matching::{node_matches, tolerates, untolerated};
pub use node_info::NodeInfo;
pub use pod_info::PodInfo;
pub use profile::Profile;
pub use queue::{PendingPod, Place};
pub use registry::{Built, Registered, Registry, built};
pub use resources::Resources;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use config::Config;
use queue::SchedulingQueue;

use super::api::ApiServer;
use super::store::{Change, Key, Store};
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::{Kind, Resource};
use crate::sim::{Rng, SimTime, Span};

/// The scheduler that serves pods without a `schedulerName`.
pub const DEFAULT_SCHEDULER: &str = "default-scheduler";
/// Time one scheduling cycle and its binding take.
const CYCLE_COST: Span = Span::from_millis(3);
/// Decisions kept for "why?", and verdicts on nodes in all of them.
const LIMIT_DECISIONS: usize = 4096;
const LIMIT_VERDICTS: usize = 200_000;

#[derive(Clone, Debug)]
pub struct Scheduler {
    cache: Cache,
    queue: SchedulingQueue,
    profiles: BTreeMap<String, Arc<Profile>>,
    decisions: BTreeMap<String, Arc<Decision>>,
    decided: VecDeque<String>,
    verdicts: usize,
    next_start: usize,
    busy_until: SimTime,
    /// How ties are to come out: by pod, as namespace/name.
    foretold: BTreeMap<String, VecDeque<String>>,
    /// Whether what was foretold holds against the scores: those of the other place depended on pods that are not here.
    beside: bool,
    rng: Rng,
}

impl Scheduler {
    pub fn new(seed: u64) -> Scheduler {
        let config = config::default(&Registry::default());
        debug_assert!(config.is_ok(), "the default configuration is valid");
        let profiles = config.map(|config| config.profiles).unwrap_or_default();
        Scheduler {
            cache: Cache::default(),
            queue: SchedulingQueue::default(),
            profiles: profiles.into_iter().map(|one| (one.name.clone(), Arc::new(one))).collect(),
            decisions: BTreeMap::new(),
            decided: VecDeque::new(),
            verdicts: 0,
            next_start: 0,
            busy_until: SimTime::ZERO,
            foretold: BTreeMap::new(),
            beside: false,
            rng: Rng::new(seed, "scheduler"),
        }
    }

    /// Lets a tie about a pod (namespace/name) come out for this node.
    /// What was foretold holds for every node that fits.
    pub fn foretell_against_scores(&mut self) {
        self.beside = true;
    }

    pub fn foretell(&mut self, pod: &str, node: &str) {
        self.foretold.entry(pod.to_owned()).or_default().push_back(node.to_owned());
    }

    /// Starts anew with another configuration: every pod that waits is tried again.
    pub fn configure(&mut self, config: Config, store: &Store, now: SimTime) {
        self.profiles = config.profiles.into_iter().map(|one| (one.name.clone(), Arc::new(one))).collect();
        self.queue = SchedulingQueue::new(config.backoff);
        for pod in store.list::<Pod>() {
            self.enqueue(&Key::new(Kind::Pod, &pod.meta.namespace, &pod.meta.name), pod, now);
        }
    }

    pub fn profiles(&self) -> impl Iterator<Item = &Arc<Profile>> {
        self.profiles.values()
    }

    /// Whether anybody serves pods that name this scheduler.
    pub fn serves(&self, name: &str) -> bool {
        self.profiles.contains_key(name)
    }

    /// The last decision about a pod, by UID.
    pub fn decision(&self, uid: &str) -> Option<&Arc<Decision>> {
        self.decisions.get(uid)
    }

    pub fn pending(&self) -> impl Iterator<Item = &PendingPod> {
        self.queue.iter()
    }

    pub fn node_infos(&self) -> impl Iterator<Item = &Arc<NodeInfo>> {
        self.cache.nodes().iter()
    }

    /// Takes note of a change: nodes and placed pods into the cache, pending pods into the queue.
    pub fn observe(&mut self, change: &Change, now: SimTime) {
        match change.key.kind {
            Kind::Event => return,
            Kind::Node => match change.new.as_ref().and_then(Node::of) {
                Some(node) => self.cache.set_node(node),
                None => self.cache.remove_node(&change.key.name),
            },
            Kind::Pod => self.observe_pod(change, now),
            _ => {}
        }
        if self.queue.has_parked() {
            let profiles = &self.profiles;
            self.queue.requeue_for(change, now, |pod, refusers| {
                profiles.get(&pod.spec.scheduler_name)?.woken_by(refusers, change, pod)
            });
        }
    }

    fn observe_pod(&mut self, change: &Change, now: SimTime) {
        let (old, new) = hints::placed_pods(change);
        if old.is_some() || new.is_some() {
            self.cache.set_pod(old, new);
        }
        let pod = change.new.as_ref().and_then(Pod::of);
        let waiting = pod.filter(|pod| self.waits(pod));
        let nominated = waiting.map(|pod| pod.status.nominated_node_name.as_str());
        if self.cache.has_nominations() || nominated.is_some_and(|node| !node.is_empty()) {
            let about = pod.or_else(|| change.old.as_ref().and_then(Pod::of));
            about.into_iter().for_each(|pod| self.cache.nominate(pod, nominated));
        }
        match waiting {
            Some(pod) => self.enqueue(&change.key, pod, now),
            None => drop(self.queue.remove(&change.key)),
        }
    }

    fn waits(&self, pod: &Pod) -> bool {
        pod.spec.node_name.is_empty() && pod.is_active() && self.serves(&pod.spec.scheduler_name)
    }

    fn enqueue(&mut self, key: &Key, pod: &Arc<Pod>, now: SimTime) {
        let Some(profile) = self.profiles.get(&pod.spec.scheduler_name).filter(|_| self.waits(pod)) else {
            return;
        };
        let kept_out = profile.keeps_out(pod).map(|(plugin, _)| plugin);
        self.queue.set(key, pod, kept_out, now);
    }

    pub fn next_time(&self) -> Option<SimTime> {
        self.queue.next_time().map(|at| at.max(self.busy_until))
    }

    /// One scheduling cycle.
    pub fn run(&mut self, server: &mut ApiServer, now: SimTime) {
        let Some(pending) = self.queue.pop(now) else { return };
        self.busy_until = now + CYCLE_COST;
        let found = server.store().by_key::<Pod>(&pending.key).filter(|pod| self.waits(pod)).cloned();
        let Some(pod) = found else { return };
        let Some(profile) = self.profiles.get(&pod.spec.scheduler_name).cloned() else { return };
        let (decision, outcome) = self.decide(&pod, &profile, server, now);
        let mut client = server.client(DEFAULT_SCHEDULER, now, pending.cause);
        match &decision.chosen {
            Some(node) => outcome::bind(&pod, node, &mut client),
            None => {
                outcome::fail(&pod, &decision, outcome.nominated.as_deref(), &mut client);
                self.queue.park(pending, outcome.refusers, now);
                if let Some(candidate) = decision.preemption.as_ref().and_then(|one| one.candidate()) {
                    outcome::preempt(&pod, candidate, self.cache.nominated_to(&candidate.node), &mut client);
                }
            }
        }
        self.keep(decision);
    }

    fn decide(
        &mut self,
        pod: &Arc<Pod>,
        profile: &Profile,
        server: &ApiServer,
        now: SimTime,
    ) -> (Decision, Outcome) {
        self.cache.settle();
        let cycle = Cycle::new(pod, &self.cache, server.store(), server.wall_clock(now));
        let sampling = Sampling { start: self.next_start, score_one: false };
        let rng = &mut self.rng;
        let result = evaluate(&cycle, profile, sampling, &mut |bound| rng.below(bound));
        self.next_start = (self.next_start + result.tried) % self.cache.nodes().len().max(1);
        let outcome = Outcome {
            refusers: result.refusers.into_iter().collect(),
            nominated: result.post_filter.nominated,
        };
        let mut decision = Decision {
            pod: pod.meta.full_name(),
            pod_uid: pod.meta.uid.clone(),
            at: now,
            profile: profile.name.clone(),
            cluster_nodes: self.cache.nodes().len(),
            rejected: result.rejected,
            nodes: result.nodes,
            columns: result.columns,
            chosen: None,
            tied: 0,
            preemption: result.post_filter.preemption,
            message: result.message,
        };
        let best = decision.best();
        let wanted = self.foretold.get_mut(&decision.pod);
        let passed = decision.passed(self.beside);
        let foretold = wanted
            .as_ref()
            .and_then(|wanted| wanted.front())
            .and_then(|wanted| passed.into_iter().find(|node| wanted[..] == **node));
        let chosen = match foretold {
            Some(node) => {
                wanted.and_then(VecDeque::pop_front);
                Some(node)
            }
            None => best.get(self.rng.below(best.len() as u64) as usize).map(|node| (*node).clone()),
        };
        let tied = best.len();
        (decision.chosen, decision.tied) = (chosen, tied);
        (decision, outcome)
    }

    fn keep(&mut self, decision: Decision) {
        let uid = decision.pod_uid.clone();
        self.verdicts += decision.nodes.len();
        match self.decisions.insert(uid.clone(), Arc::new(decision)) {
            Some(earlier) => self.verdicts -= earlier.nodes.len(),
            None => self.decided.push_back(uid),
        }
        while self.decided.len() > LIMIT_DECISIONS || self.verdicts > LIMIT_VERDICTS && self.decided.len() > 1
        {
            let Some(oldest) = self.decided.pop_front() else { break };
            let gone = self.decisions.remove(&oldest);
            self.verdicts -= gone.map_or(0, |decision| decision.nodes.len());
        }
    }
}

/// What a failed cycle leaves to be done.
struct Outcome {
    refusers: Vec<&'static str>,
    /// The node to be nominated; empty to clear the nomination, none to leave it.
    nominated: Option<String>,
}
