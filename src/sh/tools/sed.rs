//! `sed`: `s`, `d`, `p`, `q`, `a`, `i`, `c`, `y`, addresses by number, `$` and pattern, `-n`, `-e`, `-E`; `-i` is the shell's.

use regex_lite::Regex;

use super::{Answer, Input, Options, Outcome};
use crate::sh::LIMIT_OUTPUT;

/// Commands of one script.
const LIMIT_COMMANDS: usize = 200;

enum Address {
    Line(usize),
    Last,
    Fits(Regex),
}

enum Act {
    Substitute {
        pattern: Regex,
        with: String,
        every: bool,
        prints: bool,
        nth: usize,
    },
    Delete,
    Print,
    Quit,
    /// `=`
    Number,
    /// `N`: the next line comes to this one.
    Join,
    Append(String),
    Insert(String),
    Change(String),
    Translate(Vec<char>, Vec<char>),
}

struct Command {
    from: Option<Address>,
    to: Option<Address>,
    negated: bool,
    /// Inside the range, for commands with two addresses.
    open: bool,
    act: Act,
}

pub fn sed(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("sed", arguments, "nErsu", "ef")?;
    let mut scripts: Vec<String> =
        options.given.iter().filter(|(flag, _)| *flag == 'e').map(|(_, text)| text.clone()).collect();
    let mut files = options.rest.as_slice();
    if scripts.is_empty() {
        let [first, rest @ ..] = files else {
            return Err(Outcome::failed(
                1,
                "Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...",
            ));
        };
        scripts.push(first.clone());
        files = rest;
    }
    let extended = options.has('E') || options.has('r');
    let mut commands = Vec::new();
    for script in &scripts {
        Reader { chars: script.chars().collect(), at: 0, extended }
            .commands(&mut commands)
            .map_err(|why| Outcome::failed(1, &format!("sed: -e expression #1, {why}")))?;
    }
    Ok(Outcome::said(run(&mut commands, &input.text("sed", files)?, options.has('n'))))
}

fn run(commands: &mut [Command], text: &str, silent: bool) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let mut place = (at + 1, at + 1 == lines.len());
        let mut line = (*line).to_owned();
        let (mut after, mut dropped, mut quits) = (String::new(), false, false);
        for command in commands.iter_mut() {
            if command.selects(&line, place) == command.negated {
                continue;
            }
            match &command.act {
                Act::Substitute { pattern, with, every, prints, nth } => {
                    let changed = substitute(pattern, &line, with, (*every, *nth));
                    if let Some(changed) = changed {
                        line = changed;
                        if *prints {
                            out += &format!("{line}\n");
                        }
                    }
                }
                Act::Delete => dropped = true,
                Act::Print => out += &format!("{line}\n"),
                Act::Quit => quits = true,
                Act::Number => out += &format!("{}\n", place.0),
                Act::Join => match lines.get(at + 1) {
                    Some(next) => {
                        at += 1;
                        line = format!("{line}\n{next}");
                        place = (at + 1, at + 1 == lines.len());
                    }
                    None => quits = true,
                },
                Act::Append(text) => after += &format!("{text}\n"),
                Act::Insert(text) => out += &format!("{text}\n"),
                Act::Change(text) => {
                    out += &format!("{text}\n");
                    dropped = true;
                }
                Act::Translate(from, to) => {
                    let change = |one: char| {
                        from.iter()
                            .position(|from| *from == one)
                            .and_then(|at| to.get(at))
                            .copied()
                            .unwrap_or(one)
                    };
                    line = line.chars().map(change).collect();
                }
            }
            if dropped || quits {
                break;
            }
        }
        if !silent && !dropped {
            out += &format!("{line}\n");
        }
        out += &after;
        if quits || out.len() > LIMIT_OUTPUT {
            break;
        }
        at += 1;
    }
    out
}

impl Address {
    fn fits(&self, line: &str, (number, last): (usize, bool)) -> bool {
        match self {
            Address::Line(wanted) => *wanted == number,
            Address::Last => last,
            Address::Fits(pattern) => pattern.is_match(line),
        }
    }
}

impl Command {
    fn selects(&mut self, line: &str, place: (usize, bool)) -> bool {
        let Some(from) = &self.from else { return true };
        let Some(to) = &self.to else { return from.fits(line, place) };
        if self.open {
            self.open = !to.fits(line, place);
            return true;
        }
        let begins = from.fits(line, place);
        self.open = begins && !matches!(to, Address::Line(end) if *end <= place.0);
        begins
    }
}

