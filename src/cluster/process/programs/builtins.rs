//! What a shell does itself: it changes the process that runs it.

use crate::cluster::process::disk::Entry;
use crate::cluster::process::machine::Process;
use crate::cluster::process::system::{Done, System};

pub fn run(
    process: &mut Process,
    name: &str,
    rest: &[String],
    stdin: &str,
    system: &mut dyn System,
) -> Option<Done> {
    let first = rest.first().map_or("", String::as_str);
    let done = match name {
        ":" | "umask" | "ulimit" | "local" | "hash" => Done::default(),
        "cd" => change_folder(process, first, system),
        "pwd" => Done::said(format!("{}\n", process.folder)),
        "exit" | "return" => {
            process.exit(first.parse().ok());
            Done::code(process.status)
        }
        "export" | "readonly" => {
            rest.iter()
                .filter_map(|word| word.split_once('='))
                .for_each(|(name, value)| process.set(name, value));
            Done::default()
        }
        "unset" => {
            rest.iter().for_each(|name| process.unset(name));
            Done::default()
        }
        "set" => {
            let flags = |sign: char| rest.iter().any(|word| word.starts_with(sign) && word.contains('e'));
            process.strict = (process.strict || flags('-')) && !flags('+');
            Done::default()
        }
        "shift" if process.words.len() > 1 => {
            process.words.remove(1);
            Done::default()
        }
        "read" => {
            let line = stdin.lines().next();
            process.set(rest.last().map_or("REPLY", String::as_str), line.unwrap_or_default());
            Done::code(i32::from(line.is_none()))
        }
        "trap" => {
            let stops = |word: &String| matches!(word.trim_start_matches("SIG"), "TERM" | "15");
            if rest.iter().skip(1).any(stops) {
                process.trap = Some(first.to_owned());
            }
            Done::default()
        }
        "wait" => {
            process.in_wait = true;
            Done::lasting(process.wait_for_background(system.now()))
        }
        "exec" | "command" | "eval" | "nohup" if !rest.is_empty() => {
            let line = match name {
                "eval" => vec!["sh".into(), "-c".into(), rest.join(" ")],
                _ => rest.to_vec(),
            };
            let done = super::run(process, &line, stdin, system);
            if name == "exec" {
                process.status = done.code;
                process.exit(Some(done.code));
            }
            done
        }
        "exec" => Done::default(),
        "complain" => Done::failed(2, format!("sh: {first}")),
        _ => return None,
    };
    Some(done)
}

fn change_folder(process: &mut Process, to: &str, system: &mut dyn System) -> Done {
    let path = if to.is_empty() { "/root".to_owned() } else { process.path(to) };
    match system.files().stat(&path) {
        Some(entry) if Entry::is_directory(&entry) => {
            process.folder = path;
            Done::default()
        }
        Some(_) => Done::failed(1, format!("sh: cd: can't cd to {to}: Not a directory")),
        None => Done::failed(1, format!("sh: cd: can't cd to {to}: No such file or directory")),
    }
}
