//! Values as YAML, as `kubectl get -o yaml` prints them: keys in order, lists not indented.

use serde_json::Value;

use super::scalar::needs_quotes;

pub fn to_yaml(value: &Value) -> String {
    let mut text = String::new();
    match value {
        Value::Object(_) | Value::Array(_) => block(value, 0, &mut text),
        scalar => {
            text.push_str(&inline(scalar, 0));
            text.push('\n');
        }
    }
    text
}

fn block(value: &Value, indent: usize, text: &mut String) {
    match value {
        Value::Object(members) if members.is_empty() => text.push_str("{}\n"),
        Value::Object(members) => {
            for (name, value) in members {
                pad(indent, text);
                member(name, value, indent, text);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| entry(item, indent, text)),
        _ => {}
    }
}

fn member(name: &str, value: &Value, indent: usize, text: &mut String) {
    text.push_str(&string(name, indent));
    text.push(':');
    match value {
        Value::Object(members) if !members.is_empty() => {
            text.push('\n');
            block(value, indent + 2, text);
        }
        Value::Array(items) if !items.is_empty() => {
            text.push('\n');
            block(value, indent, text);
        }
        scalar => {
            text.push(' ');
            text.push_str(&inline(scalar, indent + 2));
            text.push('\n');
        }
    }
}

fn entry(item: &Value, indent: usize, text: &mut String) {
    pad(indent, text);
    text.push_str("- ");
    match item {
        Value::Object(members) if !members.is_empty() => {
            for (at, (name, value)) in members.iter().enumerate() {
                if at > 0 {
                    pad(indent + 2, text);
                }
                member(name, value, indent + 2, text);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let mut inner = String::new();
            block(item, indent + 2, &mut inner);
            text.push_str(inner.trim_start());
        }
        scalar => {
            text.push_str(&inline(scalar, indent + 2));
            text.push('\n');
        }
    }
}

fn inline(value: &Value, indent: usize) -> String {
    match value {
        Value::String(text) => string(text, indent),
        Value::Array(_) => "[]".into(),
        Value::Object(_) => "{}".into(),
        other => other.to_string(),
    }
}

fn string(text: &str, indent: usize) -> String {
    if text.contains('\n')
        && text.chars().all(|c| c == '\n' || c == '\t' || !c.is_control())
        && !text.starts_with(' ')
    {
        return literal(text, indent);
    }
    if text.chars().any(char::is_control) {
        return serde_json::Value::from(text).to_string();
    }
    if needs_quotes(text) {
        return format!("\"{text}\"");
    }
    if is_plain(text) { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

fn literal(text: &str, indent: usize) -> String {
    let trailing = text.len() - text.trim_end_matches('\n').len();
    let chomp = match trailing {
        0 => "-",
        1 => "",
        _ => "+",
    };
    let body = text.strip_suffix('\n').unwrap_or(text);
    let lines = body
        .split('\n')
        .map(|line| if line.is_empty() { String::new() } else { format!("{}{line}", " ".repeat(indent)) });
    format!("|{chomp}\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn is_plain(text: &str) -> bool {
    let first_fits = !text
        .starts_with(['!', '&', '*', '{', '}', '[', ']', ',', '|', '>', '@', '`', '"', '\'', '%', '#', ' ']);
    let dash_fits = !(text == "-"
        || text.starts_with("- ")
        || text.starts_with("? ")
        || text.starts_with(": ")
        || text.starts_with("---"));
    let inner_fits = !text.contains(": ") && !text.contains(" #") && !text.ends_with([':', ' ']);
    first_fits && dash_fits && inner_fits && !text.is_empty()
}

fn pad(indent: usize, text: &mut String) {
    text.extend(std::iter::repeat_n(' ', indent));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_reads_back() {
        let text = "a:\n- b: \"true\"\n  c: 1\n- - x\n  - z\nd: {}\ne: |\n  two\n  lines\nf: 'a: b'\ng: \"0644\"\nh: null\ni: []\n";
        let value = crate::yaml::read(text).remove(0).unwrap().value;
        assert_eq!(to_yaml(&value), text);
    }
}
