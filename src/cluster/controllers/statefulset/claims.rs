//! The claims of a StatefulSet's pods, and whom they belong to: stateful_pod_control.go and
//! stateful_set_utils.go of pkg/controller/statefulset, v1.36.

use std::sync::Arc;

use super::identity::{ordinal, place};
use crate::cluster::controllers::controller_reference;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::kinds::pod::Pod;
use crate::kinds::stateful_set::StatefulSet;
use crate::kinds::{Object, OwnerReference, Resource};

pub fn name(set: &StatefulSet, template: &str, ordinal: i32) -> String {
    format!("{template}-{}-{ordinal}", set.meta.name)
}

/// The claims a pod should have.
pub fn wanted(set: &StatefulSet, pod: &Pod) -> Vec<PersistentVolumeClaim> {
    let Some(ordinal) = ordinal(pod) else { return Vec::new() };
    let labels = set.spec.selector.as_ref().map(|selector| selector.match_labels.clone()).unwrap_or_default();
    let claim = |template: &PersistentVolumeClaim| {
        let mut claim = template.clone();
        claim.meta.name = name(set, &template.meta.name, ordinal);
        claim.meta.namespace = set.meta.namespace.clone();
        claim.meta.labels.extend(labels.clone());
        if let Some(extra) = &mut claim.extra {
            ["apiVersion", "kind", "status"].iter().for_each(|field| drop(extra.remove(*field)));
        }
        claim
    };
    set.spec.claim_templates.iter().map(claim).collect()
}

/// What is to become of claims: when the set is deleted, when it is scaled down.
fn deleted_with(set: &StatefulSet) -> (bool, bool) {
    let policy = set.spec.retention.as_ref();
    policy.map_or((false, false), |policy| (policy.when_deleted == "Delete", policy.when_scaled == "Delete"))
}

/// Whether a claim still belongs to an earlier pod of the same name, with which it will go.
pub fn is_stale(set: &StatefulSet, pod: &Pod, claim: &PersistentVolumeClaim) -> bool {
    let earlier = |owner: &OwnerReference| {
        owner.kind == "Pod" && owner.name == pod.meta.name && owner.uid != pod.meta.uid
    };
    deleted_with(set).1 && claim.meta.owner_references.iter().any(earlier)
}

/// The claim with the owners its set's policy gives it, if it has others.
pub fn with_owners(
    set: &StatefulSet,
    pod: &Arc<Pod>,
    claim: &PersistentVolumeClaim,
) -> Option<PersistentVolumeClaim> {
    let (with_set, with_pod) = deleted_with(set);
    let condemned = with_pod && place(set, pod).is_none();
    let mut changed = claim.clone();
    own(&mut changed, &set.clone().into_object(), with_set && !condemned);
    own(&mut changed, &Pod::clone(pod).into_object(), condemned);
    (changed.meta.owner_references != claim.meta.owner_references).then_some(changed)
}

fn own(claim: &mut PersistentVolumeClaim, owner: &Object, owned: bool) {
    let uid = &owner.meta().uid;
    let owners = &mut claim.meta.owner_references;
    let there = owners.iter().any(|held| held.uid == *uid);
    if owned && !there {
        owners.push(controller_reference(owner));
    } else if !owned && there {
        owners.retain(|held| held.uid != *uid);
    }
}
