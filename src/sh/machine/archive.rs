//! `tar` and `gzip`. What they pack can be unpacked here and by nobody else: the texts are kept as they are, after a line
//! that says what they are.

use super::files::{below, exists};
use crate::sh::host::{Host, Outcome};
use crate::sh::state::State;

const PACKED: &str = "\u{1f}gzip\n";
const ARCHIVE: &str = "\u{1f}tar\n";
/// Files of one archive.
const LIMIT_FILES: usize = 1_000;
const MISSING: &str = "No such file or directory";

pub fn gzip(host: &mut dyn Host, state: &State, arguments: &[String], stdin: &str) -> Outcome {
    let tool = arguments[0].as_str();
    let flags: String = arguments[1..].iter().filter_map(|one| one.strip_prefix('-')).collect();
    let names: Vec<&String> = arguments[1..].iter().filter(|one| !one.starts_with('-')).collect();
    let unpacks = tool != "gzip" || flags.contains('d');
    let prints = tool == "zcat" || flags.contains('c');
    let turned = |text: &str, name: &str| match unpacks {
        false => Ok(format!("{PACKED}{text}")),
        true => {
            text.strip_prefix(PACKED).map(str::to_owned).ok_or_else(|| format!("{name}: not in gzip format"))
        }
    };
    let mut outcome = Outcome::default();
    if names.is_empty() {
        return match turned(stdin, "stdin") {
            Ok(text) => Outcome::said(text),
            Err(why) => Outcome::failed(1, &format!("\ngzip: {why}")),
        };
    }
    for name in names {
        let bare = name.strip_suffix(".gz").or(name.strip_suffix(".tgz"));
        let path = match host.read(&state.path(name)) {
            Err(_) if unpacks && bare.is_none() => format!("{name}.gz"),
            _ => name.clone(),
        };
        let to =
            if unpacks { path.strip_suffix(".gz").unwrap_or(&path).to_owned() } else { format!("{name}.gz") };
        let done = host
            .read(&state.path(&path))
            .map_err(|why| format!("{path}: {why}"))
            .and_then(|text| turned(&text, name));
        let done = done.and_then(|text| {
            if prints {
                outcome.stdout += &text;
                return Ok(());
            }
            host.write(&state.path(&to), &text, false)?;
            if !flags.contains('k') {
                host.remove(&state.path(&path))?;
            }
            Ok(())
        });
        if let Err(why) = done {
            outcome.stderr += &format!("gzip: {why}\n");
            outcome.code = 1;
        }
    }
    outcome
}

/// What `tar` is told: `tar czf a.tgz d`, `tar -x -f a.tar -C d`.
#[derive(Default)]
struct Asked {
    flags: String,
    file: Option<String>,
    folder: Option<String>,
    names: Vec<String>,
}

fn read(arguments: &[String]) -> Asked {
    let mut asked = Asked::default();
    let mut rest = arguments[1..].iter();
    let mut first = true;
    while let Some(one) = rest.next() {
        let letters = match one.strip_prefix('-') {
            Some("-directory") => "C",
            Some(letters) if !letters.starts_with('-') && !letters.is_empty() => letters,
            None if first => one,
            Some("") | None => {
                asked.names.push(one.clone());
                continue;
            }
            Some(_) => continue,
        };
        first = false;
        for letter in letters.chars() {
            match letter {
                'f' => asked.file = rest.next().cloned(),
                'C' => asked.folder = rest.next().cloned(),
                letter => asked.flags.push(letter),
            }
        }
    }
    asked
}

