//! jq's functions of one value and of two, and its formats (`@csv` and its like).

use super::json::{Json, Reader};
use super::operators::{contains, split};
use super::run::{Scope, error, step_into};
use crate::sh::tools::{base64, date};

fn number(value: f64) -> Json {
    Json::Number(value)
}

/// `@base64` and its like.
pub fn format(name: &str, value: &Json) -> Result<String, Json> {
    let row = |joint: &str, cell: &dyn Fn(&Json) -> Result<String, Json>| match value {
        Json::List(all) => Ok(all.iter().map(cell).collect::<Result<Vec<_>, _>>()?.join(joint)),
        other => Err(error(format!(
            "{} ({}) cannot be {}-formatted, only an array can be",
            other.kind(),
            other.compact(),
            &name[1..]
        ))),
    };
    let cell = |one: &Json, quote: &dyn Fn(&str) -> String| match one {
        Json::Text(text) => Ok(quote(text)),
        Json::Null => Ok(String::new()),
        Json::List(_) | Json::Object(_) => {
            Err(error(format!("{} ({}) is not valid in a {} row", one.kind(), one.compact(), &name[1..])))
        }
        other => Ok(other.compact()),
    };
    match name {
        "@text" => Ok(value.plain()),
        "@json" => Ok(value.compact()),
        "@csv" => row(",", &|one| cell(one, &|text| format!("\"{}\"", text.replace('"', "\"\"")))),
        "@tsv" => row("\t", &|one| {
            cell(one, &|text| {
                text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
            })
        }),
        "@base64" => Ok(base64::encode(value.plain().as_bytes())),
        "@base64d" => base64::decode(&value.plain())
            .ok_or_else(|| error(format!("{} ({}) is not valid base64 data", value.kind(), value.compact()))),
        "@html" => Ok(value
            .plain()
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('\'', "&#39;")
            .replace('"', "&quot;")),
        "@sh" => match value {
            Json::List(all) => Ok(all.iter().map(shell_word).collect::<Vec<_>>().join(" ")),
            other => Ok(shell_word(other)),
        },
        "@uri" => Ok(value
            .plain()
            .bytes()
            .map(|byte| match byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                true => char::from(byte).to_string(),
                false => format!("%{byte:02X}"),
            })
            .collect()),
        other => Err(error(format!("{} is not a valid format", &other[1..]))),
    }
}

fn shell_word(value: &Json) -> String {
    match value {
        Json::Text(text) => crate::sh::tools::quoted(text),
        other => other.compact(),
    }
}

pub fn keys(value: &Json) -> Result<Vec<Json>, Json> {
    match value {
        Json::Object(all) => Ok(all.iter().map(|(key, _)| Json::text(key)).collect()),
        Json::List(all) => Ok((0..all.len()).map(|at| number(at as f64)).collect()),
        other => Err(error(format!("{} ({}) has no keys", other.kind(), other.compact()))),
    }
}

fn flatten(value: &Json, depth: f64) -> Result<Json, Json> {
    let mut all = Vec::new();
    for one in each_of(value)? {
        match &one {
            Json::List(_) if depth > 0.0 => match flatten(&one, depth - 1.0)? {
                Json::List(inner) => all.extend(inner),
                other => all.push(other),
            },
            _ => all.push(one),
        }
    }
    Ok(Json::List(all))
}

fn math(name: &str) -> Option<fn(f64) -> f64> {
    match name {
        "floor" => Some(f64::floor),
        "ceil" => Some(f64::ceil),
        "round" => Some(f64::round),
        "sqrt" => Some(f64::sqrt),
        "fabs" | "abs" => Some(f64::abs),
        "log" => Some(f64::ln),
        "log2" => Some(f64::log2),
        "log10" => Some(f64::log10),
        "exp" => Some(f64::exp),
        "trunc" => Some(f64::trunc),
        _ => None,
    }
}

