//! Volumes in memory: emptyDir with medium Memory.
//!
//! Models pkg/volume/emptydir (SizeMemoryBackedVolumes) and the accounting of tmpfs in control groups, v1.36. What is written counts as
//! memory of the container that wrote it, and after its end as its pod's; it is lost when the machine goes off.

use serde_json::Value;

use super::container::Stage;
use super::resources::is_limited;
use super::volumes;
use super::worker::PodWorker;
use crate::cluster::process::disk::Storage;
use crate::cluster::scheduler::resources::limits;
use crate::kinds::node::Node;
use crate::kinds::quantity::Quantity;
use crate::sim::SimTime;

/// The most a volume may hold: what it says, the pod's limit of memory, and what the node can give.
pub fn room(volume: &Value, stage: &Stage<'_, '_>) -> Option<u64> {
    let bytes = |amount: &Quantity| amount.value().max(0) as u64;
    let own = volume["sizeLimit"].as_str().and_then(|text| Quantity::parse(text).ok());
    let of_pod = limits(&stage.pod.spec).remove("memory").filter(|_| is_limited(&stage.pod.spec, "memory"));
    let node = stage.api.store().get::<Node>("", &stage.agent.name);
    let of_node = node.and_then(|node| node.status.allocatable.get("memory").cloned());
    [own, of_pod, of_node].iter().flatten().map(bytes).filter(|bytes| *bytes > 0).min()
}

/// The disks of a pod's volumes in memory.
pub fn disks(worker: &PodWorker) -> Vec<String> {
    let own = volumes::empty_dirs(&worker.pod).into_iter().filter(|one| one.in_memory);
    own.map(|one| volumes::own_disk(&worker.pod, &one.name)).collect()
}

impl PodWorker {
    /// After a process of a container had its turn: what it wrote into memory is its container's.
    pub(super) fn charge(&mut self, at: usize, storage: &Storage, now: SimTime) {
        if self.tmpfs.is_empty() {
            return;
        }
        let held: u64 = self.tmpfs.iter().map(|disk| storage.size(disk)).sum();
        let own = &mut self.containers[at].tmpfs;
        let bytes = match held.checked_sub(self.tmpfs_bytes) {
            Some(more) => own.bytes() + more,
            None => own.bytes().saturating_sub(self.tmpfs_bytes - held),
        };
        own.set(bytes, now);
        self.tmpfs_bytes = held;
    }

    /// The machine went off.
    pub(super) fn lose_tmpfs(&mut self, storage: &mut Storage) {
        self.tmpfs.iter().for_each(|disk| storage.drop_all(disk));
        self.tmpfs_bytes = 0;
    }
}
