//! From jq's text to its filters.

use std::rc::Rc;

use super::json::Json;
use super::{Filter, LIMIT_DEPTH};

/// Reads a whole program; the error is jq's.
pub fn read(text: &str) -> Result<Filter, String> {
    Reader { chars: text.chars().collect(), at: 0, depth: 0, operators: 0, defined: Vec::new() }.whole()
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    operators: usize,
    /// Functions of the program's own, and their parameters.
    defined: Vec<(String, usize)>,
}

/// Operators from the loosest to the tightest.
const LEVELS: [&[&str]; 4] = [&["or"], &["and"], &["==", "!=", "<=", ">=", "<", ">"], &["+", "-"]];
const PRODUCTS: [&str; 3] = ["*", "/", "%"];
/// A longest first.
const ASSIGNMENTS: [&str; 8] = ["//=", "|=", "+=", "-=", "*=", "/=", "%=", "="];
const KEYWORDS: [&str; 14] = [
    "and", "or", "then", "elif", "else", "end", "as", "def", "if", "reduce", "foreach", "try", "catch",
    "label",
];

/// Operators of one program.
const LIMIT_OPERATORS: usize = 60;

type Read = Result<Filter, String>;

fn field(of: Filter, name: Filter) -> Filter {
    Filter::Field(of.into(), name.into())
}

impl Reader {
    fn blanks(&mut self) {
        while let Some(one) = self.chars.get(self.at) {
            match one {
                '#' => {
                    while self.chars.get(self.at).is_some_and(|one| *one != '\n') {
                        self.at += 1;
                    }
                }
                one if one.is_whitespace() => self.at += 1,
                _ => return,
            }
        }
    }

    fn is_name(one: &char) -> bool {
        one.is_ascii_alphanumeric() || *one == '_'
    }

    fn looks(&mut self, text: &str) -> bool {
        self.blanks();
        let there =
            text.chars().enumerate().all(|(offset, one)| self.chars.get(self.at + offset) == Some(&one));
        let word = text.ends_with(|one: char| Self::is_name(&one));
        there && !(word && self.chars.get(self.at + text.len()).is_some_and(Self::is_name))
    }

    fn take(&mut self, text: &str) -> bool {
        let there = self.looks(text);
        self.at += if there { text.chars().count() } else { 0 };
        there
    }

    fn expect(&mut self, text: &str) -> Result<(), String> {
        if self.take(text) { Ok(()) } else { Err(self.wrong()) }
    }

    fn wrong(&self) -> String {
        match self.chars.get(self.at) {
            Some(one) => format!("syntax error, unexpected '{one}'"),
            None => "syntax error, unexpected $end".into(),
        }
    }

