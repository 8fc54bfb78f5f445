//! What a process needs of the container around it.

use std::sync::Arc;

use super::disk::{Entry, FileSystem};
use super::identity::Identity;
use crate::cluster::images::Response;
use crate::kinds::Time;
use crate::sim::{SimTime, Span};

/// Facts of a container, for programs that print them.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub hostname: String,
    pub namespace: String,
    pub ip: String,
    pub image: String,
    pub who: Arc<Identity>,
}

/// Why no connection was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetError {
    UnknownHost,
    Refused,
    TimedOut,
    /// No answer came.
    Closed,
}

/// A request that a program sends.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outgoing<'a> {
    pub host: &'a str,
    pub port: i32,
    pub path: &'a str,
    /// Whether it is `https`.
    pub tls: bool,
    pub method: &'a str,
    /// Who asks, as programs name themselves.
    pub agent: &'a str,
    pub body: &'a str,
    /// What the body is said to be; empty where nothing is.
    pub content_type: &'a str,
    /// The token of an `Authorization` header.
    pub bearer: &'a str,
}

/// The container, its pod's network and its clock.
pub trait System {
    fn now(&self) -> SimTime;
    fn wall_clock(&self) -> Time;
    fn facts(&self) -> &Facts;
    fn files(&mut self) -> FileSystem<'_>;
    fn read(&self, path: &str) -> Result<String, String>;
    fn stat(&self, path: &str) -> Option<Entry>;
    /// The names in a folder.
    fn names(&self, folder: &str) -> Vec<String>;
    /// A line of the container's own output.
    fn print(&mut self, text: &str);
    /// Whether the image has a program.
    fn has(&self, program: &str) -> bool;
    /// The full name and the addresses of a host.
    fn look_up(&mut self, host: &str) -> Option<(String, Vec<String>)>;
    fn request(&mut self, request: &Outgoing<'_>) -> Result<Response, NetError>;
    /// Whether a port takes connections.
    fn connect(&mut self, host: &str, port: i32) -> Result<(), NetError>;
    /// A signal to a process of the container that is none of this one's; false if there is none of this number.
    fn signal(&mut self, pid: u32, signal: i32) -> bool;
    /// The container's own processes: numbers and command lines.
    fn processes(&self) -> Vec<(u32, Arc<str>)>;
    /// The image's own server is started.
    fn serve(&mut self);
    /// Whether a program is the image's own server.
    fn is_server(&self, program: &str) -> bool;
}

/// What a program did, and how long it takes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Done {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
    pub takes: Span,
    /// What it printed comes when it ends, and not as it begins.
    pub later: bool,
    /// What it prints on its way, and after how long.
    pub parts: Vec<(Span, String)>,
    /// Files whose end it goes on to show.
    pub follows: Vec<Follow>,
    /// It uses all the time it gets.
    pub busy: bool,
}

/// A file of `tail -f`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Follow {
    pub path: String,
    /// How much of it was shown.
    pub shown: usize,
    /// What is said once it is there, where it was not.
    pub appears: Option<String>,
}

/// The end of what never ends.
pub const FOREVER: Span = Span(u64::MAX / 4);

impl Done {
    pub fn said(text: impl Into<String>) -> Done {
        Done { stdout: text.into(), ..Done::default() }
    }

    pub fn code(code: i32) -> Done {
        Done { code, ..Done::default() }
    }

    /// Failed with a message on the error stream; a line break is added.
    pub fn failed(code: i32, message: impl std::fmt::Display) -> Done {
        Done { stderr: format!("{message}\n"), code, ..Done::default() }
    }

    pub fn lasting(takes: Span) -> Done {
        Done { takes, ..Done::default() }
    }

    /// What it says comes after this long.
    pub fn after(self, takes: Span) -> Done {
        Done { takes, later: true, ..self }
    }
}
