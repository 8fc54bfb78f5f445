//! Columns that grow with their cells: Go's text/tabwriter as kubectl uses it, with spaces and left-aligned.
//!
//! A tab ends a cell; a column is a run of consecutive lines that have a cell there which a tab ends; the
//! last cell of a line belongs to no column. kubectl's two settings are `DESCRIBE` (kubectl
//! pkg/describe/describe.go) and `TABLE` (cli-runtime pkg/printers/tabwriter.go), v1.36.

/// Widths are at least `minimum`, and `padding` more than the widest cell.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub minimum: usize,
    pub padding: usize,
}

pub const DESCRIBE: Settings = Settings { minimum: 0, padding: 2 };
pub const TABLE: Settings = Settings { minimum: 6, padding: 3 };

/// A table that grows as time goes on: its columns never get narrower.
#[derive(Clone, Debug, Default)]
pub struct Growing {
    widths: Vec<usize>,
}

impl Growing {
    /// The next rows.
    pub fn rows(&mut self, rows: &[Vec<String>]) -> String {
        for row in rows {
            self.widths.resize(self.widths.len().max(row.len()), TABLE.minimum);
            for (width, cell) in self.widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count() + TABLE.padding);
            }
        }
        rows.iter().map(|row| self.written(row)).collect()
    }

    fn written(&self, row: &[String]) -> String {
        let last = row.len().saturating_sub(1);
        let cell = |(at, cell): (usize, &String)| match at == last {
            true => format!("{cell}\n"),
            false => format!("{cell:<0$}", self.widths[at]),
        };
        row.iter().enumerate().map(cell).collect()
    }
}

struct Line<'a> {
    cells: Vec<(&'a str, usize)>,
    widths: Vec<usize>,
}

pub fn align(text: &str, settings: Settings) -> String {
    let mut lines: Vec<Line<'_>> = text.split(['\n', '\u{c}']).map(line).collect();
    measure(&mut lines, settings);
    lines.iter().map(written).collect::<Vec<_>>().join("\n")
}

fn line(line: &str) -> Line<'_> {
    let cells = line.split(['\t', '\u{b}']).map(|cell| (cell, cell.chars().count()));
    Line { cells: cells.collect(), widths: Vec::new() }
}

/// Column by column, over the lines that still have one.
fn measure(lines: &mut [Line<'_>], settings: Settings) {
    let mut left: Vec<usize> = (0..lines.len()).collect();
    for column in 0.. {
        left.retain(|&at| lines[at].cells.len() > column + 1);
        if left.is_empty() {
            return;
        }
        for run in left.chunk_by(|a, b| a + 1 == *b) {
            let widest = run.iter().map(|&at| lines[at].cells[column].1 + settings.padding).max();
            let width = widest.unwrap_or_default().max(settings.minimum);
            run.iter().for_each(|&at| lines[at].widths.push(width));
        }
    }
}

fn written(line: &Line<'_>) -> String {
    let mut text = String::new();
    for (at, (cell, length)) in line.cells.iter().enumerate() {
        text.push_str(cell);
        let width = line.widths.get(at).copied().unwrap_or_default();
        text.extend(std::iter::repeat_n(' ', width.saturating_sub(*length)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_a_run_of_lines() {
        let text = "a:\tx\nbbb:\ty\nnone\nc:\tz\td\n";
        assert_eq!(align(text, DESCRIBE), "a:    x\nbbb:  y\nnone\nc:  z  d\n");
    }

    #[test]
    fn tables_have_a_least_width_and_no_trailing_spaces() {
        assert_eq!(align("A\tB\nx\t\n", TABLE), "A     B\nx     \n");
    }
}
