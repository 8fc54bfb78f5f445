//! Commands on the host's files, in GNU's words: `ls`, `mkdir`, `rm`, `cp`, `mv`, `touch`, `ln`, `chmod`, `sed -i` and their
//! like. A host that has its own goes first; `find` and archives are beside this.

use std::collections::BTreeMap;

use super::{archive, find, moving};
use crate::sh::host::{Host, Outcome};
use crate::sh::state::State;
use crate::sh::tools;

pub const MISSING: &str = "No such file or directory";
const KNOWN: [&str; 31] = [
    "arch", "chmod", "chown", "clear", "cp", "date", "df", "du", "find", "free", "gunzip", "gzip", "install",
    "ln", "ls", "mkdir", "mktemp", "mv", "nproc", "readlink", "realpath", "rm", "rmdir", "sleep", "stat",
    "tar", "touch", "truncate", "uptime", "yes", "zcat",
];
/// Bytes `truncate` fills a file up to.
const LIMIT_FILE: usize = 1 << 20;

pub fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
}

/// A command with its words parted: letters of options, names.
pub struct Given<'a> {
    pub flags: String,
    pub names: Vec<&'a str>,
}

pub fn given(arguments: &[String]) -> Given<'_> {
    let rest = &arguments[1..];
    let long = |one: &str| match one {
        "--recursive" => "r",
        "--force" => "f",
        "--parents" => "p",
        "--symbolic" => "s",
        "--all" => "a",
        "--human-readable" => "h",
        _ => "",
    };
    let flag = |one: &&String| one.starts_with('-') && one.len() > 1;
    let letters = |one: &String| match one.starts_with("--") {
        true => long(one).to_owned(),
        false => one[1..].to_owned(),
    };
    let flags = rest.iter().filter(flag).map(letters).collect();
    Given { flags, names: rest.iter().filter(|one| !flag(one)).map(String::as_str).collect() }
}

/// Runs one of them; none if it is none of them.
pub fn run(host: &mut dyn Host, state: &State, arguments: &[String], stdin: &str) -> Option<Outcome> {
    let Given { flags, names } = given(arguments);
    let tool = arguments[0].as_str();
    Some(match tool {
        "chown" | "sleep" => Outcome::default(),
        "arch" => Outcome::said("x86_64\n"),
        "nproc" => Outcome::said("2\n"),
        "clear" => Outcome::said("\x1b[H\x1b[2J"),
        "uptime" => uptime(state),
        "free" => Outcome::said(FREE),
        "date" => tools::date::date(&arguments[1..], state.now_us as i64),
        "df" => disk_free(&flags),
        "du" => disk_usage(host, state, &names, &flags),
        "chmod" => change_modes(host, state, &names),
        "ls" => list(host, state, &names, &flags),
        "mkdir" => make_folders(host, state, arguments, &flags),
        "mktemp" => make_temporary(host, state, &names, &flags),
        "rm" => remove(host, state, &names, &flags),
        "rmdir" => remove_folders(host, state, &names),
        "touch" => each(&names, "touch", "cannot touch", |name| host.write(&state.path(name), "", true)),
        "cp" | "mv" => moving::copy(host, state, &names, (tool, flags.contains(['r', 'R', 'a']))),
        "install" => moving::install(host, state, arguments, &flags),
        "ln" => moving::link(host, state, &names, &flags),
        "readlink" | "realpath" => moving::resolve(host, state, &names, (tool, &flags)),
        "stat" => find::stat(host, state, arguments),
        "find" => find::find(host, state, arguments),
        "tar" => archive::tar(host, state, arguments, stdin),
        "gzip" | "gunzip" | "zcat" => archive::gzip(host, state, arguments, stdin),
        "truncate" => truncate(host, state, arguments),
        _ => return None,
    })
}

/// Whether one of them reads what is piped into it.
pub fn reads_input(arguments: &[String]) -> bool {
    let archives = matches!(arguments[0].as_str(), "gzip" | "gunzip" | "zcat" | "tar");
    let named = arguments[1..].iter().any(|one| !one.starts_with('-'));
    archives && (!named || arguments.iter().any(|one| one == "-") || arguments[0] == "tar")
}

