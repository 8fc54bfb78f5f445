//! JSON as jq has it: objects keep the order in which their keys came.

use std::cmp::Ordering;
use std::fmt::Write as _;

/// Lists and objects within one another.
const LIMIT_DEPTH: usize = 200;

#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub fn kind(&self) -> &'static str {
        match self {
            Json::Null => "null",
            Json::Bool(_) => "boolean",
            Json::Number(_) => "number",
            Json::Text(_) => "string",
            Json::List(_) => "array",
            Json::Object(_) => "object",
        }
    }

    pub fn text(text: impl Into<String>) -> Json {
        Json::Text(text.into())
    }

    /// Whether it has no more parts than may be; `left` is what is left of them.
    pub fn fits(&self, left: &mut usize) -> bool {
        *left = match left.checked_sub(1) {
            Some(left) => left,
            None => return false,
        };
        match self {
            Json::List(all) => all.iter().all(|one| one.fits(left)),
            Json::Object(all) => all.iter().all(|(_, one)| one.fits(left)),
            _ => true,
        }
    }

    pub fn truth(&self) -> bool {
        !matches!(self, Json::Null | Json::Bool(false))
    }

    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Json::Object(all) => all.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    pub fn put(all: &mut Vec<(String, Json)>, key: &str, value: Json) {
        match all.iter_mut().find(|(name, _)| name == key) {
            Some((_, held)) => *held = value,
            None => all.push((key.to_owned(), value)),
        }
    }

    /// Strings as they are, others as JSON.
    pub fn plain(&self) -> String {
        match self {
            Json::Text(text) => text.clone(),
            other => other.compact(),
        }
    }

    pub fn compact(&self) -> String {
        let mut text = String::new();
        self.print(&mut text, None, 0);
        text
    }

    pub fn pretty(&self, indent: &str) -> String {
        let mut text = String::new();
        self.print(&mut text, Some(indent), 0);
        text
    }

    fn print(&self, text: &mut String, indent: Option<&str>, depth: usize) {
        let gap = |text: &mut String, depth: usize| {
            if let Some(indent) = indent {
                text.push('\n');
                text.push_str(&indent.repeat(depth));
            }
        };
        match self {
            Json::Null => text.push_str("null"),
            Json::Bool(truth) => text.push_str(if *truth { "true" } else { "false" }),
            Json::Number(number) => text.push_str(&number_text(*number)),
            Json::Text(one) => quoted(one, text),
            Json::List(all) if all.is_empty() => text.push_str("[]"),
            Json::Object(all) if all.is_empty() => text.push_str("{}"),
            Json::List(all) => {
                text.push('[');
                for (at, one) in all.iter().enumerate() {
                    text.push_str(if at > 0 { "," } else { "" });
                    gap(text, depth + 1);
                    one.print(text, indent, depth + 1);
                }
                gap(text, depth);
                text.push(']');
            }
            Json::Object(all) => {
                text.push('{');
                for (at, (key, one)) in all.iter().enumerate() {
                    text.push_str(if at > 0 { "," } else { "" });
                    gap(text, depth + 1);
                    quoted(key, text);
                    text.push_str(if indent.is_some() { ": " } else { ":" });
                    one.print(text, indent, depth + 1);
                }
                gap(text, depth);
                text.push('}');
            }
        }
    }

    /// With the keys of all objects in order.
    pub fn sorted(&self) -> Json {
        match self {
            Json::List(all) => Json::List(all.iter().map(Json::sorted).collect()),
            Json::Object(all) => {
                let mut all: Vec<_> = all.iter().map(|(key, one)| (key.clone(), one.sorted())).collect();
                all.sort_by(|one, other| one.0.cmp(&other.0));
                Json::Object(all)
            }
            other => other.clone(),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Json::Null => 0,
            Json::Bool(false) => 1,
            Json::Bool(true) => 2,
            Json::Number(_) => 3,
            Json::Text(_) => 4,
            Json::List(_) => 5,
            Json::Object(_) => 6,
        }
    }

    /// jq's order of all values.
    pub fn order(&self, other: &Json) -> Ordering {
        match (self, other) {
            (Json::Number(one), Json::Number(other)) => one.partial_cmp(other).unwrap_or(Ordering::Less),
            (Json::Text(one), Json::Text(other)) => one.cmp(other),
            (Json::List(one), Json::List(other)) => {
                let first =
                    one.iter().zip(other).map(|(one, other)| one.order(other)).find(|order| order.is_ne());
                first.unwrap_or(one.len().cmp(&other.len()))
            }
            (Json::Object(one), Json::Object(other)) => {
                let keys = |all: &[(String, Json)]| {
                    let mut keys: Vec<String> = all.iter().map(|(key, _)| key.clone()).collect();
                    keys.sort();
                    keys
                };
                let (first, second) = (keys(one), keys(other));
                first.cmp(&second).then_with(|| {
                    let values = first.iter().map(|key| self.get(key).zip(other_get(other, key)));
                    values
                        .flatten()
                        .map(|(one, other)| one.order(other))
                        .find(|order| order.is_ne())
                        .unwrap_or(Ordering::Equal)
                })
            }
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

fn other_get<'a>(all: &'a [(String, Json)], key: &str) -> Option<&'a Json> {
    all.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

/// Seventeen digits, whole numbers without a point.
pub fn number_text(number: f64) -> String {
    if number.is_nan() {
        return "null".into();
    }
    let number = number.clamp(f64::MIN, f64::MAX);
    if number == number.trunc() && number.abs() < 1e17 {
        return format!("{}", number as i64);
    }
    let shortest = format!("{number:?}");
    if !shortest.contains('e') {
        return shortest;
    }
    let (mantissa, power) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let (sign, power) = power.strip_prefix('-').map_or(('+', power), |power| ('-', power));
    format!("{}e{sign}{power:0>2}", mantissa.trim_end_matches(".0"))
}

fn quoted(one: &str, text: &mut String) {
    text.push('"');
    for letter in one.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            other if other < ' ' || other == '\u{7f}' => drop(write!(text, "\\u{:04x}", u32::from(other))),
            other => text.push(other),
        }
    }
    text.push('"');
}

