//! `head`, `tail`, `sort`, `uniq`, `wc`: line by line, as POSIX has them, with what GNU's add.

use std::cmp::Ordering;

use super::{Answer, Input, Options, Outcome, leading_number};

/// What of a text is wanted: so many lines or bytes, from its beginning (`+5`) or all but so many (`-5`).
struct Count {
    number: usize,
    sign: char,
    bytes: bool,
}

fn count(name: &str, arguments: &[String]) -> Result<(Count, Options), Outcome> {
    let mut plain: Vec<String> = Vec::new();
    for one in arguments {
        // `-5`, and what GNU's call by whole words.
        let valued = plain.last().is_some_and(|last| last == "-n" || last == "-c");
        let short = one
            .strip_prefix('-')
            .filter(|_| !valued)
            .filter(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
        match (short, one.split_once('=')) {
            (Some(digits), _) => plain.extend(["-n".to_owned(), digits.to_owned()]),
            (_, Some(("--lines", number))) => plain.extend(["-n".to_owned(), number.to_owned()]),
            (_, Some(("--bytes", number))) => plain.extend(["-c".to_owned(), number.to_owned()]),
            _ => plain.push(match one.as_str() {
                "--quiet" | "--silent" => "-q".to_owned(),
                "--verbose" => "-v".to_owned(),
                "--follow" => "-f".to_owned(),
                other => other.to_owned(),
            }),
        }
    }
    let options = Options::read(name, &plain, "qvfFz", "nc")?;
    let bytes = options.value('c').is_some();
    let given = options.value('c').or(options.value('n')).unwrap_or("10").to_owned();
    let sign = given.chars().next().filter(|one| matches!(one, '+' | '-')).unwrap_or(' ');
    let digits = given.trim_start_matches(['+', '-']).trim_end_matches(['k', 'K']);
    let unit = if given.ends_with(['k', 'K']) { 1024 } else { 1 };
    let what = if bytes { "bytes" } else { "lines" };
    let wrong = |_| Outcome::failed(1, &format!("{name}: invalid number of {what}: '{given}'"));
    let number = digits.parse::<usize>().map_err(wrong)?.saturating_mul(unit);
    Ok((Count { number, sign, bytes }, options))
}

/// The longest piece of no more bytes.
fn cut(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// Each file by itself; of several the names are told.
fn parts(name: &str, options: &Options, input: &Input<'_>, part: impl Fn(&str) -> String) -> Answer {
    if options.rest.is_empty() {
        return Ok(Outcome::said(part(input.stdin())));
    }
    let named = (options.rest.len() > 1 && !options.has('q')) || options.has('v');
    let mut all = Outcome::default();
    for (at, file) in options.rest.iter().enumerate() {
        match input.text(name, std::slice::from_ref(file)) {
            Ok(text) => {
                if named {
                    let gap = if at > 0 { "\n" } else { "" };
                    let shown = if file == "-" { "standard input" } else { file };
                    all.stdout += &format!("{gap}==> {shown} <==\n");
                }
                all.stdout += &part(&text);
            }
            Err(why) => {
                all.stderr += &why.stderr;
                all.code = 1;
            }
        }
    }
    Ok(all)
}

pub fn head(arguments: &[String], input: &Input<'_>) -> Answer {
    let (count, options) = count("head", arguments)?;
    parts("head", &options, input, |text| {
        let (all, number) = (text.split_inclusive('\n').count(), count.number);
        match (count.bytes, count.sign) {
            (true, '-') => text[..cut(text, text.len().saturating_sub(number))].to_owned(),
            (true, _) => text[..cut(text, number)].to_owned(),
            (false, '-') => text.split_inclusive('\n').take(all.saturating_sub(number)).collect(),
            (false, _) => text.split_inclusive('\n').take(number).collect(),
        }
    })
}

pub fn tail(arguments: &[String], input: &Input<'_>) -> Answer {
    let (count, options) = count("tail", arguments)?;
    parts("tail", &options, input, |text| {
        let first = |length: usize| match count.sign {
            '+' => count.number.saturating_sub(1),
            _ => length.saturating_sub(count.number),
        };
        match count.bytes {
            true => text[cut(text, first(text.len()))..].to_owned(),
            false => {
                let all = text.split_inclusive('\n').count();
                text.split_inclusive('\n').skip(first(all)).collect()
            }
        }
    })
}

/// One key of `sort -k 2,3nr`.
struct Key {
    from: (usize, usize),
    to: Option<usize>,
    flags: String,
}

fn key(text: &str) -> Option<Key> {
    let place = |text: &str| -> Option<(usize, usize, String)> {
        let digits: String = text.chars().take_while(|one| one.is_ascii_digit() || *one == '.').collect();
        let (field, letter) = digits.split_once('.').unwrap_or((&digits, "1"));
        Some((field.parse().ok()?, letter.parse().unwrap_or(1), text[digits.len()..].to_owned()))
    };
    let (from, to) = text.split_once(',').map_or((text, None), |(from, to)| (from, Some(to)));
    let (field, letter, mut flags) = place(from)?;
    let to = to.and_then(place).map(|(field, _, more)| {
        flags += &more;
        field
    });
    (field > 0).then_some(Key { from: (field, letter), to, flags })
}

fn fields<'a>(line: &'a str, mark: Option<&str>) -> Vec<&'a str> {
    match mark {
        Some(mark) => line.split(mark).collect(),
        None => {
            // A field begins with the blanks before it.
            let (mut all, mut from, mut inside) = (Vec::new(), 0, false);
            for (at, one) in line.char_indices() {
                if one.is_whitespace() && inside {
                    all.push(&line[from..at]);
                    (from, inside) = (at, false);
                } else if !one.is_whitespace() {
                    inside = true;
                }
            }
            all.push(&line[from..]);
            all
        }
    }
}

