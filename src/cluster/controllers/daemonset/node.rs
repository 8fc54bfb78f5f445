//! Whether a node should run a DaemonSet's pod, and what the pod puts up with.
//!
//! Models `NodeShouldRunDaemonPod` of pkg/controller/daemon/daemon_controller.go and
//! `AddOrUpdateDaemonPodTolerations` of util/daemonset_util.go, v1.36.

use std::sync::Arc;

use crate::cluster::scheduler::{node_matches, untolerated};
use crate::kinds::affinity::Toleration;
use crate::kinds::daemon_set::DaemonSet;
use crate::kinds::node::Node;
use crate::kinds::pod::PodSpec;

/// Whether a new pod should run on the node, and whether one that runs there may stay.
pub fn should_run(set: &DaemonSet, node: &Arc<Node>) -> (bool, bool) {
    let spec = &set.spec.template.spec;
    let elsewhere = !spec.node_name.is_empty() && spec.node_name != node.meta.name;
    if elsewhere || !node_matches(spec, node) {
        return (false, false);
    }
    let tolerations = effective_tolerations(spec);
    let blocked = |effects: &[&str]| untolerated(&node.spec.taints, &tolerations, effects).is_some();
    if blocked(&["NoExecute", "NoSchedule"]) {
        return (false, !blocked(&["NoExecute"]));
    }
    (true, true)
}

/// The template's tolerations and those that every daemon has.
pub fn effective_tolerations(spec: &PodSpec) -> Vec<Toleration> {
    let mut tolerations = spec.tolerations.clone();
    let always = [
        ("not-ready", "NoExecute"),
        ("unreachable", "NoExecute"),
        ("disk-pressure", "NoSchedule"),
        ("memory-pressure", "NoSchedule"),
        ("pid-pressure", "NoSchedule"),
        ("unschedulable", "NoSchedule"),
    ];
    let network = spec.host_network.then_some(("network-unavailable", "NoSchedule"));
    for (key, effect) in always.into_iter().chain(network) {
        let toleration = Toleration {
            key: format!("node.kubernetes.io/{key}"),
            operator: "Exists".into(),
            effect: effect.into(),
            ..Default::default()
        };
        add(&mut tolerations, toleration);
    }
    tolerations
}

/// Tolerations are told apart by everything but their time.
fn add(tolerations: &mut Vec<Toleration>, new: Toleration) {
    let same = |held: &Toleration| {
        (&held.key, &held.effect, &held.operator, &held.value)
            == (&new.key, &new.effect, &new.operator, &new.value)
    };
    let mut met = false;
    for held in tolerations.iter_mut().filter(|held| same(held)) {
        *held = new.clone();
        met = true;
    }
    if !met {
        tolerations.push(new);
    }
}
