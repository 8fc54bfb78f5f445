//! A claim: syncClaim, syncUnboundClaim, syncBoundClaim, provisionClaim.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Settled;
use super::binding::{bind, set_claim_phase};
use crate::cluster::admission::default_class;
use crate::cluster::api::Client;
use crate::cluster::claims::{
    BETA_PROVISIONER, BIND_COMPLETED, BOUND_BY_CONTROLLER, From, PROVISIONER, SELECTED_NODE, asked,
    binds_late, claim_names, class_of_claim, class_of_volume, is_reserved_for, matching_volume, offers_modes,
    same_mode,
};
use crate::cluster::events::Note;
use crate::cluster::status::Status;
use crate::cluster::store::Key;
use crate::kinds::Object;
use crate::kinds::persistent_volume::PersistentVolume;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::kinds::pod::Pod;
use crate::kinds::storage_class::StorageClass;

type Claim = PersistentVolumeClaim;

pub fn sync(key: &Key, api: &mut Client<'_>) -> Result<Settled, Status> {
    let Some(claim) = api.store().by_key::<Claim>(key).cloned() else { return Ok(Settled::Yes) };
    if claim.meta.annotation(BIND_COMPLETED).is_some() {
        return bound(&claim, api).map(|()| Settled::Yes);
    }
    match claim.spec.volume_name.as_str() {
        "" => unbound(&claim, api)?,
        name => named(&claim, name, api)?,
    }
    let completed =
        api.store().by_key::<Claim>(key).is_none_or(|now| now.meta.annotation(BIND_COMPLETED).is_some());
    Ok(if completed { Settled::Yes } else { Settled::No })
}

fn volume(name: &str, api: &Client<'_>) -> Option<Arc<PersistentVolume>> {
    api.store().get::<PersistentVolume>("", name).cloned()
}

fn pending(claim: &Claim, api: &mut Client<'_>) -> Result<(), Status> {
    set_claim_phase(&claim.meta.namespace, &claim.meta.name, "Pending", None, api)
}

/// A claim that takes any volume that will do.
fn unbound(claim: &Arc<Claim>, api: &mut Client<'_>) -> Result<(), Status> {
    let late = binds_late(claim, api.store()).is_some();
    let from = if late { From::Later } else { From::Anywhere };
    let found = matching_volume(claim, from, api.store(), &BTreeSet::new()).cloned();
    if let Some(found) = found {
        return bind(&found, claim, api);
    }
    if give_default_class(claim, api)? {
        return Ok(());
    }
    if late && claim.meta.annotation(SELECTED_NODE).is_none() {
        waits_for_consumer(claim, api);
    } else if !class_of_claim(claim).is_empty() {
        return provision(claim, api);
    } else {
        let words = "no persistent volumes available for this claim and no storage class is set";
        api.event(&**claim, Note::normal("FailedBinding", words));
    }
    pending(claim, api)
}

/// assignDefaultStorageClass: a class that became the default later counts for claims that wait.
fn give_default_class(claim: &Arc<Claim>, api: &mut Client<'_>) -> Result<bool, Status> {
    let mut object = Object::PersistentVolumeClaim(claim.clone());
    default_class::fill_storage_class(api.store(), &mut object);
    let given = object != Object::PersistentVolumeClaim(claim.clone());
    if given {
        api.update_object(object)?;
    }
    Ok(given)
}

/// emitEventForUnboundDelayBindingClaim
fn waits_for_consumer(claim: &Claim, api: &mut Client<'_>) {
    let names = |pod: &&Arc<Pod>| claim_names(pod).any(|named| named.name == claim.meta.name);
    let waiting = |pod: &&Arc<Pod>| pod.spec.node_name.is_empty() && !pod.is_terminal();
    let pods = api.store().list_in::<Pod>(&claim.meta.namespace).filter(waiting).filter(names);
    let pods: Vec<String> = pods.map(|pod| pod.meta.name.clone()).collect();
    match pods.is_empty() {
        true => {
            let words = "waiting for first consumer to be created before binding";
            api.event(claim, Note::normal("WaitForFirstConsumer", words));
        }
        false => {
            let (plural, names) = (if pods.len() > 1 { "s" } else { "" }, pods.join(","));
            let words = format!("waiting for pod{plural} {names} to be scheduled");
            api.event(claim, Note::normal("WaitForPodScheduled", &words));
        }
    }
}

