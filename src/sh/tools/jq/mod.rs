//! `jq`, a part of it: paths, `.[]`, slices, `|`, `,`, `select`, `map`, comparisons, `and`, `or`, `not`, `length`, `keys`,
//! `has`, `test`, `startswith`, arrays, objects, strings with `\(...)`, `//`, `+`; `-r`, `-c`, `-e`, `-s`, `-n`.

mod read;

use serde_json::{Map, Value, json};

use super::{Answer, Input, Options, Outcome};
use crate::sh::LIMIT_OUTPUT;

/// Filters within one another, and values a filter may give.
const LIMIT_DEPTH: usize = 64;
const LIMIT_VALUES: usize = 100_000;

enum Filter {
    Same,
    Literal(Value),
    Field(Box<Filter>, Box<Filter>),
    Slice(Box<Filter>, Option<i64>, Option<i64>),
    Each(Box<Filter>),
    Try(Box<Filter>),
    Pipe(Box<Filter>, Box<Filter>),
    Both(Box<Filter>, Box<Filter>),
    Binary(&'static str, Box<Filter>, Box<Filter>),
    Call(String, Vec<Filter>),
    Array(Option<Box<Filter>>),
    Object(Vec<(Filter, Filter)>),
    Text(Vec<Filter>),
}

pub fn jq(arguments: &[String], input: &Input<'_>) -> Answer {
    let long = |one: &String| match one.as_str() {
        "--raw-output" => "-r".to_owned(),
        "--compact-output" => "-c".to_owned(),
        other => other.to_owned(),
    };
    let arguments: Vec<String> = arguments.iter().map(long).collect();
    let options = Options::read("jq", &arguments, "rcesnSMC", "")?;
    let (text, files) = match options.rest.split_first() {
        Some((text, files)) => (text.as_str(), files),
        None => (".", &[][..]),
    };
    let filter = read::read(text)
        .map_err(|why| Outcome::failed(3, &format!("jq: error: {why}\njq: 1 compile error")))?;
    let text = if options.has('n') { "null".to_owned() } else { input.text("jq", files)? };
    let stream = serde_json::Deserializer::from_str(&text).into_iter::<Value>();
    let values: Result<Vec<Value>, _> = stream.take(LIMIT_VALUES).collect();
    let mut values = values.map_err(|why| Outcome::failed(2, &format!("jq: parse error: {why}")))?;
    if options.has('s') {
        values = vec![Value::Array(values)];
    }
    let mut outcome = Outcome::default();
    for value in &values {
        match run(&filter, value) {
            Ok(results) => {
                for one in results {
                    outcome.stdout += &match &one {
                        Value::String(text) if options.has('r') => text.clone(),
                        one if options.has('c') => one.to_string(),
                        one => serde_json::to_string_pretty(one).unwrap_or_default(),
                    };
                    outcome.stdout.push('\n');
                    if options.has('e') {
                        outcome.code = i32::from(matches!(one, Value::Null | Value::Bool(false)));
                    }
                }
            }
            Err(why) => {
                outcome.stderr += &format!("jq: error (at <stdin>:0): {why}\n");
                outcome.code = 5;
            }
        }
        if outcome.stdout.len() > LIMIT_OUTPUT {
            return Err(Outcome::failed(5, "jq: error: too much output"));
        }
    }
    Ok(outcome)
}

type Values = Result<Vec<Value>, String>;

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn truth(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Bool(false))
}

fn each(values: Vec<Value>, act: impl Fn(&Value) -> Values) -> Values {
    let mut all = Vec::new();
    for value in &values {
        all.extend(act(value)?);
        if all.len() > LIMIT_VALUES {
            return Err("too many values".into());
        }
    }
    Ok(all)
}

