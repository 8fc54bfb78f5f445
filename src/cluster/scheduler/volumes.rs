//! The claims of a pod and the volumes they are bound to: what the volume plugins share.
//!
//! Models component-helpers storage/ephemeral and storage/volume (helpers.go, pv_helpers.go), v1.36.

use std::sync::Arc;

use crate::cluster::store::Store;
use crate::kinds::Labels;
use crate::kinds::persistent_volume::PersistentVolume;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::kinds::pod::Pod;
use crate::kinds::storage_class::StorageClass;

use super::matching::term_matches;

const BETA_CLASS: &str = "volume.beta.kubernetes.io/storage-class";
const BIND_COMPLETED: &str = "pv.kubernetes.io/bind-completed";

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
