//! What one pass of the autoscaler is given, and what it answers.

use std::sync::Arc;

use super::conditions::{self, ABLE_TO_SCALE};
use super::metrics::Metrics;
use crate::cluster::planned::PlannedEvent;
use crate::kinds::Time;
use crate::kinds::hpa::{HorizontalPodAutoscaler, HorizontalPodAutoscalerStatus};
use crate::kinds::pod::Pod;
use crate::kinds::quantity::{Format, Quantity};

/// `--horizontal-pod-autoscaler-sync-period`
pub const SYNC_PERIOD_SECONDS: i64 = 15;

/// The controller's flags.
#[derive(Clone, Debug, PartialEq)]
pub struct HpaConfig {
    /// `--horizontal-pod-autoscaler-tolerance`
    pub tolerance: Quantity,
    /// `--horizontal-pod-autoscaler-cpu-initialization-period`
    pub cpu_initialization_seconds: i64,
    /// `--horizontal-pod-autoscaler-initial-readiness-delay`
    pub initial_readiness_delay_seconds: i64,
    /// `--horizontal-pod-autoscaler-downscale-stabilization`
    pub downscale_stabilization_seconds: i64,
}

impl Default for HpaConfig {
    fn default() -> HpaConfig {
        HpaConfig {
            tolerance: Quantity::from_milli(100, Format::DecimalSI),
            cpu_initialization_seconds: 300,
            initial_readiness_delay_seconds: 30,
            downscale_stabilization_seconds: 300,
        }
    }
}

/// The scale subresource of the target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scale {
    pub spec_replicas: i32,
    pub status_replicas: i32,
    /// As text: `app=web,tier in (a,b)`.
    pub selector: String,
}

#[derive(Clone, Copy, Debug)]
pub struct HpaInput<'a> {
    /// Defaulted.
    pub hpa: &'a HorizontalPodAutoscaler,
    /// The scale, or the API's words for why there is none.
    pub scale: Result<&'a Scale, &'a str>,
    /// The pods of the namespace; those that are not selected are passed over.
    pub pods: &'a [Arc<Pod>],
    pub metrics: &'a Metrics,
    /// Names of all autoscalers of the namespace whose targets select one of the same pods.
    pub rivals: &'a [String],
    pub now: Time,
}

#[derive(Clone, Debug)]
pub struct HpaPlan {
    /// The size to write to the target's scale, if it is to change.
    pub scale_to: Option<i32>,
    /// The status to write after that, if it differs.
    pub status: HorizontalPodAutoscalerStatus,
    /// In order; the last may report the new size and belongs after the write of the scale.
    pub events: Vec<PlannedEvent>,
    /// What the pass fails with; upstream logs it, and the next look is at the usual time.
    pub error: Option<String>,
    /// What the metrics ask for, before stabilisation and limits.
    pub recommendation: Option<i32>,
    /// The arithmetic, a sentence each.
    pub why: Vec<String>,
}

/// The plan when the API refuses to write the scale.
pub fn after_failed_rescale(input: &HpaInput<'_>, mut plan: HpaPlan, error: &str) -> HpaPlan {
    let rescaled = plan.events.pop().map(|event| event.message).unwrap_or_default();
    plan.events.push(PlannedEvent::warning("FailedRescale", format!("{rescaled}; error: {error}")));
    let message = format!("the HPA controller was unable to update the target scale: {error}");
    let mut status = HorizontalPodAutoscalerStatus {
        desired_replicas: input.hpa.status.desired_replicas,
        current_metrics: input.hpa.status.current_metrics.clone(),
        last_scale_time: input.hpa.status.last_scale_time,
        ..plan.status
    };
    conditions::set(&mut status, (ABLE_TO_SCALE, "False"), ("FailedUpdateScale", &message), input.now);
    let reference = input.reference();
    HpaPlan { scale_to: None, status, error: Some(format!("failed to rescale {reference}: {error}")), ..plan }
}

impl HpaInput<'_> {
    /// `Deployment/default/web`
    pub(super) fn reference(&self) -> String {
        let target = &self.hpa.spec.scale_target_ref;
        format!("{}/{}/{}", target.kind, self.hpa.meta.namespace, target.name)
    }
}
