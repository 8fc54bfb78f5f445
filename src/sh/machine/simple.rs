//! A command begins: its words are expanded, its streams opened, and what it names is found: an alias, a function, a
//! builtin, a tool, a program of the host (POSIX 2.9.1).

use std::sync::Arc;

use super::builtins::Reply;
use super::repeat::Batches;
use super::streams::{Fd, Fds, Input, Output};
use super::task::{Before, Frame, Joins, Task};
use super::{MAIN, Machine, Step, Stream, builtins, files, find, test};
use crate::sh::arithmetic;
use crate::sh::arrays::Array;
use crate::sh::ast::{
    Arm, Assignment, Change, Command, CommandKind, Part, Redirect, RedirectKind, Then, Word,
};
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
        if let Some(now) = host.now() {
            self.state.now_us = now.0;
            self.state.zero_us.get_or_insert(now.0);
        }
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
            let unset =
                why.ends_with("unbound variable") || why.contains(": parameter") || is_refused(command);
            let code = match self.state.dialect.is_bash() {
                true if self.state.of_text && unset => 127,
                true => 1,
                false => 2,
            };
            self.complain(machine, host, code, &why);
            let stays = matches!(command.kind, CommandKind::Arithmetic(_) | CommandKind::Test(_));
            let typed = self.id == MAIN && machine.interactive;
            if typed && !stays {
                self.unwind(|_| false);
            } else if !stays {
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
        let files = || host.files();
        let mut expansion = Expansion { state: &mut self.state, outputs, files: &files };
        match &command.kind {
            CommandKind::Simple { assignments, words, lists } => {
                let arguments = fields(&mut expansion, words)?;
                self.simple(machine, host, assignments, (arguments, outputs))?;
                return lists.iter().try_for_each(|one| self.assign(one, outputs, host));
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
            CommandKind::Case { word, arms } => return self.case(word, arms, outputs),
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
            CommandKind::Test(words) => return self.test(words, outputs, host),
        }
        Ok(())
    }

    fn case(&mut self, word: &Word, arms: &[Arm], outputs: &[String]) -> Result<(), String> {
        let mut expansion = Expansion { state: &mut self.state, outputs, files: &Vec::new };
        let text = expansion.text(word)?;
        let (mut bodies, mut goes_on) = (Vec::new(), false);
        for Arm { patterns, body, then } in arms {
            let mut fits = goes_on;
            for one in patterns {
                fits = fits || pattern::matches(&expansion.pattern(one)?, &text);
            }
            if !fits {
                continue;
            }
            bodies.push(body.clone());
            goes_on = *then == Then::Body;
            if *then == Then::Over {
                break;
            }
        }
        self.state.code = 0;
        self.frames.extend(bodies.into_iter().rev().map(|script| Frame::List { script, at: 0 }));
        Ok(())
    }

    fn test(&mut self, words: &[Word], outputs: &[String], host: &dyn Host) -> Result<(), String> {
        let mut expansion = Expansion { state: &mut self.state, outputs, files: &Vec::new };
        let mut texts: Vec<(String, String)> = Vec::new();
        for word in words {
            let is_regex = texts.last().is_some_and(|(last, _)| last == "=~");
            let pattern = if is_regex { expansion.regex(word)? } else { expansion.pattern(word)? };
            texts.push((expansion.text(word)?, pattern));
        }
        let (truth, groups) = test::extended(&texts, &self.state, host)?;
        if let Some(groups) = groups {
            let all = groups.into_iter().enumerate().map(|(at, one)| (at as i64, one));
            self.state.set_array("BASH_REMATCH", Array::Numbered(all.collect()))?;
        }
        self.state.code = i32::from(!truth);
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
        if self.state.trace && arguments.is_empty() {
            for one in assignments {
                let mut expansion = Expansion { state: &mut self.state, outputs, files: &Vec::new };
                let value = expansion.text(&one.value)?;
                let sign = if one.appends { "+" } else { "" };
                let text = format!("+ {}{sign}={}\n", one.name, tools::quoted_if_needed(&value));
                let code = self.state.code;
                self.emit(machine, host, &Outcome { stderr: text, code, ..Outcome::default() });
            }
        }
        for one in assignments {
            before.push(self.variable_before(&one.name));
            self.assign(one, outputs, host)?;
            if !arguments.is_empty() {
                self.state.export(&one.name, true);
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
            let words: Vec<String> = arguments.iter().map(|one| tools::quoted_if_needed(one)).collect();
            let text = format!("+ {}\n", words.join(" "));
            let code = self.state.code;
            self.emit(machine, host, &Outcome { stderr: text, code, ..Outcome::default() });
        }
        self.dispatch(machine, host, arguments);
        Ok(())
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
            Arc::make_mut(&mut self.state.calls).push(name);
            self.frames.push(Frame::Call { parameters, locals: Vec::new() });
            self.frames.push(Frame::Command { command: body, outputs: Vec::new() });
            return;
        }
        if !self.instead && builtins::is_builtin(&name) && self.state.dialect.knows(&name) {
            return self.own(machine, host, arguments);
        }
        match host.find(&name, &self.state.path(&name)) {
            Found::Program(own) if self.is_unknown(&own) => {
                let why = self.state.dialect.not_found(&name);
                self.complain(machine, host, 127, &why);
            }
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
            Found::Forbidden => {
                let folder = host.is_directory(&self.state.path(&name)) && self.state.dialect.is_bash();
                let why = if folder { "Is a directory" } else { "Permission denied" };
                self.complain(machine, host, 126, &format!("{name}: {why}"));
            }
            Found::Missing => {
                let why = self.state.dialect.not_found(&name);
                self.complain(machine, host, 127, &why);
            }
        }
    }

    /// A builtin of bash that this shell lacks, and no program either.
    fn is_unknown(&self, name: &str) -> bool {
        let program = tools::is_tool(name) || builtins::is_program(name) || files::is_known(name);
        builtins::is_builtin(name) && !self.state.dialect.knows(name) && !program
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
            if prefix == "time" {
                self.frames.push(Frame::Timed { begun: host.now(), posix: false });
            }
            self.strip_flags(&prefix, arguments);
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

    /// Flags of a prefix: `env -i` empties the environment, `env -u` takes a variable out of it.
    fn strip_flags(&mut self, prefix: &str, arguments: &mut Vec<String>) {
        let mut before = Vec::new();
        while arguments
            .first()
            .is_some_and(|next| next.starts_with('-') && (next.len() > 1 || prefix == "env"))
        {
            let flag = arguments.remove(0);
            let gone: Vec<String> = match (prefix, flag.as_str()) {
                ("env", "-i" | "-" | "--ignore-environment") => {
                    self.state.environment().map(|(name, _)| name.to_owned()).collect()
                }
                ("env", "-u") if !arguments.is_empty() => vec![arguments.remove(0)],
                ("nice", "-n") | ("sudo", "-u" | "-g") if !arguments.is_empty() => {
                    arguments.remove(0);
                    Vec::new()
                }
                _ => Vec::new(),
            };
            for name in gone {
                before.push(self.variable_before(&name));
                self.state.unset(&name);
            }
        }
        if !before.is_empty() {
            self.frames.push(Frame::Variables(before));
        }
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
        match parse(&format!("{text}{rest}"), self.state.dialect) {
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
            _ => host.reads_input(&arguments) || files::reads_input(&arguments),
        };
        if reads && !machine.waiting(self.fds.input).1 {
            self.frames.push(Frame::Start(arguments));
            return Step::Blocked;
        }
        let stdin = if reads { machine.take_all(self.fds.input) } else { String::new() };
        let inner = self.inner_files(machine, &arguments);
        for (path, text) in &inner {
            let _ = host.write(path, text, false);
        }
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
        let started = match host.leaves(&arguments[0]) {
            true => None,
            false => host.start(&program),
        };
        for path in inner.keys() {
            let _ = host.remove(path);
        }
        match started {
            Some(Started::Ended(outcome)) => self.emit(machine, host, &outcome),
            Some(Started::Running(outcome, id)) => {
                self.frames.push(Frame::Program(id));
                self.emit(machine, host, &outcome);
            }
            None if arguments[0] == "find" => {
                let found = find::search(host, &self.state, &arguments);
                self.frames.push(Frame::Each(Batches::of(found.commands, found.outcome.code)));
                self.emit(machine, host, &found.outcome);
            }
            None if arguments[0] == "yes" => {
                let line = if arguments.len() > 1 { arguments[1..].join(" ") } else { "y".to_owned() };
                self.frames.push(Frame::Again(format!("{line}\n")));
            }
            None => match files::run(host, &self.state, &arguments, &stdin) {
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
        for Redirect { stream, variable, kind, target } in redirects {
            let mut expansion = Expansion { state: &mut self.state, outputs, files: &Vec::new };
            let target = expansion.text(target)?;
            let stream = match variable {
                Some(name) if *kind == RedirectKind::Copy && target == "-" => {
                    self.state.get(name).parse().unwrap_or(u32::MAX)
                }
                Some(name) => {
                    self.state.set(name, &fds.free().to_string())?;
                    fds.free()
                }
                None => *stream,
            };
            self.redirect(machine, host, &mut fds, (stream, *kind, &target))?;
        }
        Ok(fds)
    }

    fn redirect(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        fds: &mut Fds,
        (stream, kind, target): (u32, RedirectKind, &str),
    ) -> Result<(), String> {
        let path = self.state.path(target);
        match kind {
            RedirectKind::Text => {
                fds.set(stream, Some(Fd::In(Input::Pipe(machine.new_pipe(target.to_owned())))));
            }
            RedirectKind::Read => {
                let input = match (fds.named(target), target) {
                    (Some(Fd::In(input)), _) => input,
                    (_, "/dev/null") => Input::Pipe(machine.new_pipe(String::new())),
                    _ => {
                        let text = match host.is_directory(&path) {
                            true => Ok(String::new()),
                            false => host.read(&path),
                        };
                        let text = text.map_err(|why| self.state.dialect.cannot_read(target, &why))?;
                        Input::Pipe(machine.new_pipe(text))
                    }
                };
                fds.set(stream, Some(Fd::In(input)));
            }
            RedirectKind::Copy if target == "-" => fds.set(stream, None),
            RedirectKind::Copy => {
                let (number, moves) = target.strip_suffix('-').map_or((target, false), |one| (one, true));
                let from = number.parse().ok();
                let fd = from.and_then(|number| fds.get(number));
                let fd = fd.ok_or_else(|| self.state.dialect.bad_stream(number))?;
                fds.set(stream, Some(fd));
                if let Some(number) = from.filter(|_| moves) {
                    fds.set(number, None);
                }
            }
            RedirectKind::Write
            | RedirectKind::Append
            | RedirectKind::WriteBoth
            | RedirectKind::AppendBoth => {
                let fresh = !matches!(kind, RedirectKind::Append | RedirectKind::AppendBoth);
                if self.state.noclobber && fresh && host.node(&path).is_some_and(|node| !node.is_directory) {
                    return Err(format!("{target}: cannot overwrite existing file"));
                }
                let to = self.opened(host, (target, &path), fresh, fds)?;
                fds.set(stream, Some(Fd::Out(to.clone())));
                if matches!(kind, RedirectKind::WriteBoth | RedirectKind::AppendBoth) {
                    fds.err = to;
                }
            }
        }
        Ok(())
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
            _ if fds.named(target).is_some() => match fds.named(target) {
                Some(Fd::Out(output)) => output,
                _ => Output::Nowhere,
            },
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

/// `${x?why}` stands in a command.
fn is_refused(command: &Command) -> bool {
    let refuses =
        |part: &Part| matches!(part, Part::Variable { change: Change::Instead { sign: '?', .. }, .. });
    match &command.kind {
        CommandKind::Simple { words, .. } => words.iter().flat_map(|word| &word.parts).any(refuses),
        _ => false,
    }
}

fn fields(expansion: &mut Expansion<'_>, words: &[Word]) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    for word in words {
        all.extend(expansion.fields(word)?);
    }
    Ok(all)
}
