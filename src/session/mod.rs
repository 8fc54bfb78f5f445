//! A session: one cluster, what its user did to it, and the way back to every moment of it.
//!
//! A session is its script: options, seed and time-stamped actions. The world is never written down;
//! it is made again by running the script. Checkpoints (clones of the world) make that quick: to go to
//! a moment, take the last checkpoint before it and run on. Acting in the past drops what came after.
//! `views` turns the world into the plain structs of `view`.

mod action;
pub mod assist;
mod checkpoints;
pub mod diagnostics;
mod examples;
pub mod explain;
mod script;
pub mod story;
mod terminal;
mod views;
mod what_if;

pub use action::Action;
pub use examples::{Example, SchedulerExample, examples, scheduler_examples};
pub use script::{Entry, Script, ScriptError};

pub use crate::cluster::kubelet::Switch;
pub use crate::cluster::presets::Preset;

use checkpoints::Checkpoints;

use crate::cluster::{Progress, World};
use crate::sim::SimTime;
use crate::terminal::Terminal;
use crate::view::{Diagnostic, Frame, Inspection, Ref, ResultLine, SchedulerView, WhatIf};

/// What a session begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    pub preset: Preset,
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options { preset: Preset::ThreeNodes, seed: 1 }
    }
}

/// Events a step may take until something changes.
const LIMIT_STEP_EVENTS: u64 = 100_000;
/// Actions a script may hold.
const LIMIT_ACTIONS: usize = 10_000;

/// See the module's head.
#[derive(Clone, Debug)]
pub struct Session {
    script: Script,
    world: World,
    terminal: Terminal,
    /// The next action of the script to perform.
    cursor: usize,
    checkpoints: Checkpoints,
    reached: SimTime,
    target: Option<SimTime>,
    /// Up to when flows were drawn.
    flows_seen: SimTime,
    bookmarks: views::Bookmarks,
}

impl Session {
    pub fn new(options: Options) -> Session {
        Session::replay(Script { options, entries: Vec::new() })
    }

    /// A session that will do what a script says as its time comes.
    pub fn replay(script: Script) -> Session {
        let world = World::new(script.options.preset, script.options.seed);
        let checkpoints = Checkpoints::new(&world);
        let (cursor, reached, target, flows_seen) = (0, SimTime::ZERO, None, SimTime::ZERO);
        let (terminal, bookmarks) = (Terminal::default(), views::Bookmarks::default());
        Session { script, world, terminal, cursor, checkpoints, reached, target, flows_seen, bookmarks }
    }

    pub fn options(&self) -> &Options {
        &self.script.options
    }

    pub fn script(&self) -> &Script {
        &self.script
    }

    pub fn script_text(&self) -> String {
        self.script.to_text()
    }

    pub fn world(&self) -> &World {
        &self.world
    }

    pub fn now_us(&self) -> u64 {
        self.world.now().0
    }

    pub fn reached_us(&self) -> u64 {
        self.reached.0
    }

    /// Equal for equal histories, on every machine.
    pub fn digest(&self) -> String {
        self.world.digest().to_string()
    }

    /// Simulates up to a moment, at most `budget` events; true when it was reached.
    pub fn advance(&mut self, to_us: u64, budget: u32) -> bool {
        let to = SimTime(to_us);
        let until = self.world.events() + u64::from(budget);
        loop {
            let next = self.script.entries.get(self.cursor).map(|entry| entry.at).filter(|at| *at <= to);
            let left = until.saturating_sub(self.world.events());
            let came = self.run_world(next.unwrap_or(to), left);
            if came == Progress::OutOfBudget {
                return false;
            }
            match next {
                Some(_) => self.perform_next(),
                None => return true,
            }
        }
    }

