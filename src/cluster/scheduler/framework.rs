//! The scheduling framework: what a plugin is, and one pod's way through all of them.
//!
//! Models pkg/scheduler/framework/interface.go and schedule_one.go, v1.36. A plugin prepares itself
//! once for a pod (upstream's PreFilter and PreScore) and gives back what it wants to be asked for each
//! node; state between the two is what the closures hold.

use std::sync::Arc;

use super::decision::{Decision, NodeVerdict, Score};
use super::message;
use super::node_info::{self, NodeInfo, Resources};
use crate::cluster::store::{Change, Store};
use crate::kinds::pod::Pod;
use crate::sim::SimTime;

/// What every plugin sees of a pod's cycle.
pub struct Cycle<'a> {
    pub pod: &'a Arc<Pod>,
    pub nodes: &'a [&'a NodeInfo],
    pub store: &'a Store,
    pub request: Resources,
    pub non_zero_request: Resources,
}

impl<'a> Cycle<'a> {
    pub fn new(pod: &'a Arc<Pod>, nodes: &'a [&'a NodeInfo], store: &'a Store) -> Cycle<'a> {
        let request = node_info::pod_request(&pod.spec, node_info::requested);
        let non_zero_request = node_info::pod_request(&pod.spec, node_info::non_zero_requested);
        Cycle { pod, nodes, store, request, non_zero_request }
    }
}

/// Why a plugin refuses a node.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    pub reasons: Vec<String>,
    /// True where removing other pods would not help (UnschedulableAndUnresolvable).
    pub unresolvable: bool,
}

impl Refusal {
    pub fn unresolvable(reason: &str) -> Refusal {
        Refusal { reasons: vec![reason.to_owned()], unresolvable: true }
    }

    pub fn resolvable(reason: &str) -> Refusal {
        Refusal { reasons: vec![reason.to_owned()], unresolvable: false }
    }
}

type FilterFn<'a> = Box<dyn Fn(&NodeInfo) -> Option<Refusal> + 'a>;
type ScoreFn<'a> = Box<dyn Fn(&NodeInfo) -> i64 + 'a>;
type NormalizeFn<'a> = Box<dyn Fn(&mut [(&NodeInfo, i64)]) + 'a>;
/// Prepares scoring for the nodes that passed; none where the plugin has nothing to say (Skip).
type PreScoreFn<'a> = Box<dyn FnOnce(&[&'a NodeInfo]) -> Option<Scoring<'a>> + 'a>;

/// How raw scores become 0 to 100.
pub enum Normalize<'a> {
    /// They are already.
    AsIs,
    /// In proportion to the highest.
    ToHighest,
    /// In proportion to the highest, then turned round: less is better.
    Reversed,
    Custom(NormalizeFn<'a>),
}

pub struct Scoring<'a> {
    pub score: ScoreFn<'a>,
    pub normalize: Normalize<'a>,
}

/// A plugin's part in one cycle.
#[derive(Default)]
pub struct Prepared<'a> {
    pub filter: Option<FilterFn<'a>>,
    pub pre_score: Option<PreScoreFn<'a>>,
}

impl<'a> Prepared<'a> {
    pub fn filter(filter: impl Fn(&NodeInfo) -> Option<Refusal> + 'a) -> Prepared<'a> {
        Prepared { filter: Some(Box::new(filter)), pre_score: None }
    }

    pub fn with_score(
        mut self,
        normalize: Normalize<'a>,
        score: impl Fn(&NodeInfo) -> i64 + 'a,
    ) -> Prepared<'a> {
        self.pre_score = Some(Box::new(move |_| Some(Scoring { score: Box::new(score), normalize })));
        self
    }

