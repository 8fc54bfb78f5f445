//! The binder of volumes: a claim without a volume gets the smallest that fits.
//!
//! Models pkg/controller/volume/persistentvolume/pv_controller.go and component-helpers storage/volume/pv_helpers.go,
//! v1.36. A claim that nothing fits is looked at again with every sync period and when it changes, not when a volume
//! comes. Volumes are made by nobody here: a StorageClass leads to the events of a provisioner that does not answer,
//! and what is released with the policies Delete and Recycle stays.

use serde_json::{Value, json};

use super::{Controller, Requeue};
use crate::cluster::api::Client;
use crate::cluster::events::Note;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store, Verb};
use crate::kinds::persistent_volume::PersistentVolume;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::kinds::pod::Pod;
use crate::kinds::quantity::Quantity;
use crate::kinds::selector::LabelSelector;
use crate::kinds::{Codec, Kind, Labels, Object};
use crate::sim::Span;

mod matching;

const BIND_COMPLETED: &str = "pv.kubernetes.io/bind-completed";
const BOUND_BY_CONTROLLER: &str = "pv.kubernetes.io/bound-by-controller";
const SELECTED_NODE: &str = "volume.kubernetes.io/selected-node";
const PROVISIONERS: [&str; 2] =
    ["volume.beta.kubernetes.io/storage-provisioner", "volume.kubernetes.io/storage-provisioner"];
/// --pvclaimbinder-sync-period
const SYNC_PERIOD: Span = Span::from_secs(15);
const NO_PROVISIONER: &str = "kubernetes.io/no-provisioner";

#[derive(Clone, Debug)]
pub struct PersistentVolumeController;

impl Controller for PersistentVolumeController {
    fn name(&self) -> &'static str {
        "persistentvolume-controller"
    }

    fn watches(&self, change: &Change, _store: &Store, keys: &mut Vec<Key>) {
        if change.actor == self.name() {
            return;
        }
        let object = || change.object().to_value();
        match change.key.kind {
            Kind::PersistentVolumeClaim => {
                keys.push(change.key.clone());
                if change.verb == Verb::Deleted
                    && let Some(volume) = object()["spec"]["volumeName"].as_str()
                {
                    keys.push(Key::new(Kind::PersistentVolume, "", volume));
                }
            }
            Kind::PersistentVolume => {
                keys.push(change.key.clone());
                if change.verb == Verb::Deleted {
                    keys.extend(claim_of(&object()));
                }
            }
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(object) = api.store().object(key).map(Object::to_value) else { return Ok(Requeue::Done) };
        match key.kind {
            Kind::PersistentVolume => sync_volume(&object, api).map(|()| Requeue::Done),
            _ if object["metadata"]["annotations"][BIND_COMPLETED].is_string() => {
                sync_bound(&object, api).map(|()| Requeue::Done)
            }
            _ => sync_unbound(&object, api),
        }
    }
}

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

/// The claim a volume is for.
fn claim_of(volume: &Value) -> Option<Key> {
    let reference = &volume["spec"]["claimRef"];
    let name = reference["name"].as_str()?;
    Some(Key::new(Kind::PersistentVolumeClaim, text(reference, "/namespace"), name))
}

fn sync_volume(volume: &Value, api: &mut Client<'_>) -> Result<(), Status> {
    let Some(key) = claim_of(volume).filter(|_| !text(volume, "/spec/claimRef/uid").is_empty()) else {
        return set_volume_phase(volume, "Available", api);
    };
    let claim = api.store().object(&key).map(Object::to_value);
    let same = claim.filter(|claim| claim["metadata"]["uid"] == volume["spec"]["claimRef"]["uid"]);
    match same {
        None => set_volume_phase(volume, "Released", api),
        Some(claim) if text(&claim, "/spec/volumeName") == text(volume, "/metadata/name") => {
            set_volume_phase(volume, "Bound", api)
        }
        Some(_) => Ok(()),
    }
}

