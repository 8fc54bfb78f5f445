//! One sync of a pod: its steps and what they take.
//!
//! Models SyncPod in pkg/kubelet/kubelet.go and in pkg/kubelet/kuberuntime/kuberuntime_manager.go, v1.36: wait
//! for the volumes, stop what has to go, make the sandbox, start containers one after the other. A step may
//! take its time, and the worker does nothing else meanwhile. A container that cannot be started leaves an
//! error for the status and another try for later; the other containers are started all the same, unless it
//! is an init container that all wait for.

use std::collections::VecDeque;
use std::sync::Arc;

use super::actions::Kill;
use super::container::{ContainerRun, RunState, Stage};
use super::image::Pull;
use super::pleg::Sandbox;
use super::pull_secrets;
use super::security;
use super::worker::PodWorker;
use super::{environment, hooks, status, volumes};
use crate::cluster::events::Note;
use crate::kinds::container::Container;
use crate::sim::{SimTime, Span};

/// Making the sandbox and its network, and on a runtime that is simulated.
const SANDBOX: Span = Span::from_millis(100);
const SIMULATED_SANDBOX: Span = Span::from_millis(300);
/// From the container's making to the start of its process.
const START: Span = Span::from_millis(100);
/// How the stand-ins of images take SIGTERM in clusters that were recorded, with real processes and on a runtime that is
/// simulated.
const STAND_IN_STOPS: (Span, i32) = (Span::from_millis(50), 0);
const SIMULATED_STOPS: (Span, i32) = (Span::from_millis(200), 0);
/// podAttachAndMountRetryInterval in pkg/kubelet/volumemanager/volume_manager.go
const MOUNT_LOOK: Span = Span::from_millis(300);

#[derive(Clone, Debug)]
enum Step {
    Mount,
    Decide,
    Kill(Kill),
    Sandbox,
    Start(usize),
}

/// What a sync is waiting for.
#[derive(Clone, Debug)]
enum Wait {
    Mounts { at: SimTime },
    Ends(Vec<usize>),
    PodEnds,
    Sandbox { at: SimTime },
    Pull { run: usize, pull: Pull },
    Start { run: usize, at: SimTime, missing: Option<String> },
    Hook { run: usize, at: SimTime, failure: Option<String> },
    FailedHook { run: usize, failure: String },
}

/// When a sync that failed is to be tried again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Retry {
    /// After the usual pause.
    Soon,
    /// When a crash back-off ends.
    At(SimTime),
}

#[derive(Clone, Debug, Default)]
pub struct SyncRun {
    steps: VecDeque<Step>,
    wait: Option<Wait>,
    /// Something was done to the runtime.
    pub acted: bool,
    pub retry: Option<Retry>,
}

impl SyncRun {
    pub fn new() -> SyncRun {
        SyncRun { steps: [Step::Mount, Step::Decide].into(), ..SyncRun::default() }
    }

    /// Nothing but waiting for volumes, which a deletion ends.
    pub fn only_mounts(&self) -> bool {
        matches!(self.wait, Some(Wait::Mounts { .. }))
    }

    fn fail(&mut self, retry: Retry) {
        self.retry = Some(match (self.retry, retry) {
            (Some(Retry::At(one)), Retry::At(other)) => Retry::At(one.min(other)),
            (Some(Retry::At(one)), Retry::Soon) => Retry::At(one),
            (_, retry) => retry,
        });
    }

    /// When what it waits for is due; none for what containers come to by themselves.
    pub fn next_time(&self) -> Option<SimTime> {
        match self.wait.as_ref()? {
            Wait::Mounts { at } | Wait::Sandbox { at } | Wait::Start { at, .. } | Wait::Hook { at, .. } => {
                Some(*at)
            }
            Wait::Pull { pull, .. } => Some(pull.done_at),
            Wait::Ends(_) | Wait::PodEnds | Wait::FailedHook { .. } => None,
        }
    }
}

