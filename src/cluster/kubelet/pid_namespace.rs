//! Which processes see one another.
//!
//! Models PIDNamespaceForPod in pkg/kubelet/util/format and runtimeutil, v1.36: a container has its processes to itself,
//! shares them with the whole pod (`shareProcessNamespace`, the pause process is the first then), or with the one it was
//! added to look into (`targetContainerName`). Deviation: numbers of containers are far apart, so that none occurs twice.

use std::sync::Arc;

use super::container::ContainerRun;
use super::worker::PodWorker;
use crate::kinds::pod::Pod;

/// The first process of a container that is not alone: of the first, and how far the next one's is.
const FIRST: u32 = 7;
const APART: u32 = 100;

fn shares(pod: &Pod) -> bool {
    pod.spec.extra.as_deref().and_then(|extra| extra.get("shareProcessNamespace")) == Some(&true.into())
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
            _ => FIRST + APART * at as u32,
        }
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
        let pause = self.namespace_of(at).is_none().then(|| (1, Arc::from("/pause")));
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
