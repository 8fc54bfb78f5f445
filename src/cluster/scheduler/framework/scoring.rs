//! PreScore, Score and NormalizeScore: which of the fit nodes is best. runtime/framework.go RunScorePlugins and
//! plugins/helper/normalize_score.go, v1.36.

use super::{Cycle, Plugin};
use crate::cluster::scheduler::decision::Column;
use crate::cluster::scheduler::node_info::NodeInfo;

/// MaxNodeScore
pub const MAX_SCORE: i64 = 100;

type ScoreFn<'a> = Box<dyn Fn(&NodeInfo) -> i64 + 'a>;
type NormalizeFn<'a> = Box<dyn Fn(&[&NodeInfo], &mut [i64]) + 'a>;

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

/// A plugin's scores for one pod.
pub struct Scoring<'a> {
    score: ScoreFn<'a>,
    normalize: Normalize<'a>,
}

impl<'a> Scoring<'a> {
    pub fn new(normalize: Normalize<'a>, score: impl Fn(&NodeInfo) -> i64 + 'a) -> Scoring<'a> {
        Scoring { score: Box::new(score), normalize }
    }
}

/// Each plugin's scores of all nodes that passed.
pub fn columns<'a>(
    cycle: &'a Cycle<'a>,
    plugins: impl Iterator<Item = (&'a dyn Plugin, i64)>,
    nodes: &[&'a NodeInfo],
) -> Vec<Column> {
    let column = |(plugin, weight): (&'a dyn Plugin, i64)| {
        let scoring = plugin.pre_score(cycle, nodes)?;
        let raw: Vec<i64> = nodes.iter().map(|node| (scoring.score)(node)).collect();
        let mut scores = raw.clone();
        normalize(&scoring.normalize, nodes, &mut scores);
        let normalized = scores.iter().map(|score| (*score).clamp(0, MAX_SCORE) as u8).collect();
        Some(Column { plugin: plugin.name(), weight, raw, normalized })
    };
    plugins.filter_map(column).collect()
}

/// DefaultNormalizeScore
fn normalize(how: &Normalize<'_>, nodes: &[&NodeInfo], scores: &mut [i64]) {
    let reverse = match how {
        Normalize::AsIs => return,
        Normalize::Custom(custom) => return custom(nodes, scores),
        Normalize::ToHighest => false,
        Normalize::Reversed => true,
    };
    let highest = scores.iter().copied().max().unwrap_or_default();
    for score in scores {
        let share = if highest == 0 { 0 } else { score.saturating_mul(MAX_SCORE) / highest };
        *score = if reverse { MAX_SCORE - share } else { share };
    }
}
