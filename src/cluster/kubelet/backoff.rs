//! Back-off: client-go util/flowcontrol/backoff.go as the kubelet uses it, v1.36.

use crate::sim::{SimTime, Span};

/// A delay that doubles with every use and is forgotten after twice its maximum.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backoff {
    entry: Option<(Span, SimTime)>,
}

/// initialCrashBackOff / imageBackOff, MaxCrashLoopBackOff
const INITIAL: Span = Span::from_secs(10);
const MAX: Span = Span::from_secs(300);

impl Backoff {
    /// The delay in force.
    pub fn delay(&self) -> Span {
        self.entry.map_or(Span::ZERO, |(delay, _)| delay)
    }

    /// When something that failed at `since` may be tried again, if that has not passed.
    pub fn wait_until(&self, since: SimTime, now: SimTime) -> Option<SimTime> {
        let (delay, updated) = self.entry?;
        let until = since + delay;
        (!expired(since, updated) && now <= until).then_some(until)
    }

    /// Whether the time since the last use is shorter than the delay.
    pub fn is_in_force(&self, now: SimTime) -> bool {
        self.entry.is_some_and(|(delay, updated)| now <= updated + delay)
    }

    /// Doubles the delay.
    pub fn next(&mut self, since: SimTime, now: SimTime) {
        let delay = match self.entry {
            Some((delay, updated)) if !expired(since, updated) => delay.times(2).min(MAX),
            _ => INITIAL,
        };
        self.entry = Some((delay, now));
    }
}

fn expired(since: SimTime, updated: SimTime) -> bool {
    since.since(updated) > MAX.times(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_seconds_doubling_to_five_minutes() {
        let mut backoff = Backoff::default();
        let mut now = SimTime::from_secs(1000);
        assert_eq!(backoff.wait_until(now, now), None);
        let mut delays = Vec::new();
        for _ in 0..7 {
            backoff.next(now, now);
            delays.push(backoff.delay().as_secs());
            now += backoff.delay();
        }
        assert_eq!(delays, [10, 20, 40, 80, 160, 300, 300]);
    }
}
