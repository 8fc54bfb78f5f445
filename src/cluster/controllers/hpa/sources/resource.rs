//! The metrics `Resource` and `ContainerResource`: CPU and memory of the pods.
//!
//! Models `computeStatusForResourceMetricGeneric` of pkg/controller/podautoscaler/horizontal.go, v1.36.

use super::{Read, Reading, Refusal, kind, per_pod};
use crate::cluster::controllers::hpa::calculator::{Calculator, Proposal};
use crate::cluster::controllers::hpa::plan::Scale;
use crate::cluster::controllers::hpa::reconcile::Pass;
use crate::kinds::hpa::{
    ContainerResourceMetricStatus, MetricStatus, MetricTarget, MetricValueStatus, ResourceMetricStatus,
};
use crate::kinds::quantity::{Format, Quantity};
use crate::kinds::selector::Selector;

/// A resource of the pods, or of one container of each.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub resource: &'a str,
    pub container: Option<&'a str>,
}

impl Pass<'_> {
    pub(super) fn read_resource(
        &self,
        subject: Subject<'_>,
        target: &MetricTarget,
        (scale, selector): (&Scale, &Selector),
        calculator: &mut Calculator<'_>,
    ) -> Read {
        let proposal = self.resource_proposal(subject, target, (scale, selector), calculator);
        let proposal = proposal.map_err(|event| subject.refusal(event))?;
        Ok(Reading {
            replicas: proposal.replicas,
            name: subject.name(proposal),
            status: subject.status(proposal),
        })
    }

    fn resource_proposal(
        &self,
        subject: Subject<'_>,
        target: &MetricTarget,
        (scale, selector): (&Scale, &Selector),
        calculator: &mut Calculator<'_>,
    ) -> Result<Proposal, String> {
        let Subject { resource, container } = subject;
        let of = container.map(|name| format!(" of container {name}"));
        calculator.explain(format!("looks at {resource}{} of the pods", of.unwrap_or_default()));
        let samples = self.input.metrics.resource(resource, container, selector);
        let samples =
            samples.map_err(|error| format!("unable to get metrics for resource {resource}: {error}"));
        let current = scale.spec_replicas;
        match (&target.average_value, target.average_utilization) {
            (Some(average), _) => samples
                .and_then(|samples| calculator.average(current, average.milli_value(), resource, samples))
                .map_err(|error| format!("failed to get {resource} usage: {error}")),
            (None, Some(percent)) => samples
                .and_then(|samples| calculator.utilization(current, percent, (resource, container), samples))
                .map_err(|error| format!("failed to get {resource} utilization: {error}")),
            (None, None) => {
                let targets = "an average utilization target nor an average value (usage) target";
                Err(format!("invalid resource metric source: neither {targets} was set"))
            }
        }
    }
}

impl Subject<'_> {
    fn refusal(self, event: String) -> Refusal {
        let (reason, subject) = match self.container {
            None => ("FailedGetResourceMetric", format!("{} resource", self.resource)),
            Some(container) => ("FailedGetContainerResourceMetric", format!("{container} container")),
        };
        let error = format!("failed to get {subject} metric value: {event}");
        Refusal { reason, event, error }
    }

    fn name(self, proposal: Proposal) -> String {
        let resource = self.resource;
        match (proposal.utilization, self.container) {
            (None, _) => format!("{resource} resource"),
            (Some(_), None) => format!("{resource} resource utilization (percentage of request)"),
            (Some(_), Some(_)) => {
                format!("{resource} container resource utilization (percentage of request)")
            }
        }
    }

    fn status(self, proposal: Proposal) -> MetricStatus {
        let format = if self.resource == "memory" { Format::BinarySI } else { Format::DecimalSI };
        let current = MetricValueStatus {
            average_value: Some(Quantity::from_milli(proposal.usage_milli, format)),
            ..per_pod(proposal)
        };
        let name = self.resource.to_owned();
        let mut status = kind("Resource");
        match self.container {
            None => status.resource = Some(ResourceMetricStatus { name, current, extra: None }),
            Some(container) => {
                status = kind("ContainerResource");
                let container = container.to_owned();
                let of = ContainerResourceMetricStatus { container, name, current, extra: None };
                status.container_resource = Some(of);
            }
        }
        status
    }
}
