//! Programs: what a shell does itself, what images bring. One file to a topic.
//!
//! Messages are those of busybox or, in images of Debian's family, of the GNU tools.

mod builtins;
mod files;
mod host;
mod listing;
mod network;
mod tests_of;

use super::machine::{Process, is_shell};
use super::system::{Done, FOREVER, System};
use crate::cluster::images::contents;
use crate::sh::tools;
use crate::sim::Span;

/// A program at work.
pub struct Call<'a> {
    pub name: &'a str,
    pub rest: &'a [String],
    pub stdin: &'a str,
    pub process: &'a Process,
    pub system: &'a mut dyn System,
}

type Program = fn(&mut Call<'_>) -> Done;

const PROGRAMS: &[(&str, Program)] = &[
    ("[", tests_of::test),
    ("cat", files::cat),
    ("chmod", files::chmod),
    ("chown", files::owned),
    ("cp", files::copy),
    ("curl", network::curl),
    ("date", host::date),
    ("df", host::df),
    ("dirname", files::folder_name),
    ("basename", files::base_name),
    ("du", host::du),
    ("env", host::env),
    ("expr", host::expr),
    ("find", listing::find),
    ("getent", network::getent),
    ("hostname", host::hostname),
    ("id", host::id),
    ("kill", host::kill),
    ("ls", listing::ls),
    ("mkdir", files::make_folders),
    ("mount", host::mount),
    ("mv", files::rename),
    ("nc", network::nc),
    ("nslookup", network::nslookup),
    ("ping", network::ping),
    ("printenv", host::env),
    ("printf", host::printf),
    ("ps", host::ps),
    ("rm", files::remove),
    ("rmdir", files::remove),
    ("seq", host::seq),
    ("sleep", |call| Done::lasting(call.rest.iter().fold(Span::ZERO, |sum, text| sum + span(text)))),
    ("stat", listing::stat),
    ("tail", files::tail),
    ("tee", files::tee),
    ("test", tests_of::test),
    ("timeout", host::timeout),
    ("touch", files::touch),
    ("uname", host::uname),
    ("wget", network::wget),
    ("which", host::which),
    ("whoami", host::whoami),
];

/// What every shell can do without a program.
const OF_SHELL: &[&str] = &["[", "test", "echo", "printf", "true", "false", "kill", "type"];

/// Whether an image that has everything has a program of this name.
pub fn is_known(name: &str) -> bool {
    is_shell(name) || PROGRAMS.iter().any(|(known, _)| *known == name) || contents::TEXT_TOOLS.contains(&name)
}

/// Runs a command of a script.
pub fn run(process: &mut Process, arguments: &[String], stdin: &str, system: &mut dyn System) -> Done {
    let Some((name, rest)) = arguments.split_first() else { return Done::default() };
    if let Some(done) = builtins::run(process, name, rest, stdin, system) {
        return done;
    }
    let base = name.rsplit('/').next().unwrap_or_default();
    if !system.has(name) && !OF_SHELL.contains(&base) {
        return not_found(name, system);
    }
    if is_shell(base) {
        return shell(process, arguments, stdin, system);
    }
    if system.is_server(base) {
        return server(base, rest, system);
    }
    if let Some((_, program)) = PROGRAMS.iter().find(|(known, _)| *known == base) {
        return program(&mut Call { name: base, rest, stdin, process, system });
    }
    let read = |path: &str| system.read(&process.path(path));
    match tools::run(base, arguments, &tools::Input::new(stdin, &read)) {
        Some(outcome) => {
            Done { stdout: outcome.stdout, stderr: outcome.stderr, code: outcome.code, takes: Span::ZERO }
        }
        None => Done::lasting(unknown(base)),
    }
}

/// Of a program nobody modelled it is known whether it goes on; others are over at once.
fn unknown(base: &str) -> Span {
    let brief = [
        "apk", "apt", "apt-get", "yum", "pip", "npm", "sync", "clear", "mktemp", "ip", "ifconfig", "netstat",
    ];
    match brief.contains(&base) {
        true => Span::ZERO,
        false => FOREVER,
    }
}

fn not_found(name: &str, system: &dyn System) -> Done {
    let line = if contents::is_busybox(&system.facts().image) { "sh: " } else { "sh: 1: " };
    Done::failed(127, format!("{line}{name}: not found"))
}

fn shell(process: &Process, arguments: &[String], stdin: &str, system: &mut dyn System) -> Done {
    let file = arguments.iter().skip(1).find(|word| !word.starts_with('-'));
    let has_script = arguments.iter().skip(1).any(|word| word.starts_with('-') && word.ends_with('c'));
    let script = match file {
        _ if has_script => return process.nested(arguments, system),
        None => stdin.to_owned(),
        Some(path) => match system.read(&process.path(path)) {
            Ok(text) => text,
            Err(_) => return Done::failed(2, format!("sh: can't open '{path}': No such file or directory")),
        },
    };
    let mut line = vec!["sh".to_owned(), "-c".to_owned(), script];
    line.extend(file.map(|_| arguments[1..].to_vec()).unwrap_or_default());
    process.nested(&line, system)
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
                system.kill_main("QUIT");
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
        self.process.path(path)
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
