//! One container as the runtime has it: absent, running, ended; and what the kubelet remembers of it.
//!
//! Models the container runtime's side of pkg/kubelet/kuberuntime/kuberuntime_container.go, v1.36. A process
//! ends and prints by its course (`images/process.rs`); the kubelet starts and stops it (`sync.rs`) and sees
//! what became of it when it looks (`pleg.rs`).

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::agent::NodeAgent;
use super::backoff::Backoff;
use super::environment::{Environment, expand};
use super::image::PullRecord;
use super::left_behind::LeftBehind;
use super::machine::SLOW_ANSWER;
use super::memory::{Growth, Held};
use super::probes::{ProbeKind, ProbeRun};
use super::restart::is_sidecar;
use super::switches::Switches;
use super::worker::PodWorker;
use crate::cluster::api::Client;
use crate::cluster::events::{Note, reference};
use crate::cluster::images::process::{self, Course};
use crate::cluster::images::{self, ImageModel};
use crate::cluster::metrics::cpu;
use crate::cluster::process::disk::{self, Mount, Storage};
use crate::cluster::process::{Identity, Process};
use crate::kinds::Resource;
use crate::kinds::app_model::AppModelSpec;
use crate::kinds::container::{Container, ResourceList, ResourceRequirements};
use crate::kinds::pod::Pod;
use crate::sim::{Rng, SimTime, Span};

/// Lines of output kept.
const LIMIT_LOG: usize = 500;
/// containerLogMaxSize: 10Mi
const ROTATE_AT: u64 = 10 << 20;
/// Bytes of time, stream and line break before and behind each line.
const LOG_PREFIX: u64 = 41;
/// Instances that are remembered, and readings of what it used.
const LIMIT_PAST: usize = 20;
const LIMIT_USAGE: usize = 120;
/// minimumGracePeriodInSeconds: what is left for the process after its preStop hook.
const MINIMUM_GRACE: Span = Span::from_secs(2);

/// The exit code after SIGKILL.
const KILLED: i32 = 137;
/// How long an entrypoint looks at its variables before it gives up.
const REFUSES: Span = Span::from_millis(200);
/// containerd's for a container it finds gone (pkg/cri/server/restart.go: unknownExitCode).
const LOST: i32 = 255;

/// A line of a container's output.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLine {
    pub at: SimTime,
    /// The instance that printed it, counted from one.
    pub instance: u32,
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
    Absent,
    /// `stop` is when the process ends after having been asked to, and with what code.
    Running {
        since: SimTime,
        stop: Option<(SimTime, i32)>,
    },
    Ended(Ended),
}

