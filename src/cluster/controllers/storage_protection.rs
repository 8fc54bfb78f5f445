//! The protection controllers: claims and volumes that are being deleted go once nothing uses them.
//!
//! Models pkg/controller/volume/pvcprotection and pvprotection, v1.36: a claim is used by the pods of its
//! namespace that name it and have not finished, a volume by the claim it is bound to.

use super::{Controller, Requeue};
use crate::cluster::api::Client;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store, Verb};
use crate::cluster::writes::protection_finalizer;
use crate::kinds::pod::Pod;
use crate::kinds::{Kind, Object};

#[derive(Clone, Debug)]
pub struct StorageProtectionController;

impl Controller for StorageProtectionController {
    fn name(&self) -> &'static str {
        "pvc-protection-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::PersistentVolumeClaim | Kind::PersistentVolume
                if change.object().meta().is_terminating() =>
            {
                keys.push(change.key.clone());
            }
            Kind::Pod if finished(change) => {
                let claims = store.objects(Kind::PersistentVolumeClaim);
                let waiting = claims.filter(|(key, claim)| {
                    key.namespace == change.key.namespace && claim.meta().is_terminating()
                });
                keys.extend(waiting.map(|(key, _)| key.clone()));
            }
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(mut object) = api.store().object(key).cloned() else { return Ok(Requeue::Done) };
        let Some(finalizer) = protection_finalizer(key.kind) else { return Ok(Requeue::Done) };
        let held = object.meta().finalizers.iter().any(|name| name == finalizer);
        if !object.meta().is_terminating() || !held || in_use(&object, api.store()) {
            return Ok(Requeue::Done);
        }
        object.meta_mut().finalizers.retain(|name| name != finalizer);
        api.update_object(object)?;
        Ok(Requeue::Done)
    }
}

fn finished(change: &Change) -> bool {
    let terminal = |object: &Object| matches!(object, Object::Pod(pod) if pod.is_terminal());
    change.verb == Verb::Deleted || terminal(change.object())
}

fn in_use(object: &Object, store: &Store) -> bool {
    let meta = object.meta();
    if object.kind() == Kind::PersistentVolume {
        return object.to_value()["status"]["phase"] == "Bound";
    }
    store.list_in::<Pod>(&meta.namespace).any(|pod| !pod.is_terminal() && uses(pod, &meta.name))
}

fn uses(pod: &Pod, claim: &str) -> bool {
    let names = |volume: &crate::kinds::volume::Volume| {
        volume.persistent_volume_claim.as_ref().is_some_and(|source| source.claim_name == claim)
    };
    pod.spec.volumes.iter().any(names)
}
