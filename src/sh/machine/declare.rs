//! Builtins that say what a name is: `declare`, `export`, `readonly`, `local`, `unset`, `shopt`.

use std::sync::Arc;

use super::builtins::Reply;
use super::task::{Frame, Task};
use crate::sh::arrays::Array;
use crate::sh::host::Outcome;
use crate::sh::{arithmetic, is_variable, tools};

/// What `shopt` knows and heeds, and what it only remembers; those of the second are on in a script of bash.
const OPTIONS: [&str; 10] = [
    "dotglob",
    "expand_aliases",
    "extglob",
    "failglob",
    "globstar",
    "inherit_errexit",
    "lastpipe",
    "nocaseglob",
    "nocasematch",
    "nullglob",
];
const USUAL: [&str; 5] =
    ["cmdhist", "complete_fullquote", "hostcomplete", "interactive_comments", "sourcepath"];

fn done(code: i32) -> Reply {
    Reply::Said(Outcome { code, ..Outcome::default() })
}

impl Task {
    fn refused(&self, what: &str, why: &str) -> Reply {
        Reply::Said(Outcome::failed(1, &format!("{}: {what}{why}", self.state.voice())))
    }

    pub(super) fn declare(&mut self, arguments: &[String]) -> Reply {
        let what = arguments[0].as_str();
        let is_flag = |one: &&String| one.starts_with(['-', '+']) && one.len() > 1;
        let flags: Vec<&String> = arguments[1..].iter().take_while(is_flag).collect();
        let has = |letter: char| flags.iter().any(|one| one.starts_with('-') && one.contains(letter));
        let drops = |letter: char| flags.iter().any(|one| one.starts_with('+') && one.contains(letter));
        let names = &arguments[1 + flags.len()..];
        let bash = self.state.dialect.is_bash();
        if names.is_empty() || has('p') {
            return self.declared(what, names, has('x') || what == "export");
        }
        if has('f') || has('F') {
            return self.functions(what, names, has('x') || what == "export");
        }
        let of_function = matches!(what, "declare" | "typeset") && self.is_in_function() && !has('g');
        for one in names {
            let (name, value) =
                one.split_once('=').map_or((one.as_str(), None), |(name, value)| (name, Some(value)));
            let (name, appends) = match name.strip_suffix('+') {
                Some(name) if value.is_some() => (name, true),
                _ => (name, false),
            };
            if !is_variable(name.split('[').next().unwrap_or_default()) {
                let why = match bash {
                    true => format!("`{one}': not a valid identifier"),
                    false => format!("{name}: bad variable name"),
                };
                return self.refused(&format!("{what}: "), &why);
            }
            if of_function {
                self.cover(name);
            }
            if let Err(why) = self.describe(name, (has('a'), has('A'), has('i'), has('n')), value) {
                return self.refused("", &why);
            }
            if let Some(value) = value.filter(|_| !has('n')) {
                let value =
                    if appends { format!("{}{value}", self.state.get(name)) } else { value.to_owned() };
                let value = match self.state.integers.contains(name) {
                    true => arithmetic::value(&value, &mut self.state).map(|value| value.to_string()),
                    false => Ok(match (has('u'), has('l')) {
                        (true, _) => value.to_uppercase(),
                        (_, true) => value.to_lowercase(),
                        _ => value,
                    }),
                };
                if let Err(why) = value.and_then(|value| self.put(name, &value)) {
                    return self.refused("", &why);
                }
            }
            if what == "export" || has('x') {
                self.state.export(name, !(what == "export" && has('n')));
            } else if drops('x') {
                self.state.export(name, false);
            }
            if what == "readonly" || has('r') {
                self.state.protect(name);
            }
        }
        done(0)
    }

