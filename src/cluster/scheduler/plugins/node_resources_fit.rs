//! Requests must fit what is left: plugins/noderesources/fit.go, least_allocated.go, most_allocated.go and
//! requested_to_capacity_ratio.go, v1.36.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::api_struct;
use crate::cluster::scheduler::framework::{MAX_SCORE, Reasons};
use crate::cluster::scheduler::registry::Built;
use crate::cluster::scheduler::resource_scores::{
    ResourceSpec, Share, invalid_weights, or_cpu_and_memory, shares,
};
use crate::cluster::scheduler::resources::{is_extended, non_zero_of_containers, requested};
use crate::cluster::scheduler::{
    Cycle, NodeInfo, Normalize, Plugin, Point, PreFilter, Refusal, Resources, Scoring, hints,
};
use crate::cluster::store::Change;
use crate::kinds::Codec;
use crate::kinds::pod::Pod;

api_struct! {
    /// Arguments of NodeResourcesFit.
    NodeResourcesFitArgs {
        /// Extended resources that are not looked at.
        ignored_resources "ignoredResources": Vec<String>,
        /// Prefixes of extended resources that are not looked at.
        ignored_resource_groups "ignoredResourceGroups": Vec<String>,
        /// How nodes are compared.
        scoring_strategy "scoringStrategy": Option<ScoringStrategy>,
    }
}

api_struct! {
    /// How nodes are compared by their resources.
    ScoringStrategy {
        /// LeastAllocated (default), MostAllocated or RequestedToCapacityRatio.
        kind "type": String,
        /// The resources that count; CPU and memory if empty.
        resources "resources": Vec<ResourceSpec>,
        /// Of RequestedToCapacityRatio.
        requested_to_capacity_ratio "requestedToCapacityRatio": Option<RequestedToCapacityRatioParam>,
    }
}

api_struct! {
    /// A score for each level of use.
    RequestedToCapacityRatioParam {
        /// The levels, lowest first.
        shape "shape": Vec<UtilizationShapePoint>,
    }
}

api_struct! {
    /// One level of use.
    UtilizationShapePoint {
        /// Percent in use, 0 to 100.
        utilization "utilization": i32,
        /// Score, 0 to 10.
        score "score": i32,
    }
}

/// How a share becomes a score.
enum Strategy {
    LeastAllocated,
    MostAllocated,
    /// Points of use and score (0 to 100), lowest first.
    Ratio(Vec<(i64, i64)>),
}

pub struct NodeResourcesFit {
    ignored: BTreeSet<String>,
    ignored_groups: BTreeSet<String>,
    strategy: Strategy,
    resources: Vec<ResourceSpec>,
}

pub fn build(args: &Value) -> Built {
    let args = NodeResourcesFitArgs::from_value(args);
    let given = args.scoring_strategy.unwrap_or_default();
    let mut wrong = invalid_weights(&given.resources);
    let strategy = match given.kind.as_str() {
        "" | "LeastAllocated" => Strategy::LeastAllocated,
        "MostAllocated" => Strategy::MostAllocated,
        "RequestedToCapacityRatio" => Strategy::Ratio(shape(&given, &mut wrong)),
        other => {
            wrong.push(format!("scoringStrategy.type: Unsupported value: \"{other}\""));
            Strategy::LeastAllocated
        }
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(std::sync::Arc::new(NodeResourcesFit {
        ignored: args.ignored_resources.into_iter().collect(),
        ignored_groups: args.ignored_resource_groups.into_iter().collect(),
        strategy,
        resources: or_cpu_and_memory(&given.resources),
    }))
}

/// validateFunctionShape
fn shape(given: &ScoringStrategy, wrong: &mut Vec<String>) -> Vec<(i64, i64)> {
    let points =
        given.requested_to_capacity_ratio.as_ref().map(|ratio| ratio.shape.as_slice()).unwrap_or_default();
    if points.is_empty() {
        wrong.push(
            "requestedToCapacityRatio.shape: Required value: at least one point must be specified".into(),
        );
    }
    if points.windows(2).any(|pair| pair[0].utilization >= pair[1].utilization) {
        wrong.push("requestedToCapacityRatio.shape: Invalid value: utilization values must be sorted in increasing order".into());
    }
    for point in points {
        if !(0..=100).contains(&point.utilization) || !(0..=10).contains(&point.score) {
            wrong.push("requestedToCapacityRatio.shape: Invalid value: not in valid range".into());
        }
    }
    points.iter().map(|point| (point.utilization.into(), i64::from(point.score) * 10)).collect()
}

impl Plugin for NodeResourcesFit {
    fn name(&self) -> &'static str {
        "NodeResourcesFit"
    }

    fn points(&self) -> &'static [Point] {
        &[Point::PreFilter, Point::Filter, Point::PreScore, Point::Score]
    }

    fn pre_filter<'a>(&'a self, cycle: &'a Cycle<'a>) -> PreFilter<'a> {
        let request = cycle.request();
        PreFilter::ask(move |node| self.refusal(request, node))
    }

    fn pre_score<'a>(&'a self, cycle: &'a Cycle<'a>, _nodes: &[&'a NodeInfo]) -> Option<Scoring<'a>> {
        let own = non_zero_of_containers(&cycle.pod().spec);
        Some(Scoring::new(Normalize::AsIs, move |node| self.score(&own, node)))
    }

    /// A pod left a node or asks for less, or the pod would fit on a node that has come or grown.
    fn retry_on(&self, change: &Change, pod: &Pod) -> bool {
        if hints::pod_left(change).is_some() {
            return true;
        }
        if let (Some(old), Some(new)) = hints::placed_pods(change) {
            return !std::sync::Arc::ptr_eq(&old.spec, &new.spec) && shrunk(pod, old, new);
        }
        let Some((old, new)) = hints::node_change(change) else { return false };
        let (request, new) = (requested(&pod.spec), NodeInfo::of(new));
        self.refusal(&request, &new).is_none()
            && old.is_none_or(|old| has_grown(&request, &NodeInfo::of(old), &new))
    }
}

