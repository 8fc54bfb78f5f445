//! Programs that images bring, and that are neither the shell's own nor its text filters. One file to a topic.
//!
//! Messages are those of busybox or, in images of Debian's family, of the GNU tools.

mod bulk;
mod curl;
mod files;
mod host;
mod listing;
mod machine;
mod network;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::disk::normal;
use super::system::{Done, FOREVER, System};
use crate::cluster::images::contents;
use crate::sh::tools;
use crate::sim::{SimTime, Span};

/// A program at work.
pub struct Call<'a> {
    pub name: &'a str,
    pub rest: &'a [String],
    pub stdin: &'a str,
    pub directory: &'a str,
    pub environment: &'a BTreeMap<&'a str, &'a str>,
    /// What runs, for those of `LIST_PROCESSES`.
    pub processes: &'a [(u32, Arc<str>)],
    pub now: SimTime,
    pub system: &'a mut dyn System,
}

type Program = fn(&mut Call<'_>) -> Done;

const PROGRAMS: &[(&str, Program)] = &[
    ("chmod", files::chmod),
    ("chgrp", files::owned),
    ("chown", files::owned),
    ("cp", files::copy),
    ("curl", curl::curl),
    ("date", host::date),
    ("dd", bulk::dd),
    ("df", host::df),
    ("du", host::du),
    ("fallocate", bulk::fallocate),
    ("find", listing::find),
    ("free", machine::free),
    ("getent", network::getent),
    ("hostname", host::hostname),
    ("id", host::id),
    ("killall", machine::killall),
    ("ls", listing::ls),
    ("mkdir", files::make_folders),
    ("mktemp", files::make_temporary),
    ("mount", host::mount),
    ("mv", files::rename),
    ("nc", network::nc),
    ("nproc", machine::nproc),
    ("nslookup", network::nslookup),
    ("pgrep", machine::pidof),
    ("pidof", machine::pidof),
    ("ping", network::ping),
    ("pkill", machine::killall),
    ("printenv", host::printenv),
    ("ps", machine::ps),
    ("rm", files::remove),
    ("rmdir", files::remove),
    ("stat", listing::stat),
    ("tail", files::follow),
    ("top", machine::top),
    ("touch", files::touch),
    ("truncate", bulk::fallocate),
    ("uname", host::uname),
    ("uptime", machine::uptime),
    ("usleep", |call| {
        Done::lasting(Span::from_micros(call.rest.first().and_then(|text| text.parse().ok()).unwrap_or(0)))
    }),
    ("wget", network::wget),
    ("whoami", host::whoami),
    ("yes", bulk::yes),
];

pub const LIST_PROCESSES: [&str; 6] = ["killall", "pgrep", "pidof", "pkill", "ps", "top"];

/// Done by the shell's machine, and programs nevertheless.
const OF_MACHINE: &[&str] = &[
    "[", "ash", "bash", "dash", "env", "kill", "nice", "nohup", "pwd", "setsid", "sh", "sleep", "tee",
    "gunzip", "gzip", "install", "readlink", "realpath", "tar", "test", "time", "timeout", "watch", "which",
    "xargs", "zcat",
];
/// SIGQUIT.
const QUIT: i32 = 3;

/// Whether an image that has everything has a program of this name.
pub fn is_known(name: &str) -> bool {
    PROGRAMS.iter().any(|(known, _)| *known == name) || OF_MACHINE.contains(&name) || tools::is_tool(name)
}

/// `tail -f`
pub fn follows(rest: &[String]) -> bool {
    let short = |word: &&String| word.starts_with('-') && !word.starts_with("--");
    rest.iter().filter(short).any(|word| word.contains(['f', 'F']))
        || rest.iter().any(|word| word == "--follow")
}

/// Runs a program of the container.
pub fn run(call: &mut Call<'_>) -> Done {
    if call.system.is_server(call.name) {
        return server(call.name, call.rest, call.system);
    }
    match PROGRAMS.iter().find(|(known, _)| *known == call.name) {
        Some((_, program)) => program(call),
        None => Done::lasting(unknown(call.name)),
    }
}

/// Of a program nobody modelled it is known whether it goes on; others are over at once.
fn unknown(base: &str) -> Span {
    let brief = [
        "apk", "apt", "apt-get", "yum", "pip", "npm", "sync", "clear", "ip", "ifconfig", "netstat", "ln",
        "stty",
    ];
    match brief.contains(&base) {
        true => Span::ZERO,
        false => FOREVER,
    }
}

/// `nginx -v`, `nginx -t` and `nginx -s` are over at once; a server that is started runs for ever.
fn server(base: &str, rest: &[String], system: &mut dyn System) -> Done {
    let flag = rest.first().map_or("", String::as_str);
    let tag = contents::version(&system.facts().image);
    match (base, flag) {
        ("nginx", "-v" | "-V") => Done { stderr: format!("nginx version: nginx/{tag}\n"), ..Done::default() },
        ("nginx", "-t") => Done {
            stderr: "nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\n\
                     nginx: configuration file /etc/nginx/nginx.conf test is successful\n"
                .into(),
            ..Done::default()
        },
        ("nginx", "-s") => {
            if rest.get(1).is_some_and(|signal| signal == "quit" || signal == "stop") {
                system.signal(1, QUIT);
            }
            Done::default()
        }
        (_, "--version" | "-v") => Done::said(format!("{base} {tag}\n")),
        _ => {
            system.serve();
            Done::lasting(FOREVER)
        }
    }
}

/// `5`, `0.5`, `1m`, `infinity`
pub fn span(text: &str) -> Span {
    let (number, unit) = match text.char_indices().last() {
        Some((at, 'm')) => (&text[..at], 60),
        Some((at, 'h')) => (&text[..at], 3600),
        Some((at, 'd')) => (&text[..at], 86_400),
        Some((at, 's')) => (&text[..at], 1),
        _ => (text, 1),
    };
    if number.starts_with("inf") {
        return FOREVER;
    }
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let thousandths: u64 =
        format!("{fraction:0<3}").get(..3).and_then(|text| text.parse().ok()).unwrap_or_default();
    let whole = whole.parse::<u64>().unwrap_or_default().saturating_mul(1000);
    Span::from_millis((whole + thousandths).saturating_mul(unit).min(FOREVER.as_millis()))
}

impl Call<'_> {
    /// Letters given as `-l`, `-la`.
    fn has(&self, letter: char) -> bool {
        self.rest.iter().any(|word| word.starts_with('-') && !word.starts_with("--") && word.contains(letter))
    }

    /// Arguments that are not options.
    fn plain(&self) -> Vec<&String> {
        self.rest.iter().filter(|word| !word.starts_with('-') || *word == "-").collect()
    }

    fn busybox(&self) -> bool {
        contents::is_busybox(&self.system.facts().image)
    }

    fn path(&self, path: &str) -> String {
        normal(self.directory, path)
    }

    fn variable(&self, name: &str) -> Option<&str> {
        self.environment.get(name).copied()
    }

    /// The value of an option: `-n 5`, `-n5`.
    fn value(&self, option: &str) -> Option<&str> {
        let place = self.rest.iter().position(|word| word.starts_with(option))?;
        match &self.rest[place][option.len()..] {
            "" => self.rest.get(place + 1).map(String::as_str),
            value => Some(value.trim_start_matches('=')),
        }
    }
}
