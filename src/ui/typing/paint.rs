//! What is written to the screen. Only what is new is written: lines that came, the rest of a line that goes on, the line
//! being typed. Lines that changed within sight are written again in place (`watch`); where more changed (the cluster
//! went back in time, the terminal was cleared, the width is another) everything is.
//!
//! The line being typed always stands last, after the prompt, so it is taken away before anything else is written.

use super::width::{place, width};
use crate::view::{TerminalKind, TerminalLine, TerminalView};
use std::collections::VecDeque;
use std::fmt::Write as _;

/// Everything, what was scrolled out of sight too.
const ERASE_ALL: &str = "\x1b[0m\x1b[H\x1b[2J\x1b[3J";
const ERASE_BELOW: &str = "\r\x1b[J";
const PLAIN: &str = "\x1b[0m";
const PROMPT: &str = "\x1b[1;32m";
const TYPED_BEFORE: &str = "\x1b[1m";
const ERROR: &str = "\x1b[31m";
/// Columns of a tab.
const TAB: usize = 8;

/// What stands below the output.
pub struct Input<'a> {
    pub prompt: &'a str,
    pub line: &'a str,
    /// Letters before the cursor.
    pub cursor: usize,
}

struct Shown {
    text: String,
    kind: TerminalKind,
}

pub struct Painter {
    columns: usize,
    rows: usize,
    /// The lines that were written, from the number `first` on.
    shown: VecDeque<Shown>,
    first: u64,
    /// Rows written since the top of the screen was last in the cursor's reach.
    above: usize,
    /// The cursor's row in the line being typed.
    input_row: usize,
    /// Nothing on the screen can be relied on.
    stale: bool,
}

impl Default for Painter {
    fn default() -> Painter {
        let shown = VecDeque::new();
        Painter { columns: 80, rows: 24, shown, first: 0, above: 0, input_row: 0, stale: true }
    }
}

impl Painter {
    /// Another width breaks lines elsewhere: everything has to be written again.
    pub fn resize(&mut self, columns: usize, rows: usize) {
        self.stale |= columns != self.columns;
        (self.columns, self.rows) = (columns, rows);
    }

    /// Whether the lines on the screen are these.
    pub fn shows(&self, view: &TerminalView) -> bool {
        let same = self.same(view);
        self.first == view.dropped && same == self.shown.len() && same == view.lines.len()
    }

    /// Scrolls everything out of sight, as Ctrl-L does.
    pub fn clear(&mut self) -> String {
        self.above = 0;
        let out = self.erase_input() + &"\r\n".repeat(self.rows) + "\x1b[H";
        self.input_row = 0;
        out
    }

    pub fn paint(&mut self, view: &TerminalView, input: &Input<'_>) -> String {
        let mut out = self.erase_input();
        self.forget(view.dropped);
        let same = self.same(view);
        let reach = self.rows_of(same);
        if self.stale || self.first != view.dropped || reach > self.above.min(self.rows.saturating_sub(1)) {
            out = ERASE_ALL.to_string();
            self.shown.clear();
            (self.first, self.above, self.stale) = (view.dropped, 0, false);
        } else if same < self.shown.len() {
            let _ = write!(out, "\x1b[{reach}A{ERASE_BELOW}");
            self.shown.truncate(same);
            self.above -= reach;
        }
        for line in &view.lines[self.shown.len()..] {
            self.line(line, &mut out);
        }
        self.input(input, &mut out);
        out
    }

    fn erase_input(&mut self) -> String {
        let up = std::mem::take(&mut self.input_row);
        if up == 0 { ERASE_BELOW.to_string() } else { format!("\x1b[{up}A{ERASE_BELOW}") }
    }

    /// Lines the session no longer keeps stay on the screen, and are not compared any more.
    fn forget(&mut self, dropped: u64) {
        while self.first < dropped && self.shown.pop_front().is_some() {
            self.first += 1;
        }
    }

    /// How many of the lines shown are still as they were.
    fn same(&self, view: &TerminalView) -> usize {
        let pairs = self.shown.iter().zip(&view.lines);
        pairs.take_while(|(old, new)| old.kind == new.kind && old.text == new.text).count()
    }

