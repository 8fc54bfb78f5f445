//! Where tasks read from and print to: the terminal, pipes, files.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Machine, Stream};
use crate::sh::LIMIT_OUTPUT;
use crate::sh::host::Host;

/// Where what is printed goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    Terminal(Stream),
    Pipe(u32),
    File(String),
    Nowhere,
}

/// Where input comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Input {
    /// There is none.
    Nothing,
    /// What is typed while it runs.
    Typed,
    Pipe(u32),
}

/// A stream with a number.
#[derive(Clone, Debug, PartialEq)]
pub enum Fd {
    In(Input),
    Out(Output),
}

/// The three streams of a task, and those a script opened beside them.
#[derive(Clone, Debug, PartialEq)]
pub struct Fds {
    pub input: Input,
    pub out: Output,
    pub err: Output,
    pub more: Arc<BTreeMap<u32, Fd>>,
}

/// Numbers a script may give: bash takes those of `{name}>` from 10 on.
const LIMIT_STREAM: u32 = 255;
const FIRST_FREE: u32 = 10;

impl Default for Fds {
    fn default() -> Self {
        let (out, err) = (Output::Terminal(Stream::Out), Output::Terminal(Stream::Err));
        Fds { input: Input::Nothing, out, err, more: Arc::default() }
    }
}

impl Fds {
    pub fn writes_to(&self, pipe: u32) -> bool {
        let wanted = Fd::Out(Output::Pipe(pipe));
        self.out == Output::Pipe(pipe)
            || self.err == Output::Pipe(pipe)
            || self.more.values().any(|one| *one == wanted)
    }

    pub fn reads_from(&self, pipe: u32) -> bool {
        self.input == Input::Pipe(pipe) || self.more.values().any(|one| *one == Fd::In(Input::Pipe(pipe)))
    }

    pub fn get(&self, number: u32) -> Option<Fd> {
        match number {
            0 => Some(Fd::In(self.input)),
            1 => Some(Fd::Out(self.out.clone())),
            2 => Some(Fd::Out(self.err.clone())),
            number => self.more.get(&number).cloned(),
        }
    }

    /// Opens a stream, or closes it; one of the wrong direction gives and takes nothing.
    pub fn set(&mut self, number: u32, to: Option<Fd>) {
        let out = |to| if let Some(Fd::Out(out)) = to { out } else { Output::Nowhere };
        match number {
            0 => self.input = if let Some(Fd::In(input)) = to { input } else { Input::Nothing },
            1 => self.out = out(to),
            2 => self.err = out(to),
            number => {
                let more = Arc::make_mut(&mut self.more);
                match to {
                    Some(to) if number <= LIMIT_STREAM => drop(more.insert(number, to)),
                    _ => drop(more.remove(&number)),
                }
            }
        }
    }

    /// The first number that is free.
    pub fn free(&self) -> u32 {
        (FIRST_FREE..LIMIT_STREAM).find(|number| !self.more.contains_key(number)).unwrap_or(LIMIT_STREAM)
    }

    /// The stream that a file's name stands for: `/dev/fd/3`.
    pub fn named(&self, path: &str) -> Option<Fd> {
        let number = match path {
            "/dev/stdin" => 0,
            "/dev/stdout" => 1,
            "/dev/stderr" => 2,
            path => path.strip_prefix("/dev/fd/").or(path.strip_prefix("/proc/self/fd/"))?.parse().ok()?,
        };
        self.get(number)
    }
}

/// What was written and not yet read.
#[derive(Clone, Debug, Default)]
pub struct Pipe {
    text: String,
    /// Bytes of the text that have been read.
    read: usize,
}

impl Pipe {
    fn rest(&self) -> &str {
        &self.text[self.read..]
    }

    fn skip(&mut self, bytes: usize) {
        self.read += bytes;
        if self.read > self.text.len() / 2 {
            self.text.drain(..self.read);
            self.read = 0;
        }
    }
}

/// What is typed for the commands that run.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pipe: Pipe,
    /// There is no more: Ctrl-D.
    closed: bool,
    /// Somebody waits for it.
    wanted: bool,
}

