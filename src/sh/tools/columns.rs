//! `nl`, `fold`, `expand`, `unexpand`, `paste`, `join`, `comm`: lines and columns, as POSIX has them.

use std::collections::BTreeMap;

use super::{Answer, Input, Options, Outcome};

/// Columns of a tab stop, and of `fold`.
const TAB: usize = 8;
const WIDTH: usize = 80;
/// Columns there may be.
const LIMIT_WIDTH: usize = 1_000;

fn number(options: &Options, letter: char, usual: usize) -> usize {
    options.value(letter).and_then(|text| text.parse().ok()).unwrap_or(usual).clamp(1, LIMIT_WIDTH)
}

pub fn nl(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("nl", arguments, "p", "bwsviln")?;
    let text = input.text("nl", &options.rest)?;
    let (width, joint) = (number(&options, 'w', 6), options.value('s').unwrap_or("\t"));
    let all = options.value('b') == Some("a");
    let step = number(&options, 'i', 1);
    let mut at = options.value('v').and_then(|text| text.parse().ok()).unwrap_or(1usize);
    let mut out = String::new();
    for line in text.lines() {
        match all || !line.is_empty() {
            true => {
                out += &match options.value('n') {
                    Some("ln") => format!("{at:<width$}{joint}{line}\n"),
                    Some("rz") => format!("{at:0>width$}{joint}{line}\n"),
                    _ => format!("{at:>width$}{joint}{line}\n"),
                };
                at += step;
            }
            false => out += &format!("{}\n", " ".repeat(width + joint.chars().count())),
        }
    }
    Ok(Outcome::said(out))
}

pub fn fold(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("fold", arguments, "sb", "w")?;
    let text = input.text("fold", &options.rest)?;
    let width = number(&options, 'w', WIDTH);
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        let mut letters: Vec<char> = line.chars().collect();
        while letters.len() > width {
            let blank = letters[..width].iter().rposition(|one| *one == ' ').filter(|_| options.has('s'));
            let rest = letters.split_off(blank.map_or(width, |at| at + 1));
            out.extend(letters);
            out.push('\n');
            letters = rest;
        }
        out.extend(letters);
        out += end;
    }
    Ok(Outcome::said(out))
}

pub fn expand(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("expand", arguments, "i", "t")?;
    let text = input.text("expand", &options.rest)?;
    let stop = number(&options, 't', TAB);
    let mut out = String::new();
    let mut column = 0;
    for one in text.chars() {
        match one {
            '\t' => {
                let blanks = stop - column % stop;
                out += &" ".repeat(blanks);
                column += blanks;
            }
            one => {
                column = if one == '\n' { 0 } else { column + 1 };
                out.push(one);
            }
        }
    }
    Ok(Outcome::said(out))
}

/// The blanks a line begins with become tabs.
pub fn unexpand(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("unexpand", arguments, "a", "t")?;
    let text = input.text("unexpand", &options.rest)?;
    let stop = number(&options, 't', TAB);
    let line = |line: &str| {
        let bare = line.trim_start_matches(' ');
        let blanks = line.len() - bare.len();
        format!("{}{}{bare}\n", "\t".repeat(blanks / stop), " ".repeat(blanks % stop))
    };
    Ok(Outcome::said(text.lines().map(line).collect::<String>()))
}

/// The lines of each file; what is piped in is shared among those called `-`.
fn columns(tool: &str, files: &[String], input: &Input<'_>) -> Result<Vec<Vec<String>>, Outcome> {
    let typed = files.iter().filter(|one| *one == "-").count();
    let stdin: Vec<String> =
        if typed > 0 { input.stdin().lines().map(str::to_owned).collect() } else { Vec::new() };
    let mut place = 0;
    let mut all = Vec::new();
    for file in files {
        if file == "-" {
            all.push(stdin.iter().skip(place).step_by(typed).cloned().collect());
            place += 1;
            continue;
        }
        all.push(input.text(tool, std::slice::from_ref(file))?.lines().map(str::to_owned).collect());
    }
    Ok(all)
}

