//! Shells within a shell: `sh -c TEXT`, `bash FILE`, `./FILE`, and a shell whose input is its script.
//!
//! Another shell knows what is exported and nothing else. After `exec`, and where a shell is the first process of a
//! container, it takes the task's place instead of running in one of its own.

use std::sync::Arc;

use super::builtins::Reply;
use super::task::{Frame, Joins, Task};
use super::{MAIN, Machine, Step};
use crate::sh::dialect::Dialect;
use crate::sh::host::{Host, Outcome};
use crate::sh::parse::parse;

/// A shell that is to begin.
struct Begun {
    name: String,
    dialect: Dialect,
    text: String,
    parameters: Vec<String>,
    /// The letters of its options.
    options: String,
}

const SHELLS: [&str; 4] = ["ash", "bash", "dash", "sh"];

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

impl Task {
    pub(super) fn begin_shell(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        arguments: &[String],
    ) -> Reply {
        let typed =
            self.program.as_ref().and_then(|(_, words)| words.first()).unwrap_or(&arguments[0]).clone();
        let dialect = host.dialect(base(&typed));
        let mut options = String::new();
        let mut rest = &arguments[1..];
        while let Some(flag) = rest.first().filter(|first| first.len() > 1 && first.starts_with(['-', '+'])) {
            rest = &rest[1..];
            if flag.starts_with("--") {
                continue;
            }
            options += &flag[1..];
            if flag.ends_with('o') {
                options += if rest.first().is_some_and(|name| name == "pipefail") { "|" } else { "" };
                rest = rest.get(1..).unwrap_or_default();
            }
        }
        let after = |from: usize| rest.get(from..).unwrap_or_default().to_vec();
        if options.contains('c') {
            let text = rest.first().cloned().unwrap_or_default();
            let name = rest.get(1).cloned().unwrap_or(typed);
            return self.become_shell(machine, Begun { name, dialect, text, parameters: after(2), options });
        }
        let Some(path) = rest.first().filter(|_| !options.contains('s')) else {
            self.frames.push(Frame::Shell(arguments.to_vec()));
            return Reply::Goes;
        };
        match host.read(&self.state.path(path)) {
            Ok(text) => {
                let name = path.clone();
                self.become_shell(machine, Begun { name, dialect, text, parameters: after(1), options })
            }
            Err(why) => {
                let why = dialect.no_script(&typed, path, &why);
                Reply::Said(Outcome::failed(if dialect.is_bash() { 127 } else { 2 }, &why))
            }
        }
    }

    /// A shell reads its script when all of it is there.
    pub fn script_of_input(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        arguments: Vec<String>,
    ) -> Step {
        if !machine.waiting(self.fds.input).1 {
            self.frames.push(Frame::Shell(arguments));
            return Step::Blocked;
        }
        let text = machine.take_all(self.fds.input);
        let (name, dialect) = (arguments[0].clone(), host.dialect(base(&arguments[0])));
        let begun = Begun { name, dialect, text, parameters: Vec::new(), options: String::new() };
        if let Reply::Said(outcome) = self.become_shell(machine, begun) {
            self.emit(machine, host, &outcome);
        }
        Step::Went
    }

    /// A file that is run by its name: the shell's, or what its first line names.
    pub fn script_file(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        path: &str,
        arguments: &[String],
    ) {
        let text = match host.read(path) {
            Ok(text) => text,
            Err(why) => return self.complain(machine, host, 126, &format!("{}: {why}", arguments[0])),
        };
        let first = text.lines().next().and_then(|line| line.strip_prefix("#!")).unwrap_or("/bin/sh");
        let words: Vec<String> = first.split_whitespace().map(str::to_owned).collect();
        let program = match words.as_slice() {
            [env, name, ..] if base(env) == "env" => name.as_str(),
            [name, ..] => name.as_str(),
            [] => "/bin/sh",
        };
        let pid = if self.instead { 0 } else { machine.number_program() };
        if !SHELLS.contains(&base(program)) {
            let line = words.iter().cloned().chain([path.to_owned()]).chain(arguments[1..].iter().cloned());
            self.frames.push(Frame::Dispatch(line.collect()));
            return;
        }
        self.program = Some((pid, arguments.to_vec()));
        let begun = Begun {
            name: arguments[0].clone(),
            dialect: host.dialect(base(program)),
            text,
            parameters: arguments[1..].to_vec(),
            options: words.get(1).map_or(String::new(), |flags| flags.trim_start_matches('-').to_owned()),
        };
        if let Reply::Said(outcome) = self.become_shell(machine, begun) {
            self.emit(machine, host, &outcome);
        }
    }