    /// Operators one after the other stand within one another, too.
    fn chained(&mut self) -> Result<(), String> {
        self.operators += 1;
        match self.operators > LIMIT_OPERATORS {
            true => Err("too many operators".into()),
            false => Ok(()),
        }
    }

    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Read) -> Read {
        self.depth += 1;
        if self.depth > LIMIT_DEPTH {
            return Err("too many filters within one another".into());
        }
        let found = read(self);
        self.depth -= 1;
        found
    }

    fn whole(&mut self) -> Read {
        self.blanks();
        if self.at >= self.chars.len() {
            return Ok(Filter::Same);
        }
        let filter = self.pipe()?;
        self.blanks();
        if self.at < self.chars.len() { Err(self.wrong()) } else { Ok(filter) }
    }

    fn pipe(&mut self) -> Read {
        self.deeper(|reader| {
            if reader.take("def") {
                return reader.definition();
            }
            let first = reader.list()?;
            if reader.take("as") {
                let pattern = reader.pattern()?;
                reader.expect("|")?;
                let body = reader.pipe()?;
                return Ok(Filter::As(first.into(), pattern, body.into()));
            }
            match reader.looks("|") && !reader.looks("|=") {
                true => {
                    reader.at += 1;
                    Ok(Filter::Pipe(first.into(), reader.pipe()?.into()))
                }
                false => Ok(first),
            }
        })
    }

    fn definition(&mut self) -> Read {
        let name = self.name();
        let mut parameters = Vec::new();
        if self.take("(") {
            loop {
                let sign = if self.take("$") { "$" } else { "" };
                parameters.push(format!("{sign}{}", self.name()));
                if !self.take(";") {
                    break;
                }
            }
            self.expect(")")?;
        }
        self.expect(":")?;
        let before = self.defined.len();
        self.defined.push((name.clone(), parameters.len()));
        self.defined.extend(parameters.iter().map(|one| (one.clone(), 0)));
        let body = self.pipe()?;
        self.defined.truncate(before + 1);
        self.expect(";")?;
        let rest = self.pipe()?;
        self.defined.truncate(before);
        Ok(Filter::Def(name, parameters, Rc::new(body), rest.into()))
    }

    /// What `as` binds: `$x`, `[$a, $b]`, `{a: $x, $b}`; each variable with the filter that finds its value.
    fn pattern(&mut self) -> Result<Vec<(String, Filter)>, String> {
        let mut all = Vec::new();
        self.pattern_at(&Filter::Same, &mut all)?;
        Ok(all)
    }

    fn pattern_at(&mut self, of: &Filter, all: &mut Vec<(String, Filter)>) -> Result<(), String> {
        self.depth += 1;
        if self.depth > LIMIT_DEPTH {
            return Err("too many filters within one another".into());
        }
        if self.take("$") {
            all.push((self.name(), of.clone()));
        } else if self.take("[") {
            for at in 0.. {
                self.pattern_at(&field(of.clone(), Filter::Literal(Json::Number(f64::from(at)))), all)?;
                if !self.take(",") {
                    break;
                }
            }
            self.expect("]")?;
        } else {
            self.expect("{")?;
            loop {
                let named = self.take("$");
                let name = self.name();
                let inner = field(of.clone(), Filter::Literal(Json::text(&name)));
                if named {
                    all.push((name, inner.clone()));
                }
                if self.take(":") {
                    self.pattern_at(&inner, all)?;
                } else if !named {
                    return Err(self.wrong());
                }
                if !self.take(",") {
                    break;
                }
            }
            self.expect("}")?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn list(&mut self) -> Read {
        let mut filter = self.alternative()?;
        while self.take(",") {
            self.chained()?;
            filter = Filter::Both(filter.into(), self.alternative()?.into());
        }
        Ok(filter)
    }

    fn alternative(&mut self) -> Read {
        self.deeper(|reader| {
            let left = reader.level(0)?;
            if let Some(sign) = ASSIGNMENTS.iter().find(|sign| reader.looks(sign) && !reader.looks("==")) {
                reader.at += sign.len();
                return Ok(Filter::Assign(sign, left.into(), reader.alternative()?.into()));
            }
            match reader.take("//") {
                true => Ok(Filter::Binary("//", left.into(), reader.alternative()?.into())),
                false => Ok(left),
            }
        })
    }

    fn level(&mut self, level: usize) -> Read {
        let Some(signs) = LEVELS.get(level) else { return self.product() };
        let mut left = self.level(level + 1)?;
        loop {
            let assigns = ["|=", "+=", "-="].iter().any(|sign| self.looks(sign));
            let Some(sign) = signs.iter().find(|sign| !assigns && self.take(sign)) else { return Ok(left) };
            self.chained()?;
            left = Filter::Binary(sign, left.into(), self.level(level + 1)?.into());
        }
    }

    fn product(&mut self) -> Read {
        let mut left = self.postfix()?;
        loop {
            let other = ["*=", "/=", "%=", "//"].iter().any(|sign| self.looks(sign));
            let Some(sign) = PRODUCTS.iter().find(|sign| !other && self.take(sign)) else { return Ok(left) };
            self.chained()?;
            left = Filter::Binary(sign, left.into(), self.postfix()?.into());
        }
    }

    fn name(&mut self) -> String {
        self.blanks();
        let rest = &self.chars[self.at..];
        let mut end = 0;
        while rest.get(end).is_some_and(Self::is_name) || (end > 0 && rest[end..].starts_with(&[':', ':'])) {
            end += if rest[end] == ':' { 2 } else { 1 };
        }
        self.at += end;
        rest[..end].iter().collect()
    }

    fn postfix(&mut self) -> Read {
        let mut filter = self.term()?;
        loop {
            match self.chars.get(self.at).copied() {
                Some('.') if self.chars.get(self.at + 1) == Some(&'[') => self.at += 1,
                Some('.')
                    if self.chars.get(self.at + 1).is_some_and(|one| Self::is_name(one) || *one == '"') =>
                {
                    self.at += 1;
                    filter = field(filter, self.field_name()?);
                }
                Some('[') => {
                    self.at += 1;
                    filter = self.index(filter)?;
                }
                Some('?') if self.chars.get(self.at + 1) != Some(&'/') => {
                    self.at += 1;
                    filter = Filter::Try(filter.into(), None);
                }
                _ => return Ok(filter),
            }
        }
    }

    fn field_name(&mut self) -> Read {
        self.blanks();
        if self.chars.get(self.at) == Some(&'"') {
            self.at += 1;
            return self.text(None);
        }
        let name = self.name();
        if name.is_empty() { Err(self.wrong()) } else { Ok(Filter::Literal(Json::text(name))) }
    }

    fn index(&mut self, of: Filter) -> Read {
        if self.take("]") {
            return Ok(Filter::Each(of.into()));
        }
        if self.take(":") {
            let to = self.pipe()?;
            self.expect("]")?;
            return Ok(Filter::Slice(of.into(), None, Some(to.into())));
        }
        let from = self.pipe()?;
        if self.take(":") {
            let to = if self.looks("]") { None } else { Some(self.pipe()?.into()) };
            self.expect("]")?;
            return Ok(Filter::Slice(of.into(), Some(from.into()), to));
        }
        self.expect("]")?;
        Ok(field(of, from))
    }

    fn term(&mut self) -> Read {
        self.deeper(Self::one)
    }

    fn one(&mut self) -> Read {
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
            return self.text(None);
        }
        if self.take("..") {
            return Ok(Filter::Deep);
        }
        if self.take("$__loc__") {
            return Ok(Filter::Literal(Json::Null));
        }
        if self.take("$") {
            return Ok(Filter::Variable(self.name()));
        }
        if self.take("-") {
            return Ok(Filter::Minus(self.postfix()?.into()));
        }
        if self.take(".") {
            let next = self.chars.get(self.at);
            let named = next.is_some_and(|one| one.is_ascii_alphabetic() || matches!(one, '_' | '"'));
            return Ok(if named { field(Filter::Same, self.field_name()?) } else { Filter::Same });
        }
        if self.chars.get(self.at).is_some_and(char::is_ascii_digit) {
            return self.number();
        }
        if self.take("@") {
            let name = format!("@{}", self.name());
            return match self.take("\"") {
                true => self.text(Some(name)),
                false => Ok(Filter::Call(name, Vec::new())),
            };
        }
        self.named()
    }

    /// A function, a constant or a word of the language.
    fn named(&mut self) -> Read {
        let name = self.name();
        match name.as_str() {
            "" => Err(self.wrong()),
            "null" => Ok(Filter::Literal(Json::Null)),
            "true" => Ok(Filter::Literal(Json::Bool(true))),
            "false" => Ok(Filter::Literal(Json::Bool(false))),
            "if" => self.condition(),
            "try" => {
                let inner = self.postfix()?;
                let otherwise = if self.take("catch") { Some(self.postfix()?.into()) } else { None };
                Ok(Filter::Try(inner.into(), otherwise))
            }
            "reduce" | "foreach" => self.fold(&name),
            "values" => {
                Ok(only(Filter::Binary("!=", Filter::Same.into(), Filter::Literal(Json::Null).into())))
            }
            "nulls" | "booleans" | "numbers" | "strings" | "arrays" | "objects" => {
                let kind = name.strip_suffix('s').unwrap_or_default();
                Ok(only(is_kind(kind)))
            }
            "scalars" | "iterables" => {
                let list = Filter::Binary("or", is_kind("array").into(), is_kind("object").into());
                let not = Filter::Pipe(list.clone().into(), Filter::Call("not".into(), Vec::new()).into());
                Ok(only(if name == "iterables" { list } else { not }))
            }
            word if KEYWORDS.contains(&word) => {
                self.at -= word.len();
                Err(format!("syntax error, unexpected {word}"))
            }
            _ => {
                let mut arguments = Vec::new();
                if self.take("(") {
                    arguments.push(self.pipe()?);
                    while self.take(";") {
                        arguments.push(self.pipe()?);
                    }
                    self.expect(")")?;
                }
                let own =
                    self.defined.iter().any(|(known, count)| *known == name && *count == arguments.len());
                match own || super::calls::is_known(&name, arguments.len()) {
                    true => Ok(Filter::Call(name, arguments)),
                    false => Err(format!("{name}/{} is not defined", arguments.len())),
                }
            }
        }
    }

    fn number(&mut self) -> Read {
        let begin = self.at;
        let digits = |reader: &mut Self| {
            while reader.chars.get(reader.at).is_some_and(char::is_ascii_digit) {
                reader.at += 1;
            }
        };
        digits(self);
        if self.chars.get(self.at) == Some(&'.')
            && self.chars.get(self.at + 1).is_some_and(char::is_ascii_digit)
        {
            self.at += 1;
            digits(self);
        }
        if matches!(self.chars.get(self.at), Some('e' | 'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.chars.get(self.at), Some('+' | '-')));
            digits(self);
        }
        let text: String = self.chars[begin..self.at].iter().collect();
        text.parse().map(|found| Filter::Literal(Json::Number(found))).map_err(|_| self.wrong())
    }

    fn condition(&mut self) -> Read {
        let mut arms = Vec::new();
        loop {
            let condition = self.pipe()?;
            self.expect("then")?;
            arms.push((condition, self.pipe()?));
            if !self.take("elif") {
                break;
            }
        }
        let otherwise = if self.take("else") { Some(self.pipe()?.into()) } else { None };
        self.expect("end")?;
        Ok(Filter::If(arms, otherwise))
    }

    fn fold(&mut self, word: &str) -> Read {
        let source = self.postfix()?;
        self.expect("as")?;
        self.expect("$")?;
        let name = self.name();
        self.expect("(")?;
        let begin = self.pipe()?;
        self.expect(";")?;
        let update = self.pipe()?;
        let shown = if word == "foreach" && self.take(";") { self.pipe()? } else { Filter::Same };
        self.expect(")")?;
        Ok(match word {
            "reduce" => Filter::Reduce(source.into(), name, begin.into(), update.into()),
            _ => Filter::Foreach(source.into(), name, begin.into(), update.into(), shown.into()),
        })
    }

    fn object(&mut self) -> Read {
        let mut fields = Vec::new();
        while !self.take("}") {
            self.blanks();
            let mut usual = None;
            let name = if self.take("(") {
                let name = self.pipe()?;
                self.expect(")")?;
                name
            } else if self.take("$") {
                let name = self.name();
                usual = Some(Filter::Variable(name.clone()));
                Filter::Literal(Json::Text(name))
            } else if self.take("@") {
                let format = format!("@{}", self.name());
                self.expect("\"")?;
                self.text(Some(format))?
            } else {
                self.field_name()?
            };
            let value = if self.take(":") {
                let mut value = self.object_value()?;
                while self.looks("|") && !self.looks("|=") {
                    self.at += 1;
                    value = Filter::Pipe(value.into(), self.object_value()?.into());
                }
                value
            } else {
                usual.unwrap_or_else(|| field(Filter::Same, name.clone()))
            };
            fields.push((name, value));
            if !self.take(",") {
                self.expect("}")?;
                break;
            }
        }
        Ok(Filter::Object(fields))
    }

    fn object_value(&mut self) -> Read {
        let left = self.level(0)?;
        match self.take("//") {
            true => Ok(Filter::Binary("//", left.into(), self.object_value()?.into())),
            false => Ok(left),
        }
    }

    /// After the opening quote.
    fn text(&mut self, format: Option<String>) -> Read {
        let mut parts = Vec::new();
        let mut plain = String::new();
        while let Some(one) = self.chars.get(self.at).copied() {
            self.at += 1;
            match one {
                '"' => {
                    if parts.is_empty() {
                        return Ok(Filter::Literal(Json::Text(plain)));
                    }
                    parts.push(Filter::Literal(Json::Text(plain)));
                    return Ok(Filter::Text(format, parts));
                }
                '\\' if self.chars.get(self.at) == Some(&'(') => {
                    self.at += 1;
                    parts.push(Filter::Literal(Json::Text(std::mem::take(&mut plain))));
                    // What is put in is never taken for text of the program's own.
                    parts.push(Filter::Pipe(Filter::Same.into(), self.pipe()?.into()));
                    self.expect(")")?;
                }
                '\\' => {
                    let escaped = self.chars.get(self.at).copied().unwrap_or('\\');
                    self.at += 1;
                    plain.push(match escaped {
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        'u' => {
                            let digits: String = self.chars.iter().skip(self.at).take(4).collect();
                            self.at += 4;
                            u32::from_str_radix(&digits, 16)
                                .ok()
                                .and_then(char::from_u32)
                                .unwrap_or('\u{fffd}')
                        }
                        other => other,
                    });
                }
                one => plain.push(one),
            }
        }
        Err("syntax error, unexpected $end, expecting QQSTRING_TEXT or QQSTRING_INTERP_START or QQSTRING_END"
            .into())
    }
}

/// What a condition holds for: `values`, `strings` and their like.
fn only(condition: Filter) -> Filter {
    Filter::Call("select".into(), vec![condition])
}

fn is_kind(kind: &str) -> Filter {
    let own = Filter::Call("type".into(), Vec::new());
    Filter::Binary("==", own.into(), Filter::Literal(Json::text(kind)).into())
}