    /// What kind of variable a name is from now on.
    fn describe(
        &mut self,
        name: &str,
        (numbered, named, integer, reference): (bool, bool, bool, bool),
        value: Option<&str>,
    ) -> Result<(), String> {
        if reference {
            let to = value.unwrap_or_default().to_owned();
            if self.state.references.len() < 1_000 && to != name {
                Arc::make_mut(&mut self.state.references).insert(name.to_owned(), to);
            }
        }
        if integer {
            Arc::make_mut(&mut self.state.integers).insert(name.to_owned());
        }
        if named && !self.state.is_named(name) {
            self.state.set_array(name, Array::Named(Vec::new()))?;
        }
        if numbered && self.state.array(name).is_none() {
            let all = self.state.find(name).map(|value| (0, value.to_owned())).into_iter().collect();
            self.state.set_array(name, Array::Numbered(all))?;
        }
        Ok(())
    }

    fn functions(&mut self, what: &str, names: &[String], exports: bool) -> Reply {
        for name in names {
            if self.state.function(name).is_none() {
                if what == "export" {
                    return self.refused("export: ", &format!("{name}: not a function"));
                }
                return done(1);
            }
            if exports {
                Arc::make_mut(&mut self.state.handed_on).insert(name.clone());
            }
        }
        if exports {
            done(0)
        } else {
            Reply::Said(Outcome::said(names.iter().map(|name| format!("{name}\n")).collect::<String>()))
        }
    }

    /// Variables as they could be declared again.
    fn declared(&mut self, what: &str, names: &[String], only_exported: bool) -> Reply {
        let mut outcome = Outcome::default();
        let bash = self.state.dialect.is_bash();
        let all: Vec<String> = match names {
            [] if only_exported => {
                let mut all: Vec<String> =
                    self.state.environment().map(|(name, _)| name.to_owned()).collect();
                all.sort();
                all
            }
            [] => self.state.variables().keys().chain(self.state.arrays.keys()).cloned().collect(),
            names => names.to_vec(),
        };
        for name in all {
            let value = self.state.find(&name).map(str::to_owned);
            if !bash {
                outcome.stdout += &format!("{what} {name}='{}'\n", value.unwrap_or_default());
                continue;
            }
            let integer = if self.state.integers.contains(&name) { "i" } else { "" };
            let readonly = if self.state.is_protected(&name) { "r" } else { "" };
            let exported = if self.state.is_exported(&name) { "x" } else { "" };
            let kind = match self.state.array(&name) {
                Some(Array::Named(_)) => "A",
                Some(Array::Numbered(_)) => "a",
                None => "",
            };
            let letters = format!("{kind}{integer}{readonly}{exported}");
            if what == "readonly" && readonly.is_empty() && names.is_empty() {
                continue;
            }
            let letters = if letters.is_empty() { "-".to_owned() } else { letters };
            outcome.stdout += &match (self.state.array(&name).map(Array::entries), value) {
                (Some(entries), _) => {
                    let one = |(key, value): &(String, String)| format!("[{key}]={}", doubly(value));
                    let list: Vec<String> = entries.iter().map(one).collect();
                    let gap = if kind == "A" && !list.is_empty() { " " } else { "" };
                    format!("declare -{letters} {name}=({}{gap})\n", list.join(" "))
                }
                (None, Some(value)) => format!("declare -{letters} {name}={}\n", doubly(&value)),
                (None, None) => {
                    outcome.stderr += &format!("{}: {what}: {name}: not found\n", self.state.voice());
                    outcome.code = 1;
                    String::new()
                }
            };
        }
        Reply::Said(outcome)
    }

    fn is_in_function(&self) -> bool {
        self.frames.iter().any(|frame| matches!(frame, Frame::Call { .. }))
    }

