//! Where a shell runs: the programs, the files and the clock it finds there.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dialect::Dialect;
use crate::sim::SimTime;

/// What a command printed, and how it ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Outcome {
    pub fn said(stdout: impl Into<String>) -> Outcome {
        Outcome { stdout: stdout.into(), ..Outcome::default() }
    }

    /// Failed with a message on the error stream; a line break is added.
    pub fn failed(code: i32, message: &str) -> Outcome {
        Outcome { stdout: String::new(), stderr: format!("{message}\n"), code }
    }
}

/// A program to begin.
pub struct Program<'a> {
    /// Its own name first.
    pub arguments: &'a [String],
    pub stdin: &'a str,
    pub environment: BTreeMap<&'a str, &'a str>,
    /// Where it is begun; empty where the host sees to it.
    pub directory: &'a str,
    /// What runs in this shell, for a program that lists it: numbers and command lines.
    pub processes: Vec<(u32, Arc<str>)>,
}

/// What a command's name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A program of this name: one of the shell's tools, or the host's.
    Program(String),
    /// A text at this path, for the shell to run.
    Script(String),
    /// It is there and may not be run.
    Forbidden,
    Missing,
}

/// What is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    pub is_directory: bool,
    pub bytes: usize,
    pub executable: bool,
}

/// A program that has begun.
#[derive(Debug)]
pub enum Started {
    Ended(Outcome),
    /// Printed this much already and goes on; the number is the host's name for it.
    Running(Outcome, u64),
}

/// A program that is looked at again.
#[derive(Debug)]
pub enum Looked {
    /// What it printed since.
    Running(Outcome),
    Ended(Outcome),
}

/// See the module's head. Only `run`, `read` and `write` are needed; the others are for hosts whose programs take time.
pub trait Host {
    /// Runs a program to its end; none if there is no such program.
    fn run(&mut self, arguments: &[String], stdin: &str) -> Option<Outcome>;

    fn read(&self, path: &str) -> Result<String, String>;

    fn write(&mut self, path: &str, text: &str, append: bool) -> Result<(), String>;

    /// Begins a program that may take time; none if there is no such program.
    fn start(&mut self, program: &Program<'_>) -> Option<Started> {
        self.run(program.arguments, program.stdin).map(Started::Ended)
    }

    /// Begins a program and ends it at once, where only what it says first is wanted.
    fn run_at_once(&mut self, program: &Program<'_>) -> Option<Outcome> {
        match self.start(program)? {
            Started::Ended(outcome) => Some(outcome),
            Started::Running(outcome, id) => {
                self.end(id);
                Some(outcome)
            }
        }
    }

    /// Looks at a program that runs.
    fn look(&mut self, _program: u64) -> Looked {
        Looked::Ended(Outcome::default())
    }

    /// Ends a program that runs.
    fn end(&mut self, _program: u64) {}

    /// Whether a program reads what is piped into it; one that does begins when all of it is there.
    fn reads_input(&self, _arguments: &[String]) -> bool {
        true
    }

    /// Whether it does a program itself that is among the shell's tools.
    fn does_itself(&self, _arguments: &[String]) -> bool {
        false
    }

    /// Whether a program wants all that is typed before it begins.
    fn reads_typed(&self, _arguments: &[String]) -> bool {
        false
    }

    /// Whether it has no program of this name and leaves it to the shell's commands on files.
    fn leaves(&self, _program: &str) -> bool {
        false
    }

    /// The names of all files, for `*`.
    fn files(&self) -> Vec<String> {
        Vec::new()
    }

    fn remove(&mut self, _path: &str) -> Result<(), String> {
        Err("Operation not permitted".into())
    }

    fn is_directory(&self, path: &str) -> bool {
        let inside = format!("{}/", path.trim_end_matches('/'));
        self.files().iter().any(|file| file.starts_with(&inside))
    }

    fn make_directory(&mut self, _path: &str) -> Result<(), String> {
        Ok(())
    }

    /// What a command's name stands for; the path is the name from the root.
    fn find(&self, name: &str, path: &str) -> Found {
        match self.node(path).filter(|_| name.contains('/')) {
            Some(node) if node.is_directory || !node.executable => Found::Forbidden,
            Some(_) => Found::Script(path.to_owned()),
            None => Found::Program(name.to_owned()),
        }
    }

    /// Whether it has a program of this name of its own.
    fn knows(&self, _program: &str) -> bool {
        false
    }

    fn node(&self, path: &str) -> Option<Node> {
        if self.is_directory(path) {
            return Some(Node { is_directory: true, bytes: 0, executable: true });
        }
        let executable = self.mode(path) & 0o111 != 0;
        self.read(path).ok().map(|text| Node { is_directory: false, bytes: text.len(), executable })
    }

    /// Where a symbolic link leads; none if there is none.
    fn link(&self, _path: &str) -> Option<String> {
        None
    }

    /// Makes a link: a symbolic one to a name, or the same file under another name.
    fn make_link(&mut self, _to: &str, _path: &str, _symbolic: bool) -> Result<(), String> {
        Err("Operation not permitted".into())
    }

    /// When a file was last written, where that is known.
    fn changed(&self, _path: &str) -> Option<SimTime> {
        None
    }

    /// A file's permissions.
    fn mode(&self, path: &str) -> u32 {
        if self.is_directory(path) { 0o755 } else { 0o644 }
    }

    fn set_mode(&mut self, _path: &str, _mode: u32) -> Result<(), String> {
        Ok(())
    }

    /// How a shell of this name words its messages when nobody types.
    fn dialect(&self, _shell: &str) -> Dialect {
        Dialect::BashScript
    }

    /// A signal to a process that is none of the shell's; false if there is none of this number.
    fn signal(&mut self, _pid: u32, _signal: i32) -> bool {
        false
    }

    /// Whether a program lists what runs.
    fn lists_processes(&self, _program: &str) -> bool {
        false
    }

    /// The time; none where no time passes, and sleeping is over at once.
    fn now(&self) -> Option<SimTime> {
        None
    }
}
