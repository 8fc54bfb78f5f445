//! Runs scripts step by step: see the head of `sh`.
//!
//! `task` has what one task is in the middle of and its steps, `simple` the running of one command, `builtins` those that
//! change the shell, `scripts` those that begin another one, `signals` who takes a signal how, `filters` those that read what is piped into them, `test` `[` and `[[`.

mod archive;
mod assign;
mod builtins;
mod clock;
mod declare;
mod directories;
mod files;
mod filters;
mod find;
mod inner;
mod jobs;
mod loops;
mod moving;
mod named;
mod reading;
mod repeat;
mod scripts;
pub mod signals;
mod simple;
mod streams;
mod task;
mod test;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::host::Host;
use super::parse::{Fault, parse};
use super::state::State;
use crate::sim::SimTime;
use jobs::Jobs;
pub use repeat::{REDRAW, duration};
use streams::{Fds, Input, Pipe, Typed};
use task::{Frame, Task};

/// Tasks at a time.
const LIMIT_TASKS: usize = 128;
/// Codes of ended background tasks that are kept for `wait`.
const LIMIT_ENDED: usize = 256;
/// Status of a program that Ctrl-C ended, and of one nobody reads from any more.
const INTERRUPTED: i32 = 130;
const BROKEN_PIPE: i32 = 141;
/// The shell itself.
const MAIN: u32 = 0;

/// Whether there is more to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It could go on at once.
    Running,
    /// It waits for a program, or for time.
    Blocked,
    /// What was entered is over, with this code; commands in the background may run on.
    Done(i32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Out,
    Err,
}

/// What a step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Went,
    Blocked,
}

/// A shell and everything that runs in it.
#[derive(Clone, Debug)]
pub struct Machine {
    tasks: BTreeMap<u32, Task>,
    pipes: BTreeMap<u32, Pipe>,
    /// How tasks ended, until somebody asks.
    ended: BTreeMap<u32, i32>,
    next: u32,
    next_pipe: u32,
    /// The shell's own number where processes have numbers; the first process of a container has 1.
    pid: u32,
    line: Arc<str>,
    printed: Vec<(Stream, String)>,
    typed: Typed,
    /// Programs of the host that have been looked at since the last call of `go`.
    looked: Vec<u64>,
    jobs: Jobs,
    commands: usize,
    limit_commands: usize,
    busy: bool,
    interactive: bool,
}

/// `$?` after a text that is no script.
const NOT_READ: i32 = 2;

impl Machine {
    /// A shell under a name.
    pub fn new(name: &str) -> Machine {
        let mut state = State::default();
        name.clone_into(&mut state.name);
        let main = Task::new(MAIN, MAIN, state, Fds::default());
        Machine {
            tasks: [(MAIN, main)].into(),
            pipes: BTreeMap::new(),
            ended: BTreeMap::new(),
            next: 1,
            next_pipe: 1,
            pid: 0,
            line: name.into(),
            printed: Vec::new(),
            typed: Typed::default(),
            looked: Vec::new(),
            jobs: Jobs::default(),
            commands: 0,
            limit_commands: usize::MAX,
            busy: false,
            interactive: false,
        }
    }

    /// More commands than these end the script.
    pub fn limit_commands(&mut self, limit: usize) {
        self.limit_commands = limit;
    }

    /// The shell of a terminal: it goes on when a line is over.
    pub fn set_interactive(&mut self) {
        self.interactive = true;
    }

    pub fn state(&self) -> &State {
        &self.tasks[&MAIN].state
    }

    pub fn state_mut(&mut self) -> &mut State {
        &mut self.tasks.get_mut(&MAIN).expect("the shell itself is always there").state
    }

    /// Its own number among the processes around it, and of the next it begins.
    pub fn set_pid(&mut self, pid: u32, next: u32) {
        (self.pid, self.next) = (pid, next);
        self.state_mut().pid = pid;
    }

    /// The words it was begun with, as `ps` shows them.
    pub fn set_line(&mut self, line: &str) {
        self.line = line.into();
    }

    fn main_line(&self) -> Arc<str> {
        self.line.clone()
    }

    fn pid(&self) -> u32 {
        self.pid
    }

    fn is_init(&self) -> bool {
        self.pid == 1
    }

    /// A number for a program, where they have numbers.
    fn number_program(&mut self) -> u32 {
        if self.pid == 0 {
            return 0;
        }
        self.next += 1;
        self.next - 1
    }

    /// Becomes a program: what it runs is no command of a shell but one line of words.
    pub fn begin(&mut self, words: &[String]) {
        let main = self.tasks.get_mut(&MAIN).expect("the shell itself is always there");
        main.frames = vec![Frame::Dispatch(words.to_vec())];
        (main.instead, main.exiting, main.left) = (true, true, false);
        self.busy = true;
    }

    /// What is piped in: all there will be.
    pub fn feed(&mut self, text: &str) {
        let pipe = self.new_pipe(text.to_owned());
        let main = self.tasks.get_mut(&MAIN).expect("the shell itself is always there");
        main.fds.input = Input::Pipe(pipe);
    }

    /// The shell was told to end, rather than coming to its end.
    pub fn has_left(&self) -> bool {
        self.tasks[&MAIN].left
    }

    /// Reads a text that is to be run; `go` runs it.
    pub fn enter(&mut self, text: &str) -> Result<(), Fault> {
        let read = parse(text, self.state().dialect);
        let main = self.tasks.get_mut(&MAIN).expect("the shell itself is always there");
        if read.is_err() {
            main.state.code = NOT_READ;
        }
        let script = read?;
        main.frames.clear();
        main.fds = Fds::default();
        (main.exiting, main.left, main.instead) = (false, false, false);
        main.frames.push(Frame::List { script: script.into(), at: 0 });
        self.busy = true;
        Ok(())
    }

