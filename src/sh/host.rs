//! Where a shell runs: the programs, the files and the clock it finds there.

use std::collections::BTreeMap;

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

    /// Whether a program wants all that is typed before it begins.
    fn reads_typed(&self, _arguments: &[String]) -> bool {
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

    /// The time; none where no time passes, and sleeping is over at once.
    fn now(&self) -> Option<SimTime> {
        None
    }
}
