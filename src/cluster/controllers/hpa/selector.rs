//! The selector of a scale, from its text.
//!
//! Models the lexer and parser of apimachinery pkg/labels/selector.go, v1.36, with its error texts.
//! Deviations: keys and values are not validated, as the text comes from a selector that was; `<` and `>`
//! match nothing, as no workload's selector has them.

use crate::kinds::selector::{LabelSelector, LabelSelectorRequirement};

const SPECIAL: &str = "=!(),<>";
const OPERATORS: [&str; 9] = ["==", "!=", "=", "!", "(", ")", ",", "<", ">"];

pub(super) fn parse(text: &str) -> Result<LabelSelector, String> {
    let mut parser = Parser { tokens: tokens(text), at: 0 };
    let mut selector = LabelSelector::default();
    if parser.peek().is_empty() {
        return Ok(selector);
    }
    if !is_word(parser.peek()) && parser.peek() != "!" {
        return Err(format!("found '{}', expected: !, identifier, or 'end of string'", parser.peek()));
    }
    loop {
        let requirement =
            parser.requirement().map_err(|error| format!("unable to parse requirement: {error}"))?;
        selector.match_expressions.push(requirement);
        match parser.next().as_str() {
            "" => return Ok(selector),
            "," if is_word(parser.peek()) || parser.peek() == "!" => {}
            "," => {
                return Err(format!("found '{}', expected: identifier after ','", parser.peek()));
            }
            other => return Err(format!("found '{other}', expected: ',' or 'end of string'")),
        }
    }
}

fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let operator =
            OPERATORS.iter().find(|operator| rest.starts_with(**operator)).map(|operator| operator.len());
        let end = |c: char| c.is_ascii_whitespace() || SPECIAL.contains(c);
        let length = operator.unwrap_or_else(|| rest.find(end).unwrap_or(rest.len()));
        tokens.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    tokens
}

fn is_word(token: &str) -> bool {
    !token.is_empty() && !token.starts_with(|c| SPECIAL.contains(c))
}

struct Parser {
    tokens: Vec<String>,
    at: usize,
}

impl Parser {
    /// Empty at the end.
    fn peek(&self) -> &str {
        self.tokens.get(self.at).map_or("", String::as_str)
    }

    fn next(&mut self) -> String {
        let token = self.peek().to_owned();
        self.at += 1;
        token
    }

    fn requirement(&mut self) -> Result<LabelSelectorRequirement, String> {
        let absent = self.peek() == "!";
        if absent {
            self.at += 1;
        }
        let key = self.next();
        if !is_word(&key) {
            return Err(format!("found '{key}', expected: identifier"));
        }
        let (operator, values) = match self.peek() {
            _ if absent => ("DoesNotExist", Vec::new()),
            "" | "," => ("Exists", Vec::new()),
            _ => self.operator_and_values()?,
        };
        Ok(LabelSelectorRequirement { key, operator: operator.into(), values, extra: None })
    }

    fn operator_and_values(&mut self) -> Result<(&'static str, Vec<String>), String> {
        match self.next().as_str() {
            "in" => Ok(("In", self.values()?)),
            "notin" => Ok(("NotIn", self.values()?)),
            "=" | "==" => Ok(("In", self.value()?)),
            "!=" => Ok(("NotIn", self.value()?)),
            ">" => Ok(("Gt", self.value()?)),
            "<" => Ok(("Lt", self.value()?)),
            other => Err(format!("found '{other}', expected: in, notin, =, ==, !=, gt, lt")),
        }
    }

    fn value(&mut self) -> Result<Vec<String>, String> {
        if matches!(self.peek(), "" | ",") {
            return Ok(vec![String::new()]);
        }
        let value = self.next();
        if is_word(&value) { Ok(vec![value]) } else { Err(format!("found '{value}', expected: identifier")) }
    }

    fn values(&mut self) -> Result<Vec<String>, String> {
        let open = self.next();
        if open != "(" {
            return Err(format!("found '{open}' expected: '('"));
        }
        let mut values = Vec::new();
        loop {
            let value = if is_word(self.peek()) { self.next() } else { String::new() };
            let named = !value.is_empty();
            values.push(value);
            match self.next().as_str() {
                ")" => return Ok(values),
                "," => {}
                other if named => return Err(format!("found '{other}', expected: ',' or ')'")),
                other if values.len() == 1 => {
                    return Err(format!("found '{other}', expected: ',', ')' or identifier"));
                }
                other => return Err(format!("found '{other}', expected: ',', or identifier")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, matching: &str) {
        let labels = |text: &str| {
            text.split(' ')
                .filter_map(|pair| pair.split_once('='))
                .map(|(k, v)| (k.into(), v.into()))
                .collect()
        };
        assert!(parse(text).unwrap().matches(&labels(matching)), "{text} {matching}");
    }

    #[test]
    fn reads_what_label_selectors_print() {
        check("app=web", "app=web tier=a");
        check("app=web,tier in (a,b)", "app=web tier=b");
        check("app,!old,tier notin (c)", "app=web");
        check("", "app=web");
    }

    #[test]
    fn says_what_it_expected() {
        let error = |text| parse(text).unwrap_err();
        assert_eq!(error("app in (web"), "unable to parse requirement: found '', expected: ',' or ')'");
        assert_eq!(error(",app"), "found ',', expected: !, identifier, or 'end of string'");
        assert_eq!(error("app=web,,a"), "found ',', expected: identifier after ','");
        assert_eq!(error("app=web tier"), "found 'tier', expected: ',' or 'end of string'");
        assert_eq!(error("app in web"), "unable to parse requirement: found 'web' expected: '('");
    }
}
