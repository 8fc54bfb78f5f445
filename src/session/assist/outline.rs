//! The shape of a text that is being typed: which key or list item lies below which, line by line.
//!
//! This is no YAML reader. Half a manifest does not parse, so the outline goes by indentation alone:
//! every `name:` and every `- ` is an entry, and its parent is the nearest entry before it that is
//! further to the left (or, for an item, the key at the same place). What stands in braces and brackets
//! goes by these (`flow`). Lines without either, comments and the lines of block texts have no entries.

use super::flow::{End, Flow};

/// A document longer than this gets no help: each key press reads it anew.
const LIMIT_BYTES: usize = 512 << 10;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step<'a> {
    Key { name: &'a str, value: &'a str },
    Item(usize),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry<'a> {
    pub parent: Option<usize>,
    /// Line of the document and byte in it, from 0.
    pub line: usize,
    pub column: usize,
    /// Where on that line its value begins.
    pub value_at: usize,
    pub step: Step<'a>,
}

/// Where the cursor stands among the entries.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cursor {
    /// In a comment, in a block of text: where nothing can be said.
    Nowhere,
    /// Where a name would stand, or the value of a list's item.
    Name { parent: Option<usize>, column: usize },
    /// The same in braces, or for an item's in brackets.
    FlowName { parent: Option<usize> },
    /// After the colon of an entry.
    Value { entry: usize },
}

#[derive(Clone, Debug)]
pub struct Outline<'a> {
    pub entries: Vec<Entry<'a>>,
    pub cursor: Cursor,
    /// The line of the cursor, counted in the document, and its text up to the cursor and after it.
    pub line: usize,
    pub before: &'a str,
    pub after: &'a str,
    /// The document is written in JSON: names and texts in double quotes.
    pub json: bool,
}

/// The outline of the document around a place: a line from 0 and a column in characters from 0.
pub fn read(text: &str, line: usize, column: usize) -> Option<Outline<'_>> {
    let (lines, line) = document(text, line)?;
    let full = lines.get(line).copied().unwrap_or_default();
    let cut = full.char_indices().nth(column).map_or(full.len(), |(at, _)| at);
    let (before, after) = full.split_at(cut);
    let json = lines
        .iter()
        .find(|line| !line.trim().is_empty())
        .is_some_and(|line| line.trim_start().starts_with('{'));
    let outline = Outline { entries: Vec::new(), cursor: Cursor::Nowhere, line, before, after, json };
    let mut reader = Reader { outline, stack: Vec::new(), block: None, flow: Flow::default() };
    lines.iter().enumerate().for_each(|(at, text)| reader.line(at, text));
    Some(reader.outline)
}

impl<'a> Outline<'a> {
    /// The entries from the top down to this one.
    pub fn chain(&self, entry: usize) -> Vec<&Entry<'a>> {
        let up = |entry: &&Entry<'a>| entry.parent.and_then(|parent| self.entries.get(parent));
        let mut chain: Vec<_> = std::iter::successors(self.entries.get(entry), up).collect();
        chain.reverse();
        chain
    }

    /// The names in the mapping below an entry, without the one the cursor is in; in brackets that one has
    /// no entry yet.
    pub fn names_below(&self, parent: Option<usize>) -> impl Iterator<Item = &'a str> {
        let in_brackets = matches!(self.cursor, Cursor::FlowName { .. });
        let here = self.line;
        let other = move |entry: &&Entry<'_>| in_brackets || entry.line != here;
        self.entries.iter().filter(other).filter(move |entry| entry.parent == parent).filter_map(|entry| {
            match entry.step {
                Step::Key { name, .. } => Some(name),
                Step::Item(_) => None,
            }
        })
    }

    /// The value of a key below an entry, or of the whole document; without quotes and comment.
    pub fn value_of(&self, parent: Option<usize>, wanted: &str) -> &'a str {
        let value = self.entries.iter().find_map(|entry| match entry.step {
            Step::Key { name, value } if entry.parent == parent && name == wanted => Some(value),
            _ => None,
        });
        let value = value.unwrap_or_default();
        let bare = value.split(" #").next().unwrap_or_default();
        bare.trim().trim_matches(['"', '\''])
    }

    /// The object that an entry belongs to: the document, or the item of a `kind: List`.
    pub fn object_of(&self, entry: Option<usize>) -> Option<usize> {
        if self.value_of(None, "kind") != "List" {
            return None;
        }
        let up = |entry: &usize| self.entries[*entry].parent;
        std::iter::successors(entry, up).find(|entry| self.is_listed(*entry))
    }

    fn is_listed(&self, entry: usize) -> bool {
        let Entry { parent: Some(parent), step: Step::Item(_), .. } = self.entries[entry] else {
            return false;
        };
        let Entry { parent, step, .. } = self.entries[parent];
        parent.is_none() && matches!(step, Step::Key { name: "items", .. })
    }
}