pub fn of_one(name: &str, value: &Json, scope: &Scope) -> Result<Json, Json> {
    let kind_error = |what: &str| error(format!("{} ({}) {what}", value.kind(), value.compact()));
    if let Some(math) = math(name) {
        return match value {
            Json::Number(one) => Ok(number(math(*one))),
            _ => Err(kind_error("number required")),
        };
    }
    Ok(match name {
        "not" => Json::Bool(!value.truth()),
        "length" => match value {
            Json::Null => number(0.0),
            Json::Bool(_) => return Err(kind_error("has no length")),
            Json::Number(one) => number(one.abs()),
            Json::Text(text) => number(text.chars().count() as f64),
            Json::List(all) => number(all.len() as f64),
            Json::Object(all) => number(all.len() as f64),
        },
        "utf8bytelength" => number(text_of(value, name)?.len() as f64),
        "keys" => {
            let mut all = keys(value)?;
            all.sort_by(Json::order);
            Json::List(all)
        }
        "keys_unsorted" => Json::List(keys(value)?),
        "to_entries" => {
            let mut all = Vec::new();
            for key in keys(value)? {
                let one = step_into(value, &key)?;
                all.push(Json::Object(vec![("key".into(), key), ("value".into(), one)]));
            }
            Json::List(all)
        }
        "from_entries" => {
            let mut all = Vec::new();
            for one in list(value)? {
                let first = |names: &[&str]| {
                    names.iter().filter_map(|name| one.get(name)).find(|one| **one != Json::Null).cloned()
                };
                let key = first(&["key", "k", "name", "Name", "Key", "K"]).unwrap_or(Json::Null);
                let held = ["value", "v", "Value", "V"]
                    .iter()
                    .find_map(|name| one.get(name))
                    .cloned()
                    .unwrap_or(Json::Null);
                Json::put(&mut all, &key.plain(), held);
            }
            Json::Object(all)
        }
        "reverse" => match value {
            Json::Text(text) => Json::Text(text.chars().rev().collect()),
            Json::Null => Json::List(Vec::new()),
            value => Json::List(list(value)?.iter().rev().cloned().collect()),
        },
        "flatten" => flatten(value, f64::INFINITY)?,
        "transpose" => {
            let rows = list(value)?;
            let width = rows.iter().filter_map(|row| list(row).ok().map(Vec::len)).max().unwrap_or_default();
            let column = |at: usize| {
                Json::List(
                    rows.iter()
                        .map(|row| list(row).ok().and_then(|row| row.get(at)).cloned().unwrap_or(Json::Null))
                        .collect(),
                )
            };
            Json::List((0..width).map(column).collect())
        }
        _ => return shape_of_one(name, value, scope),
    })
}

fn shape_of_one(name: &str, value: &Json, scope: &Scope) -> Result<Json, Json> {
    let kind_error = |what: &str| error(format!("{} ({}) {what}", value.kind(), value.compact()));
    Ok(match name {
        "tostring" => Json::Text(value.plain()),
        "tojson" => Json::Text(value.compact()),
        "fromjson" => match Reader::new(text_of(value, name)?).read_next() {
            Some(Ok(found)) => found,
            Some(Err(why)) => return Err(error(format!("{why} (while parsing '{}')", value.plain()))),
            None => Json::Null,
        },
        "tonumber" => match value {
            Json::Number(_) => value.clone(),
            Json::Text(text) => text.trim().parse().map(number).map_err(|_| {
                error(format!(
                    "Invalid numeric literal at EOF at line 1, column {} (while parsing '{text}')",
                    text.len()
                ))
            })?,
            _ => return Err(kind_error("cannot be parsed as a number")),
        },
        "type" => Json::text(value.kind()),
        "ascii_downcase" => Json::Text(text_of(value, "ascii_downcase")?.to_ascii_lowercase()),
        "ascii_upcase" => Json::Text(text_of(value, "ascii_upcase")?.to_ascii_uppercase()),
        "ltrimstr" | "rtrimstr" => value.clone(),
        "trim" => Json::text(text_of(value, name)?.trim()),
        "ltrim" => Json::text(text_of(value, name)?.trim_start()),
        "rtrim" => Json::text(text_of(value, name)?.trim_end()),
        "explode" => {
            Json::List(text_of(value, name)?.chars().map(|one| number(f64::from(u32::from(one)))).collect())
        }
        "implode" => {
            Json::Text(list(value)?.iter().filter_map(|one| char::from_u32(as_number(one) as u32)).collect())
        }
        "ascii" => Json::Text(char::from_u32(as_number(value) as u32).map(String::from).unwrap_or_default()),
        "infinite" => number(f64::INFINITY),
        "nan" => number(f64::NAN),
        "isnan" => Json::Bool(as_number(value).is_nan()),
        "null" => Json::Null,
        "now" => scope
            .variables
            .iter()
            .find(|(name, _)| name == "__now")
            .map_or(number(0.0), |(_, value)| value.clone()),
        "todate" | "todateiso8601" => {
            Json::Text(date::shown("%Y-%m-%dT%H:%M:%SZ", as_number(value) as i64, 0).unwrap_or_default())
        }
        "fromdate" | "fromdateiso8601" => {
            let text = text_of(value, name)?;
            let seconds = date::seconds(text).ok_or_else(|| {
                error(format!("date \"{text}\" does not match format \"%Y-%m-%dT%H:%M:%SZ\""))
            })?;
            number(seconds as f64)
        }
        "arrays" | "objects" | "iterables" | "booleans" | "numbers" | "strings" | "nulls" | "values"
        | "scalars" => {
            return Err(error(format!("{name}/0 is not defined")));
        }
        _ => return Err(error(format!("{name}/0 is not defined"))),
    })
}