pub fn tar(host: &mut dyn Host, state: &State, arguments: &[String], stdin: &str) -> Outcome {
    let asked = read(arguments);
    let file = asked.file.as_deref().unwrap_or("-");
    match () {
        () if asked.flags.contains('c') => pack(host, state, &asked, file),
        () if asked.flags.contains(['x', 't']) => {
            let text = match file {
                "-" => Ok(stdin.to_owned()),
                file => host.read(&state.path(file)),
            };
            match text {
                Ok(text) => unpack(host, state, &asked, &text),
                Err(why) => Outcome::failed(
                    2,
                    &format!("tar: {file}: Cannot open: {why}\ntar: Error is not recoverable: exiting now"),
                ),
            }
        }
        () => Outcome::failed(
            2,
            "tar: You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\n\
             Try 'tar --help' or 'tar --usage' for more information.",
        ),
    }
}

fn pack(host: &mut dyn Host, state: &State, asked: &Asked, file: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let mut archive = ARCHIVE.to_owned();
    let mut told = String::new();
    let at = |name: &str| match &asked.folder {
        Some(folder) => format!("{}/{name}", folder.trim_end_matches('/')),
        None => name.to_owned(),
    };
    for name in &asked.names {
        let path = state.path(&at(name));
        if !exists(host, &path) {
            outcome.stderr += &format!("tar: {name}: Cannot stat: {MISSING}\n");
            outcome.code = 2;
            continue;
        }
        let mut inner = vec![name.clone()];
        if host.is_directory(&path) {
            let bare = name.trim_end_matches('/');
            inner = vec![format!("{bare}/")];
            let lead = at("");
            inner.extend(below(host, state, &at(bare)).iter().map(|one| one[lead.len()..].to_owned()));
        }
        for one in inner.iter().take(LIMIT_FILES) {
            let text = host.read(&state.path(&at(one))).unwrap_or_default();
            archive += &format!("{}\u{1f}{one}\n{text}", text.len());
            told += &format!("{one}\n");
        }
    }
    if outcome.code != 0 {
        outcome.stderr += "tar: Exiting with failure status due to previous errors\n";
    }
    let archive = if asked.flags.contains('z') { format!("{PACKED}{archive}") } else { archive };
    if asked.flags.contains('v') {
        outcome.stdout += &told;
    }
    match file {
        "-" => outcome.stdout += &archive,
        file => {
            if let Err(why) = host.write(&state.path(file), &archive, false) {
                return Outcome::failed(2, &format!("tar: {file}: Cannot open: {why}"));
            }
        }
    }
    outcome
}

fn unpack(host: &mut dyn Host, state: &State, asked: &Asked, text: &str) -> Outcome {
    let text = text.strip_prefix(PACKED).unwrap_or(text);
    let Some(mut rest) = text.strip_prefix(ARCHIVE) else {
        let why = "tar: This does not look like a tar archive\ntar: Exiting with failure status due to previous errors";
        return Outcome::failed(2, why);
    };
    let mut outcome = Outcome::default();
    while let Some((head, more)) = rest.split_once('\n') {
        let Some((length, name)) = head.split_once('\u{1f}') else { break };
        let length = length.parse::<usize>().unwrap_or_default();
        let (Some(body), Some(after)) = (more.get(..length), more.get(length..)) else { break };
        rest = after;
        let under = |one: &String| {
            name == one.as_str() || name.starts_with(&format!("{}/", one.trim_end_matches('/')))
        };
        if !asked.names.is_empty() && !asked.names.iter().any(under) {
            continue;
        }
        if asked.flags.contains('t') || asked.flags.contains('v') {
            outcome.stdout += &format!("{name}\n");
        }
        if asked.flags.contains('t') {
            continue;
        }
        if asked.flags.contains('O') {
            outcome.stdout += body;
            continue;
        }
        let place = match &asked.folder {
            Some(folder) => state.path(&format!("{}/{name}", folder.trim_end_matches('/'))),
            None => state.path(name),
        };
        let done = match name.ends_with('/') {
            true if host.is_directory(&place) => Ok(()),
            true => host.make_directory(&place),
            false => host.write(&place, body, false),
        };
        if let Err(why) = done {
            outcome.stderr += &format!("tar: {name}: Cannot open: {why}\n");
            outcome.code = 2;
        }
    }
    outcome
}
