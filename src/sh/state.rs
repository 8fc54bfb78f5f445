//! What a shell remembers: variables, functions, aliases, parameters, options. A subshell has its own copy, and the parts
//! that neither changes are shared. Arrays are in `arrays`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::arrays::Array;
use super::ast::Command;
use super::dialect::Dialect;

/// Bytes of a value.
pub(super) const LIMIT_VALUE: usize = 1 << 20;
/// Variables, functions and aliases, each.
pub(super) const LIMIT_NAMES: usize = 10_000;
/// What bash says it is.
const BASH_VERSION: &str = "5.2.15(1)-release";

#[derive(Clone, Debug, Default)]
pub struct State {
    variables: Arc<BTreeMap<String, String>>,
    pub(super) arrays: Arc<BTreeMap<String, Array>>,
    /// Names that stand for others (`declare -n`), and those whose values are reckoned (`declare -i`).
    pub(super) references: Arc<BTreeMap<String, String>>,
    pub(super) integers: Arc<BTreeSet<String>>,
    /// In the order in which they were.
    exported: Arc<Vec<String>>,
    readonly: Arc<BTreeSet<String>>,
    functions: Arc<BTreeMap<String, Arc<Command>>>,
    /// Functions that a shell begun from here knows (`export -f`).
    pub(super) handed_on: Arc<BTreeSet<String>>,
    pub(super) aliases: Arc<BTreeMap<String, String>>,
    pub(super) traps: Arc<BTreeMap<String, String>>,
    /// `$1` and on.
    pub parameters: Arc<Vec<String>>,
    /// `$0`, and the name its messages begin with.
    pub name: String,
    /// How it words its messages.
    pub dialect: Dialect,
    /// The line of the command that runs.
    pub line: u32,
    /// `$$`, where it is known.
    pub pid: u32,
    /// How the last command ended: `$?`.
    pub code: i32,
    /// `$!`
    pub last_background: u32,
    /// Where relative names of files begin; empty where the host sees to it.
    pub directory: String,
    /// `set -e`, `set -x`, `set -u`, `set -o pipefail`.
    pub errexit: bool,
    pub trace: bool,
    pub nounset: bool,
    pub pipefail: bool,
    /// `set -f`, `set -C`.
    pub noglob: bool,
    pub noclobber: bool,
    /// It runs the text of `-c`.
    pub(super) of_text: bool,
    /// What `shopt` switched away from what is usual.
    pub(super) switched: Arc<BTreeSet<String>>,
    /// How the commands of the last pipeline ended.
    pub(super) pipe_codes: Arc<Vec<i32>>,
    /// The functions that run, the innermost last.
    pub(super) calls: Arc<Vec<String>>,
    /// The clock when the command began, and when `$SECONDS` was nought, in microseconds.
    pub(super) now_us: u64,
    pub(super) zero_us: Option<u64>,
    /// Where `$RANDOM` is in its sequence; none before the first.
    random: Option<u32>,
}

impl State {
    pub fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// A variable's value; of an array its first.
    pub fn find(&self, name: &str) -> Option<&str> {
        let name = self.meant(name);
        self.variables.get(name).map(String::as_str).or_else(|| self.arrays.get(name)?.first())
    }

    /// What the shell itself makes of a name; none for a variable like any other.
    pub(super) fn special(&mut self, name: &str) -> Option<String> {
        let bash = self.dialect.is_bash();
        Some(match name {
            "RANDOM" if self.dialect != Dialect::Dash => self.drawn().to_string(),
            "SECONDS" if bash => {
                (self.now_us.saturating_sub(self.zero_us.unwrap_or(self.now_us)) / 1_000_000).to_string()
            }
            "LINENO" => self.line.max(1).to_string(),
            "PIPESTATUS" if bash => self.pipe_codes.first().copied().unwrap_or_default().to_string(),
            "FUNCNAME" if bash => self.calls.last()?.clone(),
            "BASH_VERSION" if bash => BASH_VERSION.to_owned(),
            "BASHPID" if bash => self.pid.max(1).to_string(),
            "BASH" if bash => "/usr/bin/bash".to_owned(),
            _ => return None,
        })
    }