    /// As `enter`, with somebody there to type what the commands read.
    pub fn enter_typed(&mut self, text: &str) -> Result<(), Fault> {
        self.enter(text)?;
        self.typed = Typed::default();
        let main = self.tasks.get_mut(&MAIN).expect("the shell itself is always there");
        main.fds.input = Input::Typed;
        Ok(())
    }

    /// A command waits for what is typed.
    pub fn wants_typing(&self) -> bool {
        self.busy && self.typed.is_wanted()
    }

    /// A line that was typed, with its line break; nothing for the end of it.
    pub fn give(&mut self, text: Option<&str>) {
        self.typed.give(text);
    }

    /// Something that was entered is not over.
    pub fn is_busy(&self) -> bool {
        self.busy
    }

    /// Something runs, be it in the background.
    pub fn is_active(&self) -> bool {
        self.busy || self.tasks.len() > 1
    }

    /// Something runs in the background.
    pub fn has_background(&self) -> bool {
        self.tasks.len() > 1
    }

    /// When time alone lets it go on.
    pub fn wakes(&self) -> Option<SimTime> {
        self.tasks.values().filter_map(Task::wakes).min()
    }

    /// A program of the host runs.
    pub fn has_programs(&self) -> bool {
        self.tasks.values().any(|task| task.frames.iter().any(|frame| matches!(frame, Frame::Program(_))))
    }

    /// What was printed to the terminal since it was last taken.
    pub fn take_printed(&mut self) -> Vec<(Stream, String)> {
        std::mem::take(&mut self.printed)
    }

    /// One step of every task, as long as one of them can and there are steps left.
    pub fn go(&mut self, host: &mut dyn Host, steps: usize) -> Progress {
        self.looked.clear();
        self.typed.forget_wanted();
        let mut left = steps;
        loop {
            let ids: Vec<u32> = self.tasks.keys().copied().collect();
            let mut went = false;
            for id in ids {
                went |= self.step(id, host) == Step::Went;
                left = left.saturating_sub(1);
            }
            if self.busy && self.tasks[&MAIN].frames.is_empty() {
                self.busy = false;
                return Progress::Done(self.state().code);
            }
            if !went {
                return Progress::Blocked;
            }
            if left == 0 {
                return Progress::Running;
            }
        }
    }

    fn step(&mut self, id: u32, host: &mut dyn Host) -> Step {
        let Some(mut task) = self.tasks.remove(&id) else { return Step::Blocked };
        let step = if task.frames.is_empty() { Step::Blocked } else { task.step(self, host) };
        if task.frames.is_empty() && !task.exiting {
            task.at_exit(self.interactive);
        }
        if !task.frames.is_empty() || id == MAIN {
            self.tasks.insert(id, task);
            return step;
        }
        self.ended.insert(id, task.state.code);
        while self.ended.len() > LIMIT_ENDED {
            self.ended.pop_first();
        }
        drop(task);
        self.forget_pipes();
        Step::Went
    }

    /// A new task beside another, on its way with a frame.
    fn fork(&mut self, from: &Task, frame: Frame, fds: Fds) -> Result<u32, String> {
        if self.tasks.len() >= LIMIT_TASKS {
            return Err("fork: retry: Resource temporarily unavailable".into());
        }
        let id = self.next;
        self.next += 1;
        let mut task = Task::new(id, from.id, from.state.clone(), fds);
        task.state.forget_traps();
        task.state.errexit &= !from.decides();
        task.background = from.background;
        task.level = from.level + 1;
        task.frames.push(frame);
        self.tasks.insert(id, task);
        Ok(id)
    }

    /// Ctrl-C: ends all that does not run in the background.
    pub fn interrupt(&mut self, host: &mut dyn Host) {
        let foreground: Vec<u32> =
            self.tasks.values().filter(|task| !task.background).map(|task| task.id).collect();
        for id in foreground {
            self.kill(id, host, INTERRUPTED);
        }
        self.busy = false;
        self.state_mut().code = INTERRUPTED;
        let trap = self.state().traps.get("INT").and_then(|text| parse(text, self.state().dialect).ok());
        if let (Some(script), Some(main)) = (trap, self.tasks.get_mut(&MAIN)) {
            main.frames.push(Frame::List { script: script.into(), at: 0 });
            self.busy = true;
        }
    }

    /// Ends a task at once; the shell itself stays, with nothing to do.
    fn kill(&mut self, id: u32, host: &mut dyn Host, code: i32) {
        let Some(mut task) = self.tasks.remove(&id) else { return };
        task.stop_programs(host);
        task.unwind(|_| false);
        task.exiting = true;
        if id == MAIN {
            (task.state.code, task.left) = (code, !self.interactive);
            self.tasks.insert(id, task);
        } else {
            self.ended.insert(id, code);
        }
        self.forget_pipes();
    }

    /// Ends a task and those it began.
    fn kill_family(&mut self, id: u32, host: &mut dyn Host, code: i32) {
        let mut family = vec![id];
        let mut at = 0;
        while let Some(parent) = family.get(at).copied() {
            family.extend(
                self.tasks
                    .values()
                    .filter(|task| task.parent == parent && task.id != MAIN)
                    .map(|task| task.id),
            );
            at += 1;
        }
        for id in family {
            self.kill(id, host, code);
        }
    }
}
