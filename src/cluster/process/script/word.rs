//! Reads words: quotes, variables, `$(...)` and `$((...))`. POSIX Shell Command Language 2.2 and 2.6.

use super::{Parser, Part, Word, nested};

impl Parser {
    pub(super) fn word(&mut self) -> Result<Option<Word>, String> {
        let mut word = Word::default();
        let mut text = String::new();
        while let Some(one) = self.peek() {
            match one {
                ' ' | '\t' | '\n' | '\r' | ';' | '&' | '|' | '>' | '<' | ')' | '(' => break,
                '\'' => {
                    flush(&mut word, &mut text, false);
                    text = self.single()?;
                    flush_always(&mut word, &mut text);
                }
                '"' => {
                    flush(&mut word, &mut text, false);
                    self.double(&mut word)?;
                }
                '\\' => {
                    flush(&mut word, &mut text, false);
                    text.extend(self.chars.get(self.at + 1));
                    flush_always(&mut word, &mut text);
                    self.at += 2;
                }
                '$' | '`' => match self.dollar(false)? {
                    Some(part) => {
                        flush(&mut word, &mut text, false);
                        word.0.push(part);
                    }
                    None => text.push('$'),
                },
                _ => {
                    text.push(one);
                    self.at += 1;
                }
            }
        }
        flush(&mut word, &mut text, false);
        Ok(Some(word).filter(|word| !word.0.is_empty()))
    }

    fn single(&mut self) -> Result<String, String> {
        let rest = &self.chars[self.at + 1..];
        let end =
            rest.iter().position(|one| *one == '\'').ok_or("syntax error: unterminated quoted string")?;
        let text = rest[..end].iter().collect();
        self.at += end + 2;
        Ok(text)
    }

    fn double(&mut self, word: &mut Word) -> Result<(), String> {
        self.at += 1;
        let mut text = String::new();
        while let Some(one) = self.peek() {
            match one {
                '"' => {
                    self.at += 1;
                    flush_always(word, &mut text);
                    return Ok(());
                }
                '\\' => {
                    let next = self.chars.get(self.at + 1).copied().unwrap_or('\\');
                    if !matches!(next, '$' | '`' | '"' | '\\' | '\n') {
                        text.push('\\');
                    }
                    if next != '\n' {
                        text.push(next);
                    }
                    self.at += 2;
                }
                '$' | '`' => match self.dollar(true)? {
                    Some(part) => {
                        flush(word, &mut text, true);
                        word.0.push(part);
                    }
                    None => text.push('$'),
                },
                _ => {
                    text.push(one);
                    self.at += 1;
                }
            }
        }
        Err("syntax error: unterminated quoted string".into())
    }

    /// After a `$` or a backquote; none if the character stands for itself.
    fn dollar(&mut self, quoted: bool) -> Result<Option<Part>, String> {
        if self.take("`") {
            let inner = self.until(|one, _| one == '`')?;
            return Ok(Some(Part::Output { steps: nested(&inner, self.depth + 1)?, quoted }));
        }
        self.at += 1;
        if self.take("((") {
            let mut open = 2;
            let inner = self.until(|one, _| {
                open += i32::from(one == '(') - i32::from(one == ')');
                open == 0
            })?;
            return Ok(Some(Part::Sum(inner.trim_end_matches(')').to_owned())));
        }
        if self.take("(") {
            let mut open = 1;
            let inner = self.until(|one, quote| {
                open += if quote { 0 } else { i32::from(one == '(') - i32::from(one == ')') };
                open == 0
            })?;
            return Ok(Some(Part::Output { steps: nested(&inner, self.depth + 1)?, quoted }));
        }
        if self.take("{") {
            let inner = self.until(|one, _| one == '}')?;
            let end =
                inner.find(|one: char| !one.is_ascii_alphanumeric() && one != '_').unwrap_or(inner.len());
            let (name, rest) = inner.split_at(end);
            let rest = rest.strip_prefix(':').unwrap_or(rest);
            let other = rest.chars().next().map(|sign| (sign, rest[sign.len_utf8()..].to_owned()));
            return Ok(Some(Part::Variable { name: name.to_owned(), other, quoted }));
        }
        let rest = &self.chars[self.at.min(self.chars.len())..];
        let name: String = match rest.first() {
            Some(one @ ('?' | '$' | '#' | '@' | '*' | '0'..='9' | '!')) => one.to_string(),
            _ => rest.iter().take_while(|one| one.is_ascii_alphanumeric() || **one == '_').collect(),
        };
        self.at += name.len();
        Ok((!name.is_empty()).then_some(Part::Variable { name, other: None, quoted }))
    }

    /// Text up to where `ends` says so; that character is taken too.
    fn until(&mut self, mut ends: impl FnMut(char, bool) -> bool) -> Result<String, String> {
        let begin = self.at;
        let mut quote = None;
        while let Some(one) = self.peek() {
            self.at += 1;
            if ends(one, quote.is_some()) {
                return Ok(self.chars[begin..self.at - 1].iter().collect());
            }
            quote = match quote {
                Some(open) => Some(open).filter(|open| *open != one),
                None => Some(one).filter(|one| matches!(one, '\'' | '"')),
            };
        }
        Err("syntax error: unexpected end of file".into())
    }
}

fn flush(word: &mut Word, text: &mut String, quoted: bool) {
    if !text.is_empty() {
        word.0.push(Part::Text { text: std::mem::take(text), quoted });
    }
}

fn flush_always(word: &mut Word, text: &mut String) {
    word.0.push(Part::Text { text: std::mem::take(text), quoted: true });
}
