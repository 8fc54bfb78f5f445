//! Templates of JSON paths, `{range .items[*]}{.metadata.name}{"\n"}{end}`: client-go util/jsonpath as
//! `-o jsonpath` runs it, v1.36.

use serde_json::Value;

use super::json_path::{self, Step};

/// A template is nested no deeper.
const LIMIT_DEPTH: usize = 16;
/// Bytes a template may print.
const LIMIT_OUTPUT: usize = 4 << 20;

#[derive(Debug, PartialEq)]
enum Node {
    Text(String),
    /// From what a range is at, or with `$` from the whole.
    Path(bool, Vec<Step>),
    Range(Vec<Step>, Vec<Node>),
}

/// What a template prints of an object; or kubectl's refusal.
pub fn print(template: &str, object: &Value) -> Result<String, String> {
    let nodes = parse(template)?;
    let mut text = String::new();
    run(&nodes, object, object, &mut text).map_err(|why| {
        format!(
            "error: error executing jsonpath {template:?}: Error executing template: {why}. Printing more information \
             for debugging the template:\n\ttemplate was:\n\t\t{template}\n\tobject given to jsonpath engine was:\n\t\t\
             {}\n\n",
            go_syntax(object)
        )
    })?;
    Ok(text)
}

/// Every result of a template's paths, as one list of JSON.
pub fn as_json(template: &str, object: &Value) -> Result<String, String> {
    let found = parse(template)?.into_iter().flat_map(|node| match node {
        Node::Path(_, steps) => json_path::follow(object, &steps).into_iter().cloned().collect(),
        _ => Vec::new(),
    });
    Ok(super::output::json(&Value::Array(found.collect())))
}

fn parse(template: &str) -> Result<Vec<Node>, String> {
    let mut open: Vec<(Vec<Step>, Vec<Node>)> = Vec::new();
    let mut nodes = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        push_text(&mut nodes, before);
        let unclosed = || format!("error: error parsing jsonpath {template}, unclosed action");
        let end = end_of_action(after).ok_or_else(unclosed)?;
        let action = after[..end].trim();
        rest = &after[end + 1..];
        let steps = |path: &str| {
            let wrong = || {
                format!("error: error parsing jsonpath {template}, unrecognized character in action: {path}")
            };
            json_path::parse(path.trim()).ok_or_else(wrong)
        };
        if let Some(path) = action.strip_prefix("range") {
            if open.len() >= LIMIT_DEPTH {
                return Err(format!("error: error parsing jsonpath {template}, too deep"));
            }
            open.push((steps(path)?, std::mem::take(&mut nodes)));
        } else if action == "end" {
            let Some((steps, outer)) = open.pop() else {
                return Err(format!(
                    "error: error parsing jsonpath {template}, not in range, nothing to end"
                ));
            };
            let inner = std::mem::replace(&mut nodes, outer);
            nodes.push(Node::Range(steps, inner));
        } else if let Some(text) = quoted(action) {
            push_text(&mut nodes, &text);
        } else {
            let path = steps(action.strip_prefix('@').unwrap_or(action))?;
            nodes.push(Node::Path(action.starts_with('$'), path));
        }
    }
    push_text(&mut nodes, rest);
    while let Some((steps, outer)) = open.pop() {
        let inner = std::mem::replace(&mut nodes, outer);
        nodes.push(Node::Range(steps, inner));
    }
    Ok(nodes)
}

fn push_text(nodes: &mut Vec<Node>, text: &str) {
    if !text.is_empty() {
        nodes.push(Node::Text(text.to_owned()));
    }
}

/// Where a `{...}` ends, quotes left out.
fn end_of_action(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match (quote, letter) {
            (Some(_), '\\') => drop(letters.next()),
            (Some(open), letter) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '}') => return Some(at),
            _ => {}
        }
    }
    None
}

/// A text in quotes, with Go's escapes.
fn quoted(action: &str) -> Option<String> {
    let within = |quote: char| action.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    let inside = within('"').or_else(|| within('\''))?;
    let mut text = String::new();
    let mut letters = inside.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('r') => text.push('\r'),
                other => text.extend(other),
            },
            letter => text.push(letter),
        }
    }
    Some(text)
}

fn run(nodes: &[Node], root: &Value, current: &Value, text: &mut String) -> Result<(), String> {
    for node in nodes {
        if text.len() > LIMIT_OUTPUT {
            return Err("it prints too much".into());
        }
        match node {
            Node::Text(words) => text.push_str(words),
            Node::Path(whole, steps) => {
                let found = found(if *whole { root } else { current }, steps)?;
                let words: Vec<String> = found.into_iter().map(show).collect();
                text.push_str(&words.join(" "));
            }
            Node::Range(steps, inner) => {
                for one in found(current, steps)? {
                    run(inner, root, one, text)?;
                }
            }
        }
    }
    Ok(())
}

/// What is at a path; an item beyond the end of a list is an error, a missing member is not.
fn found<'a>(current: &'a Value, steps: &[Step]) -> Result<Vec<&'a Value>, String> {
    for (at, step) in steps.iter().enumerate() {
        let Step::Item(item) = step else { continue };
        for list in json_path::follow(current, &steps[..at]) {
            let length = list.as_array().map_or(0, Vec::len) as i64;
            if list.is_array() && (*item >= length || *item < -length) {
                return Err(format!("array index out of bounds: index {item}, length {length}"));
            }
        }
    }
    Ok(json_path::follow(current, steps))
}

fn show(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A value as Go's `%#v` prints what JSON was decoded to.
fn go_syntax(value: &Value) -> String {
    match value {
        Value::Null => "interface {}(nil)".into(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(go_syntax).collect();
            format!("[]interface {{}}{{{}}}", items.join(", "))
        }
        Value::Object(members) => {
            let pairs: Vec<String> =
                members.iter().map(|(name, one)| format!("{name:?}:{}", go_syntax(one))).collect();
            format!("map[string]interface {{}}{{{}}}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn templates_print_text_and_paths() {
        let list = json!({"items": [{"metadata": {"name": "a"}, "n": 1}, {"metadata": {"name": "b"}, "n": {"x": true}}]});
        let printed = |template: &str| print(template, &list).expect("fine");
        assert_eq!(printed("{.items[*].metadata.name}"), "a b");
        assert_eq!(
            printed(r#"{range .items[*]}{.metadata.name}{"\t"}{.n}{"\n"}{end}!"#),
            "a\t1\nb\t{\"x\":true}\n!"
        );
        assert_eq!(printed("x{.none}y"), "xy");
        assert_eq!(printed("{range .items[*]}{$.items[0].n} {end}"), "1 1 ");
        assert!(
            print("{.items[5]}", &list).unwrap_err().contains("array index out of bounds: index 5, length 2")
        );
        assert_eq!(print("{.a", &list).unwrap_err(), "error: error parsing jsonpath {.a, unclosed action");
    }
}
