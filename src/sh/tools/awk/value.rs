//! Values of `awk`: numbers, texts, and texts from the input that look like numbers.

use crate::sh::tools::leading_number;

#[derive(Clone, Debug, Default)]
pub enum Value {
    #[default]
    None,
    Number(f64),
    Text(String),
    /// Read from the input: a number where it looks like one.
    Read(String),
}

/// `%.6g`
fn shown(number: f64) -> String {
    if number == number.trunc() && number.abs() < 1e16 {
        return format!("{}", number as i64);
    }
    if !number.is_finite() {
        return if number.is_nan() {
            "nan".into()
        } else if number > 0.0 {
            "inf".into()
        } else {
            "-inf".into()
        };
    }
    let exponent = number.abs().log10().floor() as i32;
    let bare = |text: String| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    };
    if (-5..6).contains(&exponent) {
        return bare(format!("{number:.*}", (5 - exponent).max(0) as usize));
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}e{sign}{:02}", bare(format!("{:.5}", number / 10f64.powi(exponent))), exponent.abs())
}

impl Value {
    pub fn truth(of: bool) -> Value {
        Value::Number(if of { 1.0 } else { 0.0 })
    }

    pub fn number(&self) -> f64 {
        match self {
            Value::None => 0.0,
            Value::Number(number) => *number,
            Value::Text(text) | Value::Read(text) => leading_number(text),
        }
    }

    pub fn text(&self) -> String {
        match self {
            Value::None => String::new(),
            Value::Number(number) => shown(*number),
            Value::Text(text) | Value::Read(text) => text.clone(),
        }
    }

    fn as_number(&self) -> Option<f64> {
        match self {
            Value::None => Some(0.0),
            Value::Number(number) => Some(*number),
            Value::Text(_) => None,
            Value::Read(text) => text.trim().parse().ok(),
        }
    }

    pub fn is_true(&self) -> bool {
        match self {
            Value::Text(text) => !text.is_empty(),
            Value::Read(text) => self.as_number().map_or(!text.is_empty(), |number| number != 0.0),
            other => other.number() != 0.0,
        }
    }

    pub fn compared(&self, other: &Value) -> std::cmp::Ordering {
        match (self.as_number(), other.as_number()) {
            (Some(left), Some(right)) => left.partial_cmp(&right).unwrap_or(std::cmp::Ordering::Equal),
            _ => self.text().cmp(&other.text()),
        }
    }
}
