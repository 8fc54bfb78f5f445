//! What every verb of kubectl works with: the world, files, flags, the objects that are meant; and how it answers.
//!
//! A verb acts at one moment and answers, or keeps waiting (`Wait`): whoever runs it polls it as the cluster's time goes
//! on.

pub mod flags;
pub mod targets;

use std::fmt::Debug;

use super::apply::Line;
use crate::cluster::World;
use flags::Flags;

/// What a verb works with.
pub struct Call<'a> {
    pub world: &'a mut World,
    pub files: &'a dyn Files,
    pub stdin: &'a str,
    /// The namespace of the current context.
    pub namespace: &'a str,
    /// The namespace the context is to have from now on.
    pub chosen: Option<String>,
}

/// The files that `-f` names.
pub trait Files {
    /// A file, or the manifests of a folder, each with the name kubectl calls it by.
    fn manifests(&self, path: &str) -> Result<Vec<(String, String)>, String>;
}

/// What kubectl printed and how it ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Answer {
    pub fn said(text: impl Into<String>) -> Answer {
        Answer { stdout: text.into(), ..Answer::default() }
    }

    pub fn failed(text: &str) -> Answer {
        Answer { stdout: String::new(), stderr: format!("{text}\n"), code: 1 }
    }

    pub fn of_lines(lines: Vec<Line>) -> Answer {
        let mut answer = Answer::default();
        for line in lines {
            let warning = line.text.starts_with("Warning: ");
            let stream = if line.error || warning { &mut answer.stderr } else { &mut answer.stdout };
            *stream += &line.text;
            stream.push('\n');
            answer.code |= i32::from(line.error);
        }
        answer
    }

    /// What is printed to the error stream of a call that goes well.
    pub fn warned(text: &str) -> Answer {
        Answer { stderr: format!("{text}\n"), ..Answer::default() }
    }

    pub fn add(&mut self, other: Answer) {
        self.stdout += &other.stdout;
        self.stderr += &other.stderr;
        self.code |= other.code;
    }
}

/// A verb that has begun.
#[derive(Debug)]
pub enum Started {
    Done(Answer),
    /// Printed this much already and waits for the cluster.
    Waiting(Answer, Box<dyn Wait>),
}

/// A verb that waits: `rollout status`, `delete` until the object is gone.
pub trait Wait: Debug + CloneWait {
    /// Looks at what has changed since; to be asked again as long as it is `More`.
    fn poll(&mut self, world: &mut World) -> Polled;
}

/// A waiting verb is copied with the terminal it waits in.
pub trait CloneWait {
    fn clone_box(&self) -> Box<dyn Wait>;
}

impl<T: Wait + Clone + 'static> CloneWait for T {
    fn clone_box(&self) -> Box<dyn Wait> {
        Box::new(self.clone())
    }
}

impl Clone for Box<dyn Wait> {
    fn clone(&self) -> Self {
        (**self).clone_box()
    }
}

#[derive(Debug)]
pub enum Polled {
    More(Answer),
    Done(Answer),
}

/// The namespace of a call: `-n`, or the context's.
pub fn namespace<'a>(call: &'a Call<'_>, flags: &'a Flags) -> &'a str {
    flags.value("namespace").unwrap_or(call.namespace)
}
