//! The terminal as part of a session: what is on its screen is the same in slices, after going back, and replayed.

#![cfg(not(target_arch = "wasm32"))]

use kubarium::session::{Action, Options, Script, Session};

const SECOND: u64 = 1_000_000;

fn enter(session: &mut Session, line: &str) {
    let answer = session.act(Action::Terminal { line: line.to_owned() });
    assert!(answer.is_empty(), "{answer:?}");
}

/// A few commands, some of which wait, up to a minute.
fn typed() -> Session {
    let mut session = Session::new(Options::default());
    session.advance(2 * SECOND, u32::MAX);
    enter(&mut session, "kubectl create deployment web --image=nginx --replicas=3");
    enter(&mut session, "kubectl rollout status deployment/web");
    session.advance(30 * SECOND + 123_457, u32::MAX);
    enter(&mut session, "kubectl get pods");
    enter(&mut session, "kubectl get pods -w");
    session.advance(40 * SECOND, u32::MAX);
    session.act(Action::Kubectl { command: "kubectl scale deployment web --replicas=1".into() });
    session.advance(50 * SECOND, u32::MAX);
    session.act(Action::Interrupt);
    enter(&mut session, "sleep 3");
    session.advance(60 * SECOND, u32::MAX);
    session
}

fn seen(session: &Session) -> (String, Vec<(String, u64)>) {
    let screen = session.terminal();
    (session.digest(), screen.lines.into_iter().map(|line| (line.text, line.at_us)).collect())
}

#[test]
fn replays_slices_and_seeking_show_the_same_screen() {
    let live = typed();
    let expected = seen(&live);
    assert!(expected.1.len() > 10, "{expected:#?}");
    let script = Script::parse(&live.script_text()).expect("its own script");
    for budget in [1, 7, 250, u32::MAX] {
        let mut replayed = Session::replay(script.clone());
        while !replayed.advance(60 * SECOND, budget) {}
        assert_eq!(seen(&replayed), expected, "in slices of {budget}");
    }
    let mut session = live;
    for at in [35 * SECOND, 5 * SECOND + 1, 45 * SECOND, 60 * SECOND] {
        session.seek(at);
        while !session.advance_seek(100) {}
    }
    assert_eq!(seen(&session), expected);
}

#[test]
fn files_are_recorded_when_they_change() {
    let mut session = Session::new(Options::default());
    let files =
        vec![("a.yaml".to_owned(), "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n".to_owned())];
    session.act(Action::Files { files: files.clone() });
    session.act(Action::Files { files });
    enter(&mut session, "kubectl apply -f a.yaml");
    assert_eq!(session.script().entries.len(), 2);
    assert_eq!(session.terminal().lines.last().map(|line| line.text.as_str()), Some("namespace/a created"));
}
