//! Two texts compared line by line, as `diff -u -N` prints it.

/// Lines of context.
const CONTEXT: usize = 3;
/// Texts longer than this are compared from their first difference to their last, without looking for what stays within.
const LIMIT_LINES: usize = 2_000;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Edit<'a> {
    Keep(&'a str),
    Cut(&'a str),
    Add(&'a str),
}

/// The hunks; nothing for equal texts.
pub fn hunks(old: &str, new: &str) -> String {
    let edits = edits(&old.lines().collect::<Vec<_>>(), &new.lines().collect::<Vec<_>>());
    let changed: Vec<usize> = (0..edits.len()).filter(|at| !matches!(edits[*at], Edit::Keep(_))).collect();
    let mut text = String::new();
    for group in changed.chunk_by(|a, b| b - a <= 2 * CONTEXT + 1) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let from = first.saturating_sub(CONTEXT);
        let to = (last + CONTEXT + 1).min(edits.len());
        text += &hunk(&edits, from, to);
    }
    text
}

fn hunk(edits: &[Edit<'_>], from: usize, to: usize) -> String {
    let olds = |edits: &[Edit<'_>]| edits.iter().filter(|one| !matches!(one, Edit::Add(_))).count();
    let news = |edits: &[Edit<'_>]| edits.iter().filter(|one| !matches!(one, Edit::Cut(_))).count();
    let range = |before: usize, length: usize| match length {
        0 => format!("{before},0"),
        1 => format!("{}", before + 1),
        length => format!("{},{length}", before + 1),
    };
    let (before, inside) = (&edits[..from], &edits[from..to]);
    let mut text =
        format!("@@ -{} +{} @@\n", range(olds(before), olds(inside)), range(news(before), news(inside)));
    for edit in inside {
        let (mark, line) = match edit {
            Edit::Keep(line) => (' ', line),
            Edit::Cut(line) => ('-', line),
            Edit::Add(line) => ('+', line),
        };
        text.push(mark);
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn edits<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Edit<'a>> {
    let same_start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[same_start..], &new[same_start..]);
    let same_end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let middle_old = &old_rest[..old_rest.len() - same_end];
    let middle_new = &new_rest[..new_rest.len() - same_end];
    let mut edits: Vec<Edit<'_>> = old[..same_start].iter().map(|line| Edit::Keep(line)).collect();
    if middle_old.len().max(middle_new.len()) > LIMIT_LINES {
        edits.extend(middle_old.iter().map(|line| Edit::Cut(line)));
        edits.extend(middle_new.iter().map(|line| Edit::Add(line)));
    } else {
        edits.extend(shortest(middle_old, middle_new));
    }
    edits.extend(old[old.len() - same_end..].iter().map(|line| Edit::Keep(line)));
    edits
}

/// By the longest common subsequence; what is cut comes before what is added.
fn shortest<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Edit<'a>> {
    let width = new.len() + 1;
    let mut common = vec![0u16; (old.len() + 1) * width];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            common[a * width + b] = match old[a] == new[b] {
                true => common[(a + 1) * width + b + 1] + 1,
                false => common[(a + 1) * width + b].max(common[a * width + b + 1]),
            };
        }
    }
    let (mut a, mut b, mut edits) = (0, 0, Vec::new());
    while a < old.len() || b < new.len() {
        if a < old.len() && b < new.len() && old[a] == new[b] {
            edits.push(Edit::Keep(old[a]));
            (a, b) = (a + 1, b + 1);
        } else if b == new.len() || a < old.len() && common[(a + 1) * width + b] >= common[a * width + b + 1]
        {
            edits.push(Edit::Cut(old[a]));
            a += 1;
        } else {
            edits.push(Edit::Add(new[b]));
            b += 1;
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_have_three_lines_around_them() {
        let old: String = (1..=20).map(|at| format!("{at}\n")).collect();
        let new = old.replace("\n5\n", "\nfive\n").replace("\n18\n", "\n");
        assert_eq!(
            hunks(&old, &new),
            "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n@@ -15,6 +15,5 @@\n 15\n 16\n 17\n-18\n 19\n 20\n"
        );
        assert_eq!(hunks(&old, &old), "");
        assert_eq!(hunks("", "a\nb\n"), "@@ -0,0 +1,2 @@\n+a\n+b\n");
    }
}
