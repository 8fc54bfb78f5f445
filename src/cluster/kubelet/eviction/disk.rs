//! A node's disk: how much is left, who uses it, what can be thrown away; and pods that write more than they may.
//!
//! Models the disk parts of pkg/kubelet/eviction/helpers.go and eviction_manager.go, v1.36. Images, containers and volumes are on one
//! file system, so that imagefs.available is met first. Deviation: what the system itself takes is a guess.

use std::collections::{BTreeMap, BTreeSet};

use super::super::agent::NodeAgent;
use super::super::container::ContainerRun;
use super::super::volumes;
use super::super::worker::PodWorker;
use super::{Signal, Usage, Workers, on};
use crate::cluster::images;
use crate::cluster::process::disk::Storage;
use crate::cluster::scheduler::resources::{limits, requests};
use crate::kinds::quantity::Quantity;

pub const RESOURCE: &str = "ephemeral-storage";
/// DefaultEvictionHard: imagefs.available<15%
const THRESHOLD_PERCENT: u64 = 15;
/// What the operating system takes.
const SYSTEM: u64 = 4 << 30;

pub fn signal(agent: &NodeAgent, workers: &Workers, storage: &Storage) -> Option<Signal> {
    let written = on(&agent.name, workers).map(|worker| written(worker, storage)).sum::<u64>();
    let hosts = storage.size(&volumes::node_disk(&agent.name));
    let images = images_of(agent).values().sum::<u64>();
    let used = [SYSTEM, written, hosts, images].into_iter().fold(0, u64::saturating_add);
    let known = agent.disk_bytes > 0;
    known.then(|| Signal {
        resource: RESOURCE,
        condition: "DiskPressure",
        threshold: agent.disk_bytes / 100 * THRESHOLD_PERCENT,
        available: agent.disk_bytes.saturating_sub(used),
    })
}

/// The images of a node by their full names, and their bytes.
fn images_of(agent: &NodeAgent) -> BTreeMap<String, u64> {
    let named = agent.images.iter();
    named.map(|image| (images::full_name(image), images::model_of(image).size_bytes)).collect()
}

/// Images that no pod of the node uses go first; whether that frees so much.
pub fn delete_unused_images(agent: &mut NodeAgent, workers: &Workers, wanted: u64) -> bool {
    let on_node = on(&agent.name, workers).filter(|worker| !worker.pod.is_terminal());
    let used: BTreeSet<String> = on_node
        .flat_map(|worker| worker.containers.iter().map(|run| images::full_name(&run.image)))
        .collect();
    let all = images_of(agent);
    let freed = all.iter().filter(|(name, _)| !used.contains(*name)).map(|(_, bytes)| bytes).sum::<u64>();
    agent.images.retain(|image| used.contains(&images::full_name(image)));
    freed > 0 && freed >= wanted
}

/// What a pod's volumes, layers and logs take.
fn written(worker: &PodWorker, storage: &Storage) -> u64 {
    let volumes = volumes::empty_dirs(&worker.pod).into_iter().filter(|one| !one.in_memory);
    let volumes = volumes.map(|one| storage.size(&volumes::own_disk(&worker.pod, &one.name)));
    volumes.sum::<u64>() + worker.containers.iter().map(|run| of_container(worker, run, storage)).sum::<u64>()
}

fn of_container(worker: &PodWorker, run: &ContainerRun, storage: &Storage) -> u64 {
    let log: usize = run.log.iter().map(|line| line.text.len()).sum();
    storage.size(&volumes::layer(&worker.uid, &run.name)) + log as u64
}

pub fn usage(worker: &PodWorker, storage: &Storage) -> Usage {
    let container = |run: &ContainerRun| {
        let spec = worker.pod.container_named(&run.name);
        let asked = spec.and_then(|spec| spec.resources.requests.get(RESOURCE).cloned());
        (run.name.clone(), of_container(worker, run, storage), asked)
    };
    Usage {
        used: written(worker, storage),
        requested: requests(&worker.pod.spec).get(RESOURCE).map_or(0, |one| one.value().max(0) as u64),
        containers: worker.containers.iter().map(container).collect(),
    }
}

/// localStorageEviction: what a pod's volumes and layers hold against their limits.
pub fn too_much_written(worker: &PodWorker, storage: &Storage) -> Option<String> {
    let pod = &worker.pod;
    let over = |limit: &Quantity, used: u64| limit.value() > 0 && used > limit.value() as u64;
    let mut volumes = 0;
    for volume in volumes::empty_dirs(pod) {
        let used = storage.size(&volumes::own_disk(pod, &volume.name));
        if let Some(limit) = volume.limit.filter(|limit| over(limit, used)) {
            let name = &volume.name;
            return Some(format!(
                "Usage of EmptyDir volume {name:?} exceeds the limit {:?}. ",
                limit.to_string()
            ));
        }
        volumes += if volume.in_memory { 0 } else { used };
    }
    let layer = |run: &ContainerRun| storage.size(&volumes::layer(&worker.uid, &run.name));
    let whole = limits(&pod.spec).remove("ephemeral-storage");
    let used = volumes + worker.containers.iter().map(layer).sum::<u64>();
    if let Some(limit) = whole.filter(|limit| over(limit, used)) {
        return Some(format!(
            "Pod ephemeral local storage usage exceeds the total limit of containers {limit}. "
        ));
    }
    worker.containers.iter().find_map(|run| {
        let limit = pod.container_named(&run.name)?.resources.limits.get("ephemeral-storage")?;
        let text = format!(
            "Container {} exceeded its local ephemeral storage limit {:?}. ",
            run.name,
            limit.to_string()
        );
        over(limit, layer(run)).then_some(text)
    })
}
