//! Runs a recording's commands against a world, and keeps what they printed and what changed.

use std::collections::BTreeMap;

use super::cluster;
use super::recording::{Command, Recording, Seen};
use super::steering::{self, Steering};
use crate::cluster::{Progress, Verb, World};
use crate::kinds::Kind;
use crate::sim::{SimTime, Span};
use crate::terminal::{Job, Outcome, Terminal};

/// The configuration of the recordings' kubectl.
const KUBECONFIG: &str = "apiVersion: v1
kind: Config
current-context: admin@kubernetes
clusters:
- cluster: {certificate-authority: pki/ca.crt, server: 'https://127.0.0.1:6443'}
  name: kubernetes
contexts:
- context: {cluster: kubernetes, user: admin}
  name: admin@kubernetes
users:
- name: admin
  user: {client-certificate: pki/admin.crt, client-key: pki/admin.key}
";

/// From the start of a kubectl until it reaches the server: seen in every recording.
const BEGINS: f64 = 0.1;
/// From the server's write to what a watch sees of it.
const REACHES: f64 = 0.02;
/// Objects of one apply that came closer to one another than this come in one moment, as the controllers here are quicker
/// than a busy machine's.
const TOGETHER: f64 = 0.05;
/// A background command is looked at this often, and after every event.
const EVENTS_PER_LOOK: u64 = 1;

/// A command that only reads is also run this much earlier and later, in steps: a pod's end differs by as much from
/// run to run of the real thing.
const AROUND: f64 = 0.5;
const AROUND_STEP: f64 = 0.1;

/// The exit status of a command that was ended by SIGTERM.
const ENDED: i32 = -15;

/// What the simulator did.
#[derive(Debug, Default)]
pub struct Replayed {
    pub commands: Vec<Command>,
    pub seen: Vec<Seen>,
}

struct Replay {
    world: World,
    terminal: Terminal,
    /// The world's clock at the recording's start.
    lead: Span,
    commands: Vec<Command>,
    /// Background commands, with the place of what they print.
    jobs: Vec<(usize, Job)>,
    steering: Steering,
    /// When objects that users make came, in the recording: by plural and name.
    made: BTreeMap<(String, String), Vec<f64>>,
    /// When the last command that may have changed something ended.
    changed: f64,
}

pub fn run(recording: &Recording) -> Result<Replayed, String> {
    let (world, lead) = cluster::build(recording)?;
    let mut terminal = Terminal::default();
    terminal.files.clone_from(&recording.files);
    terminal.files.insert(".kube/config".to_owned(), KUBECONFIG.to_owned());
    terminal.namespace.clone_from(&recording.namespace);
    terminal.set_variable("NS", &recording.namespace);
    let mut made: BTreeMap<_, Vec<f64>> = BTreeMap::new();
    for seen in recording.seen.iter().filter(|seen| seen.verb == "ADDED" && is_by_user(seen)) {
        made.entry((seen.resource.clone(), name_of(seen).to_owned())).or_default().push(seen.at);
    }
    let mut replay = Replay {
        world,
        terminal,
        lead,
        commands: Vec::new(),
        jobs: Vec::new(),
        steering: Steering::default(),
        made,
        changed: 0.0,
    };
    for line in &recording.setup {
        replay.perform(line);
    }
    let from = replay.world.api().store().version();
    for command in &recording.commands {
        replay.command(command);
    }
    replay.advance(recording.duration.max(recording.commands.last().map_or(0.0, |last| last.ended)));
    for (place, _) in std::mem::take(&mut replay.jobs) {
        replay.commands[place].code = ENDED;
    }
    let seen = replay.changes(from);
    Ok(Replayed { commands: replay.commands, seen })
}

impl Replay {
    fn at(&self, seconds: f64) -> SimTime {
        SimTime::ZERO + self.lead + Span::from_micros((seconds * 1e6) as u64)
    }

    fn seconds(&self, at: SimTime) -> f64 {
        at.since(SimTime::ZERO + self.lead).0 as f64 / 1e6
    }

    /// When a command reached the server: when the first object came of it, on a machine that may have been busy.
    fn first_reaches(&self, command: &Command) -> Option<f64> {
        let during = |at: &&f64| !command.background && (command.begun..=command.ended).contains(*at);
        let first = self.made.values().flatten().filter(during).min_by(|one, other| one.total_cmp(other))?;
        Some(first - REACHES).filter(|at| *at > command.begun + BEGINS)
    }

    /// What applies several objects took its time from one to the next: a line for each, with when it reached the server.
    fn parts(&mut self, command: &Command) -> Vec<(Option<f64>, String)> {
        let whole = vec![(None, command.text.clone())];
        let Some(name) = command.text.strip_prefix("kubectl apply -f ") else { return whole };
        let Some(text) = self.terminal.files.get(name).cloned() else { return whole };
        let documents: Vec<&str> = text.split("\n---\n").collect();
        let said: Vec<&str> = command.stdout.lines().collect();
        if documents.len() < 2 || documents.len() != said.len() {
            return whole;
        }
        let (mut parts, mut last) = (Vec::new(), 0.0);
        for (at, (document, said)) in documents.iter().zip(said).enumerate() {
            let file = format!("{name}.{at}.yaml");
            let made = said.strip_suffix(" created").and_then(|what| self.made_at(what, command));
            let made = made.filter(|at| at - last >= TOGETHER);
            last = made.unwrap_or(last);
            parts.push((made.map(|at| at - REACHES), format!("kubectl apply -f {file}")));
            self.terminal.files.insert(file, (*document).to_owned());
        }
        parts
    }