    pub fn with_pre_score(
        mut self,
        prepare: impl FnOnce(&[&'a NodeInfo]) -> Option<Scoring<'a>> + 'a,
    ) -> Prepared<'a> {
        self.pre_score = Some(Box::new(prepare));
        self
    }
}

/// One scheduler plugin, under upstream's name.
pub trait Plugin: Sync {
    fn name(&self) -> &'static str;
    /// The default profile's weight; 0 for plugins that do not score.
    fn weight(&self) -> i64 {
        0
    }
    fn prepare<'a>(&self, cycle: &'a Cycle<'a>) -> Prepared<'a>;
    /// Whether a change may turn this plugin's refusal of a pod (QueueingHint).
    fn retry_on(&self, change: &Change, pod: &Pod) -> bool;
}

/// MaxNodeScore
pub const MAX_SCORE: i64 = 100;

/// Filters and scores: everything of a cycle but the choice among the best.
pub fn evaluate(cycle: &Cycle<'_>, plugins: &[&'static dyn Plugin], start: usize, now: SimTime) -> Decision {
    let prepared: Vec<Prepared<'_>> = plugins.iter().map(|plugin| plugin.prepare(cycle)).collect();
    let wanted = feasible_nodes_to_find(cycle.nodes.len());
    let mut verdicts = Vec::new();
    let mut feasible: Vec<(usize, &NodeInfo)> = Vec::new();
    for step in 0..cycle.nodes.len() {
        if feasible.len() >= wanted {
            break;
        }
        let info = cycle.nodes[(start + step) % cycle.nodes.len()];
        let refused = refusal(info, plugins, &prepared);
        if refused.is_none() {
            feasible.push((verdicts.len(), info));
        }
        verdicts.push(NodeVerdict { node: info.name().to_owned(), refused, scores: Vec::new(), total: 0 });
    }
    if feasible.len() > 1 {
        score(plugins, prepared, &feasible, &mut verdicts);
    }
    let message =
        if feasible.is_empty() { message::failed(cycle.nodes.len(), &verdicts) } else { String::new() };
    let pod = &cycle.pod.meta;
    Decision {
        pod: pod.full_name(),
        pod_uid: pod.uid.clone(),
        at: now,
        nodes: verdicts,
        chosen: None,
        message,
    }
}

fn refusal(
    info: &NodeInfo,
    plugins: &[&'static dyn Plugin],
    prepared: &[Prepared<'_>],
) -> Option<(&'static str, Refusal)> {
    plugins.iter().zip(prepared).find_map(|(plugin, prepared)| {
        let refusal = prepared.filter.as_ref()?(info)?;
        Some((plugin.name(), refusal))
    })
}

fn score<'a>(
    plugins: &[&'static dyn Plugin],
    prepared: Vec<Prepared<'a>>,
    feasible: &[(usize, &'a NodeInfo)],
    verdicts: &mut [NodeVerdict],
) {
    let nodes: Vec<&NodeInfo> = feasible.iter().map(|(_, info)| *info).collect();
    for (plugin, prepared) in plugins.iter().zip(prepared) {
        let Some(scoring) = prepared.pre_score.and_then(|prepare| prepare(&nodes)) else { continue };
        let mut scores: Vec<(&NodeInfo, i64)> =
            nodes.iter().map(|info| (*info, (scoring.score)(info))).collect();
        normalize(&scoring.normalize, &mut scores);
        for ((at, _), (_, normalized)) in feasible.iter().zip(scores) {
            let score = Score { plugin: plugin.name(), normalized, weight: plugin.weight() };
            verdicts[*at].total += normalized * score.weight;
            verdicts[*at].scores.push(score);
        }
    }
}

/// plugins/helper/normalize_score.go DefaultNormalizeScore
fn normalize(how: &Normalize<'_>, scores: &mut [(&NodeInfo, i64)]) {
    let reverse = match how {
        Normalize::AsIs => return,
        Normalize::Custom(custom) => return custom(scores),
        Normalize::ToHighest => false,
        Normalize::Reversed => true,
    };
    let highest = scores.iter().map(|(_, score)| *score).max().unwrap_or_default();
    for (_, score) in scores {
        let share = if highest == 0 { 0 } else { *score * MAX_SCORE / highest };
        *score = if reverse { MAX_SCORE - share } else { share };
    }
}

/// minFeasibleNodesToFind, minFeasibleNodesPercentageToFind: with percentageOfNodesToScore unset, all
/// nodes up to 100, then 50 % less one for every 125 nodes, at least 5 %.
fn feasible_nodes_to_find(nodes: usize) -> usize {
    if nodes < 100 {
        return nodes.max(1);
    }
    let percentage = 50usize.saturating_sub(nodes / 125).max(5);
    (nodes * percentage / 100).max(100)
}
