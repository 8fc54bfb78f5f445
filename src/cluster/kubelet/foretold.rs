//! What chance decides for a kubelet, where it is to come out as it did elsewhere.
//!
//! A replay of a recording (`conform/replay`) foretells when a node's runtime was looked at, when the jittered queue let
//! pods be looked at again, and when sandboxes were up and processes started on a machine that was busy. A moment counts only where it could
//! have been drawn here too, so that a wrong rule still shows.

use std::collections::BTreeMap;

use super::pleg::RELIST;
use crate::cluster::store::Key;
use crate::sim::{SimTime, Span};

/// What a sandbox or a process may take longer on a machine that starts several at once.
const LONGEST_START: Span = Span::from_millis(1500);

/// The period counts from the end of one look to the next, and a look takes longer on a busy machine.
const LATEST_LOOK: Span = Span::from_millis(250);

#[derive(Clone, Debug, Default)]
pub struct Foretold {
    /// By namespace and name.
    syncs: BTreeMap<String, Vec<SimTime>>,
    relists: Vec<SimTime>,
    /// By UID.
    sandboxes: BTreeMap<String, SimTime>,
    /// By UID and container.
    starts: BTreeMap<(String, String), Vec<SimTime>>,
    /// By UID.
    retries: BTreeMap<String, Vec<SimTime>>,
    /// By UID.
    back_offs: BTreeMap<String, Vec<SimTime>>,
}

impl Foretold {
    /// The pod, by namespace and name, was looked at again.
    pub fn sync(&mut self, pod: String, at: SimTime) {
        self.syncs.entry(pod).or_default().push(at);
    }

    /// The first that came of the sandbox of a pod; what comes later does not count.
    pub fn sandbox(&mut self, uid: &str, at: SimTime) {
        self.sandboxes.entry(uid.to_owned()).or_insert(at);
    }

    /// A container of a pod was started.
    pub fn start(&mut self, uid: &str, container: &str, at: SimTime) {
        self.starts.entry((uid.to_owned(), container.to_owned())).or_default().push(at);
    }

    /// A pod's sync failed and was repeated as soon as the runtime had been looked at.
    pub fn retry(&mut self, uid: &str, at: SimTime) {
        self.retries.entry(uid.to_owned()).or_default().push(at);
    }

    /// A container of a pod was said to wait for its back-off.
    pub fn back_off(&mut self, uid: &str, at: SimTime) {
        self.back_offs.entry(uid.to_owned()).or_default().push(at);
    }

    /// Whether two events of one look made a second sync: microseconds decide whether the worker had taken up the first when
    /// the second came. Of a pod that comes to wait for a back-off it is known: a second sync says so a second time at
    /// the next look.
    pub fn syncs_twice(&self, uid: &str) -> Option<bool> {
        match self.back_offs.get(uid)?.as_slice() {
            [first, second, ..] => Some(second.since(*first) <= RELIST + LATEST_LOOK),
            _ => None,
        }
    }

    /// The runtime was looked at; one look may have been noticed several times.
    pub fn relists(&mut self, mut times: Vec<SimTime>) {
        times.sort();
        times.dedup_by(|later, earlier| later.since(*earlier) < Span(RELIST.0 / 2));
        self.relists = times;
    }

    /// When a pod was looked at again after a moment, if that is a draw that may come here too; what happened there may
    /// have been a little earlier, by up to `slack`.
    pub fn sync_of(
        &self,
        pod: &Key,
        after: SimTime,
        (least, most): (SimTime, SimTime),
        slack: Span,
    ) -> Option<SimTime> {
        let times = self.syncs.get(&format!("{}/{}", pod.namespace, pod.name))?;
        let first = times.iter().find(|at| **at > after && **at + slack >= least)?;
        Some((*first).max(least)).filter(|at| *at <= most + slack)
    }

    /// When a sandbox is up that would be at a moment.
    pub fn sandbox_of(&self, uid: &str, at: SimTime) -> SimTime {
        let foretold = self.sandboxes.get(uid).filter(|there| at.since(**there) == Span::ZERO);
        foretold.filter(|there| there.since(at) <= LONGEST_START).copied().unwrap_or(at)
    }

    /// When a container that was started so often before has started that would have at a moment.
    pub fn start_of(&self, uid: &str, container: &str, before: u32, at: SimTime) -> SimTime {
        let times = self.starts.get(&(uid.to_owned(), container.to_owned()));
        let foretold = times.and_then(|times| times.get(before as usize)).filter(|there| **there >= at);
        foretold.filter(|there| there.since(at) <= LONGEST_START).copied().unwrap_or(at)
    }

    /// When the look came that a sync waited for which follows one that ended at a moment.
    pub fn retry_of(&self, uid: &str, ended: SimTime) -> Option<SimTime> {
        let mut times = self.retries.get(uid)?.iter();
        times.find(|at| **at > ended).filter(|at| at.since(ended) <= RELIST + LATEST_LOOK).copied()
    }

    /// When the runtime is looked at next: where a look is known, there, and else a whole number of periods from the nearest.
    pub fn relist_after(&self, after: SimTime, phase: Span, every: Span) -> SimTime {
        let next = self.relists.partition_point(|at| *at <= after);
        let around = &self.relists[next.saturating_sub(1)..self.relists.len().min(next + 1)];
        let nearest = around.iter().min_by_key(|at| at.0.abs_diff(after.0));
        let beat = next_beat(after, nearest.map_or(phase, |at| Span(at.0 % every.0)), every);
        let known = around.last().filter(|at| **at > after && **at <= beat + LATEST_LOOK);
        known.map_or(beat, |at| (*at).max(beat))
    }
}

/// The first beat after a moment.
pub fn next_beat(after: SimTime, phase: Span, every: Span) -> SimTime {
    let beats = (SimTime::ZERO + after.since(SimTime::ZERO + phase)).0 / every.0 + 1;
    let first = SimTime::ZERO + phase;
    if after < first { first } else { first + every.times(beats) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(at: u64) -> SimTime {
        SimTime::ZERO + Span::from_millis(at)
    }

    #[test]
    fn a_look_is_not_earlier_than_the_period_and_what_a_look_takes_allow() {
        let mut foretold = Foretold::default();
        foretold.relists(vec![ms(1000), ms(1994), ms(3100)]);
        let next = |at| foretold.relist_after(at, Span::ZERO, Span::from_millis(1004));
        assert_eq!(next(ms(1000)), ms(2004), "what was noticed early was late to be told before");
        assert_eq!(next(ms(2500)), ms(3100));
        assert_eq!(next(ms(3100)), ms(4104));
    }

    #[test]
    fn a_process_starts_as_late_as_it_did_and_no_later_than_a_busy_machine_lets_it() {
        let mut foretold = Foretold::default();
        foretold.start("uid", "main", ms(1200));
        foretold.start("uid", "main", ms(9000));
        assert_eq!(foretold.start_of("uid", "main", 0, ms(1000)), ms(1200));
        assert_eq!(foretold.start_of("uid", "main", 0, ms(1300)), ms(1300));
        assert_eq!(foretold.start_of("uid", "main", 1, ms(2000)), ms(2000));
        assert_eq!(foretold.start_of("uid", "other", 0, ms(2000)), ms(2000));
    }
}
