//! The outline inside braces and brackets: JSON, and what YAML calls the flow style.
//!
//! Read character by character, over as many lines as the brackets stay open; like the outline it takes
//! whatever is there and never refuses. Every key and every item becomes an entry like those of
//! the block style.

use super::outline::{Entry, Step};

/// Brackets within brackets; what is deeper is not looked at.
const LIMIT_DEPTH: usize = 64;

/// The brackets that are open where a line ends.
#[derive(Default)]
pub struct Flow {
    open: Vec<Open>,
    quote: Option<char>,
    last: Last,
}

struct Open {
    list: bool,
    /// What the bracket is the value of.
    holder: Option<usize>,
    /// The key or item whose value is being read.
    entry: Option<usize>,
    next: usize,
}

/// What was read last: it decides what can follow.
#[derive(Clone, Copy, Default, PartialEq)]
enum Last {
    /// A bracket, a comma, a colon: a word can follow.
    #[default]
    Mark,
    /// A bare word: it may go on.
    Word,
    /// A word that is complete.
    Closed,
}

/// What stands at the end of the text read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    /// A name of the mapping that is the value of this.
    Name(Option<usize>),
    /// The value of this entry.
    Value(usize),
    /// An item of the list that is the value of this.
    Item(Option<usize>),
    /// Nothing that could be said.
    Nothing,
}

impl Flow {
    /// Whether a value begins brackets.
    pub fn begins(value: &str) -> bool {
        value.trim_start().starts_with(['{', '['])
    }

    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Reads a line from a byte on; `holder` is what the first bracket is the value of.
    pub fn read<'a>(
        &mut self,
        entries: &mut Vec<Entry<'a>>,
        holder: Option<usize>,
        line: usize,
        text: &'a str,
        from: usize,
    ) {
        let mut at = self.rest_of_quote(text, from);
        while let Some(first) = text[at..].chars().next() {
            match first {
                '{' | '[' => self.begin(entries, holder, line, at, first == '['),
                '}' | ']' => self.end(),
                ',' => self.comma(),
                ':' => self.last = Last::Mark,
                '#' if at == 0 || text[..at].ends_with(' ') => {
                    self.last = Last::Closed;
                    return;
                }
                ' ' | '\t' => self.last = if self.last == Last::Word { Last::Closed } else { self.last },
                _ => {
                    at = self.word(entries, line, text, at);
                    continue;
                }
            }
            at += first.len_utf8();
            if self.open.is_empty() {
                return;
            }
        }
        if self.last == Last::Word && at < text.len() {
            self.last = Last::Closed;
        }
    }

    /// A bare word ends with its line.
    pub fn end_line(&mut self) {
        if self.last == Last::Word {
            self.last = Last::Closed;
        }
    }

    pub fn at_end(&self) -> End {
        let Some(open) = self.open.last() else { return End::Nothing };
        match (self.last, open.list, open.entry) {
            (Last::Closed, ..) => End::Nothing,
            (_, true, _) => End::Item(open.holder),
            (Last::Mark, false, Some(entry)) | (Last::Word, false, Some(entry)) => End::Value(entry),
            (_, false, None) => End::Name(open.holder),
        }
    }

    fn begin(
        &mut self,
        entries: &mut Vec<Entry<'_>>,
        first: Option<usize>,
        line: usize,
        column: usize,
        list: bool,
    ) {
        if self.open.len() >= LIMIT_DEPTH {
            return;
        }
        let holder = match self.open.last_mut() {
            None => first,
            Some(open) if open.list => Some(open.item(entries, line, column)),
            Some(open) => open.entry,
        };
        self.open.push(Open { list, holder, entry: None, next: 0 });
        self.last = Last::Mark;
    }

    fn end(&mut self) {
        self.open.pop();
        self.last = Last::Closed;
    }

    fn comma(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.entry = None;
        }
        self.last = Last::Mark;
    }

    /// Goes on in a quoted text of the line before.
    fn rest_of_quote(&mut self, text: &str, from: usize) -> usize {
        let Some(quote) = self.quote else { return from };
        let (end, closed) = closing(text, from, quote);
        self.quote = (!closed).then_some(quote);
        end
    }

    /// A word, quoted or bare: a key, a value or an item. Gives the byte after it.
    fn word<'a>(&mut self, entries: &mut Vec<Entry<'a>>, line: usize, text: &'a str, at: usize) -> usize {
        let quote = text[at..].chars().next().filter(|first| matches!(first, '"' | '\''));
        let (begin, end, after) = match quote {
            Some(quote) => {
                let (after, closed) = closing(text, at + 1, quote);
                self.quote = (!closed).then_some(quote);
                self.last = if closed { Last::Closed } else { Last::Word };
                (at + 1, after - usize::from(closed), after)
            }
            None => {
                let end = bare_end(text, at);
                self.last = Last::Word;
                (at, end, end)
            }
        };
        self.place(entries, line, text, (at, begin, end, after));
        after
    }

    fn place<'a>(
        &mut self,
        entries: &mut Vec<Entry<'a>>,
        line: usize,
        text: &'a str,
        (column, begin, end, after): (usize, usize, usize, usize),
    ) {
        let Some(open) = self.open.last_mut() else { return };
        let word = &text[begin..end];
        if open.list {
            open.item(entries, line, column);
        } else if let Some(entry) = open.entry {
            if let Some(Entry { step: Step::Key { value, .. }, value_at, line: of_entry, .. }) =
                entries.get_mut(entry)
                && *of_entry == line
            {
                (*value, *value_at) = (word, begin);
            }
        } else if text[after..].trim_start().starts_with(':') {
            let step = Step::Key { name: word, value: "" };
            entries.push(Entry { parent: open.holder, line, column: begin, value_at: end, step });
            open.entry = Some(entries.len() - 1);
        }
    }
}

impl Open {
    fn item(&mut self, entries: &mut Vec<Entry<'_>>, line: usize, column: usize) -> usize {
        let step = Step::Item(self.next);
        self.next += 1;
        entries.push(Entry { parent: self.holder, line, column, value_at: column, step });
        entries.len() - 1
    }
}

/// The byte after the closing quote, or the end of the line.
fn closing(text: &str, from: usize, quote: char) -> (usize, bool) {
    let mut escaped = false;
    for (at, one) in text[from..].char_indices() {
        match one {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if one == quote => return (from + at + 1, true),
            _ => {}
        }
    }
    (text.len(), false)
}

/// A bare word goes to the next bracket, comma, colon with a blank after it, or comment.
fn bare_end(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let ends = |(at, one): (usize, char)| match one {
        '{' | '}' | '[' | ']' | ',' => true,
        ':' => rest[at + 1..].is_empty() || rest[at + 1..].starts_with([' ', '{', '[']),
        ' ' => rest[at + 1..].starts_with('#'),
        _ => false,
    };
    let end = rest.char_indices().find(|one| ends(*one)).map_or(rest.len(), |(at, _)| at);
    let word = rest[..end].trim_end();
    // A first character that ends a word at once is still read: every step goes on.
    from + if word.is_empty() { rest.chars().next().map_or(0, char::len_utf8) } else { word.len() }
}
