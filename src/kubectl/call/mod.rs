//! What every verb of kubectl works with: the world, files, flags, the objects that are meant; and how it answers.
//!
//! A verb acts at one moment and answers, or keeps waiting (`Wait`): whoever runs it polls it as the cluster's time goes
//! on.

pub mod flags;
pub mod targets;

use std::cell::RefCell;
use std::fmt::Debug;

use super::apply::Line;
use crate::cluster::{Key, World};
use crate::kinds::Kind;
use crate::sim::SimTime;
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
    /// `-R`
    pub deep: bool,
    /// Files that the verb leaves behind: name and text.
    pub written: Vec<(String, String)>,
    /// What it asked the API for.
    reads: RefCell<Vec<Read>>,
}

/// A question to the API: one object, or those of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// `GET`, `LIST` or `WATCH`
    pub verb: &'static str,
    pub kind: Kind,
    /// Empty for everywhere.
    pub namespace: String,
    /// Empty for a list.
    pub name: String,
    pub found: bool,
}

/// Questions kept of a call.
const LIMIT_READS: usize = 50;

impl<'a> Call<'a> {
    pub fn new(world: &'a mut World, files: &'a dyn Files, namespace: &'a str) -> Call<'a> {
        Call {
            world,
            files,
            stdin: "",
            namespace,
            chosen: None,
            deep: false,
            written: Vec::new(),
            reads: RefCell::default(),
        }
    }

    /// Keeps that the API is asked for something.
    pub fn asks(&self, read: Read) {
        let mut reads = self.reads.borrow_mut();
        if reads.len() < LIMIT_READS && !reads.contains(&read) {
            reads.push(read);
        }
    }

    /// That one object is asked for.
    pub fn asks_for(&self, key: &Key) {
        let (namespace, name) = (key.namespace.to_string(), key.name.to_string());
        let found = self.world.api().store().object(key).is_some();
        self.asks(Read { verb: "GET", kind: key.kind, namespace, name, found });
    }

    /// That the objects of a kind are asked for.
    pub fn asks_all(&self, verb: &'static str, kind: Kind, namespace: &str) {
        let namespace = if kind.info().namespaced { namespace.to_owned() } else { String::new() };
        self.asks(Read { verb, kind, namespace, name: String::new(), found: true });
    }

    pub fn take_reads(&self) -> Vec<Read> {
        self.reads.take()
    }
}

/// The files that `-f` names.
pub trait Files {
    /// A file, or the manifests of a folder, each with the name kubectl calls it by.
    /// With `deep`, of the folders within it too.
    fn manifests(&self, path: &str, deep: bool) -> Result<Vec<(String, String)>, String>;

    /// A file's text.
    fn text(&self, path: &str) -> Result<String, String> {
        self.manifests(path, false).map(|found| found.into_iter().map(|(_, text)| text).collect())
    }
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

    /// When it goes on although nothing happens in the cluster.
    fn wakes(&self) -> Option<SimTime> {
        None
    }

    /// Ports of the user's machine that lead into the cluster while it waits.
    fn forwards(&self) -> &[Forward] {
        &[]
    }

    /// A file that it leaves behind, once: name from the root and text.
    fn leaves(&mut self) -> Option<(String, String)> {
        None
    }

    /// It is interrupted: what it kept up goes.
    fn ends(&mut self, _world: &mut World) {}

    /// What it would take from the user.
    fn wants(&self) -> Wants {
        Wants::Nothing
    }

    /// A line that was typed, with its line break; or the text of the file that was edited. Nothing: there is no more.
    fn give(&mut self, _text: Option<String>) {}
}

/// Where a port of `localhost` leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forward {
    /// To an address in the cluster, `10.244.1.2:80`.
    Port(u16, String),
    /// To the API server.
    Api(u16),
    /// The same, at an address of this machine by which others reach it.
    ApiAt(u16, String),
}

/// What a waiting verb would take from the user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Wants {
    #[default]
    Nothing,
    /// Lines, as they are typed.
    Lines,
    Edit(ToEdit),
}

/// A file to be edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToEdit {
    /// Who waits for it: `vi`, `kubectl edit`.
    pub command: String,
    /// The file, as the terminal names it.
    pub name: String,
    /// What is edited in the user's words: the file, or the object.
    pub subject: String,
    pub text: String,
    /// The file goes away when the command is over.
    pub passing: bool,
    /// Times it was opened again because of what was saved.
    pub refused: u32,
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
