//! The scheduler: finds each pending pod a node, and keeps the reason for every verdict.
//!
//! Models pkg/scheduler (schedule_one.go, eventhandlers.go, framework/runtime), v1.36: one pod at a time; filter
//! plugins in order, score plugins, normalisation, weights; ties by a random draw; failures to PostFilter plugins
//! and to the queue with the plugins that refused. `framework` says what a plugin is, `plugins` holds them, `cache`
//! what they look at, `config` which of them a profile has.

mod binding;
mod cache;
pub mod config;
mod decision;
mod decisions;
mod framework;
mod groups;
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
pub(super) mod resources;
mod topology;
mod what_if;

pub use cache::Cache;
pub use decision::{Candidate, Column, Decision, NodeVerdict, Preemption, Refused, Score, Victim};
pub use decisions::Decisions;
pub use framework::{
    Cycle, Evaluation, Failed, Filter, Normalize, Plugin, Point, PostFilter, PreFilter, Refusal, Sampling,
    Scoring, evaluate,
};
pub use matching::{node_matches, required_terms, term_matches, tolerates, untolerated};
pub use node_info::NodeInfo;
pub use pod_info::PodInfo;
pub use profile::Profile;
pub use queue::{PendingPod, Place};
pub use registry::{Built, Registered, Registry, built};
pub use resources::Resources;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use binding::{Binding, Bindings};
use config::Config;
use queue::SchedulingQueue;

use super::api::ApiServer;
use super::claims::claim_names;
use super::store::{Change, Key, Store};
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::{Kind, Object, Resource};
use crate::sim::{Rng, SimTime, Span};

/// The scheduler that serves pods without a `schedulerName`.
pub const DEFAULT_SCHEDULER: &str = "default-scheduler";
/// Time one scheduling cycle and its binding take.
const CYCLE_COST: Span = Span::from_millis(3);

#[derive(Clone, Debug)]
pub struct Scheduler {
    cache: Cache,
    queue: SchedulingQueue,
    bindings: Bindings,
    profiles: BTreeMap<String, Arc<Profile>>,
    decisions: Decisions,
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
            bindings: Bindings::default(),
            profiles: profiles.into_iter().map(|one| (one.name.clone(), Arc::new(one))).collect(),
            decisions: Decisions::default(),
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
        self.enqueue_all(store, now);
    }

    /// Starts anew as it is: every pod that waits is tried again.
    pub fn restart(&mut self, store: &Store, now: SimTime) {
        self.queue = self.queue.emptied();
        self.bindings = Bindings::default();
        self.enqueue_all(store, now);
    }

    fn enqueue_all(&mut self, store: &Store, now: SimTime) {
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

    /// What was decided so far, as far as it is kept.
    pub fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// The last decision about a pod, by UID.
    pub fn decision(&self, uid: &str) -> Option<&Arc<Decision>> {
        self.decisions.of(uid).last()
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
        let binding = self.bindings.holds(&change.key);
        match waiting {
            Some(_) if binding => {}
            Some(pod) => self.enqueue(&change.key, pod, now),
            None => {
                self.queue.remove(&change.key);
                self.forget_binding(&change.key);
            }
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
        let cycle = self.queue.next_time().map(|at| at.max(self.busy_until));
        cycle.into_iter().chain(self.bindings.next_time()).min()
    }

    /// A pod that no longer counts on the node it was to be bound to.
    fn forget_binding(&mut self, key: &Key) -> Option<Binding> {
        let binding = self.bindings.remove(key)?;
        self.cache.set_pod(Some(&binding.pod), None);
        Some(binding)
    }

    /// Looks whether a pod can be bound by now.
    fn continue_binding(&mut self, key: Key, binding: Binding, server: &mut ApiServer, now: SimTime) {
        let ready = self.profiles.get(&binding.pod.spec.scheduler_name).is_some_and(|profile| {
            let mut plugins = profile.pre_filters();
            plugins.all(|(plugin, _)| plugin.is_ready_to_bind(&binding.pod, server.store()))
        });
        if !ready && !binding.is_late(now) {
            return self.bindings.insert(key, binding.later());
        }
        self.cache.set_pod(Some(&binding.pod), None);
        let Some(pod) = server.store().by_key::<Pod>(&key).filter(|pod| self.waits(pod)).cloned() else {
            return;
        };
        let mut client = server.client(DEFAULT_SCHEDULER, now, None);
        if ready {
            return outcome::bind(&pod, &binding.pod.spec.node_name, &mut client);
        }
        outcome::refuse(&pod, binding::TIMED_OUT, None, &mut client);
        self.enqueue(&key, &pod, now);
    }

    /// One scheduling cycle, or one look at a pod that is being bound.
    pub fn run(&mut self, server: &mut ApiServer, now: SimTime) {
        if let Some((key, binding)) = self.bindings.pop(now) {
            return self.continue_binding(key, binding, server, now);
        }
        let Some(pending) = self.queue.pop(now) else { return };
        self.busy_until = now + CYCLE_COST;
        let found = server.store().by_key::<Pod>(&pending.key).filter(|pod| self.waits(pod)).cloned();
        let Some(pod) = found else { return };
        let Some(profile) = self.profiles.get(&pod.spec.scheduler_name).cloned() else { return };
        let (decision, outcome) = self.decide(&pod, &profile, server, now);
        let before = decision
            .chosen
            .as_deref()
            .and_then(|node| self.before_binding(&pod, node, &profile, server, now));
        let mut client = server.client(DEFAULT_SCHEDULER, now, pending.cause);
        match &decision.chosen {
            Some(node) => match before {
                None => outcome::bind(&pod, node, &mut client),
                Some(writes) => {
                    // What another wrote meanwhile is seen at the next look.
                    writes.into_iter().for_each(|object| drop(client.update_object(object)));
                    let binding = Binding::new(&pod, node, now);
                    self.cache.set_pod(None, Some(&binding.pod));
                    self.bindings.insert(pending.key, binding);
                }
            },
            None => {
                outcome::fail(&pod, &decision, outcome.nominated.as_deref(), &mut client);
                self.queue.park(pending, outcome.refusers, now);
                if let Some(candidate) = decision.preemption.as_ref().and_then(|one| one.candidate()) {
                    outcome::preempt(&pod, candidate, self.cache.nominated_to(&candidate.node), &mut client);
                }
            }
        }
        self.decisions.keep(decision);
    }

    /// What is to be written before the pod is bound; none if it can be bound at once.
    fn before_binding(
        &self,
        pod: &Arc<Pod>,
        node: &str,
        profile: &Profile,
        server: &ApiServer,
        now: SimTime,
    ) -> Option<Vec<Object>> {
        claim_names(pod).next()?;
        let cycle = Cycle::new(pod, &self.cache, server.store(), server.wall_clock(now));
        binding::writes(&cycle, profile, self.cache.node(node)?)
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
            refusers: result.refusers.iter().copied().collect(),
            nominated: result.post_filter.nominated.clone(),
        };
        let mut decision = Decision::of(pod, profile, &self.cache, result, now);
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
}

/// What a failed cycle leaves to be done.
struct Outcome {
    refusers: Vec<&'static str>,
    /// The node to be nominated; empty to clear the nomination, none to leave it.
    nominated: Option<String>,
}