fn part(line: &str, key: &Key, mark: Option<&str>) -> String {
    let all = fields(line, mark);
    let last = key.to.unwrap_or(usize::MAX).min(all.len());
    let joint = mark.unwrap_or("");
    let whole = all.get(key.from.0 - 1..last).unwrap_or_default().join(joint);
    whole.chars().skip(key.from.1 - 1).collect()
}

/// `1K`, `2M` as `sort -h` has them.
fn human(text: &str) -> (u32, f64) {
    let text = text.trim();
    let unit = text.chars().find(|one| !one.is_ascii_digit() && !matches!(one, '.' | '-'));
    let rank = unit.and_then(|unit| "KMGTPE".find(unit.to_ascii_uppercase())).map_or(0, |at| at as u32 + 1);
    (rank, leading_number(text))
}

/// Numbers in texts as numbers (`sort -V`).
fn versions(one: &str, other: &str) -> Ordering {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (mut one, mut other) = (one, other);
    loop {
        let (a, b) = (digits(one), digits(other));
        if a > 0 && b > 0 {
            let number = |text: &str| text.parse::<u64>().unwrap_or(u64::MAX);
            let order = number(&one[..a]).cmp(&number(&other[..b]));
            if order.is_ne() {
                return order;
            }
            (one, other) = (&one[a..], &other[b..]);
            continue;
        }
        match (one.chars().next(), other.chars().next()) {
            (Some(a), Some(b)) if a == b => {
                (one, other) = (&one[a.len_utf8()..], &other[b.len_utf8()..]);
            }
            (a, b) => return a.cmp(&b),
        }
    }
}

fn compared(one: &str, other: &str, flags: &str) -> Ordering {
    let has = |letter| flags.contains(letter);
    let order = match () {
        () if has('n') || has('g') => leading_number(one).total_cmp(&leading_number(other)),
        () if has('h') => {
            let (one, other) = (human(one), human(other));
            one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))
        }
        () if has('V') => versions(one, other),
        () => {
            let seen = |text: &str| {
                let text = if has('b') { text.trim_start() } else { text };
                let text: String = text
                    .chars()
                    .filter(|one| !has('d') || one.is_alphanumeric() || one.is_whitespace())
                    .collect();
                if has('f') { text.to_uppercase() } else { text }
            };
            seen(one).cmp(&seen(other))
        }
    };
    if has('r') { order.reverse() } else { order }
}

