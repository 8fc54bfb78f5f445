//! What the lines that were entered did: kept while they run, for those who explain it.

use std::collections::VecDeque;

use crate::kubectl::call::Read;

/// Lines remembered, and refusals of one.
const LIMIT_LINES: usize = 300;
const LIMIT_REFUSED: usize = 20;

/// A line that was entered.
#[derive(Clone, Debug, PartialEq)]
pub struct Entered {
    /// Its place on the screen, lines that are no longer kept counted.
    pub line: u64,
    /// The cluster's version when it began, and when it ended; none while it runs.
    pub from: u64,
    pub to: Option<u64>,
    pub reads: Vec<Read>,
    /// What the server refused, in its words.
    pub refused: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Stories {
    lines: VecDeque<Entered>,
}

impl Stories {
    pub fn begin(&mut self, line: u64, from: u64) {
        self.lines.push_back(Entered { line, from, to: None, reads: Vec::new(), refused: Vec::new() });
        if self.lines.len() > LIMIT_LINES {
            self.lines.pop_front();
        }
    }

    /// What kubectl asked for and was refused, of the line that runs.
    pub fn add(&mut self, reads: Vec<Read>, stderr: &str) {
        let Some(last) = self.lines.back_mut() else { return };
        last.reads.extend(reads);
        let of_server = |line: &&str| line.starts_with("Error from server") || line.contains(" is invalid: ");
        let room = LIMIT_REFUSED.saturating_sub(last.refused.len());
        last.refused.extend(stderr.lines().filter(of_server).take(room).map(str::to_owned));
    }

    pub fn end(&mut self, to: u64) {
        if let Some(last) = self.lines.back_mut().filter(|last| last.to.is_none()) {
            last.to = Some(to);
        }
    }

    pub fn all(&self) -> impl Iterator<Item = &Entered> {
        self.lines.iter()
    }

    pub fn of(&self, line: u64) -> Option<&Entered> {
        self.lines.iter().find(|one| one.line == line)
    }
}
