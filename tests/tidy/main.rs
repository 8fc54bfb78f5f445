//! Holds the source to the shape in `src/lib.rs` and CONTRIBUTING: which room may use which, what may not appear, how long
//! a file may be. Each rule is a function from sources to problems, in a file of its own with a bad sample that shows it can
//! fail; this file runs them all over the real tree. A problem names its place and what to do about it.

mod browser_crates;
mod code;
mod headings;
mod layers;
mod paths;
mod siblings;
mod sizes;
mod tracked;
mod tree;
mod words;

use std::fmt;
use tree::Source;

/// One breach of a rule: where it is and how to mend it.
#[derive(Debug, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    pub line: usize,
    pub advice: String,
}

impl Problem {
    pub fn new(file: &str, line: usize, advice: String) -> Problem {
        Problem { file: file.to_string(), line, advice }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.advice)
    }
}

fn hold(rule: fn(&[Source]) -> Vec<Problem>) {
    report(&rule(&tree::sources()));
}

fn report(problems: &[Problem]) {
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    assert!(lines.is_empty(), "\n\n{}\n", lines.join("\n"));
}

#[test]
fn layers_point_downwards() {
    hold(layers::check);
}

#[test]
fn siblings_do_not_import_one_another() {
    hold(siblings::check);
}

#[test]
fn browser_crates_stay_in_the_page() {
    hold(browser_crates::check);
}

#[test]
fn every_module_begins_with_a_paragraph() {
    hold(headings::check);
}

#[test]
fn files_and_functions_are_short() {
    hold(sizes::check);
}

#[test]
fn the_engine_has_no_clock_no_chance_and_no_unfinished_business() {
    hold(words::check);
}

#[test]
fn tracked_files_know_no_machine_and_no_registry() {
    report(&tracked::check(&tree::tracked_files()));
}
