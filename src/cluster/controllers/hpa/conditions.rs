//! The conditions of an autoscaler: `setConditionInList` of pkg/controller/podautoscaler/horizontal.go, v1.36.

use crate::kinds::Time;
use crate::kinds::hpa::{HorizontalPodAutoscalerCondition, HorizontalPodAutoscalerStatus};

pub(super) const ABLE_TO_SCALE: &str = "AbleToScale";
pub(super) const SCALING_ACTIVE: &str = "ScalingActive";
pub(super) const SCALING_LIMITED: &str = "ScalingLimited";

/// Sets a condition where it stands, or adds it at the end.
pub(super) fn set(
    status: &mut HorizontalPodAutoscalerStatus,
    (kind, value): (&str, &str),
    (reason, message): (&str, &str),
    now: Time,
) {
    let known = status.conditions.iter().position(|condition| condition.kind == kind);
    let at = known.unwrap_or_else(|| {
        let condition = HorizontalPodAutoscalerCondition { kind: kind.into(), ..Default::default() };
        status.conditions.push(condition);
        status.conditions.len() - 1
    });
    let condition = &mut status.conditions[at];
    if condition.status != value {
        condition.last_transition_time = Some(now);
    }
    condition.status = value.into();
    condition.reason = reason.into();
    condition.message = message.into();
}
