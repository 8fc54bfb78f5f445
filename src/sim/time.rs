//! Virtual time in whole microseconds.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// A moment: microseconds since the cluster was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimTime(pub u64);

/// A length of time in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(pub u64);

impl SimTime {
    pub const ZERO: SimTime = SimTime(0);
    pub const MAX: SimTime = SimTime(u64::MAX);

    pub const fn from_secs(seconds: u64) -> SimTime {
        SimTime(seconds.saturating_mul(1_000_000))
    }

    pub fn as_secs(self) -> u64 {
        self.0 / 1_000_000
    }

    /// How long after `earlier` this is; nothing if it is before.
    pub fn since(self, earlier: SimTime) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Span {
    pub const ZERO: Span = Span(0);

    pub const fn from_micros(micros: u64) -> Span {
        Span(micros)
    }

    pub const fn from_millis(millis: u64) -> Span {
        Span(millis.saturating_mul(1_000))
    }

    pub const fn from_secs(seconds: u64) -> Span {
        Span(seconds.saturating_mul(1_000_000))
    }

    pub fn as_secs(self) -> u64 {
        self.0 / 1_000_000
    }

    pub fn as_millis(self) -> u64 {
        self.0 / 1_000
    }

    pub const fn times(self, factor: u64) -> Span {
        Span(self.0.saturating_mul(factor))
    }
}

impl Add<Span> for SimTime {
    type Output = SimTime;
    fn add(self, span: Span) -> SimTime {
        SimTime(self.0.saturating_add(span.0))
    }
}

impl AddAssign<Span> for SimTime {
    fn add_assign(&mut self, span: Span) {
        *self = *self + span;
    }
}

impl Add for Span {
    type Output = Span;
    fn add(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }
}

impl Sub for Span {
    type Output = Span;
    fn sub(self, other: Span) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}

/// `1h02m03.450s`, without leading parts that are zero.
impl fmt::Display for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes) = (self.as_secs() / 3600, self.as_secs() / 60 % 60);
        let (seconds, millis) = (self.as_secs() % 60, self.0 / 1_000 % 1_000);
        match (hours, minutes) {
            (0, 0) => write!(f, "{seconds}.{millis:03}s"),
            (0, _) => write!(f, "{minutes}m{seconds:02}.{millis:03}s"),
            _ => write!(f, "{hours}h{minutes:02}m{seconds:02}.{millis:03}s"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well() {
        assert_eq!(SimTime(1_500_000).to_string(), "1.500s");
        assert_eq!((SimTime::from_secs(3723) + Span::from_millis(45)).to_string(), "1h02m03.045s");
    }
}
