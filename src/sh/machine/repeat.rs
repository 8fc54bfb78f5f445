//! Commands that run others again and again: `xargs`, `watch`, `timeout`.

use super::task::{Frame, Joins, Task};
use super::{Machine, builtins::Reply};
use crate::sh::host::{Host, Outcome};
use crate::sh::parse::parse;
use crate::sim::{SimTime, Span};

/// Clears what the running command has printed so far.
pub const REDRAW: &str = "\x1b[H\x1b[J";
/// Commands of one `xargs`.
const LIMIT_BATCHES: usize = 10_000;
/// Microseconds in a second.
const SECOND: f64 = 1e6;

/// The commands of an `xargs` that are left, the next one last, and its code so far.
#[derive(Clone, Debug, Default)]
pub struct Batches {
    left: Vec<Vec<String>>,
    begun: bool,
    code: i32,
    /// `-t`: each is told before it runs.
    shows: bool,
}

/// Words parted at blanks that are not quoted.
fn unquoted(text: &str) -> Vec<String> {
    let (mut all, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let mut chars = text.chars();
    while let Some(one) = chars.next() {
        match one {
            one if quote == Some(one) => quote = None,
            one if quote.is_some() => word.get_or_insert_default().push(one),
            '\'' | '"' => {
                quote = Some(one);
                word.get_or_insert_default();
            }
            '\\' => word.get_or_insert_default().extend(chars.next()),
            one if one.is_whitespace() => all.extend(word.take()),
            one => word.get_or_insert_default().push(one),
        }
    }
    all.extend(word);
    all
}

impl Batches {
    /// Commands one after the other.
    pub fn of(mut commands: Vec<Vec<String>>, code: i32) -> Batches {
        commands.truncate(LIMIT_BATCHES);
        commands.reverse();
        Batches { left: commands, begun: false, code, shows: false }
    }
}

/// These read their input whatever their arguments.
pub fn takes_input(name: &str) -> bool {
    matches!(name, "xargs" | "tee")
}

/// What `xargs` makes of its input: `-n N`, `-I {}`, `-r`, `-L 1`, `-0`, `-d`, `-t` is passed over.
pub fn batches(arguments: &[String], stdin: &str) -> Result<Batches, Outcome> {
    let (mut size, mut place, mut delimiter, mut idle) = (usize::MAX, None, None, false);
    let mut shows = false;
    let mut rest = arguments[1..].iter();
    let mut command: Vec<String> = Vec::new();
    while let Some(argument) = rest.next() {
        let (flag, inline) = argument.split_at(argument.len().min(2));
        let mut value = || match inline {
            "" => rest.next().cloned().unwrap_or_default(),
            inline => inline.to_owned(),
        };
        match flag {
            "-n" | "-L" => size = value().parse().unwrap_or(1).max(1),
            "-I" => place = Some(value()),
            "-d" => delimiter = Some(crate::sh::unescape(&value())),
            "-P" => drop(value()),
            "-0" => delimiter = Some("\0".to_owned()),
            "-r" => idle = true,
            "-t" => shows = true,
            "--" | "-x" => {}
            _ if argument.starts_with('-') && argument.len() > 1 => {
                return Err(Outcome::failed(1, &format!("xargs: invalid option -- '{}'", &argument[1..])));
            }
            _ => {
                command.push(argument.clone());
                command.extend(rest.by_ref().cloned());
            }
        }
    }
    if command.is_empty() {
        command.push("echo".to_owned());
    }
    let words;
    let items: Vec<&str> = match (&delimiter, &place) {
        (Some(delimiter), _) => stdin.split(delimiter.as_str()).filter(|one| !one.is_empty()).collect(),
        (None, Some(_)) => stdin.lines().map(str::trim).filter(|one| !one.is_empty()).collect(),
        (None, None) => {
            words = unquoted(stdin);
            words.iter().map(String::as_str).collect()
        }
    };
    let mut left: Vec<Vec<String>> = match place {
        Some(place) => {
            let filled = |item: &&str| command.iter().map(|word| word.replace(&place, item)).collect();
            items.iter().take(LIMIT_BATCHES).map(filled).collect()
        }
        None => {
            let own = |item: &&str| (*item).to_owned();
            let joined = |part: &[&str]| command.iter().cloned().chain(part.iter().map(own)).collect();
            let all = items.chunks(size.min(items.len().max(1))).take(LIMIT_BATCHES).map(joined);
            if items.is_empty() && !idle { vec![joined(&[])] } else { all.collect() }
        }
    };
    left.reverse();
    Ok(Batches { left, begun: false, code: 0, shows })
}

impl Task {
    /// The next command of an `xargs`.
    pub fn each(&mut self, mut batches: Batches) {
        if batches.begun && self.state.code != 0 {
            batches.code = if self.state.code == 127 { 127 } else { 123 };
        }
        self.state.code = batches.code;
        if let Some(arguments) = batches.left.pop() {
            batches.begun = true;
            let told = batches.shows.then(|| format!("{}\n", arguments.join(" ")));
            self.frames.push(Frame::Each(batches));
            self.frames.push(Frame::Dispatch(arguments));
            self.frames.extend(told.map(Frame::Ask));
        }
    }

    /// One picture of `watch`.
    pub fn watch(&mut self, machine: &mut Machine, host: &mut dyn Host, text: String, every: u64) {
        let seconds = every as f64 / SECOND;
        let head = format!("{REDRAW}Every {seconds:.1}s: {text}\n\n");
        self.emit(machine, host, &Outcome::said(head));
        let script = match parse(&text, self.state.dialect) {
            Ok(script) => script,
            Err(fault) => return self.complain(machine, host, 2, &fault.message),
        };
        if let Some(now) = host.now() {
            self.frames.push(Frame::Watch { text, every });
            self.frames.push(Frame::Sleep(now + Span::from_micros(every)));
        }
        self.frames.push(Frame::List { script: script.into(), at: 0 });
    }

    pub(super) fn begin_watch(&mut self, arguments: &[String]) -> Reply {
        let mut every = 2.0;
        let mut rest = &arguments[1..];
        while let Some(flag) = rest.first().filter(|first| first.starts_with('-')) {
            let inline =
                flag.strip_prefix("-n").or(flag.strip_prefix("--interval=")).filter(|one| !one.is_empty());
            let value = match (flag.as_str(), inline) {
                (_, Some(inline)) => Some(inline),
                ("-n" | "--interval", None) => {
                    rest = &rest[1..];
                    rest.first().map(String::as_str)
                }
                _ => None,
            };
            if let Some(seconds) = value.and_then(|value| value.parse::<f64>().ok()) {
                every = seconds.clamp(0.1, 3600.0);
            }
            rest = rest.get(1..).unwrap_or_default();
        }
        if rest.is_empty() {
            return Reply::Said(Outcome::failed(1, "Usage:\n watch [options] command"));
        }
        self.frames.push(Frame::Watch { text: rest.join(" "), every: (every * SECOND) as u64 });
        Reply::Goes
    }

    pub(super) fn begin_timeout(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        arguments: &[String],
    ) -> Reply {
        let mut rest = &arguments[1..];
        let keeps = rest.iter().any(|one| one == "--preserve-status");
        while rest.first().is_some_and(|first| first.starts_with('-')) {
            let takes_value = matches!(rest[0].as_str(), "-s" | "-k" | "--signal" | "--kill-after");
            rest = rest.get(1 + usize::from(takes_value)..).unwrap_or_default();
        }
        let [time, command @ ..] = rest else {
            return Reply::Said(Outcome::failed(125, "timeout: missing operand"));
        };
        let Some(span) = duration(time) else {
            return Reply::Said(Outcome::failed(125, &format!("timeout: invalid time interval '{time}'")));
        };
        let until: Option<SimTime> = host.now().map(|now| now + span);
        match machine.fork(self, Frame::Dispatch(command.to_vec()), self.fds.clone()) {
            Ok(id) => self.frames.push(Frame::Join {
                tasks: vec![id],
                until,
                by: if keeps { Joins::Kept } else { Joins::Stages },
            }),
            Err(why) => return Reply::Said(Outcome::failed(125, &format!("timeout: {why}"))),
        }
        Reply::Goes
    }
}

/// Seconds of a thousand days.
const LONGEST_S: f64 = 86_400_000.0;

/// `5`, `0.5s`, `2m`, `1h`, `1d`; at most a thousand days, which `infinity` is.
pub fn duration(text: &str) -> Option<Span> {
    if matches!(text, "infinity" | "inf") {
        return Some(Span::from_micros((LONGEST_S * SECOND) as u64));
    }
    let (number, unit) = match text.strip_suffix(['s', 'm', 'h', 'd']) {
        Some(number) => (number, &text[number.len()..]),
        None => (text, "s"),
    };
    let seconds = match unit {
        "m" => 60.0,
        "h" => 3_600.0,
        "d" => 86_400.0,
        _ => 1.0,
    };
    let total = number.parse::<f64>().ok()? * seconds;
    (0.0..=LONGEST_S).contains(&total).then(|| Span::from_micros((total * SECOND) as u64))
}