impl PodWorker {
    /// Does one step of a sync, or sees that it cannot yet; true if it did.
    pub(super) fn step(&mut self, run: &mut SyncRun, stage: &mut Stage<'_, '_>) -> bool {
        if let Some(wait) = run.wait.take() {
            return self.end_wait(wait, run, stage);
        }
        match run.steps.pop_front() {
            None => return false,
            Some(Step::Mount) => self.wait_for_mounts(run, stage),
            Some(Step::Decide) => {
                pull_secrets::look_up(stage);
                self.decide(run, stage);
            }
            Some(Step::Kill(kill)) => self.kill(kill, run, stage),
            Some(Step::Sandbox) => {
                run.acted = true;
                if self.view.sandbox == Sandbox::Stopped {
                    let text = "Pod sandbox changed, it will be killed and re-created.";
                    stage.pod_event(Note::normal("SandboxChanged", text));
                }
                let takes = if stage.agent.runtime.simulated.is_some() { SIMULATED_SANDBOX } else { SANDBOX };
                let at = stage.now + stage.agent.takes(takes);
                run.wait = Some(Wait::Sandbox { at: stage.agent.foretold.sandbox_of(&self.uid, at) });
            }
            Some(Step::Start(at)) => self.begin_start(at, run, stage),
        }
        true
    }

    /// Whether nothing is left to be done.
    pub(super) fn is_done(run: &SyncRun) -> bool {
        run.steps.is_empty() && run.wait.is_none()
    }

    fn end_wait(&mut self, wait: Wait, run: &mut SyncRun, stage: &mut Stage<'_, '_>) -> bool {
        let now = stage.now;
        let over = |runs: &[ContainerRun], which: &[usize]| {
            which.iter().all(|at| runs[*at].running_since().is_none())
        };
        match wait {
            Wait::Mounts { at } if at <= now => self.look_at_mounts(run, stage),
            Wait::Sandbox { at } if at <= now => self.sandbox_made(stage),
            Wait::Pull { run: at, pull } if pull.done_at <= now => self.pulled(at, &pull, run, stage),
            Wait::Start { run: at, at: when, missing } if when <= now => match missing {
                None => self.started(at, run, stage),
                Some(program) => self.refused(at, &program, run, stage),
            },
            Wait::Hook { run: at, at: when, failure } if when <= now => self.hooked(at, failure, run, stage),
            Wait::Ends(which) if over(&self.containers, &which) => {}
            Wait::PodEnds if self.stop_sandbox(stage) => self.changed(stage),
            Wait::FailedHook { run: at, failure } if over(&self.containers, &[at]) => {
                self.start_failed(at, ("PostStartHookError", failure), Retry::Soon, run);
            }
            wait => {
                run.wait = Some(wait);
                return false;
            }
        }
        true
    }

    fn wait_for_mounts(&mut self, run: &mut SyncRun, stage: &mut Stage<'_, '_>) {
        if self.mounts.begin(stage) {
            run.wait = Some(Wait::Mounts { at: stage.now + MOUNT_LOOK });
        }
    }

    fn look_at_mounts(&mut self, run: &mut SyncRun, stage: &mut Stage<'_, '_>) {
        if self.mounts.are_ready() {
            return;
        }
        match self.mounts.give_up(stage) {
            true => {
                run.steps.clear();
                run.fail(Retry::Soon);
            }
            false => run.wait = Some(Wait::Mounts { at: stage.now + MOUNT_LOOK }),
        }
    }

    fn decide(&mut self, run: &mut SyncRun, stage: &mut Stage<'_, '_>) {
        self.add_probes(stage);
        let actions = self.actions();
        if actions.kill_pod {
            run.acted = true;
            run.wait = Some(Wait::PodEnds);
            return self.kill_pod(None, stage);
        }
        run.steps.extend(actions.kill.into_iter().map(Step::Kill));
        let (restarts, failed) = self.actuate_resize(stage);
        if failed {
            run.fail(Retry::Soon);
        }
        for at in restarts {
            let message = format!("Container {} resize requires restart", self.containers[at].name);
            run.steps.push_back(Step::Kill(Kill { at, message, probe: None }));
            run.steps.push_back(Step::Start(at));
        }
        if actions.make_sandbox {
            run.steps.push_back(Step::Sandbox);
        }
        run.steps.extend(actions.start.into_iter().map(Step::Start));
    }