fn set_volume_phase(volume: &Value, phase: &str, api: &mut Client<'_>) -> Result<(), Status> {
    if text(volume, "/status/phase") == phase {
        return Ok(());
    }
    let mut volume = volume.clone();
    volume["status"]["phase"] = json!(phase);
    volume["status"]["lastPhaseTransitionTime"] = json!(api.wall_clock().to_string());
    api.update_status(PersistentVolume::from_value(&current(volume)))
}

/// To be written over whatever version is stored.
fn current(mut object: Value) -> Value {
    if let Some(meta) = object["metadata"].as_object_mut() {
        meta.remove("resourceVersion");
    }
    object
}

/// A claim that has been bound: it stays so, or has lost its volume.
fn sync_bound(claim: &Value, api: &mut Client<'_>) -> Result<(), Status> {
    let name = text(claim, "/spec/volumeName");
    let volume = api.store().object(&Key::new(Kind::PersistentVolume, "", name)).map(Object::to_value);
    match volume {
        Some(volume) if volume["spec"]["claimRef"]["uid"] == claim["metadata"]["uid"] => {
            bind(&volume, claim, api)
        }
        Some(volume) if volume["spec"]["claimRef"].is_null() => bind(&volume, claim, api),
        Some(_) => lose(
            claim,
            "ClaimMisbound",
            "Two claims are bound to the same volume, this one is bound incorrectly",
            api,
        ),
        None => {
            let why = "Bound claim has lost its PersistentVolume. Data on the volume is lost!";
            lose(claim, "ClaimLost", why, api)
        }
    }
}

fn lose(claim: &Value, reason: &str, message: &str, api: &mut Client<'_>) -> Result<(), Status> {
    if text(claim, "/status/phase") == "Lost" {
        return Ok(());
    }
    let mut lost = claim.clone();
    lost["status"]["phase"] = json!("Lost");
    let lost = PersistentVolumeClaim::from_value(&current(lost));
    api.update_status(lost.clone())?;
    api.event(&lost, Note::warning(reason, message));
    Ok(())
}

fn sync_unbound(claim: &Value, api: &mut Client<'_>) -> Result<Requeue, Status> {
    let named = text(claim, "/spec/volumeName");
    if !named.is_empty() {
        let volume = api.store().object(&Key::new(Kind::PersistentVolume, "", named)).map(Object::to_value);
        if let Some(volume) = volume.filter(|volume| matching::is_for(volume, claim)) {
            bind(&volume, claim, api)?;
            return Ok(Requeue::Done);
        }
        return Ok(again(api));
    }
    let class = matching::class_of(claim);
    let key = Key::new(Kind::StorageClass, "", class);
    let class_object = api.store().object(&key).map(Object::to_value);
    let waits =
        class_object.as_ref().is_some_and(|class| class["volumeBindingMode"] == "WaitForFirstConsumer")
            && claim["metadata"]["annotations"][SELECTED_NODE].is_null();
    if let Some(volume) = matching::best(claim, waits, api.store()) {
        bind(&volume, claim, api)?;
        return Ok(Requeue::Done);
    }
    match (waits, class, class_object) {
        (true, ..) => wait_for_consumer(claim, api),
        (false, "", _) => say(
            claim,
            Note::normal(
                "FailedBinding",
                "no persistent volumes available for this claim and no storage class is set",
            ),
            api,
        ),
        (false, class, None) => {
            let why = format!("storageclass.storage.k8s.io {class:?} not found");
            say(claim, Note::warning("ProvisioningFailed", &why), api);
        }
        (false, _, Some(class)) => provision(claim, &class, api)?,
    }
    Ok(again(api))
}

/// A claim is looked at again with the next period of all.
fn again(api: &Client<'_>) -> Requeue {
    let (now, period) = (api.now().0, SYNC_PERIOD.0);
    let phase = api.volume_sync_phase().0 % period;
    let left = period - (now + period - phase) % period;
    Requeue::After(Span::from_micros(left))
}

