//! Who gets how much CPU: the control groups' shares and quotas.
//!
//! Models the kernel's CFS as the kubelet sets it up (pkg/kubelet/cm/helpers_linux.go MilliCPUToShares, MilliCPUToQuota,
//! v1.36), averaged over a window: a limit is never passed, and when all want more than a node has, what is there is divided by
//! the requests. A container that gets less than it wants waits for the rest of each period.

use crate::sim::Span;

/// SharesPerCPU, MinShares
const SHARES_PER_CPU: u64 = 1024;
const LEAST_SHARES: u64 = 2;
/// QuotaPeriod: 100 ms
const PERIOD_US: u64 = 100_000;

/// What a container would use of a node, in billionths of a core.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claim {
    pub wanted: u64,
    pub limit: Option<u64>,
    /// Thousandths of a core.
    pub requested_milli: u64,
}

impl Claim {
    fn allowed(&self) -> u64 {
        self.limit.map_or(self.wanted, |limit| self.wanted.min(limit))
    }

    fn shares(&self) -> u64 {
        (self.requested_milli * SHARES_PER_CPU / 1000).max(LEAST_SHARES)
    }
}

/// What each gets of a node that has so much.
pub fn divide(capacity: u64, claims: &[Claim]) -> Vec<u64> {
    let mut got: Vec<Option<u64>> = vec![None; claims.len()];
    let (mut left, mut shares): (u64, u64) = (capacity, claims.iter().map(Claim::shares).sum());
    // Who wants less than its part leaves the rest to the others, as long as there is one.
    loop {
        let part = |claim: &Claim| {
            (u128::from(left) * u128::from(claim.shares()) / u128::from(shares.max(1))) as u64
        };
        let content = (0..claims.len())
            .filter(|at| got[*at].is_none() && claims[*at].allowed() <= part(&claims[*at]))
            .collect::<Vec<_>>();
        if content.is_empty() {
            return (0..claims.len()).map(|at| got[at].unwrap_or_else(|| part(&claims[at]))).collect();
        }
        for at in content {
            got[at] = Some(claims[at].allowed());
            left = left.saturating_sub(claims[at].allowed());
            shares -= claims[at].shares();
        }
    }
}

/// The part of the time, in thousandths, that a container waits for CPU.
pub fn waits_permille(wanted: u64, got: u64) -> u64 {
    if got >= wanted { 0 } else { (wanted - got).saturating_mul(1000) / wanted }
}

/// What an answer of a container that waits so much takes longer.
pub fn delay(waits_permille: u64) -> Span {
    Span::from_micros(PERIOD_US * waits_permille / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(wanted: u64, limit: Option<u64>, requested_milli: u64) -> Claim {
        Claim { wanted, limit, requested_milli }
    }

    #[test]
    fn limits_hold_and_the_rest_is_divided_by_requests() {
        assert_eq!(divide(4000, &[claim(3000, Some(500), 100), claim(700, None, 0)]), [500, 700]);
        assert_eq!(divide(1000, &[claim(4000, None, 750), claim(4000, None, 250)]), [750, 250]);
        let modest = divide(1000, &[claim(100, None, 900), claim(4000, None, 100), claim(4000, None, 300)]);
        assert_eq!(modest[0], 100);
        assert!(modest[1] + modest[2] <= 900 && modest[2] > 2 * modest[1], "{modest:?}");
        assert_eq!(divide(1000, &[]), Vec::<u64>::new());
    }

    #[test]
    fn who_gets_less_waits() {
        assert_eq!(waits_permille(1000, 1000), 0);
        assert_eq!(waits_permille(1000, 250), 750);
        assert_eq!(delay(750), Span::from_millis(75));
    }
}
