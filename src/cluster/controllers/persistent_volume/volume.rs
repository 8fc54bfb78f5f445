//! A volume: syncVolume.

use std::sync::Arc;

use super::Settled;
use super::binding::{set_volume_phase, unbind};
use super::reclaim::reclaim;
use crate::cluster::api::Client;
use crate::cluster::claims::{PROVISIONED_BY, same_mode};
use crate::cluster::events::Note;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key};
use crate::kinds::persistent_volume::PersistentVolume;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::kinds::{Kind, Resource};

/// The claim a volume is kept for and that does not know of it yet: it is looked at as well.
pub fn claim_that_waits(change: &Change) -> Option<Key> {
    let volume = change.new.as_ref().and_then(PersistentVolume::of)?;
    let claim = volume.spec.claim_ref.as_ref().filter(|claim| !claim.uid.is_empty())?;
    let bound = volume.status.as_ref().is_some_and(|status| status.phase == "Bound");
    (!bound).then(|| Key::new(Kind::PersistentVolumeClaim, &claim.namespace, &claim.name))
}

pub fn sync(key: &Key, api: &mut Client<'_>) -> Result<Settled, Status> {
    let Some(volume) = api.store().by_key::<PersistentVolume>(key).cloned() else { return Ok(Settled::Yes) };
    let Some(reference) = volume.spec.claim_ref.as_ref().filter(|claim| !claim.uid.is_empty()) else {
        return set_volume_phase(&key.name, "Available", "", api).map(|()| Settled::Yes);
    };
    let claim = api.store().get::<PersistentVolumeClaim>(&reference.namespace, &reference.name);
    let Some(claim) = claim.filter(|claim| claim.meta.uid == reference.uid).cloned() else {
        return without_claim(&volume, api);
    };
    if claim.spec.volume_name == volume.meta.name {
        return set_volume_phase(&key.name, "Bound", "", api).map(|()| Settled::Yes);
    }
    if claim.spec.volume_name.is_empty() {
        if !same_mode(&volume, &claim) {
            mismatch(&volume, &claim, api);
        }
        return Ok(Settled::Yes);
    }
    // The claim took another volume.
    let made_for_it = volume.meta.annotation(PROVISIONED_BY).is_some();
    if made_for_it && volume.spec.reclaim_policy == "Delete" {
        return without_claim(&volume, api);
    }
    unbind(&volume, api).map(|()| Settled::Yes)
}

fn without_claim(volume: &Arc<PersistentVolume>, api: &mut Client<'_>) -> Result<Settled, Status> {
    let phase = volume.status.as_ref().map_or("", |status| status.phase.as_str());
    if !matches!(phase, "Released" | "Failed") {
        set_volume_phase(&volume.meta.name, "Released", "", api)?;
    }
    reclaim(volume, api)
}

fn mismatch(volume: &PersistentVolume, claim: &PersistentVolumeClaim, api: &mut Client<'_>) {
    let words = |what: &str, name: &str, other: &str, of: &str| {
        format!("Cannot bind {what} to requested {other} \"{name}\" due to incompatible volumeMode.{of}")
    };
    let to_claim = words("PersistentVolume", &claim.meta.name, "PersistentVolumeClaim", "");
    api.event(volume, Note::warning("VolumeMismatch", &to_claim));
    let to_volume = words("PersistentVolumeClaim", &volume.meta.name, "PersistentVolume", "");
    api.event(claim, Note::warning("VolumeMismatch", &to_volume));
}
