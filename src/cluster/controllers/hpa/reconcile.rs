//! One pass over an autoscaler.
//!
//! Models `reconcileAutoscaler`, `normalizeDesiredReplicas` and `validateAndParseSelector` of
//! pkg/controller/podautoscaler/horizontal.go, v1.36.

use super::calculator::{Calculator, Tolerance};
use super::conditions::{self, ABLE_TO_SCALE, SCALING_ACTIVE, SCALING_LIMITED};
use super::memory::HpaMemory;
use super::plan::{HpaConfig, HpaInput, HpaPlan, Scale};

use crate::cluster::planned::PlannedEvent;
use crate::kinds::hpa::{HPAScalingRules, HorizontalPodAutoscalerStatus, MetricStatus};
use crate::kinds::selector::Selector;

#[derive(Debug)]
pub(super) struct Pass<'a> {
    pub input: &'a HpaInput<'a>,
    pub config: &'a HpaConfig,
    status: HorizontalPodAutoscalerStatus,
    events: Vec<PlannedEvent>,
    pub why: Vec<String>,
}

/// The size to have and the reason for it.
#[derive(Default)]
struct Decision {
    desired: i32,
    reason: String,
    recommendation: Option<i32>,
    readings: Vec<MetricStatus>,
    error: Option<String>,
}

/// Reads, decides, and remembers what upstream's controller would remember.
pub fn reconcile(input: &HpaInput<'_>, config: &HpaConfig, memory: &mut HpaMemory) -> HpaPlan {
    let status = input.hpa.status.clone();
    let mut pass = Pass { input, config, status, events: Vec::new(), why: Vec::new() };
    let scale = match input.scale {
        Ok(scale) => scale,
        Err(error) => return pass.without_scale(error),
    };
    let able = "the HPA controller was able to get the target's current scale";
    pass.condition((ABLE_TO_SCALE, "True"), "SucceededGetScale", able);
    memory.begin(scale.spec_replicas, input.now);
    match pass.decide(scale, memory) {
        Ok(decision) => pass.carry_out(scale, decision, memory),
        Err((error, readings)) => pass.without_metrics(scale, &error, readings),
    }
}

impl<'a> Pass<'a> {
    fn decide(
        &mut self,
        scale: &Scale,
        memory: &mut HpaMemory,
    ) -> Result<Decision, (String, Vec<MetricStatus>)> {
        let (current, min, max) =
            (scale.spec_replicas, self.min_replicas(), self.input.hpa.spec.max_replicas);
        let at_once =
            |desired, reason: &str| Decision { desired, reason: reason.into(), ..Default::default() };
        if current == 0 && min != 0 {
            let message = "scaling is disabled since the replica count of the target is zero";
            self.condition((SCALING_ACTIVE, "False"), "ScalingDisabled", message);
            self.explain("the target has 0 replicas: it is not autoscaled".into());
            return Ok(at_once(current, ""));
        }
        if current > max {
            self.explain(format!("{current} pods are more than maxReplicas {max}"));
            return Ok(at_once(max, "Current number of replicas above Spec.MaxReplicas"));
        }
        if current < min {
            self.explain(format!("{current} pods are fewer than minReplicas {min}"));
            return Ok(at_once(min, "Current number of replicas below Spec.MinReplicas"));
        }
        let (best, readings) = self.read_metrics(scale);
        let best = match best {
            Ok(best) => best,
            Err(error) => return Err((error, readings)),
        };
        let asked = best.replicas.max(0);
        let reason = match asked.cmp(&current) {
            std::cmp::Ordering::Greater => format!("{} above target", best.name),
            std::cmp::Ordering::Less => "All metrics below target".into(),
            std::cmp::Ordering::Equal => String::new(),
        };
        let desired = self.normalize(memory, (current, asked));
        Ok(Decision { desired, reason, recommendation: Some(asked), readings, error: best.error })
    }

    /// Stabilises and limits what the metrics ask for.
    fn normalize(&mut self, memory: &mut HpaMemory, (current, asked): (i32, i32)) -> i32 {
        let behavior = self.input.hpa.spec.behavior.as_ref();
        let (stabilized, (reason, message)) = match behavior {
            None => self.stabilize(memory, asked),
            Some(behavior) => self.stabilize_with(memory, behavior, (current, asked)),
        };
        self.condition((ABLE_TO_SCALE, "True"), reason, message);
        let (desired, (reason, message)) = match behavior {
            None => self.limit(current, stabilized),
            Some(behavior) => self.limit_with(memory, behavior, (current, stabilized)),
        };
        let limited = if desired == stabilized { "False" } else { "True" };
        self.condition((SCALING_LIMITED, limited), reason, message);
        desired
    }