const FREE: &str = "               total        used        free      shared  buff/cache   available\n\
Mem:         8025264     1203780     4915600       12288     1905884     6539824\n\
Swap:              0           0           0\n";

fn uptime(state: &State) -> Outcome {
    let clock = tools::date::shown("%H:%M:%S", (state.now_us / 1_000_000) as i64, 0).unwrap_or_default();
    Outcome::said(format!(" {clock} up 1 day,  0 min,  1 user,  load average: 0.08, 0.03, 0.01\n"))
}

fn disk_free(flags: &str) -> Outcome {
    Outcome::said(match flags.contains('h') {
        true => "Filesystem      Size  Used Avail Use% Mounted on\n/dev/vda1        40G   12G   28G  30% /\n",
        false => {
            "Filesystem     1K-blocks     Used Available Use% Mounted on\n/dev/vda1       41943040 12582912  29360128  30% /\n"
        }
    })
}

pub fn exists(host: &dyn Host, path: &str) -> bool {
    host.node(path).is_some() || host.link(path).is_some()
}

fn each(
    names: &[&str],
    tool: &str,
    cannot: &str,
    mut act: impl FnMut(&str) -> Result<(), String>,
) -> Outcome {
    let mut outcome = Outcome::default();
    if names.is_empty() {
        let what = if tool == "touch" { "file operand" } else { "operand" };
        return Outcome::failed(
            1,
            &format!("{tool}: missing {what}\nTry '{tool} --help' for more information."),
        );
    }
    for name in names {
        if let Err(why) = act(name) {
            outcome.stderr += &format!("{tool}: {cannot} '{name}': {why}\n");
            outcome.code = 1;
        }
    }
    outcome
}

/// The files of a directory and all below it, as they are called from where the shell stands.
pub fn below(host: &dyn Host, state: &State, path: &str) -> Vec<String> {
    let lead = if path.is_empty() { String::new() } else { format!("{}/", path.trim_end_matches('/')) };
    let mut all: Vec<String> = inside(host, &state.path(if path.is_empty() { "." } else { path }))
        .into_iter()
        .filter(|(rest, _)| !rest.is_empty() && !rest.ends_with('/'))
        .map(|(rest, _)| format!("{lead}{rest}"))
        .collect();
    all.sort();
    all
}

/// The files below a directory, by the rest of their names.
pub fn inside(host: &dyn Host, path: &str) -> Vec<(String, String)> {
    let inside = format!("{}/", path.trim_end_matches('/'));
    let files = host.files().into_iter();
    files.filter_map(|file| Some((file.strip_prefix(&inside)?.to_owned(), file))).collect()
}

fn mode_text(host: &dyn Host, path: &str, directory: bool) -> String {
    let kind = if host.link(path).is_some() {
        'l'
    } else if directory {
        'd'
    } else {
        '-'
    };
    let mode = if kind == 'l' { 0o777 } else { host.mode(path) };
    let bits =
        "rwxrwxrwx".char_indices().map(|(at, letter)| if mode >> (8 - at) & 1 == 1 { letter } else { '-' });
    std::iter::once(kind).chain(bits).collect()
}

fn list(host: &dyn Host, state: &State, names: &[&str], flags: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let names = if names.is_empty() { &["."] } else { names };
    let has = |letter| flags.contains(letter);
    let mut files: Vec<(String, String, bool)> = Vec::new();
    let mut folders: Vec<String> = Vec::new();
    for name in names {
        let path = state.path(name);
        let folder = host.is_directory(&path) || path == state.directory || path == "/";
        match () {
            () if folder && !has('d') => folders.push((*name).to_owned()),
            () if folder || exists(host, &path) => files.push(((*name).to_owned(), path, folder)),
            () => {
                outcome.stderr += &format!("ls: cannot access '{name}': {MISSING}\n");
                outcome.code = 2;
            }
        }
    }
    files.sort();
    let headed = names.len() > 1 || has('R');
    outcome.stdout += &lines(host, &files, flags);
    folders.sort();
    let mut at = 0;
    while let Some(name) = folders.get(at).cloned() {
        at += 1;
        if headed {
            let gap = if outcome.stdout.is_empty() { "" } else { "\n" };
            outcome.stdout += &format!("{gap}{name}:\n");
        }
        let path = state.path(&name);
        let entries = entries(host, &path, flags);
        if has('R') && folders.len() < 1_000 {
            let deeper = entries.iter().filter(|(entry, _, folder)| *folder && entry != "." && entry != "..");
            let deeper: Vec<String> =
                deeper.map(|(entry, ..)| format!("{}/{entry}", name.trim_end_matches('/'))).collect();
            folders.splice(at..at, deeper);
        }
        if has('l') {
            outcome.stdout += &format!("total {}\n", 4 * entries.len());
        }
        outcome.stdout += &lines(host, &entries, flags);
    }
    outcome
}

