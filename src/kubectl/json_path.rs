//! JSON paths, `.spec.ports[0].name` and `.status.conditions[?(@.type=="Ready")].status`: what stands in one pair
//! of braces of client-go util/jsonpath, v1.36. Templates are in `json_template`.

use serde_json::Value;

/// One step of a path.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Member(String),
    Item(i64),
    /// From, to and by how many.
    Slice(Option<i64>, Option<i64>, i64),
    Every,
    /// The value and everything within it.
    Descend,
    /// One step after the other, each from the same value.
    Union(Vec<Step>),
    /// Items whose member, reached by some steps, compares to a value; or is there at all.
    Where(Vec<Step>, Option<(Comparison, Value)>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    AtMost,
    AtLeast,
    Less,
    More,
}

const COMPARISONS: [(&str, Comparison); 6] = [
    ("==", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<=", Comparison::AtMost),
    (">=", Comparison::AtLeast),
    ("<", Comparison::Less),
    (">", Comparison::More),
];

/// Values one path may lead to.
const LIMIT_FOUND: usize = 100_000;

/// Values at a path; nothing for a path that cannot be read.
pub fn find<'a>(object: &'a Value, path: &str) -> Vec<&'a Value> {
    let Some(steps) = parse(path) else { return Vec::new() };
    follow(object, &steps)
}

pub(super) fn follow<'a>(object: &'a Value, steps: &[Step]) -> Vec<&'a Value> {
    let mut found = vec![object];
    for step in steps {
        found = found.into_iter().flat_map(|value| take(value, step)).take(LIMIT_FOUND).collect();
    }
    found.into_iter().filter(|value| !value.is_null()).collect()
}

fn take<'a>(value: &'a Value, step: &Step) -> Vec<&'a Value> {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    match step {
        Step::Member(name) => value.get(name).into_iter().collect(),
        Step::Item(at) => {
            let from_end = items.len() as i64 + at;
            let at = if *at < 0 { from_end } else { *at };
            usize::try_from(at).ok().and_then(|at| items.get(at)).into_iter().collect()
        }
        Step::Slice(from, to, by) => slice(items, *from, *to, *by),
        Step::Every => match value {
            Value::Object(members) => members.values().collect(),
            _ => items.iter().collect(),
        },
        Step::Descend => descend(value),
        Step::Union(steps) => steps.iter().flat_map(|step| take(value, step)).collect(),
        Step::Where(steps, comparison) => {
            let holds = |item: &&Value| {
                let held = follow(item, steps);
                held.first().is_some_and(|held| match comparison {
                    None => true,
                    Some((comparison, wanted)) => compares(held, *comparison, wanted),
                })
            };
            items.iter().filter(holds).collect()
        }
    }
}

fn slice(items: &[Value], from: Option<i64>, to: Option<i64>, by: i64) -> Vec<&Value> {
    let length = items.len() as i64;
    let place = |at: i64| if at < 0 { at + length } else { at }.clamp(0, length) as usize;
    let (from, to) = (place(from.unwrap_or(0)), place(to.unwrap_or(length)));
    let by = usize::try_from(by).unwrap_or(1).max(1);
    items.get(from..to.max(from)).unwrap_or_default().iter().step_by(by).collect()
}

fn descend(value: &Value) -> Vec<&Value> {
    let mut found = vec![value];
    let mut at = 0;
    while let Some(value) = found.get(at).copied().filter(|_| found.len() < LIMIT_FOUND) {
        at += 1;
        match value {
            Value::Object(members) => found.extend(members.values()),
            Value::Array(items) => found.extend(items),
            _ => {}
        }
    }
    found
}

fn compares(held: &Value, comparison: Comparison, wanted: &Value) -> bool {
    let order = match (held, wanted) {
        (Value::String(held), Value::String(wanted)) => Some(held.cmp(wanted)),
        _ => held.as_f64().zip(wanted.as_f64()).and_then(|(held, wanted)| held.partial_cmp(&wanted)),
    };
    match comparison {
        Comparison::Equal => held == wanted || order.is_some_and(|order| order.is_eq()),
        Comparison::NotEqual => !(held == wanted || order.is_some_and(|order| order.is_eq())),
        Comparison::AtMost => order.is_some_and(|order| order.is_le()),
        Comparison::AtLeast => order.is_some_and(|order| order.is_ge()),
        Comparison::Less => order.is_some_and(|order| order.is_lt()),
        Comparison::More => order.is_some_and(|order| order.is_gt()),
    }
}