impl Typed {
    /// A line, with its line break; nothing for the end.
    pub fn give(&mut self, text: Option<&str>) {
        match text {
            Some(text) if self.pipe.rest().len() + text.len() <= LIMIT_OUTPUT => {
                self.pipe.text.push_str(text)
            }
            Some(_) => {}
            None => self.closed = true,
        }
    }

    pub fn is_wanted(&self) -> bool {
        self.wanted
    }

    pub fn forget_wanted(&mut self) {
        self.wanted = false;
    }
}

/// How writing went.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    Fine,
    /// Nobody reads it any more.
    Broken,
    Failed(String),
}

impl Machine {
    pub(super) fn new_pipe(&mut self, text: String) -> u32 {
        let id = self.next_pipe;
        self.next_pipe += 1;
        self.pipes.insert(id, Pipe { text, read: 0 });
        id
    }

    /// Whether another task may still write to a pipe; the one that asks is not among the tasks.
    pub(super) fn has_writer(&self, pipe: u32) -> bool {
        self.tasks.values().any(|task| task.writes_to(pipe))
    }

    pub(super) fn has_reader(&self, pipe: u32) -> bool {
        self.tasks.values().any(|task| task.reads_from(pipe))
    }

    pub(super) fn forget_pipes(&mut self) {
        let tasks = &self.tasks;
        self.pipes.retain(|id, _| tasks.values().any(|task| task.reads_from(*id) || task.writes_to(*id)));
    }

    /// What can be read now, and whether that is all there will be.
    pub(super) fn waiting(&mut self, input: Input) -> (&str, bool) {
        match input {
            Input::Nothing => ("", true),
            Input::Typed => {
                self.typed.wanted = !self.typed.closed;
                (self.typed.pipe.rest(), self.typed.closed)
            }
            Input::Pipe(id) => (self.pipes.get(&id).map_or("", Pipe::rest), !self.has_writer(id)),
        }
    }

    /// Takes so many bytes of what can be read.
    pub(super) fn take(&mut self, input: Input, bytes: usize) -> String {
        let pipe = match input {
            Input::Nothing => None,
            Input::Typed => Some(&mut self.typed.pipe),
            Input::Pipe(id) => self.pipes.get_mut(&id),
        };
        let Some(pipe) = pipe else { return String::new() };
        let taken = pipe.rest().get(..bytes).unwrap_or_default().to_owned();
        pipe.skip(taken.len());
        taken
    }

    pub(super) fn take_all(&mut self, input: Input) -> String {
        let bytes = self.waiting(input).0.len();
        self.take(input, bytes)
    }

    /// Writes for a task that is not among the tasks while it is stepped.
    pub(super) fn write(&mut self, to: &Output, text: &str, host: &mut dyn Host) -> Written {
        if text.is_empty() {
            return Written::Fine;
        }
        match to {
            Output::Nowhere => Written::Fine,
            Output::Terminal(stream) => {
                self.print(*stream, text);
                Written::Fine
            }
            Output::File(path) => match host.write(path, text, true) {
                Ok(()) => Written::Fine,
                Err(why) => Written::Failed(format!("{path}: {why}")),
            },
            Output::Pipe(id) if !self.has_reader(*id) => Written::Broken,
            Output::Pipe(id) => {
                let pipe = self.pipes.entry(*id).or_default();
                if pipe.rest().len() + text.len() > LIMIT_OUTPUT {
                    return Written::Failed(format!("more than {LIMIT_OUTPUT} bytes in a pipe"));
                }
                pipe.text.push_str(text);
                Written::Fine
            }
        }
    }

    fn print(&mut self, stream: Stream, text: &str) {
        let so_far: usize = self.printed.iter().map(|(_, text)| text.len()).sum();
        if so_far + text.len() > LIMIT_OUTPUT {
            return;
        }
        match self.printed.last_mut().filter(|last| last.0 == stream) {
            Some(last) => last.1.push_str(text),
            None => self.printed.push((stream, text.to_owned())),
        }
    }
}
