//! `head`, `tail`, `sort`, `uniq`, `wc`: line by line, as POSIX has them.

use super::{Answer, Input, Options, Outcome};

/// The number of `-n 5` or `-5`, ten without one; whether it counts from the start (`+5`); the files.
fn count(name: &str, arguments: &[String]) -> Result<(usize, bool, Vec<String>), Outcome> {
    let dashed = |argument: &String| argument.strip_prefix('-').and_then(|rest| rest.parse::<usize>().ok());
    if let Some((first, files)) = arguments.split_first()
        && let Some(count) = dashed(first)
    {
        return Ok((count, false, files.to_vec()));
    }
    let options = Options::read(name, arguments, "", "n")?;
    let given = options.value('n').unwrap_or("10");
    let from_start = given.starts_with('+');
    let count = given.trim_start_matches('+').parse();
    let wrong = |_| Outcome::failed(1, &format!("{name}: invalid number '{given}'"));
    Ok((count.map_err(wrong)?, from_start, options.rest))
}

/// `-c 5`, `-c5`: so many bytes, `+5` from the start; the files.
fn bytes(name: &str, arguments: &[String]) -> Option<(usize, bool, Vec<String>)> {
    let is_short = |one: &String| one.starts_with("-c");
    let at = arguments.iter().position(is_short)?;
    let mut files: Vec<String> = arguments.to_vec();
    let flag = files.remove(at);
    let given =
        if flag.len() > 2 { flag[2..].to_owned() } else { (at < files.len()).then(|| files.remove(at))? };
    files.retain(|one| one.len() == 1 || !one.starts_with('-'));
    let count = given.trim_start_matches('+').parse().ok()?;
    Some((count, given.starts_with('+') && name == "tail", files))
}

/// The longest piece of no more bytes.
fn cut(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

pub fn head(arguments: &[String], input: &Input<'_>) -> Answer {
    if let Some((count, _, files)) = bytes("head", arguments) {
        let text = input.text("head", &files)?;
        return Ok(Outcome::said(&text[..cut(&text, count)]));
    }
    let (count, _, files) = count("head", arguments)?;
    let text = input.text("head", &files)?;
    Ok(Outcome::said(text.split_inclusive('\n').take(count).collect::<String>()))
}

pub fn tail(arguments: &[String], input: &Input<'_>) -> Answer {
    if let Some((count, from_start, files)) = bytes("tail", arguments) {
        let text = input.text("tail", &files)?;
        let first = if from_start { count.saturating_sub(1) } else { text.len().saturating_sub(count) };
        return Ok(Outcome::said(&text[cut(&text, first)..]));
    }
    let (count, from_start, files) = count("tail", arguments)?;
    let text = input.text("tail", &files)?;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let first = if from_start { count.saturating_sub(1) } else { lines.len().saturating_sub(count) };
    Ok(Outcome::said(lines.into_iter().skip(first).collect::<String>()))
}

pub fn sort(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("sort", arguments, "nru", "k")?;
    let column: usize = options.value('k').and_then(|key| key.parse().ok()).unwrap_or(0);
    let field = |line: &str| match column {
        0 => line.to_owned(),
        _ => line.split_whitespace().skip(column - 1).collect::<Vec<_>>().join(" "),
    };
    let number = |line: &str| {
        let text = field(line);
        let digits = text.trim_start().trim_start_matches('-');
        let end = digits.find(|one: char| !one.is_ascii_digit()).unwrap_or(digits.len());
        let size = digits[..end].parse::<i64>().unwrap_or_default();
        if text.trim_start().starts_with('-') { -size } else { size }
    };
    let text = input.text("sort", &options.rest)?;
    let mut lines: Vec<&str> = text.lines().collect();
    match options.has('n') {
        true => lines.sort_by(|a, b| number(a).cmp(&number(b)).then(a.cmp(b))),
        false => lines.sort_by(|a, b| field(a).cmp(&field(b)).then(a.cmp(b))),
    }
    if options.has('r') {
        lines.reverse();
    }
    if options.has('u') {
        lines.dedup();
    }
    Ok(Outcome::said(lines.iter().map(|line| format!("{line}\n")).collect::<String>()))
}

pub fn uniq(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("uniq", arguments, "c", "")?;
    let mut found: Vec<(usize, &str)> = Vec::new();
    let text = input.text("uniq", &options.rest)?;
    for line in text.lines() {
        match found.last_mut().filter(|(_, last)| *last == line) {
            Some((count, _)) => *count += 1,
            None => found.push((1, line)),
        }
    }
    let one = |(count, line): &(usize, &str)| match options.has('c') {
        true => format!("{count:>7} {line}\n"),
        false => format!("{line}\n"),
    };
    Ok(Outcome::said(found.iter().map(one).collect::<String>()))
}

pub fn wc(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("wc", arguments, "lwc", "")?;
    let all = options.given.is_empty();
    let line = |text: &str, name: &str| {
        let counts =
            [('l', text.matches('\n').count()), ('w', text.split_whitespace().count()), ('c', text.len())];
        let wanted = counts.iter().filter(|(letter, _)| all || options.has(*letter));
        let wanted: Vec<String> = wanted.map(|(_, count)| count.to_string()).collect();
        // busybox' columns; GNU's where it cannot know how wide they will be.
        let width = match wanted.len() {
            1 => 0,
            _ if input.is_ash() => 9,
            _ if name.is_empty() => 7,
            _ => 0,
        };
        let wanted: Vec<String> = wanted.iter().map(|one| format!("{one:>width$}")).collect();
        format!("{} {name}", wanted.join(" ")).trim_end().to_owned() + "\n"
    };
    if options.rest.is_empty() {
        return Ok(Outcome::said(line(input.stdin(), "")));
    }
    let (mut said, mut whole) = (String::new(), String::new());
    for file in &options.rest {
        let text = input.text("wc", std::slice::from_ref(file))?;
        said += &line(&text, file);
        whole += &text;
    }
    if options.rest.len() > 1 {
        said += &line(&whole, "total");
    }
    Ok(Outcome::said(said))
}
