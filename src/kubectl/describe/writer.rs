//! Lines with indentation, laid out in columns at the end: `PrefixWriter` and `tabbedString` of
//! describe.go, v1.36.
//!
//! Every write begins with its level's indentation, also in the middle of a line; a nested part writes
//! everything some levels deeper.

use std::fmt::Display;

use crate::kubectl::tabwriter;

const INDENT: &str = "  ";

#[derive(Default)]
pub struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    pub fn write(&mut self, level: usize, text: impl AsRef<str>) {
        (0..level + self.depth).for_each(|_| self.text.push_str(INDENT));
        self.text.push_str(text.as_ref());
    }

    /// The rest of a line.
    pub fn line(&mut self, text: impl Display) {
        self.write(0, format!("{text}\n"));
    }

    /// `Name:`, a tab and the value.
    pub fn field(&mut self, level: usize, name: &str, value: impl Display) {
        self.write(level, format!("{name}:\t{value}\n"));
    }

    /// Cells of a table with their heading underlined by the caller's second row.
    pub fn rows(&mut self, level: usize, rows: &[&str]) {
        rows.iter().for_each(|row| self.write(level, format!("{row}\n")));
    }

    pub fn nested(&mut self, levels: usize, part: impl FnOnce(&mut Writer)) {
        self.depth += levels;
        part(self);
        self.depth -= levels;
    }

    pub fn finish(self) -> String {
        let safe = self.text.replace('\u{1b}', "^[").replace('\r', "\\r");
        tabwriter::align(&safe, tabwriter::DESCRIBE)
    }
}
