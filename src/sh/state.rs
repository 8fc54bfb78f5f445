//! What a shell remembers: variables, functions, aliases, parameters, options. A subshell has its own copy, and the parts
//! that neither changes are shared.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::ast::Command;
use super::dialect::Dialect;

/// Bytes of a value.
const LIMIT_VALUE: usize = 1 << 20;
/// Variables, functions and aliases, each.
const LIMIT_NAMES: usize = 10_000;

#[derive(Clone, Debug, Default)]
pub struct State {
    variables: Arc<BTreeMap<String, String>>,
    /// In the order in which they were.
    exported: Arc<Vec<String>>,
    readonly: Arc<BTreeSet<String>>,
    functions: Arc<BTreeMap<String, Arc<Command>>>,
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
}

impl State {
    pub fn get(&self, name: &str) -> &str {
        self.variables.get(name).map_or("", String::as_str)
    }

    pub fn find(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        if self.readonly.contains(name) {
            return Err(self.dialect.read_only(name));
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
        Arc::make_mut(&mut self.variables).remove(name);
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
            ..State::default()
        };
        child.forget_traps();
        child
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
