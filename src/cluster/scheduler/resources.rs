//! Amounts the scheduler adds up: pkg/scheduler/framework/types.go Resource and component-helpers
//! resource/helpers.go, v1.36.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::kinds::container::{Container, ResourceList};
use crate::kinds::pod::{Pod, PodSpec};
use crate::kinds::quantity::{Format, Quantity};

/// CPU in thousandths, the rest in their units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resources {
    pub cpu_milli: i64,
    pub memory_bytes: i64,
    pub ephemeral_bytes: i64,
    pub scalar: BTreeMap<String, i64>,
}

/// DefaultMilliCPURequest, DefaultMemoryRequest: what a container without requests counts for in scores.
const NON_ZERO_CPU_MILLI: i64 = 100;
const NON_ZERO_MEMORY_BYTES: i64 = 200 * 1024 * 1024;

impl Resources {
    pub fn of_list(list: &ResourceList) -> Resources {
        let mut all = Resources::default();
        for (name, amount) in list {
            match name.as_str() {
                "cpu" => all.cpu_milli = amount.milli_value(),
                "memory" => all.memory_bytes = amount.value(),
                "ephemeral-storage" => all.ephemeral_bytes = amount.value(),
                other if is_scalar(other) => drop(all.scalar.insert(other.to_owned(), amount.value())),
                _ => {}
            }
        }
        all
    }

    pub fn get(&self, name: &str) -> i64 {
        match name {
            "cpu" => self.cpu_milli,
            "memory" => self.memory_bytes,
            "ephemeral-storage" => self.ephemeral_bytes,
            other => self.scalar.get(other).copied().unwrap_or_default(),
        }
    }

    pub fn add(&mut self, other: &Resources) {
        self.combine(other, i64::saturating_add);
    }

    pub fn subtract(&mut self, other: &Resources) {
        self.combine(other, i64::saturating_sub);
    }

    fn combine(&mut self, other: &Resources, with: impl Fn(i64, i64) -> i64) {
        self.cpu_milli = with(self.cpu_milli, other.cpu_milli);
        self.memory_bytes = with(self.memory_bytes, other.memory_bytes);
        self.ephemeral_bytes = with(self.ephemeral_bytes, other.ephemeral_bytes);
        for (name, amount) in &other.scalar {
            let held = self.scalar.entry(name.clone()).or_default();
            *held = with(*held, *amount);
        }
    }

    /// Whether nothing at all is named.
    pub fn is_zero(&self) -> bool {
        self.cpu_milli == 0 && self.memory_bytes == 0 && self.ephemeral_bytes == 0 && self.scalar.is_empty()
    }
}

/// Names that are counted although they are not CPU, memory or disk: schedutil IsScalarResourceName.
pub fn is_scalar(name: &str) -> bool {
    is_extended(name)
        || name.starts_with("hugepages-")
        || name.contains("kubernetes.io/")
        || name.starts_with("attachable-volumes-")
}

/// v1helper IsExtendedResourceName
pub fn is_extended(name: &str) -> bool {
    name.contains('/') && !name.contains("kubernetes.io/") && !name.starts_with("requests.")
}

/// What a pod asks for.
pub fn requested(spec: &PodSpec) -> Resources {
    Resources::of_list(&pod_requests(spec, false, true))
}

/// The same, with something for containers that ask for no CPU or memory.
pub fn non_zero_requested(spec: &PodSpec) -> Resources {
    Resources::of_list(&pod_requests(spec, true, true))
}

/// The same without what the pod asks for as a whole: NodeResourcesFit scores by this.
pub fn non_zero_of_containers(spec: &PodSpec) -> Resources {
    Resources::of_list(&pod_requests(spec, true, false))
}

/// PodRequests: containers, what the pod asks for as a whole in their place, overhead.
fn pod_requests(spec: &PodSpec, non_zero: bool, pod_level: bool) -> ResourceList {
    let mut all = container_requests(spec, non_zero);
    if let Some(own) = spec.resources.as_ref().filter(|_| pod_level) {
        for (name, amount) in own.requests.iter().filter(|(name, _)| is_pod_level(name)) {
            all.insert(name.clone(), amount.clone());
        }
    }
    add_list(&mut all, &spec.overhead);
    all
}

/// IsSupportedPodLevelResource
fn is_pod_level(name: &str) -> bool {
    name == "cpu" || name == "memory" || name.starts_with("hugepages-")
}

/// Whether the resources of a pod's containers are not yet, or not all, what the spec says.
pub fn is_resizing(pod: &Pod) -> bool {
    let statuses = pod.status.container_statuses.iter().chain(&pod.status.init_container_statuses);
    let mut told = statuses.filter_map(|status| Some((status, status.resources.as_ref()?)));
    let whole = pod.spec.resources.as_ref().filter(|_| pod.status.resources.is_some());
    let wanted = whole.map(|whole| of_whole(&whole.requests)).unwrap_or_default();
    let allotted = &pod.status.allocated_resources;
    let differs = |(name, amount): (&String, &Quantity)| allotted.get(name).is_some_and(|one| one != amount);
    wanted.iter().any(differs)
        || told.any(|(status, held)| {
            let spec = pod.container_named(&status.name);
            spec.is_some_and(|spec| {
                held.requests != spec.resources.requests
                    || status.allocated_resources != spec.resources.requests
            })
        })
}

