//! Scripts in the words of a command: `$(...)`, `<(...)`, `>(...)` (POSIX 2.6.3, and bash's process substitution).

use std::sync::Arc;

use super::streams::{Fd, Fds, Input, Output};
use super::task::{Frame, Task};
use super::{Machine, Step};
use crate::sh::ast::{Command, InnerKind, Script};
use crate::sh::host::Host;

impl Task {
    pub(super) fn capture(&mut self, machine: &mut Machine, task: u32, pipe: u32) -> Step {
        if machine.tasks.contains_key(&task) {
            self.frames.push(Frame::Capture { task, pipe });
            return Step::Blocked;
        }
        let text = machine.take_all(Input::Pipe(pipe));
        machine.pipes.remove(&pipe);
        let code = machine.ended.remove(&task).unwrap_or_default();
        let Some(Frame::Command { command, outputs }) = self.frames.last_mut() else { return Step::Went };
        match command.outputs.get(outputs.len()).map(|one| one.kind) {
            Some(InnerKind::From) => {
                let path = inner_path(outputs.len());
                outputs.push(path.1);
                let pipe = machine.new_pipe(text);
                self.fds.set(path.0, Some(Fd::In(Input::Pipe(pipe))));
            }
            _ => {
                outputs.push(text);
                self.state.code = code;
            }
        }
        Step::Went
    }

    pub(super) fn command(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        command: Arc<Command>,
        outputs: Vec<String>,
    ) {
        let Some(inner) = command.outputs.get(outputs.len()) else {
            return self.begin(machine, host, &command, &outputs);
        };
        let (script, kind) = (inner.script.clone(), inner.kind);
        if outputs.is_empty() && command.outputs.iter().any(|one| one.kind != InnerKind::Text) {
            // The files are gone with the command.
            self.frames.push(Frame::Restore(self.fds.clone()));
        }
        if kind == InnerKind::To {
            return self.read_by(machine, host, command, (script, outputs));
        }
        let pipe = machine.new_pipe(String::new());
        let fds = Fds { out: Output::Pipe(pipe), ..self.fds.clone() };
        match machine.fork(self, Frame::List { script, at: 0 }, fds) {
            Ok(task) => {
                self.frames.push(Frame::Command { command, outputs });
                self.frames.push(Frame::Capture { task, pipe });
            }
            Err(why) => self.complain(machine, host, 254, &why),
        }
    }

    /// `>(...)`: a task that reads what is written to a file.
    fn read_by(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        command: Arc<Command>,
        (script, mut outputs): (Arc<Script>, Vec<String>),
    ) {
        let pipe = machine.new_pipe(String::new());
        let fds = Fds { input: Input::Pipe(pipe), ..self.fds.clone() };
        let (number, path) = inner_path(outputs.len());
        outputs.push(path);
        match machine.fork(self, Frame::List { script, at: 0 }, fds) {
            Ok(task) => {
                if let Some(task) = machine.tasks.get_mut(&task) {
                    task.background = true;
                }
                self.fds.set(number, Some(Fd::Out(Output::Pipe(pipe))));
                self.frames.push(Frame::Command { command, outputs });
            }
            Err(why) => self.complain(machine, host, 254, &why),
        }
    }
}

/// The number and the name of the file that stands for a script in a word (bash's, from 63 down).
fn inner_path(at: usize) -> (u32, String) {
    let number = 63_u32.saturating_sub(at as u32).max(11);
    (number, format!("/dev/fd/{number}"))
}