/// None if nothing fits.
fn substitute(pattern: &Regex, line: &str, with: &str, (every, nth): (bool, usize)) -> Option<String> {
    let mut result = String::new();
    let mut end = 0;
    let mut found = false;
    for (count, captures) in pattern.captures_iter(line).enumerate() {
        if count + 1 < nth {
            continue;
        }
        let whole = captures.get(0)?;
        result += &line[end..whole.start()];
        end = whole.end();
        found = true;
        let mut chars = with.chars();
        while let Some(one) = chars.next() {
            match one {
                '&' => result += whole.as_str(),
                '\\' => match chars.next() {
                    Some(digit) if digit.is_ascii_digit() => {
                        let group = digit.to_digit(10).unwrap_or_default() as usize;
                        result += captures.get(group).map_or("", |group| group.as_str());
                    }
                    Some('n') => result.push('\n'),
                    Some('t') => result.push('\t'),
                    Some(other) => result.push(other),
                    None => {}
                },
                one => result.push(one),
            }
        }
        if !every || result.len() > LIMIT_OUTPUT {
            break;
        }
    }
    result += &line[end..];
    found.then_some(result)
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    extended: bool,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn skip(&mut self, gaps: &str) {
        while self.peek().is_some_and(|one| gaps.contains(one)) {
            self.at += 1;
        }
    }

    fn wrong(&self, why: &str) -> String {
        format!("char {}: {why}", self.at)
    }

    fn commands(&mut self, commands: &mut Vec<Command>) -> Result<(), String> {
        loop {
            self.skip(" \t\n;}");
            if self.peek().is_none() {
                return Ok(());
            }
            if commands.len() >= LIMIT_COMMANDS {
                return Err(self.wrong("too many commands"));
            }
            let from = self.address()?;
            let mut to = None;
            if from.is_some() && self.peek() == Some(',') {
                self.at += 1;
                to = self.address()?;
            }
            self.skip(" ");
            let negated = self.peek() == Some('!');
            self.skip("! {");
            let act = self.act()?;
            commands.push(Command { from, to, negated, open: false, act });
        }
    }

    fn address(&mut self) -> Result<Option<Address>, String> {
        Ok(match self.peek() {
            Some('$') => {
                self.at += 1;
                Some(Address::Last)
            }
            Some('/') => {
                self.at += 1;
                let pattern = self.up_to('/')?;
                Some(Address::Fits(self.regex(&pattern, false)?))
            }
            Some(one) if one.is_ascii_digit() => {
                let begin = self.at;
                self.skip("0123456789");
                let digits: String = self.chars[begin..self.at].iter().collect();
                Some(Address::Line(digits.parse().map_err(|_| self.wrong("invalid address"))?))
            }
            _ => None,
        })
    }

    fn act(&mut self) -> Result<Act, String> {
        let Some(letter) = self.peek() else { return Err(self.wrong("missing command")) };
        self.at += 1;
        Ok(match letter {
            'd' => Act::Delete,
            'p' => Act::Print,
            'q' => Act::Quit,
            '=' => Act::Number,
            'N' => Act::Join,
            'a' => Act::Append(self.rest_of_line()),
            'i' => Act::Insert(self.rest_of_line()),
            'c' => Act::Change(self.rest_of_line()),
            's' | 'y' => return self.change(letter),
            _ => return Err(self.wrong(&format!("unknown command: `{letter}'"))),
        })
    }

    fn change(&mut self, letter: char) -> Result<Act, String> {
        let delimiter = self.peek().ok_or_else(|| self.wrong(&format!("unterminated `{letter}' command")))?;
        self.at += 1;
        let pattern = self.up_to(delimiter)?;
        let with = self.up_to(delimiter)?;
        if letter == 'y' {
            return Ok(Act::Translate(pattern.chars().collect(), with.chars().collect()));
        }
        let (mut every, mut prints, mut ignores, mut nth) = (false, false, false, 1);
        while let Some(flag) = self.peek().filter(|one| one.is_ascii_alphanumeric()) {
            self.at += 1;
            match flag {
                'g' => every = true,
                'p' => prints = true,
                'i' | 'I' => ignores = true,
                digit if digit.is_ascii_digit() => nth = digit.to_digit(10).unwrap_or(1).max(1) as usize,
                _ => return Err(self.wrong("unknown option to `s'")),
            }
        }
        let pattern = self.regex(&pattern, ignores)?;
        Ok(Act::Substitute { pattern, with, every, prints, nth })
    }

    fn rest_of_line(&mut self) -> String {
        self.skip(" \\\n");
        let begin = self.at;
        while self.peek().is_some_and(|one| one != '\n') {
            self.at += 1;
        }
        self.chars[begin..self.at].iter().collect()
    }

    fn up_to(&mut self, delimiter: char) -> Result<String, String> {
        let mut text = String::new();
        while let Some(one) = self.peek() {
            self.at += 1;
            match one {
                one if one == delimiter => return Ok(text),
                '\\' if self.peek() == Some(delimiter) => {
                    self.at += 1;
                    text.push(delimiter);
                }
                '\\' => {
                    text.push('\\');
                    text.extend(self.peek());
                    self.at += 1;
                }
                one => text.push(one),
            }
        }
        Err(self.wrong("unterminated `s' command"))
    }

    fn regex(&self, pattern: &str, ignores: bool) -> Result<Regex, String> {
        let pattern = if self.extended { pattern.to_owned() } else { super::grep::basic(pattern) };
        let pattern = if ignores { format!("(?i){pattern}") } else { pattern };
        Regex::new(&pattern).map_err(|_| self.wrong("invalid regular expression"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sed(script: &str, text: &str) -> String {
        let arguments: Vec<String> = script.split('|').map(str::to_owned).collect();
        super::sed(&arguments, &Input::new(text, &|_| Err(String::new())))
            .unwrap_or_else(|refusal| refusal)
            .stdout
    }

    #[test]
    fn commands_and_addresses() {
        assert_eq!(sed("s/a/b/", "aa\nca\n"), "ba\ncb\n");
        assert_eq!(sed("s#a/#<&>#g", "a/a/\n"), "<a/><a/>\n");
        assert_eq!(sed("-E|s/(.)(.)/\\2\\1/", "abc\n"), "bac\n");
        assert_eq!(sed("s/\\(a\\)b*/[\\1]/", "abbc\n"), "[a]c\n");
        assert_eq!(sed("-n|2,3p", "1\n2\n3\n4\n"), "2\n3\n");
        assert_eq!(sed("1d;$d", "1\n2\n3\n"), "2\n");
        assert_eq!(sed("/b/!d", "a\nb\n"), "b\n");
        assert_eq!(sed("-n|/b/,/d/p", "a\nb\nc\nd\ne\n"), "b\nc\nd\n");
    }
}
