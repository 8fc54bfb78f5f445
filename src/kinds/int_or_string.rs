//! `intstr.IntOrString`: a count, a percentage or a port name.
//!
//! Models apimachinery pkg/util/intstr/intstr.go and, for the two fenceposts of a rolling update,
//! pkg/controller/deployment/util/deployment_util.go, v1.36. A string counts only as a percentage: a
//! whole number followed by one `%`, read as Go's `strconv.Atoi` reads it, whose error texts show up in
//! the messages.

use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntOrString {
    Int(i32),
    String(String),
}

impl Default for IntOrString {
    fn default() -> IntOrString {
        IntOrString::Int(0)
    }
}

impl fmt::Display for IntOrString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IntOrString::Int(value) => write!(f, "{value}"),
            IntOrString::String(text) => f.write_str(text),
        }
    }
}

impl IntOrString {
    /// The count itself, or the percentage of `total`.
    pub fn scaled_value(&self, total: i64, round_up: bool) -> Result<i64, String> {
        let text = match self {
            IntOrString::Int(value) => return Ok(i64::from(*value)),
            IntOrString::String(text) => text,
        };
        let percent = percentage(text).map_err(|error| format!("invalid value for IntOrString: {error}"))?;
        let share = percent as f64 * total as f64 / 100.0;
        Ok(if round_up { share.ceil() } else { share.floor() } as i64)
    }
}

/// How many pods a rolling update may have over and may miss under `desired`. When rounding leaves
/// neither, one may be missing, since a surge might be refused by quota.
pub fn resolve_fenceposts(
    max_surge: Option<&IntOrString>,
    max_unavailable: Option<&IntOrString>,
    desired: i32,
) -> Result<(i32, i32), String> {
    let resolve = |given: Option<&IntOrString>, round_up: bool| match given {
        Some(given) => given.scaled_value(i64::from(desired), round_up),
        None => Ok(0),
    };
    let surge = resolve(max_surge, true)?;
    let unavailable = resolve(max_unavailable, false)?;
    let unavailable = if surge == 0 && unavailable == 0 { 1 } else { unavailable };
    Ok((surge as i32, unavailable as i32))
}

fn percentage(text: &str) -> Result<i64, String> {
    let number = text.strip_suffix('%').ok_or("invalid type: string is not a percentage")?;
    atoi(number).map_err(|reason| {
        format!("invalid value {}: strconv.Atoi: parsing {}: {reason}", quote(text), quote(number))
    })
}

/// Digits are read in order, so that the first fault met decides the reason.
fn atoi(text: &str) -> Result<i64, &'static str> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() {
        return Err("invalid syntax");
    }
    let mut magnitude: u64 = 0;
    for digit in digits.chars() {
        let digit = digit.to_digit(10).ok_or("invalid syntax")?;
        magnitude = magnitude
            .checked_mul(10)
            .and_then(|tens| tens.checked_add(u64::from(digit)))
            .ok_or("value out of range")?;
    }
    let signed = i128::from(magnitude) * if text.starts_with('-') { -1 } else { 1 };
    i64::try_from(signed).map_err(|_| "value out of range")
}

/// Go's strconv.Quote.
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\x07' => quoted.push_str("\\a"),
            '\x08' => quoted.push_str("\\b"),
            '\x0c' => quoted.push_str("\\f"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\x0b' => quoted.push_str("\\v"),
            c if c.is_ascii_control() => quoted.push_str(&format!("\\x{:02x}", u32::from(c))),
            c if c.is_control() || (c.is_whitespace() && c != ' ') || c == '\u{feff}' => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(text: &str) -> String {
        match IntOrString::String(text.to_owned()).scaled_value(10, true) {
            Ok(value) => value.to_string(),
            Err(error) => error,
        }
    }

    #[test]
    fn reads_percentages() {
        for (text, expected) in [
            ("+25%", "3"),
            ("-15%", "-1"),
            ("5", "invalid value for IntOrString: invalid type: string is not a percentage"),
            (
                "1\t%",
                r#"invalid value for IntOrString: invalid value "1\t%": strconv.Atoi: parsing "1\t": invalid syntax"#,
            ),
            (
                "9223372036854775808%",
                r#"invalid value for IntOrString: invalid value "9223372036854775808%": strconv.Atoi: parsing "9223372036854775808": value out of range"#,
            ),
        ] {
            assert_eq!(expected, percent(text));
        }
    }

    #[test]
    fn one_pod_may_always_be_missing() {
        let none = IntOrString::String("1%".to_owned());
        assert_eq!(Ok((0, 1)), resolve_fenceposts(None, Some(&none), 3));
        assert_eq!(Ok((1, 0)), resolve_fenceposts(Some(&none), Some(&none), 3));
    }
}
