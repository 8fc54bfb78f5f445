//! What a pod's containers are given of the node's resources: what is asked for, allotted and in force.
//!
//! Models pkg/kubelet/allocation/allocation_manager.go and convertToAPIPodLevelResourcesStatus in
//! pkg/kubelet/kubelet_pods.go, v1.36. The spec is what is wanted; the worker's allocation is what the kubelet has
//! granted; a container's own `resources` are what its control group has.

use std::sync::Arc;

use super::container::{ContainerRun, Stage};
use super::status::Ending;
use super::worker::PodWorker;
use crate::cluster::scheduler::resources::{limits, requests};
use crate::kinds::container::{ResourceList, ResourceRequirements};
use crate::kinds::pod::PodSpec;
use crate::kinds::quantity::{Format, Quantity};
use crate::sim::Span;

/// What an unlimited control group of version 1 says: the largest number of whole pages, in Ki.
const UNLIMITED_BYTES: i64 = 9_007_199_254_740_988 << 10;
/// Until the kubelet sees in its own pod what it has written.
const WATCHED: Span = Span::from_millis(100);

/// Resources as a spec names them: of the pod as a whole, and of its containers in the order of workers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Allotment {
    pub whole: Option<ResourceRequirements>,
    pub containers: Vec<ResourceRequirements>,
}

impl Allotment {
    pub fn of(spec: &PodSpec) -> Allotment {
        let all = spec.init_containers.iter().chain(&spec.containers);
        Allotment {
            whole: spec.resources.clone(),
            containers: all.map(|one| one.resources.clone()).collect(),
        }
    }

    /// Whether a spec names these resources.
    pub fn is_of(&self, spec: &PodSpec) -> bool {
        let mut all = spec.init_containers.iter().chain(&spec.containers).zip(&self.containers);
        spec.resources == self.whole && all.all(|(container, own)| container.resources == *own)
    }

    /// A spec with these resources.
    pub fn within(&self, spec: &Arc<PodSpec>) -> Arc<PodSpec> {
        let mut spec = spec.clone();
        if !self.is_of(&spec) {
            let changed = Arc::make_mut(&mut spec);
            changed.resources.clone_from(&self.whole);
            let all = changed.init_containers.iter_mut().chain(&mut changed.containers);
            all.zip(&self.containers).for_each(|(container, own)| container.resources = own.clone());
        }
        spec
    }

    /// A container's own limit, or what it has of its pod.
    pub fn limit(&self, at: usize, name: &str) -> Option<Quantity> {
        let own = self.containers.get(at)?.limits.get(name).filter(|limit| !limit.is_zero());
        own.cloned().or_else(|| self.inherited(at).remove(name))
    }

    /// The limits that a container has of its pod, for want of its own: getCPULimit, getMemoryLimit.
    pub fn inherited(&self, at: usize) -> ResourceList {
        let Some(own) = self.containers.get(at) else { return ResourceList::new() };
        let whole = self.whole.iter().flat_map(|whole| &whole.limits).filter(|(name, _)| in_group(name));
        let lacks = |name: &str| own.limits.get(name).is_none_or(Quantity::is_zero);
        whole.filter(|(name, _)| lacks(name)).map(|(name, limit)| (name.clone(), limit.clone())).collect()
    }
}

impl PodWorker {
    /// The resources granted to a container.
    pub(super) fn allocated(&self, name: &str) -> Option<&ResourceRequirements> {
        let at = self.containers.iter().position(|run| run.name == name)?;
        self.granted.containers.get(at)
    }

    /// The spec with the resources that were granted.
    pub(super) fn allocated_spec(&self) -> Arc<PodSpec> {
        self.granted.within(&self.pod.spec)
    }

    /// The spec with the resources that are in force where containers run.
    fn spec_in_force(&self) -> Arc<PodSpec> {
        let mut allotment = Allotment { whole: self.whole.clone(), ..self.granted.clone() };
        for (held, run) in allotment.containers.iter_mut().zip(&self.containers) {
            if run.running_since().is_some() {
                held.clone_from(&run.resources);
            }
        }
        allotment.within(&self.pod.spec)
    }

