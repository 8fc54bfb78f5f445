//! One task: what it is in the middle of, as a stack of frames, and one step of the topmost.

use std::sync::Arc;

use super::reading::Reading;
use super::repeat::Batches;
use super::signals::TERMINATE;
use super::streams::{Fds, Input, Output, Written};
use super::{BROKEN_PIPE, MAIN, Machine, Step, Stream};
use crate::sh::arrays::Array;
use crate::sh::ast::{Command, Item, Joint, Pipeline, Script};
use crate::sh::dialect::Dialect;
use crate::sh::host::{Host, Looked, Outcome};
use crate::sh::parse::parse;
use crate::sh::state::State;
use crate::sim::SimTime;

/// A variable as it was.
#[derive(Clone, Debug)]
pub struct Before {
    pub name: String,
    pub value: Option<String>,
    pub array: Option<Array>,
    pub exported: bool,
}

#[derive(Clone, Debug)]
pub enum Frame {
    List {
        script: Arc<Script>,
        at: usize,
    },
    /// So many of its pipelines have had their turn.
    Item {
        item: Arc<Item>,
        at: usize,
    },
    /// Turns the code of what is above it.
    Not,
    /// Waits for tasks, at most up to a moment; the last one's code counts.
    Join {
        tasks: Vec<u32>,
        until: Option<SimTime>,
        by: Joins,
    },
    /// A command whose substitutions are being run.
    Command {
        command: Arc<Command>,
        outputs: Vec<String>,
    },
    /// One substitution.
    Capture {
        task: u32,
        pipe: u32,
    },
    /// The condition of this arm is being run.
    If {
        command: Arc<Command>,
        arm: usize,
    },
    While {
        command: Arc<Command>,
        testing: bool,
        last: i32,
    },
    /// The values that are left, the next one last.
    For {
        command: Arc<Command>,
        values: Vec<String>,
    },
    Count {
        command: Arc<Command>,
        begun: bool,
    },
    /// A function: the caller's parameters and the variables that `local` covers.
    Call {
        parameters: Arc<Vec<String>>,
        locals: Vec<Before>,
    },
    /// The streams as they were before a redirection.
    Restore(Fds),
    /// Variables as they were before `x=1 command`.
    Variables(Vec<Before>),
    /// An alias is not expanded within itself.
    Alias(String),
    /// Runs a command whose words are known.
    Dispatch(Vec<String>),
    /// A program of the host, which begins when its input is there.
    Start(Vec<String>),
    Program(u64),
    /// A tool that reads its input: how much of it was looked at, and whether a part went well.
    Filter {
        arguments: Vec<String>,
        seen: usize,
        well: bool,
    },
    Read(Box<Reading>),
    /// A pipeline whose time is taken: when it began, in whose words.
    /// The same line for ever: `yes`.
    Again(String),
    /// Says something on the output, or asks on the error stream, before what comes.
    Say(String),
    Ask(String),
    Timed {
        begun: Option<SimTime>,
        posix: bool,
    },
    Sleep(SimTime),
    /// A shell without a script: its input is one.
    Shell(Vec<String>),
    Each(Batches),
    Watch {
        text: String,
        every: u64,
    },
    /// The code to go on with after a trap.
    Code(i32),
    /// `set -e`: the end, with the code there is.
    Leave,
}

/// What waits for tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joins {
    /// A pipeline, a subshell.
    Stages,
    /// `wait`, for those that were named or for all.
    Wait { named: bool },
    /// `wait -n`: the first that ends.
    First,
    /// `timeout --preserve-status`.
    Kept,
}

#[derive(Clone, Debug)]
pub struct Task {
    pub id: u32,
    pub parent: u32,
    pub frames: Vec<Frame>,
    pub state: State,
    pub fds: Fds,
    pub background: bool,
    /// Subshells it stands in.
    pub level: u32,
    /// Its traps have run.
    pub exiting: bool,
    /// `exit` was called.
    pub left: bool,
    /// It is a program instead of a shell that runs one: after `exec`.
    pub instead: bool,
    /// The program it runs, and its number.
    pub program: Option<(u32, Vec<String>)>,
    /// Signals whose traps have not been sprung yet.
    pub pending: Vec<i32>,
}

impl Task {
    pub fn new(id: u32, parent: u32, state: State, fds: Fds) -> Task {
        let frames = Vec::new();
        Task {
            id,
            parent,
            frames,
            state,
            fds,
            background: false,
            level: 0,
            exiting: false,
            left: false,
            instead: false,
            program: None,
            pending: Vec::new(),
        }
    }

