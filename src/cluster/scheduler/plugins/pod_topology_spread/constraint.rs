//! The constraints of a pod, ready to be counted with: podtopologyspread/common.go and plugin.go, and
//! plugins/helper/spread.go, v1.36.

use serde_json::Value;

use crate::cluster::scheduler::matching::{node_matches, untolerated};
use crate::cluster::scheduler::topology::Key;
use crate::cluster::scheduler::{Cycle, NodeInfo};
use crate::kinds::Codec;
use crate::kinds::Resource;
use crate::kinds::affinity::TopologySpreadConstraint;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::replicaset::ReplicaSet;
use crate::kinds::replication_controller::ReplicationController;
use crate::kinds::selector::{LabelSelector, LabelSelectorRequirement, matches_all};
use crate::kinds::service::Service;
use crate::kinds::stateful_set::StatefulSet;

pub const HOSTNAME: &str = "kubernetes.io/hostname";
const ZONE: &str = "topology.kubernetes.io/zone";

/// One constraint with its full selector.
pub struct Constraint {
    pub max_skew: i64,
    pub topology_key: String,
    pub min_domains: i64,
    selector: Option<LabelSelector>,
    honor_affinity: bool,
    honor_taints: bool,
}

pub fn of_pod(pod: &Pod, when: &str) -> Vec<Constraint> {
    let wanted = |one: &&TopologySpreadConstraint| one.when_unsatisfiable == when;
    pod.spec.topology_spread_constraints.iter().filter(wanted).map(|one| Constraint::new(one, pod)).collect()
}

/// systemDefaultConstraints
pub fn system_defaults() -> Vec<TopologySpreadConstraint> {
    let constraint = |(key, max_skew): (&str, i32)| TopologySpreadConstraint {
        max_skew,
        topology_key: key.to_owned(),
        when_unsatisfiable: "ScheduleAnyway".into(),
        ..Default::default()
    };
    [(HOSTNAME, 3), (ZONE, 5)].map(constraint).into()
}

/// buildDefaultConstraints: none if nothing selects the pod.
pub fn defaults(cycle: &Cycle<'_>, given: &[TopologySpreadConstraint], when: &str) -> Vec<Constraint> {
    let wanted: Vec<_> = given.iter().filter(|one| one.when_unsatisfiable == when).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let Some(selector) = default_selector(cycle) else { return Vec::new() };
    let with_selector = |one: &TopologySpreadConstraint| {
        let one = TopologySpreadConstraint { label_selector: Some(selector.clone()), ..one.clone() };
        Constraint::new(&one, cycle.pod())
    };
    wanted.into_iter().map(with_selector).collect()
}

/// Labels by which the pod's Services select it, and its controller's selector: helper.DefaultSelector.
fn default_selector(cycle: &Cycle<'_>) -> Option<LabelSelector> {
    let meta = &cycle.pod().meta;
    let mut selector = LabelSelector::default();
    let services = cycle.store.list_in::<Service>(&meta.namespace);
    for service in
        services.filter(|one| !one.spec.selector.is_empty() && matches_all(&one.spec.selector, &meta.labels))
    {
        selector.match_labels.extend(service.spec.selector.clone());
    }
    if let Some(own) = controller_selector(cycle) {
        for (key, value) in own.match_labels {
            match selector.match_labels.get(&key) {
                Some(held) if *held != value => selector.match_expressions.push(equals(&key, value)),
                _ => drop(selector.match_labels.insert(key, value)),
            }
        }
        selector.match_expressions.extend(own.match_expressions);
    }
    (!selector.is_empty()).then_some(selector)
}

fn controller_selector(cycle: &Cycle<'_>) -> Option<LabelSelector> {
    let meta = &cycle.pod().meta;
    let owner = meta.controller()?;
    match (owner.api_version.as_str(), owner.kind.as_str()) {
        ("apps/v1", "ReplicaSet") => {
            Some(cycle.store.get::<ReplicaSet>(&meta.namespace, &owner.name)?.spec.selector.clone())
        }
        ("apps/v1", "StatefulSet") => {
            let value = spec_selector::<StatefulSet>(cycle, &owner.name)?;
            Some(LabelSelector::from_value(&value))
        }
        ("v1", "ReplicationController") => {
            let value = spec_selector::<ReplicationController>(cycle, &owner.name)?;
            Some(LabelSelector { match_labels: Codec::from_value(&value), ..Default::default() })
        }
        _ => None,
    }
}

fn spec_selector<T: Resource>(cycle: &Cycle<'_>, name: &str) -> Option<Value> {
    let found = cycle.store.get::<T>(&cycle.pod().meta.namespace, name)?;
    Some(found.to_value()?["spec"]["selector"].take())
}

impl Constraint {
    fn new(one: &TopologySpreadConstraint, pod: &Pod) -> Constraint {
        let mut selector = one.label_selector.clone();
        if let Some(selector) = &mut selector {
            let pinned = |key: &String| Some(equals(key, pod.meta.labels.get(key)?.clone()));
            selector.match_expressions.extend(one.match_label_keys.iter().filter_map(pinned));
        }
        Constraint {
            max_skew: one.max_skew.into(),
            topology_key: one.topology_key.clone(),
            min_domains: one.min_domains.unwrap_or(1).into(),
            selector,
            honor_affinity: one.node_affinity_policy.as_deref() != Some("Ignore"),
            honor_taints: one.node_taints_policy.as_deref() == Some("Honor"),
        }
    }

    pub fn selects(&self, pod: &Pod) -> bool {
        self.selector.as_ref().is_some_and(|selector| selector.matches(&pod.meta.labels))
    }

    /// Whether a pod that is there counts: selected, in this namespace, not on its way out.
    pub fn counts(&self, pod: &Pod, namespace: &str) -> bool {
        pod.meta.namespace == namespace && !pod.meta.is_terminating() && self.selects(pod)
    }

    /// How many pods on a node count.
    pub fn count(&self, node: &NodeInfo, namespace: &str) -> i64 {
        node.pods.iter().filter(|held| self.counts(&held.pod, namespace)).count() as i64
    }

    /// Calls `add` with each node that has pods that count, and how many.
    pub fn count_all(&self, cycle: &Cycle<'_>, mut add: impl FnMut(&NodeInfo, i64)) {
        let namespace = &cycle.pod().meta.namespace;
        for group in cycle.cache.groups().filter(|group| self.counts(&group.sample.pod, namespace)) {
            cycle.cache.nodes_of(group).for_each(|(node, count)| add(node, count));
        }
    }

    /// Whether a node takes part, by nodeAffinityPolicy and nodeTaintsPolicy.
    pub fn includes(&self, pod: &Pod, node: &Node) -> bool {
        if self.honor_affinity && !node_matches(&pod.spec, node) {
            return false;
        }
        let effects = ["NoSchedule", "NoExecute"];
        !self.honor_taints || untolerated(&node.spec.taints, &pod.spec.tolerations, &effects).is_none()
    }
}

fn equals(key: &str, value: String) -> LabelSelectorRequirement {
    LabelSelectorRequirement { key: key.to_owned(), operator: "In".into(), values: vec![value], extra: None }
}

/// Whether a node has every constraint's label.
pub fn has_all_keys(constraints: &[Constraint], node: &Node) -> bool {
    constraints.iter().all(|one| node.meta.labels.contains_key(&one.topology_key))
}

/// The constraints' keys as numbers.
pub fn keys(cycle: &Cycle<'_>, constraints: &[Constraint]) -> Vec<Option<Key>> {
    constraints.iter().map(|one| cycle.cache.topology().key(&one.topology_key)).collect()
}
