//! The taints that follow a node's conditions.
//!
//! Models `doNoScheduleTaintingPass` and pkg/controller/util/node `SwapNodeControllerTaint`, v1.36: what comes is
//! written before what goes, each with a write of its own.

use crate::cluster::api::Client;
use crate::cluster::status::Status;
use crate::kinds::node::{Node, Taint};

const NOT_READY: &str = "node.kubernetes.io/not-ready";
const UNREACHABLE: &str = "node.kubernetes.io/unreachable";
const UNSCHEDULABLE: &str = "node.kubernetes.io/unschedulable";

/// nodeConditionToTaintKeyStatusMap
const CONDITIONS: [(&str, &str, &str); 6] = [
    ("Ready", "False", NOT_READY),
    ("Ready", "Unknown", UNREACHABLE),
    ("MemoryPressure", "True", "node.kubernetes.io/memory-pressure"),
    ("DiskPressure", "True", "node.kubernetes.io/disk-pressure"),
    ("NetworkUnavailable", "True", "node.kubernetes.io/network-unavailable"),
    ("PIDPressure", "True", "node.kubernetes.io/pid-pressure"),
];

fn taint(key: &str, effect: &str) -> Taint {
    Taint { key: key.into(), effect: effect.into(), ..Default::default() }
}

fn evicting(key: &str) -> Taint {
    taint(key, "NoExecute")
}

/// Whether two taints stand for the same: key and effect.
fn matches(left: &Taint, right: &Taint) -> bool {
    left.key == right.key && left.effect == right.effect
}

pub(super) fn has(node: &Node, taint: &Taint) -> bool {
    node.spec.taints.iter().any(|held| matches(held, taint))
}

/// The NoExecute taint of a node that is not ready, and the one it must not have beside it.
pub(super) fn no_execute(node: &Node) -> Option<(Taint, Taint)> {
    match node.condition("Ready").map_or("Unknown", |ready| ready.status.as_str()) {
        "True" => None,
        "False" => Some((evicting(NOT_READY), evicting(UNREACHABLE))),
        _ => Some((evicting(UNREACHABLE), evicting(NOT_READY))),
    }
}

/// Gives a node the NoSchedule taints its conditions and the cordon ask for, and takes the others of these away.
pub(super) fn follow_conditions(node: &Node, api: &mut Client<'_>) -> Result<(), Status> {
    let holds = |(kind, status, _): &&(&str, &str, &str)| {
        node.condition(kind).is_some_and(|condition| condition.status == *status)
    };
    let mut wanted: Vec<Taint> =
        CONDITIONS.iter().filter(holds).map(|(_, _, key)| taint(key, "NoSchedule")).collect();
    if node.spec.unschedulable {
        wanted.push(taint(UNSCHEDULABLE, "NoSchedule"));
    }
    let managed =
        |held: &&Taint| held.key == UNSCHEDULABLE || CONDITIONS.iter().any(|(_, _, key)| *key == held.key);
    let held = node.spec.taints.iter().filter(|held| held.effect == "NoSchedule").filter(managed);
    let gone: Vec<Taint> =
        held.filter(|held| !wanted.iter().any(|one| matches(one, held))).cloned().collect();
    swap(node, &wanted, &gone, api)
}

/// Takes the NoExecute taints away.
pub(super) fn mark_reachable(node: &Node, api: &mut Client<'_>) -> Result<(), Status> {
    swap(node, &[], &[NOT_READY, UNREACHABLE].map(evicting), api)
}

/// Adds some taints, and then takes others away.
pub(super) fn swap(node: &Node, add: &[Taint], remove: &[Taint], api: &mut Client<'_>) -> Result<(), Status> {
    let mut taints = node.spec.taints.clone();
    let missing = add.iter().filter(|one| !has(node, one));
    taints.extend(missing.map(|one| Taint { time_added: Some(api.wall_clock()), ..one.clone() }));
    write(node, &taints, api)?;
    taints.retain(|held| !remove.iter().any(|one| matches(held, one)));
    write(node, &taints, api)
}

fn write(node: &Node, taints: &[Taint], api: &mut Client<'_>) -> Result<(), Status> {
    let Some(current) = api.store().get::<Node>("", &node.meta.name) else { return Ok(()) };
    if current.spec.taints == taints {
        return Ok(());
    }
    let mut changed = Node::clone(current);
    changed.spec.taints = taints.to_vec();
    changed.meta.resource_version = Default::default();
    api.update(changed)
}
