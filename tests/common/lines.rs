//! Lines typed into a session's terminal, and what they print.

use kubarium::session::{Action, Session};

pub const SECOND: u64 = 1_000_000;

/// What a line prints within some seconds.
pub fn run(session: &mut Session, line: &str, seconds: u64) -> String {
    let before = session.terminal();
    // What a running command reads stands behind its prompt, or on a line of its own.
    let (reads, before) = (before.reads, before.lines.len());
    session.act(Action::Terminal { line: line.to_owned() });
    session.advance(session.now_us() + seconds * SECOND, u32::MAX);
    let lines = session.terminal().lines;
    let echo = match reads {
        true => usize::from(lines.get(before).is_some_and(|first| first.text == line)),
        false => line.lines().count(),
    };
    lines[before..].iter().skip(echo).map(|line| format!("{}\n", line.text)).collect()
}

/// What it prints at once.
pub fn said(session: &mut Session, line: &str) -> String {
    run(session, line, 0)
}
