//! The rolling update: new pods within maxSurge, old ones away within maxUnavailable.
//!
//! Models pkg/controller/deployment/rolling.go, v1.36. One pass grows the new ReplicaSet or shrinks the
//! old ones, never both; only the pass that makes the new ReplicaSet does both, for it is born with a size.

use super::status::is_complete;
use super::sync::{Held, Revisions, Sync, available_pods, wanted_pods};

impl Sync<'_> {
    pub(super) fn roll(&mut self) {
        let revisions = self.sync_revisions(true);
        let Some(new) = revisions.new.clone() else { return };
        let scaled = self.reconcile_new(&revisions, &new) || self.reconcile_old(&revisions, &new);
        if !scaled && is_complete(&self.deployment, &self.deployment.status) {
            self.clean_up(&revisions.old);
        }
        self.sync_rollout_status(&revisions);
    }

    fn reconcile_new(&mut self, revisions: &Revisions, new: &Held) -> bool {
        let (wanted, own) = (self.deployment.replicas(), new.set.replicas());
        if own == wanted {
            return false;
        }
        if own > wanted {
            self.explain(format!("the new ReplicaSet wants {own} pods, the Deployment {wanted}"));
            return self.scale_to(new, wanted).is_some();
        }
        let size = self.new_size(wanted_pods(&revisions.old).wrapping_add(own), own);
        self.scale_to(new, size).is_some()
    }

    fn reconcile_old(&mut self, revisions: &Revisions, new: &Held) -> bool {
        let old: Vec<Held> = revisions.old.iter().filter(|held| held.set.replicas() > 0).cloned().collect();
        if old.is_empty() {
            return false;
        }
        self.explain_fenceposts();
        let least = self.least_available();
        let all = wanted_pods(&old).wrapping_add(new.set.replicas());
        let unready = new.set.replicas() - new.set.status.available_replicas;
        let limit = all - least - unready;
        self.explain(format!(
            "{all} pods - {least} that must be available - {unready} new and not available = {limit} old that may go"
        ));
        if limit <= 0 {
            return false;
        }
        match self.clean_up_unhealthy(old, limit) {
            Some((old, cleaned)) => cleaned + self.shrink_old(&old, new) > 0,
            None => false,
        }
    }

    fn least_available(&self) -> i32 {
        self.deployment.replicas() - self.fenceposts().1
    }

    /// Takes unavailable pods away first, from the oldest ReplicaSet on: that costs no availability. Nothing
    /// when a ReplicaSet still counts more pods available than it wants, as upstream gives up there.
    fn clean_up_unhealthy(&mut self, mut old: Vec<Held>, limit: i32) -> Option<(Vec<Held>, i32)> {
        let mut cleaned = 0;
        for held in &mut old {
            let unhealthy = held.set.replicas() - held.set.status.available_replicas;
            if cleaned >= limit || unhealthy == 0 {
                continue;
            }
            if unhealthy < 0 {
                return None;
            }
            let count = unhealthy.min(limit - cleaned);
            self.explain(format!(
                "{}: {unhealthy} unavailable pods, {count} may go first",
                held.set.meta.name
            ));
            *held = self.resize(held, held.set.replicas() - count);
            cleaned += count;
        }
        Some((old, cleaned))
    }

    /// Takes available pods away as long as enough others are available.
    fn shrink_old(&mut self, old: &[Held], new: &Held) -> i32 {
        let least = self.least_available();
        let available = available_pods(old) + new.set.status.available_replicas;
        let limit = available - least;
        self.explain(format!(
            "{available} pods are available, {least} must be: {} more may go",
            limit.max(0)
        ));
        let mut shrunk = 0;
        for held in old {
            let count = held.set.replicas().min(limit - shrunk);
            if count <= 0 {
                continue;
            }
            self.resize(held, held.set.replicas() - count);
            shrunk += count;
        }
        shrunk
    }
}
