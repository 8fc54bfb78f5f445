//! Nodes, the pods on them and those nominated to them: pkg/scheduler/backend/cache (cache.go, snapshot.go,
//! node_tree.go) and backend/queue/nominator.go, v1.36.
//!
//! What plugins would have to look for on every node is kept ready: pods that are alike (`groups`), which images are on
//! how many nodes, and the nodes in the order upstream's node tree gives them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::groups::{Group, Groups};
use super::node_info::NodeInfo;
use super::pod_info::PodInfo;
use super::topology::Topology;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;

/// See the module's head.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    nodes: Vec<Arc<NodeInfo>>,
    index: BTreeMap<Arc<str>, usize>,
    /// Places of `nodes`, zone by zone in turn; made anew when a node comes, goes or moves.
    order: Vec<usize>,
    stale: bool,
    /// Pods on nodes that are not there.
    homeless: BTreeMap<String, Vec<PodInfo>>,
    groups: Groups,
    topology: Topology,
    images: BTreeMap<String, Image>,
    nominated: BTreeMap<String, Vec<PodInfo>>,
}

/// An image some nodes have.
#[derive(Clone, Debug, Default)]
pub struct Image {
    pub size: i64,
    pub nodes: BTreeSet<Arc<str>>,
}

impl Cache {
    /// Every node, in no order that matters.
    pub fn nodes(&self) -> &[Arc<NodeInfo>] {
        &self.nodes
    }

    /// Every node in the order in which nodes are tried; `settle` comes first.
    pub fn ordered(&self) -> impl ExactSizeIterator<Item = &NodeInfo> + Clone {
        self.order.iter().map(|at| &*self.nodes[*at])
    }

    pub fn node(&self, name: &str) -> Option<&NodeInfo> {
        self.index.get(name).map(|at| &*self.nodes[*at])
    }

