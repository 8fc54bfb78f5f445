//! Compound commands as they go round: `if`, `while`, `until`, `for` (POSIX 2.9.4).

use std::sync::Arc;

use super::Machine;
use super::task::{Frame, Task};
use crate::sh::arithmetic;
use crate::sh::ast::{Command, CommandKind};
use crate::sh::expand::Expansion;
use crate::sh::host::Host;

impl Task {
    pub(super) fn if_arm(&mut self, command: Arc<Command>, arm: usize) {
        let CommandKind::If { arms, otherwise } = &command.kind else { return };
        let body = match arms.get(arm) {
            Some((_, body)) if self.state.code == 0 => Some(body.clone()),
            _ => match arms.get(arm + 1) {
                Some((condition, _)) => {
                    let condition = condition.clone();
                    self.frames.push(Frame::If { command, arm: arm + 1 });
                    self.frames.push(Frame::List { script: condition, at: 0 });
                    return;
                }
                None => otherwise.clone(),
            },
        };
        self.state.code = 0;
        self.frames.extend(body.map(|script| Frame::List { script, at: 0 }));
    }

    pub(super) fn while_loop(&mut self, command: Arc<Command>, testing: bool, last: i32) {
        let CommandKind::While { until, condition, body } = &command.kind else { return };
        let script = match (testing, (self.state.code == 0) != *until) {
            (true, false) => {
                self.state.code = last;
                return;
            }
            (true, true) => body.clone(),
            (false, _) => condition.clone(),
        };
        let last = if testing { 0 } else { self.state.code };
        self.frames.push(Frame::While { command, testing: !testing, last });
        self.frames.push(Frame::List { script, at: 0 });
    }

    pub(super) fn for_loop(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        command: Arc<Command>,
        mut values: Vec<String>,
    ) {
        let CommandKind::For { name, body, .. } = &command.kind else { return };
        let Some(value) = values.pop() else { return };
        if let Err(why) = self.state.set(name, &value) {
            return self.complain(machine, host, 1, &why);
        }
        let script = body.clone();
        self.frames.push(Frame::For { command, values });
        self.frames.push(Frame::List { script, at: 0 });
    }

    pub(super) fn count_loop(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        command: Arc<Command>,
        begun: bool,
    ) {
        let CommandKind::Count { begin, condition, step, body } = &command.kind else { return };
        let before = if begun { step } else { begin };
        let mut number = |word| {
            let mut expansion = Expansion { state: &mut self.state, outputs: &[], files: &Vec::new };
            let text = expansion.text(word)?;
            let empty = i64::from(text.trim().is_empty());
            Ok(arithmetic::value(&text, &mut self.state)?.max(empty))
        };
        let goes_on: Result<i64, String> = number(before).and_then(|_| number(condition));
        match goes_on {
            Ok(0) => {}
            Ok(_) => {
                let script = body.clone();
                self.frames.push(Frame::Count { command, begun: true });
                self.frames.push(Frame::List { script, at: 0 });
            }
            Err(why) => self.complain(machine, host, 1, &why),
        }
    }
}
