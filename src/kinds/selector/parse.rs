//! The text of a label selector: the lexer and parser of apimachinery pkg/labels/selector.go, v1.36.

use super::requirement::{Operator, Requirement, Selector};
use crate::kinds::validation::text::qualified;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    End,
    Identifier,
    Open,
    Close,
    Comma,
    Not,
    Equal,
    DoubleEqual,
    NotEqual,
    In,
    NotIn,
    Greater,
    Less,
}

/// Longest first, as the lexer takes as much as it can.
const SYMBOLS: [(&str, Kind); 9] = [
    ("==", Kind::DoubleEqual),
    ("!=", Kind::NotEqual),
    ("=", Kind::Equal),
    ("!", Kind::Not),
    ("(", Kind::Open),
    (")", Kind::Close),
    (",", Kind::Comma),
    ("<", Kind::Less),
    (">", Kind::Greater),
];
const SPACES: [char; 4] = [' ', '\t', '\r', '\n'];

#[derive(Clone, Copy)]
struct Token<'a> {
    kind: Kind,
    text: &'a str,
}

impl Token<'_> {
    /// Where a value may stand the keywords are ordinary words.
    fn as_value(self) -> Self {
        match self.kind {
            Kind::In | Kind::NotIn => Token { kind: Kind::Identifier, ..self },
            _ => self,
        }
    }
}

pub fn parse(text: &str) -> Result<Selector, String> {
    let mut parser = Parser { tokens: tokens(text), at: 0 };
    let mut requirements = Vec::new();
    loop {
        let token = parser.peek();
        match token.kind {
            Kind::End => return Ok(Selector::new(requirements)),
            Kind::Identifier | Kind::Not => {}
            _ => return Err(format!("found '{}', expected: !, identifier, or 'end of string'", token.text)),
        }
        let requirement =
            parser.requirement().map_err(|error| format!("unable to parse requirement: {error}"))?;
        requirements.push(requirement);
        let after = parser.next();
        match after.kind {
            Kind::End => return Ok(Selector::new(requirements)),
            Kind::Comma => {}
            _ => return Err(format!("found '{}', expected: ',' or 'end of string'", after.text)),
        }
        let following = parser.peek();
        if !matches!(following.kind, Kind::Identifier | Kind::Not) {
            return Err(format!("found '{}', expected: identifier after ','", following.text));
        }
    }
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start_matches(SPACES);
    while !rest.is_empty() {
        let symbol = SYMBOLS.iter().find(|(symbol, _)| rest.starts_with(symbol));
        let (kind, length) = match symbol {
            Some((symbol, kind)) => (*kind, symbol.len()),
            None => {
                let end = |c: char| SPACES.contains(&c) || "=!(),<>".contains(c);
                let length = rest.find(end).unwrap_or(rest.len());
                (word(&rest[..length]), length)
            }
        };
        tokens.push(Token { kind, text: &rest[..length] });
        rest = rest[length..].trim_start_matches(SPACES);
    }
    tokens
}

fn word(text: &str) -> Kind {
    match text {
        "in" => Kind::In,
        "notin" => Kind::NotIn,
        _ => Kind::Identifier,
    }
}

struct Parser<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
}

impl<'a> Parser<'a> {
    fn raw(&self) -> Token<'a> {
        self.tokens.get(self.at).copied().unwrap_or(Token { kind: Kind::End, text: "" })
    }

    fn peek(&self) -> Token<'a> {
        self.raw().as_value()
    }

    fn next(&mut self) -> Token<'a> {
        let token = self.peek();
        self.at += 1;
        token
    }

    fn requirement(&mut self) -> Result<Requirement, String> {
        let absent = self.peek().kind == Kind::Not;
        if absent {
            self.at += 1;
        }
        let key = self.next();
        if key.kind != Kind::Identifier {
            return Err(format!("found '{}', expected: identifier", key.text));
        }
        let errors = qualified(key.text);
        if !errors.is_empty() {
            return Err(format!("<nil>: Invalid value: {:?}: {}", key.text, errors.join("; ")));
        }
        if absent {
            return Requirement::new(key.text, Operator::DoesNotExist, Vec::new(), "[]");
        }
        if matches!(self.peek().kind, Kind::End | Kind::Comma) {
            return Requirement::new(key.text, Operator::Exists, Vec::new(), "[]");
        }
        let operator = self.operator()?;
        let values = match operator {
            Operator::In | Operator::NotIn => self.values()?,
            _ => vec![self.exact_value()?],
        };
        Requirement::new(key.text, operator, values, "[]")
    }

    fn operator(&mut self) -> Result<Operator, String> {
        let token = self.raw();
        self.at += 1;
        match token.kind {
            Kind::In => Ok(Operator::In),
            Kind::NotIn => Ok(Operator::NotIn),
            Kind::Equal => Ok(Operator::Equal),
            Kind::DoubleEqual => Ok(Operator::DoubleEqual),
            Kind::NotEqual => Ok(Operator::NotEqual),
            Kind::Greater => Ok(Operator::Greater),
            Kind::Less => Ok(Operator::Less),
            _ => Err(format!("found '{}', expected: in, notin, =, ==, !=, gt, lt", token.text)),
        }
    }

    fn exact_value(&mut self) -> Result<String, String> {
        if matches!(self.peek().kind, Kind::End | Kind::Comma) {
            return Ok(String::new());
        }
        let token = self.next();
        match token.kind {
            Kind::Identifier => Ok(token.text.to_owned()),
            _ => Err(format!("found '{}', expected: identifier", token.text)),
        }
    }

    fn values(&mut self) -> Result<Vec<String>, String> {
        let open = self.next();
        if open.kind != Kind::Open {
            return Err(format!("found '{}' expected: '('", open.text));
        }
        let first = self.peek();
        match first.kind {
            Kind::Close => {
                self.at += 1;
                Ok(Vec::new())
            }
            Kind::Identifier | Kind::Comma => {
                let values = self.identifiers()?;
                match self.next().kind {
                    Kind::Close => Ok(values),
                    _ => Err(format!("found '{}', expected: ')'", first.text)),
                }
            }
            _ => Err(format!("found '{}', expected: ',', ')' or identifier", first.text)),
        }
    }

    /// The list between the brackets; an empty place stands for the empty value.
    fn identifiers(&mut self) -> Result<Vec<String>, String> {
        let mut values = Vec::new();
        loop {
            let token = self.next();
            let after = self.peek();
            match (token.kind, after.kind) {
                (Kind::Identifier, Kind::Comma) => values.push(token.text.to_owned()),
                (Kind::Identifier, Kind::Close) => {
                    values.push(token.text.to_owned());
                    return Ok(unique(values));
                }
                (Kind::Identifier, _) => {
                    return Err(format!("found '{}', expected: ',' or ')'", after.text));
                }
                (Kind::Comma, after) => {
                    if values.is_empty() || after == Kind::Close || after == Kind::Comma {
                        values.push(String::new());
                    }
                    match after {
                        Kind::Close => return Ok(unique(values)),
                        Kind::Comma => self.at += 1,
                        _ => {}
                    }
                }
                _ => return Err(format!("found '{}', expected: ',', or identifier", token.text)),
            }
        }
    }
}

fn unique(mut values: Vec<String>) -> Vec<String> {
    values.sort();
    values.dedup();
    values
}