    pub fn wakes(&self) -> Option<SimTime> {
        match self.frames.last()? {
            Frame::Sleep(until) => Some(*until),
            Frame::Join { until, .. } => *until,
            Frame::Read(reading) => reading.until,
            _ => None,
        }
    }

    pub fn writes_to(&self, pipe: u32) -> bool {
        let saved = |frame: &Frame| matches!(frame, Frame::Restore(fds) if fds.writes_to(pipe));
        self.fds.writes_to(pipe) || self.frames.iter().any(saved)
    }

    pub fn reads_from(&self, pipe: u32) -> bool {
        let reads = |fds: &Fds| fds.reads_from(pipe);
        reads(&self.fds)
            || self.frames.iter().any(|frame| match frame {
                Frame::Restore(fds) => reads(fds),
                Frame::Capture { pipe: captured, .. } => *captured == pipe,
                _ => false,
            })
    }

    /// Leaves frames until one is to stay, and puts back what they covered.
    pub fn unwind(&mut self, stays: impl Fn(&Frame) -> bool) {
        while let Some(frame) = self.frames.pop() {
            if stays(&frame) {
                self.frames.push(frame);
                return;
            }
            self.leave(frame);
        }
    }

    fn leave(&mut self, frame: Frame) {
        match frame {
            Frame::Restore(fds) => self.fds = fds,
            Frame::Variables(before) => self.put_back(before),
            Frame::Call { parameters, locals } => {
                self.state.parameters = parameters;
                Arc::make_mut(&mut self.state.calls).pop();
                self.put_back(locals);
            }
            _ => {}
        }
    }

    fn put_back(&mut self, before: Vec<Before>) {
        for Before { name, value, array, exported } in before.into_iter().rev() {
            match (array, value) {
                (Some(array), _) => drop(self.state.set_array(&name, array)),
                (None, Some(value)) => {
                    if self.state.array(&name).is_some() {
                        self.state.unset(&name);
                    }
                    drop(self.state.set(&name, &value));
                }
                (None, None) => self.state.unset(&name),
            }
            self.state.export(&name, exported);
        }
    }

    pub fn exit(&mut self, code: i32) {
        self.state.code = code;
        self.left = true;
        self.unwind(|_| false);
    }

    /// Runs the trap for the end, if there is one; a terminal's shell ends with `exit` only.
    pub fn at_exit(&mut self, interactive: bool) {
        self.exiting = true;
        if self.id == MAIN && interactive && !self.left {
            return;
        }
        let Some(text) = self.state.traps.get("EXIT").cloned() else { return };
        self.state.trap("EXIT", None);
        if let Ok(script) = parse(&text, self.state.dialect) {
            self.frames.push(Frame::Code(self.state.code));
            self.frames.push(Frame::List { script: script.into(), at: 0 });
        }
    }

    pub fn stop_programs(&mut self, host: &mut dyn Host) {
        for frame in &self.frames {
            if let Frame::Program(id) = frame {
                host.end(*id);
            }
        }
    }

    /// Prints what a program or a builtin said, and takes over its code.
    pub fn emit(&mut self, machine: &mut Machine, host: &mut dyn Host, outcome: &Outcome) {
        self.emit_parts(machine, host, outcome, false);
    }

    /// The same, with what went wrong before what was printed.
    pub fn emit_parts(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        outcome: &Outcome,
        errors_first: bool,
    ) {
        self.state.code = outcome.code;
        let mut parts = [(self.fds.out.clone(), &outcome.stdout), (self.fds.err.clone(), &outcome.stderr)];
        if errors_first {
            parts.reverse();
        }
        for (to, text) in parts {
            match machine.write(&to, text, host) {
                Written::Fine => {}
                Written::Broken if self.id == MAIN => {}
                Written::Broken => return self.exit(BROKEN_PIPE),
                Written::Failed(why) => {
                    let text = format!("{}: {why}\n", self.state.voice());
                    machine.write(&Output::Terminal(Stream::Err), &text, host);
                    self.state.code = 1;
                    return;
                }
            }
        }
    }

    /// A message of the shell's own.
    pub fn complain(&mut self, machine: &mut Machine, host: &mut dyn Host, code: i32, why: &str) {
        let text = format!("{}: {why}", self.state.voice());
        self.emit(machine, host, &Outcome::failed(code, &text));
    }

    /// Whether what runs now decides about something, and may fail under `set -e`.
    pub fn decides(&self) -> bool {
        self.frames.iter().any(|frame| match frame {
            Frame::Not | Frame::If { .. } | Frame::While { testing: true, .. } => true,
            Frame::Item { item, at } => *at <= item.rest.len(),
            _ => false,
        })
    }