fn run(filter: &Filter, value: &Value) -> Values {
    match filter {
        Filter::Same => Ok(vec![value.clone()]),
        Filter::Literal(literal) => Ok(vec![literal.clone()]),
        Filter::Field(of, name) => {
            let names = run(name, value)?;
            each(run(of, value)?, |one| names.iter().map(|name| field(one, name)).collect())
        }
        Filter::Slice(of, from, to) => each(run(of, value)?, |one| slice(one, *from, *to)),
        Filter::Each(of) => each(run(of, value)?, |one| match one {
            Value::Array(items) => Ok(items.clone()),
            Value::Object(map) => Ok(map.values().cloned().collect()),
            other => Err(format!("Cannot iterate over {} ({other})", kind(other))),
        }),
        Filter::Try(inner) => Ok(run(inner, value).unwrap_or_default()),
        Filter::Pipe(first, then) => each(run(first, value)?, |one| run(then, one)),
        Filter::Both(first, second) => {
            let mut all = run(first, value)?;
            all.extend(run(second, value)?);
            Ok(all)
        }
        Filter::Binary("//", left, right) => {
            let found: Vec<Value> = run(left, value).unwrap_or_default().into_iter().filter(truth).collect();
            if found.is_empty() { run(right, value) } else { Ok(found) }
        }
        Filter::Binary(sign, left, right) => {
            let rights = run(right, value)?;
            each(run(left, value)?, |left| rights.iter().map(|right| binary(sign, left, right)).collect())
        }
        Filter::Call(name, arguments) => call(name, arguments, value),
        Filter::Array(None) => Ok(vec![json!([])]),
        Filter::Array(Some(inner)) => Ok(vec![Value::Array(run(inner, value)?)]),
        Filter::Object(fields) => object(fields, value),
        Filter::Text(parts) => {
            let mut text = String::new();
            for part in parts {
                for one in run(part, value)? {
                    text += &plain(&one);
                }
            }
            Ok(vec![Value::String(text)])
        }
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn field(value: &Value, name: &Value) -> Result<Value, String> {
    match (value, name) {
        (Value::Null, _) => Ok(Value::Null),
        (Value::Object(map), Value::String(name)) => Ok(map.get(name).cloned().unwrap_or_default()),
        (Value::Array(items), Value::Number(at)) => {
            let at = at.as_f64().unwrap_or_default() as i64;
            let at = if at < 0 { at + items.len() as i64 } else { at };
            Ok(usize::try_from(at).ok().and_then(|at| items.get(at)).cloned().unwrap_or_default())
        }
        (value, Value::String(name)) => Err(format!("Cannot index {} with \"{name}\"", kind(value))),
        (value, name) => Err(format!("Cannot index {} with {}", kind(value), kind(name))),
    }
}

fn slice(value: &Value, from: Option<i64>, to: Option<i64>) -> Values {
    let range = |length: usize| {
        let place = |at: i64| (if at < 0 { at + length as i64 } else { at }).clamp(0, length as i64) as usize;
        let (from, to) = (from.map_or(0, place), to.map_or(length, place));
        from..to.max(from)
    };
    match value {
        Value::Array(items) => Ok(vec![Value::Array(items[range(items.len())].to_vec())]),
        Value::String(text) => {
            let chars: Vec<char> = text.chars().collect();
            Ok(vec![Value::String(chars[range(chars.len())].iter().collect())])
        }
        Value::Null => Ok(vec![Value::Null]),
        other => Err(format!("Cannot index {} with object", kind(other))),
    }
}

/// jq's order of values of different kinds.
fn order(left: &Value, right: &Value) -> std::cmp::Ordering {
    let rank = |value: &Value| match value {
        Value::Null => 0,
        Value::Bool(false) => 1,
        Value::Bool(true) => 2,
        Value::Number(_) => 3,
        Value::String(_) => 4,
        Value::Array(_) => 5,
        Value::Object(_) => 6,
    };
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left.as_f64().unwrap_or_default().total_cmp(&right.as_f64().unwrap_or_default())
        }
        (Value::String(left), Value::String(right)) => left.cmp(right),
        (left, right) if rank(left) == rank(right) => left.to_string().cmp(&right.to_string()),
        (left, right) => rank(left).cmp(&rank(right)),
    }
}

