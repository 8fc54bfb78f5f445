//! Words: quotes, variables, substitutions.

use std::sync::Arc;

use super::commands::bracket;
use super::{Parser, Read, end_of_file, fault, is_delimiter, is_name, unfinished};
use crate::sh::ast::{Change, Inner, InnerKind, Part, Place, Word};
use crate::sh::dialect::Dialect;

pub(super) fn text(text: &str, quoted: bool) -> Part {
    Part::Text { text: text.to_owned(), quoted }
}

impl Parser<'_> {
    /// Reads a text that stands inside this one.
    pub(super) fn within<T>(&mut self, text: &str, read: impl FnOnce(&mut Parser<'_>) -> Read<T>) -> Read<T> {
        let chars: Vec<char> = text.chars().collect();
        let outputs = std::mem::take(&mut self.outputs);
        let mut inner = Parser {
            chars: &chars,
            at: 0,
            depth: self.depth,
            outputs,
            bodies: None,
            counted: (0, 1),
            dialect: self.dialect,
        };
        let result = inner.deeper(read);
        self.outputs = std::mem::take(&mut inner.outputs);
        result
    }

    pub(super) fn word(&mut self) -> Read<Option<Word>> {
        let mut word = Word::default();
        let mut plain = String::new();
        if self.peek() == Some('~')
            && self.chars.get(self.at + 1).is_none_or(|one| is_delimiter(*one) || *one == '/')
        {
            self.at += 1;
            word.parts.push(plain_variable("HOME", true));
        }
        while let Some(one) = self.peek().filter(|one| !is_delimiter(*one) || self.begins_process()) {
            match one {
                '<' | '>' => {
                    flush(&mut word, &mut plain);
                    word.parts.push(self.process(one)?);
                }
                '\'' => {
                    flush(&mut word, &mut plain);
                    let quoted = self.single()?;
                    word.parts.push(text(&quoted, true));
                }
                '"' => {
                    flush(&mut word, &mut plain);
                    self.at += 1;
                    let quoted = self.quoted_text(Some('"'))?;
                    if quoted.parts.is_empty() {
                        word.parts.push(text("", true));
                    }
                    word.parts.extend(quoted.parts);
                }
                '\\' => {
                    self.at += 1;
                    if let Some(escaped) = self.peek() {
                        self.at += 1;
                        flush(&mut word, &mut plain);
                        if escaped != '\n' {
                            word.parts.push(text(&escaped.to_string(), true));
                        }
                    }
                }
                '$' if self.dialect != Dialect::Dash && self.looks_at("$'") => {
                    flush(&mut word, &mut plain);
                    self.at += 1;
                    let quoted = self.escaped()?;
                    word.parts.push(text(&unescape(&quoted), true));
                }
                '$' | '`' => match self.dollar(false)? {
                    Some(part) => {
                        flush(&mut word, &mut plain);
                        word.parts.push(part);
                    }
                    None => plain.push(one),
                },
                _ => {
                    plain.push(one);
                    self.at += 1;
                }
            }
        }
        flush(&mut word, &mut plain);
        Ok(Some(word).filter(|word| !word.parts.is_empty()))
    }

    fn single(&mut self) -> Read<String> {
        self.at += 1;
        let begin = self.at;
        while let Some(one) = self.peek() {
            self.at += 1;
            if one == '\'' {
                return Ok(self.slice(begin, self.at - 1));
            }
        }
        Err(unfinished("unexpected EOF while looking for matching `''"))
    }

    /// `$'...'`, in which a quote may be escaped.
    fn escaped(&mut self) -> Read<String> {
        self.at += 1;
        let begin = self.at;
        while let Some(one) = self.peek() {
            self.at += if one == '\\' { 2 } else { 1 };
            if one == '\'' {
                return Ok(self.slice(begin, self.at - 1));
            }
        }
        self.at = self.chars.len();
        Err(unfinished("unexpected EOF while looking for matching `''"))
    }

    /// `<(...)` and `>(...)`.
    fn process(&mut self, sign: char) -> Read<Part> {
        self.at += 2;
        let outputs = std::mem::take(&mut self.outputs);
        let script = self.deeper(|parser| parser.list(&[], Some(')')));
        self.outputs = outputs;
        let kind = if sign == '<' { InnerKind::From } else { InnerKind::To };
        self.outputs.push(Inner { script: Arc::new(script?), kind });
        self.at += 1;
        Ok(Part::Output { index: self.outputs.len() - 1, quoted: true })
    }

    /// Text as between double quotes, up to the closing character or the end.
    pub(super) fn quoted_text(&mut self, closing: Option<char>) -> Read<Word> {
        let mut word = Word::default();
        let mut plain = String::new();
        let flush = |word: &mut Word, plain: &mut String| {
            if !plain.is_empty() {
                word.parts.push(Part::Text { text: std::mem::take(plain), quoted: true });
            }
        };
        while let Some(one) = self.peek() {
            match one {
                _ if Some(one) == closing => {
                    self.at += 1;
                    flush(&mut word, &mut plain);
                    return Ok(word);
                }
                '\\' => {
                    self.at += 1;
                    let escaped = self.peek().unwrap_or('\\');
                    let special = matches!(escaped, '$' | '`' | '\\' | '\n') || Some(escaped) == closing;
                    if !special {
                        plain.push('\\');
                    }
                    if escaped != '\n' {
                        plain.push(escaped);
                    }
                    self.at += 1;
                }
                '$' | '`' => match self.dollar(true)? {
                    Some(part) => {
                        flush(&mut word, &mut plain);
                        word.parts.push(part);
                    }
                    None => plain.push(one),
                },
                _ => {
                    plain.push(one);
                    self.at += 1;
                }
            }
        }
        if closing.is_some() {
            return Err(unfinished("unexpected EOF while looking for matching `\"'"));
        }
        flush(&mut word, &mut plain);
        Ok(word)
    }

    /// At a `$` or a backquote; nothing if the character stands for itself.
    fn dollar(&mut self, quoted: bool) -> Read<Option<Part>> {
        let backquote = self.peek() == Some('`');
        self.at += 1;
        if backquote {
            return self.backquoted(quoted).map(Some);
        }
        if self.looks_at("((") {
            let before = self.at;
            self.at += 2;
            if let Ok(inner) = self.arithmetic_text() {
                let word = self.arithmetic_word(&inner)?;
                return Ok(Some(Part::Arithmetic { word, quoted }));
            }
            self.at = before;
        }
        match self.peek() {
            Some('(') => {
                self.at += 1;
                let outputs = std::mem::take(&mut self.outputs);
                let script = self.deeper(|parser| parser.list(&[], Some(')')));
                self.outputs = outputs;
                self.outputs.push(Inner { script: Arc::new(script?), kind: InnerKind::Text });
                self.at += 1;
                Ok(Some(Part::Output { index: self.outputs.len() - 1, quoted }))
            }
            Some('{') => {
                self.at += 1;
                self.braced(quoted).map(Some)
            }
            Some(one) if matches!(one, '?' | '$' | '#' | '@' | '*' | '!' | '-') || one.is_ascii_digit() => {
                self.at += 1;
                Ok(Some(plain_variable(&one.to_string(), quoted)))
            }
            _ => {
                let name = self.name();
                Ok((!name.is_empty()).then(|| plain_variable(&name, quoted)))
            }
        }
    }

    fn name(&mut self) -> String {
        let rest = &self.chars[self.at..];
        let end = rest.iter().position(|one| !is_name(*one)).unwrap_or(rest.len());
        self.at += end;
        rest[..end].iter().collect()
    }

    fn backquoted(&mut self, quoted: bool) -> Read<Part> {
        let mut inner = String::new();
        loop {
            match self.peek() {
                None => return Err(unfinished("unexpected EOF while looking for matching ``'")),
                Some('`') => break,
                Some('\\') if matches!(self.chars.get(self.at + 1), Some('`' | '\\' | '$')) => self.at += 1,
                Some(_) => {}
            }
            inner.extend(self.peek());
            self.at += 1;
        }
        self.at += 1;
        let outputs = std::mem::take(&mut self.outputs);
        let script = self.within(&inner, |parser| parser.list(&[], None));
        self.outputs = outputs;
        self.outputs.push(Inner { script: Arc::new(script?), kind: InnerKind::Text });
        Ok(Part::Output { index: self.outputs.len() - 1, quoted })
    }

    /// After `${`.
    fn braced(&mut self, quoted: bool) -> Read<Part> {
        let begin = self.at;
        let bash = self.dialect.is_bash();
        let length = self.looks_at("#") && !["#}", "#:", "#-", "#%"].iter().any(|text| self.looks_at(text));
        if length {
            self.at += 1;
        }
        let next = self.chars.get(self.at + 1).copied();
        let turned = self.peek() == Some('!') && next.is_some_and(|one| is_name(one) || one == '#');
        if turned {
            self.at += 1;
        }
        let mut name = self.name();
        if name.is_empty() {
            let special = self.peek().filter(|one| matches!(one, '?' | '$' | '#' | '@' | '*' | '!' | '-'));
            name.extend(special);
            self.at += name.len();
        }
        let place = self.place()?;
        let rest = self.up_to_brace()?;
        let bad = |parser: &Self| match bash {
            true => fault(format!("${{{}}}: bad substitution", parser.slice(begin, parser.at - 1))),
            false => fault("bad substitution"),
        };
        if name.is_empty() || (turned && !bash) || (place != Place::Whole && !bash) {
            return Err(bad(self));
        }
        let change = match rest.as_str() {
            _ if length => Change::Length,
            "*" | "@" if turned && place == Place::Whole => Change::Names,
            rest => self.change(rest, quoted)?.ok_or_else(|| bad(self))?,
        };
        let change =
            if turned && change != Change::Names { Change::Turned(Box::new(change)) } else { change };
        Ok(Part::Variable { name, place, change, quoted })
    }

    /// `[...]` after a name.
    fn place(&mut self) -> Read<Place> {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        if rest.first() != Some(&'[') {
            return Ok(Place::Whole);
        }
        let Some(close) = bracket(&rest[1..]) else { return Ok(Place::Whole) };
        let text: String = rest[1..=close].iter().collect();
        self.at += close + 2;
        Ok(match text.as_str() {
            "@" => Place::All,
            "*" => Place::Joined,
            text => Place::At(Box::new(self.within(text, |inner| inner.whole_word(false))?)),
        })
    }

    /// The text up to the matching `}`.
    fn up_to_brace(&mut self) -> Read<String> {
        let begin = self.at;
        let mut open = 0;
        let mut quote = None;
        while let Some(one) = self.peek() {
            match one {
                '\\' => self.at += 1,
                '\'' | '"' if quote.is_none() || quote == Some(one) => {
                    quote = if quote.is_some() { None } else { Some(one) };
                }
                '{' if quote.is_none() => open += 1,
                '}' if quote.is_none() && open == 0 => {
                    self.at += 1;
                    return Ok(self.slice(begin, self.at - 1));
                }
                '}' if quote.is_none() => open -= 1,
                _ => {}
            }
            self.at += 1;
        }
        Err(end_of_file())
    }

    /// None if there is no such change.
    fn change(&mut self, rest: &str, quoted: bool) -> Read<Option<Change>> {
        let (bash, dash) = (self.dialect.is_bash(), self.dialect == Dialect::Dash);
        // A pattern's signs mean what they do, be the whole quoted or not.
        let mut word = |text: &str, quoted: bool| self.within(text, |inner| inner.whole_word(quoted));
        let colon = rest.starts_with(':');
        let bare = rest.strip_prefix(':').unwrap_or(rest);
        let sign = bare.chars().next();
        Ok(Some(match sign {
            None if !colon => Change::None,
            Some(sign @ ('-' | '=' | '?' | '+')) => {
                Change::Instead { sign, colon, word: word(&bare[1..], quoted)? }
            }
            _ if colon && dash => return Ok(None),
            _ if colon => {
                let (offset, length) = match bare.split_once(':') {
                    Some((offset, length)) => (offset, Some(word(length, quoted)?)),
                    None => (bare, None),
                };
                Change::Part { offset: word(offset, quoted)?, length }
            }
            Some(sign @ ('#' | '%')) => {
                let longest = bare[1..].starts_with(sign);
                let pattern = word(&bare[1 + usize::from(longest)..], false)?;
                Change::Trim { end: sign == '%', longest, pattern }
            }
            Some('/') if !dash => {
                let all = bare[1..].starts_with('/');
                let rest = &bare[1 + usize::from(all)..];
                let anchor = rest.chars().next().filter(|one| !all && matches!(one, '#' | '%'));
                let rest = &rest[usize::from(anchor.is_some())..];
                let (pattern, with) = at_slash(rest);
                Change::Replace { all, anchor, pattern: word(pattern, false)?, with: word(with, quoted)? }
            }
            Some(sign @ ('^' | ',' | '~')) if bash => Change::Case { sign, all: bare[1..].starts_with(sign) },
            Some('@') if bash && bare.len() == 2 => Change::As(bare.chars().last().unwrap_or('@')),
            _ => return Ok(None),
        }))
    }

    /// The expression after `=~`, up to a blank that is neither quoted nor in parentheses.
    pub(super) fn regex_word(&mut self) -> Read<Option<Word>> {
        let mut word = Word::default();
        let mut plain = String::new();
        let mut open = 0;
        while let Some(one) = self.peek().filter(|one| open > 0 || !one.is_whitespace()) {
            match one {
                '\'' => {
                    flush(&mut word, &mut plain);
                    let quoted = self.single()?;
                    word.parts.push(text(&quoted, true));
                }
                '"' => {
                    flush(&mut word, &mut plain);
                    self.at += 1;
                    word.parts.extend(self.quoted_text(Some('"'))?.parts);
                }
                '\\' => {
                    plain.push(one);
                    plain.extend(self.chars.get(self.at + 1));
                    self.at += 2;
                }
                '$' if self
                    .chars
                    .get(self.at + 1)
                    .is_some_and(|next| is_name(*next) || *next == '{' || *next == '(') =>
                {
                    flush(&mut word, &mut plain);
                    word.parts.extend(self.dollar(false)?);
                }
                _ => {
                    open += i32::from(one == '(') - i32::from(one == ')');
                    plain.push(one);
                    self.at += 1;
                }
            }
        }
        flush(&mut word, &mut plain);
        Ok(Some(word).filter(|word| !word.parts.is_empty()))
    }

    /// All that is left as one word, blanks and operators too.
    pub(super) fn whole_word(&mut self, quoted: bool) -> Read<Word> {
        if quoted {
            return self.quoted_text(None);
        }
        let mut word = Word::default();
        while self.peek().is_some() {
            match self.word()? {
                Some(more) => word.parts.extend(more.parts),
                None => {
                    word.parts.extend(self.peek().map(|one| text(&one.to_string(), false)));
                    self.at += 1;
                }
            }
        }
        Ok(word)
    }
}

