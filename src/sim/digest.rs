//! A digest of a run: equal digests mean equal runs.

use xxhash_rust::xxh3::xxh3_64;

/// Everything that happened, folded into one number in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Digest(u64);

impl Digest {
    pub fn add(&mut self, bytes: &[u8]) {
        self.add_number(xxh3_64(bytes));
    }

    pub fn add_number(&mut self, number: u64) {
        let mut block = [0; 16];
        block[..8].copy_from_slice(&self.0.to_le_bytes());
        block[8..].copy_from_slice(&number.to_le_bytes());
        self.0 = xxh3_64(&block);
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
