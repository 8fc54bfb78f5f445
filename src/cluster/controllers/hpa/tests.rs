//! Passes in which something is missing, and what is remembered.

use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::kinds::hpa::HorizontalPodAutoscaler;
use crate::kinds::pod::Pod;
use crate::kinds::{Codec, Kind, Object, Time, defaults};

const NOW: Time = Time(1_000_000);

fn hpa(behavior: Value) -> Arc<HorizontalPodAutoscaler> {
    let spec = json!({
        "minReplicas": 1, "maxReplicas": 10, "behavior": behavior,
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
    });
    let mut object = Kind::HorizontalPodAutoscaler
        .read(&json!({"metadata": {"name": "web", "namespace": "default"}, "spec": spec}));
    defaults::set_defaults(&mut object);
    match object {
        Object::HorizontalPodAutoscaler(hpa) => hpa,
        _ => unreachable!(),
    }
}

fn scale(replicas: i32) -> Scale {
    Scale { spec_replicas: replicas, status_replicas: replicas, selector: "app=web".into() }
}

/// Pods that request 100m of CPU each, and their use in thousandths.
fn pods(usage: &[i64]) -> (Vec<Arc<Pod>>, Metrics) {
    let pod = |at: usize| {
        Arc::new(Pod::from_value(&json!({
            "metadata": {"name": format!("web-{at}"), "labels": {"app": "web"}},
            "spec": {"containers": [{"name": "app", "resources": {"requests": {"cpu": "100m"}}}]},
            "status": {
                "phase": "Running", "startTime": "1970-01-02T00:00:00Z",
                "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": "1970-01-02T00:00:05Z"}],
            },
        })))
    };
    let metrics = usage.iter().enumerate().map(|(at, milli)| PodMetrics {
        name: format!("web-{at}"),
        labels: [("app".into(), "web".into())].into(),
        at: NOW,
        window_seconds: 30,
        containers: vec![ContainerUsage {
            name: "app".into(),
            usage: Codec::from_value(&json!({"cpu": format!("{milli}m")})),
        }],
    });
    let metrics = Metrics { resource: Ok(metrics.collect()), ..Default::default() };
    ((0..usage.len()).map(pod).collect(), metrics)
}

#[derive(Default)]
struct Lab {
    behavior: Value,
    memory: HpaMemory,
}

impl Lab {
    fn pass(&mut self, usage: &[i64], after_seconds: i64) -> HpaPlan {
        let (pods, metrics) = pods(usage);
        let (hpa, scale) = (hpa(self.behavior.clone()), scale(usage.len() as i32));
        let input = HpaInput {
            hpa: &hpa,
            scale: Ok(&scale),
            pods: &pods,
            metrics: &metrics,
            rivals: &[],
            now: NOW.plus_seconds(after_seconds),
        };
        reconcile(&input, &HpaConfig::default(), &mut self.memory)
    }
}

fn with_input(change: impl for<'a> Fn(&mut HpaInput<'a>)) -> HpaPlan {
    let (pods, metrics) = pods(&[90, 90]);
    let (hpa, scale) = (hpa(Value::Null), scale(2));
    let mut input =
        HpaInput { hpa: &hpa, scale: Ok(&scale), pods: &pods, metrics: &metrics, rivals: &[], now: NOW };
    change(&mut input);
    reconcile(&input, &HpaConfig::default(), &mut HpaMemory::default())
}

#[test]
fn explains_its_arithmetic() {
    let plan = Lab::default().pass(&[160, 200], 0);
    assert_eq!(plan.scale_to, Some(4));
    let why = [
        "looks at cpu of the pods",
        "2 pods use 360m of 200m requested = 180%; / target 80% = 2.250",
        "ceil(2.250 x 2 ready pods) = 5",
        "5 limited to 4: the smaller of maxReplicas 10 and max(2 x 2, 4)",
        "the target goes from 2 to 4",
    ];
    assert_eq!(plan.why, why);
}

#[test]
fn comes_down_when_the_window_has_passed() {
    let mut lab = Lab::default();
    let sizes: Vec<Option<i32>> =
        [0, 150, 299, 300].map(|after| lab.pass(&[10, 10, 10], after).scale_to).into();
    assert_eq!(sizes, [None, None, None, Some(1)]);
}

#[test]
fn memory_does_not_grow() {
    let mut lab =
        Lab { behavior: json!({"scaleUp": {"stabilizationWindowSeconds": 0}}), ..Default::default() };
    for step in 0..200 {
        let usage = if step % 2 == 0 { [200, 200] } else { [10, 10] };
        lab.pass(&usage, step * SYNC_PERIOD_SECONDS);
    }
    assert!(lab.memory.recommendations.len() <= 21);
    assert!(lab.memory.scale_up_events.len() <= 2);
}

#[test]
fn says_what_is_missing() {
    let without_api = Metrics {
        resource: Err("the server could not find the requested resource (get pods.metrics.k8s.io)".into()),
        ..Default::default()
    };
    let (pods, _) = pods(&[1]);
    let (hpa, scale) = (hpa(Value::Null), scale(1));
    let (scale, metrics, rivals, now) = (Ok(&scale), &without_api, &[][..], NOW);
    let input = HpaInput { hpa: &hpa, scale, pods: &pods, metrics, rivals, now };
    let plan = reconcile(&input, &HpaConfig::default(), &mut HpaMemory::default());
    assert_eq!(
        plan.events[0].message,
        "failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from \
         resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)"
    );
}

#[test]
fn needs_a_target_of_its_own() {
    let gone = "deployments.apps \"web\" not found";
    let plan = with_input(|input| input.scale = Err(gone));
    assert_eq!((plan.events.len(), plan.events[0].message.as_str()), (1, gone));
    assert_eq!(plan.status.conditions[0].reason, "FailedGetScale");
}

#[test]
fn a_refused_rescale_keeps_the_status() {
    let mut lab = Lab::default();
    let plan = lab.pass(&[160, 200], 0);
    let (hpa, metrics, scale) = (hpa(Value::Null), Metrics::default(), scale(2));
    let (scale, metrics, rivals, now) = (Ok(&scale), &metrics, &[][..], NOW);
    let input = HpaInput { hpa: &hpa, scale, pods: &[], metrics, rivals, now };
    let failed = after_failed_rescale(&input, plan, "conflict");
    let message =
        "New size: 4; reason: cpu resource utilization (percentage of request) above target; error: conflict";
    assert_eq!(failed.events.last().unwrap().message, message);
    assert_eq!((failed.scale_to, failed.status.desired_replicas), (None, Some(0)));
}
