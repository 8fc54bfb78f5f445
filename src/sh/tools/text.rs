//! `cat`, `echo`, `cut`: characters and columns.

use super::{Answer, Input, Options, Outcome};

pub fn cat(arguments: &[String], input: &Input<'_>) -> Answer {
    let files: Vec<String> =
        arguments.iter().filter(|one| !one.starts_with('-') || *one == "-").cloned().collect();
    let flags: String =
        arguments.iter().filter(|one| one.len() > 1).filter_map(|one| one.strip_prefix('-')).collect();
    if files.is_empty() {
        return Ok(Outcome::said(shown(input.stdin(), &flags)));
    }
    let mut all = Outcome::default();
    for file in files {
        match input.text("cat", &[file]) {
            Ok(text) => all.stdout += &text,
            Err(why) => {
                all.stderr += &why.stderr;
                all.code = why.code;
            }
        }
    }
    all.stdout = shown(&all.stdout, &flags);
    Ok(all)
}

/// `-n`, `-b`, `-s`, `-E`, `-T`, `-A`.
fn shown(text: &str, flags: &str) -> String {
    let has = |letters: &str| flags.contains(|one| letters.contains(one));
    if !has("nbsETAev") {
        return text.to_owned();
    }
    let (mut out, mut number, mut blank) = (String::new(), 0, false);
    for line in text.split_inclusive('\n') {
        let (bare, end) = line.strip_suffix('\n').map_or((line, ""), |bare| (bare, "\n"));
        if has("s") && bare.is_empty() && std::mem::replace(&mut blank, true) {
            continue;
        }
        blank = bare.is_empty();
        if has("n") || (has("b") && !bare.is_empty()) {
            number += 1;
            out += &format!("{number:>6}\t");
        }
        out += &if has("TA") { bare.replace('\t', "^I") } else { bare.to_owned() };
        out += if has("EAe") && !end.is_empty() { "$\n" } else { end };
    }
    out
}

pub fn echo(arguments: &[String], input: &Input<'_>) -> Answer {
    if input.is_dash() {
        return Ok(plain_echo(arguments));
    }
    let is_flag = |one: &&String| {
        one.len() > 1 && one.starts_with('-') && one[1..].chars().all(|flag| "neE".contains(flag))
    };
    let flags: String = arguments.iter().take_while(is_flag).map(String::as_str).collect();
    let words = &arguments[arguments.iter().take_while(is_flag).count()..];
    let text = words.join(" ");
    let text = if flags.contains('e') { crate::sh::unescape(&text) } else { text };
    Ok(Outcome::said(text + if flags.contains('n') { "" } else { "\n" }))
}

/// dash's: it knows `-n` alone, and takes what is escaped for what it means.
fn plain_echo(arguments: &[String]) -> Outcome {
    let bare = arguments.first().is_some_and(|first| first == "-n");
    let text = crate::sh::unescape(&arguments[usize::from(bare)..].join(" "));
    Outcome::said(text + if bare { "" } else { "\n" })
}

pub fn cut(arguments: &[String], input: &Input<'_>) -> Answer {
    let long = |one: &String| {
        one.strip_prefix("--output-delimiter=").map_or(one.clone(), |joint| format!("-O{joint}"))
    };
    let arguments: Vec<String> = arguments.iter().map(long).collect();
    let options = Options::read("cut", &arguments, "sn", "dfcbO")?;
    let wanted = options.value('f').or(options.value('c')).or(options.value('b')).and_then(ranges);
    let missing = || Outcome::failed(1, "cut: you must specify a list of bytes, characters, or fields");
    let wanted = wanted.ok_or_else(missing)?;
    let inside = |at: usize| wanted.iter().any(|(from, to)| (*from..=*to).contains(&(at + 1)));
    let by = options.value('d').unwrap_or("\t");
    let line = |line: &str| -> Option<String> {
        match options.value('f') {
            None => {
                Some(line.chars().enumerate().filter(|(at, _)| inside(*at)).map(|(_, one)| one).collect())
            }
            Some(_) if !line.contains(by) => (!options.has('s')).then(|| line.to_owned()),
            Some(_) => {
                let fields = line.split(by).enumerate().filter(|(at, _)| inside(*at));
                Some(
                    fields.map(|(_, field)| field).collect::<Vec<_>>().join(options.value('O').unwrap_or(by)),
                )
            }
        }
    };
    let text = input.text("cut", &options.rest)?;
    Ok(Outcome::said(text.lines().filter_map(line).map(|one| one + "\n").collect::<String>()))
}

/// `1,3-5,7-`
fn ranges(list: &str) -> Option<Vec<(usize, usize)>> {
    let one = |range: &str| match range.split_once('-') {
        None => range.parse().ok().map(|at| (at, at)),
        Some((from, to)) => Some((
            if from.is_empty() { 1 } else { from.parse().ok()? },
            if to.is_empty() { usize::MAX } else { to.parse().ok()? },
        )),
    };
    list.split(',').map(one).collect()
}
