//! `expr` and `bc`, and `factor` and `shuf`: numbers of the command line.

use super::{Answer, Input, Options, Outcome};

/// Parentheses within one another, and digits after the point.
const LIMIT_DEPTH: usize = 64;
const LIMIT_SCALE: u32 = 20;
/// Numbers of one `shuf -i`.
const LIMIT_NUMBERS: u64 = 100_000;

struct Expr<'a> {
    words: &'a [String],
    at: usize,
    depth: usize,
}

const LEVELS: [&[&str]; 5] =
    [&["|"], &["&"], &["<", "<=", "=", "==", "!=", ">=", ">"], &["+", "-"], &["*", "/", "%"]];

fn truth(text: &str) -> bool {
    !text.is_empty() && text.trim_start_matches('-').chars().any(|one| one != '0')
}

impl Expr<'_> {
    fn level(&mut self, level: usize) -> Result<String, String> {
        let Some(signs) = LEVELS.get(level) else { return self.matching() };
        let mut left = self.level(level + 1)?;
        while let Some(sign) = self.words.get(self.at).filter(|word| signs.contains(&word.as_str())) {
            self.at += 1;
            let right = self.level(level + 1)?;
            left = Self::apply(sign, &left, &right)?;
        }
        Ok(left)
    }

    fn apply(sign: &str, left: &str, right: &str) -> Result<String, String> {
        let whole = |text: &str| text.parse::<i64>().map_err(|_| "non-integer argument".to_owned());
        let ordered = || match (left.parse::<i64>(), right.parse::<i64>()) {
            (Ok(one), Ok(other)) => one.cmp(&other),
            _ => left.cmp(right),
        };
        let told = |held: bool| i64::from(held).to_string();
        Ok(match sign {
            "|" => if truth(left) {
                left
            } else if truth(right) {
                right
            } else {
                "0"
            }
            .to_owned(),
            "&" => if truth(left) && truth(right) { left } else { "0" }.to_owned(),
            "<" => told(ordered().is_lt()),
            "<=" => told(ordered().is_le()),
            "=" | "==" => told(ordered().is_eq()),
            "!=" => told(ordered().is_ne()),
            ">=" => told(ordered().is_ge()),
            ">" => told(ordered().is_gt()),
            "/" | "%" if whole(left).is_ok() && whole(right)? == 0 => return Err("division by zero".into()),
            _ => {
                let (one, other) = (whole(left)?, whole(right)?);
                match sign {
                    "+" => one.wrapping_add(other),
                    "-" => one.wrapping_sub(other),
                    "*" => one.wrapping_mul(other),
                    "/" => one.wrapping_div(other),
                    _ => one.wrapping_rem(other),
                }
                .to_string()
            }
        })
    }

    fn matching(&mut self) -> Result<String, String> {
        let mut left = self.one()?;
        while self.words.get(self.at).is_some_and(|word| word == ":") {
            self.at += 1;
            let pattern = self.one()?;
            left = matched(&left, &pattern)?;
        }
        Ok(left)
    }

    fn one(&mut self) -> Result<String, String> {
        let Some(word) = self.words.get(self.at).cloned() else {
            let last = self.words.last().map_or("", String::as_str);
            return Err(format!("syntax error: missing argument after '{last}'"));
        };
        self.at += 1;
        let mut next = || self.one_deeper();
        match word.as_str() {
            "length" => Ok(next()?.chars().count().to_string()),
            "index" => {
                let (text, set) = (next()?, next()?);
                Ok(text.chars().position(|one| set.contains(one)).map_or(0, |at| at + 1).to_string())
            }
            "match" => {
                let (text, pattern) = (next()?, next()?);
                matched(&text, &pattern)
            }
            "substr" => {
                let (text, from, count) = (next()?, next()?, next()?);
                let number = |text: &str| text.parse::<usize>().unwrap_or_default();
                let (from, count) = (number(&from), number(&count));
                Ok(if from == 0 { String::new() } else { text.chars().skip(from - 1).take(count).collect() })
            }
            "(" => {
                self.depth += 1;
                if self.depth > LIMIT_DEPTH {
                    return Err("syntax error".into());
                }
                let inner = self.level(0)?;
                if self.words.get(self.at).is_none_or(|word| word != ")") {
                    return Err("syntax error: expecting ')'".into());
                }
                self.at += 1;
                Ok(inner)
            }
            "+" => next(),
            _ => Ok(word),
        }
    }

    fn one_deeper(&mut self) -> Result<String, String> {
        self.depth += 1;
        if self.depth > LIMIT_DEPTH {
            return Err("syntax error".into());
        }
        let found = self.one();
        self.depth -= 1;
        found
    }
}

