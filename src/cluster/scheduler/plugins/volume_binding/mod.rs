//! Claims must be bound, or be able to be bound from the node: plugins/volumebinding, v1.36.
//!
//! `binder` finds volumes for claims that wait for their first pod. When the node is chosen, volumes there are kept for the
//! claims, the others' classes are told the node, and the pod is bound once the controllers of volumes have bound all.

mod binder;

use std::sync::Arc;

use serde_json::Value;

use crate::api_struct;
use crate::cluster::claims::{binds_late, claim_names, claim_of_another, is_bound, names_claim, not_found};
use crate::cluster::scheduler::registry::{Built, built};
use crate::cluster::scheduler::{Cycle, NodeInfo, Plugin, Point, PreFilter, Refusal, hints};
use crate::cluster::store::{Change, Store};
use crate::kinds::csi_driver::CSIDriver;
use crate::kinds::csi_node::CSINode;
use crate::kinds::csi_storage_capacity::CSIStorageCapacity;
use crate::kinds::persistent_volume::PersistentVolume;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::kinds::pod::Pod;
use crate::kinds::storage_class::StorageClass;
use crate::kinds::{Codec, Object};
use binder::{Claims, volume_limit};

api_struct! {
    /// Arguments of VolumeBinding.
    VolumeBindingArgs {
        /// Seconds a binding may take.
        bind_timeout_seconds "bindTimeoutSeconds": Option<i64>,
    }
}

pub struct VolumeBinding;

pub fn build(args: &Value) -> Built {
    match VolumeBindingArgs::from_value(args).bind_timeout_seconds {
        Some(seconds) if seconds < 0 => Err(vec![format!(
            "bindTimeoutSeconds: Invalid value: {seconds}: invalid BindTimeoutSeconds, should not be a negative value"
        )]),
        _ => built(VolumeBinding),
    }
}

const UNBOUND: &str = "pod has unbound immediate PersistentVolumeClaims";
const MIGRATED: &str = "storage.alpha.kubernetes.io/migrated-plugins";

impl Plugin for VolumeBinding {
    fn name(&self) -> &'static str {
        "VolumeBinding"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::PreFilter, Point::Filter, Point::PreScore, Point::Score]
    }

    fn pre_filter<'a>(&'a self, cycle: &'a Cycle<'a>) -> PreFilter<'a> {
        match claims(cycle) {
            Err(reason) => PreFilter::Refuse(Refusal::because(reason)),
            Ok(None) => PreFilter::Skip,
            Ok(Some(claims)) => PreFilter::ask(move |node| claims.refusal(node.node(), cycle.store)),
        }
    }

    fn pre_bind(&self, cycle: &Cycle<'_>, node: &NodeInfo) -> Vec<Object> {
        let claims = claims(cycle).ok().flatten();
        claims.and_then(|claims| claims.writes(node.node(), cycle.store)).unwrap_or_default()
    }

    fn is_ready_to_bind(&self, pod: &Pod, store: &Store) -> bool {
        claim_names(pod).all(|named| {
            let claim = store.get::<PersistentVolumeClaim>(&pod.meta.namespace, &named.name);
            claim.is_some_and(|claim| is_bound(claim))
        })
    }

    fn retry_on(&self, change: &Change, pod: &Pod) -> bool {
        if let Some((old, new)) = hints::added::<StorageClass>(change, true) {
            return old.is_none_or(|old| old.allowed_topologies != new.allowed_topologies);
        }
        if let Some((_, claim)) = hints::added::<PersistentVolumeClaim>(change, true) {
            return names_claim(pod, claim);
        }
        if hints::added::<PersistentVolume>(change, true).is_some() {
            return true;
        }
        if let Some((old, new)) = hints::added::<CSINode>(change, true) {
            return old.is_none_or(|old| old.meta.annotation(MIGRATED) != new.meta.annotation(MIGRATED));
        }
        if let Some((Some(old), new)) = hints::added::<CSIDriver>(change, true) {
            return capacity_no_longer_matters(pod, old, new);
        }
        if let Some((old, new)) = hints::added::<CSIStorageCapacity>(change, true) {
            return old.is_none_or(|old| volume_limit(new) > volume_limit(old));
        }
        hints::node_labels_changed(change).is_some()
    }
}

fn capacity_no_longer_matters(pod: &Pod, old: &CSIDriver, new: &CSIDriver) -> bool {
    let inline = pod.spec.volumes.iter().filter_map(|volume| volume.csi.as_ref());
    let matters = |driver: &CSIDriver| driver.spec.storage_capacity == Some(true);
    inline.into_iter().any(|csi| csi.driver == new.meta.name) && matters(old) && !matters(new)
}

/// podHasPVCs and GetPodVolumeClaims; none if the pod has no claims.
fn claims(cycle: &Cycle<'_>) -> Result<Option<Claims>, String> {
    let (pod, store) = (cycle.pod(), cycle.store);
    let mut all = Vec::new();
    for named in claim_names(pod) {
        let name = &named.name;
        let claim = store.get::<PersistentVolumeClaim>(&pod.meta.namespace, name);
        let claim = claim.ok_or_else(|| match named.ephemeral {
            true => format!(
                "waiting for ephemeral volume controller to create the persistentvolumeclaim \"{name}\""
            ),
            false => not_found("persistentvolumeclaim", name),
        })?;
        if claim.status.as_ref().is_some_and(|status| status.phase == "Lost") {
            let volume = &claim.spec.volume_name;
            return Err(format!(
                "persistentvolumeclaim \"{name}\" bound to non-existent persistentvolume \"{volume}\""
            ));
        }
        if claim.meta.is_terminating() {
            return Err(format!("persistentvolumeclaim \"{name}\" is being deleted"));
        }
        if let Some(reason) = named.ephemeral.then(|| claim_of_another(pod, claim)).flatten() {
            return Err(reason);
        }
        all.push(claim.clone());
    }
    if all.is_empty() {
        return Ok(None);
    }
    let (bound, unbound): (Vec<_>, Vec<_>) = all.into_iter().partition(|claim| is_bound(claim));
    let late = |claim: &Arc<PersistentVolumeClaim>| {
        claim.spec.volume_name.is_empty() && binds_late(claim, store).is_some()
    };
    match unbound.iter().all(late) {
        true => Ok(Some(Claims::new(bound, unbound))),
        false => Err(UNBOUND.into()),
    }
}
