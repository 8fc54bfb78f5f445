//! How many cells a text takes on xterm.js' screen, with the widths of its Unicode 6 table, and where its rows break.

/// Cells of a letter: East Asian wide ones take two, those that combine none.
pub fn width(letter: char) -> usize {
    match u32::from(letter) {
        0..=0x1f | 0x7f..=0x9f => 0,
        0x300..=0x36f | 0x483..=0x489 | 0x591..=0x5bd | 0x1160..=0x11ff | 0x200b..=0x200f => 0,
        0x202a..=0x202e | 0x20d0..=0x20ef | 0x302a..=0x302f | 0xfe00..=0xfe0f | 0xfe20..=0xfe23 | 0xfeff => 0,
        0x303f => 1,
        0x1100..=0x115f | 0x2329..=0x232a | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff => 2,
        0xfe10..=0xfe19 | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 => 2,
        0x20000..=0x2fffd | 0x30000..=0x3fffd => 2,
        _ => 1,
    }
}

/// Where the cursor stands after letters: rows below the first, and the column. A full row holds it in its last column
/// until another letter comes.
pub fn place(letters: impl Iterator<Item = char>, columns: usize) -> (usize, usize) {
    let columns = columns.max(2);
    letters.map(width).fold((0, 0), |(row, column), cells| {
        if column + cells > columns { (row + 1, cells) } else { (row, column + cells) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_takes_two_cells_and_breaks_before_the_edge() {
        assert_eq!(place("web 파드".chars(), 80), (0, 8));
        assert_eq!(place("a한글".chars(), 4), (1, 2));
        assert_eq!(place("abcd".chars(), 4), (0, 4));
        assert_eq!(place("abcde".chars(), 4), (1, 1));
        assert_eq!(place("e\u{301}".chars(), 4), (0, 1));
        assert_eq!(place("".chars(), 0), (0, 0));
    }
}
