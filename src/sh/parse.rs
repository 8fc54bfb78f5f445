//! From text to `ast::Script`: POSIX Shell Command Language 2.2 (quoting), 2.3 (tokens), 2.10 (grammar), as far as the
//! module's head says.

use std::sync::Arc;

use super::LIMIT_DEPTH;
use super::ast::{AndOr, Command, Joint, Part, Pipeline, Redirect, RedirectKind, Script, Word};

/// Reads a command line, or several lines; the error is the shell's own.
pub fn parse(text: &str) -> Result<Script, String> {
    let chars: Vec<char> = text.chars().collect();
    let mut parser = Parser { chars: &chars, at: 0, depth: 0 };
    let script = parser.script(None)?;
    match parser.peek() {
        None => Ok(script),
        Some(other) => Err(unexpected(other)),
    }
}

fn unexpected(token: impl std::fmt::Display) -> String {
    format!("syntax error near unexpected token `{token}'")
}

struct Parser<'a> {
    chars: &'a [char],
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn looks_at(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(offset, wanted)| self.chars.get(self.at + offset) == Some(&wanted))
    }

    fn take(&mut self, text: &str) -> bool {
        let there = self.looks_at(text);
        if there {
            self.at += text.len();
        }
        there
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t')) || self.looks_at("\\\n") {
            self.at += if self.looks_at("\\\n") { 2 } else { 1 };
        }
        if self.peek() == Some('#') {
            while self.peek().is_some_and(|one| one != '\n') {
                self.at += 1;
            }
        }
    }

    fn gaps(&mut self) {
        self.blanks();
        while matches!(self.peek(), Some('\n' | ';')) && !self.looks_at(";;") {
            self.at += 1;
            self.blanks();
        }
    }

    /// Everything up to the closing character or the end.
    fn script(&mut self, closing: Option<char>) -> Result<Script, String> {
        let mut items = Vec::new();
        loop {
            self.gaps();
            match self.peek() {
                None if closing.is_none() => return Ok(Script { items }),
                None => return Err("syntax error: unexpected end of file".into()),
                Some(one) if Some(one) == closing => return Ok(Script { items }),
                Some(_) => items.push(self.and_or()?),
            }
            self.blanks();
            match self.peek() {
                None | Some('\n' | ';') => {}
                Some(one) if Some(one) == closing => {}
                Some('&') => return Err("background jobs are not simulated yet: leave out the `&`".into()),
                Some(other) => return Err(unexpected(other)),
            }
        }
    }

    fn and_or(&mut self) -> Result<AndOr, String> {
        let first = self.pipeline()?;
        let mut rest = Vec::new();
        loop {
            self.blanks();
            let joint = match () {
                () if self.take("&&") => Joint::And,
                () if self.take("||") => Joint::Or,
                () => return Ok(AndOr { first, rest }),
            };
            while matches!(self.peek(), Some('\n' | ' ' | '\t')) {
                self.at += 1;
            }
            rest.push((joint, self.pipeline()?));
        }
    }

    fn pipeline(&mut self) -> Result<Pipeline, String> {
        self.blanks();
        let negated = self.take("! ");
        let mut commands = vec![self.command()?];
        loop {
            self.blanks();
            if self.looks_at("||") || !self.take("|") {
                return Ok(Pipeline { negated, commands });
            }
            while matches!(self.peek(), Some('\n' | ' ' | '\t')) {
                self.at += 1;
            }
            commands.push(self.command()?);
        }
    }

    fn command(&mut self) -> Result<Command, String> {
        let mut command = Command::default();
        loop {
            self.blanks();
            if let Some(kind) = self.redirect() {
                let target = match kind {
                    RedirectKind::ErrorsToOutput => Word::default(),
                    _ => {
                        self.blanks();
                        self.word()?.ok_or_else(|| unexpected(self.next_token()))?
                    }
                };
                command.redirects.push(Redirect { kind, target });
                continue;
            }
            if command.words.is_empty()
                && let Some(name) = self.assignment()
            {
                let value = self.word()?.unwrap_or_default();
                command.assignments.push((name, value));
                continue;
            }
            match self.word()? {
                Some(word) => command.words.push(word),
                None => break,
            }
        }
        let empty =
            command.words.is_empty() && command.assignments.is_empty() && command.redirects.is_empty();
        if empty { Err(unexpected(self.next_token())) } else { Ok(command) }
    }

    fn next_token(&self) -> String {
        match self.peek() {
            None | Some('\n') => "newline".into(),
            Some(one) => one.to_string(),
        }
    }

    fn redirect(&mut self) -> Option<RedirectKind> {
        let all = [
            ("2>&1", RedirectKind::ErrorsToOutput),
            ("2>", RedirectKind::WriteErrors),
            (">>", RedirectKind::Append),
            (">", RedirectKind::Write),
            ("<", RedirectKind::Read),
        ];
        if self.looks_at("<<") {
            return None;
        }
        all.into_iter().find(|(text, _)| self.take(text)).map(|(_, kind)| kind)
    }

    fn assignment(&mut self) -> Option<String> {
        let rest = &self.chars[self.at..];
        let end = rest.iter().position(|one| !is_name(*one))?;
        let begins = rest.first().is_some_and(|one| !one.is_ascii_digit());
        if rest.get(end) != Some(&'=') || end == 0 || !begins {
            return None;
        }
        self.at += end + 1;
        Some(rest[..end].iter().collect())
    }

    fn word(&mut self) -> Result<Option<Word>, String> {
        let mut word = Word::default();
        let mut text = String::new();
        while let Some(one) = self.peek() {
            match one {
                ' ' | '\t' | '\n' | ';' | '&' | '|' | '>' | ')' | '(' => break,
                '<' if self.looks_at("<<") => return Err("here-documents are not simulated yet".into()),
                '<' => break,
                '\'' => {
                    self.flush(&mut word, &mut text);
                    let quoted = self.single()?;
                    word.parts.push(Part::Text { text: quoted, quoted: true });
                }
                '"' => {
                    self.flush(&mut word, &mut text);
                    self.double(&mut word)?;
                }
                '\\' => {
                    self.at += 1;
                    if let Some(escaped) = self.peek() {
                        self.at += 1;
                        self.flush(&mut word, &mut text);
                        word.parts.push(Part::Text { text: escaped.to_string(), quoted: true });
                    }
                }
                '$' | '`' => match self.dollar(false)? {
                    Some(part) => {
                        self.flush(&mut word, &mut text);
                        word.parts.push(part);
                    }
                    None => text.push(one),
                },
                _ => {
                    text.push(one);
                    self.at += 1;
                }
            }
        }
        self.flush(&mut word, &mut text);
        Ok(Some(word).filter(|word| !word.parts.is_empty()))
    }

    fn flush(&self, word: &mut Word, text: &mut String) {
        if !text.is_empty() {
            word.parts.push(Part::Text { text: std::mem::take(text), quoted: false });
        }
    }

    fn single(&mut self) -> Result<String, String> {
        self.at += 1;
        let begin = self.at;
        while let Some(one) = self.peek() {
            self.at += 1;
            if one == '\'' {
                return Ok(self.chars[begin..self.at - 1].iter().collect());
            }
        }
        Err("unexpected EOF while looking for matching `''".into())
    }

    fn double(&mut self, word: &mut Word) -> Result<(), String> {
        self.at += 1;
        let mut text = String::new();
        let quoted = |text: &mut String| Part::Text { text: std::mem::take(text), quoted: true };
        while let Some(one) = self.peek() {
            match one {
                '"' => {
                    self.at += 1;
                    word.parts.push(quoted(&mut text));
                    return Ok(());
                }
                '\\' => {
                    self.at += 1;
                    let escaped = self.peek().unwrap_or('\\');
                    if !matches!(escaped, '$' | '`' | '"' | '\\' | '\n') {
                        text.push('\\');
                    }
                    if escaped != '\n' {
                        text.push(escaped);
                    }
                    self.at += 1;
                }
                '$' | '`' => match self.dollar(true)? {
                    Some(part) => {
                        word.parts.push(quoted(&mut text));
                        word.parts.push(part);
                    }
                    None => text.push(one),
                },
                _ => {
                    text.push(one);
                    self.at += 1;
                }
            }
        }
        Err("unexpected EOF while looking for matching `\"'".into())
    }

    /// After a `$` or a backquote; nothing if the character stands for itself.
    fn dollar(&mut self, quoted: bool) -> Result<Option<Part>, String> {
        if self.peek() == Some('`') {
            self.at += 1;
            return self.output('`', quoted).map(Some);
        }
        self.at += 1;
        match self.peek() {
            Some('(') => {
                self.at += 1;
                self.output(')', quoted).map(Some)
            }
            Some('{') => {
                self.at += 1;
                let name = self.name();
                if name.is_empty() || !self.take("}") {
                    return Err("bad substitution".into());
                }
                Ok(Some(Part::Variable { name, quoted }))
            }
            Some('?' | '$' | '#') => {
                let name = self.peek().into_iter().collect();
                self.at += 1;
                Ok(Some(Part::Variable { name, quoted }))
            }
            _ => {
                let name = self.name();
                Ok((!name.is_empty()).then_some(Part::Variable { name, quoted }))
            }
        }
    }

    fn name(&mut self) -> String {
        let rest = &self.chars[self.at..];
        let end = rest.iter().position(|one| !is_name(*one)).unwrap_or(rest.len());
        self.at += end;
        rest[..end].iter().collect()
    }

    fn output(&mut self, closing: char, quoted: bool) -> Result<Part, String> {
        self.depth += 1;
        if self.depth > LIMIT_DEPTH {
            return Err(format!("more than {LIMIT_DEPTH} substitutions within one another"));
        }
        let script = Arc::new(self.script(Some(closing))?);
        self.at += 1;
        self.depth -= 1;
        Ok(Part::Output { script, quoted })
    }
}

