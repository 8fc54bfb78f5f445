//! Simple JSON paths, `.spec.ports[0].name` and `.status.conditions[?(@.type=="Ready")].status`: the part of
//! client-go util/jsonpath that definitions of columns use, v1.36.

use serde_json::Value;

/// One step of a path.
#[derive(Debug, PartialEq)]
enum Step {
    Member(String),
    Item(i64),
    Every,
    /// Items whose member, reached by some steps, is or is not a value.
    Where(Vec<Step>, bool, Value),
}

/// Values at a path; nothing for a path that cannot be read.
pub fn find<'a>(object: &'a Value, path: &str) -> Vec<&'a Value> {
    let Some(steps) = parse(path) else { return Vec::new() };
    follow(object, &steps)
}

fn follow<'a>(object: &'a Value, steps: &[Step]) -> Vec<&'a Value> {
    let mut found = vec![object];
    for step in steps {
        found = found.into_iter().flat_map(|value| take(value, step)).collect();
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
        Step::Every => match value {
            Value::Object(members) => members.values().collect(),
            _ => items.iter().collect(),
        },
        Step::Where(steps, same, wanted) => {
            let holds =
                |item: &&Value| follow(item, steps).first().is_some_and(|held| (*held == wanted) == *same);
            items.iter().filter(holds).collect()
        }
    }
}

fn parse(path: &str) -> Option<Vec<Step>> {
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
        let (path, same, wanted) = match (condition.split_once("=="), condition.split_once("!=")) {
            (Some((path, wanted)), _) => (path, true, wanted),
            (_, Some((path, wanted))) => (path, false, wanted),
            _ => return None,
        };
        let (path, wanted) = (path.trim().strip_prefix('@')?, wanted.trim());
        let wanted = match quoted(wanted) {
            Some(text) => Value::from(text),
            None => serde_json::from_str(wanted).ok()?,
        };
        return Some(Step::Where(parse(path)?, same, wanted));
    }
    text.parse().ok().map(Step::Item)
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
        assert_eq!(found(".spec.none.of[this"), Vec::<Value>::new());
    }
}