    /// Rows of the lines shown from one on.
    fn rows_of(&self, from: usize) -> usize {
        let row = |line: &Shown| place(letters(&line.text).into_iter(), self.columns).0 + 1;
        self.shown.range(from.min(self.shown.len())..).map(row).sum()
    }

    fn line(&mut self, line: &TerminalLine, out: &mut String) {
        let text = drawn(&line.text);
        match line.kind {
            TerminalKind::Prompt => prompt(&text, out),
            TerminalKind::Out => out.push_str(&text),
            TerminalKind::Err => {
                let _ = write!(out, "{ERROR}{text}");
            }
        }
        let _ = write!(out, "{PLAIN}\r\n");
        self.above += place(letters(&line.text).into_iter(), self.columns).0 + 1;
        self.shown.push_back(Shown { text: line.text.clone(), kind: line.kind });
    }

    /// The prompt, the line, and the cursor where it belongs.
    fn input(&mut self, input: &Input<'_>, out: &mut String) {
        let line: Vec<char> = input.line.chars().filter(|c| width(*c) > 0).collect();
        let whole = || input.prompt.chars().chain(line.iter().copied());
        let before = input.prompt.chars().count() + input.cursor.min(line.len());
        let _ = write!(out, "{PROMPT}{}{PLAIN}", input.prompt);
        out.extend(&line);
        let (mut end, column) = place(whole(), self.columns);
        if column == self.columns {
            // A full row: the cursor goes on to the next.
            out.push_str("\r\n");
            end += 1;
        }
        let (mut row, mut column) = place(whole().take(before), self.columns);
        if column == self.columns {
            (row, column) = (row + 1, 0);
        }
        // Higher than the screen, it is out of the cursor's reach.
        self.stale |= end + 1 >= self.rows;
        out.push('\r');
        if end > row {
            let _ = write!(out, "\x1b[{}A", end - row);
        }
        if column > 0 {
            let _ = write!(out, "\x1b[{column}C");
        }
        self.input_row = row;
    }
}

/// A prompt ends in `$` or `#`; what was typed comes after it.
fn prompt(text: &str, out: &mut String) {
    let end = ["$ ", "# "].iter().filter_map(|end| text.find(end)).min().map_or(0, |at| at + 2);
    let _ = write!(out, "{PROMPT}{}{PLAIN}{TYPED_BEFORE}{}", &text[..end], &text[end..]);
}

/// The text as it is written: tabs as spaces, colours left in it, and nothing that moves the cursor.
fn drawn(text: &str) -> String {
    let (mut out, mut column, mut rest) = (String::new(), 0, text);
    while let Some(letter) = rest.chars().next() {
        let colour = colour_at(rest);
        out.push_str(&rest[..colour]);
        if colour > 0 {
            rest = &rest[colour..];
            continue;
        }
        match letter {
            '\t' => (column..tab_after(column)).for_each(|_| out.push(' ')),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
        column = if letter == '\t' { tab_after(column) } else { column + width(letter) };
        rest = &rest[letter.len_utf8()..];
    }
    out
}

fn tab_after(column: usize) -> usize {
    (column / TAB + 1) * TAB
}

/// The letters of the text that take room.
fn letters(text: &str) -> Vec<char> {
    let drawn = drawn(text);
    let (mut letters, mut rest) = (Vec::new(), drawn.as_str());
    while let Some(letter) = rest.chars().next() {
        let colour = colour_at(rest);
        if colour == 0 {
            letters.push(letter);
        }
        rest = &rest[if colour > 0 { colour } else { letter.len_utf8() }..];
    }
    letters
}

/// The length of the sequence at the start that sets a colour; 0 if there is none.
fn colour_at(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("\x1b[") else { return 0 };
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ';'));
    end.filter(|at| rest[*at..].starts_with('m')).map_or(0, |at| at + 3)
}

#[cfg(test)]
#[path = "paint_tests.rs"]
mod tests;