    fn carry_out(mut self, scale: &Scale, decision: Decision, memory: &mut HpaMemory) -> HpaPlan {
        let (current, desired) = (scale.spec_replicas, decision.desired);
        let rescale = desired != current;
        if rescale {
            let message = format!("the HPA controller was able to update the target scale to {desired}");
            self.condition((ABLE_TO_SCALE, "True"), "SucceededRescale", &message);
            let message = format!("New size: {desired}; reason: {}", decision.reason);
            self.event(PlannedEvent::normal("SuccessfulRescale", message));
            self.explain(format!("the target goes from {current} to {desired}"));
            self.remember(memory, (current, desired));
            self.status.last_scale_time = Some(self.input.now);
        }
        self.set_status(current, Some(desired), decision.readings);
        let scale_to = rescale.then_some(desired);
        HpaPlan { scale_to, recommendation: decision.recommendation, ..self.into_plan(decision.error) }
    }

    fn remember(&self, memory: &mut HpaMemory, (from, to): (i32, i32)) {
        if let Some(behavior) = &self.input.hpa.spec.behavior {
            let rules = if to > from { &behavior.scale_up } else { &behavior.scale_down };
            memory.scaled((from, to), rules.as_ref(), self.input.now);
        }
    }

    fn without_scale(mut self, error: &str) -> HpaPlan {
        self.event(PlannedEvent::warning("FailedGetScale", error.into()));
        let message = format!("the HPA controller was unable to get the target's current scale: {error}");
        self.condition((ABLE_TO_SCALE, "False"), "FailedGetScale", &message);
        let reference = self.input.reference();
        self.into_plan(Some(format!("failed to query scale subresource for {reference}: {error}")))
    }

    fn without_metrics(mut self, scale: &Scale, error: &str, readings: Vec<MetricStatus>) -> HpaPlan {
        self.set_status(scale.spec_replicas, self.input.hpa.status.desired_replicas, readings);
        self.event(PlannedEvent::warning("FailedComputeMetricsReplicas", error.into()));
        let what = "failed to compute desired number of replicas based on listed metrics";
        let reference = self.input.reference();
        self.into_plan(Some(format!("{what} for {reference}: {error}")))
    }

    /// The selector of the target's pods, unless there is none or another autoscaler claims them too.
    pub fn selector(&mut self, scale: &Scale) -> Result<Selector, String> {
        if scale.selector.is_empty() {
            let error = "selector is required";
            self.event(PlannedEvent::warning("SelectorRequired", error.into()));
            let message = "the HPA target's scale is missing a selector";
            self.condition((SCALING_ACTIVE, "False"), "InvalidSelector", message);
            return Err(error.into());
        }
        let selector = Selector::parse(&scale.selector).map_err(|error| {
            let what = "couldn't convert selector into a corresponding internal selector object";
            self.refuse_selector("InvalidSelector", format!("{what}: {error}"))
        })?;
        if self.input.rivals.len() > 1 {
            let namespace = &self.input.hpa.meta.namespace;
            let keys: Vec<String> =
                self.input.rivals.iter().map(|name| format!("{{{name} {namespace}}}")).collect();
            let (text, keys) = (&scale.selector, keys.join(" "));
            let error = format!("pods by selector {text} are controlled by multiple HPAs: [{keys}]");
            return Err(self.refuse_selector("AmbiguousSelector", error));
        }
        Ok(selector)
    }

    fn refuse_selector(&mut self, reason: &str, error: String) -> String {
        self.event(PlannedEvent::warning(reason, error.clone()));
        self.condition((SCALING_ACTIVE, "False"), reason, &error);
        error
    }

    pub fn calculator(&self, selector: &Selector) -> Calculator<'a> {
        let pods = self.input.pods.iter().map(std::sync::Arc::as_ref);
        let behavior = self.input.hpa.spec.behavior.as_ref();
        let tolerance = |rules: Option<&HPAScalingRules>| {
            let own = rules.and_then(|rules| rules.tolerance.as_ref());
            own.unwrap_or(&self.config.tolerance).approximate_f64()
        };
        Calculator {
            pods: pods.filter(|pod| selector.matches(&pod.meta.labels)).collect(),
            tolerance: Tolerance {
                down: tolerance(behavior.and_then(|behavior| behavior.scale_down.as_ref())),
                up: tolerance(behavior.and_then(|behavior| behavior.scale_up.as_ref())),
            },
            config: self.config,
            now: self.input.now,
            why: Vec::new(),
        }
    }

    pub fn min_replicas(&self) -> i32 {
        self.input.hpa.spec.min_replicas.unwrap_or(1)
    }

    fn set_status(&mut self, current: i32, desired: Option<i32>, readings: Vec<MetricStatus>) {
        self.status = HorizontalPodAutoscalerStatus {
            current_replicas: current,
            desired_replicas: desired,
            last_scale_time: self.status.last_scale_time,
            current_metrics: readings,
            conditions: std::mem::take(&mut self.status.conditions),
            ..Default::default()
        };
    }

    fn into_plan(self, error: Option<String>) -> HpaPlan {
        let (status, events, why) = (self.status, self.events, self.why);
        HpaPlan { scale_to: None, status, events, error, recommendation: None, why }
    }

    pub fn condition(&mut self, kind_and_status: (&str, &str), reason: &str, message: &str) {
        conditions::set(&mut self.status, kind_and_status, (reason, message), self.input.now);
    }

    pub fn event(&mut self, event: PlannedEvent) {
        self.events.push(event);
    }

    pub fn explain(&mut self, sentence: String) {
        self.why.push(sentence);
    }
}
