//! The scene as plain JSON, for scripts and tests: the names of `view`, in JavaScript's spelling.

use crate::ui::scene::{NodeScene, Scene};
use crate::view::{
    AutoscalerView, ContainerView, Diagnostic, EndpointView, EventView, LightState, LoadView, PodView, Ref,
    ResourceBar, ResultLine, ServiceView, Workload,
};
use serde_json::{Value, json};

pub fn frame(scene: &Scene) -> Value {
    let pending = scene
        .pending
        .iter()
        .map(|waiting| json!({ "pod": pod(&waiting.pod), "why": waiting.why, "queue": waiting.queue }));
    let bookmarks =
        scene.clock.bookmarks.iter().map(|(at_us, label)| json!({ "atUs": at_us, "label": label }));
    json!({
        "clock": {
            "nowUs": scene.clock.now_us,
            "reachedUs": scene.clock.reached_us,
            "bookmarks": bookmarks.collect::<Vec<_>>(),
        },
        "nodes": list(scene.nodes.iter().map(|scene| node(scene))),
        "pending": list(pending),
        "services": list(scene.services.iter().map(|service| self::service(service))),
        "workloads": list(scene.workloads.iter().map(|workload| self::workload(workload))),
        "autoscalers": list(scene.autoscalers.iter().map(|hpa| autoscaler(hpa))),
        "loads": list(scene.loads.iter().map(|load| self::load(load))),
        "events": list(scene.events.iter().map(|scene| event(&scene.event))),
        "alerts": *scene.alerts,
        "pods": scene.pods,
        "podsReady": scene.pods_ready,
    })
}

pub fn results(lines: &[ResultLine]) -> Value {
    list(lines.iter().map(|line| json!({ "text": line.text, "error": line.error })))
}

pub fn diagnostics(found: &[Diagnostic]) -> Value {
    list(found.iter().map(|problem| {
        json!({
            "line": problem.line,
            "column": problem.column,
            "endColumn": problem.end_column,
            "message": problem.message,
            "hint": problem.hint,
            "error": problem.error,
        })
    }))
}

fn list(values: impl Iterator<Item = Value>) -> Value {
    Value::Array(values.collect())
}

fn reference(what: &Ref) -> Value {
    json!({ "kind": what.kind, "namespace": what.namespace, "name": what.name })
}

fn light(light: LightState) -> &'static str {
    match light {
        LightState::Good => "good",
        LightState::Busy => "busy",
        LightState::Bad => "bad",
        LightState::Quiet => "quiet",
    }
}

fn node(scene: &NodeScene) -> Value {
    let node = &scene.node;
    let bar = |bar: &ResourceBar| json!({ "allocatable": bar.allocatable, "requested": bar.requested, "used": bar.used });
    json!({
        "name": node.reference.name,
        "ready": node.ready,
        "status": node.status,
        "roles": node.roles,
        "ip": node.ip,
        "cpu": bar(&node.cpu),
        "memory": bar(&node.memory),
        "podLimit": node.pod_limit,
        "taints": node.taints,
        "frozen": node.frozen,
        "cut": node.cut,
        "off": node.off,
        "slow": node.slow,
        "pods": list(scene.pods.iter().map(|one| pod(one))),
    })
}

fn pod(pod: &PodView) -> Value {
    let container = |container: &ContainerView| {
        json!({
            "name": container.name,
            "image": container.image,
            "init": container.init,
            "state": container.state,
            "ready": container.ready,
        })
    };
    json!({
        "name": pod.reference.name,
        "namespace": pod.reference.namespace,
        "uid": pod.uid,
        "status": pod.status,
        "light": light(pod.light),
        "ready": pod.ready,
        "isReady": pod.is_ready,
        "restarts": pod.restarts,
        "ip": pod.ip,
        "owner": pod.owner,
        "revision": pod.revision,
        "cpuMilli": pod.cpu_milli,
        "memoryBytes": pod.memory_bytes,
        "requestsPerS": pod.requests_per_s,
        "containers": list(pod.containers.iter().map(container)),
    })
}

fn service(service: &ServiceView) -> Value {
    let endpoint = |endpoint: &EndpointView| {
        json!({
            "pod": endpoint.pod.name,
            "address": endpoint.address,
            "node": endpoint.node,
            "ready": endpoint.ready,
            "terminating": endpoint.terminating,
            "requestsPerS": endpoint.requests_per_s,
        })
    };
    json!({
        "name": service.reference.name,
        "namespace": service.reference.namespace,
        "kind": service.kind,
        "clusterIp": service.cluster_ip,
        "ports": service.ports,
        "selector": service.selector,
        "url": service.url,
        "requestsPerS": service.requests_per_s,
        "errorsPerS": service.errors_per_s,
        "problem": service.problem,
        "endpoints": list(service.endpoints.iter().map(endpoint)),
    })
}

fn workload(workload: &Workload) -> Value {
    json!({
        "reference": reference(&workload.reference),
        "desired": workload.desired,
        "ready": workload.ready,
        "updated": workload.updated,
        "available": workload.available,
        "waitingFor": workload.waiting_for,
    })
}

fn autoscaler(hpa: &AutoscalerView) -> Value {
    json!({
        "name": hpa.reference.name,
        "target": reference(&hpa.target),
        "min": hpa.min,
        "max": hpa.max,
        "current": hpa.current,
        "desired": hpa.desired,
        "targets": hpa.targets,
        "why": hpa.why,
        "problem": hpa.problem,
    })
}

fn load(load: &LoadView) -> Value {
    json!({ "name": load.name, "url": load.url, "rate": load.rate })
}

fn event(event: &EventView) -> Value {
    json!({
        "atUs": event.at_us,
        "type": if event.warning { "Warning" } else { "Normal" },
        "reason": event.reason,
        "message": event.message,
        "about": reference(&event.about),
        "component": event.component,
        "count": event.count,
    })
}
