//! Probes: pkg/kubelet/prober/worker.go, v1.36.
//!
//! Each probe ticks with its period from the moment the pod was taken up; a tick asks only a running
//! container past its initial delay, and readiness and liveness only once the startup probe has
//! passed. A result counts when enough equal ones came in a row. A container start, or a startup probe
//! that passes, makes readiness be asked at once.

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

/// One asking of a probe.
#[derive(Clone, Debug, PartialEq)]
pub struct ProbeRecord {
    pub at: SimTime,
    pub success: bool,
    pub output: String,
}

/// Askings kept for the probe timeline.
const LIMIT_HISTORY: usize = 40;

#[derive(Clone, Debug)]
pub struct ProbeRun {
    pub kind: ProbeKind,
    pub spec: Probe,
    /// The result in force: none until the first counts.
    pub result: Option<bool>,
    pub history: VecDeque<ProbeRecord>,
    /// Equal results in a row.
    pub in_a_row: i32,
    last: Option<bool>,
    next_at: SimTime,
    on_hold: bool,
}

impl ProbeRun {
    pub fn new(kind: ProbeKind, spec: &Probe, pod_taken_up: SimTime) -> ProbeRun {
        ProbeRun {
            kind,
            spec: spec.clone(),
            result: None,
            history: VecDeque::new(),
            in_a_row: 0,
            last: None,
            next_at: pod_taken_up,
            on_hold: false,
        }
    }

    fn period(&self) -> Span {
        Span::from_secs(self.spec.period_seconds.max(1) as u64)
    }

    fn initial_delay(&self) -> Span {
        Span::from_secs(self.spec.initial_delay_seconds.max(0) as u64)
    }

    /// A new container: counting starts over.
    pub fn reset(&mut self, now: SimTime) {
        (self.result, self.last, self.in_a_row, self.on_hold) = (None, None, 0, false);
        self.skip_to(now);
    }

    /// Leaves ticks that have passed behind.
    fn skip_to(&mut self, now: SimTime) {
        if self.next_at < now {
            let missed = now.since(self.next_at).0.div_ceil(self.period().0);
            self.next_at += self.period().times(missed);
        }
    }

    /// Asks now, and counts the period from here.
    pub fn trigger(&mut self, now: SimTime) {
        self.next_at = now;
    }

    /// When the next tick that may ask is.
    pub fn next_time(&self, running_since: SimTime) -> Option<SimTime> {
        if self.on_hold {
            return None;
        }
        let earliest = running_since + self.initial_delay();
        let late = earliest.since(self.next_at).0.div_ceil(self.period().0);
        Some(self.next_at + self.period().times(late))
    }

    /// Takes the tick at `now`.
    pub fn take_tick(&mut self, now: SimTime) {
        self.next_at = now + self.period();
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
        self.result.replace(success) != Some(success)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_count_results_in_a_row() {
        let spec =
            Probe { period_seconds: 5, success_threshold: 1, failure_threshold: 3, ..Default::default() };
        let mut probe = ProbeRun::new(ProbeKind::Readiness, &spec, SimTime::ZERO);
        let mut ask = |success| probe.count(SimTime::ZERO, success, String::new());
        let changes: Vec<bool> =
            [true, false, false, true, false, false, false].into_iter().map(&mut ask).collect();
        assert_eq!(changes, [true, false, false, false, false, false, true]);
    }

    #[test]
    fn ticks_keep_their_grid_and_wait_for_the_delay() {
        let spec = Probe { period_seconds: 6, initial_delay_seconds: 15, ..Default::default() };
        let probe = ProbeRun::new(ProbeKind::Readiness, &spec, SimTime::ZERO);
        assert_eq!(probe.next_time(SimTime::from_secs(1)), Some(SimTime::from_secs(18)));
    }
}
