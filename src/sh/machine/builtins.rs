//! Builtins: commands that change the shell itself (POSIX 2.14, and bash's `local`, `declare`, `let`, `type`).

use std::sync::Arc;

use super::files;
use super::repeat::duration;
use super::task::{Frame, Joins, Task};
use super::{Machine, Step, signals, test};
use crate::sh::arithmetic;
use crate::sh::host::{Found, Host, Outcome};
use crate::sh::is_variable;
use crate::sh::parse::parse;
use crate::sh::tools;

/// What a builtin does.
pub enum Reply {
    /// It is over.
    Said(Outcome),
    /// It changed what the task is in the middle of.
    Goes,
}

/// What every shell does itself, be it that programs of the name are there too.
const BUILTINS: [&str; 44] = [
    ".", ":", "[", "[[", "alias", "bg", "break", "cd", "command", "continue", "declare", "echo", "eval",
    "exit", "export", "false", "fg", "getopts", "hash", "jobs", "kill", "let", "local", "popd", "printf",
    "pushd", "pwd", "read", "readonly", "return", "set", "shift", "shopt", "source", "test", "trap", "true",
    "type", "typeset", "ulimit", "umask", "unalias", "unset", "wait",
];
/// Programs that are at home in the machine, because they run others or wait.
const PROGRAMS: [&str; 12] =
    ["ash", "bash", "dash", "kill", "pwd", "sh", "sleep", "tee", "timeout", "watch", "which", "xargs"];

pub fn is_builtin(name: &str) -> bool {
    BUILTINS.contains(&name)
}

/// Whether a program is done here, where the host has it.
pub fn is_program(name: &str) -> bool {
    PROGRAMS.contains(&name) || matches!(name, "test" | "[" | "sed")
}

/// `wait` for what is no child.
const NO_CHILD: i32 = 127;

fn done(code: i32) -> Reply {
    Reply::Said(Outcome { code, ..Outcome::default() })
}

fn failed(text: &str) -> Reply {
    Reply::Said(Outcome::failed(1, text))
}

fn is_loop(frame: &Frame) -> bool {
    matches!(frame, Frame::While { .. } | Frame::For { .. } | Frame::Count { .. })
}

impl Task {
    pub fn builtin(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        arguments: &[String],
    ) -> Option<Reply> {
        let rest = &arguments[1..];
        let first = rest.first().map_or("", String::as_str);
        let sh = self.state.voice();
        Some(match arguments[0].as_str() {
            ":" | "bg" | "hash" | "shopt" | "ulimit" | "umask" | "fg" => done(0),
            "test" | "[" => {
                let code = test::plain(arguments, &self.state, host);
                Reply::Said(
                    code.unwrap_or_else(|why| Outcome::failed(2, &format!("{sh}: {}: {why}", arguments[0]))),
                )
            }
            "alias" | "unalias" => self.alias_builtin(arguments),
            "break" | "continue" => self.leave_loops(&arguments[0], first),
            "cd" | "pushd" | "popd" => self.change_directory(host, first),
            "pwd" => {
                let directory = if self.state.directory.is_empty() { "/" } else { &self.state.directory };
                Reply::Said(Outcome::said(format!("{directory}\n")))
            }
            "export" | "readonly" | "declare" | "typeset" => self.declare(arguments),
            "getopts" => self.next_option(rest),
            "local" => self.local(rest),
            "unset" => self.unset(rest),
            "eval" => self.run_text(&rest.join(" "), None),
            "." | "source" => match host.read(&self.state.path(first)) {
                Ok(text) => self.run_text(&text, rest.get(1..).filter(|more| !more.is_empty())),
                Err(why) if self.state.dialect.is_bash() => failed(&format!("{sh}: {first}: {why}")),
                Err(_) => {
                    self.complain(machine, host, 2, &format!(".: {first}: not found"));
                    self.exit(2);
                    Reply::Goes
                }
            },
            "exit" => {
                let code = self.state.code;
                self.exit(first.parse().unwrap_or(code) & 255);
                Reply::Goes
            }
            "return" => {
                let code = first.parse().unwrap_or(self.state.code);
                self.unwind(|frame| matches!(frame, Frame::Call { .. }));
                self.state.code = code & 255;
                Reply::Goes
            }
            "let" => match arithmetic::value(&rest.join(","), &mut self.state) {
                Ok(value) => done(i32::from(value == 0)),
                Err(why) => failed(&format!("{sh}: let: {why}")),
            },
            "read" => self.begin_read(rest),
            "set" => self.set_options(rest),
            "shift" => self.shift(first),
            "sleep" => return host.now().map(|now| self.sleep(now, rest)),
            "trap" => self.set_traps(rest),
            "jobs" => Reply::Said(Outcome::said(jobs(machine))),
            "kill" => self.kill_builtin(machine, host, rest),
            "wait" => self.wait(machine, rest),
            "type" | "which" | "command" => self.find_commands(host, arguments),
            "watch" => self.begin_watch(arguments),
            "timeout" => self.begin_timeout(machine, host, arguments),
            "tee" | "xargs" => self.begin_filter(host, arguments),
            "sh" | "bash" | "ash" | "dash" => self.begin_shell(machine, host, arguments),
            "sed" if rest.iter().any(|one| one.starts_with("-i") || one == "--in-place") => {
                Reply::Said(files::edit(host, &self.state, arguments))
            }
            _ => return None,
        })
    }

