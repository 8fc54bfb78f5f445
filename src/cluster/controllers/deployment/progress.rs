//! Whether a rollout gets on: the conditions Progressing and ReplicaFailure, and the deadline.
//!
//! Models pkg/controller/deployment/progress.go, v1.36. Times are whole seconds and upstream's clock is
//! always a little past one, so a deadline that falls on this second has passed.

use super::conditions::{self, PROGRESSING, REPLICA_FAILURE};
use super::status::is_complete;
use super::sync::{Held, Revisions, Sync};
use crate::kinds::deployment::{DeploymentCondition, DeploymentStatus};
use crate::kinds::replicaset::ReplicaSetCondition;

impl Sync<'_> {
    /// Writes the status with a judgement of the rollout, or asks for a look at the deadline.
    pub(super) fn sync_rollout_status(&mut self, revisions: &Revisions) {
        let mut status = self.calculate_status(revisions);
        self.judge_progress(&mut status, revisions.new.as_ref());
        match replica_failure(revisions) {
            Some(failure) => conditions::set(&mut status, failure),
            None => conditions::remove(&mut status, REPLICA_FAILURE),
        }
        if status == self.deployment.status {
            return self.requeue_stuck();
        }
        self.deployment.status = status;
        self.write_status();
    }

    fn judge_progress(&mut self, status: &mut DeploymentStatus, new: Option<&Held>) {
        if !self.has_progress_deadline() {
            return conditions::remove(status, PROGRESSING);
        }
        let current = self.deployment.condition(PROGRESSING).cloned();
        let was_complete = current.as_ref().is_some_and(|current| current.reason == conditions::COMPLETE);
        if was_complete && status.replicas == status.updated_replicas {
            return;
        }
        if is_complete(&self.deployment, status) {
            self.explain(format!("all {} pods are of the current template and available", status.replicas));
            let condition = self.progress("True", conditions::COMPLETE, ("has successfully progressed", new));
            conditions::set(status, condition);
        } else if made_progress(&self.deployment.status, status) {
            let condition = self.progress("True", conditions::UPDATED, ("is progressing", new));
            renew(status, condition, current);
        } else if self.timed_out(status) {
            let condition = self.progress("False", conditions::TIMED_OUT, ("has timed out progressing", new));
            conditions::set(status, condition);
        }
    }

    fn progress(
        &self,
        status: &str,
        reason: &str,
        (what, new): (&str, Option<&Held>),
    ) -> DeploymentCondition {
        let subject = match new {
            Some(new) => format!("ReplicaSet \"{}\"", new.set.meta.name),
            None => format!("Deployment \"{}\"", self.deployment.meta.name),
        };
        self.condition((PROGRESSING, status), reason, &format!("{subject} {what}."))
    }

    fn timed_out(&mut self, status: &DeploymentStatus) -> bool {
        let Some(condition) = conditions::find(status, PROGRESSING).cloned() else {
            return false;
        };
        match condition.reason.as_str() {
            conditions::COMPLETE => return false,
            conditions::TIMED_OUT => return true,
            _ => {}
        }
        let left = self.seconds_to_deadline(&condition);
        let deadline = self.deployment.spec.progress_deadline_seconds.unwrap_or_default();
        if left <= 0 {
            self.explain(format!(
                "no progress for {} s, progressDeadlineSeconds is {deadline}",
                i64::from(deadline) - left
            ));
        }
        left <= 0
    }

    fn seconds_to_deadline(&self, condition: &DeploymentCondition) -> i64 {
        let deadline = i64::from(self.deployment.spec.progress_deadline_seconds.unwrap_or_default());
        let from = condition.last_update_time.unwrap_or_default();
        from.plus_seconds(deadline).seconds_since(self.now)
    }

    /// A rollout that does not change must be looked at when its deadline passes.
    fn requeue_stuck(&mut self) {
        let Some(condition) = self.deployment.condition(PROGRESSING) else {
            return;
        };
        let settled = is_complete(&self.deployment, &self.deployment.status);
        if !self.has_progress_deadline() || settled || condition.reason == conditions::TIMED_OUT {
            return;
        }
        let left = self.seconds_to_deadline(condition);
        self.requeue_after_seconds = Some(if left < 1 { 0 } else { left + 1 });
    }
}

/// More new pods, fewer old ones, or more pods ready or available.
fn made_progress(before: &DeploymentStatus, after: &DeploymentStatus) -> bool {
    let old = |status: &DeploymentStatus| status.replicas - status.updated_replicas;
    after.updated_replicas > before.updated_replicas
        || old(after) < old(before)
        || after.ready_replicas > before.ready_replicas
        || after.available_replicas > before.available_replicas
}

/// Replaces the condition even by a like one, so that its update time tells of the last progress.
fn renew(
    status: &mut DeploymentStatus,
    mut condition: DeploymentCondition,
    current: Option<DeploymentCondition>,
) {
    if let Some(current) = current {
        if current.status == "True" {
            condition.last_transition_time = current.last_transition_time;
        }
        conditions::remove(status, PROGRESSING);
    }
    conditions::set(status, condition);
}

/// The new ReplicaSet's failure to make pods, or else the first of the others'.
fn replica_failure(revisions: &Revisions) -> Option<DeploymentCondition> {
    let sets = revisions.new.iter().chain(&revisions.old);
    let mut failures =
        sets.flat_map(|held| &held.set.status.conditions).filter(|it| it.kind == REPLICA_FAILURE);
    failures.next().map(as_deployment_condition)
}

fn as_deployment_condition(condition: &ReplicaSetCondition) -> DeploymentCondition {
    DeploymentCondition {
        kind: condition.kind.clone(),
        status: condition.status.clone(),
        last_update_time: condition.last_transition_time,
        last_transition_time: condition.last_transition_time,
        reason: condition.reason.clone(),
        message: condition.message.clone(),
        extra: None,
    }
}
