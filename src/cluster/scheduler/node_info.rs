//! A node as the scheduler sees it: pkg/scheduler/framework/types.go NodeInfo, v1.36.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::kinds::container::{Container, ResourceList};
use crate::kinds::node::Node;
use crate::kinds::pod::{Pod, PodSpec};

/// Amounts the scheduler adds up: CPU in thousandths, the rest in their units.
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
                "pods" => {}
                other => drop(all.scalar.insert(other.to_owned(), amount.value())),
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
        self.combine(other, |a, b| a.saturating_add(b));
    }

    fn subtract(&mut self, other: &Resources) {
        self.combine(other, |a, b| a.saturating_sub(b));
    }

    fn raise_to(&mut self, other: &Resources) {
        self.combine(other, i64::max);
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

    pub fn is_zero(&self) -> bool {
        let scalars = self.scalar.values().all(|amount| *amount == 0);
        self.cpu_milli == 0 && self.memory_bytes == 0 && self.ephemeral_bytes == 0 && scalars
    }
}

/// What a pod asks for: the larger of its containers' sum and any init container, sidecars counted in.
/// Models component-helpers resource.PodRequests, v1.36.
pub fn pod_request(spec: &PodSpec, of: impl Fn(&Container) -> Resources) -> Resources {
    let mut sum = Resources::default();
    spec.containers.iter().for_each(|container| sum.add(&of(container)));
    let (mut sidecars, mut peak) = (Resources::default(), Resources::default());
    for container in &spec.init_containers {
        let mut needed = of(container);
        if container.restart_policy.as_deref() == Some("Always") {
            sum.add(&needed);
            sidecars.add(&needed);
            needed = sidecars.clone();
        } else {
            needed.add(&sidecars);
        }
        peak.raise_to(&needed);
    }
    sum.raise_to(&peak);
    sum.add(&Resources::of_list(&spec.overhead));
    sum
}

pub fn requested(container: &Container) -> Resources {
    Resources::of_list(&container.resources.requests)
}

pub fn non_zero_requested(container: &Container) -> Resources {
    let mut asked = requested(container);
    if !container.resources.requests.contains_key("cpu") {
        asked.cpu_milli = NON_ZERO_CPU_MILLI;
    }
    if !container.resources.requests.contains_key("memory") {
        asked.memory_bytes = NON_ZERO_MEMORY_BYTES;
    }
    asked
}

/// A node with the pods on it and what they add up to.
#[derive(Clone, Debug, Default)]
pub struct NodeInfo {
    node: Option<Arc<Node>>,
    pub pods: BTreeMap<String, Arc<Pod>>,
    pub requested: Resources,
    pub non_zero: Resources,
    pub allocatable: Resources,
    pub allowed_pods: i64,
}

impl NodeInfo {
    pub fn set_node(&mut self, node: Arc<Node>) {
        self.allocatable = Resources::of_list(&node.status.allocatable);
        self.allowed_pods = node.status.allocatable.get("pods").map_or(0, |pods| pods.value());
        self.node = Some(node);
    }

    pub fn exists(&self) -> bool {
        self.node.is_some()
    }

    pub fn node(&self) -> &Node {
        self.node.as_deref().expect("only nodes that exist are scheduled to")
    }

    pub fn name(&self) -> &str {
        &self.node().meta.name
    }

    pub fn label(&self, key: &str) -> Option<&str> {
        self.node().meta.labels.get(key).map(String::as_str)
    }

    pub fn add(&mut self, pod: &Arc<Pod>) {
        self.requested.add(&pod_request(&pod.spec, requested));
        self.non_zero.add(&pod_request(&pod.spec, non_zero_requested));
        self.pods.insert(pod.meta.uid.clone(), pod.clone());
    }

    pub fn remove(&mut self, pod: &Arc<Pod>) {
        if self.pods.remove(&pod.meta.uid).is_some() {
            self.requested.subtract(&pod_request(&pod.spec, requested));
            self.non_zero.subtract(&pod_request(&pod.spec, non_zero_requested));
        }
    }

    /// A change of a pod that stays; most leave the requests as they are.
    pub fn replace(&mut self, old: &Arc<Pod>, new: &Arc<Pod>) {
        if Arc::ptr_eq(&old.spec, &new.spec) {
            self.pods.insert(new.meta.uid.clone(), new.clone());
        } else {
            self.remove(old);
            self.add(new);
        }
    }
}
