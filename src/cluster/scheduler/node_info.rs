//! A node as the scheduler sees it: pkg/scheduler/framework/types.go NodeInfo, v1.36.

use std::sync::Arc;

use super::pod_info::{HostPort, PodInfo};
use super::resources::Resources;
use super::topology::{Domain, Key};
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;

/// A node with the pods on it and what they add up to.
#[derive(Clone, Debug, Default)]
pub struct NodeInfo {
    node: Option<Arc<Node>>,
    name: Arc<str>,
    domains: Vec<(Key, Domain)>,
    /// In the order they came.
    pub pods: Vec<PodInfo>,
    /// Each once, as upstream: a pod that leaves frees its ports even if another has them too.
    used_ports: Vec<HostPort>,
    pub requested: Resources,
    pub non_zero: Resources,
    pub allocatable: Resources,
    pub allowed_pods: i64,
}

impl NodeInfo {
    /// A node by itself, as hints compare them.
    pub fn of(node: &Arc<Node>) -> NodeInfo {
        let mut info = NodeInfo::default();
        info.set_node(node.clone(), Vec::new());
        info
    }

    pub fn set_node(&mut self, node: Arc<Node>, domains: Vec<(Key, Domain)>) {
        self.allocatable = Resources::of_list(&node.status.allocatable);
        self.allowed_pods = node.status.allocatable.get("pods").map_or(0, |pods| pods.value());
        if *self.name != *node.meta.name {
            self.name = node.meta.name.as_str().into();
        }
        self.node = Some(node);
        self.domains = domains;
    }

    pub fn renumber(&mut self, domains: Vec<(Key, Domain)>) {
        self.domains = domains;
    }

    pub fn exists(&self) -> bool {
        self.node.is_some()
    }

    pub fn node(&self) -> &Node {
        self.node.as_deref().expect("only nodes that exist are scheduled to")
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn shared_name(&self) -> &Arc<str> {
        &self.name
    }

    pub fn label(&self, key: &str) -> Option<&str> {
        self.node().meta.labels.get(key).map(String::as_str)
    }

    pub fn domain(&self, key: Option<Key>) -> Option<Domain> {
        let key = key?;
        self.domains.iter().find(|(held, _)| *held == key).map(|(_, domain)| *domain)
    }

    /// One to each of its labels.
    pub fn domains(&self) -> impl Iterator<Item = Domain> {
        self.domains.iter().map(|(_, domain)| *domain)
    }

    pub fn has_free(&self, wanted: &[HostPort]) -> bool {
        !wanted.iter().any(|port| self.used_ports.iter().any(|used| port.conflicts(used)))
    }

    pub fn add(&mut self, pod: PodInfo) {
        self.requested.add(&pod.facts.request);
        self.non_zero.add(&pod.facts.non_zero);
        let ports = pod.facts.host_ports.iter();
        let new: Vec<HostPort> = ports.filter(|port| !self.used_ports.contains(port)).cloned().collect();
        self.used_ports.extend(new);
        self.pods.push(pod);
    }

    pub fn remove(&mut self, uid: &str) -> Option<PodInfo> {
        let at = self.pods.iter().position(|held| held.uid() == uid)?;
        let pod = self.pods.remove(at);
        self.requested.subtract(&pod.facts.request);
        self.non_zero.subtract(&pod.facts.non_zero);
        self.used_ports.retain(|port| !pod.facts.host_ports.contains(port));
        Some(pod)
    }

    /// A change of a pod that stays; most leave the requests as they are. The pod as it was held, and as it is now.
    pub fn replace(&mut self, old: &Pod, new: &Arc<Pod>) -> (Option<PodInfo>, PodInfo) {
        match self.pods.iter_mut().find(|held| held.uid() == old.meta.uid) {
            Some(held) if Arc::ptr_eq(&held.pod.spec, &new.spec) => {
                let after = held.changed_to(new);
                (Some(std::mem::replace(held, after.clone())), after)
            }
            _ => {
                let (before, after) = (self.remove(&old.meta.uid), PodInfo::new(new));
                self.add(after.clone());
                (before, after)
            }
        }
    }
}
