//! The strategy Recreate: all old pods away, then all new ones.
//!
//! Models pkg/controller/deployment/recreate.go, v1.36.

use super::status::is_complete;
use super::sync::{Held, Revisions, Sync};

impl Sync<'_> {
    pub(super) fn recreate(&mut self) {
        let mut revisions = self.sync_revisions(false);
        if self.shrink_all(&revisions) || self.old_pods_running(&revisions) {
            return self.sync_rollout_status(&revisions);
        }
        if revisions.new.is_none() {
            revisions = self.sync_revisions(true);
        }
        if let Some(new) = &revisions.new {
            self.scale_to(new, self.deployment.replicas());
        }
        if is_complete(&self.deployment, &self.deployment.status) {
            self.clean_up(&revisions.old);
        }
        self.sync_rollout_status(&revisions);
    }

    fn shrink_all(&mut self, revisions: &Revisions) -> bool {
        let old: Vec<Held> = revisions.old.iter().filter(|held| held.set.replicas() > 0).cloned().collect();
        if !old.is_empty() {
            self.explain("Recreate: the old ReplicaSets go to 0 before a new one starts".into());
        }
        old.iter().filter(|held| self.scale_to(held, 0).is_some()).count() > 0
    }

    /// Whether an old ReplicaSet counts pods, or a pod that is not the new one's has not finished.
    fn old_pods_running(&mut self, revisions: &Revisions) -> bool {
        let counted: i32 = revisions.old.iter().filter_map(|held| held.set.status.replicas).sum();
        let new_uid = revisions.new.as_ref().map(|new| new.set.meta.uid.as_str());
        let is_old = |uid: &str| Some(uid) != new_uid && self.sets.iter().any(|set| set.meta.uid == uid);
        let owner = |pod: &crate::kinds::pod::Pod| pod.meta.controller().map(|owner| owner.uid.clone());
        let running = self.pods.iter().filter(|pod| !pod.is_terminal());
        let running = running.filter(|pod| owner(pod).is_some_and(|uid| is_old(&uid))).count();
        if counted > 0 || running > 0 {
            self.explain(format!(
                "Recreate: {} old pods have not finished yet",
                running.max(counted as usize)
            ));
        }
        counted > 0 || running > 0
    }
}