    /// `tee` empties its files as it begins.
    fn begin_filter(&mut self, host: &mut dyn Host, arguments: &[String]) -> Reply {
        let rest = &arguments[1..];
        let appends = rest.iter().any(|one| one == "-a" || one == "--append");
        let files = rest.iter().filter(|one| !one.starts_with('-') && *one != "/dev/null");
        for path in files.filter(|_| arguments[0] == "tee" && !appends) {
            let _ = host.write(&self.state.path(path), "", false);
        }
        self.frames.push(Frame::Filter { arguments: arguments.to_vec(), seen: usize::MAX, well: false });
        Reply::Goes
    }

    fn sleep(&mut self, now: crate::sim::SimTime, times: &[String]) -> Reply {
        let mut until = now;
        if times.is_empty() {
            return failed("sleep: missing operand");
        }
        for time in times {
            match duration(time) {
                Some(span) => until += span,
                None => return failed(&format!("sleep: invalid time interval '{time}'")),
            }
        }
        self.frames.push(Frame::Sleep(until));
        Reply::Goes
    }

    fn run_text(&mut self, text: &str, parameters: Option<&[String]>) -> Reply {
        match parse(text) {
            Ok(script) => {
                if let Some(parameters) = parameters {
                    let parameters = Arc::new(parameters.to_vec());
                    let parameters = std::mem::replace(&mut self.state.parameters, parameters);
                    self.frames.push(Frame::Call { parameters, locals: Vec::new() });
                }
                self.frames.push(Frame::List { script: script.into(), at: 0 });
                self.state.code = 0;
                Reply::Goes
            }
            Err(fault) => {
                let why = self.state.dialect.fault(&fault.message);
                Reply::Said(Outcome::failed(2, &format!("{}: {why}", self.state.voice())))
            }
        }
    }

    fn alias_builtin(&mut self, arguments: &[String]) -> Reply {
        let mut outcome = Outcome::default();
        for one in &arguments[1..] {
            match one.split_once('=') {
                _ if arguments[0] == "unalias" => self.state.alias(one, None),
                Some((name, text)) => self.state.alias(name, Some(text)),
                None => match self.state.aliases.get(one) {
                    Some(text) => outcome.stdout += &format!("alias {one}='{text}'\n"),
                    None => {
                        outcome = Outcome::failed(1, &format!("{}: alias: {one}: not found", self.state.name))
                    }
                },
            }
        }
        if arguments.len() == 1 {
            let all = self.state.aliases.iter().map(|(name, text)| format!("alias {name}='{text}'\n"));
            outcome.stdout = all.collect();
        }
        Reply::Said(outcome)
    }

    fn leave_loops(&mut self, what: &str, count: &str) -> Reply {
        let count = count.parse().unwrap_or(1usize).max(1);
        for at in 0..count {
            if !self.frames.iter().any(is_loop) {
                break;
            }
            self.unwind(is_loop);
            if at + 1 < count || what == "break" {
                let outer = self.frames.iter().filter(|frame| is_loop(frame)).count();
                if outer > 1 || what == "break" {
                    self.frames.pop();
                }
            }
        }
        if what == "continue"
            && let Some(Frame::While { testing, .. }) = self.frames.last_mut()
        {
            *testing = false;
        }
        self.state.code = 0;
        Reply::Goes
    }

    fn change_directory(&mut self, host: &mut dyn Host, to: &str) -> Reply {
        let home = self.state.get("HOME").to_owned();
        let old = self.state.get("OLDPWD").to_owned();
        let wanted = match to {
            "" => home.as_str(),
            "-" => old.as_str(),
            to => to,
        };
        let from =
            if self.state.directory.is_empty() { "/".to_owned() } else { self.state.directory.clone() };
        self.state.directory.clone_from(&from);
        let path = self.state.path(wanted);
        if path != "/" && path != home && !host.is_directory(&path) {
            let why = if host.read(&path).is_ok() { "Not a directory" } else { "No such file or directory" };
            let why = self.state.dialect.cannot_enter(wanted, why);
            return Reply::Said(Outcome::failed(
                self.state.dialect.failure(),
                &format!("{}: {why}", self.state.voice()),
            ));
        }
        let _ = self.state.set("OLDPWD", &from);
        let _ = self.state.set("PWD", &path);
        self.state.directory = path;
        done(0)
    }

