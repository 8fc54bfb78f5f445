//! From jq's text to its filters.

use serde_json::{Value, json};

use super::{Filter, LIMIT_DEPTH, number};

/// Reads a whole program; the error is jq's.
pub fn read(text: &str) -> Result<Filter, String> {
    Reader { chars: text.chars().collect(), at: 0, depth: 0 }.whole()
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    depth: usize,
}

/// Operators from the loosest to the tightest.
const LEVELS: [&[&str]; 6] =
    [&["//"], &["or"], &["and"], &["==", "!=", "<=", ">=", "<", ">"], &["+", "-"], &["*", "/", "%"]];

impl Reader {
    fn blanks(&mut self) {
        while self.chars.get(self.at).is_some_and(|one| one.is_whitespace()) {
            self.at += 1;
        }
    }

    fn take(&mut self, text: &str) -> bool {
        self.blanks();
        let there =
            text.chars().enumerate().all(|(offset, one)| self.chars.get(self.at + offset) == Some(&one));
        if there {
            self.at += text.chars().count();
        }
        there
    }

    fn expect(&mut self, text: &str) -> Result<(), String> {
        if self.take(text) { Ok(()) } else { Err(self.wrong()) }
    }

    fn wrong(&self) -> String {
        match self.chars.get(self.at) {
            Some(one) => format!("syntax error, unexpected '{one}'"),
            None => "syntax error, unexpected end of file".into(),
        }
    }

    fn whole(&mut self) -> Result<Filter, String> {
        let filter = self.pipe()?;
        self.blanks();
        if self.at < self.chars.len() { Err(self.wrong()) } else { Ok(filter) }
    }

    fn pipe(&mut self) -> Result<Filter, String> {
        self.depth += 1;
        if self.depth > LIMIT_DEPTH {
            return Err("too many filters within one another".into());
        }
        let mut parts = vec![self.list()?];
        while self.take("|") {
            parts.push(self.list()?);
        }
        self.depth -= 1;
        let last = parts.pop().ok_or_else(|| self.wrong())?;
        Ok(parts.into_iter().rev().fold(last, |then, first| Filter::Pipe(first.into(), then.into())))
    }

    fn list(&mut self) -> Result<Filter, String> {
        let mut filter = self.level(0)?;
        while self.take(",") {
            filter = Filter::Both(filter.into(), self.level(0)?.into());
        }
        Ok(filter)
    }

    fn level(&mut self, level: usize) -> Result<Filter, String> {
        let Some(signs) = LEVELS.get(level) else { return self.postfix() };
        let mut left = self.level(level + 1)?;
        loop {
            let before = self.at;
            let Some(sign) = signs.iter().find(|sign| self.take(sign)) else { return Ok(left) };
            if *sign == "/" && self.chars.get(self.at) == Some(&'/') {
                self.at = before;
                return Ok(left);
            }
            left = Filter::Binary(sign, left.into(), self.level(level + 1)?.into());
        }
    }

    fn name(&mut self) -> String {
        let begin = self.at;
        while self
            .chars
            .get(self.at)
            .is_some_and(|one| one.is_ascii_alphanumeric() || matches!(one, '_' | '@'))
        {
            self.at += 1;
        }
        self.chars[begin..self.at].iter().collect()
    }

    fn postfix(&mut self) -> Result<Filter, String> {
        let mut filter = self.term()?;
        loop {
            let next = self.chars.get(self.at).copied();
            match next {
                Some('.') => {
                    self.at += 1;
                    if self.chars.get(self.at) != Some(&'[') {
                        filter = Filter::Field(filter.into(), self.field_name()?.into());
                    }
                }
                Some('[') => {
                    self.at += 1;
                    filter = self.index(filter)?;
                }
                Some('?') => {
                    self.at += 1;
                    filter = Filter::Try(filter.into());
                }
                _ => return Ok(filter),
            }
        }
    }

    fn field_name(&mut self) -> Result<Filter, String> {
        if self.chars.get(self.at) == Some(&'"') {
            self.at += 1;
            return self.text();
        }
        let name = self.name();
        if name.is_empty() { Err(self.wrong()) } else { Ok(Filter::Literal(json!(name))) }
    }

