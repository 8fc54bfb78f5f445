//! Words to arguments: variables, substitutions, arithmetic, splitting at blanks, names of files (POSIX 2.6).
//!
//! Commands in substitutions have run before; their output is at hand.

use super::LIMIT_OUTPUT;
use super::ast::{Change, Part, Word};
use super::state::State;
use super::{arithmetic, pattern};

/// Fields one word may become.
const LIMIT_FIELDS: usize = 100_000;
/// Characters of a value that `#`, `%` and `/` look at.
const LIMIT_TRIM: usize = 8 << 10;

/// What words are expanded with.
pub struct Expansion<'a> {
    pub state: &'a mut State,
    /// What the command's substitutions printed.
    pub outputs: &'a [String],
    /// The names of files, from the root where the shell has a directory.
    pub files: &'a dyn Fn() -> Vec<String>,
}

/// A field that grows: its text, and the same as a pattern in which what was quoted is taken as it is.
#[derive(Default)]
struct Field {
    text: String,
    pattern: String,
}

impl Field {
    fn add(&mut self, text: &str, quoted: bool) {
        if self.text.len() + text.len() > LIMIT_OUTPUT {
            return;
        }
        self.text.push_str(text);
        if quoted {
            self.pattern.push_str(&pattern::escape(text));
        } else {
            self.pattern.push_str(text);
        }
    }
}

impl Expansion<'_> {
    /// The arguments a word becomes: none, one, or several.
    pub fn fields(&mut self, word: &Word) -> Result<Vec<String>, String> {
        let fields = self.split(word)?;
        let mut all = Vec::new();
        for field in fields {
            if pattern::is_pattern(&field.pattern) {
                let found = self.matching_files(&field.pattern);
                if !found.is_empty() {
                    all.extend(found);
                    continue;
                }
            }
            all.push(field.text);
        }
        Ok(all)
    }

    fn split(&mut self, word: &Word) -> Result<Vec<Field>, String> {
        let mut fields: Vec<Field> = Vec::new();
        // Whether the last field goes on with the next part.
        let mut open = false;
        for part in &word.parts {
            if let Part::Variable { name, change: Change::None, quoted: true } = part
                && name == "@"
            {
                for (at, parameter) in self.state.parameters.clone().iter().enumerate() {
                    if at > 0 || !open {
                        fields.push(Field::default());
                    }
                    open = true;
                    add(&mut fields, parameter, true);
                }
                continue;
            }
            let (value, quoted) = self.value(part)?;
            if quoted || matches!(part, Part::Text { .. }) {
                if !open {
                    fields.push(Field::default());
                }
                open = true;
                add(&mut fields, &value, quoted);
                continue;
            }
            let (marks, blanks) = self.state.separators();
            let is_blank = |one: char| blanks.contains(one);
            let is_mark = |one: char| marks.contains(one);
            let begins_blank = value.starts_with(is_blank);
            let pieces = value.split(is_blank).filter(|piece| !piece.is_empty());
            let pieces: Vec<&str> = match marks.is_empty() {
                true => pieces.collect(),
                false => value
                    .trim_end_matches(is_mark)
                    .split(is_mark)
                    .map(|piece| piece.trim_matches(is_blank))
                    .collect(),
            };
            for (at, piece) in pieces.into_iter().enumerate() {
                if (at > 0 || begins_blank || !open) && fields.len() < LIMIT_FIELDS {
                    fields.push(Field::default());
                }
                open = true;
                add(&mut fields, piece, false);
            }
            open &= !value.ends_with(is_blank) && !value.ends_with(is_mark);
        }
        Ok(fields)
    }

    /// The text of a word that is not split.
    pub fn text(&mut self, word: &Word) -> Result<String, String> {
        self.whole(word).map(|field| field.text)
    }

    /// A word as a pattern: what is quoted stands for itself.
    pub fn pattern(&mut self, word: &Word) -> Result<String, String> {
        self.whole(word).map(|field| field.pattern)
    }

    fn whole(&mut self, word: &Word) -> Result<Field, String> {
        let mut whole = Field::default();
        for part in &word.parts {
            let (value, quoted) = self.value(part)?;
            whole.add(&value, quoted);
        }
        Ok(whole)
    }

    fn value(&mut self, part: &Part) -> Result<(String, bool), String> {
        Ok(match part {
            Part::Text { text, quoted } => (text.clone(), *quoted),
            Part::Variable { name, change, quoted } => (self.variable(name, change)?, *quoted),
            Part::Output { index, quoted } => {
                let output = self.outputs.get(*index).map_or("", String::as_str);
                (output.trim_end_matches('\n').to_owned(), *quoted)
            }
            Part::Arithmetic { word, quoted } => {
                let text = self.text(word)?;
                (arithmetic::value(&text, self.state)?.to_string(), *quoted)
            }
        })
    }

    fn lookup(&self, name: &str) -> Option<String> {
        let state = &self.state;
        match name {
            "?" => Some(state.code.to_string()),
            "$" => Some(state.pid.max(1).to_string()),
            "#" => Some(state.parameters.len().to_string()),
            "!" => Some(state.last_background.to_string()).filter(|_| state.last_background > 0),
            "-" => Some(if state.errexit { "e".into() } else { String::new() }),
            "@" | "*" => Some(state.parameters.join(" ")).filter(|_| !state.parameters.is_empty()),
            "0" => Some(state.name.clone()),
            name if name.starts_with(|one: char| one.is_ascii_digit()) => {
                let at: usize = name.parse().unwrap_or(usize::MAX);
                state.parameters.get(at.saturating_sub(1)).cloned()
            }
            name => state.find(name).map(str::to_owned),
        }
    }

    fn variable(&mut self, name: &str, change: &Change) -> Result<String, String> {
        let found = self.lookup(name);
        if found.is_none() && self.state.nounset && !matches!(change, Change::Instead { .. }) {
            return Err(self.state.dialect.unset_variable(name));
        }
        let value = found.clone().unwrap_or_default();
        match change {
            Change::None => Ok(value),
            Change::Length if matches!(name, "@" | "*") => Ok(self.state.parameters.len().to_string()),
            Change::Length => Ok(value.chars().count().to_string()),
            Change::Instead { sign, colon, word } => {
                let there = found.is_some_and(|found| !(*colon && found.is_empty()));
                self.instead(name, value, there, (*sign, word))
            }
            Change::Trim { end, longest, pattern } => {
                let pattern = self.pattern(pattern)?;
                Ok(trim(&value, &pattern, *end, *longest))
            }
            Change::Replace { all, pattern, with } => {
                let (pattern, with) = (self.pattern(pattern)?, self.text(with)?);
                Ok(replace(&value, &pattern, &with, *all))
            }
            Change::Part { offset, length } => self.part(&value, offset, length.as_ref()),
            Change::Case { upper: true } => Ok(value.to_uppercase()),
            Change::Case { upper: false } => Ok(value.to_lowercase()),
        }
    }

    fn instead(
        &mut self,
        name: &str,
        value: String,
        there: bool,
        by: (char, &Word),
    ) -> Result<String, String> {
        let (sign, word) = by;
        if sign == '+' {
            return if there { self.text(word) } else { Ok(String::new()) };
        }
        if there {
            return Ok(value);
        }
        let text = self.text(word)?;
        match sign {
            '=' => {
                self.state.set(name, &text)?;
                Ok(text)
            }
            '?' if text.is_empty() && self.state.dialect.is_bash() => {
                Err(format!("{name}: parameter null or not set"))
            }
            '?' if text.is_empty() => Err(self.state.dialect.unset_variable(name)),
            '?' => Err(format!("{name}: {text}")),
            _ => Ok(text),
        }
    }

    fn part(&mut self, value: &str, offset: &Word, length: Option<&Word>) -> Result<String, String> {
        let count = value.chars().count() as i64;
        let mut number = |word: &Word| {
            let text = self.text(word)?;
            arithmetic::value(&text, self.state)
        };
        let offset = number(offset)?;
        let from = if offset < 0 { (count + offset).max(0) } else { offset.min(count) };
        let to = match length {
            None => count,
            Some(word) => match number(word)? {
                length if length < 0 => count.saturating_add(length),
                length => from.saturating_add(length),
            },
        };
        let taken = (to.min(count) - from).max(0);
        Ok(value.chars().skip(from as usize).take(taken as usize).collect())
    }

    /// Files that fit, in order; `*` does not go past a slash, nor match what begins with a dot.
    fn matching_files(&self, pattern: &str) -> Vec<String> {
        let directory = format!("{}/", self.state.directory.trim_end_matches('/'));
        let absolute = pattern.starts_with('/');
        let depth = pattern.trim_start_matches("./").split('/').count();
        let bare = pattern.trim_start_matches("./");
        let lead = &pattern[..pattern.len() - bare.len()];
        let mut found: Vec<String> = Vec::new();
        for file in (self.files)() {
            let name = match absolute || self.state.directory.is_empty() {
                true => Some(file.as_str()),
                false => file.strip_prefix(&directory),
            };
            let Some(name) = name else { continue };
            let cut: Vec<&str> = name.split('/').take(depth).collect();
            let fits = cut.len() == depth
                && bare.split('/').zip(&cut).all(|(pattern, step)| {
                    pattern::matches(pattern, step) && (!step.starts_with('.') || pattern.starts_with('.'))
                });
            if fits {
                found.push(format!("{lead}{}", cut.join("/")));
            }
        }
        found.sort();
        found.dedup();
        found
    }
}

