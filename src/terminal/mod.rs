//! The terminal's programs: a shell line run against a world.
//!
//! The shell is `sh`'s, kubectl is `kubectl::verbs`; this room joins them, and adds `sleep`. A command that waits lets the cluster's time go on (`Terminal::run`), unless it
//! is begun in the background (`Terminal::begin`).

mod screen;

use std::collections::BTreeMap;

use crate::cluster::World;
use crate::kubectl::call::{Answer, Call, Files, Polled, Started, Wait};
use crate::kubectl::verbs;
pub use crate::sh::Outcome;
use crate::sh::{Host, Shell};
use crate::sim::{SimTime, Span};
pub use screen::{LineKind, Screen};

/// How long a command may wait before it is given up.
const LIMIT_WAIT: Span = Span::from_secs(3600);
/// Files the editor may hand over, and the bytes of one.
const LIMIT_FILES: usize = 200;
const LIMIT_FILE: usize = 1 << 20;
/// Events between two looks at what a command waits for.
const EVENTS_PER_LOOK: u64 = 1;

/// A terminal: its files, its variables, its context, what runs in it and what it has shown.
#[derive(Clone, Debug, Default)]
pub struct Terminal {
    pub files: BTreeMap<String, String>,
    pub variables: BTreeMap<String, String>,
    /// The namespace of kubectl's context.
    pub namespace: String,
    /// Lines that were entered, the oldest first.
    pub history: Vec<String>,
    /// The files last handed over by the editor.
    handed: Vec<(String, String)>,
    screen: Screen,
    running: Option<Running>,
    look: SimTime,
}

#[derive(Clone, Debug)]
enum Running {
    Job(Job),
    Sleep(SimTime),
}

/// A command in the background.
#[derive(Clone, Debug)]
pub struct Job {
    waits: Box<dyn Wait>,
}

impl Job {
    /// What it printed since the last look, and its answer once it is over.
    pub fn poll(&mut self, world: &mut World) -> (Answer, Option<Answer>) {
        match self.waits.poll(world) {
            Polled::More(said) => (said, None),
            Polled::Done(answer) => (Answer::default(), Some(answer)),
        }
    }
}

impl Terminal {
    /// Runs a line to its end; the world's time goes on while it waits.
    pub fn run(&mut self, world: &mut World, line: &str) -> Outcome {
        let variables = self.variables.clone();
        let mut seat = Seat { terminal: self, world };
        let mut shell = Shell::new(&mut seat);
        shell.variables = variables;
        let outcome = shell.line(line);
        let variables = shell.variables;
        self.variables = variables;
        outcome
    }

    /// Starts a line; false while another one runs. What it prints is on the screen.
    pub fn enter(&mut self, world: &mut World, line: &str) -> bool {
        if self.is_busy() {
            return false;
        }
        let now = world.now();
        self.screen.prompt(&format!("{}{line}", self.prompt()), now);
        if !line.trim().is_empty() {
            self.history.push(line.to_owned());
        }
        if let Some(seconds) = line.trim().strip_prefix("sleep ").and_then(|text| text.parse().ok()) {
            self.running = Some(Running::Sleep(now + Span::from_secs(seconds)));
            self.look = now + Span::from_secs(seconds);
            return true;
        }
        let (answer, job) = match self.arguments(line).is_some() && !line.contains(['|', ';', '>', '&']) {
            true => self.begin(world, line),
            false => {
                let Outcome { stdout, stderr, code } = self.run(world, line);
                (Answer { stdout, stderr, code }, None)
            }
        };
        self.show(&answer, now);
        self.running = job.map(Running::Job);
        self.look = now + Span::from_secs(1);
        true
    }

    fn show(&mut self, answer: &Answer, now: SimTime) {
        self.screen.print(&answer.stdout, LineKind::Out, now);
        self.screen.print(&answer.stderr, LineKind::Err, now);
    }

