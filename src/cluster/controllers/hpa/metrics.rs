//! The three metrics APIs as the autoscaler reads them.
//!
//! Models pkg/controller/podautoscaler/metrics/client.go, v1.36. Amounts are in thousandths.

use std::collections::BTreeMap;

use crate::kinds::container::ResourceList;
use crate::kinds::hpa::{CrossVersionObjectReference, MetricIdentifier};
use crate::kinds::pod::Pod;
use crate::kinds::quantity::Quantity;
use crate::kinds::selector::Selector;
use crate::kinds::{Labels, Time};

/// Window of a custom metric that names none: metricServerDefaultMetricWindow.
const DEFAULT_WINDOW_SECONDS: i64 = 60;

/// What the APIs hold for the namespace, or the words in which one refuses, such as
/// `the server could not find the requested resource (get pods.metrics.k8s.io)`.
#[derive(Clone, Debug)]
pub struct Metrics {
    /// metrics.k8s.io, from metrics-server.
    pub resource: Result<Vec<PodMetrics>, String>,
    /// custom.metrics.k8s.io
    pub custom: Result<Vec<CustomMetric>, String>,
    /// external.metrics.k8s.io
    pub external: Result<Vec<ExternalMetric>, String>,
}

impl Default for Metrics {
    fn default() -> Metrics {
        Metrics { resource: Ok(Vec::new()), custom: Ok(Vec::new()), external: Ok(Vec::new()) }
    }
}

/// What the containers of a pod use.
#[derive(Clone, Debug)]
pub struct PodMetrics {
    pub name: String,
    pub labels: Labels,
    /// End of the window.
    pub at: Time,
    pub window_seconds: i64,
    pub containers: Vec<ContainerUsage>,
}

#[derive(Clone, Debug)]
pub struct ContainerUsage {
    pub name: String,
    pub usage: ResourceList,
}

/// A metric of a pod (kind `Pod`) or of another object of the namespace.
#[derive(Clone, Debug)]
pub struct CustomMetric {
    pub kind: String,
    pub name: String,
    pub metric: String,
    /// Labels of the metric.
    pub labels: Labels,
    pub at: Time,
    pub window_seconds: Option<i64>,
    pub value: Quantity,
}

#[derive(Clone, Debug)]
pub struct ExternalMetric {
    pub metric: String,
    pub labels: Labels,
    pub value: Quantity,
}

/// One pod's amount.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    pub milli: i64,
    pub at: Time,
    pub window_seconds: i64,
}

/// Amounts by pod.
pub(super) type Samples = BTreeMap<String, Sample>;

impl Metrics {
    /// A resource's use by the selected pods, or by one container of each.
    pub(super) fn resource(
        &self,
        resource: &str,
        container: Option<&str>,
        selector: &Selector,
    ) -> Result<Samples, String> {
        let refused = |error: &String| format!("unable to fetch metrics from resource metrics API: {error}");
        let pods = self.resource.as_ref().map_err(refused)?;
        let selected: Vec<&PodMetrics> = pods.iter().filter(|pod| selector.matches(&pod.labels)).collect();
        if selected.is_empty() {
            return Err("no metrics returned from resource metrics API".into());
        }
        let sample = |pod: &&PodMetrics| Some((pod.name.clone(), pod.sample(resource, container)?));
        Ok(selected.iter().filter_map(sample).collect())
    }

    /// A custom metric of each of the pods.
    pub(super) fn of_pods(&self, metric: &MetricIdentifier, pods: &[&Pod]) -> Result<Samples, String> {
        let named = |name: &str| pods.iter().any(|pod| pod.meta.name == name);
        let samples: Samples = self
            .custom(metric)?
            .filter(|value| value.kind == "Pod" && named(&value.name))
            .map(|value| (value.name.clone(), value.sample()))
            .collect();
        if samples.is_empty() {
            return Err("no metrics returned from custom metrics API".into());
        }
        Ok(samples)
    }

    pub(super) fn of_object(
        &self,
        metric: &MetricIdentifier,
        object: &CrossVersionObjectReference,
    ) -> Result<i64, String> {
        let mut values = self.custom(metric)?;
        let found = values.find(|value| value.kind == object.kind && value.name == object.name);
        found.map(|value| value.value.milli_value()).ok_or_else(|| {
            let missing = format!("the server could not find the metric {} for {}", metric.name, object.name);
            format!("unable to fetch metrics from custom metrics API: {missing}")
        })
    }

    fn custom<'a>(
        &'a self,
        metric: &'a MetricIdentifier,
    ) -> Result<impl Iterator<Item = &'a CustomMetric>, String> {
        let refused = |error: &String| format!("unable to fetch metrics from custom metrics API: {error}");
        let all = self.custom.as_ref().map_err(refused)?;
        Ok(all.iter().filter(|value| value.metric == metric.name && is_selected(metric, &value.labels)))
    }

    /// The sum of an external metric's values, held at the largest number when it overflows.
    pub(super) fn external_sum(&self, metric: &MetricIdentifier) -> Result<i64, String> {
        let refused = |error: &String| format!("unable to fetch metrics from external metrics API: {error}");
        let all = self.external.as_ref().map_err(refused)?;
        let selected =
            |value: &&ExternalMetric| value.metric == metric.name && is_selected(metric, &value.labels);
        let mut values = all.iter().filter(selected).map(|value| value.value.milli_value()).peekable();
        if values.peek().is_none() {
            return Err("no metrics returned from external metrics API".into());
        }
        Ok(values.fold(0, i64::saturating_add))
    }
}

fn is_selected(metric: &MetricIdentifier, labels: &Labels) -> bool {
    metric.selector.as_ref().is_none_or(|selector| selector.matches(labels))
}

impl PodMetrics {
    /// Nothing when a container that counts does not report the resource.
    fn sample(&self, resource: &str, container: Option<&str>) -> Option<Sample> {
        let counts = |usage: &&ContainerUsage| container.is_none_or(|name| usage.name == name);
        let mut used = self.containers.iter().filter(counts).peekable();
        used.peek()?;
        let amounts: Option<Vec<i64>> =
            used.map(|usage| Some(usage.usage.get(resource)?.milli_value())).collect();
        Some(Sample { milli: amounts?.iter().sum(), at: self.at, window_seconds: self.window_seconds })
    }
}

impl CustomMetric {
    fn sample(&self) -> Sample {
        let window_seconds = self.window_seconds.unwrap_or(DEFAULT_WINDOW_SECONDS);
        Sample { milli: self.value.milli_value(), at: self.at, window_seconds }
    }
}