    fn declare(&mut self, arguments: &[String]) -> Reply {
        let what = arguments[0].as_str();
        let takes_back = arguments[1..].iter().any(|one| one == "-n");
        let exports = what == "export" || arguments[1..].iter().any(|one| one == "-x");
        for one in arguments[1..].iter().filter(|one| !one.starts_with('-')) {
            let (name, value) =
                one.split_once('=').map_or((one.as_str(), None), |(name, value)| (name, Some(value)));
            if !is_variable(name) {
                let why = match self.state.dialect.is_bash() {
                    true => format!("`{one}': not a valid identifier"),
                    false => format!("{name}: bad variable name"),
                };
                return failed(&format!("{}: {what}: {why}", self.state.voice()));
            }
            if let Some(Err(why)) = value.map(|value| self.state.set(name, value)) {
                return failed(&format!("{}: {why}", self.state.voice()));
            }
            if exports {
                self.state.export(name, !takes_back);
            }
            if what == "readonly" {
                self.state.protect(name);
            }
        }
        if arguments.len() == 1 || arguments[1] == "-p" {
            let lines =
                self.state.environment().map(|(name, value)| format!("declare -x {name}=\"{value}\"\n"));
            return Reply::Said(Outcome::said(lines.collect::<String>()));
        }
        done(0)
    }

    fn local(&mut self, names: &[String]) -> Reply {
        for one in names.iter().filter(|one| !one.starts_with('-')) {
            let (name, value) = one.split_once('=').unwrap_or((one, ""));
            let before = self.variable_before(name);
            let call = self.frames.iter_mut().rev().find_map(|frame| match frame {
                Frame::Call { locals, .. } => Some(locals),
                _ => None,
            });
            match call {
                Some(locals) => locals.push(before),
                None => {
                    let why = match self.state.dialect.is_bash() {
                        true => "can only be used in a function",
                        false => "not in a function",
                    };
                    return failed(&format!("{}: local: {why}", self.state.voice()));
                }
            }
            if let Err(why) = self.state.set(name, value) {
                return failed(&format!("{}: {why}", self.state.voice()));
            }
        }
        done(0)
    }

    fn unset(&mut self, names: &[String]) -> Reply {
        let functions = names.first().is_some_and(|first| first == "-f");
        for name in names.iter().filter(|one| !one.starts_with('-')) {
            if functions || (self.state.find(name).is_none() && self.state.function(name).is_some()) {
                self.state.forget_function(name);
            } else {
                self.state.unset(name);
            }
        }
        done(0)
    }

    fn begin_read(&mut self, rest: &[String]) -> Reply {
        let (mut names, mut raw) = (Vec::new(), false);
        let mut rest = rest.iter();
        while let Some(one) = rest.next() {
            match one.as_str() {
                "-p" | "-t" | "-n" | "-d" | "-u" => drop(rest.next()),
                flag if flag.starts_with('-') => raw |= flag.contains('r'),
                name => names.push(name.to_owned()),
            }
        }
        if names.is_empty() {
            names.push("REPLY".to_owned());
        }
        self.frames.push(Frame::Read { names, raw });
        Reply::Goes
    }

    /// One line of the input into variables; the last takes what is left.
    pub fn read_line(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        names: Vec<String>,
        raw: bool,
    ) -> Step {
        let (text, closed) = machine.waiting(self.fds.input);
        let end = text.find('\n').map(|end| end + 1);
        if end.is_none() && !closed {
            self.frames.push(Frame::Read { names, raw });
            return Step::Blocked;
        }
        let bytes = end.unwrap_or(text.len());
        let line = machine.take(self.fds.input, bytes);
        let line = line.trim_end_matches('\n');
        let line = if raw { line.to_owned() } else { line.replace('\\', "") };
        let (marks, blanks) = self.state.separators();
        let is_mark = |one: char| marks.contains(one) || blanks.contains(one);
        let is_blank = |one: char| blanks.contains(one);
        let mut rest = line.trim_matches(is_blank);
        self.state.code = i32::from(end.is_none());
        for (at, name) in names.iter().enumerate() {
            let value = match rest.split_once(is_mark) {
                Some((first, more)) if at + 1 < names.len() => {
                    rest = more.trim_start_matches(is_blank);
                    first
                }
                _ => std::mem::take(&mut rest),
            };
            if let Err(why) = self.state.set(name, value) {
                self.complain(machine, host, 1, &why);
            }
        }
        Step::Went
    }

