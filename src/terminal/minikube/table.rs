//! Tables with a frame, as olekukonko/tablewriter v0 draws them: headings in the middle, numbers to the right.

/// Cells may have several lines. `upper` are headings in capitals.
pub fn framed(headings: &[&str], rows: &[Vec<String>], upper: bool) -> String {
    let headings: Vec<String> =
        headings.iter().map(|one| if upper { one.to_uppercase() } else { (*one).to_owned() }).collect();
    let widths: Vec<usize> = headings.iter().enumerate().map(|(at, one)| width(at, one, rows)).collect();
    let rule: String = widths.iter().map(|width| format!("|{}", "-".repeat(width + 2))).collect();
    let rule = rule + "|\n";
    let head: String =
        headings.iter().zip(&widths).map(|(one, width)| format!("| {} ", middle(one, *width))).collect();
    let body: String = rows.iter().map(|row| lines(row, &widths)).collect();
    format!("{rule}{head}|\n{rule}{body}{rule}")
}

fn width(at: usize, heading: &str, rows: &[Vec<String>]) -> usize {
    let cells = rows.iter().filter_map(|row| row.get(at)).flat_map(|cell| cell.lines());
    cells.chain([heading]).map(shown).max().unwrap_or_default()
}

/// Columns on the screen: an icon has two.
fn shown(text: &str) -> usize {
    text.chars().map(|one| if one >= '\u{2600}' { 2 } else { 1 }).sum()
}

fn middle(text: &str, width: usize) -> String {
    let free = width.saturating_sub(shown(text));
    format!("{}{text}{}", " ".repeat(free / 2), " ".repeat(free - free / 2))
}

fn lines(row: &[String], widths: &[usize]) -> String {
    let height = row.iter().map(|cell| cell.lines().count()).max().unwrap_or(1).max(1);
    let line = |at: usize| {
        let cells = row.iter().zip(widths).map(|(cell, width)| {
            let text = cell.lines().nth(at).unwrap_or_default();
            let space = " ".repeat(width.saturating_sub(shown(text)));
            let number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            if number { format!("| {space}{text} ") } else { format!("| {text}{space} ") }
        });
        cells.collect::<String>() + "|\n"
    };
    (0..height).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_drawn_as_the_notes_show_it() {
        let row = ["default", "nginx-service", "80", "http://192.168.49.2:32594"].map(str::to_owned).to_vec();
        let drawn = framed(&["Namespace", "Name", "Target Port", "URL"], &[row], true);
        let expected = "\
            |-----------|---------------|-------------|---------------------------|\n\
            | NAMESPACE |     NAME      | TARGET PORT |            URL            |\n\
            |-----------|---------------|-------------|---------------------------|\n\
            | default   | nginx-service |          80 | http://192.168.49.2:32594 |\n\
            |-----------|---------------|-------------|---------------------------|\n";
        assert_eq!(drawn, expected);
    }
}
