//! `tr`: characters for others, or none; sets, ranges, classes and escapes as POSIX and GNU have them.

use super::{Answer, Input, Options, Outcome};

/// Characters of a set; a range names all in between.
const LIMIT_SET: usize = 0x11_0000;

/// The characters a set stands for.
type Set = Vec<char>;

pub fn tr(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("tr", arguments, "dscCt", "")?;
    let sets: Vec<Set> = options.rest.iter().map(|set| characters(set)).collect::<Result<_, _>>()?;
    let from = sets.first().ok_or_else(|| Outcome::failed(1, "tr: missing operand"))?;
    let to = sets.get(1);
    let (deletes, squeezes) = (options.has('d'), options.has('s'));
    if to.is_none() && !deletes && !squeezes {
        let after = options.rest.join("");
        let why = format!(
            "tr: missing operand after \u{2018}{after}\u{2019}\nTwo strings must be given when translating."
        );
        return Err(Outcome::failed(1, &why));
    }
    let inverted = options.has('c') || options.has('C');
    let place = |one: char| match from.iter().position(|from| *from == one) {
        at if !inverted => at,
        Some(_) => None,
        None => Some(usize::MAX),
    };
    let squeezed = |one: char| match to {
        Some(to) => to.contains(&one),
        None => place(one).is_some(),
    };
    let mut text = String::with_capacity(input.stdin().len());
    for one in input.stdin().chars() {
        let changed = match (place(one), to) {
            (Some(_), _) if deletes => continue,
            (Some(at), Some(to)) => to.get(at).or(to.last()).copied().unwrap_or(one),
            _ => one,
        };
        if !(squeezes && squeezed(changed) && text.ends_with(changed)) {
            text.push(changed);
        }
    }
    Ok(Outcome::said(text))
}

fn class(name: &str) -> Option<Set> {
    let fits: fn(&char) -> bool = match name {
        "alnum" => char::is_ascii_alphanumeric,
        "alpha" => char::is_ascii_alphabetic,
        "blank" => |one| matches!(one, ' ' | '\t'),
        "cntrl" => char::is_ascii_control,
        "digit" => char::is_ascii_digit,
        "graph" => char::is_ascii_graphic,
        "lower" => char::is_ascii_lowercase,
        "print" => |one| one.is_ascii_graphic() || *one == ' ',
        "punct" => char::is_ascii_punctuation,
        "space" => |one| one.is_ascii_whitespace() || *one == '\u{b}',
        "upper" => char::is_ascii_uppercase,
        "xdigit" => char::is_ascii_hexdigit,
        _ => return None,
    };
    Some(('\0'..='\u{7f}').filter(fits).collect())
}

/// `\n`, `\101`: the character behind a backslash, and what follows it.
fn escaped(rest: &str) -> (char, &str) {
    let octal: String = rest.chars().take(3).take_while(|one| ('0'..='7').contains(one)).collect();
    if let Ok(code) = u32::from_str_radix(&octal, 8) {
        return (char::from_u32(code).unwrap_or('\0'), &rest[octal.len()..]);
    }
    let Some(first) = rest.chars().next() else { return ('\\', rest) };
    let plain = match first {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        other => other,
    };
    (plain, &rest[first.len_utf8()..])
}

fn next(rest: &str) -> Option<(char, &str)> {
    let first = rest.chars().next()?;
    let after = &rest[first.len_utf8()..];
    Some(if first == '\\' { escaped(after) } else { (first, after) })
}

fn characters(set: &str) -> Result<Set, Outcome> {
    let mut all = Set::new();
    let mut rest = set;
    while let Some((first, after)) = next(rest) {
        let named = rest.strip_prefix("[:").and_then(|inner| inner.split_once(":]"));
        if let Some((name, after)) = named
            && let Some(class) = class(name)
        {
            all.extend(class);
            rest = after;
            continue;
        }
        rest = after;
        match after.strip_prefix('-').and_then(next) {
            Some((last, _)) if last < first => {
                let why = format!(
                    "tr: range-endpoints of '{first}-{last}' are in reverse collating sequence order"
                );
                return Err(Outcome::failed(1, &why));
            }
            Some((last, after)) => {
                all.extend((first..=last).take(LIMIT_SET));
                rest = after;
            }
            None => all.push(first),
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str) -> String {
        characters(text).map_or_else(|why| why.stderr, |set| set.into_iter().collect())
    }

    #[test]
    fn sets_are_spelt_out() {
        assert_eq!(set("a-e_"), "abcde_");
        assert_eq!(set(r"\0\n\101\\"), "\0\nA\\");
        assert_eq!(set("[:digit:]x-"), "0123456789x-");
        assert_eq!(set("[ab]"), "[ab]");
        assert!(set("z-a").contains("reverse collating sequence order"));
    }
}
