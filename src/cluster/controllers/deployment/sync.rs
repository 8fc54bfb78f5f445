//! One pass: which of upstream's paths it takes, and the writes it collects on the way.
//!
//! Models `syncDeployment`, `sync`, `syncStatusOnly`, `isScalingEvent` and `checkPausedConditions` of
//! pkg/controller/deployment, v1.36.

use std::cmp::Ordering;
use std::sync::Arc;

use super::conditions::{self, PROGRESSING};
use super::plan::{Action, Basis, Plan};
use super::revisions::DESIRED_REPLICAS;
use crate::cluster::planned::PlannedEvent;
use crate::kinds::Time;
use crate::kinds::deployment::{Deployment, DeploymentCondition};
use crate::kinds::int_or_string::resolve_fenceposts;
use crate::kinds::pod::Pod;
use crate::kinds::replicaset::ReplicaSet;

/// A ReplicaSet as the pass knows it.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub set: Arc<ReplicaSet>,
    pub basis: Basis,
}

/// The ReplicaSet of the current template, if there is one, and the others, oldest first.
#[derive(Clone, Debug)]
pub(super) struct Revisions {
    pub new: Option<Held>,
    pub old: Vec<Held>,
}

#[derive(Debug)]
pub(super) struct Sync<'a> {
    /// With what this pass has changed.
    pub deployment: Deployment,
    /// As read, oldest first.
    pub sets: Vec<Arc<ReplicaSet>>,
    pub pods: &'a [Arc<Pod>],
    pub now: Time,
    pub requeue_after_seconds: Option<i64>,
    actions: Vec<Action>,
    why: Vec<String>,
}

