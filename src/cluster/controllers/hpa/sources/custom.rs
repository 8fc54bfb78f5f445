//! The metrics `Pods`, `Object` and `External`.
//!
//! Models `computeStatusForPodsMetric`, `computeStatusForObjectMetric` and
//! `computeStatusForExternalMetric` of pkg/controller/podautoscaler/horizontal.go, v1.36.

use super::{Read, Reading, Refusal, kind, per_pod};
use crate::cluster::controllers::hpa::calculator::{Calculator, Proposal};
use crate::cluster::controllers::hpa::plan::Scale;
use crate::cluster::controllers::hpa::reconcile::Pass;
use crate::kinds::hpa::{
    ExternalMetricSource, ExternalMetricStatus, MetricIdentifier, MetricStatus, MetricTarget,
    MetricValueStatus, ObjectMetricSource, ObjectMetricStatus, PodsMetricSource, PodsMetricStatus,
};
use crate::kinds::quantity::{Format, Quantity};
use crate::kinds::selector::{LabelSelector, LabelSelectorRequirement};

/// An amount in all, or for each pod.
#[derive(Clone, Copy)]
enum Goal {
    Total(i64),
    PerPod(i64),
}

impl Pass<'_> {
    pub(super) fn read_pods(
        &self,
        source: &PodsMetricSource,
        scale: &Scale,
        calculator: &mut Calculator<'_>,
    ) -> Read {
        let metric = &source.metric;
        calculator.explain(format!("looks at the metric {} of the pods", metric.name));
        let target = source.target.average_value.as_ref().map(Quantity::milli_value);
        let samples = self.input.metrics.of_pods(metric, &calculator.pods);
        let proposal = samples
            .map_err(|error| format!("unable to get metric {}: {error}", metric.name))
            .and_then(|samples| {
                calculator.average(scale.spec_replicas, target.unwrap_or_default(), "", samples)
            })
            .map_err(|event| Refusal {
                reason: "FailedGetPodsMetric",
                error: format!("failed to get pods metric value: {event}"),
                event,
            })?;
        let (metric, current) = (identifier(metric), per_pod(proposal));
        let name = format!("pods metric {}", metric.name);
        let pods = Some(PodsMetricStatus { metric, current, extra: None });
        let status = MetricStatus { pods, ..kind("Pods") };
        Ok(Reading { replicas: proposal.replicas, name, status })
    }

    pub(super) fn read_object(
        &self,
        source: &ObjectMetricSource,
        scale: &Scale,
        calculator: &mut Calculator<'_>,
    ) -> Read {
        let (metric, object) = (&source.metric, &source.described_object);
        calculator.explain(format!("looks at the metric {} of {} {}", metric.name, object.kind, object.name));
        let goal = object_goal(&source.target);
        let refuse = |event| object_refusal(metric, goal, event);
        let goal = goal.ok_or_else(|| refuse(no_target("object")))?;
        let usage = self.input.metrics.of_object(metric, object).map_err(|error| {
            let on = format!("{} on {} {}", object.kind, self.input.hpa.meta.namespace, object.name);
            refuse(format!("unable to get metric {}: {on}/{error}", metric.name))
        })?;
        let proposal = propose(calculator, scale, goal, usage).map_err(refuse)?;
        let name = match goal {
            Goal::Total(_) => format!("{} metric {}", object.kind, metric.name),
            Goal::PerPod(_) => external_name(metric),
        };
        let status = ObjectMetricStatus {
            described_object: object.clone(),
            metric: identifier(metric),
            current: current(goal, proposal),
            extra: None,
        };
        let status = MetricStatus { object: Some(status), ..kind("Object") };
        Ok(Reading { replicas: proposal.replicas, name, status })
    }

    pub(super) fn read_external(
        &self,
        source: &ExternalMetricSource,
        scale: &Scale,
        calculator: &mut Calculator<'_>,
    ) -> Read {
        let metric = &source.metric;
        calculator.explain(format!("looks at the external metric {}", metric.name));
        let goal = external_goal(&source.target);
        let refuse = |event| external_refusal(metric, goal, event);
        let goal = goal.ok_or_else(|| refuse(no_target("external")))?;
        let usage = self.input.metrics.external_sum(metric).map_err(|error| {
            let selector = go_text(metric.selector.as_ref());
            let full_name = format!("{}/{}/{selector}", self.input.hpa.meta.namespace, metric.name);
            refuse(format!("unable to get external metric {full_name}: {error}"))
        })?;
        let proposal = propose(calculator, scale, goal, usage).map_err(refuse)?;
        let (name, current) = (external_name(metric), current(goal, proposal));
        let external = Some(ExternalMetricStatus { metric: identifier(metric), current, extra: None });
        let status = MetricStatus { external, ..kind("External") };
        Ok(Reading { replicas: proposal.replicas, name, status })
    }
}

