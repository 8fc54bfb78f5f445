//! Programs that last: what they print as time goes by, and when they end.

use std::collections::{BTreeMap, VecDeque};

use super::system::{Done, FOREVER, Follow, System};
use crate::sh::{Looked, Outcome};
use crate::sim::{SimTime, Span};

/// Programs of one process at a time.
const LIMIT_PROGRAMS: usize = 200;
/// How often `tail -f` looks (busybox and coreutils: 1 s).
const LOOK: Span = Span::from_secs(1);

/// The programs of one process.
#[derive(Clone, Debug, Default)]
pub struct Programs {
    running: BTreeMap<u64, Lasting>,
    next: u64,
}

#[derive(Clone, Debug)]
struct Lasting {
    /// What it prints, and when.
    parts: VecDeque<(SimTime, Outcome)>,
    /// Its end, and its code; none if it goes on for ever.
    ends: Option<(SimTime, i32)>,
    follows: Vec<Follow>,
    looks: SimTime,
    busy: bool,
}

impl Lasting {
    fn wakes(&self) -> Option<SimTime> {
        let looks = (!self.follows.is_empty()).then_some(self.looks);
        let prints = self.parts.front().map(|(at, _)| *at);
        looks.into_iter().chain(prints).chain(self.ends.map(|(at, _)| at)).min()
    }

    /// What was added to the files.
    fn added(&mut self, system: &dyn System) -> Outcome {
        let mut said = Outcome::default();
        for one in &mut self.follows {
            let Ok(held) = system.read(&one.path) else { continue };
            said.stderr += &one.appears.take().unwrap_or_default();
            // A file that was cut is shown from its beginning.
            let from = if held.len() < one.shown { 0 } else { one.shown };
            said.stdout += held.get(from..).unwrap_or_default();
            one.shown = held.len();
        }
        said
    }
}

fn add(all: &mut Outcome, more: &Outcome) {
    all.stdout += &more.stdout;
    all.stderr += &more.stderr;
}

impl Programs {
    /// Takes in what lasts; its number, or none if there are too many.
    pub fn begin(&mut self, done: Done, now: SimTime) -> Option<u64> {
        if self.running.len() >= LIMIT_PROGRAMS {
            return None;
        }
        let end = (done.takes < FOREVER).then(|| now + done.takes);
        let mut parts: VecDeque<(SimTime, Outcome)> =
            done.parts.into_iter().map(|(after, text)| (now + after, Outcome::said(text))).collect();
        if done.later
            && let Some(end) = end
        {
            parts.push_back((end, Outcome { stdout: done.stdout, stderr: done.stderr, code: 0 }));
        }
        let (ends, looks) = (end.map(|at| (at, done.code)), now + LOOK);
        let id = self.next;
        self.next += 1;
        self.running.insert(id, Lasting { parts, ends, follows: done.follows, looks, busy: done.busy });
        Some(id)
    }

    pub fn look(&mut self, id: u64, now: SimTime, system: &dyn System) -> Looked {
        let Some(one) = self.running.get_mut(&id) else { return Looked::Ended(Outcome::default()) };
        let mut said = Outcome::default();
        while let Some((_, part)) = one.parts.pop_front_if(|(at, _)| *at <= now) {
            add(&mut said, &part);
        }
        if !one.follows.is_empty() && one.looks <= now {
            add(&mut said, &one.added(system));
            one.looks = now + LOOK;
        }
        match one.ends.filter(|(at, _)| *at <= now) {
            Some((_, code)) => {
                self.running.remove(&id);
                Looked::Ended(Outcome { code, ..said })
            }
            None => Looked::Running(said),
        }
    }

    pub fn end(&mut self, id: u64) {
        self.running.remove(&id);
    }

    pub fn wakes(&self) -> Option<SimTime> {
        self.running.values().filter_map(Lasting::wakes).min()
    }

    /// One of them uses all the time it gets.
    pub fn is_busy(&self) -> bool {
        self.running.values().any(|one| one.busy)
    }
}
