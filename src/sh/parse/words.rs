//! Words: quotes, variables, substitutions.

use std::sync::Arc;

use super::{Parser, Read, end_of_file, fault, is_delimiter, is_name, unfinished};
use crate::sh::ast::{Change, Part, Word};

pub(super) fn text(text: &str, quoted: bool) -> Part {
    Part::Text { text: text.to_owned(), quoted }
}

impl Parser<'_> {
    /// Reads a text that stands inside this one.
    pub(super) fn within<T>(&mut self, text: &str, read: impl FnOnce(&mut Parser<'_>) -> Read<T>) -> Read<T> {
        let chars: Vec<char> = text.chars().collect();
        let outputs = std::mem::take(&mut self.outputs);
        let mut inner =
            Parser { chars: &chars, at: 0, depth: self.depth, outputs, bodies: None, counted: (0, 1) };
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
            word.parts.push(Part::Variable { name: "HOME".into(), change: Change::None, quoted: true });
        }
        while let Some(one) = self.peek().filter(|one| !is_delimiter(*one)) {
            match one {
                '\'' => {
                    flush(&mut word, &mut plain);
                    let quoted = self.single()?;
                    word.parts.push(text(&quoted, true));
                }
                '"' => {
                    flush(&mut word, &mut plain);
                    self.at += 1;
                    let quoted = self.quoted_text(Some('"'))?;
                    word.parts.push(text("", true));
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
                '$' if self.looks_at("$'") => {
                    flush(&mut word, &mut plain);
                    self.at += 1;
                    let quoted = self.single()?;
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
                self.outputs.push(Arc::new(script?));
                self.at += 1;
                Ok(Some(Part::Output { index: self.outputs.len() - 1, quoted }))
            }
            Some('{') => {
                self.at += 1;
                self.braced(quoted).map(Some)
            }
            Some(one) if matches!(one, '?' | '$' | '#' | '@' | '*' | '!' | '-') || one.is_ascii_digit() => {
                self.at += 1;
                Ok(Some(Part::Variable { name: one.to_string(), change: Change::None, quoted }))
            }
            _ => {
                let name = self.name();
                Ok((!name.is_empty()).then_some(Part::Variable { name, change: Change::None, quoted }))
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
        self.outputs.push(Arc::new(script?));
        Ok(Part::Output { index: self.outputs.len() - 1, quoted })
    }

    /// After `${`.
    fn braced(&mut self, quoted: bool) -> Read<Part> {
        let length = self.looks_at("#") && !self.looks_at("#}");
        if length {
            self.at += 1;
        }
        let mut name = self.name();
        if name.is_empty() {
            let special = self.peek().filter(|one| matches!(one, '?' | '$' | '#' | '@' | '*' | '!'));
            name.extend(special);
            self.at += name.len();
        }
        if name.is_empty() {
            return Err(fault("bad substitution"));
        }
        let rest = self.up_to_brace()?;
        let change = if length { Change::Length } else { self.change(&rest, quoted)? };
        Ok(Part::Variable { name, change, quoted })
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

    fn change(&mut self, rest: &str, quoted: bool) -> Read<Change> {
        let mut word = |text: &str| self.within(text, |inner| inner.whole_word(quoted));
        let colon = rest.starts_with(':');
        let bare = rest.strip_prefix(':').unwrap_or(rest);
        let sign = bare.chars().next();
        Ok(match sign {
            None if !colon => Change::None,
            Some(sign @ ('-' | '=' | '?' | '+')) => Change::Instead { sign, colon, word: word(&bare[1..])? },
            _ if colon => {
                let (offset, length) = match bare.split_once(':') {
                    Some((offset, length)) => (offset, Some(word(length)?)),
                    None => (bare, None),
                };
                Change::Part { offset: word(offset)?, length }
            }
            Some(sign @ ('#' | '%')) => {
                let longest = bare[1..].starts_with(sign);
                let pattern = word(&bare[1 + usize::from(longest)..])?;
                Change::Trim { end: sign == '%', longest, pattern }
            }
            Some('/') => {
                let all = bare[1..].starts_with('/');
                let rest = &bare[1 + usize::from(all)..];
                let (pattern, with) = rest.split_once('/').unwrap_or((rest, ""));
                Change::Replace { all, pattern: word(pattern)?, with: word(with)? }
            }
            Some(sign @ ('^' | ',')) => Change::Case { upper: sign == '^' },
            _ => return Err(fault("bad substitution")),
        })
    }

    /// All that is left as one word, blanks and operators too.
    fn whole_word(&mut self, quoted: bool) -> Read<Word> {
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
            Some('e') => plain.push('\x1b'),
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
        let script = parse(line).expect("fine");
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
        assert_eq!(words(r#"a 'b c' "d $e" f\ g # h"#), ["a", "<b c>", "<><d >$e", "f< >g"]);
        assert_eq!(words("x ''"), ["x", "<>"]);
        assert_eq!(words("p $(q | r; s)/t `u` $((1 + 2))"), ["p", "$(0)/t", "$(1)", "$((1))"]);
        assert_eq!(words("awk '{print $1}' ${x:-a b}"), ["awk", "<{print $1}>", "$x"]);
        assert_eq!(words("e {1..3} x{a,b}y {}"), ["e", "1", "2", "3", "xay", "xby", "{}"]);
    }
}
