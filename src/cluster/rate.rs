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

    /// Tokens there are.
    pub fn left(&self, now: SimTime) -> u64 {
        let now = self.clock(now);
        let full_since = SimTime(now.0 - self.interval.0 * self.burst);
        now.since(self.empty_at.max(full_since)).0 / self.interval.0
    }

    /// Takes tokens, those that are still to come as well.
    pub fn charge(&mut self, tokens: u64, now: SimTime) {
        let full_since = SimTime(self.clock(now).0 - self.interval.0 * self.burst);
        self.empty_at = self.empty_at.max(full_since) + self.interval.times(tokens);
    }

    /// When there is a token.
    pub fn next_time(&self) -> SimTime {
        SimTime((self.empty_at + self.interval).0.saturating_sub(self.interval.0 * self.burst))
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
        assert_eq!((bucket.left(start), bucket.next_time()), (30, SimTime::ZERO));
        bucket.charge(31, start);
        assert_eq!((bucket.left(start), bucket.next_time()), (0, SimTime(100_000)));
        assert_eq!(bucket.left(SimTime::from_secs(1)), 19);
    }
}
