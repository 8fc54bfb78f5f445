//! A command begins: its words are expanded, its streams opened, and what it names is found: an alias, a function, a
//! builtin, a tool, a program of the host (POSIX 2.9.1).

use std::sync::Arc;

use super::builtins::Reply;
use super::streams::{Fds, Input, Output};
use super::task::{Before, Frame, Joins, Task};
use super::{MAIN, Machine, Step, Stream, builtins, files, test};
use crate::sh::arithmetic;
use crate::sh::ast::{Assignment, Command, CommandKind, Redirect, RedirectKind, Word};
use crate::sh::expand::Expansion;
use crate::sh::host::{Found, Host, Outcome, Program, Started};
use crate::sh::parse::parse;
use crate::sh::pattern;
use crate::sh::tools;

/// Frames of a task: functions within functions.
const LIMIT_FRAMES: usize = 2_000;
/// Commands that only run another one.
const PREFIXES: [&str; 9] = ["builtin", "command", "env", "exec", "nice", "nohup", "setsid", "sudo", "time"];

impl Task {
    /// A command whose substitutions have run.
    pub fn begin(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        command: &Arc<Command>,
        outputs: &[String],
    ) {
        self.state.line = command.line;
        let fds = match self.redirected(machine, host, &command.redirects, outputs) {
            Ok(fds) => fds,
            Err(why) => return self.complain(machine, host, self.state.dialect.failure(), &why),
        };
        let before = std::mem::replace(&mut self.fds, fds);
        if before != self.fds {
            self.frames.push(Frame::Restore(before));
        }
        if self.frames.len() > LIMIT_FRAMES {
            self.complain(machine, host, 1, "maximum function nesting level exceeded");
            return self.exit(1);
        }
        if let Err(why) = self.kind(machine, host, command, outputs) {
            let code = if self.state.dialect.is_bash() { 1 } else { 2 };
            self.complain(machine, host, code, &why);
            if !matches!(command.kind, CommandKind::Arithmetic(_) | CommandKind::Test(_)) {
                self.exit(code);
            }
        }
    }

    fn kind(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        command: &Arc<Command>,
        outputs: &[String],
    ) -> Result<(), String> {
        if matches!(command.kind, CommandKind::Test(_)) && !self.state.dialect.knows("[[") {
            let why = self.state.dialect.not_found("[[");
            self.complain(machine, host, 127, &why);
            return Ok(());
        }
        let files = || host.files();
        let mut expansion = Expansion { state: &mut self.state, outputs, files: &files };
        match &command.kind {
            CommandKind::Simple { assignments, words } => {
                let arguments = fields(&mut expansion, words)?;
                return self.simple(machine, host, assignments, (arguments, outputs));
            }
            CommandKind::If { arms, .. } => {
                let script = arms[0].0.clone();
                self.frames.push(Frame::If { command: command.clone(), arm: 0 });
                self.frames.push(Frame::List { script, at: 0 });
            }
            CommandKind::While { .. } => {
                self.state.code = 0;
                self.frames.push(Frame::While { command: command.clone(), testing: false, last: 0 });
            }
            CommandKind::For { words, .. } => {
                let mut values = match words {
                    Some(words) => fields(&mut expansion, words)?,
                    None => self.state.parameters.to_vec(),
                };
                values.reverse();
                self.state.code = 0;
                self.frames.push(Frame::For { command: command.clone(), values });
            }
            CommandKind::Count { .. } => {
                self.state.code = 0;
                self.frames.push(Frame::Count { command: command.clone(), begun: false });
            }
            CommandKind::Case { word, arms } => {
                let text = expansion.text(word)?;
                let mut found = None;
                for (patterns, body) in arms {
                    for one in patterns {
                        if found.is_none() && pattern::matches(&expansion.pattern(one)?, &text) {
                            found = Some(body.clone());
                        }
                    }
                }
                self.state.code = 0;
                self.frames.extend(found.map(|script| Frame::List { script, at: 0 }));
            }
            CommandKind::Group(script) => self.frames.push(Frame::List { script: script.clone(), at: 0 }),
            CommandKind::Subshell(script) => {
                let id =
                    machine.fork(self, Frame::List { script: script.clone(), at: 0 }, self.fds.clone())?;
                self.frames.push(Frame::Join { tasks: vec![id], until: None, by: Joins::Stages });
            }
            CommandKind::Function { name, body } => {
                self.state.define(name, body);
                self.state.code = 0;
            }
            CommandKind::Arithmetic(word) => {
                let text = expansion.text(word)?;
                self.state.code = i32::from(arithmetic::value(&text, &mut self.state)? == 0);
            }
            CommandKind::Test(words) => {
                let mut texts = Vec::new();
                for word in words {
                    texts.push((expansion.text(word)?, expansion.pattern(word)?));
                }
                self.state.code = i32::from(!test::extended(&texts, &self.state, host)?);
            }
        }
        Ok(())
    }

