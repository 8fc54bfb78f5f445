//! What the page draws: plain structs without behaviour and without knowledge of the engine.
//!
//! `session` fills them, `ui` shows them. Times are microseconds since the cluster was made, CPU is in
//! thousandths of a core, memory in bytes. Everything that has an identity carries a `Ref`, with which
//! the page asks for its `Inspection`.

mod assist;
mod charts;
mod explain;
mod frame;
mod process;
mod terminal;

pub use assist::{Hover, Shape, Suggestion, SuggestionKind, Template};
pub use charts::{AutoscalerView, HpaPoint, LoadPoint, LoadView};
pub use explain::{
    DecisionNode, DecisionTable, Fact, Inspection, PreemptionRow, ProbeTick, ProbeView, ProfileView,
    QueueView, SchedulerView, ScoreCell, Section, WhatIf,
};
pub use frame::{
    ClockView, ContainerView, EndpointView, EventView, FlowView, Frame, LightState, NodeView, PendingView,
    PodView, Ref, ResourceBar, ServiceView, Workload,
};
pub use process::{Amounts, PastRun, ProcessView, Role, UsagePoint};
pub use terminal::{
    ApiCall, Changed, Completion, FileToEdit, How, LineStory, Reaction, TerminalFile, TerminalKind,
    TerminalLine, TerminalView,
};

/// Something wrong with the text in the editor: where, what the cluster says, and how to mend it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagnostic {
    /// 1-based; columns count characters.
    pub line: u32,
    pub column: u32,
    /// Exclusive; 0 means the end of the word.
    pub end_column: u32,
    pub message: String,
    pub hint: String,
    pub error: bool,
}

/// One line of the answer to an action, as kubectl prints it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResultLine {
    pub text: String,
    pub error: bool,
}
