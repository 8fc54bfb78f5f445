//! Programs that read and change files.

use super::Call;
use crate::cluster::process::disk::{Content, Entry, folder_of, normal};
use crate::cluster::process::identity::number_of;
use crate::cluster::process::system::{Done, FOREVER, Follow};
use crate::sh::{Dialect, Outcome, tools};

/// Each path in turn; a failure is told as `NAME: MESSAGE` and the rest goes on.
fn each(call: &mut Call<'_>, mut act: impl FnMut(&mut Call<'_>, &str, &str) -> Result<(), String>) -> Done {
    let names: Vec<String> = call.plain().into_iter().cloned().collect();
    let mut done = Done::default();
    for name in &names {
        let path = call.path(name);
        if let Err(why) = act(call, name, &path) {
            done.stderr += &format!("{}: {why}\n", call.name);
            done.code = 1;
        }
    }
    done
}

pub fn touch(call: &mut Call<'_>) -> Done {
    let busybox = call.busybox();
    each(call, |call, name, path| {
        let mut files = call.system.files();
        if files.stat(path).is_some_and(|entry| entry.is_directory()) {
            return Ok(());
        }
        let says =
            |why| if busybox { format!("{name}: {why}") } else { format!("cannot touch '{name}': {why}") };
        files.write(path, "", true).map_err(says)
    })
}

pub fn make_folders(call: &mut Call<'_>) -> Done {
    let (parents, busybox) = (call.has('p'), call.busybox());
    each(call, |call, name, path| {
        let mut files = call.system.files();
        if parents && files.stat(path).is_some_and(|entry| entry.is_directory()) {
            return Ok(());
        }
        let mut above = Vec::new();
        let mut folder = folder_of(path);
        while parents && files.stat(&folder).is_none() {
            above.push(folder.clone());
            folder = folder_of(&folder);
        }
        let made = above.iter().rev().try_for_each(|folder| files.make_folder(folder));
        let (open, close) =
            if busybox { ("can't create directory", "") } else { ("cannot create directory", "") };
        let quoted = if busybox { format!("'{name}'") } else { format!("\u{2018}{name}\u{2019}") };
        made.and_then(|()| files.make_folder(path)).map_err(|why| format!("{open} {quoted}{close}: {why}"))
    })
}

pub fn remove(call: &mut Call<'_>) -> Done {
    let (force, deep, busybox) = (call.has('f'), call.has('r') || call.has('R'), call.busybox());
    let folders = call.name == "rmdir";
    each(call, |call, name, path| {
        let mut files = call.system.files();
        let says = |why: &str| match busybox {
            true => format!("can't remove '{name}': {why}"),
            false => format!("cannot remove '{name}': {why}"),
        };
        match files.stat(path) {
            None if force => Ok(()),
            None => Err(says("No such file or directory")),
            Some(entry) if entry.is_directory() && !deep && !folders => match busybox {
                true => Err(format!("'{name}' is a directory")),
                false => Err(says("Is a directory")),
            },
            Some(_) if folders && !files.list(path).is_empty() => {
                Err(format!("'{name}': Directory not empty"))
            }
            Some(_) => files.remove(path).map_err(|why| says(&why)),
        }
    })
}

