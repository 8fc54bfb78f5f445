//! `read` and `mapfile`: what is piped in or typed goes into variables (POSIX 2.14 `read`, bash's options).

use super::builtins::Reply;
use super::streams::{Fd, Input};
use super::task::{Frame, Task};
use super::{Machine, Step};
use crate::sh::arrays::Array;
use crate::sh::host::{Host, Outcome};
use crate::sh::is_variable;
use crate::sim::SimTime;

/// Lines of one `mapfile`.
const LIMIT_LINES: usize = 10_000;
/// Code of a `read` whose time is up.
const TIMED_OUT: i32 = 142;

/// A `read` or a `mapfile` on its way.
#[derive(Clone, Debug)]
pub struct Reading {
    names: Vec<String>,
    raw: bool,
    /// Into an array.
    array: bool,
    /// All lines, without their ends or with them.
    lines: Option<bool>,
    /// As many characters; exactly, or up to a line's end.
    count: Option<(usize, bool)>,
    end: char,
    skipped: usize,
    input: Input,
    pub until: Option<SimTime>,
}

impl Reading {
    fn new(lines: bool, input: Input) -> Reading {
        Reading {
            names: Vec::new(),
            raw: lines,
            array: lines,
            lines: lines.then_some(false),
            count: None,
            end: '\n',
            skipped: 0,
            input,
            until: None,
        }
    }
}

fn usage(task: &Task, name: &str, flag: &str) -> Reply {
    let voice = task.state.voice();
    let why = match task.state.dialect.is_bash() {
        true => format!("{voice}: {name}: {flag}: invalid option"),
        false => format!("{voice}: {name}: line 0: illegal option {flag}"),
    };
    let code = 2;
    if task.state.dialect.is_bash() {
        let how = "read: usage: read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]";
        return Reply::Said(Outcome::failed(code, &format!("{why}\n{how}")));
    }
    Reply::Said(Outcome::failed(code, &why))
}

impl Task {
    pub(super) fn begin_read(&mut self, host: &dyn Host, arguments: &[String]) -> Reply {
        let bash = self.state.dialect.is_bash();
        let lines = matches!(arguments[0].as_str(), "mapfile" | "readarray");
        let mut reading = Reading::new(lines, self.fds.input);
        let (mut prompt, mut rest) = (String::new(), arguments[1..].iter());
        while let Some(one) = rest.next() {
            let Some(flags) =
                one.strip_prefix('-').filter(|flags| !flags.is_empty() && reading.names.is_empty())
            else {
                reading.names.push(one.clone());
                continue;
            };
            for (at, flag) in flags.char_indices() {
                let takes = if lines { "ndsOuCc" } else { "pntduiNa" };
                if !takes.contains(flag) {
                    match flag {
                        'r' | 's' | 'e' if !lines => reading.raw |= flag == 'r',
                        't' if lines => reading.lines = Some(true),
                        '-' => {}
                        _ => return usage(self, &arguments[0], &format!("-{flag}")),
                    }
                    continue;
                }
                if flag == 'a' && !bash {
                    return usage(self, &arguments[0], "-a");
                }
                let here = &flags[at + flag.len_utf8()..];
                let value =
                    if here.is_empty() { rest.next().cloned().unwrap_or_default() } else { here.to_owned() };
                match flag {
                    'p' => prompt = value,
                    'a' => {
                        reading.array = true;
                        reading.names.push(value);
                    }
                    'n' if lines => {}
                    's' => reading.skipped = value.parse().unwrap_or_default(),
                    'n' | 'N' => reading.count = value.parse().ok().map(|count| (count, flag == 'N')),
                    'd' => reading.end = value.chars().next().unwrap_or('\0'),
                    't' => {
                        let span = super::duration(&value);
                        reading.until = host.now().zip(span).map(|(now, span)| now + span);
                    }
                    'u' => match value.parse().ok().and_then(|number| self.fds.get(number)) {
                        Some(Fd::In(input)) => reading.input = input,
                        _ => {
                            let why = format!(
                                "{}: read: {value}: invalid file descriptor: Bad file descriptor",
                                self.state.voice()
                            );
                            return Reply::Said(Outcome::failed(1, &why));
                        }
                    },
                    _ => {}
                }
                break;
            }
        }
        if let Some(reply) = self.bad_name(&reading, &arguments[0]) {
            return reply;
        }
        if reading.names.is_empty() {
            reading.names.push(if lines { "MAPFILE" } else { "REPLY" }.to_owned());
        }
        // A prompt is for somebody who types.
        let shown = reading.input == Input::Typed && !prompt.is_empty();
        self.frames.push(Frame::Read(Box::new(reading)));
        if shown {
            self.frames.push(Frame::Ask(prompt));
        }
        Reply::Goes
    }

    fn bad_name(&self, reading: &Reading, tool: &str) -> Option<Reply> {
        let is_bad = |name: &&String| !is_variable(name.split('[').next().unwrap_or_default());
        let bad = reading.names.iter().find(is_bad)?;
        let why = match self.state.dialect.is_bash() {
            true => format!("{}: {tool}: `{bad}': not a valid identifier", self.state.voice()),
            false => format!("{}: read: '{bad}': bad variable name", self.state.voice()),
        };
        Some(Reply::Said(Outcome::failed(1, &why)))
    }

