//! Pod cards.

use std::sync::Arc;

use super::age_s;
use crate::cluster::kubelet::{ContainerRun, PodWorker};
use crate::cluster::{Key, World};
use crate::kinds::pod::Pod;
use crate::kinds::pod_status::ContainerStatus;
use crate::kinds::replicaset::ReplicaSet;
use crate::kinds::{Kind, Resource};
use crate::kubectl::columns;
use crate::view::{ContainerView, LightState, PodView};

/// Probe results shown on a card, for each container.
const LIMIT_PROBE_DOTS: usize = 8;

/// Every pod with the name of its node, empty while it has none.
pub fn all(world: &World) -> Vec<(String, PodView)> {
    let objects = world.api().store().objects(Kind::Pod);
    let pods = objects.filter_map(|(key, object)| Some((key, Pod::of(object)?)));
    pods.map(|(key, pod)| (pod.spec.node_name.clone(), one(world, key, pod))).collect()
}

pub fn one(world: &World, key: &Key, pod: &Arc<Pod>) -> PodView {
    let columns = columns::pod(pod);
    let worker = world.kubelets().worker(&pod.meta.uid);
    let usage = world.api().pod_metrics().and_then(|metrics| metrics.get(key));
    PodView {
        reference: super::reference(key),
        uid: pod.meta.uid.clone(),
        light: light(pod, &columns.status),
        status: columns.status,
        ready: format!("{}/{}", columns.ready, columns.total),
        is_ready: pod.is_ready(),
        restarts: columns.restarts.max(0) as u32,
        ip: pod.status.pod_ip.clone(),
        owner: owner(world, pod),
        revision: pod.meta.labels.get("pod-template-hash").cloned().unwrap_or_default(),
        containers: containers(pod, worker),
        cpu_milli: usage.map_or(0, |usage| usage.cpu_nano().div_ceil(1_000_000)),
        memory_bytes: usage.map_or(0, |usage| usage.memory_bytes()),
        requests_per_s: requests_per_s(world, key),
        age_s: age_s(world, pod.meta.creation_timestamp),
    }
}

pub fn light(pod: &Pod, status: &str) -> LightState {
    match status {
        _ if status.contains("BackOff") || status.contains("Err") || status.contains("Invalid") => {
            LightState::Bad
        }
        "Error" | "Failed" | "OOMKilled" | "Evicted" | "Unknown" => LightState::Bad,
        "Completed" | "Succeeded" | "Terminating" => LightState::Quiet,
        "Running" if pod.is_ready() => LightState::Good,
        "Pending" if pod.status.condition("PodScheduled").is_some_and(|one| one.status == "False") => {
            LightState::Bad
        }
        _ => LightState::Busy,
    }
}

/// The Deployment of the pod's ReplicaSet, or its controller.
fn owner(world: &World, pod: &Pod) -> String {
    // A static pod's node only says where it is.
    let Some(owner) = pod.meta.controller().filter(|owner| owner.kind != "Node") else {
        return String::new();
    };
    let set = world.api().store().get::<ReplicaSet>(&pod.meta.namespace, &owner.name);
    let top = set.and_then(|set| set.meta.controller()).unwrap_or(owner);
    format!("{}/{}", top.kind, top.name)
}

fn requests_per_s(world: &World, key: &Key) -> u32 {
    let last = |load: &crate::cluster::network::Load| {
        let tick = load.ticks.back().filter(|tick| world.now().since(tick.at).as_millis() <= 1500)?;
        tick.by_pod.get(key).copied()
    };
    world.network().loads().iter().filter_map(last).sum::<u64>() as u32
}

fn containers(pod: &Pod, worker: Option<&PodWorker>) -> Vec<ContainerView> {
    let init = pod.spec.init_containers.iter().map(|spec| (spec, true));
    let main = pod.spec.containers.iter().map(|spec| (spec, false));
    let view = |(spec, init): (&crate::kinds::container::Container, bool)| {
        let status = pod.status.container(&spec.name);
        let run = worker.and_then(|worker| worker.containers.iter().find(|run| run.name == spec.name));
        ContainerView {
            name: spec.name.clone(),
            image: spec.image.clone(),
            init,
            state: status.map_or_else(|| "waiting".into(), state_word),
            light: status.map_or(LightState::Quiet, container_light),
            ready: status.is_some_and(ContainerStatus::is_ready),
            probes: run.map(probe_dots).unwrap_or_default(),
        }
    };
    init.chain(main).map(view).collect()
}

/// `running`, `waiting: CrashLoopBackOff`, `terminated: Error (1)`
pub fn state_word(status: &ContainerStatus) -> String {
    let state = &status.state;
    if state.running.is_some() {
        return "running".into();
    }
    if let Some(ended) = &state.terminated {
        return format!("terminated: {} ({})", ended.reason, ended.exit_code.unwrap_or_default());
    }
    match &state.waiting {
        Some(waiting) if !waiting.reason.is_empty() => format!("waiting: {}", waiting.reason),
        _ => "waiting".into(),
    }
}

fn container_light(status: &ContainerStatus) -> LightState {
    let state = &status.state;
    if state.running.is_some() {
        return if status.is_ready() { LightState::Good } else { LightState::Busy };
    }
    if let Some(ended) = &state.terminated {
        return if ended.exit_code == Some(0) { LightState::Quiet } else { LightState::Bad };
    }
    let troubled =
        |reason: &str| reason.contains("BackOff") || reason.contains("Err") || reason.contains("Invalid");
    if state.waiting.as_ref().is_some_and(|waiting| troubled(&waiting.reason)) {
        LightState::Bad
    } else {
        LightState::Busy
    }
}

fn probe_dots(run: &ContainerRun) -> Vec<(char, bool)> {
    let mut dots: Vec<_> =
        run.probes
            .iter()
            .flat_map(|probe| {
                probe.history.iter().map(|record| {
                    (record.at, probe.kind.title().chars().next().unwrap_or('?'), record.success)
                })
            })
            .collect();
    dots.sort();
    let from = dots.len().saturating_sub(LIMIT_PROBE_DOTS);
    dots[from..].iter().map(|(_, letter, success)| (*letter, *success)).collect()
}