#[derive(Clone, Debug)]
pub struct ContainerRun {
    pub name: String,
    pub init: bool,
    pub sidecar: bool,
    /// Added to the running pod to look into it.
    pub ephemeral: bool,
    pub state: RunState,
    /// The instance before this one.
    pub last: Option<Ended>,
    /// Instances made, this one too.
    pub starts: u32,
    pub probes: Vec<ProbeRun>,
    pub log: VecDeque<LogLine>,
    /// Lines printed, those that are not kept any more too.
    pub lines_printed: u64,
    /// Bytes of the log's file.
    log_bytes: u64,
    /// CPU the requests since the last look cost, and how many there were.
    pub cpu_us: u64,
    pub requests: u64,
    /// What metrics-server last read, and what it read before: CPU in billionths of a core, bytes.
    pub usage: (u64, u64),
    pub usage_history: VecDeque<(SimTime, u64, u64)>,
    /// The part of the time it waited for CPU, in thousandths.
    pub waits_permille: u64,
    /// Instances that have ended and are not the newest, oldest first.
    past: VecDeque<Ended>,
    /// Why the last try to start it failed: the kubelet's reason cache.
    pub(super) failure: Option<(&'static str, String)>,
    pub(super) crash: Backoff,
    pub(super) pull: PullRecord,
    /// The image it is made for.
    pub image: String,
    pub(super) model: &'static ImageModel,
    course: Arc<Course>,
    /// The kernel killed it for want of memory on the node.
    pub(super) out_of_memory: bool,
    /// Memory its processes take more and more of.
    pub(super) growths: Vec<Growth>,
    /// Memory that was not given back after requests.
    pub(super) leaked: Held,
    /// What it wrote into volumes in memory.
    pub(super) tmpfs: Held,
    /// A request has broken it.
    pub(super) faulty: bool,
    /// What an AppModel says of its image.
    pub app: Option<Arc<AppModelSpec>>,
    /// What a user has broken.
    pub switches: Switches,
    /// Its node is slow.
    pub(super) on_slow_machine: bool,
    /// What its control group is set to.
    pub resources: ResourceRequirements,
    /// The limits it has of its pod.
    pub(super) inherited: ResourceList,
    /// What its processes see.
    pub(super) environment: Arc<Environment>,
    pub(super) mounts: Arc<Vec<Mount>>,
    /// Whom its processes run as.
    pub(super) who: Arc<Identity>,
    /// The script or program that runs.
    pub(super) process: Option<Process>,
    /// What commands beside it left in the background.
    pub(super) left: LeftBehind,
    /// The folder processes begin in.
    pub(super) folder: String,
    /// The number of its first process.
    pub(super) first_pid: u32,
    /// The number of its first process on the node.
    pub(super) host_pid: u32,
    /// What its server says for want of a privilege.
    pub(super) lacks: Option<String>,
    /// A line that is not at its end yet.
    partial: String,
}

/// What a container needs of its surroundings.
pub struct Stage<'a, 'b> {
    pub api: &'a mut Client<'b>,
    pub agent: &'a mut NodeAgent,
    pub rng: &'a mut Rng,
    pub pod: Arc<Pod>,
    pub pod_ip: String,
    pub now: SimTime,
    /// The disks of volumes, containers and nodes.
    pub storage: &'a mut Storage,
    /// The other pods, that requests are sent to.
    pub peers: &'a mut BTreeMap<String, Arc<PodWorker>>,
}

impl Stage<'_, '_> {
    /// Records an event about one container.
    pub fn event(&mut self, container: &ContainerRun, note: Note<'_>) {
        let list = match (container.init, container.ephemeral) {
            (true, _) => "initContainers",
            (_, true) => "ephemeralContainers",
            _ => "containers",
        };
        self.event_at(format!("spec.{list}{{{}}}", container.name), note);
    }

    /// Records an event about the pod.
    pub fn pod_event(&mut self, note: Note<'_>) {
        self.event_at(String::new(), note);
    }

    fn event_at(&mut self, field_path: String, note: Note<'_>) {
        let mut about = reference(&Pod::clone(&self.pod).into_object());
        about.field_path = field_path;
        self.api.event_about(about, &self.agent.name, note);
    }
}

impl ContainerRun {
    pub fn new(spec: &Container, init: bool) -> ContainerRun {
        let probe = |kind, spec: &Option<_>| spec.as_ref().map(|spec| ProbeRun::new(kind, spec));
        let probes = [
            probe(ProbeKind::Startup, &spec.startup_probe),
            probe(ProbeKind::Readiness, &spec.readiness_probe),
            probe(ProbeKind::Liveness, &spec.liveness_probe),
        ];
        ContainerRun {
            name: spec.name.clone(),
            init,
            sidecar: init && is_sidecar(spec),
            ephemeral: false,
            state: RunState::Absent,
            last: None,
            starts: 0,
            probes: probes.into_iter().flatten().collect(),
            log: VecDeque::new(),
            lines_printed: 0,
            log_bytes: 0,
            cpu_us: 0,
            requests: 0,
            usage: (0, 0),
            usage_history: VecDeque::new(),
            waits_permille: 0,
            past: VecDeque::new(),
            failure: None,
            crash: Backoff::default(),
            pull: PullRecord::default(),
            image: spec.image.clone(),
            model: images::model_of(&spec.image),
            course: Arc::default(),
            out_of_memory: false,
            growths: Vec::new(),
            leaked: Held::default(),
            tmpfs: Held::default(),
            faulty: false,
            app: None,
            switches: Switches::default(),
            on_slow_machine: false,
            resources: spec.resources.clone(),
            inherited: ResourceList::new(),
            environment: Arc::default(),
            mounts: Arc::default(),
            who: Arc::default(),
            process: None,
            left: LeftBehind::default(),
            folder: "/".into(),
            first_pid: 1,
            host_pid: 1,
            lacks: None,
            partial: String::new(),
        }
    }