    fn become_shell(&mut self, machine: &mut Machine, begun: Begun) -> Reply {
        let Begun { name, dialect, text, parameters, options } = begun;
        let script = match parse(&text, dialect) {
            Ok(script) => Arc::new(script),
            Err(fault) => {
                let why = dialect.unreadable(&name, &text, &fault, options.contains('c'));
                return Reply::Said(Outcome::failed(2, &why));
            }
        };
        let mut state = self.state.of_child();
        (state.name, state.dialect, state.parameters) = (name, dialect, Arc::new(parameters));
        state.of_text = options.contains('c');
        state.errexit = options.contains('e');
        state.trace = options.contains('x');
        state.nounset = options.contains('u');
        state.pipefail = options.contains('|');
        let frame = Frame::List { script, at: 0 };
        if self.instead {
            self.state = state;
            (self.instead, self.exiting, self.left) = (false, false, false);
            self.frames = vec![frame];
            return Reply::Goes;
        }
        match machine.fork(self, frame, self.fds.clone()) {
            Ok(id) => {
                if let Some(task) = machine.tasks.get_mut(&id) {
                    state.pid = if machine.pid > 0 { id } else { state.pid };
                    task.state = state;
                }
                self.frames.push(Frame::Join { tasks: vec![id], until: None, by: Joins::Stages });
                Reply::Goes
            }
            Err(why) => Reply::Said(Outcome::failed(254, &format!("{}: {why}", self.state.voice()))),
        }
    }

    /// Everything that runs, this task and the program it begins among it.
    pub fn all_processes(&self, machine: &Machine, arguments: &[String]) -> Vec<(u32, Arc<str>)> {
        let own = machine.main_line();
        let mut all = machine.processes();
        let pid = if self.id == MAIN { machine.pid() } else { self.id };
        let line: Arc<str> = arguments.join(" ").into();
        match &self.program {
            Some((program, _)) if !self.instead => all.extend([(pid, own), (*program, line)]),
            _ => all.push((pid, line)),
        }
        all.sort();
        all
    }

    /// `getopts LETTERS NAME [ARGUMENTS]` (POSIX 2.14 `getopts`): where it is between two calls is in `OPTIND` and,
    /// within one word, in `OPTPOS`.
    pub(super) fn next_option(&mut self, rest: &[String]) -> Reply {
        let [letters, name, given @ ..] = rest else {
            return Reply::Said(Outcome::failed(
                2,
                &format!("{}: getopts: usage: getopts optstring name [arg]", self.state.voice()),
            ));
        };
        let arguments = if given.is_empty() { self.state.parameters.to_vec() } else { given.to_vec() };
        let number =
            |name: &str, usual: usize| self.state.get(name).parse::<usize>().unwrap_or(usual).max(usual);
        let (mut at, mut inside) = (number("OPTIND", 1), number("OPTPOS", 1));
        let mut found = ("?".to_owned(), None, 1, String::new());
        let word =
            arguments.get(at - 1).filter(|word| word.len() > 1 && word.starts_with('-') && *word != "--");
        if let Some(letter) = word.and_then(|word| word[1..].chars().nth(inside - 1)) {
            let last = word.is_some_and(|word| word.chars().count() == inside + 1);
            let takes =
                letters.split_once(letter).filter(|_| letter != ':').map(|(_, rest)| rest.starts_with(':'));
            found = match takes {
                Some(_) => (letter.to_string(), None, 0, String::new()),
                None => {
                    let why = match self.state.dialect {
                        Dialect::Bash | Dialect::BashScript => {
                            format!("{}: illegal option -- {letter}\n", self.state.name)
                        }
                        _ => format!("Illegal option -{letter}\n"),
                    };
                    ("?".into(), Some(letter.to_string()).filter(|_| letters.starts_with(':')), 0, why)
                }
            };
            (at, inside) = if last { (at + 1, 1) } else { (at, inside + 1) };
            if takes == Some(true) {
                let here: String = word.map(|word| word.chars().skip(inside).collect()).unwrap_or_default();
                found.1 = if last { arguments.get(at - 1).cloned() } else { Some(here) };
                if found.1.is_none() {
                    let silent = letters.starts_with(':');
                    let why = match self.state.dialect {
                        Dialect::Bash | Dialect::BashScript => {
                            format!("{}: option requires an argument -- {letter}\n", self.state.name)
                        }
                        _ => format!("No arg for -{letter} option\n"),
                    };
                    found = (
                        if silent { ":" } else { "?" }.into(),
                        Some(letter.to_string()).filter(|_| silent),
                        0,
                        why,
                    );
                }
                (at, inside) = (at + usize::from(last), 1);
                at += usize::from(!last);
            }
        } else if arguments.get(at - 1).is_some_and(|word| word == "--") {
            at += 1;
        }
        let (option, argument, code, stderr) = found;
        let quiet = letters.starts_with(':');
        for (name, value) in
            [("OPTIND", at.to_string()), ("OPTPOS", inside.to_string()), (name.as_str(), option)]
        {
            let _ = self.state.set(name, &value);
        }
        match argument {
            Some(argument) => drop(self.state.set("OPTARG", &argument)),
            None => self.state.unset("OPTARG"),
        }
        Reply::Said(Outcome {
            code,
            stderr: if quiet { String::new() } else { stderr },
            ..Outcome::default()
        })
    }
}
