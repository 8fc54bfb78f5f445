//! `grep`: lines that hold a pattern.

use regex_lite::{Regex, RegexBuilder};

use super::{Answer, Input, Options, Outcome};

pub fn egrep(arguments: &[String], input: &Input<'_>) -> Answer {
    let extended: Vec<String> = std::iter::once("-E".to_owned()).chain(arguments.iter().cloned()).collect();
    grep(&extended, input)
}

pub fn grep(arguments: &[String], input: &Input<'_>) -> Answer {
    let plain: Vec<String> = arguments.iter().filter(|one| !one.starts_with("--color")).cloned().collect();
    let options = Options::read("grep", &plain, "vicEFPqnowsrRhHlL", "eABCm")?;
    let usage = || Outcome::failed(2, "Usage: grep [OPTION]... PATTERNS [FILE]...");
    let (pattern, files) = match options.value('e') {
        Some(pattern) => (pattern, options.rest.as_slice()),
        None => options.rest.split_first().map(|(first, rest)| (first.as_str(), rest)).ok_or_else(usage)?,
    };
    let mut pattern = match options.has('F') {
        true => pattern
            .chars()
            .flat_map(|one| (!one.is_alphanumeric()).then_some('\\').into_iter().chain([one]))
            .collect(),
        false => translated(pattern, options.has('E') || options.has('P')),
    };
    if options.has('w') {
        pattern = format!(r"\b(?:{pattern})\b");
    }
    match RegexBuilder::new(&pattern).case_insensitive(options.has('i')).build() {
        Ok(regex) => Ok(in_files(&regex, &options, files, input)),
        Err(why) => Err(Outcome::failed(2, &format!("grep: {why}"))),
    }
}

/// A basic expression as an extended one.
pub fn basic(pattern: &str) -> String {
    translated(pattern, false)
}

/// In a basic expression `+ ? | ( ) { }` stand for themselves unless they are escaped.
fn translated(pattern: &str, extended: bool) -> String {
    if extended {
        return pattern.to_owned();
    }
    let mut regex = String::new();
    let mut chars = pattern.chars().peekable();
    while let Some(one) = chars.next() {
        match one {
            '\\' if chars.peek().is_some_and(|next| "+?|(){}".contains(*next)) => regex.extend(chars.next()),
            '\\' => {
                regex.push(one);
                regex.extend(chars.next());
            }
            '+' | '?' | '|' | '(' | ')' | '{' | '}' => regex.extend(['\\', one]),
            other => regex.push(other),
        }
    }
    regex
}

/// Each file by itself; of several the names are told.
fn in_files(regex: &Regex, options: &Options, files: &[String], input: &Input<'_>) -> Outcome {
    let lists = options.has('l') || options.has('L');
    if files.is_empty() {
        let found = search(regex, options, input.stdin());
        let listed = if lists && found.code == 0 { "(standard input)\n".to_owned() } else { found.stdout };
        return Outcome { stdout: listed, ..found };
    }
    let named = (files.len() > 1 || options.has('H')) && !options.has('h');
    let mut all = Outcome { code: 1, ..Outcome::default() };
    for file in files {
        let text = match input.text("grep", std::slice::from_ref(file)) {
            Ok(text) => text,
            Err(_) if options.has('s') => continue,
            Err(why) => {
                all.stderr += &why.stderr;
                continue;
            }
        };
        let found = search(regex, options, &text);
        all.code = all.code.min(found.code);
        match () {
            () if lists && (found.code == 0) == options.has('l') => all.stdout += &format!("{file}\n"),
            () if lists => {}
            () if named => all.stdout.extend(found.stdout.lines().map(|line| format!("{file}:{line}\n"))),
            () => all.stdout += &found.stdout,
        }
    }
    let found_quietly = options.has('q') && all.code == 0;
    if !all.stderr.is_empty() && !found_quietly {
        all.code = 2;
    }
    all
}

fn search(regex: &Regex, options: &Options, stdin: &str) -> Outcome {
    let lines: Vec<&str> = stdin.lines().collect();
    let hit: Vec<bool> = lines.iter().map(|line| regex.is_match(line) != options.has('v')).collect();
    let most: usize = options.value('m').and_then(|most| most.parse().ok()).unwrap_or(usize::MAX);
    let hit: Vec<bool> = hit
        .into_iter()
        .scan(0, |count, hit| {
            *count += usize::from(hit);
            Some(hit && *count <= most)
        })
        .collect();
    let hits = hit.iter().filter(|hit| **hit).count();
    let code = i32::from(hits == 0);
    if options.has('q') {
        return Outcome { code, ..Outcome::default() };
    }
    if options.has('c') {
        return Outcome { stdout: format!("{hits}\n"), code, ..Outcome::default() };
    }
    if options.has('o') {
        let found =
            lines.iter().flat_map(|line| regex.find_iter(line)).map(|found| found.as_str().to_owned());
        return Outcome { stdout: found.map(|one| one + "\n").collect(), code, ..Outcome::default() };
    }
    Outcome { stdout: shown(&lines, &hit, options), code, ..Outcome::default() }
}

/// The lines that hit with those around them, groups set apart by `--`.
fn shown(lines: &[&str], hit: &[bool], options: &Options) -> String {
    let number = |letter| options.value(letter).and_then(|count| count.parse::<usize>().ok());
    let around = number('C').unwrap_or_default();
    let (before, after) = (number('B').unwrap_or(around), number('A').unwrap_or(around));
    let mut text = String::new();
    let mut last: Option<usize> = None;
    for (at, line) in lines.iter().enumerate() {
        let from = at.saturating_sub(after);
        let to = (at + before).min(lines.len() - 1);
        if !hit[from..=to].iter().any(|hit| *hit) {
            continue;
        }
        if (before > 0 || after > 0) && last.is_some_and(|last| last + 1 < at) {
            text.push_str("--\n");
        }
        last = Some(at);
        if options.has('n') {
            text.push_str(&format!("{}{}", at + 1, if hit[at] { ':' } else { '-' }));
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}