    /// One that is added to a running pod.
    pub fn added(spec: &Container) -> ContainerRun {
        ContainerRun { ephemeral: true, ..ContainerRun::new(spec, false) }
    }

    pub fn model(&self) -> &'static ImageModel {
        self.model
    }

    pub fn course(&self) -> &Course {
        &self.course
    }

    /// Instances that have ended, oldest first.
    pub fn ended_runs(&self) -> Vec<&Ended> {
        let newest = match &self.state {
            RunState::Ended(ended) => Some(ended),
            _ => None,
        };
        self.past.iter().chain(newest).collect()
    }

    /// Keeps what was read of what it uses.
    pub fn note_usage(&mut self, at: SimTime, usage: (u64, u64)) {
        self.usage = usage;
        self.usage_history.push_back((at, usage.0, usage.1));
        if self.usage_history.len() > LIMIT_USAGE {
            self.usage_history.pop_front();
        }
    }

    /// Its variables, as its processes see them.
    pub fn environment_lines(&self) -> Vec<(String, String)> {
        let values = &self.environment.values;
        let named = |name: &String| values.get(name).map(|value| (name.clone(), value.clone()));
        self.environment.order.iter().filter_map(named).collect()
    }

    pub fn running_since(&self) -> Option<SimTime> {
        match self.state {
            RunState::Running { since, .. } => Some(since),
            _ => None,
        }
    }

    pub fn probe(&self, kind: ProbeKind) -> Option<&ProbeRun> {
        self.probes.iter().find(|probe| probe.kind == kind)
    }

    /// What a probe says of the instance that is there now; none while it has not said anything.
    pub fn verdict(&self, kind: ProbeKind) -> Option<bool> {
        self.probe(kind).filter(|probe| probe.instance == self.starts)?.result
    }

    /// Whether an instance has passed a probe, or there is none.
    pub(super) fn passes(&self, kind: ProbeKind, instance: u32) -> bool {
        let passed = |probe: &ProbeRun| probe.instance == instance && probe.result == Some(true);
        self.probe(kind).is_none_or(passed)
    }

    /// Running, and past its startup probe.
    pub fn is_started(&self) -> bool {
        self.running_since().is_some() && self.passes(ProbeKind::Startup, self.starts)
    }

    pub fn is_ready(&self) -> bool {
        self.is_started() && self.passes(ProbeKind::Readiness, self.starts)
    }

    /// A line of output. A file that has become too long is put away, and what is read begins anew.
    pub fn print(&mut self, at: SimTime, text: impl Into<String>) {
        let text = text.into();
        self.log_bytes += text.len() as u64 + LOG_PREFIX;
        if self.log_bytes > ROTATE_AT {
            self.log.clear();
            self.log_bytes = 0;
        }
        self.log.push_back(LogLine { at, instance: self.starts, text });
        self.lines_printed += 1;
        if self.log.len() > LIMIT_LOG {
            self.log.pop_front();
        }
    }

    /// Takes what a process printed: whole lines go to the log.
    pub(super) fn take_output(&mut self, text: &str, at: SimTime) {
        self.partial.push_str(text);
        while let Some(end) = self.partial.find('\n') {
            let rest = self.partial.split_off(end + 1);
            let line = std::mem::replace(&mut self.partial, rest);
            self.print(at, line.trim_end_matches('\n'));
        }
    }

    /// Its process uses all the time it gets.
    pub fn is_busy(&self) -> bool {
        self.process.as_ref().is_some_and(Process::is_busy) || self.left.is_busy()
    }

    /// When the process does something by itself: it goes on, or it ends.
    pub fn next_time(&self) -> Option<SimTime> {
        let RunState::Running { since, stop } = self.state else { return None };
        let goes_on = self.next_turn();
        goes_on.into_iter().chain(self.end(since, stop).map(|(at, _)| at)).min()
    }

    /// Whether the process goes on before it is stopped.
    pub(super) fn goes_on(&self, now: SimTime) -> bool {
        let RunState::Running { since, stop } = self.state else { return false };
        let at = self.next_turn();
        at.is_some_and(|at| at <= now && self.end(since, stop).is_none_or(|(end, _)| at <= end))
    }