/// The type decides.
fn object_goal(target: &MetricTarget) -> Option<Goal> {
    match target.kind.as_str() {
        "Value" => Some(Goal::Total(target.value.as_ref()?.milli_value())),
        "AverageValue" => Some(Goal::PerPod(target.average_value.as_ref()?.milli_value())),
        _ => None,
    }
}

/// What is set decides, an amount per pod first.
fn external_goal(target: &MetricTarget) -> Option<Goal> {
    match (&target.average_value, &target.value) {
        (Some(average), _) => Some(Goal::PerPod(average.milli_value())),
        (None, Some(total)) => Some(Goal::Total(total.milli_value())),
        (None, None) => None,
    }
}

fn propose(
    calculator: &mut Calculator<'_>,
    scale: &Scale,
    goal: Goal,
    usage_milli: i64,
) -> Result<Proposal, String> {
    match goal {
        Goal::Total(milli) => calculator.total(scale.spec_replicas, milli, usage_milli),
        Goal::PerPod(milli) => Ok(calculator.shared(scale.status_replicas, milli, usage_milli)),
    }
}

fn current(goal: Goal, proposal: Proposal) -> MetricValueStatus {
    match goal {
        Goal::PerPod(_) => per_pod(proposal),
        Goal::Total(_) => MetricValueStatus {
            value: Some(Quantity::from_milli(proposal.usage_milli, Format::DecimalSI)),
            ..Default::default()
        },
    }
}

fn object_refusal(metric: &MetricIdentifier, goal: Option<Goal>, event: String) -> Refusal {
    let inner = match goal {
        Some(Goal::PerPod(_)) => format!("failed to get {} object metric: {event}", metric.name),
        _ => event.clone(),
    };
    let error = format!("failed to get object metric value: {inner}");
    Refusal { reason: "FailedGetObjectMetric", event, error }
}

fn external_refusal(metric: &MetricIdentifier, goal: Option<Goal>, event: String) -> Refusal {
    let name = &metric.name;
    let inner = match goal {
        Some(Goal::PerPod(_)) => format!("failed to get {name} external metric: {event}"),
        Some(Goal::Total(_)) => format!("failed to get external metric {name}: {event}"),
        None => event.clone(),
    };
    let error = format!("failed to get {name} external metric value: {inner}");
    Refusal { reason: "FailedGetExternalMetric", event, error }
}

fn no_target(source: &str) -> String {
    let missing = "neither a value target nor an average value target was set";
    format!("invalid {source} metric source: {missing}")
}

fn identifier(metric: &MetricIdentifier) -> MetricIdentifier {
    MetricIdentifier { extra: None, ..metric.clone() }
}

fn external_name(metric: &MetricIdentifier) -> String {
    format!("external metric {}({})", metric.name, go_text(metric.selector.as_ref()))
}

/// A selector as Go prints it.
fn go_text(selector: Option<&LabelSelector>) -> String {
    let Some(selector) = selector else {
        return "nil".into();
    };
    let pair = |(key, value): (&String, &String)| format!("{key}: {value},");
    let pairs: String = selector.match_labels.iter().map(pair).collect();
    let requirement = |it: &LabelSelectorRequirement| {
        let (key, operator, values) = (&it.key, &it.operator, it.values.join(" "));
        format!("LabelSelectorRequirement{{Key:{key},Operator:{operator},Values:[{values}],}},")
    };
    let requirements: String = selector.match_expressions.iter().map(requirement).collect();
    let labels = format!("MatchLabels:map[string]string{{{pairs}}}");
    let expressions = format!("MatchExpressions:[]LabelSelectorRequirement{{{requirements}}}");
    format!("&LabelSelector{{{labels},{expressions},}}")
}
