//! History expansion: `!!`, `!$`, `!3`, `!-2`, `!kubectl` (bash's manual, 9.3), outside of single quotes.

/// A line with what it takes from earlier ones; none if it takes nothing, an error if there is no such line.
pub fn expanded(line: &str, history: &[String]) -> Result<Option<String>, String> {
    let chars: Vec<char> = line.chars().collect();
    let (mut text, mut at, mut found, mut quoted) = (String::new(), 0, false, false);
    while at < chars.len() {
        let next = chars.get(at + 1).copied();
        match chars[at] {
            '\'' => quoted = !quoted,
            '\\' if !quoted => {
                text.push('\\');
                text.extend(next);
                at += 2;
                continue;
            }
            '!' if !quoted && begins(next) && !text.ends_with(['$', '[', '{']) => {
                let rest: String = chars[at + 1..].iter().collect();
                let (event, used) =
                    event(&rest, history).ok_or_else(|| format!("!{}: event not found", word(&rest)))?;
                text += &event;
                at += 1 + used;
                found = true;
                continue;
            }
            _ => {}
        }
        text.push(chars[at]);
        at += 1;
    }
    Ok(found.then_some(text))
}

fn begins(next: Option<char>) -> bool {
    next.is_some_and(|one| one.is_alphanumeric() || matches!(one, '!' | '$' | '-'))
}

fn word(rest: &str) -> &str {
    &rest[..rest.find(|one: char| one.is_whitespace() || ";&|".contains(one)).unwrap_or(rest.len())]
}

/// What stands after the `!`, and how many characters of it were read.
fn event(rest: &str, history: &[String]) -> Option<(String, usize)> {
    let last = history.last()?;
    if rest.starts_with('!') {
        return Some((last.clone(), 1));
    }
    if rest.starts_with('$') {
        return Some((last.split_whitespace().last()?.to_owned(), 1));
    }
    let word = word(rest);
    let found = match word.parse::<i64>() {
        Ok(number) if number > 0 => history.get(usize::try_from(number).ok()? - 1),
        Ok(number) if number < 0 => history.iter().rev().nth(usize::try_from(-number).ok()? - 1),
        Ok(_) => None,
        Err(_) => history.iter().rev().find(|line| line.starts_with(word)),
    };
    Some((found?.clone(), word.chars().count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_lines_are_called_up() {
        let history = ["kubectl get pods".to_owned(), "echo a b".to_owned()];
        let call = |line: &str| expanded(line, &history);
        assert_eq!(call("!!"), Ok(Some("echo a b".into())));
        assert_eq!(call("ls !$ -l"), Ok(Some("ls b -l".into())));
        assert_eq!(call("!1 -o wide; !-1"), Ok(Some("kubectl get pods -o wide; echo a b".into())));
        assert_eq!(call("!kube"), Ok(Some("kubectl get pods".into())));
        assert_eq!(call("echo '!!' \\!! ! [ ! -f x ]; [ $x != y ]"), Ok(None));
        assert_eq!(call("!none"), Err("!none: event not found".into()));
    }
}
