//! A process: `sh`'s machine in a container, run as far as it goes at each moment that is due.
//!
//! It is plain data, so that a world with its processes can be copied. Steps of a shell take no time, as long as it waits
//! now and then; one that does not makes so many of them a second. A process that is asked of in between, as a probe's or
//! a hook's is, runs to its end on a clock of its own (`run_through`).

use std::sync::Arc;

use super::host::Hosted;
use super::lasting::Programs;
use super::system::{Done, FOREVER, System};
use crate::cluster::images::contents;
use crate::sh::signals::TERMINATE;
use crate::sh::{Dialect, Machine, Progress, Stream};
use crate::sim::{SimTime, Span};

/// Steps a shell makes at one moment before it counts as busy, and those it makes in a second from then on.
const LIMIT_STEPS: usize = 20_000;
const LIMIT_BUSY_STEPS: usize = 2_000;
const BUSY: Span = Span::from_secs(1);
/// No wait is shorter: a program takes that long to begin.
const LEAST: Span = Span::from_millis(1);
/// Moments of a process that is run to its end at once.
const LIMIT_MOMENTS: usize = 1_000;
/// Bytes a process may print at one moment.
const LIMIT_OUTPUT: usize = 1 << 18;
/// The number of the first process, and of what it begins.
const INIT: u32 = 1;
const FIRST_CHILD: u32 = 7;
/// Status of what cannot be read as a script.
const UNREADABLE: i32 = 2;

/// What was printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    pub stdout: String,
    pub stderr: String,
    /// Both, in the order in which they came.
    pub both: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// Goes on then; never by itself if there is no time.
    Waits(Option<SimTime>),
    Over(i32),
}

/// What became of a line that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    Runs,
    /// It goes on with the next one.
    Unfinished,
    Wrong(String),
}

/// What a process begins with.
pub struct Begin<'a> {
    pub line: &'a [String],
    /// In the order in which `env` shows them.
    pub variables: Vec<(String, String)>,
    pub folder: &'a str,
    pub image: &'a str,
    /// None for the container's first process.
    pub pid: Option<u32>,
    pub now: SimTime,
}

#[derive(Clone, Debug)]
pub struct Process {
    machine: Machine,
    programs: Programs,
    /// Its own number.
    pid: u32,
    pub life: Life,
    /// Moments in a row at which it did not come to wait.
    busy: u32,
    /// When it is asked to stop.
    asked_to_stop: Option<SimTime>,
    unfinished: String,
}

/// How a shell of an image words its messages.
pub fn dialect(image: &str, shell: &str) -> Dialect {
    match shell {
        "bash" => Dialect::BashScript,
        "dash" => Dialect::Dash,
        _ if contents::is_busybox(image) => Dialect::Ash,
        _ => Dialect::Dash,
    }
}

impl Process {
    /// A process of a command line.
    pub fn new(begin: Begin<'_>) -> Process {
        let name = begin.line.first().map_or("sh", String::as_str);
        let mut machine = Machine::new(name);
        let (pid, next) = begin.pid.map_or((INIT, FIRST_CHILD), |pid| (pid, pid + 1));
        machine.set_pid(pid, next);
        machine.set_line(&begin.line.join(" "));
        let state = machine.state_mut();
        begin.folder.clone_into(&mut state.directory);
        state.dialect = dialect(begin.image, name.rsplit('/').next().unwrap_or_default());
        for (name, value) in &begin.variables {
            if state.set(name, value).is_ok() {
                state.export(name, true);
            }
        }
        machine.begin(begin.line);
        Process {
            machine,
            programs: Programs::default(),
            pid,
            life: Life::Waits(Some(begin.now)),
            busy: 0,
            asked_to_stop: None,
            unfinished: String::new(),
        }
    }

    /// What is piped in: all there will be.
    pub fn feed(&mut self, text: &str) {
        self.machine.feed(text);
    }

    /// A line for a shell with somebody at its terminal: where it is and what it knows stay.
    pub fn enter(&mut self, line: &str, now: SimTime) -> Entered {
        self.machine.set_interactive();
        let state = self.machine.state_mut();
        if state.dialect == Dialect::BashScript {
            state.dialect = Dialect::Bash;
        }
        let text = std::mem::take(&mut self.unfinished) + line;
        match self.machine.enter_typed(&text) {
            Ok(()) => {
                self.life = Life::Waits(Some(now));
                Entered::Runs
            }
            Err(fault) if fault.unfinished && text.len() < LIMIT_OUTPUT => {
                self.unfinished = text + "\n";
                Entered::Unfinished
            }
            Err(fault) => {
                let state = self.machine.state_mut();
                state.code = UNREADABLE;
                Entered::Wrong(format!("{}: {}\n", state.voice(), state.dialect.fault(&fault.message)))
            }
        }
    }

