//! `printf`: the command, and the formats of `awk` (POSIX XBD 5, File Format Notation).

use super::{Answer, Input, Outcome, quoted_if_needed};
use crate::sh::{LIMIT_OUTPUT, unescape};

/// Columns a field may be padded to, and digits after a point.
const LIMIT_WIDTH: i64 = 1_000;
const LIMIT_DIGITS: usize = 60;

pub fn printf(arguments: &[String], input: &Input<'_>) -> Answer {
    let arguments = arguments.strip_prefix(&["--".to_owned()]).unwrap_or(arguments);
    let voice = input.voice("printf");
    let [format, values @ ..] = arguments else {
        return Err(Outcome::failed(2, "printf: usage: printf [-v var] format [arguments]"));
    };
    if input.is_dash() && format.starts_with('-') && format.len() > 1 {
        return Err(Outcome::failed(2, &format!("{voice}: Illegal option {}", &format[..2])));
    }
    let format = unescape(format);
    let mut filler = Filler {
        values: values.iter(),
        text: String::new(),
        wrong: Vec::new(),
        of_awk: false,
        ash: input.is_ash(),
    };
    let mut code = 0;
    loop {
        let before = filler.values.len();
        if let Err(why) = filler.fill(&format) {
            filler.wrong.push(why);
            code = 1;
            break;
        }
        let left = filler.values.len();
        if left == 0 || left == before || filler.text.len() > LIMIT_OUTPUT || filler.ended() {
            break;
        }
    }
    let name = if input.is_ash() { voice.trim_end_matches(": printf").to_owned() } else { voice };
    let stderr: String = filler.wrong.iter().map(|why| format!("{name}: {why}\n")).collect();
    Ok(Outcome {
        code: code.max(i32::from(!stderr.is_empty())),
        stdout: filler.text.replace(STOP, ""),
        stderr,
    })
}

/// Where `\c` ended everything.
const STOP: char = '\u{f8ff}';

/// The format once, with the values that come next, as `awk` fills it.
pub fn filled(format: &str, values: &mut std::slice::Iter<'_, String>, text: &mut String) {
    let mut filler = Filler {
        values: values.clone(),
        text: std::mem::take(text),
        wrong: Vec::new(),
        of_awk: true,
        ash: false,
    };
    let _ = filler.fill(format);
    *values = filler.values;
    *text = filler.text;
}

struct Filler<'a> {
    values: std::slice::Iter<'a, String>,
    text: String,
    wrong: Vec<String>,
    of_awk: bool,
    ash: bool,
}

#[derive(Default)]
struct Spec {
    minus: bool,
    plus: bool,
    space: bool,
    zero: bool,
    alternate: bool,
    width: i64,
    precision: Option<usize>,
}

