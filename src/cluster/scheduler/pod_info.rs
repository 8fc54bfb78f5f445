//! A pod as the scheduler sees it, with what its spec says worked out once: pkg/scheduler/framework
//! types.go PodInfo, AffinityTerm, HostPortInfo, v1.36.

use std::sync::Arc;

use super::resources::{self, Resources};
use crate::kinds::Labels;
use crate::kinds::affinity::{PodAffinityTerm, WeightedPodAffinityTerm};
use crate::kinds::pod::Pod;
use crate::kinds::selector::LabelSelector;

/// Cheap to clone.
#[derive(Clone, Debug)]
pub struct PodInfo {
    pub pod: Arc<Pod>,
    pub facts: Arc<Facts>,
}

/// What follows from a pod's spec.
#[derive(Debug, Default)]
pub struct Facts {
    pub request: Resources,
    /// With something for containers that ask for nothing.
    pub non_zero: Resources,
    pub required_affinity: Vec<Term>,
    pub required_anti_affinity: Vec<Term>,
    pub preferred_affinity: Vec<WeightedTerm>,
    pub preferred_anti_affinity: Vec<WeightedTerm>,
    pub host_ports: Vec<HostPort>,
}

/// Pods in a topology domain, ready to be compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub namespaces: Vec<String>,
    /// None selects no namespace.
    pub namespace_selector: Option<LabelSelector>,
    /// None selects no pod.
    pub selector: Option<LabelSelector>,
    pub topology_key: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct WeightedTerm {
    pub term: Term,
    pub weight: i64,
}

/// A port of the node that a pod takes.
#[derive(Clone, Debug, PartialEq)]
pub struct HostPort {
    pub ip: String,
    pub protocol: String,
    pub port: i32,
}

/// DefaultBindAllHostIP
const ALL_ADDRESSES: &str = "0.0.0.0";

impl PodInfo {
    pub fn new(pod: &Arc<Pod>) -> PodInfo {
        PodInfo { pod: pod.clone(), facts: Arc::new(Facts::of(pod)) }
    }

    /// The pod after a change; its facts are kept if its spec is the same.
    pub fn changed_to(&self, pod: &Arc<Pod>) -> PodInfo {
        let resized = resources::is_resizing(pod) || resources::is_resizing(&self.pod);
        match Arc::ptr_eq(&self.pod.spec, &pod.spec) && !resized {
            true => PodInfo { pod: pod.clone(), facts: self.facts.clone() },
            false => PodInfo::new(pod),
        }
    }

    pub fn uid(&self) -> &str {
        &self.pod.meta.uid
    }

    pub fn priority(&self) -> i32 {
        priority(&self.pod)
    }
}

/// corev1helpers.PodPriority
pub fn priority(pod: &Pod) -> i32 {
    pod.spec.priority.unwrap_or_default()
}

impl Facts {
    fn of(pod: &Pod) -> Facts {
        let spec = resources::in_mind(pod);
        let mut facts = Facts {
            request: resources::requested(&spec),
            non_zero: resources::non_zero_requested(&spec),
            host_ports: host_ports(pod),
            ..Facts::default()
        };
        let Some(affinity) = &pod.spec.affinity else { return facts };
        let terms = |list: &[PodAffinityTerm]| list.iter().map(|one| Term::new(one, pod)).collect();
        let weighted = |list: &[WeightedPodAffinityTerm]| {
            let one = |one: &WeightedPodAffinityTerm| WeightedTerm {
                term: Term::new(&one.term, pod),
                weight: one.weight.into(),
            };
            list.iter().map(one).collect()
        };
        if let Some(near) = &affinity.pod_affinity {
            facts.required_affinity = terms(&near.required);
            facts.preferred_affinity = weighted(&near.preferred);
        }
        if let Some(away) = &affinity.pod_anti_affinity {
            facts.required_anti_affinity = terms(&away.required);
            facts.preferred_anti_affinity = weighted(&away.preferred);
        }
        facts
    }

    /// Whether the rules about other pods are the same.
    pub fn has_same_rules(&self, other: &Facts) -> bool {
        self.required_affinity == other.required_affinity
            && self.required_anti_affinity == other.required_anti_affinity
            && self.preferred_affinity == other.preferred_affinity
            && self.preferred_anti_affinity == other.preferred_anti_affinity
    }

    /// Whether the pod has any rule about other pods.
    pub fn has_affinity(&self) -> bool {
        !(self.required_affinity.is_empty()
            && self.required_anti_affinity.is_empty()
            && self.preferred_affinity.is_empty()
            && self.preferred_anti_affinity.is_empty())
    }
}

impl Term {
    fn new(one: &PodAffinityTerm, pod: &Pod) -> Term {
        let own = one.namespaces.is_empty() && one.namespace_selector.is_none();
        Term {
            namespaces: if own { vec![pod.meta.namespace.clone()] } else { one.namespaces.clone() },
            namespace_selector: one.namespace_selector.clone(),
            selector: one.label_selector.clone(),
            topology_key: one.topology_key.clone(),
        }
    }

    /// Whether a pod in a namespace with these labels is meant; no labels where the namespaces are spelt out.
    pub fn matches(&self, pod: &Pod, namespace_labels: Option<&Labels>) -> bool {
        let selected = || {
            self.namespace_selector.as_ref().is_some_and(|selector| {
                selector.is_empty() || namespace_labels.is_some_and(|labels| selector.matches(labels))
            })
        };
        (self.namespaces.contains(&pod.meta.namespace) || selected())
            && self.selector.as_ref().is_some_and(|selector| selector.matches(&pod.meta.labels))
    }
}

impl HostPort {
    /// HostPortInfo.CheckConflict
    pub fn conflicts(&self, other: &HostPort) -> bool {
        let shared = self.ip == other.ip || self.ip == ALL_ADDRESSES || other.ip == ALL_ADDRESSES;
        shared && self.protocol == other.protocol && self.port == other.port
    }
}

/// Ports of containers and sidecars that are opened on the node.
fn host_ports(pod: &Pod) -> Vec<HostPort> {
    let sidecars =
        pod.spec.init_containers.iter().filter(|one| one.restart_policy.as_deref() == Some("Always"));
    let ports = pod.spec.containers.iter().chain(sidecars).flat_map(|container| &container.ports);
    let or = |text: &str, otherwise: &str| {
        if text.is_empty() { otherwise.to_owned() } else { text.to_owned() }
    };
    let wanted = ports.filter(|port| port.host_port > 0).map(|port| HostPort {
        ip: or(&port.host_ip, ALL_ADDRESSES),
        protocol: or(&port.protocol, "TCP"),
        port: port.host_port,
    });
    wanted.collect()
}