/// Reads values one after the other.
pub struct Reader<'a> {
    text: &'a str,
    pub at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str) -> Reader<'a> {
        Reader { text, at: 0, depth: 0 }
    }

    fn blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches(['\u{feff}', ' ', '\t', '\n', '\r']).len();
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Where it stands, as jq tells it.
    pub fn line(&self) -> usize {
        let whole = self.text[self.at..].find('\n').map_or(self.text.len(), |end| self.at + end + 1);
        self.text[..whole].matches('\n').count()
    }

    /// The next value; none at the end.
    pub fn read_next(&mut self) -> Option<Result<Json, String>> {
        self.blanks();
        self.peek()?;
        let found = self.value();
        Some(found.map_err(|why| {
            let before = &self.text[..self.at];
            let column = before.rsplit('\n').next().unwrap_or_default().len();
            format!("{why} at line {}, column {column}", before.matches('\n').count() + 1)
        }))
    }

    fn value(&mut self) -> Result<Json, String> {
        self.blanks();
        match self.peek() {
            None => Err("Unfinished JSON term".into()),
            Some(b'"') => self.string().map(Json::Text),
            Some(b'[' | b'{') => {
                self.depth += 1;
                if self.depth > LIMIT_DEPTH {
                    return Err("Exceeds depth limit for parsing".into());
                }
                let found = if self.peek() == Some(b'[') { self.list() } else { self.object() };
                self.depth -= 1;
                found
            }
            Some(_) => self.word(),
        }
    }

    fn word(&mut self) -> Result<Json, String> {
        let rest = &self.text[self.at..];
        let ends = |one: char| one.is_whitespace() || ",:[]{}\"".contains(one);
        let word = &rest[..rest.find(ends).unwrap_or(rest.len())];
        let found = match word {
            "null" => Some(Json::Null),
            "true" => Some(Json::Bool(true)),
            "false" => Some(Json::Bool(false)),
            "nan" | "NaN" => Some(Json::Null),
            word if word.starts_with(|one: char| one.is_ascii_digit() || one == '-') => {
                word.parse().ok().map(Json::Number)
            }
            _ => None,
        };
        self.at += word.len().max(usize::from(found.is_none() && !rest.is_empty()));
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
        found.ok_or_else(|| {
            "Invalid literal".to_owned().replace(
                "Invalid literal",
                if word.starts_with(|one: char| one.is_ascii_digit()) {
                    "Invalid numeric literal"
                } else {
                    "Invalid literal"
                },
            )
        })
    }

    fn list(&mut self) -> Result<Json, String> {
        self.at += 1;
        let mut all = Vec::new();
        loop {
            self.blanks();
            if self.peek() == Some(b']') && all.is_empty() {
                self.at += 1;
                return Ok(Json::List(all));
            }
            all.push(self.value()?);
            self.blanks();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(Json::List(all));
                }
                None => return Err("Unfinished JSON term".into()),
                _ => return Err("Expected separator between values".into()),
            }
        }
    }

    fn object(&mut self) -> Result<Json, String> {
        self.at += 1;
        let mut all = Vec::new();
        loop {
            self.blanks();
            match self.peek() {
                Some(b'}') if all.is_empty() => {
                    self.at += 1;
                    return Ok(Json::Object(all));
                }
                Some(b'"') => {}
                None => return Err("Unfinished JSON term".into()),
                _ => return Err("Object keys must be strings".into()),
            }
            let key = self.string()?;
            self.blanks();
            if self.peek() != Some(b':') {
                return Err("Objects must consist of key:value pairs".into());
            }
            self.at += 1;
            let value = self.value()?;
            Json::put(&mut all, &key, value);
            self.blanks();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(Json::Object(all));
                }
                None => return Err("Unfinished JSON term".into()),
                _ => return Err("Expected separator between values".into()),
            }
        }
    }

    fn string(&mut self) -> Result<String, String> {
        let mut chars = self.text[self.at + 1..].char_indices();
        let mut found = String::new();
        let from = self.at + 1;
        while let Some((place, one)) = chars.next() {
            match one {
                '"' => {
                    self.at = from + place + 1;
                    return Ok(found);
                }
                '\\' => match chars.next().map(|(_, one)| one) {
                    Some('n') => found.push('\n'),
                    Some('t') => found.push('\t'),
                    Some('r') => found.push('\r'),
                    Some('b') => found.push('\u{8}'),
                    Some('f') => found.push('\u{c}'),
                    Some('u') => {
                        let mut unit =
                            || (0..4).try_fold(0, |code, _| Some(code * 16 + chars.next()?.1.to_digit(16)?));
                        let mut code = unit().unwrap_or(0xfffd);
                        if (0xd800..0xdc00).contains(&code) {
                            chars.next();
                            chars.next();
                            let mut unit = || {
                                (0..4).try_fold(0, |code, _| Some(code * 16 + chars.next()?.1.to_digit(16)?))
                            };
                            let low: u32 = unit().unwrap_or(0xdc00);
                            code = 0x10000 + ((code - 0xd800) << 10) + (low.wrapping_sub(0xdc00) & 0x3ff);
                        }
                        found.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                    }
                    Some(other) => found.push(other),
                    None => break,
                },
                one => found.push(one),
            }
        }
        self.at = self.text.len();
        Err("Unfinished string".into())
    }
}