    /// Runs in stretches, with a checkpoint between them.
    fn run_world(&mut self, to: SimTime, budget: u64) -> Progress {
        let until = self.world.events() + budget;
        loop {
            let left = until.saturating_sub(self.world.events());
            let stretch = left.min(self.checkpoints.events_until_next(&self.world));
            let came = self.run_with_terminal(to, stretch);
            self.reached = self.reached.max(self.world.now());
            if came == Progress::Reached {
                return came;
            }
            self.checkpoints.offer(&self.world, &self.terminal, self.cursor);
            if self.world.events() >= until {
                return Progress::OutOfBudget;
            }
        }
    }

    fn perform_next(&mut self) {
        let action = self.script.entries[self.cursor].action.clone();
        self.cursor += 1;
        action::perform(&mut self.world, &mut self.terminal, &action);
    }

    /// Sets a moment to go to; `advance_seek` goes there.
    pub fn seek(&mut self, to_us: u64) {
        let to = SimTime(to_us);
        if to < self.world.now() {
            (self.world, self.terminal, self.cursor) = self.checkpoints.before(to);
            self.flows_seen = self.world.now();
            self.bookmarks = views::Bookmarks::default();
        }
        self.target = Some(to);
    }

    /// Goes on to the moment sought; true when it is reached.
    pub fn advance_seek(&mut self, budget: u32) -> bool {
        let Some(target) = self.target else { return true };
        let there = self.advance(target.0, budget);
        if there {
            self.target = None;
            self.flows_seen = self.world.now();
        }
        there
    }

    pub fn is_seeking(&self) -> bool {
        self.target.is_some()
    }

    /// Goes on to the next change of the cluster.
    pub fn step(&mut self) {
        let version = self.world.api().store().version();
        for _ in 0..LIMIT_STEP_EVENTS {
            let world = self.world.next_time();
            let script = self.script.entries.get(self.cursor).map(|entry| entry.at);
            let terminal = self.terminal.looks_at();
            let Some(next) = world.into_iter().chain(script).chain(terminal).min() else { return };
            self.advance(next.0, 1);
            if self.world.api().store().version() != version {
                return;
            }
        }
    }

    /// Does what the user asks, now. What the script held after this moment is dropped.
    pub fn act(&mut self, action: Action) -> Vec<ResultLine> {
        while self.is_seeking() {
            self.advance_seek(u32::MAX);
        }
        let now = self.world.now();
        self.advance(now.0, u32::MAX);
        self.forget_after(now);
        if self.changes_nothing(&action) {
            return Vec::new();
        }
        if self.script.entries.len() >= LIMIT_ACTIONS {
            let text = format!("a session holds at most {LIMIT_ACTIONS} actions; start a new one");
            return vec![ResultLine { text, error: true }];
        }
        self.checkpoints.force(&self.world, &self.terminal, self.cursor);
        self.script.entries.push(Entry { at: now, action: action.clone() });
        self.cursor += 1;
        action::perform(&mut self.world, &mut self.terminal, &action)
    }

    fn forget_after(&mut self, now: SimTime) {
        self.script.entries.truncate(self.cursor);
        self.checkpoints.forget_after(now);
        self.reached = now;
    }

    /// What is wrong with a text, for the editor.
    pub fn check(&self, text: &str) -> Vec<Diagnostic> {
        diagnostics::check(text, self.world.api().store())
    }

    /// The whole cluster as it is now; flows since the last frame are in it once.
    pub fn frame(&mut self) -> Frame {
        let frame = views::frame(self);
        self.flows_seen = self.world.now();
        frame
    }

    /// What is wrong with a KubeSchedulerConfiguration, for the editor.
    pub fn check_scheduler_config(&self, text: &str) -> Vec<Diagnostic> {
        diagnostics::scheduler_config(text)
    }

    /// The scheduler and its configuration.
    pub fn scheduler(&self) -> SchedulerView {
        views::scheduler(self)
    }

    /// What the scheduler would say of a pod if kubectl commands were run first; nothing is done.
    pub fn what_if(&self, pod: &Ref, commands: &[String]) -> Option<WhatIf> {
        what_if::what_if(&self.world, pod, commands)
    }

    /// One object, explained.
    pub fn inspect(&self, what: &Ref) -> Inspection {
        views::inspect(&self.world, what)
    }
}
