//! What of a recording the simulator did the same, and the first things it did not.
//!
//! A command matches if its normalised output and exit status do. An object's states are compared as a sequence,
//! object by object: objects with the same normalised name stand for one another, the best fit first. A state
//! that the recording held for less than `NOISE_S` belongs to the noise of a busy machine: it is neither asked for
//! nor held against the simulator. A state matches if it comes in its turn and at its time.

use std::collections::BTreeMap;
use std::fmt;

use super::normal;
use super::recording::{Command, Recording, Seen};
use super::run::Replayed;
use super::states;

/// States shorter than this are noise, and changes this close may swap.
const NOISE_S: f64 = 0.1;
/// How far off a change may be: a second, or a tenth of the time since the start beyond ten seconds.
const SLACK_S: f64 = 1.0;
const SHOWN: usize = 12;

#[derive(Debug, Default)]
pub struct Report {
    pub name: String,
    pub commands: (usize, usize),
    pub changes: (usize, usize),
    pub differences: Vec<String>,
    /// What commands that differ were to print and printed.
    pub answers: Vec<[String; 2]>,
}

impl Report {
    pub fn is_perfect(&self) -> bool {
        self.commands.0 == self.commands.1 && self.changes.0 == self.changes.1
    }
}

impl Report {
    fn head(&self) -> String {
        let ((p, n), (q, m)) = (self.commands, self.changes);
        format!("{}: commands matched {p} of {n}, changes matched {q} of {m}", self.name)
    }

    /// Every difference, a line break at the end.
    pub fn in_full(&self) -> String {
        let indented = self.differences.iter().map(|one| format!("  {}\n", one.replace('\n', "\n  ")));
        format!("{}\n{}", self.head(), indented.collect::<String>())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.head())?;
        for difference in self.differences.iter().take(SHOWN) {
            write!(f, "\n  {}", difference.replace('\n', "\n  "))?;
        }
        if self.differences.len() > SHOWN {
            write!(f, "\n  and {} more", self.differences.len() - SHOWN)?;
        }
        Ok(())
    }
}

pub fn compare(recording: &Recording, replayed: &Replayed) -> Report {
    let mut report = Report { name: recording.name.clone(), ..Report::default() };
    for (wanted, got) in recording.commands.iter().zip(&replayed.commands) {
        report.commands.1 += 1;
        match command_difference(wanted, got) {
            None => report.commands.0 += 1,
            Some(difference) => {
                let said = |one: &Command| format!("$ {}\n{}{}", one.text, one.stdout, one.stderr);
                report.answers.push([said(wanted), said(got)]);
                report.differences.push(difference);
            }
        }
    }
    let wanted = histories(&recording.seen, recording);
    let mut got = histories(&replayed.seen, recording);
    for (name, histories) in wanted {
        let mut candidates = got.remove(&name).unwrap_or_default();
        for history in histories {
            let asked = steady(&history);
            if asked.is_empty() {
                continue;
            }
            let best = (0..candidates.len())
                .max_by_key(|at| (matches(&asked, &candidates[*at]).len(), usize::MAX - at));
            let found = best.map(|at| candidates.remove(at)).unwrap_or_default();
            let hits = matches(&asked, &found);
            report.changes.0 += hits.len();
            report.changes.1 += asked.len();
            if hits.len() < asked.len() {
                report.differences.push(history_difference(&name, &asked, &found, &hits));
            }
        }
    }
    report
}

fn command_difference(wanted: &Command, got: &Command) -> Option<String> {
    let text = |command: &Command| {
        let all = format!("{}{}", command.stdout, command.stderr);
        if command.background { without_repetitions(&all) } else { all }
    };
    let left = normal::lines(&text(wanted));
    let around = got.around.iter().map(|(stdout, stderr, code)| (format!("{stdout}{stderr}"), *code));
    let is_same = |(text, code): (String, i32)| {
        code == wanted.code && first_difference(&left, &normal::lines(&text)).is_none()
    };
    if is_same((text(got), got.code)) || around.into_iter().any(is_same) {
        return None;
    }
    let head = format!("{:.1} $ {}", wanted.begun, wanted.text);
    let right = normal::lines(&text(got));
    let line =
        |lines: &[Vec<String>], at: usize| lines.get(at).map(|words| words.join(" ")).unwrap_or_default();
    Some(match first_difference(&left, &right) {
        Some(at) => format!("{head}\n- {}\n+ {}", line(&left, at), line(&right, at)),
        None => format!("{head}\n- exit {}\n+ exit {}", wanted.code, got.code),
    })
}

/// A command that watches says the same again of an object for every write in between, but for ages, and how many
/// there are is noise.
fn without_repetitions(text: &str) -> String {
    let mut last: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut kept = String::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().filter(|word| !normal::is_age(word)).collect();
        let object = words.first().copied().unwrap_or_default();
        if last.get(object) != Some(&words) {
            kept += line;
            kept.push('\n');
            last.insert(object, words);
        }
    }
    kept
}

