//! `grep`: lines that hold a pattern.

use regex_lite::{Regex, RegexBuilder};

use crate::sh::pattern;

use super::{Answer, Input, Options, Outcome};

pub fn egrep(arguments: &[String], input: &Input<'_>) -> Answer {
    let extended: Vec<String> = std::iter::once("-E".to_owned()).chain(arguments.iter().cloned()).collect();
    grep(&extended, input)
}

pub fn fgrep(arguments: &[String], input: &Input<'_>) -> Answer {
    let fixed: Vec<String> = std::iter::once("-F".to_owned()).chain(arguments.iter().cloned()).collect();
    grep(&fixed, input)
}

pub fn grep(arguments: &[String], input: &Input<'_>) -> Answer {
    let (plain, filters) = long_options(arguments);
    let options = Options::read("grep", &plain, "vicEFPqnowxsrRhHlLabzyUG", "eABCmfd")?;
    if options.has('P') && input.is_ash() {
        return Err(Outcome::failed(2, "grep: invalid option -- 'P'"));
    }
    if options.has('P') {
        return Err(Outcome::failed(
            2,
            "grep: -P: Perl's expressions are not simulated; -E has most of what they do",
        ));
    }
    let usage = || {
        let help = "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.";
        Outcome::failed(2, help)
    };
    let mut patterns: Vec<String> = Vec::new();
    for (letter, value) in &options.given {
        match letter {
            'e' => patterns.extend(value.split('\n').map(str::to_owned)),
            'f' => {
                patterns.extend(input.text("grep", std::slice::from_ref(value))?.lines().map(str::to_owned))
            }
            _ => {}
        }
    }
    let named = options.value('e').is_some() || options.value('f').is_some();
    let mut files = options.rest.clone();
    if !named {
        if files.is_empty() {
            return Err(usage());
        }
        patterns = files.remove(0).split('\n').map(str::to_owned).collect();
    }
    let all: Vec<String> = patterns.iter().map(|one| expression(one, &options)).collect();
    let mut pattern = all.join("|");
    if options.has('w') {
        pattern = format!(r"\b(?:{pattern})\b");
    }
    if options.has('x') {
        pattern = format!("^(?:{pattern})$");
    }
    // Nothing at all fits no pattern.
    if all.is_empty() {
        pattern = "[^\\s\\S]".to_owned();
    }
    let insensitive = options.has('i') || options.has('y');
    let regex = RegexBuilder::new(&pattern)
        .case_insensitive(insensitive)
        .build()
        .map_err(|_| Outcome::failed(2, "grep: Invalid regular expression"))?;
    let deep = options.has('r') || options.has('R');
    if deep {
        files = below(&files, &filters, input);
    }
    Ok(in_files(&regex, &options, (&files, deep), input))
}

/// What `-r` looks into; `--include` and `--exclude` choose by name.
fn below(roots: &[String], filters: &[(bool, String)], input: &Input<'_>) -> Vec<String> {
    let usual = [String::new()];
    let roots = if roots.is_empty() { &usual[..] } else { roots };
    let mut all = Vec::new();
    for root in roots {
        let inside = input.files_below(root);
        if inside.is_empty() && !root.is_empty() {
            all.push(root.clone());
        }
        all.extend(inside);
    }
    let base = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let wanted = |path: &String| {
        let fits = |pattern: &String| pattern::matches(pattern, &base(path));
        let mut included = filters.iter().filter(|(includes, _)| *includes).peekable();
        let in_some = included.peek().is_none() || included.any(|(_, pattern)| fits(pattern));
        in_some && !filters.iter().any(|(includes, pattern)| !includes && fits(pattern))
    };
    all.retain(wanted);
    all
}

/// Whole words as letters; what files are called that are wanted or not.
fn long_options(arguments: &[String]) -> (Vec<String>, Vec<(bool, String)>) {
    let (mut plain, mut filters) = (Vec::new(), Vec::new());
    for one in arguments {
        let letter = match one.as_str() {
            "--invert-match" => "-v",
            "--ignore-case" => "-i",
            "--count" => "-c",
            "--line-number" => "-n",
            "--quiet" | "--silent" => "-q",
            "--only-matching" => "-o",
            "--extended-regexp" => "-E",
            "--fixed-strings" => "-F",
            "--recursive" => "-r",
            "--files-with-matches" => "-l",
            "--word-regexp" => "-w",
            "--no-filename" => "-h",
            "--line-buffered" => continue,
            _ => "",
        };
        match one.split_once('=') {
            Some(("--include", name)) => filters.push((true, name.to_owned())),
            Some(("--exclude" | "--exclude-dir", name)) => filters.push((false, name.to_owned())),
            Some(("--color" | "--colour", _)) => {}
            Some((
                flag @ ("--after-context" | "--before-context" | "--context" | "--max-count" | "--regexp"),
                value,
            )) => {
                let letter = match flag {
                    "--after-context" => "-A",
                    "--before-context" => "-B",
                    "--context" => "-C",
                    "--max-count" => "-m",
                    _ => "-e",
                };
                plain.extend([letter.to_owned(), value.to_owned()]);
            }
            _ if one.starts_with("--color") => {}
            _ if letter.is_empty() => plain.push(one.clone()),
            _ => plain.push(letter.to_owned()),
        }
    }
    (plain, filters)
}

/// One pattern as `regex-lite` reads it.
fn expression(pattern: &str, options: &Options) -> String {
    match options.has('F') {
        true => pattern
            .chars()
            .flat_map(|one| (!one.is_alphanumeric() && one != '_').then_some('\\').into_iter().chain([one]))
            .collect(),
        false => translated(pattern, options.has('E')),
    }
}

/// A basic expression as an extended one.
pub fn basic(pattern: &str) -> String {
    translated(pattern, false)
}

/// In a basic expression `+ ? | ( ) { }` stand for themselves unless they are escaped.
fn translated(pattern: &str, extended: bool) -> String {
    let pattern = &super::posix(pattern);
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
fn in_files(
    regex: &Regex,
    options: &Options,
    (files, deep): (&[String], bool),
    input: &Input<'_>,
) -> Outcome {
    let lists = options.has('l') || options.has('L');
    if files.is_empty() && deep {
        return Outcome { code: 1, ..Outcome::default() };
    }
    if files.is_empty() {
        let found = search(regex, options, input.stdin());
        let listed = if lists && found.code == 0 { "(standard input)\n".to_owned() } else { found.stdout };
        return Outcome { stdout: listed, ..found };
    }
    let named = (files.len() > 1 || deep || options.has('H')) && !options.has('h');
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
        let mut text = String::new();
        let mut before = 0;
        for (at, line) in lines.iter().enumerate() {
            for found in regex.find_iter(line).filter(|found| hit[at] && !found.as_str().is_empty()) {
                let number = if options.has('n') { format!("{}:", at + 1) } else { String::new() };
                let place =
                    if options.has('b') { format!("{}:", before + found.start()) } else { String::new() };
                text += &format!("{number}{place}{}\n", found.as_str());
            }
            before += line.len() + 1;
        }
        return Outcome { stdout: text, code, ..Outcome::default() };
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
