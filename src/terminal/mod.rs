//! The terminal: shell lines run against a world, in the world's time.
//!
//! The shell is `sh`'s machine, kubectl is `kubectl::verbs`; this room joins them (`seat`), adds the programs a user of
//! kubectl has at hand (`programs`), completes what is typed (`completion`) and keeps what was shown (`screen`). A command
//! that waits goes on when the world does (`enter`, then `poll`); `run` lets the world go on itself. A terminal is plain
//! data: copied with its world, it goes on from there.

mod api_server;
mod completion;
mod curl;
mod editor;
mod helm;
mod history;
mod identity;
mod minikube;
mod openssl;
mod programs;
mod screen;
mod seat;
mod story;
mod yq;

use std::collections::BTreeMap;

use crate::cluster::World;
use crate::kubectl::call::{Answer, Call, Polled, Started, Wait};
pub use crate::kubectl::call::{ToEdit, Wants};
use crate::kubectl::verbs;
pub use crate::sh::Outcome;
use crate::sh::{Host, Machine, Progress, Shell, Stream};
use crate::sim::{SimTime, Span};
pub use screen::{LineKind, Screen};
use seat::{FileList, Seat};
pub use story::{Entered, Stories};

/// How long a command may wait before `run` gives it up.
const LIMIT_WAIT: Span = Span::from_secs(3600);
/// Events between two looks at what a command waits for.
const EVENTS_PER_LOOK: u64 = 1;
/// Steps of a script at one moment, and how much later the next ones come.
const STEPS: usize = 20_000;
const STEPS_TAKE: Span = Span::from_millis(100);
/// A program that runs is looked at this often although nothing happens.
const LOOK_EVERY: Span = Span::from_secs(1);
/// Files the editor may hand over, files in all, and the bytes of one.
const LIMIT_FILES: usize = 200;
const LIMIT_FILE: usize = 1 << 20;
/// Lines of history.
const LIMIT_HISTORY: usize = 1_000;
/// The home directory; files in it are called by what comes after it.
const HOME: &str = "/root";

/// A terminal: its files, its shell, its context, what runs in it and what it has shown.
#[derive(Clone, Debug)]
pub struct Terminal {
    pub files: BTreeMap<String, String>,
    /// Symbolic links, and the permissions of files that were given others than usual.
    links: BTreeMap<String, String>,
    modes: BTreeMap<String, u32>,
    /// When files were last written by a command.
    written: BTreeMap<String, SimTime>,
    /// The namespace of kubectl's context.
    pub namespace: String,
    /// Lines that were entered, the oldest first.
    pub history: Vec<String>,
    /// The files last handed over by the editor.
    handed: Vec<(String, String)>,
    machine: Machine,
    programs: BTreeMap<u64, Box<dyn Wait>>,
    next_program: u64,
    /// Lines of a command that is not finished yet.
    unfinished: String,
    screen: Screen,
    stories: Stories,
    look: SimTime,
}

impl Default for Terminal {
    fn default() -> Self {
        let mut machine = Machine::new("bash");
        machine.set_interactive();
        let state = machine.state_mut();
        state.directory = HOME.to_owned();
        for (name, value) in [("HOME", HOME), ("PWD", HOME), ("USER", "root"), ("SHELL", "/bin/bash")] {
            if state.set(name, value).is_ok() {
                state.export(name, true);
            }
        }
        Terminal {
            files: BTreeMap::new(),
            links: BTreeMap::new(),
            modes: BTreeMap::new(),
            written: BTreeMap::new(),
            namespace: String::new(),
            history: Vec::new(),
            handed: Vec::new(),
            machine,
            programs: BTreeMap::new(),
            next_program: 1,
            unfinished: String::new(),
            screen: Screen::default(),
            stories: Stories::default(),
            look: SimTime::ZERO,
        }
    }
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
    /// Starts a line, or gives it to the command that reads lines; false while another one runs. What it prints is on
    /// the screen.
    pub fn enter(&mut self, world: &mut World, line: &str) -> bool {
        if self.wants() == Wants::Lines {
            self.screen.print(&format!("{line}\n"), LineKind::Out, world.now());
            return self.give(world, Some(line.to_owned()));
        }
        if self.is_busy() {
            return false;
        }
        let now = world.now();
        let place = self.screen.next_line();
        self.screen.prompt(&format!("{}{line}", self.prompt()), now);
        let called = match history::expanded(line, &self.history) {
            Ok(called) => called,
            Err(why) => {
                self.screen.print(&format!("bash: {why}\n"), LineKind::Err, now);
                return true;
            }
        };
        if let Some(called) = &called {
            self.screen.print(&format!("{called}\n"), LineKind::Out, now);
        }
        let line = called.as_deref().unwrap_or(line);
        if !line.trim().is_empty() && self.history.last().is_none_or(|last| last != line) {
            self.history.push(line.to_owned());
            let over = self.history.len().saturating_sub(LIMIT_HISTORY);
            self.history.drain(..over);
        }
        let text = std::mem::take(&mut self.unfinished) + line;
        match self.machine.enter_typed(&text) {
            Ok(()) => {
                self.stories.begin(place, world.api().store().version());
                self.poll(world);
            }
            Err(fault) if fault.unfinished && text.len() < LIMIT_FILE => self.unfinished = text + "\n",
            Err(fault) => self.screen.print(&format!("bash: {}\n", fault.message), LineKind::Err, now),
        }
        true
    }