    fn simple(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        assignments: &[Assignment],
        (arguments, outputs): (Vec<String>, &[String]),
    ) -> Result<(), String> {
        let mut before: Vec<Before> = Vec::new();
        for Assignment { name, appends, value } in assignments {
            let mut expansion = Expansion { state: &mut self.state, outputs, files: &Vec::new };
            let value = expansion.text(value)?;
            let value = if *appends { format!("{}{value}", self.state.get(name)) } else { value };
            before.push(self.variable_before(name));
            self.state.set(name, &value)?;
            if !arguments.is_empty() {
                self.state.export(name, true);
            }
        }
        if arguments.is_empty() {
            self.state.code *= i32::from(!outputs.is_empty());
            return Ok(());
        }
        if !before.is_empty() {
            self.frames.push(Frame::Variables(before));
        }
        if self.state.trace {
            let text = format!("+ {}\n", arguments.join(" "));
            let code = self.state.code;
            self.emit(machine, host, &Outcome { stderr: text, code, ..Outcome::default() });
        }
        self.dispatch(machine, host, arguments);
        Ok(())
    }

    pub fn variable_before(&self, name: &str) -> Before {
        let exported = self.state.is_exported(name);
        (name.to_owned(), self.state.find(name).map(str::to_owned), exported)
    }

    /// Finds what a command's first word names, and begins it.
    pub fn dispatch(&mut self, machine: &mut Machine, host: &mut dyn Host, mut arguments: Vec<String>) {
        machine.commands += 1;
        if machine.commands > machine.limit_commands {
            let why = format!("more than {} commands in one line", machine.limit_commands);
            self.complain(machine, host, 2, &why);
            return self.exit(2);
        }
        let Some(direct) = self.strip_prefixes(machine, host, &mut arguments) else { return };
        let Some(name) = arguments.first().cloned() else {
            let lines = self.state.environment().map(|(name, value)| format!("{name}={value}\n"));
            let outcome = Outcome::said(lines.collect::<String>());
            return self.emit(machine, host, &outcome);
        };
        if !direct && self.alias(machine, host, &arguments) {
            return;
        }
        if let Some(body) = self.state.function(&name).filter(|_| !direct).cloned() {
            let parameters = Arc::new(arguments[1..].to_vec());
            let parameters = std::mem::replace(&mut self.state.parameters, parameters);
            self.frames.push(Frame::Call { parameters, locals: Vec::new() });
            self.frames.push(Frame::Command { command: body, outputs: Vec::new() });
            return;
        }
        if !self.instead && builtins::is_builtin(&name) && self.state.dialect.knows(&name) {
            return self.own(machine, host, arguments);
        }
        match host.find(&name, &self.state.path(&name)) {
            Found::Program(own) => {
                let pid = if self.instead { 0 } else { machine.number_program() };
                self.program = Some((pid, arguments.clone()));
                // The shell's own are known by their names alone.
                if tools::is_tool(&own) || builtins::is_program(&own) {
                    arguments[0] = own;
                }
                self.own(machine, host, arguments);
            }
            Found::Script(path) => self.script_file(machine, host, &path, &arguments),
            Found::Forbidden => self.complain(machine, host, 126, &format!("{name}: Permission denied")),
            Found::Missing => {
                let why = self.state.dialect.not_found(&name);
                self.complain(machine, host, 127, &why);
            }
        }
    }