    /// A function's own variable covers the one there was.
    fn cover(&mut self, name: &str) -> bool {
        let before = self.variable_before(name);
        let call = self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Call { locals, .. } => Some(locals),
            _ => None,
        });
        let Some(locals) = call else { return false };
        if locals.iter().all(|one| one.name != name) {
            locals.push(before);
            if self.state.dialect.is_bash() {
                self.state.unset(name);
            }
        }
        true
    }

    pub(super) fn local(&mut self, rest: &[String]) -> Reply {
        let flags: String = rest.iter().take_while(|one| one.starts_with('-')).map(String::as_str).collect();
        let bash = self.state.dialect.is_bash();
        if !self.is_in_function() {
            let why = if bash { "can only be used in a function" } else { "not in a function" };
            return self.refused("local: ", why);
        }
        for one in rest.iter().filter(|one| !one.starts_with('-')) {
            let (name, value) =
                one.split_once('=').map_or((one.as_str(), None), |(name, value)| (name, Some(value)));
            if !is_variable(name) {
                return self.refused("local: ", &format!("`{one}': not a valid identifier"));
            }
            self.cover(name);
            let kinds = (flags.contains('a'), flags.contains('A'), flags.contains('i'), flags.contains('n'));
            let set = self.describe(name, kinds, value).and_then(|()| match value {
                Some(value) if !flags.contains('n') => self.state.set(name, value),
                // busybox' and Debian's keep the value; bash has none.
                _ => Ok(()),
            });
            if let Err(why) = set {
                return self.refused("", &why);
            }
            if flags.contains('r') {
                self.state.protect(name);
            }
        }
        done(0)
    }

    pub(super) fn unset(&mut self, names: &[String]) -> Reply {
        let functions = names.first().is_some_and(|first| first == "-f");
        for name in names.iter().filter(|one| !one.starts_with('-')) {
            if functions || (self.state.find(name).is_none() && self.state.function(name).is_some()) {
                self.state.forget_function(name);
                continue;
            }
            if self.state.is_protected(name) {
                return self.refused("unset: ", &format!("{name}: cannot unset: readonly variable"));
            }
            match name.split_once('[').and_then(|(array, at)| Some((array, at.strip_suffix(']')?))) {
                Some((array, at)) => {
                    let key = match self.state.is_named(array) {
                        true => Ok(at.to_owned()),
                        false => arithmetic::value(at, &mut self.state).map(|at| at.to_string()),
                    };
                    match key {
                        Ok(key) => self.state.unset_element(array, &key),
                        Err(why) => return self.refused("unset: ", &why),
                    }
                }
                None => self.state.unset(name),
            }
        }
        done(0)
    }

    pub(super) fn shopt(&mut self, rest: &[String]) -> Reply {
        let (flags, names): (Vec<&String>, Vec<&String>) = rest.iter().partition(|one| one.starts_with('-'));
        let has = |letter: char| flags.iter().any(|one| one.contains(letter));
        let mut outcome = Outcome::default();
        let all: Vec<&str> = match names.is_empty() {
            true => OPTIONS.iter().chain(&USUAL).copied().collect(),
            false => names.iter().map(|one| one.as_str()).collect(),
        };
        for name in all {
            if !OPTIONS.contains(&name) && !USUAL.contains(&name) {
                outcome.stderr +=
                    &format!("{}: shopt: {name}: invalid shell option name\n", self.state.voice());
                outcome.code = 1;
                continue;
            }
            let on = self.state.is_switched(name) != USUAL.contains(&name);
            let switched = Arc::make_mut(&mut self.state.switched);
            match () {
                () if names.is_empty() || !(has('s') || has('u')) => {
                    if !has('q') {
                        outcome.stdout += &format!("{name:<15}\t{}\n", if on { "on" } else { "off" });
                    }
                    outcome.code |= i32::from(!on && !names.is_empty());
                }
                () if has('s') == USUAL.contains(&name) => drop(switched.remove(name)),
                () => drop(switched.insert(name.to_owned())),
            }
        }
        Reply::Said(outcome)
    }
}

/// In double quotes, as `declare -p` has it.
fn doubly(value: &str) -> String {
    if value.contains(|one: char| one.is_control()) {
        return tools::quoted_if_needed(value);
    }
    let mut text = String::from("\"");
    for one in value.chars() {
        if matches!(one, '"' | '\\' | '$' | '`') {
            text.push('\\');
        }
        text.push(one);
    }
    text + "\""
}
