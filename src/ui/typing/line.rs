//! The line being typed and the lines before it. Both forms of the terminal share one: what was typed in one is there in
//! the other.

use super::Key;
use crate::view::Completion;
use std::collections::VecDeque;

/// Lines remembered.
const LIMIT_HISTORY: usize = 200;
/// Letters of a line.
const LIMIT_LETTERS: usize = 16 << 10;
/// Keys that wait for a command to end.
const LIMIT_AHEAD: usize = 64 << 10;

/// What a key asks of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Runs the line, or gives it to the command that reads.
    Enter(String),
    Complete,
    Interrupt,
    EndOfInput,
    ClearScreen,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    letters: Vec<char>,
    /// Letters before the cursor.
    cursor: usize,
    history: Vec<String>,
    /// How far back in the history; 0 for the new line.
    back: usize,
    /// What could stand at the cursor, where there are several.
    candidates: Vec<String>,
    /// Keys for after the command that runs.
    ahead: VecDeque<Key>,
}

impl Line {
    pub fn text(&self) -> String {
        self.letters.iter().collect()
    }

    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    pub fn cursor(&self) -> usize {
        self.cursor
    }

    pub fn candidates(&self) -> &[String] {
        &self.candidates
    }

    /// The reader changed the whole line; the cursor is at its end.
    pub fn set(&mut self, text: &str) {
        self.letters = text.chars().take(LIMIT_LETTERS).collect();
        self.cursor = self.letters.len();
        self.back = 0;
        self.candidates.clear();
    }

    /// Keys to be taken one by one with `next`.
    pub fn push(&mut self, keys: impl IntoIterator<Item = Key>) {
        for key in keys {
            if key == Key::Interrupt {
                self.ahead.clear();
            }
            if self.ahead.len() < LIMIT_AHEAD {
                self.ahead.push_back(key);
            }
        }
    }

    /// Takes keys until one asks for something. While nothing can be entered, Enter and what follows it wait.
    pub fn next(&mut self, enters: bool) -> Option<Asked> {
        while let Some(key) = self.ahead.front().copied() {
            if key == Key::Enter && !enters {
                return None;
            }
            self.ahead.pop_front();
            if let Some(asked) = self.take(key) {
                return Some(asked);
            }
        }
        None
    }

    fn take(&mut self, key: Key) -> Option<Asked> {
        self.candidates.clear();
        match key {
            Key::Enter => return Some(Asked::Enter(self.enter())),
            Key::Tab => return Some(Asked::Complete),
            Key::Interrupt => return Some(Asked::Interrupt),
            Key::EndOfInput if self.is_empty() => return Some(Asked::EndOfInput),
            Key::ClearScreen => return Some(Asked::ClearScreen),
            Key::Older => self.older(),
            Key::Newer => self.newer(),
            Key::Letter(letter) => self.insert(letter),
            Key::Backspace => self.cut(self.cursor.saturating_sub(1), self.cursor),
            Key::Delete | Key::EndOfInput => self.cut(self.cursor, self.cursor + 1),
            Key::CutToStart => self.cut(0, self.cursor),
            Key::CutToEnd => self.cut(self.cursor, self.letters.len()),
            Key::CutWord => self.cut(self.word_left(char::is_whitespace), self.cursor),
            Key::Left => self.cursor = self.cursor.saturating_sub(1),
            Key::Right => self.cursor = (self.cursor + 1).min(self.letters.len()),
            Key::WordLeft => self.cursor = self.word_left(|c| !c.is_alphanumeric()),
            Key::WordRight => self.cursor = self.word_right(),
            Key::Home => self.cursor = 0,
            Key::End => self.cursor = self.letters.len(),
        }
        None
    }

    /// Takes the line and remembers it.
    pub fn enter(&mut self) -> String {
        let line = self.text();
        if !line.trim().is_empty() && self.history.last() != Some(&line) {
            self.history.push(line.clone());
        }
        let surplus = self.history.len().saturating_sub(LIMIT_HISTORY);
        self.history.drain(..surplus);
        self.set("");
        line
    }

    /// The line so many back in the history.
    fn remember(&mut self, back: usize) {
        let back = back.min(self.history.len());
        let line = back.checked_sub(1).map(|at| self.history[self.history.len() - 1 - at].clone());
        self.set(&line.unwrap_or_default());
        self.back = back;
    }

    pub fn older(&mut self) {
        self.remember(self.back + 1);
    }

    pub fn newer(&mut self) {
        self.remember(self.back.saturating_sub(1));
    }

    /// Puts in what all candidates begin with, and keeps them if there are several.
    pub fn complete(&mut self, found: Completion, cursor: usize) {
        let cursor = cursor.min(self.letters.len());
        let Some(common) = common_start(&found.candidates) else { return };
        let start = found.start.min(cursor);
        let end = if found.candidates.len() == 1 && !common.ends_with('/') { " " } else { "" };
        let common: Vec<char> = common.chars().chain(end.chars()).collect();
        if common.len() >= cursor - start {
            self.letters.splice(start..cursor, common.iter().copied());
            self.cursor = start + common.len();
        }
        self.back = 0;
        self.candidates = if found.candidates.len() > 1 { found.candidates } else { Vec::new() };
    }