pub fn paste(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("paste", arguments, "s", "d")?;
    let usual = ["-".to_owned()];
    let files = if options.rest.is_empty() { &usual[..] } else { &options.rest };
    let all = columns("paste", files, input)?;
    let joints: Vec<char> = crate::sh::unescape(options.value('d').unwrap_or("\t")).chars().collect();
    let joined = |cells: Vec<&str>| {
        let mut line = String::new();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                line.extend(joints.get((at - 1) % joints.len().max(1)));
            }
            line += cell;
        }
        line + "\n"
    };
    if options.has('s') {
        let lines = all.iter().map(|lines| joined(lines.iter().map(String::as_str).collect()));
        return Ok(Outcome::said(lines.collect::<String>()));
    }
    let most = all.iter().map(Vec::len).max().unwrap_or_default();
    let row = |at: usize| joined(all.iter().map(|lines| lines.get(at).map_or("", String::as_str)).collect());
    Ok(Outcome::said((0..most).map(row).collect::<String>()))
}

fn two(tool: &str, files: &[String], input: &Input<'_>) -> Result<[Vec<String>; 2], Outcome> {
    let [_, _] = files else {
        let why = match files.last() {
            Some(last) => format!("{tool}: missing operand after '{last}'"),
            None => format!("{tool}: missing operand"),
        };
        return Err(Outcome::failed(1, &why));
    };
    let mut all = columns(tool, files, input)?.into_iter();
    Ok([all.next().unwrap_or_default(), all.next().unwrap_or_default()])
}

pub fn comm(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("comm", arguments, "123", "")?;
    let [left, right] = two("comm", &options.rest, input)?;
    let hides = |column: char| options.has(column);
    let tabs = |columns: &[char]| "\t".repeat(columns.iter().filter(|one| !hides(**one)).count());
    let (mut a, mut b, mut out) = (0, 0, String::new());
    while a < left.len() || b < right.len() {
        let order = match (left.get(a), right.get(b)) {
            (Some(one), Some(other)) => one.cmp(other),
            (Some(_), None) => std::cmp::Ordering::Less,
            _ => std::cmp::Ordering::Greater,
        };
        let (column, lead, line) = match order {
            std::cmp::Ordering::Less => ('1', String::new(), &left[a]),
            std::cmp::Ordering::Greater => ('2', tabs(&['1']), &right[b]),
            std::cmp::Ordering::Equal => ('3', tabs(&['1', '2']), &left[a]),
        };
        if !hides(column) {
            out += &format!("{lead}{line}\n");
        }
        a += usize::from(order.is_le());
        b += usize::from(order.is_ge());
    }
    Ok(Outcome::said(out))
}

pub fn join(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("join", arguments, "i", "atv12oe")?;
    let [left, right] = two("join", &options.rest, input)?;
    let mark = options.value('t');
    let fields = |line: &str| -> Vec<String> {
        match mark {
            Some(mark) => line.split(mark).map(str::to_owned).collect(),
            None => line.split_whitespace().map(str::to_owned).collect(),
        }
    };
    let place = |letter| number(&options, letter, 1) - 1;
    let parted = |line: &String, at: usize| {
        let mut all = fields(line);
        let key = if at < all.len() { all.remove(at) } else { String::new() };
        (key, all)
    };
    let joint = mark.unwrap_or(" ");
    let shown = |parts: &[&[String]]| parts.concat().join(joint) + "\n";
    let mut rights: BTreeMap<String, Vec<(usize, Vec<String>)>> = BTreeMap::new();
    for (at, line) in right.iter().enumerate() {
        let (key, rest) = parted(line, place('2'));
        rights.entry(key).or_default().push((at, rest));
    }
    let alone: Vec<&str> = options
        .given
        .iter()
        .filter(|(letter, _)| matches!(letter, 'a' | 'v'))
        .map(|(_, value)| value.as_str())
        .collect();
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut paired = Vec::new();
    for line in &left {
        let (key, rest) = parted(line, place('1'));
        match rights.get(&key) {
            Some(others) => {
                paired.push(key.clone());
                if !options.has('v') {
                    let line = |(_, other): &(usize, Vec<String>)| {
                        (key.clone(), shown(&[std::slice::from_ref(&key), &rest, other]))
                    };
                    lines.extend(others.iter().map(line));
                }
            }
            None if alone.contains(&"1") => {
                let line = shown(&[std::slice::from_ref(&key), &rest]);
                lines.push((key, line));
            }
            None => {}
        }
    }
    if alone.contains(&"2") {
        for (key, others) in rights.iter().filter(|(key, _)| !paired.contains(key)) {
            lines.extend(
                others.iter().map(|(_, rest)| (key.clone(), shown(&[std::slice::from_ref(key), rest]))),
            );
        }
        lines.sort_by(|one, other| one.0.cmp(&other.0));
    }
    Ok(Outcome::said(lines.into_iter().map(|(_, line)| line).collect::<String>()))
}
