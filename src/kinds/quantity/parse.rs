//! Text to quantity: which form it takes, and whether the text itself is kept.
//!
//! Models `ParseQuantity` and `parseQuantityString` of apimachinery pkg/api/resource/quantity.go and
//! suffix.go, v1.36.

use super::amount::{Amount, NANO, WIDE_DIGITS, times_pow10};
use super::print::{BINARY_SUFFIXES, DECIMAL_SUFFIXES};
use super::{Format, Quantity, QuantityError};

const SMALL_DIGITS: usize = 18;

pub(super) fn parse(text: &str) -> Result<Quantity, QuantityError> {
    if text.is_empty() {
        return Err(QuantityError::Format);
    }
    let split = Split::new(text)?;
    let suffix = Suffix::interpret(split.suffix).ok_or(QuantityError::Suffix)?;
    match parse_small(text, &split, suffix) {
        Some(quantity) => Ok(quantity),
        None => parse_wide(&split, suffix),
    }
}

struct Split<'a> {
    negative: bool,
    has_digits: bool,
    whole: &'a str,
    fraction: &'a str,
    suffix: &'a str,
}

impl<'a> Split<'a> {
    fn new(text: &'a str) -> Result<Split<'a>, QuantityError> {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, rest) = take_digits(unsigned.trim_start_matches('0'));
        let (fraction, suffix) = match rest.strip_prefix('.') {
            Some(rest) => take_digits(rest),
            None => ("", rest),
        };
        let tail = suffix.trim_start_matches(|c| "eEinumkKMGTP".contains(c));
        let tail = tail.strip_prefix(['+', '-']).unwrap_or(tail);
        if !take_digits(tail).1.is_empty() {
            return Err(QuantityError::Format);
        }
        let has_digits = unsigned.starts_with(|c: char| c.is_ascii_digit()) || !fraction.is_empty();
        let whole = if whole.is_empty() { "0" } else { whole };
        Ok(Split { negative: text.starts_with('-'), has_digits, whole, fraction, suffix })
    }
}

fn take_digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

#[derive(Clone, Copy)]
struct Suffix {
    exponent: i32,
    format: Format,
}

impl Suffix {
    fn interpret(text: &str) -> Option<Suffix> {
        let listed = |list: &[(&str, i32)]| list.iter().find(|(name, _)| *name == text).map(|entry| entry.1);
        if let Some(exponent) = listed(&DECIMAL_SUFFIXES) {
            return Some(Suffix { exponent, format: Format::DecimalSI });
        }
        if let Some(exponent) = listed(&BINARY_SUFFIXES) {
            return Some(Suffix { exponent, format: Format::BinarySI });
        }
        let exponent = text.strip_prefix(['e', 'E'])?.parse::<i64>().ok()?;
        Some(Suffix { exponent: exponent as i32, format: Format::DecimalExponent })
    }
}

fn parse_small(text: &str, split: &Split<'_>, suffix: Suffix) -> Option<Quantity> {
    let binary = suffix.format == Format::BinarySI;
    let (multiplier, exponent) = small_unit(split, suffix)?;
    let digits = format!("{}{}", split.whole, split.fraction);
    let magnitude = digits.parse::<i64>().ok()?;
    let value = magnitude.checked_mul(multiplier)?;
    let as_written = if binary {
        magnitude & 7 != 0
    } else {
        exponent % 3 == 0 && !digits.ends_with("000") && !digits.starts_with('0')
    };
    let value = if split.negative { -value } else { value };
    Some(Quantity {
        amount: Amount::Small { value, exponent },
        format: suffix.format,
        written: as_written.then(|| text.into()),
    })
}

/// The factor and the power of ten that the digits count in, when the small form can hold them. The room
/// for binary suffixes is upstream's estimate of 15 digits less three for every factor of 1024.
fn small_unit(split: &Split<'_>, suffix: Suffix) -> Option<(i64, i32)> {
    if suffix.format == Format::BinarySI {
        let used = split.whole.len() + suffix.exponent as usize * 3 / 10;
        return (split.fraction.is_empty() && used < 15).then_some((1 << suffix.exponent, 0));
    }
    if split.whole.len() + split.fraction.len() > SMALL_DIGITS {
        return None;
    }
    let exponent = suffix.exponent.wrapping_sub(split.fraction.len() as i32);
    (exponent >= NANO).then_some((1, exponent))
}

fn parse_wide(split: &Split<'_>, suffix: Suffix) -> Result<Quantity, QuantityError> {
    if !split.has_digits {
        return Err(QuantityError::Numeric);
    }
    let binary = suffix.format == Format::BinarySI;
    let digits = format!("{}{}", split.whole, split.fraction);
    let fraction_digits = split.fraction.len() as i32;
    let mut amount = if binary {
        wide_from_digits(&shift_left(&digits, suffix.exponent), -fraction_digits)
    } else {
        wide_from_digits(digits.trim_start_matches('0'), suffix.exponent.wrapping_sub(fraction_digits))
    };
    let mut format = suffix.format;
    let most = Amount::Wide { value: i128::from(i64::MAX), exponent: 0 };
    if binary && amount.compare(most).is_gt() {
        amount = most;
    }
    if binary && amount.parts().0 > 0 && amount.compare(Amount::Wide { value: 1, exponent: 0 }).is_lt() {
        format = Format::DecimalSI;
    }
    let amount = if split.negative { amount.negated() } else { amount };
    Ok(Quantity { amount, format, written: None })
}

/// Digits times two to the power of `bits`, at most 60.
fn shift_left(digits: &str, bits: i32) -> String {
    let mut carry: u128 = 0;
    let mut reversed = Vec::with_capacity(digits.len() + 19);
    for digit in digits.bytes().rev() {
        carry += u128::from(digit - b'0') << bits;
        reversed.push((carry % 10) as u8 + b'0');
        carry /= 10;
    }
    while carry > 0 {
        reversed.push((carry % 10) as u8 + b'0');
        carry /= 10;
    }
    let text: String = reversed.iter().rev().map(|byte| char::from(*byte)).collect();
    text.trim_start_matches('0').to_owned()
}

/// The wide amount nearest above, in nano units where they fit 38 digits.
fn wide_from_digits(digits: &str, exponent: i32) -> Amount {
    let below = (i64::from(NANO) - i64::from(exponent)).max(0) as usize;
    let (kept, dropped) = digits.split_at(digits.len().saturating_sub(below));
    let exponent = exponent.max(NANO);
    let round_up = dropped.bytes().any(|digit| digit != b'0');
    let (head, tail) = kept.split_at(kept.len().min(WIDE_DIGITS));
    let value = head.parse::<i128>().unwrap_or(0) + i128::from(round_up);
    let exponent = exponent.saturating_add(tail.len() as i32);
    match times_pow10(value, i64::from(exponent) - i64::from(NANO)) {
        Some(value) => Amount::Wide { value, exponent: NANO },
        None => Amount::Wide { value, exponent },
    }
}