fn binary(sign: &str, left: &Value, right: &Value) -> Result<Value, String> {
    let order = order(left, right);
    Ok(match sign {
        "==" => json!(order.is_eq()),
        "!=" => json!(!order.is_eq()),
        "<" => json!(order.is_lt()),
        "<=" => json!(order.is_le()),
        ">" => json!(order.is_gt()),
        ">=" => json!(order.is_ge()),
        "and" => json!(truth(left) && truth(right)),
        "or" => json!(truth(left) || truth(right)),
        sign => match (left, right) {
            (Value::Null, other) | (other, Value::Null) if sign == "+" => other.clone(),
            (Value::String(left), Value::String(right)) if sign == "+" => json!(format!("{left}{right}")),
            (Value::Array(left), Value::Array(right)) if sign == "+" => {
                Value::Array(left.iter().chain(right).cloned().collect())
            }
            (Value::Number(left), Value::Number(right)) => {
                let (left, right) = (left.as_f64().unwrap_or_default(), right.as_f64().unwrap_or_default());
                number(match sign {
                    "+" => left + right,
                    "-" => left - right,
                    "*" => left * right,
                    _ if right == 0.0 => {
                        return Err(format!(
                            "number ({left}) and number (0) cannot be divided because the divisor is zero"
                        ));
                    }
                    "%" => left % right,
                    _ => left / right,
                })
            }
            (left, right) => {
                return Err(format!(
                    "{} ({left}) and {} ({right}) cannot be combined",
                    kind(left),
                    kind(right)
                ));
            }
        },
    })
}

fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 { json!(value as i64) } else { json!(value) }
}

