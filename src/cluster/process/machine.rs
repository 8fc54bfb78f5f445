//! A process: a script at one of its steps. It runs until it waits for something, and goes on from there.
//!
//! It is plain data, so that a world with its processes can be copied. A program does what it does at once and
//! then lasts for as long as it takes; in pipes one after the other. What one run may cost is bounded.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::disk::normal;
use super::script::{Command, Redirect, Step, parse};
use super::system::{Done, FOREVER, System};
use super::{programs, words};
use crate::sim::{SimTime, Span};

/// Steps of one run; a loop that never waits goes on after a pause.
const LIMIT_STEPS: usize = 500;
const PAUSE: Span = Span::from_secs(1);
/// Bytes a command may print or be given, variables, and processes within one another.
const LIMIT_OUTPUT: usize = 1 << 18;
const LIMIT_VARIABLES: usize = 500;
const LIMIT_DEPTH: usize = 8;

/// What was printed, and the time it took.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    pub stdout: String,
    pub stderr: String,
    pub takes: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// Goes on then.
    Waits(SimTime),
    Over(i32),
}

#[derive(Clone, Debug)]
pub struct Process {
    steps: Arc<Vec<Step>>,
    at: usize,
    pub(super) status: i32,
    variables: BTreeMap<String, String>,
    loops: BTreeMap<usize, VecDeque<String>>,
    pub folder: String,
    /// `$0` and on.
    pub words: Vec<String>,
    pub life: Life,
    /// Ends at the first command that fails: `set -e`.
    pub strict: bool,
    exits: Option<i32>,
    background_until: SimTime,
    depth: usize,
    /// What is piped in, for the first command.
    pub input: String,
    /// What it does when it is asked to stop.
    pub trap: Option<String>,
    asked_to_stop: bool,
    /// Sits in `wait`, which a signal ends.
    pub in_wait: bool,
}

impl Process {
    /// A process of a command line; `sh -c` reads its script.
    pub fn new(line: &[String], variables: BTreeMap<String, String>, folder: &str, now: SimTime) -> Process {
        let (script, words) = script_of(line).unwrap_or((None, line.to_vec()));
        let (steps, status) = match script.map(|text| parse(&text)) {
            None => (vec![Step::Run { commands: vec![literal(line)], background: false }], 0),
            Some(Ok(steps)) => (steps, 0),
            Some(Err(why)) => (vec![complaint(&why)], 2),
        };
        Process {
            steps: Arc::new(steps),
            at: 0,
            status,
            variables,
            loops: BTreeMap::new(),
            folder: folder.to_owned(),
            words,
            life: Life::Waits(now),
            strict: false,
            exits: None,
            background_until: SimTime::ZERO,
            depth: 0,
            input: String::new(),
            trap: None,
            asked_to_stop: false,
            in_wait: false,
        }
    }

    /// The shell after another line of its input: where it is and what it knows stay.
    pub fn after(&self, line: &str, now: SimTime) -> Process {
        let words = ["sh", "-c", line].map(str::to_owned);
        let next = Process::new(&words, self.variables.clone(), &self.folder, now);
        Process { words: self.words.clone(), status: self.status, ..next }
    }

    /// It was told to end, rather than coming to its end.
    pub fn has_exited(&self) -> bool {
        self.exits.is_some()
    }

    /// An absolute path.
    pub fn path(&self, path: &str) -> String {
        normal(&self.folder, path)
    }

    pub fn variable(&self, name: &str) -> Option<String> {
        match name {
            "?" => Some(self.status.to_string()),
            "$" | "!" => Some("1".into()),
            "#" => Some(self.words.len().saturating_sub(1).to_string()),
            "@" | "*" => Some(self.words.get(1..).unwrap_or_default().join(" ")),
            name => match name.parse::<usize>() {
                Ok(place) => self.words.get(place).cloned(),
                Err(_) => self.variables.get(name).cloned(),
            },
        }
    }

    pub fn variables(&self) -> &BTreeMap<String, String> {
        &self.variables
    }

