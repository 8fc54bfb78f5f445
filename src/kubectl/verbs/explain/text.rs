//! How `kubectl explain` prints a type or a field. kubectl pkg/explain/v2/templates/plaintext.tmpl, v1.36.

use super::shape::{Part, Shape, Source};

/// Letters to a line of a description, its indentation left out.
const WIDTH: usize = 76;

/// Words shown of a field among others.
const SHOWN: usize = 4;

pub fn of_type(shape: &Shape, recursive: bool) -> String {
    described(&shape.doc) + &listed_fields(shape, recursive) + "\n"
}

pub fn of_field(part: &Part, recursive: bool) -> String {
    let words: String = part.words.iter().map(|word| format!("\n    {word}")).collect();
    let words = if words.is_empty() { words } else { format!("ENUM:{words}") };
    let held = part.of.map(Source::shape);
    let ours = matches!(part.of, Some(Source::Table(..)));
    let of_held = held.as_ref().map(|shape| shape.doc.clone()).filter(|doc| !ours || *doc != part.doc);
    let docs: Vec<String> =
        [Some(part.doc.clone()), of_held].into_iter().flatten().filter(|doc| !doc.is_empty()).collect();
    let fields = held.map(|shape| listed_fields(&shape, recursive)).unwrap_or_default();
    format!("FIELD: {} <{}>\n{words}\n\n{}{fields}\n", part.name, part.ty, described(&docs.join("\n")))
}

fn described(doc: &str) -> String {
    let doc = if doc.is_empty() { "<empty>".to_owned() } else { format!("{doc}\n") };
    format!("DESCRIPTION:\n{}\n", indented(4, &wrapped(WIDTH, &doc)))
}

fn listed_fields(shape: &Shape, recursive: bool) -> String {
    let mut text = String::new();
    fields(shape, recursive, &mut vec![shape.name.clone()], &mut text);
    if text.is_empty() { text } else { format!("FIELDS:\n{text}") }
}

/// `around` are the types this one is within: none is shown within itself.
fn fields(shape: &Shape, recursive: bool, around: &mut Vec<String>, text: &mut String) {
    let depth = around.len();
    for part in &shape.parts {
        *text += &row(part, recursive, 2 * depth);
        let Some(inner) = part.of.filter(|_| recursive).map(Source::shape) else { continue };
        if inner.name.is_empty() || !around.contains(&inner.name) {
            around.push(inner.name.clone());
            fields(&inner, recursive, around, text);
            around.pop();
        }
    }
}

fn row(part: &Part, short: bool, indent: usize) -> String {
    let mark = if part.required { " -required-" } else { "" };
    let line = format!("{:indent$}{}\t<{}>{mark}\n", "", part.name, part.ty);
    if short {
        return line;
    }
    let doc = if part.doc.is_empty() { "<no description>" } else { &part.doc };
    let doc = indented(indent + 2, &wrapped(WIDTH + 2 - indent, doc));
    format!("{line}{}{doc}\n\n", listed_words(&part.words, indent))
}

/// The line that names the words a field takes.
fn listed_words(words: &[String], indent: usize) -> String {
    let more = if words.len() > SHOWN { ", ...." } else { "" };
    match words {
        [] => String::new(),
        words => format!("{:indent$}enum: {}{more}\n", "", words[..words.len().min(SHOWN)].join(", ")),
    }
}

fn indented(by: usize, text: &str) -> String {
    let pad = " ".repeat(by);
    format!("{pad}{}", text.replace('\n', &format!("\n{pad}")))
}

/// Breaks lines as github.com/mitchellh/go-wordwrap does: blanks are kept but where a line breaks, and a line that is already broken
/// stays so.
fn wrapped(width: usize, text: &str) -> String {
    text.split('\n').map(|line| wrapped_line(width, line)).collect::<Vec<_>>().join("\n")
}

fn wrapped_line(width: usize, line: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    let mut rest = line;
    while !rest.is_empty() {
        let (blanks, after) = rest.split_at(rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()));
        let (word, after) = after.split_at(after.find(char::is_whitespace).unwrap_or(after.len()));
        let (gap, length) = (blanks.chars().count(), word.chars().count());
        rest = after;
        if column + gap + length <= width {
            out += blanks;
            column += gap;
        } else if !word.is_empty() && column + gap > 1 {
            out.push('\n');
            column = 0;
        }
        out += word;
        column += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_blanks() {
        assert_eq!(wrapped(9, "one two three"), "one two\nthree");
        assert_eq!(wrapped(9, "one  two\n\n - three"), "one  two\n\n - three");
        assert_eq!(wrapped(5, "see https://example.com"), "see\nhttps://example.com");
        assert_eq!(wrapped(5, "one  "), "one  ");
    }
}