/// The spec a pod is counted by: of each request the largest of what is wanted, allotted and in force, and without
/// what is wanted if no node of the size can give it. determineContainerReqs of component-helpers resource.
pub fn in_mind(pod: &Pod) -> Arc<PodSpec> {
    let mut spec = pod.spec.clone();
    if !is_resizing(pod) {
        return spec;
    }
    let pending = pod.status.condition("PodResizePending");
    let infeasible = pending.is_some_and(|one| one.reason == "Infeasible");
    let changed = Arc::make_mut(&mut spec);
    for container in changed.containers.iter_mut().chain(&mut changed.init_containers) {
        let Some(status) = pod.status.container(&container.name) else { continue };
        let Some(held) = &status.resources else { continue };
        let wanted = &mut container.resources.requests;
        if infeasible {
            wanted.clear();
        }
        raise_to(wanted, &held.requests);
        raise_to(wanted, &status.allocated_resources);
    }
    if let Some(whole) = changed.resources.as_mut().filter(|whole| !whole.requests.is_empty()) {
        let told = pod.status.resources.as_ref().map(|held| &held.requests);
        if infeasible {
            whole.requests.retain(|name, _| !pod.status.allocated_resources.contains_key(name));
        }
        let told = told.into_iter().chain([&pod.status.allocated_resources]);
        told.for_each(|told| raise_to(&mut whole.requests, &of_whole(told)));
    }
    spec
}

/// Those of some amounts that a pod can ask for as a whole.
fn of_whole(list: &ResourceList) -> ResourceList {
    let named = list.iter().filter(|(name, _)| is_pod_level(name));
    named.map(|(name, amount)| (name.clone(), amount.clone())).collect()
}

/// What a pod's containers ask for together, by name.
pub fn of_containers(spec: &PodSpec) -> ResourceList {
    container_requests(spec, false)
}

/// What a pod asks for, by name.
pub fn requests(spec: &PodSpec) -> ResourceList {
    pod_requests(spec, false, true)
}

/// PodLimits: as the requests, but that what runs the pod is only added to what is limited.
pub fn limits(spec: &PodSpec) -> ResourceList {
    let mut all = aggregate(spec, &|container| container.resources.limits.clone());
    if let Some(own) = &spec.resources {
        for (name, amount) in own.limits.iter().filter(|(name, _)| is_pod_level(name)) {
            all.insert(name.clone(), amount.clone());
        }
    }
    for (name, amount) in &mut all {
        if let Some(more) = spec.overhead.get(name) {
            amount.add(more);
        }
    }
    all
}

/// AggregateContainerRequests
fn container_requests(spec: &PodSpec, non_zero: bool) -> ResourceList {
    aggregate(spec, &|container| asked(container, non_zero))
}

/// The larger of the containers' sum and any init container, sidecars counted in.
fn aggregate(spec: &PodSpec, of: &dyn Fn(&Container) -> ResourceList) -> ResourceList {
    let mut sum = ResourceList::new();
    for container in &spec.containers {
        add_list(&mut sum, &of(container));
    }
    let (mut sidecars, mut peak) = (ResourceList::new(), ResourceList::new());
    for container in &spec.init_containers {
        let mut needed = of(container);
        if container.restart_policy.as_deref() == Some("Always") {
            add_list(&mut sum, &needed);
            add_list(&mut sidecars, &needed);
            needed = sidecars.clone();
        } else {
            add_list(&mut needed, &sidecars);
        }
        raise_to(&mut peak, &needed);
    }
    raise_to(&mut sum, &peak);
    sum
}

fn asked(container: &Container, non_zero: bool) -> ResourceList {
    let mut asked = container.resources.requests.clone();
    if non_zero {
        let cpu = || Quantity::from_milli(NON_ZERO_CPU_MILLI, Format::DecimalSI);
        let memory = || Quantity::from_value(NON_ZERO_MEMORY_BYTES, Format::DecimalSI);
        asked.entry("cpu".into()).or_insert_with(cpu);
        asked.entry("memory".into()).or_insert_with(memory);
    }
    asked
}

fn add_list(list: &mut ResourceList, more: &ResourceList) {
    for (name, amount) in more {
        match list.get_mut(name) {
            Some(held) => held.add(amount),
            None => drop(list.insert(name.clone(), amount.clone())),
        }
    }
}

fn raise_to(list: &mut ResourceList, other: &ResourceList) {
    for (name, amount) in other {
        match list.get_mut(name) {
            Some(held) if *held >= *amount => {}
            _ => drop(list.insert(name.clone(), amount.clone())),
        }
    }
}
