//! Whether a kubelet takes a pod that was bound to its node.
//!
//! Models canAdmitPod of pkg/kubelet, v1.36: the eviction manager's answer (eviction/eviction_manager.go Admit), then the general
//! predicates (lifecycle/predicate.go). The scheduler has asked the same before, so it is pods with `nodeName` that
//! meet it. A rejected pod has failed for good. A critical pod that only lacks resources is made room for
//! (`preemption`). Static pods are there from the beginning and not asked.

use std::sync::Arc;

use super::agent::NodeAgent;
use super::container::Stage;
use super::preemption;
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

/// What a kubelet makes of a new pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    Taken,
    Refused,
    /// Others are stopped to make room for it, or for one that came before it.
    Waits,
}

/// InsufficientResourceError
#[derive(Clone, Debug)]
pub(super) struct Shortage {
    pub name: String,
    asked: i64,
    used: i64,
    capacity: i64,
}

impl Shortage {
    /// GetInsufficientAmount
    pub fn lacking(&self) -> i64 {
        self.asked.saturating_sub(self.capacity.saturating_sub(self.used))
    }

    fn rejection(&self) -> Rejection {
        let Shortage { name, asked, used, capacity } = self;
        let what = format!("{name}, requested: {asked}, used: {used}, capacity: {capacity}");
        (format!("OutOf{name}"), format!("Node didn't have enough resource: {what}"))
    }
}

impl PodWorker {
    /// Decides once.
    pub(super) fn admit(&mut self, stage: &mut Stage<'_, '_>) -> Admission {
        let is_new = !self.admitted && !is_static(&self.pod) && self.gives_way.is_empty();
        self.queued = is_new && stage.peers.values().any(|peer| peer.node == self.node && peer.holds_up());
        if self.queued {
            return Admission::Waits;
        }
        if is_new {
            match self.considered(stage) {
                Ok(gives_way) => self.gives_way = gives_way.into(),
                Err(rejection) => {
                    self.reject(rejection, stage);
                    return Admission::Refused;
                }
            }
        }
        let waited = !self.gives_way.is_empty();
        self.admitted = self.make_room(stage);
        self.freed |= waited && self.admitted;
        if self.admitted { Admission::Taken } else { Admission::Waits }
    }

    /// The pods that have to give way to this one, or why it is refused.
    fn considered(&self, stage: &Stage<'_, '_>) -> Result<Vec<String>, Rejection> {
        let Some(node) = stage.api.store().get::<Node>("", &self.node) else { return Ok(Vec::new()) };
        let others = stage.peers.values().filter(|one| one.node == self.node && one.admitted);
        let others: Vec<&Arc<PodWorker>> = others.filter(|one| !one.pod.is_terminal()).collect();
        if let Some(rejection) = under_pressure(stage.agent, &self.pod).or_else(|| other_system(&self.pod)) {
            return Err(rejection);
        }
        let short = shortages(&self.pod, node, &others);
        let critical = is_critical(&self.pod);
        let lacks = short.first().filter(|_| !critical).map(Shortage::rejection);
        if let Some(rejection) = lacks.or_else(|| does_not_fit(&self.pod, node, &others)) {
            return Err(rejection);
        }
        if short.is_empty() {
            return Ok(Vec::new());
        }
        preemption::victims(&self.pod, others.into_iter(), &short).map_err(|why| {
            let message =
                format!("Unexpected error while attempting to recover from admission failure: {why}");
            ("UnexpectedAdmissionError".to_owned(), message)
        })
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

/// IsCriticalPod: pods of the node's own, and those of the system's priorities.
pub fn is_critical(pod: &Pod) -> bool {
    is_static(pod) || pod.spec.priority.is_some_and(|priority| priority >= SYSTEM_CRITICAL)
}

/// IsNodeCriticalPod
pub fn is_node_critical(pod: &Pod) -> bool {
    is_critical(pod) && pod.spec.priority_class_name == "system-node-critical"
}

/// rejectPodAdmissionBasedOnOSSelector, rejectPodAdmissionBasedOnOSField
fn other_system(pod: &Pod) -> Option<Rejection> {
    let label = pod.meta.labels.get("kubernetes.io/os");
    if label.is_some_and(|label| label != "linux") {
        let text = "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label";
        return Some(("PodOSSelectorNodeLabelDoesNotMatch".into(), text.into()));
    }
    let wanted = pod.spec.extra.as_deref().and_then(|extra| extra.get("os")?.get("name")?.as_str());
    let text = "Failed to admit pod as the OS field doesn't match node OS";
    wanted.filter(|name| *name != "linux").map(|_| ("PodOSNotSupported".into(), text.into()))
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
fn shortages(pod: &Pod, node: &Node, others: &[&Arc<PodWorker>]) -> Vec<Shortage> {
    let (asked, capacity) = (requested(&pod.spec), Resources::of_list(&node.status.allocatable));
    let mut used = Resources::default();
    others.iter().for_each(|one| used.add(&requested(&one.allocated_spec())));
    let pods = node.status.allocatable.get("pods").map_or(0, |pods| pods.value());
    // Resources the node does not know are the cluster's.
    let known = asked.scalar.keys().map(String::as_str).filter(|name| capacity.scalar.contains_key(*name));
    let named = ["cpu", "memory", "ephemeral-storage"].into_iter().chain(known);
    let row = |name: &str, asked, used, capacity| Shortage { name: name.into(), asked, used, capacity };
    let rows = named.map(|name| row(name, asked.get(name), used.get(name), capacity.get(name)));
    let rows = std::iter::once(row("pods", 1, others.len() as i64, pods)).chain(rows);
    rows.filter(|row| row.asked > 0 && row.lacking() > 0).collect()
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
