//! What a pipeline may call: Go's text/template/funcs.go, and cli-runtime's `exists` and `base64decode`.

use std::cmp::Ordering;

use serde_json::Value;

use crate::kinds::base64;
use crate::kubectl::reach::{Reach, show};

pub const NAMES: [&str; 20] = [
    "and",
    "base64decode",
    "eq",
    "exists",
    "ge",
    "gt",
    "html",
    "index",
    "js",
    "le",
    "len",
    "lt",
    "ne",
    "not",
    "or",
    "print",
    "printf",
    "println",
    "slice",
    "urlquery",
];

/// A value as Go's template prints it.
pub fn printed(value: &Value) -> String {
    match value {
        Value::Null => "<no value>".into(),
        other => shown(other),
    }
}

/// As `%v`: what is missing within a value is `<nil>`.
fn shown(value: &Value) -> String {
    if value.is_null() { "<nil>".into() } else { show(value) }
}

/// Not the zero of its kind.
pub fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(on) => *on,
        Value::Number(number) => number.as_f64().is_some_and(|number| number != 0.0),
        Value::String(text) => !text.is_empty(),
        other => other.size() > 0,
    }
}

pub fn call(name: &str, values: &[Value]) -> Result<Value, String> {
    let few = || format!("error calling {name}: wrong number of args for {name}: got {}", values.len());
    let first = values.first();
    Ok(match name {
        "not" => Value::from(!is_true(first.ok_or_else(few)?)),
        "len" => match first.ok_or_else(few)? {
            Value::String(text) => Value::from(text.len()),
            value if value.is_array() || value.is_object() => Value::from(value.size()),
            other => return Err(format!("error calling len: len of type {}", shown(other))),
        },
        "index" => {
            let (value, keys) = values.split_first().filter(|(_, keys)| !keys.is_empty()).ok_or_else(few)?;
            return keys.iter().try_fold(value.clone(), |value, key| index(&value, key));
        }
        "exists" => {
            let (value, keys) = values.split_first().ok_or_else(few)?;
            let found = keys.iter().try_fold(value.clone(), |value, key| index(&value, key));
            Value::from(found.is_ok_and(|value| !value.is_null()))
        }
        "slice" => return slice(values).ok_or_else(few),
        "print" => Value::from(values.iter().map(shown).collect::<String>()),
        "println" => Value::from(values.iter().map(shown).collect::<Vec<_>>().join(" ") + "\n"),
        "printf" => {
            let format = first.and_then(Value::as_str).ok_or_else(few)?;
            Value::from(printf(format, &values[1..]))
        }
        "base64decode" => {
            let text = first.and_then(Value::as_str).ok_or_else(few)?;
            let bytes = base64::decode(text).map_err(|at| {
                format!(
                    "error calling base64decode: base64 decode failed: illegal base64 data at input byte {at}"
                )
            })?;
            Value::from(String::from_utf8_lossy(&bytes).into_owned())
        }
        "html" => Value::from(escaped(&values.iter().map(shown).collect::<String>())),
        "js" | "urlquery" => Value::from(values.iter().map(shown).collect::<String>()),
        "eq" => {
            let (value, others) =
                values.split_first().filter(|(_, rest)| !rest.is_empty()).ok_or_else(few)?;
            Value::from(others.iter().any(|other| same(value, other)))
        }
        "ne" | "lt" | "le" | "gt" | "ge" => {
            let [a, b] = values else { return Err(few()) };
            if name == "ne" {
                return Ok(Value::from(!same(a, b)));
            }
            let order = order(a, b)
                .ok_or_else(|| format!("error calling {name}: incompatible types for comparison"))?;
            Value::from(match name {
                "lt" => order.is_lt(),
                "le" => order.is_le(),
                "gt" => order.is_gt(),
                _ => order.is_ge(),
            })
        }
        other => return Err(format!("function {other:?} is not simulated")),
    })
}

fn same(a: &Value, b: &Value) -> bool {
    a == b || order(a, b).is_some_and(Ordering::is_eq)
}

fn order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

fn index(value: &Value, key: &Value) -> Result<Value, String> {
    match (value, key) {
        (Value::Object(members), Value::String(name)) => Ok(members.get(name).cloned().unwrap_or_default()),
        (Value::Array(items), Value::Number(at)) => {
            let found = at.as_u64().and_then(|at| items.get(usize::try_from(at).ok()?));
            found.cloned().ok_or_else(|| format!("error calling index: error index out of range: {at}"))
        }
        (Value::Null, _) => Err("error calling index: index of untyped nil".into()),
        _ => Err(format!("error calling index: can't index item of type {}", shown(value))),
    }
}

fn slice(values: &[Value]) -> Option<Value> {
    let (value, ends) = values.split_first()?;
    let length = value.as_str().map_or(value.size(), str::len);
    let end = |at: usize| ends.get(at).map(|end| end.as_u64().and_then(|end| usize::try_from(end).ok()));
    let (from, to) = (end(0).unwrap_or(Some(0))?, end(1).unwrap_or(Some(length))?);
    match value {
        Value::String(text) => text.get(from..to).map(Value::from),
        Value::Array(items) => items.get(from..to).map(|items| Value::from(items.to_vec())),
        _ => None,
    }
}

fn escaped(text: &str) -> String {
    [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&#34;"), ("'", "&#39;")]
        .iter()
        .fold(text.to_owned(), |text, (sign, name)| text.replace(sign, name))
}

/// `%s`, `%v`, `%d`, `%q`, `%t`, `%%`, with widths: fmt.Sprintf for JSON.
fn printf(format: &str, values: &[Value]) -> String {
    let mut text = String::new();
    let mut values = values.iter();
    let mut letters = format.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            text.push(letter);
            continue;
        }
        let mut flags = String::new();
        while let Some(flag) = letters.next_if(|one| one.is_ascii_digit() || matches!(one, '-' | '+' | '.')) {
            flags.push(flag);
        }
        let Some(verb) = letters.next() else {
            text.push_str("%!(NOVERB)");
            break;
        };
        if verb == '%' {
            text.push('%');
            continue;
        }
        let Some(value) = values.next() else {
            text.push_str(&format!("%!{verb}(MISSING)"));
            continue;
        };
        let shown = match verb {
            'q' => format!("{:?}", shown(value)),
            _ => shown(value),
        };
        let width = flags.trim_start_matches('-').split('.').next().and_then(|width| width.parse().ok());
        let width = width.unwrap_or(0usize).min(1_000);
        text += &if flags.starts_with('-') { format!("{shown:<width$}") } else { format!("{shown:>width$}") };
    }
    text
}
