//! Labels of nodes as numbers, and pods counted by them.
//!
//! A label's name is a key, its name and value together a domain, both numbered as they are first seen, so that
//! counting over thousands of nodes compares no text. A count is shared between copies until one changes;
//! changes after that are few (preemption tries one node's pods) and are kept beside it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::kinds::Labels;

/// A label's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(u32);

/// A label's name and value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Domain(u32);

/// The numbers given so far.
#[derive(Clone, Debug, Default)]
pub struct Topology {
    keys: BTreeMap<String, Key>,
    /// By key.
    values: Vec<BTreeMap<String, Domain>>,
    domains: u32,
}

impl Topology {
    /// None where no node ever had such a label.
    pub fn key(&self, name: &str) -> Option<Key> {
        self.keys.get(name).copied()
    }

    /// The labels of a node, numbered.
    pub fn note(&mut self, labels: &Labels) -> Vec<(Key, Domain)> {
        labels.iter().map(|(name, value)| self.number(name, value)).collect()
    }

    fn number(&mut self, name: &str, value: &str) -> (Key, Domain) {
        let key = self.keys.get(name).copied().unwrap_or_else(|| {
            let key = Key(self.values.len() as u32);
            self.keys.insert(name.to_owned(), key);
            self.values.push(BTreeMap::new());
            key
        });
        let values = &mut self.values[key.0 as usize];
        if let Some(domain) = values.get(value) {
            return (key, *domain);
        }
        let domain = Domain(self.domains);
        self.domains += 1;
        values.insert(value.to_owned(), domain);
        (key, domain)
    }

    pub fn counts(&self) -> Counts {
        Counts { domains: self.domains as usize, ..Counts::default() }
    }
}

const ABSENT: i64 = i64::MIN;

/// A number to each domain that was counted.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// How many there can be; room is made with the first.
    domains: usize,
    base: Arc<Vec<i64>>,
    changes: Vec<(Domain, i64)>,
    sum: i64,
    present: usize,
}

impl Counts {
    pub fn add(&mut self, domain: Domain, by: i64) {
        self.sum += by;
        if let (true, Some(base)) = (self.changes.is_empty(), Arc::get_mut(&mut self.base)) {
            if base.len() <= domain.0 as usize {
                base.resize(self.domains.max(domain.0 as usize + 1), ABSENT);
            }
            let held = &mut base[domain.0 as usize];
            if *held == ABSENT {
                self.present += 1;
                *held = by;
            } else {
                *held += by;
            }
            return;
        }
        self.present += usize::from(self.get(domain).is_none());
        match self.changes.iter_mut().find(|(changed, _)| *changed == domain) {
            Some((_, change)) => *change += by,
            None => self.changes.push((domain, by)),
        }
    }

    pub fn get(&self, domain: Domain) -> Option<i64> {
        let base = self.base.get(domain.0 as usize).copied().filter(|count| *count != ABSENT);
        let change = self.changes.iter().find(|(changed, _)| *changed == domain).map(|(_, change)| *change);
        match (base, change) {
            (None, None) => None,
            (base, change) => Some(base.unwrap_or_default() + change.unwrap_or_default()),
        }
    }

    /// How many domains were counted.
    pub fn present(&self) -> usize {
        self.present
    }

    pub fn sum(&self) -> i64 {
        self.sum
    }

    pub fn least(&self) -> Option<i64> {
        if self.changes.is_empty() {
            return self.base.iter().copied().filter(|count| *count != ABSENT).min();
        }
        let at = |index: usize| self.get(Domain(index as u32));
        let beyond = self.changes.iter().filter_map(|(domain, _)| self.get(*domain));
        (0..self.base.len()).filter_map(at).chain(beyond).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_counts_on_its_own() {
        let mut topology = Topology::default();
        let labels = |zone: &str| Labels::from([("zone".to_owned(), zone.to_owned())]);
        let (a, b) = (topology.note(&labels("a"))[0], topology.note(&labels("b"))[0]);
        assert_eq!(a.0, b.0);
        let mut counts = topology.counts();
        counts.add(a.1, 2);
        let mut copy = counts.clone();
        copy.add(b.1, 0);
        copy.add(a.1, -2);
        assert_eq!(
            (counts.get(a.1), counts.get(b.1), counts.least(), counts.sum()),
            (Some(2), None, Some(2), 2)
        );
        assert_eq!((copy.get(a.1), copy.get(b.1), copy.present(), copy.sum()), (Some(0), Some(0), 2, 0));
    }
}
