//! `DoNotSchedule`: a node is refused if the pod would make its domain too full. filtering.go, v1.36.

use std::cell::Cell;
use std::rc::Rc;

use super::constraint::{self, Constraint};
use crate::cluster::scheduler::framework::Filter;
use crate::cluster::scheduler::pod_info::PodInfo;
use crate::cluster::scheduler::topology::{Counts, Key};
use crate::cluster::scheduler::{Cycle, NodeInfo, Refusal};

const REASON: &str = "node(s) didn't match pod topology spread constraints";
const REASON_LABEL: &str = "node(s) didn't match pod topology spread constraints (missing required label)";

/// Matching pods by domain, for each constraint.
pub struct Spread<'a> {
    cycle: &'a Cycle<'a>,
    constraints: Rc<Vec<Constraint>>,
    keys: Rc<Vec<Option<Key>>>,
    counts: Vec<Counts>,
    /// The fewest in any domain, found when asked for.
    least: Vec<Cell<Option<i64>>>,
}

impl<'a> Spread<'a> {
    /// calPreFilterState
    pub fn new(cycle: &'a Cycle<'a>, constraints: Vec<Constraint>) -> Spread<'a> {
        let keys = constraint::keys(cycle, &constraints);
        let mut counts: Vec<Counts> = keys.iter().map(|_| cycle.cache.topology().counts()).collect();
        let complete = |node: &NodeInfo| keys.iter().all(|key| node.domain(*key).is_some());
        for ((constraint, key), counts) in constraints.iter().zip(&keys).zip(&mut counts) {
            let domain = |node: &NodeInfo| {
                let takes_part = complete(node) && constraint.includes(cycle.pod(), node.node());
                node.domain(*key).filter(|_| takes_part)
            };
            cycle.cache.nodes().iter().filter_map(|node| domain(node)).for_each(|at| counts.add(at, 0));
            constraint.count_all(cycle, |node, count| {
                if let Some(at) = domain(node) {
                    counts.add(at, count);
                }
            });
        }
        let least = constraints.iter().map(|_| Cell::new(None)).collect();
        Spread { cycle, constraints: Rc::new(constraints), keys: Rc::new(keys), counts, least }
    }

    fn each(&self) -> impl Iterator<Item = (usize, &Constraint, Option<Key>)> {
        self.constraints.iter().zip(self.keys.iter()).enumerate().map(|(at, (one, key))| (at, one, *key))
    }

    /// minMatchNum
    fn least(&self, at: usize, constraint: &Constraint) -> i64 {
        if (self.counts[at].present() as i64) < constraint.min_domains {
            return 0;
        }
        let found = self.least[at].get().unwrap_or_else(|| self.counts[at].least().unwrap_or_default());
        self.least[at].set(Some(found));
        found
    }

    /// updateWithPod
    fn update(&mut self, pod: &PodInfo, node: &NodeInfo, by: i64) {
        let own = self.cycle.pod();
        let counted = pod.pod.meta.namespace == own.meta.namespace
            && self.keys.iter().all(|key| node.domain(*key).is_some());
        if !counted {
            return;
        }
        let constraints = self.constraints.clone();
        for (at, constraint) in constraints.iter().enumerate() {
            if constraint.selects(&pod.pod)
                && constraint.includes(own, node.node())
                && let Some(domain) = node.domain(self.keys[at])
            {
                self.counts[at].add(domain, by);
                self.least[at].set(None);
            }
        }
    }
}

impl<'a> Filter<'a> for Spread<'a> {
    fn check(&self, node: &NodeInfo) -> Option<Refusal> {
        self.each().find_map(|(at, constraint, key)| {
            let Some(domain) = node.domain(key) else {
                return Some(Refusal::unresolvable(REASON_LABEL));
            };
            let own = i64::from(constraint.selects(self.cycle.pod()));
            let held = self.counts[at].get(domain).unwrap_or_default();
            let skew = held + own - self.least(at, constraint);
            (skew > constraint.max_skew).then(|| Refusal::resolvable(REASON))
        })
    }

    fn pod_added(&mut self, pod: &PodInfo, node: &NodeInfo) {
        self.update(pod, node, 1);
    }

    fn pod_removed(&mut self, pod: &PodInfo, node: &NodeInfo) {
        self.update(pod, node, -1);
    }

    fn copy(&self) -> Box<dyn Filter<'a> + 'a> {
        Box::new(Spread {
            cycle: self.cycle,
            constraints: self.constraints.clone(),
            keys: self.keys.clone(),
            counts: self.counts.clone(),
            least: self.least.clone(),
        })
    }
}
