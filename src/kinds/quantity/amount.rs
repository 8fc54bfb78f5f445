//! Amounts: a value times a power of ten, small or wide, and their arithmetic.
//!
//! Models apimachinery pkg/api/resource/amount.go, math.go and scale_int.go, v1.36, and inf.Dec within the
//! digits a wide amount keeps.

use std::cmp::Ordering;

pub(super) const NANO: i32 = -9;
pub(super) const WIDE_DIGITS: usize = 38;

/// A value times a power of ten.
#[derive(Clone, Copy, Debug)]
pub(super) enum Amount {
    Small { value: i64, exponent: i32 },
    Wide { value: i128, exponent: i32 },
}

impl Default for Amount {
    fn default() -> Amount {
        Amount::Small { value: 0, exponent: 0 }
    }
}

impl Amount {
    pub(super) fn parts(self) -> (i128, i64) {
        match self {
            Amount::Small { value, exponent } => (i128::from(value), i64::from(exponent)),
            Amount::Wide { value, exponent } => (value, i64::from(exponent)),
        }
    }

    pub(super) fn negated(self) -> Amount {
        match self {
            Amount::Small { value: i64::MIN, exponent } => {
                Amount::Wide { value: -i128::from(i64::MIN), exponent }
            }
            Amount::Small { value, exponent } => Amount::Small { value: -value, exponent },
            Amount::Wide { value, exponent } => Amount::Wide { value: value.saturating_neg(), exponent },
        }
    }

    /// The amount as a whole number, unless it has a fraction.
    pub(super) fn integer(self) -> Option<i128> {
        let (value, exponent) = self.parts();
        if exponent >= 0 {
            return times_pow10(value, exponent);
        }
        let divisor = times_pow10(1, -exponent)?;
        (value % divisor == 0).then_some(value / divisor)
    }

    /// The amount in units of ten to the power of `unit`.
    pub(super) fn scaled(self, unit: i64) -> i64 {
        match self {
            Amount::Small { value, exponent } => scale_small(value, i64::from(exponent) - unit),
            Amount::Wide { value, exponent } => scale_wide(value, i64::from(exponent) - unit),
        }
    }

    pub(super) fn compare(self, other: Amount) -> Ordering {
        let ((a, a_exponent), (b, b_exponent)) = (self.parts(), other.parts());
        if a.signum() != b.signum() || a == 0 {
            return a.signum().cmp(&b.signum());
        }
        let by_size = compare_size((a.unsigned_abs(), a_exponent), (b.unsigned_abs(), b_exponent));
        if a > 0 { by_size } else { by_size.reverse() }
    }

    pub(super) fn plus(self, other: Amount) -> Amount {
        if let (Amount::Small { value: a, exponent: a_exp }, Amount::Small { value: b, exponent: b_exp }) =
            (self, other)
            && let Some(sum) = plus_small((a, a_exp), (b, b_exp))
        {
            return sum;
        }
        plus_wide(self, other)
    }
}

pub(super) fn times_pow10(value: i128, exponent: i64) -> Option<i128> {
    if value == 0 {
        return Some(0);
    }
    value.checked_mul(10_i128.checked_pow(u32::try_from(exponent).ok()?)?)
}

pub(super) fn scale_up(value: i64, exponent: i64) -> Option<i64> {
    times_pow10(i128::from(value), exponent).and_then(|scaled| i64::try_from(scaled).ok())
}

/// Overflow wraps for the powers upstream multiplies by in one step and is 0 for the others.
fn scale_small(value: i64, exponent: i64) -> i64 {
    if exponent < 0 {
        return match times_pow10(1, -exponent) {
            Some(divisor) => away_from_zero(i128::from(value), divisor) as i64,
            None => value.signum(),
        };
    }
    match exponent {
        1 | 2 | 3 | 6 | 9 => value.wrapping_mul(10_i64.pow(exponent as u32)),
        _ => scale_up(value, exponent).unwrap_or(0),
    }
}

fn away_from_zero(value: i128, divisor: i128) -> i128 {
    value / divisor + if value % divisor == 0 { 0 } else { value.signum() }
}

/// Only the low 64 bits count, and anything left over adds one, also below zero.
fn scale_wide(value: i128, exponent: i64) -> i64 {
    if exponent >= 0 {
        let factor = 10_i64.wrapping_pow(exponent.min(64) as u32);
        return (value as i64).wrapping_mul(factor);
    }
    let Some(divisor) = times_pow10(1, -exponent) else {
        return i64::from(value > 0);
    };
    let value = if value < i128::from(i64::MAX) && -exponent < 19 { i128::from(value as i64) } else { value };
    let quotient = if value < i128::from(i64::MAX) { value / divisor } else { value.div_euclid(divisor) };
    (quotient as i64).wrapping_add(i64::from(value % divisor != 0))
}

fn compare_size((a, a_exponent): (u128, i64), (b, b_exponent): (u128, i64)) -> Ordering {
    let (a_length, b_length) = (i64::from(a.ilog10()) + a_exponent, i64::from(b.ilog10()) + b_exponent);
    if a_length != b_length {
        return a_length.cmp(&b_length);
    }
    let widened = |value: u128, by: i64| 10_u128.checked_pow(by as u32).and_then(|p| value.checked_mul(p));
    if a_exponent >= b_exponent {
        widened(a, a_exponent - b_exponent).map_or(Ordering::Greater, |a| a.cmp(&b))
    } else {
        widened(b, b_exponent - a_exponent).map_or(Ordering::Less, |b| a.cmp(&b))
    }
}

fn plus_small(a: (i64, i32), b: (i64, i32)) -> Option<Amount> {
    if a.0 == 0 || b.0 == 0 {
        let (value, exponent) = if b.0 == 0 { a } else { b };
        return Some(Amount::Small { value, exponent });
    }
    let exponent = a.1.min(b.1);
    let aligned = |part: (i64, i32)| scale_up(part.0, i64::from(part.1) - i64::from(exponent));
    let value = aligned(a)?.checked_add(aligned(b)?)?;
    Some(Amount::Small { value, exponent })
}

/// Too far apart for 38 digits, the smaller amount is lost in the larger.
fn plus_wide(a: Amount, b: Amount) -> Amount {
    let ((a_value, a_exponent), (b_value, b_exponent)) = (a.parts(), b.parts());
    let exponent = a_exponent.min(b_exponent);
    let aligned =
        times_pow10(a_value, a_exponent - exponent).zip(times_pow10(b_value, b_exponent - exponent));
    if let Some((a_value, b_value)) = aligned {
        return Amount::Wide { value: a_value.saturating_add(b_value), exponent: exponent as i32 };
    }
    let a_is_larger = a_value != 0
        && (b_value == 0
            || compare_size((a_value.unsigned_abs(), a_exponent), (b_value.unsigned_abs(), b_exponent))
                .is_ge());
    let (value, exponent) = if a_is_larger { (a_value, a_exponent) } else { (b_value, b_exponent) };
    Amount::Wide { value, exponent: exponent as i32 }
}

/// Go's math.Pow10, which multiplies a power of 1e32 by one below it.
pub(super) fn pow10_f64(exponent: i64) -> f64 {
    let literal = |exponent: i64| format!("1e{exponent}").parse::<f64>().unwrap_or(f64::INFINITY);
    match exponent {
        309.. => f64::INFINITY,
        0..=308 => literal(exponent / 32 * 32) * literal(exponent % 32),
        -323..=-1 => literal(exponent / 32 * 32) / literal(-exponent % 32),
        _ => 0.0,
    }
}
