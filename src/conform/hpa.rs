//! The set `hpa`: one pass of the horizontal pod autoscaler.
//!
//! Models what one `reconcileAutoscaler` of pkg/controller/podautoscaler answers, v1.36, with the
//! controller's flags and memory given in the vector.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{Set, diff, objects};
use crate::cluster::controllers::hpa::{
    ContainerUsage, CustomMetric, ExternalMetric, HpaConfig, HpaInput, HpaMemory, HpaPlan, Metrics,
    PodMetrics, Recommendation, Scale, ScaleEvent, reconcile,
};
use crate::kinds::container::ResourceList;
use crate::kinds::hpa::HorizontalPodAutoscaler;
use crate::kinds::pod::Pod;
use crate::kinds::quantity::Quantity;
use crate::kinds::{Codec, Labels};

pub struct Hpa;

impl Set for Hpa {
    fn name(&self) -> &'static str {
        "hpa"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let hpa: Arc<HorizontalPodAutoscaler> = objects::object(&input["hpa"])?;
        let pods: Vec<Arc<Pod>> = objects::list(&input["pods"])?;
        let (scale, metrics) = (scale(&input["scale"]), metrics(input)?);
        let mut memory = memory(input)?;
        let now = objects::time(&input["now"])?;
        let pass =
            HpaInput { hpa: &hpa, scale: Ok(&scale), pods: &pods, metrics: &metrics, rivals: &[], now };
        let plan = reconcile(&pass, &config(&input["config"])?, &mut memory);
        diff(expect, &answer(&plan)).map_or(Ok(()), Err)
    }
}

fn answer(plan: &HpaPlan) -> Value {
    let status = plan.status.to_value().unwrap_or_default();
    let conditions: Vec<Value> = plan
        .status
        .conditions
        .iter()
        .map(|it| json!({"type": it.kind, "status": it.status, "reason": it.reason, "message": it.message}))
        .collect();
    let mut answer = Map::new();
    answer.insert("scaledTo".into(), json!(plan.scale_to));
    answer.insert("currentReplicas".into(), json!(plan.status.current_replicas));
    answer.insert("desiredReplicas".into(), status["desiredReplicas"].clone());
    answer.insert("conditions".into(), json!(conditions));
    if !plan.events.is_empty() {
        let events: Vec<String> = plan.events.iter().map(objects::event).collect();
        answer.insert("events".into(), json!(events));
    }
    for (name, value) in [
        ("currentMetrics", status["currentMetrics"].clone()),
        ("error", json!(plan.error)),
        ("metricRecommendation", json!(plan.recommendation)),
    ] {
        if !value.is_null() {
            answer.insert(name.into(), value);
        }
    }
    Value::Object(answer)
}

fn scale(value: &Value) -> Scale {
    Scale {
        spec_replicas: i32::from_value(&value["specReplicas"]),
        status_replicas: i32::from_value(&value["statusReplicas"]),
        selector: String::from_value(&value["selector"]),
    }
}

fn config(value: &Value) -> Result<HpaConfig, String> {
    let seconds = |name: &str| value[name].as_i64().ok_or_else(|| format!("config has no {name}"));
    Ok(HpaConfig {
        tolerance: quantity(&value["tolerance"]),
        cpu_initialization_seconds: seconds("cpuInitializationPeriodSeconds")?,
        initial_readiness_delay_seconds: seconds("initialReadinessDelaySeconds")?,
        downscale_stabilization_seconds: seconds("downscaleStabilizationSeconds")?,
    })
}

fn memory(input: &Value) -> Result<HpaMemory, String> {
    let events = |name: &str| -> Result<Vec<ScaleEvent>, String> {
        items(&input[name])
            .map(|it| {
                Ok(ScaleEvent {
                    at: objects::time(&it["at"])?,
                    change: i32::from_value(&it["replicaChange"]),
                })
            })
            .collect()
    };
    let recommendation = |it: &Value| -> Result<Recommendation, String> {
        Ok(Recommendation { at: objects::time(&it["at"])?, replicas: i32::from_value(&it["replicas"]) })
    };
    Ok(HpaMemory {
        recommendations: items(&input["recommendations"]).map(recommendation).collect::<Result<_, _>>()?,
        scale_up_events: events("scaleUpEvents")?,
        scale_down_events: events("scaleDownEvents")?,
    })
}

fn metrics(input: &Value) -> Result<Metrics, String> {
    Ok(Metrics {
        resource: Ok(items(&input["podMetrics"]).map(pod_metrics).collect::<Result<_, _>>()?),
        custom: Ok(items(&input["customMetrics"]).map(custom_metric).collect::<Result<_, _>>()?),
        external: Ok(items(&input["externalMetrics"]).map(external_metric).collect()),
    })
}

fn pod_metrics(value: &Value) -> Result<PodMetrics, String> {
    let usage = |it: &Value| ContainerUsage {
        name: String::from_value(&it["name"]),
        usage: ResourceList::from_value(&it["usage"]),
    };
    let window = value["window"].as_str().and_then(|text| text.strip_suffix('s')?.parse().ok());
    Ok(PodMetrics {
        name: String::from_value(&value["metadata"]["name"]),
        labels: Labels::from_value(&value["metadata"]["labels"]),
        at: objects::time(&value["timestamp"])?,
        window_seconds: window.ok_or("pod metrics have no window in seconds")?,
        containers: items(&value["containers"]).map(usage).collect(),
    })
}

fn custom_metric(value: &Value) -> Result<CustomMetric, String> {
    let text = |name: &str| String::from_value(&value[name]);
    Ok(CustomMetric {
        kind: text("kind"),
        name: text("name"),
        metric: text("metric"),
        labels: Labels::from_value(&value["labels"]),
        at: objects::time(&value["timestamp"])?,
        window_seconds: value["windowSeconds"].as_i64(),
        value: quantity(&value["value"]),
    })
}

fn external_metric(value: &Value) -> ExternalMetric {
    ExternalMetric {
        metric: String::from_value(&value["metric"]),
        labels: Labels::from_value(&value["labels"]),
        value: quantity(&value["value"]),
    }
}

fn quantity(value: &Value) -> Quantity {
    <Quantity as Codec>::from_value(value)
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
