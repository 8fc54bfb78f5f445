//! A container from inside: what runs, what ran before, what it uses, sees and wrote, and what is broken in it.

use super::frame::LightState;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProcessView {
    pub name: String,
    pub role: Role,
    pub image: String,
    /// Its processes' user and groups, as `id` prints them.
    pub runs_as: String,
    /// No model of the image is known: it runs as a plain server.
    pub generic: bool,
    /// An AppModel says what it does.
    pub modelled: bool,
    /// What it does now, in words.
    pub state: String,
    pub light: LightState,
    pub running: bool,
    /// Instances that have ended, oldest first.
    pub past: Vec<PastRun>,
    pub requests: Amounts,
    pub limits: Amounts,
    /// Oldest first, one for each look of the metrics.
    pub usage: Vec<UsagePoint>,
    /// The part of the time it waits for CPU, in hundredths.
    pub waits_percent: u64,
    pub variables: Vec<(String, String)>,
    /// Paths and bytes.
    pub files: Vec<(String, u64)>,
    /// Last lines it printed.
    pub log: Vec<String>,
    /// What can be broken, and whether it is.
    pub switches: Vec<(&'static str, bool)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    #[default]
    Main,
    Init,
    Sidecar,
}

/// An instance that has ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PastRun {
    pub number: u32,
    /// None if it never started.
    pub started_us: Option<u64>,
    pub finished_us: u64,
    pub code: i32,
    pub reason: String,
    /// Its termination message.
    pub message: String,
}

/// CPU in thousandths of a core, memory in bytes; none where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    pub cpu: Option<u64>,
    pub memory: Option<u64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UsagePoint {
    pub at_us: u64,
    pub cpu: u64,
    pub memory: u64,
}
