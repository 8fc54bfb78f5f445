//! `printf`, `seq`, `basename`, `dirname`, `tac`, `rev`, `column -t`.

use super::{Answer, Input, Outcome};
use crate::sh::{LIMIT_OUTPUT, unescape};

/// Numbers of one `seq`.
const LIMIT_NUMBERS: usize = 100_000;
/// Columns a field may be padded to.
const LIMIT_WIDTH: usize = 1_000;

pub fn printf(arguments: &[String], _: &Input<'_>) -> Answer {
    let [format, values @ ..] = arguments else {
        return Err(Outcome::failed(2, "printf: usage: printf [-v var] format [arguments]"));
    };
    let format = unescape(format);
    let mut text = String::new();
    let mut values = values.iter();
    loop {
        let before = values.len();
        filled(&format, &mut values, &mut text);
        if values.len() == 0 || values.len() == before || text.len() > LIMIT_OUTPUT {
            return Ok(Outcome::said(text));
        }
    }
}

/// The format once, with the values that come next.
pub(super) fn filled(format: &str, values: &mut std::slice::Iter<'_, String>, text: &mut String) {
    let mut chars = format.chars();
    while let Some(one) = chars.next() {
        if one != '%' {
            text.push(one);
            continue;
        }
        let mut flags = String::new();
        let kind = loop {
            match chars.next() {
                Some(flag) if "-+ 0123456789.".contains(flag) => flags.push(flag),
                kind => break kind,
            }
        };
        if kind == Some('%') {
            text.push('%');
            continue;
        }
        let value = values.next().map_or("", String::as_str);
        let plain = match kind {
            Some('d' | 'i' | 'u') => whole(value).to_string(),
            Some('c') => value.chars().next().map(String::from).unwrap_or_default(),
            Some('o') => format!("{:o}", value.trim().parse::<i64>().unwrap_or_default()),
            Some('x') => format!("{:x}", value.trim().parse::<i64>().unwrap_or_default()),
            Some('f') => {
                let digits =
                    flags.split_once('.').and_then(|(_, digits)| digits.parse().ok()).unwrap_or(6usize);
                format!("{:.*}", digits.min(30), value.trim().parse::<f64>().unwrap_or_default())
            }
            Some('b') => unescape(value),
            Some('q') => format!("'{value}'"),
            _ => value.to_owned(),
        };
        let (width, left) = (flags.trim_start_matches(['-', '+', ' ']), flags.starts_with('-'));
        let zeros = width.starts_with('0') && !left;
        let width: usize = width.split('.').next().and_then(|width| width.parse().ok()).unwrap_or_default();
        let missing = width.min(LIMIT_WIDTH).saturating_sub(plain.chars().count());
        let padding = if zeros { "0" } else { " " }.repeat(missing);
        *text += &if left { plain + &padding } else { padding + &plain };
    }
}

/// `7`, `7.9`: without what comes after the point.
fn whole(text: &str) -> i64 {
    let text = text.trim();
    text.parse().unwrap_or_else(|_| text.parse::<f64>().unwrap_or_default() as i64)
}

pub fn seq(arguments: &[String], _: &Input<'_>) -> Answer {
    let mut numbers: Vec<f64> = Vec::new();
    let mut joint = "\n".to_owned();
    let mut rest = arguments.iter();
    while let Some(one) = rest.next() {
        match one.as_str() {
            joined if joined.len() > 2 && joined.starts_with("-s") => joint = unescape(&joined[2..]),
            "-s" => joint = rest.next().map_or(String::new(), |text| unescape(text)),
            "-w" => {}
            text => match text.parse() {
                Ok(number) => numbers.push(number),
                Err(_) => {
                    return Err(Outcome::failed(
                        1,
                        &format!("seq: invalid floating point argument: '{text}'"),
                    ));
                }
            },
        }
    }
    let (from, step, to) = match numbers.as_slice() {
        [to] => (1.0, 1.0, *to),
        [from, to] => (*from, 1.0, *to),
        [from, step, to] if *step != 0.0 => (*from, *step, *to),
        _ => return Err(Outcome::failed(1, "seq: missing operand")),
    };
    let all = (0..LIMIT_NUMBERS).map(|at| from + step * at as f64);
    let inside = all.take_while(|one| if step > 0.0 { *one <= to + 1e-9 } else { *one >= to - 1e-9 });
    let texts: Vec<String> = inside.map(|one| ((one * 1e6).round() / 1e6).to_string()).collect();
    Ok(Outcome::said(if texts.is_empty() { String::new() } else { texts.join(&joint) + "\n" }))
}

pub fn basename(arguments: &[String], _: &Input<'_>) -> Answer {
    let [path, rest @ ..] = arguments else { return Err(Outcome::failed(1, "basename: missing operand")) };
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let end = rest.first().map_or("", String::as_str);
    Ok(Outcome::said(format!("{}\n", last.strip_suffix(end).filter(|bare| !bare.is_empty()).unwrap_or(last))))
}

pub fn dirname(arguments: &[String], _: &Input<'_>) -> Answer {
    let [path, ..] = arguments else { return Err(Outcome::failed(1, "dirname: missing operand")) };
    let bare = path.trim_end_matches('/');
    let parent = match bare.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((parent, _)) => parent,
        None => ".",
    };
    Ok(Outcome::said(format!("{parent}\n")))
}

pub fn tac(arguments: &[String], input: &Input<'_>) -> Answer {
    let text = input.text("tac", arguments)?;
    Ok(Outcome::said(text.lines().rev().map(|line| format!("{line}\n")).collect::<String>()))
}

pub fn rev(arguments: &[String], input: &Input<'_>) -> Answer {
    let text = input.text("rev", arguments)?;
    let turned = text.lines().map(|line| line.chars().rev().chain(['\n']).collect::<String>());
    Ok(Outcome::said(turned.collect::<String>()))
}

/// `column -t`: each column as wide as its widest cell, two blanks between.
pub fn column(arguments: &[String], input: &Input<'_>) -> Answer {
    let files: Vec<String> = arguments.iter().filter(|one| !one.starts_with('-')).cloned().collect();
    let text = input.text("column", &files)?;
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    let mut widths: Vec<usize> = Vec::new();
    for row in &rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut out = String::new();
    for row in &rows {
        let cells: String =
            row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}  ")).collect();
        out += cells.trim_end();
        out.push('\n');
    }
    Ok(Outcome::said(out))
}
