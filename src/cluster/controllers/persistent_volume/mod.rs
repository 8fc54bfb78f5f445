//! Claims and volumes are bound to one another, and volumes go the way their policy says.
//!
//! Models pkg/controller/volume/persistentvolume (pv_controller.go, pv_controller_base.go), v1.36. `claim` finds a volume for
//! a claim, `volume` follows a volume, `binding` writes the two ends of a binding one after the other, `reclaim` is
//! what happens to a volume whose claim is gone. Everything that is not settled is looked at again at each resync;
//! a new volume by itself does not wake the claims that wait for one.

mod binding;
mod claim;
mod reclaim;
mod volume;

use super::{Controller, Requeue};
use crate::cluster::api::Client;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store, Verb};
use crate::kinds::Kind;
use crate::kinds::persistent_volume::PersistentVolume;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::sim::{SimTime, Span};

/// --pvclaimbinder-sync-period
const RESYNC: Span = Span::from_secs(15);

#[derive(Clone, Debug)]
pub struct PersistentVolumeController;

/// Whether there is anything to do at the next resync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Settled {
    Yes,
    No,
}

impl Controller for PersistentVolumeController {
    fn name(&self) -> &'static str {
        "persistentvolume-controller"
    }

    fn watches(&self, change: &Change, _store: &Store, keys: &mut Vec<Key>) {
        // What this controller wrote it knows already (storeObjectUpdate).
        if change.actor == self.name() && change.verb != Verb::Deleted {
            return;
        }
        match (change.key.kind, change.verb) {
            (Kind::PersistentVolumeClaim, Verb::Deleted) => {
                let volume = change.resource::<PersistentVolumeClaim>().map(|gone| &gone.spec.volume_name);
                let bound = volume.filter(|name| !name.is_empty());
                keys.extend(bound.map(|name| Key::new(Kind::PersistentVolume, "", name)));
            }
            (Kind::PersistentVolume, Verb::Deleted) => {
                let claim =
                    change.resource::<PersistentVolume>().and_then(|gone| gone.spec.claim_ref.as_ref());
                let key = |claim: &crate::kinds::endpoints::ObjectReference| {
                    Key::new(Kind::PersistentVolumeClaim, &claim.namespace, &claim.name)
                };
                keys.extend(claim.map(key));
            }
            (Kind::PersistentVolumeClaim | Kind::PersistentVolume, _) => {
                keys.push(change.key.clone());
                keys.extend(volume::claim_that_waits(change));
            }
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let settled = match key.kind {
            Kind::PersistentVolumeClaim => claim::sync(key, api)?,
            _ => volume::sync(key, api)?,
        };
        Ok(match settled {
            Settled::Yes => Requeue::Done,
            Settled::No => Requeue::After(until_resync(api.now(), api.volume_sync_phase())),
        })
    }
}

/// The resync comes every quarter of a minute, and as long after it as the controller was started after one.
fn until_resync(now: SimTime, phase: Span) -> Span {
    let period = RESYNC.0;
    Span::from_micros(period - (now.0 + period - phase.0 % period) % period)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resync_comes_every_fifteen_seconds_from_the_start() {
        let until = |after_ms: u64, now_ms: u64| {
            until_resync(SimTime(now_ms * 1000), Span::from_millis(after_ms)).as_millis()
        };
        assert_eq!((until(0, 0), until(0, 14_000), until(0, 15_000)), (15_000, 1000, 15_000));
        assert_eq!((until(2210, 0), until(2210, 2210), until(2210, 17_000)), (2210, 15_000, 210));
    }
}
