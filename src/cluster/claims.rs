//! Claims, the pods that name them and the volumes they are bound to: what the scheduler and the controllers of
//! volumes share.
//!
//! Models component-helpers storage/ephemeral and storage/volume (helpers.go, pv_helpers.go), v1.36.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::scheduler::term_matches;
use super::store::Store;
use crate::kinds::Labels;
use crate::kinds::endpoints::ObjectReference;
use crate::kinds::node::Node;
use crate::kinds::persistent_volume::PersistentVolume;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::kinds::pod::Pod;
use crate::kinds::quantity::Quantity;
use crate::kinds::storage_class::StorageClass;

const BETA_CLASS: &str = "volume.beta.kubernetes.io/storage-class";
pub const BIND_COMPLETED: &str = "pv.kubernetes.io/bind-completed";
pub const BOUND_BY_CONTROLLER: &str = "pv.kubernetes.io/bound-by-controller";
/// On a claim that waits for its first pod: the node that was chosen.
pub const SELECTED_NODE: &str = "volume.kubernetes.io/selected-node";
/// On a claim: who is to make its volume.
pub const PROVISIONER: &str = "volume.kubernetes.io/storage-provisioner";
pub const BETA_PROVISIONER: &str = "volume.beta.kubernetes.io/storage-provisioner";
/// On a volume: who made it.
pub const PROVISIONED_BY: &str = "pv.kubernetes.io/provisioned-by";
/// The provisioner of classes whose volumes are made by hand.
pub const NO_PROVISIONER: &str = "kubernetes.io/no-provisioner";

/// A claim a pod names.
pub struct ClaimName {
    pub name: String,
    /// Made for the pod and gone with it.
    pub ephemeral: bool,
}

/// The claims a pod names, those made for it by their computed names.
pub fn claim_names(pod: &Pod) -> impl Iterator<Item = ClaimName> {
    pod.spec.volumes.iter().filter_map(|volume| {
        if let Some(claim) = &volume.persistent_volume_claim {
            return Some(ClaimName { name: claim.claim_name.clone(), ephemeral: false });
        }
        volume.ephemeral.as_ref()?;
        Some(ClaimName { name: format!("{}-{}", pod.meta.name, volume.name), ephemeral: true })
    })
}

/// Claims named as such, without those made for the pod.
pub fn plain_claim_names(pod: &Pod) -> impl Iterator<Item = &str> {
    let claims = pod.spec.volumes.iter().filter_map(|volume| volume.persistent_volume_claim.as_ref());
    claims.map(|claim| claim.claim_name.as_str())
}

/// Whether a pod names a claim, in its own namespace.
pub fn names_claim(pod: &Pod, claim: &PersistentVolumeClaim) -> bool {
    claim.meta.namespace == pod.meta.namespace && claim_names(pod).any(|named| named.name == claim.meta.name)
}

pub fn not_found(what: &str, name: &str) -> String {
    format!("{what} \"{name}\" not found")
}

/// A claim made for a pod must be the pod's: ephemeral.VolumeIsForPod.
pub fn claim_of_another(pod: &Pod, claim: &PersistentVolumeClaim) -> Option<String> {
    (!claim.meta.is_controlled_by(&pod.meta.uid)).then(|| {
        let (claim, pod) = (claim.meta.full_name(), pod.meta.full_name());
        format!("PVC {claim} was not created for pod {pod} (pod is not owner)")
    })
}

/// GetPersistentVolumeClaimClass
pub fn class_of_claim(claim: &PersistentVolumeClaim) -> &str {
    let named = claim.meta.annotation(BETA_CLASS);
    named.or(claim.spec.storage_class_name.as_deref()).unwrap_or_default()
}

/// GetPersistentVolumeClass
pub fn class_of_volume(volume: &PersistentVolume) -> &str {
    volume.meta.annotation(BETA_CLASS).unwrap_or(&volume.spec.storage_class_name)
}

/// isPVCFullyBound
pub fn is_bound(claim: &PersistentVolumeClaim) -> bool {
    !claim.spec.volume_name.is_empty() && claim.meta.annotation(BIND_COMPLETED).is_some()
}

pub fn waits_for_consumer(class: &StorageClass) -> bool {
    class.volume_binding_mode.as_deref() == Some("WaitForFirstConsumer")
}

/// IsDelayBindingMode
pub fn binds_late<'s>(claim: &PersistentVolumeClaim, store: &'s Store) -> Option<&'s Arc<StorageClass>> {
    let class = class_of_claim(claim);
    if class.is_empty() {
        return None;
    }
    store.get::<StorageClass>("", class).filter(|class| waits_for_consumer(class))
}

