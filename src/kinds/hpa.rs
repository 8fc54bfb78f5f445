//! HorizontalPodAutoscalers: autoscaling/v2, v1.36.

use super::meta::ObjectMeta;
use super::quantity::Quantity;
use super::selector::LabelSelector;
use super::time::Time;
use crate::api_struct;

api_struct! {
    /// Scales a workload with a metric.
    HorizontalPodAutoscaler {
        /// Who it is.
        meta "metadata": ObjectMeta,
        /// What is wanted.
        spec "spec": HorizontalPodAutoscalerSpec,
        /// What is.
        status "status": HorizontalPodAutoscalerStatus,
    }
}

api_struct! {
    /// What an autoscaler is to do.
    HorizontalPodAutoscalerSpec {
        /// The workload it scales.
        scale_target_ref "scaleTargetRef": CrossVersionObjectReference,
        /// Fewest pods (default 1).
        min_replicas "minReplicas": Option<i32>,
        /// Most pods.
        max_replicas "maxReplicas": i32,
        /// The metrics; the largest proposal wins.
        metrics "metrics": Vec<MetricSpec>,
        /// How fast it scales.
        behavior "behavior": Option<HorizontalPodAutoscalerBehavior>,
    }
}

api_struct! {
    /// A workload by name.
    CrossVersionObjectReference {
        /// Its API version.
        api_version "apiVersion": String,
        /// Its kind.
        kind "kind": String,
        /// Its name.
        name "name": String,
    }
}

api_struct! {
    /// One metric and its target.
    MetricSpec {
        /// Resource, ContainerResource, Pods, Object or External.
        kind "type": String,
        /// CPU or memory of the pods.
        resource "resource": Option<ResourceMetricSource>,
        /// CPU or memory of one container of the pods.
        container_resource "containerResource": Option<ContainerResourceMetricSource>,
        /// A metric of each pod.
        pods "pods": Option<PodsMetricSource>,
        /// A metric of one object.
        object "object": Option<ObjectMetricSource>,
        /// A metric from outside.
        external "external": Option<ExternalMetricSource>,
    }
}

api_struct! {
    /// CPU or memory.
    ResourceMetricSource {
        /// cpu or memory.
        name "name": String,
        /// The target.
        target "target": MetricTarget,
    }
}

api_struct! {
    /// CPU or memory of one container.
    ContainerResourceMetricSource {
        /// The container.
        container "container": String,
        /// cpu or memory.
        name "name": String,
        /// The target.
        target "target": MetricTarget,
    }
}

api_struct! {
    /// A metric of each pod.
    PodsMetricSource {
        /// The metric.
        metric "metric": MetricIdentifier,
        /// The target.
        target "target": MetricTarget,
    }
}

api_struct! {
    /// A metric of one object.
    ObjectMetricSource {
        /// The object.
        described_object "describedObject": CrossVersionObjectReference,
        /// The metric.
        metric "metric": MetricIdentifier,
        /// The target.
        target "target": MetricTarget,
    }
}

api_struct! {
    /// A metric from outside.
    ExternalMetricSource {
        /// The metric.
        metric "metric": MetricIdentifier,
        /// The target.
        target "target": MetricTarget,
    }
}

api_struct! {
    /// A metric by name and labels.
    MetricIdentifier {
        /// Its name.
        name "name": String,
        /// Its labels.
        selector "selector": Option<LabelSelector>,
    }
}

api_struct! {
    /// What a metric should be.
    MetricTarget {
        /// Utilization, Value or AverageValue.
        kind "type": String,
        /// Percent of the request, on average.
        average_utilization "averageUtilization": Option<i32>,
        /// Amount per pod.
        average_value "averageValue": Option<Quantity>,
        /// Amount in all.
        value "value": Option<Quantity>,
    }
}

api_struct! {
    /// How fast it scales, up and down.
    HorizontalPodAutoscalerBehavior {
        /// Up.
        scale_up "scaleUp": Option<HPAScalingRules>,
        /// Down.
        scale_down "scaleDown": Option<HPAScalingRules>,
    }
}

