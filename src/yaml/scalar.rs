//! What a plain scalar means: YAML 1.1 as go-yaml v2 under sigs.k8s.io/yaml resolves it.

use serde_json::{Number, Value};

pub fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "y" | "Y" | "on" | "On" | "ON" => {
            Value::Bool(true)
        }
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "n" | "N" | "off" | "Off" | "OFF" => {
            Value::Bool(false)
        }
        _ => number(text).unwrap_or_else(|| Value::String(text.to_owned())),
    }
}

fn number(text: &str) -> Option<Value> {
    if !text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) {
        return None;
    }
    let plain = text.replace('_', "");
    integer(&plain).or_else(|| float(&plain))
}

/// Decimal, 0x, 0b, 0o, and octal by a leading zero.
fn integer(text: &str) -> Option<Value> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &digits[2..]),
        [b'0', b'b' | b'B', ..] => (2, &digits[2..]),
        [b'0', b'o' | b'O', ..] => (8, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, digits),
    };
    if !digits.starts_with(|c: char| c.is_ascii_hexdigit()) {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, radix).ok()?;
    if negative {
        return i64::try_from(-i128::from(magnitude)).ok().map(Value::from);
    }
    Some(Value::from(magnitude))
}

fn float(text: &str) -> Option<Value> {
    let body = text.trim_start_matches(['+', '-']);
    let (mantissa, exponent) = match body.find(['e', 'E']) {
        Some(at) => (&body[..at], Some(&body[at + 1..])),
        None => (body, None),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mantissa_fits = (whole.is_empty() || digits(whole))
        && (fraction.is_empty() || digits(fraction))
        && mantissa != "."
        && !mantissa.is_empty();
    let exponent_fits = exponent.is_none_or(|part| digits(part.strip_prefix(['+', '-']).unwrap_or(part)));
    if !mantissa_fits || !exponent_fits || text.len() > body.len() + 1 {
        return None;
    }
    let parsed: f64 = text.parse().ok()?;
    whole_number(parsed).or_else(|| Number::from_f64(parsed).map(Value::Number))
}

/// `5e3` and `2.0` travel as JSON numbers without a fraction.
fn whole_number(value: f64) -> Option<Value> {
    let fits = value.trunc() == value && value.abs() < 1e15;
    fits.then(|| Value::from(value as i64))
}

/// Whether a string must be quoted so that it is read back as a string.
pub fn needs_quotes(text: &str) -> bool {
    !matches!(resolve(text), Value::String(_)) || float(text).is_some() || is_timestamp(text)
}

/// A date, or a date and a time: with `T` and a zone, or with a space and none.
fn is_timestamp(text: &str) -> bool {
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some((text.as_bytes()[at] == b' ', &text[at + 1..]))),
        None => (text, None),
    };
    let date_fits = date.find('-') == Some(4) && numbers(date, '-', &[9999, 12, 31]);
    date_fits
        && time.is_none_or(|(spaced, time)| match time.find(['Z', '+', '-']) {
            None => spaced && is_time(time),
            Some(at) => !spaced && is_time(&time[..at]) && is_zone(&time[at..]),
        })
}

fn is_time(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    digits && numbers(whole, ':', &[23, 59, 59])
}

fn is_zone(text: &str) -> bool {
    text == "Z" || (text.len() == 6 && numbers(&text[1..], ':', &[24, 59]))
}

/// Numbers with a mark between them, none above its limit.
fn numbers(text: &str, mark: char, limits: &[u32]) -> bool {
    let parts: Vec<&str> = text.split(mark).collect();
    let fits = |(part, limit): (&&str, &u32)| {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        digits && part.parse::<u32>().is_ok_and(|number| number <= *limit)
    };
    parts.len() == limits.len() && parts.iter().zip(limits).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn scalars_are_read_as_kubectl_reads_them() {
        let rows = [
            ("yes", json!(true)),
            ("off", json!(false)),
            ("0644", json!(420)),
            ("0x1F", json!(31)),
            ("1_000", json!(1000)),
            ("1e3", json!(1000)),
            ("1.5", json!(1.5)),
            ("-7", json!(-7)),
            ("1.2.3", json!("1.2.3")),
            ("250m", json!("250m")),
            ("v1", json!("v1")),
            ("", json!(null)),
            ("-", json!("-")),
            ("192.168.0.1", json!("192.168.0.1")),
            ("08", json!(8)),
        ];
        for (text, expected) in rows {
            assert_eq!(resolve(text), expected, "{text}");
        }
    }

    #[test]
    fn times_are_quoted() {
        for text in ["2026-01-15T10:00:00Z", "2026-1-5", "2026-01-15 10:00:00.5", "2026-01-15T10:00:00+01:00"]
        {
            assert!(needs_quotes(text), "{text}");
        }
        for text in ["2026-01-15T10:00:00", "2026-13-01", "26-01-15", "web-2026-01-15", "10.96.0.1"] {
            assert!(!needs_quotes(text), "{text}");
        }
    }
}
