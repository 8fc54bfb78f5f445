//! Resource quantities: `100m`, `1.5Gi`, `12e6`.
//!
//! Models apimachinery pkg/api/resource (quantity.go, amount.go, suffix.go, scale_int.go), v1.36. As
//! upstream, an amount has two forms: a small one, an `i64` times a power of ten, for nearly everything
//! people write, and a wide one, in nano units once parsed, for what does not fit. Which form a text lands
//! in can be observed (`as_int64` answers for small amounts only, the two overflow and round negative
//! fractions differently), so the split follows upstream digit for digit, its wrapping on overflow
//! included. A text already close to canonical is printed back as it was written, until arithmetic.
//!
//! Deviation: a wide amount keeps 38 significant digits where upstream grows without bound, so that
//! `1e999999999` plus `1n` costs no more than `1` plus `1`; digits below those are dropped.

use std::cmp::Ordering;
use std::fmt;

const NANO: i32 = -9;
const SMALL_DIGITS: usize = 18;
const WIDE_DIGITS: usize = 38;
const DECIMAL_SUFFIXES: [(&str, i32); 10] = [
    ("n", -9),
    ("u", -6),
    ("m", -3),
    ("", 0),
    ("k", 3),
    ("M", 6),
    ("G", 9),
    ("T", 12),
    ("P", 15),
    ("E", 18),
];
const BINARY_SUFFIXES: [(&str, i32); 6] = [
    ("Ki", 10),
    ("Mi", 20),
    ("Gi", 30),
    ("Ti", 40),
    ("Pi", 50),
    ("Ei", 60),
];

/// How a quantity was written, and so how it is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    DecimalSI,
    BinarySI,
    DecimalExponent,
}

impl Format {
    pub fn as_str(self) -> &'static str {
        match self {
            Format::DecimalSI => "DecimalSI",
            Format::BinarySI => "BinarySI",
            Format::DecimalExponent => "DecimalExponent",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityError {
    Format,
    Numeric,
    Suffix,
}

impl fmt::Display for QuantityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            QuantityError::Format => {
                "quantities must match the regular expression \
                 '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            }
            QuantityError::Numeric => "unable to parse numeric part of quantity",
            QuantityError::Suffix => "unable to parse quantity's suffix",
        })
    }
}

impl std::error::Error for QuantityError {}

/// A fixed-point number with a unit; compares by value, whatever its format.
#[derive(Clone, Debug, Default)]
pub struct Quantity {
    amount: Amount,
    format: Format,
    written: Option<Box<str>>,
}

impl Quantity {
    pub fn parse(text: &str) -> Result<Quantity, QuantityError> {
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

    pub fn from_value(value: i64, format: Format) -> Quantity {
        Quantity {
            amount: Amount::Small { value, exponent: 0 },
            format,
            written: None,
        }
    }

    pub fn from_milli(value: i64, format: Format) -> Quantity {
        Quantity {
            amount: Amount::Small { value, exponent: -3 },
            format,
            written: None,
        }
    }

    pub fn format(&self) -> Format {
        self.format
    }

    pub fn is_zero(&self) -> bool {
        self.sign() == 0
    }

    pub fn sign(&self) -> i32 {
        self.amount.parts().0.signum() as i32
    }

    /// Whole units, a fraction counting as one more.
    pub fn value(&self) -> i64 {
        self.amount.scaled(0)
    }

    pub fn milli_value(&self) -> i64 {
        self.amount.scaled(-3)
    }

    /// The amount in whole units, when the small form holds one.
    pub fn as_int64(&self) -> Option<i64> {
        match self.amount {
            Amount::Small { value, exponent } if exponent >= 0 => scale_up(value, i64::from(exponent)),
            _ => None,
        }
    }

    pub fn approximate_f64(&self) -> f64 {
        let (value, exponent) = self.amount.parts();
        if exponent == 0 {
            value as f64
        } else {
            value as f64 * pow10_f64(exponent)
        }
    }

    pub fn add(&mut self, other: &Quantity) {
        self.combine(other.amount, other.format);
    }

    pub fn sub(&mut self, other: &Quantity) {
        self.combine(other.amount.negated(), other.format);
    }

    fn combine(&mut self, other: Amount, format: Format) {
        if self.is_zero() {
            self.format = format;
        }
        self.written = None;
        self.amount = self.amount.plus(other);
    }

    fn canonical(&self) -> String {
        let (value, exponent) = self.amount.parts();
        if value == 0 {
            return "0".to_owned();
        }
        match self.format {
            Format::BinarySI => match self.amount.integer() {
                Some(whole) if whole.unsigned_abs() >= 1024 => binary_text(whole),
                _ => decimal_text(value, exponent, Format::DecimalSI),
            },
            format => decimal_text(value, exponent, format),
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.written {
            Some(text) => f.pad(text),
            None => f.pad(&self.canonical()),
        }
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Quantity) -> Ordering {
        self.amount.compare(other.amount)
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Quantity) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Quantity) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Quantity {}

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
        Ok(Split {
            negative: text.starts_with('-'),
            has_digits,
            whole,
            fraction,
            suffix,
        })
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
            return Some(Suffix {
                exponent,
                format: Format::DecimalSI,
            });
        }
        if let Some(exponent) = listed(&BINARY_SUFFIXES) {
            return Some(Suffix {
                exponent,
                format: Format::BinarySI,
            });
        }
        let exponent = text.strip_prefix(['e', 'E'])?.parse::<i64>().ok()?;
        Some(Suffix {
            exponent: exponent as i32,
            format: Format::DecimalExponent,
        })
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
        wide_from_digits(
            digits.trim_start_matches('0'),
            suffix.exponent.wrapping_sub(fraction_digits),
        )
    };
    let mut format = suffix.format;
    let most = Amount::Wide {
        value: i128::from(i64::MAX),
        exponent: 0,
    };
    if binary && amount.compare(most).is_gt() {
        amount = most;
    }
    if binary
        && amount.parts().0 > 0
        && amount
            .compare(Amount::Wide {
                value: 1,
                exponent: 0,
            })
            .is_lt()
    {
        format = Format::DecimalSI;
    }
    let amount = if split.negative { amount.negated() } else { amount };
    Ok(Quantity {
        amount,
        format,
        written: None,
    })
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
        Some(value) => Amount::Wide {
            value,
            exponent: NANO,
        },
        None => Amount::Wide { value, exponent },
    }
}

