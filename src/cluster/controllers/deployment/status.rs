//! The counts of a Deployment's status.
//!
//! Models `calculateStatus` and `syncDeploymentStatus` of pkg/controller/deployment/sync.go, v1.36. The
//! ReplicaSets counted are those from before this pass resized them.

use super::conditions::{self, AVAILABLE};
use super::sync::{Held, Revisions, Sync, available_pods, wanted_pods};
use crate::kinds::deployment::{Deployment, DeploymentStatus};

impl Sync<'_> {
    /// Writes counts and availability; progress is not judged.
    pub(super) fn sync_status(&mut self, revisions: &Revisions) {
        let status = self.calculate_status(revisions);
        if status != self.deployment.status {
            self.deployment.status = status;
            self.write_status();
        }
    }

    pub(super) fn calculate_status(&mut self, revisions: &Revisions) -> DeploymentStatus {
        let all: Vec<&Held> = revisions.old.iter().chain(&revisions.new).collect();
        let available = available_pods(all.iter().copied());
        let wanted = wanted_pods(all.iter().copied());
        let pods = |held: &Held| held.set.status.replicas.unwrap_or_default();
        let mut status = DeploymentStatus {
            observed_generation: self.deployment.meta.generation,
            replicas: all.iter().map(|held| pods(held)).sum(),
            updated_replicas: revisions.new.as_ref().map(pods).unwrap_or_default(),
            ready_replicas: all.iter().map(|held| held.set.status.ready_replicas).sum(),
            available_replicas: available,
            unavailable_replicas: (wanted - available).max(0),
            terminating_replicas: terminating(&all),
            ..self.deployment.status.clone()
        };
        let condition = self.availability(available);
        conditions::set(&mut status, condition);
        status
    }

    fn availability(&self, available: i32) -> crate::kinds::deployment::DeploymentCondition {
        let least = self.deployment.replicas() - self.fenceposts().1;
        if available >= least {
            let message = "Deployment has minimum availability.";
            return self.condition((AVAILABLE, "True"), "MinimumReplicasAvailable", message);
        }
        let message = "Deployment does not have minimum availability.";
        self.condition((AVAILABLE, "False"), "MinimumReplicasUnavailable", message)
    }
}

/// Unknown as long as one ReplicaSet's controller has not counted; one it has not seen yet counts as 0.
fn terminating(all: &[&Held]) -> Option<i32> {
    let of = |held: &&Held| match held.set.status.terminating_replicas {
        None if held.set.status.observed_generation == 0 => Some(0),
        counted => counted,
    };
    all.iter().map(of).sum()
}

/// Whether all pods wanted are there, available and of the current template.
pub(super) fn is_complete(deployment: &Deployment, status: &DeploymentStatus) -> bool {
    let wanted = deployment.replicas();
    [status.updated_replicas, status.replicas, status.available_replicas].iter().all(|count| *count == wanted)
        && status.observed_generation >= deployment.meta.generation
}
