//! Patterns of `case`, `[[`, `${x#p}` and file names: `*`, `?`, `[a-z]`, `[!a]`; a backslash takes a character as it is
//! (POSIX 2.13).

/// Whether the whole text fits.
pub fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    fits(&pattern, &text)
}

/// Steps are at most the product of both lengths: only the last star is ever taken back.
pub fn fits(pattern: &[char], text: &[char]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        if pattern.get(p) == Some(&'*') {
            p += 1;
            star = Some((p, t));
            continue;
        }
        match text.get(t).and_then(|one| one_fits(pattern, p, *one)) {
            Some(width) => {
                p += width;
                t += 1;
                continue;
            }
            None if t == text.len() && p == pattern.len() => return true,
            None => {}
        }
        match star {
            Some((after, taken)) if taken < text.len() => {
                star = Some((after, taken + 1));
                (p, t) = (after, taken + 1);
            }
            _ => return false,
        }
    }
}

/// How long the piece of the pattern is that this character fits; none if it does not.
fn one_fits(pattern: &[char], at: usize, one: char) -> Option<usize> {
    match *pattern.get(at)? {
        '?' => Some(1),
        '\\' => (*pattern.get(at + 1)? == one).then_some(2),
        '[' => match set(&pattern[at + 1..], one) {
            Some((fits, width)) => fits.then_some(width + 1),
            None => (one == '[').then_some(1),
        },
        plain => (plain == one).then_some(1),
    }
}

/// Whether a character is in a set, and how long the set is with its closing bracket.
fn set(rest: &[char], one: char) -> Option<(bool, usize)> {
    let negated = matches!(rest.first(), Some('!' | '^'));
    let begin = usize::from(negated);
    let close = closing(rest, begin)?;
    let spelled: Vec<char>;
    let mut inside = &rest[begin..close];
    if inside.contains(&':') {
        spelled = classes(inside);
        inside = &spelled;
    }
    let mut found = false;
    let mut at = 0;
    while at < inside.len() {
        match inside.get(at + 1..at + 3) {
            Some(['-', end]) => {
                found |= (inside[at]..=*end).contains(&one);
                at += 3;
            }
            _ => {
                found |= inside[at] == one;
                at += 1;
            }
        }
    }
    Some((found != negated, close + 1))
}

/// Where a set ends: a class in it has brackets of its own.
fn closing(rest: &[char], begin: usize) -> Option<usize> {
    let mut at = begin;
    let mut first = true;
    while at < rest.len() {
        match (rest[at], rest.get(at + 1)) {
            ('[', Some(':')) => {
                at = (at + 2..rest.len()).find(|end| rest[*end] == ':' && rest.get(end + 1) == Some(&']'))?
                    + 1;
            }
            (']', _) if !first => return Some(at),
            _ => {}
        }
        first = false;
        at += 1;
    }
    None
}

fn classes(inside: &[char]) -> Vec<char> {
    let text: String = inside.iter().collect();
    let ranges = [
        ("[:alpha:]", "a-zA-Z"),
        ("[:digit:]", "0-9"),
        ("[:alnum:]", "a-zA-Z0-9"),
        ("[:upper:]", "A-Z"),
        ("[:lower:]", "a-z"),
        ("[:space:]", " \t\n\r"),
        ("[:blank:]", " \t"),
        ("[:punct:]", "!-/:-@[-`{-~"),
        ("[:xdigit:]", "0-9A-Fa-f"),
    ];
    ranges.iter().fold(text, |text, (class, set)| text.replace(class, set)).chars().collect()
}

/// A text as a pattern that only it fits.
pub fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for one in text.chars() {
        if matches!(one, '*' | '?' | '[' | ']' | '\\') {
            escaped.push('\\');
        }
        escaped.push(one);
    }
    escaped
}

/// Whether a pattern is more than a text.
pub fn is_pattern(text: &str) -> bool {
    let mut chars = text.chars();
    while let Some(one) = chars.next() {
        match one {
            '\\' => drop(chars.next()),
            '*' | '?' | '[' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_sets_and_escapes() {
        for (pattern, text, fits) in [
            ("*.yaml", "a.yaml", true),
            ("*.yaml", "a.yml", false),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
            ("[a-c]?[!x]", "bzy", true),
            ("[a-c]?[!x]", "bzx", false),
            ("\\*", "*", true),
            ("\\*", "a", false),
            ("[", "[", true),
            ("", "", true),
            ("*", "", true),
        ] {
            assert_eq!(matches(pattern, text), fits, "{pattern} {text}");
        }
    }
}
