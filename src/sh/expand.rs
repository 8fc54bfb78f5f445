//! Words to arguments: variables, substitutions, arithmetic, splitting at blanks, names of files (POSIX 2.6).
//!
//! Commands in substitutions have run before; their output is at hand.

use super::LIMIT_OUTPUT;
use super::ast::{Change, Part, Place, Word};
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
            if !self.state.noglob && pattern::is_pattern(&field.pattern) {
                let found = self.matching_files(&field.pattern);
                if !found.is_empty() {
                    all.extend(found);
                    continue;
                }
                if self.state.is_switched("failglob") {
                    return Err(format!("no match: {}", field.text));
                }
                if self.state.is_switched("nullglob") {
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
            if let Some((values, quoted)) = self.several(part)? {
                self.split_several(&values, quoted, (&mut fields, &mut open));
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
            self.split_text(&value, (&mut fields, &mut open));
        }
        Ok(fields)
    }

    /// Several values: quoted each is a field of its own, else each is split.
    fn split_several(&self, values: &[String], quoted: bool, (fields, open): (&mut Vec<Field>, &mut bool)) {
        for (at, value) in values.iter().enumerate() {
            if quoted {
                if (at > 0 || !*open) && fields.len() < LIMIT_FIELDS {
                    fields.push(Field::default());
                }
                *open = true;
                add(fields, value, true);
                continue;
            }
            *open &= at == 0;
            self.split_text(value, (fields, open));
        }
    }

    fn split_text(&self, value: &str, (fields, open): (&mut Vec<Field>, &mut bool)) {
        let (marks, blanks) = self.state.separators();
        let is_blank = |one: char| blanks.contains(one);
        let is_mark = |one: char| marks.contains(one);
        let begins_blank = value.starts_with(is_blank);
        let pieces = value.split(is_blank).filter(|piece| !piece.is_empty());
        let pieces: Vec<&str> = match marks.is_empty() {
            true => pieces.collect(),
            false if value.is_empty() => Vec::new(),
            false => {
                let cut = value.strip_suffix(is_mark).unwrap_or(value);
                let split = cut.split(is_mark).map(|piece| piece.trim_matches(is_blank));
                split.flat_map(|piece| piece.split(is_blank)).collect()
            }
        };
        for (at, piece) in pieces.into_iter().enumerate() {
            if (at > 0 || begins_blank || !*open) && fields.len() < LIMIT_FIELDS {
                fields.push(Field::default());
            }
            *open = true;
            add(fields, piece, false);
        }
        *open &= !value.ends_with(is_blank) && !value.ends_with(is_mark);
    }

    /// What stands for several values, `$@` and `${a[@]}`, with whether each is a field.
    fn several(&mut self, part: &Part) -> Result<Option<(Vec<String>, bool)>, String> {
        let Part::Variable { name, place, change, quoted } = part else { return Ok(None) };
        let all = *place == Place::All || (*place == Place::Whole && name == "@");
        let joined = *place == Place::Joined || (*place == Place::Whole && name == "*");
        let names = *change == Change::Names;
        if matches!(change, Change::Length) || !(all || joined || names) {
            return Ok(None);
        }
        let values = match (change, *place == Place::Whole) {
            (Change::Names, _) => {
                let all = self.state.variables().keys().chain(self.state.arrays.keys());
                let mut all: Vec<String> =
                    all.filter(|one| one.starts_with(name.as_str())).cloned().collect();
                all.sort();
                all
            }
            (Change::Turned(_), false) => self.state.entries(name).into_iter().map(|(key, _)| key).collect(),
            (_, true) => self.state.parameters.to_vec(),
            (_, false) => self.state.entries(name).into_iter().map(|(_, value)| value).collect(),
        };
        let is_list = *place == Place::Whole;
        let values = self.changed(name, values, change, is_list && !names)?;
        match joined && *quoted {
            true => {
                let joint =
                    self.state.find("IFS").map_or(" ".to_owned(), |ifs| ifs.chars().take(1).collect());
                Ok(Some((vec![values.join(&joint)], true)))
            }
            false => Ok(Some((values, *quoted))),
        }
    }

    /// A change made to each of several values.
    fn changed(
        &mut self,
        name: &str,
        values: Vec<String>,
        change: &Change,
        parameters: bool,
    ) -> Result<Vec<String>, String> {
        match change {
            Change::None | Change::Names | Change::Turned(_) | Change::Length => Ok(values),
            Change::Instead { sign, colon, word } => {
                let empty = values.is_empty() || (*colon && values.iter().all(String::is_empty));
                let there = !empty;
                match (sign, there) {
                    ('+', true) => self.fields(word),
                    ('+', false) => Ok(Vec::new()),
                    (_, true) => Ok(values),
                    _ => Ok(vec![self.instead(name, String::new(), false, (*sign, *colon, word))?]),
                }
            }
            Change::Part { offset, length } => {
                let mut all = values;
                if parameters {
                    all.insert(0, self.state.name.clone());
                }
                let (from, to) = self.range(all.len() as i64, offset, length.as_ref())?;
                Ok(all.into_iter().skip(from).take(to.saturating_sub(from)).collect())
            }
            other => values.iter().map(|value| self.one_changed(name, value, other)).collect(),
        }
    }

    /// The text of a word that is not split.
    pub fn text(&mut self, word: &Word) -> Result<String, String> {
        self.whole(word).map(|field| field.text)
    }

    /// A word as a pattern: what is quoted stands for itself.
    pub fn pattern(&mut self, word: &Word) -> Result<String, String> {
        self.whole(word).map(|field| field.pattern)
    }

    /// A word as a regular expression: what is quoted stands for itself.
    pub fn regex(&mut self, word: &Word) -> Result<String, String> {
        let mut all = String::new();
        for part in &word.parts {
            let (value, quoted) = self.value(part)?;
            let literal = quoted;
            for one in value.chars() {
                if literal && !one.is_alphanumeric() && !one.is_whitespace() && one != '_' {
                    all.push('\\');
                }
                all.push(one);
            }
        }
        Ok(all)
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
            Part::Variable { name, place, change, quoted } => match self.several(part)? {
                Some((values, _)) => (values.join(" "), *quoted),
                None => (self.variable(name, place, change)?, *quoted),
            },
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

    fn lookup(&mut self, name: &str) -> Option<String> {
        let state = &mut *self.state;
        match name {
            "?" => Some(state.code.to_string()),
            "$" => Some(state.pid.max(1).to_string()),
            "#" => Some(state.parameters.len().to_string()),
            "!" => Some(state.last_background.to_string()).filter(|_| state.last_background > 0),
            "-" => Some(state.flags()),
            "@" | "*" => Some(state.parameters.join(" ")).filter(|_| !state.parameters.is_empty()),
            "0" => Some(state.name.clone()),
            name if name.starts_with(|one: char| one.is_ascii_digit()) => {
                let at: usize = name.parse().unwrap_or(usize::MAX);
                state.parameters.get(at.saturating_sub(1)).cloned()
            }
            name => state.special(name).or_else(|| state.find(name).map(str::to_owned)),
        }
    }

    /// The key of an element.
    pub fn key(&mut self, name: &str, at: &Word) -> Result<String, String> {
        let text = self.text(at)?;
        match self.state.is_named(name) {
            true => Ok(text),
            false => Ok(arithmetic::value(&text, self.state)?.to_string()),
        }
    }

    fn variable(&mut self, name: &str, place: &Place, change: &Change) -> Result<String, String> {
        let found = match place {
            Place::At(at) => {
                let key = self.key(name, at)?;
                self.state.element(name, &key)
            }
            Place::Whole => self.lookup(name),
            _ => None,
        };
        let counts = matches!(place, Place::All | Place::Joined);
        match change {
            Change::Length if counts => return Ok(self.state.entries(name).len().to_string()),
            Change::Length if matches!(name, "@" | "*") => {
                return Ok(self.state.parameters.len().to_string());
            }
            Change::Turned(inner) => {
                let Some(other) = found.filter(|other| !other.is_empty()) else {
                    return Err(format!("{name}: invalid indirect expansion"));
                };
                return match other.split_once('[').and_then(|(name, at)| Some((name, at.strip_suffix(']')?)))
                {
                    Some((array, at)) => {
                        let at = Word { parts: vec![Part::Text { text: at.to_owned(), quoted: true }] };
                        self.variable(array, &Place::At(Box::new(at)), inner)
                    }
                    None => self.variable(&other, &Place::Whole, inner),
                };
            }
            Change::Instead { sign, colon, word } => {
                let there = found.as_ref().is_some_and(|found| !(*colon && found.is_empty()));
                return self.instead(name, found.unwrap_or_default(), there, (*sign, *colon, word));
            }
            _ => {}
        }
        if found.is_none() && self.state.nounset && !matches!(name, "@" | "*") {
            return Err(self.state.dialect.unset_variable(name));
        }
        self.one_changed(name, &found.unwrap_or_default(), change)
    }

    fn one_changed(&mut self, name: &str, value: &str, change: &Change) -> Result<String, String> {
        match change {
            Change::Length => Ok(value.chars().count().to_string()),
            Change::Trim { end, longest, pattern } => {
                let pattern = self.pattern(pattern)?;
                Ok(trim(value, &pattern, *end, *longest))
            }
            Change::Replace { all, anchor, pattern, with } => {
                let (pattern, with) = (self.pattern(pattern)?, self.text(with)?);
                Ok(match anchor {
                    None => replace(value, &pattern, &with, *all),
                    Some(sign) => match anchored(value, &pattern, *sign == '%') {
                        Some(kept) if *sign == '#' => format!("{with}{kept}"),
                        Some(kept) => format!("{kept}{with}"),
                        None => value.to_owned(),
                    },
                })
            }
            Change::Part { offset, length } => {
                let (from, to) = self.range(value.chars().count() as i64, offset, length.as_ref())?;
                Ok(value.chars().skip(from).take(to.saturating_sub(from)).collect())
            }
            Change::Case { sign, all } => Ok(cased(value, *sign, *all)),
            Change::As(sign) => Ok(match sign {
                'Q' => super::tools::quoted(value),
                'U' => value.to_uppercase(),
                'L' => value.to_lowercase(),
                'u' => cased(value, '^', false),
                'E' => super::unescape(value),
                'A' => format!("{name}={}", super::tools::quoted(value)),
                _ => value.to_owned(),
            }),
            _ => Ok(value.to_owned()),
        }
    }

    fn instead(
        &mut self,
        name: &str,
        value: String,
        there: bool,
        (sign, colon, word): (char, bool, &Word),
    ) -> Result<String, String> {
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
                let null = if colon { "null or " } else { "" };
                Err(format!("{name}: parameter {null}not set"))
            }
            '?' if text.is_empty() => Err(self.state.dialect.unset_variable(name)),
            '?' => Err(format!("{name}: {text}")),
            _ => Ok(text),
        }
    }

    /// `:offset:length` of so many.
    fn range(&mut self, count: i64, offset: &Word, length: Option<&Word>) -> Result<(usize, usize), String> {
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
        Ok((from as usize, to.clamp(from, count) as usize))
    }

    /// Files that fit, in order; `*` does not go past a slash, nor match what begins with a dot.
    fn matching_files(&self, pattern: &str) -> Vec<String> {
        let directory = format!("{}/", self.state.directory.trim_end_matches('/'));
        let absolute = pattern.starts_with('/');
        let depth = pattern.trim_start_matches("./").split('/').count();
        let bare = pattern.trim_start_matches("./");
        let lead = &pattern[..pattern.len() - bare.len()];
        let dots = self.state.is_switched("dotglob");
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
                    (!step.is_empty() || pattern.is_empty())
                        && pattern::matches(pattern, step)
                        && (!step.starts_with('.') || pattern.starts_with('.') || dots)
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

/// What is left of a value whose longest beginning or end a pattern fits.
fn anchored(value: &str, pattern: &str, end: bool) -> Option<String> {
    let cut = trim(value, pattern, end, true);
    (cut != value || (pattern::matches(pattern, "") && !value.is_empty())).then_some(cut)
}

fn cased(value: &str, sign: char, all: bool) -> String {
    let turn = |one: char| -> String {
        match sign {
            '^' => one.to_uppercase().collect(),
            ',' => one.to_lowercase().collect(),
            _ if one.is_uppercase() => one.to_lowercase().collect(),
            _ => one.to_uppercase().collect(),
        }
    };
    let changed = |(at, one): (usize, char)| if all || at == 0 { turn(one) } else { one.to_string() };
    value.chars().enumerate().map(changed).collect()
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