fn entries(host: &dyn Host, path: &str, flags: &str) -> Vec<(String, String, bool)> {
    let mut found: BTreeMap<String, bool> = BTreeMap::new();
    for (rest, _) in inside(host, path) {
        let (first, more) = rest.split_once('/').map_or((rest.as_str(), false), |(first, _)| (first, true));
        if !first.is_empty() && (!first.starts_with('.') || flags.contains(['a', 'A'])) {
            *found.entry(first.to_owned()).or_default() |= more;
        }
    }
    if flags.contains('a') {
        found.extend([(".".to_owned(), true), ("..".to_owned(), true)]);
    }
    let path = path.trim_end_matches('/');
    let mut all: Vec<_> =
        found.into_iter().map(|(name, folder)| (name.clone(), format!("{path}/{name}"), folder)).collect();
    if flags.contains('t') {
        all.sort_by_key(|(_, path, _)| std::cmp::Reverse(host.changed(path)));
    }
    if flags.contains('r') {
        all.reverse();
    }
    all
}

fn lines(host: &dyn Host, all: &[(String, String, bool)], flags: &str) -> String {
    let size = |path: &str, folder: bool| match folder {
        true => 4096,
        false => host.read(path).map_or(0, |text| text.len()),
    };
    let width = all.iter().map(|(_, path, folder)| size(path, *folder).to_string().len()).max().unwrap_or(1);
    let line = |(name, path, folder): &(String, String, bool)| {
        let executable = !folder && host.mode(path) & 0o111 != 0;
        let mark = match () {
            () if *folder && flags.contains(['F', 'p']) => "/",
            () if executable && flags.contains('F') => "*",
            () => "",
        };
        if !flags.contains('l') {
            return format!("{name}{mark}\n");
        }
        let changed = host.changed(path).map_or(0, |at| at.0 / 1_000_000) as i64;
        let when = tools::date::shown("%b %e %H:%M", changed, 0).unwrap_or_default();
        let to = host.link(path).map_or(String::new(), |to| format!(" -> {to}"));
        let links = if *folder { 2 } else { 1 };
        format!(
            "{} {links} root root {:>width$} {when} {name}{mark}{to}\n",
            mode_text(host, path, *folder),
            size(path, *folder)
        )
    };
    all.iter().map(line).collect()
}

pub fn make_folders(host: &mut dyn Host, state: &State, arguments: &[String], flags: &str) -> Outcome {
    let mut rest = arguments[1..].iter();
    let mut names: Vec<&str> = Vec::new();
    while let Some(one) = rest.next() {
        match one.as_str() {
            "-m" => drop(rest.next()),
            flag if flag.starts_with('-') => {}
            name => names.push(name),
        }
    }
    let parents = flags.contains('p');
    each(&names, "mkdir", "cannot create directory", |name| {
        let path = state.path(name);
        if exists(host, &path) {
            return if parents && host.is_directory(&path) { Ok(()) } else { Err("File exists".into()) };
        }
        if !parents {
            return host.make_directory(&path);
        }
        let ends = path
            .char_indices()
            .filter(|(at, one)| *one == '/' && *at > 0)
            .map(|(at, _)| at)
            .chain([path.len()]);
        for end in ends {
            if !host.is_directory(&path[..end]) {
                host.make_directory(&path[..end])?;
            }
        }
        Ok(())
    })
}

