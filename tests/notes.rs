//! Every command line of a set of learners' notes, typed into the terminal: none ends in a command that is not known or
//! in a line that is not understood. `notes/outcomes.txt` keeps how each begins to answer on a cluster of its own,
//! `notes/chained.txt` how the commands and blocks of a note answer one after the other, `notes/compared.txt` what each
//! line of an output that a note shows has become; `UPDATE_GOLDENS=1` records anew.

#![cfg(not(target_arch = "wasm32"))]

#[path = "notes/shown.rs"]
mod shown;

use std::path::PathBuf;

use kubarium::session::{Action, Options, Preset, Session};
use kubarium::view::{TerminalKind, TerminalLine};

const SECOND: u64 = 1_000_000;

/// Where a command stands, `note:line`, and the command.
fn commands() -> Vec<(&'static str, String)> {
    let lines = include_str!("notes/commands.txt").lines();
    let read = |line: &'static str| {
        let (place, text) = line.split_once('\t').expect("a place and a command");
        (place, unescaped(text))
    };
    lines.map(read).collect()
}

fn unescaped(text: &str) -> String {
    let mut chars = text.chars();
    let mut plain = String::new();
    while let Some(one) = chars.next() {
        match (one, chars.clone().next()) {
            ('\\', Some('n')) => plain.push('\n'),
            ('\\', Some('\\')) => plain.push('\\'),
            (one, _) => {
                plain.push(one);
                continue;
            }
        }
        chars.next();
    }
    plain
}

/// What the first line of the answer says of it.
fn outcome(command: &str) -> String {
    let mut session = Session::new(Options::default());
    session.advance(20 * SECOND, u32::MAX);
    session.act(Action::Terminal { line: command.to_owned() });
    session.advance(30 * SECOND, u32::MAX);
    session.act(Action::Interrupt);
    let screen = session.terminal();
    let shown = |line: &&TerminalLine| line.kind != TerminalKind::Prompt && line.text != "^C";
    let said = screen.lines.iter().find(|line| shown(line) && !line.text.is_empty());
    let Some(line) = said else { return "ran".into() };
    match line.kind {
        _ if line.text.contains(": not here: ") => format!("helpful line: {}", line.text),
        TerminalKind::Err if line.text.contains("syntax error") || !ended_well(&mut session) => {
            format!("refused: {}", line.text)
        }
        _ => "ran".into(),
    }
}

/// Whether the status of the last command is zero: some say things on their error stream though they succeed.
fn ended_well(session: &mut Session) -> bool {
    session.act(Action::Terminal { line: "echo status $?".to_owned() });
    session.terminal().lines.last().is_some_and(|line| line.text == "status 0")
}

#[test]
fn every_command_has_an_answer() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/notes/outcomes.txt");
    let all: Vec<(String, String, String)> = commands()
        .into_iter()
        .map(|(place, command)| (place.to_owned(), outcome(&command), command))
        .collect();
    let count = |start: &str| all.iter().filter(|(_, outcome, _)| outcome.starts_with(start)).count();
    let (ran, refused, helpful) = (count("ran"), count("refused"), count("helpful"));
    println!("{} commands: {ran} ran, {refused} refused, {helpful} answered with a helpful line", all.len());
    // `<name>` is a place to fill in; bash does not understand it either.
    let lost = |outcome: &str, command: &str| {
        outcome.contains("command not found")
            || (outcome.contains("syntax error") && !(command.contains('<') && command.contains('>')))
    };
    let bad: Vec<_> = all.iter().filter(|(_, outcome, command)| lost(outcome, command)).collect();
    assert!(bad.is_empty(), "{bad:#?}");
    let text: String = all.iter().map(|(place, outcome, _)| format!("{place}\t{outcome}\n")).collect();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap_or_default(), "UPDATE_GOLDENS=1 records anew");
}

/// A block of YAML of a note, at its line.
struct Block {
    line: u32,
    text: String,
}

/// The blocks of a note, by the number that its commands have.
fn blocks(note: &str) -> Vec<Block> {
    let lines = include_str!("conformance/notes-blocks.jsonl").lines();
    let read = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON");
    let of_note =
        lines.map(read).filter(|block| block["note"].as_str().is_some_and(|name| name.starts_with(note)));
    let block = |value: serde_json::Value| Block {
        line: value["line"].as_u64().unwrap_or_default() as u32,
        text: value["text"].as_str().unwrap_or_default().to_owned(),
    };
    of_note.map(block).collect()
}

/// How well a file of a command is a block: it is called as an object of the block, or as its kind.
fn likeness(file: &str, block: &Block) -> usize {
    let stem = file.trim_end_matches(".yaml");
    let kind = |kind: &str| match kind.to_lowercase().as_str() {
        "horizontalpodautoscaler" => "hpa".to_owned(),
        kind => kind.to_owned(),
    };
    let of_line = |line: &str| {
        let name = line.strip_prefix("  name:").is_some_and(|name| name.trim() == stem);
        let word = line.strip_prefix("kind:").map(|word| kind(word.trim()));
        if name {
            2
        } else {
            usize::from(word.is_some_and(|word| stem.split('-').next_back() == Some(&*word)))
        }
    };
    block.text.lines().map(of_line).max().unwrap_or_default()
}

