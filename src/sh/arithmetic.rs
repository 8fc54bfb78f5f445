//! `$((...))`: whole numbers as C counts them (POSIX 2.6.4), with `**`, `++`, `--` and, in bash, elements of arrays.

use super::dialect::Dialect;
use super::state::State;

/// Parentheses and signs within one another.
const LIMIT_DEPTH: usize = 64;
/// Variables whose values are expressions with variables in them.
const LIMIT_NESTED: usize = 16;

/// Operators from the loosest to the tightest; those of one level go from left to right.
const LEVELS: [&[&str]; 10] = [
    &["||"],
    &["&&"],
    &["|"],
    &["^"],
    &["&"],
    &["==", "!="],
    &["<=", ">=", "<", ">"],
    &["<<", ">>"],
    &["+", "-"],
    &["*", "/", "%"],
];

/// The value of an expression; variables are read and may be set.
pub fn value(text: &str, state: &mut State) -> Result<i64, String> {
    nested(text, state, 0)
}

fn nested(text: &str, state: &mut State, nesting: usize) -> Result<i64, String> {
    if text.trim().is_empty() {
        return Ok(0);
    }
    if nesting > LIMIT_NESTED {
        return Err(format!("{text}: expression recursion level exceeded"));
    }
    let chars: Vec<char> = text.chars().collect();
    let mut reader = Reader { text, chars: &chars, at: 0, last: 0, depth: 0, nesting, state };
    let mut value = reader.assignment()?;
    while reader.take(",") {
        value = reader.assignment()?;
    }
    reader.blanks();
    if reader.at < chars.len() { Err(reader.left_over()) } else { Ok(value) }
}

/// A variable, or an element of an array.
struct Held {
    name: String,
    at: Option<String>,
}

struct Reader<'a> {
    text: &'a str,
    chars: &'a [char],
    at: usize,
    /// Where the last token begins.
    last: usize,
    depth: usize,
    nesting: usize,
    state: &'a mut State,
}