    /// When one of its processes goes on.
    fn next_turn(&self) -> Option<SimTime> {
        self.process.as_ref().and_then(Process::next_time).into_iter().chain(self.left.next_time()).min()
    }

    fn end(&self, since: SimTime, stop: Option<(SimTime, i32)>) -> Option<(SimTime, i32)> {
        let own = self.course.ends.map(|(after, code)| (since + after, code));
        let killed = self.out_of_memory_at(since).map(|at| (at, KILLED));
        own.into_iter().chain(stop).chain(killed).min_by_key(|(at, _)| *at)
    }

    /// The process has ended by itself.
    pub(super) fn end_now(&mut self, code: i32, now: SimTime) {
        if let RunState::Running { stop, .. } = &mut self.state {
            *stop = Some((now, code));
        }
    }

    /// The kernel ends it.
    pub(super) fn kill_for_memory(&mut self, now: SimTime) {
        self.out_of_memory = true;
        self.end_now(KILLED, now);
    }

    /// The name of its first program.
    pub(super) fn program(&self) -> String {
        let own = images::without_tag(&self.image).rsplit('/').next().unwrap_or_default().to_owned();
        self.course.line.first().map_or(own, |word| word.rsplit('/').next().unwrap_or_default().to_owned())
    }

    /// The image's own server runs from now on.
    pub(super) fn serve(&mut self, now: SimTime) {
        let course = Arc::make_mut(&mut self.course);
        course.serves = true;
        Arc::make_mut(&mut self.course).on_sigterm = self.on_sigterm();
        self.start_lines().into_iter().for_each(|line| self.print(now, line));
    }

    /// When a process that is being stopped is over.
    pub fn ends_at(&self) -> Option<SimTime> {
        let RunState::Running { since, stop } = self.state else { return None };
        self.end(since, stop).map(|(at, _)| at)
    }

    /// Ends if its time has come; false if it has not.
    pub fn live(&mut self, now: SimTime) -> bool {
        let RunState::Running { since, stop } = self.state else { return false };
        let Some((at, code)) = self.end(since, stop).filter(|(at, _)| *at <= now) else { return false };
        (self.process, self.left) = (None, LeftBehind::default());
        if !self.partial.is_empty() {
            self.take_output("\n", at);
        }
        let reason = match code {
            0 => "Completed",
            KILLED if self.out_of_memory || self.out_of_memory_at(since) == Some(at) => "OOMKilled",
            _ => "Error",
        };
        self.state = RunState::Ended(Ended {
            code,
            reason,
            message: String::new(),
            started: Some(since),
            finished: at,
        });
        true
    }

    /// The machine is off: nothing is left of the process but that it was there. The kubelet's back-off was in its memory.
    pub(super) fn lose_power(&mut self, now: SimTime) {
        (self.crash, self.pull) = (Backoff::default(), PullRecord::default());
        if let RunState::Running { since, .. } = self.state {
            (self.process, self.switches) = (None, Switches::default());
            self.left = LeftBehind::default();
            let message = String::new();
            let ended = Ended { code: LOST, reason: "Unknown", message, started: Some(since), finished: now };
            self.state = RunState::Ended(ended);
        }
    }

    /// What every answer takes longer than it should.
    pub(super) fn latency(&self) -> Span {
        let machine = if self.on_slow_machine { SLOW_ANSWER } else { Span::ZERO };
        machine.max(self.switches.latency()).max(cpu::delay(self.waits_permille))
    }

    /// Makes the next instance; its process is not started yet. What hinders it to start, if anything.
    pub(super) fn create(&mut self, spec: &Container, course: Course) -> Option<String> {
        if let RunState::Ended(ended) = std::mem::replace(&mut self.state, RunState::Absent) {
            self.past.push_back(ended.clone());
            if self.past.len() > LIMIT_PAST {
                self.past.pop_front();
            }
            self.last = Some(ended);
        }
        self.starts += 1;
        self.image = spec.image.clone();
        self.course = Arc::new(course);
        self.partial.clear();
        (self.out_of_memory, self.faulty) = (false, false);
        (self.growths, self.leaked, self.tmpfs) = Default::default();
        (self.cpu_us, self.requests, self.waits_permille, self.log_bytes) = (0, 0, 0, 0);
        self.course.missing_program.clone()
    }

