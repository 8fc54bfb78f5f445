//! The change log: the last writes, in order, cheap to clone with the world.
//!
//! Changes are kept in sealed chunks that clones share; only the open chunk is copied. Beyond
//! `LIMIT_CHANGES` the oldest chunk goes, and `first_version` says where the log begins.

use std::collections::VecDeque;
use std::sync::Arc;

use super::store::Change;

/// Changes kept; etcd's default compaction keeps five minutes, a lab's whole story fits in this.
const LIMIT_CHANGES: usize = 65_536;
const CHUNK: usize = 256;

#[derive(Clone, Debug, Default)]
pub struct ChangeLog {
    sealed: VecDeque<Arc<Vec<Change>>>,
    open: Vec<Change>,
}

impl ChangeLog {
    pub(super) fn push(&mut self, change: Change) {
        self.open.push(change);
        if self.open.len() == CHUNK {
            self.sealed.push_back(Arc::new(std::mem::take(&mut self.open)));
        }
        if self.sealed.len() * CHUNK > LIMIT_CHANGES {
            self.sealed.pop_front();
        }
    }

    pub fn len(&self) -> usize {
        self.sealed.len() * CHUNK + self.open.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The oldest version still here.
    pub fn first_version(&self) -> Option<u64> {
        self.iter().next().map(|change| change.version)
    }

    /// Every change kept, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Change> {
        self.sealed.iter().flat_map(|chunk| chunk.iter()).chain(&self.open)
    }

    /// Changes after `version`, oldest first.
    pub fn since(&self, version: u64) -> impl Iterator<Item = &Change> {
        let chunks = self
            .sealed
            .iter()
            .skip_while(move |chunk| chunk.last().is_none_or(|last| last.version <= version));
        chunks
            .flat_map(|chunk| chunk.iter())
            .chain(&self.open)
            .skip_while(move |change| change.version <= version)
    }

    /// The change that made this version.
    pub fn find(&self, version: u64) -> Option<&Change> {
        let offset = version.checked_sub(self.first_version()?)? as usize;
        let found = match self.sealed.get(offset / CHUNK) {
            Some(chunk) => chunk.get(offset % CHUNK),
            None => self.open.get(offset.checked_sub(self.sealed.len() * CHUNK)?),
        };
        found.filter(|change| change.version == version)
    }
}