/// Asks the class's provisioner, which is not this controller: findProvisionablePlugin, provisionClaimOperationExternal.
fn provision(claim: &Claim, api: &mut Client<'_>) -> Result<(), Status> {
    let name = class_of_claim(claim).to_owned();
    let Some(class) = api.store().get::<StorageClass>("", &name).cloned() else {
        let words = format!("storageclass.storage.k8s.io \"{name}\" not found");
        api.event(claim, Note::warning("ProvisioningFailed", &words));
        return Ok(());
    };
    if class.provisioner.starts_with("kubernetes.io/") {
        let words = format!("no volume plugin matched name: {}", class.provisioner);
        api.event(claim, Note::warning("ProvisioningFailed", &words));
        return Ok(());
    }
    let mut asking = claim.clone();
    for name in [BETA_PROVISIONER, PROVISIONER] {
        asking.meta.annotations.insert(name.into(), class.provisioner.clone());
    }
    if asking.meta.annotations != claim.meta.annotations {
        api.update(asking)?;
    }
    let words = format!(
        "Waiting for a volume to be created either by the external provisioner '{}' or manually by the system administrator. \
         If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
        class.provisioner
    );
    api.event(claim, Note::normal("ExternalProvisioning", &words));
    Ok(())
}

/// A claim that names its volume.
fn named(claim: &Claim, name: &str, api: &mut Client<'_>) -> Result<(), Status> {
    let Some(volume) = volume(name, api) else { return pending(claim, api) };
    if volume.spec.claim_ref.is_none() {
        if let Some(why) = unsatisfied(&volume, claim) {
            let words = format!("Cannot bind to requested volume \"{name}\": {why}");
            api.event(claim, Note::warning("VolumeMismatch", &words));
            return pending(claim, api);
        }
        return bind(&volume, claim, api);
    }
    if is_reserved_for(&volume, claim) {
        return bind(&volume, claim, api);
    }
    if claim.meta.annotation(BOUND_BY_CONTROLLER).is_none() {
        let words = format!("volume \"{name}\" already bound to a different claim.");
        api.event(claim, Note::warning("FailedBinding", &words));
        return pending(claim, api);
    }
    Ok(())
}

/// checkVolumeSatisfyClaim
fn unsatisfied(volume: &PersistentVolume, claim: &Claim) -> Option<&'static str> {
    let size = volume.spec.capacity.get("storage");
    if size.is_none_or(|size| *size < asked(claim)) {
        return Some("requested PV is too small");
    }
    if class_of_volume(volume) != class_of_claim(claim) {
        return Some("storageClassName does not match");
    }
    if !same_mode(volume, claim) {
        return Some("incompatible volumeMode");
    }
    (!offers_modes(volume, claim)).then_some("incompatible accessMode")
}

/// A claim that was bound once stays so, or is lost.
fn bound(claim: &Claim, api: &mut Client<'_>) -> Result<(), Status> {
    let name = &claim.spec.volume_name;
    if name.is_empty() {
        return lost(
            claim,
            "ClaimLost",
            "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!",
            api,
        );
    }
    let Some(volume) = volume(name, api) else {
        return lost(
            claim,
            "ClaimLost",
            "Bound claim has lost its PersistentVolume. Data on the volume is lost!",
            api,
        );
    };
    let other = volume.spec.claim_ref.as_ref().is_some_and(|held| held.uid != claim.meta.uid);
    if other {
        let words = "Two claims are bound to the same volume, this one is bound incorrectly";
        return lost(claim, "ClaimMisbound", words, api);
    }
    bind(&volume, claim, api)
}

fn lost(claim: &Claim, reason: &'static str, words: &str, api: &mut Client<'_>) -> Result<(), Status> {
    if claim.status.as_ref().is_some_and(|status| status.phase == "Lost") {
        return Ok(());
    }
    set_claim_phase(&claim.meta.namespace, &claim.meta.name, "Lost", None, api)?;
    api.event(claim, Note::warning(reason, words));
    Ok(())
}
