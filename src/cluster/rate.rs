//! Client-side rate limits: a token bucket as client-go's flowcontrol has it, v1.36.

use crate::sim::{SimTime, Span};

/// Requests a client may make: `qps` a second, `burst` at once.
#[derive(Clone, Debug)]
pub struct TokenBucket {
    interval: Span,
    burst: u64,
    /// When the bucket would have been empty had it never been full, on a clock that starts when it is full.
    empty_at: SimTime,
}

impl TokenBucket {
    pub fn new(qps: u64, burst: u64) -> TokenBucket {
        TokenBucket { interval: Span::from_micros(1_000_000 / qps.max(1)), burst, empty_at: SimTime::ZERO }
    }

    /// Takes up to `wanted` tokens and says how many.
    pub fn take(&mut self, wanted: u64, now: SimTime) -> u64 {
        let now = self.clock(now);
        let full_since = SimTime(now.0 - self.interval.0 * self.burst);
        self.empty_at = self.empty_at.max(full_since);
        let there = now.since(self.empty_at).0 / self.interval.0;
        let taken = wanted.min(there);
        self.empty_at += self.interval.times(taken);
        taken
    }

    /// How long until there is a token.
    pub fn wait(&self, now: SimTime) -> Span {
        (self.empty_at + self.interval).since(self.clock(now))
    }

    fn clock(&self, now: SimTime) -> SimTime {
        now + self.interval.times(self.burst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_and_then_a_rate() {
        let mut bucket = TokenBucket::new(20, 30);
        let start = SimTime::ZERO;
        assert_eq!(bucket.take(50, start), 30);
        assert_eq!(bucket.take(50, start), 0);
        assert_eq!(bucket.wait(start), Span::from_millis(50));
        assert_eq!(bucket.take(50, SimTime::from_secs(1)), 20);
    }
}