pub fn sort(arguments: &[String], input: &Input<'_>) -> Answer {
    let long = |one: &String| match one.as_str() {
        "--reverse" => "-r".to_owned(),
        "--unique" => "-u".to_owned(),
        "--numeric-sort" => "-n".to_owned(),
        "--human-numeric-sort" => "-h".to_owned(),
        "--version-sort" => "-V".to_owned(),
        other => match other.split_once('=') {
            Some(("--key", key)) => format!("-k{key}"),
            Some(("--field-separator", mark)) => format!("-t{mark}"),
            _ => other.to_owned(),
        },
    };
    let arguments: Vec<String> = arguments.iter().map(long).collect();
    let options = Options::read("sort", &arguments, "nrufVhbdgscCzM", "ktoS")?;
    let flags: String =
        options.given.iter().filter(|(_, value)| value.is_empty()).map(|(letter, _)| *letter).collect();
    let keys: Option<Vec<Key>> =
        options.given.iter().filter(|(letter, _)| *letter == 'k').map(|(_, text)| key(text)).collect();
    let keys =
        keys.ok_or_else(|| Outcome::failed(2, "sort: field number is zero: invalid field specification"))?;
    let mark = options.value('t');
    let by_keys = |one: &str, other: &str| {
        let by = |key: &Key| {
            let own = if key.flags.is_empty() { &flags } else { &key.flags };
            compared(&part(one, key, mark), &part(other, key, mark), own)
        };
        match keys.is_empty() {
            true => compared(one, other, &flags),
            false => keys.iter().map(by).find(|order| order.is_ne()).unwrap_or(Ordering::Equal),
        }
    };
    let text = input.text("sort", &options.rest)?;
    let mut lines: Vec<&str> = text.lines().collect();
    if options.has('c') || options.has('C') {
        let place = lines.windows(2).position(|pair| by_keys(pair[0], pair[1]).is_gt());
        return Ok(match place {
            Some(at) if options.has('c') => {
                let name = options.rest.first().map_or("-", String::as_str);
                Outcome::failed(1, &format!("sort: {name}:{}: disorder: {}", at + 2, lines[at + 1]))
            }
            Some(_) => Outcome { code: 1, ..Outcome::default() },
            None => Outcome::default(),
        });
    }
    let last = |one: &str, other: &str| match (options.has('s') || options.has('u'), options.has('r')) {
        (true, _) => Ordering::Equal,
        (_, true) => other.cmp(one),
        _ => one.cmp(other),
    };
    lines.sort_by(|one, other| by_keys(one, other).then_with(|| last(one, other)));
    if options.has('u') {
        lines.dedup_by(|one, other| by_keys(other, one).is_eq());
    }
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    match options.value('o') {
        Some(path) => {
            input.write(path, text, false);
            Ok(Outcome::default())
        }
        None => Ok(Outcome::said(text)),
    }
}

pub fn uniq(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("uniq", arguments, "cdui", "fsw")?;
    let mut found: Vec<(usize, &str)> = Vec::new();
    let files = &options.rest[..options.rest.len().min(1)];
    let text = input.text("uniq", files)?;
    let skipped = options.value('f').and_then(|count| count.parse().ok()).unwrap_or(0usize);
    let seen = |line: &str| {
        let rest = fields(line, None).into_iter().skip(skipped).collect::<String>();
        if options.has('i') { rest.to_lowercase() } else { rest }
    };
    for line in text.lines() {
        match found.last_mut().filter(|(_, last)| seen(last) == seen(line)) {
            Some((count, _)) => *count += 1,
            None => found.push((1, line)),
        }
    }
    let wanted = |count: usize| (!options.has('d') || count > 1) && (!options.has('u') || count == 1);
    let one = |(count, line): &(usize, &str)| match options.has('c') {
        true => format!("{count:>7} {line}\n"),
        false => format!("{line}\n"),
    };
    Ok(Outcome::said(found.iter().filter(|(count, _)| wanted(*count)).map(one).collect::<String>()))
}

pub fn wc(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("wc", arguments, "lwcmL", "")?;
    let all = options.given.is_empty();
    let counts = |text: &str| -> Vec<usize> {
        let longest = text.lines().map(|line| line.chars().count()).max().unwrap_or_default();
        let counts = [
            ('l', text.matches('\n').count()),
            ('w', text.split_whitespace().count()),
            ('m', text.chars().count()),
            ('c', text.len()),
            ('L', longest),
        ];
        let usual = |letter: char| all && "lwc".contains(letter);
        counts
            .iter()
            .filter(|(letter, _)| usual(*letter) || options.has(*letter))
            .map(|(_, count)| *count)
            .collect()
    };
    let mut rows: Vec<(Vec<usize>, String)> = Vec::new();
    let mut stderr = String::new();
    let mut bytes = 0;
    if options.rest.is_empty() {
        rows.push((counts(input.stdin()), String::new()));
    }
    for file in &options.rest {
        match input.text("wc", std::slice::from_ref(file)) {
            Ok(text) => {
                bytes += text.len();
                rows.push((counts(&text), file.clone()));
            }
            Err(why) => stderr += &why.stderr,
        }
    }
    if options.rest.len() > 1 {
        let width = rows.first().map_or(0, |row| row.0.len());
        let sums = (0..width).map(|at| rows.iter().map(|row| row.0[at]).sum()).collect();
        rows.push((sums, "total".to_owned()));
    }
    let many = rows.first().is_some_and(|row| row.0.len() > 1);
    // busybox' columns; GNU's are as wide as the greatest number may be.
    let width = match () {
        () if !many && rows.len() == 1 => 0,
        () if input.is_ash() => 9,
        () if options.rest.is_empty() => 7,
        () => bytes.to_string().len(),
    };
    let line = |(counts, name): &(Vec<usize>, String)| {
        let cells: Vec<String> = counts.iter().map(|one| format!("{one:>width$}")).collect();
        format!("{} {name}", cells.join(" ")).trim_end().to_owned() + "\n"
    };
    Ok(Outcome { stdout: rows.iter().map(line).collect(), code: i32::from(!stderr.is_empty()), stderr })
}