/// The group of an expression that fits the beginning, or how much of it fits.
fn matched(text: &str, pattern: &str) -> Result<String, String> {
    let extended = format!("^(?:{})", super::grep::basic(pattern));
    let regex = regex_lite::Regex::new(&extended).map_err(|why| why.to_string())?;
    let grouped = pattern.contains("\\(");
    Ok(match regex.captures(text) {
        Some(found) if grouped => found.get(1).map_or("", |one| one.as_str()).to_owned(),
        Some(found) => found.get(0).map_or(0, |one| one.as_str().chars().count()).to_string(),
        None if grouped => String::new(),
        None => "0".to_owned(),
    })
}

pub fn expr(arguments: &[String], _: &Input<'_>) -> Answer {
    if arguments.is_empty() {
        return Err(Outcome::failed(2, "expr: missing operand\nTry 'expr --help' for more information."));
    }
    let mut reader = Expr { words: arguments, at: 0, depth: 0 };
    let found = reader.level(0).and_then(|value| match arguments.get(reader.at) {
        None => Ok(value),
        Some(word) => Err(format!("syntax error: unexpected argument '{word}'")),
    });
    match found {
        Ok(value) => Ok(Outcome { code: i32::from(!truth(&value)), ..Outcome::said(value + "\n") }),
        Err(why) => Err(Outcome::failed(2, &format!("expr: {why}"))),
    }
}

/// A decimal number: `digits / 10^scale`.
#[derive(Clone, Copy)]
struct Decimal {
    digits: i128,
    scale: u32,
}

impl Decimal {
    fn at(self, scale: u32) -> Option<i128> {
        match scale >= self.scale {
            true => self.digits.checked_mul(10_i128.checked_pow(scale - self.scale)?),
            false => Some(self.digits / 10_i128.pow(self.scale - scale)),
        }
    }

    fn shown(self, base: u32) -> String {
        if base != 10 {
            let mut whole = self.at(0).unwrap_or_default();
            let (negative, mut text) = (whole < 0, String::new());
            whole = whole.abs();
            while whole > 0 {
                let digit = char::from_digit((whole % i128::from(base)) as u32, 36).unwrap_or('?');
                text.insert(0, digit.to_ascii_uppercase());
                whole /= i128::from(base);
            }
            return format!(
                "{}{}",
                if negative { "-" } else { "" },
                if text.is_empty() { "0" } else { &text }
            );
        }
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.digits.abs(), width = self.scale as usize + 1);
        let (whole, part) = digits.split_at(digits.len() - self.scale as usize);
        let whole = if whole == "0" && self.scale > 0 && self.digits != 0 { "" } else { whole };
        match self.scale > 0 && self.digits != 0 {
            true => format!("{sign}{whole}.{part}"),
            false => format!("{sign}{whole}"),
        }
    }
}

struct Bc {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    scale: u32,
    base: u32,
    variables: std::collections::BTreeMap<String, Decimal>,
    /// The statement gave a variable its value: nothing is told.
    assigned: bool,
}

type Reckoned = Result<Decimal, String>;

impl Bc {
    fn blanks(&mut self) {
        while self.chars.get(self.at).is_some_and(|one| matches!(one, ' ' | '\t')) {
            self.at += 1;
        }
    }

