//! What the API server fills in: pkg/apis/{core,apps,autoscaling}/v1 defaults.go, v1.36.

use std::sync::Arc;

use serde_json::{Value, json};

use super::codec::Extra;
use super::container::Container;
use super::deployment::{Deployment, RollingUpdateDeployment};
use super::hpa::{
    HPAScalingPolicy, HPAScalingRules, HorizontalPodAutoscaler, HorizontalPodAutoscalerBehavior, MetricSpec,
    MetricTarget, ResourceMetricSource,
};
use super::int_or_string::IntOrString;
use super::pod::{Pod, PodSpec};
use super::probe::Probe;
use super::registry::Object;
use super::replicaset::ReplicaSet;
use super::service::Service;

/// Fills in an object's defaults.
pub fn set_defaults(object: &mut Object) {
    match object {
        Object::Pod(pod) => default_pod(Arc::make_mut(pod)),
        Object::Deployment(deployment) => default_deployment(Arc::make_mut(deployment)),
        Object::ReplicaSet(set) => default_replica_set(Arc::make_mut(set)),
        Object::Service(service) => default_service(Arc::make_mut(service)),
        Object::HorizontalPodAutoscaler(hpa) => default_hpa(Arc::make_mut(hpa)),
        Object::Namespace(namespace) => default_namespace(Arc::make_mut(namespace)),
        _ => {}
    }
}

fn default_namespace(namespace: &mut super::namespace::Namespace) {
    if namespace.spec.finalizers.is_empty() {
        namespace.spec.finalizers.push("kubernetes".into());
    }
    or_default(&mut namespace.status.phase, "Active");
    namespace.meta.labels.entry("kubernetes.io/metadata.name".into()).or_insert(namespace.meta.name.clone());
}

fn default_pod(pod: &mut Pod) {
    default_pod_spec(Arc::make_mut(&mut pod.spec));
    let spec = Arc::make_mut(&mut pod.spec);
    set_extra(&mut spec.extra, "enableServiceLinks", json!(true));
    for container in spec.containers.iter_mut().chain(&mut spec.init_containers) {
        let resources = &mut container.resources;
        for (name, limit) in &resources.limits {
            resources.requests.entry(name.clone()).or_insert_with(|| limit.clone());
        }
    }
    or_default(&mut pod.status.phase, "Pending");
}

fn default_pod_spec(spec: &mut PodSpec) {
    or_default(&mut spec.restart_policy, "Always");
    or_default(&mut spec.scheduler_name, "default-scheduler");
    spec.termination_grace_period_seconds.get_or_insert(30);
    set_extra(&mut spec.extra, "dnsPolicy", json!("ClusterFirst"));
    set_extra(&mut spec.extra, "securityContext", json!({}));
    for container in spec.containers.iter_mut().chain(&mut spec.init_containers) {
        default_container(container);
    }
}

fn default_container(container: &mut Container) {
    if container.image_pull_policy.is_empty() {
        container.image_pull_policy = default_pull_policy(&container.image).into();
    }
    set_extra(&mut container.extra, "terminationMessagePath", json!("/dev/termination-log"));
    set_extra(&mut container.extra, "terminationMessagePolicy", json!("File"));
    for port in &mut container.ports {
        or_default(&mut port.protocol, "TCP");
    }
    let probes =
        [&mut container.liveness_probe, &mut container.readiness_probe, &mut container.startup_probe];
    probes.into_iter().flatten().for_each(default_probe);
}

/// `Always` for `:latest` or no tag, else `IfNotPresent`.
fn default_pull_policy(image: &str) -> &'static str {
    let name = image.rsplit('/').next().unwrap_or_default();
    let pinned = image.contains('@') || name.split_once(':').is_some_and(|(_, tag)| tag != "latest");
    if pinned { "IfNotPresent" } else { "Always" }
}

fn default_probe(probe: &mut Probe) {
    let or = |field: &mut i32, value: i32| {
        if *field == 0 {
            *field = value;
        }
    };
    or(&mut probe.timeout_seconds, 1);
    or(&mut probe.period_seconds, 10);
    or(&mut probe.success_threshold, 1);
    or(&mut probe.failure_threshold, 3);
    if let Some(get) = &mut probe.http_get {
        or_default(&mut get.path, "/");
        or_default(&mut get.scheme, "HTTP");
    }
}