    /// What the shell does itself, a tool, or else a program of the host.
    fn own(&mut self, machine: &mut Machine, host: &mut dyn Host, arguments: Vec<String>) {
        match self.builtin(machine, host, &arguments) {
            Some(Reply::Said(outcome)) => return self.emit(machine, host, &outcome),
            Some(Reply::Goes) => return,
            None => {}
        }
        if tools::is_tool(&arguments[0]) && !host.does_itself(&arguments) {
            self.frames.push(Frame::Filter { arguments, seen: usize::MAX, well: false });
        } else {
            self.frames.push(Frame::Start(arguments));
        }
    }

    /// Takes `sudo`, `env A=b` and their like off; whether functions and aliases are passed over then. None if that was
    /// all there is to do.
    fn strip_prefixes(
        &mut self,
        machine: &Machine,
        host: &dyn Host,
        arguments: &mut Vec<String>,
    ) -> Option<bool> {
        let mut direct = self.instead;
        while let Some(prefix) = arguments.first().filter(|first| PREFIXES.contains(&first.as_str())).cloned()
        {
            if prefix == "command"
                && arguments.get(1).is_some_and(|next| matches!(next.as_str(), "-v" | "-V"))
            {
                break;
            }
            let of_shell = matches!(prefix.as_str(), "builtin" | "command" | "exec" | "time");
            if !of_shell && !matches!(host.find(&prefix, &self.state.path(&prefix)), Found::Program(_)) {
                break;
            }
            direct |= prefix != "time";
            arguments.remove(0);
            while arguments.first().is_some_and(|next| next.starts_with('-') && next.len() > 1) {
                arguments.remove(0);
            }
            while let Some((name, value)) = arguments.first().and_then(|next| next.split_once('=')) {
                if !matches!(prefix.as_str(), "env" | "sudo") || !crate::sh::is_variable(name) {
                    break;
                }
                let before = self.variable_before(name);
                self.frames.push(Frame::Variables(vec![before]));
                let _ = self.state.set(name, value);
                self.state.export(name, true);
                arguments.remove(0);
            }
            if prefix == "exec" && !(self.id == MAIN && machine.interactive) {
                if arguments.is_empty() {
                    // The redirections stay.
                    self.frames.pop_if(|frame| matches!(frame, Frame::Restore(_)));
                    self.state.code = 0;
                    return None;
                }
                self.become_program();
            }
        }
        Some(direct)
    }

    /// What comes now takes the shell's place.
    fn become_program(&mut self) {
        self.frames.clear();
        self.state.forget_traps();
        (self.instead, self.exiting, self.left) = (true, true, true);
    }

    fn alias(&mut self, machine: &mut Machine, host: &mut dyn Host, arguments: &[String]) -> bool {
        let name = &arguments[0];
        let inside = |frame: &Frame| matches!(frame, Frame::Alias(alias) if alias == name);
        let Some(text) = self.state.aliases.get(name).filter(|_| !self.frames.iter().any(inside)) else {
            return false;
        };
        let rest: String =
            arguments[1..].iter().map(|one| format!(" '{}'", one.replace('\'', "'\\''"))).collect();
        match parse(&format!("{text}{rest}")) {
            Ok(script) => {
                self.frames.push(Frame::Alias(name.clone()));
                self.frames.push(Frame::List { script: script.into(), at: 0 });
            }
            Err(fault) => self.complain(machine, host, 2, &fault.message),
        }
        true
    }

