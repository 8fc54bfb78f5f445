//! What an object waits for, in words.

use crate::cluster::World;
use crate::cluster::network;
use crate::kinds::deployment::Deployment;
use crate::kinds::endpoints::EndpointSlice;
use crate::kinds::node::Taint;
use crate::kinds::pod::Pod;
use crate::kinds::selector::matches_all;
use crate::kinds::service::Service;
use crate::view::Ref;

/// `key=value:Effect`
pub fn taint_text(taint: &Taint) -> String {
    let value = if taint.value.is_empty() { String::new() } else { format!("={}", taint.value) };
    format!("{}{value}:{}", taint.key, taint.effect)
}

/// Why a pod has no node.
pub fn unscheduled(world: &World, what: &Ref) -> Option<String> {
    let pod = world.api().store().get::<Pod>(&what.namespace, &what.name)?;
    if !pod.spec.node_name.is_empty() {
        return None;
    }
    if !world.scheduler().serves(&pod.spec.scheduler_name) {
        return Some(format!(
            "waits for a scheduler named \"{}\", and none of that name runs",
            pod.spec.scheduler_name
        ));
    }
    if let Some(gate) = pod.spec.scheduling_gates.first() {
        return Some(format!("waits for its scheduling gate \"{}\" to be taken away", gate.name));
    }
    let decision = world.scheduler().decision(&pod.meta.uid)?;
    Some(decision.message.clone())
}

/// What a pod waits for.
pub fn pod(world: &World, pod: &Pod) -> Vec<String> {
    let mut lines = Vec::new();
    let what = Ref { kind: "Pod".into(), namespace: pod.meta.namespace.clone(), name: pod.meta.name.clone() };
    lines.extend(unscheduled(world, &what));
    if pod.meta.is_terminating() {
        let seconds = pod.meta.deletion_grace_period_seconds.unwrap_or_default();
        lines.push(format!("is being stopped: its containers have {seconds} s to end by themselves"));
    }
    for status in pod.status.init_container_statuses.iter().chain(&pod.status.container_statuses) {
        if let Some(waiting) = status.state.waiting.as_ref().filter(|waiting| !waiting.reason.is_empty()) {
            let message = if waiting.message.is_empty() {
                waiting_text(&waiting.reason)
            } else {
                waiting.message.as_str()
            };
            lines.push(format!("container {}: {}: {message}", status.name, waiting.reason));
        }
    }
    lines.extend(unready_probes(world, pod));
    lines
}

fn waiting_text(reason: &str) -> &'static str {
    match reason {
        "ContainerCreating" => "the sandbox, the image and the container are being made ready",
        "PodInitializing" => "the init containers run first",
        _ => "the kubelet says no more",
    }
}

fn unready_probes(world: &World, pod: &Pod) -> Vec<String> {
    let Some(worker) = world.kubelets().worker(&pod.meta.uid) else { return Vec::new() };
    let mut lines = Vec::new();
    for run in worker.containers.iter().filter(|run| run.running_since().is_some() && !run.is_ready()) {
        for probe in run.probes.iter().filter(|probe| probe.result != Some(true)) {
            let word = probe.kind.word();
            let last = probe.history.back().filter(|record| !record.success);
            lines.push(match last {
                Some(record) => format!("container {}: {word} probe fails: {}", run.name, record.output),
                None => format!("container {}: {word} probe has not succeeded yet", run.name),
            });
        }
    }
    lines
}

/// What a Deployment waits for; empty when it is as wanted.
pub fn deployment(one: &Deployment) -> String {
    let status = &one.status;
    let wanted = one.replicas();
    if one.spec.paused {
        return "paused: changes of the template wait for kubectl rollout resume".into();
    }
    if status.observed_generation < one.meta.generation {
        return "its controller has not seen the last change yet".into();
    }
    if status.updated_replicas < wanted {
        return format!("{} of {wanted} pods are of the new template", status.updated_replicas);
    }
    if status.replicas > status.updated_replicas {
        return format!(
            "{} pods of older templates are still to go",
            status.replicas - status.updated_replicas
        );
    }
    if status.available_replicas < status.updated_replicas {
        return format!("{} of {} pods are available", status.available_replicas, status.updated_replicas);
    }
    String::new()
}

/// Why no request to a Service can succeed; empty when one can.
pub fn service(world: &World, service: &Service) -> String {
    if service.spec.kind == "ExternalName" || service.spec.selector.is_empty() {
        return String::new();
    }
    let store = world.api().store();
    let selected: Vec<_> = store
        .list_in::<Pod>(&service.meta.namespace)
        .filter(|pod| matches_all(&service.spec.selector, &pod.meta.labels))
        .collect();
    if selected.is_empty() {
        return "its selector matches no pod".into();
    }
    if ready_endpoints(world, service) == 0 {
        return format!("none of the {} selected pods is ready", selected.len());
    }
    nobody_listens(world, service)
}

pub fn ready_endpoints(world: &World, service: &Service) -> usize {
    let slices = world.api().store().owned_by::<EndpointSlice>(&service.meta.uid);
    slices.flat_map(|slice| slice.endpoints.iter()).filter(|one| one.conditions.ready == Some(true)).count()
}

/// Endpoints of a port that are looked at: pods of one Service are alike.
const LIMIT_LOOKS: usize = 8;

/// The target port against what the containers listen on.
fn nobody_listens(world: &World, service: &Service) -> String {
    for port in &service.spec.ports {
        for (pod, number) in
            network::behind(service, port, world.api().store()).endpoints.into_iter().take(LIMIT_LOOKS)
        {
            let Some(pod) = world.api().store().by_key::<Pod>(&pod) else { continue };
            let Some(worker) = world.kubelets().worker(&pod.meta.uid) else { continue };
            let listens = worker.containers.iter().any(|run| {
                pod.container_named(&run.name)
                    .is_some_and(|spec| run.course().serves && run.listens_on(number, spec))
            });
            if !listens {
                return format!(
                    "port {} leads to port {number} of {}, where nothing listens",
                    port.port, pod.meta.name
                );
            }
        }
    }
    String::new()
}
