//! What the source may not say: clocks and chance, which would make two runs differ, and marks of unfinished work.

use crate::Problem;
use crate::code::{Token, tokens};
use crate::tree::Source;

const FORBIDDEN: &[(&str, &str)] = &[
    ("Instant::now", "ask sim::SimTime: the engine has one clock"),
    ("SystemTime", "ask sim::SimTime: the engine has one clock"),
    ("HashMap", "use BTreeMap: its order is the same in every run"),
    ("HashSet", "use BTreeSet: its order is the same in every run"),
    ("Math::random", "draw from an actor's stream of sim: chance comes from the seed"),
    ("todo!", "finish it, or return an error that says what is missing"),
    ("unimplemented!", "finish it, or return an error that says what is missing"),
    ("dbg!", "take it out"),
];

pub fn check(sources: &[Source]) -> Vec<Problem> {
    FORBIDDEN.iter().flat_map(|(phrase, advice)| check_phrase(sources, phrase, advice)).collect()
}

fn check_phrase(sources: &[Source], phrase: &str, advice: &str) -> Vec<Problem> {
    let wanted: Vec<String> = tokens(phrase).into_iter().map(|token| token.text).collect();
    let says = |window: &&[Token]| window.iter().zip(&wanted).all(|(token, word)| token.is(word));
    let mut found = Vec::new();
    for source in sources {
        for window in source.tokens.windows(wanted.len()).filter(says) {
            found.push(Problem::new(&source.path, window[0].line, format!("`{phrase}`: {advice}")));
        }
    }
    found
}

#[test]
fn every_forbidden_word_is_found() {
    for (phrase, _) in FORBIDDEN {
        let found = check(&[Source::new("src/sim/a.rs", &format!("//! A.\nlet x = {phrase}();"))]);
        assert_eq!(found.len(), 1, "{phrase}");
        assert_eq!(found[0].line, 2);
    }
}

#[test]
fn prose_and_other_words_are_free() {
    let text = "//! No HashMap.\nlet todo = \"todo!\"; // dbg!\nlet x = HashMapping;";
    assert_eq!(check(&[Source::new("src/sim/a.rs", text)]), []);
}
