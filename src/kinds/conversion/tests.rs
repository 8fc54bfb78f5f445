//! Both ways, as upstream's round trips.

use serde_json::json;

use super::version;
use crate::kinds::Kind;

#[test]
fn a_percentage_is_a_metric_and_back() {
    let version = version("autoscaling/v1", "HorizontalPodAutoscaler").expect("it is served");
    let old = json!({"apiVersion": "autoscaling/v1", "kind": "HorizontalPodAutoscaler",
        "spec": {"maxReplicas": 3, "targetCPUUtilizationPercentage": 50}});
    let new = (version.to_stored)(&old, None);
    let target = json!({"type": "Utilization", "averageUtilization": 50});
    assert_eq!(
        new["spec"]["metrics"],
        json!([{"type": "Resource", "resource": {"name": "cpu", "target": target}}])
    );
    assert_eq!((version.from_stored)(&new), old);
}

#[test]
fn other_metrics_survive_a_patch_in_the_old_version() {
    let version = version("autoscaling/v1", "HorizontalPodAutoscaler").expect("it is served");
    let memory = json!({"type": "Resource", "resource": {"name": "memory",
        "target": {"type": "AverageValue", "averageValue": "1Gi"}}});
    let stored = json!({"spec": {"metrics": [memory], "behavior": {"scaleUp": {}}}});
    let mut old = (version.from_stored)(&stored);
    assert_eq!(old["spec"], json!({}));
    old["spec"]["targetCPUUtilizationPercentage"] = json!(70);
    let new = (version.to_stored)(&old, Some(&stored));
    assert_eq!(new["spec"]["metrics"][0], memory);
    assert_eq!(new["spec"]["metrics"][1]["resource"]["target"]["averageUtilization"], 70);
    assert_eq!(new["spec"]["behavior"], json!({"scaleUp": {}}));
}

#[test]
fn events_have_other_names() {
    let version = version("events.k8s.io/v1", "Event").expect("it is served");
    let new = json!({"apiVersion": "events.k8s.io/v1", "regarding": {"kind": "Pod"}, "note": "hello"});
    let core = (version.to_stored)(&new, None);
    assert_eq!(core, json!({"apiVersion": "v1", "involvedObject": {"kind": "Pod"}, "message": "hello"}));
    assert_eq!((version.from_stored)(&core), new);
}

#[test]
fn the_old_versions_are_gone() {
    for (api_version, kind) in [
        ("extensions/v1beta1", "Ingress"),
        ("networking.k8s.io/v1beta1", "Ingress"),
        ("batch/v1beta1", "CronJob"),
        ("policy/v1beta1", "PodDisruptionBudget"),
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler"),
    ] {
        assert_eq!(Kind::of_manifest(api_version, kind), None);
    }
    assert_eq!(
        Kind::of_manifest("autoscaling/v1", "HorizontalPodAutoscaler"),
        Some(Kind::HorizontalPodAutoscaler)
    );
}
