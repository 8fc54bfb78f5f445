//! A pod worker: one pod from the moment its node is known to its end.
//!
//! Models pkg/kubelet/pod_workers.go and kubelet.go SyncPod/SyncTerminatingPod, v1.36: sandbox, init
//! containers one after the other, sidecars, containers, restarts by policy, and on deletion the stop of
//! all containers within the grace period, sidecars last.

use std::sync::Arc;

use super::agent::NodeAgent;
use super::container::{ContainerRun, RunState, Stage};
use super::status;
use crate::cluster::api::Client;
use crate::cluster::store::Key;
use crate::kinds::pod::Pod;
use crate::sim::{Rng, SimTime, Span};

/// Making the sandbox and its network.
const SANDBOX: Span = Span::from_millis(300);
/// From the end of the last container to the removal of the pod.
const CLEAN_UP: Span = Span::from_millis(400);
/// Steps of one sync; more means a loop, and the rest waits for the next wake.
const LIMIT_STEPS: usize = 1000;

#[derive(Clone, Debug)]
pub struct PodWorker {
    pub key: Key,
    pub uid: String,
    pub node: String,
    pub pod: Arc<Pod>,
    /// Init containers first, then the others, each in the spec's order.
    pub containers: Vec<ContainerRun>,
    pub taken_up: SimTime,
    /// The change that made the worker act.
    pub cause: Option<u64>,
    pub(super) wake_at: Option<SimTime>,
    sandbox_at: Option<SimTime>,
    ip: String,
    stopping: Option<SimTime>,
    removal_at: Option<SimTime>,
}

impl PodWorker {
    pub fn new(key: Key, pod: &Arc<Pod>, cause: u64, at: SimTime) -> PodWorker {
        let init = pod.spec.init_containers.iter().map(|spec| ContainerRun::new(spec, true, at));
        let main = pod.spec.containers.iter().map(|spec| ContainerRun::new(spec, false, at));
        PodWorker {
            key,
            uid: pod.meta.uid.clone(),
            node: pod.spec.node_name.clone(),
            pod: pod.clone(),
            containers: init.chain(main).collect(),
            taken_up: at,
            cause: Some(cause),
            wake_at: None,
            sandbox_at: None,
            ip: String::new(),
            stopping: None,
            removal_at: None,
        }
    }

    /// Takes note of the pod as it is now in the API.
    pub fn see(&mut self, pod: &Arc<Pod>, cause: u64) {
        self.pod = pod.clone();
        self.cause = Some(cause);
    }

    pub fn pod_ip(&self) -> &str {
        &self.ip
    }

    pub fn has_sandbox(&self) -> bool {
        !self.ip.is_empty()
    }

    pub fn is_stopping(&self) -> bool {
        self.stopping.is_some()
    }

    /// Does everything that is due and says when to be woken again.
    pub fn sync(&mut self, agent: &mut NodeAgent, api: &mut Client<'_>, rng: &mut Rng) -> Option<SimTime> {
        let now = api.now();
        if let Some(pod) = api.store().by_key::<Pod>(&self.key).filter(|pod| pod.meta.uid == self.uid) {
            self.pod = pod.clone();
        }
        if self.removal_at.is_some_and(|at| at <= now) {
            api.remove(&self.key);
            return None;
        }
        let (pod, ip) = (self.pod.clone(), self.ip.clone());
        let mut stage = Stage { api, agent, rng, pod: &pod, pod_ip: &ip, now };
        self.begin_stop(&mut stage);
        self.prepare_sandbox(&mut stage);
        self.follow_images(&mut stage);
        for _ in 0..LIMIT_STEPS {
            if !self.step(&mut stage) {
                break;
            }
        }
        status::publish(self, api);
        self.plan_removal(now);
        self.next_time()
    }

    fn begin_stop(&mut self, stage: &mut Stage<'_, '_>) {
        if !stage.pod.meta.is_terminating() {
            return;
        }
        let grace = Span::from_secs(stage.pod.meta.deletion_grace_period_seconds.unwrap_or(0).max(0) as u64);
        let deadline = self.stopping.map_or(stage.now + grace, |earlier| earlier.min(stage.now + grace));
        self.stopping = Some(deadline);
        for run in &mut self.containers {
            run.abandon();
            run.hasten(deadline);
        }
        self.stop_containers(stage);
    }