/// isSchedulableAfterPodScaleDown
fn shrunk(pod: &Pod, old: &Pod, new: &Pod) -> bool {
    let (asked, old, new) = (requested(&pod.spec), requested(&old.spec), requested(&new.spec));
    names(&asked).any(|name| asked.get(name) > 0 && old.get(name) > new.get(name))
}

/// haveAnyRequestedResourcesIncreased
fn has_grown(request: &Resources, old: &NodeInfo, new: &NodeInfo) -> bool {
    let grown = |name: &str| new.allocatable.get(name) > old.allocatable.get(name);
    new.allowed_pods > old.allowed_pods || names(request).any(|name| request.get(name) > 0 && grown(name))
}

const NATIVE: [(&str, &str); 3] = [
    ("cpu", "Insufficient cpu"),
    ("memory", "Insufficient memory"),
    ("ephemeral-storage", "Insufficient ephemeral-storage"),
];

fn names(request: &Resources) -> impl Iterator<Item = &str> {
    NATIVE.into_iter().map(|(name, _)| name).chain(request.scalar.keys().map(String::as_str))
}

impl NodeResourcesFit {
    /// fitsRequest
    fn refusal(&self, request: &Resources, node: &NodeInfo) -> Option<Refusal> {
        let mut found = Shortage::default();
        if node.pods.len() as i64 + 1 > node.allowed_pods {
            found.add("Too many pods", false);
        }
        let (all, used) = (&node.allocatable, &node.requested);
        let native = [
            (request.cpu_milli, all.cpu_milli, used.cpu_milli),
            (request.memory_bytes, all.memory_bytes, used.memory_bytes),
            (request.ephemeral_bytes, all.ephemeral_bytes, used.ephemeral_bytes),
        ];
        for ((_, reason), (asked, all, used)) in NATIVE.into_iter().zip(native) {
            if asked > 0 && asked > all.saturating_sub(used) {
                found.add(reason, asked > all);
            }
        }
        for (name, asked) in request.scalar.iter().filter(|(name, asked)| **asked != 0 && !self.ignores(name))
        {
            if *asked > all.get(name).saturating_sub(used.get(name)) {
                found.add_named(format!("Insufficient {name}"), *asked > all.get(name));
            }
        }
        found.refusal()
    }

    fn ignores(&self, name: &str) -> bool {
        let group = || name.split('/').next().unwrap_or_default();
        is_extended(name) && (self.ignored.contains(name) || self.ignored_groups.contains(group()))
    }

    fn score(&self, own: &Resources, node: &NodeInfo) -> i64 {
        let (mut sum, mut weights) = (0, 0);
        shares(own, node, &self.resources, false, |share| {
            let score = self.strategy.score(share);
            if score > 0 || !matches!(self.strategy, Strategy::Ratio(_)) {
                sum += score * share.weight;
                weights += share.weight;
            }
        });
        match (&self.strategy, weights) {
            (_, 0) => 0,
            (Strategy::Ratio(_), _) => libm::round(sum as f64 / weights as f64) as i64,
            _ => sum / weights,
        }
    }
}

/// What is short, most often one thing.
#[derive(Default)]
struct Shortage {
    first: Option<&'static str>,
    others: Vec<String>,
    unresolvable: bool,
}

impl Shortage {
    fn add(&mut self, reason: &'static str, unresolvable: bool) {
        self.unresolvable |= unresolvable;
        match self.first {
            None => self.first = Some(reason),
            Some(_) => self.others.push(reason.to_owned()),
        }
    }

    fn add_named(&mut self, reason: String, unresolvable: bool) {
        self.unresolvable |= unresolvable;
        self.others.push(reason);
    }

    fn refusal(self) -> Option<Refusal> {
        let reasons = match (self.first, self.others.is_empty()) {
            (None, true) => return None,
            (Some(one), true) => Reasons::One(one),
            (first, false) => {
                let all: Vec<String> = first.map(str::to_owned).into_iter().chain(self.others).collect();
                Reasons::Many(all.into())
            }
        };
        Some(Refusal { reasons, unresolvable: self.unresolvable })
    }
}

impl Strategy {
    fn score(&self, share: Share) -> i64 {
        let Share { allocatable, taken, .. } = share;
        match self {
            Strategy::LeastAllocated if taken > allocatable => 0,
            Strategy::LeastAllocated => (allocatable - taken).wrapping_mul(MAX_SCORE) / allocatable,
            Strategy::MostAllocated => taken.min(allocatable).wrapping_mul(MAX_SCORE) / allocatable,
            Strategy::Ratio(points) if taken > allocatable => broken_line(points, 100),
            Strategy::Ratio(points) => broken_line(points, taken.wrapping_mul(100) / allocatable),
        }
    }
}

/// BuildBrokenLinearFunction
fn broken_line(points: &[(i64, i64)], at: i64) -> i64 {
    let Some(next) = points.iter().position(|(utilization, _)| at <= *utilization) else {
        return points.last().map_or(0, |(_, score)| *score);
    };
    let (right, right_score) = points[next];
    let Some((left, left_score)) = next.checked_sub(1).map(|before| points[before]) else {
        return right_score;
    };
    left_score + (right_score - left_score) * (at - left) / (right - left)
}
