//! What a pod's containers are given of the node's resources: what is asked for, allotted and in force.
//!
//! Models pkg/kubelet/allocation/allocation_manager.go and convertToAPIPodLevelResourcesStatus in
//! pkg/kubelet/kubelet_pods.go, v1.36. The spec is what is wanted; the worker's allocation is what the kubelet has
//! granted; a container's own `resources` are what its control group has.

use std::sync::Arc;

use super::container::Stage;
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

impl PodWorker {
    /// The resources granted to a container.
    pub(super) fn allocated(&self, name: &str) -> Option<&ResourceRequirements> {
        let at = self.containers.iter().position(|run| run.name == name)?;
        self.granted.get(at)
    }

    /// The spec with the resources that were granted.
    pub(super) fn allocated_spec(&self) -> Arc<PodSpec> {
        let mut spec = self.pod.spec.clone();
        let all = spec.init_containers.iter().chain(&spec.containers);
        if all.zip(&self.granted).all(|(container, granted)| container.resources == *granted) {
            return spec;
        }
        let changed = Arc::make_mut(&mut spec);
        let all = changed.init_containers.iter_mut().chain(&mut changed.containers);
        all.zip(&self.granted).for_each(|(container, granted)| container.resources = granted.clone());
        spec
    }
}

/// The resources of all containers, in the order of workers.
pub(super) fn wanted(spec: &PodSpec) -> Vec<ResourceRequirements> {
    spec.init_containers.iter().chain(&spec.containers).map(|one| one.resources.clone()).collect()
}

/// The resources of a pod as its status tells them: what is allotted, and while it runs what its control group
/// says, which knows nothing of requested memory; once the group is gone only that is left.
pub(super) fn of_pod(worker: &PodWorker, ending: Ending, stage: &Stage<'_, '_>) -> ResourceRequirements {
    let known = worker.told_running.is_some_and(|at| at + WATCHED <= stage.now);
    let spec = worker.allocated_spec();
    let (mut requests, mut limits) = (requests(&spec), limits(&spec));
    if ending == Ending::PutAway && worker.containers.iter().any(|run| run.starts > 0) {
        requests.remove("cpu");
        limits.retain(|name, _| !in_group(name));
    } else if known && worker.pod.status.phase == "Running" {
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

/// A pod's control group is limited if all of its containers are: ResourceConfigForPod.
fn is_limited(spec: &PodSpec, name: &str) -> bool {
    let has = |list: &ResourceList| list.contains_key(name);
    let sidecars = spec.init_containers.iter().filter(|one| super::restart::is_sidecar(one));
    let mut all = spec.containers.iter().chain(sidecars);
    spec.resources.as_ref().is_some_and(|own| has(&own.limits)) || all.all(|one| has(&one.resources.limits))
}