/// The lines of the document that holds a line, and the line's place in it.
fn document(text: &str, line: usize) -> Option<(Vec<&str>, usize)> {
    let (mut lines, mut first, mut bytes) = (Vec::new(), 0, 0);
    for (at, text) in text.split('\n').enumerate() {
        let text = text.strip_suffix('\r').unwrap_or(text);
        if text == "---" || text.starts_with("--- ") {
            match at > line {
                true => break,
                false => (lines, first, bytes) = (Vec::new(), at, 0),
            }
            lines.push("");
            continue;
        }
        bytes += text.len();
        if bytes <= LIMIT_BYTES {
            lines.push(text);
        }
    }
    (bytes <= LIMIT_BYTES).then_some((lines, line.saturating_sub(first)))
}

struct Reader<'a> {
    outline: Outline<'a>,
    /// The entries that the next line can lie below.
    stack: Vec<usize>,
    /// A block of text goes on as long as lines are further to the right than this.
    block: Option<usize>,
    flow: Flow,
}

impl<'a> Reader<'a> {
    fn line(&mut self, at: usize, text: &'a str) {
        let here = at == self.outline.line;
        let text = if here { self.outline.before } else { text };
        if self.flow.is_open() {
            self.flow_line(None, at, text, 0);
            return;
        }
        let indent = text.len() - text.trim_start_matches(' ').len();
        let blank = indent == text.len();
        if let Some(block) = self.block {
            if (blank && !here) || indent > block {
                return;
            }
            self.block = None;
        }
        if blank && !here {
            return;
        }
        self.content(at, text, indent, here);
    }

    fn content(&mut self, at: usize, text: &'a str, indent: usize, here: bool) {
        let mut column = indent;
        let mut item = None;
        while text[column..] == *"-" || text[column..].starts_with("- ") {
            item = Some(self.push_item(at, column));
            let rest = &text[column + 1..];
            column = text.len() - rest.trim_start_matches(' ').len();
        }
        let rest = &text[column..];
        if rest.starts_with('#') {
            return;
        }
        if let Some((name, value)) = key(rest) {
            let parent = self.settle(column, false).0;
            let value_at = text.len() - value.trim_start().len();
            let entry =
                self.push(Entry { parent, line: at, column, value_at, step: Step::Key { name, value } });
            if Flow::begins(value) {
                return self.flow_line(Some(entry), at, text, value_at);
            }
            self.begin_block(value, column);
            if here {
                self.outline.cursor = value_cursor(entry, value);
            }
            return;
        }
        if Flow::begins(rest) {
            return self.flow_line(item.or_else(|| self.parent_at(column)), at, text, column);
        }
        if let Some(item) = item {
            self.begin_block(rest, self.outline.entries[item].column);
        }
        if here {
            let column = if text.ends_with('-') && item.is_some() { column + 1 } else { column };
            let parent = item.or_else(|| self.parent_at(column));
            if !rest.contains([' ', '\t', '{', '[', ',']) {
                self.outline.cursor = Cursor::Name { parent, column };
            }
        }
    }

    /// A line, or its end, inside brackets.
    fn flow_line(&mut self, holder: Option<usize>, at: usize, text: &'a str, from: usize) {
        self.flow.read(&mut self.outline.entries, holder, at, text, from);
        if at == self.outline.line {
            self.outline.cursor = match self.flow.at_end() {
                End::Name(parent) => Cursor::FlowName { parent },
                End::Value(entry) => Cursor::Value { entry },
                End::Item(Some(entry)) => Cursor::FlowName { parent: Some(entry) },
                End::Item(None) | End::Nothing => Cursor::Nowhere,
            };
        }
        self.flow.end_line();
    }

    fn begin_block(&mut self, value: &str, column: usize) {
        if value.trim_start().starts_with(['|', '>']) {
            self.block = Some(column);
        }
    }

    fn push_item(&mut self, line: usize, column: usize) -> usize {
        let (parent, next) = self.settle(column, true);
        self.push(Entry { parent, line, column, value_at: column, step: Step::Item(next) })
    }

    fn push(&mut self, entry: Entry<'a>) -> usize {
        let id = self.outline.entries.len();
        self.outline.entries.push(entry);
        self.stack.push(id);
        id
    }

    /// Leaves what a new entry at this column does not lie below: its parent, and its place in a list.
    fn settle(&mut self, column: usize, item: bool) -> (Option<usize>, usize) {
        let mut next = 0;
        while let Some(&top) = self.stack.last() {
            let Entry { column: of_top, step, .. } = self.outline.entries[top];
            let is_list_of_item = item && matches!(step, Step::Key { .. });
            if of_top < column || (of_top == column && is_list_of_item) {
                return (Some(top), next);
            }
            if let (Step::Item(at), true) = (step, of_top == column) {
                next = at + 1;
            }
            self.stack.pop();
        }
        (None, next)
    }