    /// What the command in front would take from the user.
    pub fn wants(&self) -> Wants {
        let mut all = self.programs.values().rev().map(|one| one.wants()).filter(|_| self.is_busy());
        let of_shell = if self.machine.wants_typing() { Wants::Lines } else { Wants::Nothing };
        all.find(|wants| *wants != Wants::Nothing).unwrap_or(of_shell)
    }

    /// Gives a line, or an edited file's text, to the command that wants one; false if none does.
    pub fn give(&mut self, world: &mut World, text: Option<String>) -> bool {
        let text = text.map(|text| text.chars().take(LIMIT_FILE / 4).collect());
        let given = self.give_to_one(text);
        if given {
            self.poll(world);
        }
        given
    }

    fn give_to_one(&mut self, text: Option<String>) -> bool {
        let mut all = self.programs.values_mut().rev();
        let one = all.find(|one| one.wants() != Wants::Nothing);
        match one {
            Some(one) => one.give(text),
            None if self.machine.wants_typing() => {
                let line = text.map(|text| format!("{text}\n"));
                self.machine.give(line.as_deref());
            }
            None => return false,
        }
        true
    }

    /// Lets what runs go on; to be called after every event of the world and at the moment `looks_at` names.
    pub fn poll(&mut self, world: &mut World) {
        let progress = self.go(world);
        if !self.is_busy() {
            self.stories.end(world.api().store().version());
        }
        let now = world.now();
        for (stream, text) in self.machine.take_printed() {
            let kind = if stream == Stream::Out { LineKind::Out } else { LineKind::Err };
            self.screen.print(&text, kind, now);
        }
        let later = match progress {
            Progress::Running => now + STEPS_TAKE,
            _ => now + LOOK_EVERY,
        };
        let wakes = self.wakes().map_or(later, |wakes| wakes.min(later));
        self.look = wakes.max(now + Span::from_micros(1));
    }

    /// When what runs goes on although nothing happens in the cluster.
    fn wakes(&self) -> Option<SimTime> {
        let programs = self.programs.values().filter_map(|program| program.wakes());
        programs.chain(self.machine.wakes()).min()
    }

    fn go(&mut self, world: &mut World) -> Progress {
        let mut seat = Seat {
            world,
            files: &mut self.files,
            links: &mut self.links,
            modes: &mut self.modes,
            written: &mut self.written,
            namespace: &mut self.namespace,
            programs: &mut self.programs,
            next_program: &mut self.next_program,
            history: &self.history,
            stories: &mut self.stories,
        };
        self.machine.go(&mut seat, STEPS)
    }

    /// When what runs wants to look again although nothing has happened; none if nothing runs.
    pub fn looks_at(&self) -> Option<SimTime> {
        self.machine.is_active().then_some(self.look)
    }

    /// Ctrl-C.
    pub fn interrupt(&mut self, world: &mut World) {
        let now = world.now();
        let was_typing = !std::mem::take(&mut self.unfinished).is_empty();
        if !self.is_busy() && !was_typing {
            return;
        }
        self.screen.print("^C\n", LineKind::Out, now);
        self.stop(world);
        if self.is_busy() {
            self.poll(world);
        }
    }

