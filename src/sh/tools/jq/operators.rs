//! What jq's operators make of two values, and what contains what.

use super::LIMIT_VALUES;
use super::json::Json;
use super::run::error;

/// Characters a string may grow to.
const LIMIT_TEXT: usize = 1 << 20;

fn number(value: f64) -> Json {
    Json::Number(value)
}

pub fn binary(sign: &str, left: &Json, right: &Json) -> Result<Json, Json> {
    let order = || left.order(right);
    let told = |one: &Json| format!("{} ({})", one.kind(), one.compact());
    Ok(match (sign, left, right) {
        ("==", ..) => Json::Bool(order().is_eq()),
        ("!=", ..) => Json::Bool(order().is_ne()),
        ("<", ..) => Json::Bool(order().is_lt()),
        ("<=", ..) => Json::Bool(order().is_le()),
        (">", ..) => Json::Bool(order().is_gt()),
        (">=", ..) => Json::Bool(order().is_ge()),
        ("+", Json::Null, other) | ("+", other, Json::Null) => other.clone(),
        ("+", Json::Text(one), Json::Text(other)) if one.len() + other.len() < LIMIT_TEXT => {
            Json::Text(format!("{one}{other}"))
        }
        ("+", Json::List(one), Json::List(other)) => {
            Json::List(one.iter().chain(other).take(LIMIT_VALUES).cloned().collect())
        }
        ("+", Json::Object(one), Json::Object(other)) => {
            let mut all = one.clone();
            other.iter().for_each(|(key, value)| Json::put(&mut all, key, value.clone()));
            Json::Object(all)
        }
        ("*", Json::Object(_), Json::Object(_)) => merged(left, right),
        ("*", Json::Text(text), Json::Number(times)) | ("*", Json::Number(times), Json::Text(text)) => {
            let count = times.max(0.0) as usize;
            match *times <= 0.0 {
                true => Json::Null,
                false => Json::Text(text.repeat(count.max(1).min(LIMIT_TEXT / text.len().max(1)))),
            }
        }
        ("-", Json::List(one), Json::List(other)) => Json::List(
            one.iter().filter(|one| !other.iter().any(|other| one.order(other).is_eq())).cloned().collect(),
        ),
        ("/", Json::Text(one), Json::Text(other)) => split(one, other),
        ("+" | "-" | "*" | "/" | "%", Json::Number(one), Json::Number(other)) => match sign {
            "+" => number(one + other),
            "-" => number(one - other),
            "*" => number(one * other),
            "/" | "%" if *other == 0.0 || (sign == "%" && *other as i64 == 0) => {
                return Err(error(format!(
                    "{} and {} cannot be divided because the divisor is zero",
                    told(left),
                    told(right)
                )));
            }
            "/" => number(one / other),
            _ => number(((*one as i64) % (*other as i64)) as f64),
        },
        _ => {
            let what = match sign {
                "+" => "added",
                "-" => "subtracted",
                "*" => "multiplied",
                _ => "divided",
            };
            return Err(error(format!("{} and {} cannot be {what}", told(left), told(right))));
        }
    })
}

fn merged(left: &Json, right: &Json) -> Json {
    match (left, right) {
        (Json::Object(one), Json::Object(other)) => {
            let mut all = one.clone();
            for (key, value) in other {
                let value = left.get(key).map_or_else(|| value.clone(), |held| merged(held, value));
                Json::put(&mut all, key, value);
            }
            Json::Object(all)
        }
        (_, right) => right.clone(),
    }
}

pub fn split(text: &str, mark: &str) -> Json {
    if text.is_empty() {
        return Json::List(Vec::new());
    }
    match mark.is_empty() {
        true => Json::List(text.chars().map(|one| Json::Text(one.into())).collect()),
        false => Json::List(text.split(mark).map(Json::text).collect()),
    }
}

pub fn contains(value: &Json, part: &Json) -> Result<bool, Json> {
    Ok(match (value, part) {
        (Json::Object(_), Json::Object(parts)) => {
            for (key, part) in parts {
                match value.get(key) {
                    Some(held) if contains(held, part)? => {}
                    _ => return Ok(false),
                }
            }
            true
        }
        (Json::List(all), Json::List(parts)) => parts.iter().all(|part| {
            all.iter().any(|one| one.kind() == part.kind() && contains(one, part).unwrap_or(false))
        }),
        (Json::Text(text), Json::Text(part)) => text.contains(part.as_str()),
        (one, other) if one.kind() == other.kind() => one.order(other).is_eq(),
        (one, other) => {
            return Err(error(format!(
                "{} ({}) and {} ({}) cannot have their containment checked",
                one.kind(),
                one.compact(),
                other.kind(),
                other.compact()
            )));
        }
    })
}