pub fn of_two(name: &str, value: &Json, given: &Json) -> Result<Json, Json> {
    Ok(match name {
        "has" => Json::Bool(match (value, given) {
            (Json::Object(_), Json::Text(key)) => value.get(key).is_some(),
            (Json::List(all), Json::Number(at)) => *at >= 0.0 && (*at as usize) < all.len(),
            (value, given) => {
                return Err(error(format!(
                    "Cannot check whether {} has a {} key",
                    value.kind(),
                    given.kind()
                )));
            }
        }),
        "in" => of_two("has", given, value)?,
        "contains" => Json::Bool(contains(value, given)?),
        "inside" => Json::Bool(contains(given, value)?),
        "startswith" | "endswith" => {
            let (Json::Text(text), Json::Text(part)) = (value, given) else {
                return Err(error(format!("{name}() requires string inputs")));
            };
            Json::Bool(if name == "startswith" {
                text.starts_with(part.as_str())
            } else {
                text.ends_with(part.as_str())
            })
        }
        "ltrimstr" | "rtrimstr" => match (value, given) {
            (Json::Text(text), Json::Text(part)) => {
                let bare = if name == "ltrimstr" {
                    text.strip_prefix(part.as_str())
                } else {
                    text.strip_suffix(part.as_str())
                };
                Json::text(bare.unwrap_or(text))
            }
            _ => value.clone(),
        },
        "split" => match (value, given) {
            (Json::Text(text), Json::Text(mark)) => split(text, mark),
            _ => return Err(error("split input and separator must be strings")),
        },
        _ => return text_of_two(name, value, given),
    })
}

fn text_of_two(name: &str, value: &Json, given: &Json) -> Result<Json, Json> {
    Ok(match name {
        "join" => {
            let mut texts = Vec::new();
            for one in list(value)? {
                texts.push(match one {
                    Json::Null => String::new(),
                    Json::List(_) | Json::Object(_) => {
                        return Err(error(format!(
                            "string ({}) and {} ({}) cannot be added",
                            given.compact(),
                            one.kind(),
                            one.compact()
                        )));
                    }
                    other => other.plain(),
                });
            }
            Json::Text(texts.join(&given.plain()))
        }
        "index" | "rindex" | "indices" => {
            let all: Vec<Json> = match (value, given) {
                (Json::Text(text), Json::Text(part)) if !part.is_empty() => text
                    .match_indices(part.as_str())
                    .map(|(at, _)| number(text[..at].chars().count() as f64))
                    .collect(),
                (Json::List(all), Json::List(_)) => {
                    list(&step_into(&Json::List(all.clone()), given)?)?.clone()
                }
                (Json::List(all), given) => {
                    let fits = all.iter().enumerate().filter(|(_, one)| one.order(given).is_eq());
                    fits.map(|(at, _)| number(at as f64)).collect()
                }
                _ => Vec::new(),
            };
            match name {
                "indices" => Json::List(all),
                "index" => all.into_iter().next().unwrap_or(Json::Null),
                _ => all.into_iter().next_back().unwrap_or(Json::Null),
            }
        }
        "flatten" => flatten(value, as_number(given))?,
        "strftime" => Json::Text(
            date::shown(&given.plain(), as_number(value) as i64, 0)
                .ok_or_else(|| error("strftime: unknown system failure"))?,
        ),
        _ => return Err(error(format!("{name}/1 is not defined"))),
    })
}

pub fn text_of<'a>(value: &'a Json, name: &str) -> Result<&'a str, Json> {
    match value {
        Json::Text(text) => Ok(text),
        other if matches!(name, "test" | "match" | "capture" | "scan" | "sub" | "gsub" | "splits") => Err(
            error(format!("{} ({}) cannot be matched, as it is not a string", other.kind(), other.compact())),
        ),
        other => {
            Err(error(format!("{name} input must be a string, not {} ({})", other.kind(), other.compact())))
        }
    }
}

pub fn as_number(value: &Json) -> f64 {
    if let Json::Number(number) = value { *number } else { 0.0 }
}

pub fn each_of(value: &Json) -> Result<Vec<Json>, Json> {
    match value {
        Json::Object(all) => Ok(all.iter().map(|(_, one)| one.clone()).collect()),
        Json::Null => Err(error("Cannot iterate over null")),
        value => list(value).cloned(),
    }
}

pub fn list(value: &Json) -> Result<&Vec<Json>, Json> {
    match value {
        Json::List(all) => Ok(all),
        other => Err(error(format!("Cannot iterate over {} ({})", other.kind(), other.compact()))),
    }
}
