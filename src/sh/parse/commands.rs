//! Commands: simple ones, and `if`, `while`, `until`, `for`, `case`, groups, functions, `[[` and `((`.

use std::sync::Arc;

use super::{Parser, Read, end_of_file, fault, is_delimiter, is_variable, unexpected, words};
use crate::sh::ast::{Assignment, Command, CommandKind, Script, Word};

/// Words that mean nothing where a command begins.
const MISPLACED: [&str; 9] = ["then", "else", "elif", "fi", "do", "done", "esac", "in", "}"];

impl Parser<'_> {
    pub(super) fn command(&mut self) -> Read<Command> {
        self.blanks();
        let outputs = std::mem::take(&mut self.outputs);
        let read = self.deeper(|parser| {
            let line = parser.line();
            let kind = parser.kind()?;
            let is_simple = matches!(kind, CommandKind::Simple { .. });
            let is_function = matches!(kind, CommandKind::Function { .. });
            let mut command = Command { kind, redirects: Vec::new(), line, outputs: Vec::new() };
            if is_simple {
                parser.simple(&mut command)?;
            }
            parser.blanks();
            if is_simple || is_function {
                return Ok(command);
            }
            while let Some(redirect) = parser.redirect()? {
                command.redirects.push(redirect);
                parser.blanks();
            }
            Ok(command)
        });
        let own = std::mem::replace(&mut self.outputs, outputs);
        let mut command = read?;
        command.outputs = own;
        Ok(command)
    }

    /// What kind of command begins here; a simple one is still to be read.
    fn kind(&mut self) -> Read<CommandKind> {
        if self.looks_at("((") {
            self.at += 2;
            let text = self.arithmetic_text()?;
            return Ok(CommandKind::Arithmetic(self.arithmetic_word(&text)?));
        }
        if self.take("(") {
            let body = self.list(&[], Some(')'))?;
            self.expect_char(')')?;
            return Ok(CommandKind::Subshell(Arc::new(body)));
        }
        let word = self.raw();
        match word.as_str() {
            "{" => {
                self.at += 1;
                Ok(CommandKind::Group(self.body("}")?))
            }
            "if" => self.if_command(),
            "while" | "until" => self.while_command(word == "until"),
            "for" => self.for_command(),
            "case" => self.case_command(),
            "[[" => self.test_command(),
            "function" => {
                self.at += word.len();
                self.blanks();
                let name = self.raw();
                self.function(&name)
            }
            word if MISPLACED.contains(&word) => Err(unexpected(word)),
            word if self.begins_function(word) => self.function(word),
            _ => Ok(CommandKind::Simple { assignments: Vec::new(), words: Vec::new() }),
        }
    }

    fn expect_char(&mut self, wanted: char) -> Read<()> {
        match self.peek() {
            Some(one) if one == wanted => {
                self.at += 1;
                Ok(())
            }
            None => Err(end_of_file()),
            Some(_) => Err(unexpected(self.next_token())),
        }
    }

    /// A list, and the word that ends it.
    fn body(&mut self, stop: &str) -> Read<Arc<Script>> {
        let list = self.list(&[stop], None)?;
        self.keyword(stop)?;
        Ok(Arc::new(list))
    }

    fn keyword(&mut self, wanted: &str) -> Read<()> {
        self.gaps();
        if self.raw() != wanted {
            return Err(if self.peek().is_none() { end_of_file() } else { unexpected(self.next_token()) });
        }
        self.at += wanted.chars().count();
        Ok(())
    }

    fn if_command(&mut self) -> Read<CommandKind> {
        self.at += 2;
        let mut arms = Vec::new();
        let mut otherwise = None;
        loop {
            let condition = self.body("then")?;
            let body = Arc::new(self.list(&["elif", "else", "fi"], None)?);
            arms.push((condition, body));
            match self.raw().as_str() {
                "elif" => self.at += 4,
                "else" => {
                    self.at += 4;
                    otherwise = Some(self.body("fi")?);
                    break;
                }
                _ => {
                    self.keyword("fi")?;
                    break;
                }
            }
        }
        Ok(CommandKind::If { arms, otherwise })
    }

    fn while_command(&mut self, until: bool) -> Read<CommandKind> {
        self.at += 5;
        let condition = self.body("do")?;
        let body = self.body("done")?;
        Ok(CommandKind::While { until, condition, body })
    }

    fn for_command(&mut self) -> Read<CommandKind> {
        self.at += 3;
        self.blanks();
        if self.take("((") {
            return self.count_command();
        }
        let name = self.raw();
        if !is_variable(&name) {
            return Err(match self.peek() {
                None => end_of_file(),
                Some(_) => fault(format!("`{name}': not a valid identifier")),
            });
        }
        self.at += name.len();
        self.lines();
        let mut words = None;
        if self.raw() == "in" {
            self.at += 2;
            words = Some(self.words()?);
        }
        self.keyword("do")?;
        let body = self.body("done")?;
        Ok(CommandKind::For { name, words, body })
    }

    fn words(&mut self) -> Read<Vec<Word>> {
        let mut words = Vec::new();
        loop {
            self.blanks();
            match self.word()? {
                Some(word) => words.extend(super::braces::expand(word)),
                None => return Ok(words),
            }
        }
    }

    fn count_command(&mut self) -> Read<CommandKind> {
        let text = self.arithmetic_text()?;
        let mut parts = text.splitn(3, ';').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        let texts = [next(), next(), next()];
        let begin = self.arithmetic_word(&texts[0])?;
        let condition = self.arithmetic_word(&texts[1])?;
        let step = self.arithmetic_word(&texts[2])?;
        self.keyword("do")?;
        let body = self.body("done")?;
        Ok(CommandKind::Count { begin, condition, step, body })
    }

    fn case_command(&mut self) -> Read<CommandKind> {
        self.at += 4;
        let word = self.target()?;
        self.keyword("in")?;
        let mut arms = Vec::new();
        loop {
            self.gaps();
            if self.raw() == "esac" {
                self.at += 4;
                return Ok(CommandKind::Case { word, arms });
            }
            if self.peek().is_none() {
                return Err(end_of_file());
            }
            self.take("(");
            let mut patterns = vec![self.target()?];
            self.blanks();
            while self.take("|") {
                patterns.push(self.target()?);
                self.blanks();
            }
            self.expect_char(')')?;
            let body = self.list(&["esac"], None)?;
            self.take(";;");
            arms.push((patterns, Arc::new(body)));
        }
    }

    fn test_command(&mut self) -> Read<CommandKind> {
        self.at += 2;
        let mut words: Vec<Word> = Vec::new();
        loop {
            self.lines();
            if self.raw() == "]]" {
                self.at += 2;
                return Ok(CommandKind::Test(words));
            }
            let operator = ["&&", "||", "(", ")", "<", ">"].into_iter().find(|one| self.take(one));
            let is_pattern = words.last().is_some_and(|last| last.parts == [words::text("=~", false)]);
            let word = match operator {
                Some(operator) if !is_pattern => Some(Word { parts: vec![words::text(operator, false)] }),
                Some(operator) => {
                    self.at -= operator.len();
                    self.word_until(|one| one.is_whitespace())?
                }
                None if is_pattern => self.word_until(|one| one.is_whitespace())?,
                None => self.word()?,
            };
            match word {
                Some(word) => words.push(word),
                None if self.peek().is_none() => return Err(end_of_file()),
                None => return Err(unexpected(self.next_token())),
            }
        }
    }

    fn begins_function(&self, word: &str) -> bool {
        let rest = &self.chars[self.at + word.chars().count()..];
        let rest = rest.iter().filter(|one| !matches!(one, ' ' | '\t')).take(2);
        !word.is_empty() && word.chars().all(|one| super::is_name(one) || one == '-') && rest.eq(&['(', ')'])
    }

    fn function(&mut self, name: &str) -> Read<CommandKind> {
        self.at += name.chars().count();
        self.blanks();
        if self.take("(") {
            self.blanks();
            self.expect_char(')')?;
        }
        self.lines();
        if self.peek().is_none() {
            return Err(end_of_file());
        }
        let body = Arc::new(self.command()?);
        Ok(CommandKind::Function { name: name.to_owned(), body })
    }

    fn simple(&mut self, command: &mut Command) -> Read<()> {
        let (mut assignments, mut all) = (Vec::new(), Vec::new());
        loop {
            self.blanks();
            if let Some(redirect) = self.redirect()? {
                command.redirects.push(redirect);
                continue;
            }
            if all.is_empty()
                && let Some((name, appends)) = self.assignment()
            {
                let value = self.word()?.unwrap_or_default();
                assignments.push(Assignment { name, appends, value });
                continue;
            }
            match self.word()? {
                Some(word) => all.extend(super::braces::expand(word)),
                None => break,
            }
        }
        if all.is_empty() && assignments.is_empty() && command.redirects.is_empty() {
            return Err(if self.peek().is_none() { end_of_file() } else { unexpected(self.next_token()) });
        }
        command.kind = CommandKind::Simple { assignments, words: all };
        Ok(())
    }

    fn assignment(&mut self) -> Option<(String, bool)> {
        let rest = &self.chars[self.at..];
        let end = rest.iter().position(|one| !super::is_name(*one))?;
        let appends = rest[end] == '+';
        let name: String = rest[..end].iter().collect();
        if rest.get(end + usize::from(appends)) != Some(&'=') || !is_variable(&name) {
            return None;
        }
        self.at += end + 1 + usize::from(appends);
        Some((name, appends))
    }

    /// After `((`: the text up to the matching `))`.
    pub(super) fn arithmetic_text(&mut self) -> Read<String> {
        let begin = self.at;
        let mut open = 0;
        while let Some(one) = self.peek() {
            match one {
                '(' => open += 1,
                ')' if open == 0 && self.looks_at("))") => {
                    let text = self.slice(begin, self.at);
                    self.at += 2;
                    return Ok(text);
                }
                ')' => open -= 1,
                _ => {}
            }
            self.at += 1;
        }
        Err(end_of_file())
    }

    pub(super) fn arithmetic_word(&mut self, text: &str) -> Read<Word> {
        self.within(text, |inner| inner.quoted_text(None))
    }

    /// A word that only these characters end.
    fn word_until(&mut self, ends: fn(char) -> bool) -> Read<Option<Word>> {
        let begin = self.at;
        let mut quote = None;
        while let Some(one) = self.peek().filter(|one| quote.is_some() || !ends(*one)) {
            if matches!(one, '\'' | '"') {
                quote = if quote == Some(one) { None } else { quote.or(Some(one)) };
            }
            self.at += 1;
        }
        let text = self.slice(begin, self.at);
        if text.chars().all(|one| !is_delimiter(one)) {
            self.at = begin;
            return self.word();
        }
        self.within(&text, |inner| inner.quoted_text(None)).map(Some)
    }
}
