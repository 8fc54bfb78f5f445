//! Brace expansion: `{1..3}` and `{a,b}`, where nothing in them is quoted.

use crate::sh::ast::{Part, Word};

/// Words one word may become.
const LIMIT: usize = 10_000;

pub fn expand(word: Word) -> Vec<Word> {
    let found = word.parts.iter().enumerate().find_map(|(at, part)| match part {
        Part::Text { text, quoted: false } => parts_of(text).map(|parts| (at, parts)),
        _ => None,
    });
    let Some((at, texts)) = found else { return vec![word] };
    let with = |text: String| {
        let mut parts = word.parts.clone();
        parts[at] = Part::Text { text, quoted: false };
        Word { parts }
    };
    texts.into_iter().take(LIMIT).map(with).collect()
}

/// What one text becomes; none if it has no braces that mean anything.
fn parts_of(text: &str) -> Option<Vec<String>> {
    let open = text.find('{')?;
    let close = open + text[open..].find('}')?;
    let (before, inside, after) = (&text[..open], &text[open + 1..close], &text[close + 1..]);
    let choices: Vec<String> = match inside.split_once("..") {
        Some((from, to)) => range(from, to)?,
        None if inside.contains(',') => inside.split(',').map(str::to_owned).collect(),
        None => return None,
    };
    let rests = parts_of(after).unwrap_or_else(|| vec![after.to_owned()]);
    let each = choices.iter().flat_map(|one| rests.iter().map(move |rest| format!("{before}{one}{rest}")));
    Some(each.take(LIMIT).collect())
}

fn range(from: &str, to: &str) -> Option<Vec<String>> {
    let letter = |text: &str| text.chars().next().filter(|one| text.len() == 1 && one.is_ascii_alphabetic());
    if let (Some(from), Some(to)) = (letter(from), letter(to)) {
        let all = from.min(to)..=from.max(to);
        return Some(if from <= to {
            all.map(String::from).collect()
        } else {
            all.rev().map(String::from).collect()
        });
    }
    let (to, step) = to.split_once("..").unwrap_or((to, "1"));
    let width = if from.starts_with('0') || to.starts_with('0') { from.len().max(to.len()) } else { 0 };
    let (from, to): (i64, i64) = (from.parse().ok()?, to.parse().ok()?);
    let step = step.parse::<usize>().ok().filter(|step| *step > 0)?;
    let all = from.min(to)..=from.max(to);
    let print = |one: i64| format!("{one:0width$}");
    Some(if from <= to {
        all.step_by(step).take(LIMIT).map(print).collect()
    } else {
        all.rev().step_by(step).take(LIMIT).map(print).collect()
    })
}
