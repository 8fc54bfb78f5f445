//! Every module begins with a paragraph that says what it is for.

use crate::Problem;
use crate::tree::Source;

pub fn check(sources: &[Source]) -> Vec<Problem> {
    sources.iter().filter(|source| !begins_with_prose(&source.text)).map(problem).collect()
}

fn begins_with_prose(text: &str) -> bool {
    let first = text.lines().next().unwrap_or("");
    first.strip_prefix("//!").is_some_and(|prose| prose.split_whitespace().count() >= 2)
}

fn problem(source: &Source) -> Problem {
    Problem::new(&source.path, 1, "begin the file with a `//!` paragraph: what the module is for".to_string())
}

#[test]
fn a_file_without_prose_is_a_breach() {
    let check = |text: &str| check(&[Source::new("src/sim/a.rs", text)]).len();
    assert_eq!(check("use std::fmt;\n//! Late.\n"), 1);
    assert_eq!(check("//!\nuse std::fmt;\n"), 1);
    assert_eq!(check(""), 1);
    assert_eq!(check("//! The event queue.\n"), 0);
}
