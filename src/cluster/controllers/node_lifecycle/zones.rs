//! The state of a zone, and the queue of its nodes that wait for their NoExecute taint.
//!
//! Models `handleDisruption`, `ComputeZoneState` and scheduler/rate_limited_queue.go, v1.36. Where many nodes fail
//! at once the network is more likely broken than the nodes: taints come slowly, or not at all.

use std::collections::VecDeque;

use crate::kinds::node::Node;
use crate::sim::{SimTime, Span};

/// --node-eviction-rate 0.1 a second
const EVERY: Span = Span::from_secs(10);
/// --secondary-node-eviction-rate 0.01 a second
const SECONDARY_EVERY: Span = Span::from_secs(100);
/// --unhealthy-zone-threshold 0.55, in hundredths
const UNHEALTHY_PERCENT: usize = 55;
/// --large-cluster-size-threshold
const LARGE: usize = 50;

/// The name of a node's zone, as nodetopology.GetZoneKey makes it.
pub(super) fn of(node: &Node) -> String {
    let label = |key: &str| node.meta.labels.get(key).map(String::as_str).unwrap_or_default();
    let (region, zone) = (label("topology.kubernetes.io/region"), label("topology.kubernetes.io/zone"));
    if region.is_empty() && zone.is_empty() { String::new() } else { format!("{region}:\0:{zone}") }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Normal,
    PartialDisruption,
    FullDisruption,
}

impl State {
    pub(super) fn of(ready: &[bool]) -> State {
        let lost = ready.iter().filter(|ready| !**ready).count();
        match () {
            () if lost > 0 && lost == ready.len() => State::FullDisruption,
            () if lost > 2 && lost * 100 >= UNHEALTHY_PERCENT * ready.len() => State::PartialDisruption,
            () => State::Normal,
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Zone {
    pub(super) state: State,
    queue: VecDeque<String>,
    /// How often a node may be tainted; not at all if there is none.
    every: Option<Span>,
    next: SimTime,
}

impl Zone {
    pub(super) fn new() -> Zone {
        Zone { state: State::Normal, queue: VecDeque::new(), every: Some(EVERY), next: SimTime::ZERO }
    }

    /// Takes on a state and the rate that goes with it.
    pub(super) fn enter(&mut self, state: State, size: usize, all_lost: bool, now: SimTime) {
        self.state = state;
        let every = match state {
            _ if all_lost => None,
            State::PartialDisruption if size > LARGE => Some(SECONDARY_EVERY),
            State::PartialDisruption => None,
            _ => Some(EVERY),
        };
        if every != self.every {
            // A new limiter that begins empty if the old one was.
            let waited = self.every.is_none() || self.next > now;
            self.next = every.filter(|_| waited).map_or(now, |every| now + every);
            self.every = every;
        }
    }

    pub(super) fn queue(&mut self, name: &str) {
        if !self.queue.iter().any(|queued| queued == name) {
            self.queue.push_back(name.to_owned());
        }
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.queue.retain(|queued| queued != name);
    }

    pub(super) fn has_queue(&self) -> bool {
        !self.queue.is_empty()
    }

    /// The node whose turn it is, if one may be tainted now.
    pub(super) fn next(&mut self, now: SimTime) -> Option<String> {
        let every = self.every.filter(|_| self.next <= now)?;
        let name = self.queue.pop_front()?;
        self.next = now + every;
        Some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_lost_when_all_its_nodes_are() {
        assert_eq!(State::of(&[false]), State::FullDisruption);
        assert_eq!(State::of(&[false, false, true]), State::Normal, "two are not many");
        assert_eq!(State::of(&[false, false, false, true]), State::PartialDisruption);
        assert_eq!(State::of(&[false, false, false, true, true, true]), State::Normal);
    }

    #[test]
    fn nodes_are_tainted_at_the_zone_s_rate() {
        let mut zone = Zone::new();
        ["a", "b", "a"].iter().for_each(|name| zone.queue(name));
        let at = SimTime::from_secs;
        assert_eq!(zone.next(at(1)).as_deref(), Some("a"));
        assert_eq!(zone.next(at(10)), None);
        assert_eq!(zone.next(at(11)).as_deref(), Some("b"));
        zone.queue("c");
        zone.enter(State::FullDisruption, 3, true, at(12));
        assert_eq!(zone.next(at(900)), None, "nothing is evicted when every node is lost");
        zone.enter(State::Normal, 3, false, at(901));
        assert_eq!(zone.next(at(911)).as_deref(), Some("c"));
    }
}
