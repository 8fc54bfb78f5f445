//! The status a kubelet writes: pkg/kubelet/kubelet_pods.go getPhase and status/generate.go, v1.36.

use super::container::{ContainerRun, Ended, RunState};
use super::worker::PodWorker;
use crate::cluster::api::Client;
use crate::cluster::writes::{condition, set_pod_condition};
use crate::kinds::Time;
use crate::kinds::pod::Pod;
use crate::kinds::pod_status::{
    ContainerState, ContainerStateRunning, ContainerStateTerminated, ContainerStateWaiting, ContainerStatus,
    HostIP, PodCondition, PodIP,
};
use crate::sim::{Digest, SimTime};

/// Writes the pod's status if it changed.
pub fn publish(worker: &PodWorker, api: &mut Client<'_>) {
    let Some(stored) = api.store().by_key::<Pod>(&worker.key) else { return };
    let mut pod = Pod::clone(stored);
    fill(worker, &mut pod, api);
    if pod.status != stored.status {
        pod.meta.resource_version = Default::default();
        // The pod may only vanish through this worker; an error here has no reader.
        let _ = api.update_status(pod);
    }
}

fn fill(worker: &PodWorker, pod: &mut Pod, api: &Client<'_>) {
    let now = api.wall_clock();
    let clock = |at: SimTime| api.server.wall_clock(at);
    let (init, main): (Vec<&ContainerRun>, Vec<&ContainerRun>) =
        worker.containers.iter().partition(|run| run.init);
    let initialized = init.iter().all(|run| if run.sidecar { run.is_started() } else { run.succeeded() });
    let statuses = |runs: &[&ContainerRun]| -> Vec<ContainerStatus> {
        runs.iter().map(|run| container_status(run, worker, &clock)).collect()
    };
    pod.status.start_time.get_or_insert(clock(worker.taken_up));
    pod.status.init_container_statuses = statuses(&init);
    pod.status.container_statuses = statuses(&main);
    pod.status.phase = phase(pod, &worker.containers, worker.is_stopping()).into();
    if worker.containers.iter().any(|run| run.starts > 0) {
        set_addresses(pod, worker, api);
    }
    set_conditions(pod, worker, initialized, now);
}

fn set_addresses(pod: &mut Pod, worker: &PodWorker, api: &Client<'_>) {
    pod.status.pod_ip = worker.pod_ip().to_owned();
    pod.status.pod_ips = vec![PodIP { ip: worker.pod_ip().to_owned(), extra: None }];
    if let Some(node) = api.store().get::<crate::kinds::node::Node>("", &worker.node) {
        pod.status.host_ip = node.internal_ip().to_owned();
        pod.status.host_ips = vec![HostIP { ip: node.internal_ip().to_owned(), extra: None }];
    }
}

fn container_status(
    run: &ContainerRun,
    worker: &PodWorker,
    clock: &dyn Fn(SimTime) -> Time,
) -> ContainerStatus {
    let spec = worker.pod.container_named(&run.name);
    let image = spec.map(|spec| spec.image.clone()).unwrap_or_default();
    let ended_before = run.last.as_ref().map(|last| terminated(last, clock));
    let mut status = ContainerStatus {
        name: run.name.clone(),
        image: Some(image),
        image_id: Some(String::new()),
        ready: Some(if run.init && !run.sidecar { run.succeeded() } else { run.is_ready() }),
        restart_count: Some(run.restarts),
        started: Some(run.is_started()),
        ..Default::default()
    };
    if run.starts > 0 {
        status.container_id = container_id(&worker.uid, &run.name, run.starts);
    }
    status.last_state.terminated = ended_before;
    set_state(&mut status, run, worker, clock);
    status
}

/// 64 hexadecimal digits, as containerd names its containers: the same for the same start of a container.
fn container_id(uid: &str, name: &str, starts: u32) -> String {
    let mut digest = Digest::default();
    digest.add(uid.as_bytes());
    digest.add(name.as_bytes());
    digest.add_number(u64::from(starts));
    let digits = (0..4u64).map(|part| {
        digest.add_number(part);
        digest.to_string()
    });
    format!("containerd://{}", digits.collect::<String>())
}

fn set_state(
    status: &mut ContainerStatus,
    run: &ContainerRun,
    worker: &PodWorker,
    clock: &dyn Fn(SimTime) -> Time,
) {
    let waiting = |reason: &str, message: &str| ContainerState {
        waiting: Some(ContainerStateWaiting { reason: reason.into(), message: message.into(), extra: None }),
        ..Default::default()
    };
    if let Some((reason, message)) = &run.pull.shown {
        status.state = waiting(reason, message);
        return;
    }
    let stuck = matches!(run.state, RunState::Stuck { .. });
    if let Some((ended, back_off)) = run.restarting.as_ref().filter(|_| !stuck) {
        let before = terminated(ended, clock);
        status.state = match back_off {
            None => ContainerState { terminated: Some(before), ..Default::default() },
            Some(message) => {
                status.last_state.terminated = Some(before);
                waiting("CrashLoopBackOff", message)
            }
        };
        return;
    }
    status.state = match &run.state {
        RunState::Stuck { reason, message } => waiting(reason, message),
        RunState::Idle
        | RunState::Pulling { .. }
        | RunState::PullFailed { .. }
        | RunState::Creating { .. }
        | RunState::Starting { .. } => {
            let reason = if worker.containers.iter().any(|run| run.init) {
                "PodInitializing"
            } else {
                "ContainerCreating"
            };
            waiting(reason, "")
        }
        RunState::Running { since, .. } => ContainerState {
            running: Some(ContainerStateRunning { started_at: Some(clock(*since)), extra: None }),
            ..Default::default()
        },
        RunState::Ended { ended, restart_at: Some(_), shown: true, .. } => {
            status.last_state.terminated = Some(terminated(ended, clock));
            waiting("CrashLoopBackOff", &run.back_off_message(&worker.pod))
        }
        RunState::Ended { ended, .. } => {
            ContainerState { terminated: Some(terminated(ended, clock)), ..Default::default() }
        }
    };
}