/// A value times a power of ten.
#[derive(Clone, Copy, Debug)]
enum Amount {
    Small { value: i64, exponent: i32 },
    Wide { value: i128, exponent: i32 },
}

impl Default for Amount {
    fn default() -> Amount {
        Amount::Small {
            value: 0,
            exponent: 0,
        }
    }
}

impl Amount {
    fn parts(self) -> (i128, i64) {
        match self {
            Amount::Small { value, exponent } => (i128::from(value), i64::from(exponent)),
            Amount::Wide { value, exponent } => (value, i64::from(exponent)),
        }
    }

    fn negated(self) -> Amount {
        match self {
            Amount::Small {
                value: i64::MIN,
                exponent,
            } => Amount::Wide {
                value: -i128::from(i64::MIN),
                exponent,
            },
            Amount::Small { value, exponent } => Amount::Small {
                value: -value,
                exponent,
            },
            Amount::Wide { value, exponent } => Amount::Wide {
                value: value.saturating_neg(),
                exponent,
            },
        }
    }

    /// The amount as a whole number, unless it has a fraction.
    fn integer(self) -> Option<i128> {
        let (value, exponent) = self.parts();
        if exponent >= 0 {
            return times_pow10(value, exponent);
        }
        let divisor = times_pow10(1, -exponent)?;
        (value % divisor == 0).then_some(value / divisor)
    }

    /// The amount in units of ten to the power of `unit`.
    fn scaled(self, unit: i64) -> i64 {
        match self {
            Amount::Small { value, exponent } => scale_small(value, i64::from(exponent) - unit),
            Amount::Wide { value, exponent } => scale_wide(value, i64::from(exponent) - unit),
        }
    }

    fn compare(self, other: Amount) -> Ordering {
        let ((a, a_exponent), (b, b_exponent)) = (self.parts(), other.parts());
        if a.signum() != b.signum() || a == 0 {
            return a.signum().cmp(&b.signum());
        }
        let by_size = compare_size((a.unsigned_abs(), a_exponent), (b.unsigned_abs(), b_exponent));
        if a > 0 { by_size } else { by_size.reverse() }
    }

    fn plus(self, other: Amount) -> Amount {
        if let (
            Amount::Small {
                value: a,
                exponent: a_exp,
            },
            Amount::Small {
                value: b,
                exponent: b_exp,
            },
        ) = (self, other)
            && let Some(sum) = plus_small((a, a_exp), (b, b_exp))
        {
            return sum;
        }
        plus_wide(self, other)
    }
}

fn times_pow10(value: i128, exponent: i64) -> Option<i128> {
    if value == 0 {
        return Some(0);
    }
    value.checked_mul(10_i128.checked_pow(u32::try_from(exponent).ok()?)?)
}

fn scale_up(value: i64, exponent: i64) -> Option<i64> {
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
    let value = if value < i128::from(i64::MAX) && -exponent < 19 {
        i128::from(value as i64)
    } else {
        value
    };
    let quotient = if value < i128::from(i64::MAX) {
        value / divisor
    } else {
        value.div_euclid(divisor)
    };
    (quotient as i64).wrapping_add(i64::from(value % divisor != 0))
}