    fn stop(&mut self, world: &mut World) {
        let mut ended = seat::Ended::default();
        self.machine.interrupt(&mut ended);
        for program in ended.programs {
            if let Some(mut waits) = self.programs.remove(&program) {
                waits.ends(world);
            }
        }
    }

    pub fn is_busy(&self) -> bool {
        self.machine.is_busy()
    }

    /// Where the candidates begin in the line, in characters, and the candidates.
    pub fn complete(&self, world: &World, line: &str, cursor: usize) -> (usize, Vec<String>) {
        completion::complete(self, world, line, cursor)
    }

    pub fn prompt(&self) -> String {
        if !self.unfinished.is_empty() {
            return "> ".to_owned();
        }
        let directory = &self.machine.state().directory;
        let shown = directory.strip_prefix(HOME).map_or(directory.clone(), |rest| format!("~{rest}"));
        format!("kubarium:{shown}$ ")
    }

    /// What the lines on the screen did.
    pub fn stories(&self) -> &Stories {
        &self.stories
    }

    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    pub fn set_variable(&mut self, name: &str, value: &str) {
        let _ = self.machine.state_mut().set(name, value);
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

    /// What commands changed: the editor's files, and manifests beside them. Each with its text as it was handed over and
    /// as it is.
    pub fn changed_files(&self) -> Vec<(&str, Option<&str>, Option<&str>)> {
        let now = |name: &str| self.files.get(name).map(String::as_str);
        let handed = self.handed.iter().map(|(name, text)| (name.as_str(), Some(text.as_str()), now(name)));
        let is_handed = |name: &str| self.handed.iter().any(|(one, _)| one == name);
        let is_manifest = |name: &&String| {
            !name.contains('/') && [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end))
        };
        let own = self.files.keys().filter(is_manifest).filter(|name| !is_handed(name));
        let own = own.map(|name| (name.as_str(), None, now(name)));
        handed.filter(|(_, before, now)| before != now).chain(own).collect()
    }

    pub fn has_been_handed(&self, files: &[(String, String)]) -> bool {
        self.handed == files
    }

    /// Runs a text to its end; the world's time goes on while it waits.
    pub fn run(&mut self, world: &mut World, text: &str) -> Outcome {
        if let Err(fault) = self.machine.enter(text) {
            return Outcome::failed(2, &format!("bash: {}", fault.message));
        }
        let end = world.now() + LIMIT_WAIT;
        let mut all = Outcome::default();
        loop {
            let progress = self.go(world);
            for (stream, text) in self.machine.take_printed() {
                if stream == Stream::Out { &mut all.stdout } else { &mut all.stderr }.push_str(&text);
            }
            if let Progress::Done(code) = progress {
                all.code = code;
                return all;
            }
            // Nobody is there to type.
            if self.wants() != Wants::Nothing {
                self.give_to_one(None);
            }
            if world.now() >= end {
                self.stop(world);
                all.stderr += "error: the simulator gave up waiting after an hour of the cluster's time\n";
                all.code = 1;
                return all;
            }
            let soon = world.now() + if progress == Progress::Running { STEPS_TAKE } else { LOOK_EVERY };
            let wakes = self.wakes().unwrap_or(soon);
            let next = world.next_time().unwrap_or(soon).min(soon).min(wakes).min(end).max(world.now());
            world.advance(next, EVENTS_PER_LOOK);
        }
    }

    /// Begins one kubectl command in the background: what it printed at once, and the rest if it waits.
    pub fn begin(&mut self, world: &mut World, line: &str) -> (Answer, Option<Job>) {
        let Some(arguments) = self.arguments(line) else {
            return (Answer::failed("error: only kubectl runs in the background"), None);
        };
        let files = FileList { files: &self.files, directory: HOME, preset: world.preset() };
        let mut call = Call::new(world, &files, self.place());
        match verbs::start(&mut call, &arguments) {
            Started::Done(answer) => (answer, None),
            Started::Waiting(said, waits) => (said, Some(Job { waits })),
        }
    }

    /// What kubectl is called with, quotes and variables taken care of.
    fn arguments(&self, line: &str) -> Option<Vec<String>> {
        let mut caught = Caught::default();
        let mut shell = Shell::new(&mut caught);
        shell.variables = self.machine.state().variables().clone();
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
