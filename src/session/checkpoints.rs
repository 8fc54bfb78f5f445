//! Checkpoints: worlds to go back to, each with its terminal.
//!
//! One is kept every so many events, more for larger worlds, and one before each action. When there are
//! too many every second one goes, so that a long session has far ones and a near one costs little.

use crate::cluster::World;
use crate::sim::SimTime;
use crate::terminal::Terminal;

/// Events between two checkpoints, at least.
const INTERVAL_EVENTS: u64 = 250;
/// Checkpoints kept.
const LIMIT: usize = 64;

#[derive(Clone, Debug)]
struct Checkpoint {
    world: World,
    terminal: Terminal,
    /// The next action to perform from here.
    cursor: usize,
}

#[derive(Clone, Debug)]
pub struct Checkpoints {
    kept: Vec<Checkpoint>,
    /// Every so many intervals one is kept; doubles when there are too many.
    stride: u64,
}

impl Checkpoints {
    pub fn new(world: &World) -> Checkpoints {
        let first = Checkpoint { world: world.clone(), terminal: Terminal::default(), cursor: 0 };
        Checkpoints { kept: vec![first], stride: 1 }
    }

    fn interval(&self, world: &World) -> u64 {
        INTERVAL_EVENTS.max(world.api().store().len() as u64) * self.stride
    }

    fn last_events(&self) -> u64 {
        self.kept.last().map_or(0, |last| last.world.events())
    }

    /// Events the world may take before it is to be offered.
    pub fn events_until_next(&self, world: &World) -> u64 {
        let due = self.last_events() + self.interval(world);
        if world.events() < self.last_events() {
            INTERVAL_EVENTS
        } else {
            due.saturating_sub(world.events()).max(1)
        }
    }

    /// Keeps the world if it is time to.
    pub fn offer(&mut self, world: &World, terminal: &Terminal, cursor: usize) {
        if world.events() >= self.last_events() + self.interval(world) {
            self.force(world, terminal, cursor);
        }
    }

    /// Keeps the world.
    pub fn force(&mut self, world: &World, terminal: &Terminal, cursor: usize) {
        if world.events() < self.last_events() {
            return;
        }
        self.kept.push(Checkpoint { world: world.clone(), terminal: terminal.clone(), cursor });
        if self.kept.len() > LIMIT {
            let mut at = 0;
            self.kept.retain(|_| {
                at += 1;
                at % 2 == 1
            });
            self.stride *= 2;
        }
    }

    /// The last world strictly before a moment, or the first of all: what happens at the moment itself is replayed.
    pub fn before(&self, at: SimTime) -> (World, Terminal, usize) {
        let kept = self.kept.iter().rev().find(|one| one.world.now() < at).or(self.kept.first());
        kept.map(|one| (one.world.clone(), one.terminal.clone(), one.cursor))
            .expect("the first checkpoint is never dropped")
    }

    pub fn forget_after(&mut self, now: SimTime) {
        let mut first = true;
        self.kept.retain(|one| std::mem::take(&mut first) || one.world.now() <= now);
    }
}
