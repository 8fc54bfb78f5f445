//! Builtins: commands that change the shell itself (POSIX 2.14, and bash's `local`, `declare`, `let`, `type`).

use std::sync::Arc;

use super::files;
use super::repeat::duration;
use super::task::{Frame, Task};
use super::{Machine, signals, test};
use crate::sh::arithmetic;
use crate::sh::dialect::Dialect;
use crate::sh::host::{Host, Outcome};
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
const BUILTINS: [&str; 56] = [
    ".",
    ":",
    "[",
    "[[",
    "alias",
    "bg",
    "break",
    "builtin",
    "caller",
    "cd",
    "command",
    "compgen",
    "complete",
    "continue",
    "declare",
    "dirs",
    "disown",
    "echo",
    "enable",
    "eval",
    "exec",
    "exit",
    "export",
    "false",
    "fg",
    "getopts",
    "hash",
    "help",
    "jobs",
    "kill",
    "let",
    "local",
    "mapfile",
    "popd",
    "printf",
    "pushd",
    "pwd",
    "read",
    "readarray",
    "readonly",
    "return",
    "set",
    "shift",
    "shopt",
    "source",
    "test",
    "times",
    "trap",
    "true",
    "type",
    "typeset",
    "ulimit",
    "umask",
    "unalias",
    "unset",
    "wait",
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
            ":" | "hash" | "caller" | "compgen" | "complete" | "enable" => done(0),
            "umask" => Reply::Said(Outcome::said(if first.is_empty() { "0022\n" } else { "" })),
            "ulimit" => Reply::Said(Outcome::said(if rest.len() < 2 { "unlimited\n" } else { "" })),
            "times" => Reply::Said(Outcome::said("0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n")),
            "help" => Reply::Said(Outcome::said(format!("{}\n", BUILTINS.join(" ")))),
            "bg" | "fg" | "disown" => self.job_control(machine, arguments),
            "shopt" => self.shopt(rest),
            "dirs" => Reply::Said(Outcome::said(self.stack() + "\n")),
            "printf" if self.state.dialect.is_bash() && first == "-v" => self.print_into(rest),
            "test" | "[" | "[[" => {
                let code = test::plain(arguments, &self.state, host);
                Reply::Said(code.unwrap_or_else(|why| match self.state.dialect {
                    Dialect::Ash => Outcome::failed(2, &format!("{sh}: {why}")),
                    _ => Outcome::failed(2, &format!("{sh}: {}: {why}", arguments[0])),
                }))
            }
            "alias" | "unalias" => self.alias_builtin(arguments),
            "break" | "continue" => self.leave_loops(&arguments[0], first),
            "cd" => self
                .change_directory(host, rest.iter().find(|one| !is_cd_flag(one)).map_or("", String::as_str)),
            "pushd" | "popd" => self.push_directory(host, arguments),
            "pwd" => {
                let directory = if self.state.directory.is_empty() { "/" } else { &self.state.directory };
                Reply::Said(Outcome::said(format!("{directory}\n")))
            }
            "export" | "readonly" | "declare" | "typeset" => self.declare(arguments),
            "getopts" => self.next_option(rest),
            "local" => self.local(rest),
            "unset" => self.unset(rest),
            "eval" => self.run_text(&rest.join(" "), None),
            "." | "source" => self.source(machine, host, arguments),
            "exit" => {
                let code = self.state.code;
                self.exit(first.parse().unwrap_or(code) & 255);
                Reply::Goes
            }
            "return" => {
                let code = first.parse().unwrap_or(self.state.code);
                if !self.frames.iter().any(|frame| matches!(frame, Frame::Call { .. }))
                    && self.state.dialect.is_bash()
                {
                    return Some(Reply::Said(Outcome::failed(
                        2,
                        &format!("{sh}: return: can only `return' from a function or sourced script"),
                    )));
                }
                self.unwind(|frame| matches!(frame, Frame::Call { .. }));
                self.state.code = code & 255;
                Reply::Goes
            }
            "let" => match rest.iter().try_fold(0, |_, one| arithmetic::value(one, &mut self.state)) {
                Ok(value) => done(i32::from(value == 0)),
                Err(why) if self.state.dialect.is_bash() => failed(&format!("{sh}: let: {why}")),
                Err(why) => failed(&format!("{sh}: {why}")),
            },
            _ => return self.builtin_of_jobs(machine, host, arguments),
        })
    }

    /// `. FILE`
    fn source(&mut self, machine: &mut Machine, host: &mut dyn Host, arguments: &[String]) -> Reply {
        let rest = &arguments[1..];
        let first = rest.first().map_or("", String::as_str);
        let sh = self.state.voice();
        match host.read(&self.state.path(first)) {
            Ok(text) => {
                let more = rest.get(1..).filter(|more| !more.is_empty());
                let own = self.state.parameters.to_vec();
                self.run_text(&text, Some(more.unwrap_or(&own)))
            }
            Err(why) if self.state.dialect.is_bash() => failed(&format!("{sh}: {first}: {why}")),
            Err(why) => {
                let why = self.state.dialect.no_source(&arguments[0], first, &why);
                self.complain(machine, host, 2, &why);
                self.exit(2);
                Reply::Goes
            }
        }
    }

    /// Those that wait, run others or tell of what runs.
    fn builtin_of_jobs(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        arguments: &[String],
    ) -> Option<Reply> {
        let rest = &arguments[1..];
        let first = rest.first().map_or("", String::as_str);
        Some(match arguments[0].as_str() {
            "read" | "mapfile" | "readarray" => self.begin_read(host, arguments),
            "set" => self.set_options(rest),
            "shift" => self.shift(first),
            "sleep" => return host.now().map(|now| self.sleep(now, rest)),
            "trap" => self.set_traps(rest),
            "jobs" => self.jobs(machine, rest),
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
        for path in files.filter(|one| arguments[0] == "tee" && !appends && !one.starts_with("/dev/")) {
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
                None => {
                    let help = "Try 'sleep --help' for more information.";
                    return failed(&format!("sleep: invalid time interval '{time}'\n{help}"));
                }
            }
        }
        self.frames.push(Frame::Sleep(until));
        Reply::Goes
    }

    fn run_text(&mut self, text: &str, parameters: Option<&[String]>) -> Reply {
        match parse(text, self.state.dialect) {
            Ok(script) => {
                if let Some(parameters) = parameters {
                    let parameters = Arc::new(parameters.to_vec());
                    let parameters = std::mem::replace(&mut self.state.parameters, parameters);
                    Arc::make_mut(&mut self.state.calls).push("source".to_owned());
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
        let word = if self.state.dialect.is_bash() { "alias " } else { "" };
        let mut outcome = Outcome::default();
        for one in &arguments[1..] {
            match one.split_once('=') {
                _ if arguments[0] == "unalias" && one == "-a" => {
                    let all: Vec<String> = self.state.aliases().map(str::to_owned).collect();
                    all.iter().for_each(|name| self.state.alias(name, None));
                }
                _ if arguments[0] == "unalias" => {
                    if !self.state.aliases.contains_key(one) {
                        let voice = self.state.voice();
                        outcome = Outcome::failed(1, &format!("{voice}: unalias: {one}: not found"));
                    }
                    self.state.alias(one, None);
                }
                Some((name, text)) => self.state.alias(name, Some(text)),
                None => match self.state.aliases.get(one) {
                    Some(text) => outcome.stdout += &format!("{word}{one}='{text}'\n"),
                    None => {
                        outcome =
                            Outcome::failed(1, &format!("{}: alias: {one}: not found", self.state.voice()))
                    }
                },
            }
        }
        if arguments.len() == 1 {
            let all = self.state.aliases.iter().map(|(name, text)| format!("{word}{name}='{text}'\n"));
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

    /// `printf -v name format ...`
    fn print_into(&mut self, rest: &[String]) -> Reply {
        let Some(name) = rest.get(1) else {
            return Reply::Said(Outcome::failed(2, "printf: usage: printf [-v var] format [arguments]"));
        };
        let read = |_: &str| Err(String::new());
        let words: Vec<String> =
            std::iter::once("printf".to_owned()).chain(rest[2..].iter().cloned()).collect();
        let voice = self.state.voice();
        let input = tools::Input::new("", &read).voiced(&voice);
        let said = tools::run("printf", &words, &input).unwrap_or_default();
        match self.put(name, &said.stdout) {
            Ok(()) => Reply::Said(Outcome { stdout: String::new(), ..said }),
            Err(why) => failed(&format!("{voice}: {why}")),
        }
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
                            'f' => self.state.noglob = on,
                            'C' => self.state.noclobber = on,
                            'o' => match rest.next().map(String::as_str) {
                                Some("errexit") => self.state.errexit = on,
                                Some("xtrace") => self.state.trace = on,
                                Some("nounset") => self.state.nounset = on,
                                Some("noglob") => self.state.noglob = on,
                                Some("noclobber") => self.state.noclobber = on,
                                Some("pipefail") if self.state.dialect != Dialect::Dash => {
                                    self.state.pipefail = on
                                }
                                Some(
                                    "allexport" | "braceexpand" | "emacs" | "hashall" | "histexpand"
                                    | "history" | "monitor" | "noexec" | "notify" | "posix" | "verbose"
                                    | "vi",
                                )
                                | None => {}
                                Some(other) => return self.no_option(&format!("-o {other}"), other),
                            },
                            'a' | 'b' | 'h' | 'k' | 'm' | 'n' | 'p' | 't' | 'v' | 'B' | 'E' | 'H' | 'P'
                            | 'T' => {}
                            other => return self.no_option(&format!("-{other}"), &format!("-{other}")),
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

    /// bash goes on; the others end.
    fn no_option(&mut self, flag: &str, name: &str) -> Reply {
        let voice = self.state.voice();
        match self.state.dialect {
            Dialect::Bash | Dialect::BashScript if flag.starts_with("-o") => {
                Reply::Said(Outcome::failed(2, &format!("{voice}: set: {name}: invalid option name")))
            }
            Dialect::Bash | Dialect::BashScript => {
                let usage = "set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]";
                Reply::Said(Outcome::failed(2, &format!("{voice}: set: {flag}: invalid option\n{usage}")))
            }
            Dialect::Ash => {
                self.exit(2);
                Reply::Said(Outcome::failed(2, &format!("{voice}: set: line 0: illegal option {flag}")))
            }
            Dialect::Dash => {
                self.exit(2);
                Reply::Said(Outcome::failed(2, &format!("{voice}: set: Illegal option {flag}")))
            }
        }
    }

    fn shift(&mut self, count: &str) -> Reply {
        let count = count.parse().unwrap_or(1usize);
        if count > self.state.parameters.len() && self.state.dialect == Dialect::Dash {
            let why = format!("{}: shift: can't shift that many", self.state.voice());
            self.exit(2);
            return Reply::Said(Outcome::failed(2, &why));
        }
        if count > self.state.parameters.len() {
            return done(1);
        }
        Arc::make_mut(&mut self.state.parameters).drain(..count);
        done(0)
    }

    fn set_traps(&mut self, rest: &[String]) -> Reply {
        let rest = rest.strip_prefix(&["--".to_owned()]).unwrap_or(rest);
        let rest = rest.strip_prefix(&["-l".to_owned()]).unwrap_or(rest);
        let printed = rest.first().is_some_and(|one| one == "-p");
        let [text, signals @ ..] = rest else {
            let lines = self.state.traps.iter().map(|(signal, text)| format!("trap -- '{text}' {signal}\n"));
            return Reply::Said(Outcome::said(lines.collect::<String>()));
        };
        if printed {
            let wanted: Vec<&str> = signals
                .iter()
                .map(|one| signals::number(one).map_or(one.as_str(), |one| signals::name(one)))
                .collect();
            let traps = self
                .state
                .traps
                .iter()
                .filter(|(name, _)| wanted.is_empty() || wanted.contains(&name.as_str()));
            let lines = traps.map(|(signal, text)| format!("trap -- '{text}' {signal}\n"));
            return Reply::Said(Outcome::said(lines.collect::<String>()));
        }
        for signal in signals.iter().take(16) {
            if self.state.dialect != Dialect::Dash && matches!(signal.as_str(), "ERR" | "DEBUG" | "RETURN") {
                self.state.trap(signal, Some(text.as_str()).filter(|text| *text != "-"));
                continue;
            }
            let Some(number) = signals::number(signal) else {
                let voice = self.state.voice();
                return failed(&match self.state.dialect {
                    Dialect::Bash | Dialect::BashScript => {
                        format!("{voice}: trap: {signal}: invalid signal specification")
                    }
                    Dialect::Ash => format!("{voice}: trap: line 0: {signal}: invalid signal specification"),
                    Dialect::Dash => format!("trap: {signal}: bad trap"),
                });
            };
            self.state.trap(signals::name(number), Some(text.as_str()).filter(|text| *text != "-"));
        }
        done(0)
    }
}

fn is_cd_flag(one: &str) -> bool {
    matches!(one, "-P" | "-L" | "--")
}