    fn take(&mut self, sign: &str) -> bool {
        self.blanks();
        let there =
            sign.chars().enumerate().all(|(offset, one)| self.chars.get(self.at + offset) == Some(&one));
        self.at += if there { sign.len() } else { 0 };
        there
    }

    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Reckoned) -> Reckoned {
        self.depth += 1;
        if self.depth > LIMIT_DEPTH {
            return Err("syntax error".into());
        }
        let found = read(self);
        self.depth -= 1;
        found
    }

    fn comparison(&mut self) -> Reckoned {
        let left = self.sum()?;
        for sign in ["==", "!=", "<=", ">=", "<", ">"] {
            if self.take(sign) {
                let right = self.sum()?;
                let scale = left.scale.max(right.scale);
                let order = left.at(scale).cmp(&right.at(scale));
                let held = match sign {
                    "==" => order.is_eq(),
                    "!=" => order.is_ne(),
                    "<=" => order.is_le(),
                    ">=" => order.is_ge(),
                    "<" => order.is_lt(),
                    _ => order.is_gt(),
                };
                return Ok(Decimal { digits: i128::from(held), scale: 0 });
            }
        }
        Ok(left)
    }

    fn sum(&mut self) -> Reckoned {
        let mut left = self.product()?;
        loop {
            let sign = if self.take("+") {
                1
            } else if self.take("-") {
                -1
            } else {
                return Ok(left);
            };
            let right = self.product()?;
            let scale = left.scale.max(right.scale);
            let pair =
                left.at(scale).zip(right.at(scale)).and_then(|(one, other)| one.checked_add(sign * other));
            left = Decimal { digits: pair.ok_or("number too large")?, scale };
        }
    }

    fn product(&mut self) -> Reckoned {
        let mut left = self.power()?;
        loop {
            let sign = match ["*", "/", "%"].into_iter().find(|sign| self.take(sign)) {
                Some(sign) => sign,
                None => return Ok(left),
            };
            let right = self.power()?;
            if sign == "*" {
                let digits = left.digits.checked_mul(right.digits).ok_or("number too large")?;
                let scale = left.scale + right.scale;
                let kept = scale.min(self.scale.max(left.scale).max(right.scale));
                left =
                    Decimal { digits: Decimal { digits, scale }.at(kept).unwrap_or_default(), scale: kept };
                continue;
            }
            if right.digits == 0 {
                return Err("Divide by zero".into());
            }
            let quotient = |scale: u32| {
                let wide = Decimal { digits: left.digits, scale: left.scale }.at(scale + right.scale)?;
                Some(Decimal { digits: wide / right.digits, scale })
            };
            let found = quotient(self.scale).ok_or("number too large")?;
            left = match sign {
                "/" => found,
                _ => {
                    let scale = left.scale.max(right.scale + self.scale);
                    let taken = found.digits.checked_mul(right.digits).ok_or("number too large")?;
                    let taken = Decimal { digits: taken, scale: found.scale + right.scale };
                    let pair = left.at(scale).zip(taken.at(scale)).ok_or("number too large")?;
                    Decimal { digits: pair.0 - pair.1, scale }
                }
            };
        }
    }

    fn power(&mut self) -> Reckoned {
        let base = self.unary()?;
        if !self.take("^") {
            return Ok(base);
        }
        let exponent = self.deeper(Self::power)?.at(0).unwrap_or_default();
        let count = u32::try_from(exponent.unsigned_abs()).map_err(|_| "exponent too large")?;
        let digits = base.digits.checked_pow(count).ok_or("number too large")?;
        let whole = Decimal { digits, scale: base.scale.saturating_mul(count) };
        if exponent < 0 {
            let one =
                Decimal { digits: 1, scale: 0 }.at(self.scale + whole.scale).ok_or("number too large")?;
            return Ok(Decimal { digits: one / whole.digits.max(1), scale: self.scale });
        }
        let kept = whole.scale.min(self.scale.max(base.scale));
        Ok(Decimal { digits: whole.at(kept).unwrap_or_default(), scale: kept })
    }

    fn unary(&mut self) -> Reckoned {
        self.deeper(|bc| match bc.take("-") {
            true => bc.unary().map(|one| Decimal { digits: -one.digits, ..one }),
            false => bc.one(),
        })
    }

    fn one(&mut self) -> Reckoned {
        if self.take("(") {
            let inner = self.comparison()?;
            return if self.take(")") { Ok(inner) } else { Err("syntax error".into()) };
        }
        self.blanks();
        let begin = self.at;
        while self
            .chars
            .get(self.at)
            .is_some_and(|one| one.is_ascii_alphanumeric() || matches!(one, '_' | '.'))
        {
            self.at += 1;
        }
        let word: String = self.chars[begin..self.at].iter().collect();
        if word.starts_with(|one: char| one.is_ascii_digit() || one == '.') {
            let (whole, part) = word.split_once('.').unwrap_or((&word, ""));
            let part = &part[..part.len().min(LIMIT_SCALE as usize)];
            let digits = format!("{whole}{part}").parse().map_err(|_| "syntax error")?;
            return Ok(Decimal { digits, scale: part.len() as u32 });
        }
        match word.as_str() {
            "" => Err("syntax error".into()),
            "sqrt" => {
                let inner = self.one()?;
                let scale = self.scale.max(inner.scale);
                let wide = inner
                    .at(scale * 2)
                    .filter(|wide| *wide >= 0)
                    .ok_or("Square root of a negative number")?;
                Ok(Decimal { digits: root(wide), scale })
            }
            "length" => {
                let inner = self.one()?;
                Ok(Decimal { digits: inner.digits.abs().to_string().len() as i128, scale: 0 })
            }
            "scale" | "obase" | "ibase" => Ok(Decimal {
                digits: i128::from(if word == "scale" { self.scale } else { self.base }),
                scale: 0,
            }),
            name => Ok(self.variables.get(name).copied().unwrap_or(Decimal { digits: 0, scale: 0 })),
        }
    }

    fn statement(&mut self, text: &str) -> Reckoned {
        (self.chars, self.at, self.depth, self.assigned) = (text.chars().collect(), 0, 0, false);
        let name: String =
            text.chars().take_while(|one| one.is_ascii_alphanumeric() || *one == '_').collect();
        let rest = text[name.len()..].trim_start();
        let assigns = rest.starts_with('=')
            && !rest.starts_with("==")
            && name.starts_with(|one: char| one.is_ascii_alphabetic());
        if assigns {
            self.at = text.find('=').map_or(0, |at| text[..=at].chars().count());
        }
        let value = self.comparison()?;
        self.blanks();
        if self.at < self.chars.len() {
            return Err("syntax error".into());
        }
        if assigns {
            self.assigned = true;
            let whole = u32::try_from(value.at(0).unwrap_or_default()).unwrap_or_default();
            match name.as_str() {
                "scale" => self.scale = whole.min(LIMIT_SCALE),
                "obase" => self.base = whole.clamp(2, 36),
                "ibase" => {}
                _ => drop(self.variables.insert(name, value)),
            }
        }
        Ok(value)
    }
}

