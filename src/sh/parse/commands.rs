//! Commands: simple ones, and `if`, `while`, `until`, `for`, `case`, groups, functions, `[[` and `((`.

use std::sync::Arc;

use super::{Parser, Read, end_of_file, fault, is_variable, unexpected, words};
use crate::sh::ast::{Arm, Assignment, Command, CommandKind, Part, Script, Then, Word};
use crate::sh::dialect::Dialect;

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
        if self.dialect.is_bash() && self.looks_at("((") {
            let before = self.at;
            self.at += 2;
            if let Ok(text) = self.arithmetic_text() {
                return Ok(CommandKind::Arithmetic(self.arithmetic_word(&text)?));
            }
            // Two subshells that begin together.
            self.at = before;
        }
        if self.take("(") {
            let body = self.list(&[], Some(')'))?;
            if body.items.is_empty() {
                return Err(unexpected(self.next_token()));
            }
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
            "[[" if self.dialect.is_bash() => self.test_command(),
            "select" if self.dialect.is_bash() => {
                Err(fault("select: menus are not simulated; read and case do the same"))
            }
            "function" if self.dialect != Dialect::Dash => {
                self.at += word.len();
                self.blanks();
                let name = self.raw();
                self.function(&name)
            }
            word if MISPLACED.contains(&word) => Err(unexpected(word)),
            word if self.begins_function(word) => self.function(word),
            _ => Ok(CommandKind::Simple { assignments: Vec::new(), words: Vec::new(), lists: Vec::new() }),
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
        if list.items.is_empty() {
            return Err(if self.peek().is_none() { end_of_file() } else { unexpected(self.next_token()) });
        }
        self.keyword(stop)?;
        Ok(Arc::new(list))
    }

    fn keyword(&mut self, wanted: &str) -> Read<()> {
        self.lines();
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
            if body.items.is_empty() && self.peek().is_some() {
                return Err(unexpected(self.next_token()));
            }
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
        if self.dialect.is_bash() && self.take("((") {
            return self.count_command();
        }
        let name = self.raw();
        if !is_variable(&name) {
            return Err(match self.peek() {
                None => end_of_file(),
                Some(_) if self.dialect.is_bash() => fault(format!("`{name}': not a valid identifier")),
                Some(_) => fault("bad for loop variable"),
            });
        }
        self.at += name.len();
        self.lines();
        let mut words = None;
        if self.raw() == "in" {
            self.at += 2;
            words = Some(self.words()?);
        }
        self.blanks();
        self.take(";");
        self.keyword("do")?;
        let body = self.body("done")?;
        Ok(CommandKind::For { name, words, body })
    }

    fn words(&mut self) -> Read<Vec<Word>> {
        let mut words = Vec::new();
        loop {
            self.blanks();
            match self.word()? {
                Some(word) => words.extend(self.braces(word)),
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
        self.blanks();
        self.take(";");
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
            self.lines();
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
            let body = Arc::new(self.list(&["esac"], None)?);
            let then = match () {
                () if self.take(";;&") => Then::Test,
                () if self.take(";&") => Then::Body,
                () => {
                    self.take(";;");
                    Then::Over
                }
            };
            arms.push(Arm { patterns, body, then });
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
                    self.regex_word()?
                }
                None if is_pattern => self.regex_word()?,
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
        let (mut assignments, mut all, mut lists) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            self.blanks();
            if let Some(redirect) = self.redirect()? {
                command.redirects.push(redirect);
                continue;
            }
            let declares = is_declaration(all.first());
            if (all.is_empty() || declares)
                && let Some(assignment) = self.assignment(declares)?
            {
                if declares {
                    all.push(Word { parts: vec![words::text(&assignment.name, true)] });
                    lists.push(assignment);
                } else {
                    assignments.push(assignment);
                }
                continue;
            }
            let assigns = declares && self.assigns();
            match self.word()? {
                Some(word) if assigns => all.push(unsplit(word)),
                Some(word) => all.extend(self.braces(word)),
                None => break,
            }
        }
        if self.peek() == Some('(') && all.len() == 1 && assignments.is_empty() {
            // It would be a function.
            self.at += 1;
            self.blanks();
            return Err(match self.dialect {
                Dialect::Bash | Dialect::BashScript => unexpected(self.next_token()),
                _ if self.peek().is_none() => fault("syntax error: unexpected end of file (expecting \")\")"),
                _ => fault("syntax error: unexpected word (expecting \")\")"),
            });
        }
        if all.is_empty() && assignments.is_empty() && command.redirects.is_empty() {
            return Err(if self.peek().is_none() { end_of_file() } else { unexpected(self.next_token()) });
        }
        command.kind = CommandKind::Simple { assignments, words: all, lists };
        Ok(())
    }

    /// Braces mean something in bash alone.
    fn braces(&self, word: Word) -> Vec<Word> {
        if self.dialect.is_bash() { super::braces::expand(word) } else { vec![word] }
    }

    /// A name with `=` behind it stands here.
    fn assigns(&self) -> bool {
        let rest = &self.chars[self.at..];
        let end = rest.iter().position(|one| !super::is_name(*one)).unwrap_or(rest.len());
        end > 0 && rest.get(end) == Some(&'=')
    }

    /// `name=value`, `name+=value`, `name[at]=value`, `name=(...)`; only the last if it must be a list.
    fn assignment(&mut self, only_list: bool) -> Read<Option<Assignment>> {
        let begin = self.at;
        let rest = &self.chars[self.at..];
        let bash = self.dialect.is_bash();
        let end = rest.iter().position(|one| !super::is_name(*one)).unwrap_or(rest.len());
        let name: String = rest[..end].iter().collect();
        if !is_variable(&name) {
            return Ok(None);
        }
        let mut after = end;
        let mut subscript = None;
        if bash
            && rest.get(end) == Some(&'[')
            && let Some(close) = bracket(&rest[end + 1..])
        {
            subscript = Some(rest[end + 1..end + 1 + close].iter().collect::<String>());
            after = end + close + 2;
        }
        let appends = bash && rest.get(after) == Some(&'+');
        after += usize::from(appends);
        let lists = bash && subscript.is_none() && rest.get(after + 1) == Some(&'(');
        if rest.get(after) != Some(&'=') || (only_list && !lists) {
            self.at = begin;
            return Ok(None);
        }
        self.at += after + 1;
        let at = match subscript {
            Some(text) => Some(self.within(&text, |inner| inner.whole_word(false))?),
            None => None,
        };
        if lists {
            self.at += 1;
            let list = Some(self.elements()?);
            return Ok(Some(Assignment { name, at, list, appends, value: Word::default() }));
        }
        let value = self.word()?.unwrap_or_default();
        Ok(Some(Assignment { name, at, list: None, appends, value }))
    }

    /// After `name=(`.
    fn elements(&mut self) -> Read<Vec<(Option<Word>, Word)>> {
        let mut all = Vec::new();
        loop {
            self.lines();
            match self.peek() {
                None => return Err(end_of_file()),
                Some(')') => {
                    self.at += 1;
                    return Ok(all);
                }
                Some('[') => {
                    let rest = &self.chars[self.at + 1..];
                    if let Some(close) = bracket(rest).filter(|close| rest.get(close + 1) == Some(&'=')) {
                        let text: String = rest[..close].iter().collect();
                        self.at += close + 3;
                        let at = self.within(&text, |inner| inner.whole_word(false))?;
                        all.push((Some(at), self.word()?.unwrap_or_default()));
                        continue;
                    }
                }
                Some(_) => {}
            }
            match self.word()? {
                Some(word) => all.extend(self.braces(word).into_iter().map(|word| (None, word))),
                None => return Err(unexpected(self.next_token())),
            }
        }
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
}

