//! Old ReplicaSets beyond revisionHistoryLimit.
//!
//! Models `cleanupDeployment` of pkg/controller/deployment/sync.go, v1.36.

use std::cmp::Ordering;

use super::plan::Action;
use super::revisions::{REVISION, revision_of};
use super::sync::{Held, Sync, by_creation};
use crate::kinds::replicaset::ReplicaSet;

impl Sync<'_> {
    pub(super) fn clean_up(&mut self, old: &[Held]) {
        let Some(limit) = self.deployment.spec.revision_history_limit.filter(|limit| *limit != i32::MAX)
        else {
            return;
        };
        let mut kept: Vec<&Held> = old.iter().filter(|held| !held.set.meta.is_terminating()).collect();
        let surplus = kept.len().saturating_sub(usize::try_from(limit).unwrap_or_default());
        kept.sort_by(|a, b| by_revision(&a.set, &b.set));
        for held in kept.into_iter().take(surplus).filter(|held| is_idle(&held.set)) {
            let name = held.set.meta.name.clone();
            self.explain(format!("{} old ReplicaSets, revisionHistoryLimit {limit}: {name} goes", old.len()));
            self.act(Action::Delete(name));
        }
    }
}

/// Wants no pods, has none, and its controller has seen that.
fn is_idle(set: &ReplicaSet) -> bool {
    let pods = set.status.replicas.unwrap_or_default();
    pods == 0 && set.replicas() == 0 && set.meta.generation <= set.status.observed_generation
}

/// By revision; by age where one cannot be read.
fn by_revision(a: &ReplicaSet, b: &ReplicaSet) -> Ordering {
    let readable =
        |set: &ReplicaSet| set.meta.annotation(REVISION).is_none_or(|text| text.parse::<i64>().is_ok());
    let by_number = match readable(a) && readable(b) {
        true => revision_of(a).cmp(&revision_of(b)),
        false => Ordering::Equal,
    };
    by_number.then_with(|| by_creation(a, b))
}