    fn set_options(&mut self, rest: &[String]) -> Reply {
        if rest.is_empty() {
            let lines = self.state.variables().iter().map(|(name, value)| format!("{name}='{value}'\n"));
            return Reply::Said(Outcome::said(lines.collect::<String>()));
        }
        let mut rest = rest.iter();
        while let Some(one) = rest.next() {
            let on = one.starts_with('-');
            match one.as_str() {
                "--" => {
                    self.state.parameters = Arc::new(rest.cloned().collect());
                    return done(0);
                }
                flags if flags.len() > 1 && (on || flags.starts_with('+')) => {
                    for flag in flags[1..].chars() {
                        match flag {
                            'e' => self.state.errexit = on,
                            'x' => self.state.trace = on,
                            'u' => self.state.nounset = on,
                            'o' => match rest.next().map(String::as_str) {
                                Some("errexit") => self.state.errexit = on,
                                Some("xtrace") => self.state.trace = on,
                                Some("nounset") => self.state.nounset = on,
                                Some("pipefail") => self.state.pipefail = on,
                                _ => {}
                            },
                            _ => {}
                        }
                    }
                }
                _ => {
                    let all = std::iter::once(one).chain(rest).cloned();
                    self.state.parameters = Arc::new(all.collect());
                    return done(0);
                }
            }
        }
        done(0)
    }

    fn shift(&mut self, count: &str) -> Reply {
        let count = count.parse().unwrap_or(1usize);
        if count > self.state.parameters.len() {
            return done(1);
        }
        Arc::make_mut(&mut self.state.parameters).drain(..count);
        done(0)
    }

    fn set_traps(&mut self, rest: &[String]) -> Reply {
        let rest = rest.strip_prefix(&["--".to_owned()]).unwrap_or(rest);
        let [text, signals @ ..] = rest else {
            let lines = self.state.traps.iter().map(|(signal, text)| format!("trap -- '{text}' {signal}\n"));
            return Reply::Said(Outcome::said(lines.collect::<String>()));
        };
        for signal in signals.iter().take(16) {
            let Some(number) = signals::number(signal) else {
                return failed(&format!(
                    "{}: trap: {signal}: invalid signal specification",
                    self.state.voice()
                ));
            };
            self.state.trap(signals::name(number), Some(text.as_str()).filter(|text| *text != "-"));
        }
        done(0)
    }

    fn wait(&mut self, machine: &mut Machine, rest: &[String]) -> Reply {
        let mine =
            |id: &u32| machine.tasks.get(id).is_some_and(|task| task.background && task.parent == self.id);
        let named: Vec<u32> =
            rest.iter().filter_map(|one| one.trim_start_matches('%').parse().ok()).collect();
        let by = Joins::Wait { named: !named.is_empty() };
        let known = |id: &u32| machine.tasks.contains_key(id) || machine.ended.contains_key(id);
        self.state.code = if named.iter().all(known) { 0 } else { NO_CHILD };
        let tasks =
            if named.is_empty() { machine.tasks.keys().copied().filter(mine).collect() } else { named };
        self.frames.push(Frame::Join { tasks, until: None, by });
        Reply::Goes
    }

    fn find_commands(&mut self, host: &mut dyn Host, arguments: &[String]) -> Reply {
        let which = arguments[0] != "type";
        let mut outcome = Outcome::default();
        for name in arguments[1..].iter().filter(|one| !one.starts_with('-')) {
            let found = host.find(name, &self.state.path(name));
            let there = tools::is_tool(name) || files::is_known(name) || is_program(name) || host.knows(name);
            let text = match () {
                () if self.state.function(name).is_some() => format!("{name} is a function"),
                () if self.state.aliases.contains_key(name) => {
                    format!("{name} is aliased to `{}'", self.state.aliases[name])
                }
                () if is_builtin(name) && arguments[0] != "which" => format!("{name} is a shell builtin"),
                () if there && matches!(found, Found::Program(_)) => format!("{name} is /usr/bin/{name}"),
                () if matches!(found, Found::Script(_)) => format!("{name} is {name}"),
                () => {
                    outcome.code =
                        if arguments[0] == "which" || self.state.dialect.is_bash() { 1 } else { 127 };
                    match self.state.dialect.is_bash() {
                        _ if which => {}
                        true => {
                            outcome.stderr += &format!("{}: type: {name}: not found\n", self.state.voice())
                        }
                        false => outcome.stdout += &format!("{name}: not found\n"),
                    }
                    continue;
                }
            };
            let path = text.rsplit(' ').next().filter(|last| last.starts_with('/')).unwrap_or(name);
            outcome.stdout += &format!("{}\n", if which { path } else { &text });
        }
        Reply::Said(outcome)
    }
}

fn jobs(machine: &Machine) -> String {
    let background = machine.tasks.values().filter(|task| task.background && task.level == 1);
    background.map(|task| format!("[{0}]  Running  %{0}\n", task.id)).collect()
}
