//! Values as YAML, as `kubectl get -o yaml` prints them: keys in order, lists not indented, long lines broken at
//! the first space after the eightieth column, as goyaml v2 under sigs.k8s.io/yaml does.

use serde_json::Value;

use super::scalar::needs_quotes;

/// A line goes on below after this column.
const WIDTH: usize = 80;

pub fn to_yaml(value: &Value) -> String {
    let mut text = String::new();
    match value {
        Value::Object(_) | Value::Array(_) => block(value, 0, &mut text),
        scalar => {
            text.push_str(&inline(scalar, 0, 0));
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
    text.push_str(&string(name, indent, None));
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
            text.push_str(&inline(scalar, indent + 2, column(text)));
            text.push('\n');
        }
    }
}

/// How many characters the last line has.
fn column(text: &str) -> usize {
    text.rsplit('\n').next().unwrap_or_default().chars().count()
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
            text.push_str(&inline(scalar, indent + 2, column(text)));
            text.push('\n');
        }
    }
}

fn inline(value: &Value, indent: usize, column: usize) -> String {
    match value {
        Value::String(text) => string(text, indent, Some(column)),
        Value::Array(_) => "[]".into(),
        Value::Object(_) => "{}".into(),
        other => other.to_string(),
    }
}

/// A text; one that begins at a column may be broken into lines.
fn string(text: &str, indent: usize, column: Option<usize>) -> String {
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
    let written = if is_plain(text) { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) };
    match column {
        Some(column) => folded(&written, column, indent),
        None => written,
    }
}

fn folded(text: &str, mut column: usize, indent: usize) -> String {
    let mut written = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut after_space = true;
    while let Some(letter) = letters.next() {
        let single = letter == ' ' && !after_space && letters.peek().is_some_and(|next| *next != ' ');
        if single && column > WIDTH {
            written.push('\n');
            pad(indent, &mut written);
            column = indent;
        } else {
            written.push(letter);
            column += 1;
        }
        after_space = letter == ' ';
    }
    written
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

    #[test]
    fn a_long_text_goes_on_below() {
        let word = "a".repeat(79);
        let value = serde_json::json!({"k": format!("{word} b c"), "l": [format!("{word}: b c  d e")]});
        let text = format!("k: {word}\n  b c\nl:\n- '{word}:\n  b c  d e'\n");
        assert_eq!(to_yaml(&value), text);
        assert_eq!(crate::yaml::read(&text).remove(0).unwrap().value, value);
    }
}
