//! The conditions of a pod that the kubelet owns: pkg/kubelet/status/generate.go, v1.36.

use serde_json::Value;

use super::restart::is_sidecar;
use crate::cluster::writes::condition;
use crate::kinds::container::Container;
use crate::kinds::pod::PodSpec;
use crate::kinds::pod_status::{ContainerStatus, PodCondition};

/// `Initialized`, `Ready` and `ContainersReady`, in this order; `held` are the conditions the pod has.
pub fn generate(
    spec: &PodSpec,
    statuses: &[ContainerStatus],
    phase: &str,
    held: &[PodCondition],
) -> [PodCondition; 3] {
    let containers = containers_ready(spec, statuses, phase);
    [initialized(spec, statuses, phase), ready(spec, &containers, held), containers]
}

/// The names of containers without a status, and of those whose status is not as it should be.
fn missing<'a>(
    containers: impl Iterator<Item = &'a Container>,
    statuses: &[ContainerStatus],
    is_right: impl Fn(&Container, &ContainerStatus) -> bool,
) -> (Vec<String>, Vec<String>) {
    let (mut unknown, mut wrong) = (Vec::new(), Vec::new());
    for container in containers {
        match statuses.iter().find(|status| status.name == container.name) {
            None => unknown.push(container.name.clone()),
            Some(status) if is_right(container, status) => {}
            Some(_) => wrong.push(container.name.clone()),
        }
    }
    (unknown, wrong)
}

/// `containers with unknown status: [a], containers with unready status: [b c]`
fn message(unknown: &[String], wrong: &[String], word: &str) -> String {
    let parts = [(unknown, "unknown"), (wrong, word)];
    let said = parts.iter().filter(|(names, _)| !names.is_empty());
    let said = said.map(|(names, word)| format!("containers with {word} status: [{}]", names.join(" ")));
    said.collect::<Vec<_>>().join(", ")
}

fn initialized(spec: &PodSpec, statuses: &[ContainerStatus], phase: &str) -> PodCondition {
    let yes = condition("Initialized", "True");
    let is_over = |container: &Container, status: &ContainerStatus| match is_sidecar(container) {
        true => status.started == Some(true),
        false => status.is_ready(),
    };
    let (unknown, incomplete) = missing(spec.init_containers.iter(), statuses, is_over);
    if phase == "Succeeded" && unknown.is_empty() {
        return PodCondition { reason: "PodCompleted".into(), ..yes };
    }
    let has_begun = |container: &Container| {
        let status = statuses.iter().find(|status| status.name == container.name);
        status.is_some_and(|status| status.state.running.is_some() || status.state.terminated.is_some())
    };
    if spec.containers.iter().any(has_begun) {
        return yes;
    }
    match message(&unknown, &incomplete, "incomplete") {
        none if none.is_empty() => yes,
        why => refused("Initialized", "ContainersNotInitialized", why),
    }
}

fn containers_ready(spec: &PodSpec, statuses: &[ContainerStatus], phase: &str) -> PodCondition {
    const KIND: &str = "ContainersReady";
    let sidecars = spec.init_containers.iter().filter(|container| is_sidecar(container));
    let counted = sidecars.chain(&spec.containers);
    let (unknown, unready) = missing(counted, statuses, |_, status| status.is_ready());
    match (phase, message(&unknown, &unready, "unready")) {
        ("Succeeded", _) if unknown.is_empty() => refused(KIND, "PodCompleted", String::new()),
        ("Failed", _) => refused(KIND, "PodFailed", String::new()),
        (_, none) if none.is_empty() => condition(KIND, "True"),
        (_, why) => refused(KIND, "ContainersNotReady", why),
    }
}

/// As the containers, and every readiness gate has to be open.
fn ready(spec: &PodSpec, containers: &PodCondition, held: &[PodCondition]) -> PodCondition {
    if containers.status != "True" {
        return PodCondition { kind: "Ready".into(), ..containers.clone() };
    }
    let gates = spec.extra.as_deref().and_then(|extra| extra.get("readinessGates")).and_then(Value::as_array);
    let gates = gates.into_iter().flatten().filter_map(|gate| gate["conditionType"].as_str());
    let closed = gates.filter_map(|gate| match held.iter().find(|one| one.kind == gate) {
        None => Some(format!("corresponding condition of pod readiness gate \"{gate}\" does not exist.")),
        Some(one) if one.status != "True" => {
            Some(format!("the status of pod readiness gate \"{gate}\" is not \"True\", but {}", one.status))
        }
        Some(_) => None,
    });
    match closed.collect::<Vec<_>>() {
        none if none.is_empty() => condition("Ready", "True"),
        closed => refused("Ready", "ReadinessGatesNotReady", closed.join(", ")),
    }
}

fn refused(kind: &str, reason: &str, message: String) -> PodCondition {
    PodCondition { reason: reason.into(), message, ..condition(kind, "False") }
}
