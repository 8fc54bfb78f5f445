//! A volume with a zone's label is used in that zone: plugins/volumezone, v1.36.

use std::collections::BTreeSet;

use crate::cluster::claims::{class_of_claim, not_found, plain_claim_names, waits_for_consumer};
use crate::cluster::scheduler::{Cycle, NodeInfo, Plugin, Point, PreFilter, Refusal, hints};
use crate::cluster::store::Change;
use crate::kinds::persistent_volume::PersistentVolume;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::kinds::pod::Pod;
use crate::kinds::storage_class::StorageClass;

const REASON: &str = "node(s) had no available volume zone";
/// A label, and the one that took its place.
const LABELS: [(&str, &str); 4] = [
    ("failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"),
    ("failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"),
    ("topology.kubernetes.io/zone", "topology.kubernetes.io/zone"),
    ("topology.kubernetes.io/region", "topology.kubernetes.io/region"),
];

pub struct VolumeZone;

impl Plugin for VolumeZone {
    fn name(&self) -> &'static str {
        "VolumeZone"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::PreFilter, Point::Filter]
    }

    fn pre_filter<'a>(&'a self, cycle: &'a Cycle<'a>) -> PreFilter<'a> {
        match wanted_zones(cycle) {
            Err(reason) => PreFilter::Refuse(Refusal::because(reason)),
            Ok(wanted) if wanted.is_empty() => PreFilter::Skip,
            Ok(wanted) => {
                PreFilter::ask(move |node| outside(&wanted, node).then(|| Refusal::unresolvable(REASON)))
            }
        }
    }

    fn retry_on(&self, change: &Change, pod: &Pod) -> bool {
        if let Some((_, class)) = hints::added::<StorageClass>(change, false) {
            return waits_for_consumer(class);
        }
        if let Some((_, claim)) = hints::added::<PersistentVolumeClaim>(change, true) {
            return claim.meta.namespace == pod.meta.namespace
                && plain_claim_names(pod).any(|name| name == claim.meta.name);
        }
        if let Some((old, new)) = hints::added::<PersistentVolume>(change, true) {
            return old.is_none_or(|old| zones_of(old) != zones_of(new));
        }
        hints::node_labels_changed(change).is_some()
    }
}

/// A label and the values a node may have there.
#[derive(PartialEq)]
struct Zones {
    label: &'static str,
    now: &'static str,
    values: BTreeSet<String>,
}

/// getPVbyPod
fn wanted_zones(cycle: &Cycle<'_>) -> Result<Vec<Zones>, String> {
    let (pod, store) = (cycle.pod(), cycle.store);
    let mut wanted = Vec::new();
    for name in plain_claim_names(pod) {
        if name.is_empty() {
            return Err("PersistentVolumeClaim had no name".into());
        }
        let claim = store
            .get::<PersistentVolumeClaim>(&pod.meta.namespace, name)
            .ok_or_else(|| not_found("persistentvolumeclaim", name))?;
        let volume = &claim.spec.volume_name;
        if volume.is_empty() {
            binds_later(class_of_claim(claim), cycle)?;
            continue;
        }
        let volume =
            store.get::<PersistentVolume>("", volume).ok_or_else(|| not_found("persistentvolume", volume))?;
        wanted.extend(zones_of(volume));
    }
    Ok(wanted)
}

fn binds_later(class: &str, cycle: &Cycle<'_>) -> Result<(), String> {
    if class.is_empty() {
        return Err("PersistentVolumeClaim had no pv name and storageClass name".into());
    }
    let found = cycle.store.get::<StorageClass>("", class);
    let found = found.ok_or_else(|| not_found("storageclass.storage.k8s.io", class))?;
    match &found.volume_binding_mode {
        None => Err(format!("VolumeBindingMode not set for StorageClass \"{class}\"")),
        Some(_) if waits_for_consumer(found) => Ok(()),
        Some(_) => Err("PersistentVolume had no name".into()),
    }
}

/// getPVTopologies; a label may name several zones.
fn zones_of(volume: &PersistentVolume) -> Vec<Zones> {
    let zones = LABELS.iter().filter_map(|(label, now)| {
        let values: BTreeSet<String> =
            volume.meta.labels.get(*label)?.split("__").map(|zone| zone.trim().to_owned()).collect();
        (!values.contains("")).then_some(Zones { label, now, values })
    });
    zones.collect()
}

fn outside(wanted: &[Zones], node: &NodeInfo) -> bool {
    if !LABELS.iter().any(|(label, _)| node.label(label).is_some()) {
        return false;
    }
    wanted.iter().any(|zones| {
        let own = node.label(zones.label).or_else(|| node.label(zones.now));
        !own.is_some_and(|own| zones.values.contains(own))
    })
}
