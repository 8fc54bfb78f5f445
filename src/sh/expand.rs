//! Words to arguments: variables, substitutions, splitting at blanks (POSIX 2.6). Names of files are not expanded.

use super::LIMIT_OUTPUT;
use super::ast::{Part, Word};
use super::run::Shell;

/// The arguments a word becomes: none, one, or several where something unquoted holds blanks.
pub fn fields(shell: &mut Shell<'_>, word: &Word, stderr: &mut String) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    // Whether the last field goes on with the next part.
    let mut open = false;
    for part in &word.parts {
        let (value, quoted) = value(shell, part, stderr);
        if quoted || matches!(part, Part::Text { .. }) {
            if !open {
                fields.push(String::new());
            }
            open = true;
            append(&mut fields, &value);
            continue;
        }
        let begins_blank = value.starts_with(char::is_whitespace);
        for (at, piece) in value.split_whitespace().enumerate() {
            if at > 0 || begins_blank || !open {
                fields.push(String::new());
            }
            open = true;
            append(&mut fields, piece);
        }
        open &= !value.ends_with(char::is_whitespace);
    }
    fields
}

/// The text of a word that is not split.
pub fn text(shell: &mut Shell<'_>, word: &Word, stderr: &mut String) -> String {
    let mut whole = vec![String::new()];
    for part in &word.parts {
        let (value, _) = value(shell, part, stderr);
        append(&mut whole, &value);
    }
    whole.remove(0)
}

fn append(fields: &mut [String], text: &str) {
    if let Some(last) = fields.last_mut().filter(|last| last.len() + text.len() <= LIMIT_OUTPUT) {
        last.push_str(text);
    }
}

fn value(shell: &mut Shell<'_>, part: &Part, stderr: &mut String) -> (String, bool) {
    match part {
        Part::Text { text, quoted } => (text.clone(), *quoted),
        Part::Variable { name, quoted } => {
            let value = match name.as_str() {
                "?" => shell.code.to_string(),
                "$" => "1".into(),
                "#" => "0".into(),
                name => shell.variables.get(name).cloned().unwrap_or_default(),
            };
            (value, *quoted)
        }
        Part::Output { script, quoted } => {
            let outcome = shell.script(script);
            stderr.push_str(&outcome.stderr);
            (outcome.stdout.trim_end_matches('\n').to_owned(), *quoted)
        }
    }
}
