//! The shape of a text that is being typed: which key or list item lies below which, line by line.
//!
//! This is no YAML reader. Half a manifest does not parse, so the outline goes by indentation alone:
//! every `name:` and every `- ` is an entry, and its parent is the nearest entry before it that is
//! further to the left (or, for an item, the key at the same place). Lines without either, comments
//! and the lines of block texts have no entries.

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
    pub step: Step<'a>,
}

/// Where the cursor stands among the entries.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cursor {
    /// In a comment, in a block of text: where nothing can be said.
    Nowhere,
    /// Where a name would stand, or the value of a list's item.
    Name { parent: Option<usize>, column: usize },
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
}

/// The outline of the document around a place: a line from 0 and a column in characters from 0.
pub fn read(text: &str, line: usize, column: usize) -> Option<Outline<'_>> {
    let (lines, line) = document(text, line)?;
    let full = lines.get(line).copied().unwrap_or_default();
    let cut = full.char_indices().nth(column).map_or(full.len(), |(at, _)| at);
    let (before, after) = full.split_at(cut);
    let outline = Outline { entries: Vec::new(), cursor: Cursor::Nowhere, line, before, after };
    let mut reader = Reader { outline, stack: Vec::new(), block: None };
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

    /// The names in the mapping below an entry, without what is on the cursor's line.
    pub fn names_below(&self, parent: Option<usize>) -> impl Iterator<Item = &'a str> {
        let here = self.line;
        self.entries.iter().filter(move |entry| entry.parent == parent && entry.line != here).filter_map(
            |entry| match entry.step {
                Step::Key { name, .. } => Some(name),
                Step::Item(_) => None,
            },
        )
    }

    /// The value of a key of the whole document, without quotes and comment.
    pub fn top(&self, wanted: &str) -> &'a str {
        let value = self.entries.iter().find_map(|entry| match entry.step {
            Step::Key { name, value } if entry.parent.is_none() && name == wanted => Some(value),
            _ => None,
        });
        let value = value.unwrap_or_default();
        let bare = value.split(" #").next().unwrap_or_default();
        bare.trim().trim_matches(['"', '\''])
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
}

impl<'a> Reader<'a> {
    fn line(&mut self, at: usize, text: &'a str) {
        let here = at == self.outline.line;
        let text = if here { self.outline.before } else { text };
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
            let entry = self.push(Entry { parent, line: at, column, step: Step::Key { name, value } });
            self.begin_block(value, column);
            if here {
                self.outline.cursor = value_cursor(entry, value);
            }
            return;
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

    fn begin_block(&mut self, value: &str, column: usize) {
        if value.trim_start().starts_with(['|', '>']) {
            self.block = Some(column);
        }
    }

    fn push_item(&mut self, line: usize, column: usize) -> usize {
        let (parent, next) = self.settle(column, true);
        self.push(Entry { parent, line, column, step: Step::Item(next) })
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

/// The cursor is in a value as long as that is one word; in a flow list, in its last word.
fn value_cursor(entry: usize, value: &str) -> Cursor {
    let typed = value.trim_start();
    let word = match typed.strip_prefix('[') {
        Some(items) => items.rsplit(',').next().unwrap_or_default().trim_start(),
        None => typed,
    };
    match word.contains([' ', '\t', '{', '[', ']', '|', '>', '#', '&', '*']) {
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
            Cursor::Name { parent: None, .. } => return "top".into(),
            Cursor::Name { parent: Some(entry), .. } | Cursor::Value { entry } => entry,
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
        assert_eq!(read(POD, 14, 10).expect("short").top("kind"), "Node");
        assert_eq!(read(POD, 2, 0).expect("short").top("kind"), "Pod");
    }
}
