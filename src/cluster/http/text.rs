//! JSON as the server writes it.

use serde_json::Value;

pub fn line(value: &Value) -> String {
    format!("{value}\n")
}

/// Indented by two spaces.
pub fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// An object on a line with these members first, in this order; one that is not there is left out.
pub fn ordered(value: &Value, names: &[&str]) -> String {
    let members = value.as_object().into_iter().flatten();
    let others = members.map(|(name, _)| name.as_str()).filter(|name| !names.contains(name));
    let all = names.iter().copied().filter(|name| value.get(name).is_some()).chain(others);
    let all: Vec<String> = all.map(|name| format!("{}:{}", Value::from(name), value[name])).collect();
    format!("{{{}}}\n", all.join(","))
}

/// An object of the API on a line: what it is comes first.
pub fn object(value: &Value) -> String {
    ordered(value, &["kind", "apiVersion", "metadata"])
}

/// The same JSON over several lines, as Go's `json.Indent` with two spaces.
pub fn indented(json: &str) -> String {
    let mut out = String::new();
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    let mut letters = json.trim_end().chars().filter(|letter| *letter != '\n').peekable();
    while let Some(letter) = letters.next() {
        if quoted {
            out.push(letter);
            quoted = escaped || letter != '"';
            escaped = letter == '\\' && !escaped;
            continue;
        }
        match letter {
            '{' | '[' if matches!(letters.peek(), Some('}' | ']')) => {
                out.push(letter);
                out.extend(letters.next());
            }
            '{' | '[' => {
                depth += 1;
                out.push(letter);
                broken(&mut out, depth);
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                broken(&mut out, depth);
                out.push(letter);
            }
            ',' => {
                out.push(',');
                broken(&mut out, depth);
            }
            ':' => out.push_str(": "),
            ' ' => {}
            letter => {
                out.push(letter);
                quoted = letter == '"';
            }
        }
    }
    out
}

fn broken(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

/// `%3D` and its like.
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        match byte {
            b'%' => match (hex(rest.next()), hex(rest.next())) {
                (Some(high), Some(low)) => bytes.push((high * 16 + low) as u8),
                _ => bytes.push(b'%'),
            },
            b'+' => bytes.push(b' '),
            byte => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_broken_into_lines() {
        let text = indented("{\"a\":[1,{\"b\":\"x:{\\\"\"}],\"c\":{},\"d\":[]}\n");
        assert_eq!(
            text,
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x:{\\\"\"\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}"
        );
        assert_eq!(indented(&text), text);
    }
}
