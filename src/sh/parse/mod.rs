//! From text to `ast::Script`: POSIX Shell Command Language 2.2 (quoting), 2.3 (tokens), 2.10 (grammar), and bash's
//! `[[`, `((`, `<<<`, `&>` and braces.
//!
//! Here are lists, pipelines and redirections; `commands` has the compound commands, `words` what a word is made of.

mod braces;
mod commands;
mod words;

pub use commands::bracket;
pub use words::unescape;

use std::sync::Arc;

use super::LIMIT_DEPTH;
use super::ast::{Inner, Item, Joint, Pipeline, Redirect, RedirectKind, Script, Word};
use super::dialect::Dialect;

/// Why a text is no script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub message: String,
    /// Where: counted from 1.
    pub line: u32,
    /// More lines could make it one.
    pub unfinished: bool,
}

type Read<T> = Result<T, Fault>;

/// Reads a command line, or several lines; the error is the shell's own.
pub fn parse(text: &str, dialect: Dialect) -> Result<Script, Fault> {
    let chars: Vec<char> = text.chars().collect();
    let mut parser = Parser {
        chars: &chars,
        at: 0,
        depth: 0,
        outputs: Vec::new(),
        bodies: None,
        counted: (0, 1),
        dialect,
    };
    let script = parser.list(&[], None);
    let script = match (script, parser.peek()) {
        (Ok(_), Some(_)) => Err(unexpected(parser.next_token())),
        (read, _) => read,
    };
    script.map_err(|fault| Fault { line: parser.line(), ..fault })
}

fn unexpected(token: impl std::fmt::Display) -> Fault {
    fault(format!("syntax error near unexpected token `{token}'"))
}

fn fault(message: impl Into<String>) -> Fault {
    Fault { message: message.into(), line: 1, unfinished: false }
}

fn unfinished(message: &str) -> Fault {
    Fault { message: message.to_owned(), line: 1, unfinished: true }
}

fn end_of_file() -> Fault {
    unfinished("syntax error: unexpected end of file")
}

