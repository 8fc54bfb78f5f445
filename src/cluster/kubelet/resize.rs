//! Giving running containers other resources: whether the node has them, and what becomes of the containers.
//!
//! Models handlePodResourcesResize in pkg/kubelet/allocation/allocation_manager.go, canAdmitPod's answers, and
//! computePodResizeAction in pkg/kubelet/kuberuntime/kuberuntime_manager.go, v1.36. What a node cannot give at
//! all is infeasible; what it cannot give now is deferred and tried again when a pod of the node leaves or shrinks,
//! and every three minutes. A limit of memory below what is held is tried again with every sync. Containers without a limit
//! of their own have their pod's, and follow it.

use serde_json::{Value, json};

use super::container::Stage;
use super::resources::Allotment;
use super::worker::PodWorker;
use crate::cluster::events::Note;
use crate::cluster::scheduler::resources::requests;
use crate::cluster::writes::condition;
use crate::kinds::codec::Codec;
use crate::kinds::container::{Container, ResourceList};
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
        self.resize.retry_at = None;
        if self.granted.is_of(&self.pod.spec) {
            self.resize.pending = None;
            return;
        }
        let generation = self.pod.meta.generation;
        match self.refusal(&self.pod.spec, stage) {
            None => {
                self.granted = Allotment::of(&self.pod.spec);
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

    /// Brings the control groups of running containers, and the pod's, to what was granted; those that have to start
    /// again for it are given by their place. Whether it failed.
    pub(super) fn actuate_resize(&mut self, stage: &mut Stage<'_, '_>) -> (Vec<usize>, bool) {
        let differs = (0..self.containers.len()).filter(|at| {
            let run = &self.containers[*at];
            run.running_since().is_some() && !run.is_stopping() && !self.has_granted(*at)
        });
        let (restarts, changes): (Vec<usize>, Vec<usize>) = differs.partition(|at| self.needs_restart(*at));
        if changes.is_empty() && self.whole == self.granted.whole {
            self.note_resize_error(String::new(), stage);
            return (restarts, false);
        }
        let error = self.below_usage(&changes, &restarts, stage.now);
        let failed = !error.is_empty();
        if !failed {
            changes.into_iter().for_each(|at| self.give(at));
            self.whole.clone_from(&self.granted.whole);
            self.ask_for_sync();
        }
        self.note_resize_error(error, stage);
        (restarts, failed)
    }

    /// validateMemoryResizeAction: limits that shrink below what is held.
    fn below_usage(&self, changes: &[usize], restarts: &[usize], now: SimTime) -> String {
        let held_now: u64 = restarts.iter().map(|at| self.containers[*at].memory_bytes(now)).sum();
        let held = self.memory_bytes(now).saturating_sub(held_now);
        let shrinks = |limit: u64, before: Option<u64>| before.is_none_or(|before| limit < before);
        let of_pod = self.memory_limit(true).filter(|limit| shrinks(*limit, self.memory_limit(false)));
        let of_pod = of_pod.filter(|limit| *limit < held).map(|limit| {
            format!("attempting to set pod memory limit ({limit}) below current usage ({held})")
        });
        let of_container = |at: &usize| {
            let run = &self.containers[*at];
            let (limit, held) = (self.granted_memory(*at)?, run.memory_bytes(now));
            let below = limit < held && shrinks(limit, run.memory_limit());
            let name = &run.name;
            below.then(|| {
                format!(
                    "attempting to set container {name:?} memory limit ({limit}) below current usage ({held})"
                )
            })
        };
        let all: Vec<String> = of_pod.into_iter().chain(changes.iter().filter_map(of_container)).collect();
        match all.as_slice() {
            [] => String::new(),
            [one] => format!("cannot decrease memory limits: {one}"),
            more => format!("cannot decrease memory limits: [{}]", more.join(", ")),
        }
    }

    fn granted_memory(&self, at: usize) -> Option<u64> {
        self.granted.limit(at, "memory").map(|limit| limit.value().max(0) as u64)
    }

    /// Keeps what hinders a resize, and says so if it is new.
    fn note_resize_error(&mut self, error: String, stage: &mut Stage<'_, '_>) {
        let Some((generation, held)) = &mut self.resize.progress else { return };
        if *held == error {
            return;
        }
        held.clone_from(&error);
        let generation = *generation;
        if !error.is_empty() {
            let message = message("error", &self.allocated_spec(), generation, &error);
            stage.pod_event(Note::warning("ResizeError", &message));
        }
    }

    /// Whether a resource changes whose policy wants the container to start again.
    fn needs_restart(&self, at: usize) -> bool {
        let run = &self.containers[at];
        let Some(spec) = self.pod.container_named(&run.name) else { return false };
        let Some(granted) = self.granted.containers.get(at) else { return false };
        let differs = |name: &str| {
            run.limit(name).cloned() != self.granted.limit(at, name)
                || (name == "cpu" && run.resources.requests.get(name) != granted.requests.get(name))
        };
        ["cpu", "memory"].into_iter().any(|name| differs(name) && restarts_for(spec, name))
    }

    /// Ends a resize whose resources are all in force.
    pub(super) fn complete_resize(&mut self, stage: &mut Stage<'_, '_>) {
        let Some((generation, _)) = self.resize.progress.clone() else { return };
        let mut running =
            (0..self.containers.len()).filter(|at| self.containers[*at].running_since().is_some());
        if self.whole == self.granted.whole && running.all(|at| self.has_granted(at)) {
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

fn restarts_for(spec: &Container, name: &str) -> bool {
    let policies =
        spec.extra.as_deref().and_then(|extra| extra.get("resizePolicy")).and_then(Value::as_array);
    let mut policies = policies.into_iter().flatten();
    policies.any(|one| one["resourceName"] == name && one["restartPolicy"] == "RestartContainer")
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
