//! The provisioners that clusters commonly run: they make a volume for each claim that asks them, and delete it when its
//! claim is gone.
//!
//! Models sigs.k8s.io/sig-storage-lib-external-provisioner controller.go (provisionClaimOperation,
//! deleteVolumeOperation), with which all of them are built. They are always there; `known` lists them, one line each.
//! A claim for any other waits, as it would if nobody had installed its provisioner.

mod known;

use std::sync::Arc;

use super::{Controller, Requeue};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::claims::{
    BIND_COMPLETED, PROVISIONED_BY, PROVISIONER, SELECTED_NODE, asked, binds_late, class_of_claim, reference,
};
use crate::cluster::events::Note;
use crate::cluster::status::{Reason, Status};
use crate::cluster::store::{Change, Key, Store};
use crate::kinds::node::Node;
use crate::kinds::persistent_volume::{PersistentVolume, PersistentVolumeSpec};
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::kinds::storage_class::StorageClass;
use crate::kinds::{Kind, ObjectMeta, Resource};
use crate::sim::Span;
use known::Provisioner;

#[derive(Clone, Debug)]
pub struct ProvisionerController;

/// A volume that is to be made.
pub struct Order<'a> {
    pub claim: &'a PersistentVolumeClaim,
    /// The node the claim's pod will be on; none where volumes are made before there is a pod.
    pub node: Option<&'a Node>,
    /// The volume's name.
    pub name: &'a str,
}

impl Controller for ProvisionerController {
    fn name(&self) -> &'static str {
        "external-provisioner"
    }

    fn watches(&self, change: &Change, _store: &Store, keys: &mut Vec<Key>) {
        let claim = change.new.as_ref().and_then(PersistentVolumeClaim::of);
        let volume = change.new.as_ref().and_then(PersistentVolume::of);
        let waits = claim.is_some_and(|claim| provisioner_of(claim).is_some());
        if waits || volume.is_some_and(|volume| maker_of(volume).is_some()) {
            keys.push(change.key.clone());
        }
    }

    /// How long making or deleting takes.
    fn delay(&self, change: &Change) -> Span {
        let claim = change.new.as_ref().and_then(PersistentVolumeClaim::of);
        let volume = change.new.as_ref().and_then(PersistentVolume::of);
        let maker =
            claim.and_then(|claim| provisioner_of(claim)).or(volume.and_then(|volume| maker_of(volume)));
        maker.map_or(Span::ZERO, |maker| maker.takes)
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        match key.kind {
            Kind::PersistentVolumeClaim => provision(key, api),
            _ => delete(key, api),
        }
    }
}

/// Who is to make the volume of a claim that has none.
fn provisioner_of(claim: &PersistentVolumeClaim) -> Option<&'static Provisioner> {
    let unbound = claim.spec.volume_name.is_empty() && claim.meta.annotation(BIND_COMPLETED).is_none();
    known::by_name(claim.meta.annotation(PROVISIONER)?).filter(|_| unbound && !claim.meta.is_terminating())
}

/// Who is to delete a volume that is no longer wanted.
fn maker_of(volume: &PersistentVolume) -> Option<&'static Provisioner> {
    let released = volume.status.as_ref().is_some_and(|status| status.phase == "Released");
    let unwanted = released && volume.spec.reclaim_policy == "Delete" && !volume.meta.is_terminating();
    known::by_name(volume.meta.annotation(PROVISIONED_BY)?).filter(|_| unwanted)
}

fn provision(key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
    let Some(claim) = api.store().by_key::<PersistentVolumeClaim>(key).cloned() else {
        return Ok(Requeue::Done);
    };
    let class = api.store().get::<StorageClass>("", class_of_claim(&claim)).cloned();
    let (Some(provisioner), Some(class)) = (provisioner_of(&claim), class) else { return Ok(Requeue::Done) };
    let name = format!("pvc-{}", claim.meta.uid);
    if api.store().get::<PersistentVolume>("", &name).is_some() {
        return Ok(Requeue::Done);
    }
    let selected = claim.meta.annotation(SELECTED_NODE);
    if binds_late(&claim, api.store()).is_some() && selected.is_none() {
        return Ok(Requeue::Done);
    }
    let node = selected.and_then(|node| api.store().get::<Node>("", node)).cloned();
    let asks =
        format!("External provisioner is provisioning volume for claim \"{}\"", claim.meta.full_name());
    api.event(&*claim, Note::normal("Provisioning", &asks));
    let order = Order { claim: &claim, node: node.as_deref(), name: &name };
    match provisioner.make(&order) {
        Err(why) => {
            let words =
                format!("failed to provision volume with StorageClass \"{}\": {why}", class.meta.name);
            api.event(&*claim, Note::warning("ProvisioningFailed", &words));
            Err(Status::new(Reason::Invalid, words))
        }
        Ok(source) => {
            api.create(volume(&order, &class, provisioner, source))?;
            let done = format!("Successfully provisioned volume {name}");
            api.event(&*claim, Note::normal("ProvisioningSucceeded", &done));
            Ok(Requeue::Done)
        }
    }
}

fn volume(
    order: &Order<'_>,
    class: &Arc<StorageClass>,
    provisioner: &Provisioner,
    source: PersistentVolumeSpec,
) -> PersistentVolume {
    let claim = order.claim;
    let mut meta = ObjectMeta { name: order.name.to_owned(), ..ObjectMeta::default() };
    meta.annotations.insert(PROVISIONED_BY.into(), provisioner.name.into());
    let spec = PersistentVolumeSpec {
        access_modes: claim.spec.access_modes.clone(),
        capacity: [("storage".to_owned(), asked(claim))].into(),
        claim_ref: Some(reference(claim)),
        storage_class_name: class.meta.name.clone(),
        volume_mode: claim.spec.volume_mode.clone(),
        reclaim_policy: class.reclaim_policy.clone().unwrap_or_else(|| "Delete".into()),
        ..source
    };
    PersistentVolume { meta, spec, ..PersistentVolume::default() }
}

fn delete(key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
    if api.store().by_key::<PersistentVolume>(key).is_some_and(|volume| maker_of(volume).is_some()) {
        api.delete(key, None, Propagation::Background)?;
    }
    Ok(Requeue::Done)
}