    pub fn set(&mut self, name: &str, value: &str) {
        if self.variables.len() < LIMIT_VARIABLES || self.variables.contains_key(name) {
            self.variables.insert(name.to_owned(), value.to_owned());
        }
    }

    pub fn unset(&mut self, name: &str) {
        self.variables.remove(name);
    }

    pub fn exit(&mut self, code: Option<i32>) {
        self.exits = Some(code.unwrap_or(self.status) & 255);
    }

    pub fn wait_for_background(&self, now: SimTime) -> Span {
        self.background_until.since(now)
    }

    /// A signal to stop: a trap is taken up once the command in front is over.
    pub fn ask_to_stop(&mut self, at: SimTime) {
        self.asked_to_stop = self.trap.is_some();
        if self.asked_to_stop && self.in_wait {
            self.life = Life::Waits(at);
        }
    }

    fn take_trap(&mut self, system: &mut dyn System, all: &mut Said) -> Span {
        let steps = self.trap.as_deref().and_then(|text| parse(text).ok()).unwrap_or_default();
        let mut inner = self.beside(&steps);
        let done = inner.run_through(system);
        push(&mut all.stdout, &done.stdout);
        push(&mut all.stderr, &done.stderr);
        self.exits = inner.exits;
        done.takes
    }

    pub fn next_time(&self) -> Option<SimTime> {
        match self.life {
            Life::Waits(at) => Some(at),
            Life::Over(_) => None,
        }
    }

    /// Runs what is due; what it printed.
    pub fn run(&mut self, system: &mut dyn System) -> Said {
        let mut all = Said::default();
        let now = system.now();
        if !matches!(self.life, Life::Waits(at) if at <= now) {
            return all;
        }
        self.in_wait = false;
        if std::mem::take(&mut self.asked_to_stop) {
            let takes = self.take_trap(system, &mut all);
            if takes > Span::ZERO {
                self.life = Life::Waits(now + takes.min(FOREVER));
                return all;
            }
        }
        for _ in 0..LIMIT_STEPS {
            if !system.spend() {
                break;
            }
            let Some(takes) = self.step(system, &mut all) else {
                self.life = Life::Over(self.exits.unwrap_or(self.status));
                return all;
            };
            if takes > Span::ZERO {
                self.life = Life::Waits(now + takes.min(FOREVER));
                return all;
            }
        }
        self.life = Life::Waits(now + PAUSE);
        all
    }

    /// Runs to the end, whatever time that takes.
    pub fn run_through(&mut self, system: &mut dyn System) -> Done {
        let mut all = Said::default();
        let mut takes = Span::ZERO;
        while system.spend() {
            match self.step(system, &mut all) {
                None => break,
                Some(more) if takes + more >= FOREVER => {
                    takes = FOREVER;
                    break;
                }
                Some(more) => takes = takes + more,
            }
        }
        let code = self.exits.unwrap_or(self.status);
        Done { stdout: all.stdout, stderr: all.stderr, code, takes }
    }

    /// Runs a script with this process's variables, as `$(...)` does.
    pub(super) fn inner(&self, steps: &[Step], system: &mut dyn System) -> Done {
        if self.depth >= LIMIT_DEPTH {
            return Done::failed(2, "sh: too much in one another");
        }
        self.beside(steps).run_through(system)
    }

    /// A process of other steps with the same variables.
    fn beside(&self, steps: &[Step]) -> Process {
        let steps = Arc::new(steps.to_vec());
        let mut inner = Process { steps, at: 0, depth: self.depth + 1, ..self.clone() };
        (inner.exits, inner.loops) = (None, BTreeMap::new());
        inner
    }

    /// A command line within this process, to its end.
    pub fn nested(&self, line: &[String], system: &mut dyn System) -> Done {
        if self.depth >= LIMIT_DEPTH {
            return Done::failed(2, "sh: too much in one another");
        }
        let mut inner = Process::new(line, self.variables.clone(), &self.folder, system.now());
        inner.depth = self.depth + 1;
        inner.run_through(system)
    }

