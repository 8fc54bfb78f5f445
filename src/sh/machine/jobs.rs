//! Commands in the background as the shell that began them counts them: `jobs`, `fg`, `bg`, `disown`, `%1`, `wait`.

use std::sync::Arc;

use super::builtins::Reply;
use super::task::{Frame, Joins, Task};
use super::{MAIN, Machine};
use crate::sh::host::Outcome;

/// Jobs at a time.
const LIMIT_JOBS: usize = 256;
/// `wait` for what is no child.
const NO_CHILD: i32 = 127;
/// Columns of a state in `jobs`.
const STATE_WIDTH: usize = 24;

#[derive(Clone, Debug)]
struct Job {
    number: u32,
    task: u32,
    /// The shell that began it.
    of: u32,
    text: Arc<str>,
}

#[derive(Clone, Debug, Default)]
pub struct Jobs(Vec<Job>);

impl Jobs {
    pub fn add(&mut self, task: u32, of: u32, text: Arc<str>) {
        let last = self.0.iter().filter(|job| job.of == of).map(|job| job.number).max().unwrap_or_default();
        if self.0.len() < LIMIT_JOBS {
            self.0.push(Job { number: last + 1, task, of, text });
        }
    }

    pub fn forget(&mut self, task: u32) {
        self.0.retain(|job| job.task != task);
    }

    fn of(&self, of: u32) -> Vec<Job> {
        self.0.iter().filter(|job| job.of == of).cloned().collect()
    }

    /// Those of a task, or, in a pipeline, of the shell it stands in.
    fn seen_by(&self, task: &Task) -> Vec<Job> {
        let own = self.of(task.id);
        if own.is_empty() && task.id != MAIN { self.of(task.parent) } else { own }
    }
}

impl Task {
    fn job(&self, machine: &Machine, text: &str) -> Option<Job> {
        let all = machine.jobs.seen_by(self);
        match text.strip_prefix('%') {
            Some("" | "+" | "%") => all.last().cloned(),
            Some("-") => all.iter().rev().nth(1).or(all.last()).cloned(),
            Some(number) => match number.parse::<u32>() {
                Ok(number) => all.into_iter().find(|job| job.number == number),
                Err(_) => all.into_iter().find(|job| job.text.starts_with(number)),
            },
            None => None,
        }
    }

    /// The number of the process that a word names: `%1`, `1234`.
    pub(super) fn process(&self, machine: &Machine, text: &str) -> Option<u32> {
        match text.starts_with('%') {
            true => self.job(machine, text).map(|job| job.task),
            false => text.parse().ok(),
        }
    }

    pub(super) fn jobs(&self, machine: &mut Machine, rest: &[String]) -> Reply {
        let all = machine.jobs.seen_by(self);
        let mut text = String::new();
        for (at, job) in all.iter().enumerate() {
            let mark = match all.len() - at {
                1 => '+',
                2 => '-',
                _ => ' ',
            };
            let (state, sign) = match machine.ended.get(&job.task) {
                None if machine.tasks.contains_key(&job.task) => ("Running".to_owned(), " &"),
                None | Some(0) => ("Done".to_owned(), ""),
                Some(code) if *code > 128 => ("Terminated".to_owned(), ""),
                Some(code) => (format!("Exit {code}"), ""),
            };
            let flag = rest.first().map_or("", String::as_str);
            let pid = if flag == "-l" { format!("{:>5} ", job.task) } else { " ".to_owned() };
            text += &match flag {
                "-p" => format!("{}\n", job.task),
                _ => format!("[{}]{mark} {pid}{state:<STATE_WIDTH$}{}{sign}\n", job.number, job.text),
            };
        }
        // What has ended is told once.
        for job in all.iter().filter(|job| !machine.tasks.contains_key(&job.task)) {
            machine.jobs.forget(job.task);
        }
        Reply::Said(Outcome::said(text))
    }

    /// `fg` waits for a job; `bg` finds it running already; `disown` no longer knows it.
    pub(super) fn job_control(&mut self, machine: &mut Machine, arguments: &[String]) -> Reply {
        let name = arguments[0].as_str();
        let voice = self.state.voice();
        let failed =
            |code: i32, why: &str| Reply::Said(Outcome::failed(code, &format!("{voice}: {name}: {why}")));
        let interactive = self.id == MAIN && machine.interactive;
        if name != "disown" && !interactive {
            let why = if self.state.dialect.is_bash() { "no job control" } else { "No current job" };
            return failed(if self.state.dialect.is_bash() { 1 } else { 2 }, why);
        }
        let wanted = arguments.get(1).map_or("%+", String::as_str);
        if name == "disown" && matches!(wanted, "-a" | "-h" | "-r") {
            machine.jobs.of(self.id).iter().for_each(|job| machine.jobs.forget(job.task));
            return Reply::Said(Outcome::default());
        }
        let wanted = if wanted.starts_with('%') { wanted.to_owned() } else { format!("%{wanted}") };
        let Some(job) = self.job(machine, &wanted) else {
            return failed(1, if arguments.len() > 1 { "no such job" } else { "current: no such job" });
        };
        match name {
            "bg" => Reply::Said(Outcome {
                stderr: format!("{voice}: bg: job {} already in background\n", job.number),
                ..Outcome::default()
            }),
            "disown" => {
                machine.jobs.forget(job.task);
                Reply::Said(Outcome::default())
            }
            _ => {
                if let Some(task) = machine.tasks.get_mut(&job.task) {
                    task.background = false;
                }
                self.frames.push(Frame::Join { tasks: vec![job.task], until: None, by: Joins::Stages });
                self.frames.push(Frame::Say(format!("{}\n", job.text)));
                Reply::Goes
            }
        }
    }

    pub(super) fn wait(&mut self, machine: &mut Machine, rest: &[String]) -> Reply {
        let first = rest.first().is_some_and(|one| one == "-n");
        let rest = rest.get(usize::from(first)..).unwrap_or_default();
        let mine =
            |id: &u32| machine.tasks.get(id).is_some_and(|task| task.background && task.parent == self.id);
        let voice = self.state.voice();
        let bash = self.state.dialect.is_bash();
        let (mut named, mut stderr) = (Vec::new(), String::new());
        for one in rest {
            let id = self.process(machine, one);
            match id.filter(|id| machine.tasks.contains_key(id) || machine.ended.contains_key(id)) {
                Some(id) => named.push(id),
                None if bash && one.starts_with('%') => {
                    stderr += &format!("{voice}: wait: {one}: no such job\n")
                }
                None if bash => {
                    stderr += &format!("{voice}: wait: pid {one} is not a child of this shell\n");
                }
                None => {}
            }
        }
        if !rest.is_empty() && named.is_empty() {
            return Reply::Said(Outcome { code: NO_CHILD, stderr, ..Outcome::default() });
        }
        let by = if first { Joins::First } else { Joins::Wait { named: !named.is_empty() } };
        let all: Vec<u32> = machine.tasks.keys().copied().filter(mine).collect();
        let tasks = match (named.is_empty(), first) {
            (false, _) => named,
            (true, false) => all,
            (true, true) => machine.jobs.of(self.id).iter().map(|job| job.task).collect(),
        };
        if first && tasks.is_empty() {
            return Reply::Said(Outcome { code: NO_CHILD, ..Outcome::default() });
        }
        if tasks.is_empty() {
            self.state.code = 0;
        }
        self.frames.push(Frame::Join { tasks, until: None, by });
        Reply::Goes
    }
}
