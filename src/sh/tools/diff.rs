//! `diff` and `cmp`: GNU's words, and busybox' in images of it.

use super::{Answer, Input, Options, Outcome};

/// Lines of a file that are compared one by one with all of the other.
const LIMIT_LINES: usize = 3_000;
/// Lines around a change (`-u`).
const AROUND: usize = 3;

/// A run of lines that differ: where it begins in both, and how long it is there.
struct Change {
    left: (usize, usize),
    right: (usize, usize),
}

fn both(tool: &str, files: &[String], input: &Input<'_>) -> Result<[String; 2], Outcome> {
    let [left, right] = files else {
        let why = match files.last() {
            Some(last) => format!("{tool}: missing operand after '{last}'"),
            None => format!("{tool}: missing operand after '{tool}'"),
        };
        return Err(Outcome::failed(2, &why));
    };
    let one = |file: &String| {
        input.text(tool, std::slice::from_ref(file)).map_err(|why| Outcome { code: 2, ..why })
    };
    match (one(left), one(right)) {
        (Ok(left), Ok(right)) => Ok([left, right]),
        (Err(mut first), Err(second)) => {
            first.stderr += &second.stderr;
            Err(first)
        }
        (Err(why), _) | (_, Err(why)) => Err(why),
    }
}

pub fn diff(arguments: &[String], input: &Input<'_>) -> Answer {
    let plain: Vec<String> =
        arguments.iter().filter(|one| !one.starts_with("--color")).map(|one| long(one)).collect();
    let options = Options::read("diff", &plain, "uqsrNwbBiaE", "UL")?;
    let [left, right] = both("diff", &options.rest, input)?;
    let (one, other) = (&options.rest[0], &options.rest[1]);
    let bare = |line: &str| match (options.has('w'), options.has('b'), options.has('i')) {
        (true, ..) => line.split_whitespace().collect(),
        (_, true, _) => line.split_whitespace().collect::<Vec<_>>().join(" "),
        (.., true) => line.to_lowercase(),
        _ => line.to_owned(),
    };
    let lines = |text: &str| -> Vec<String> { text.lines().map(bare).collect() };
    let (a, b) = (lines(&left), lines(&right));
    let changes = changes(&a, &b);
    let ends = left.is_empty() || right.is_empty() || left.ends_with('\n') == right.ends_with('\n');
    if changes.is_empty() && ends {
        let same =
            if options.has('s') { format!("Files {one} and {other} are identical\n") } else { String::new() };
        return Ok(Outcome::said(same));
    }
    if options.has('q') {
        return Ok(Outcome { code: 1, ..Outcome::said(format!("Files {one} and {other} differ\n")) });
    }
    let (left, right): (Vec<&str>, Vec<&str>) = (left.lines().collect(), right.lines().collect());
    let text = match options.has('u') || options.has('U') || input.is_ash() {
        true => {
            let around = options.value('U').and_then(|text| text.parse().ok()).unwrap_or(AROUND);
            let names = options
                .given
                .iter()
                .filter(|(letter, _)| *letter == 'L')
                .map(|(_, name)| name.clone())
                .collect::<Vec<_>>();
            let stamp = if input.is_ash() { "" } else { "\t1970-01-01 00:00:00.000000000 +0000" };
            let name =
                |at: usize, usual: &str| names.get(at).cloned().unwrap_or_else(|| format!("{usual}{stamp}"));
            format!(
                "--- {}\n+++ {}\n{}",
                name(0, one),
                name(1, other),
                unified(&left, &right, &changes, around)
            )
        }
        false => changes.iter().map(|change| normal(&left, &right, change)).collect(),
    };
    Ok(Outcome { code: 1, ..Outcome::said(text) })
}

fn long(one: &str) -> String {
    match one {
        "--unified" => "-u",
        "--brief" => "-q",
        "--recursive" => "-r",
        "--new-file" => "-N",
        "--ignore-all-space" => "-w",
        other => other,
    }
    .to_owned()
}

