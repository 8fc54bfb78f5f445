//! kubectl's commands against tables: every flag that kubectl has is taken, refused by name, or said to change nothing; what
//! it says to mistakes is what kubectl says (`kubectl_texts/mistakes.txt`, recorded from the program).

#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;

use kubarium::kubectl::{usage, verbs};
use kubarium::session::{Action, Options, Session};
use kubarium::view::TerminalKind;

/// A command, its exit status and what it says.
#[derive(Debug, PartialEq)]
struct Text {
    code: i32,
    lines: Vec<String>,
}

fn read(text: &str) -> Vec<(String, Text)> {
    let mut all: Vec<(String, Text)> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(command) = line.strip_prefix("$ ") {
            all.push((command.to_owned(), Text { code: 1, lines: Vec::new() }));
            continue;
        }
        let (_, last) = all.last_mut().expect("a command before its text");
        match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')?.parse().ok()) {
            Some(code) if last.lines.is_empty() => last.code = code,
            _ => last.lines.push(line.to_owned()),
        }
    }
    all
}

/// What a command says here, without what waits for an answer.
fn said(session: &mut Session, command: &str) -> Text {
    let before = session.terminal().lines.len();
    session.act(Action::Terminal { line: format!("{command}; echo status $?") });
    session.advance(session.now_us() + 2_000_000, u32::MAX);
    session.act(Action::Interrupt);
    let lines = session.terminal().lines.into_iter().skip(before);
    let mut lines: Vec<String> = lines
        .filter(|line| line.kind != TerminalKind::Prompt)
        .map(|line| line.text.trim_end().to_owned())
        .collect();
    let code = lines.iter().position(|line| line.starts_with("status "));
    let code = code.and_then(|at| lines.remove(at).strip_prefix("status ")?.parse().ok()).unwrap_or(-1);
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    Text { code, lines }
}

#[test]
fn mistakes_are_answered_in_kubectls_words() {
    let changed: BTreeMap<String, Text> =
        read(include_str!("kubectl_texts/changed.txt")).into_iter().collect();
    let mut session = Session::new(Options::default());
    session.advance(2_000_000, u32::MAX);
    let recorded = read(include_str!("kubectl_texts/mistakes.txt"));
    let mut wrong = Vec::new();
    for (command, theirs) in &recorded {
        let ours = said(&mut session, command);
        let expected = changed.get(command).unwrap_or(theirs);
        if ours != *expected {
            wrong.push(format!("$ {command}\n  expected {expected:?}\n  here     {ours:?}"));
        }
        assert_ne!(changed.get(command), Some(theirs), "{command} is not changed");
    }
    println!("{} mistakes, {} of them worded anew", recorded.len(), changed.len());
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), recorded.len(), wrong.join("\n"));
}

/// Flags of the verbs that kubectl has in none of its commands.
#[test]
fn every_flag_is_known() {
    let idle: Vec<&str> = usage::idle_flags().iter().map(|flag| flag.long).collect();
    let mut unknown = Vec::new();
    for command in usage::all() {
        let verb = command.path.split(' ').next().unwrap_or_default();
        let taken = verbs::flags(verb);
        let missing = command.flags.iter().filter(|flag| !taken.contains(flag) && !idle.contains(flag));
        unknown.extend(missing.map(|flag| format!("{} --{flag}", command.path)));
    }
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn every_command_has_help() {
    for command in usage::all() {
        // The screen keeps so many lines: each has one of its own.
        let mut session = Session::new(Options::default());
        let text = said(&mut session, &format!("kubectl {} --help", command.path)).lines.join("\n");
        assert!(text.contains("\nUsage:\n  kubectl "), "{}: {text}", command.path);
        assert_eq!(text.contains("\nOptions:\n"), !command.flags.is_empty(), "{}", command.path);
        let shown = command.flags.iter().filter(|flag| text.contains(&format!("--{flag}="))).count();
        assert_eq!(shown, command.flags.len(), "{}: {text}", command.path);
    }
}

/// docs/kubectl.md: what is taken and changes nothing, and what is refused.
#[test]
fn the_list_of_idle_flags_is_up_to_date() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/kubectl.md");
    let mut text = "# kubectl: flags without an effect\n\nGenerated from `src/kubectl/usage/` by `UPDATE_GOLDENS=1 cargo test --test \
        kubectl_texts`. Every other flag of kubectl v1.36's\ncommands acts. A flag that is refused says so.\n\n| Flag | Commands | Here |\n|---|---|---|\n"
        .to_owned();
    for (flag, mark, about, commands) in usage::no_effect() {
        let word = if mark == usage::Mark::Refused { "refused" } else { "taken, changes nothing" };
        text += &format!("| `--{flag}` | {} | {word}: {about} |\n", commands.join(", "));
    }
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap_or_default(), "UPDATE_GOLDENS=1 writes it anew");
}
