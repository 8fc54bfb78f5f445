//! What the controller remembers of an autoscaler from pass to pass.
//!
//! Models the maps of `HorizontalController` and `storeScaleEvent` of
//! pkg/controller/podautoscaler/horizontal.go, v1.36: samples too old for anyone to look at are replaced,
//! so that the memory does not grow. Upstream's clock is always a little past the second, so a sample that
//! is just as old as a window is outside it.

use crate::kinds::Time;
use crate::kinds::hpa::HPAScalingRules;

/// What the metrics asked for, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recommendation {
    pub at: Time,
    pub replicas: i32,
}

/// By how much the target was scaled, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScaleEvent {
    pub at: Time,
    pub change: i32,
}

/// The memory of one autoscaler; forgotten when it is deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HpaMemory {
    pub recommendations: Vec<Recommendation>,
    pub scale_up_events: Vec<ScaleEvent>,
    pub scale_down_events: Vec<ScaleEvent>,
}

impl HpaMemory {
    /// An autoscaler seen for the first time takes the current size for wanted.
    pub(super) fn begin(&mut self, current: i32, now: Time) {
        if self.recommendations.is_empty() {
            self.recommendations.push(Recommendation { at: now, replicas: current });
        }
    }

    /// Keeps a recommendation in the place of the last that is older than the window.
    pub(super) fn recommend(&mut self, replicas: i32, window_seconds: i64, now: Time) {
        let stale = |sample: &Recommendation| is_older(sample.at, window_seconds, now);
        replace_last(&mut self.recommendations, stale, Recommendation { at: now, replicas });
    }

    pub(super) fn scaled(&mut self, (from, to): (i32, i32), rules: Option<&HPAScalingRules>, now: Time) {
        let periods = rules.into_iter().flat_map(|rules| &rules.policies).map(|policy| policy.period_seconds);
        let longest_seconds = i64::from(periods.max().unwrap_or_default());
        let stale = |event: &ScaleEvent| is_older(event.at, longest_seconds, now);
        let events = if to > from { &mut self.scale_up_events } else { &mut self.scale_down_events };
        replace_last(events, stale, ScaleEvent { at: now, change: (to - from).abs() });
    }
}

/// By how much the target was scaled within the period.
pub(super) fn change_within(events: &[ScaleEvent], period_seconds: i64, now: Time) -> i32 {
    let recent = events.iter().filter(|event| !is_older(event.at, period_seconds, now));
    recent.map(|event| event.change).sum()
}

pub(super) fn is_older(at: Time, seconds: i64, now: Time) -> bool {
    now.seconds_since(at) >= seconds
}

fn replace_last<T>(samples: &mut Vec<T>, stale: impl Fn(&T) -> bool, sample: T) {
    match samples.iter().rposition(stale) {
        Some(at) => samples[at] = sample,
        None => samples.push(sample),
    }
}