fn object(fields: &[(Filter, Filter)], value: &Value) -> Values {
    let mut all = vec![Map::new()];
    for (name, filter) in fields {
        let names = run(name, value)?;
        let values = run(filter, value)?;
        let name = names.first().map(plain).unwrap_or_default();
        let with = |map: &Map<String, Value>| {
            let put = |one: &Value| {
                let mut map = map.clone();
                map.insert(name.clone(), one.clone());
                map
            };
            values.iter().map(put).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(with).take(LIMIT_VALUES).collect();
    }
    Ok(all.into_iter().map(Value::Object).collect())
}

fn call(name: &str, arguments: &[Filter], value: &Value) -> Values {
    let first = |of: &Value| match arguments.first() {
        Some(argument) => run(argument, of),
        None => Err(format!("{name}/0 is not defined")),
    };
    let one = |value: Value| Ok(vec![value]);
    let items = || value.as_array().ok_or_else(|| format!("Cannot iterate over {} ({value})", kind(value)));
    match name {
        "empty" => Ok(Vec::new()),
        "not" => one(json!(!truth(value))),
        "select" => Ok(first(value)?.iter().filter(|found| truth(found)).map(|_| value.clone()).collect()),
        "map" => one(Value::Array(each(items()?.clone(), first)?)),
        "length" => one(match value {
            Value::Null => json!(0),
            Value::String(text) => json!(text.chars().count()),
            Value::Array(items) => json!(items.len()),
            Value::Object(map) => json!(map.len()),
            other => other.clone(),
        }),
        "keys" => one(match value {
            Value::Object(map) => {
                let mut keys: Vec<&String> = map.keys().collect();
                keys.sort();
                json!(keys)
            }
            Value::Array(items) => json!((0..items.len()).collect::<Vec<_>>()),
            other => return Err(format!("{} ({other}) has no keys", kind(other))),
        }),
        "to_entries" => {
            let map = value.as_object().ok_or_else(|| format!("{} has no keys", kind(value)))?;
            one(map.iter().map(|(key, value)| json!({"key": key, "value": value})).collect())
        }
        "has" => {
            let key = first(value)?.pop().unwrap_or_default();
            one(json!(key.as_str().is_some_and(|key| value.get(key).is_some())))
        }
        "test" | "startswith" | "endswith" | "contains" | "split" | "join" => {
            text_call(name, value, first(value)?)
        }
        "tostring" => one(json!(plain(value))),
        "tonumber" => plain(value)
            .parse()
            .map(|found| vec![number(found)])
            .map_err(|_| format!("Cannot parse '{value}' as JSON")),
        "type" => one(json!(kind(value))),
        "add" => {
            let mut sum = Value::Null;
            for item in items()? {
                sum = binary("+", &sum, item)?;
            }
            one(sum)
        }
        "first" => one(items()?.first().cloned().unwrap_or_default()),
        "last" => one(items()?.last().cloned().unwrap_or_default()),
        "sort" | "unique" | "reverse" | "sort_by" | "min" | "max" => {
            sorted(name, items()?, arguments.first())
        }
        "any" => one(json!(items()?.iter().any(truth))),
        "all" => one(json!(items()?.iter().all(truth))),
        "tojson" => one(json!(value.to_string())),
        "fromjson" => {
            serde_json::from_str(&plain(value)).map(|found| vec![found]).map_err(|why| why.to_string())
        }
        "@base64d" => {
            let text = super::base64::decode(&plain(value)).ok_or("not base64")?;
            one(json!(text))
        }
        "@base64" => one(json!(super::base64::encode(plain(value).as_bytes()))),
        "@tsv" | "@csv" => {
            let joint = if name == "@tsv" { "\t" } else { "," };
            one(json!(items()?.iter().map(plain).collect::<Vec<_>>().join(joint)))
        }
        "ascii_downcase" => one(json!(plain(value).to_lowercase())),
        "ascii_upcase" => one(json!(plain(value).to_uppercase())),
        _ => Err(format!("{name}/{} is not defined", arguments.len())),
    }
}

fn text_call(name: &str, value: &Value, mut arguments: Vec<Value>) -> Values {
    let argument = plain(&arguments.pop().unwrap_or_default());
    if let (Value::Array(items), "contains" | "join") = (value, name) {
        return Ok(vec![match name {
            "join" => json!(items.iter().map(plain).collect::<Vec<_>>().join(&argument)),
            _ => json!(items.iter().any(|item| plain(item).contains(&argument))),
        }]);
    }
    let text = value
        .as_str()
        .ok_or_else(|| format!("{} ({value}) cannot be matched, as it is not a string", kind(value)))?;
    Ok(vec![match name {
        "test" => json!(regex_lite::Regex::new(&argument).map_err(|why| why.to_string())?.is_match(text)),
        "startswith" => json!(text.starts_with(&argument)),
        "endswith" => json!(text.ends_with(&argument)),
        "contains" => json!(text.contains(&argument)),
        _ => json!(text.split(&argument).collect::<Vec<_>>()),
    }])
}

fn sorted(name: &str, items: &[Value], by: Option<&Filter>) -> Values {
    let mut keyed: Vec<(Value, Value)> = Vec::new();
    for item in items {
        let key = match by {
            Some(filter) => run(filter, item)?.into_iter().next().unwrap_or_default(),
            None => item.clone(),
        };
        keyed.push((key, item.clone()));
    }
    if name == "reverse" {
        keyed.reverse();
    } else {
        keyed.sort_by(|(left, _), (right, _)| order(left, right));
    }
    if name == "unique" {
        keyed.dedup_by(|(left, _), (right, _)| order(left, right).is_eq());
    }
    let mut all: Vec<Value> = keyed.into_iter().map(|(_, item)| item).collect();
    Ok(vec![match name {
        "min" => all.into_iter().next().unwrap_or_default(),
        "max" => all.pop().unwrap_or_default(),
        _ => Value::Array(all),
    }])
}

#[cfg(test)]
mod tests {
    use super::*;

    const PODS: &str = r#"{"items":[{"metadata":{"name":"a"},"n":1},{"metadata":{"name":"b"},"n":2}]}"#;

    fn jq(filter: &str) -> String {
        let arguments = ["-rc".to_owned(), filter.to_owned()];
        let input = Input::new(PODS, &|_| Err(String::new()));
        let outcome = super::jq(&arguments, &input).unwrap_or_else(|refusal| refusal);
        (outcome.stdout + &outcome.stderr).trim_end().replace('\n', " ")
    }

    #[test]
    fn filters() {
        for (filter, expected) in [
            (".items[].metadata.name", "a b"),
            (".items | length", "2"),
            (".items[0].n, .items[-1].n", "1 2"),
            (".items[] | select(.n == 2) | .metadata.name", "b"),
            (".items[] | select(.n > 0 and (.metadata.name | startswith(\"a\"))).n", "1"),
            ("[.items[].n] | add", "3"),
            (".items | map(.n * 10)", "[10,20]"),
            (".items[] | \"\\(.metadata.name)=\\(.n)\"", "a=1 b=2"),
            (".items[0] | {n, name: .metadata.name}", "{\"n\":1,\"name\":\"a\"}"),
            (".none // \"x\"", "x"),
            ("keys", "[\"items\"]"),
            (".items[0:1] | .[0].n", "1"),
            (".items.x?", ""),
            (".items.x", "jq: error (at <stdin>:0): Cannot index array with \"x\""),
        ] {
            assert_eq!(jq(filter), expected, "{filter}");
        }
        assert!(jq(".[").contains("compile error") && jq(&"(".repeat(500)).contains("compile error"));
    }
}
