//! The two ends of a binding: bind, unbindVolume, updateVolumePhase, updateClaimStatus.
//!
//! Four writes, in this order: the volume names the claim, the volume is Bound, the claim names the volume, the claim is
//! Bound. Each is left out where it is so already, so that a binding half done is completed.

use std::sync::Arc;

use crate::cluster::api::Client;
use crate::cluster::claims::{BIND_COMPLETED, BOUND_BY_CONTROLLER, is_reserved_for, reference};
use crate::cluster::status::Status;
use crate::kinds::persistent_volume::PersistentVolume;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;

pub fn bind(
    volume: &PersistentVolume,
    claim: &PersistentVolumeClaim,
    api: &mut Client<'_>,
) -> Result<(), Status> {
    let name = volume.meta.name.clone();
    reserve(volume, claim, api)?;
    set_volume_phase(&name, "Bound", "", api)?;
    give(&name, claim, api)?;
    let key = (claim.meta.namespace.clone(), claim.meta.name.clone());
    let Some(volume) = api.store().get::<PersistentVolume>("", &name).cloned() else { return Ok(()) };
    set_claim_phase(&key.0, &key.1, "Bound", Some(&volume), api)
}

/// bindVolumeToClaim
fn reserve(
    volume: &PersistentVolume,
    claim: &PersistentVolumeClaim,
    api: &mut Client<'_>,
) -> Result<(), Status> {
    let held = volume.spec.claim_ref.as_ref();
    if held.is_some_and(|held| held.uid == claim.meta.uid) {
        return Ok(());
    }
    let mut volume = volume.clone();
    if !is_reserved_for(&volume, claim) {
        volume.meta.annotations.insert(BOUND_BY_CONTROLLER.into(), "yes".into());
    }
    volume.spec.claim_ref = Some(reference(claim));
    api.update(volume)
}

/// bindClaimToVolume
fn give(volume: &str, claim: &PersistentVolumeClaim, api: &mut Client<'_>) -> Result<(), Status> {
    let named = claim.spec.volume_name == volume;
    if named && claim.meta.annotation(BIND_COMPLETED).is_some() {
        return Ok(());
    }
    let mut claim = claim.clone();
    if !named {
        claim.spec.volume_name = volume.to_owned();
        claim.meta.annotations.insert(BOUND_BY_CONTROLLER.into(), "yes".into());
    }
    claim.meta.annotations.insert(BIND_COMPLETED.into(), "yes".into());
    api.update(claim)
}

pub fn set_volume_phase(name: &str, phase: &str, message: &str, api: &mut Client<'_>) -> Result<(), Status> {
    let Some(held) = api.store().get::<PersistentVolume>("", name).cloned() else { return Ok(()) };
    if held.status.as_ref().is_some_and(|status| status.phase == phase) {
        return Ok(());
    }
    let mut volume = Arc::unwrap_or_clone(held);
    let now = api.wall_clock();
    let status = volume.status.get_or_insert_default();
    status.phase = phase.into();
    status.message = message.into();
    status.last_phase_transition_time = Some(now);
    volume.meta.resource_version = Default::default();
    api.update_status(volume)
}

/// With a volume, what it gives is written too.
pub fn set_claim_phase(
    namespace: &str,
    name: &str,
    phase: &str,
    volume: Option<&PersistentVolume>,
    api: &mut Client<'_>,
) -> Result<(), Status> {
    let Some(held) = api.store().get::<PersistentVolumeClaim>(namespace, name).cloned() else {
        return Ok(());
    };
    let mut claim = PersistentVolumeClaim::clone(&held);
    let status = claim.status.get_or_insert_default();
    status.phase = phase.into();
    match volume {
        None => {
            status.access_modes.clear();
            status.capacity.clear();
        }
        Some(volume) => {
            status.access_modes = volume.spec.access_modes.clone();
            if let Some(size) = volume.spec.capacity.get("storage").filter(|_| status.capacity.is_empty()) {
                status.capacity.insert("storage".into(), size.clone());
            }
        }
    }
    if claim.status == held.status {
        return Ok(());
    }
    claim.meta.resource_version = Default::default();
    api.update_status(claim)
}

/// unbindVolume: a volume that this controller bound is free again, one that its user kept for a claim stays kept.
pub fn unbind(volume: &PersistentVolume, api: &mut Client<'_>) -> Result<(), Status> {
    let (name, mut volume) = (volume.meta.name.clone(), volume.clone());
    if volume.meta.annotations.contains_key(BOUND_BY_CONTROLLER) {
        volume.spec.claim_ref = None;
        volume.meta.annotations.remove(BOUND_BY_CONTROLLER);
    } else if let Some(claim) = &mut volume.spec.claim_ref {
        claim.uid.clear();
    }
    volume.meta.resource_version = Default::default();
    api.update(volume)?;
    set_volume_phase(&name, "Available", "", api)
}
