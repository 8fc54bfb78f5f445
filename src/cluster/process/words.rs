//! Words to arguments: variables, sums, what commands print, splitting at blanks, names of files (POSIX 2.6).

use super::machine::{Process, Said};
use super::script::{Part, Word};
use super::system::System;

/// Bytes of a word.
const LIMIT_WORD: usize = 1 << 16;
/// Numbers and signs of one sum.
const LIMIT_SUM: usize = 200;

/// The arguments a word becomes: none, one, or several where something unquoted holds blanks or a pattern.
pub fn fields(process: &mut Process, word: &Word, system: &mut dyn System, said: &mut Said) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    let mut open = false;
    let mut pattern = false;
    for part in &word.0 {
        let plain = matches!(part, Part::Text { .. } | Part::Sum(_));
        let (value, quoted) = value(process, part, system, said);
        pattern |= !quoted && value.contains(['*', '?']);
        if quoted || plain {
            if !open {
                fields.push(String::new());
            }
            open = true;
            append(&mut fields, &value);
            continue;
        }
        let begins_blank = value.starts_with(char::is_whitespace);
        for (at, piece) in value.split_whitespace().enumerate() {
            if at > 0 || begins_blank || !open {
                fields.push(String::new());
            }
            open = true;
            append(&mut fields, piece);
        }
        open &= !value.ends_with(char::is_whitespace);
    }
    if !pattern {
        return fields;
    }
    fields.into_iter().flat_map(|field| names(process, field, system)).collect()
}

/// The files a pattern of the last part of a path means; the pattern itself if there are none.
fn names(process: &Process, field: String, system: &mut dyn System) -> Vec<String> {
    let (folder, last) = field.rsplit_once('/').map_or(("", field.as_str()), |(folder, last)| (folder, last));
    if !last.contains(['*', '?']) {
        return vec![field];
    }
    let shown = if field.contains('/') { format!("{folder}/") } else { String::new() };
    let place = process.path(if shown.is_empty() { "." } else { &shown });
    let like = |name: &String| is_like(name, last) && (last.starts_with('.') || !name.starts_with('.'));
    let found: Vec<String> =
        system.files().list(&place).into_iter().filter(like).map(|name| format!("{shown}{name}")).collect();
    if found.is_empty() { vec![field] } else { found }
}

/// The text of a word that is not split.
pub fn text(process: &mut Process, word: &Word, system: &mut dyn System, said: &mut Said) -> String {
    let mut whole = vec![String::new()];
    for part in &word.0 {
        let (value, _) = value(process, part, system, said);
        append(&mut whole, &value);
    }
    whole.remove(0)
}

fn append(fields: &mut [String], text: &str) {
    if let Some(last) = fields.last_mut().filter(|last| last.len() + text.len() <= LIMIT_WORD) {
        last.push_str(text);
    }
}

fn value(process: &mut Process, part: &Part, system: &mut dyn System, said: &mut Said) -> (String, bool) {
    match part {
        Part::Text { text, quoted } => (text.clone(), *quoted),
        Part::Variable { name, other, quoted } => {
            let known = process.variable(name).filter(|value| other.is_none() || !value.is_empty());
            let other = other.as_ref().map(|(sign, text)| (*sign, text.trim_matches('"').to_owned()));
            let value = match (known, other) {
                (Some(_), Some(('+', text))) => text,
                (Some(value), _) => value,
                (None, Some(('-', text))) => text,
                (None, Some(('=', text))) => {
                    process.set(name, &text);
                    text
                }
                (None, _) => String::new(),
            };
            (value, *quoted)
        }
        Part::Sum(text) => (sum(process, text).to_string(), true),
        Part::Output { steps, quoted } => {
            let inner = process.inner(steps, system);
            said.stderr.push_str(&inner.stderr);
            said.takes = said.takes + inner.takes;
            process.status = inner.code;
            (inner.stdout.trim_end_matches('\n').to_owned(), *quoted)
        }
    }
}

/// Whether a text is like a pattern of `*` and `?`.
pub fn is_like(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) = (text.chars().collect(), pattern.chars().collect());
    let (mut at, mut place, mut star) = (0, 0, None);
    while at < text.len() {
        match pattern.get(place) {
            Some('*') => {
                star = Some((place, at));
                place += 1;
            }
            Some(one) if *one == '?' || *one == text[at] => (at, place) = (at + 1, place + 1),
            _ => {
                let Some((before, begun)) = star else { return false };
                (at, place) = (begun + 1, before + 1);
                star = Some((before, begun + 1));
            }
        }
    }
    pattern[place..].iter().all(|one| *one == '*')
}

/// `$((...))`: whole numbers, names, `+ - * / %`, comparisons, brackets.
fn sum(process: &Process, text: &str) -> i64 {
    let mut tokens: Vec<String> = Vec::new();
    for one in text.chars().filter(|one| !one.is_whitespace() && *one != '$') {
        let is_word = |one: char| one.is_ascii_alphanumeric() || one == '_';
        match tokens.last_mut() {
            Some(last) if is_word(one) && last.chars().all(is_word) => last.push(one),
            Some(last) if one == '=' && matches!(last.as_str(), "<" | ">" | "=" | "!") => last.push(one),
            _ => tokens.push(one.to_string()),
        }
    }
    tokens.truncate(LIMIT_SUM);
    Sum { process, tokens: &tokens, at: 0 }.level(0)
}

struct Sum<'a> {
    process: &'a Process,
    tokens: &'a [String],
    at: usize,
}

const LEVELS: [&[&str]; 3] = [&["<", ">", "<=", ">=", "==", "!="], &["+", "-"], &["*", "/", "%"]];

impl Sum<'_> {
    fn level(&mut self, level: usize) -> i64 {
        let Some(signs) = LEVELS.get(level) else { return self.one() };
        let mut left = self.level(level + 1);
        while let Some(sign) = self.tokens.get(self.at).filter(|token| signs.contains(&token.as_str())) {
            self.at += 1;
            let right = self.level(level + 1);
            left = match sign.as_str() {
                "+" => left.wrapping_add(right),
                "-" => left.wrapping_sub(right),
                "*" => left.wrapping_mul(right),
                "/" => left.checked_div(right).unwrap_or_default(),
                "%" => left.checked_rem(right).unwrap_or_default(),
                "<" => i64::from(left < right),
                ">" => i64::from(left > right),
                "<=" => i64::from(left <= right),
                ">=" => i64::from(left >= right),
                "==" => i64::from(left == right),
                _ => i64::from(left != right),
            };
        }
        left
    }

    fn one(&mut self) -> i64 {
        let Some(token) = self.tokens.get(self.at) else { return 0 };
        self.at += 1;
        match token.as_str() {
            "(" => {
                let inner = self.level(0);
                self.at += 1;
                inner
            }
            "-" => self.one().wrapping_neg(),
            name => {
                let held = || self.process.variable(name).and_then(|value| value.trim().parse().ok());
                name.parse().ok().or_else(held).unwrap_or_default()
            }
        }
    }
}