    /// bash's generator (lib/sh/random.c, 5.1 and on), which begins with the shell's number and the time.
    fn drawn(&mut self) -> u32 {
        let usual = self.pid.wrapping_mul(2_654_435_761) ^ (self.now_us / 1_000) as u32;
        let last = self.random.unwrap_or(usual % 0x7fff_ffff);
        let last = if last == 0 { 123_459_876 } else { last };
        let (high, low) = (i64::from(last / 127_773), i64::from(last % 127_773));
        let next = 16_807 * low - 2_836 * high;
        let next = if next < 0 { next + 0x7fff_ffff } else { next } as u32;
        self.random = Some(next);
        ((next >> 16) ^ (next & 0xffff)) & 0x7fff
    }

    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let name = &self.meant(name).to_owned();
        if self.readonly.contains(name) {
            return Err(self.dialect.read_only(name));
        }
        let whole = |text: &str| text.trim().parse::<u32>().unwrap_or_default();
        match name.as_str() {
            "RANDOM" if self.dialect.is_bash() => self.random = Some(whole(value)),
            "SECONDS" if self.dialect.is_bash() => {
                self.zero_us = Some(self.now_us.saturating_sub(u64::from(whole(value)) * 1_000_000));
            }
            _ => {}
        }
        if self.arrays.contains_key(name) {
            return self.set_element(name, "0", value);
        }
        if value.len() > LIMIT_VALUE {
            return Err(format!("{name}: a value may be {LIMIT_VALUE} bytes long"));
        }
        if self.variables.len() >= LIMIT_NAMES && !self.variables.contains_key(name) {
            return Err(format!("{name}: there may be {LIMIT_NAMES} variables"));
        }
        Arc::make_mut(&mut self.variables).insert(name.to_owned(), value.to_owned());
        Ok(())
    }

    pub fn unset(&mut self, name: &str) {
        let name = &self.meant(name).to_owned();
        Arc::make_mut(&mut self.variables).remove(name);
        if self.arrays.contains_key(name) {
            Arc::make_mut(&mut self.arrays).remove(name);
        }
        if self.integers.contains(name) {
            Arc::make_mut(&mut self.integers).remove(name);
        }
        self.export(name, false);
    }

    pub fn export(&mut self, name: &str, on: bool) {
        let there = self.is_exported(name);
        if there && !on {
            Arc::make_mut(&mut self.exported).retain(|one| one != name);
        } else if !there && on && self.exported.len() < LIMIT_NAMES {
            Arc::make_mut(&mut self.exported).push(name.to_owned());
        }
    }

    pub fn is_exported(&self, name: &str) -> bool {
        self.exported.iter().any(|one| one == name)
    }

    /// `$-`
    pub(super) fn flags(&self) -> String {
        let all =
            [('e', self.errexit), ('f', self.noglob), ('h', self.dialect.is_bash()), ('u', self.nounset)];
        let late = [('x', self.trace), ('B', self.dialect.is_bash()), ('C', self.noclobber)];
        all.into_iter().chain(late).filter(|(_, on)| *on).map(|(letter, _)| letter).collect()
    }

    /// What its messages begin with.
    pub fn voice(&self) -> String {
        self.dialect.voice(&self.name, self.line)
    }

    /// What a shell that is begun from here knows.
    pub fn of_child(&self) -> State {
        let kept = self.variables.iter().filter(|(name, _)| self.is_exported(name));
        let mut child = State {
            variables: Arc::new(kept.map(|(name, value)| (name.clone(), value.clone())).collect()),
            exported: self.exported.clone(),
            directory: self.directory.clone(),
            traps: self.traps.clone(),
            name: self.name.clone(),
            dialect: self.dialect,
            pid: self.pid,
            now_us: self.now_us,
            handed_on: self.handed_on.clone(),
            functions: Arc::new(
                self.functions
                    .iter()
                    .filter(|(name, _)| self.handed_on.contains(*name))
                    .map(|(name, body)| (name.clone(), body.clone()))
                    .collect(),
            ),
            ..State::default()
        };
        child.forget_traps();
        child
    }

    pub(super) fn is_protected(&self, name: &str) -> bool {
        self.readonly.contains(name)
    }

    /// Whether `shopt` switched an option on or off that is usually otherwise.
    pub(super) fn is_switched(&self, option: &str) -> bool {
        self.switched.contains(option)
    }

    pub fn protect(&mut self, name: &str) {
        if self.readonly.len() < LIMIT_NAMES {
            Arc::make_mut(&mut self.readonly).insert(name.to_owned());
        }
    }

    pub fn variables(&self) -> &BTreeMap<String, String> {
        &self.variables
    }

    pub fn replace_variables(&mut self, variables: BTreeMap<String, String>) {
        self.variables = Arc::new(variables);
    }

    /// What a program finds in its environment.
    pub fn environment(&self) -> impl Iterator<Item = (&str, &str)> {
        self.exported.iter().filter_map(|name| Some((name.as_str(), self.find(name)?)))
    }

    pub(super) fn function(&self, name: &str) -> Option<&Arc<Command>> {
        self.functions.get(name)
    }

    pub(super) fn define(&mut self, name: &str, body: &Arc<Command>) {
        if self.functions.len() < LIMIT_NAMES {
            Arc::make_mut(&mut self.functions).insert(name.to_owned(), body.clone());
        }
    }

    pub(super) fn forget_function(&mut self, name: &str) {
        Arc::make_mut(&mut self.functions).remove(name);
    }

    /// Sets or removes an alias.
    pub fn alias(&mut self, name: &str, text: Option<&str>) {
        let aliases = Arc::make_mut(&mut self.aliases);
        match text {
            Some(text) if aliases.len() < LIMIT_NAMES => {
                drop(aliases.insert(name.to_owned(), text.to_owned()))
            }
            Some(_) => {}
            None => drop(aliases.remove(name)),
        }
    }

    /// The names of the aliases.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.aliases.keys().map(String::as_str)
    }

    pub(super) fn trap(&mut self, signal: &str, text: Option<&str>) {
        let traps = Arc::make_mut(&mut self.traps);
        match text {
            Some(text) => drop(traps.insert(signal.to_owned(), text.to_owned())),
            None => drop(traps.remove(signal)),
        }
    }

    /// Where values are split: characters that end a field each, and blanks, of which many are as one (`IFS`).
    pub fn separators(&self) -> (String, String) {
        let given = self.find("IFS").unwrap_or(" \t\n");
        given.chars().partition(|one| !one.is_whitespace())
    }

    /// A subshell keeps only what is passed over.
    pub(super) fn forget_traps(&mut self) {
        if !self.traps.is_empty() {
            Arc::make_mut(&mut self.traps).retain(|_, text| text.is_empty());
        }
    }

    /// The name of a file from the root, where the shell has a directory.
    pub fn path(&self, name: &str) -> String {
        full_path(&self.directory, name)
    }
}

/// The name of a file from the root, as it is where there is no directory to begin from.
pub fn full_path(directory: &str, name: &str) -> String {
    if directory.is_empty() {
        return name.to_owned();
    }
    let from = if name.starts_with('/') { "" } else { directory };
    let mut steps: Vec<&str> = Vec::new();
    for step in from.split('/').chain(name.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    format!("/{}", steps.join("/"))
}
