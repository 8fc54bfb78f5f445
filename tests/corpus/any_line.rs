//! Lines typed into the terminal of a session, whatever they are: each is entered, completed, waited for, stopped, and what
//! it did is asked for. The fuzz target and the seeded test share it.

use kubarium::session::{Action, Options, Session};

const SECOND: u64 = 1_000_000;
/// Simulated events one line may cause before it is stopped.
const BUDGET: u32 = 3_000;

/// A session that has begun.
pub fn begun() -> Session {
    let mut session = Session::new(Options::default());
    session.advance(SECOND, u32::MAX);
    session
}

/// One line, in whatever state the terminal is.
pub fn enter(session: &mut Session, line: &str) {
    let _ = session.complete(line, line.chars().count() / 2);
    let _ = session.complete(line, line.chars().count());
    if session.terminal().edit.is_some() {
        session.act(Action::Edited { text: (!line.is_empty()).then(|| line.to_owned()) });
    } else {
        session.act(Action::Terminal { line: line.to_owned() });
    }
    session.advance(session.now_us() + 3 * SECOND, BUDGET);
}

/// Ctrl-C, and whether the terminal takes lines again.
pub fn stop(session: &mut Session) -> bool {
    session.act(Action::Interrupt);
    let view = session.terminal();
    for place in view.lines.iter().filter_map(|line| line.story) {
        let _ = session.line_story(place);
    }
    !view.busy
}
