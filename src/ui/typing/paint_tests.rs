//! A small terminal that understands what the painter writes shows what it should.

use super::*;

/// Rows of cells as xterm.js would have them, without the marks of colours.
struct Tube {
    columns: usize,
    rows: Vec<Vec<char>>,
    /// The first row on the screen.
    top: usize,
    height: usize,
    at: (usize, usize),
}

impl Tube {
    fn new(columns: usize, height: usize) -> Tube {
        Tube { columns, rows: vec![Vec::new()], top: 0, height, at: (0, 0) }
    }

    fn feed(&mut self, text: &str) {
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            rest = &rest[letter.len_utf8()..];
            match letter {
                '\x1b' => {
                    let body = &rest[1..];
                    let end = body.find(|c: char| c.is_ascii_alphabetic()).expect("a sequence ends");
                    self.sequence(body[..end].parse().unwrap_or(0), &body[end..=end]);
                    rest = &body[end + 1..];
                }
                '\r' => self.at.1 = 0,
                '\n' => self.down(),
                letter => self.put(letter),
            }
        }
    }

    fn sequence(&mut self, number: usize, end: &str) {
        match (end, number) {
            ("A", up) => self.at.0 = self.at.0.saturating_sub(up).max(self.top),
            ("C", right) => self.at.1 = (self.at.1 + right).min(self.columns - 1),
            ("H", _) => self.at = (self.top, 0),
            ("J", 0) => {
                self.rows.truncate(self.at.0 + 1);
                self.rows[self.at.0].truncate(self.at.1);
            }
            ("J", 2) => self.rows.truncate(self.top),
            ("J", _) => {
                self.rows.drain(..self.top);
                (self.top, self.at.0) = (0, 0);
            }
            _ => {}
        }
        self.grow();
    }

    fn down(&mut self) {
        self.at.0 += 1;
        self.grow();
    }

    fn grow(&mut self) {
        while self.rows.len() <= self.at.0 {
            self.rows.push(Vec::new());
        }
        self.top = self.top.max((self.at.0 + 1).saturating_sub(self.height));
    }

    fn put(&mut self, letter: char) {
        if self.at.1 + width(letter) > self.columns {
            self.at.1 = 0;
            self.down();
        }
        let row = &mut self.rows[self.at.0];
        row.resize(row.len().max(self.at.1), ' ');
        row.truncate(self.at.1);
        row.push(letter);
        // The second cell of a wide letter.
        row.extend((1..width(letter)).map(|_| '\0'));
        self.at.1 += width(letter);
    }

    fn text(&self) -> String {
        let row = |row: &Vec<char>| row.iter().filter(|c| **c != '\0').collect::<String>();
        let rows: Vec<String> = self.rows.iter().map(row).collect();
        rows.join("\n").trim_end_matches('\n').to_string()
    }
}

fn view(dropped: u64, lines: &[&str]) -> TerminalView {
    let line = |text: &&str| TerminalLine {
        text: (*text).to_string(),
        kind: if text.starts_with("$ ") { TerminalKind::Prompt } else { TerminalKind::Out },
        at_us: 0,
        story: None,
    };
    TerminalView { lines: lines.iter().map(line).collect(), dropped, ..TerminalView::default() }
}

fn typed(line: &str) -> Input<'_> {
    Input { prompt: "$ ", line, cursor: line.chars().count() }
}

/// Paints one after the other and tells what the last painting wrote.
fn after(painter: &mut Painter, tube: &mut Tube, lines: &[&str], line: &str) -> String {
    let out = painter.paint(&view(0, lines), &typed(line));
    tube.feed(&out);
    out
}

fn pair(columns: usize, rows: usize) -> (Painter, Tube) {
    let mut painter = Painter::default();
    painter.resize(columns, rows);
    (painter, Tube::new(columns, rows))
}

#[test]
fn only_what_is_new_is_written() {
    let (mut painter, mut tube) = pair(40, 10);
    after(&mut painter, &mut tube, &["$ a", "one"], "");
    let out = after(&mut painter, &mut tube, &["$ a", "one", "two"], "ge");
    assert!(!out.contains("one"), "{out:?}");
    assert_eq!(tube.text(), "$ a\none\ntwo\n$ ge");
}