fn compare_size((a, a_exponent): (u128, i64), (b, b_exponent): (u128, i64)) -> Ordering {
    let (a_length, b_length) = (
        i64::from(a.ilog10()) + a_exponent,
        i64::from(b.ilog10()) + b_exponent,
    );
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
        return Amount::Wide {
            value: a_value.saturating_add(b_value),
            exponent: exponent as i32,
        };
    }
    let a_is_larger = a_value != 0
        && (b_value == 0
            || compare_size(
                (a_value.unsigned_abs(), a_exponent),
                (b_value.unsigned_abs(), b_exponent),
            )
            .is_ge());
    let (value, exponent) = if a_is_larger {
        (a_value, a_exponent)
    } else {
        (b_value, b_exponent)
    };
    Amount::Wide {
        value,
        exponent: exponent as i32,
    }
}

/// A unit outside the list prints nothing, as upstream: `1000E` reads back as `1`.
fn decimal_text(mut value: i128, mut exponent: i64, format: Format) -> String {
    while value % 10 == 0 {
        value /= 10;
        exponent += 1;
    }
    let zeros = exponent.rem_euclid(3);
    exponent -= zeros;
    let unit = match format {
        Format::DecimalExponent if exponent == 0 => String::new(),
        Format::DecimalExponent => format!("e{exponent}"),
        _ => unit_name(&DECIMAL_SUFFIXES, exponent).to_owned(),
    };
    format!("{value}{}{unit}", "0".repeat(zeros as usize))
}

fn binary_text(mut value: i128) -> String {
    let mut bits = 0;
    while value % 1024 == 0 {
        value /= 1024;
        bits += 10;
    }
    format!("{value}{}", unit_name(&BINARY_SUFFIXES, bits))
}

fn unit_name(list: &[(&'static str, i32)], exponent: i64) -> &'static str {
    list.iter()
        .find(|entry| i64::from(entry.1) == exponent)
        .map_or("", |entry| entry.0)
}

/// Go's math.Pow10, which multiplies a power of 1e32 by one below it.
fn pow10_f64(exponent: i64) -> f64 {
    let literal = |exponent: i64| format!("1e{exponent}").parse::<f64>().unwrap_or(f64::INFINITY);
    match exponent {
        309.. => f64::INFINITY,
        0..=308 => literal(exponent / 32 * 32) * literal(exponent % 32),
        -323..=-1 => literal(exponent / 32 * 32) / literal(-exponent % 32),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: &str, got: &Quantity) {
        assert_eq!(expected, got.to_string());
    }

    #[test]
    fn prints_canonically() {
        for (text, canonical) in [
            ("0.5", "500m"),
            ("+100m", "+100m"),
            ("0.1Gi", "107374182400m"),
            ("1024Mi", "1Gi"),
            ("-0.5Ki", "-512"),
            ("1000E", "1"),
            ("12345678901234567890123", "12345678901234567890123"),
            (
                "0.12345678901234567890123456789012345678901Ei",
                "142335986942043633765524428n",
            ),
            ("0.0000000000000000000000000001Mi", "1n"),
            ("1e400", "10e399"),
        ] {
            check(canonical, &Quantity::parse(text).unwrap());
        }
    }

    #[test]
    fn survives_hostile_texts() {
        let long = "9".repeat(5000);
        let texts = [
            "1e999999999",
            "1e9999999999",
            "1e-2147483648",
            "1.5e-2147483648",
            "0e2147483647",
            "1e99999999999999999999",
            "9999999999999999999999999999E",
            "-99999999999999999999999999999999999999999999Ei",
            ".Ei",
            "Ei",
            ".",
            "-",
            "1e",
            "١",
            "1١",
            "9223372036854775807e2147483647",
            &long,
        ];
        let parsed: Vec<Quantity> = texts
            .iter()
            .filter_map(|text| Quantity::parse(text).ok())
            .collect();
        assert_eq!(11, parsed.len());
        for a in &parsed {
            assert!(a.to_string().len() < 60, "{a}");
            let _ = (a.value(), a.milli_value(), a.as_int64(), a.approximate_f64());
            for b in &parsed {
                let mut sum = a.clone();
                sum.add(b);
                sum.sub(b);
                assert_eq!(a.cmp(b), b.cmp(a).reverse());
            }
        }
    }

    #[test]
    fn rounds_negative_fractions_by_form() {
        let value = |text: &str| Quantity::parse(text).unwrap().value();
        assert_eq!((-2, -101, 103), (value("-1.5"), value("-.1Ki"), value(".1Ki")));
    }

    #[test]
    fn a_zero_takes_the_other_format() {
        let mut sum = Quantity::default();
        sum.add(&Quantity::from_value(2048, Format::BinarySI));
        check("2Ki", &sum);
        sum.sub(&Quantity::from_milli(i64::MIN, Format::DecimalSI));
        check("9223372036856823808m", &sum);
    }
}