fn is_name(one: char) -> bool {
    one.is_ascii_alphanumeric() || one == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let script = parse(text).expect("fine");
        let command = &script.items[0].first.commands[0];
        let part = |part: &Part| match part {
            Part::Text { text, quoted: false } => text.clone(),
            Part::Text { text, quoted: true } => format!("<{text}>"),
            Part::Variable { name, .. } => format!("${name}"),
            Part::Output { script, .. } => format!("$({})", script.items.len()),
        };
        command.words.iter().map(|word| word.parts.iter().map(part).collect()).collect()
    }

    #[test]
    fn words_have_quotes_and_variables() {
        assert_eq!(words(r#"a 'b c' "d $e" f\ g # h"#), ["a", "<b c>", "<d >$e<>", "f< >g"]);
        assert_eq!(words("x ''"), ["x", "<>"]);
        assert_eq!(words("p $(q | r; s)/t"), ["p", "$(2)/t"]);
        assert_eq!(words("awk '{print $1}'"), ["awk", "<{print $1}>"]);
    }

    #[test]
    fn lines_have_joints_pipes_and_redirects() {
        let script = parse("a=1 b | c >x 2>&1 && ! d || e\nf;").expect("fine");
        assert_eq!(script.items.len(), 2);
        let first = &script.items[0];
        assert_eq!(first.first.commands[1].redirects.len(), 2);
        assert_eq!(first.rest.iter().map(|(joint, _)| *joint).collect::<Vec<_>>(), [Joint::And, Joint::Or]);
        assert!(first.rest[0].1.negated);
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(parse("a |").unwrap_err(), "syntax error near unexpected token `newline'");
        assert_eq!(parse("a 'b").unwrap_err(), "unexpected EOF while looking for matching `''");
        assert_eq!(parse("a )").unwrap_err(), "syntax error near unexpected token `)'");
        assert_eq!(parse("$(a").unwrap_err(), "syntax error: unexpected end of file");
        assert!(parse(&"$(".repeat(100)).is_err());
    }
}