    fn insert(&mut self, letter: char) {
        if self.letters.len() < LIMIT_LETTERS {
            self.letters.insert(self.cursor, letter);
            self.cursor += 1;
            self.back = 0;
        }
    }

    fn cut(&mut self, from: usize, to: usize) {
        self.letters.drain(from..to.min(self.letters.len()));
        self.cursor = from;
    }

    /// The start of the word before the cursor.
    fn word_left(&self, is_gap: impl Fn(char) -> bool) -> usize {
        let before = &self.letters[..self.cursor];
        let end = before.iter().rposition(|c| !is_gap(*c)).map_or(0, |at| at + 1);
        before[..end].iter().rposition(|c| is_gap(*c)).map_or(0, |at| at + 1)
    }

    /// The end of the word after the cursor.
    fn word_right(&self) -> usize {
        let after = self.letters[self.cursor..].iter().copied();
        let gap = after.clone().take_while(|c| !c.is_alphanumeric()).count();
        self.cursor + gap + after.skip(gap).take_while(|c| c.is_alphanumeric()).count()
    }
}

fn common_start(candidates: &[String]) -> Option<String> {
    let mut common = candidates.first()?.clone();
    for other in &candidates[1..] {
        while !other.starts_with(&common) {
            common.pop();
        }
    }
    Some(common)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::typing::keys;

    /// What stands in the line after these, the cursor shown as `|`.
    fn typed(line: &mut Line, data: &[&str]) -> String {
        for data in data {
            line.push(keys(data));
            while line.next(true).is_some() {}
        }
        let text: Vec<char> = line.letters.clone();
        let (before, after) = text.split_at(line.cursor);
        format!("{}|{}", before.iter().collect::<String>(), after.iter().collect::<String>())
    }

    #[test]
    fn the_keys_of_readline_edit() {
        let after = |data: &[&str]| typed(&mut Line::default(), data);
        assert_eq!(after(&["get pods", "\x01", "kubectl "]), "kubectl |get pods");
        assert_eq!(after(&["get pods", "\x17"]), "get |");
        assert_eq!(after(&["get pods", "\x1b[1;5D", "\x0b"]), "get |");
        assert_eq!(after(&["get pods", "\x1b[D", "\x15"]), "|s");
        assert_eq!(after(&["한글", "\x7f", "국"]), "한국|");
        assert_eq!(after(&["ab", "\x1b[H", "\x1b[3~", "\x04"]), "|");
        assert_eq!(after(&["a b", "\x01", "\x1b[1;5C", "\x1b[1;5C", "\x1b[1;5C"]), "a b|");
    }

    #[test]
    fn history_goes_back_and_forth() {
        let mut line = Line::default();
        assert_eq!(typed(&mut line, &["one\r", "two\r", "two\r", "\x1b[A"]), "two|");
        assert_eq!(typed(&mut line, &["\x1b[A"]), "one|");
        assert_eq!(typed(&mut line, &["\x1b[A"]), "one|");
        assert_eq!(typed(&mut line, &["\x1b[B", "\x1b[B"]), "|");
    }

    #[test]
    fn lines_of_a_paste_wait_for_the_command_before_them() {
        let mut line = Line::default();
        line.push(keys("one\rtwo\rthree"));
        assert_eq!(line.next(true), Some(Asked::Enter("one".to_string())));
        assert_eq!(line.next(false), None);
        assert_eq!(line.text(), "two");
        assert_eq!(line.next(true), Some(Asked::Enter("two".to_string())));
        assert_eq!((line.next(true), line.text()), (None, "three".to_string()));
    }

    #[test]
    fn an_interrupt_forgets_what_waits() {
        let mut line = Line::default();
        line.push(keys("rm -r x\rrm -r y\r"));
        assert_eq!(line.next(false), None);
        line.push([Key::Interrupt]);
        assert_eq!(line.next(false), Some(Asked::Interrupt));
        assert_eq!(line.next(true), None);
    }

    #[test]
    fn candidates_share_their_start() {
        let found = |words: &[&str]| Completion {
            start: 4,
            candidates: words.iter().map(|word| (*word).to_string()).collect(),
        };
        let mut line = Line::default();
        line.set("get p x");
        line.complete(found(&["pods", "podtemplates"]), 5);
        assert_eq!((line.text().as_str(), line.cursor(), line.candidates().len()), ("get pod x", 7, 2));
        line.complete(found(&["pods"]), 7);
        assert_eq!((line.text().as_str(), line.cursor(), line.candidates().len()), ("get pods  x", 9, 0));
        line.complete(found(&[]), 99);
        assert_eq!(line.text(), "get pods  x");
    }

    #[test]
    fn nothing_typed_grows_without_bound() {
        let mut line = Line::default();
        line.push(std::iter::repeat_n(Key::Letter('x'), LIMIT_AHEAD + 9));
        while line.next(true).is_some() {}
        assert_eq!(line.letters.len(), LIMIT_LETTERS);
        for at in 0..LIMIT_HISTORY + 9 {
            line.set(&at.to_string());
            line.enter();
        }
        assert_eq!(line.history.len(), LIMIT_HISTORY);
    }
}
