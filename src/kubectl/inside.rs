//! A command in a container, and a shell there with somebody at its terminal: what `exec`, `run -it` and `attach` share.

use std::collections::VecDeque;

use super::call::{Answer, Polled, Wait, Wants};
use crate::cluster::World;
use crate::cluster::process::{Entered, Life, Process};

/// A shell by its own: it reads what is typed.
pub fn is_shell(command: &[String]) -> bool {
    let plain = command.iter().skip(1).all(|word| matches!(word.as_str(), "-i" | "-l" | "--login" | "-il"));
    let name = command.first().and_then(|program| program.rsplit('/').next()).unwrap_or_default();
    plain && matches!(name, "sh" | "bash" | "ash" | "dash")
}

pub fn prompt(command: &[String], pod: &str) -> String {
    match command.first().is_some_and(|program| program.ends_with("bash")) {
        true => format!("root@{pod}:/# "),
        false => "# ".to_owned(),
    }
}

/// Lines typed ahead.
const LIMIT_AHEAD: usize = 100;

/// A shell in a container with somebody at its terminal.
#[derive(Clone, Debug)]
pub struct Typed {
    shell: Exec,
    prompt: String,
    lines: VecDeque<String>,
    /// A line is being run.
    runs: bool,
    closed: bool,
}

impl Wait for Typed {
    fn poll(&mut self, world: &mut World) -> Polled {
        let mut said = Answer::default();
        loop {
            if self.runs {
                while self.shell.process.wants_typing() && (self.closed || !self.lines.is_empty()) {
                    let line = self.lines.pop_front().map(|line| line + "\n");
                    self.shell.process.give(line.as_deref(), world.now());
                    if line.is_none() {
                        break;
                    }
                }
                let done = match self.shell.look(world) {
                    Polled::More(more) => {
                        said.add(more);
                        return Polled::More(said);
                    }
                    Polled::Done(done) => done,
                };
                self.runs = false;
                let gone = !matches!(self.shell.process.life, Life::Over(_));
                let left = self.shell.process.has_exited() || gone;
                said.stdout += &done.stdout;
                said.stderr += done.stderr.strip_suffix(&ended(done.code)).unwrap_or(&done.stderr);
                if left {
                    return self.end(world, said, done.code);
                }
                said.stdout += &self.prompt;
            }
            match self.lines.pop_front() {
                Some(line) => match self.shell.process.enter(&line, world.now()) {
                    Entered::Runs => self.runs = true,
                    Entered::Unfinished => said.stdout += "> ",
                    Entered::Wrong(why) => {
                        said.stderr += &why;
                        said.stdout += &self.prompt;
                    }
                },
                None if self.closed => return self.end(world, said, self.shell.process.code()),
                None if world.kubelets().worker(&self.shell.uid).is_none() => {
                    return self.end(world, said, KILLED);
                }
                None => return Polled::More(said),
            }
        }
    }

    fn wants(&self) -> Wants {
        Wants::Lines
    }

    fn give(&mut self, text: Option<String>) {
        match text {
            Some(line) if self.lines.len() < LIMIT_AHEAD => self.lines.push_back(line),
            Some(_) => {}
            None => self.closed = true,
        }
    }
}

impl Typed {
    /// A shell that waits for its first line.
    pub fn new(shell: Exec, prompt: String) -> Typed {
        Typed { shell, prompt, lines: VecDeque::new(), runs: false, closed: false }
    }

    fn end(&self, world: &mut World, mut said: Answer, code: i32) -> Polled {
        self.shell.leave(world);
        said.code = code;
        if code != 0 {
            said.stderr += &ended(code);
        }
        Polled::Done(said)
    }
}

/// Status of a command whose container went.
const KILLED: i32 = 137;

/// A command that has not ended.
#[derive(Clone, Debug)]
pub struct Exec {
    pub uid: String,
    pub container: String,
    pub process: Process,
}

impl Wait for Exec {
    fn poll(&mut self, world: &mut World) -> Polled {
        let polled = self.look(world);
        if matches!(polled, Polled::Done(_)) {
            self.leave(world);
        }
        polled
    }
}

impl Exec {
    /// What it began in the background stays in the container.
    fn leave(&self, world: &mut World) {
        world.leave_behind(&self.uid, &self.container, &self.process);
    }

    fn look(&mut self, world: &mut World) -> Polled {
        let Some(said) = world.exec(&self.uid, &self.container, &mut self.process) else {
            let answer = Answer { code: KILLED, stdout: String::new(), stderr: ended(KILLED) };
            return Polled::Done(answer);
        };
        let mut answer = Answer { stdout: said.stdout, stderr: said.stderr, code: 0 };
        match self.process.life {
            Life::Waits(_) => Polled::More(answer),
            Life::Over(code) => {
                answer.code = code;
                if code != 0 {
                    answer.stderr += &ended(code);
                }
                Polled::Done(answer)
            }
        }
    }
}

pub fn ended(code: i32) -> String {
    format!("command terminated with exit code {code}\n")
}