/// IsVolumeBoundToClaim
pub fn is_reserved_for(volume: &PersistentVolume, claim: &PersistentVolumeClaim) -> bool {
    volume.spec.claim_ref.as_ref().is_some_and(|reference| {
        reference.name == claim.meta.name
            && reference.namespace == claim.meta.namespace
            && (reference.uid.is_empty() || reference.uid == claim.meta.uid)
    })
}

/// CheckNodeAffinity: a volume's rule about nodes sees their labels only.
pub fn reachable_from(volume: &PersistentVolume, labels: &Labels) -> bool {
    let required = volume.spec.node_affinity.as_ref().and_then(|affinity| affinity.required.as_ref());
    required
        .is_none_or(|selector| selector.node_selector_terms.iter().any(|term| term_matches(term, "", labels)))
}

/// How much a claim asks for.
pub fn asked(claim: &PersistentVolumeClaim) -> Quantity {
    let requests = claim.spec.resources.as_ref().and_then(|resources| resources.requests.get("storage"));
    requests.cloned().unwrap_or_default()
}

/// How a volume names its claim.
pub fn reference(claim: &PersistentVolumeClaim) -> ObjectReference {
    ObjectReference {
        api_version: "v1".into(),
        kind: "PersistentVolumeClaim".into(),
        namespace: claim.meta.namespace.clone(),
        name: claim.meta.name.clone(),
        uid: claim.meta.uid.clone(),
        resource_version: claim.meta.resource_version.0.to_string(),
        ..ObjectReference::default()
    }
}

/// From where a volume for a claim must be reachable.
#[derive(Clone, Copy)]
pub enum From<'a> {
    /// Anywhere: the claim is bound at once.
    Anywhere,
    /// From a node that is being looked at.
    Node(&'a Node),
    /// The node is not known yet: only a volume that is kept for the claim will do.
    Later,
}

/// FindMatchingVolume: the volume kept for the claim, else the smallest that will do.
pub fn matching_volume<'s>(
    claim: &PersistentVolumeClaim,
    from: From<'_>,
    store: &'s Store,
    taken: &BTreeSet<String>,
) -> Option<&'s Arc<PersistentVolume>> {
    let (class, size) = (class_of_claim(claim), asked(claim));
    let reachable = |volume: &PersistentVolume| match from {
        From::Node(node) => reachable_from(volume, &node.meta.labels),
        From::Anywhere | From::Later => true,
    };
    let mut smallest: Option<(&Arc<PersistentVolume>, &Quantity)> = None;
    for volume in store.list::<PersistentVolume>().filter(|volume| class_of_volume(volume) == class) {
        let reserved = is_reserved_for(volume, claim);
        let others = volume.spec.claim_ref.is_some() && !reserved;
        let Some(capacity) = volume.spec.capacity.get("storage").filter(|capacity| **capacity >= size) else {
            continue;
        };
        let unfit = others || taken.contains(&volume.meta.name) || volume.meta.is_terminating();
        if unfit || !same_kind(volume, claim) {
            continue;
        }
        if reserved {
            return reachable(volume).then_some(volume);
        }
        let free = !matches!(from, From::Later) && reachable(volume) && is_free(volume, claim);
        if free && smallest.is_none_or(|(_, least)| least > capacity) {
            smallest = Some((volume, capacity));
        }
    }
    smallest.map(|(volume, _)| volume)
}

/// Whether volume and claim are the same mode, and of the same class of attributes.
pub fn same_kind(volume: &PersistentVolume, claim: &PersistentVolumeClaim) -> bool {
    let attributes = |class: &Option<String>| class.clone().unwrap_or_default();
    same_mode(volume, claim)
        && attributes(&volume.spec.volume_attributes_class_name)
            == attributes(&claim.spec.volume_attributes_class_name)
}

pub fn same_mode(volume: &PersistentVolume, claim: &PersistentVolumeClaim) -> bool {
    let mode = |mode: &Option<String>| mode.clone().unwrap_or_else(|| "Filesystem".into());
    mode(&volume.spec.volume_mode) == mode(&claim.spec.volume_mode)
}

pub fn offers_modes(volume: &PersistentVolume, claim: &PersistentVolumeClaim) -> bool {
    let offered = &volume.spec.access_modes;
    claim.spec.access_modes.iter().all(|mode| offered.contains(mode))
}

fn is_free(volume: &PersistentVolume, claim: &PersistentVolumeClaim) -> bool {
    let available = volume.status.as_ref().is_some_and(|status| status.phase == "Available");
    let selected = claim.spec.selector.as_ref().is_none_or(|selector| selector.matches(&volume.meta.labels));
    available && selected && offers_modes(volume, claim)
}
