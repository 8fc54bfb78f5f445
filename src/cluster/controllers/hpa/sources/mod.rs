//! The metrics of `spec.metrics`, one by one, and the largest proposal.
//!
//! Models `computeReplicasForMetrics` and the `computeStatusFor…` functions of
//! pkg/controller/podautoscaler/horizontal.go, v1.36.

mod custom;
mod resource;

use resource::Subject;

use super::calculator::{Calculator, Proposal};
use super::conditions::SCALING_ACTIVE;
use super::plan::Scale;
use super::reconcile::Pass;
use crate::cluster::planned::PlannedEvent;
use crate::kinds::hpa::{MetricSpec, MetricStatus, MetricValueStatus};
use crate::kinds::quantity::{Format, Quantity};
use crate::kinds::selector::Selector;

/// What one metric asks for.
struct Reading {
    replicas: i32,
    /// As conditions and events call the metric.
    name: String,
    status: MetricStatus,
}

/// Why a metric asks for nothing: in the event and condition, and in the pass's error.
struct Refusal {
    reason: &'static str,
    event: String,
    error: String,
}

/// The largest proposal. The error, if any, is that some metrics failed.
pub(super) struct Best {
    pub replicas: i32,
    pub name: String,
    pub error: Option<String>,
}

type Read = Result<Reading, Refusal>;

impl Pass<'_> {
    /// The best proposal, or an error when none counts; and what was read of each metric.
    pub(super) fn read_metrics(&mut self, scale: &Scale) -> (Result<Best, String>, Vec<MetricStatus>) {
        let selector = match self.selector(scale) {
            Ok(selector) => selector,
            Err(error) => return (Err(error), Vec::new()),
        };
        let mut calculator = self.calculator(&selector);
        let specs = self.input.hpa.spec.metrics.iter();
        let reads: Vec<Read> =
            specs.map(|spec| self.read(spec, (scale, &selector), &mut calculator)).collect();
        self.why.append(&mut calculator.why);
        let statuses = reads.iter().map(status_of).collect();
        (self.choose(reads, scale.spec_replicas), statuses)
    }

    /// Metrics that failed may ask for more than the others: they do not stop an increase, but a decrease.
    fn choose(&mut self, reads: Vec<Read>, current: i32) -> Result<Best, String> {
        let total = reads.len();
        let (mut best, mut refusals) = (None, Vec::new());
        for read in reads {
            match read {
                Ok(reading) => best = larger(best, reading),
                Err(refusal) => refusals.push(refusal),
            }
        }
        let events = refusals.iter().map(|it| PlannedEvent::warning(it.reason, it.event.clone()));
        events.for_each(|event| self.event(event));
        let count = refusals.len();
        let invalid = |first: &Refusal| {
            format!("invalid metrics ({count} invalid out of {total}), first error is: {}", first.error)
        };
        let error = refusals.first().map(invalid);
        let Some(best) = best.filter(|best| error.is_none() || best.replicas >= current) else {
            return Err(self.refuse(refusals.first(), error));
        };
        let message =
            format!("the HPA was able to successfully calculate a replica count from {}", best.name);
        self.condition((SCALING_ACTIVE, "True"), "ValidMetricFound", &message);
        Ok(Best { replicas: best.replicas, name: best.name, error })
    }

    fn refuse(&mut self, first: Option<&Refusal>, error: Option<String>) -> String {
        if let Some(first) = first {
            let message = format!("the HPA was unable to compute the replica count: {}", first.event);
            self.condition((SCALING_ACTIVE, "False"), first.reason, &message);
        }
        self.explain("a metric is missing and the others do not ask for more: nothing is done".into());
        error.unwrap_or_default()
    }

    fn read(
        &self,
        spec: &MetricSpec,
        (scale, selector): (&Scale, &Selector),
        calculator: &mut Calculator<'_>,
    ) -> Read {
        let unknown = || {
            let error = format!("unknown metric source type \"{}\"", spec.kind);
            Refusal { reason: "InvalidMetricSourceType", event: error.clone(), error }
        };
        match spec.kind.as_str() {
            "Resource" => {
                let source = spec.resource.as_ref().ok_or_else(unknown)?;
                let subject = Subject { resource: &source.name, container: None };
                self.read_resource(subject, &source.target, (scale, selector), calculator)
            }
            "ContainerResource" => {
                let source = spec.container_resource.as_ref().ok_or_else(unknown)?;
                let subject = Subject { resource: &source.name, container: Some(&source.container) };
                self.read_resource(subject, &source.target, (scale, selector), calculator)
            }
            "Pods" => self.read_pods(spec.pods.as_ref().ok_or_else(unknown)?, scale, calculator),
            "Object" => self.read_object(spec.object.as_ref().ok_or_else(unknown)?, scale, calculator),
            "External" => self.read_external(spec.external.as_ref().ok_or_else(unknown)?, scale, calculator),
            _ => Err(unknown()),
        }
    }
}

/// The later reading only if it asks for more, or the earlier asks for nothing.
fn larger(best: Option<Reading>, reading: Reading) -> Option<Reading> {
    match best {
        Some(best) if best.replicas != 0 && best.replicas >= reading.replicas => Some(best),
        _ => Some(reading),
    }
}

/// A metric that could not be read leaves an empty place.
fn status_of(read: &Read) -> MetricStatus {
    read.as_ref().map_or_else(|_| kind(""), |reading| reading.status.clone())
}

fn kind(kind: &str) -> MetricStatus {
    MetricStatus { kind: Some(kind.into()), ..Default::default() }
}

fn per_pod(proposal: Proposal) -> MetricValueStatus {
    let average_value = Some(Quantity::from_milli(proposal.usage_milli, Format::DecimalSI));
    MetricValueStatus { average_value, average_utilization: proposal.utilization, ..Default::default() }
}
