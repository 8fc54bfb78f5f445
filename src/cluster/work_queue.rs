//! The work queue of a controller: keys to look at, each at most once, with back-off for failures.
//!
//! Models client-go util/workqueue, v1.36: a key added twice is worked on once; a key that failed
//! comes back after 5 ms, doubling to 1000 s (`DefaultTypedControllerRateLimiter`). Keys that wait for their time
//! (`delaying_queue.go`) are apart from those that changes ask for: a change does not take back a look that was asked
//! for later.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::store::Key;
use crate::sim::{SimTime, Span};

const BASE_DELAY: Span = Span::from_millis(5);
const MAX_DELAY: Span = Span::from_secs(1000);

/// A key and the change that asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub key: Key,
    pub cause: Option<u64>,
}

/// Keys with the times they are asked for.
#[derive(Clone, Debug, Default)]
struct Times {
    of: BTreeMap<Key, BTreeMap<SimTime, (u64, Option<u64>)>>,
    order: BTreeSet<(SimTime, u64, Key)>,
}

impl Times {
    fn add(&mut self, key: Key, at: SimTime, sequence: u64, cause: Option<u64>) {
        let times = self.of.entry(key.clone()).or_default();
        if let Entry::Vacant(free) = times.entry(at) {
            free.insert((sequence, cause));
            self.order.insert((at, sequence, key));
        }
    }

    /// The first time of a key.
    fn time_of(&self, key: &Key) -> Option<SimTime> {
        self.of.get(key).and_then(|times| times.keys().next().copied())
    }

    fn first(&self) -> Option<(SimTime, u64)> {
        self.order.first().map(|(at, sequence, _)| (*at, *sequence))
    }

    /// The key whose time comes first, which is no longer asked for up to `now`.
    fn pop(&mut self, now: SimTime) -> Option<Item> {
        let (at, _, key) = self.order.first()?.clone();
        let cause = self.of.get(&key).and_then(|times| times.get(&at)).and_then(|(_, cause)| *cause);
        self.forget(&key, now);
        Some(Item { key, cause })
    }

    /// Forgets the times of a key up to `until`.
    fn forget(&mut self, key: &Key, until: SimTime) {
        let Some(times) = self.of.get_mut(key) else { return };
        let later = times.split_off(&SimTime(until.0 + 1));
        for (at, (sequence, _)) in std::mem::replace(times, later) {
            self.order.remove(&(at, sequence, key.clone()));
        }
        if times.is_empty() {
            self.of.remove(key);
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct WorkQueue {
    asked: Times,
    waiting: Times,
    failures: BTreeMap<Key, u32>,
    sequence: u64,
}

impl WorkQueue {
    /// Asks for a key because of a change that is seen at `at`, unless it is looked at before that and sees it then.
    pub fn add(&mut self, key: Key, at: SimTime, cause: Option<u64>) {
        if self.asked.time_of(&key).is_none_or(|earlier| earlier > at) {
            self.add_again(key, at, cause);
        }
    }

    /// Asks for a key because of a change that is seen at `at`, also if it is looked at before.
    pub fn add_again(&mut self, key: Key, at: SimTime, cause: Option<u64>) {
        self.sequence += 1;
        self.asked.add(key, at, self.sequence, cause);
    }

    /// Asks for a key at a later time, or earlier if that was asked before, whatever happens until then.
    pub fn add_after(&mut self, key: Key, at: SimTime, cause: Option<u64>) {
        match self.waiting.time_of(&key) {
            Some(earlier) if earlier <= at => return,
            Some(later) => self.waiting.forget(&key, later),
            None => {}
        }
        self.sequence += 1;
        self.waiting.add(key, at, self.sequence, cause);
    }

    pub fn next_time(&self) -> Option<SimTime> {
        let times = [self.asked.first(), self.waiting.first()];
        times.into_iter().flatten().min().map(|(at, _)| at)
    }

    /// The key that is due first; looking at it once is enough if it is due for both reasons.
    pub fn pop(&mut self, now: SimTime) -> Option<Item> {
        let due = |first: Option<(SimTime, u64)>| first.filter(|(at, _)| *at <= now);
        let (asked, waiting) = (due(self.asked.first()), due(self.waiting.first()));
        let is_asked = asked.is_some_and(|asked| waiting.is_none_or(|waiting| asked <= waiting));
        let (first, second) = match is_asked {
            true => (&mut self.asked, &mut self.waiting),
            false => (&mut self.waiting, &mut self.asked),
        };
        let _ = waiting.or(asked)?;
        let item = first.pop(now)?;
        second.forget(&item.key, now);
        Some(item)
    }

    /// Counts a failure and says when to try again.
    pub fn back_off(&mut self, key: &Key) -> Span {
        let failures = self.failures.entry(key.clone()).or_default();
        let delay = BASE_DELAY.times(1u64.checked_shl(*failures).unwrap_or(u64::MAX)).min(MAX_DELAY);
        *failures = failures.saturating_add(1).min(40);
        delay
    }

    pub fn forget(&mut self, key: &Key) {
        self.failures.remove(key);
    }

    pub fn len(&self) -> usize {
        self.asked.order.len() + self.waiting.order.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::Kind;

    #[test]
    fn a_key_is_worked_on_once_for_all_that_was_seen_of_it() {
        let mut queue = WorkQueue::default();
        let key = Key::new(Kind::Pod, "default", "a");
        queue.add(key.clone(), SimTime(9), Some(1));
        queue.add(key.clone(), SimTime(5), Some(2));
        queue.add_again(key.clone(), SimTime(7), Some(3));
        assert_eq!(queue.pop(SimTime(4)), None);
        assert_eq!(queue.pop(SimTime(7)), Some(Item { key: key.clone(), cause: Some(2) }));
        assert_eq!(queue.next_time(), Some(SimTime(9)), "what is seen later is looked at later");
        assert_eq!(queue.pop(SimTime(99)), Some(Item { key, cause: Some(1) }));
        assert!(queue.is_empty());
    }

    #[test]
    fn a_change_does_not_take_back_a_look_that_was_asked_for_later() {
        let mut queue = WorkQueue::default();
        let key = Key::new(Kind::Pod, "default", "a");
        queue.add_after(key.clone(), SimTime(9), Some(1));
        queue.add(key.clone(), SimTime(5), Some(2));
        assert_eq!(queue.pop(SimTime(5)), Some(Item { key: key.clone(), cause: Some(2) }));
        assert_eq!(queue.next_time(), Some(SimTime(9)));
        queue.add(key.clone(), SimTime(8), Some(3));
        assert_eq!(queue.pop(SimTime(9)), Some(Item { key, cause: Some(3) }), "both are due: one look");
        assert!(queue.is_empty());
    }

    #[test]
    fn failures_back_off_to_a_limit() {
        let mut queue = WorkQueue::default();
        let key = Key::new(Kind::Pod, "default", "a");
        let delays: Vec<u64> = (0..4).map(|_| queue.back_off(&key).as_millis()).collect();
        assert_eq!(delays, [5, 10, 20, 40]);
        assert_eq!((0..60).map(|_| queue.back_off(&key)).last(), Some(Span::from_secs(1000)));
    }
}