fn is_named(file: &str, block: &Block) -> bool {
    likeness(file, block) > 0
}

/// The files that a command names after `-f`.
fn files(command: &str) -> Vec<&str> {
    let words: Vec<&str> = command.split_whitespace().collect();
    words
        .windows(2)
        .filter(|pair| pair[0] == "-f" && pair[1].ends_with(".yaml"))
        .map(|pair| pair[1])
        .collect()
}

/// The first line of what a command says, in a session that goes on.
/// Lines that tell what an object is.
const JSON_LINES: usize = 6;

fn step(session: &mut Session, command: &str) -> String {
    // The screen keeps so many lines and no more.
    session.act(Action::Terminal { line: "clear".to_owned() });
    let before = session.terminal().lines.len();
    session.act(Action::Terminal { line: command.to_owned() });
    session.advance(session.now_us() + 8 * SECOND, u32::MAX);
    session.act(Action::Interrupt);
    let lines = session.terminal().lines;
    let said = lines.get(before..).unwrap_or_default().iter();
    let mut said = said.filter(|line| line.kind != TerminalKind::Prompt && line.text != "^C");
    match said.next().map_or("", |line| line.text.trim_end()) {
        "{" => {
            format!("{{ {}", said.take(JSON_LINES).map(|line| line.text.trim()).collect::<Vec<_>>().join(" "))
        }
        first => first.to_owned(),
    }
}

/// A note from its first line to its last in one session: its blocks are applied where they stand, or are the files that
/// its commands name.
fn chained(note: &str, number: &str) -> String {
    let preset = if number == "0" { Preset::Minikube } else { Preset::ThreeNodes };
    let mut session = Session::new(Options { preset, ..Options::default() });
    session.advance(20 * SECOND, u32::MAX);
    let blocks = blocks(note);
    let line_of = |place: &str| {
        place.split_once(':').and_then(|(_, line)| line.parse::<u32>().ok()).unwrap_or_default()
    };
    let own: Vec<(u32, String)> = commands()
        .into_iter()
        .filter(|(place, _)| place.split(':').next() == Some(number))
        .map(|(place, command)| (line_of(place), command))
        .collect();
    let named_later = |block: &Block| {
        own.iter().any(|(line, command)| {
            *line > block.line && files(command).iter().any(|file| is_named(file, block))
        })
    };
    let mut steps: Vec<(u32, Option<&Block>, &str)> =
        own.iter().map(|(line, command)| (*line, None, command.as_str())).collect();
    steps
        .extend(blocks.iter().filter(|block| !named_later(block)).map(|block| (block.line, Some(block), "")));
    steps.sort_by_key(|(line, ..)| *line);
    let mut text = String::new();
    // What a note writes into a file that is no manifest.
    let mut handed: Vec<(String, String)> = match number {
        "1" => vec![("ingress-values.yaml".into(), include_str!("notes/files/ingress-values.yaml").into())],
        _ => Vec::new(),
    };
    for (line, block, command) in steps {
        let command = match block {
            Some(block) => {
                handed.push((format!("block-{line}.yaml"), block.text.clone()));
                format!("kubectl apply -f ~/block-{line}.yaml")
            }
            None => command.to_owned(),
        };
        for file in files(&command) {
            let before = blocks.iter().filter(|block| block.line < line && is_named(file, block));
            let found = before.max_by_key(|block| (likeness(file, block), block.line));
            if let Some(found) = found.filter(|_| block.is_none()) {
                handed.retain(|(name, _)| name != file);
                handed.push((file.to_owned(), found.text.clone()));
            }
        }
        session.act(Action::Files { files: handed.clone() });
        let command = command.replace("-f ingress-values.yaml", "-f ~/ingress-values.yaml");
        let said = step(&mut session, &command);
        text += &format!("{number}:{line}\t{}\t{said}\n", command.lines().next().unwrap_or_default());
    }
    text
}

#[test]
fn the_notes_run_from_their_first_line_to_their_last() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/notes/chained.txt");
    let notes = [("000", "0"), ("001", "1"), ("002", "2"), ("003", "3"), ("004", "4")];
    let text: String = notes.iter().map(|(note, number)| chained(note, number)).collect();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap_or_default(), "UPDATE_GOLDENS=1 records anew");
}

/// Places of notes whose output is of a cluster that is not here, and why.
const OTHER_CLUSTERS: &str = include_str!("notes/elsewhere.txt");

#[test]
fn outputs_are_what_the_notes_show() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/notes/compared.txt");
    let (report, open) = shown::compare(include_str!("notes/shown.txt"), OTHER_CLUSTERS);
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, &report).unwrap();
    }
    assert!(open.is_empty(), "{}", open.join("\n\n"));
    assert_eq!(report, std::fs::read_to_string(&path).unwrap_or_default(), "UPDATE_GOLDENS=1 records anew");
}
