//! `seq`, `basename`, `dirname`, `tac`, `rev`, `column -t`.

use super::{Answer, Input, Outcome};
use crate::sh::unescape;

/// Numbers of one `seq`.
const LIMIT_NUMBERS: usize = 100_000;

pub fn seq(arguments: &[String], _: &Input<'_>) -> Answer {
    let mut numbers: Vec<f64> = Vec::new();
    let (mut joint, mut format, mut wide) = ("\n".to_owned(), None, false);
    let mut digits = 0;
    let mut rest = arguments.iter();
    while let Some(one) = rest.next() {
        match one.as_str() {
            joined if joined.len() > 2 && joined.starts_with("-s") => joint = unescape(&joined[2..]),
            "-s" => joint = rest.next().map_or(String::new(), |text| unescape(text)),
            "-f" => format = rest.next().cloned(),
            "-w" => wide = true,
            text => match text.parse() {
                Ok(number) => {
                    digits = digits.max(text.split_once('.').map_or(0, |(_, part)| part.len()));
                    numbers.push(number);
                }
                Err(_) => {
                    let help = "Try 'seq --help' for more information.";
                    let why = format!("seq: invalid floating point argument: '{text}'\n{help}");
                    return Err(Outcome::failed(1, &why));
                }
            },
        }
    }
    let (from, step, to) = match numbers.as_slice() {
        [to] => (1.0, 1.0, *to),
        [from, to] => (*from, 1.0, *to),
        [from, step, to] if *step != 0.0 => (*from, *step, *to),
        _ => return Err(Outcome::failed(1, "seq: missing operand\nTry 'seq --help' for more information.")),
    };
    let all = (0..LIMIT_NUMBERS).map(|at| from + step * at as f64);
    let inside = all.take_while(|one| if step > 0.0 { *one <= to + 1e-9 } else { *one >= to - 1e-9 });
    let mut texts: Vec<String> = inside.map(|one| format!("{one:.*}", digits.min(15))).collect();
    if wide {
        let width = texts.iter().map(String::len).max().unwrap_or_default();
        texts.iter_mut().for_each(|one| *one = format!("{one:0>width$}"));
    }
    if let Some(format) = format {
        for one in &mut texts {
            let mut text = String::new();
            super::printf::filled(&format, &mut std::slice::from_ref(one).iter(), &mut text);
            *one = text;
        }
    }
    Ok(Outcome::said(if texts.is_empty() { String::new() } else { texts.join(&joint) + "\n" }))
}

pub fn basename(arguments: &[String], _: &Input<'_>) -> Answer {
    let swapped: Vec<String>;
    let arguments = match arguments {
        [flag, end, path] if flag == "-s" => {
            swapped = vec![path.clone(), end.clone()];
            &swapped[..]
        }
        other => other,
    };
    let [path, rest @ ..] = arguments else { return Err(Outcome::failed(1, "basename: missing operand")) };
    if !path.is_empty() && path.chars().all(|one| one == '/') {
        return Ok(Outcome::said("/\n"));
    }
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let end = rest.first().map_or("", String::as_str);
    Ok(Outcome::said(format!("{}\n", last.strip_suffix(end).filter(|bare| !bare.is_empty()).unwrap_or(last))))
}

pub fn dirname(arguments: &[String], _: &Input<'_>) -> Answer {
    let [path, ..] = arguments else { return Err(Outcome::failed(1, "dirname: missing operand")) };
    let bare = path.trim_end_matches('/');
    let parent = match bare.rsplit_once('/') {
        _ if bare.is_empty() && path.starts_with('/') => "/",
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
    let options = super::Options::read("column", arguments, "tnex", "sNco")?;
    let text = input.text("column", &options.rest)?;
    let marks = options.value('s').unwrap_or(" \t");
    let cells = |line| -> Vec<&str> {
        str::split(line, |one| marks.contains(one)).filter(|cell| !cell.is_empty()).collect()
    };
    let rows: Vec<Vec<&str>> = text.lines().map(cells).collect();
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
