//! What a terminal has shown: the last lines, and how many went before them.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::sh::REDRAW;
use crate::sim::SimTime;

/// Lines kept.
const LIMIT_LINES: usize = 2_000;
/// Bytes of a line that are kept.
const LIMIT_LINE: usize = 16 << 10;
/// Clears everything, as `clear` does.
const CLEAR: &str = "\x1b[H\x1b[2J";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// What was typed, after its prompt.
    Prompt,
    Out,
    Err,
}

#[derive(Clone, Debug)]
struct Line {
    text: Arc<str>,
    kind: LineKind,
    at: SimTime,
}

#[derive(Clone, Debug, Default)]
pub struct Screen {
    lines: VecDeque<Line>,
    dropped: u64,
    /// The last line goes on with the next text of its kind.
    open: bool,
    /// Lines before what the running command printed, dropped ones counted.
    begun: u64,
}

impl Screen {
    pub fn lines(&self) -> impl Iterator<Item = (&str, LineKind, SimTime)> {
        self.lines.iter().map(|line| (&*line.text, line.kind, line.at))
    }

    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// The place of the next line, lines that are no longer kept counted.
    pub fn next_line(&self) -> u64 {
        self.dropped + self.lines.len() as u64
    }

    /// Shows a prompt with what was typed after it.
    pub fn prompt(&mut self, text: &str, at: SimTime) {
        self.open = false;
        for line in text.split('\n') {
            self.push(line, LineKind::Prompt, at);
        }
        self.begun = self.dropped + self.lines.len() as u64;
    }

    pub fn print(&mut self, text: &str, kind: LineKind, at: SimTime) {
        let mut rest = text;
        while let Some(place) = [REDRAW, CLEAR].iter().filter_map(|mark| rest.find(mark)).min() {
            self.plain(&rest[..place], kind, at);
            rest = &rest[place..];
            let (mark, from) = if rest.starts_with(CLEAR) { (CLEAR, 0) } else { (REDRAW, self.begun) };
            self.lines.truncate(from.saturating_sub(self.dropped) as usize);
            self.open = false;
            rest = &rest[mark.len()..];
        }
        self.plain(rest, kind, at);
    }

    fn plain(&mut self, text: &str, kind: LineKind, at: SimTime) {
        for piece in text.split_inclusive('\n') {
            let ended = piece.ends_with('\n');
            let piece = piece.trim_end_matches(['\n', '\r']);
            match self.lines.back_mut().filter(|last| self.open && last.kind == kind) {
                Some(last) if last.text.len() < LIMIT_LINE => {
                    last.text = format!("{}{piece}", last.text).into();
                }
                Some(_) => {}
                None => self.push(piece, kind, at),
            }
            self.open = !ended;
        }
    }

    fn push(&mut self, text: &str, kind: LineKind, at: SimTime) {
        let end = (0..=text.len().min(LIMIT_LINE)).rev().find(|end| text.is_char_boundary(*end));
        self.lines.push_back(Line { text: text[..end.unwrap_or_default()].into(), kind, at });
        if self.lines.len() > LIMIT_LINES {
            self.lines.pop_front();
            self.dropped += 1;
        }
    }
}
