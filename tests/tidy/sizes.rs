//! Files and functions stay short enough to hold in the head. The two lists name what is longer and why.

use crate::Problem;
use crate::code::Token;
use crate::tree::Source;

const FILE_LINES: usize = 600;
const FUNCTION_LINES: usize = 80;

/// (file, reason)
const LONG_FILES: &[(&str, &str)] = &[];
/// (file, function, reason)
const LONG_FUNCTIONS: &[(&str, &str, &str)] = &[];

pub fn check(sources: &[Source]) -> Vec<Problem> {
    sources.iter().flat_map(|source| file(source).into_iter().chain(functions(source))).collect()
}

fn file(source: &Source) -> Option<Problem> {
    let lines = source.text.lines().count();
    let excused = LONG_FILES.iter().any(|(path, _)| *path == source.path);
    (lines > FILE_LINES && !excused).then(|| {
        let advice = format!("{lines} lines, more than {FILE_LINES}: split the file by topic");
        Problem::new(&source.path, FILE_LINES + 1, advice)
    })
}

fn functions(source: &Source) -> Vec<Problem> {
    let named =
        source.tokens.windows(2).enumerate().filter(|(_, pair)| pair[0].is("fn") && pair[1].is_word());
    let found = named.filter_map(|(at, pair)| {
        let last = body_end(&source.tokens, at)?;
        let lines = last - pair[0].line + 1;
        let name = &pair[1].text;
        let excused = LONG_FUNCTIONS.iter().any(|(path, long, _)| *path == source.path && long == name);
        (lines > FUNCTION_LINES && !excused).then(|| {
            let advice =
                format!("`{name}` has {lines} lines, more than {FUNCTION_LINES}: give its parts names");
            Problem::new(&source.path, pair[0].line, advice)
        })
    });
    found.collect()
}

/// The line of the brace that closes the function's body, if it has one.
fn body_end(tokens: &[Token], from: usize) -> Option<usize> {
    let mut open: Vec<&str> = Vec::new();
    for token in &tokens[from..] {
        match token.text.as_str() {
            ";" if open.is_empty() => return None,
            "(" | "[" | "{" => open.push(&token.text),
            ")" | "]" => drop(open.pop()),
            "}" => {
                open.pop();
                if open.is_empty() {
                    return Some(token.line);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        check(&[Source::new("src/sim/a.rs", text)]).iter().map(Problem::to_string).collect()
    }

    #[test]
    fn a_long_file_is_a_breach() {
        assert_eq!(found(&"//! A.\n".repeat(FILE_LINES)), [""; 0]);
        assert!(found(&"//! A.\n".repeat(FILE_LINES + 1))[0].starts_with("src/sim/a.rs:601: 601 lines"));
    }

    #[test]
    fn a_long_function_is_a_breach() {
        let function = |lines: usize| format!("\nfn f(x: [u8; 2]) {{{}}}\nfn g();", "\n".repeat(lines - 1));
        assert_eq!(found(&function(FUNCTION_LINES)), [""; 0]);
        assert!(found(&function(FUNCTION_LINES + 1))[0].starts_with("src/sim/a.rs:2: `f` has 81 lines"));
    }
}
