//! `test` and `[`: files, texts, numbers, `!`, `-a`, `-o`.

use super::Call;
use crate::cluster::process::system::Done;

pub fn test(call: &mut Call<'_>) -> Done {
    let mut words: Vec<String> = call.rest.to_vec();
    if call.name == "[" {
        if words.last().is_none_or(|last| last != "]") {
            return Done::failed(2, "sh: missing ]");
        }
        words.pop();
    }
    let either = words.split(|word| word == "-o").any(|part| {
        let parts: Vec<Vec<String>> = part.split(|word| word == "-a").map(<[String]>::to_vec).collect();
        parts.iter().all(|part| is_true(part, call))
    });
    Done::code(i32::from(!either))
}

fn is_true(words: &[String], call: &mut Call<'_>) -> bool {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["!", rest @ ..] => {
            let rest: Vec<String> = rest.iter().map(|word| (*word).to_owned()).collect();
            !is_true(&rest, call)
        }
        [] => false,
        [text] => !text.is_empty(),
        ["-z", text] => text.is_empty(),
        ["-n", text] => !text.is_empty(),
        [sign @ ("-e" | "-f" | "-d" | "-s" | "-r" | "-w" | "-x"), path] => {
            let path = call.path(path);
            let found = call.system.files().stat(&path);
            found.is_some_and(|entry| match *sign {
                "-f" => !entry.is_directory(),
                "-d" => entry.is_directory(),
                "-s" => entry.size() > 0,
                "-x" => entry.is_directory() || entry.mode & 0o111 != 0,
                _ => true,
            })
        }
        [left, "=" | "==", right] => left == right,
        [left, "!=", right] => left != right,
        [left, sign, right] => {
            let number = |text: &str| text.trim().parse::<i64>().unwrap_or_default();
            let (left, right) = (number(left), number(right));
            match *sign {
                "-eq" => left == right,
                "-ne" => left != right,
                "-lt" => left < right,
                "-le" => left <= right,
                "-gt" => left > right,
                "-ge" => left >= right,
                _ => false,
            }
        }
        _ => false,
    }
}