    /// A program of the host; it begins when what is piped into it is there.
    pub fn start(&mut self, machine: &mut Machine, host: &mut dyn Host, arguments: Vec<String>) -> Step {
        let reads = match self.fds.input {
            Input::Typed => host.reads_typed(&arguments),
            _ => host.reads_input(&arguments),
        };
        if reads && !machine.waiting(self.fds.input).1 {
            self.frames.push(Frame::Start(arguments));
            return Step::Blocked;
        }
        let stdin = if reads { machine.take_all(self.fds.input) } else { String::new() };
        let processes = match host.lists_processes(&arguments[0]) {
            true => self.all_processes(machine, &arguments),
            false => Vec::new(),
        };
        let program = Program {
            arguments: &arguments,
            stdin: &stdin,
            environment: self.state.environment().collect(),
            directory: &self.state.directory,
            processes,
        };
        match host.start(&program) {
            Some(Started::Ended(outcome)) => self.emit(machine, host, &outcome),
            Some(Started::Running(outcome, id)) => {
                self.frames.push(Frame::Program(id));
                self.emit(machine, host, &outcome);
            }
            None => match files::run(host, &self.state, &arguments) {
                Some(outcome) => self.emit(machine, host, &outcome),
                None => {
                    let why = self.state.dialect.not_found(&arguments[0]);
                    self.complain(machine, host, 127, &why);
                }
            },
        }
        Step::Went
    }

    /// The streams as the redirections leave them.
    fn redirected(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        redirects: &[Redirect],
        outputs: &[String],
    ) -> Result<Fds, String> {
        let mut fds = self.fds.clone();
        for Redirect { stream, kind, target } in redirects {
            let mut expansion = Expansion { state: &mut self.state, outputs, files: &Vec::new };
            let target = expansion.text(target)?;
            let path = self.state.path(&target);
            match kind {
                RedirectKind::Text => fds.input = Input::Pipe(machine.new_pipe(target)),
                RedirectKind::Read => {
                    let text = match target.as_str() {
                        "/dev/null" => String::new(),
                        _ => host.read(&path).map_err(|why| self.state.dialect.cannot_read(&target, &why))?,
                    };
                    fds.input = Input::Pipe(machine.new_pipe(text));
                }
                RedirectKind::Copy => {
                    let from = match target.as_str() {
                        "1" => fds.out.clone(),
                        "2" => fds.err.clone(),
                        "0" | "-" => Output::Nowhere,
                        _ => return Err(format!("{target}: Bad file descriptor")),
                    };
                    set(&mut fds, *stream, from);
                }
                RedirectKind::Write | RedirectKind::Append | RedirectKind::WriteBoth => {
                    let fresh = *kind != RedirectKind::Append;
                    let to = self.opened(host, (&target, &path), fresh, &fds)?;
                    set(&mut fds, *stream, to.clone());
                    if *kind == RedirectKind::WriteBoth {
                        fds.err = to;
                    }
                }
            }
        }
        Ok(fds)
    }

    fn opened(
        &self,
        host: &mut dyn Host,
        (target, path): (&str, &str),
        fresh: bool,
        fds: &Fds,
    ) -> Result<Output, String> {
        Ok(match target {
            "/dev/null" => Output::Nowhere,
            "/dev/stdout" | "/proc/self/fd/1" | "/dev/fd/1" => fds.out.clone(),
            "/dev/stderr" | "/proc/self/fd/2" | "/dev/fd/2" => fds.err.clone(),
            "/dev/tty" => Output::Terminal(Stream::Out),
            _ => {
                let cannot = |why: &str| self.state.dialect.cannot_write(target, why);
                if host.is_directory(path) {
                    return Err(cannot("Is a directory"));
                }
                host.write(path, "", !fresh).map_err(|why| cannot(&why))?;
                Output::File(path.to_owned())
            }
        })
    }
}

fn set(fds: &mut Fds, stream: u8, to: Output) {
    match stream {
        1 => fds.out = to,
        2 => fds.err = to,
        _ => {}
    }
}

fn fields(expansion: &mut Expansion<'_>, words: &[Word]) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    for word in words {
        all.extend(expansion.fields(word)?);
    }
    Ok(all)
}