    /// Containers first, then sidecars.
    fn stop_containers(&mut self, stage: &mut Stage<'_, '_>) {
        let Some(deadline) = self.stopping else { return };
        let main_over = self.containers.iter().all(|run| run.sidecar || run.running_since().is_none());
        for run in self.containers.iter_mut().filter(|run| main_over || !run.sidecar) {
            let message = format!("Stopping container {}", run.name);
            run.stop(deadline.since(stage.now), &message, stage);
        }
    }

    fn follow_images(&mut self, stage: &mut Stage<'_, '_>) {
        if self.stopping.is_none() {
            self.containers.iter_mut().for_each(|run| run.follow_image(stage));
        }
    }

    fn prepare_sandbox(&mut self, stage: &mut Stage<'_, '_>) {
        if !self.ip.is_empty() || self.stopping.is_some() {
            return;
        }
        let ready_at = *self.sandbox_at.get_or_insert(stage.now + SANDBOX);
        if ready_at <= stage.now {
            self.ip =
                if stage.pod.spec.host_network { stage.agent.ip.clone() } else { stage.agent.allocate_ip() };
        }
    }

    /// One step of one container; false when nothing is due.
    fn step(&mut self, stage: &mut Stage<'_, '_>) -> bool {
        if self.ip.is_empty() {
            return false;
        }
        let turns: Vec<usize> = self.turns();
        let stopping = self.stopping.is_some();
        for at in turns {
            let run = &mut self.containers[at];
            if stopping && run.running_since().is_none() {
                continue;
            }
            let was_running = run.running_since().is_some();
            if !run.advance(stage) {
                continue;
            }
            let over = was_running && run.running_since().is_none()
                || matches!(&run.state, RunState::Ended { ended, .. } if ended.started.is_none());
            if over && !stopping {
                self.ended(at, stage);
            } else if over {
                self.stop_containers(stage);
            }
            return true;
        }
        self.stop_sidecars_of_finished_pod(stage)
    }

    /// The containers whose turn it is: the first init container that has not finished, or all others.
    fn turns(&self) -> Vec<usize> {
        let mut turns = Vec::new();
        for (at, run) in self.containers.iter().enumerate() {
            turns.push(at);
            let passed =
                if run.sidecar { run.is_started() || self.stopping.is_some() } else { run.succeeded() };
            if run.init && !passed && self.stopping.is_none() {
                return turns;
            }
        }
        turns
    }

    fn ended(&mut self, at: usize, stage: &mut Stage<'_, '_>) {
        let run = &mut self.containers[at];
        let RunState::Ended { ended, .. } = &run.state else { return };
        let failed = ended.code != 0;
        let policy = stage.pod.spec.restart_policy.as_str();
        let again = match (run.sidecar, run.init, policy) {
            (true, ..) => true,
            (_, true, "Never") => false,
            (_, true, _) => failed,
            (_, false, "Always") => true,
            (_, false, "OnFailure") => failed,
            _ => false,
        };
        let killed_by_probe = std::mem::take(&mut run.killed_by_probe);
        let redefined = std::mem::take(&mut run.redefined);
        if again || redefined {
            run.plan_restart(killed_by_probe, stage);
        }
    }

    /// When all containers of a pod are over for good its sidecars are stopped.
    fn stop_sidecars_of_finished_pod(&mut self, stage: &mut Stage<'_, '_>) -> bool {
        let main_over = self.containers.iter().filter(|run| !run.init).all(ContainerRun::is_over);
        let running = |run: &ContainerRun| run.sidecar && run.running_since().is_some() && !run.is_stopping();
        if !main_over || self.stopping.is_some() || !self.containers.iter().any(running) {
            return false;
        }
        let grace = Span::from_secs(stage.pod.grace_period_seconds().max(0) as u64);
        for run in self.containers.iter_mut().filter(|run| run.sidecar) {
            let message = format!("Stopping container {}", run.name);
            run.stop(grace, &message, stage);
        }
        true
    }

    fn plan_removal(&mut self, now: SimTime) {
        let all_stopped = self.containers.iter().all(|run| run.running_since().is_none());
        if self.stopping.is_some() && all_stopped && self.removal_at.is_none() {
            self.removal_at = Some(now + CLEAN_UP);
        }
    }

    fn next_time(&self) -> Option<SimTime> {
        if let Some(at) = self.removal_at {
            return Some(at);
        }
        if self.ip.is_empty() {
            return if self.stopping.is_some() { None } else { self.sandbox_at };
        }
        let stopping = self.stopping.is_some();
        let counts = |run: &&ContainerRun| !stopping || run.running_since().is_some();
        let turns = self.turns();
        turns.iter().map(|at| &self.containers[*at]).filter(counts).filter_map(ContainerRun::next_time).min()
    }
}