impl Reader<'_> {
    fn rest(&self, from: usize) -> String {
        self.chars[from.min(self.chars.len())..].iter().collect::<String>().trim().to_owned()
    }

    fn wrong(&self) -> String {
        let text = self.text.trim();
        let rest = self.rest(self.at);
        let token = if rest.is_empty() { self.rest(self.last) } else { rest };
        match self.state.dialect {
            Dialect::Ash => "arithmetic syntax error".to_owned(),
            Dialect::Dash => format!("arithmetic expression: expecting primary: \"{}\"", self.text),
            _ => format!("{text}: syntax error: operand expected (error token is \"{token}\")"),
        }
    }

    fn left_over(&self) -> String {
        let (text, token) = (self.text.trim(), self.rest(self.at));
        match self.state.dialect {
            Dialect::Ash => "arithmetic syntax error".to_owned(),
            Dialect::Dash if token.starts_with("**") => {
                format!("arithmetic expression: expecting primary: \"{}\"", self.text)
            }
            Dialect::Dash => format!("arithmetic expression: expecting EOF: \"{}\"", self.text),
            _ => format!("{text}: syntax error in expression (error token is \"{token}\")"),
        }
    }

    fn divided_by_nought(&self, from: usize) -> String {
        match self.state.dialect {
            Dialect::Ash => "divide by zero".to_owned(),
            Dialect::Dash => format!("arithmetic expression: division by zero: \"{}\"", self.text),
            _ => format!("{}: division by 0 (error token is \"{}\")", self.text.trim(), self.rest(from)),
        }
    }

    fn apply(&self, sign: &str, left: i64, right: i64, from: usize) -> Result<i64, String> {
        apply(sign, left, right).ok_or_else(|| self.divided_by_nought(from))
    }

    fn blanks(&mut self) {
        while self.chars.get(self.at).is_some_and(|one| one.is_whitespace()) {
            self.at += 1;
        }
    }

    fn looks_at(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(offset, one)| self.chars.get(self.at + offset) == Some(&one))
    }

    fn take(&mut self, text: &str) -> bool {
        self.blanks();
        let there = self.looks_at(text);
        if there {
            self.last = self.at;
            self.at += text.len();
        }
        there
    }

    fn name(&mut self) -> Result<Option<Held>, String> {
        self.blanks();
        let rest = &self.chars[self.at..];
        let end =
            rest.iter().position(|one| !(one.is_ascii_alphanumeric() || *one == '_')).unwrap_or(rest.len());
        let name: String = rest[..end].iter().collect();
        if !super::parse::is_variable(&name) {
            return Ok(None);
        }
        self.last = self.at;
        self.at += end;
        let close = match rest.get(end) {
            Some('[') if self.state.dialect.is_bash() => super::parse::bracket(&rest[end + 1..]),
            _ => None,
        };
        let Some(close) = close else { return Ok(Some(Held { name, at: None })) };
        let text: String = rest[end + 1..end + 1 + close].iter().collect();
        self.at += close + 2;
        let at = match self.state.is_named(&name) {
            true => text.replace(['"', '\''], ""),
            false => nested(&text, self.state, self.nesting + 1)?.to_string(),
        };
        Ok(Some(Held { name, at: Some(at) }))
    }

    fn read(&mut self, held: &Held) -> Result<i64, String> {
        let text = match &held.at {
            Some(at) => self.state.element(&held.name, at).unwrap_or_default(),
            None => match self.state.special(&held.name) {
                Some(value) => value,
                None => self.state.get(&held.name).to_owned(),
            },
        };
        match number(text.trim()) {
            Some(number) => Ok(number),
            None if self.state.dialect == Dialect::Dash => Err(format!("Illegal number: {text}")),
            None => nested(&text, self.state, self.nesting + 1),
        }
    }

    fn set(&mut self, held: &Held, value: i64) -> Result<i64, String> {
        match &held.at {
            Some(at) => self.state.set_element(&held.name, at, &value.to_string())?,
            None => self.state.set(&held.name, &value.to_string())?,
        }
        Ok(value)
    }

    fn assignment(&mut self) -> Result<i64, String> {
        self.depth += 1;
        if self.depth > LIMIT_DEPTH {
            return Err("expression recursion level exceeded".into());
        }
        let begin = self.at;
        let result = match self.name()? {
            Some(held) => self.after_name(&held, begin),
            None => self.choice(),
        };
        self.depth -= 1;
        result
    }

    fn after_name(&mut self, held: &Held, begin: usize) -> Result<i64, String> {
        self.blanks();
        if self.looks_at("=") && !self.looks_at("==") {
            self.at += 1;
            let value = self.assignment()?;
            return self.set(held, value);
        }
        for sign in ["+", "-", "*", "/", "%", "<<", ">>", "&", "|", "^"] {
            if self.looks_at(&format!("{sign}=")) && !self.looks_at("==") {
                self.at += sign.len() + 1;
                let from = self.at;
                let value = self.assignment()?;
                let before = self.read(held)?;
                let value = self.apply(sign, before, value, from)?;
                return self.set(held, value);
            }
        }
        self.at = begin;
        self.choice()
    }

    fn choice(&mut self) -> Result<i64, String> {
        let condition = self.level(0)?;
        if !self.take("?") {
            return Ok(condition);
        }
        let yes = self.assignment()?;
        if !self.take(":") {
            return Err(self.wrong());
        }
        let no = self.assignment()?;
        Ok(if condition != 0 { yes } else { no })
    }

    fn level(&mut self, level: usize) -> Result<i64, String> {
        let Some(signs) = LEVELS.get(level) else { return self.power() };
        let mut left = self.level(level + 1)?;
        loop {
            self.blanks();
            let Some(sign) = signs.iter().find(|sign| self.is_operator(sign)) else { return Ok(left) };
            self.last = self.at;
            self.at += sign.len();
            let from = self.at;
            let right = self.level(level + 1)?;
            left = self.apply(sign, left, right, from)?;
        }
    }

    /// The sign stands here and is not the beginning of a longer one.
    fn is_operator(&self, sign: &str) -> bool {
        let next = self.chars.get(self.at + sign.len()).copied();
        let longer = match sign {
            "|" | "&" => next == sign.chars().next(),
            "<" | ">" => next == sign.chars().next() || next == Some('='),
            "*" => next == Some('*'),
            "+" | "-" => false,
            _ => false,
        };
        self.looks_at(sign) && !longer
    }

    fn power(&mut self) -> Result<i64, String> {
        let base = self.unary()?;
        if self.state.dialect == Dialect::Dash || !self.take("**") {
            return Ok(base);
        }
        let exponent = u32::try_from(self.power()?).map_err(|_| "exponent less than 0".to_owned())?;
        Ok(base.wrapping_pow(exponent))
    }

    fn unary(&mut self) -> Result<i64, String> {
        self.depth += 1;
        if self.depth > LIMIT_DEPTH {
            return Err("expression recursion level exceeded".into());
        }
        let value = self.operand();
        self.depth -= 1;
        value
    }

    fn operand(&mut self) -> Result<i64, String> {
        for (sign, by) in [("++", 1), ("--", -1)] {
            if self.take(sign) {
                if let Some(held) = self.name()? {
                    let value = self.read(&held)?.wrapping_add(by);
                    return self.set(&held, value);
                }
                // Two signs.
                let value = self.unary()?;
                return Ok(value);
            }
        }
        if self.take("(") {
            let value = self.assignment()?;
            return if self.take(")") { Ok(value) } else { Err(self.wrong()) };
        }
        match () {
            () if self.take("-") => return Ok(self.unary()?.wrapping_neg()),
            () if self.take("+") => return self.unary(),
            () if self.take("!") => return Ok(i64::from(self.unary()? == 0)),
            () if self.take("~") => return Ok(!self.unary()?),
            () => {}
        }
        if let Some(held) = self.name()? {
            let value = self.read(&held)?;
            for (sign, by) in [("++", 1), ("--", -1)] {
                if self.looks_at(sign) {
                    self.at += 2;
                    self.set(&held, value.wrapping_add(by))?;
                }
            }
            return Ok(value);
        }
        let rest = &self.chars[self.at..];
        let in_number = |one: &char| one.is_ascii_alphanumeric() || matches!(one, '#' | '@' | '_');
        let end = rest.iter().position(|one| !in_number(one)).unwrap_or(rest.len());
        let digits: String = rest[..end].iter().collect();
        match number(&digits) {
            Some(number) => {
                self.last = self.at;
                self.at += end;
                Ok(number)
            }
            None if digits.starts_with(|one: char| one.is_ascii_digit()) && self.state.dialect.is_bash() => {
                Err(format!("{}: value too great for base (error token is \"{digits}\")", self.text.trim()))
            }
            None => Err(self.wrong()),
        }
    }
}

