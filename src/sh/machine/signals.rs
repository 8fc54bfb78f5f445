//! Signals: their names, who takes them how, and the traps they spring (POSIX 2.11 and 2.14, `trap`).
//!
//! A task that is signalled takes those it began with it, as a terminal's process group would.

use std::sync::Arc;

use super::builtins::Reply;
use super::task::{Frame, Joins, Task};
use super::{MAIN, Machine};
use crate::sh::host::{Host, Outcome};
use crate::sh::parse::parse;

/// Signals that wait to be taken.
const LIMIT_PENDING: usize = 16;
pub const TERMINATE: i32 = 15;
const KILL: i32 = 9;

/// Linux' on x86; those a process passes over unless it asks for them are told apart.
const SIGNALS: [(i32, &str, bool); 19] = [
    (1, "HUP", true),
    (2, "INT", true),
    (3, "QUIT", true),
    (4, "ILL", true),
    (5, "TRAP", true),
    (6, "ABRT", true),
    (7, "BUS", true),
    (8, "FPE", true),
    (9, "KILL", true),
    (10, "USR1", true),
    (11, "SEGV", true),
    (12, "USR2", true),
    (13, "PIPE", true),
    (14, "ALRM", true),
    (15, "TERM", true),
    (17, "CHLD", false),
    (18, "CONT", false),
    (19, "STOP", false),
    (28, "WINCH", false),
];

/// `TERM`, `SIGTERM`, `15`; 0 for the end of a shell.
pub fn number(text: &str) -> Option<i32> {
    let upper = text.to_uppercase();
    let bare = upper.trim_start_matches("SIG");
    match bare {
        "EXIT" | "0" => Some(0),
        _ => SIGNALS
            .iter()
            .find(|(number, name, _)| *name == bare || number.to_string() == bare)
            .map(|one| one.0),
    }
}

/// As `trap` keeps it.
pub fn name(number: i32) -> &'static str {
    SIGNALS.iter().find(|one| one.0 == number).map_or("EXIT", |one| one.1)
}

/// What a signal does to a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    Nothing,
    Ends,
}

impl Task {
    /// `init` is the first process of a container, which only heeds what it has a trap for.
    fn take_signal(&mut self, signal: i32, init: bool) -> Taken {
        let ends = SIGNALS.iter().any(|one| one.0 == signal && one.2);
        let trap = self.state.traps.get(name(signal)).filter(|_| signal != KILL);
        match trap.map(String::as_str) {
            Some("") => Taken::Nothing,
            Some(_) => {
                if self.pending.len() < LIMIT_PENDING {
                    self.pending.push(signal);
                }
                if let Some(Frame::Join { by: Joins::Wait { .. }, .. }) = self.frames.last() {
                    self.frames.pop();
                    self.state.code = 128 + signal;
                }
                Taken::Nothing
            }
            None if ends && !init => Taken::Ends,
            None => Taken::Nothing,
        }
    }

    /// A trap is sprung between two commands.
    pub fn spring_trap(&mut self) -> bool {
        let between = matches!(
            self.frames.last(),
            Some(
                Frame::List { .. }
                    | Frame::Item { .. }
                    | Frame::If { .. }
                    | Frame::While { .. }
                    | Frame::For { .. }
                    | Frame::Count { .. }
                    | Frame::Command { .. }
                    | Frame::Dispatch(_)
                    | Frame::Read(_)
            )
        );
        if self.pending.is_empty() || !between {
            return false;
        }
        let signal = self.pending.remove(0);
        let text = self.state.traps.get(name(signal)).cloned().unwrap_or_default();
        if let Ok(script) = parse(&text, self.state.dialect) {
            self.frames.push(Frame::Code(self.state.code));
            self.frames.push(Frame::List { script: script.into(), at: 0 });
        }
        true
    }

    /// Ends at once by a signal: without its trap for the end.
    fn die(&mut self, signal: i32) {
        self.unwind(|_| false);
        (self.exiting, self.left) = (true, true);
        self.state.code = 128 + signal;
    }

    pub(super) fn kill_builtin(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        rest: &[String],
    ) -> Reply {
        let voice = self.state.voice();
        let mut signal = Some(TERMINATE);
        let mut rest = rest;
        if let Some(flag) =
            rest.first().and_then(|first| first.strip_prefix('-')).filter(|flag| !flag.is_empty())
        {
            rest = &rest[1..];
            signal = match flag {
                "l" => return Reply::Said(listed(rest)),
                "s" | "n" => {
                    let named = rest.first().and_then(|text| number(text));
                    rest = rest.get(1..).unwrap_or_default();
                    named
                }
                "-" => signal,
                flag => number(flag),
            };
        }
        let Some(signal) = signal else {
            return Reply::Said(Outcome::failed(1, &format!("{voice}: kill: bad signal")));
        };
        let mut outcome = Outcome::default();
        for one in rest {
            let found = match self.process(machine, one) {
                Some(pid) => self.send(machine, host, pid, signal),
                None => false,
            };
            if !found {
                outcome.code = 1;
                outcome.stderr += &match self.state.dialect.is_bash() {
                    true if one.starts_with('%') => format!("{voice}: kill: {one}: no such job\n"),
                    true => format!("{voice}: kill: ({one}) - No such process\n"),
                    false => format!("{}: can't kill pid {one}: No such process\n", self.state.name),
                };
            }
        }
        Reply::Said(outcome)
    }

