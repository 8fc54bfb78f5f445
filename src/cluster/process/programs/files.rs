//! Programs that read and change files.

use super::Call;
use crate::cluster::process::disk::{Content, Entry, folder_of};
use crate::cluster::process::system::{Done, FOREVER};
use crate::sh::tools;
use crate::sim::Span;

pub fn cat(call: &mut Call<'_>) -> Done {
    let files: Vec<String> = call.plain().into_iter().cloned().collect();
    if files.is_empty() {
        return Done::said(call.stdin);
    }
    let mut done = Done::default();
    for file in &files {
        match call.system.read(&call.path(file)) {
            _ if file == "-" => done.stdout.push_str(call.stdin),
            Ok(text) => done.stdout.push_str(&text),
            Err(why) => {
                let directory = why.starts_with("Is a");
                done.stderr += &match call.busybox() {
                    true if directory => format!("cat: read error: {why}\n"),
                    true => format!("cat: can't open '{file}': {why}\n"),
                    false => format!("cat: {file}: {why}\n"),
                };
                done.code = 1;
            }
        }
    }
    done
}

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

pub fn owned(_call: &mut Call<'_>) -> Done {
    Done::default()
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

pub fn tee(call: &mut Call<'_>) -> Done {
    let append = call.has('a');
    let text = call.stdin;
    let mut done = each(call, |call, name, path| {
        call.system.files().write(path, text, append).map_err(|why| format!("{name}: {why}"))
    });
    done.stdout = text.to_owned();
    done
}

/// `tail -f` goes on for ever; what is added later is not shown.
pub fn tail(call: &mut Call<'_>) -> Done {
    let follows = call.has('f') || call.has('F');
    let takes = if follows { FOREVER } else { Span::ZERO };
    let mut arguments = vec!["tail".to_owned()];
    arguments.extend(call.rest.iter().filter(|word| !matches!(word.as_str(), "-f" | "-F")).cloned());
    if arguments.last().is_some_and(|path| path == "/dev/null") {
        return Done::lasting(takes);
    }
    let (process, system) = (call.process, &call.system);
    let read = |path: &str| system.read(&process.path(path));
    let outcome = tools::run("tail", &arguments, &tools::Input::new(call.stdin, &read)).unwrap_or_default();
    let takes = if outcome.code == 0 { takes } else { Span::ZERO };
    Done { stdout: outcome.stdout, stderr: outcome.stderr, code: outcome.code, takes }
}

pub fn folder_name(call: &mut Call<'_>) -> Done {
    Done::said(format!("{}\n", call.rest.first().map_or(".".into(), |path| folder_of(path))))
}

pub fn base_name(call: &mut Call<'_>) -> Done {
    let path = call.rest.first().map_or("", String::as_str).trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    Done::said(format!(
        "{}\n",
        call.rest.get(1).and_then(|end| last.strip_suffix(end.as_str())).unwrap_or(last)
    ))
}
