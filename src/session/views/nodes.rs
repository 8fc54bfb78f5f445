//! Node panels, and the pods that have no node.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{decision, why};
use crate::cluster::World;
use crate::cluster::scheduler::NodeInfo;

use crate::kinds::node::Node;
use crate::kubectl::columns;
use crate::view::{NodeView, PendingView, PodView, Ref, ResourceBar};

pub fn all(world: &World, pods: Vec<(String, PodView)>) -> Vec<NodeView> {
    let mut by_node: BTreeMap<String, Vec<PodView>> = BTreeMap::new();
    for (node, view) in pods {
        by_node.entry(node).or_default().push(view);
    }
    let infos: BTreeMap<&str, &Arc<NodeInfo>> =
        world.scheduler().node_infos().filter(|info| info.exists()).map(|info| (info.name(), info)).collect();
    let nodes = world.api().store().list::<Node>();
    nodes
        .map(|node| {
            one(
                world,
                node,
                infos.get(node.meta.name.as_str()).copied(),
                by_node.remove(&node.meta.name).unwrap_or_default(),
            )
        })
        .collect()
}

fn one(world: &World, node: &Node, info: Option<&Arc<NodeInfo>>, pods: Vec<PodView>) -> NodeView {
    let used_cpu = pods.iter().map(|pod| pod.cpu_milli).sum();
    let used_memory = pods.iter().map(|pod| pod.memory_bytes).sum();
    let bar = |name: &str, used: u64| ResourceBar {
        allocatable: info.map_or(0, |info| info.allocatable.get(name).max(0) as u64),
        requested: info.map_or(0, |info| info.requested.get(name).max(0) as u64),
        used,
    };
    NodeView {
        reference: Ref { kind: "Node".into(), namespace: String::new(), name: node.meta.name.clone() },
        ready: node.is_ready(),
        status: columns::node_status(node),
        roles: columns::node_roles(node),
        ip: node.internal_ip().to_owned(),
        cpu: bar("cpu", used_cpu),
        memory: bar("memory", used_memory),
        pod_limit: info.map_or(0, |info| info.allowed_pods.max(0) as u32),
        taints: node.spec.taints.iter().map(why::taint_text).collect(),
        labels: own_labels(node),
        pods,
        frozen: world.kubelets().is_frozen(&node.meta.name),
        cut: world.network().is_cut(&node.meta.name),
        off: world.kubelets().is_off(&node.meta.name),
        slow: world.kubelets().is_slow(&node.meta.name),
    }
}

/// Labels that somebody chose, without those every node has.
fn own_labels(node: &Node) -> Vec<String> {
    let common = |key: &str| {
        key.starts_with("kubernetes.io/")
            || key.starts_with("beta.kubernetes.io/")
            || key.starts_with("node-role.")
    };
    let own = node.meta.labels.iter().filter(|(key, _)| !common(key));
    own.map(|(key, value)| format!("{key}={value}")).collect()
}

/// The pods nobody has found a node for.
pub fn pending(world: &World, pods: &[(String, PodView)]) -> Vec<PendingView> {
    let waiting = pods.iter().filter(|(node, _)| node.is_empty()).map(|(_, pod)| pod);
    let queue: BTreeMap<String, &'static str> = world
        .scheduler()
        .pending()
        .map(|one| (one.pod.meta.uid.clone(), decision::place(&one.place)))
        .collect();
    let view = |pod: &PodView| PendingView {
        pod: pod.clone(),
        why: why::unscheduled(world, &pod.reference).unwrap_or_default(),
        queue: queue.get(&pod.uid).copied().unwrap_or_default().to_owned(),
    };
    waiting.map(view).collect()
}