    fn kill(&mut self, kill: Kill, run: &mut SyncRun, stage: &mut Stage<'_, '_>) {
        run.acted = true;
        let own = kill.probe.and_then(|kind| self.containers[kill.at].probe(kind));
        let own = own.and_then(|probe| probe.spec.termination_grace_period_seconds);
        let grace = own.unwrap_or_else(|| stage.pod.grace_period_seconds()).max(0);
        self.stop_container(kill.at, Span::from_secs(grace as u64), stage.now, &kill.message, stage);
        run.wait = Some(Wait::Ends(vec![kill.at]));
    }

    /// Says that a container is stopped and lets it, its preStop hook first.
    pub(super) fn stop_container(
        &mut self,
        at: usize,
        grace: Span,
        turn: SimTime,
        message: &str,
        stage: &mut Stage<'_, '_>,
    ) {
        let one = &self.containers[at];
        if one.running_since().is_none() || one.is_stopping() {
            return;
        }
        stage.event(one, Note::normal("Killing", message));
        let hook = match grace {
            Span::ZERO => Span::ZERO,
            _ => hooks::pre_stop(self, at, stage),
        };
        self.containers[at].stop(grace, turn, hook, stage.now);
    }

    fn sandbox_made(&mut self, stage: &mut Stage<'_, '_>) {
        self.ip = match (stage.pod.spec.host_network, self.ip.is_empty()) {
            (true, _) => stage.agent.ip.clone(),
            (false, true) => stage.agent.allocate_ip(),
            (false, false) => self.ip.clone(),
        };
        self.pause_pid = stage.agent.allocate_pids();
        stage.pod_ip = self.ip.clone();
        self.set_sandbox(Sandbox::Ready, stage);
        status::sandbox_ready(self, stage.api);
    }

    fn begin_start(&mut self, at: usize, run: &mut SyncRun, stage: &mut Stage<'_, '_>) {
        run.acted = true;
        let finished = self.view.containers.get(at).and_then(|seen| seen.ended()).map(|ended| ended.finished);
        let Some(spec) = stage.pod.container_named(&self.containers[at].name).cloned() else { return };
        let one = &mut self.containers[at];
        one.follow_image(&spec, stage.api.store());
        if let Some((until, message)) = finished.and_then(|finished| one.crash_back_off(finished, stage)) {
            return self.start_failed(at, ("CrashLoopBackOff", message), Retry::At(until), run);
        }
        match one.ensure_image(&spec, stage) {
            Err(failure) => self.start_failed(at, failure, Retry::Soon, run),
            Ok(Some(pull)) => run.wait = Some(Wait::Pull { run: at, pull }),
            Ok(None) => self.create(at, run, stage),
        }
    }

    fn pulled(&mut self, at: usize, pull: &Pull, run: &mut SyncRun, stage: &mut Stage<'_, '_>) {
        match self.containers[at].pulled(pull, stage) {
            Err(failure) => self.start_failed(at, failure, Retry::Soon, run),
            Ok(()) => self.create(at, run, stage),
        }
    }

    fn create(&mut self, at: usize, run: &mut SyncRun, stage: &mut Stage<'_, '_>) {
        let Some(spec) = stage.pod.container_named(&self.containers[at].name).cloned() else { return };
        let configured = self.configure(at, &spec, stage);
        self.number(at, stage);
        let one = &mut self.containers[at];
        if let Err(message) = configured {
            stage.event(one, Note::warning("Failed", &format!("Error: {message}")));
            return self.start_failed(at, ("CreateContainerConfigError", message), Retry::Soon, run);
        }
        self.note_privileges(at, stage);
        let one = &mut self.containers[at];
        let simulated = stage.agent.runtime.simulated;
        let mut course = one.plan(&spec, stage.storage);
        match stage.agent.runtime.start_log {
            None => course = one.refuse_without(course),
            Some(_) if course.serves => {
                course.on_sigterm = Some(if simulated.is_some() { SIMULATED_STOPS } else { STAND_IN_STOPS });
            }
            Some(_) => {}
        }
        self.give(at);
        let one = &mut self.containers[at];
        let missing = one.create(&spec, course).filter(|_| simulated.is_none());
        let delay = simulated.map_or(Span::ZERO, |delay| delay(&stage.pod));
        stage.event(one, Note::normal("Created", "Container created"));
        let (starts, when) = (one.starts.saturating_sub(1), stage.now + START + delay);
        let when = stage.agent.foretold.start_of(&self.uid, &spec.name, starts, when);
        run.wait = Some(Wait::Start { run: at, at: when, missing });
    }

