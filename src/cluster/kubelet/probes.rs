//! One probe of one container: its ticks and its results. pkg/kubelet/prober/worker.go, v1.36.
//!
//! A probe ticks with its period from the moment the pod's volumes were there; a result counts when enough
//! equal ones came in a row. Whom a tick asks, and what follows, is in `prober.rs`.

use std::collections::VecDeque;

use crate::kinds::probe::Probe;
use crate::sim::{SimTime, Span};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProbeKind {
    Startup,
    Readiness,
    Liveness,
}

impl ProbeKind {
    /// As events name it.
    pub fn title(self) -> &'static str {
        match self {
            ProbeKind::Startup => "Startup",
            ProbeKind::Readiness => "Readiness",
            ProbeKind::Liveness => "Liveness",
        }
    }

    /// As the restart's event names it.
    pub fn word(self) -> &'static str {
        match self {
            ProbeKind::Startup => "startup",
            ProbeKind::Readiness => "readiness",
            ProbeKind::Liveness => "liveness",
        }
    }
}

impl ProbeKind {
    /// What counts as the result before there is one.
    fn until_asked(self) -> Option<bool> {
        match self {
            ProbeKind::Startup => None,
            ProbeKind::Readiness => Some(false),
            ProbeKind::Liveness => Some(true),
        }
    }
}

/// One asking of a probe.
#[derive(Clone, Debug, PartialEq)]
pub struct ProbeRecord {
    pub at: SimTime,
    pub success: bool,
    pub output: String,
}

/// Askings kept for the probe timeline.
const LIMIT_HISTORY: usize = 40;

/// What a probe is told, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub at: SimTime,
    pub success: bool,
    pub output: String,
}

#[derive(Clone, Debug)]
pub struct ProbeRun {
    pub kind: ProbeKind,
    pub spec: Probe,
    /// The container's instance it is about.
    pub instance: u32,
    /// The result in force: none until the first counts.
    pub result: Option<bool>,
    pub history: VecDeque<ProbeRecord>,
    /// Equal results in a row.
    pub in_a_row: i32,
    /// A container that has failed is not asked again.
    pub on_hold: bool,
    last: Option<bool>,
    /// What it is being told, and when.
    coming: Option<Answer>,
    /// The next tick, from when the pod's probes were set up.
    next_at: Option<SimTime>,
}

impl ProbeRun {
    pub fn new(kind: ProbeKind, spec: &Probe) -> ProbeRun {
        ProbeRun {
            kind,
            spec: spec.clone(),
            instance: 0,
            result: None,
            history: VecDeque::new(),
            in_a_row: 0,
            on_hold: false,
            last: None,
            coming: None,
            next_at: None,
        }
    }

    fn period(&self) -> Span {
        Span::from_secs(self.spec.period_seconds.max(1) as u64)
    }

    /// Begins to tick.
    pub fn set_up(&mut self, now: SimTime) {
        self.next_at.get_or_insert(now);
    }

    /// Waits for an answer; ticks that fall in between are lost.
    pub fn wait_for(&mut self, answer: Answer) {
        self.coming = Some(answer);
    }

    /// The answer that has come.
    pub fn answered(&mut self, now: SimTime) -> Option<Answer> {
        self.coming.take_if(|answer| answer.at <= now)
    }

    /// Another instance of the container: counting starts over.
    pub fn follow(&mut self, instance: u32) {
        if self.instance != instance {
            self.instance = instance;
            self.coming = None;
            (self.result, self.last, self.in_a_row, self.on_hold) = (None, None, 0, false);
        }
    }

    /// It had passed already when the kubelet came.
    pub fn passed_before(&mut self, instance: u32) {
        self.follow(instance);
        self.result = Some(true);
    }

    /// Asks now, and counts the period from here.
    pub fn trigger(&mut self, now: SimTime) {
        if self.next_at.is_some() {
            self.next_at = Some(now);
        }
    }

    /// When the answer comes that is waited for, or else the first tick while the container runs; those before find
    /// nothing to ask.
    pub fn next_time(&self, running_since: SimTime) -> Option<SimTime> {
        let next = self.next_at?;
        if let Some(answer) = self.coming.as_ref().filter(|answer| answer.at > running_since) {
            return Some(answer.at);
        }
        let missed = running_since.since(next).0.div_ceil(self.period().0);
        Some(next + self.period().times(missed))
    }

    /// Takes the tick at `now`, which may have waited for the answer before it; the grid stays.
    pub fn take_tick(&mut self, now: SimTime) {
        let Some(next) = self.next_at else { return };
        let passed = now.since(next).0 / self.period().0 + 1;
        self.next_at = Some(next.min(now) + self.period().times(passed));
    }

    /// Counts a result; true if the result in force changed.
    pub fn count(&mut self, now: SimTime, success: bool, output: String) -> bool {
        self.history.push_back(ProbeRecord { at: now, success, output });
        if self.history.len() > LIMIT_HISTORY {
            self.history.pop_front();
        }
        self.in_a_row = if self.last == Some(success) { self.in_a_row.saturating_add(1) } else { 1 };
        self.last = Some(success);
        let threshold = if success { self.spec.success_threshold } else { self.spec.failure_threshold };
        if self.in_a_row < threshold.max(1) {
            return false;
        }
        if !success && self.kind != ProbeKind::Readiness {
            self.on_hold = true;
        }
        let before = self.result.replace(success).or(self.kind.until_asked());
        before != Some(success)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_count_results_in_a_row() {
        let spec =
            Probe { period_seconds: 5, success_threshold: 1, failure_threshold: 3, ..Default::default() };
        let mut probe = ProbeRun::new(ProbeKind::Readiness, &spec);
        let mut ask = |success| probe.count(SimTime::ZERO, success, String::new());
        let changes: Vec<bool> =
            [true, false, false, true, false, false, false].into_iter().map(&mut ask).collect();
        assert_eq!(changes, [true, false, false, false, false, false, true]);
    }

    #[test]
    fn ticks_keep_their_grid_while_nothing_runs() {
        let spec = Probe { period_seconds: 6, ..Default::default() };
        let mut probe = ProbeRun::new(ProbeKind::Readiness, &spec);
        assert_eq!(probe.next_time(SimTime::from_secs(15)), None);
        probe.set_up(SimTime::from_secs(1));
        assert_eq!(probe.next_time(SimTime::from_secs(15)), Some(SimTime::from_secs(19)));
    }
}
