//! Random streams, one to an actor, all from one seed.

use rand_core::{Rng as _, SeedableRng};
use rand_pcg::Pcg32;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::time::Span;

/// A stream of random numbers that depends on the seed and the actor's name only.
#[derive(Clone, Debug)]
pub struct Rng(Pcg32);

impl Rng {
    pub fn new(seed: u64, actor: &str) -> Rng {
        Rng(Pcg32::seed_from_u64(xxh3_64_with_seed(actor.as_bytes(), seed)))
    }

    pub fn next_u32(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// A number from 0 to `bound - 1`; 0 where `bound` is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        let wide = (u128::from(self.0.next_u64()) * u128::from(bound)) >> 64;
        wide as u64
    }

    pub fn span_between(&mut self, least: Span, most: Span) -> Span {
        least + Span(self.below((most - least).0.saturating_add(1)))
    }

    /// `count` characters of the alphabet that Kubernetes makes name suffixes from
    /// (apimachinery pkg/util/rand, v1.36: no vowels and no look-alikes).
    pub fn name_suffix(&mut self, count: usize) -> String {
        const ALPHABET: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
        (0..count).map(|_| char::from(ALPHABET[self.below(ALPHABET.len() as u64) as usize])).collect()
    }

    pub fn uuid(&mut self) -> String {
        let (high, low) = (self.0.next_u64(), self.0.next_u64());
        let (a, b, c) = (high >> 32, high >> 16 & 0xffff, high & 0xfff);
        let (d, e) = (low >> 48 & 0x3fff | 0x8000, low & 0xffff_ffff_ffff);
        format!("{a:08x}-{b:04x}-4{c:03x}-{d:04x}-{e:012x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_repeat_and_do_not_share() {
        let draw = |seed, actor| Rng::new(seed, actor).next_u32();
        assert_eq!(draw(1, "kubelet"), draw(1, "kubelet"));
        assert_ne!(draw(1, "kubelet"), draw(1, "scheduler"));
        assert_ne!(draw(1, "kubelet"), draw(2, "kubelet"));
    }

    #[test]
    fn bounds_hold() {
        let mut rng = Rng::new(7, "test");
        assert_eq!(rng.below(0), 0);
        assert!((0..1000).all(|_| rng.below(3) < 3));
    }
}
