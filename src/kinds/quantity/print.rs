//! Quantity to text: `CanonicalizeBytes` of apimachinery pkg/api/resource/quantity.go and suffix.go, v1.36.

use super::Format;
use super::amount::Amount;

pub(super) const DECIMAL_SUFFIXES: [(&str, i32); 10] =
    [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];
pub(super) const BINARY_SUFFIXES: [(&str, i32); 6] =
    [("Ki", 10), ("Mi", 20), ("Gi", 30), ("Ti", 40), ("Pi", 50), ("Ei", 60)];

pub(super) fn canonical(amount: Amount, format: Format) -> String {
    let (value, exponent) = amount.parts();
    if value == 0 {
        return "0".to_owned();
    }
    match format {
        Format::BinarySI => match amount.integer() {
            Some(whole) if whole.unsigned_abs() >= 1024 => binary_text(whole),
            _ => decimal_text(value, exponent, Format::DecimalSI),
        },
        format => decimal_text(value, exponent, format),
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
    list.iter().find(|entry| i64::from(entry.1) == exponent).map_or("", |entry| entry.0)
}