    /// Lets what runs go on; to be called after every event of the world and at the moment `looks_at` names.
    pub fn poll(&mut self, world: &mut World) {
        let now = world.now();
        match self.running.take() {
            Some(Running::Job(mut job)) => {
                let (said, done) = job.poll(world);
                self.show(&said, now);
                match done {
                    Some(answer) => self.show(&answer, now),
                    None => self.running = Some(Running::Job(job)),
                }
                self.look = now + Span::from_secs(1);
            }
            Some(Running::Sleep(until)) if now < until => self.running = Some(Running::Sleep(until)),
            _ => {}
        }
    }

    /// When what runs wants to look again although nothing has happened; none if nothing runs.
    pub fn looks_at(&self) -> Option<SimTime> {
        self.running.as_ref().map(|_| self.look)
    }

    /// Ctrl-C.
    pub fn interrupt(&mut self, world: &mut World) {
        if self.running.take().is_some() {
            self.screen.print("^C\n", LineKind::Out, world.now());
        }
    }

    pub fn is_busy(&self) -> bool {
        self.running.is_some()
    }

    /// Where the candidates begin in the line, in characters, and the candidates.
    pub fn complete(&self, _world: &World, _line: &str, cursor: usize) -> (usize, Vec<String>) {
        (cursor, Vec::new())
    }

    pub fn prompt(&self) -> String {
        "kubarium:~$ ".to_owned()
    }

    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// Takes the editor's files: what is new or changed in them takes the place of the terminal's own.
    pub fn hand_over(&mut self, files: &[(String, String)]) {
        let files = &files[..files.len().min(LIMIT_FILES)];
        let before = std::mem::replace(&mut self.handed, files.to_vec());
        for (name, text) in &before {
            let stays = files.iter().any(|(new, _)| new == name);
            if !stays && self.files.get(name) == Some(text) {
                self.files.remove(name);
            }
        }
        for file in files.iter().filter(|file| file.1.len() <= LIMIT_FILE && !before.contains(file)) {
            self.files.insert(file.0.clone(), file.1.clone());
        }
    }

    pub fn has_been_handed(&self, files: &[(String, String)]) -> bool {
        self.handed == files
    }

    /// Begins one kubectl command in the background: what it printed at once, and the rest if it waits.
    pub fn begin(&mut self, world: &mut World, line: &str) -> (Answer, Option<Job>) {
        let Some(arguments) = self.arguments(line) else {
            return (Answer::failed("error: only kubectl runs in the background"), None);
        };
        let files = FileList(&self.files);
        let mut call = Call { world, files: &files, stdin: "", namespace: self.place(), chosen: None };
        match verbs::start(&mut call, &arguments) {
            Started::Done(answer) => (answer, None),
            Started::Waiting(said, waits) => (said, Some(Job { waits })),
        }
    }

    /// What kubectl is called with, quotes and variables taken care of.
    fn arguments(&self, line: &str) -> Option<Vec<String>> {
        let mut caught = Caught::default();
        let mut shell = Shell::new(&mut caught);
        shell.variables = self.variables.clone();
        shell.line(line);
        caught.arguments
    }

    fn place(&self) -> &str {
        if self.namespace.is_empty() { "default" } else { &self.namespace }
    }
}

/// Keeps what kubectl was to be called with, and runs nothing.
#[derive(Default)]
struct Caught {
    arguments: Option<Vec<String>>,
}

impl Host for Caught {
    fn run(&mut self, arguments: &[String], _stdin: &str) -> Option<Outcome> {
        if matches!(arguments[0].as_str(), "kubectl" | "k") {
            self.arguments = Some(arguments[1..].to_vec());
        }
        Some(Outcome::default())
    }

    fn read(&self, _path: &str) -> Result<String, String> {
        Ok(String::new())
    }

    fn write(&mut self, _path: &str, _text: &str, _append: bool) -> Result<(), String> {
        Ok(())
    }
}

/// A terminal at a world.
struct Seat<'a> {
    terminal: &'a mut Terminal,
    world: &'a mut World,
}