fn number(text: &str) -> Option<i64> {
    match text.strip_prefix("0x").or(text.strip_prefix("0X")) {
        Some(hex) => i64::from_str_radix(hex, 16).ok(),
        None if text.len() > 1 && text.starts_with('0') && !text.contains('#') => {
            i64::from_str_radix(text, 8).ok()
        }
        None => match text.split_once('#') {
            Some((base, digits)) => {
                let base = base.parse().ok().filter(|base| (2..=36).contains(base))?;
                i64::from_str_radix(digits, base).ok()
            }
            None => text.parse().ok(),
        },
    }
}

/// None for a division by nought.
fn apply(sign: &str, a: i64, b: i64) -> Option<i64> {
    if matches!(sign, "/" | "%") && b == 0 {
        return None;
    }
    Some(match sign {
        "||" => i64::from(a != 0 || b != 0),
        "&&" => i64::from(a != 0 && b != 0),
        "|" => a | b,
        "^" => a ^ b,
        "&" => a & b,
        "==" => i64::from(a == b),
        "!=" => i64::from(a != b),
        "<=" => i64::from(a <= b),
        ">=" => i64::from(a >= b),
        "<" => i64::from(a < b),
        ">" => i64::from(a > b),
        "<<" => a.wrapping_shl(b as u32),
        ">>" => a.wrapping_shr(b as u32),
        "+" => a.wrapping_add(b),
        "-" => a.wrapping_sub(b),
        "*" => a.wrapping_mul(b),
        "/" => a.wrapping_div(b),
        _ => a.wrapping_rem(b),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_have_c_precedence() {
        let mut state = State::default();
        for (text, expected) in [
            ("1 + 2 * 3", 7),
            ("(1 + 2) * 3", 9),
            ("2 ** 10 % 1000", 24),
            ("x = 5, x++ + ++x", 12),
            ("x > 3 && x < 9 ? 1 : 2", 1),
            ("-7 / 2", -3),
            ("!0 + ~0", 0),
            ("0x10 + 010", 24),
            ("1 << 4 | 1", 17),
            ("unset", 0),
        ] {
            assert_eq!(value(text, &mut state), Ok(expected), "{text}");
        }
        let why = "1 / 0: division by 0 (error token is \"0\")";
        assert_eq!(value("1 / 0", &mut state), Err(why.into()));
        assert!(value("1 +", &mut state).is_err());
        assert!(value(&"(".repeat(1000), &mut state).is_err());
    }
}
