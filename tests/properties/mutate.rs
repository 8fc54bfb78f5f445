//! Small injuries to a text, drawn from a seeded stream.

use kubarium::sim::Rng;

const WORDS: &[&str] = &[
    "2147483647",
    "-1",
    "0",
    "1e9",
    "null",
    "~",
    "true",
    "[]",
    "{}",
    "&a",
    "*a",
    "<<: ",
    "|",
    ">",
    "\"",
    "'",
    "\t",
    "\u{0}",
    "한글",
    "---\n",
    "- ",
    ": ",
    "\n",
    "  ",
    "replicas: 99999999",
    "port: 70000",
    "nginx",
    "%",
    "!!int ",
    "?",
    "#",
];
/// Injuries to one text.
const MOST: u64 = 4;

pub fn text(text: &str, rng: &mut Rng) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=rng.below(MOST) {
        injure(&mut chars, rng);
    }
    chars.into_iter().collect()
}

fn injure(chars: &mut Vec<char>, rng: &mut Rng) {
    let at = rng.below(chars.len() as u64 + 1) as usize;
    let end = (at + 1 + rng.below(30) as usize).min(chars.len());
    let word = WORDS[rng.below(WORDS.len() as u64) as usize].chars();
    match rng.below(5) {
        0 => drop(chars.drain(at..end)),
        1 => drop(chars.splice(at..at, word)),
        2 => drop(chars.splice(at..end, word)),
        3 => {
            let copied: Vec<char> = chars[at..end].to_vec();
            chars.splice(at..at, copied);
        }
        _ => chars[at..end].reverse(),
    }
}
