//! Whether a kubelet takes a pod that was bound to its node.
//!
//! Models canAdmitPod of pkg/kubelet, v1.36: the eviction manager's answer (eviction/eviction_manager.go Admit), then the general
//! predicates (lifecycle/predicate.go). The scheduler has asked the same before, so it is pods with `nodeName` that
//! meet it. A rejected pod has failed for good. Nothing is evicted to make room for critical pods.

use std::sync::Arc;

use super::agent::NodeAgent;
use super::container::Stage;
use super::static_pods::is_static;
use super::worker::PodWorker;
use crate::cluster::events::Note;
use crate::cluster::scheduler::resources::{Resources, requested};
use crate::cluster::scheduler::{PodInfo, node_matches, tolerates, untolerated};
use crate::kinds::node::{Node, Taint};
use crate::kinds::pod::Pod;
use crate::kinds::qos;

/// Priority from which on a pod is critical: SystemCriticalPriority
const SYSTEM_CRITICAL: i32 = 2_000_000_000;
const MEMORY_TAINT: &str = "node.kubernetes.io/memory-pressure";

/// Why a pod is not taken: a word and a sentence.
type Rejection = (String, String);

impl PodWorker {
    /// Decides once; says whether the pod was taken.
    pub(super) fn admit(&mut self, stage: &mut Stage<'_, '_>) -> bool {
        if self.admitted || is_static(&self.pod) {
            self.admitted = true;
            return true;
        }
        let Some(node) = stage.api.store().get::<Node>("", &self.node).cloned() else { return true };
        let others = stage.peers.values().filter(|one| one.node == self.node && one.admitted);
        let others: Vec<&Arc<PodWorker>> = others.filter(|one| !one.pod.is_terminal()).collect();
        let rejection = under_pressure(stage.agent, &self.pod)
            .or_else(|| lacks_resources(&self.pod, &node, &others))
            .or_else(|| does_not_fit(&self.pod, &node, &others));
        match rejection {
            None => self.admitted = true,
            Some(rejection) => self.reject(rejection, stage),
        }
        self.admitted
    }

    /// rejectPod: the whole status is what the kubelet says.
    fn reject(&mut self, (reason, message): Rejection, stage: &mut Stage<'_, '_>) {
        stage.pod_event(Note::warning(&reason, &message));
        let mut pod = Pod::clone(&self.pod);
        let status = &mut pod.status;
        status.phase = "Failed".into();
        (status.reason, status.message) = (reason, format!("Pod was rejected: {message}"));
        status.conditions.clear();
        status.observed_generation = pod.meta.generation;
        status.start_time.get_or_insert(stage.api.wall_clock());
        pod.meta.resource_version = Default::default();
        // The pod may only vanish through this worker; an error here has no reader.
        let _ = stage.api.update_status(pod);
    }
}

/// kubelettypes.IsCriticalPodBasedOnPriority
pub fn is_critical(pod: &Pod) -> bool {
    pod.spec.priority.is_some_and(|priority| priority >= SYSTEM_CRITICAL)
}

/// Pods without any request are not taken while memory is short.
fn under_pressure(agent: &NodeAgent, pod: &Pod) -> Option<Rejection> {
    let conditions = agent.pressures();
    if conditions.is_empty() || is_critical(pod) {
        return None;
    }
    let taint = Taint { key: MEMORY_TAINT.into(), effect: "NoSchedule".into(), ..Taint::default() };
    let tolerated = || pod.spec.tolerations.iter().any(|one| tolerates(one, &taint));
    let only_memory = conditions == ["MemoryPressure"];
    if only_memory && (qos::qos_class(&pod.spec) != "BestEffort" || tolerated()) {
        return None;
    }
    Some(("Evicted".into(), format!("The node had condition: [{}]. ", conditions.join(" "))))
}

/// PodFitsResources: the number of pods, then each resource.
fn lacks_resources(pod: &Pod, node: &Node, others: &[&Arc<PodWorker>]) -> Option<Rejection> {
    let (asked, capacity) = (requested(&pod.spec), Resources::of_list(&node.status.allocatable));
    let mut used = Resources::default();
    others.iter().for_each(|one| used.add(&requested(&one.allocated_spec())));
    let pods = node.status.allocatable.get("pods").map_or(0, |pods| pods.value());
    // Resources the node does not know are the cluster's.
    let known = asked.scalar.keys().map(String::as_str).filter(|name| capacity.scalar.contains_key(*name));
    let named = ["cpu", "memory", "ephemeral-storage"].into_iter().chain(known);
    let rows = named.map(|name| (name, asked.get(name), used.get(name), capacity.get(name)));
    let mut rows = std::iter::once(("pods", 1, others.len() as i64, pods)).chain(rows);
    let short = rows.find(|(_, asked, used, capacity)| *asked > 0 && *asked > capacity - used);
    short.map(|(name, asked, used, capacity)| {
        let what = format!("{name}, requested: {asked}, used: {used}, capacity: {capacity}");
        (format!("OutOf{name}"), format!("Node didn't have enough resource: {what}"))
    })
}

fn does_not_fit(pod: &Pod, node: &Node, others: &[&Arc<PodWorker>]) -> Option<Rejection> {
    let ports = PodInfo::new(&Arc::new(pod.clone())).facts.host_ports.clone();
    let takes = |one: &Arc<PodWorker>| {
        let taken = PodInfo::new(&one.pod).facts.host_ports.clone();
        taken.iter().any(|taken| ports.iter().any(|port| port.conflicts(taken)))
    };
    let why = if !node_matches(&pod.spec, node) {
        ("NodeAffinity", "node(s) didn't match Pod's node affinity/selector")
    } else if !ports.is_empty() && others.iter().any(|one| takes(one)) {
        ("NodePorts", "node(s) didn't have free ports for the requested pod ports")
    } else if untolerated(&node.spec.taints, &pod.spec.tolerations, &["NoExecute"]).is_some() {
        ("TaintToleration", "node(s) had taints that the pod didn't tolerate")
    } else {
        return None;
    };
    Some((why.0.into(), format!("Predicate {} failed: {}", why.0, why.1)))
}