/// The whole square root.
fn root(of: i128) -> i128 {
    let (mut low, mut high) = (0_i128, 1_i128 << 63);
    while low < high {
        let middle = (low + high + 1) / 2;
        if middle.checked_mul(middle).is_some_and(|square| square <= of) {
            low = middle
        } else {
            high = middle - 1
        }
    }
    low
}

/// `bc`: sums, powers, roots, comparisons, variables, `scale` and `obase`; no functions and no loops.
pub fn bc(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("bc", arguments, "lqsiw", "")?;
    let text = input.text("bc", &options.rest)?;
    let scale = if options.has('l') { LIMIT_SCALE } else { 0 };
    let mut bc = Bc {
        chars: Vec::new(),
        at: 0,
        depth: 0,
        scale,
        base: 10,
        variables: Default::default(),
        assigned: false,
    };
    let mut outcome = Outcome::default();
    for statement in
        text.split(['\n', ';']).map(str::trim).filter(|one| !one.is_empty() && !one.starts_with('#'))
    {
        if matches!(statement, "quit" | "halt") {
            break;
        }
        match bc.statement(statement) {
            Ok(value) if !bc.assigned => outcome.stdout += &format!("{}\n", value.shown(bc.base)),
            Ok(_) => {}
            Err(why) if why == "Divide by zero" => {
                outcome.stderr += "Runtime error (func=(main), adr=3): Divide by zero\n"
            }
            Err(why) => outcome.stderr += &format!("(standard_in) 1: {why}\n"),
        }
    }
    Ok(outcome)
}

pub fn factor(arguments: &[String], input: &Input<'_>) -> Answer {
    let typed: Vec<String> = if arguments.is_empty() {
        input.stdin().split_whitespace().map(str::to_owned).collect()
    } else {
        arguments.to_vec()
    };
    let mut outcome = Outcome::default();
    for text in typed {
        let Ok(number) = text.parse::<u64>() else {
            outcome.stderr += &format!("factor: '{text}' is not a valid positive integer\n");
            outcome.code = 1;
            continue;
        };
        let (mut left, mut by, mut found) = (number, 2, String::new());
        // Beyond this what is left is called prime.
        while by * by <= left && by < 1_000_000 {
            while left % by == 0 {
                found += &format!(" {by}");
                left /= by;
            }
            by += 1;
        }
        if left > 1 {
            found += &format!(" {left}");
        }
        outcome.stdout += &format!("{number}:{found}\n");
    }
    Ok(outcome)
}

/// Lines in an order drawn anew at every moment of the cluster.
pub fn shuf(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("shuf", arguments, "erz", "nio")?;
    let mut lines: Vec<String> = match options.value('i').map(|range| range.split_once('-')) {
        Some(Some((from, to))) => {
            let number = |text: &str| {
                text.parse::<u64>()
                    .map_err(|_| Outcome::failed(1, &format!("shuf: invalid input range: '{text}'")))
            };
            let (from, to) = (number(from)?, number(to)?);
            (from..=to.min(from.saturating_add(LIMIT_NUMBERS))).map(|one| one.to_string()).collect()
        }
        Some(None) => return Err(Outcome::failed(1, "shuf: invalid input range")),
        None if options.has('e') => options.rest.clone(),
        None => input.text("shuf", &options.rest)?.lines().map(str::to_owned).collect(),
    };
    let mut seed = input.now_us.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for at in (1..lines.len()).rev() {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        lines.swap(at, (seed % (at as u64 + 1)) as usize);
    }
    let most = options.value('n').and_then(|most| most.parse().ok()).unwrap_or(usize::MAX);
    Ok(Outcome::said(lines.iter().take(most).map(|line| format!("{line}\n")).collect::<String>()))
}
