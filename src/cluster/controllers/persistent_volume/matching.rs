//! Which volume fits a claim: `findBestMatchForClaim` of pkg/controller/volume/persistentvolume/index.go and
//! `FindMatchingVolume` of component-helpers storage/volume/pv_helpers.go, v1.36.

use serde_json::Value;

use super::{Kind, LabelSelector, Labels, Object, Pod, Quantity, Store, text};
use crate::kinds::Codec;

const CLASS: &str = "volume.beta.kubernetes.io/storage-class";

/// The old annotation, else the field.
pub fn class_of(object: &Value) -> &str {
    let annotation = object["metadata"]["annotations"][CLASS].as_str();
    annotation.unwrap_or_else(|| text(object, "/spec/storageClassName"))
}

/// Whether a pod's volumes name a claim.
pub fn uses(pod: &Pod, claim: &str) -> bool {
    let names = |volume: &crate::kinds::volume::Volume| {
        volume.persistent_volume_claim.as_ref().is_some_and(|source| source.claim_name == claim)
    };
    pod.spec.volumes.iter().any(names)
}

/// Whether a volume is free, or held for this claim.
pub fn is_for(volume: &Value, claim: &Value) -> bool {
    volume["spec"]["claimRef"].is_null() || is_held_for(volume, claim)
}

fn is_held_for(volume: &Value, claim: &Value) -> bool {
    let (reference, meta) = (&volume["spec"]["claimRef"], &claim["metadata"]);
    reference["name"] == meta["name"]
        && reference["namespace"] == meta["namespace"]
        && (text(reference, "/uid").is_empty() || reference["uid"] == meta["uid"])
}

/// A volume that is held for the claim, else of those with the fewest ways of access the smallest.
pub fn best(claim: &Value, waits: bool, store: &Store) -> Option<Value> {
    let volumes: Vec<Value> = store
        .objects(Kind::PersistentVolume)
        .map(|(_, volume)| Object::to_value(volume))
        .filter(|volume| fits(volume, claim))
        .collect();
    if let Some(held) = volumes.iter().find(|volume| is_held_for(volume, claim)) {
        return Some(held.clone());
    }
    let free =
        |volume: &&Value| volume["spec"]["claimRef"].is_null() && volume["status"]["phase"] == "Available";
    let rank = |volume: &&Value| (modes(volume).len(), capacity(volume));
    volumes.iter().filter(|volume| !waits && free(volume)).min_by_key(rank).cloned()
}

fn modes(object: &Value) -> Vec<&str> {
    object["spec"]["accessModes"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn capacity(volume: &Value) -> Quantity {
    Quantity::parse(text(volume, "/spec/capacity/storage")).unwrap_or_default()
}

fn fits(volume: &Value, claim: &Value) -> bool {
    let wanted = Quantity::parse(text(claim, "/spec/resources/requests/storage")).unwrap_or_default();
    let kind = |object: &Value| object["spec"]["volumeMode"].as_str().unwrap_or("Filesystem").to_owned();
    let has = modes(volume);
    let selector = claim["spec"].get("selector").map(LabelSelector::from_value);
    let labels = Labels::from_value(&volume["metadata"]["labels"]);
    volume["metadata"]["deletionTimestamp"].is_null()
        && modes(claim).iter().all(|mode| has.contains(mode))
        && capacity(volume) >= wanted
        && kind(volume) == kind(claim)
        && class_of(volume) == class_of(claim)
        && selector.is_none_or(|selector| selector.matches(&labels))
}