fn make_temporary(host: &mut dyn Host, state: &State, names: &[&str], flags: &str) -> Outcome {
    let template = names.first().map_or("/tmp/tmp.XXXXXXXXXX".to_owned(), |name| (*name).to_owned());
    let count = template.len() - template.trim_end_matches('X').len();
    if count < 3 {
        return Outcome::failed(1, &format!("mktemp: too few X's in template '{template}'"));
    }
    let bare = &template[..template.len() - count];
    for attempt in 0..1_000_u64 {
        let mut seed =
            (state.now_us ^ attempt << 32 ^ u64::from(state.pid)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut name = bare.to_owned();
        for _ in 0..count {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            name.push(char::from(
                b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[(seed >> 33) as usize % 62],
            ));
        }
        let path = state.path(&name);
        if exists(host, &path) {
            continue;
        }
        let made =
            if flags.contains('d') { host.make_directory(&path) } else { host.write(&path, "", false) };
        return match made {
            Ok(()) => Outcome::said(name + "\n"),
            Err(why) => {
                Outcome::failed(1, &format!("mktemp: failed to create file via template '{template}': {why}"))
            }
        };
    }
    Outcome::failed(1, "mktemp: failed to create file: File exists")
}

fn remove(host: &mut dyn Host, state: &State, names: &[&str], flags: &str) -> Outcome {
    let forced = flags.contains('f');
    if names.is_empty() && forced {
        return Outcome::default();
    }
    let deep = flags.contains(['r', 'R']);
    each(names, "rm", "cannot remove", |name| {
        let path = state.path(name);
        if host.link(&path).is_some() {
            return host.remove(&path);
        }
        if !host.is_directory(&path) {
            let gone = host.remove(&path);
            return if forced { Ok(()) } else { gone };
        }
        if !deep {
            return Err("Is a directory".into());
        }
        inside(host, &path).iter().try_for_each(|(_, file)| host.remove(file))
    })
}

fn remove_folders(host: &mut dyn Host, state: &State, names: &[&str]) -> Outcome {
    let mut outcome = Outcome::default();
    for name in names {
        let path = state.path(name);
        let inside = inside(host, &path);
        let why = match () {
            () if !exists(host, &path) => MISSING,
            () if !host.is_directory(&path) => "Not a directory",
            () if inside.iter().any(|(rest, _)| !rest.is_empty()) => "Directory not empty",
            () => {
                inside.iter().for_each(|(_, file)| drop(host.remove(file)));
                continue;
            }
        };
        outcome.stderr += &format!("rmdir: failed to remove '{name}': {why}\n");
        outcome.code = 1;
    }
    outcome
}

/// `644`, `+x`, `u+x,g-w`
fn changed_mode(text: &str, before: u32) -> Option<u32> {
    if text.starts_with(|one: char| one.is_ascii_digit()) {
        return u32::from_str_radix(text, 8).ok().filter(|mode| *mode <= 0o7777);
    }
    let mut mode = before;
    for clause in text.split(',') {
        let sign = clause.find(['+', '-', '='])?;
        let (who, what) = (&clause[..sign], &clause[sign + 1..]);
        let mut bits = 0;
        for letter in what.chars() {
            bits |= match letter {
                'r' => 0o4,
                'w' => 0o2,
                'x' | 'X' => 0o1,
                's' | 't' => 0,
                _ => return None,
            };
        }
        let mut mask = 0;
        for one in (if who.is_empty() { "a" } else { who }).chars() {
            mask |= match one {
                'u' => 0o700,
                'g' => 0o070,
                'o' => 0o007,
                'a' => 0o777,
                _ => return None,
            };
        }
        let spread = (bits | bits << 3 | bits << 6) & mask;
        mode = match clause.as_bytes()[sign] {
            b'+' => mode | spread,
            b'-' => mode & !spread,
            _ => (mode & !mask) | spread,
        };
    }
    Some(mode)
}

fn change_modes(host: &mut dyn Host, state: &State, names: &[&str]) -> Outcome {
    let Some((text, names)) = names.split_first().filter(|(_, names)| !names.is_empty()) else {
        return Outcome::failed(1, "chmod: missing operand\nTry 'chmod --help' for more information.");
    };
    let mut outcome = Outcome::default();
    for name in names {
        let path = state.path(name);
        if !exists(host, &path) {
            outcome.stderr += &format!("chmod: cannot access '{name}': {MISSING}\n");
            outcome.code = 1;
            continue;
        }
        match changed_mode(text, host.mode(&path)) {
            Some(mode) => drop(host.set_mode(&path, mode)),
            None => {
                let help = "Try 'chmod --help' for more information.";
                return Outcome::failed(1, &format!("chmod: invalid mode: '{text}'\n{help}"));
            }
        }
    }
    outcome
}

fn disk_usage(host: &dyn Host, state: &State, names: &[&str], flags: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let names = if names.is_empty() { &["."] } else { names };
    for name in names {
        let path = state.path(name);
        if !exists(host, &path) {
            outcome.stderr += &format!("du: cannot access '{name}': {MISSING}\n");
            outcome.code = 1;
            continue;
        }
        let size = |path: &str| host.read(path).map_or(0, |text| text.len());
        let bytes: usize = match host.is_directory(&path) {
            true => 4096 + inside(host, &path).iter().map(|(_, file)| size(file)).sum::<usize>(),
            false => size(&path),
        };
        let shown = match (flags.contains('b'), flags.contains('h')) {
            (true, _) => bytes.to_string(),
            (_, true) => format!("{:.1}K", bytes.div_ceil(4096) as f64 * 4.0),
            _ => (bytes.div_ceil(4096) * 4).to_string(),
        };
        outcome.stdout += &format!("{shown}\t{name}\n");
    }
    outcome
}

fn truncate(host: &mut dyn Host, state: &State, arguments: &[String]) -> Outcome {
    let size = arguments
        .iter()
        .position(|one| one == "-s")
        .and_then(|at| arguments.get(at + 1)?.parse::<usize>().ok());
    let (Some(size), Some(name)) = (size.filter(|size| *size <= LIMIT_FILE), arguments.last()) else {
        return Outcome::failed(1, "truncate: you must specify either '--size' or '--reference'");
    };
    let path = state.path(name);
    let mut text = host.read(&path).unwrap_or_default();
    text.truncate(
        (0..=size.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default(),
    );
    text += &"\0".repeat(size.saturating_sub(text.len()));
    match host.write(&path, &text, false) {
        Ok(()) => Outcome::default(),
        Err(why) => Outcome::failed(1, &format!("truncate: cannot open '{name}' for writing: {why}")),
    }
}

/// `sed -i`: what sed makes of each file takes its place; with a suffix the file is kept under another name.
pub fn edit(host: &mut dyn Host, state: &State, arguments: &[String]) -> Outcome {
    let flag = arguments.iter().find(|one| one.starts_with("-i") || one.starts_with("--in-place"));
    let suffix =
        flag.and_then(|one| one.strip_prefix("-i").or(one.strip_prefix("--in-place="))).unwrap_or_default();
    let plain: Vec<String> = arguments
        .iter()
        .filter(|one| !one.starts_with("-i") && !one.starts_with("--in-place") && !one.is_empty())
        .cloned()
        .collect();
    let mut all = Outcome::default();
    let files: Vec<&String> = plain[1..].iter().filter(|one| host.read(&state.path(one)).is_ok()).collect();
    if files.is_empty() {
        let name = plain.last().map_or("", String::as_str);
        return Outcome::failed(2, &format!("sed: can't read {name}: {MISSING}"));
    }
    for file in &files {
        let own: Vec<String> =
            plain.iter().filter(|one| one == file || !files.contains(one)).cloned().collect();
        let path = state.path(file);
        let text = host.read(&path);
        let read = |_: &str| text.clone();
        let outcome = tools::run("sed", &own, &tools::Input::new("", &read)).unwrap_or_default();
        if outcome.code != 0 {
            return outcome;
        }
        let mut done = host.write(&path, &outcome.stdout, false);
        if !suffix.is_empty() {
            done = done.and_then(|()| {
                host.write(&format!("{path}{suffix}"), text.as_deref().unwrap_or_default(), false)
            });
        }
        if let Err(why) = done {
            all = Outcome::failed(1, &format!("sed: {file}: {why}"));
        }
    }
    all
}
