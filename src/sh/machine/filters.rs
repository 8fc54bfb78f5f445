//! Tools that read what is piped into them. Those that look at lines one by one print as the lines come.

use super::repeat;
use super::streams::{Fd, Written};
use super::task::{Frame, Task};
use super::{Machine, Step, files};
use crate::sh::dialect::Dialect;
use crate::sh::host::{Host, Outcome};
use crate::sh::tools::{self, Input};
use std::collections::BTreeMap;

impl Task {
    /// `seen` is how much of the input was looked at, `usize::MAX` before the first look.
    pub fn filter(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        arguments: Vec<String>,
        (seen, well): (usize, bool),
    ) -> Step {
        if seen == usize::MAX && !repeat::takes_input(&arguments[0]) {
            let (outcome, read) = self.run_tool(machine, host, &arguments, "");
            if !read {
                // What it prints is held back until it is done.
                self.emit_parts(machine, host, &outcome, arguments[0] == "printf");
                return Step::Went;
            }
        }
        let (text, closed) = machine.waiting(self.fds.input);
        if closed {
            let stdin = machine.take_all(self.fds.input);
            return self.last_part(machine, host, arguments, (&stdin, well));
        }
        if tools::by_lines(&arguments) {
            let whole = text.rfind('\n').map_or(0, |end| end + 1);
            if whole == 0 {
                self.frames.push(Frame::Filter { arguments, seen: 0, well });
                return Step::Blocked;
            }
            let part = machine.take(self.fds.input, whole);
            let (outcome, _) = self.run_tool(machine, host, &arguments, &part);
            let well = well || outcome.code == 0;
            self.frames.push(Frame::Filter { arguments, seen: 0, well });
            self.emit(machine, host, &outcome);
            return Step::Went;
        }
        let size = text.len();
        if size != seen && size > 0 && tools::may_end_early(&arguments) {
            let text = text.to_owned();
            let (outcome, _) = self.run_tool(machine, host, &arguments, &text);
            if tools::has_enough(&arguments, &text, &outcome) {
                machine.take_all(self.fds.input);
                self.emit(machine, host, &outcome);
                return Step::Went;
            }
        }
        self.frames.push(Frame::Filter { arguments, seen: size, well });
        Step::Blocked
    }

    fn last_part(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        arguments: Vec<String>,
        (stdin, well): (&str, bool),
    ) -> Step {
        if arguments[0] == "xargs" {
            match repeat::batches(&arguments, stdin) {
                Ok(batches) => self.frames.push(Frame::Each(batches)),
                Err(outcome) => self.emit(machine, host, &outcome),
            }
            return Step::Went;
        }
        let (mut outcome, _) = self.run_tool(machine, host, &arguments, stdin);
        if well && outcome.code == 1 {
            outcome.code = 0;
        }
        self.emit(machine, host, &outcome);
        Step::Went
    }

    /// What a tool makes of its input, and whether it looked at it.
    fn run_tool(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        arguments: &[String],
        stdin: &str,
    ) -> (Outcome, bool) {
        if arguments[0] == "tee" {
            return (self.tee(machine, host, arguments, stdin), true);
        }
        let inner = self.inner_files(machine, arguments);
        let home =
            self.state.environment().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        // A program is no builtin: it is worded as the image's tools are, and those of Debian as GNU's.
        let dialect = match self.state.dialect {
            Dialect::Dash if self.instead => Dialect::Bash,
            dialect => dialect,
        };
        let seen: &dyn Host = host;
        let read = |path: &str| match inner.get(path) {
            Some(text) => Ok(text.clone()),
            None if seen.is_directory(&self.state.path(path)) => Err("Is a directory".to_owned()),
            None => seen.read(&self.state.path(path)),
        };
        let list = |path: &str| files::below(seen, &self.state, path);
        let voice = if self.instead { String::new() } else { self.state.voice() };
        let mut input = Input::new(stdin, &read).worded(dialect).listing(&list).with_environment(home);
        input.now_us = self.state.now_us;
        if super::builtins::is_builtin(&arguments[0]) {
            input = input.voiced(&voice);
        }
        let outcome = tools::run(&arguments[0], arguments, &input).unwrap_or_default();
        let (written, was_read) = (input.take_written(), input.was_read());
        for (path, text, append) in written {
            let to = match path.as_str() {
                "/dev/stderr" => self.fds.err.clone(),
                "/dev/stdout" => self.fds.out.clone(),
                path => {
                    let _ = host.write(&self.state.path(path), &text, append);
                    continue;
                }
            };
            machine.write(&to, &text, host);
        }
        (outcome, was_read)
    }

    /// What is in the files that stand for streams: `/dev/fd/63`, `/dev/stdin`.
    pub(super) fn inner_files(
        &self,
        machine: &mut Machine,
        arguments: &[String],
    ) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for path in arguments.iter().filter(|one| one.starts_with("/dev/fd/")) {
            if let Some(Fd::In(input)) = self.fds.named(path) {
                found.insert(path.clone(), machine.take_all(input));
            }
        }
        found
    }

    fn tee(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        arguments: &[String],
        stdin: &str,
    ) -> Outcome {
        let mut outcome = Outcome::said(stdin);
        for path in arguments[1..].iter().filter(|one| !one.starts_with('-') && *one != "/dev/null") {
            if let Some(Fd::Out(to)) = self.fds.named(path) {
                if let Written::Failed(why) = machine.write(&to, stdin, host) {
                    outcome.stderr += &format!("tee: {why}\n");
                }
                continue;
            }
            // What comes in parts is put together: the file was emptied as `tee` began.
            if let Err(why) = host.write(&self.state.path(path), stdin, true) {
                outcome.stderr += &format!("tee: {path}: {why}\n");
                outcome.code = 1;
            }
        }
        outcome
    }
}