    pub(super) fn read(&mut self, machine: &mut Machine, host: &mut dyn Host, reading: Box<Reading>) -> Step {
        let (text, closed) = machine.waiting(reading.input);
        let found = match (reading.lines, reading.count) {
            (Some(_), _) => closed.then_some((text.len(), true)),
            (None, Some((count, exact))) => counted(text, count, (!exact).then_some(reading.end)),
            (None, None) => ended(text, reading.end, reading.raw),
        };
        let late = reading.until.is_some_and(|until| host.now().is_none_or(|now| now >= until));
        if found.is_none() && !closed && late {
            self.state.code = TIMED_OUT;
            return Step::Went;
        }
        if found.is_none() && !closed {
            self.frames.push(Frame::Read(reading));
            return Step::Blocked;
        }
        let (bytes, whole) = found.unwrap_or((text.len(), false));
        let text = machine.take(reading.input, bytes);
        self.state.code = i32::from(!whole);
        let done = match reading.lines {
            Some(bare) => self.take_lines(&text, &reading, bare),
            None => self.take_words(&text, &reading),
        };
        if let Err(why) = done {
            self.complain(machine, host, 1, &why);
        }
        Step::Went
    }

    fn take_lines(&mut self, text: &str, reading: &Reading, bare: bool) -> Result<(), String> {
        let lines = text.split_inclusive(reading.end).skip(reading.skipped).take(LIMIT_LINES);
        let one = |line: &str| if bare { line.trim_end_matches(reading.end) } else { line }.to_owned();
        let all = lines.enumerate().map(|(at, line)| (at as i64, one(line))).collect();
        self.state.set_array(&reading.names[0], Array::Numbered(all))
    }

    fn take_words(&mut self, text: &str, reading: &Reading) -> Result<(), String> {
        let line = match reading.count {
            Some((_, true)) => text,
            _ => text.strip_suffix(reading.end).unwrap_or(text),
        };
        // What was escaped is told from what separates.
        let mut letters: Vec<(char, bool)> = Vec::new();
        let mut chars = line.chars();
        while let Some(one) = chars.next() {
            match one {
                '\\' if !reading.raw => match chars.next() {
                    Some('\n') | None => {}
                    Some(escaped) => letters.push((escaped, true)),
                },
                one => letters.push((one, false)),
            }
        }
        let (marks, blanks) = self.state.separators();
        let is_blank = |(one, escaped): (char, bool)| !escaped && blanks.contains(one);
        let is_mark = |(one, escaped): (char, bool)| !escaped && marks.contains(one);
        if reading.names == ["REPLY"] && !reading.array && reading.count.is_none() {
            return self.put("REPLY", &letters.iter().map(|(one, _)| *one).collect::<String>());
        }
        let mut rest: &[(char, bool)] = &letters;
        let trim_start = |mut rest: &'_ [(char, bool)]| -> usize {
            let mut skipped = 0;
            while let Some((first, more)) = rest.split_first().filter(|(first, _)| is_blank(**first)) {
                let _ = first;
                (rest, skipped) = (more, skipped + 1);
            }
            skipped
        };
        let mut fields: Vec<String> = Vec::new();
        let most = if reading.array { usize::MAX } else { reading.names.len() };
        loop {
            rest = &rest[trim_start(rest)..];
            if rest.is_empty() {
                break;
            }
            if fields.len() + 1 == most {
                let mut end = rest.len();
                while end > 0 && is_blank(rest[end - 1]) {
                    end -= 1;
                }
                // One separator at the end of the last field is its end.
                if end > 0 && is_mark(rest[end - 1]) && !rest[..end - 1].iter().any(|one| is_mark(*one)) {
                    end -= 1;
                }
                fields.push(rest[..end].iter().map(|(one, _)| *one).collect());
                break;
            }
            let end = rest.iter().position(|one| is_blank(*one) || is_mark(*one)).unwrap_or(rest.len());
            fields.push(rest[..end].iter().map(|(one, _)| *one).collect());
            rest = &rest[end..];
            rest = &rest[trim_start(rest)..];
            if rest.first().is_some_and(|one| is_mark(*one)) {
                rest = &rest[1..];
            }
        }
        if reading.array {
            let all = fields.into_iter().enumerate().map(|(at, one)| (at as i64, one)).collect();
            return self.state.set_array(&reading.names[0], Array::Numbered(all));
        }
        for (at, name) in reading.names.iter().enumerate() {
            self.put(name, fields.get(at).map_or("", String::as_str))?;
        }
        Ok(())
    }

    /// Sets a variable, or an element: `a[1]`.
    pub(super) fn put(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name.split_once('[').and_then(|(name, at)| Some((name, at.strip_suffix(']')?))) {
            Some((name, at)) => {
                let key = match self.state.is_named(name) {
                    true => at.to_owned(),
                    false => crate::sh::arithmetic::value(at, &mut self.state)?.to_string(),
                };
                self.state.set_element(name, &key, value)
            }
            None => self.state.set(name, value),
        }
    }
}

/// Where a line ends, with its end; one whose end is escaped goes on.
fn ended(text: &str, end: char, raw: bool) -> Option<(usize, bool)> {
    let mut escaped = false;
    for (at, one) in text.char_indices() {
        match one {
            _ if escaped => escaped = false,
            '\\' if !raw => escaped = true,
            one if one == end => return Some((at + one.len_utf8(), true)),
            _ => {}
        }
    }
    None
}

/// As many characters, unless the line ends before.
fn counted(text: &str, count: usize, end: Option<char>) -> Option<(usize, bool)> {
    let mut bytes = 0;
    for (at, one) in text.chars().enumerate() {
        if at == count {
            return Some((bytes, true));
        }
        bytes += one.len_utf8();
        if Some(one) == end {
            return Some((bytes, true));
        }
    }
    (text.chars().count() == count).then_some((bytes, true))
}
