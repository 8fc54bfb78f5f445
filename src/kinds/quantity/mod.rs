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

mod amount;
mod parse;
mod print;

use std::cmp::Ordering;
use std::fmt;

use amount::{Amount, pow10_f64, scale_up};

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
        parse::parse(text)
    }

    pub fn from_value(value: i64, format: Format) -> Quantity {
        Quantity { amount: Amount::Small { value, exponent: 0 }, format, written: None }
    }

    pub fn from_milli(value: i64, format: Format) -> Quantity {
        Quantity { amount: Amount::Small { value, exponent: -3 }, format, written: None }
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
        if exponent == 0 { value as f64 } else { value as f64 * pow10_f64(exponent) }
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

    /// Value and power of ten, when the small form holds the amount.
    pub fn small_parts(&self) -> Option<(i64, i32)> {
        match self.amount {
            Amount::Small { value, exponent } => Some((value, exponent)),
            Amount::Wide { .. } => None,
        }
    }

    /// The text it was read from, when it prints as that.
    pub fn as_written(&self) -> Option<&str> {
        self.written.as_deref()
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.written {
            Some(text) => f.pad(text),
            None => f.pad(&print::canonical(self.amount, self.format)),
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
            ("0.12345678901234567890123456789012345678901Ei", "142335986942043633765524428n"),
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
        let parsed: Vec<Quantity> = texts.iter().filter_map(|text| Quantity::parse(text).ok()).collect();
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
