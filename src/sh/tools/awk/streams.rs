//! What an `awk` program reads and writes beside what it prints: its files, other files, commands.

use std::collections::BTreeMap;

use super::Source;
use super::run::{Did, Run};
use crate::sh::{Host, LIMIT_OUTPUT, Outcome, Shell};

/// Files and commands a program holds open.
const LIMIT_OPEN: usize = 32;
/// Commands of one program.
const LIMIT_COMMANDS: usize = 200;
/// What ends the text a command is given.
const END: &str = "__END_OF_WHAT_AWK_PRINTED__";

#[derive(Default)]
pub struct Streams {
    /// Files not read yet, the next one last; an empty name is what is piped in.
    files: Vec<String>,
    text: String,
    at: usize,
    /// Files and commands that are read, and where; texts for commands, and files that were begun.
    read: BTreeMap<String, (String, usize)>,
    commands: BTreeMap<String, String>,
    begun: Vec<String>,
    ran: usize,
    seed: Option<f64>,
    drawn: u64,
}

/// A record, and where the next one begins; none at the end.
fn record(text: &str, at: usize, separator: &str) -> Option<(String, usize)> {
    let mut at = at;
    if separator.is_empty() {
        at += text[at..].len() - text[at..].trim_start_matches('\n').len();
    }
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    if separator.is_empty() {
        let end = rest.find("\n\n");
        let record = rest[..end.unwrap_or(rest.len())].trim_end_matches('\n');
        return Some((record.to_owned(), at + end.map_or(rest.len(), |end| end + 2)));
    }
    let found = match separator.chars().count() {
        1 => rest.find(separator).map(|from| (from, from + separator.len())),
        _ => {
            let regex = regex_lite::Regex::new(separator).ok()?;
            regex.find(rest).filter(|found| !found.is_empty()).map(|found| (found.start(), found.end()))
        }
    };
    Some(match found {
        Some((from, to)) => (rest[..from].to_owned(), at + to),
        // The end of the last line of all belongs to no record.
        None => (rest.strip_suffix('\n').unwrap_or(rest).to_owned(), text.len()),
    })
}

impl Streams {
    pub fn wait_for(&mut self, files: &[String]) {
        self.files = files.iter().rev().cloned().collect();
        let named = |one: &String| one.split_once('=').is_none_or(|(name, _)| !crate::sh::is_variable(name));
        if !files.iter().any(named) {
            self.files.insert(0, String::new());
        }
    }

    pub fn next_file(&mut self) -> Option<String> {
        self.files.pop()
    }

    pub fn open(&mut self, text: String) {
        (self.text, self.at) = (text, 0);
    }

    pub fn record(&mut self, separator: &str) -> Option<String> {
        let (line, at) = record(&self.text, self.at, separator)?;
        self.at = at;
        Some(line)
    }

    /// The seed before.
    pub fn seed(&mut self, seed: f64) -> f64 {
        self.drawn = seed as u64;
        self.seed.replace(seed).unwrap_or_default()
    }

    pub fn drawn(&mut self, now_us: u64) -> f64 {
        if self.seed.is_none() {
            self.seed(now_us as f64);
        }
        self.drawn =
            self.drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.drawn >> 33) as f64 / (1_u64 << 31) as f64
    }
}

/// A shell for commands: it has the tools, and may read files.
struct Inner<'a> {
    read: &'a dyn Fn(&str) -> Result<String, String>,
}

impl Host for Inner<'_> {
    fn run(&mut self, _: &[String], _: &str) -> Option<Outcome> {
        None
    }

    fn read(&self, path: &str) -> Result<String, String> {
        (self.read)(path)
    }

    fn write(&mut self, _: &str, _: &str, _: bool) -> Result<(), String> {
        Err("Read-only file system".into())
    }
}

impl Run<'_> {
    fn command(&mut self, text: &str, stdin: Option<&str>) -> Outcome {
        self.streams.ran += 1;
        if self.streams.ran > LIMIT_COMMANDS {
            return Outcome::failed(1, "awk: too many commands");
        }
        let mut host = Inner { read: self.input.read };
        let text = match stdin {
            Some(stdin) => format!("{{ {text}\n}} <<'{END}'\n{stdin}{END}\n"),
            None => text.to_owned(),
        };
        Shell::new(&mut host).line(&text)
    }

    pub(super) fn read_from(&mut self, source: Source, name: &str) -> Result<Option<String>, ()> {
        let separator = self.text_of("RS");
        if !self.streams.read.contains_key(name) {
            if self.streams.read.len() >= LIMIT_OPEN {
                return Err(());
            }
            let text = match (source, name) {
                (Source::File, "-" | "/dev/stdin") => self.input.stdin().to_owned(),
                (Source::File, name) => (self.input.read)(name).map_err(|_| ())?,
                (Source::Command, name) => {
                    let said = self.command(name, None);
                    self.warned += &said.stderr;
                    said.stdout
                }
            };
            self.streams.read.insert(name.to_owned(), (text, 0));
        }
        let Some((text, at)) = self.streams.read.get_mut(name) else { return Err(()) };
        let Some((line, next)) = record(text, *at, &separator) else { return Ok(None) };
        *at = next;
        Ok(Some(line))
    }

    pub(super) fn send(&mut self, sign: &str, to: &str, text: &str) -> Did<()> {
        match (sign, to) {
            (">" | ">>", "/dev/stdout" | "-") => self.printed += text,
            (">" | ">>", "/dev/stderr") => self.warned += text,
            ("|", to) => {
                let full =
                    self.streams.commands.len() >= LIMIT_OPEN && !self.streams.commands.contains_key(to);
                let held = self.streams.commands.entry(to.to_owned()).or_default();
                if full || held.len() + text.len() > LIMIT_OUTPUT {
                    return Err("too much for a command".into());
                }
                held.push_str(text);
            }
            (sign, to) => {
                let first = !self.streams.begun.iter().any(|one| one == to);
                if first && self.streams.begun.len() >= LIMIT_OPEN {
                    return Err("too many open files".into());
                }
                if first {
                    self.streams.begun.push(to.to_owned());
                }
                self.input.write(to, text.to_owned(), !(first && sign == ">"));
            }
        }
        Ok(())
    }

    pub(super) fn system(&mut self, command: &str) -> f64 {
        let said = self.command(command, None);
        self.printed += &said.stdout;
        self.warned += &said.stderr;
        f64::from(said.code)
    }

    pub(super) fn close(&mut self, name: &str) {
        self.streams.read.remove(name);
        self.streams.begun.retain(|one| one != name);
        if let Some(stdin) = self.streams.commands.remove(name) {
            let said = self.command(name, Some(&stdin));
            self.printed += &said.stdout;
            self.warned += &said.stderr;
        }
    }

    /// What commands were given is theirs when the program is over.
    pub fn close_all(&mut self) {
        while let Some(name) = self.streams.commands.keys().next().cloned() {
            self.close(&name);
        }
    }
}