    pub fn step(&mut self, machine: &mut Machine, host: &mut dyn Host) -> Step {
        if self.spring_trap() {
            return Step::Went;
        }
        let Some(frame) = self.frames.pop() else { return Step::Blocked };
        match frame {
            Frame::List { script, at } => self.list(machine, host, script, at),
            Frame::Item { item, at } => self.item(machine, host, item, at),
            Frame::Not => self.state.code = i32::from(self.state.code == 0),
            Frame::Join { tasks, until, by } => return self.join(machine, host, tasks, (until, by)),
            Frame::Command { command, outputs } => self.command(machine, host, command, outputs),
            Frame::Capture { task, pipe } => return self.capture(machine, task, pipe),
            Frame::If { command, arm } => self.if_arm(command, arm),
            Frame::While { command, testing, last } => self.while_loop(command, testing, last),
            Frame::For { command, values } => self.for_loop(machine, host, command, values),
            Frame::Count { command, begun } => self.count_loop(machine, host, command, begun),
            Frame::Dispatch(arguments) => self.dispatch(machine, host, arguments),
            Frame::Start(arguments) => return self.start(machine, host, arguments),
            Frame::Program(id) => return self.program(machine, host, id),
            Frame::Filter { arguments, seen, well } => {
                return self.filter(machine, host, arguments, (seen, well));
            }
            Frame::Read(reading) => return self.read(machine, host, reading),
            Frame::Timed { begun, posix } => self.tell_time(machine, host, begun, posix),
            Frame::Sleep(until) => {
                if host.now().is_some_and(|now| now < until) {
                    self.frames.push(Frame::Sleep(until));
                    return Step::Blocked;
                }
                self.state.code = 0;
            }
            Frame::Shell(arguments) => return self.script_of_input(machine, host, arguments),
            Frame::Each(batches) => self.each(batches),
            Frame::Watch { text, every } => self.watch(machine, host, text, every),
            Frame::Code(code) => self.state.code = code,
            Frame::Again(line) => return self.again(machine, host, line),
            Frame::Say(text) => {
                let code = self.state.code;
                self.emit(machine, host, &Outcome { stdout: text, code, ..Outcome::default() });
            }
            Frame::Ask(text) => {
                let code = self.state.code;
                self.emit(machine, host, &Outcome { stderr: text, code, ..Outcome::default() });
            }
            Frame::Leave => self.exit(self.state.code),
            Frame::Alias(_) => {}
            frame => self.leave(frame),
        }
        Step::Went
    }

    fn list(&mut self, machine: &mut Machine, host: &mut dyn Host, script: Arc<Script>, at: usize) {
        let Some(item) = script.items.get(at).cloned() else { return };
        if at + 1 < script.items.len() {
            self.frames.push(Frame::List { script, at: at + 1 });
        }
        let Some(text) = item.background.clone() else {
            self.frames.push(Frame::Item { item, at: 0 });
            return;
        };
        let fds = Fds { input: Input::Nothing, ..self.fds.clone() };
        match machine.fork(self, Frame::Item { item, at: 0 }, fds) {
            Ok(id) => {
                if let Some(task) = machine.tasks.get_mut(&id) {
                    task.background = true;
                }
                machine.jobs.add(id, self.id, text);
                self.state.last_background = id;
                self.state.code = 0;
            }
            Err(why) => self.complain(machine, host, 254, &why),
        }
    }

    fn item(&mut self, machine: &mut Machine, host: &mut dyn Host, item: Arc<Item>, at: usize) {
        if at == 0 {
            let first = item.first.clone();
            self.frames.push(Frame::Item { item, at: 1 });
            return self.pipeline(machine, host, &first);
        }
        let wanted = if self.state.code == 0 { Joint::And } else { Joint::Or };
        let next = item.rest.iter().enumerate().skip(at - 1).find(|(_, (joint, _))| *joint == wanted);
        if let Some((place, (_, pipeline))) = next {
            let pipeline = pipeline.clone();
            self.frames.push(Frame::Item { item: item.clone(), at: place + 2 });
            return self.pipeline(machine, host, &pipeline);
        }
        let last = item.rest.last().map_or(&item.first, |(_, last)| last);
        let counts = at == item.rest.len() + 1 && !last.negated;
        if let [_] = last.commands.as_slice() {
            self.state.pipe_codes = Arc::new(vec![self.state.code]);
        }
        if self.state.code == 0 || !counts || self.decides() {
            return;
        }
        let trap = self.state.traps.get("ERR").filter(|text| !text.is_empty() && !self.is_in_trap()).cloned();
        let code = self.state.code;
        if self.state.errexit {
            self.frames.push(Frame::Leave);
        }
        if let Some(script) = trap.and_then(|text| parse(&text, self.state.dialect).ok()) {
            self.frames.push(Frame::Code(code));
            self.frames.push(Frame::List { script: script.into(), at: 0 });
        }
    }

