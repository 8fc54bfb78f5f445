//! `test`, `[` and `[[`: POSIX `test`, and bash's patterns, `=~`, `&&` and `||` between double brackets.

use crate::sh::host::{Host, Outcome};
use crate::sh::pattern;
use crate::sh::state::State;

/// Parentheses and `!` within one another.
const LIMIT_DEPTH: usize = 32;

/// `test EXPRESSION` or `[ EXPRESSION ]`.
pub fn plain(arguments: &[String], state: &State, host: &dyn Host) -> Result<Outcome, String> {
    let mut words = &arguments[1..];
    if arguments[0] == "[" {
        match words.split_last() {
            Some((last, rest)) if last == "]" => words = rest,
            _ => return Err("missing `]'".into()),
        }
    }
    let texts: Vec<(String, String)> =
        words.iter().map(|word| (word.clone(), pattern::escape(word))).collect();
    let truth = whole(&texts, state, host)?;
    Ok(Outcome { code: i32::from(!truth), ..Outcome::default() })
}

/// What stands between `[[` and `]]`: each word as text and as a pattern.
pub fn extended(words: &[(String, String)], state: &State, host: &dyn Host) -> Result<bool, String> {
    whole(words, state, host)
}

fn whole(words: &[(String, String)], state: &State, host: &dyn Host) -> Result<bool, String> {
    if words.is_empty() {
        return Ok(false);
    }
    let mut reader = Reader { words, at: 0, depth: 0, state, host };
    let truth = reader.any()?;
    match words.get(reader.at) {
        None => Ok(truth),
        Some((word, _)) => Err(format!("{word}: unexpected operator")),
    }
}

struct Reader<'a> {
    words: &'a [(String, String)],
    at: usize,
    depth: usize,
    state: &'a State,
    host: &'a dyn Host,
}

impl<'a> Reader<'a> {
    fn peek(&self, ahead: usize) -> Option<&'a str> {
        self.words.get(self.at + ahead).map(|(word, _)| word.as_str())
    }

    fn take(&mut self, words: &[&str]) -> bool {
        let there = self.peek(0).is_some_and(|word| words.contains(&word));
        self.at += usize::from(there);
        there
    }

    fn any(&mut self) -> Result<bool, String> {
        self.depth += 1;
        if self.depth > LIMIT_DEPTH {
            return Err("too many parentheses".into());
        }
        let mut truth = self.all()?;
        while self.take(&["||", "-o"]) {
            truth |= self.all()?;
        }
        self.depth -= 1;
        Ok(truth)
    }

    fn all(&mut self) -> Result<bool, String> {
        let mut truth = self.one()?;
        while self.take(&["&&", "-a"]) {
            truth &= self.one()?;
        }
        Ok(truth)
    }

    fn one(&mut self) -> Result<bool, String> {
        let mut negated = false;
        let is_binary = |word: Option<&str>| word.is_some_and(|word| BINARY.contains(&word));
        while self.peek(0) == Some("!") && self.peek(1).is_some() && !is_binary(self.peek(1)) {
            self.at += 1;
            negated = !negated;
        }
        if self.peek(0) == Some("(") && self.peek(2).is_some() && !is_binary(self.peek(1)) {
            self.at += 1;
            let truth = self.any()?;
            return if self.take(&[")"]) { Ok(truth != negated) } else { Err("`)' expected".into()) };
        }
        let truth = match (self.peek(0), self.peek(1)) {
            (Some(_), sign) if is_binary(sign) && self.peek(2).is_some() => {
                let found = self.binary()?;
                self.at += 3;
                found
            }
            (Some(flag), Some(operand)) if flag.len() == 2 && flag.starts_with('-') && operand != ")" => {
                let found = self.unary(flag, operand)?;
                self.at += 2;
                found
            }
            (Some(word), _) => {
                self.at += 1;
                !word.is_empty()
            }
            (None, _) => return Err("argument expected".into()),
        };
        Ok(truth != negated)
    }

    fn unary(&self, flag: &str, operand: &str) -> Result<bool, String> {
        let path = self.state.path(operand);
        Ok(match flag {
            "-z" => operand.is_empty(),
            "-n" => !operand.is_empty(),
            "-e" | "-r" | "-w" => self.host.node(&path).is_some(),
            "-f" => self.host.node(&path).is_some_and(|node| !node.is_directory),
            "-x" => self.host.node(&path).is_some_and(|node| node.executable),
            "-s" => self.host.node(&path).is_some_and(|node| node.is_directory || node.bytes > 0),
            "-d" => self.host.node(&path).is_some_and(|node| node.is_directory),
            "-v" => self.state.find(operand).is_some(),
            "-t" | "-L" | "-h" | "-p" | "-S" | "-b" | "-c" => false,
            _ => return Err(format!("{flag}: unary operator expected")),
        })
    }

    fn binary(&self) -> Result<bool, String> {
        let [(left, _), (sign, _), (right, pattern)] = &self.words[self.at..self.at + 3] else {
            return Err("argument expected".into());
        };
        let number = |text: &str| match text.trim().parse::<i64>() {
            Ok(number) => Ok(number),
            Err(_) => Err(format!("{text}: integer expression expected")),
        };
        Ok(match sign.as_str() {
            "=" | "==" => pattern::matches(pattern, left),
            "!=" => !pattern::matches(pattern, left),
            "<" => left < right,
            ">" => left > right,
            "=~" => regex_lite::Regex::new(right)
                .map_err(|_| format!("{right}: invalid expression"))?
                .is_match(left),
            "-eq" => number(left)? == number(right)?,
            "-ne" => number(left)? != number(right)?,
            "-lt" => number(left)? < number(right)?,
            "-le" => number(left)? <= number(right)?,
            "-gt" => number(left)? > number(right)?,
            _ => number(left)? >= number(right)?,
        })
    }
}

const BINARY: [&str; 12] = ["=", "==", "!=", "<", ">", "=~", "-eq", "-ne", "-lt", "-le", "-gt", "-ge"];