struct Parser<'a> {
    chars: &'a [char],
    at: usize,
    depth: usize,
    /// The substitutions of the command that is being read.
    outputs: Vec<Inner>,
    /// Here-documents of this line: where the line ends, and where reading goes on after it.
    bodies: Option<(usize, usize)>,
    /// The line of a place that was asked for.
    counted: (usize, u32),
    dialect: Dialect,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn line(&mut self) -> u32 {
        let (from, line) = if self.counted.0 > self.at { (0, 1) } else { self.counted };
        let to = self.at.min(self.chars.len());
        let more = self.chars[from.min(to)..to].iter().filter(|one| **one == '\n').count();
        self.counted = (self.at, line + more as u32);
        self.counted.1
    }

    fn looks_at(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(offset, wanted)| self.chars.get(self.at + offset) == Some(&wanted))
    }

    fn take(&mut self, text: &str) -> bool {
        let there = self.looks_at(text);
        if there {
            self.at += text.chars().count();
        }
        there
    }

    fn slice(&self, from: usize, to: usize) -> String {
        self.chars[from..to].iter().collect()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\r' | '\u{a0}')) || self.looks_at("\\\n") {
            self.at += if self.looks_at("\\\n") { 2 } else { 1 };
        }
        if self.peek() == Some('#') {
            while self.peek().is_some_and(|one| one != '\n') {
                self.at += 1;
            }
        }
    }

    /// Over a line's end, and over the here-documents that follow it.
    fn line_end(&mut self) {
        match self.bodies.take_if(|(end, _)| *end == self.at) {
            Some((_, resume)) => self.at = resume,
            None => self.at += 1,
        }
    }

    fn lines(&mut self) {
        self.blanks();
        while self.peek() == Some('\n') {
            self.line_end();
            self.blanks();
        }
    }

    /// What stands here up to a blank or an operator, as it is written.
    fn raw(&self) -> String {
        let rest = &self.chars[self.at.min(self.chars.len())..];
        let end = rest.iter().position(|one| is_delimiter(*one)).unwrap_or(rest.len());
        rest[..end].iter().collect()
    }

    fn next_token(&self) -> String {
        match self.peek() {
            None | Some('\n') => "newline".into(),
            Some(_) if self.looks_at(";;") => ";;".into(),
            Some(one) if is_delimiter(one) => one.to_string(),
            Some(_) => self.raw(),
        }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= LIMIT_DEPTH {
            return Err(fault(format!("more than {LIMIT_DEPTH} commands within one another")));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Everything up to one of the words, the closing character, or the end.
    fn list(&mut self, stops: &[&str], closing: Option<char>) -> Read<Script> {
        let mut items = Vec::new();
        self.lines();
        if self.peek() == Some(';') && !(stops == ["esac"] && (self.looks_at(";;") || self.looks_at(";&"))) {
            return Err(unexpected(self.next_token()));
        }
        loop {
            let ends = stops.contains(&self.raw().as_str()) || self.looks_at(";;") || self.looks_at(";&");
            match self.peek() {
                None if closing.is_none() && stops.is_empty() => return Ok(Script { items }),
                None => return Err(end_of_file()),
                Some(one) if Some(one) == closing || ends => return Ok(Script { items }),
                Some(_) => {}
            }
            let begin = self.at;
            let mut item = self.item()?;
            let end = self.at;
            self.blanks();
            match self.peek() {
                None | Some('\n' | ';') => {}
                Some(one) if Some(one) == closing => {}
                Some('&') => {
                    self.at += 1;
                    item.background = Some(self.slice(begin, end).trim_end().into());
                }
                Some(_) => return Err(unexpected(self.next_token())),
            }
            items.push(Arc::new(item));
            if self.peek() == Some(';') && !self.looks_at(";;") && !self.looks_at(";&") {
                self.at += 1;
            }
            self.lines();
            if self.peek() == Some(';') && !self.looks_at(";;") && !self.looks_at(";&") {
                return Err(unexpected(self.next_token()));
            }
        }
    }

    fn item(&mut self) -> Read<Item> {
        let first = Arc::new(self.pipeline()?);
        let mut rest = Vec::new();
        loop {
            self.blanks();
            let joint = match () {
                () if self.take("&&") => Joint::And,
                () if self.take("||") => Joint::Or,
                () => return Ok(Item { first, rest, background: None }),
            };
            self.lines();
            rest.push((joint, Arc::new(self.pipeline()?)));
        }
    }

    fn pipeline(&mut self) -> Read<Pipeline> {
        self.blanks();
        let (mut negated, mut timed) = (false, None);
        loop {
            match self.raw().as_str() {
                "!" => negated = !negated,
                // In the others it is a program.
                "time" if self.dialect.is_bash() => timed = Some(false),
                "-p" if timed.is_some() => timed = Some(true),
                _ => break,
            }
            self.at += self.raw().len();
            self.blanks();
        }
        if timed.is_some() && matches!(self.peek(), None | Some('\n' | ';')) {
            return Ok(Pipeline { negated, timed, commands: Vec::new() });
        }
        let mut commands = vec![Arc::new(self.command()?)];
        loop {
            self.blanks();
            if self.looks_at("||") || !self.take("|") {
                return Ok(Pipeline { negated, timed, commands });
            }
            let errors_too = self.dialect.is_bash() && self.take("&");
            self.lines();
            if let Some(last) = commands.last_mut().filter(|_| errors_too) {
                Arc::make_mut(last).redirects.push(copy(2, "1"));
            }
            if self.peek().is_none() {
                return Err(end_of_file());
            }
            commands.push(Arc::new(self.command()?));
        }
    }

    /// One redirection, if one begins here.
    fn redirect(&mut self) -> Read<Option<Redirect>> {
        let begin = self.at;
        if self.dialect != Dialect::Dash && (self.take("&>>") || self.take("&>")) {
            let appends = self.chars[self.at - 2] == '>';
            let target = self.target()?;
            let kind = if appends { RedirectKind::AppendBoth } else { RedirectKind::WriteBoth };
            return Ok(Some(Redirect { stream: 1, variable: None, kind, target }));
        }
        let (number, variable) = self.stream();
        let redirect = |kind: RedirectKind, usual: u32, target: Word| {
            let stream = number.unwrap_or(usual);
            Some(Redirect { stream, variable: variable.clone(), kind, target })
        };
        if self.looks_at("<<<") && !self.dialect.is_bash() {
            self.at += 2;
            return Err(unexpected("redirection"));
        }
        if self.take("<<<") {
            let mut target = self.target()?;
            target.parts.push(words::text("\n", true));
            return Ok(redirect(RedirectKind::Text, 0, target));
        }
        if self.take("<<") {
            return self.here_document().map(|target| redirect(RedirectKind::Text, 0, target));
        }
        if self.at == begin && self.begins_process() {
            return Ok(None);
        }
        let all = [
            ("<>", RedirectKind::Read, 0),
            (">&", RedirectKind::Copy, 1),
            ("<&", RedirectKind::Copy, 0),
            (">>", RedirectKind::Append, 1),
            (">|", RedirectKind::Write, 1),
            (">", RedirectKind::Write, 1),
            ("<", RedirectKind::Read, 0),
        ];
        let Some((_, kind, usual)) = all.into_iter().find(|(text, ..)| self.take(text)) else {
            self.at = begin;
            return Ok(None);
        };
        let target = self.target()?;
        if kind == RedirectKind::Copy && usual == 1 && number.is_none() && !is_number(&target) {
            // `>&file` is bash's older `&>file`.
            return Ok(redirect(RedirectKind::WriteBoth, 1, target));
        }
        Ok(redirect(kind, usual, target))
    }

    /// The number before a redirection, or the variable that takes one.
    fn stream(&mut self) -> (Option<u32>, Option<String>) {
        let rest = &self.chars[self.at..];
        let digits = rest.iter().take_while(|one| one.is_ascii_digit()).count();
        let most = if self.dialect == Dialect::Dash { 1 } else { 3 };
        if (1..=most).contains(&digits) && matches!(rest.get(digits), Some('<' | '>')) {
            let number = rest[..digits].iter().collect::<String>().parse().ok();
            self.at += digits;
            return (number, None);
        }
        if rest.first() == Some(&'{') && self.dialect.is_bash() {
            let name: String = rest[1..].iter().take_while(|one| is_name(**one)).collect();
            let after = rest.get(name.len() + 1..name.len() + 3).unwrap_or_default();
            if is_variable(&name) && matches!(after, ['}', '<' | '>']) {
                self.at += name.len() + 2;
                return (None, Some(name));
            }
        }
        (None, None)
    }

    /// `<(` and `>(`.
    fn begins_process(&self) -> bool {
        self.dialect != Dialect::Dash && (self.looks_at("<(") || self.looks_at(">("))
    }

    fn target(&mut self) -> Read<Word> {
        self.blanks();
        match self.word()? {
            Some(word) => Ok(word),
            None => Err(unexpected(self.next_token())),
        }
    }

    /// After `<<`: the delimiter, and the text that follows this line.
    fn here_document(&mut self) -> Read<Word> {
        let tabs = self.take("-");
        self.blanks();
        let begin = self.at;
        while self.peek().is_some_and(|one| !is_delimiter(one)) {
            self.at += 1;
        }
        let written = self.slice(begin, self.at);
        let delimiter: String = written.chars().filter(|one| !matches!(one, '\'' | '"' | '\\')).collect();
        if written.is_empty() {
            return Err(unexpected(self.next_token()));
        }
        let rest = &self.chars[self.at..];
        let line_end = rest.iter().position(|one| *one == '\n').map(|end| self.at + end);
        let Some(line_end) = line_end else {
            return Err(unfinished("here-document delimited by end-of-file"));
        };
        let from = self.bodies.map_or(line_end + 1, |(_, resume)| resume);
        let (body, resume) = self.lines_up_to(from, &delimiter, tabs)?;
        self.bodies = Some((line_end, resume));
        if written != delimiter {
            return Ok(Word { parts: vec![words::text(&body, true)] });
        }
        self.within(&body, |inner| inner.quoted_text(None))
    }

    /// The lines up to the delimiter, and where reading goes on.
    fn lines_up_to(&self, from: usize, delimiter: &str, tabs: bool) -> Read<(String, usize)> {
        let mut body = String::new();
        let mut at = from;
        while at < self.chars.len() {
            let end =
                self.chars[at..].iter().position(|one| *one == '\n').map_or(self.chars.len(), |end| at + end);
            let line = self.slice(at, end);
            let line = if tabs { line.trim_start_matches('\t') } else { &line };
            at = (end + 1).min(self.chars.len());
            if line.trim_end_matches('\r') == delimiter {
                return Ok((body, at));
            }
            body.push_str(line);
            body.push('\n');
        }
        Err(unfinished("here-document delimited by end-of-file"))
    }
}

fn is_number(word: &Word) -> bool {
    match word.parts.as_slice() {
        [super::ast::Part::Text { text, .. }] => {
            text.trim_end_matches('-').chars().all(|one| one.is_ascii_digit())
        }
        _ => true,
    }
}

fn copy(stream: u32, to: &str) -> Redirect {
    let target = Word { parts: vec![words::text(to, false)] };
    Redirect { stream, variable: None, kind: RedirectKind::Copy, target }
}

fn is_delimiter(one: char) -> bool {
    matches!(one, ' ' | '\t' | '\r' | '\n' | '\u{a0}' | ';' | '&' | '|' | '<' | '>' | '(' | ')')
}

fn is_name(one: char) -> bool {
    one.is_ascii_alphanumeric() || one == '_'
}

/// Whether a variable may be called so.
pub fn is_variable(name: &str) -> bool {
    name.chars().all(is_name) && !name.is_empty() && !name.starts_with(|one: char| one.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_joints_pipes_and_redirects() {
        let script = parse("a=1 b | c >x 2>&1 && ! d || e\nf &", Dialect::Bash).expect("fine");
        assert_eq!(script.items.len(), 2);
        let first = &script.items[0];
        assert_eq!(first.first.commands[1].redirects.len(), 2);
        assert_eq!(first.rest.iter().map(|(joint, _)| *joint).collect::<Vec<_>>(), [Joint::And, Joint::Or]);
        assert!(first.rest[0].1.negated && script.items[1].background.as_deref() == Some("f"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let message = |text: &str| parse(text, Dialect::Bash).expect_err(text).message;
        assert_eq!(message("a | ; b"), "syntax error near unexpected token `;'");
        assert_eq!(message("a 'b"), "unexpected EOF while looking for matching `''");
        assert_eq!(message("a )"), "syntax error near unexpected token `)'");
        assert_eq!(message("$(a"), "syntax error: unexpected end of file");
        assert_eq!(message("fi"), "syntax error near unexpected token `fi'");
        assert!(parse(&"$(".repeat(100), Dialect::Bash).is_err());
        assert!(parse(&"{ ".repeat(100), Dialect::Bash).is_err());
    }

    #[test]
    fn what_may_go_on_is_known() {
        let goes_on = |text: &str| parse(text, Dialect::Bash).expect_err(text).unfinished;
        for text in ["if a; then", "for x in 1 2; do", "echo 'a", "cat <<EOF\nx", "f() {", "a |", "case x in"]
        {
            assert!(goes_on(text), "{text}");
        }
        assert!(!goes_on("fi"));
    }
}
