//! Sizes: one ReplicaSet's, and all of them in proportion when the Deployment is scaled.
//!
//! Models `scale`, `scaleReplicaSet` and `NewRSNewReplicas` of pkg/controller/deployment/sync.go and
//! util/deployment_util.go, v1.36.

use std::sync::Arc;

use super::plan::{Action, Basis};
use super::revisions::{DESIRED_REPLICAS, MAX_REPLICAS};
use super::sync::{Held, Revisions, Sync, active, by_creation, count_annotation, wanted_pods};
use crate::cluster::planned::PlannedEvent;
use crate::kinds::int_or_string::IntOrString;
use crate::kinds::replicaset::ReplicaSet;

impl Sync<'_> {
    /// Brings the ReplicaSets to the Deployment's size without moving pods between templates.
    pub(super) fn scale(&mut self, revisions: &mut Revisions) {
        revisions.old.sort_by(|a, b| by_creation(&b.set, &a.set));
        if let Some(only) = active_or_latest(revisions) {
            self.scale_to(&only, self.deployment.replicas());
        } else if revisions.new.as_ref().is_some_and(|new| self.is_saturated(&new.set)) {
            let old: Vec<Held> =
                revisions.old.iter().filter(|held| held.set.replicas() > 0).cloned().collect();
            old.iter().for_each(|held| drop(self.scale_to(held, 0)));
        } else if self.deployment.spec.strategy.kind == "RollingUpdate" && !revisions_are_empty(revisions) {
            self.scale_proportionally(active(revisions));
        }
    }

    /// Whether the new ReplicaSet has all the pods the Deployment wants, and has them available.
    fn is_saturated(&self, new: &ReplicaSet) -> bool {
        let wanted = self.deployment.replicas();
        let counts = [
            Some(new.replicas()),
            count_annotation(new, DESIRED_REPLICAS),
            Some(new.status.available_replicas),
        ];
        counts.iter().all(|count| *count == Some(wanted))
    }

    /// Gives every ReplicaSet its share of what is to be added or removed; the first gets what is left.
    fn scale_proportionally(&mut self, mut sets: Vec<Held>) {
        let wanted = self.deployment.replicas();
        let allowed = if wanted > 0 { self.most_pods() } else { 0 };
        let to_add = allowed.wrapping_sub(wanted_pods(&sets));
        sets.sort_by(|a, b| match to_add {
            0 => std::cmp::Ordering::Equal,
            1.. => b.set.replicas().cmp(&a.set.replicas()).then_with(|| by_creation(&b.set, &a.set)),
            _ => b.set.replicas().cmp(&a.set.replicas()).then_with(|| by_creation(&a.set, &b.set)),
        });
        self.explain(format!(
            "{allowed} pods allowed, {} wanted so far: {to_add:+} to share out",
            allowed.wrapping_sub(to_add)
        ));
        let mut added = 0;
        let mut sizes: Vec<i32> = Vec::new();
        for held in &sets {
            let share = self.proportion(&held.set, to_add, added);
            self.explain(format!(
                "{}: {} pods, its share is {share:+}",
                held.set.meta.name,
                held.set.replicas()
            ));
            sizes.push(held.set.replicas().wrapping_add(share));
            added = added.wrapping_add(share);
        }
        if let (Some(first), Some(size)) = (sets.first(), sizes.first_mut()) {
            *size = size.wrapping_add(to_add).wrapping_sub(added).max(0);
            let name = &first.set.meta.name;
            self.explain(format!("{name} is the first and goes to {size} with what is left over"));
        }
        sets.iter().zip(sizes).for_each(|(held, size)| drop(self.resize(held, size)));
    }

    fn proportion(&self, set: &ReplicaSet, to_add: i32, added: i32) -> i32 {
        let left = to_add - added;
        if set.replicas() == 0 || to_add == 0 || left == 0 {
            return 0;
        }
        let share = self.fraction(set);
        if to_add > 0 { share.min(left) } else { share.max(left) }
    }

    /// How the ReplicaSet changes when its part of the Deployment stays the same.
    fn fraction(&self, set: &ReplicaSet) -> i32 {
        let size = set.replicas();
        let wanted = self.deployment.replicas();
        if wanted == 0 {
            return -size;
        }
        let recorded = count_annotation(set, MAX_REPLICAS).filter(|most| *most != 0);
        let most_before = recorded.unwrap_or(self.deployment.status.replicas);
        if most_before == 0 {
            return 0;
        }
        let most = self.most_pods();
        let scaled = f64::from(size) * f64::from(most) / f64::from(most_before);
        scaled.round() as i32 - size
    }

    /// The most pods there may be. Sums are Go's int32 and wrap as they do.
    fn most_pods(&self) -> i32 {
        self.deployment.replicas().wrapping_add(self.fenceposts().0)
    }

    /// How many pods the new ReplicaSet may have when all ReplicaSets want `all` and it wants `own` of them.
    pub(super) fn new_size(&mut self, all: i32, own: i32) -> i32 {
        let wanted = self.deployment.replicas();
        if self.deployment.spec.strategy.kind == "Recreate" {
            return wanted;
        }
        let most = self.most_pods();
        self.explain_fenceposts();
        if all >= most {
            self.explain(format!("{all} pods wanted of at most {most}: the new ReplicaSet stays at {own}"));
            return own;
        }
        let size = own.wrapping_add(most.wrapping_sub(all).min(wanted.wrapping_sub(own)));
        self.explain(format!(
            "{all} pods wanted of at most {most}: the new ReplicaSet goes from {own} to {size}"
        ));
        size
    }

    pub(super) fn explain_fenceposts(&mut self) {
        let Some(limits) = self.deployment.spec.strategy.rolling_update.clone() else {
            return;
        };
        let (surge, unavailable) = self.fenceposts();
        let wanted = self.deployment.replicas();
        let written = |limit: Option<IntOrString>| match limit {
            Some(IntOrString::String(percent)) => format!("{percent} of {wanted} = "),
            _ => String::new(),
        };
        self.explain(format!(
            "maxSurge {}{surge}: up to {} pods; maxUnavailable {}{unavailable}: at least {} available",
            written(limits.max_surge),
            wanted.wrapping_add(surge),
            written(limits.max_unavailable),
            wanted - unavailable,
        ));
    }

    /// Resizes unless the size is right; the annotations alone are no reason.
    pub(super) fn scale_to(&mut self, held: &Held, to: i32) -> Option<Held> {
        (held.set.replicas() != to).then(|| self.resize(held, to))
    }

    /// Writes size and annotations if either differs, and says so when the size does.
    pub(super) fn resize(&mut self, held: &Held, to: i32) -> Held {
        let from = held.set.replicas();
        let mut set = ReplicaSet::clone(&held.set);
        let annotated = self.annotate_sizes(&mut set);
        if from == to && !annotated {
            return held.clone();
        }
        set.spec.replicas = Some(to);
        let updated = self.update(&held.set, set, held.basis);
        if from != to {
            let direction = if from < to { "up" } else { "down" };
            let name = &updated.set.meta.name;
            let message = format!("Scaled {direction} replica set {name} from {from} to {to}");
            self.event(PlannedEvent::normal("ScalingReplicaSet", message));
        }
        updated
    }

    pub(super) fn update(&mut self, before: &ReplicaSet, set: ReplicaSet, basis: Basis) -> Held {
        let (from, to) = (before.replicas(), set.replicas());
        self.act(Action::Update { replica_set: Box::new(set.clone()), from, to, basis });
        Held { set: Arc::new(set), basis: Basis::Written }
    }

    /// Notes what the ReplicaSet is sized for. Says whether that changed.
    pub(super) fn annotate_sizes(&self, set: &mut ReplicaSet) -> bool {
        let wanted = self.deployment.replicas();
        let most = self.most_pods();
        let mut note = |name: &str, count: i32| {
            let count = count.to_string();
            set.meta.annotations.insert(name.into(), count.clone()) != Some(count)
        };
        let desired_changed = note(DESIRED_REPLICAS, wanted);
        note(MAX_REPLICAS, most) || desired_changed
    }
}

fn revisions_are_empty(revisions: &Revisions) -> bool {
    revisions.new.is_none() && revisions.old.is_empty()
}

/// The only ReplicaSet that wants pods; without any, the new one or else the youngest.
fn active_or_latest(revisions: &Revisions) -> Option<Held> {
    let mut active = active(revisions);
    match active.len() {
        0 => revisions.new.as_ref().or(revisions.old.first()).cloned(),
        1 => active.pop(),
        _ => None,
    }
}
