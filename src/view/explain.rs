//! What the inspector shows of one object: facts, why, YAML, events.

use super::ResultLine;
use super::frame::{EventView, LightState, Ref};
use super::process::ProcessView;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inspection {
    pub reference: Ref,
    pub exists: bool,
    /// One sentence: what it is and how it fares.
    pub headline: String,
    pub light: LightState,
    /// What it waits for, and why; empty when it waits for nothing.
    pub waiting_for: Vec<String>,
    pub sections: Vec<Section>,
    /// The scheduler's verdicts, for pods; newest last.
    pub decisions: Vec<DecisionTable>,
    /// Of a pod that waits for the scheduler.
    pub queue: Option<QueueView>,
    /// For pods.
    pub probes: Vec<ProbeView>,
    /// The containers of a pod that a kubelet has.
    pub processes: Vec<ProcessView>,
    /// As `kubectl get -o yaml` prints it.
    pub yaml: String,
    /// Newest last.
    pub events: Vec<EventView>,
    /// The changes that led here, newest last: `12.304s deployment-controller created ReplicaSet/web-…`.
    pub causes: Vec<String>,
    /// Output of the first container, last lines.
    pub log: Vec<String>,
}

/// Facts under a heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    pub title: String,
    pub facts: Vec<Fact>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fact {
    pub name: String,
    pub value: String,
    /// An object to go to.
    pub link: Option<Ref>,
}

/// Nodes by plugins for one scheduling cycle.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecisionTable {
    pub at_us: u64,
    pub chosen: String,
    pub message: String,
    /// The plugin that refused the pod before any node was tried, and its words.
    pub rejected: Option<(String, String)>,
    /// Plugins that scored, in order, with their weights.
    pub plugins: Vec<(String, i64)>,
    pub nodes: Vec<DecisionNode>,
    /// Nodes that shared the highest total: above 1 the choice was a draw.
    pub tied: u32,
    /// Nodes where other pods could have made room.
    pub preemption: Vec<PreemptionRow>,
    /// The rule by which the chosen one of these won; empty if none was.
    pub preemption_rule: String,
}

/// A node and the pods that would have had to go.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PreemptionRow {
    pub node: String,
    pub chosen: bool,
    /// Most important first, with their priorities.
    pub victims: Vec<(Ref, i32)>,
    /// How many of them a PodDisruptionBudget protects.
    pub violations: u32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecisionNode {
    pub node: String,
    pub chosen: bool,
    /// The plugin that refused the node, and its words; none if the node was fit.
    pub refused: Option<(String, String)>,
    pub scores: Vec<ScoreCell>,
    pub total: i64,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScoreCell {
    pub plugin: String,
    /// What the plugin counted.
    pub raw: i64,
    /// 0 to 100.
    pub normalized: i64,
    pub weight: i64,
}

/// One probe of one container.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProbeView {
    pub container: String,
    /// `readiness`, `liveness`, `startup`
    pub kind: String,
    /// `http-get :3000/healthz delay=3s timeout=1s period=5s #success=1 #failure=3`
    pub what: String,
    /// The result in force, in words.
    pub state: String,
    pub light: LightState,
    pub in_a_row: u32,
    pub threshold: u32,
    /// Oldest first.
    pub ticks: Vec<ProbeTick>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProbeTick {
    pub at_us: u64,
    pub success: bool,
    pub output: String,
}

/// Where a pod waits in the scheduler's queue, and what for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueView {
    /// `active`, `backoff`, `unschedulable`, `gated`
    pub place: String,
    pub attempts: u32,
    /// When it is tried at the latest; 0 for a gated pod.
    pub until_us: u64,
    /// The plugins that refused it, or the one that keeps it out: a change they care about brings it back.
    pub plugins: Vec<String>,
    /// The plugin that saw the change that brought it back, and the change.
    pub woken_by: Option<(String, String)>,
}

/// What the scheduler would say of a pod if some commands were run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WhatIf {
    /// kubectl's answer to each command.
    pub answers: Vec<ResultLine>,
    /// As things are; the pod is thought of as new.
    pub before: DecisionTable,
    /// With the commands.
    pub after: DecisionTable,
    /// Commands that would turn a refusal: node, command.
    pub remedies: Vec<(String, String)>,
}

/// The scheduler that runs: its configuration and what came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SchedulerView {
    /// The KubeSchedulerConfiguration; empty for the defaults.
    pub config: String,
    pub profiles: Vec<ProfileView>,
}

/// One profile: the plugins at each extension point, in order, with the weights of those that score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProfileView {
    pub name: String,
    pub filters: Vec<String>,
    pub post_filters: Vec<String>,
    pub scorers: Vec<(String, i64)>,
}
