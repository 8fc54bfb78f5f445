//! The words of `kubectl get`: pkg/printers/internalversion/printers.go, v1.36.

use crate::kinds::container::Container;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::pod_status::ContainerStatus;

/// READY and STATUS of a pod.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodColumns {
    pub ready: usize,
    pub total: usize,
    pub status: String,
    pub restarts: i32,
}

pub fn pod(pod: &Pod) -> PodColumns {
    let mut status =
        if pod.status.reason.is_empty() { pod.status.phase.clone() } else { pod.status.reason.clone() };
    let sidecar = |container: &&Container| container.restart_policy.as_deref() == Some("Always");
    let total = pod.spec.containers.len() + pod.spec.init_containers.iter().filter(sidecar).count();
    if let Some(gate) = pod.status.condition("PodScheduled").filter(|one| one.reason == "SchedulingGated") {
        status = gate.reason.clone();
    }
    let (initializing, mut ready, restarts) = init_status(pod, &mut status);
    let mut columns = PodColumns { ready: 0, total, status, restarts };
    if !initializing || pod.status.condition("Initialized").is_some_and(|one| one.status == "True") {
        columns.restarts = sidecar_restarts(pod);
        main_status(pod, &mut columns, &mut ready);
    }
    columns.ready = ready;
    if pod.meta.is_terminating() && !pod.is_terminal() {
        columns.status =
            if pod.status.reason == "NodeLost" { "Unknown".into() } else { "Terminating".into() };
    }
    columns
}

/// `Init:1/2` and its kin; true while the pod initialises.
fn init_status(pod: &Pod, status: &mut String) -> (bool, usize, i32) {
    let (mut ready, mut restarts) = (0, 0);
    for (at, one) in pod.status.init_container_statuses.iter().enumerate() {
        let spec = pod.spec.init_containers.get(at);
        let sidecar = spec.is_some_and(|spec| spec.restart_policy.as_deref() == Some("Always"));
        restarts += one.restarts();
        if one.state.terminated.as_ref().is_some_and(|ended| ended.exit_code.unwrap_or_default() == 0) {
            continue;
        }
        if sidecar && one.started == Some(true) {
            ready += usize::from(one.is_ready());
            continue;
        }
        *status = init_word(one, at, pod.spec.init_containers.len());
        return (true, ready, restarts);
    }
    (false, ready, restarts)
}

/// Once a pod is initialised its other init containers' restarts are no longer counted.
fn sidecar_restarts(pod: &Pod) -> i32 {
    let pairs = pod.spec.init_containers.iter().zip(&pod.status.init_container_statuses);
    let sidecars = pairs.filter(|(spec, _)| spec.restart_policy.as_deref() == Some("Always"));
    sidecars.map(|(_, status)| status.restarts()).sum()
}

fn init_word(one: &ContainerStatus, at: usize, total: usize) -> String {
    if let Some(ended) = &one.state.terminated {
        return match (ended.reason.as_str(), ended.exit_code.unwrap_or_default()) {
            ("", code) => format!("Init:ExitCode:{code}"),
            (reason, _) => format!("Init:{reason}"),
        };
    }
    let waiting = one.state.waiting.as_ref().map(|waiting| waiting.reason.as_str()).unwrap_or_default();
    if waiting.is_empty() || waiting == "PodInitializing" {
        format!("Init:{at}/{total}")
    } else {
        format!("Init:{waiting}")
    }
}

fn main_status(pod: &Pod, columns: &mut PodColumns, ready: &mut usize) {
    let mut running = false;
    for one in pod.status.container_statuses.iter().rev() {
        columns.restarts += one.restarts();
        if let Some(waiting) = one.state.waiting.as_ref().filter(|waiting| !waiting.reason.is_empty()) {
            columns.status = waiting.reason.clone();
        } else if let Some(ended) = &one.state.terminated {
            columns.status = match ended.reason.as_str() {
                "" => format!("ExitCode:{}", ended.exit_code.unwrap_or_default()),
                reason => reason.to_owned(),
            };
        } else if one.is_ready() && one.state.running.is_some() {
            running = true;
            *ready += 1;
        }
    }
    if columns.status == "Completed" && running {
        columns.status = if pod.is_ready() { "Running".into() } else { "NotReady".into() };
    }
}

/// STATUS of a node: `Ready`, `NotReady`, `Ready,SchedulingDisabled`.
pub fn node_status(node: &Node) -> String {
    let ready = if node.is_ready() { "Ready" } else { "NotReady" };
    if node.spec.unschedulable { format!("{ready},SchedulingDisabled") } else { ready.into() }
}

/// ROLES of a node.
pub fn node_roles(node: &Node) -> String {
    let roles = node.meta.labels.keys().filter_map(|label| label.strip_prefix("node-role.kubernetes.io/"));
    let roles: Vec<&str> = roles.filter(|role| !role.is_empty()).collect();
    if roles.is_empty() { "<none>".into() } else { roles.join(",") }
}
