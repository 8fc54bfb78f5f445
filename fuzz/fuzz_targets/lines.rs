//! Any text, as lines typed into the terminal.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/corpus/any_line.rs"]
mod corpus;

/// Lines of one text.
const LIMIT_LINES: usize = 12;

fuzz_target!(|text: &str| {
    let mut session = corpus::begun();
    for line in text.split('\n').take(LIMIT_LINES) {
        corpus::enter(&mut session, line);
    }
    assert!(corpus::stop(&mut session));
});
