//! Which pods are made and deleted so that every node has its one.
//!
//! Models `podsShouldBeOnNode`, `manage` and `getNodesToDaemonPods` of
//! pkg/controller/daemon/daemon_controller.go and the templates of util/daemonset_util.go, v1.36.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::node;
use crate::cluster::pod_control;
use crate::kinds::Time;
use crate::kinds::affinity::{
    Affinity, NodeAffinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm,
};
use crate::kinds::daemon_set::DaemonSet;
use crate::kinds::int_or_string::IntOrString;
use crate::kinds::node::Node;
use crate::kinds::pod::{Pod, PodTemplateSpec};

pub const HASH_LABEL: &str = "controller-revision-hash";
const GENERATION_LABEL: &str = "pod-template-generation";
const GENERATION: &str = "deprecated.daemonset.template.generation";

/// The pods of a DaemonSet by the node they are for.
pub type ByNode = BTreeMap<String, Vec<Arc<Pod>>>;

/// What is to be done.
#[derive(Debug, Default)]
pub struct Work {
    /// Names of nodes that get a pod.
    pub create: Vec<String>,
    pub delete: Vec<Arc<Pod>>,
    /// Pods that have ended, with the node they ended on; each is said to be seen.
    pub ended: Vec<(Arc<Pod>, String)>,
}

/// A pod that has ended and is being deleted is not counted, unless the history asks for it.
pub fn by_node(pods: &[Arc<Pod>], with_ended: bool) -> ByNode {
    let mut map = ByNode::new();
    for pod in pods {
        if !with_ended && pod.is_terminal() && pod.meta.is_terminating() {
            continue;
        }
        if let Some(node) = target(pod) {
            map.entry(node).or_default().push(pod.clone());
        }
    }
    map
}

/// The node a pod is on, or is meant for.
fn target(pod: &Pod) -> Option<String> {
    if !pod.spec.node_name.is_empty() {
        return Some(pod.spec.node_name.clone());
    }
    let required = pod.spec.affinity.as_ref()?.node_affinity.as_ref()?.required.as_ref()?;
    let fields = required.node_selector_terms.iter().flat_map(|term| &term.match_fields);
    let mut named = fields.filter(|one| one.key == "metadata.name" && one.operator == "In");
    named.find_map(|one| one.values.first().cloned())
}

/// What each node needs.
pub fn manage(
    set: &DaemonSet,
    nodes: &[Arc<Node>],
    pods: &ByNode,
    hash: &str,
    may_delete_failed: impl FnMut(&str) -> bool,
    now: Time,
) -> Work {
    let mut work = Work::default();
    let mut may_delete_failed = may_delete_failed;
    for node in nodes {
        let name = &node.meta.name;
        let (run, stay) = node::should_run(set, node);
        let there = pods.get(name);
        match there {
            None if run => work.create.push(name.clone()),
            Some(there) if stay => {
                let running = work.sort_out_ended(there, name, &mut may_delete_failed);
                work.prune(set, running, (name, run), hash, now);
            }
            Some(there) if !stay => {
                work.delete.extend(there.iter().filter(|pod| !pod.meta.is_terminating()).cloned());
            }
            _ => {}
        }
    }
    let gone = |name: &String| !nodes.iter().any(|node| node.meta.name == *name);
    let unscheduled = pods.iter().filter(|(name, _)| gone(name)).flat_map(|(_, pods)| pods);
    work.delete.extend(unscheduled.filter(|pod| pod.spec.node_name.is_empty()).cloned());
    work
}

impl Work {
    fn sort_out_ended(
        &mut self,
        pods: &[Arc<Pod>],
        node: &str,
        may_delete_failed: &mut impl FnMut(&str) -> bool,
    ) -> Vec<Arc<Pod>> {
        let mut running = Vec::new();
        for pod in pods.iter().filter(|pod| !pod.meta.is_terminating()) {
            match pod.status.phase.as_str() {
                "Failed" if !may_delete_failed(node) => {}
                "Failed" | "Succeeded" => {
                    self.ended.push((pod.clone(), node.to_owned()));
                    self.delete.push(pod.clone());
                }
                _ => running.push(pod.clone()),
            }
        }
        running.sort_by(oldest_first);
        running
    }

