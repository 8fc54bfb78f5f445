//! Recommendations of the last minutes, so that the size does not follow every wave.
//!
//! Models `stabilizeRecommendation` and `stabilizeRecommendationWithBehaviors` of
//! pkg/controller/podautoscaler/horizontal.go, v1.36.

use super::memory::{HpaMemory, Recommendation, is_older};
use super::reconcile::Pass;
use crate::kinds::hpa::{HPAScalingRules, HorizontalPodAutoscalerBehavior};

const RECENTLY_LOWER: (&str, &str) = (
    "ScaleUpStabilized",
    "recent recommendations were lower than current one, applying the lowest recent recommendation",
);
const RECENTLY_HIGHER: (&str, &str) = (
    "ScaleDownStabilized",
    "recent recommendations were higher than current one, applying the highest recent recommendation",
);
const STEADY: (&str, &str) = ("ReadyForNewScale", "recommended size matches current size");

/// A size, and the condition AbleToScale's reason and message.
pub(super) type Stabilized = (i32, (&'static str, &'static str));

impl Pass<'_> {
    /// Without `spec.behavior`: the highest recommendation of the window.
    pub(super) fn stabilize(&mut self, memory: &mut HpaMemory, desired: i32) -> Stabilized {
        let window_seconds = self.config.downscale_stabilization_seconds;
        let highest = self.recent(memory, window_seconds).fold(desired, i32::max);
        memory.recommend(desired, window_seconds, self.input.now);
        if highest == desired {
            return (desired, STEADY);
        }
        self.explain(format!(
            "{desired} asked for, but {highest} within the last {window_seconds} s: {highest}"
        ));
        (highest, RECENTLY_HIGHER)
    }

    /// With it: the current size, moved only as far as all recommendations of the windows agree on.
    pub(super) fn stabilize_with(
        &mut self,
        memory: &mut HpaMemory,
        behavior: &HorizontalPodAutoscalerBehavior,
        (current, desired): (i32, i32),
    ) -> Stabilized {
        let up_seconds = window_seconds(&behavior.scale_up, 0);
        let down_seconds = window_seconds(&behavior.scale_down, self.config.downscale_stabilization_seconds);
        let lowest = self.recent(memory, up_seconds).fold(desired, i32::min);
        let highest = self.recent(memory, down_seconds).fold(desired, i32::max);
        memory.recommend(desired, up_seconds.max(down_seconds), self.input.now);
        let stabilized = current.max(lowest).min(highest);
        if stabilized == desired {
            return (desired, STEADY);
        }
        self.explain(format!(
            "{desired} asked for; at least {lowest} within {up_seconds} s (up), \
             at most {highest} within {down_seconds} s (down): {current} becomes {stabilized}"
        ));
        (stabilized, if desired >= current { RECENTLY_LOWER } else { RECENTLY_HIGHER })
    }

    fn recent<'m>(&self, memory: &'m HpaMemory, window_seconds: i64) -> impl Iterator<Item = i32> + use<'m> {
        let now = self.input.now;
        let recent = move |sample: &&Recommendation| !is_older(sample.at, window_seconds, now);
        memory.recommendations.iter().filter(recent).map(|sample| sample.replicas)
    }
}

fn window_seconds(rules: &Option<HPAScalingRules>, default: i64) -> i64 {
    let given = rules.as_ref().and_then(|rules| rules.stabilization_window_seconds);
    given.map_or(default, i64::from)
}
