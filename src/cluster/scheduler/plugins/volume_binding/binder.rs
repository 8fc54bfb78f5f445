//! Volumes for claims, from one node: binder.go FindPodVolumes and component-helpers storage/volume
//! pv_helpers.go FindMatchingVolume, v1.36.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::cluster::claims::{
    BOUND_BY_CONTROLLER, From, NO_PROVISIONER, SELECTED_NODE, asked, class_of_claim, is_reserved_for,
    matching_volume, reachable_from, reference,
};
use crate::cluster::scheduler::Refusal;
use crate::cluster::scheduler::framework::Reasons;
use crate::cluster::store::Store;
use crate::kinds::Object;
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
        let Some(plan) = self.plan(node, store) else { return (false, true) };
        let outcomes = plan.provisioned.into_iter().map(|claim| provision(claim, node, store));
        outcomes.into_iter().find(|outcome| *outcome != (true, true)).unwrap_or((true, true))
    }

    /// None if a claim's volume is being made for another node.
    fn plan<'s>(&'s self, node: &Node, store: &'s Store) -> Option<Plan<'s>> {
        let mut plan = Plan::default();
        let (made, to_find): (Vec<_>, Vec<_>) =
            self.late.iter().partition(|claim| claim.meta.annotation(SELECTED_NODE).is_some());
        if made.iter().any(|claim| claim.meta.annotation(SELECTED_NODE) != Some(&node.meta.name)) {
            return None;
        }
        plan.provisioned = made;
        let mut taken = BTreeSet::new();
        for claim in to_find {
            match matching_volume(claim, From::Node(node), store, &taken) {
                Some(volume) => {
                    taken.insert(volume.meta.name.clone());
                    plan.found.push((claim, volume));
                }
                None => plan.provisioned.push(claim),
            }
        }
        Some(plan)
    }

    /// AssumePodVolumes and BindPodVolumes: found volumes are kept for their claims, the other claims name the node.
    pub fn writes(&self, node: &Node, store: &Store) -> Option<Vec<Object>> {
        let plan = self.plan(node, store)?;
        let keep = |(claim, volume): &(&Arc<PersistentVolumeClaim>, &Arc<PersistentVolume>)| {
            let mut volume = Arc::clone(volume);
            let kept = Arc::make_mut(&mut volume);
            kept.spec.claim_ref = Some(reference(claim));
            kept.meta.annotations.insert(BOUND_BY_CONTROLLER.into(), "yes".into());
            Object::PersistentVolume(volume)
        };
        let name = |claim: &&Arc<PersistentVolumeClaim>| {
            let mut claim = Arc::clone(claim);
            let told = Arc::make_mut(&mut claim);
            told.meta.annotations.insert(SELECTED_NODE.into(), node.meta.name.clone());
            Object::PersistentVolumeClaim(claim)
        };
        let found = plan.found.iter().filter(|(claim, volume)| !is_reserved_for(volume, claim)).map(keep);
        let unnamed = |claim: &&&Arc<PersistentVolumeClaim>| claim.meta.annotation(SELECTED_NODE).is_none();
        Some(found.chain(plan.provisioned.iter().filter(unnamed).map(name)).collect())
    }
}

/// What the claims of a pod get on a node.
#[derive(Default)]
struct Plan<'s> {
    found: Vec<(&'s Arc<PersistentVolumeClaim>, &'s Arc<PersistentVolume>)>,
    provisioned: Vec<&'s Arc<PersistentVolumeClaim>>,
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
