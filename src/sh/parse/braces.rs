//! Brace expansion: `{1..3}` and `{a,b}`, within one another too, where nothing in them is quoted; what is quoted or a
//! variable goes along.

use crate::sh::ast::{Part, Word};

/// Words one word may become, and braces within one another.
const LIMIT: usize = 10_000;
const LIMIT_DEPTH: usize = 64;

/// A character that may be part of a brace, or anything else.
#[derive(Clone)]
enum Piece {
    Char(char),
    Other(Part),
}

pub fn expand(word: Word) -> Vec<Word> {
    let open = |part: &Part| matches!(part, Part::Text { text, quoted: false } if text.contains('{'));
    if !word.parts.iter().any(open) {
        return vec![word];
    }
    let mut pieces = Vec::new();
    for part in word.parts {
        match part {
            Part::Text { text, quoted: false } => pieces.extend(text.chars().map(Piece::Char)),
            other => pieces.push(Piece::Other(other)),
        }
    }
    choices(&pieces, 0).into_iter().map(joined).collect()
}

fn joined(pieces: Vec<Piece>) -> Word {
    let mut word = Word::default();
    for piece in pieces {
        match (piece, word.parts.last_mut()) {
            (Piece::Char(one), Some(Part::Text { text, quoted: false })) => text.push(one),
            (Piece::Char(one), _) => word.parts.push(Part::Text { text: one.into(), quoted: false }),
            (Piece::Other(part), _) => word.parts.push(part),
        }
    }
    word
}

fn is(piece: &Piece, wanted: char) -> bool {
    matches!(piece, Piece::Char(one) if *one == wanted)
}

/// Where the brace that opens at a place closes, and the commas between.
fn closed(pieces: &[Piece], open: usize) -> Option<(usize, Vec<usize>)> {
    let (mut depth, mut commas) = (0, Vec::new());
    for (at, piece) in pieces.iter().enumerate().skip(open + 1) {
        match piece {
            Piece::Char('{') => depth += 1,
            Piece::Char('}') if depth == 0 => return Some((at, commas)),
            Piece::Char('}') => depth -= 1,
            Piece::Char(',') if depth == 0 => commas.push(at),
            _ => {}
        }
    }
    None
}

fn choices(pieces: &[Piece], depth: usize) -> Vec<Vec<Piece>> {
    let opens = (0..pieces.len()).filter(|at| is(&pieces[*at], '{'));
    let found = opens.filter(|_| depth < LIMIT_DEPTH).find_map(|open| {
        let (close, commas) = closed(pieces, open)?;
        let inside = &pieces[open + 1..close];
        let all: Vec<Vec<Piece>> = match commas.is_empty() {
            true => range(inside)?,
            false => {
                let ends = commas.iter().copied().chain([close]);
                let starts = [open].into_iter().chain(commas.iter().copied());
                starts
                    .zip(ends)
                    .flat_map(|(from, to)| choices(&pieces[from + 1..to], depth + 1))
                    .take(LIMIT)
                    .collect()
            }
        };
        Some((open, close, all))
    });
    let Some((open, close, all)) = found else { return vec![pieces.to_vec()] };
    let rests = choices(&pieces[close + 1..], depth + 1);
    let with = |one: &Vec<Piece>| {
        let whole = |rest: &Vec<Piece>| [&pieces[..open], one, rest].concat();
        rests.iter().map(whole).collect::<Vec<_>>()
    };
    all.iter().flat_map(with).take(LIMIT).collect()
}

fn range(inside: &[Piece]) -> Option<Vec<Vec<Piece>>> {
    let plain = |piece: &Piece| match piece {
        Piece::Char(one) => Some(*one),
        Piece::Other(_) => None,
    };
    let text: String = inside.iter().map(plain).collect::<Option<_>>()?;
    let (from, to) = text.split_once("..")?;
    let pieces = |text: String| text.chars().map(Piece::Char).collect();
    Some(texts(from, to)?.into_iter().map(pieces).collect())
}

fn texts(from: &str, to: &str) -> Option<Vec<String>> {
    let letter = |text: &str| text.chars().next().filter(|one| text.len() == 1 && one.is_ascii_alphabetic());
    let (to, step) = to.split_once("..").unwrap_or((to, "1"));
    let step = step.trim_start_matches('-').parse::<usize>().ok()?.max(1);
    if let (Some(from), Some(to)) = (letter(from), letter(to)) {
        let all = from.min(to)..=from.max(to);
        return Some(if from <= to {
            all.step_by(step).map(String::from).collect()
        } else {
            all.rev().step_by(step).map(String::from).collect()
        });
    }
    let padded = |text: &str| text.trim_start_matches('-').starts_with('0') && text.len() > 1;
    let width = if padded(from) || padded(to) { from.len().max(to.len()) } else { 0 };
    let (from, to): (i64, i64) = (from.parse().ok()?, to.parse().ok()?);
    let all = from.min(to)..=from.max(to);
    let print = |one: i64| format!("{one:0width$}");
    Some(if from <= to {
        all.step_by(step).take(LIMIT).map(print).collect()
    } else {
        all.rev().step_by(step).take(LIMIT).map(print).collect()
    })
}