fn terminated(ended: &Ended, clock: &dyn Fn(SimTime) -> Time) -> ContainerStateTerminated {
    ContainerStateTerminated {
        exit_code: Some(ended.code),
        reason: ended.reason.into(),
        message: ended.message.clone(),
        started_at: ended.started.map(clock),
        finished_at: Some(clock(ended.finished)),
        ..Default::default()
    }
}

/// getPhase
fn phase(pod: &Pod, runs: &[ContainerRun], stopping: bool) -> &'static str {
    let policy = pod.spec.restart_policy.as_str();
    let init_failed = |run: &&ContainerRun| run.init && !run.sidecar && run.is_over() && !run.succeeded();
    if runs.iter().any(|run| init_failed(&run)) && (policy == "Never" || stopping) {
        return "Failed";
    }
    let pending_init =
        runs.iter().any(|run| run.init && !if run.sidecar { run.starts > 0 } else { run.succeeded() });
    let main = || runs.iter().filter(|run| !run.init);
    let waiting = main().any(|run| run.starts == 0 && !matches!(run.state, RunState::Ended { .. }));
    if pending_init || waiting {
        return "Pending";
    }
    let stopped = |run: &ContainerRun| matches!(run.state, RunState::Ended { .. });
    if !main().all(stopped) || runs.iter().any(|run| run.running_since().is_some() && stopping) {
        return "Running";
    }
    let all_succeeded =
        main().all(|run| matches!(&run.state, RunState::Ended { ended, .. } if ended.code == 0));
    match policy {
        _ if stopping && all_succeeded => "Succeeded",
        _ if stopping => "Failed",
        "Always" => "Running",
        _ if all_succeeded => "Succeeded",
        "Never" => "Failed",
        _ => "Running",
    }
}

fn set_conditions(pod: &mut Pod, worker: &PodWorker, initialized: bool, now: Time) {
    let finished = matches!(pod.status.phase.as_str(), "Succeeded" | "Failed");
    let unready: Vec<String> = worker
        .containers
        .iter()
        .filter(|run| (!run.init || run.sidecar) && !run.is_ready())
        .map(|run| run.name.clone())
        .collect();
    let uninitialized: Vec<String> = worker
        .containers
        .iter()
        .filter(|run| run.init && !run.succeeded() && !(run.sidecar && run.is_started()))
        .map(|run| run.name.clone())
        .collect();
    let ready = match (finished, unready.is_empty()) {
        (true, _) if pod.status.phase == "Succeeded" => failed("PodCompleted", String::new()),
        (true, _) => failed("PodFailed", String::new()),
        (false, true) => condition("", "True"),
        (false, false) => {
            failed("ContainersNotReady", format!("containers with unready status: {}", go_list(&unready)))
        }
    };
    let init = match initialized {
        true => condition("Initialized", "True"),
        false => PodCondition {
            kind: "Initialized".into(),
            ..failed(
                "ContainersNotInitialized",
                format!("containers with incomplete status: {}", go_list(&uninitialized)),
            )
        },
    };
    let sandbox = condition(
        "PodReadyToStartContainers",
        if worker.has_sandbox() && !finished { "True" } else { "False" },
    );
    // A pod that was given its node by hand has seen no scheduler: the kubelet says it has its place.
    set_pod_condition(pod, condition("PodScheduled", "True"), now);
    set_pod_condition(pod, sandbox, now);
    set_pod_condition(pod, init, now);
    set_pod_condition(pod, PodCondition { kind: "Ready".into(), ..ready.clone() }, now);
    set_pod_condition(pod, PodCondition { kind: "ContainersReady".into(), ..ready }, now);
    order_conditions(pod);
}

fn failed(reason: &str, message: String) -> PodCondition {
    PodCondition { reason: reason.into(), message, ..condition("", "False") }
}

/// A list as Go prints a slice of names: `[a b]`.
fn go_list(names: &[String]) -> String {
    format!("[{}]", names.join(" "))
}

/// The order in which the real kubelet leaves them.
fn order_conditions(pod: &mut Pod) {
    const ORDER: [&str; 5] =
        ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"];
    let rank = |one: &PodCondition| ORDER.iter().position(|kind| *kind == one.kind).map_or(0, |at| at + 1);
    pod.status.conditions.sort_by_key(rank);
}