    fn send(&mut self, machine: &mut Machine, host: &mut dyn Host, pid: u32, signal: i32) -> bool {
        let own = if self.id == MAIN { machine.pid() } else { self.id };
        if pid != own {
            return machine.signal(host, pid, signal) || host.signal(pid, signal);
        }
        if signal != 0 && self.take_signal(signal, machine.is_init() && self.id == MAIN) == Taken::Ends {
            self.die(signal);
        }
        true
    }
}

fn listed(rest: &[String]) -> Outcome {
    let one = |text: &String| {
        let number = text.parse::<i32>().map_or_else(|_| number(text), |code| Some(code & 127));
        number.map(|number| match text.parse::<i32>() {
            Ok(_) => name(number).to_owned(),
            Err(_) => number.to_string(),
        })
    };
    match rest.is_empty() {
        true => Outcome::said(
            SIGNALS.iter().map(|(at, name, _)| format!("{at:>2}) {name}\n")).collect::<String>(),
        ),
        false => Outcome::said(rest.iter().filter_map(one).map(|text| text + "\n").collect::<String>()),
    }
}

impl Machine {
    /// Sends a signal to one of its tasks, or to the program one runs; false if there is none of this number.
    pub fn signal(&mut self, host: &mut dyn Host, pid: u32, signal: i32) -> bool {
        let runs =
            |task: &Task| task.program.as_ref().is_some_and(|(one, _)| *one == pid) && task.is_in_program();
        let id = match pid == self.pid() {
            true => MAIN,
            false if self.tasks.contains_key(&pid) && pid != MAIN => pid,
            false => match self.tasks.values().find(|task| runs(task)) {
                Some(task) => return self.end_program(host, task.id, signal),
                None => return false,
            },
        };
        let init = id == MAIN && self.is_init();
        let Some(task) = self.tasks.get_mut(&id) else { return false };
        if signal != 0 && task.take_signal(signal, init) == Taken::Ends {
            self.kill_family(id, host, 128 + signal);
        }
        true
    }

    fn end_program(&mut self, host: &mut dyn Host, id: u32, signal: i32) -> bool {
        let Some(task) = self.tasks.get_mut(&id) else { return false };
        let ends = SIGNALS.iter().any(|one| one.0 == signal && one.2);
        if ends {
            if let Some(Frame::Program(program)) = task.frames.pop() {
                host.end(program);
            }
            task.state.code = 128 + signal;
        }
        true
    }

    /// What runs, as `ps` shows it: numbers and command lines.
    pub fn processes(&self) -> Vec<(u32, Arc<str>)> {
        let mut all = Vec::new();
        for task in self.tasks.values() {
            all.extend(task.processes(self.pid(), &self.line));
        }
        all.sort();
        all
    }
}

impl Task {
    /// The shell it is, and the program it runs.
    pub fn processes(&self, main: u32, own: &str) -> Vec<(u32, Arc<str>)> {
        let pid = if self.id == MAIN { main } else { self.id };
        let program = self.program.as_ref().filter(|_| self.is_in_program());
        let line = |(_, words): &(u32, Vec<String>)| Arc::from(words.join(" "));
        // A command in the background is its program and no shell.
        let rest = self.frames.split_last().map_or(&[][..], |(_, rest)| rest);
        let over =
            |frame: &Frame| matches!(frame, Frame::Item { .. } | Frame::Restore(_) | Frame::Variables(_));
        let alone = self.instead || (self.id != MAIN && rest.iter().all(over));
        match program {
            Some(one) if alone => vec![(pid, line(one))],
            Some(one) => vec![(pid, own.into()), (one.0, line(one))],
            None => vec![(pid, own.into())],
        }
    }

    /// Whether it waits for a program or is one.
    pub fn is_in_program(&self) -> bool {
        matches!(
            self.frames.last(),
            Some(
                Frame::Program(_)
                    | Frame::Sleep(_)
                    | Frame::Filter { .. }
                    | Frame::Start(_)
                    | Frame::Join { until: Some(_), .. }
            )
        )
    }
}