fn add(fields: &mut [Field], text: &str, quoted: bool) {
    if let Some(last) = fields.last_mut() {
        last.add(text, quoted);
    }
}

fn trim(value: &str, pattern: &str, end: bool, longest: bool) -> String {
    if value.len() > LIMIT_TRIM {
        return value.to_owned();
    }
    let chars: Vec<char> = value.chars().collect();
    let pattern: Vec<char> = pattern.chars().collect();
    let fits = |cut: &usize| {
        let piece = if end { &chars[*cut..] } else { &chars[..*cut] };
        pattern::fits(&pattern, piece)
    };
    let mut cuts = 0..=chars.len();
    let found = if end == longest { cuts.find(fits) } else { cuts.rev().find(fits) };
    match found {
        Some(cut) if end => chars[..cut].iter().collect(),
        Some(cut) => chars[cut..].iter().collect(),
        None => value.to_owned(),
    }
}

fn replace(value: &str, pattern: &str, with: &str, all: bool) -> String {
    if value.len() > LIMIT_TRIM {
        return value.to_owned();
    }
    let chars: Vec<char> = value.chars().collect();
    let pattern: Vec<char> = pattern.chars().collect();
    let plain = !pattern.iter().any(|one| matches!(one, '*' | '?' | '[' | '\\'));
    let mut result = String::new();
    let mut at = 0;
    let mut done = false;
    while at < chars.len() {
        let most = if plain { (at + pattern.len()).min(chars.len()) } else { chars.len() };
        let least = if plain { most } else { at + 1 };
        let fits = |end: &usize| pattern::fits(&pattern, &chars[at..*end]);
        match (least..=most).rev().find(fits).filter(|_| (all || !done) && !pattern.is_empty()) {
            Some(end) if end > at && result.len() < LIMIT_OUTPUT => {
                result.push_str(with);
                done = true;
                at = end;
            }
            _ => {
                result.push(chars[at]);
                at += 1;
            }
        }
    }
    result
}
