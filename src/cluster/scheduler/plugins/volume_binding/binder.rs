//! Volumes for claims, from one node: binder.go FindPodVolumes and component-helpers storage/volume
//! pv_helpers.go FindMatchingVolume, v1.36.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::cluster::scheduler::Refusal;
use crate::cluster::scheduler::framework::Reasons;
use crate::cluster::scheduler::volumes::{class_of_claim, class_of_volume, is_reserved_for, reachable_from};
use crate::cluster::store::Store;
use crate::kinds::csi_driver::CSIDriver;
use crate::kinds::csi_storage_capacity::CSIStorageCapacity;
use crate::kinds::node::Node;
use crate::kinds::persistent_volume::PersistentVolume;
use crate::kinds::persistent_volume_claim::PersistentVolumeClaim;
use crate::kinds::quantity::Quantity;
use crate::kinds::storage_class::{StorageClass, TopologySelectorTerm};

const NODE_CONFLICT: &str = "node(s) didn't match PersistentVolume's node affinity";
const BIND_CONFLICT: &str = "node(s) didn't find available persistent volumes to bind";
const NOT_ENOUGH_SPACE: &str = "node(s) did not have enough free storage";
const VOLUME_MISSING: &str = "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)";
const SELECTED_NODE: &str = "volume.kubernetes.io/selected-node";
const NO_PROVISIONER: &str = "kubernetes.io/no-provisioner";

/// The claims of a pod: those that have their volume, and those that get one with the node.
pub struct Claims {
    bound: Vec<Arc<PersistentVolumeClaim>>,
    /// Smallest first.
    late: Vec<Arc<PersistentVolumeClaim>>,
}

impl Claims {
    pub fn new(bound: Vec<Arc<PersistentVolumeClaim>>, mut late: Vec<Arc<PersistentVolumeClaim>>) -> Claims {
        late.sort_by_key(|claim| asked(claim));
        Claims { bound, late }
    }

    pub fn refusal(&self, node: &Node, store: &Store) -> Option<Refusal> {
        let bound = self.bound_refusal(node, store);
        let (found, space) = self.late_volumes(node, store);
        let reasons: Vec<&'static str> = [
            (bound == Some(NODE_CONFLICT), NODE_CONFLICT),
            (!found, BIND_CONFLICT),
            (!space, NOT_ENOUGH_SPACE),
            (bound == Some(VOLUME_MISSING), VOLUME_MISSING),
        ]
        .into_iter()
        .filter_map(|(holds, reason)| holds.then_some(reason))
        .collect();
        match reasons.as_slice() {
            [] => None,
            [one] => Some(Refusal::unresolvable(one)),
            many => {
                let all: Vec<String> = many.iter().map(|reason| (*reason).to_owned()).collect();
                Some(Refusal { reasons: Reasons::Many(all.into()), unresolvable: true })
            }
        }
    }

    /// checkBoundClaims
    fn bound_refusal(&self, node: &Node, store: &Store) -> Option<&'static str> {
        self.bound.iter().find_map(|claim| match store.get::<PersistentVolume>("", &claim.spec.volume_name) {
            None => Some(VOLUME_MISSING),
            Some(volume) => (!reachable_from(volume, &node.meta.labels)).then_some(NODE_CONFLICT),
        })
    }

    /// Whether every claim finds a volume or can be given one, and whether there is room for those.
    fn late_volumes(&self, node: &Node, store: &Store) -> (bool, bool) {
        let mut to_provision = Vec::new();
        let mut to_find = Vec::new();
        for claim in &self.late {
            match claim.meta.annotation(SELECTED_NODE) {
                Some(selected) if selected != node.meta.name => return (false, true),
                Some(_) => to_provision.push(claim),
                None => to_find.push(claim),
            }
        }
        let mut taken = BTreeSet::new();
        for claim in to_find {
            match matching_volume(claim, node, store, &taken) {
                Some(volume) => drop(taken.insert(volume.meta.name.clone())),
                None => to_provision.push(claim),
            }
        }
        let outcomes = to_provision.into_iter().map(|claim| provision(claim, node, store));
        outcomes.into_iter().find(|outcome| *outcome != (true, true)).unwrap_or((true, true))
    }
}

fn asked(claim: &PersistentVolumeClaim) -> Quantity {
    let requests = claim.spec.resources.as_ref().and_then(|resources| resources.requests.get("storage"));
    requests.cloned().unwrap_or_default()
}

