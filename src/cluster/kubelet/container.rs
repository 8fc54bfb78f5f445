//! One container's life: image, start, run, end, and again.
//!
//! Models pkg/kubelet/kuberuntime (kuberuntime_container.go, computePodActions) and pkg/kubelet/images,
//! v1.36, with containerd's texts. Every state says when it changes by itself; `advance` does what is
//! due and reports through `Stage`, which carries the API, the node and the pod.

use std::collections::VecDeque;
use std::sync::Arc;

use super::agent::NodeAgent;
use super::backoff::Backoff;
use super::probes::{ProbeKind, ProbeRun};
use super::pull_trouble::PullTrouble;
use crate::cluster::api::Client;
use crate::cluster::events::{Note, reference};
use crate::cluster::images::process::{self, Course};
use crate::cluster::images::{self, ImageModel};
use crate::kinds::Resource;
use crate::kinds::container::Container;
use crate::kinds::pod::Pod;
use crate::sim::{Rng, SimTime, Span};

/// Making a container and starting its process.
pub(super) const CREATE: Span = Span::from_millis(60);
const START: Span = Span::from_millis(100);
/// From the start of a process until the kubelet has noticed and asks the readiness probe.
const NOTICED: Span = Span::from_millis(300);
/// Lines of output kept.
const LIMIT_LOG: usize = 500;

/// A line of a container's output.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLine {
    pub at: SimTime,
    pub text: String,
}

/// How a process ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Ended {
    pub code: i32,
    pub reason: &'static str,
    pub message: String,
    pub started: Option<SimTime>,
    pub finished: SimTime,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RunState {
    /// Its turn has not come.
    Idle,
    /// Cannot start: `InvalidImageName`, `ErrImageNeverPull`.
    Stuck {
        reason: &'static str,
        message: String,
    },
    /// In the node's queue from `asked` on, pulled from `begins` on.
    Pulling {
        done_at: SimTime,
        begins: SimTime,
        asked: SimTime,
    },
    /// A pull failed at `at`; the pod's next sync, at `look_at`, may try again.
    PullFailed {
        at: SimTime,
        look_at: SimTime,
    },
    Creating {
        at: SimTime,
    },
    Starting {
        at: SimTime,
    },
    /// `stop` is when the process ends after having been asked to, and with what code.
    Running {
        since: SimTime,
        stop: Option<(SimTime, i32)>,
    },
    /// Ended. `restart_at` is when it starts again; `show_at` when CrashLoopBackOff shows, if it has to
    /// wait; `shown` once it does.
    Ended {
        ended: Ended,
        restart_at: Option<SimTime>,
        show_at: Option<SimTime>,
        shown: bool,
    },
}

#[derive(Clone, Debug)]
pub struct ContainerRun {
    pub name: String,
    pub init: bool,
    pub sidecar: bool,
    pub state: RunState,
    pub last: Option<Ended>,
    /// On the way to its next start: how it ended, and the back-off's text if that showed.
    pub restarting: Option<(Ended, Option<String>)>,
    pub restarts: i32,
    pub probes: Vec<ProbeRun>,
    pub log: VecDeque<LogLine>,
    pub crash: Backoff,
    pub starts: u32,
    pub killed_by_probe: bool,
    /// Stopped to start again with another image.
    pub redefined: bool,
    /// CPU the requests since the last look cost, and how many there were.
    pub cpu_us: u64,
    pub requests: u64,
    /// What metrics-server last read.
    pub usage: (u64, u64),
    pub(super) image: String,
    pub(super) pull: PullTrouble,
    course: Arc<Course>,
    printed: usize,
    pub(super) model: &'static ImageModel,
}

/// What a container needs of its surroundings.
pub struct Stage<'a, 'b> {
    pub api: &'a mut Client<'b>,
    pub agent: &'a mut NodeAgent,
    pub rng: &'a mut Rng,
    pub pod: &'a Arc<Pod>,
    pub pod_ip: &'a str,
    pub now: SimTime,
}

impl Stage<'_, '_> {
    /// Records an event about one container.
    pub fn event(&mut self, container: &ContainerRun, note: Note<'_>) {
        let mut about = reference(&Pod::clone(self.pod).into_object());
        let list = if container.init { "initContainers" } else { "containers" };
        about.field_path = format!("spec.{list}{{{}}}", container.name);
        self.api.event_about(about, &self.agent.name, note);
    }
}

