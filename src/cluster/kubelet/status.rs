//! The status a kubelet writes.
//!
//! Models generateAPIPodStatus and convertToAPIContainerStatuses in pkg/kubelet/kubelet_pods.go,
//! pkg/kubelet/status/status_manager.go mergePodStatus and pkg/kubelet/active_deadline.go, v1.36: what was last
//! seen of the containers becomes their states, the phase and the conditions follow from these, and a phase
//! that ends the pod is only written when none of its containers can run any more. The manager's look at all
//! pods every 10 s, which would tell what was kept back, is not modelled.

use serde_json::{Value, json};

use super::conditions;
use super::container::{ContainerRun, Ended, Stage};
use super::phase::phase;
use super::pleg::{Sandbox, Seen, SeenContainer};
use super::probes::ProbeKind;
use super::resources;
use super::restart::should_restart;
use super::worker::PodWorker;
use crate::cluster::api::Client;
use crate::cluster::events::Note;
use crate::cluster::images;
use crate::cluster::scheduler::resources::requests;
use crate::cluster::writes::{condition, set_pod_condition};
use crate::kinds::Time;
use crate::kinds::container::Container;
use crate::kinds::pod::Pod;
use crate::kinds::pod_status::{
    ContainerState, ContainerStateRunning, ContainerStateTerminated, ContainerStateWaiting, ContainerStatus,
    HostIP, PodCondition, PodIP,
};
use crate::sim::{Digest, SimTime, Span};

const DEADLINE: &str = "Pod was active on the node longer than the specified deadline";

/// Whether a pod still runs, or all of its containers were stopped for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    No,
    Stopped,
    /// Nothing more will be known of it: TerminatePod.
    PutAway,
}

/// From a status to the moment when the status manager has read the pod and asks whether its containers could run.
const SENDS: Span = Span::from_millis(10);

/// Writes the pod's status if it changed; true if by it the pod has come to its end.
///
/// That a pod is over is kept back while its containers could run (mergePodStatus). What is kept back is known to the status
/// manager, which does not send an equal status again (updateStatusInternal): it comes with the next change, or when the pod
/// is put away (TerminatePod).
pub fn publish(worker: &mut PodWorker, ending: Ending, stage: &mut Stage<'_, '_>) -> bool {
    let Some(stored) = stage.api.store().by_key::<Pod>(&worker.key).cloned() else { return false };
    let mut pod = Pod::clone(&stored);
    let over = fill(worker, &mut pod, ending, stage);
    let known = worker.kept_back.take();
    if over && ending == Ending::No {
        if worker.is_terminated_by(stage.now + SENDS, stage) {
            return over;
        }
        worker.kept_back = Some(Box::new(pod.status.clone()));
        let old = &stored.status;
        (pod.status.phase, pod.status.reason, pod.status.message) =
            (old.phase.clone(), old.reason.clone(), old.message.clone());
    }
    let again = ending != Ending::Stopped || pod.meta.is_terminating();
    if again || known.is_none_or(|known| *known != pod.status) {
        write(pod, &stored, stage.api);
    }
    over
}

/// The sandbox is up: told before anything else of it is known.
pub fn sandbox_ready(worker: &PodWorker, api: &mut Client<'_>) {
    let Some(stored) = api.store().by_key::<Pod>(&worker.key).cloned() else { return };
    let mut pod = Pod::clone(&stored);
    let now = api.wall_clock();
    set_condition(&mut pod, condition("PodReadyToStartContainers", "True"), now);
    write(pod, &stored, api);
}

fn write(mut pod: Pod, stored: &Pod, api: &mut Client<'_>) {
    if pod.status != stored.status {
        pod.meta.resource_version = Default::default();
        // The pod may only vanish through this worker; an error here has no reader.
        let _ = api.update_status(pod);
    }
}