    fn pipeline(&mut self, machine: &mut Machine, host: &mut dyn Host, pipeline: &Arc<Pipeline>) {
        if pipeline.negated {
            self.frames.push(Frame::Not);
        }
        if let Some(posix) = pipeline.timed {
            self.frames.push(Frame::Timed { begun: host.now(), posix });
        }
        if pipeline.commands.is_empty() {
            return;
        }
        if let [command] = pipeline.commands.as_slice() {
            self.frames.push(Frame::Command { command: command.clone(), outputs: Vec::new() });
            return;
        }
        let mut input = self.fds.input;
        let mut tasks = Vec::new();
        for (at, command) in pipeline.commands.iter().enumerate() {
            let mut fds = Fds { input, ..self.fds.clone() };
            if at + 1 < pipeline.commands.len() {
                let pipe = machine.new_pipe(String::new());
                fds.out = Output::Pipe(pipe);
                input = Input::Pipe(pipe);
            }
            let frame = Frame::Command { command: command.clone(), outputs: Vec::new() };
            match machine.fork(self, frame, fds) {
                Ok(id) => tasks.push(id),
                Err(why) => {
                    self.complain(machine, host, 254, &why);
                    break;
                }
            }
        }
        self.frames.push(Frame::Join { tasks, until: None, by: Joins::Stages });
    }

    fn join(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        tasks: Vec<u32>,
        (until, by): (Option<SimTime>, Joins),
    ) -> Step {
        let late = until.is_some_and(|until| host.now().is_none_or(|now| now >= until));
        if by == Joins::First
            && let Some(id) = tasks.iter().find(|id| !machine.tasks.contains_key(id))
        {
            self.state.code = machine.ended.remove(id).unwrap_or_default();
            machine.jobs.forget(*id);
            return Step::Went;
        }
        let running: Vec<u32> = tasks.iter().copied().filter(|id| machine.tasks.contains_key(id)).collect();
        if running.is_empty() {
            let codes: Vec<i32> = tasks.iter().filter_map(|id| machine.ended.remove(id)).collect();
            if by == Joins::Stages && tasks.len() > 1 {
                self.state.pipe_codes = Arc::new(codes.clone());
            }
            tasks.iter().for_each(|id| machine.jobs.forget(*id));
            let failed = codes.iter().rev().find(|code| **code != 0).filter(|_| self.state.pipefail);
            if let Some(code) = failed.or(codes.last()) {
                self.state.code = *code;
            }
            if by == (Joins::Wait { named: false }) {
                self.state.code = 0;
            }
            return Step::Went;
        }
        if late {
            for id in running {
                machine.kill_family(id, host, 128 + TERMINATE);
            }
            self.state.code =
                if by == Joins::Kept { 128 + TERMINATE } else { self.state.dialect.timed_out() };
            if self.state.dialect == Dialect::Ash {
                let code = self.state.code;
                let stderr = "Terminated\n".to_owned();
                self.emit(machine, host, &Outcome { stderr, code, ..Outcome::default() });
            }
            return Step::Went;
        }
        self.frames.push(Frame::Join { tasks, until, by });
        Step::Blocked
    }

    fn is_in_trap(&self) -> bool {
        self.frames.iter().any(|frame| matches!(frame, Frame::Code(_)))
    }

    fn program(&mut self, machine: &mut Machine, host: &mut dyn Host, id: u64) -> Step {
        if let Output::Pipe(pipe) = self.fds.out
            && !machine.has_reader(pipe)
        {
            host.end(id);
            self.exit(BROKEN_PIPE);
            return Step::Went;
        }
        if machine.looked.contains(&id) {
            self.frames.push(Frame::Program(id));
            return Step::Blocked;
        }
        machine.looked.push(id);
        match host.look(id) {
            Looked::Ended(outcome) => {
                self.emit(machine, host, &outcome);
                Step::Went
            }
            Looked::Running(outcome) => {
                self.frames.push(Frame::Program(id));
                self.emit(machine, host, &outcome);
                if outcome == Outcome::default() { Step::Blocked } else { Step::Went }
            }
        }
    }
}
