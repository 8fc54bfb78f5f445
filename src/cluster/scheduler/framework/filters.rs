//! PreFilter and Filter: which nodes a pod may go to. runtime/framework.go RunPreFilterPlugins,
//! RunFilterPlugins, RunFilterPluginsWithNominatedPods, v1.36.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::{Cycle, Plugin, Refusal};
use crate::cluster::scheduler::node_info::NodeInfo;
use crate::cluster::scheduler::pod_info::{PodInfo, priority};

/// What a plugin's PreFilter says of a pod.
pub enum PreFilter<'a> {
    /// The plugin need not be asked for this pod's nodes.
    Skip,
    Ask(Box<dyn Filter<'a> + 'a>),
    /// The same, and only these nodes come into question.
    Among(BTreeSet<String>, Box<dyn Filter<'a> + 'a>),
    /// No node will do.
    Refuse(Refusal),
}

impl<'a> PreFilter<'a> {
    /// Asks a function that does not depend on what other pods preemption takes away.
    pub fn ask(filter: impl Fn(&NodeInfo) -> Option<Refusal> + 'a) -> PreFilter<'a> {
        PreFilter::Ask(Box::new(Fixed(Rc::new(filter))))
    }

    /// The same, among these nodes.
    pub fn ask_among(
        nodes: BTreeSet<String>,
        filter: impl Fn(&NodeInfo) -> Option<Refusal> + 'a,
    ) -> PreFilter<'a> {
        PreFilter::Among(nodes, Box::new(Fixed(Rc::new(filter))))
    }
}

/// A plugin's filter for one pod.
pub trait Filter<'a> {
    fn check(&self, node: &NodeInfo) -> Option<Refusal>;
    /// PreFilterExtensions: a pod is thought to be on the node as well, or gone from it.
    fn pod_added(&mut self, _pod: &PodInfo, _node: &NodeInfo) {}
    fn pod_removed(&mut self, _pod: &PodInfo, _node: &NodeInfo) {}
    fn copy(&self) -> Box<dyn Filter<'a> + 'a>;
}

struct Fixed<F>(Rc<F>);

impl<'a, F: Fn(&NodeInfo) -> Option<Refusal> + 'a> Filter<'a> for Fixed<F> {
    fn check(&self, node: &NodeInfo) -> Option<Refusal> {
        self.0(node)
    }

    fn copy(&self) -> Box<dyn Filter<'a> + 'a> {
        Box::new(Fixed(self.0.clone()))
    }
}

/// The filters of all plugins for one pod.
pub struct Filters<'a> {
    cycle: &'a Cycle<'a>,
    active: Vec<(&'static str, Box<dyn Filter<'a> + 'a>)>,
    /// The nodes that come into question, if not all.
    pub among: Option<BTreeSet<String>>,
    /// The plugins that say so.
    pub narrowed_by: BTreeSet<&'static str>,
}

/// A pod no node will do for.
pub struct Rejection {
    /// Empty where several plugins leave no node between them.
    pub plugin: &'static str,
    pub refusal: Refusal,
    pub narrowed_by: BTreeSet<&'static str>,
}

impl<'a> Filters<'a> {
    /// Asks the plugins in order and says which were reached; a plugin that is not `filters` is only asked once.
    pub fn prepare(
        cycle: &'a Cycle<'a>,
        plugins: impl Iterator<Item = (&'a dyn Plugin, bool)>,
        reached: &mut Vec<&'static str>,
    ) -> Result<Filters<'a>, Rejection> {
        let mut filters = Filters { cycle, active: Vec::new(), among: None, narrowed_by: BTreeSet::new() };
        let mut refused = None;
        for (plugin, asked) in plugins {
            let name = plugin.name();
            let (nodes, filter) = match plugin.pre_filter(cycle) {
                PreFilter::Skip => (None, None),
                PreFilter::Ask(filter) => (None, Some(filter)),
                PreFilter::Among(nodes, filter) => (Some(nodes), Some(filter)),
                PreFilter::Refuse(refusal) if refusal.unresolvable => {
                    return Err(filters.rejected(name, refusal));
                }
                PreFilter::Refuse(refusal) => {
                    refused = Some((name, refusal));
                    (None, None)
                }
            };
            reached.push(name);
            filters.active.extend(filter.filter(|_| asked).map(|filter| (name, filter)));
            if let Some(nodes) = nodes
                && !filters.narrow(name, nodes)
            {
                return Err(filters.nothing_left());
            }
        }
        match refused {
            Some((name, refusal)) => Err(filters.rejected(name, refusal)),
            None => Ok(filters),
        }
    }

