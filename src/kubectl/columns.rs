//! The words of `kubectl get`: pkg/printers/internalversion/printers.go, v1.36.

use crate::kinds::Time;
use crate::kinds::container::Container;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::pod_status::{ContainerStateTerminated, ContainerStatus, PodCondition};

/// READY, STATUS and RESTARTS of a pod.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodColumns {
    pub ready: usize,
    pub total: usize,
    pub status: String,
    pub restarts: i32,
    /// When the last of these restarts was.
    pub last_restart: Option<Time>,
}

/// Restarts of some containers, and when the latest container before a restart ended.
#[derive(Clone, Copy, Default)]
struct Restarts {
    count: i32,
    last: Option<Time>,
}

impl Restarts {
    fn add(&mut self, one: &ContainerStatus) {
        self.count += one.restarts();
        let ended = one.last_state.terminated.as_ref().and_then(|ended| ended.finished_at);
        self.last = self.last.max(ended);
    }
}

pub fn pod(pod: &Pod) -> PodColumns {
    let mut status =
        if pod.status.reason.is_empty() { pod.status.phase.clone() } else { pod.status.reason.clone() };
    let sidecar = |container: &&Container| is_sidecar(container);
    let total = pod.spec.containers.len() + pod.spec.init_containers.iter().filter(sidecar).count();
    let gated = |one: &PodCondition| one.kind == "PodScheduled" && one.reason == "SchedulingGated";
    if pod.status.conditions.iter().any(gated) {
        status = "SchedulingGated".into();
    }
    let init = init_status(pod, &mut status);
    let mut columns = PodColumns { ready: init.ready, total, status, ..PodColumns::default() };
    let initialized = pod.status.condition("Initialized").is_some_and(|one| one.status == "True");
    let restarts = if !init.unfinished || initialized {
        main_status(pod, &mut columns, init.sidecars)
    } else {
        init.restarts
    };
    (columns.restarts, columns.last_restart) = (restarts.count, restarts.last);
    if pod.meta.is_terminating() && pod.status.reason == "NodeLost" {
        columns.status = "Unknown".into();
    } else if pod.meta.is_terminating() && !pod.is_terminal() {
        columns.status = "Terminating".into();
    }
    columns
}

fn is_sidecar(container: &Container) -> bool {
    container.restart_policy.as_deref() == Some("Always")
}

/// What the init containers say.
#[derive(Default)]
struct Init {
    unfinished: bool,
    ready: usize,
    restarts: Restarts,
    sidecars: Restarts,
}

/// `Init:1/2` and its kin, up to the first init container that has not done its part.
fn init_status(pod: &Pod, status: &mut String) -> Init {
    let mut init = Init::default();
    for (at, one) in pod.status.init_container_statuses.iter().enumerate() {
        let spec = pod.spec.init_containers.iter().rfind(|spec| spec.name == one.name);
        let sidecar = spec.is_some_and(is_sidecar);
        init.restarts.add(one);
        if sidecar {
            init.sidecars.add(one);
        }
        if one.state.terminated.as_ref().is_some_and(|ended| ended.exit_code.unwrap_or_default() == 0) {
            continue;
        }
        if sidecar && one.started == Some(true) {
            init.ready += usize::from(one.is_ready());
            continue;
        }
        *status = init_word(one, at, pod.spec.init_containers.len());
        init.unfinished = true;
        break;
    }
    init
}

fn init_word(one: &ContainerStatus, at: usize, total: usize) -> String {
    if let Some(ended) = &one.state.terminated {
        return format!("Init:{}", ended_word(ended));
    }
    let waiting = one.state.waiting.as_ref().map(|waiting| waiting.reason.as_str()).unwrap_or_default();
    if waiting.is_empty() || waiting == "PodInitializing" {
        format!("Init:{at}/{total}")
    } else {
        format!("Init:{waiting}")
    }
}

/// The reason of an end, or else its signal or exit code.
fn ended_word(ended: &ContainerStateTerminated) -> String {
    let signal = ended.extra.as_ref().and_then(|extra| extra.get("signal")?.as_i64()).unwrap_or_default();
    match (ended.reason.as_str(), signal) {
        ("", 0) => format!("ExitCode:{}", ended.exit_code.unwrap_or_default()),
        ("", signal) => format!("Signal:{signal}"),
        (reason, _) => reason.to_owned(),
    }
}

/// The containers' part, last to first; of the init containers only the sidecars' restarts still count.
fn main_status(pod: &Pod, columns: &mut PodColumns, sidecars: Restarts) -> Restarts {
    let (mut restarts, mut running) = (sidecars, false);
    for one in pod.status.container_statuses.iter().rev() {
        restarts.add(one);
        if let Some(waiting) = one.state.waiting.as_ref().filter(|waiting| !waiting.reason.is_empty()) {
            columns.status = waiting.reason.clone();
        } else if let Some(ended) = &one.state.terminated {
            columns.status = ended_word(ended);
        } else if one.is_ready() && one.state.running.is_some() {
            running = true;
            columns.ready += 1;
        }
    }
    if columns.status == "Completed" && running {
        let ready = |one: &PodCondition| one.kind == "Ready" && one.status == "True";
        let ready = pod.status.conditions.iter().any(ready);
        columns.status = if ready { "Running".into() } else { "NotReady".into() };
    }
    restarts
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
