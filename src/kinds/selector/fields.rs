//! The text of `--field-selector`: apimachinery pkg/fields/selector.go, v1.36.

use std::fmt;

/// Terms that must all hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldSelector {
    pub terms: Vec<Term>,
}

/// One comparison of a field with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub field: String,
    pub equal: bool,
    pub value: String,
}

impl FieldSelector {
    pub fn parse(text: &str) -> Result<FieldSelector, String> {
        let mut parts = split(text);
        parts.sort();
        let terms = parts.into_iter().filter(|part| !part.is_empty()).map(|part| term(text, part));
        Ok(FieldSelector { terms: terms.collect::<Result<_, _>>()? })
    }

    /// Whether an object whose fields `value_of` gives is selected; a field it lacks is empty.
    pub fn matches(&self, value_of: impl Fn(&str) -> String) -> bool {
        self.terms.iter().all(|term| (value_of(&term.field) == term.value) == term.equal)
    }
}

/// At commas that no backslash precedes.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut from, mut escaped) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ',' => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

fn term(selector: &str, part: &str) -> Result<Term, String> {
    let misunderstood = || format!("invalid selector: '{selector}'; can't understand '{part}'");
    let at = part.find('=').ok_or_else(misunderstood)?;
    let (before, after) = (&part[..at], &part[at + 1..]);
    let (field, equal, value) = match before.strip_suffix('!') {
        Some(field) => (field, false, after),
        None => (before, true, after.strip_prefix('=').unwrap_or(after)),
    };
    Ok(Term { field: field.to_owned(), equal, value: unescape(value)? })
}

fn unescape(value: &str) -> Result<String, String> {
    let (mut plain, mut escaped) = (String::new(), false);
    for c in value.chars() {
        match (escaped, c) {
            (true, '\\' | ',' | '=') => {
                plain.push(c);
                escaped = false;
            }
            (true, _) => return Err(format!("invalid field selector: invalid escape sequence: \\{c}")),
            (false, '\\') => escaped = true,
            (false, ',' | '=') => {
                return Err(format!("invalid field selector: unescaped character in value: {}", c as u32));
            }
            (false, _) => plain.push(c),
        }
    }
    if escaped {
        return Err("invalid field selector: invalid escape sequence: \\".into());
    }
    Ok(plain)
}

impl fmt::Display for FieldSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let escape = |value: &str| value.replace('\\', "\\\\").replace(',', "\\,").replace('=', "\\=");
        let term = |term: &Term| {
            format!("{}{}{}", term.field, if term.equal { "=" } else { "!=" }, escape(&term.value))
        };
        f.write_str(&self.terms.iter().map(term).collect::<Vec<_>>().join(","))
    }
}