fn fill(worker: &PodWorker, pod: &mut Pod, ending: Ending, stage: &mut Stage<'_, '_>) -> bool {
    let now = stage.api.wall_clock();
    let old = pod.status.phase.clone();
    pod.status.observed_generation = pod.meta.generation;
    pod.status.start_time.get_or_insert(stage.api.server.wall_clock(worker.taken_up));
    let statuses = container_statuses(worker, pod, ending, stage.api);
    let main =
        worker.containers.iter().zip(&worker.view.containers).filter(|(run, _)| !run.init && !run.ephemeral);
    let initialized = main.clone().any(|(_, seen)| seen.starts > 0);
    pod.status.allocated_resources = requests(&worker.allocated_spec());
    pod.status.resources = Some(resources::of_pod(worker, ending, stage));
    pod.status.phase = match old.as_str() {
        "Succeeded" | "Failed" => old.clone(),
        _ => phase(&pod.spec, &statuses, ending != Ending::No, initialized).into(),
    };
    if is_past_deadline(worker, pod, now) && old != "Succeeded" {
        stage.pod_event(Note::normal("DeadlineExceeded", DEADLINE));
        pod.status.phase = "Failed".into();
        (pod.status.reason, pod.status.message) = ("DeadlineExceeded".into(), DEADLINE.into());
    }
    if let Some(eviction) = &worker.evicted {
        pod.status.phase = "Failed".into();
        (pod.status.reason, pod.status.message) = (eviction.reason.into(), eviction.message.clone());
    }
    let over = pod.is_terminal();
    if let Some(message) = worker.evicted.as_ref().and_then(|eviction| eviction.disruption.clone()) {
        let disrupted = PodCondition {
            reason: "TerminationByKubelet".into(),
            message,
            ..condition("DisruptionTarget", "True")
        };
        set_condition(pod, disrupted, now);
    }
    set_conditions(worker, pod, &statuses, now);
    set_addresses(worker, pod, stage);
    let (init, others) =
        statuses.into_iter().zip(&worker.containers).partition::<Vec<_>, _>(|(_, run)| run.init);
    let (added, main) = others.into_iter().partition::<Vec<_>, _>(|(_, run)| run.ephemeral);
    pod.status.ephemeral_container_statuses = added.into_iter().map(|(status, _)| status).collect();
    pod.status.init_container_statuses = init.into_iter().map(|(status, _)| status).collect();
    pod.status.container_statuses = main.into_iter().map(|(status, _)| status).collect();
    pod.status.container_statuses.sort_by(|a, b| a.name.cmp(&b.name));
    over
}

fn set_addresses(worker: &PodWorker, pod: &mut Pod, stage: &Stage<'_, '_>) {
    let host = stage.agent.ip.clone();
    if !host.is_empty() {
        pod.status.host_ip = host.clone();
        pod.status.host_ips = vec![HostIP { ip: host.clone(), extra: None }];
    }
    let ip = if pod.spec.host_network { &host } else { &worker.view.ip };
    if !ip.is_empty() {
        pod.status.pod_ip = ip.clone();
        pod.status.pod_ips = vec![PodIP { ip: ip.clone(), extra: None }];
    }
}

fn active_deadline(pod: &Pod) -> Option<i64> {
    pod.spec.extra.as_deref()?.get("activeDeadlineSeconds")?.as_i64()
}

fn is_past_deadline(worker: &PodWorker, pod: &Pod, now: Time) -> bool {
    let started = worker.pod.status.start_time;
    match (active_deadline(pod), started) {
        (Some(seconds), Some(started)) => now.seconds_since(started) >= seconds,
        _ => false,
    }
}

/// When the pod's active deadline passes.
pub fn deadline(worker: &PodWorker, api: &Client<'_>) -> Option<SimTime> {
    let seconds = active_deadline(&worker.pod)?;
    let began = worker.pod.status.start_time.unwrap_or_else(|| api.server.wall_clock(worker.taken_up));
    let left = seconds - api.wall_clock().seconds_since(began);
    let whole = SimTime::from_secs(api.now().as_secs());
    (left > 0).then(|| whole + Span::from_secs(left as u64))
}

