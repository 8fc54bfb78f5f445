//! `$((...))`: whole numbers as C counts them (POSIX 2.6.4), with `**`, `++` and `--`.

use super::state::State;

/// Parentheses and signs within one another.
const LIMIT_DEPTH: usize = 64;

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
    if text.trim().is_empty() {
        return Ok(0);
    }
    let chars: Vec<char> = text.chars().collect();
    let mut reader = Reader { text, chars: &chars, at: 0, depth: 0, state };
    let mut value = reader.assignment()?;
    while reader.take(",") {
        value = reader.assignment()?;
    }
    reader.blanks();
    if reader.at < chars.len() { Err(reader.wrong()) } else { Ok(value) }
}

struct Reader<'a> {
    text: &'a str,
    chars: &'a [char],
    at: usize,
    depth: usize,
    state: &'a mut State,
}

impl Reader<'_> {
    fn wrong(&self) -> String {
        format!("{}: syntax error: operand expected", self.text.trim())
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
            self.at += text.len();
        }
        there
    }

    fn name(&mut self) -> Option<String> {
        self.blanks();
        let rest = &self.chars[self.at..];
        let end =
            rest.iter().position(|one| !(one.is_ascii_alphanumeric() || *one == '_')).unwrap_or(rest.len());
        let name: String = rest[..end].iter().collect();
        super::parse::is_variable(&name).then(|| {
            self.at += end;
            name
        })
    }

    fn read(&self, name: &str) -> i64 {
        number(self.state.get(name).trim()).unwrap_or_default()
    }

    fn set(&mut self, name: &str, value: i64) -> Result<i64, String> {
        self.state.set(name, &value.to_string())?;
        Ok(value)
    }

    fn assignment(&mut self) -> Result<i64, String> {
        self.depth += 1;
        if self.depth > LIMIT_DEPTH {
            return Err("expression recursion level exceeded".into());
        }
        let begin = self.at;
        let result = match self.name() {
            Some(name) => self.after_name(&name, begin),
            None => self.choice(),
        };
        self.depth -= 1;
        result
    }

    fn after_name(&mut self, name: &str, begin: usize) -> Result<i64, String> {
        self.blanks();
        if self.looks_at("=") && !self.looks_at("==") {
            self.at += 1;
            let value = self.assignment()?;
            return self.set(name, value);
        }
        for sign in ["+", "-", "*", "/", "%"] {
            if self.looks_at(&format!("{sign}=")) {
                self.at += 2;
                let value = self.assignment()?;
                let value = apply(sign, self.read(name), value)?;
                return self.set(name, value);
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
            self.at += sign.len();
            let right = self.level(level + 1)?;
            left = apply(sign, left, right)?;
        }
    }

    /// The sign stands here and is not the beginning of a longer one.
    fn is_operator(&self, sign: &str) -> bool {
        let next = self.chars.get(self.at + sign.len()).copied();
        let longer = match sign {
            "|" | "&" => next == sign.chars().next(),
            "<" | ">" => next == sign.chars().next() || next == Some('='),
            "*" => next == Some('*'),
            _ => false,
        };
        self.looks_at(sign) && !longer
    }

    fn power(&mut self) -> Result<i64, String> {
        let base = self.unary()?;
        if !self.take("**") {
            return Ok(base);
        }
        let exponent = u32::try_from(self.unary()?).map_err(|_| "exponent less than 0".to_owned())?;
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
                let name = self.name().ok_or_else(|| self.wrong())?;
                let value = self.read(&name).wrapping_add(by);
                return self.set(&name, value);
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
        if let Some(name) = self.name() {
            let value = self.read(&name);
            for (sign, by) in [("++", 1), ("--", -1)] {
                if self.looks_at(sign) {
                    self.at += 2;
                    self.set(&name, value.wrapping_add(by))?;
                }
            }
            return Ok(value);
        }
        let rest = &self.chars[self.at..];
        let end = rest.iter().position(|one| !one.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let digits: String = rest[..end].iter().collect();
        self.at += end;
        number(&digits).ok_or_else(|| self.wrong())
    }
}

fn number(text: &str) -> Option<i64> {
    match text.strip_prefix("0x").or(text.strip_prefix("0X")) {
        Some(hex) => i64::from_str_radix(hex, 16).ok(),
        None if text.len() > 1 && text.starts_with('0') => i64::from_str_radix(text, 8).ok(),
        None => text.parse().ok(),
    }
}

fn apply(sign: &str, a: i64, b: i64) -> Result<i64, String> {
    if matches!(sign, "/" | "%") && b == 0 {
        return Err("division by 0".into());
    }
    Ok(match sign {
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
        assert_eq!(value("1 / 0", &mut state), Err("division by 0".into()));
        assert!(value("1 +", &mut state).is_err());
        assert!(value(&"(".repeat(1000), &mut state).is_err());
    }
}
