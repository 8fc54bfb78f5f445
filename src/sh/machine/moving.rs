//! `cp`, `mv`, `install`, `ln`, `readlink`, `realpath`, in GNU's words.

use super::files::{MISSING, exists, inside, make_folders};
use crate::sh::host::{Host, Outcome};
use crate::sh::state::State;

/// Where something goes that is copied or moved to a name.
fn target(host: &dyn Host, state: &State, from: &str, to: &str) -> String {
    let target = state.path(to);
    let into = to.ends_with('/') || host.is_directory(&target);
    match (into, from.trim_end_matches('/').rsplit('/').next()) {
        (true, Some(last)) => format!("{}/{last}", target.trim_end_matches('/')),
        _ => target,
    }
}

pub fn copy(host: &mut dyn Host, state: &State, names: &[&str], (tool, deep): (&str, bool)) -> Outcome {
    let help = format!("Try '{tool} --help' for more information.");
    let (to, from) = match names {
        [] => return Outcome::failed(1, &format!("{tool}: missing file operand\n{help}")),
        [one] => {
            return Outcome::failed(
                1,
                &format!("{tool}: missing destination file operand after '{one}'\n{help}"),
            );
        }
        [from @ .., to] => (*to, from),
    };
    let mut outcome = Outcome::default();
    for name in from {
        let path = state.path(name);
        if !exists(host, &path) {
            outcome.stderr += &format!("{tool}: cannot stat '{name}': {MISSING}\n");
            outcome.code = 1;
            continue;
        }
        let folder = host.is_directory(&path);
        if folder && tool == "cp" && !deep {
            outcome.stderr += &format!("cp: -r not specified; omitting directory '{name}'\n");
            outcome.code = 1;
            continue;
        }
        let place = target(host, state, &path, to);
        if let Err(why) = move_all(host, (&path, &place), folder, tool == "mv") {
            let verb = if tool == "mv" { "cannot move" } else { "cannot create regular file" };
            let what = if tool == "mv" { format!("'{name}' to '{to}'") } else { format!("'{to}'") };
            outcome.stderr += &format!("{tool}: {verb} {what}: {why}\n");
            outcome.code = 1;
        }
    }
    outcome
}

fn move_all(
    host: &mut dyn Host,
    (path, place): (&str, &str),
    folder: bool,
    moves: bool,
) -> Result<(), String> {
    let all: Vec<(String, String)> = match folder {
        false => vec![(path.to_owned(), place.to_owned())],
        true => {
            host.make_directory(place)
                .or_else(|why| if host.is_directory(place) { Ok(()) } else { Err(why) })?;
            inside(host, path).into_iter().map(|(rest, file)| (file, format!("{place}/{rest}"))).collect()
        }
    };
    for (from, to) in all {
        if from.ends_with('/') {
            if !to.trim_end_matches('/').is_empty() && !host.is_directory(to.trim_end_matches('/')) {
                host.make_directory(to.trim_end_matches('/'))?;
            }
        } else {
            let text = host.read(&from)?;
            host.write(&to, &text, false)?;
            host.set_mode(&to, host.mode(&from))?;
        }
        if moves && from != to {
            host.remove(&from)?;
        }
    }
    Ok(())
}

/// `install [-m MODE] [-d] [-D] FROM TO`
pub fn install(host: &mut dyn Host, state: &State, arguments: &[String], flags: &str) -> Outcome {
    let mut mode = 0o755;
    let mut names: Vec<&str> = Vec::new();
    let mut rest = arguments[1..].iter();
    while let Some(one) = rest.next() {
        match one.as_str() {
            "-m" => mode = rest.next().and_then(|text| u32::from_str_radix(text, 8).ok()).unwrap_or(mode),
            "-o" | "-g" => drop(rest.next()),
            flag if flag.starts_with('-') => {}
            name => names.push(name),
        }
    }
    let parents = |host: &mut dyn Host, path: &str| {
        let words = ["mkdir".to_owned(), "-p".to_owned(), path.to_owned()];
        make_folders(host, state, &words, "p")
    };
    if flags.contains('d') {
        return names.iter().map(|name| parents(host, name)).find(|one| one.code != 0).unwrap_or_default();
    }
    let [from @ .., to] = names.as_slice() else {
        return Outcome::failed(1, "install: missing file operand");
    };
    if flags.contains('D')
        && let Some((folder, _)) = to.rsplit_once('/')
    {
        parents(host, folder);
    }
    let mut outcome = Outcome::default();
    for name in from {
        let path = state.path(name);
        let text = if path == "/dev/null" { Ok(String::new()) } else { host.read(&path) };
        let place = target(host, state, &path, to);
        let done =
            text.and_then(|text| host.write(&place, &text, false)).and_then(|()| host.set_mode(&place, mode));
        if let Err(why) = done {
            outcome.stderr += &format!("install: cannot stat '{name}': {why}\n");
            outcome.code = 1;
        }
    }
    outcome
}

pub fn link(host: &mut dyn Host, state: &State, names: &[&str], flags: &str) -> Outcome {
    let [to, name] = names else {
        return Outcome::failed(1, "ln: missing file operand\nTry 'ln --help' for more information.");
    };
    let symbolic = flags.contains('s');
    let path = target(host, state, to, name);
    let kind = if symbolic { "symbolic link" } else { "hard link" };
    if exists(host, &path) {
        if !flags.contains('f') {
            return Outcome::failed(1, &format!("ln: failed to create {kind} '{name}': File exists"));
        }
        let _ = host.remove(&path);
    }
    let meant = if symbolic { (*to).to_owned() } else { state.path(to) };
    if !symbolic && !exists(host, &meant) {
        return Outcome::failed(1, &format!("ln: failed to access '{to}': {MISSING}"));
    }
    match host.make_link(&meant, &path, symbolic) {
        Ok(()) => Outcome::default(),
        Err(why) => Outcome::failed(1, &format!("ln: failed to create {kind} '{name}': {why}")),
    }
}

pub fn resolve(host: &dyn Host, state: &State, names: &[&str], (tool, flags): (&str, &str)) -> Outcome {
    let mut outcome = Outcome::default();
    let follows = tool == "realpath" || flags.contains(['f', 'e', 'm']);
    for name in names {
        let mut path = state.path(name);
        let found = match follows {
            false => host.link(&path),
            true => {
                for _ in 0..8 {
                    let Some(to) = host.link(&path) else { break };
                    let folder = path.rsplit_once('/').map_or("/", |(folder, _)| folder).to_owned();
                    path = crate::sh::full_path(&folder, &to);
                }
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                (folder.is_empty() || host.is_directory(folder)).then_some(path)
            }
        };
        match found {
            Some(path) => outcome.stdout += &format!("{path}\n"),
            None => {
                outcome.code = 1;
                if tool == "realpath" {
                    outcome.stderr += &format!("realpath: {name}: {MISSING}\n");
                }
            }
        }
    }
    outcome
}