/// Where a subscript ends.
pub fn bracket(rest: &[char]) -> Option<usize> {
    let mut open = 0;
    let mut quote = None;
    for (at, one) in rest.iter().enumerate() {
        match one {
            '\'' | '"' if quote.is_none() || quote == Some(*one) => {
                quote = if quote.is_some() { None } else { Some(*one) };
            }
            _ if quote.is_some() => {}
            '[' => open += 1,
            ']' if open == 0 => return (at > 0).then_some(at),
            ']' => open -= 1,
            '\n' | ';' => return None,
            _ => {}
        }
    }
    None
}

/// `declare` and its like take assignments for what they are.
fn is_declaration(word: Option<&Word>) -> bool {
    let Some([Part::Text { text, quoted: false }]) = word.map(|word| word.parts.as_slice()) else {
        return false;
    };
    matches!(text.as_str(), "declare" | "typeset" | "local" | "export" | "readonly")
}

/// A value that is assigned is neither split nor taken for names of files.
fn unsplit(mut word: Word) -> Word {
    for part in &mut word.parts {
        match part {
            Part::Text { quoted, .. } | Part::Output { quoted, .. } | Part::Arithmetic { quoted, .. } => {
                *quoted = true;
            }
            Part::Variable { name, quoted, .. } => {
                *quoted = true;
                if name == "@" {
                    *name = "*".into();
                }
            }
        }
    }
    word
}
