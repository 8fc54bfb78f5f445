//! What happens to a volume whose claim is gone: reclaimVolume, deleteVolumeOperation, recycleVolumeOperation.
//!
//! Volumes that a provisioner made are deleted by it. Of the others only those on a folder of the node can be
//! deleted, and only below /tmp (pkg/volume/hostpath). The pod that empties a volume to be recycled is not simulated: the
//! volume is free at once.

use super::Settled;
use super::binding::{set_volume_phase, unbind};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::claims::PROVISIONED_BY;
use crate::cluster::events::Note;
use crate::cluster::status::Status;
use crate::cluster::store::Key;
use crate::kinds::Kind;
use crate::kinds::persistent_volume::PersistentVolume;

pub fn reclaim(volume: &PersistentVolume, api: &mut Client<'_>) -> Result<Settled, Status> {
    match volume.spec.reclaim_policy.as_str() {
        "Recycle" => recycle(volume, api),
        "Delete" if volume.meta.annotation(PROVISIONED_BY).is_none() => delete(volume, api),
        _ => Ok(Settled::Yes),
    }
}

fn source<'v>(volume: &'v PersistentVolume, name: &str) -> Option<&'v serde_json::Value> {
    volume.spec.extra.as_deref()?.get(name)
}

fn delete(volume: &PersistentVolume, api: &mut Client<'_>) -> Result<Settled, Status> {
    let name = &volume.meta.name;
    let why = match source(volume, "hostPath") {
        None => Some(format!(
            "error getting deleter volume plugin for volume \"{name}\": no deletable volume plugin matched"
        )),
        Some(folder) => {
            let path = folder["path"].as_str().unwrap_or_default();
            let inside = path.strip_prefix("/tmp/").is_some_and(|rest| !rest.is_empty());
            (!inside).then(|| format!("host_path deleter only supports /tmp/.+ but received provided {path}"))
        }
    };
    match why {
        Some(why) => failed(volume, "VolumeFailedDelete", &why, api),
        None => {
            api.delete(&Key::new(Kind::PersistentVolume, "", name), None, Propagation::Background)?;
            Ok(Settled::Yes)
        }
    }
}

fn recycle(volume: &PersistentVolume, api: &mut Client<'_>) -> Result<Settled, Status> {
    if source(volume, "hostPath").or(source(volume, "nfs")).is_none() {
        let why = "No recycler plugin found for the volume!";
        return failed(volume, "VolumeFailedRecycle", why, api);
    }
    unbind(volume, api)?;
    api.event(volume, Note::normal("VolumeRecycled", "Volume recycled"));
    Ok(Settled::Yes)
}

/// updateVolumePhaseWithEvent; tried again at each resync.
fn failed(
    volume: &PersistentVolume,
    reason: &'static str,
    why: &str,
    api: &mut Client<'_>,
) -> Result<Settled, Status> {
    let known = volume.status.as_ref().is_some_and(|status| status.phase == "Failed");
    set_volume_phase(&volume.meta.name, "Failed", why, api)?;
    if !known {
        api.event(volume, Note::warning(reason, why));
    }
    Ok(Settled::No)
}