    /// When an object came of a command: `deployment.apps/web`.
    fn made_at(&self, what: &str, command: &Command) -> Option<f64> {
        let (kind, name) = what.split_once('/')?;
        let plural = Kind::of_word(kind.split('.').next()?)?.info().plural;
        let times = self.made.get(&(plural.to_owned(), name.to_owned()))?;
        times.iter().copied().find(|at| (command.begun..=command.ended).contains(at))
    }

    fn command(&mut self, command: &Command) {
        let begins = self
            .first_reaches(command)
            .unwrap_or(command.begun + BEGINS)
            .min(command.ended.max(command.begun));
        let reads = !command.background && only_reads(&command.text);
        if reads {
            self.advance((begins - AROUND).max(self.changed));
        }
        let mut earlier = reads.then(|| self.world.clone());
        self.advance(begins);
        let place = self.commands.len();
        self.commands.push(Command {
            stdout: String::new(),
            stderr: String::new(),
            code: 0,
            ..command.clone()
        });
        if command.background {
            let (answer, job) = self.terminal.begin(&mut self.world, &command.text);
            self.note(place, &answer.stdout, &answer.stderr, answer.code);
            self.jobs.extend(job.map(|job| (place, job)));
            return;
        }
        for (at, line) in self.parts(command) {
            self.advance(at.map_or(begins, |at| at.max(begins)));
            let outcome = self.perform(&line);
            self.note(place, &outcome.stdout, &outcome.stderr, outcome.code);
        }
        let now = self.seconds(self.world.now());
        match &mut earlier {
            Some(world) => self.commands[place].around = self.around(world, &command.text, begins + AROUND),
            None => self.changed = now,
        }
        self.commands[place].ended = now;
    }

    /// A line of the shell, or a command that steers the world.
    fn perform(&mut self, line: &str) -> Outcome {
        if !steering::is_one(line) {
            return self.terminal.run(&mut self.world, line);
        }
        let expanded = self.terminal.run(&mut self.world, &format!("echo {line}")).stdout;
        let words: Vec<&str> = expanded.split_whitespace().collect();
        self.steering.act(&mut self.world, &words);
        Outcome::default()
    }

    /// What a command prints in a copy of the world, from its time on until `end`.
    fn around(&self, world: &mut World, line: &str, end: f64) -> Vec<(String, String, i32)> {
        let mut found = Vec::new();
        let mut terminal = self.terminal.clone();
        let mut at = self.seconds(world.now());
        while at <= end {
            let outcome = terminal.run(world, line);
            found.push((outcome.stdout, outcome.stderr, outcome.code));
            at += AROUND_STEP;
            while world.advance(self.at(at), u64::MAX) != Progress::Reached {}
        }
        found
    }

    /// What a command in the background prints was recorded as one stream.
    fn note(&mut self, place: usize, stdout: &str, stderr: &str, code: i32) {
        let command = &mut self.commands[place];
        command.stdout += stdout;
        match command.background {
            true => command.stdout += stderr,
            false => command.stderr += stderr,
        }
        command.code |= code;
    }

    /// Lets time go on, and the background commands see every change.
    fn advance(&mut self, to: f64) {
        let to = self.at(to);
        if self.jobs.is_empty() {
            while self.world.advance(to, u64::MAX) != Progress::Reached {}
            return;
        }
        while self.world.advance(to, EVENTS_PER_LOOK) != Progress::Reached {
            self.look();
        }
        self.look();
    }

    fn look(&mut self) {
        for (place, mut job) in std::mem::take(&mut self.jobs) {
            let (said, answer) = job.poll(&mut self.world);
            self.note(place, &said.stdout, &said.stderr, 0);
            match answer {
                Some(answer) => self.note(place, &answer.stdout, &answer.stderr, answer.code),
                None => self.jobs.push((place, job)),
            }
        }
    }

    fn changes(&self, from: u64) -> Vec<Seen> {
        let log = self.world.api().store().log();
        let changes = log.since(from);
        let seen = changes.map(|change| Seen {
            at: self.seconds(change.at),
            resource: change.key.kind.info().plural.to_owned(),
            verb: match change.verb {
                Verb::Added => "ADDED",
                Verb::Modified => "MODIFIED",
                Verb::Deleted => "DELETED",
            }
            .to_owned(),
            object: change.object().to_value(),
        });
        seen.collect()
    }
}

/// Whether somebody outside the cluster made an object.
fn is_by_user(seen: &Seen) -> bool {
    let meta = &seen.object["metadata"];
    let lasts = !matches!(seen.resource.as_str(), "events" | "namespaces");
    lasts && meta["ownerReferences"].is_null() && !meta["generateName"].is_string()
}

fn name_of(seen: &Seen) -> &str {
    seen.object["metadata"]["name"].as_str().unwrap_or_default()
}

/// Whether a line only asks.
fn only_reads(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next() == Some("kubectl") && matches!(words.next(), Some("get" | "describe" | "top" | "logs"))
}