impl Filler<'_> {
    fn ended(&self) -> bool {
        self.text.contains(STOP)
    }

    fn next(&mut self) -> &str {
        self.values.next().map_or("", String::as_str)
    }

    fn fill(&mut self, format: &str) -> Result<(), String> {
        let mut chars = format.chars().peekable();
        while let Some(one) = chars.next() {
            if one != '%' {
                self.text.push(one);
                continue;
            }
            let mut spec = Spec::default();
            while let Some(flag) = chars.next_if(|one| "-+ 0#".contains(*one)) {
                match flag {
                    '-' => spec.minus = true,
                    '+' => spec.plus = true,
                    ' ' => spec.space = true,
                    '0' => spec.zero = true,
                    _ => spec.alternate = true,
                }
            }
            spec.width = self.count(&mut chars).unwrap_or_default().clamp(-LIMIT_WIDTH, LIMIT_WIDTH);
            if spec.width < 0 {
                (spec.minus, spec.width) = (true, -spec.width);
            }
            if chars.next_if_eq(&'.').is_some() {
                let digits = self.count(&mut chars).unwrap_or_default();
                spec.precision = usize::try_from(digits).ok().map(|digits| digits.min(1_000));
            }
            while chars.next_if(|one| "hlLqjzt".contains(*one) && (*one != 'q' || self.of_awk)).is_some() {}
            match chars.next() {
                Some('%') => self.text.push('%'),
                Some('(') => {
                    let inner: String = chars.by_ref().take_while(|one| *one != ')').collect();
                    let _ = chars.next();
                    let seconds = self.next().parse::<i64>().unwrap_or_default();
                    let text = super::date::shown(&inner, seconds, 0).unwrap_or_default();
                    self.pad(&text, &spec);
                }
                Some(kind) => self.one(kind, &spec, format)?,
                None => {
                    self.text.push('%');
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// A number of the format, or the next value for `*`.
    fn count(&mut self, chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<i64> {
        if chars.next_if_eq(&'*').is_some() {
            return self.next().trim().parse().ok();
        }
        let mut digits = String::new();
        while let Some(digit) = chars.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        digits.parse().ok()
    }

    fn one(&mut self, kind: char, spec: &Spec, format: &str) -> Result<(), String> {
        match kind {
            'd' | 'i' => {
                let value = self.whole();
                let text = self.signed(value < 0, &value.unsigned_abs().to_string(), spec);
                self.pad_number(&text, spec);
            }
            'u' | 'o' | 'x' | 'X' => {
                let value = self.whole();
                let (mut text, head) = match kind {
                    'o' => (format!("{value:o}"), "0"),
                    'x' => (format!("{value:x}"), "0x"),
                    'X' => (format!("{value:X}"), "0X"),
                    _ => ((value as u64).to_string(), ""),
                };
                if let Some(digits) = spec.precision {
                    text = format!("{text:0>digits$}");
                }
                let text = if spec.alternate { format!("{head}{text}") } else { text };
                self.pad_number(&text, spec);
            }
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let value = self.float();
                let text = float_text(kind, value.abs(), spec);
                let text = self.signed(
                    value.is_sign_negative() && !value.is_nan(),
                    &text,
                    &Spec {
                        precision: None,
                        ..Spec { plus: spec.plus, space: spec.space, ..Spec::default() }
                    },
                );
                self.pad_number(&text, spec);
            }
            'c' => {
                let value = self.next().to_owned();
                let text = match value.parse::<u32>().ok().filter(|_| self.of_awk).and_then(char::from_u32) {
                    Some(one) => one.to_string(),
                    None => value.chars().next().map(String::from).unwrap_or_default(),
                };
                self.pad(&text, spec);
            }
            's' => {
                let value = self.next().to_owned();
                let text = cut(&value, spec.precision);
                self.pad(&text, spec);
            }
            'b' if !self.of_awk => {
                let value = self.next().to_owned();
                match value.find("\\c") {
                    Some(end) => {
                        let text = unescape(&value[..end]);
                        self.pad(&text, spec);
                        self.text.push(STOP);
                    }
                    None => self.pad(&unescape(&value), spec),
                }
            }
            'q' if !self.of_awk && !self.ash => {
                let text = shell_word(self.next());
                self.pad(&text, spec);
            }
            other if self.of_awk => self.text.extend(['%', other]),
            _ if self.ash => {
                return Err(format!(
                    "{}: invalid format",
                    format
                        .split_at(format.find(['%']).unwrap_or_default())
                        .1
                        .rsplit_once('%')
                        .map_or(String::new(), |(_, last)| format!("%{last}").replace('\n', "\\n"))
                ));
            }
            other => return Err(format!("`{other}': invalid format character")),
        }
        Ok(())
    }

    fn signed(&self, negative: bool, digits: &str, spec: &Spec) -> String {
        let least = spec.precision.unwrap_or_default();
        let digits = format!("{digits:0>least$}");
        match () {
            () if negative => format!("-{digits}"),
            () if spec.plus => format!("+{digits}"),
            () if spec.space => format!(" {digits}"),
            () => digits,
        }
    }

    fn whole(&mut self) -> i64 {
        let of_awk = self.of_awk;
        let value = self.next().to_owned();
        let text = value.trim();
        if let Some(one) = text.strip_prefix(['\'', '"']).filter(|_| !of_awk) {
            return one.chars().next().map_or(0, |one| i64::from(u32::from(one)));
        }
        let (bare, negative) = text.strip_prefix('-').map_or((text, false), |bare| (bare, true));
        let found = match bare.strip_prefix("0x").or(bare.strip_prefix("0X")).filter(|_| !of_awk) {
            Some(hex) => i64::from_str_radix(hex, 16).ok(),
            None if bare.len() > 1 && bare.starts_with('0') && !of_awk => i64::from_str_radix(bare, 8).ok(),
            None => bare.trim_start_matches('+').parse().ok(),
        };
        let sign = if negative { -1 } else { 1 };
        if let Some(found) = found {
            return found * sign;
        }
        if !text.is_empty() && !of_awk {
            self.wrong.push(if self.ash {
                format!("invalid number '{value}'")
            } else {
                format!("{value}: invalid number")
            });
        }
        let digits: String = bare.chars().take_while(char::is_ascii_digit).collect();
        match of_awk {
            true => super::leading_number(text) as i64,
            false => digits.parse::<i64>().unwrap_or_default() * sign,
        }
    }

    fn float(&mut self) -> f64 {
        let value = self.next().to_owned();
        let text = value.trim();
        match text.parse() {
            Ok(found) => found,
            Err(_) => {
                if !text.is_empty() && !self.of_awk {
                    self.wrong.push(format!("{value}: invalid number"));
                }
                super::leading_number(text)
            }
        }
    }

    fn pad(&mut self, text: &str, spec: &Spec) {
        // The shell counts bytes, awk letters.
        let length = if self.of_awk { text.chars().count() } else { text.len() };
        let missing = (spec.width as usize).saturating_sub(length);
        let padding = " ".repeat(missing);
        match spec.minus {
            true => self.text.extend([text, &padding]),
            false => self.text.extend([&padding, text]),
        }
    }

    fn pad_number(&mut self, text: &str, spec: &Spec) {
        let missing = (spec.width as usize).saturating_sub(text.len());
        if !spec.zero || spec.minus || missing == 0 {
            return self.pad(text, spec);
        }
        let sign = text.len() - text.trim_start_matches(['-', '+', ' ']).len();
        let (sign, digits) = text.split_at(sign);
        self.text.extend([sign, &"0".repeat(missing), digits]);
    }
}

fn cut(text: &str, most: Option<usize>) -> String {
    most.map_or_else(|| text.to_owned(), |most| text.chars().take(most).collect())
}

/// `%q`: blanks and signs escaped, as bash reads them back.
fn shell_word(text: &str) -> String {
    if text.is_empty() {
        return "''".to_owned();
    }
    if text.contains(|one: char| one.is_control()) {
        return quoted_if_needed(text);
    }
    let mut word = String::new();
    for one in text.chars() {
        if !(one.is_alphanumeric() || "_-./:=+@%^".contains(one)) {
            word.push('\\');
        }
        word.push(one);
    }
    word
}

fn float_text(kind: char, value: f64, spec: &Spec) -> String {
    let digits = spec.precision.unwrap_or(6).min(LIMIT_DIGITS);
    if !value.is_finite() {
        return if value.is_nan() { "nan".into() } else { "inf".into() };
    }
    let text = match kind {
        'f' | 'F' => format!("{value:.digits$}"),
        'e' | 'E' => exponent(value, digits),
        _ => general(value, digits.max(1), spec.alternate),
    };
    if kind.is_ascii_uppercase() { text.to_uppercase() } else { text }
}

fn exponent(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$e}");
    let (mantissa, power) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, power) = power.strip_prefix('-').map_or(('+', power), |power| ('-', power));
    format!("{mantissa}e{sign}{power:0>2}")
}

/// `%g`: whichever is shorter.
pub fn general(value: f64, digits: usize, keeps: bool) -> String {
    let power: i32 = match value == 0.0 {
        true => 0,
        false => {
            let text = exponent(value, digits - 1);
            text.rsplit_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or_default()
        }
    };
    let bare = |text: String| match text.contains('.') && !keeps {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    };
    if power < -4 || power >= digits as i32 {
        let text = exponent(value, digits - 1);
        let (mantissa, power) = text.split_once('e').unwrap_or((&text, "+00"));
        return format!("{}e{power}", bare(mantissa.to_owned()));
    }
    bare(format!("{value:.*}", (digits as i32 - 1 - power).max(0) as usize))
}
