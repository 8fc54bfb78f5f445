//! The same script and seed give the same run: in one go or in slices, from the start or from any
//! checkpoint, live or replayed, read back from its text, today and when `determinism/digests.txt` was
//! recorded. `UPDATE_GOLDENS=1` records anew; the browser's tests hold wasm32 to the same digests.

#![cfg(not(target_arch = "wasm32"))]

#[path = "determinism/cases.rs"]
mod cases;

use std::path::PathBuf;

use cases::Case;
use kubarium::session::{Script, Session};

fn end_digest(case: &Case) -> String {
    let mut session = case.session();
    assert!(session.advance(case.until_us(), u32::MAX));
    session.digest()
}

fn for_each(check: impl Fn(&Case, &str)) {
    for case in cases::all() {
        check(&case, &end_digest(&case));
    }
}

#[test]
fn runs_are_as_recorded() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/determinism/digests.txt");
    let found: Vec<String> = cases::all().iter().flat_map(Case::lines).collect();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, found.join("\n") + "\n").unwrap();
    }
    let recorded = std::fs::read_to_string(&path).unwrap_or_default();
    let recorded: Vec<&str> = recorded.lines().collect();
    let differ: Vec<_> = found.iter().filter(|line| !recorded.contains(&line.as_str())).collect();
    assert!(
        differ.is_empty() && found.len() == recorded.len(),
        "not as recorded: {differ:#?}\nif the engine was meant to change: UPDATE_GOLDENS=1 cargo test --test determinism"
    );
}

#[test]
fn slices_of_any_budget_make_no_difference() {
    for_each(|case, expected| {
        for budget in [1, 3, 250, 1009] {
            let mut session = case.session();
            while !session.advance(case.until_us(), budget) {}
            assert_eq!(session.digest(), expected, "{} in slices of {budget}", case.name);
        }
    });
}

/// As the page does it: so much simulated time to a frame, and everything drawn.
#[test]
fn frames_make_no_difference() {
    for_each(|case, expected| {
        let mut session = case.session();
        let mut at = 0;
        while at < case.until_us() {
            at = (at + 1_333_333).min(case.until_us());
            while !session.advance(at, 100) {
                session.frame();
            }
            session.frame();
        }
        assert_eq!(session.digest(), expected, "{} in frames", case.name);
    });
}

#[test]
fn every_moment_can_be_gone_back_to() {
    for_each(|case, expected| {
        let mut straight = case.session();
        let digest_at = |session: &mut Session, at: u64| {
            session.seek(at);
            while !session.advance_seek(500) {}
            session.digest()
        };
        let until = case.until_us();
        let moments: Vec<u64> = (0..12).map(|part| until * part / 12 + part * 7).collect();
        let first: Vec<String> = moments.iter().map(|at| digest_at(&mut straight, *at)).collect();
        assert_eq!(digest_at(&mut straight, until), expected, "{}", case.name);
        for (at, digest) in moments.iter().zip(&first).rev() {
            assert_eq!(digest_at(&mut straight, *at), *digest, "{} back at {at} us", case.name);
        }
        assert_eq!(digest_at(&mut straight, until), expected, "{} forward again", case.name);
        assert_eq!(digest_at(&mut straight, moments[5]), first[5], "{} in the middle", case.name);
    });
}

/// Acting live at the script's times is the same as replaying the script.
#[test]
fn a_live_session_is_its_replay() {
    for_each(|case, expected| {
        let mut live = Session::new(case.script.options);
        for entry in &case.script.entries {
            assert!(live.advance(entry.at.0, u32::MAX));
            live.act(entry.action.clone());
        }
        assert!(live.advance(case.until_us(), u32::MAX));
        assert_eq!(live.digest(), expected, "{} live", case.name);
        assert_eq!(live.script_text(), case.script.to_text(), "{}", case.name);
    });
}

#[test]
fn scripts_read_back_and_run_alike() {
    for_each(|case, expected| {
        let script = Script::parse(&case.script.to_text()).unwrap();
        assert_eq!(script, case.script);
        let mut session = Session::replay(script);
        assert!(session.advance(case.until_us(), u32::MAX));
        assert_eq!(session.digest(), expected, "{}", case.name);
    });
}

/// Acting after going back drops what came later, and nothing of it is left.
#[test]
fn a_changed_past_has_no_memory_of_its_future() {
    for_each(|case, _| {
        let Some(last) = case.script.entries.last() else { return };
        let mut changed = case.session();
        assert!(changed.advance(case.until_us(), u32::MAX));
        changed.seek(last.at.0 / 2);
        let action = last.action.clone();
        changed.act(action);
        let mut fresh = Session::replay(changed.script().clone());
        for session in [&mut changed, &mut fresh] {
            assert!(session.advance(case.until_us(), u32::MAX));
        }
        assert_eq!(changed.digest(), fresh.digest(), "{}", case.name);
    });
}

#[test]
fn another_seed_is_another_run() {
    for_each(|case, expected| {
        let mut script = case.script.clone();
        script.options.seed += 1;
        let mut session = Session::replay(script);
        assert!(session.advance(case.until_us(), u32::MAX));
        assert_ne!(session.digest(), expected, "{}", case.name);
    });
}