fn say(claim: &Value, note: Note<'_>, api: &mut Client<'_>) {
    api.event(&PersistentVolumeClaim::from_value(claim), note);
}

fn wait_for_consumer(claim: &Value, api: &mut Client<'_>) {
    let (namespace, name) = (text(claim, "/metadata/namespace"), text(claim, "/metadata/name"));
    let waiting = |pod: &&std::sync::Arc<Pod>| pod.spec.node_name.is_empty() && matching::uses(pod, name);
    let pods: Vec<String> =
        api.store().list_in::<Pod>(namespace).filter(waiting).map(|pod| pod.meta.name.clone()).collect();
    let (reason, message) = match pods.as_slice() {
        [] => ("WaitForFirstConsumer", "waiting for first consumer to be created before binding".to_owned()),
        [one] => ("WaitForPodScheduled", format!("waiting for pod {one} to be scheduled")),
        many => ("WaitForPodScheduled", format!("waiting for pods {} to be scheduled", many.join(","))),
    };
    say(claim, Note::normal(reason, &message), api);
}

fn provision(claim: &Value, class: &Value, api: &mut Client<'_>) -> Result<(), Status> {
    let provisioner = text(class, "/provisioner");
    if provisioner == NO_PROVISIONER {
        let why = format!("no volume plugin matched name: {NO_PROVISIONER}");
        say(claim, Note::warning("ProvisioningFailed", &why), api);
        return Ok(());
    }
    let mut asked = claim.clone();
    for annotation in PROVISIONERS {
        asked["metadata"]["annotations"][annotation] = json!(provisioner);
    }
    if asked != *claim {
        api.update(PersistentVolumeClaim::from_value(&current(asked)))?;
    }
    let message = format!(
        "Waiting for a volume to be created either by the external provisioner '{provisioner}' or manually by the \
         system administrator. If volume creation is delayed, please verify that the provisioner is running and \
         correctly registered."
    );
    say(claim, Note::normal("ExternalProvisioning", &message), api);
    Ok(())
}

/// Four writes, each left out where it changes nothing: the volume's claim, its phase, the claim's volume, its status.
fn bind(volume: &Value, claim: &Value, api: &mut Client<'_>) -> Result<(), Status> {
    let mut held = volume.clone();
    let meta = &claim["metadata"];
    if held["spec"]["claimRef"]["uid"] != meta["uid"] {
        if held["spec"]["claimRef"].is_null() {
            held["metadata"]["annotations"][BOUND_BY_CONTROLLER] = json!("yes");
        }
        held["spec"]["claimRef"] = json!({
            "apiVersion": "v1", "kind": "PersistentVolumeClaim", "namespace": meta["namespace"],
            "name": meta["name"], "uid": meta["uid"], "resourceVersion": meta["resourceVersion"],
        });
        api.update(PersistentVolume::from_value(&current(held.clone())))?;
    }
    set_volume_phase(&held, "Bound", api)?;
    let mut bound = claim.clone();
    if text(claim, "/spec/volumeName") != text(volume, "/metadata/name") {
        bound["spec"]["volumeName"] = volume["metadata"]["name"].clone();
        bound["metadata"]["annotations"][BOUND_BY_CONTROLLER] = json!("yes");
    }
    bound["metadata"]["annotations"][BIND_COMPLETED] = json!("yes");
    if bound != *claim {
        api.update(PersistentVolumeClaim::from_value(&current(bound.clone())))?;
    }
    let status = json!({
        "phase": "Bound", "accessModes": volume["spec"]["accessModes"], "capacity": volume["spec"]["capacity"],
    });
    if bound["status"] != status {
        bound["status"] = status;
        api.update_status(PersistentVolumeClaim::from_value(&current(bound)))?;
    }
    Ok(())
}
