//! Giving running containers other resources: whether the node has them, and what becomes of the containers.
//!
//! Models handlePodResourcesResize in pkg/kubelet/allocation/allocation_manager.go, canAdmitPod's answers, and
//! computePodResizeAction in pkg/kubelet/kuberuntime/kuberuntime_manager.go, v1.36. What a node cannot give at
//! all is infeasible; what it cannot give now is deferred and tried again when a pod of the node leaves or shrinks,
//! and every three minutes. Resources of the pod as a whole and of plain init containers are not resized.

use serde_json::{Value, json};

use super::container::Stage;
use super::worker::PodWorker;
use crate::cluster::events::Note;
use crate::cluster::scheduler::resources::requests;
use crate::cluster::writes::condition;
use crate::kinds::codec::Codec;
use crate::kinds::container::{Container, ResourceList, ResourceRequirements};
use crate::kinds::node::Node;
use crate::kinds::pod::{Pod, PodSpec};
use crate::kinds::pod_status::PodCondition;
use crate::sim::{SimTime, Span};

/// retryDelay
const RETRY: Span = Span::from_secs(180);
const PENDING: &str = "PodResizePending";
const IN_PROGRESS: &str = "PodResizeInProgress";

/// A resize on its way.
#[derive(Clone, Debug, Default)]
pub(super) struct Resize {
    /// Why it is not granted: a word, and a sentence, and for which generation.
    pending: Option<(&'static str, String, i64)>,
    /// The generation whose resources are granted and not all in force, and what hinders them.
    progress: Option<(i64, String)>,
    pub retry_at: Option<SimTime>,
}

impl Resize {
    pub(super) fn is_deferred(&self) -> bool {
        self.pending.as_ref().is_some_and(|(reason, ..)| *reason == "Deferred")
    }

    fn conditions(&self) -> Vec<PodCondition> {
        let pending = self.pending.as_ref().map(|(reason, message, generation)| PodCondition {
            reason: (*reason).into(),
            message: message.clone(),
            observed_generation: *generation,
            ..condition(PENDING, "True")
        });
        let progress = self.progress.as_ref().map(|(generation, error)| PodCondition {
            reason: if error.is_empty() { String::new() } else { "Error".into() },
            message: error.clone(),
            observed_generation: *generation,
            ..condition(IN_PROGRESS, "True")
        });
        pending.into_iter().chain(progress).collect()
    }
}

impl PodWorker {
    /// Grants what is wanted now, if the node has it.
    pub(super) fn take_up_resize(&mut self, stage: &mut Stage<'_, '_>) {
        let wanted = self.resizable(&super::resources::wanted(&self.pod.spec));
        self.resize.retry_at = None;
        if wanted == self.granted {
            self.resize.pending = None;
            return;
        }
        let generation = self.pod.meta.generation;
        let mut spec = PodSpec::clone(&self.pod.spec);
        set_resources(&mut spec, &wanted);
        match self.refusal(&spec, stage) {
            None => {
                self.granted = wanted;
                self.resize.pending = None;
                self.resize.progress = Some((generation, String::new()));
                self.freed = true;
                let message = message("started", &self.pod.spec, generation, "");
                stage.pod_event(Note::normal("ResizeStarted", &message));
            }
            Some((reason, why)) => {
                let now = Some((reason, why.clone(), generation));
                if reason == "Deferred" {
                    self.resize.retry_at = Some(stage.now + RETRY);
                }
                if self.resize.pending != now {
                    let event = if reason == "Deferred" { "ResizeDeferred" } else { "ResizeInfeasible" };
                    let message = message(reason, &self.pod.spec, generation, &why);
                    stage.pod_event(Note::warning(event, &message));
                    self.resize.pending = now;
                }
            }
        }
    }

    /// The resources that are wanted, with those that cannot be resized as they were granted.
    fn resizable(&self, wanted: &[ResourceRequirements]) -> Vec<ResourceRequirements> {
        let all = wanted.iter().zip(&self.granted).zip(&self.containers);
        let one = |((wanted, granted), run): (
            (&ResourceRequirements, &ResourceRequirements),
            &super::ContainerRun,
        )| { if run.init && !run.sidecar { granted.clone() } else { wanted.clone() } };
        all.map(one).collect()
    }

    /// Why the node does not give a pod its resources, if it does not.
    fn refusal(&self, spec: &PodSpec, stage: &Stage<'_, '_>) -> Option<(&'static str, String)> {
        let node = stage.api.store().get::<Node>("", &self.node)?;
        let amount = |list: &ResourceList, name: &str| -> i64 {
            let amount = list.get(name);
            amount.map_or(0, |one| if name == "cpu" { one.milli_value() } else { one.value() })
        };
        let asked = requests(spec);
        let capacity = |name| amount(&node.status.allocatable, name);
        for name in ["memory", "cpu"] {
            let (asked, capacity) = (amount(&asked, name), capacity(name));
            if asked > capacity {
                let why = format!("{name}, requested: {asked}, capacity: {capacity}");
                return Some(("Infeasible", format!("Node didn't have enough capacity: {why}")));
            }
        }
        let others = stage.peers.values().filter(|one| one.node == self.node && one.uid != self.uid);
        let others: Vec<ResourceList> =
            others.filter(|one| !one.pod.is_terminal()).map(|one| requests(&one.allocated_spec())).collect();
        ["cpu", "memory"].into_iter().find_map(|name| {
            let (asked, capacity) = (amount(&asked, name), capacity(name));
            let used: i64 = others.iter().map(|one| amount(one, name)).sum();
            (asked > capacity - used).then(|| {
                let why = format!("{name}, requested: {asked}, used: {used}, capacity: {capacity}");
                ("Deferred", format!("Node didn't have enough resource: {why}"))
            })
        })
    }

