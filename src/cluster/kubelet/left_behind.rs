//! What a command in a container left running in the background when it ended: it belongs to the container from then on,
//! prints to nobody and ends with it.

use std::sync::Arc;

use super::container::Stage;
use super::inside::Inside;
use super::worker::PodWorker;
use crate::cluster::process::Process;
use crate::sim::SimTime;

/// Commands of a container that left something; what later ones leave ends with them.
const LIMIT_LEFT: usize = 32;

#[derive(Clone, Debug, Default)]
pub struct LeftBehind(Vec<Process>);

impl LeftBehind {
    fn add(&mut self, process: Process) {
        if self.0.len() < LIMIT_LEFT {
            self.0.push(process);
        }
    }

    pub fn next_time(&self) -> Option<SimTime> {
        self.0.iter().filter_map(Process::next_time).min()
    }

    pub fn is_busy(&self) -> bool {
        self.0.iter().any(Process::is_busy)
    }

    pub fn processes(&self) -> impl Iterator<Item = (u32, Arc<str>)> {
        self.0.iter().flat_map(Process::background)
    }

    /// Lets go of what has ended.
    fn settle(&mut self) {
        self.0.retain(Process::has_background);
    }
}

impl PodWorker {
    /// A command has ended: what it began in the background stays.
    pub(super) fn leave_behind(&mut self, container: &str, process: &Process, now: SimTime) {
        let run = self.containers.iter_mut().find(|run| run.name == *container);
        let Some(run) = run.filter(|run| run.running_since().is_some()) else { return };
        if process.has_background() {
            run.left.add(process.orphaned(now));
        }
    }

    /// Lets what was left in a container go on.
    pub(super) fn go_on_with_left(&mut self, at: usize, stage: &mut Stage<'_, '_>) {
        for which in 0..self.containers[at].left.0.len() {
            // While it runs it does not see itself; what it is takes its place again.
            let Some(mut process) = self.containers[at].left.0.get(which).cloned() else { return };
            process.run(&mut Inside::new(self, at, stage));
            if let Some(place) = self.containers[at].left.0.get_mut(which) {
                *place = process;
            }
        }
        self.containers[at].left.settle();
    }

    /// A signal to something that was left; false if it has no such number.
    pub(super) fn signal_left(
        &mut self,
        at: usize,
        (pid, signal): (u32, i32),
        stage: &mut Stage<'_, '_>,
    ) -> bool {
        let has = |process: &Process| process.background().any(|(own, _)| own == pid);
        let Some(which) = self.containers[at].left.0.iter().position(has) else { return false };
        let mut process = self.containers[at].left.0[which].clone();
        process.signal(pid, signal, &mut Inside::new(self, at, stage));
        if let Some(place) = self.containers[at].left.0.get_mut(which) {
            *place = process;
        }
        true
    }
}
