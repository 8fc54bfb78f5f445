//! Being at a pod's terminal as soon as it runs: the end of kubectl pkg/cmd/run/run.go and pkg/cmd/attach, v1.36.
//!
//! What the container prints is shown until it ends. A shell there reads what is typed: it is one of its own beside the
//! container's first process, which ends when it does, and with its code.

use super::call::{Answer, Polled, Wait, Wants};
use super::delete::sentence;
use super::inside::{Exec, Typed, ended, is_shell, prompt};
use crate::cluster::kubelet::{ContainerRun, RunState};
use crate::cluster::{Key, Propagation, World};
use crate::kinds::pod::Pod;

const HINT: &str = "All commands and output from this session will be recorded in container logs, including credentials and \
    sensitive information passed through the command prompt.\nIf you don't see a command prompt, try pressing enter.\n";

/// A pod that is attached to.
#[derive(Clone, Debug)]
pub struct Attached {
    key: Key,
    container: String,
    /// Lines of its log that were shown.
    shown: u64,
    /// It was made to be attached to: `kubectl run`.
    own: bool,
    /// Goes when it is over: `--rm`.
    remove: bool,
    /// The terminal is asked for: `-it`.
    terminal: bool,
    quiet: bool,
    state: State,
}

#[derive(Clone, Debug)]
enum State {
    /// For the container to run.
    Waits,
    Shows,
    Types(Box<Typed>),
    /// For the pod to go, with this status at the end.
    Removes(String, i32),
}

impl Attached {
    pub fn new(key: Key, container: String, (remove, terminal, quiet): (bool, bool, bool)) -> Attached {
        Attached { key, container, shown: 0, own: true, remove, terminal, quiet, state: State::Waits }
    }

    /// What was printed before is left out.
    pub fn skipping(mut self, world: &World) -> Attached {
        let uid = self.uid(world).unwrap_or_default();
        let worker = world.kubelets().worker(&uid);
        let run = worker.and_then(|worker| worker.containers.iter().find(|run| *run.name == *self.container));
        self.shown = run.map_or(0, |run| run.lines_printed);
        self.own = false;
        self
    }

    /// What the container was told to run; an image that serves nothing begins a shell by itself.
    fn line(&self, world: &World, serves: bool) -> Vec<String> {
        let pod = world.api().store().by_key::<Pod>(&self.key);
        let spec = pod.and_then(|pod| pod.container_named(&self.container));
        let told = spec.map(|spec| spec.command.iter().chain(&spec.args).cloned().collect::<Vec<_>>());
        match told.unwrap_or_default() {
            told if told.is_empty() && !serves => vec!["sh".to_owned()],
            told => told,
        }
    }

    fn uid(&self, world: &World) -> Option<String> {
        Some(world.api().store().by_key::<Pod>(&self.key)?.meta.uid.to_string())
    }

    /// The container runs, or has run.
    fn begin(&mut self, world: &World, said: &mut Answer) {
        let Some(uid) = self.uid(world) else { return };
        let worker = world.kubelets().worker(&uid);
        let run = worker.and_then(|worker| worker.containers.iter().find(|run| *run.name == *self.container));
        let phase = world.api().store().by_key::<Pod>(&self.key).map(|pod| pod.status.phase.clone());
        let is_over = phase.is_some_and(|phase| phase == "Succeeded" || phase == "Failed");
        let was_there =
            |run: &ContainerRun| is_over || (run.ephemeral && matches!(run.state, RunState::Ended(_)));
        let Some(run) = run.filter(|run| was_there(run) || run.running_since().is_some()) else { return };
        if self.terminal && !self.quiet {
            // At a terminal both streams are one: the hint stands before the prompt.
            said.stdout += HINT;
        }
        let line = self.line(world, run.course().serves);
        self.state = State::Shows;
        if self.terminal && run.running_since().is_some() && is_shell(&line) {
            let process = run.beside(&line, world.now());
            let prompt = prompt(&line, &self.key.name);
            said.stdout += &prompt;
            let shell = Exec { uid, container: self.container.clone(), process };
            self.state = State::Types(Box::new(Typed::new(shell, prompt)));
        }
    }