impl Host for Seat<'_> {
    fn run(&mut self, arguments: &[String], stdin: &str) -> Option<Outcome> {
        match arguments[0].as_str() {
            "kubectl" | "k" => Some(self.kubectl(&arguments[1..], stdin)),
            "sleep" => Some(self.sleep(arguments.get(1).map_or("", String::as_str))),
            _ => None,
        }
    }

    fn read(&self, path: &str) -> Result<String, String> {
        self.terminal.files.get(path).cloned().ok_or_else(|| "No such file or directory".into())
    }

    fn write(&mut self, path: &str, text: &str, append: bool) -> Result<(), String> {
        let file = self.terminal.files.entry(path.to_owned()).or_default();
        *file = if append { format!("{file}{text}") } else { text.to_owned() };
        Ok(())
    }
}

impl Seat<'_> {
    fn kubectl(&mut self, arguments: &[String], stdin: &str) -> Outcome {
        let files = FileList(&self.terminal.files);
        let namespace = self.terminal.place();
        let mut call = Call { world: self.world, files: &files, stdin, namespace, chosen: None };
        let started = verbs::start(&mut call, arguments);
        let chosen = call.chosen;
        let answer = match started {
            Started::Done(answer) => answer,
            Started::Waiting(said, waits) => wait(self.world, said, waits),
        };
        if let Some(namespace) = chosen {
            self.terminal.namespace = namespace;
        }
        Outcome { stdout: answer.stdout, stderr: answer.stderr, code: answer.code }
    }

    fn sleep(&mut self, text: &str) -> Outcome {
        let seconds: Option<f64> = text.trim_end_matches('s').parse().ok();
        let Some(seconds) =
            seconds.filter(|seconds| (0.0..=LIMIT_WAIT.as_millis() as f64 / 1000.0).contains(seconds))
        else {
            return Outcome::failed(1, &format!("sleep: invalid number '{text}'"));
        };
        let until = self.world.now() + Span::from_millis((seconds * 1000.0) as u64);
        while self.world.advance(until, u64::MAX) != crate::cluster::Progress::Reached {}
        Outcome::default()
    }
}

fn wait(world: &mut World, mut all: Answer, mut waits: Box<dyn Wait>) -> Answer {
    let end = world.now() + LIMIT_WAIT;
    loop {
        match waits.poll(world) {
            Polled::Done(answer) => {
                all.add(answer);
                return all;
            }
            Polled::More(more) => all.add(more),
        }
        if world.now() >= end {
            let why = "error: the simulator gave up waiting after an hour of the cluster's time";
            all.add(Answer::failed(why));
            return all;
        }
        world.advance(next_look(world, end), EVENTS_PER_LOOK);
    }
}

/// Nothing can change before the next event; but a waiting command's own time may run out.
fn next_look(world: &World, end: SimTime) -> SimTime {
    let soon = world.now() + Span::from_secs(1);
    world.next_time().unwrap_or(soon).min(soon).min(end).max(world.now())
}

struct FileList<'a>(&'a BTreeMap<String, String>);

impl Files for FileList<'_> {
    fn manifests(&self, path: &str) -> Result<Vec<(String, String)>, String> {
        if let Some(text) = self.0.get(path) {
            return Ok(vec![(path.to_owned(), text.clone())]);
        }
        let folder = format!("{}/", path.trim_end_matches('/'));
        let folder = folder.strip_prefix("./").unwrap_or(&folder);
        let is_manifest = |name: &str| [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end));
        let inside = |(name, _): &(&String, &String)| match folder {
            "" => !name.contains('/') && is_manifest(name),
            folder => name.strip_prefix(folder).is_some_and(|rest| !rest.contains('/') && is_manifest(rest)),
        };
        let found: Vec<_> =
            self.0.iter().filter(inside).map(|(name, text)| (name.clone(), text.clone())).collect();
        if found.is_empty() { Err(format!("error: the path \"{path}\" does not exist")) } else { Ok(found) }
    }
}
