//! Requests must fit what is left: plugins/noderesources/fit.go and least_allocated.go, v1.36.

use crate::cluster::scheduler::hints;
use crate::cluster::scheduler::node_info::{pod_request, requested};
use crate::cluster::scheduler::{Cycle, NodeInfo, Normalize, Plugin, Prepared, Refusal, Resources};
use crate::cluster::store::Change;
use crate::kinds::pod::Pod;

pub struct NodeResourcesFit;

impl Plugin for NodeResourcesFit {
    fn name(&self) -> &'static str {
        "NodeResourcesFit"
    }

    fn weight(&self) -> i64 {
        1
    }

    fn prepare<'a>(&self, cycle: &'a Cycle<'a>) -> Prepared<'a> {
        Prepared::filter(move |info| refusal(&cycle.request, info))
            .with_score(Normalize::AsIs, move |info| least_allocated(&cycle.non_zero_request, info))
    }

    /// A pod left a node, or the pod would fit on a node that has come or grown.
    fn retry_on(&self, change: &Change, pod: &Pod) -> bool {
        if let (Some(_), None) = hints::placed_pods(change) {
            return true;
        }
        let Some((old, new)) = hints::node_change(change) else { return false };
        let request = pod_request(&pod.spec, requested);
        refusal(&request, &new).is_none() && old.is_none_or(|old| has_grown(&request, &old, &new))
    }
}

/// haveAnyRequestedResourcesIncreased
fn has_grown(request: &Resources, old: &NodeInfo, new: &NodeInfo) -> bool {
    let asked = |name: &&str| request.get(name) > 0;
    let names =
        ["cpu", "memory", "ephemeral-storage"].into_iter().chain(request.scalar.keys().map(String::as_str));
    let grown = names.filter(asked).any(|name| new.allocatable.get(name) > old.allocatable.get(name));
    grown || new.allowed_pods > old.allowed_pods
}

fn refusal(request: &Resources, info: &NodeInfo) -> Option<Refusal> {
    let mut refusal = Refusal { reasons: Vec::new(), unresolvable: false };
    if info.pods.len() as i64 + 1 > info.allowed_pods {
        refusal.reasons.push("Too many pods".into());
    }
    let named = ["cpu", "memory", "ephemeral-storage"].into_iter();
    for name in named.chain(request.scalar.keys().map(String::as_str)) {
        let (wanted, all) = (request.get(name), info.allocatable.get(name));
        if wanted > 0 && wanted > all - info.requested.get(name) {
            refusal.reasons.push(format!("Insufficient {name}"));
            refusal.unresolvable |= wanted > all;
        }
    }
    (!refusal.reasons.is_empty()).then_some(refusal)
}

/// The mean over CPU and memory of the share that would stay free.
fn least_allocated(request: &Resources, info: &NodeInfo) -> i64 {
    let free_share = |name: &str| {
        let (all, used) = (info.allocatable.get(name), info.non_zero.get(name) + request.get(name));
        (all > 0).then(|| if used > all { 0 } else { (all - used) * 100 / all })
    };
    let shares: Vec<i64> = ["cpu", "memory"].into_iter().filter_map(free_share).collect();
    if shares.is_empty() { 0 } else { shares.iter().sum::<i64>() / shares.len() as i64 }
}
