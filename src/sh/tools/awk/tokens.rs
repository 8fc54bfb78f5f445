//! The tokens of an `awk` program (POSIX `awk`, "Lexical Conventions").

/// Tokens of a program.
const LIMIT_TOKENS: usize = 1_000;

type Read<T> = Result<T, String>;

#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    Number(f64),
    Text(String),
    Regex(String),
    Name(String),
    Sign(&'static str),
}

/// The longest first.
const SIGNS: [&str; 41] = [
    "&&", "||", "++", "--", "+=", "-=", "*=", "/=", "%=", "^=", "==", "!=", "<=", ">=", "!~", ">>", "{", "}",
    "(", ")", "[", "]", ";", "\n", ",", "+", "-", "*", "/", "%", "^", "!", "<", ">", "|", "?", ":", "~", "$",
    "=", "&",
];

/// Whether a `/` after this divides.
fn is_value(token: Option<&Token>) -> bool {
    match token {
        Some(Token::Sign(sign)) => matches!(*sign, ")" | "]" | "$" | "++" | "--"),
        Some(_) => true,
        None => false,
    }
}

fn quoted(rest: &str, end: char) -> Read<(String, usize)> {
    let mut text = String::new();
    let mut escaped = false;
    for (at, one) in rest.char_indices().skip(1) {
        match one {
            _ if escaped => {
                if end == '/' && one == '/' {
                    text.pop();
                }
                text.push(one);
                escaped = false;
            }
            _ if one == end => return Ok((text, at + 1)),
            '\n' => break,
            _ => {
                escaped = one == '\\';
                text.push(one);
            }
        }
    }
    Err(if end == '/' {
        "nonterminated regular expression".into()
    } else {
        "nonterminated character string".into()
    })
}

pub fn tokens(program: &str) -> Read<Vec<Token>> {
    let mut all: Vec<Token> = Vec::new();
    let mut rest = program;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r']);
        rest = rest.strip_prefix("\\\n").unwrap_or(rest);
        let Some(first) = rest.chars().next() else { return Ok(all) };
        if all.len() >= LIMIT_TOKENS {
            return Err("the program is too long".into());
        }
        let run = |fits: fn(char) -> bool| rest.find(|one| !fits(one)).unwrap_or(rest.len());
        let used = match first {
            '#' => {
                rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
                continue;
            }
            '"' => {
                let (text, used) = quoted(rest, '"')?;
                all.push(Token::Text(crate::sh::unescape(&text)));
                used
            }
            '/' if !is_value(all.last()) => {
                let (text, used) = quoted(rest, '/')?;
                all.push(Token::Regex(text));
                used
            }
            '0'..='9' | '.' => {
                let used = run(|one| one.is_ascii_digit() || one == '.');
                let mut used = used;
                if let Some(exponent) = rest[used..].strip_prefix(['e', 'E']) {
                    let digits = exponent.trim_start_matches(['+', '-']);
                    let count = digits.find(|one: char| !one.is_ascii_digit()).unwrap_or(digits.len());
                    used += if count > 0 { 1 + exponent.len() - digits.len() + count } else { 0 };
                }
                all.push(Token::Number(rest[..used].parse().map_err(|_| syntax(rest))?));
                used
            }
            'a'..='z' | 'A'..='Z' | '_' => {
                let used = run(|one| one.is_ascii_alphanumeric() || one == '_');
                all.push(Token::Name(rest[..used].to_owned()));
                used
            }
            _ => {
                let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign)).ok_or_else(|| syntax(rest))?;
                all.push(Token::Sign(sign));
                sign.len()
            }
        };
        rest = &rest[used..];
    }
}

fn syntax(rest: &str) -> String {
    format!("syntax error near {}", rest.chars().take(20).collect::<String>())
}