/// `chown USER[:GROUP] FILES`, `chgrp GROUP FILES`, with `-R` all below too.
pub fn owned(call: &mut Call<'_>) -> Done {
    let words: Vec<String> = call.plain().into_iter().cloned().collect();
    let (name, busybox) = (call.name.to_owned(), call.busybox());
    let Some((whose, paths)) = words.split_first() else { return Done::code(1) };
    let (user, group) = match name.as_str() {
        "chgrp" => ("", whose.as_str()),
        _ => whose.split_once(':').unwrap_or((whose, "")),
    };
    let number = |text: &str, of_group| match text {
        "" => Ok(None),
        text => number_of(text, of_group).map(Some).ok_or(text.to_owned()),
    };
    let (user, group) = match (number(user, false), number(group, true)) {
        (Ok(user), Ok(group)) => (user, group),
        (Err(who), _) if busybox => return Done::failed(1, format!("{name}: unknown user {who}")),
        (_, Err(who)) if busybox => return Done::failed(1, format!("{name}: unknown group {who}")),
        (Err(_), _) => return Done::failed(1, format!("{name}: invalid user: \u{2018}{whose}\u{2019}")),
        (_, Err(_)) => return Done::failed(1, format!("{name}: invalid group: \u{2018}{whose}\u{2019}")),
    };
    let deep = call.has('R');
    let mut done = Done::default();
    for shown in paths {
        let path = call.path(shown);
        let all = if deep { tree(call, &path) } else { Vec::new() };
        let all = if all.is_empty() {
            vec![String::new()]
        } else {
            all.into_iter().map(|(rest, _)| rest).collect()
        };
        for rest in all {
            let changed = call.system.files().set_owner(&format!("{path}{rest}"), user, group);
            if let Err(why) = changed {
                done.code = 1;
                done.stderr += &match busybox {
                    true => format!("{name}: {shown}{rest}: {why}\n"),
                    false => format!("{name}: changing ownership of '{shown}{rest}': {why}\n"),
                };
            }
        }
    }
    done
}

pub fn chmod(call: &mut Call<'_>) -> Done {
    let names: Vec<String> = call.plain().into_iter().cloned().collect();
    let Some((mode, names)) = names.split_first() else { return Done::code(1) };
    for name in names {
        let path = call.path(name);
        let mut files = call.system.files();
        let held = files.stat(&path).map_or(0o644, |entry| entry.mode);
        let mode = match u32::from_str_radix(mode, 8) {
            Ok(mode) => mode & 0o7777,
            Err(_) if mode.ends_with("+x") => held | 0o111,
            Err(_) => held,
        };
        if let Err(why) = files.set_mode(&path, mode) {
            return Done::failed(1, format!("chmod: {name}: {why}"));
        }
    }
    Done::default()
}

