//! The constraints of a pod, ready to be counted with: podtopologyspread/common.go and plugin.go, v1.36.

use crate::cluster::scheduler::matching::{node_matches, untolerated};
use crate::cluster::scheduler::{Cycle, NodeInfo};
use crate::kinds::affinity::TopologySpreadConstraint;
use crate::kinds::pod::Pod;
use crate::kinds::replicaset::ReplicaSet;
use crate::kinds::selector::{LabelSelector, LabelSelectorRequirement, matches_all};
use crate::kinds::service::Service;

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

/// The soft constraints, and whether a node must have all their labels to be scored.
pub struct Soft {
    pub constraints: Vec<Constraint>,
    pub require_all: bool,
}

pub fn of_pod(pod: &Pod, when: &str) -> Vec<Constraint> {
    let wanted = |one: &&TopologySpreadConstraint| one.when_unsatisfiable == when;
    pod.spec.topology_spread_constraints.iter().filter(wanted).map(|one| Constraint::new(one, pod)).collect()
}

pub fn soft_or_default(cycle: &Cycle<'_>) -> Soft {
    if !cycle.pod.spec.topology_spread_constraints.is_empty() {
        return Soft { constraints: of_pod(cycle.pod, "ScheduleAnyway"), require_all: true };
    }
    let constraints = default_selector(cycle).map(system_defaults).unwrap_or_default();
    Soft { constraints, require_all: false }
}

/// systemDefaultConstraints
fn system_defaults(selector: LabelSelector) -> Vec<Constraint> {
    let constraint = |(key, max_skew): (&str, i64)| Constraint {
        max_skew,
        topology_key: key.to_owned(),
        min_domains: 1,
        selector: Some(selector.clone()),
        honor_affinity: true,
        honor_taints: false,
    };
    [(HOSTNAME, 3), (ZONE, 5)].map(constraint).into()
}

/// Labels by which the pod's Services select it, and its controller's selector: helper.DefaultSelector.
fn default_selector(cycle: &Cycle<'_>) -> Option<LabelSelector> {
    let meta = &cycle.pod.meta;
    let mut selector = LabelSelector::default();
    let services = cycle.store.list_in::<Service>(&meta.namespace);
    for service in
        services.filter(|one| !one.spec.selector.is_empty() && matches_all(&one.spec.selector, &meta.labels))
    {
        selector.match_labels.extend(service.spec.selector.clone());
    }
    let owner = meta.controller().filter(|owner| owner.kind == "ReplicaSet");
    if let Some(set) = owner.and_then(|owner| cycle.store.get::<ReplicaSet>(&meta.namespace, &owner.name)) {
        selector.match_labels.extend(set.spec.selector.match_labels.clone());
        selector.match_expressions.extend(set.spec.selector.match_expressions.iter().cloned());
    }
    (!selector.is_empty()).then_some(selector)
}

impl Constraint {
    fn new(one: &TopologySpreadConstraint, pod: &Pod) -> Constraint {
        let mut selector = one.label_selector.clone();
        if let Some(selector) = &mut selector {
            selector.match_expressions.extend(one.match_label_keys.iter().filter_map(|key| pinned(key, pod)));
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

    /// Pods on a node that count: selected, in the pod's namespace, not on their way out.
    pub fn count(&self, info: &NodeInfo, namespace: &str) -> i64 {
        let counts = |pod: &&std::sync::Arc<Pod>| {
            pod.meta.namespace == namespace && !pod.meta.is_terminating() && self.selects(pod)
        };
        info.pods.values().filter(counts).count() as i64
    }

    /// Whether a node takes part, by nodeAffinityPolicy and nodeTaintsPolicy.
    pub fn includes(&self, pod: &Pod, info: &NodeInfo) -> bool {
        if self.honor_affinity && !node_matches(&pod.spec, info) {
            return false;
        }
        let taints = &info.node().spec.taints;
        !self.honor_taints
            || untolerated(taints, &pod.spec.tolerations, &["NoSchedule", "NoExecute"]).is_none()
    }
}

fn pinned(key: &str, pod: &Pod) -> Option<LabelSelectorRequirement> {
    let value = pod.meta.labels.get(key)?.clone();
    Some(LabelSelectorRequirement {
        key: key.to_owned(),
        operator: "In".into(),
        values: vec![value],
        extra: None,
    })
}

/// Whether a node has every constraint's label.
pub fn has_all_keys(constraints: &[Constraint], info: &NodeInfo) -> bool {
    constraints.iter().all(|one| info.label(&one.topology_key).is_some())
}
