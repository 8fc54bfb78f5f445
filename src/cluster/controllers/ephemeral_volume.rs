//! Pods with volumes of their own get a claim for each: pkg/controller/volume/ephemeral, v1.36. The claim belongs to the
//! pod and goes with it.

use super::{Controller, Requeue, controller_reference};
use crate::cluster::api::Client;
use crate::cluster::claims::claim_of_another;
use crate::cluster::events::Note;
use crate::cluster::status::{Reason, Status};
use crate::cluster::store::{Change, Key, Store};
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::kinds::pod::Pod;
use crate::kinds::{Codec, Kind, ObjectMeta, Resource};

#[derive(Clone, Debug)]
pub struct EphemeralVolumeController;

impl Controller for EphemeralVolumeController {
    fn name(&self) -> &'static str {
        "ephemeral_volume"
    }

    fn watches(&self, change: &Change, _store: &Store, keys: &mut Vec<Key>) {
        let pod = change.new.as_ref().and_then(Pod::of);
        let asks = |pod: &Pod| pod.spec.volumes.iter().any(|volume| volume.ephemeral.is_some());
        if pod.is_some_and(|pod| pod.meta.deletion_timestamp.is_none() && asks(pod)) {
            keys.push(change.key.clone());
        } else if change.key.kind == Kind::PersistentVolumeClaim && change.new.is_none() {
            let gone = change.resource::<PersistentVolumeClaim>().and_then(|gone| gone.meta.controller());
            let owner = gone.filter(|owner| owner.kind == "Pod");
            keys.extend(owner.map(|owner| Key::new(Kind::Pod, &change.key.namespace, &owner.name)));
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let pod = api.store().by_key::<Pod>(key).filter(|pod| !pod.meta.is_terminating()).cloned();
        let Some(pod) = pod else { return Ok(Requeue::Done) };
        for volume in pod.spec.volumes.iter().filter(|volume| volume.ephemeral.is_some()) {
            let name = format!("{}-{}", pod.meta.name, volume.name);
            if let Some(held) = api.store().get::<PersistentVolumeClaim>(&pod.meta.namespace, &name) {
                match claim_of_another(&pod, held) {
                    Some(why) => return Err(Status::new(Reason::Conflict, why)),
                    None => continue,
                }
            }
            let source = volume.ephemeral.as_ref().and_then(|one| one.extra.as_deref());
            let Some(template) = source.and_then(|one| one.get("volumeClaimTemplate")) else { continue };
            let mut claim = PersistentVolumeClaim::from_value(template);
            claim.meta = ObjectMeta {
                name,
                namespace: pod.meta.namespace.clone(),
                labels: claim.meta.labels,
                annotations: claim.meta.annotations,
                owner_references: vec![controller_reference(&Pod::clone(&pod).into_object())],
                ..ObjectMeta::default()
            };
            if let Err(status) = api.create(claim) {
                let words =
                    format!("ephemeral volume {}: create PVC {}: {status}", volume.name, pod.meta.name);
                api.event(&*pod, Note::warning("FailedCreate", &words));
                return Err(status);
            }
        }
        Ok(Requeue::Done)
    }
}
