//! Volumes that may not be used twice: plugins/volumerestrictions, v1.36.

use std::collections::BTreeSet;

use crate::cluster::claims::{not_found, plain_claim_names};
use crate::cluster::scheduler::framework::Filter;
use crate::cluster::scheduler::pod_info::PodInfo;
use crate::cluster::scheduler::{Cycle, NodeInfo, Plugin, Point, PreFilter, Refusal, hints};
use crate::cluster::store::Change;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::kinds::pod::Pod;
use crate::kinds::volume::Volume;

const REASON_DISK: &str = "node(s) had no available disk";
const REASON_ONE_POD: &str = "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode \
                              already in-use by another pod";

pub struct VolumeRestrictions;

impl Plugin for VolumeRestrictions {
    fn name(&self) -> &'static str {
        "VolumeRestrictions"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::PreFilter, Point::Filter]
    }

    fn pre_filter<'a>(&'a self, cycle: &'a Cycle<'a>) -> PreFilter<'a> {
        let pod = cycle.pod();
        let disks: Vec<&Volume> = pod.spec.volumes.iter().filter(|volume| is_disk(volume)).collect();
        let mut alone = BTreeSet::new();
        for name in plain_claim_names(pod) {
            let Some(claim) = cycle.store.get::<PersistentVolumeClaim>(&pod.meta.namespace, name) else {
                return PreFilter::Refuse(Refusal::because(not_found("persistentvolumeclaim", name)));
            };
            if claim.spec.access_modes.iter().any(|mode| mode == "ReadWriteOncePod") {
                alone.insert(name.to_owned());
            }
        }
        let in_use = alone.iter().filter(|claim| is_used(cycle, claim)).count() as i64;
        if disks.is_empty() && in_use == 0 {
            return PreFilter::Skip;
        }
        PreFilter::Ask(Box::new(Restrictions { disks, alone, in_use }))
    }

    fn retry_on(&self, change: &Change, pod: &Pod) -> bool {
        if let Some(gone) = hints::pod_left(change) {
            let wanted = pod.spec.volumes.iter().filter(|volume| is_disk(volume));
            let disk = || wanted.clone().any(|wanted| uses_disk(gone, wanted));
            let claim = || plain_claim_names(gone).any(|name| plain_claim_names(pod).any(|own| own == name));
            return gone.meta.namespace == pod.meta.namespace && (disk() || claim());
        }
        let named = |claim: &PersistentVolumeClaim| {
            claim.meta.namespace == pod.meta.namespace
                && plain_claim_names(pod).any(|name| name == claim.meta.name)
        };
        hints::node_added(change)
            || hints::added::<PersistentVolumeClaim>(change, false).is_some_and(|(_, claim)| named(claim))
    }
}

#[derive(Clone)]
struct Restrictions<'a> {
    disks: Vec<&'a Volume>,
    /// Claims that one pod may use at a time.
    alone: BTreeSet<String>,
    in_use: i64,
}

impl Restrictions<'_> {
    fn references(&self, pod: &Pod) -> i64 {
        plain_claim_names(pod).filter(|name| self.alone.contains(*name)).count() as i64
    }
}

impl<'a> Filter<'a> for Restrictions<'a> {
    fn check(&self, node: &NodeInfo) -> Option<Refusal> {
        if self.disks.iter().any(|wanted| node.pods.iter().any(|held| uses_disk(&held.pod, wanted))) {
            return Some(Refusal::resolvable(REASON_DISK));
        }
        (self.in_use > 0).then(|| Refusal::resolvable(REASON_ONE_POD))
    }

    fn pod_added(&mut self, pod: &PodInfo, _node: &NodeInfo) {
        self.in_use += self.references(&pod.pod);
    }

    fn pod_removed(&mut self, pod: &PodInfo, _node: &NodeInfo) {
        self.in_use -= self.references(&pod.pod);
    }

    fn copy(&self) -> Box<dyn Filter<'a> + 'a> {
        Box::new(self.clone())
    }
}

/// IsPVCUsedByPods
fn is_used(cycle: &Cycle<'_>, claim: &str) -> bool {
    let uses = |held: &PodInfo| {
        held.pod.meta.namespace == cycle.pod().meta.namespace
            && plain_claim_names(&held.pod).any(|name| name == claim)
    };
    cycle.cache.nodes().iter().any(|node| node.pods.iter().any(uses))
}

fn is_disk(volume: &Volume) -> bool {
    volume.gce_persistent_disk.is_some()
        || volume.aws_elastic_block_store.is_some()
        || volume.rbd.is_some()
        || volume.iscsi.is_some()
}

/// isVolumeConflict
fn uses_disk(pod: &Pod, wanted: &Volume) -> bool {
    pod.spec.volumes.iter().any(|held| conflict(wanted, held))
}

fn conflict(wanted: &Volume, held: &Volume) -> bool {
    if let (Some(a), Some(b)) = (&wanted.gce_persistent_disk, &held.gce_persistent_disk)
        && a.pd_name == b.pd_name
        && !(a.read_only && b.read_only)
    {
        return true;
    }
    if let (Some(a), Some(b)) = (&wanted.aws_elastic_block_store, &held.aws_elastic_block_store)
        && a.volume_id == b.volume_id
    {
        return true;
    }
    if let (Some(a), Some(b)) = (&wanted.iscsi, &held.iscsi)
        && a.iqn == b.iqn
        && !(a.read_only && b.read_only)
    {
        return true;
    }
    let (Some(a), Some(b)) = (&wanted.rbd, &held.rbd) else { return false };
    let same =
        a.monitors.iter().any(|one| b.monitors.contains(one)) && a.pool == b.pool && a.image == b.image;
    same && !(a.read_only && b.read_only)
}