fn plain_variable(name: &str, quoted: bool) -> Part {
    Part::Variable { name: name.to_owned(), place: Place::Whole, change: Change::None, quoted }
}

/// Parts a pattern and what takes its place, at the first slash that is not escaped.
fn at_slash(rest: &str) -> (&str, &str) {
    let mut escaped = false;
    for (at, one) in rest.char_indices() {
        match one {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '/' => return (&rest[..at], &rest[at + 1..]),
            _ => {}
        }
    }
    (rest, "")
}

fn flush(word: &mut Word, plain: &mut String) {
    if !plain.is_empty() {
        word.parts.push(Part::Text { text: std::mem::take(plain), quoted: false });
    }
}

/// The escapes of `$'...'`, `echo -e` and `printf`.
pub fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars().peekable();
    while let Some(one) = chars.next() {
        if one != '\\' {
            plain.push(one);
            continue;
        }
        match chars.next() {
            Some('n') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            Some('r') => plain.push('\r'),
            Some('e' | 'E') => plain.push('\x1b'),
            Some('f') => plain.push('\x0c'),
            Some('v') => plain.push('\x0b'),
            Some(sign @ ('x' | 'u' | 'U')) => {
                let most = if sign == 'x' {
                    2
                } else if sign == 'u' {
                    4
                } else {
                    8
                };
                let (mut code, mut count) = (0u32, 0);
                while let Some(digit) = chars.peek().and_then(|one| one.to_digit(16)).filter(|_| count < most)
                {
                    code = (code << 4) | digit;
                    count += 1;
                    chars.next();
                }
                match count {
                    0 => plain.extend(['\\', sign]),
                    _ => plain.extend(char::from_u32(code)),
                }
            }
            Some(first @ '0'..='7') => {
                let mut code = first.to_digit(8).unwrap_or_default();
                let most = if first == '0' { 3 } else { 2 };
                for _ in 0..most {
                    let Some(digit) = chars.peek().and_then(|one| one.to_digit(8)) else { break };
                    code = code * 8 + digit;
                    chars.next();
                }
                plain.extend(char::from_u32(code));
            }
            Some('a') => plain.push('\x07'),
            Some('b') => plain.push('\x08'),
            Some(other @ ('\\' | '\'' | '"')) => plain.push(other),
            Some(other) => plain.extend(['\\', other]),
            None => plain.push('\\'),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::sh::ast::CommandKind;

    fn words(line: &str) -> Vec<String> {
        let script = parse(line, Dialect::Bash).expect("fine");
        let CommandKind::Simple { words, .. } = &script.items[0].first.commands[0].kind else {
            panic!("not simple")
        };
        let part = |part: &Part| match part {
            Part::Text { text, quoted: false } => text.clone(),
            Part::Text { text, quoted: true } => format!("<{text}>"),
            Part::Variable { name, .. } => format!("${name}"),
            Part::Output { index, .. } => format!("$({index})"),
            Part::Arithmetic { word, .. } => format!("$(({}))", word.parts.len()),
        };
        words.iter().map(|word| word.parts.iter().map(part).collect()).collect()
    }

    #[test]
    fn words_have_quotes_and_variables() {
        assert_eq!(words(r#"a 'b c' "d $e" f\ g # h"#), ["a", "<b c>", "<d >$e", "f< >g"]);
        assert_eq!(words("x ''"), ["x", "<>"]);
        assert_eq!(words("p $(q | r; s)/t `u` $((1 + 2))"), ["p", "$(0)/t", "$(1)", "$((1))"]);
        assert_eq!(words("awk '{print $1}' ${x:-a b}"), ["awk", "<{print $1}>", "$x"]);
        assert_eq!(words("e {1..3} x{a,b}y {}"), ["e", "1", "2", "3", "xay", "xby", "{}"]);
    }
}