/// The volume kept for the claim, else the smallest that will do.
fn matching_volume<'s>(
    claim: &PersistentVolumeClaim,
    node: &Node,
    store: &'s Store,
    taken: &BTreeSet<String>,
) -> Option<&'s Arc<PersistentVolume>> {
    let (class, size) = (class_of_claim(claim), asked(claim));
    let mut smallest: Option<(&Arc<PersistentVolume>, &Quantity)> = None;
    for volume in store.list::<PersistentVolume>().filter(|volume| class_of_volume(volume) == class) {
        let reserved = is_reserved_for(volume, claim);
        let others = volume.spec.claim_ref.is_some() && !reserved;
        let Some(capacity) = volume.spec.capacity.get("storage").filter(|capacity| **capacity >= size) else {
            continue;
        };
        if others
            || taken.contains(&volume.meta.name)
            || !same_kind(volume, claim)
            || volume.meta.is_terminating()
        {
            continue;
        }
        let reachable = reachable_from(volume, &node.meta.labels);
        if reserved {
            return reachable.then_some(volume);
        }
        if reachable && is_free(volume, claim) && smallest.is_none_or(|(_, least)| least > capacity) {
            smallest = Some((volume, capacity));
        }
    }
    smallest.map(|(volume, _)| volume)
}

fn same_kind(volume: &PersistentVolume, claim: &PersistentVolumeClaim) -> bool {
    let mode = |mode: &Option<String>| mode.clone().unwrap_or_else(|| "Filesystem".into());
    let attributes = |class: &Option<String>| class.clone().unwrap_or_default();
    mode(&volume.spec.volume_mode) == mode(&claim.spec.volume_mode)
        && attributes(&volume.spec.volume_attributes_class_name)
            == attributes(&claim.spec.volume_attributes_class_name)
}

fn is_free(volume: &PersistentVolume, claim: &PersistentVolumeClaim) -> bool {
    let available = volume.status.as_ref().is_some_and(|status| status.phase == "Available");
    let selected = claim.spec.selector.as_ref().is_none_or(|selector| selector.matches(&volume.meta.labels));
    let modes = &volume.spec.access_modes;
    available && selected && claim.spec.access_modes.iter().all(|mode| modes.contains(mode))
}

/// checkVolumeProvisions of one claim: whether its class can make a volume here, and whether there is room.
fn provision(claim: &PersistentVolumeClaim, node: &Node, store: &Store) -> (bool, bool) {
    let Some(class) = store.get::<StorageClass>("", class_of_claim(claim)) else { return (false, true) };
    let can = !class.provisioner.is_empty() && class.provisioner != NO_PROVISIONER;
    if !can || !topology_allows(&class.allowed_topologies, node) {
        return (false, true);
    }
    (true, has_room(claim, class, node, store))
}

/// MatchTopologySelectorTerms
fn topology_allows(terms: &[TopologySelectorTerm], node: &Node) -> bool {
    let holds = |term: &TopologySelectorTerm| {
        let all = &term.match_label_expressions;
        !all.is_empty()
            && all
                .iter()
                .all(|one| node.meta.labels.get(&one.key).is_some_and(|value| one.values.contains(value)))
    };
    terms.is_empty() || terms.iter().any(holds)
}

/// hasEnoughCapacity
fn has_room(claim: &PersistentVolumeClaim, class: &StorageClass, node: &Node, store: &Store) -> bool {
    let requests = claim.spec.resources.as_ref().and_then(|resources| resources.requests.get("storage"));
    let Some(size) = requests.map(Quantity::value) else { return true };
    let driver = store.get::<CSIDriver>("", &class.provisioner);
    if driver.is_none_or(|driver| driver.spec.storage_capacity != Some(true)) {
        return true;
    }
    store.list::<CSIStorageCapacity>().any(|free| {
        free.storage_class_name == class.meta.name
            && volume_limit(free).is_some_and(|limit| limit >= size)
            && free.node_topology.as_ref().is_some_and(|topology| topology.matches(&node.meta.labels))
    })
}

/// volumeLimit: the largest volume, else all that is free.
pub fn volume_limit(free: &CSIStorageCapacity) -> Option<i64> {
    free.maximum_volume_size.as_ref().or(free.capacity.as_ref()).map(Quantity::value)
}