fn container_statuses(
    worker: &PodWorker,
    pod: &Pod,
    ending: Ending,
    api: &Client<'_>,
) -> Vec<ContainerStatus> {
    let clock = |at: SimTime| api.server.wall_clock(at);
    let none = SeenContainer::default();
    let one = |(at, run): (usize, &ContainerRun)| {
        let seen = worker.view.containers.get(at).unwrap_or(&none);
        let mut status = Converter { worker, pod, run, seen, clock: &clock }.status();
        if ending == Ending::PutAway && status.state.terminated.is_none() && worker.is_past_init(run) {
            status.state = ContainerState { terminated: Some(lost()), ..Default::default() };
        }
        status
    };
    worker.containers.iter().enumerate().map(one).collect()
}

/// A container nothing is known of when its pod has ended.
fn lost() -> ContainerStateTerminated {
    ContainerStateTerminated {
        exit_code: Some(137),
        reason: "ContainerStatusUnknown".into(),
        message: "The container could not be located when the pod was terminated".into(),
        ..Default::default()
    }
}

impl PodWorker {
    /// Whether a container's turn had come when the pod ended.
    fn is_past_init(&self, run: &ContainerRun) -> bool {
        let seen = || self.containers.iter().zip(&self.view.containers);
        let succeeded = |seen: &SeenContainer| matches!(&seen.state, Seen::Ended(ended) if ended.code == 0);
        !run.init && seen().filter(|(run, _)| run.init && !run.sidecar).all(|(_, seen)| succeeded(seen))
    }
}

struct Converter<'a> {
    worker: &'a PodWorker,
    pod: &'a Pod,
    run: &'a ContainerRun,
    seen: &'a SeenContainer,
    clock: &'a dyn Fn(SimTime) -> Time,
}

impl Converter<'_> {
    fn status(&self) -> ContainerStatus {
        let (run, seen) = (self.run, self.seen);
        let spec = self.pod.container_named(&run.name);
        let running = seen.is_running();
        let succeeded = matches!(&seen.state, Seen::Ended(ended) if ended.code == 0);
        let plain_init = run.init && !run.sidecar;
        let started = running && run.passes(ProbeKind::Startup, seen.starts);
        let ready = started && run.passes(ProbeKind::Readiness, seen.starts);
        let mut status = ContainerStatus {
            name: run.name.clone(),
            image: spec.map(|spec| spec.image.clone()),
            image_id: Some(String::new()),
            ready: Some(if plain_init { succeeded } else { ready && !run.ephemeral }),
            restart_count: Some(seen.starts.saturating_sub(1) as i32),
            started: (!run.ephemeral).then_some(started),
            ..Default::default()
        };
        if seen.starts > 0 {
            let allocated = self.worker.allocated(&run.name);
            status.allocated_resources = allocated.map(|one| one.requests.clone()).unwrap_or_default();
            status.resources = (!run.ephemeral).then(|| run.told_resources());
            let full = images::full_name(&run.image);
            status.image_id =
                Some(format!("{}@sha256:{}", images::without_tag(&full), digits(&[full.as_bytes()], 0)));
            status.image = Some(full);
            status.container_id = self.container_id(seen.starts);
        }
        if let Some(mounts) = spec.map(mounts).filter(|mounts| !mounts.is_empty()) {
            status.extra = json!({"volumeMounts": mounts}).as_object().cloned().map(Box::new);
        }
        self.set_state(&mut status);
        self.set_failure(&mut status, spec);
        status
    }

    fn container_id(&self, starts: u32) -> String {
        format!("containerd://{}", self.worker.bare_container_id(self.run, starts))
    }

    fn set_state(&self, status: &mut ContainerStatus) {
        let before = self.seen.starts.saturating_sub(1);
        status.last_state.terminated = self.seen.last.as_ref().map(|last| self.terminated(last, before));
        match &self.seen.state {
            Seen::Absent => {
                let init = self.worker.containers.iter().any(|run| run.init);
                let reason = if init { "PodInitializing" } else { "ContainerCreating" };
                status.state = waiting(reason, "");
            }
            Seen::Running(since) => {
                let running = ContainerStateRunning { started_at: Some((self.clock)(*since)), extra: None };
                status.state.running = Some(running);
            }
            Seen::Ended(ended) => status.state.terminated = Some(self.terminated(ended, self.seen.starts)),
        }
    }

    /// A container that is to start and could not says why.
    fn set_failure(&self, status: &mut ContainerStatus, spec: Option<&Container>) {
        let (Some((reason, message)), Some(spec)) = (&self.run.failure, spec) else { return };
        let again = match &self.seen.state {
            Seen::Absent => true,
            Seen::Running(_) => false,
            Seen::Ended(ended) => should_restart(spec, &self.pod.spec, ended.code),
        };
        if !again || self.pod.meta.is_terminating() {
            return;
        }
        if let Some(ended) = status.state.terminated.take() {
            status.last_state.terminated = Some(ended);
        }
        status.state = waiting(reason, message);
    }

    fn terminated(&self, ended: &Ended, starts: u32) -> ContainerStateTerminated {
        ContainerStateTerminated {
            exit_code: Some(ended.code),
            reason: ended.reason.into(),
            message: ended.message.clone(),
            started_at: Some(ended.started.map_or(Time(0), self.clock)),
            finished_at: Some((self.clock)(ended.finished)),
            container_id: self.container_id(starts),
            extra: None,
        }
    }
}

