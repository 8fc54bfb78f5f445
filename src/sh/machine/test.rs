//! `test`, `[` and `[[`: POSIX `test`, and bash's patterns, `=~`, `&&` and `||` between double brackets.

use crate::sh::dialect::Dialect;
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
            _ if state.dialect.is_bash() => return Err("missing `]'".into()),
            _ => return Err("missing ]".into()),
        }
    }
    // busybox' `[[` is a command, whose patterns are no names of files.
    let extended = arguments[0] == "[[";
    if extended {
        words = words.strip_suffix(&["]]".to_owned()]).ok_or("missing ]]")?;
    }
    let as_pattern = |word: &String| if extended { word.clone() } else { pattern::escape(word) };
    let texts: Vec<(String, String)> = words.iter().map(|word| (word.clone(), as_pattern(word))).collect();
    let truth = whole(&texts, state, host)?.0;
    Ok(Outcome { code: i32::from(!truth), ..Outcome::default() })
}

/// What stands between `[[` and `]]`: each word as text and as a pattern; with what the groups of the last `=~` held.
pub fn extended(words: &[(String, String)], state: &State, host: &dyn Host) -> Truth {
    whole(words, state, host)
}

type Truth = Result<(bool, Option<Vec<String>>), String>;

fn whole(words: &[(String, String)], state: &State, host: &dyn Host) -> Truth {
    if words.is_empty() {
        return Ok((false, None));
    }
    // Two words are an operator and what it is of.
    if let [(first, _), (second, _)] = words
        && first != "!"
        && !(first.len() == 2 && first.starts_with('-'))
    {
        return Err(match state.dialect {
            Dialect::Ash | Dialect::Dash => format!("{second}: argument expected"),
            _ => format!("{first}: unary operator expected"),
        });
    }
    let mut reader = Reader { words, at: 0, depth: 0, groups: None, state, host };
    let truth = reader.any()?;
    match words.get(reader.at) {
        None => Ok((truth, reader.groups)),
        Some((word, _)) => Err(match state.dialect {
            Dialect::Ash => format!("{word}: unknown operand"),
            Dialect::Dash => format!("{}: unexpected operator", words[0].0),
            _ if words.len() > 4 => "too many arguments".to_owned(),
            _ => format!("{word}: binary operator expected"),
        }),
    }
}

struct Reader<'a> {
    words: &'a [(String, String)],
    at: usize,
    depth: usize,
    groups: Option<Vec<String>>,
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
        let dash = self.state.dialect == Dialect::Dash;
        let is_binary =
            |word: Option<&str>| word.is_some_and(|word| BINARY.contains(&word) && !(dash && word == "=="));
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

    fn fits(&self, pattern: &str, text: &str) -> bool {
        match self.state.is_switched("nocasematch") {
            true => pattern::matches(&pattern.to_lowercase(), &text.to_lowercase()),
            false => pattern::matches(pattern, text),
        }
    }

    /// Newer, older, the same; a file that is there is newer than one that is not.
    fn compared_files(&self, left: &str, sign: &str, right: &str) -> bool {
        let (left, right) = (self.state.path(left), self.state.path(right));
        let times = (self.host.changed(&left), self.host.changed(&right));
        let there = |path: &str| self.host.node(path).is_some();
        match sign {
            "-ef" => left == right && there(&left),
            "-nt" => there(&left) && (!there(&right) || times.0 > times.1),
            _ => there(&right) && (!there(&left) || times.0 < times.1),
        }
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
            "-v" => {
                match operand.split_once('[').and_then(|(name, at)| Some((name, at.strip_suffix(']')?))) {
                    Some((name, at)) => self.state.clone().element(name, at).is_some(),
                    None => self.state.find(operand).is_some(),
                }
            }
            "-L" | "-h" => self.host.link(&path).is_some(),
            "-O" | "-G" | "-N" => self.host.node(&path).is_some(),
            "-o" => self.state.flags().contains(match operand {
                "errexit" => 'e',
                "nounset" => 'u',
                "xtrace" => 'x',
                _ => '?',
            }),
            "-t" | "-p" | "-S" | "-b" | "-c" | "-u" | "-g" | "-k" => false,
            _ => return Err(format!("{flag}: unary operator expected")),
        })
    }

    fn binary(&mut self) -> Result<bool, String> {
        let words = self.words;
        let [(left, _), (sign, _), (right, pattern)] = &words[self.at..self.at + 3] else {
            return Err("argument expected".into());
        };
        let number = |text: &str| match text.trim().parse::<i64>() {
            Ok(number) => Ok(number),
            Err(_) => Err(match self.state.dialect {
                Dialect::Ash => format!("{text}: bad number"),
                Dialect::Dash => format!("Illegal number: {text}"),
                _ => format!("{text}: integer expression expected"),
            }),
        };
        Ok(match sign.as_str() {
            "=" | "==" => self.fits(pattern, left),
            "!=" => !self.fits(pattern, left),
            "-nt" | "-ot" | "-ef" => self.compared_files(left, sign, right),
            "<" => left < right,
            ">" => left > right,
            "=~" => {
                let regex = regex_lite::Regex::new(&crate::sh::tools::posix(pattern))
                    .map_err(|_| format!("{right}: invalid expression"))?;
                let found = regex.captures(left);
                let group =
                    |one: Option<regex_lite::Match<'_>>| one.map_or("", |one| one.as_str()).to_owned();
                self.groups = Some(found.iter().flat_map(|all| all.iter().map(group)).collect());
                found.is_some()
            }
            "-eq" => number(left)? == number(right)?,
            "-ne" => number(left)? != number(right)?,
            "-lt" => number(left)? < number(right)?,
            "-le" => number(left)? <= number(right)?,
            "-gt" => number(left)? > number(right)?,
            _ => number(left)? >= number(right)?,
        })
    }
}

const BINARY: [&str; 15] =
    ["=", "==", "!=", "<", ">", "=~", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef"];
