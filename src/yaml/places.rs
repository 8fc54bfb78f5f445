//! Where in the text each value stands.

use std::collections::BTreeMap;

/// A stretch of one line; lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub line: u32,
    pub column: u32,
    /// One past the last character.
    pub end_column: u32,
}

/// Places by path: `spec.containers[0].image`. Fields of mappings stand where their key does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places(BTreeMap<String, Place>);

impl Places {
    pub(super) fn insert(&mut self, path: &str, place: Place) {
        self.0.insert(path.to_owned(), place);
    }

    pub fn of(&self, path: &str) -> Option<Place> {
        self.0.get(path).copied()
    }

    /// The place of a path or, where it has none, of the nearest thing around it.
    pub fn nearest(&self, path: &str) -> Option<Place> {
        let mut path = path;
        loop {
            if let Some(place) = self.of(path) {
                return Some(place);
            }
            let cut = path.rfind(['.', '['])?;
            path = &path[..cut];
        }
    }
}