    /// Brings the control groups of running containers to what was granted; those that have to start again for it
    /// are given by their place.
    pub(super) fn actuate_resize(&mut self, now: SimTime) -> Vec<usize> {
        let mut restarts = Vec::new();
        let (mut error, mut changed) = (String::new(), false);
        for (at, granted) in self.granted.iter().enumerate() {
            let run = &self.containers[at];
            if run.running_since().is_none() || run.resources == *granted || run.is_stopping() {
                continue;
            }
            let spec = self.pod.container_named(&run.name);
            if spec.is_some_and(|spec| needs_restart(spec, &run.resources, granted)) {
                restarts.push(at);
                continue;
            }
            let used = run.memory_bytes(now);
            let limit = granted.limits.get("memory").map(|limit| limit.value().max(0) as u64);
            let before = run.resources.limits.get("memory").map(|limit| limit.value().max(0) as u64);
            match limit.filter(|limit| *limit < used && before.is_none_or(|before| *limit < before)) {
                Some(limit) => {
                    error =
                        format!("attempting to set a memory limit ({limit}) below current usage ({used})");
                }
                None => {
                    self.containers[at].resources = granted.clone();
                    changed = true;
                }
            }
        }
        if changed {
            self.ask_for_sync();
        }
        if let Some((_, held)) = &mut self.resize.progress {
            *held = error;
        }
        restarts
    }

    /// Ends a resize whose resources are all in force.
    pub(super) fn complete_resize(&mut self, stage: &mut Stage<'_, '_>) {
        let Some((generation, _)) = self.resize.progress.clone() else { return };
        let all = self.containers.iter().zip(&self.granted);
        if all.clone().all(|(run, granted)| run.resources == *granted || (run.init && !run.sidecar)) {
            self.resize.progress = None;
            let message = message("completed", &self.allocated_spec(), generation, "");
            stage.pod_event(Note::normal("ResizeCompleted", &message));
        }
    }

    /// Puts the conditions of a resize among a pod's.
    pub(super) fn tell_resize(&self, pod: &mut Pod, now: crate::kinds::Time) {
        let told = self.resize.conditions();
        let is_ours = |one: &PodCondition| one.kind == PENDING || one.kind == IN_PROGRESS;
        pod.status.conditions.retain(|one| !is_ours(one) || told.iter().any(|now| now.kind == one.kind));
        for one in told {
            crate::cluster::writes::set_pod_condition(pod, one, now);
        }
    }
}

fn set_resources(spec: &mut PodSpec, all: &[ResourceRequirements]) {
    let containers = spec.init_containers.iter_mut().chain(&mut spec.containers);
    containers.zip(all).for_each(|(container, resources)| container.resources = resources.clone());
}

/// Whether a resource changes whose policy wants the container to start again.
fn needs_restart(spec: &Container, held: &ResourceRequirements, granted: &ResourceRequirements) -> bool {
    let policies =
        spec.extra.as_deref().and_then(|extra| extra.get("resizePolicy")).and_then(Value::as_array);
    let restarts = |name: &str| {
        let mut policies = policies.into_iter().flatten();
        policies.any(|one| one["resourceName"] == name && one["restartPolicy"] == "RestartContainer")
    };
    let differs = |name: &str| {
        held.limits.get(name) != granted.limits.get(name)
            || (name == "cpu" && held.requests.get(name) != granted.requests.get(name))
    };
    ["cpu", "memory"].into_iter().any(|name| differs(name) && restarts(name))
}

/// podResizeMessage: what is wanted of every container, as Go's encoding/json writes it.
fn message(word: &str, spec: &PodSpec, generation: i64, error: &str) -> String {
    let one = |container: &Container| {
        let resources = Codec::to_value(&container.resources).unwrap_or_else(|| json!({}));
        format!("{{\"name\":{},\"resources\":{resources}}}", json!(container.name))
    };
    let list = |containers: &[Container]| containers.iter().map(one).collect::<Vec<_>>().join(",");
    let mut parts = Vec::new();
    if !spec.init_containers.is_empty() {
        parts.push(format!("\"initContainers\":[{}]", list(&spec.init_containers)));
    }
    parts.push(format!("\"containers\":[{}]", list(&spec.containers)));
    parts.push(format!("\"generation\":{generation}"));
    if !error.is_empty() {
        parts.push(format!("\"error\":{}", json!(error)));
    }
    format!("Pod resize {word}: {{{}}}", parts.join(","))
}