    /// Pods too many on a node go; with surge an old and a new one may be there together.
    fn prune(&mut self, set: &DaemonSet, running: Vec<Arc<Pod>>, at: (&str, bool), hash: &str, now: Time) {
        if !allows_surge(set) {
            self.delete.extend(running.into_iter().skip(1));
            return;
        }
        if running.len() <= 1 {
            self.create.extend((running.is_empty() && at.1).then(|| at.0.to_owned()));
            return;
        }
        let (new, old): (Vec<_>, Vec<_>) = running.into_iter().partition(|pod| has_hash(pod, hash));
        self.delete.extend(new.iter().skip(1).chain(old.iter().skip(1)).cloned());
        if let (Some(new), Some(old)) = (new.first(), old.first())
            && (!old.is_ready() || pod_control::is_available(new, set.spec.min_ready_seconds, now))
        {
            self.delete.push(old.clone());
        }
    }
}

pub fn oldest_first(a: &Arc<Pod>, b: &Arc<Pod>) -> std::cmp::Ordering {
    let key = |pod: &Arc<Pod>| (pod.spec.node_name.is_empty(), pod.meta.creation_timestamp);
    key(a).cmp(&key(b)).then_with(|| a.meta.name.cmp(&b.meta.name))
}

pub fn has_hash(pod: &Pod, hash: &str) -> bool {
    pod.meta.labels.get(HASH_LABEL).is_some_and(|held| held == hash)
}

fn allows_surge(set: &DaemonSet) -> bool {
    let surge =
        set.spec.update_strategy.rolling_update.as_ref().and_then(|rolling| rolling.max_surge.as_ref());
    match surge {
        None => false,
        Some(IntOrString::Int(count)) => *count != 0,
        Some(IntOrString::String(text)) => text != "0%" && text != "0",
    }
}

/// IsPodUpdated: by the hash, or by the number of templates there have been.
pub fn is_updated(set: &DaemonSet, pod: &Pod, hash: &str) -> bool {
    let numbered = set.meta.annotation(GENERATION).filter(|text| text.parse::<i64>().is_ok());
    let same_number =
        numbered.is_some() && pod.meta.labels.get(GENERATION_LABEL).map(String::as_str) == numbered;
    same_number || (!hash.is_empty() && has_hash(pod, hash))
}

/// The pod for a node: the template, tied to the node by its name.
pub fn pod_for(set: &DaemonSet, node: &str, hash: &str) -> Pod {
    let mut template: PodTemplateSpec = set.spec.template.clone();
    let mut spec = template.spec.as_ref().clone();
    spec.tolerations = node::effective_tolerations(&spec);
    let name = NodeSelectorRequirement {
        key: "metadata.name".into(),
        operator: "In".into(),
        values: vec![node.to_owned()],
        ..Default::default()
    };
    let term = NodeSelectorTerm { match_fields: vec![name], ..Default::default() };
    let affinity = spec.affinity.get_or_insert_with(Affinity::default);
    let required = affinity.node_affinity.get_or_insert_with(NodeAffinity::default);
    required.required = Some(NodeSelector { node_selector_terms: vec![term], ..Default::default() });
    template.spec = Arc::new(spec);
    if let Some(number) = set.meta.annotation(GENERATION).filter(|text| text.parse::<i64>().is_ok()) {
        template.meta.labels.insert(GENERATION_LABEL.into(), number.to_owned());
    }
    if !hash.is_empty() {
        template.meta.labels.insert(HASH_LABEL.into(), hash.to_owned());
    }
    pod_control::pod_of(&template, set, format!("{}-", set.meta.name))
}