fn default_deployment(deployment: &mut Deployment) {
    let spec = &mut deployment.spec;
    spec.replicas.get_or_insert(1);
    spec.revision_history_limit.get_or_insert(10);
    spec.progress_deadline_seconds.get_or_insert(600);
    or_default(&mut spec.strategy.kind, "RollingUpdate");
    if spec.strategy.kind == "RollingUpdate" {
        let rolling = spec.strategy.rolling_update.get_or_insert_with(RollingUpdateDeployment::default);
        let quarter = || IntOrString::String("25%".into());
        rolling.max_unavailable.get_or_insert_with(quarter);
        rolling.max_surge.get_or_insert_with(quarter);
    }
    default_pod_spec(Arc::make_mut(&mut spec.template.spec));
}

fn default_replica_set(set: &mut ReplicaSet) {
    set.spec.replicas.get_or_insert(1);
    set.status.replicas.get_or_insert(0);
    if set.meta.labels.is_empty() {
        set.meta.labels = set.spec.template.meta.labels.clone();
    }
    default_pod_spec(Arc::make_mut(&mut set.spec.template.spec));
}

fn default_service(service: &mut Service) {
    let external = service.wants_node_ports() || !service.spec.external_ips.is_empty();
    let spec = &mut service.spec;
    or_default(&mut spec.session_affinity, "None");
    or_default(&mut spec.kind, "ClusterIP");
    for port in &mut spec.ports {
        or_default(&mut port.protocol, "TCP");
        if port.target_port.as_ref().is_none_or(|target| *target == IntOrString::Int(0)) {
            port.target_port = Some(IntOrString::Int(port.port));
        }
    }
    if external && spec.kind != "ClusterIP" {
        or_default(&mut spec.external_traffic_policy, "Cluster");
    }
    if spec.kind != "ExternalName" {
        spec.internal_traffic_policy.get_or_insert_with(|| "Cluster".into());
    }
    if spec.kind == "LoadBalancer" {
        set_extra(&mut spec.extra, "allocateLoadBalancerNodePorts", json!(true));
    }
}

fn default_hpa(hpa: &mut HorizontalPodAutoscaler) {
    hpa.spec.min_replicas.get_or_insert(1);
    hpa.status.desired_replicas.get_or_insert(0);
    if hpa.spec.metrics.is_empty() {
        hpa.spec.metrics.push(default_metric());
    }
    if let Some(behavior) = &mut hpa.spec.behavior {
        default_behavior(behavior);
    }
}

/// 80 % of the CPU request: `DefaultCPUUtilization`.
fn default_metric() -> MetricSpec {
    let target =
        MetricTarget { kind: "Utilization".into(), average_utilization: Some(80), ..Default::default() };
    let resource = ResourceMetricSource { name: "cpu".into(), target, ..Default::default() };
    MetricSpec { kind: "Resource".into(), resource: Some(resource), ..Default::default() }
}

fn default_behavior(behavior: &mut HorizontalPodAutoscalerBehavior) {
    let up = [("Pods", 4, 15), ("Percent", 100, 15)];
    let down = [("Percent", 100, 15)];
    behavior.scale_up = Some(merge_rules(behavior.scale_up.take(), Some(0), &up));
    behavior.scale_down = Some(merge_rules(behavior.scale_down.take(), None, &down));
}

fn merge_rules(
    given: Option<HPAScalingRules>,
    window: Option<i32>,
    policies: &[(&str, i32, i32)],
) -> HPAScalingRules {
    let mut rules = given.unwrap_or_default();
    rules.stabilization_window_seconds = rules.stabilization_window_seconds.or(window);
    rules.select_policy.get_or_insert_with(|| "Max".into());
    if rules.policies.is_empty() {
        let policy = |&(kind, value, period_seconds): &(&str, i32, i32)| HPAScalingPolicy {
            kind: kind.into(),
            value,
            period_seconds,
            extra: None,
        };
        rules.policies = policies.iter().map(policy).collect();
    }
    rules
}

fn or_default(field: &mut String, value: &str) {
    if field.is_empty() {
        *field = value.to_owned();
    }
}

fn set_extra(extra: &mut Extra, name: &str, value: Value) {
    extra.get_or_insert_default().entry(name).or_insert(value);
}