    /// Does one step; how long it lasts, or none at the end.
    fn step(&mut self, system: &mut dyn System, all: &mut Said) -> Option<Span> {
        if self.exits.is_some() {
            return None;
        }
        let steps = self.steps.clone();
        let step = steps.get(self.at)?;
        self.at += 1;
        match step {
            Step::Run { commands, background } => {
                return Some(self.pipeline(commands, *background, system, all));
            }
            Step::Negate => self.status = i32::from(self.status == 0),
            Step::Fine => self.status = 0,
            Step::Jump(to) => self.at = *to,
            Step::JumpIf { success, to } if (self.status == 0) == *success => self.at = *to,
            Step::JumpIf { .. } => {}
            Step::For { slot, words } => {
                let mut said = Said::default();
                let values =
                    words.iter().flat_map(|word| words::fields(self, word, system, &mut said)).collect();
                self.loops.insert(*slot, values);
                self.status = 0;
            }
            Step::Next { slot, name, end } => match self.loops.get_mut(slot).and_then(VecDeque::pop_front) {
                Some(value) => self.set(name, &value),
                None => self.at = *end,
            },
            Step::Case { word, patterns, otherwise } => {
                let mut said = Said::default();
                let text = words::text(self, word, system, &mut said);
                let mut like = patterns.iter().map(|one| words::text(self, one, system, &mut said));
                if !like.any(|pattern| words::is_like(&text, &pattern)) {
                    self.at = *otherwise;
                }
            }
        }
        Some(Span::ZERO)
    }

    fn pipeline(
        &mut self,
        commands: &[Command],
        background: bool,
        system: &mut dyn System,
        all: &mut Said,
    ) -> Span {
        let mut stdin = std::mem::take(&mut self.input);
        let mut takes = Span::ZERO;
        for command in commands {
            let done = self.command(command, &stdin, system);
            push(&mut all.stderr, &done.stderr);
            takes = takes.max(done.takes);
            self.status = done.code;
            stdin = done.stdout;
        }
        push(&mut all.stdout, &stdin);
        let decides = matches!(self.steps.get(self.at), Some(Step::JumpIf { .. } | Step::Negate));
        if self.strict && self.status != 0 && !decides {
            self.exit(None);
        }
        if background {
            self.background_until = self.background_until.max(system.now() + takes);
            return Span::ZERO;
        }
        takes
    }

    fn command(&mut self, command: &Command, piped: &str, system: &mut dyn System) -> Done {
        let mut said = Said::default();
        let (mut arguments, mut given) = (Vec::new(), 0);
        for word in &command.words {
            let fields = words::fields(self, word, system, &mut said);
            given += fields.iter().map(String::len).sum::<usize>();
            if given > LIMIT_OUTPUT {
                return Done::failed(126, "sh: argument list too long");
            }
            arguments.extend(fields);
        }
        let before = self.variables.clone();
        for (name, value) in &command.assignments {
            let value = words::text(self, value, system, &mut said);
            self.set(name, &value);
        }
        let mut done = match self.input(command, piped, system, &mut said) {
            Err(why) => Done::failed(1, format!("sh: {why}")),
            Ok(stdin) => match arguments.split_first() {
                None => Done::code(if command.assignments.is_empty() {
                    0
                } else {
                    self.status_of_values(command)
                }),
                Some(_) => programs::run(self, &arguments, &stdin, system),
            },
        };
        if !arguments.is_empty() && !command.assignments.is_empty() {
            self.variables = before;
        }
        done.stderr.insert_str(0, &said.stderr);
        done.takes = done.takes + said.takes;
        self.redirected(command, done, system)
    }

    /// `x=$(false)` fails as its last command did.
    fn status_of_values(&self, command: &Command) -> i32 {
        let is_output = |part: &super::script::Part| matches!(part, super::script::Part::Output { .. });
        let asked = command.assignments.iter().any(|(_, value)| value.0.iter().any(is_output));
        if asked { self.status } else { 0 }
    }

