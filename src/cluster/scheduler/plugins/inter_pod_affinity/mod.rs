//! Pods near some pods and away from others: plugins/interpodaffinity, v1.36.
//!
//! `filtering` holds required terms of the pod and of those that are there, `scoring` preferred ones.

mod filtering;
mod hint;
mod scoring;

use serde_json::Value;

use crate::api_struct;
use crate::cluster::scheduler::pod_info::Term;
use crate::cluster::scheduler::registry::{Built, built};
use crate::cluster::scheduler::topology::Key;
use crate::cluster::scheduler::{Cycle, NodeInfo, Plugin, Point, PreFilter, Scoring};
use crate::cluster::store::{Change, Store};
use crate::kinds::Codec;
use crate::kinds::namespace::Namespace;
use crate::kinds::pod::Pod;

api_struct! {
    /// Arguments of InterPodAffinity.
    InterPodAffinityArgs {
        /// Weight of a required rule of a pod that is there (default 1).
        hard_pod_affinity_weight "hardPodAffinityWeight": Option<i32>,
        /// Whether the wishes of pods that are there count for pods that have none.
        ignore_preferred_terms_of_existing_pods "ignorePreferredTermsOfExistingPods": Option<bool>,
    }
}

pub struct InterPodAffinity {
    hard_weight: i64,
    ignore_existing: bool,
}

pub fn build(args: &Value) -> Built {
    let args = InterPodAffinityArgs::from_value(args);
    let hard_weight = args.hard_pod_affinity_weight.unwrap_or(1);
    if !(0..=100).contains(&hard_weight) {
        return Err(vec![format!(
            "hardPodAffinityWeight: Invalid value: {hard_weight}: not in valid range [0-100]"
        )]);
    }
    let ignore_existing = args.ignore_preferred_terms_of_existing_pods == Some(true);
    built(InterPodAffinity { hard_weight: hard_weight.into(), ignore_existing })
}

impl Plugin for InterPodAffinity {
    fn name(&self) -> &'static str {
        "InterPodAffinity"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::PreFilter, Point::Filter, Point::PreScore, Point::Score]
    }

    fn pre_filter<'a>(&'a self, cycle: &'a Cycle<'a>) -> PreFilter<'a> {
        match filtering::Rules::new(cycle) {
            Some(rules) => PreFilter::Ask(Box::new(rules)),
            None => PreFilter::Skip,
        }
    }

    fn pre_score<'a>(&'a self, cycle: &'a Cycle<'a>, _nodes: &[&'a NodeInfo]) -> Option<Scoring<'a>> {
        scoring::prepare(cycle, self.hard_weight, self.ignore_existing)
    }

    fn retry_on(&self, change: &Change, pod: &Pod) -> bool {
        hint::may_help(change, pod)
    }
}

/// A term of the pod itself, its namespaces spelt out and its key numbered.
#[derive(Clone)]
struct OwnTerm {
    term: Term,
    key: Option<Key>,
}

fn own_terms<'t>(cycle: &Cycle<'_>, terms: impl Iterator<Item = &'t Term>) -> Vec<OwnTerm> {
    let own = |term: &Term| OwnTerm {
        term: with_namespaces(term, cycle.store),
        key: cycle.cache.topology().key(&term.topology_key),
    };
    terms.map(own).collect()
}

/// mergeAffinityTermNamespacesIfNotEmpty
fn with_namespaces(term: &Term, store: &Store) -> Term {
    let mut term = term.clone();
    let Some(selector) = term.namespace_selector.take_if(|selector| !selector.is_empty()) else {
        return term;
    };
    let chosen = store.list::<Namespace>().filter(|namespace| selector.matches(&namespace.meta.labels));
    term.namespaces.extend(chosen.map(|namespace| namespace.meta.name.clone()));
    term
}