    /// The runtime could not start a container's program.
    fn refused(&mut self, at: usize, program: &str, run: &mut SyncRun, stage: &mut Stage<'_, '_>) {
        let message = format!(
            "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: \
             unable to start container process: exec: {program}: unknown"
        );
        let one = &mut self.containers[at];
        stage.event(one, Note::warning("Failed", &format!("Error: {message}")));
        one.fail_to_start(message.clone(), stage.now);
        self.changed(stage);
        self.start_failed(at, ("RunContainerError", message), Retry::Soon, run);
    }

    /// Makes a container's environment and its view of the volumes.
    pub(super) fn configure(
        &mut self,
        at: usize,
        spec: &Container,
        stage: &mut Stage<'_, '_>,
    ) -> Result<(), String> {
        let environment = environment::make(spec, stage)?;
        security::verify_non_root(&stage.pod, spec)?;
        let mounts = volumes::mounts(spec, &environment, stage)?;
        let who = self.identity(&self.containers[at]);
        let one = &mut self.containers[at];
        (one.environment, one.mounts) = (Arc::new(environment), Arc::new(mounts));
        one.who = Arc::new(who);
        Ok(())
    }

    fn started(&mut self, at: usize, run: &mut SyncRun, stage: &mut Stage<'_, '_>) {
        self.containers[at].start(stage.now, stage.agent.runtime.start_log);
        // A process that does nothing is over before anybody looks.
        if !self.go_on_with(at, stage) {
            self.end_due(at, stage);
        }
        stage.event(&self.containers[at], Note::normal("Started", "Container started"));
        let hook = hooks::post_start(self, at, stage);
        self.changed(stage);
        match hook {
            None => self.containers[at].failure = None,
            Some((takes, failure)) => {
                run.wait = Some(Wait::Hook { run: at, at: stage.now + takes, failure });
            }
        }
    }

    fn hooked(&mut self, at: usize, failure: Option<String>, run: &mut SyncRun, stage: &mut Stage<'_, '_>) {
        let Some(failure) = failure else {
            self.containers[at].failure = None;
            return;
        };
        let one = &self.containers[at];
        stage.event(one, Note::warning("FailedPostStartHook", "PostStartHook failed"));
        let grace = Span::from_secs(stage.pod.grace_period_seconds().max(0) as u64);
        self.stop_container(at, grace, stage.now, "FailedPostStartHook", stage);
        run.wait = Some(Wait::FailedHook { run: at, failure });
    }

    /// A container could not be started.
    fn start_failed(&mut self, at: usize, why: (&'static str, String), retry: Retry, run: &mut SyncRun) {
        let one = &mut self.containers[at];
        one.failure = Some(why);
        run.fail(retry);
        if one.init && !one.sidecar {
            run.steps.clear();
        }
    }

    /// Stops all containers, sidecars after the others and in reverse; within the pod's grace period or another.
    pub(super) fn kill_pod(&mut self, grace: Option<Span>, stage: &mut Stage<'_, '_>) {
        let grace = grace.unwrap_or(Span::from_secs(stage.pod.grace_period_seconds().max(0) as u64));
        // Every container says so at once and then waits for its turn.
        let mut turn = stage.now;
        let main = (0..self.containers.len()).filter(|at| !self.containers[*at].sidecar);
        let mains: Vec<usize> = main.collect();
        let sidecars: Vec<usize> =
            (0..self.containers.len()).rev().filter(|at| self.containers[*at].sidecar).collect();
        for at in mains.into_iter().chain(sidecars) {
            let sidecar = self.containers[at].sidecar;
            let message = format!("Stopping container {}", self.containers[at].name);
            self.stop_container(at, grace, if sidecar { turn } else { stage.now }, &message, stage);
            turn = self.containers[at].ends_at().unwrap_or(turn).max(turn);
        }
    }

    /// Whether a container runs.
    pub(super) fn any_runs(&self) -> bool {
        self.containers.iter().any(|run| matches!(run.state, RunState::Running { .. }))
    }
}
