//! Tools that read what is piped into them. Those that look at lines one by one print as the lines come.

use super::repeat;
use super::task::{Frame, Task};
use super::{Machine, Step};
use crate::sh::dialect::Dialect;
use crate::sh::host::{Host, Outcome};
use crate::sh::tools::{self, Input};

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
            let (outcome, read) = self.run_tool(host, &arguments, "");
            if !read {
                self.emit(machine, host, &outcome);
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
            let (outcome, _) = self.run_tool(host, &arguments, &part);
            let well = well || outcome.code == 0;
            self.frames.push(Frame::Filter { arguments, seen: 0, well });
            self.emit(machine, host, &outcome);
            return Step::Went;
        }
        let size = text.len();
        if size != seen && size > 0 && tools::may_end_early(&arguments) {
            let text = text.to_owned();
            let (outcome, _) = self.run_tool(host, &arguments, &text);
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
        let (mut outcome, _) = self.run_tool(host, &arguments, stdin);
        if well && outcome.code == 1 {
            outcome.code = 0;
        }
        self.emit(machine, host, &outcome);
        Step::Went
    }

    /// What a tool makes of its input, and whether it looked at it.
    fn run_tool(&mut self, host: &mut dyn Host, arguments: &[String], stdin: &str) -> (Outcome, bool) {
        if arguments[0] == "tee" {
            return (self.tee(host, arguments, stdin), true);
        }
        // A program is no builtin: it is worded as the image's tools are, and those of Debian as GNU's.
        let dialect = match self.state.dialect {
            Dialect::Dash if self.instead => Dialect::Bash,
            dialect => dialect,
        };
        let read = |path: &str| host.read(&self.state.path(path));
        let input = Input::new(stdin, &read).worded(dialect);
        let outcome = tools::run(&arguments[0], arguments, &input).unwrap_or_default();
        (outcome, input.was_read())
    }

    fn tee(&mut self, host: &mut dyn Host, arguments: &[String], stdin: &str) -> Outcome {
        let mut outcome = Outcome::said(stdin);
        for path in arguments[1..].iter().filter(|one| !one.starts_with('-') && *one != "/dev/null") {
            // What comes in parts is put together: the file was emptied as `tee` began.
            if let Err(why) = host.write(&self.state.path(path), stdin, true) {
                outcome.stderr += &format!("tee: {path}: {why}\n");
                outcome.code = 1;
            }
        }
        outcome
    }
}
