//! What a user breaks in a container: switches that make its program behave badly, and the kubelet react.
//!
//! Not upstream's. A switch stays on when the container starts again, so that what follows from it repeats; only a
//! program that hangs is well again after its restart.

use std::collections::BTreeSet;

use super::container::ContainerRun;
use super::memory::Growth;
use crate::sim::{SimTime, Span};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Switch {
    FailReadiness,
    FailLiveness,
    /// It ends now, with code 1; nothing stays on.
    Crash,
    /// It does nothing any more: it answers nobody, and does not heed SIGTERM.
    Hang,
    LeakMemory,
    BurnCpu,
    SlowDown,
    /// The whole pod is cut off.
    CutNetwork,
    /// Routes of an AppModel give the answers that are kept for this.
    AnswerOtherwise,
}

/// What a leak takes in a second, what a slow answer takes, and what burning uses where nothing limits it.
const LEAK_BYTES_PER_S: u64 = 10 << 20;
const SLOW: Span = Span::from_secs(2);
pub const BURN_MILLI: u64 = 1000;
const CRASH: i32 = 1;

impl Switch {
    pub const ALL: [Switch; 9] = [
        Switch::FailReadiness,
        Switch::FailLiveness,
        Switch::Crash,
        Switch::Hang,
        Switch::LeakMemory,
        Switch::BurnCpu,
        Switch::SlowDown,
        Switch::CutNetwork,
        Switch::AnswerOtherwise,
    ];

    /// As scripts name it.
    pub fn name(self) -> &'static str {
        match self {
            Switch::FailReadiness => "fail-readiness",
            Switch::FailLiveness => "fail-liveness",
            Switch::Crash => "crash",
            Switch::Hang => "hang",
            Switch::LeakMemory => "leak-memory",
            Switch::BurnCpu => "burn-cpu",
            Switch::SlowDown => "slow-down",
            Switch::CutNetwork => "cut-network",
            Switch::AnswerOtherwise => "answer-otherwise",
        }
    }

    pub fn by_name(name: &str) -> Option<Switch> {
        Switch::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// The switches that are on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Switches {
    on: BTreeSet<Switch>,
}

impl Switches {
    pub fn is_on(&self, switch: Switch) -> bool {
        self.on.contains(&switch)
    }

    pub(super) fn latency(&self) -> Span {
        if self.is_on(Switch::SlowDown) { SLOW } else { Span::ZERO }
    }

    pub(super) fn answers_otherwise(&self) -> bool {
        self.is_on(Switch::AnswerOtherwise)
    }
}

impl ContainerRun {
    pub(super) fn set_switch(&mut self, switch: Switch, on: bool, now: SimTime) {
        if switch == Switch::Crash {
            return self.end_now(CRASH, now);
        }
        let changed = if on { self.switches.on.insert(switch) } else { self.switches.on.remove(&switch) };
        if switch == Switch::LeakMemory && changed {
            match on {
                true => self.begin_leak(now),
                false => self.end_leak(now),
            }
        }
    }

    /// What a fresh instance inherits.
    pub(super) fn inherit_switches(&mut self, now: SimTime) {
        self.switches.on.remove(&Switch::Hang);
        if self.switches.is_on(Switch::LeakMemory) {
            self.begin_leak(now);
        }
    }

    fn begin_leak(&mut self, now: SimTime) {
        if self.running_since().is_some() {
            self.growths.push(Growth { since: now, bytes_per_s: LEAK_BYTES_PER_S, most: u64::MAX });
        }
    }

    /// What has leaked stays.
    fn end_leak(&mut self, now: SimTime) {
        let held = self.memory_bytes(now);
        self.growths.retain(|one| one.bytes_per_s != LEAK_BYTES_PER_S || one.most != u64::MAX);
        self.leaked.set(self.leaked.bytes() + held.saturating_sub(self.memory_bytes(now)), now);
    }

    pub(super) fn hangs(&self) -> bool {
        self.switches.is_on(Switch::Hang)
    }
}