    fn input(
        &mut self,
        command: &Command,
        piped: &str,
        system: &mut dyn System,
        said: &mut Said,
    ) -> Result<String, String> {
        let mut stdin = piped.to_owned();
        for redirect in command.redirects.iter().filter(|one| one.stream == 0) {
            let Some(target) = &redirect.target else { continue };
            let path = words::text(self, target, system, said);
            stdin = system
                .read(&self.path(&path))
                .map_err(|why| format!("can't open {path}: {}", short(&why)))?;
        }
        Ok(stdin)
    }

    fn redirected(&mut self, command: &Command, mut done: Done, system: &mut dyn System) -> Done {
        // `> f 2>&1` sends both to the file; `2>&1 > f` is rare enough to be taken the same way.
        let joins = |stream| command.redirects.iter().any(|one| one.stream == stream && one.target.is_none());
        if joins(2) {
            done.stdout.push_str(&std::mem::take(&mut done.stderr));
        } else if joins(1) {
            done.stderr.push_str(&std::mem::take(&mut done.stdout));
        }
        for redirect in command.redirects.iter().filter(|one| one.stream > 0) {
            if let Err(why) = self.redirect(redirect, &mut done, system) {
                return Done::failed(1, format!("sh: {why}"));
            }
        }
        done
    }

    fn redirect(
        &mut self,
        redirect: &Redirect,
        done: &mut Done,
        system: &mut dyn System,
    ) -> Result<(), String> {
        let Some(target) = &redirect.target else { return Ok(()) };
        let mut said = Said::default();
        let path = words::text(self, target, system, &mut said);
        let text = std::mem::take(if redirect.stream == 2 { &mut done.stderr } else { &mut done.stdout });
        match path.as_str() {
            "/dev/null" => Ok(()),
            "/dev/stdout" | "/proc/1/fd/1" => {
                done.stdout.push_str(&text);
                Ok(())
            }
            "/dev/stderr" | "/proc/1/fd/2" => {
                done.stderr.push_str(&text);
                Ok(())
            }
            _ => {
                let place = self.path(&path);
                let written = system.files().write(&place, &text, redirect.append);
                written.map_err(|why| format!("can't create {path}: {}", short_write(&why)))
            }
        }
    }
}

fn short(why: &str) -> &str {
    if why.starts_with("No such file") { "no such file" } else { why }
}

fn short_write(why: &str) -> &str {
    if why.starts_with("No such file") { "nonexistent directory" } else { why }
}

fn push(text: &mut String, more: &str) {
    let room = LIMIT_OUTPUT.saturating_sub(text.len()).min(more.len());
    let end = (0..=room).rev().find(|at| more.is_char_boundary(*at)).unwrap_or_default();
    text.push_str(&more[..end]);
}

/// `sh -c SCRIPT NAME ARGUMENTS`: the script and `$0` on.
fn script_of(line: &[String]) -> Option<(Option<String>, Vec<String>)> {
    let (program, rest) = line.split_first()?;
    if !is_shell(program) {
        return None;
    }
    let flags = rest.iter().take_while(|word| word.starts_with('-')).count();
    let has_script = rest[..flags].iter().any(|flag| !flag.starts_with("--") && flag.ends_with('c'));
    let script = rest.get(flags).filter(|_| has_script)?;
    let strict = rest[..flags].iter().any(|flag| !flag.starts_with("--") && flag.contains('e'));
    let text = if strict { format!("set -e\n{script}") } else { script.clone() };
    let words =
        rest.get(flags + 1..).filter(|words| !words.is_empty()).map_or(vec![program.clone()], <[_]>::to_vec);
    Some((Some(text), words))
}

pub fn is_shell(program: &str) -> bool {
    matches!(program.rsplit('/').next(), Some("sh" | "bash" | "ash" | "dash"))
}

fn literal(line: &[String]) -> Command {
    use super::script::{Part, Word};
    let word = |text: &String| Word(vec![Part::Text { text: text.clone(), quoted: true }]);
    Command { words: line.iter().map(word).collect(), ..Command::default() }
}

/// A script that cannot be read says so and fails.
fn complaint(why: &str) -> Step {
    let line = ["complain".to_owned(), why.to_owned()];
    Step::Run { commands: vec![literal(&line)], background: false }
}