    /// What a name typed at this column would lie below; nothing is left for it.
    fn parent_at(&self, column: usize) -> Option<usize> {
        self.stack.iter().rev().copied().find(|entry| self.outline.entries[*entry].column < column)
    }
}

/// The cursor is in a value as long as that is one word.
fn value_cursor(entry: usize, value: &str) -> Cursor {
    match value.trim_start().contains([' ', '\t', '{', '[', ']', '|', '>', '#', '&', '*']) {
        true => Cursor::Nowhere,
        false => Cursor::Value { entry },
    }
}

/// The name before a colon and what follows the colon.
fn key(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|first| matches!(first, '"' | '\''));
    if let Some(quote) = quote {
        let (name, rest) = text[1..].split_once(quote)?;
        return Some((name, rest.strip_prefix(':')?));
    }
    if text.starts_with(['{', '[', '|', '>', '%', '@', '&', '*', '!', '?']) {
        return None;
    }
    let colon = text.find(": ").or_else(|| text.ends_with(':').then(|| text.len() - 1))?;
    Some((text[..colon].trim_end(), &text[colon + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str, line: usize, column: usize) -> String {
        let outline = read(text, line, column).expect("short");
        let entry = match outline.cursor {
            Cursor::Nowhere => return "nowhere".into(),
            Cursor::Name { parent: None, .. } | Cursor::FlowName { parent: None } => return "top".into(),
            Cursor::Name { parent: Some(entry), .. }
            | Cursor::FlowName { parent: Some(entry) }
            | Cursor::Value { entry } => entry,
        };
        let step = |entry: &&Entry<'_>| match entry.step {
            Step::Key { name, .. } => format!(".{name}"),
            Step::Item(at) => format!("[{at}]"),
        };
        outline.chain(entry).iter().map(step).collect()
    }

    const POD: &str = "kind: Pod\nspec:\n  containers:\n  - name: a\n    \n  -   name: b\n      ports:\n        - \n  \
                       \n\nother: |\n  x: y\n  \n---\nkind: Node\n";

    #[test]
    fn the_cursor_knows_its_parents() {
        assert_eq!(path(POD, 0, 6), ".kind");
        assert_eq!(path(POD, 4, 4), ".spec.containers[0]");
        assert_eq!(path(POD, 5, 6), ".spec.containers[1]");
        assert_eq!(path(POD, 7, 10), ".spec.containers[1].ports[0]");
        assert_eq!(path(POD, 8, 2), ".spec");
        assert_eq!(path(POD, 9, 0), "top");
        assert_eq!(path(POD, 11, 3), "nowhere");
        assert_eq!(path(POD, 14, 6), ".kind");
    }

    #[test]
    fn a_document_has_its_own_kind() {
        assert_eq!(read(POD, 14, 10).expect("short").value_of(None, "kind"), "Node");
        assert_eq!(read(POD, 2, 0).expect("short").value_of(None, "kind"), "Pod");
    }

    #[test]
    fn brackets_have_entries_too() {
        let text = "kind: Pod\nmetadata: {name: a, labels: {b: 'c'}}\nspec:\n  containers: [{name: a, ports: [{x: 1},\n  \
                    {containerPort: 80, }]}]\n  more: [a, b]\n";
        assert_eq!(path(text, 1, 11), ".metadata");
        assert_eq!(path(text, 1, 13), ".metadata");
        assert_eq!(path(text, 1, 17), ".metadata.name");
        assert_eq!(path(text, 1, 18), ".metadata.name");
        assert_eq!(path(text, 1, 19), ".metadata");
        assert_eq!(path(text, 1, 33), ".metadata.labels.b");
        assert_eq!(path(text, 1, 35), "nowhere");
        assert_eq!(path(text, 3, 16), ".spec.containers[0]");
        assert_eq!(path(text, 4, 22), ".spec.containers[0].ports[1]");
        assert_eq!(path(text, 5, 13), ".spec.more");
    }

    #[test]
    fn json_is_read_over_lines() {
        let text = "{\n  \"kind\": \"Pod\",\n  \"spec\": {\n    \"no\n  }\n}\n";
        let outline = read(text, 3, 6).expect("short");
        assert!(outline.json);
        assert_eq!(outline.value_of(None, "kind"), "Pod");
        assert_eq!(path(text, 3, 4), ".spec");
        assert_eq!(path(text, 3, 6), ".spec");
        assert_eq!(path(text, 1, 13), ".kind");
    }

    #[test]
    fn an_item_of_a_list_is_an_object() {
        let text = "kind: List\nitems:\n- kind: Pod\n  spec:\n    \n";
        let outline = read(text, 4, 4).expect("short");
        let Cursor::Name { parent, .. } = outline.cursor else { panic!("{:?}", outline.cursor) };
        assert_eq!(outline.value_of(outline.object_of(parent), "kind"), "Pod");
    }
}
