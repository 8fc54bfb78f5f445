//! The work queue of a controller: keys to look at, each at most once, with back-off for failures.
//!
//! Models client-go util/workqueue, v1.36: a key added twice is worked on once; a key that failed
//! comes back after 5 ms, doubling to 1000 s (`DefaultTypedControllerRateLimiter`).

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

#[derive(Clone, Debug, Default)]
pub struct WorkQueue {
    ready_at: BTreeMap<Key, (SimTime, u64, Option<u64>)>,
    order: BTreeSet<(SimTime, u64, Key)>,
    failures: BTreeMap<Key, u32>,
    sequence: u64,
}

impl WorkQueue {
    /// Asks for a key at `at`, or earlier if that was asked before.
    pub fn add(&mut self, key: Key, at: SimTime, cause: Option<u64>) {
        if let Some((earlier, sequence, _)) = self.ready_at.get(&key) {
            if *earlier <= at {
                return;
            }
            self.order.remove(&(*earlier, *sequence, key.clone()));
        }
        self.sequence += 1;
        self.order.insert((at, self.sequence, key.clone()));
        self.ready_at.insert(key, (at, self.sequence, cause));
    }

    pub fn next_time(&self) -> Option<SimTime> {
        self.order.first().map(|(at, _, _)| *at)
    }

    pub fn pop(&mut self, now: SimTime) -> Option<Item> {
        let (_, _, key) = self.order.first().filter(|(at, _, _)| *at <= now)?.clone();
        self.order.pop_first();
        let (_, _, cause) = self.ready_at.remove(&key)?;
        Some(Item { key, cause })
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
        self.order.len()
    }

    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::Kind;

    #[test]
    fn a_key_is_worked_on_once_and_at_its_earliest_time() {
        let mut queue = WorkQueue::default();
        let key = Key::new(Kind::Pod, "default", "a");
        queue.add(key.clone(), SimTime(9), Some(1));
        queue.add(key.clone(), SimTime(5), Some(2));
        queue.add(key.clone(), SimTime(7), Some(3));
        assert_eq!(queue.pop(SimTime(4)), None);
        assert_eq!(queue.pop(SimTime(5)), Some(Item { key, cause: Some(2) }));
        assert_eq!(queue.pop(SimTime(99)), None);
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