    /// What was printed since; the status once the container has ended.
    fn show(&mut self, world: &World, said: &mut Answer) -> Option<i32> {
        let gone = 137;
        let Some(uid) = self.uid(world) else { return Some(gone) };
        let Some(worker) = world.kubelets().worker(&uid) else { return Some(gone) };
        let run = worker.containers.iter().find(|run| *run.name == *self.container)?;
        let first = run.lines_printed - run.log.len() as u64;
        for line in run.log.iter().skip(self.shown.saturating_sub(first) as usize) {
            said.stdout += &format!("{}\n", line.text);
        }
        self.shown = self.shown.max(run.lines_printed);
        if run.running_since().is_some() {
            return None;
        }
        let pod = world.api().store().by_key::<Pod>(&self.key)?;
        let statuses = pod.status.container_statuses.iter().chain(&pod.status.ephemeral_container_statuses);
        let status = statuses.into_iter().find(|status| status.name == self.container)?;
        let ended = status.state.terminated.as_ref().or(status.last_state.terminated.as_ref())?;
        ended.exit_code
    }

    fn pod<'a>(&self, world: &'a World) -> Option<&'a Pod> {
        world.api().store().by_key::<Pod>(&self.key).map(|pod| &**pod)
    }

    /// The shell is over, and the container with it; only one that `run` made tells how it ended.
    fn left(&mut self, world: &mut World, mut said: Answer, done: Answer) -> Polled {
        let code = done.code;
        said.stdout += &done.stdout;
        said.stderr += done.stderr.strip_suffix(&ended(code)).unwrap_or(&done.stderr);
        if let Some(uid) = self.uid(world) {
            world.end_main(&uid, &self.container, code);
        }
        let again = self.pod(world).is_some_and(|pod| pod.spec.restart_policy == "Always");
        if again {
            let (pod, container) = (&self.key.name, &self.container);
            said.stdout += &format!(
                "Session ended, resume using 'kubectl attach {pod} -c {container} -i -t' command when the pod is running\n"
            );
        }
        if again || !self.own {
            return self.over(world, said, 0);
        }
        // What was typed and answered was shown already.
        self.shown = u64::MAX;
        self.state = State::Shows;
        Polled::More(Answer { code: 0, ..said })
    }

    /// What `run` says of a pod that came to an end in another way than well.
    fn verdict(&self, code: i32) -> String {
        match code {
            0 => String::new(),
            _ => format!("pod {}/{} terminated (Error)\n", self.key.namespace, self.key.name),
        }
    }

    fn over(&mut self, world: &mut World, mut said: Answer, code: i32) -> Polled {
        said.code = code;
        if !self.remove {
            if self.own {
                said.stderr += &self.verdict(code);
            }
            return Polled::Done(said);
        }
        let key = self.key.clone();
        let done = world.act("kubectl", |api| api.delete(&key, None, Propagation::Background));
        if let Err(status) = done {
            said.add(Answer::failed(&status.to_string()));
            return Polled::Done(said);
        }
        said.stdout += &format!("{}\n", sentence(&key, "deleted"));
        let uid = self.uid(world).unwrap_or_default();
        self.state = State::Removes(uid, code);
        Polled::More(Answer { code: 0, ..said })
    }
}

impl Wait for Attached {
    fn poll(&mut self, world: &mut World) -> Polled {
        let mut said = Answer::default();
        if matches!(self.state, State::Waits) {
            if self.uid(world).is_none() {
                return Polled::Done(Answer::failed(&format!("error: pods \"{}\" not found", self.key.name)));
            }
            self.begin(world, &mut said);
        }
        match &mut self.state {
            State::Waits => Polled::More(said),
            State::Types(typed) => match typed.poll(world) {
                Polled::More(more) => {
                    said.add(more);
                    Polled::More(said)
                }
                Polled::Done(done) => self.left(world, said, done),
            },
            State::Shows => match self.show(world, &mut said) {
                None => Polled::More(said),
                Some(code) => self.over(world, said, code),
            },
            State::Removes(uid, code) => {
                let (uid, code) = (uid.clone(), *code);
                match self.uid(world).is_some_and(|now| now == uid) {
                    true => Polled::More(said),
                    false => {
                        let verdict = self.verdict(code);
                        Polled::Done(Answer { code, stderr: said.stderr.clone() + &verdict, ..said })
                    }
                }
            }
        }
    }

    fn wants(&self) -> Wants {
        match &self.state {
            State::Types(typed) => typed.wants(),
            _ => Wants::Nothing,
        }
    }

    fn give(&mut self, text: Option<String>) {
        if let State::Types(typed) = &mut self.state {
            typed.give(text);
        }
    }
}