impl PodWorker {
    /// The identifier of a container's instance, as its runtime has it.
    pub(super) fn bare_container_id(&self, run: &ContainerRun, starts: u32) -> String {
        digits(&[self.uid.as_bytes(), run.name.as_bytes()], u64::from(starts))
    }
}

fn waiting(reason: &str, message: &str) -> ContainerState {
    let waiting = ContainerStateWaiting { reason: reason.into(), message: message.into(), extra: None };
    ContainerState { waiting: Some(waiting), ..Default::default() }
}

/// 64 hexadecimal digits, the same for the same parts.
fn digits(parts: &[&[u8]], number: u64) -> String {
    let mut digest = Digest::default();
    parts.iter().for_each(|part| digest.add(part));
    digest.add_number(number);
    let digits = (0..4u64).map(|part| {
        digest.add_number(part);
        digest.to_string()
    });
    digits.collect()
}

/// The container's mounts as the status repeats them.
fn mounts(spec: &Container) -> Vec<Value> {
    let one = |mount: &crate::kinds::container::VolumeMount| {
        let value = crate::kinds::codec::Codec::to_value(mount).unwrap_or_default();
        let mut shown = json!({"name": value["name"], "mountPath": value["mountPath"]});
        if value["readOnly"] == true {
            shown["readOnly"] = json!(true);
            shown["recursiveReadOnly"] = json!("Disabled");
        }
        shown
    };
    spec.volume_mounts.iter().map(one).collect()
}

fn set_conditions(worker: &PodWorker, pod: &mut Pod, statuses: &[ContainerStatus], now: Time) {
    let [initialized, ready, containers] =
        conditions::generate(&pod.spec, statuses, &pod.status.phase, &pod.status.conditions);
    let up = worker.view.sandbox == Sandbox::Ready;
    // A pod that was given its node by hand has seen no scheduler: the kubelet says it has its place.
    set_condition(pod, condition("PodScheduled", "True"), now);
    set_condition(pod, condition("PodReadyToStartContainers", if up { "True" } else { "False" }), now);
    set_condition(pod, initialized, now);
    set_condition(pod, ready, now);
    set_condition(pod, containers, now);
    worker.tell_resize(pod, now);
    order_conditions(pod);
}

fn set_condition(pod: &mut Pod, new: PodCondition, now: Time) {
    let observed_generation = pod.meta.generation;
    set_pod_condition(pod, PodCondition { observed_generation, ..new }, now);
}

/// The order in which the real kubelet leaves them.
fn order_conditions(pod: &mut Pod) {
    const ORDER: [&str; 5] =
        ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"];
    let rank = |one: &PodCondition| ORDER.iter().position(|kind| *kind == one.kind).map_or(0, |at| at + 1);
    pod.status.conditions.sort_by_key(rank);
}
