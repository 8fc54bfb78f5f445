//! How many volumes of a driver a node can attach: plugins/nodevolumelimits/csi.go, v1.36. Volume plugins from before
//! CSI are not counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::cluster::claims::{claim_names, class_of_claim, names_claim};
use crate::cluster::scheduler::{Cycle, NodeInfo, Plugin, Point, PreFilter, Refusal, hints};
use crate::cluster::store::{Change, Store, Verb};
use crate::kinds::Kind;
use crate::kinds::csi_node::CSINode;
use crate::kinds::persistent_volume::PersistentVolume;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::kinds::pod::Pod;
use crate::kinds::storage_class::StorageClass;

const REASON: &str = "node(s) exceed max volume count";

pub struct NodeVolumeLimits;

impl Plugin for NodeVolumeLimits {
    fn name(&self) -> &'static str {
        "NodeVolumeLimits"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::PreFilter, Point::Filter]
    }

    fn pre_filter<'a>(&'a self, cycle: &'a Cycle<'a>) -> PreFilter<'a> {
        if claim_names(cycle.pod()).next().is_none() {
            return PreFilter::Skip;
        }
        let wanted = volumes_of(cycle.pod(), cycle.store);
        PreFilter::ask(move |node| exceeds(&wanted, node, cycle.store).then(|| Refusal::resolvable(REASON)))
    }

    fn retry_on(&self, change: &Change, pod: &Pod) -> bool {
        if let Some(gone) = hints::pod_left(change) {
            return claim_names(gone).next().is_some();
        }
        if let Some((old, new)) = hints::added::<CSINode>(change, true) {
            return old.is_none_or(|old| has_grown(old, new));
        }
        if change.key.kind == Kind::VolumeAttachment {
            return change.verb == Verb::Deleted;
        }
        hints::added::<PersistentVolumeClaim>(change, false).is_some_and(|(_, claim)| names_claim(pod, claim))
    }
}

/// Whether a driver of the node can attach more than before.
fn has_grown(old: &CSINode, new: &CSINode) -> bool {
    let (old, new) = (limits(old), limits(new));
    new.iter().any(|(driver, limit)| old.get(driver).is_none_or(|before| limit > before))
}

fn limits(node: &CSINode) -> BTreeMap<&str, i64> {
    let limit = |count: Option<i32>| count.map(i64::from);
    let drivers = node
        .spec
        .drivers
        .iter()
        .filter_map(|driver| Some((driver.name.as_str(), limit(driver.allocatable.as_ref()?.count)?)));
    drivers.collect()
}

/// Volumes as drivers and their names for them.
type Volumes = BTreeSet<(String, String)>;

fn exceeds(wanted: &Volumes, node: &NodeInfo, store: &Store) -> bool {
    if wanted.is_empty() {
        return false;
    }
    let Some(csi) = store.get::<CSINode>("", node.name()) else { return false };
    let limits = limits(csi);
    if limits.is_empty() {
        return false;
    }
    let attached: Volumes = node.pods.iter().flat_map(|held| volumes_of(&held.pod, store)).collect();
    let count =
        |volumes: &Volumes, driver: &str| volumes.iter().filter(|(of, _)| of == driver).count() as i64;
    let new: Volumes = wanted.difference(&attached).cloned().collect();
    let drivers: BTreeSet<&str> = new.iter().map(|(driver, _)| driver.as_str()).collect();
    drivers.into_iter().any(|driver| {
        limits.get(driver).is_some_and(|limit| count(&attached, driver) + count(&new, driver) > *limit)
    })
}

/// filterAttachableVolumes
fn volumes_of(pod: &Pod, store: &Store) -> Volumes {
    let claims = claim_names(pod)
        .filter_map(|named| store.get::<PersistentVolumeClaim>(&pod.meta.namespace, &named.name));
    claims.filter_map(|claim| volume_of(claim, store)).collect()
}

/// getCSIDriverInfo: a claim that has no volume yet counts for its class's driver.
fn volume_of(claim: &PersistentVolumeClaim, store: &Store) -> Option<(String, String)> {
    let bound = Some(claim.spec.volume_name.as_str()).filter(|name| !name.is_empty());
    if let Some(volume) = bound.and_then(|name| store.get::<PersistentVolume>("", name)) {
        let csi = volume.spec.csi.as_ref()?;
        return Some((csi.driver.clone(), csi.volume_handle.clone()));
    }
    let class = store.get::<StorageClass>("", class_of_claim(claim))?;
    Some((class.provisioner.clone(), format!("claim {}", claim.meta.full_name())))
}