/// The longest common subsequence decides what stays.
fn changes(a: &[String], b: &[String]) -> Vec<Change> {
    let begin = a.iter().zip(b).take_while(|(one, other)| one == other).count();
    let most = a.len().min(b.len()) - begin;
    let end = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(one, other)| one == other).count();
    let (a, b) = (&a[begin..a.len() - end], &b[begin..b.len() - end]);
    if a.is_empty() && b.is_empty() {
        return Vec::new();
    }
    if a.len() > LIMIT_LINES || b.len() > LIMIT_LINES {
        return vec![Change { left: (begin, a.len()), right: (begin, b.len()) }];
    }
    let width = b.len() + 1;
    let mut common = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i * width + j] = match a[i] == b[j] {
                true => common[(i + 1) * width + j + 1] + 1,
                false => common[(i + 1) * width + j].max(common[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j, mut all) = (0, 0, Vec::new());
    while i < a.len() || j < b.len() {
        let (from_i, from_j) = (i, j);
        while i < a.len() || j < b.len() {
            if i < a.len() && j < b.len() && a[i] == b[j] {
                break;
            }
            let goes_left =
                j >= b.len() || (i < a.len() && common[(i + 1) * width + j] >= common[i * width + j + 1]);
            if goes_left { i += 1 } else { j += 1 }
        }
        if i > from_i || j > from_j {
            all.push(Change { left: (begin + from_i, i - from_i), right: (begin + from_j, j - from_j) });
        }
        while i < a.len() && j < b.len() && a[i] == b[j] {
            (i, j) = (i + 1, j + 1);
        }
    }
    all
}

fn normal(left: &[&str], right: &[&str], change: &Change) -> String {
    let range = |(from, count): (usize, usize)| match count {
        0 => from.to_string(),
        1 => (from + 1).to_string(),
        _ => format!("{},{}", from + 1, from + count),
    };
    let letter = match (change.left.1, change.right.1) {
        (0, _) => 'a',
        (_, 0) => 'd',
        _ => 'c',
    };
    let lines = |all: &[&str], (from, count): (usize, usize), sign: char| -> String {
        all[from..from + count].iter().map(|line| format!("{sign} {line}\n")).collect()
    };
    let between = if letter == 'c' { "---\n" } else { "" };
    format!(
        "{}{letter}{}\n{}{between}{}",
        range(change.left),
        range(change.right),
        lines(left, change.left, '<'),
        lines(right, change.right, '>')
    )
}

fn unified(left: &[&str], right: &[&str], changes: &[Change], around: usize) -> String {
    let mut groups: Vec<Vec<&Change>> = Vec::new();
    for change in changes {
        match groups.last_mut() {
            Some(group)
                if group
                    .last()
                    .is_some_and(|last| change.left.0 - (last.left.0 + last.left.1) <= 2 * around) =>
            {
                group.push(change)
            }
            _ => groups.push(vec![change]),
        }
    }
    let range = |from: usize, to: usize| match to - from {
        0 => format!("{from},0"),
        1 => (from + 1).to_string(),
        count => format!("{},{count}", from + 1),
    };
    let mut text = String::new();
    for group in groups {
        let (first, last) = (group[0], group[group.len() - 1]);
        let from = first.left.0.saturating_sub(around);
        let to = (last.left.0 + last.left.1 + around).min(left.len());
        let other = first.right.0 - (first.left.0 - from);
        let other_to = last.right.0 + last.right.1 + (to - last.left.0 - last.left.1);
        text += &format!("@@ -{} +{} @@\n", range(from, to), range(other, other_to));
        let mut at = from;
        for change in group {
            let keep = left[at..change.left.0].iter().map(|line| format!(" {line}\n"));
            text.extend(keep);
            text.extend(left[change.left.0..][..change.left.1].iter().map(|line| format!("-{line}\n")));
            text.extend(right[change.right.0..][..change.right.1].iter().map(|line| format!("+{line}\n")));
            at = change.left.0 + change.left.1;
        }
        text.extend(left[at..to].iter().map(|line| format!(" {line}\n")));
    }
    text
}

pub fn cmp(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("cmp", arguments, "slb", "n")?;
    let [left, right] = both("cmp", &options.rest, input)?;
    let (one, other) = (&options.rest[0], &options.rest[1]);
    let same = left.bytes().zip(right.bytes()).take_while(|(one, other)| one == other).count();
    let silent = options.has('s');
    let lines = left.as_bytes()[..same].iter().filter(|byte| **byte == b'\n').count() + 1;
    match () {
        () if same == left.len() && same == right.len() => Ok(Outcome::default()),
        () if silent => Ok(Outcome { code: 1, ..Outcome::default() }),
        () if same == left.len() || same == right.len() => {
            let name = if same == left.len() { one } else { other };
            let more =
                if input.is_ash() { String::new() } else { format!(" after byte {same}, in line {lines}") };
            Err(Outcome::failed(1, &format!("cmp: EOF on {name}{more}")))
        }
        () => Ok(Outcome {
            code: 1,
            ..Outcome::said(format!("{one} {other} differ: char {}, line {lines}\n", same + 1))
        }),
    }
}