    /// The pods on nodes, those that are alike together.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter()
    }

    /// The nodes that have pods of a group, and how many.
    pub fn nodes_of<'c>(&'c self, group: &'c Group) -> impl Iterator<Item = (&'c NodeInfo, i64)> {
        group.nodes().map(|(at, count)| (&*self.nodes[at], count))
    }

    pub fn topology(&self) -> &Topology {
        &self.topology
    }

    pub fn image(&self, name: &str) -> Option<&Image> {
        self.images.get(name)
    }

    /// Pods that preemption made room for on a node.
    pub fn nominated_to(&self, node: &str) -> &[PodInfo] {
        self.nominated.get(node).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn set_node(&mut self, node: &Arc<Node>) {
        let domains = self.topology.note(&node.meta.labels);
        let at = self.index.get(node.meta.name.as_str()).copied().unwrap_or_else(|| self.new_place(node));
        let info = Arc::make_mut(&mut self.nodes[at]);
        let before =
            info.exists().then(|| (zone_of(info.node()), info.node().status.images == node.status.images));
        info.set_node(node.clone(), domains);
        let name = info.shared_name().clone();
        if before.as_ref().is_none_or(|(_, same_images)| !same_images) {
            self.forget_images(&name);
            self.note_images(node, &name);
        }
        self.stale |= before.is_none_or(|(zone, _)| zone != zone_of(node));
        for pod in self.homeless.remove(&node.meta.name).unwrap_or_default() {
            self.groups.add(&pod, at);
            Arc::make_mut(&mut self.nodes[at]).add(pod);
        }
    }

    fn new_place(&mut self, node: &Node) -> usize {
        self.nodes.push(Arc::default());
        let at = self.nodes.len() - 1;
        self.index.insert(node.meta.name.as_str().into(), at);
        at
    }

    pub fn remove_node(&mut self, name: &str) {
        let Some(at) = self.index.remove(name) else { return };
        let gone = self.nodes.remove(at);
        self.forget_images(gone.shared_name());
        if !gone.pods.is_empty() {
            self.homeless.insert(name.to_owned(), gone.pods.clone());
        }
        self.stale = true;
        self.topology = Topology::default();
        self.index =
            self.nodes.iter().enumerate().map(|(at, info)| (info.shared_name().clone(), at)).collect();
        self.groups = Groups::default();
        for (at, info) in self.nodes.iter_mut().enumerate() {
            let domains = self.topology.note(&info.node().meta.labels);
            info.pods.iter().for_each(|pod| self.groups.add(pod, at));
            Arc::make_mut(info).renumber(domains);
        }
    }

    fn forget_images(&mut self, node: &Arc<str>) {
        self.images.retain(|_, image| {
            image.nodes.remove(node);
            !image.nodes.is_empty()
        });
    }

    fn note_images(&mut self, node: &Node, name: &Arc<str>) {
        for image in &node.status.images {
            for called in &image.names {
                let held = self.images.entry(called.clone()).or_default();
                if held.nodes.is_empty() {
                    held.size = image.size_bytes;
                }
                held.nodes.insert(name.clone());
            }
        }
    }

    /// A pod came to a node, left it or changed on it.
    pub fn set_pod(&mut self, old: Option<&Arc<Pod>>, new: Option<&Arc<Pod>>) {
        if let (Some(old), Some(new)) = (old, new)
            && let Some(at) = self.index.get(new.spec.node_name.as_str()).copied()
        {
            return self.replace_pod(at, old, new);
        }
        if let Some(old) = old {
            self.remove_pod(old);
        }
        if let Some(new) = new {
            self.add_pod(PodInfo::new(new));
        }
    }

    fn replace_pod(&mut self, at: usize, old: &Pod, new: &Arc<Pod>) {
        let (before, after) = Arc::make_mut(&mut self.nodes[at]).replace(old, new);
        if before.as_ref().is_some_and(|before| Groups::alike(before, &after)) {
            return;
        }
        if let Some(before) = before {
            self.groups.remove(&before, at);
        }
        self.groups.add(&after, at);
    }

    fn add_pod(&mut self, pod: PodInfo) {
        let node = &pod.pod.spec.node_name;
        match self.index.get(node.as_str()).copied() {
            Some(at) => {
                self.groups.add(&pod, at);
                Arc::make_mut(&mut self.nodes[at]).add(pod);
            }
            None => self.homeless.entry(node.clone()).or_default().push(pod),
        }
    }

    fn remove_pod(&mut self, pod: &Pod) {
        let node = pod.spec.node_name.as_str();
        if let Some(at) = self.index.get(node).copied() {
            if let Some(gone) = Arc::make_mut(&mut self.nodes[at]).remove(&pod.meta.uid) {
                self.groups.remove(&gone, at);
            }
        } else if let Some(pods) = self.homeless.get_mut(node) {
            pods.retain(|held| held.uid() != pod.meta.uid);
            if pods.is_empty() {
                self.homeless.remove(node);
            }
        }
    }

    /// A pending pod counts for the node its status names; none takes it away.
    pub fn nominate(&mut self, pod: &Arc<Pod>, node: Option<&str>) {
        self.nominated.retain(|_, pods| {
            pods.retain(|held| held.uid() != pod.meta.uid);
            !pods.is_empty()
        });
        if let Some(node) = node.filter(|node| !node.is_empty()) {
            self.nominated.entry(node.to_owned()).or_default().push(PodInfo::new(pod));
        }
    }

    pub fn has_nominations(&self) -> bool {
        !self.nominated.is_empty()
    }

    /// Puts the nodes in order; to be called before a cycle.
    pub fn settle(&mut self) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let mut zones: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for at in self.index.values() {
            zones.entry(zone_of(self.nodes[*at].node())).or_default().push(*at);
        }
        let longest = zones.values().map(Vec::len).max().unwrap_or_default();
        let round = |turn: usize| zones.values().filter_map(move |zone| zone.get(turn).copied());
        self.order = (0..longest).flat_map(round).collect();
    }
}

/// Region and zone: component-helpers node/topology GetZoneKey.
fn zone_of(node: &Node) -> String {
    let label = |names: [&str; 2]| {
        names.iter().find_map(|name| node.meta.labels.get(*name)).map(String::as_str).unwrap_or_default()
    };
    let zone = label(["topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone"]);
    let region = label(["topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region"]);
    format!("{region}:{zone}")
}