#[test]
fn a_line_in_sight_is_written_again_in_place() {
    let (mut painter, mut tube) = pair(10, 8);
    after(&mut painter, &mut tube, &["$ watch x", "Every 2s of it: x", "a"], "");
    let out = after(&mut painter, &mut tube, &["$ watch x", "Every 2s", "b"], "");
    assert!(!out.contains("watch"), "{out:?}");
    assert_eq!(tube.text(), "$ watch x\nEvery 2s\nb\n$ ");
}

#[test]
fn what_changed_out_of_sight_is_written_whole() {
    let (mut painter, mut tube) = pair(20, 3);
    after(&mut painter, &mut tube, &["a", "b", "c", "d", "e"], "");
    after(&mut painter, &mut tube, &["a", "x"], "");
    assert_eq!(tube.text(), "a\nx\n$ ");
    after(&mut painter, &mut tube, &[], "");
    assert_eq!(tube.text(), "$ ");
}

#[test]
fn a_long_line_of_wide_letters_is_edited_over_rows() {
    let (mut painter, mut tube) = pair(6, 6);
    for line in ["가", "가나", "가나다", "가나다라마", "가나", ""] {
        after(&mut painter, &mut tube, &["out"], line);
        let shown = tube.text().replace('\n', "");
        assert_eq!(shown, format!("out$ {line}"));
    }
    let out = painter.paint(&view(0, &["out"]), &Input { prompt: "$ ", line: "가나다라", cursor: 2 });
    tube.feed(&out);
    assert_eq!(tube.at, (2, 0), "a full row leads to the next");
    after(&mut painter, &mut tube, &["out", "more"], "가");
    assert_eq!(tube.text(), "out\nmore\n$ 가");
}

#[test]
fn a_line_higher_than_the_screen_leaves_nothing_behind() {
    let (mut painter, mut tube) = pair(6, 3);
    after(&mut painter, &mut tube, &["out"], &"x".repeat(40));
    after(&mut painter, &mut tube, &["out"], "x");
    assert_eq!(tube.text(), "out\n$ x");
}

#[test]
fn a_resized_screen_begins_anew_and_old_lines_are_forgotten() {
    let (mut painter, mut tube) = pair(20, 5);
    after(&mut painter, &mut tube, &["a", "b"], "");
    let out = painter.paint(&view(1, &["b", "c"]), &typed(""));
    assert!(!out.contains('b'), "{out:?}");
    painter.resize(10, 5);
    assert!(painter.paint(&view(1, &["b", "c"]), &typed("")).contains('b'));
}

#[test]
fn clearing_leaves_the_prompt_at_the_top() {
    let (mut painter, mut tube) = pair(20, 4);
    after(&mut painter, &mut tube, &["a", "b"], "ab");
    tube.feed(&painter.clear());
    after(&mut painter, &mut tube, &["a", "b", "c"], "ab");
    assert_eq!(
        tube.rows[tube.top..].iter().map(|row| row.iter().collect()).collect::<Vec<String>>()[..2],
        ["c", "$ ab"]
    );
}

#[test]
fn nothing_printed_moves_the_cursor() {
    let line = "\x1b[31mred\x1b[0m\x1b[2J\ta\x07\r";
    assert_eq!(drawn(line), "\x1b[31mred\x1b[0m[2J  a");
    assert_eq!(letters(line).iter().collect::<String>(), "red[2J  a");
    assert_eq!(colour_at("\x1b["), 0);
}

#[test]
fn errors_and_prompts_are_coloured() {
    let mut painter = Painter::default();
    let mut lines = view(0, &["$ ls", "no"]);
    lines.lines[1].kind = TerminalKind::Err;
    let out = painter.paint(&lines, &typed(""));
    assert!(out.contains("\x1b[1;32m$ \x1b[0m\x1b[1mls"), "{out:?}");
    assert!(out.contains("\x1b[31mno\x1b[0m"), "{out:?}");
}

#[test]
fn the_screen_is_told_from_an_older_view() {
    let (mut painter, mut tube) = pair(40, 10);
    after(&mut painter, &mut tube, &["$ a", "one"], "");
    assert!(painter.shows(&view(0, &["$ a", "one"])));
    for older in [view(0, &[]), view(0, &["$ a"]), view(0, &["$ a", "two"]), view(1, &["one"])] {
        assert!(!painter.shows(&older), "{older:?}");
    }
}