api_struct! {
    /// Limits in one direction.
    HPAScalingRules {
        /// Seconds of past proposals that are looked at.
        stabilization_window_seconds "stabilizationWindowSeconds": Option<i32>,
        /// Max (default), Min or Disabled.
        select_policy "selectPolicy": Option<String>,
        /// The limits.
        policies "policies": Vec<HPAScalingPolicy>,
        /// Deviation that is put up with (default 0.1).
        tolerance "tolerance": Option<Quantity>,
    }
}

api_struct! {
    /// One limit.
    HPAScalingPolicy {
        /// Pods or Percent.
        kind "type": String,
        /// How many.
        value "value": i32,
        /// In how many seconds.
        period_seconds "periodSeconds": i32,
    }
}

api_struct! {
    /// What an autoscaler is.
    HorizontalPodAutoscalerStatus {
        /// Generation this status speaks of.
        observed_generation "observedGeneration": Option<i64>,
        /// When it last scaled.
        last_scale_time "lastScaleTime": Option<Time>,
        /// Pods there are.
        current_replicas "currentReplicas": i32,
        /// Pods there should be; always printed.
        desired_replicas "desiredReplicas": Option<i32>,
        /// The metrics as last read.
        current_metrics "currentMetrics": Vec<MetricStatus>,
        /// AbleToScale, ScalingActive, ScalingLimited.
        conditions "conditions": Vec<HorizontalPodAutoscalerCondition>,
    }
}

api_struct! {
    /// One metric as last read.
    MetricStatus {
        /// Resource, ContainerResource, Pods, Object or External; empty when it could not be read.
        kind "type": Option<String>,
        /// CPU or memory of the pods.
        resource "resource": Option<ResourceMetricStatus>,
        /// CPU or memory of one container.
        container_resource "containerResource": Option<ContainerResourceMetricStatus>,
        /// A metric of each pod.
        pods "pods": Option<PodsMetricStatus>,
        /// A metric of one object.
        object "object": Option<ObjectMetricStatus>,
        /// A metric from outside.
        external "external": Option<ExternalMetricStatus>,
    }
}

api_struct! {
    /// CPU or memory as last read.
    ResourceMetricStatus {
        /// cpu or memory.
        name "name": String,
        /// The reading.
        current "current": MetricValueStatus,
    }
}

api_struct! {
    /// CPU or memory of one container as last read.
    ContainerResourceMetricStatus {
        /// The container.
        container "container": String,
        /// cpu or memory.
        name "name": String,
        /// The reading.
        current "current": MetricValueStatus,
    }
}

api_struct! {
    /// A metric of each pod as last read.
    PodsMetricStatus {
        /// The metric.
        metric "metric": MetricIdentifier,
        /// The reading.
        current "current": MetricValueStatus,
    }
}

api_struct! {
    /// A metric of one object as last read.
    ObjectMetricStatus {
        /// The object.
        described_object "describedObject": CrossVersionObjectReference,
        /// The metric.
        metric "metric": MetricIdentifier,
        /// The reading.
        current "current": MetricValueStatus,
    }
}

api_struct! {
    /// A metric from outside as last read.
    ExternalMetricStatus {
        /// The metric.
        metric "metric": MetricIdentifier,
        /// The reading.
        current "current": MetricValueStatus,
    }
}

api_struct! {
    /// A reading.
    MetricValueStatus {
        /// Percent of the request, on average.
        average_utilization "averageUtilization": Option<i32>,
        /// Amount per pod.
        average_value "averageValue": Option<Quantity>,
        /// Amount in all.
        value "value": Option<Quantity>,
    }
}

api_struct! {
    /// One condition.
    HorizontalPodAutoscalerCondition {
        /// Its type.
        kind "type": String,
        /// True, False or Unknown.
        status "status": String,
        /// When it last changed.
        last_transition_time "lastTransitionTime": Option<Time>,
        /// One word for why.
        reason "reason": String,
        /// For people: why.
        message "message": String,
    }
}
