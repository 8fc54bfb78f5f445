//! Series over time: autoscalers and load generators.

use super::frame::Ref;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct AutoscalerView {
    pub reference: Ref,
    pub target: Ref,
    pub min: u32,
    pub max: u32,
    pub current: u32,
    pub desired: u32,
    /// The TARGETS column: `cpu: 62%/50%`, `cpu: <unknown>/50%`
    pub targets: String,
    /// Oldest first, one for each sync, at most 240.
    pub points: Vec<HpaPoint>,
    /// The last sync's arithmetic, a line each.
    pub why: Vec<String>,
    /// What stands in its way, in words; empty when it works.
    pub problem: String,
}

/// One sync of an autoscaler.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HpaPoint {
    pub at_us: u64,
    /// Usage in the metric's own terms (percent, or thousandths); none while unknown.
    pub usage: Option<i64>,
    pub target: i64,
    pub current: u32,
    pub desired: u32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadView {
    /// Name of the generator, and what it asks.
    pub name: String,
    pub url: String,
    /// Requests a second it sends now.
    pub rate: u32,
    /// Oldest first, one for each simulated second, at most 240.
    pub points: Vec<LoadPoint>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadPoint {
    pub at_us: u64,
    pub sent: u32,
    pub failed: u32,
}