    /// Something that runs reads what is typed.
    pub fn wants_typing(&self) -> bool {
        self.machine.wants_typing()
    }

    /// A line for what reads it, or the end of it.
    pub fn give(&mut self, line: Option<&str>, now: SimTime) {
        self.machine.give(line);
        self.life = Life::Waits(Some(now));
    }

    /// It was told to end, rather than coming to its end.
    pub fn has_exited(&self) -> bool {
        self.machine.has_left()
    }

    /// How the last command ended.
    pub fn code(&self) -> i32 {
        self.machine.state().code
    }

    /// It did not come to wait in the last second.
    pub fn is_busy(&self) -> bool {
        self.busy > 0 || self.programs.is_busy()
    }

    /// SIGTERM, at a moment.
    pub fn ask_to_stop(&mut self, at: SimTime) {
        self.asked_to_stop = Some(at);
    }

    /// A signal to one of its processes; false if there is none of this number.
    pub fn signal(&mut self, pid: u32, signal: i32, system: &mut dyn System) -> bool {
        let now = system.now();
        let mut host = Hosted::new(system, &mut self.programs, now);
        let known = self.machine.signal(&mut host, pid, signal);
        if known && !matches!(self.life, Life::Over(_)) {
            self.life = Life::Waits(Some(now));
        }
        known
    }

    /// Numbers and command lines, as `ps` shows them.
    pub fn processes(&self) -> Vec<(u32, Arc<str>)> {
        self.machine.processes()
    }

    /// What it runs in the background.
    pub fn background(&self) -> impl Iterator<Item = (u32, Arc<str>)> + use<> {
        let own = self.pid;
        self.machine.processes().into_iter().filter(move |(pid, _)| *pid != own)
    }

    pub fn has_background(&self) -> bool {
        self.machine.has_background()
    }

    /// What it runs in the background, after it has ended itself.
    pub fn orphaned(&self, now: SimTime) -> Process {
        Process { life: Life::Waits(Some(now)), ..self.clone() }
    }

    pub fn next_time(&self) -> Option<SimTime> {
        match self.life {
            Life::Waits(at) => at.into_iter().chain(self.asked_to_stop).min(),
            Life::Over(_) => None,
        }
    }

    /// Runs what is due; what it printed.
    pub fn run(&mut self, system: &mut dyn System) -> Said {
        let now = system.now();
        match self.next_time().is_some_and(|at| at <= now) {
            true => self.moment(system, now),
            false => Said::default(),
        }
    }

    /// As far as it goes at a moment.
    fn moment(&mut self, system: &mut dyn System, now: SimTime) -> Said {
        if self.asked_to_stop.take_if(|at| *at <= now).is_some() {
            let mut host = Hosted::new(system, &mut self.programs, now);
            self.machine.signal(&mut host, self.pid, TERMINATE);
        }
        let steps = if self.busy == 0 { LIMIT_STEPS } else { LIMIT_BUSY_STEPS };
        let mut host = Hosted::new(system, &mut self.programs, now);
        let progress = self.machine.go(&mut host, steps);
        self.life = match progress {
            Progress::Done(code) => Life::Over(code & 255),
            Progress::Running => Life::Waits(Some(now + BUSY)),
            Progress::Blocked => {
                let wakes = self.machine.wakes().into_iter().chain(self.programs.wakes()).min();
                Life::Waits(wakes.map(|at| at.max(now + LEAST)))
            }
        };
        self.busy = if progress == Progress::Running { self.busy.saturating_add(1) } else { 0 };
        self.said()
    }

    fn said(&mut self) -> Said {
        let mut said = Said::default();
        for (stream, text) in self.machine.take_printed() {
            push(if stream == Stream::Out { &mut said.stdout } else { &mut said.stderr }, &text);
            push(&mut said.both, &text);
        }
        said
    }

    /// Runs to the end at once, and says how long that takes; it is given up after a time.
    pub fn run_through(&mut self, system: &mut dyn System, limit: Span) -> Done {
        let begun = system.now();
        let mut now = begun;
        let mut done = Done { takes: FOREVER, ..Done::default() };
        for _ in 0..LIMIT_MOMENTS {
            let said = self.moment(system, now);
            push(&mut done.stdout, &said.stdout);
            push(&mut done.stderr, &said.stderr);
            now = match self.life {
                Life::Over(code) => {
                    (done.code, done.takes) = (code, now.since(begun));
                    return done;
                }
                Life::Waits(Some(at)) if at.since(begun) <= limit => at,
                Life::Waits(_) => return done,
            };
        }
        done
    }
}

fn push(text: &mut String, more: &str) {
    let room = LIMIT_OUTPUT.saturating_sub(text.len()).min(more.len());
    let end = (0..=room).rev().find(|at| more.is_char_boundary(*at)).unwrap_or_default();
    text.push_str(&more[..end]);
}
