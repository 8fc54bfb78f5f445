//! Which processes see one another.
//!
//! Models PIDNamespaceForPod in pkg/kubelet/util/format and runtimeutil, v1.36: a container has its processes to itself,
//! shares them with the whole pod (`shareProcessNamespace`, the pause process is the first then), or with the one it was
//! added to look into (`targetContainerName`), or with the whole node (`hostPID`). Deviation: numbers of containers are far
//! apart, so that none occurs twice; of the node's own processes there are three.

use std::sync::Arc;

use super::container::{ContainerRun, Stage};
use super::eviction::Workers;
use super::worker::PodWorker;
use crate::kinds::pod::Pod;

/// The first process of a container that is not alone: of the first, and how far the next one's is.
const FIRST: u32 = 7;
const APART: u32 = 100;

/// What runs on a node besides containers.
const OF_NODE: [(u32, &str); 3] = [
    (1, "/sbin/init"),
    (612, "/usr/bin/containerd"),
    (733, "/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml"),
];

fn is_set(pod: &Pod, field: &str) -> bool {
    pod.spec.extra.as_deref().and_then(|extra| extra.get(field)) == Some(&true.into())
}

fn shares(pod: &Pod) -> bool {
    is_set(pod, "shareProcessNamespace") || is_host(pod)
}

/// Whether a pod's processes are among the node's.
pub fn is_host(pod: &Pod) -> bool {
    is_set(pod, "hostPID")
}

/// All processes of a node, with their numbers there.
pub fn of_node(worker: &PodWorker, peers: &Workers) -> Vec<(u32, Arc<str>)> {
    let on_node = peers.values().map(|peer| &**peer).filter(|peer| peer.node == worker.node);
    let own = OF_NODE.iter().map(|(pid, line)| (*pid, Arc::from(*line)));
    let all = on_node.chain([worker]).flat_map(PodWorker::host_processes);
    let mut all: Vec<(u32, Arc<str>)> = own.chain(all).collect();
    all.sort();
    all
}

fn target<'p>(pod: &'p Pod, name: &str) -> Option<&'p str> {
    let added = pod.spec.ephemeral_containers.iter().find(|one| one.0.name == name)?;
    added.0.extra.as_deref()?.get("targetContainerName")?.as_str().filter(|name| !name.is_empty())
}

impl PodWorker {
    /// The container whose namespace a container is in; none if it is the pod's.
    fn namespace_of(&self, at: usize) -> Option<usize> {
        if shares(&self.pod) {
            return None;
        }
        let target = target(&self.pod, &self.containers[at].name);
        let found = target.and_then(|name| self.containers.iter().position(|run| run.name == name));
        Some(found.unwrap_or(at))
    }

    /// The number of a container's first process.
    pub(super) fn first_pid(&self, at: usize) -> u32 {
        match self.namespace_of(at) {
            Some(own) if own == at => 1,
            None if is_host(&self.pod) => self.containers[at].host_pid,
            _ => FIRST + APART * at as u32,
        }
    }

    /// Gives the processes of a container's next instance their numbers.
    pub(super) fn number(&mut self, at: usize, stage: &mut Stage<'_, '_>) {
        self.containers[at].host_pid = stage.agent.allocate_pids();
        self.containers[at].first_pid = self.first_pid(at);
    }

    /// Its pause process and those of its containers, as the node numbers them.
    fn host_processes(&self) -> Vec<(u32, Arc<str>)> {
        let running = self.containers.iter().filter(|run| run.running_since().is_some());
        let of_run = |run: &ContainerRun| {
            let ahead = run.host_pid.saturating_sub(run.first_pid);
            run.processes(run.first_pid).into_iter().map(move |(pid, line)| (pid + ahead, line))
        };
        let all: Vec<(u32, Arc<str>)> = running.flat_map(of_run).collect();
        let pause = (!all.is_empty()).then(|| (self.pause_pid, Arc::from("/pause")));
        pause.into_iter().chain(all).collect()
    }

    /// The container that a process of the node is in, and its number there.
    pub(super) fn find_host_pid(&self, pid: u32) -> Option<(usize, u32)> {
        let running = self.containers.iter().enumerate().filter(|(_, run)| run.running_since().is_some());
        let mut found = running.filter_map(|(at, run)| {
            let own = pid.checked_sub(run.host_pid.saturating_sub(run.first_pid))?;
            run.processes(run.first_pid).iter().any(|(one, _)| *one == own).then_some((at, own))
        });
        found.next()
    }

    /// The running containers whose processes a container sees.
    fn in_sight(&self, at: usize) -> impl Iterator<Item = (usize, &ContainerRun)> {
        let namespace = self.namespace_of(at);
        let runs = self.containers.iter().enumerate();
        runs.filter(move |(other, run)| {
            run.running_since().is_some() && self.namespace_of(*other) == namespace
        })
    }

    /// A container, and the others whose processes it sees.
    pub(super) fn seen_from(&self, at: usize) -> Vec<usize> {
        let others = self.in_sight(at).map(|(other, _)| other).filter(|other| *other != at);
        others.chain([at]).collect()
    }

    /// Numbers and command lines of the processes a container sees.
    pub(super) fn processes_seen(&self, at: usize) -> Vec<(u32, Arc<str>)> {
        let shared = self.namespace_of(at).is_none() && !is_host(&self.pod);
        let pause = shared.then(|| (1, Arc::from("/pause")));
        let all = self.in_sight(at).flat_map(|(other, run)| run.processes(self.first_pid(other)));
        let mut all: Vec<(u32, Arc<str>)> = pause.into_iter().chain(all).collect();
        all.sort();
        all
    }

    /// The container a process belongs to that a container sees.
    pub(super) fn owner_of(&self, at: usize, pid: u32) -> Option<usize> {
        let has = |(other, run): &(usize, &ContainerRun)| {
            run.processes(self.first_pid(*other)).iter().any(|(own, _)| *own == pid)
        };
        self.in_sight(at).find(has).map(|(other, _)| other)
    }
}
