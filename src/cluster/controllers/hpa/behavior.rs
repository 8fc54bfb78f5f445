//! How far one step may go.
//!
//! Models `convertDesiredReplicasWithRules`, `convertDesiredReplicasWithBehaviorRate` and the limits they
//! use, pkg/controller/podautoscaler/horizontal.go, v1.36. Percentages round up on the way up, so that one
//! pod can become two, and are cut off on the way down.

use super::memory::{HpaMemory, change_within};
use super::reconcile::Pass;
use crate::kinds::hpa::{HPAScalingPolicy, HPAScalingRules, HorizontalPodAutoscalerBehavior};

/// scaleUpLimitFactor, scaleUpLimitMinimum
const LIMIT_FACTOR: i32 = 2;
const LIMIT_MINIMUM: i32 = 4;

const UP_LIMIT: (&str, &str) =
    ("ScaleUpLimit", "the desired replica count is increasing faster than the maximum scale rate");
const DOWN_LIMIT: (&str, &str) =
    ("ScaleDownLimit", "the desired replica count is decreasing faster than the maximum scale rate");
const TOO_MANY: (&str, &str) =
    ("TooManyReplicas", "the desired replica count is more than the maximum replica count");
const TOO_FEW: (&str, &str) =
    ("TooFewReplicas", "the desired replica count is less than the minimum replica count");
const IN_RANGE: (&str, &str) = ("DesiredWithinRange", "the desired count is within the acceptable range");

/// A size, and the condition ScalingLimited's reason and message.
pub(super) type Limited = (i32, (&'static str, &'static str));

impl Pass<'_> {
    /// Without `spec.behavior`: no more than twice the size, or four.
    pub(super) fn limit(&mut self, current: i32, desired: i32) -> Limited {
        let (min, max) = self.bounds();
        let step = current.saturating_mul(LIMIT_FACTOR).max(LIMIT_MINIMUM);
        let (most, reason) = if max > step { (step, UP_LIMIT) } else { (max, TOO_MANY) };
        if desired < min {
            self.explain(format!("{desired} is below minReplicas {min}"));
            return (min, TOO_FEW);
        }
        if desired > most {
            self.explain(format!(
                "{desired} limited to {most}: the smaller of maxReplicas {max} and max(2 x {current}, 4)"
            ));
            return (most, reason);
        }
        (desired, IN_RANGE)
    }

    /// With it: what the policies leave of the period's allowance.
    pub(super) fn limit_with(
        &mut self,
        memory: &HpaMemory,
        behavior: &HorizontalPodAutoscalerBehavior,
        (current, desired): (i32, i32),
    ) -> Limited {
        let (min, max) = self.bounds();
        if desired > current {
            let step = self.policy_limit(memory, behavior.scale_up.as_ref(), (current, true)).max(current);
            let (most, reason) = if max > step { (step, UP_LIMIT) } else { (max, TOO_MANY) };
            if desired > most {
                self.explain(format!(
                    "{desired} limited to {most}: the policies allow {step}, maxReplicas is {max}"
                ));
                return (most, reason);
            }
        } else if desired < current {
            let step = self.policy_limit(memory, behavior.scale_down.as_ref(), (current, false)).min(current);
            let (least, reason) = if min < step { (step, DOWN_LIMIT) } else { (min, TOO_FEW) };
            if desired < least {
                self.explain(format!(
                    "{desired} limited to {least}: the policies allow {step}, minReplicas is {min}"
                ));
                return (least, reason);
            }
        }
        (desired, IN_RANGE)
    }

    fn policy_limit(
        &mut self,
        memory: &HpaMemory,
        rules: Option<&HPAScalingRules>,
        (current, up): (i32, bool),
    ) -> i32 {
        let Some(rules) = rules else { return current };
        let select = rules.select_policy.as_deref().unwrap_or("Max");
        if select == "Disabled" {
            self.explain("selectPolicy Disabled: no scaling in this direction".into());
            return current;
        }
        let mut sizes = Vec::new();
        for policy in &rules.policies {
            let start = self.size_at_start(memory, policy, current);
            let size = allowed(policy, start, up);
            self.explain(format!(
                "policy {} {} per {} s from {start} pods allows {size}",
                policy.kind, policy.value, policy.period_seconds
            ));
            sizes.push(size);
        }
        let widest = select != "Min";
        match up == widest {
            true => sizes.into_iter().max().unwrap_or(if widest { i32::MIN } else { i32::MAX }),
            false => sizes.into_iter().min().unwrap_or(if widest { i32::MAX } else { i32::MIN }),
        }
    }

    /// The size when the policy's period began.
    fn size_at_start(&self, memory: &HpaMemory, policy: &HPAScalingPolicy, current: i32) -> i32 {
        let (period_seconds, now) = (i64::from(policy.period_seconds), self.input.now);
        let added = change_within(&memory.scale_up_events, period_seconds, now);
        let removed = change_within(&memory.scale_down_events, period_seconds, now);
        current - added + removed
    }

    fn bounds(&self) -> (i32, i32) {
        (self.min_replicas(), self.input.hpa.spec.max_replicas)
    }
}

fn allowed(policy: &HPAScalingPolicy, start: i32, up: bool) -> i32 {
    let share = f64::from(policy.value) / 100.0;
    match (policy.kind.as_str(), up) {
        ("Percent", true) => (f64::from(start) * (1.0 + share)).ceil() as i32,
        ("Percent", false) => (f64::from(start) * (1.0 - share)) as i32,
        (_, true) => start.saturating_add(policy.value),
        (_, false) => start.saturating_sub(policy.value),
    }
}