    /// What the pod's control group lets all of its containers hold together, once they have what they have now, or what was granted.
    pub(super) fn memory_limit(&self, granted: bool) -> Option<u64> {
        let spec = if granted { self.allocated_spec() } else { self.spec_in_force() };
        let limit = limits(&spec).remove("memory").filter(|_| is_limited(&spec, "memory"));
        limit.map(|limit| limit.value().max(0) as u64).filter(|limit| *limit > 0)
    }

    /// Gives a container's control group what was granted.
    pub(super) fn give(&mut self, at: usize) {
        let inherited = self.granted.inherited(at);
        let run = &mut self.containers[at];
        run.resources = self.granted.containers.get(at).cloned().unwrap_or_default();
        run.inherited = inherited;
    }

    /// Whether a container's control group has what was granted.
    pub(super) fn has_granted(&self, at: usize) -> bool {
        let run = &self.containers[at];
        let granted = self.granted.containers.get(at).is_none_or(|granted| run.resources == *granted);
        let is_alone = self.granted.whole.is_none() && run.inherited.is_empty();
        granted && (is_alone || run.inherited == self.granted.inherited(at))
    }
}

impl ContainerRun {
    /// What its control group is limited to.
    pub fn limit(&self, name: &str) -> Option<&Quantity> {
        let own = self.resources.limits.get(name).filter(|limit| !limit.is_zero());
        own.or_else(|| self.inherited.get(name))
    }

    /// Thousandths of a core its shares are of: what it asks for, or else its limit.
    pub fn cpu_request_milli(&self) -> u64 {
        let asked = self.resources.requests.get("cpu").or_else(|| self.limit("cpu"));
        asked.map_or(0, |amount| amount.milli_value().max(0) as u64)
    }

    /// What its status tells of it: convertContainerStatusResources, which fills in what the runtime says where
    /// the spec says anything at all.
    pub(super) fn told_resources(&self) -> ResourceRequirements {
        let mut told = self.resources.clone();
        if self.running_since().is_none() {
            return told;
        }
        if !told.limits.is_empty() {
            let inherited = self.inherited.iter().map(|(name, limit)| (name.clone(), limit.clone()));
            told.limits.extend(inherited);
        }
        if let Some(limit) = self.limit("cpu").filter(|_| !told.requests.is_empty()) {
            told.requests.entry("cpu".into()).or_insert_with(|| limit.clone());
        }
        told
    }
}

/// The resources of a pod as its status tells them: what is allotted, and while it runs what its control group
/// says, which knows nothing of requested memory; once the group is gone only that is left.
pub(super) fn of_pod(worker: &PodWorker, ending: Ending, stage: &Stage<'_, '_>) -> ResourceRequirements {
    let known = worker.told_running.is_some_and(|at| at + WATCHED <= stage.now);
    let runs = known && worker.pod.status.phase == "Running";
    let spec = if runs { worker.spec_in_force() } else { worker.allocated_spec() };
    let (mut requests, mut limits) = (requests(&spec), limits(&spec));
    if ending == Ending::PutAway && worker.containers.iter().any(|run| run.starts > 0) {
        requests.remove("cpu");
        limits.retain(|name, _| !in_group(name));
    } else if runs {
        limits.retain(|name, _| !in_group(name) || is_limited(&spec, name));
        if stage.agent.runtime.old_groups && !limits.contains_key("memory") {
            limits.insert("memory".into(), Quantity::from_value(UNLIMITED_BYTES, Format::BinarySI));
        }
    }
    ResourceRequirements { requests, limits, extra: None }
}

fn in_group(name: &str) -> bool {
    matches!(name, "cpu" | "memory")
}

/// A pod's control group is limited if it says so itself, or if all of its containers are: ResourceConfigForPod.
pub(super) fn is_limited(spec: &PodSpec, name: &str) -> bool {
    let has = |list: &ResourceList| list.contains_key(name);
    let sidecars = spec.init_containers.iter().filter(|one| super::restart::is_sidecar(one));
    let mut all = spec.containers.iter().chain(sidecars);
    spec.resources.as_ref().is_some_and(|own| has(&own.limits)) || all.all(|one| has(&one.resources.limits))
}
