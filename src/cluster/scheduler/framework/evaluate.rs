//! One pod's way through all plugins: schedule_one.go schedulingAlgorithm, findNodesThatFitPod, prioritizeNodes
//! and the PostFilter that follows a failure, v1.36.

use std::collections::BTreeSet;

use super::filters::{Filters, Rejection};
use super::{Cycle, Failed, PostFilter, scoring};
use crate::cluster::scheduler::decision::{Column, NodeVerdict, Preemption, Refused};
use crate::cluster::scheduler::message;
use crate::cluster::scheduler::node_info::NodeInfo;
use crate::cluster::scheduler::profile::Profile;

/// Which nodes are tried.
#[derive(Clone, Copy, Debug)]
pub struct Sampling {
    /// The place the first node has in the order.
    pub start: usize,
    /// Whether nodes are scored even if there is only one.
    pub score_one: bool,
}

/// What came of it: everything but the choice among the best.
#[derive(Default)]
pub struct Evaluation {
    pub rejected: Option<Refused>,
    pub nodes: Vec<NodeVerdict>,
    pub columns: Vec<Column>,
    /// Plugins whose refusal a change may turn.
    pub refusers: BTreeSet<&'static str>,
    /// Nodes tried, by which the next cycle starts later.
    pub tried: usize,
    pub post_filter: PostFilterSummary,
    pub message: String,
}

/// What the PostFilter plugins said together.
#[derive(Default)]
pub struct PostFilterSummary {
    /// Success, Unschedulable or Error; empty if none was asked.
    pub code: &'static str,
    pub text: String,
    /// The node the pod is nominated to; empty to clear its nomination, none to leave it.
    pub nominated: Option<String>,
    pub preemption: Option<Box<Preemption>>,
}

/// Filters, scores, and asks PostFilter plugins if no node was found.
pub fn evaluate<'a>(
    cycle: &'a Cycle<'a>,
    profile: &'a Profile,
    sampling: Sampling,
    draw: &mut dyn FnMut(u64) -> u64,
) -> Evaluation {
    let mut result = Evaluation::default();
    let mut reached = Vec::new();
    let filters = Filters::prepare(cycle, profile.pre_filters(), &mut reached);
    if let Ok(filters) = &filters {
        let candidates = filters.among.as_ref().map_or(cycle.cache.nodes().len(), BTreeSet::len);
        let wanted = profile.nodes_to_find(candidates);
        let fit = find(cycle, filters, sampling.start, wanted, &mut result);
        if !fit.is_empty() {
            if fit.len() > 1 || sampling.score_one {
                score(cycle, profile, &fit, &mut result);
            }
            return result;
        }
    }
    if let Err(rejection) = &filters {
        reject(rejection, &mut result);
    }
    let failed = Failed {
        cycle,
        filters: filters.as_ref().ok(),
        reached: &reached,
        rejected: filters.as_ref().err().map(|rejection| &rejection.refusal),
        nodes: &result.nodes,
        draw,
    };
    if !cycle.cache.nodes().is_empty() {
        result.post_filter = post_filter(profile, failed);
    }
    result.message = message::failed(cycle.cache.nodes().len(), &result);
    result
}

fn reject(rejection: &Rejection, result: &mut Evaluation) {
    result.refusers = rejection.narrowed_by.clone();
    if !rejection.plugin.is_empty() {
        result.refusers.insert(rejection.plugin);
    }
    result.rejected = Some(Refused { plugin: rejection.plugin, refusal: rejection.refusal.clone() });
}

/// The nodes that pass, each with its place among the verdicts.
fn find<'a>(
    cycle: &'a Cycle<'a>,
    filters: &Filters<'a>,
    start: usize,
    wanted: usize,
    result: &mut Evaluation,
) -> Vec<&'a NodeInfo> {
    result.refusers = filters.narrowed_by.clone();
    if let Some(node) = cycle.cache.node(&cycle.pod().status.nominated_node_name) {
        let refused = filters.check(node);
        let passed = refused.is_none();
        result.refusers.extend(refused.as_ref().map(|(plugin, _)| *plugin));
        if passed {
            result.nodes.push(NodeVerdict::new(node, None));
            return vec![node];
        }
    }
    let nodes = cycle.cache.ordered();
    let count = nodes.len();
    let start = if filters.among.is_some() { 0 } else { start.min(count) };
    let mut fit = Vec::new();
    let left_out = filters.among.as_ref().map(|_| filters.left_out());
    let inside = |node: &NodeInfo| filters.among.as_ref().is_none_or(|among| among.contains(node.name()));
    for node in nodes.clone().skip(start).chain(nodes.take(start)) {
        if !inside(node) {
            let refused = left_out.clone().map(|refusal| Refused { plugin: "", refusal });
            result.nodes.push(NodeVerdict::new(node, refused));
            continue;
        }
        if fit.len() >= wanted {
            match left_out {
                Some(_) => continue,
                None => break,
            }
        }
        result.tried += 1;
        match filters.check(node) {
            None => {
                fit.push(node);
                result.nodes.push(NodeVerdict::new(node, None));
            }
            Some((plugin, refusal)) => {
                result.refusers.insert(plugin);
                result.nodes.push(NodeVerdict::new(node, Some(Refused { plugin, refusal })));
            }
        }
    }
    fit
}

fn score<'a>(cycle: &'a Cycle<'a>, profile: &'a Profile, fit: &[&'a NodeInfo], result: &mut Evaluation) {
    result.columns = scoring::columns(cycle, profile.scorers(), fit);
    let passed = result.nodes.iter_mut().filter(|verdict| verdict.refused.is_none());
    for (row, verdict) in passed.enumerate() {
        verdict.total = result.columns.iter().map(|column| column.weighed(row)).sum();
    }
}

/// RunPostFilterPlugins: the first that succeeds or fails ends it, the words of the others add up.
fn post_filter(profile: &Profile, mut failed: Failed<'_, '_>) -> PostFilterSummary {
    let mut summary = PostFilterSummary::default();
    let mut words = Vec::new();
    for plugin in profile.post_filters() {
        match plugin.post_filter(&mut failed) {
            PostFilter::Nothing => {}
            PostFilter::Unschedulable { reason, clear, looked_at } => {
                summary.code = "Unschedulable";
                words.push(reason);
                summary.preemption = looked_at.or(summary.preemption);
                summary.nominated = clear.then(String::new).or(summary.nominated);
            }
            PostFilter::Nominated(preemption) => {
                let nominated = preemption.node().map(str::to_owned);
                return PostFilterSummary {
                    code: "Success",
                    text: String::new(),
                    nominated,
                    preemption: Some(preemption),
                };
            }
            PostFilter::Error(text) => {
                return PostFilterSummary { code: "Error", text, ..PostFilterSummary::default() };
            }
        }
    }
    summary.text = words.join(", ");
    summary
}
