//! Every command line of a set of learners' notes, typed into the terminal: none ends in a command that is not known or
//! in a line that is not understood. `notes/outcomes.txt` keeps how each begins to answer; `UPDATE_GOLDENS=1` records anew.

#![cfg(not(target_arch = "wasm32"))]

use std::path::PathBuf;

use kubarium::session::{Action, Options, Session};
use kubarium::view::TerminalKind;

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
    let said = screen.lines.iter().find(|line| line.kind != TerminalKind::Prompt && line.text != "^C");
    let Some(line) = said else { return "ran".into() };
    match line.kind {
        _ if line.text.contains(": not here: ") => format!("helpful line: {}", line.text),
        TerminalKind::Err => format!("refused: {}", line.text),
        _ => "ran".into(),
    }
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