    pub(super) fn start(&mut self, at: SimTime, start_log: Option<&[&str]>) {
        self.state = RunState::Running { since: at, stop: None };
        let taken = self.course.takes_memory;
        if taken > 0 {
            self.growths.push(Growth { since: at, bytes_per_s: taken, most: taken });
        }
        let line = &self.course.line;
        self.process = (!line.is_empty())
            .then(|| self.process_of(line, (self.first_pid > 1).then_some(self.first_pid), at));
        self.begin_growths(at);
        self.inherit_switches(at);
        if self.course.serves {
            let usual = || self.start_lines();
            let lines =
                start_log.map_or_else(usual, |lines| lines.iter().map(|line| (*line).into()).collect());
            lines.into_iter().for_each(|line| self.print(at, line));
        }
    }

    /// The process could not be started.
    pub(super) fn fail_to_start(&mut self, message: String, now: SimTime) {
        self.state =
            RunState::Ended(Ended { code: 128, reason: "StartError", message, started: None, finished: now });
    }

    /// Asks the process to end once it is its turn and its preStop hook, which takes `hook`, is over; it does so
    /// by itself or is killed when the grace period is over.
    pub(super) fn stop(&mut self, grace: Span, turn: SimTime, hook: Span, now: SimTime) {
        let RunState::Running { since, stop: None } = self.state else { return };
        let asked = (turn.max(now) + hook).min(now + grace);
        let left = if grace == Span::ZERO {
            grace
        } else {
            (now + grace).since(asked).max(MINIMUM_GRACE.min(grace))
        };
        let stop = match self.course.on_sigterm.filter(|_| !self.hangs()) {
            Some((after, code)) if after <= left => (asked + after, code),
            _ => (asked + left, 137),
        };
        self.state = RunState::Running { since, stop: Some(stop) };
        if let Some(process) = self.process.as_mut().filter(|_| left > Span::ZERO) {
            process.ask_to_stop(asked);
        }
    }

    /// Brings the end of a process that is being stopped forward.
    pub(super) fn hasten(&mut self, deadline: SimTime) {
        if let RunState::Running { stop: Some((at, code)), .. } = &mut self.state
            && deadline < *at
        {
            (*at, *code) = (deadline, 137);
        }
    }

    pub(super) fn is_stopping(&self) -> bool {
        matches!(self.state, RunState::Running { stop: Some(_), .. })
    }

    /// The course of a server that lacks a variable or a privilege it cannot start without.
    pub(super) fn refuse_without(&self, course: Course) -> Course {
        let refuses = course.serves && self.app.is_none() && !self.refusal().is_empty();
        if refuses { Course { ends: Some((REFUSES, 1)), ..course } } else { course }
    }

    /// What the image's server says instead of starting.
    pub(super) fn refusal(&self) -> Vec<String> {
        let is_set = |name: &&str| self.environment.values.contains_key(*name);
        let has_variable = self.model.needs_one_of.iter().any(is_set);
        let lines = self.model.refusal.iter().filter(|_| !has_variable).map(|line| (*line).to_owned());
        lines.chain(self.lacks.clone()).collect()
    }

    /// The course of the process the spec asks for, with the environment there is.
    pub(super) fn plan(&mut self, spec: &Container, storage: &Storage) -> Course {
        let values = &self.environment.values;
        let expanded = |words: &[String]| words.iter().map(|word| expand(word, &[values])).collect();
        let (command, args) = (expanded(&spec.command), expanded(&spec.args));
        let folder =
            spec.extra.as_deref().and_then(|extra| extra.get("workingDir")).and_then(|dir| dir.as_str());
        let usual = self.model.folder;
        self.folder = folder.filter(|folder| !folder.is_empty()).unwrap_or(usual).to_owned();
        let expanded = Container {
            command,
            args,
            image: self.image.clone(),
            resources: spec.resources.clone(),
            extra: spec.extra.clone(),
            ..Container::default()
        };
        let file = |path: &str| {
            let entry = disk::stat(storage, &self.mounts, path).filter(|entry| !entry.is_directory());
            entry.map(|entry| entry.mode & 0o111 != 0)
        };
        self.model_course(&expanded, process::course(&expanded, self.model, &file))
    }
}