impl ContainerRun {
    pub fn new(spec: &Container, init: bool, taken_up: SimTime) -> ContainerRun {
        let probe = |kind, spec: &Option<_>| spec.as_ref().map(|spec| ProbeRun::new(kind, spec, taken_up));
        let probes = [
            probe(ProbeKind::Startup, &spec.startup_probe),
            probe(ProbeKind::Readiness, &spec.readiness_probe),
            probe(ProbeKind::Liveness, &spec.liveness_probe),
        ];
        ContainerRun {
            name: spec.name.clone(),
            init,
            sidecar: init && spec.restart_policy.as_deref() == Some("Always"),
            state: RunState::Idle,
            last: None,
            restarting: None,
            restarts: 0,
            probes: probes.into_iter().flatten().collect(),
            log: VecDeque::new(),
            crash: Backoff::default(),
            starts: 0,
            killed_by_probe: false,
            redefined: false,
            cpu_us: 0,
            requests: 0,
            usage: (0, 0),
            image: spec.image.clone(),
            pull: PullTrouble::default(),
            course: Arc::default(),
            printed: 0,
            model: images::model_of(&spec.image),
        }
    }

    pub fn model(&self) -> &'static ImageModel {
        self.model
    }

    pub fn course(&self) -> &Course {
        &self.course
    }

    pub fn running_since(&self) -> Option<SimTime> {
        match self.state {
            RunState::Running { since, .. } => Some(since),
            _ => None,
        }
    }

    pub fn is_stopping(&self) -> bool {
        matches!(self.state, RunState::Running { stop: Some(_), .. })
    }

    /// Ended and not coming back.
    pub fn is_over(&self) -> bool {
        matches!(self.state, RunState::Ended { restart_at: None, .. })
    }

    pub fn succeeded(&self) -> bool {
        matches!(&self.state, RunState::Ended { ended, restart_at: None, .. } if ended.code == 0)
    }

    pub fn probe(&self, kind: ProbeKind) -> Option<&ProbeRun> {
        self.probes.iter().find(|probe| probe.kind == kind)
    }

    pub fn probe_mut(&mut self, kind: ProbeKind) -> Option<&mut ProbeRun> {
        self.probes.iter_mut().find(|probe| probe.kind == kind)
    }

    /// Running, and past its startup probe.
    pub fn is_started(&self) -> bool {
        self.running_since().is_some()
            && self.probe(ProbeKind::Startup).is_none_or(|probe| probe.result == Some(true))
    }

    pub fn is_ready(&self) -> bool {
        self.is_started() && self.probe(ProbeKind::Readiness).is_none_or(|probe| probe.result == Some(true))
    }

    pub fn print(&mut self, at: SimTime, text: impl Into<String>) {
        self.log.push_back(LogLine { at, text: text.into() });
        if self.log.len() > LIMIT_LOG {
            self.log.pop_front();
        }
    }

    /// When something is due without anybody asking.
    pub fn next_time(&self) -> Option<SimTime> {
        match &self.state {
            RunState::Idle | RunState::Stuck { .. } => None,
            RunState::Pulling { done_at, .. } => Some(*done_at),
            RunState::PullFailed { look_at, .. } => Some(*look_at),
            RunState::Creating { at } | RunState::Starting { at } => Some(*at),
            RunState::Running { since, stop } => self.next_while_running(*since, *stop),
            RunState::Ended { restart_at: None, .. } => None,
            RunState::Ended { restart_at: Some(at), show_at, shown, .. } => {
                Some(show_at.filter(|_| !shown).unwrap_or(*at))
            }
        }
    }

    fn next_while_running(&self, since: SimTime, stop: Option<(SimTime, i32)>) -> Option<SimTime> {
        let end = self.course.ends.map(|(after, _)| since + after);
        let print = self.course.prints.get(self.printed).map(|(after, _)| since + *after);
        let started = self.is_started();
        let asks = |probe: &&ProbeRun| {
            (probe.kind == ProbeKind::Startup) != started || self.probe(ProbeKind::Startup).is_none()
        };
        let probes = self.probes.iter().filter(asks).filter_map(|probe| probe.next_time(since));
        let probe = if stop.is_some() { None } else { probes.min() };
        [end, print, probe, stop.map(|(at, _)| at)].into_iter().flatten().min()
    }

    /// Does one due step; false if nothing is due.
    pub fn advance(&mut self, stage: &mut Stage<'_, '_>) -> bool {
        let now = stage.now;
        match self.state.clone() {
            RunState::Idle => self.begin(stage),
            RunState::Pulling { done_at, begins, asked } if done_at <= now => {
                self.pulled(begins, asked, stage)
            }
            RunState::PullFailed { at, look_at } if look_at <= now => self.look_at_pull(at, stage),
            RunState::Creating { at } if at <= now => self.created(stage),
            RunState::Starting { at } if at <= now => self.started(at, stage),
            RunState::Running { since, stop: Some((at, code)) } if at <= now => self.end(since, code, at),
            RunState::Running { since, .. } => return self.run(since, stage),
            RunState::Ended { restart_at: Some(_), show_at: Some(at), shown: false, .. } if at <= now => {
                self.show_back_off(stage)
            }
            RunState::Ended { restart_at: Some(at), .. } if at <= now => self.restart(stage),
            _ => return false,
        }
        true
    }

    pub(super) fn spec<'p>(&self, stage: &Stage<'p, '_>) -> &'p Container {
        stage
            .pod
            .container_named(&self.name)
            .expect("a run is made from the spec, whose containers do not change")
    }

    fn created(&mut self, stage: &mut Stage<'_, '_>) {
        self.pull = PullTrouble::default();
        self.course = Arc::new(process::course(self.spec(stage), self.model));
        self.printed = 0;
        stage.event(self, Note::normal("Created", "Container created"));
        match &self.course.missing_program {
            None => self.state = RunState::Starting { at: stage.now + START },
            Some(program) => {
                let message = format!(
                    "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: \
                     unable to start container process: exec: \"{program}\": executable file not found in $PATH: unknown"
                );
                stage.event(self, Note::warning("Failed", &format!("Error: {message}")));
                let ended =
                    Ended { code: 128, reason: "StartError", message, started: None, finished: stage.now };
                self.settle_restart();
                self.set_ended(ended);
            }
        }
    }

    fn started(&mut self, at: SimTime, stage: &mut Stage<'_, '_>) {
        stage.event(self, Note::normal("Started", "Container started"));
        self.settle_restart();
        self.state = RunState::Running { since: at, stop: None };
        self.starts += 1;
        (self.cpu_us, self.requests) = (0, 0);
        for probe in &mut self.probes {
            probe.reset(stage.now);
        }
        let waits_for_startup = self.probe(ProbeKind::Startup).is_some();
        if let Some(probe) = self.probe_mut(ProbeKind::Readiness).filter(|_| !waits_for_startup) {
            probe.trigger(at + NOTICED);
        }
        if self.course.serves {
            for line in self.model.start_log {
                self.print(at, *line);
            }
        }
    }

    /// What a running container does at this moment; false if nothing.
    fn run(&mut self, since: SimTime, stage: &mut Stage<'_, '_>) -> bool {
        let now = stage.now;
        if let Some((after, text)) = self.course.prints.get(self.printed).cloned()
            && since + after <= now
        {
            self.printed += 1;
            self.print(since + after, text);
            return true;
        }
        if let Some((after, code)) = self.course.ends.filter(|(after, _)| since + *after <= now) {
            self.end(since, code, since + after);
            return true;
        }
        !self.is_stopping() && super::traffic::probe_due(self, since, stage)
    }

    /// Asks the process to end; it does so by itself or is killed when the grace period is over.
    pub fn stop(&mut self, grace: Span, message: &str, stage: &mut Stage<'_, '_>) {
        let RunState::Running { since, stop: None } = self.state else { return };
        stage.event(self, Note::normal("Killing", message));
        let stop = match self.course.on_sigterm {
            Some((after, code)) if after <= grace => (stage.now + after, code),
            _ => (stage.now + grace, 137),
        };
        self.state = RunState::Running { since, stop: Some(stop) };
    }

    /// Brings the end of a process that is being stopped forward.
    pub fn hasten(&mut self, deadline: SimTime) {
        if let RunState::Running { stop: Some((at, code)), .. } = &mut self.state
            && deadline < *at
        {
            (*at, *code) = (deadline, 137);
        }
    }

    fn end(&mut self, since: SimTime, code: i32, at: SimTime) {
        let reason = if code == 0 { "Completed" } else { "Error" };
        self.set_ended(Ended { code, reason, message: String::new(), started: Some(since), finished: at });
    }

    fn set_ended(&mut self, ended: Ended) {
        self.state = RunState::Ended { ended, restart_at: None, show_at: None, shown: false };
    }

    /// Ends what never ran, for a pod that goes before its containers came.
    pub fn abandon(&mut self) {
        if !matches!(self.state, RunState::Running { .. } | RunState::Ended { .. }) {
            self.state = RunState::Stuck { reason: "ContainerCreating", message: String::new() };
        }
        if let RunState::Ended { restart_at, .. } = &mut self.state {
            *restart_at = None;
        }
    }
}