impl<'a> Sync<'a> {
    pub fn new(read: &'a Deployment, sets: &[Arc<ReplicaSet>], pods: &'a [Arc<Pod>], now: Time) -> Sync<'a> {
        let mut sets = sets.to_vec();
        sets.sort_by(|a, b| by_creation(a, b));
        let (deployment, requeue_after_seconds) = (read.clone(), None);
        Sync { deployment, sets, pods, now, requeue_after_seconds, actions: Vec::new(), why: Vec::new() }
    }

    pub fn run(&mut self) {
        if self.deployment.spec.selector.is_empty() {
            return self.selects_all();
        }
        if self.deployment.meta.is_terminating() {
            let revisions = self.sync_revisions(false);
            return self.sync_status(&revisions);
        }
        self.check_paused();
        if self.deployment.spec.paused || self.is_scaling_event() {
            return self.scale_only();
        }
        match self.deployment.spec.strategy.kind.as_str() {
            "Recreate" => self.recreate(),
            _ => self.roll(),
        }
    }

    pub fn into_plan(self) -> Plan {
        Plan {
            status_changed: self.actions.iter().any(|action| matches!(action, Action::WriteStatus { .. })),
            actions: self.actions,
            status: self.deployment.status,
            annotations: self.deployment.meta.annotations,
            requeue_after_seconds: self.requeue_after_seconds,
            why: self.why,
        }
    }

    fn selects_all(&mut self) {
        let message = "This deployment is selecting all pods. A non-empty selector is required.";
        self.event(PlannedEvent::warning("SelectingAll", message.into()));
        if self.deployment.status.observed_generation < self.deployment.meta.generation {
            self.deployment.status.observed_generation = self.deployment.meta.generation;
            self.write_status();
        }
    }

    /// Says so when a rollout is paused or resumed, lest the pause count as lack of progress.
    fn check_paused(&mut self) {
        let reason = self.deployment.condition(PROGRESSING).map(|condition| condition.reason.as_str());
        if !self.has_progress_deadline() || reason == Some(conditions::TIMED_OUT) {
            return;
        }
        let was_paused = reason == Some(conditions::PAUSED);
        match (self.deployment.spec.paused, was_paused) {
            (true, false) => self.set_unknown(conditions::PAUSED, "Deployment is paused"),
            (false, true) => self.set_unknown(conditions::RESUMED, "Deployment is resumed"),
            _ => {}
        }
    }

    fn set_unknown(&mut self, reason: &str, message: &str) {
        let condition = self.condition((PROGRESSING, "Unknown"), reason, message);
        conditions::set(&mut self.deployment.status, condition);
        self.write_status();
    }

    /// Whether an active ReplicaSet was last sized for another number of replicas.
    fn is_scaling_event(&mut self) -> bool {
        let revisions = self.sync_revisions(false);
        let wanted = self.deployment.replicas();
        let sized_for = |held: &Held| count_annotation(&held.set, DESIRED_REPLICAS);
        let changed = active(&revisions).iter().filter_map(sized_for).find(|sized| *sized != wanted);
        if let Some(sized) = changed {
            self.explain(format!(
                "spec.replicas went from {sized} to {wanted}: the ReplicaSets are resized first"
            ));
        }
        changed.is_some()
    }

    fn scale_only(&mut self) {
        let mut revisions = self.sync_revisions(false);
        self.scale(&mut revisions);
        if self.deployment.spec.paused {
            self.explain(
                "the rollout is paused: sizes follow spec.replicas, the template is not acted on".into(),
            );
            self.clean_up(&revisions.old);
        }
        self.sync_status(&revisions);
    }

    pub fn has_progress_deadline(&self) -> bool {
        self.deployment.spec.progress_deadline_seconds.is_some_and(|seconds| seconds != i32::MAX)
    }

    /// maxSurge and maxUnavailable in pods; both 0 unless the strategy is RollingUpdate.
    pub fn fenceposts(&self) -> (i32, i32) {
        let strategy = &self.deployment.spec.strategy;
        let wanted = self.deployment.replicas();
        let Some(limits) = strategy.rolling_update.as_ref().filter(|_| strategy.kind == "RollingUpdate")
        else {
            return (0, 0);
        };
        let resolved = resolve_fenceposts(limits.max_surge.as_ref(), limits.max_unavailable.as_ref(), wanted);
        let (surge, unavailable) = resolved.unwrap_or_default();
        (surge, unavailable.min(wanted))
    }

    pub fn condition(
        &self,
        (kind, status): (&str, &str),
        reason: &str,
        message: &str,
    ) -> DeploymentCondition {
        DeploymentCondition {
            kind: kind.into(),
            status: status.into(),
            last_update_time: Some(self.now),
            last_transition_time: Some(self.now),
            reason: reason.into(),
            message: message.into(),
            extra: None,
        }
    }

    pub fn write_status(&mut self) {
        let status = Box::new(self.deployment.status.clone());
        let annotations = self.deployment.meta.annotations.clone();
        self.actions.push(Action::WriteStatus { status, annotations });
    }

    pub fn act(&mut self, action: Action) {
        self.actions.push(action);
    }

    pub fn event(&mut self, event: PlannedEvent) {
        self.actions.push(Action::Event(event));
    }

    /// Keeps a sentence; the passes within a pass repeat some.
    pub fn explain(&mut self, sentence: String) {
        if !self.why.contains(&sentence) {
            self.why.push(sentence);
        }
    }
}

/// ReplicaSetsByCreationTimestamp: the older first, then by name.
pub(super) fn by_creation(a: &ReplicaSet, b: &ReplicaSet) -> Ordering {
    let key = |set: &'_ ReplicaSet| set.meta.creation_timestamp.unwrap_or_default();
    key(a).cmp(&key(b)).then_with(|| a.meta.name.cmp(&b.meta.name))
}

/// The old ReplicaSets and the new one last, those that want pods.
pub(super) fn active(revisions: &Revisions) -> Vec<Held> {
    let all = revisions.old.iter().chain(&revisions.new);
    all.filter(|held| held.set.replicas() > 0).cloned().collect()
}

pub(super) fn wanted_pods<'s>(sets: impl IntoIterator<Item = &'s Held>) -> i32 {
    sets.into_iter().fold(0, |sum, held| sum.wrapping_add(held.set.replicas()))
}

pub(super) fn available_pods<'s>(sets: impl IntoIterator<Item = &'s Held>) -> i32 {
    sets.into_iter().map(|held| held.set.status.available_replicas).sum()
}

/// A count kept in an annotation, if it is one.
pub(super) fn count_annotation(set: &ReplicaSet, name: &str) -> Option<i32> {
    set.meta.annotation(name)?.parse().ok().filter(|count| *count >= 0)
}