    fn rejected(&self, plugin: &'static str, refusal: Refusal) -> Rejection {
        Rejection { plugin, refusal, narrowed_by: self.narrowed_by.clone() }
    }

    /// Whether any node is left.
    fn narrow(&mut self, plugin: &'static str, nodes: BTreeSet<String>) -> bool {
        self.narrowed_by.insert(plugin);
        let left: BTreeSet<String> = match self.among.take() {
            Some(before) => before.intersection(&nodes).cloned().collect(),
            None => nodes,
        };
        let any = !left.is_empty();
        self.among = Some(left);
        any
    }

    fn nothing_left(&self) -> Rejection {
        let names: Vec<&str> = self.narrowed_by.iter().copied().collect();
        let text = match names.as_slice() {
            [one] => format!("node(s) didn't satisfy plugin {one}"),
            many => format!("node(s) didn't satisfy plugin(s) [{}] simultaneously", many.join(" ")),
        };
        Rejection { plugin: "", refusal: Refusal::because(text), narrowed_by: self.narrowed_by.clone() }
    }

    /// What is said of nodes that do not come into question.
    pub fn left_out(&self) -> Refusal {
        let names: Vec<&str> = self.narrowed_by.iter().copied().collect();
        Refusal::because(format!("node(s) didn't satisfy plugin(s) [{}]", names.join(" ")))
    }

    /// The first refusal, by name; nominated pods that are at least as important count as if they were there, and the
    /// node must do without them too.
    pub fn check(&self, node: &NodeInfo) -> Option<(&'static str, Refusal)> {
        let cache = self.cycle.cache;
        let nominated = if cache.has_nominations() { cache.nominated_to(node.name()) } else { &[] };
        let (own, rank) = (&self.cycle.pod().meta.uid, priority(self.cycle.pod()));
        let counts = |pod: &&PodInfo| pod.priority() >= rank && pod.uid() != own;
        let mut counted = nominated.iter().filter(counts).peekable();
        if counted.peek().is_some() {
            let (mut filters, mut crowded) = (self.copy(), node.clone());
            for pod in counted {
                crowded.add(pod.clone());
                filters.pod_added(pod, &crowded);
            }
            if let Some(refusal) = filters.check_alone(&crowded) {
                return Some(refusal);
            }
        }
        self.check_alone(node)
    }

    fn check_alone(&self, node: &NodeInfo) -> Option<(&'static str, Refusal)> {
        self.active.iter().find_map(|(name, filter)| Some((*name, filter.check(node)?)))
    }

    pub fn copy(&self) -> Filters<'a> {
        Filters {
            cycle: self.cycle,
            active: self.active.iter().map(|(name, filter)| (*name, filter.copy())).collect(),
            among: self.among.clone(),
            narrowed_by: self.narrowed_by.clone(),
        }
    }

    pub fn pod_added(&mut self, pod: &PodInfo, node: &NodeInfo) {
        self.active.iter_mut().for_each(|(_, filter)| filter.pod_added(pod, node));
    }

    pub fn pod_removed(&mut self, pod: &PodInfo, node: &NodeInfo) {
        self.active.iter_mut().for_each(|(_, filter)| filter.pod_removed(pod, node));
    }
}