    fn index(&mut self, of: Filter) -> Result<Filter, String> {
        if self.take("]") {
            return Ok(Filter::Each(of.into()));
        }
        let from = self.whole_number();
        if self.take(":") {
            let to = self.whole_number();
            self.expect("]")?;
            return Ok(Filter::Slice(of.into(), from, to));
        }
        let index = match from {
            Some(at) => Filter::Literal(json!(at)),
            None => self.pipe()?,
        };
        self.expect("]")?;
        Ok(Filter::Field(of.into(), index.into()))
    }

    fn whole_number(&mut self) -> Option<i64> {
        self.blanks();
        let begin = self.at;
        if self.chars.get(self.at) == Some(&'-') {
            self.at += 1;
        }
        while self.chars.get(self.at).is_some_and(char::is_ascii_digit) {
            self.at += 1;
        }
        let found = self.chars[begin..self.at].iter().collect::<String>().parse().ok();
        if found.is_none() {
            self.at = begin;
        }
        found
    }

    fn term(&mut self) -> Result<Filter, String> {
        self.blanks();
        if self.take("(") {
            let inner = self.pipe()?;
            self.expect(")")?;
            return Ok(inner);
        }
        if self.take("[") {
            if self.take("]") {
                return Ok(Filter::Array(None));
            }
            let inner = self.pipe()?;
            self.expect("]")?;
            return Ok(Filter::Array(Some(inner.into())));
        }
        if self.take("{") {
            return self.object();
        }
        if self.take("\"") {
            return self.text();
        }
        if self.take(".") {
            let named = self
                .chars
                .get(self.at)
                .is_some_and(|one| one.is_ascii_alphabetic() || matches!(one, '_' | '"'));
            return Ok(match named {
                true => Filter::Field(Filter::Same.into(), self.field_name()?.into()),
                false => Filter::Same,
            });
        }
        let digits = self.chars.get(self.at).is_some_and(|one| one.is_ascii_digit() || *one == '-');
        if digits {
            let begin = self.at;
            while self
                .chars
                .get(self.at)
                .is_some_and(|one| one.is_ascii_digit() || matches!(one, '.' | '-' | 'e'))
            {
                self.at += 1;
            }
            let text: String = self.chars[begin..self.at].iter().collect();
            return text.parse().map(|found| Filter::Literal(number(found))).map_err(|_| self.wrong());
        }
        let name = self.name();
        match name.as_str() {
            "" => Err(self.wrong()),
            "null" => Ok(Filter::Literal(Value::Null)),
            "true" => Ok(Filter::Literal(json!(true))),
            "false" => Ok(Filter::Literal(json!(false))),
            _ => {
                let mut arguments = Vec::new();
                if self.take("(") {
                    arguments.push(self.pipe()?);
                    while self.take(";") {
                        arguments.push(self.pipe()?);
                    }
                    self.expect(")")?;
                }
                Ok(Filter::Call(name, arguments))
            }
        }
    }

    fn object(&mut self) -> Result<Filter, String> {
        let mut fields = Vec::new();
        while !self.take("}") {
            self.blanks();
            let name = if self.take("(") {
                let name = self.pipe()?;
                self.expect(")")?;
                name
            } else {
                self.field_name()?
            };
            let value = if self.take(":") {
                self.level(0)?
            } else {
                match &name {
                    Filter::Literal(literal) => {
                        Filter::Field(Filter::Same.into(), Filter::Literal(literal.clone()).into())
                    }
                    _ => return Err(self.wrong()),
                }
            };
            fields.push((name, value));
            if !self.take(",") {
                self.expect("}")?;
                break;
            }
        }
        Ok(Filter::Object(fields))
    }

    /// After the opening quote.
    fn text(&mut self) -> Result<Filter, String> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        while let Some(one) = self.chars.get(self.at).copied() {
            self.at += 1;
            match one {
                '"' => {
                    if parts.is_empty() {
                        return Ok(Filter::Literal(json!(plain)));
                    }
                    parts.push(Filter::Literal(json!(plain)));
                    return Ok(Filter::Text(parts));
                }
                '\\' if self.chars.get(self.at) == Some(&'(') => {
                    self.at += 1;
                    parts.push(Filter::Literal(json!(std::mem::take(&mut plain))));
                    parts.push(self.pipe()?);
                    self.expect(")")?;
                }
                '\\' => {
                    let escaped = self.chars.get(self.at).copied().unwrap_or('\\');
                    self.at += 1;
                    plain.push(match escaped {
                        'n' => '\n',
                        't' => '\t',
                        other => other,
                    });
                }
                one => plain.push(one),
            }
        }
        Err(self.wrong())
    }
}