/// All files at or below a path, by what follows it.
fn tree(call: &mut Call<'_>, path: &str) -> Vec<(String, Entry)> {
    let files = call.system.files();
    let mut found = Vec::new();
    let mut left = vec![path.to_owned()];
    while let Some(next) = left.pop() {
        let Some(entry) = files.stat(&next) else { continue };
        if entry.is_directory() {
            let names = files.list(&next);
            left.extend(names.iter().map(|name| format!("{}/{name}", next.trim_end_matches('/'))));
        }
        found.push((next[path.len()..].to_owned(), entry));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn transfer(call: &mut Call<'_>, deep: bool, away: bool) -> Done {
    let names: Vec<String> = call.plain().into_iter().cloned().collect();
    let [sources @ .., target] = names.as_slice() else { return Done::code(1) };
    for source in sources {
        let (from, mut to) = (call.path(source), call.path(target));
        let Some(entry) = call.system.files().stat(&from) else {
            let how = if call.busybox() {
                format!("can't {} '{source}'", if away { "rename" } else { "stat" })
            } else {
                format!("cannot stat '{source}'")
            };
            return Done::failed(1, format!("{}: {how}: No such file or directory", call.name));
        };
        if entry.is_directory() && !deep {
            return Done::failed(1, format!("{}: omitting directory '{source}'", call.name));
        }
        if call.system.files().stat(&to).is_some_and(|entry| entry.is_directory()) {
            to = format!("{}/{}", to.trim_end_matches('/'), from.rsplit('/').next().unwrap_or_default());
        }
        for (rest, entry) in tree(call, &from) {
            let place = format!("{to}{rest}");
            let mut files = call.system.files();
            let copied = match &entry.content {
                Content::Directory if files.stat(&place).is_some() => Ok(()),
                Content::Directory => files.make_folder(&place),
                Content::File(text) => files.write(&place, text, false),
                Content::Blank(bytes) => files.write_blank(&place, *bytes),
            };
            if let Err(why) = copied {
                let verb = if call.busybox() { "can't create" } else { "cannot create regular file" };
                return Done::failed(1, format!("{}: {verb} '{place}': {why}", call.name));
            }
        }
        if away && let Err(why) = call.system.files().remove(&from) {
            return Done::failed(1, format!("mv: can't rename '{source}': {why}"));
        }
    }
    Done::default()
}

pub fn copy(call: &mut Call<'_>) -> Done {
    let deep = call.has('r') || call.has('R') || call.has('a');
    transfer(call, deep, false)
}

pub fn rename(call: &mut Call<'_>) -> Done {
    transfer(call, true, true)
}

/// `tail -f`: what is there, and then what comes; `tail -F` also of files that are not there yet.
pub fn follow(call: &mut Call<'_>) -> Done {
    let is_flag = |word: &str| word.len() > 1 && word.starts_with('-');
    let (mut flags, mut names) = (vec!["tail".to_owned()], Vec::new());
    let mut words = call.rest.iter();
    while let Some(word) = words.next() {
        match word.trim_start_matches("--follow=name").trim_start_matches("--follow") {
            "" | "--retry" => {}
            word if is_flag(word) => {
                let bare: String = word.chars().filter(|one| !matches!(one, 'f' | 'F')).collect();
                let takes = matches!(bare.as_str(), "-n" | "-c");
                flags.extend(Some(bare).filter(|bare| bare != "-"));
                if takes {
                    flags.extend(words.next().cloned());
                }
            }
            word => names.push(word.to_owned()),
        }
    }
    let retries = call.rest.iter().any(|word| is_flag(word) && word.contains('F') || word == "--retry");
    let (directory, system, busybox) = (call.directory, &call.system, call.busybox());
    let read = |path: &str| system.read(&normal(directory, path));
    let there = |name: &String| name == "/dev/null" || read(name).is_ok();
    let (shown, missing): (Vec<String>, Vec<String>) =
        names.into_iter().partition(|name| !retries || there(name));
    let input =
        tools::Input::new(call.stdin, &read).worded(if busybox { Dialect::Ash } else { Dialect::Bash });
    let arguments: Vec<String> = flags.into_iter().chain(shown.iter().cloned()).collect();
    let nothing = shown.is_empty() && !missing.is_empty();
    let outcome =
        if nothing { Outcome::default() } else { tools::run("tail", &arguments, &input).unwrap_or_default() };
    let mut done =
        Done { stdout: outcome.stdout, stderr: outcome.stderr, code: outcome.code, ..Done::default() };
    if done.code != 0 {
        return done;
    }
    let follow = |name: &String| Follow {
        path: normal(directory, name),
        shown: read(name).map_or(0, |text| text.len()),
        appears: None,
    };
    done.follows = shown.iter().filter(|name| *name != "/dev/null").map(follow).collect();
    for name in &missing {
        let gone = "No such file or directory";
        let (cannot, appears) = match busybox {
            true => {
                (format!("can't open '{name}'"), format!("{name} has appeared; following end of new file"))
            }
            false => (
                format!("cannot open '{name}' for reading"),
                format!("'{name}' has appeared;  following new file"),
            ),
        };
        done.stderr += &format!("tail: {cannot}: {gone}\n");
        done.follows.push(Follow { appears: Some(format!("tail: {appears}\n")), ..follow(name) });
    }
    done.takes = FOREVER;
    done
}

/// `mktemp`, `mktemp -d`: the name says when.
pub fn make_temporary(call: &mut Call<'_>) -> Done {
    let path = format!("/tmp/tmp.{:06x}", call.now.0 & 0xff_ffff);
    let made = match call.has('d') {
        true => call.system.files().make_folder(&path),
        false => call.system.files().write(&path, "", false),
    };
    match made {
        Ok(()) => Done::said(format!("{path}\n")),
        Err(why) => Done::failed(1, format!("mktemp: {path}: {why}")),
    }
}
