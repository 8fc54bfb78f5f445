//! Commands on the host's files: `ls`, `mkdir`, `rm`, `cp`, `mv`, `touch`, `sed -i`. A host that has its own goes first.

use std::collections::BTreeMap;

use crate::sh::host::{Host, Outcome};
use crate::sh::state::State;
use crate::sh::tools;

const MISSING: &str = "No such file or directory";
const KNOWN: [&str; 11] =
    ["chmod", "chown", "clear", "cp", "ls", "mkdir", "mv", "rm", "rmdir", "sleep", "touch"];

pub fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
}

/// Runs one of them; none if it is none of them.
pub fn run(host: &mut dyn Host, state: &State, arguments: &[String]) -> Option<Outcome> {
    let flags: String = arguments[1..].iter().filter_map(|one| one.strip_prefix('-')).collect();
    let names: Vec<&str> = arguments[1..]
        .iter()
        .map(String::as_str)
        .filter(|one| !one.starts_with('-') || *one == "-")
        .collect();
    Some(match arguments[0].as_str() {
        "chmod" | "chown" | "sleep" => Outcome::default(),
        "clear" => Outcome::said("\x1b[H\x1b[2J"),
        "ls" => list(host, state, &names, &flags),
        "mkdir" => each(&names, "mkdir", |name| host.make_directory(&state.path(name))),
        "rm" | "rmdir" => remove(host, state, &names, &flags),
        "touch" => each(&names, "touch", |name| host.write(&state.path(name), "", true)),
        "cp" | "mv" => copy(host, state, &names, &arguments[0]),
        _ => return None,
    })
}

fn each(names: &[&str], tool: &str, mut act: impl FnMut(&str) -> Result<(), String>) -> Outcome {
    let mut outcome = Outcome::default();
    if names.is_empty() {
        return Outcome::failed(1, &format!("{tool}: missing operand"));
    }
    for name in names {
        if let Err(why) = act(name) {
            outcome.stderr += &format!("{tool}: {name}: {why}\n");
            outcome.code = 1;
        }
    }
    outcome
}

/// The files below a directory, by the rest of their names.
fn below(host: &dyn Host, path: &str) -> Vec<(String, String)> {
    let inside = format!("{}/", path.trim_end_matches('/'));
    let files = host.files().into_iter();
    files.filter_map(|file| Some((file.strip_prefix(&inside)?.to_owned(), file))).collect()
}

fn list(host: &dyn Host, state: &State, names: &[&str], flags: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let names = if names.is_empty() { &["."] } else { names };
    for name in names {
        let path = state.path(name);
        let mut entries: BTreeMap<String, bool> = BTreeMap::new();
        if host.read(&path).is_ok() {
            entries.insert((*name).to_owned(), false);
        } else if host.is_directory(&path) || path == state.directory || path == "/" {
            for (rest, _) in below(host, &path) {
                let (first, more) =
                    rest.split_once('/').map_or((rest.as_str(), false), |(first, _)| (first, true));
                if !first.starts_with('.') || flags.contains('a') {
                    entries.insert(first.to_owned(), more);
                }
            }
        } else {
            outcome.stderr += &format!("ls: cannot access '{name}': {MISSING}\n");
            outcome.code = 2;
        }
        entries.remove("");
        for (entry, directory) in entries {
            let text = match (flags.contains('l'), directory) {
                (true, true) => format!("drwxr-xr-x 2 root root 4096 {entry}"),
                (true, false) => {
                    let full = format!("{}/{entry}", path.trim_end_matches('/'));
                    let size = host.read(&full).or_else(|_| host.read(&path)).map_or(0, |text| text.len());
                    format!("-rw-r--r-- 1 root root {size:>4} {entry}")
                }
                _ => entry,
            };
            outcome.stdout += &text;
            outcome.stdout.push('\n');
        }
    }
    outcome
}

fn remove(host: &mut dyn Host, state: &State, names: &[&str], flags: &str) -> Outcome {
    let forced = flags.contains('f');
    if names.is_empty() && forced {
        return Outcome::default();
    }
    let deep = flags.contains('r') || flags.contains('R');
    each(names, "rm", |name| {
        let path = state.path(name);
        let inside = below(host, &path);
        if inside.is_empty() {
            let gone = host.remove(&path);
            return if forced { Ok(()) } else { gone };
        }
        if !deep {
            return Err("Is a directory".into());
        }
        inside.iter().try_for_each(|(_, file)| host.remove(file))
    })
}

fn copy(host: &mut dyn Host, state: &State, names: &[&str], tool: &str) -> Outcome {
    let Some((to, from)) = names.split_last().filter(|(_, from)| !from.is_empty()) else {
        return Outcome::failed(1, &format!("{tool}: missing file operand"));
    };
    let target = state.path(to);
    let into = to.ends_with('/') || host.is_directory(&target);
    each(from, tool, |name| {
        let path = state.path(name);
        let place = match (into, path.rsplit('/').next()) {
            (true, Some(last)) => format!("{}/{last}", target.trim_end_matches('/')),
            _ => target.clone(),
        };
        let inside = below(host, &path);
        let moved: Vec<(String, String)> = match inside.is_empty() {
            true => vec![(path.clone(), place)],
            false => inside.into_iter().map(|(rest, file)| (file, format!("{place}/{rest}"))).collect(),
        };
        for (from, to) in moved {
            let text = host.read(&from)?;
            host.write(&to, &text, false)?;
            if tool == "mv" && from != to {
                host.remove(&from)?;
            }
        }
        Ok(())
    })
}

/// `sed -i`: what sed makes of each file takes its place.
pub fn edit(host: &mut dyn Host, state: &State, arguments: &[String]) -> Outcome {
    let plain: Vec<String> = arguments
        .iter()
        .filter(|one| !one.starts_with("-i") && *one != "--in-place" && !one.is_empty())
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
        if let Err(why) = host.write(&path, &outcome.stdout, false) {
            all = Outcome::failed(1, &format!("sed: {file}: {why}"));
        }
    }
    all
}