fn first_difference(left: &[Vec<String>], right: &[Vec<String>]) -> Option<usize> {
    let nothing = Vec::new();
    (0..left.len().max(right.len())).find(|at| {
        let (left, right) = (left.get(*at).unwrap_or(&nothing), right.get(*at).unwrap_or(&nothing));
        !normal::same_line(left, right)
    })
}

/// One state of one object.
#[derive(Clone, Debug, PartialEq)]
struct State {
    at: f64,
    line: String,
}

type Histories = BTreeMap<String, Vec<Vec<State>>>;

/// The states of every object, objects of one normalised name together.
fn histories(seen: &[Seen], recording: &Recording) -> Histories {
    let mut by_object: BTreeMap<(String, String), Vec<State>> = BTreeMap::new();
    for one in seen.iter().filter(|one| is_about(one, recording)) {
        let name = one.object["metadata"]["name"].as_str().unwrap_or_default().to_owned();
        let line = match one.verb.as_str() {
            "DELETED" => "gone".to_owned(),
            _ => states::line(&one.resource, &one.object),
        };
        let states = by_object.entry((one.resource.clone(), name)).or_default();
        // What was there at the start is only what later states differ from.
        let at = if one.verb == "EXISTING" { f64::NEG_INFINITY } else { one.at };
        if states.last().is_none_or(|last| last.line != line) {
            states.push(State { at, line });
        }
    }
    let mut all = Histories::new();
    for ((resource, name), states) in by_object {
        // Events are told apart by what they say: their names are random.
        let words = match resource.as_str() {
            "events" => states.first().map(|state| without_count(&state.line)).unwrap_or_default(),
            _ => normal::text(&name),
        };
        all.entry(format!("{resource}/{words}")).or_default().push(states);
    }
    all
}

fn without_count(line: &str) -> String {
    line.split(' ')
        .filter(|word| !(word.starts_with('x') && word[1..].parse::<u32>().is_ok()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The recording's own namespace and what belongs to none; the namespaces of other recordings come and go beside it.
fn is_about(seen: &Seen, recording: &Recording) -> bool {
    let namespace = recording.namespace.as_str();
    let own = seen.object["metadata"]["namespace"].as_str();
    match seen.resource.as_str() {
        "namespaces" => {
            let name = seen.object["metadata"]["name"].as_str().unwrap_or_default();
            let spoken_of =
                || recording.commands.iter().any(|command| command.text.split(' ').any(|word| word == name));
            name == namespace || (name.starts_with(namespace) && spoken_of())
        }
        _ => own.is_none_or(|own| own == namespace),
    }
}

/// The states that lasted, and the last one.
fn steady(history: &[State]) -> Vec<State> {
    let lasted = |at: usize| history.get(at + 1).is_none_or(|next| next.at - history[at].at >= NOISE_S);
    let begun = |at: &usize| history[*at].at > f64::NEG_INFINITY;
    (0..history.len()).filter(begun).filter(|at| lasted(*at)).map(|at| history[at].clone()).collect()
}

fn in_time(wanted: f64, got: f64) -> bool {
    let slack = if wanted > 10.0 { SLACK_S.max(wanted / 10.0) } else { SLACK_S };
    (wanted - got).abs() <= slack
}

/// Which of the wanted states are there, in their order: the longest common sequence.
fn matches(wanted: &[State], got: &[State]) -> Vec<usize> {
    let same = |left: &State, right: &State| left.line == right.line && in_time(left.at, right.at);
    let mut longest = vec![vec![0usize; got.len() + 1]; wanted.len() + 1];
    for (i, left) in wanted.iter().enumerate().rev() {
        for (j, right) in got.iter().enumerate().rev() {
            longest[i][j] = match same(left, right) {
                true => longest[i + 1][j + 1] + 1,
                false => longest[i + 1][j].max(longest[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut hits) = (0, 0, Vec::new());
    while i < wanted.len() && j < got.len() {
        if same(&wanted[i], &got[j]) {
            hits.push(i);
            (i, j) = (i + 1, j + 1);
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    hits
}

fn history_difference(name: &str, wanted: &[State], got: &[State], hits: &[usize]) -> String {
    let missing = (0..wanted.len()).find(|at| !hits.contains(at)).unwrap_or_default();
    let State { at, line } = &wanted[missing];
    let near = got.iter().min_by(|a, b| (a.at - at).abs().total_cmp(&(b.at - at).abs()));
    let instead = near.map_or("nothing".to_owned(), |state| format!("{:.2} {}", state.at, state.line));
    format!("{name}: {} of {} states\n- {at:.2} {line}\n+ {instead}", hits.len(), wanted.len())
}