/// The steps of a path, with or without its braces.
pub(super) fn parse(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = path.trim().trim_start_matches('{').trim_end_matches('}');
    rest = rest.strip_prefix('$').unwrap_or(rest);
    while !rest.is_empty() {
        rest = match rest.strip_prefix('[') {
            Some(inside) => {
                let end = end_of_bracket(inside)?;
                steps.push(bracket(inside[..end].trim())?);
                &inside[end + 1..]
            }
            None => {
                if let Some(after) = rest.strip_prefix("..") {
                    steps.push(Step::Descend);
                    rest = after;
                    if rest.is_empty() || rest.starts_with('[') {
                        continue;
                    }
                }
                let rest = rest.strip_prefix('.').unwrap_or(rest);
                let (name, after) = member(rest);
                match name.as_str() {
                    "" if after.starts_with('[') => {}
                    "" => return None,
                    "*" => steps.push(Step::Every),
                    _ => steps.push(Step::Member(name)),
                }
                after
            }
        };
    }
    Some(steps)
}

/// A name up to the next step; `\.` is a dot in the name.
fn member(rest: &str) -> (String, &str) {
    let mut name = String::new();
    let mut letters = rest.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '.' | '[' => return (name, &rest[at..]),
            '\\' => name.extend(letters.next().map(|(_, letter)| letter)),
            letter => name.push(letter),
        }
    }
    (name, "")
}

/// Where a bracket closes, quotes and brackets inside it left out.
fn end_of_bracket(inside: &str) -> Option<usize> {
    let (mut quote, mut depth) = (None, 0usize);
    for (at, letter) in inside.char_indices() {
        match (quote, letter) {
            (Some(open), letter) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '[') => depth += 1,
            (None, ']') if depth == 0 => return Some(at),
            (None, ']') => depth -= 1,
            _ => {}
        }
    }
    None
}

fn bracket(text: &str) -> Option<Step> {
    if text == "*" {
        return Some(Step::Every);
    }
    if let Some(name) = quoted(text) {
        return Some(Step::Member(name.to_owned()));
    }
    if let Some(condition) = text.strip_prefix("?(").and_then(|text| text.strip_suffix(')')) {
        return parse_condition(condition.trim());
    }
    if text.contains(',') {
        return text
            .split(',')
            .map(|part| bracket(part.trim()))
            .collect::<Option<Vec<Step>>>()
            .map(Step::Union);
    }
    if text.contains(':') {
        let number = |text: &str| match text.trim() {
            "" => Some(None),
            text => text.parse::<i64>().ok().map(Some),
        };
        let parts = text.split(':').map(number).collect::<Option<Vec<Option<i64>>>>()?;
        let at = |place: usize| parts.get(place).copied().flatten();
        return Some(Step::Slice(at(0), at(1), at(2).unwrap_or(1)));
    }
    text.parse().ok().map(Step::Item)
}

fn parse_condition(condition: &str) -> Option<Step> {
    let split = COMPARISONS.iter().find_map(|(sign, comparison)| {
        let (path, wanted) = condition.split_once(sign)?;
        Some((path, Some((*comparison, wanted.trim()))))
    });
    let (path, comparison) = split.unwrap_or((condition, None));
    let steps = parse(path.trim().strip_prefix('@')?)?;
    let Some((comparison, wanted)) = comparison else { return Some(Step::Where(steps, None)) };
    let wanted = match quoted(wanted) {
        Some(text) => Value::from(text),
        None => serde_json::from_str(wanted).ok()?,
    };
    Some(Step::Where(steps, Some((comparison, wanted))))
}

fn quoted(text: &str) -> Option<&str> {
    let within = |quote: char| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    within('"').or_else(|| within('\''))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn paths_of_columns_are_followed() {
        let object = json!({
            "metadata": {"annotations": {"example.com/team": "red"}},
            "spec": {"ports": [{"name": "web", "port": 80}, {"name": "dns", "port": 53}]},
            "status": {"conditions": [{"type": "Ready", "status": "True"}]},
        });
        let found = |path: &str| find(&object, path).into_iter().cloned().collect::<Vec<Value>>();
        assert_eq!(found(".spec.ports[1].port"), [json!(53)]);
        assert_eq!(found(".spec.ports[-1].name"), [json!("dns")]);
        assert_eq!(found(".spec.ports[*].name"), [json!("web"), json!("dns")]);
        assert_eq!(found(".status.conditions[?(@.type==\"Ready\")].status"), [json!("True")]);
        assert_eq!(found(".status.conditions[?(@.type!='Ready')].status"), Vec::<Value>::new());
        assert_eq!(found(".metadata.annotations.example\\.com/team"), [json!("red")]);
        assert_eq!(found(".metadata.annotations['example.com/team']"), [json!("red")]);
        assert_eq!(found("..port"), [json!(80), json!(53)]);
        assert_eq!(found(".spec.ports[?(@.port>60)].name"), [json!("web")]);
        assert_eq!(found(".spec.ports[0,1].port"), [json!(80), json!(53)]);
        assert_eq!(found(".spec.ports[1:].port"), [json!(53)]);
        assert_eq!(found(".spec.none.of[this"), Vec::<Value>::new());
    }
}
