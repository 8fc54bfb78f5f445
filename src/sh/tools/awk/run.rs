//! Runs the rules of an `awk` program over lines.

use std::collections::BTreeMap;

use regex_lite::Regex;

use super::value::Value;
use super::{Expression, Operator, Rule, Statement, When};
use crate::sh::LIMIT_OUTPUT;
use crate::sh::tools::small::filled;

/// Expressions and statements of one run, fields of a line, elements of all arrays, and bytes of a value.
const LIMIT_STEPS: usize = 500_000;
const LIMIT_FIELDS: usize = 10_000;
const LIMIT_ELEMENTS: usize = 100_000;
const LIMIT_VALUE: usize = 1 << 20;
/// Between the indices of one element.
const JOINT: &str = "\u{1c}";

/// What a statement does to those after it.
enum Flow {
    On,
    Break,
    Continue,
    Next,
    Exit,
}

type Did<T> = Result<T, String>;

pub struct Run<'a> {
    rules: &'a [Rule],
    variables: BTreeMap<String, Value>,
    arrays: BTreeMap<String, BTreeMap<String, Value>>,
    /// The line, and what it is made of.
    line: String,
    fields: Vec<String>,
    /// Rules of two ends that are between them.
    open: Vec<bool>,
    steps: usize,
    code: i32,
    pub printed: String,
}

impl<'a> Run<'a> {
    pub fn new(rules: &'a [Rule]) -> Run<'a> {
        let usual = [("FS", " "), ("OFS", " "), ("ORS", "\n"), ("SUBSEP", JOINT)];
        let variables = usual.map(|(name, value)| (name.to_owned(), Value::Text(value.to_owned())));
        Run {
            rules,
            variables: variables.into(),
            arrays: BTreeMap::new(),
            line: String::new(),
            fields: Vec::new(),
            open: vec![false; rules.len()],
            steps: 0,
            code: 0,
            printed: String::new(),
        }
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.variables.insert(name.to_owned(), Value::Read(value.to_owned()));
    }

    /// Everything, and the code it ends with.
    pub fn all(&mut self, text: &str) -> Did<i32> {
        let rules = self.rules;
        // What ends the program still comes past the end's rules.
        if !self.those(rules, |when| matches!(when, When::Begin))? {
            self.over(text)?;
        }
        self.those(rules, |when| matches!(when, When::End))?;
        Ok(self.code)
    }

    /// Runs the rules of a kind; whether one of them ended the program.
    fn those(&mut self, rules: &[Rule], wanted: fn(&When) -> bool) -> Did<bool> {
        for rule in rules.iter().filter(|rule| wanted(&rule.when)) {
            if matches!(self.perform(&rule.body)?, Flow::Exit) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn over(&mut self, text: &str) -> Did<()> {
        let rules = self.rules;
        for (at, line) in text.lines().enumerate() {
            self.variables.insert("NR".into(), Value::Number((at + 1) as f64));
            self.variables.insert("FNR".into(), Value::Number((at + 1) as f64));
            self.take_line(line)?;
            for (place, rule) in rules.iter().enumerate() {
                if !self.concerns(place, &rule.when)? {
                    continue;
                }
                match self.perform(&rule.body)? {
                    Flow::Exit => return Ok(()),
                    Flow::Next => break,
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn concerns(&mut self, place: usize, when: &When) -> Did<bool> {
        Ok(match when {
            When::Begin | When::End => false,
            When::Always => true,
            When::Holds(condition) => self.value(condition)?.is_true(),
            When::Between(from, to) => {
                let inside = self.open[place] || self.value(from)?.is_true();
                self.open[place] = inside && !self.value(to)?.is_true();
                inside
            }
        })
    }

    fn text_of(&self, name: &str) -> String {
        self.variables.get(name).map(Value::text).unwrap_or_default()
    }

    fn take_line(&mut self, line: &str) -> Did<()> {
        line.clone_into(&mut self.line);
        let separator = self.text_of("FS");
        self.fields = split(line, &separator)?;
        self.variables.insert("NF".into(), Value::Number(self.fields.len() as f64));
        Ok(())
    }

    fn rebuild(&mut self) {
        self.line = self.fields.join(&self.text_of("OFS"));
        self.variables.insert("NF".into(), Value::Number(self.fields.len() as f64));
    }

    fn spend(&mut self) -> Did<()> {
        self.steps += 1;
        if self.steps > LIMIT_STEPS || self.printed.len() > LIMIT_OUTPUT {
            return Err("the program does not end".into());
        }
        Ok(())
    }

    fn perform(&mut self, statement: &Statement) -> Did<Flow> {
        self.spend()?;
        match statement {
            Statement::Block(all) => {
                for one in all {
                    let flow = self.perform(one)?;
                    if !matches!(flow, Flow::On) {
                        return Ok(flow);
                    }
                }
            }
            Statement::Print(given) => {
                let mut texts = Vec::new();
                for one in given {
                    texts.push(self.value(one)?.text());
                }
                let text =
                    if given.is_empty() { self.line.clone() } else { texts.join(&self.text_of("OFS")) };
                self.printed += &text;
                self.printed += &self.text_of("ORS");
            }
            Statement::Printf(given) => {
                let text = self.formatted(given)?;
                self.printed += &text;
            }
            Statement::Plain(one) => drop(self.value(one)?),
            Statement::If(condition, then, otherwise) => {
                if self.value(condition)?.is_true() {
                    return self.perform(then);
                } else if let Some(otherwise) = otherwise {
                    return self.perform(otherwise);
                }
            }
            Statement::While(..) | Statement::For(..) | Statement::ForIn(..) => {
                return self.repeated(statement);
            }
            Statement::Delete(array, None) => drop(self.arrays.remove(array)),
            Statement::Delete(array, Some(indices)) => {
                let key = self.key(indices)?;
                self.arrays.entry(array.clone()).or_default().remove(&key);
            }
            Statement::Next => return Ok(Flow::Next),
            Statement::Break => return Ok(Flow::Break),
            Statement::Continue => return Ok(Flow::Continue),
            Statement::Exit(code) => {
                if let Some(code) = code {
                    self.code = self.value(code)?.number() as i32 & 255;
                }
                return Ok(Flow::Exit);
            }
        }
        Ok(Flow::On)
    }

    fn repeated(&mut self, statement: &Statement) -> Did<Flow> {
        match statement {
            Statement::While(condition, body, first) => {
                let mut once = *first;
                while std::mem::take(&mut once) || self.value(condition)?.is_true() {
                    if let Some(flow) = left(self.perform(body)?) {
                        return Ok(flow);
                    }
                }
            }
            Statement::For(begin, condition, step, body) => {
                if let Some(begin) = begin {
                    self.perform(begin)?;
                }
                while self.holds(condition.as_ref())? {
                    if let Some(flow) = left(self.perform(body)?) {
                        return Ok(flow);
                    }
                    if let Some(step) = step {
                        self.perform(step)?;
                    }
                }
            }
            Statement::ForIn(name, array, body) => {
                let keys = self.arrays.get(array).map(|one| one.keys().cloned().collect::<Vec<_>>());
                for key in keys.unwrap_or_default() {
                    self.variables.insert(name.clone(), Value::Read(key));
                    if let Some(flow) = left(self.perform(body)?) {
                        return Ok(flow);
                    }
                }
            }
            _ => {}
        }
        Ok(Flow::On)
    }

    fn holds(&mut self, condition: Option<&Expression>) -> Did<bool> {
        condition.map_or(Ok(true), |condition| Ok(self.value(condition)?.is_true()))
    }

    fn formatted(&mut self, given: &[Expression]) -> Did<String> {
        let mut texts = Vec::new();
        for one in given {
            texts.push(self.value(one)?.text());
        }
        let [format, values @ ..] = texts.as_slice() else { return Err("printf: no format".into()) };
        let mut text = String::new();
        filled(format, &mut values.iter(), &mut text);
        Ok(text)
    }

    fn key(&mut self, indices: &[Expression]) -> Did<String> {
        let mut texts = Vec::new();
        for one in indices {
            texts.push(self.value(one)?.text());
        }
        Ok(texts.join(&self.text_of("SUBSEP")))
    }

    /// Small, because it stands on the stack as often as an expression is deep.
    fn value(&mut self, expression: &Expression) -> Did<Value> {
        self.spend()?;
        match expression {
            Expression::Binary(operator, left, right) => self.binary(*operator, left, right),
            Expression::Assign(place, operator, value) => self.assigned(place, *operator, value),
            Expression::Step(place, by, new) => self.stepped(place, *by, *new),
            Expression::Call(name, given) => self.call(name, given),
            Expression::Not(one) => Ok(Value::truth(!self.value(one)?.is_true())),
            Expression::Minus(one) => Ok(Value::Number(-self.value(one)?.number())),
            Expression::Matches(left, right, wanted) => self.matched(left, right, *wanted),
            Expression::Choose(condition, yes, no) => {
                let chosen = if self.value(condition)?.is_true() { yes } else { no };
                self.value(chosen)
            }
            other => self.looked_up(other),
        }
    }

    fn binary(&mut self, operator: Operator, left: &Expression, right: &Expression) -> Did<Value> {
        let left = self.value(left)?;
        match operator {
            Operator::And if !left.is_true() => Ok(Value::truth(false)),
            Operator::Or if left.is_true() => Ok(Value::truth(true)),
            _ => computed(operator, &left, &self.value(right)?),
        }
    }

    fn assigned(&mut self, place: &Expression, operator: Option<Operator>, value: &Expression) -> Did<Value> {
        let value = self.value(value)?;
        let value = match operator {
            Some(operator) => computed(operator, &self.value(place)?, &value)?,
            None => value,
        };
        self.assign(place, value.clone())?;
        Ok(value)
    }

    fn stepped(&mut self, place: &Expression, by: f64, new: bool) -> Did<Value> {
        let before = self.value(place)?.number();
        self.assign(place, Value::Number(before + by))?;
        Ok(Value::Number(if new { before + by } else { before }))
    }

    fn matched(&mut self, left: &Expression, right: &Expression, wanted: bool) -> Did<Value> {
        let text = self.value(left)?.text();
        Ok(Value::truth(self.regex(right)?.is_match(&text) == wanted))
    }

    fn looked_up(&mut self, expression: &Expression) -> Did<Value> {
        Ok(match expression {
            Expression::Number(number) => Value::Number(*number),
            Expression::Text(text) => Value::Text(text.clone()),
            Expression::Regex(regex) => Value::truth(regex.is_match(&self.line)),
            Expression::Variable(name) => self.variables.get(name).cloned().unwrap_or_default(),
            Expression::Field(at) => match self.place(at)? {
                0 => Value::Read(self.line.clone()),
                at => self.fields.get(at - 1).cloned().map(Value::Read).unwrap_or_default(),
            },
            Expression::Element(array, indices) => {
                let key = self.key(indices)?;
                self.element(array, key)?.clone()
            }
            Expression::Has(array, indices) => {
                let key = self.key(indices)?;
                Value::truth(self.arrays.get(array).is_some_and(|one| one.contains_key(&key)))
            }
            _ => Value::None,
        })
    }

    fn place(&mut self, at: &Expression) -> Did<usize> {
        let number = self.value(at)?.number();
        match number >= 0.0 && number <= LIMIT_FIELDS as f64 {
            true => Ok(number as usize),
            false => Err(format!("access to field {number}")),
        }
    }

    fn element(&mut self, array: &str, key: String) -> Did<&mut Value> {
        let held: usize = self.arrays.values().map(BTreeMap::len).sum();
        if held >= LIMIT_ELEMENTS {
            return Err("too many elements".into());
        }
        Ok(self.arrays.entry(array.to_owned()).or_default().entry(key).or_default())
    }

    fn assign(&mut self, place: &Expression, value: Value) -> Did<()> {
        match place {
            Expression::Variable(name) if name == "NF" => {
                let count = (value.number().max(0.0) as usize).min(LIMIT_FIELDS);
                self.fields.resize(count, String::new());
                self.rebuild();
            }
            Expression::Variable(name) => drop(self.variables.insert(name.clone(), value)),
            Expression::Field(at) => match self.place(at)? {
                0 => self.take_line(&value.text())?,
                at => {
                    if self.fields.len() < at {
                        self.fields.resize(at, String::new());
                    }
                    self.fields[at - 1] = value.text();
                    self.rebuild();
                }
            },
            Expression::Element(array, indices) => {
                let key = self.key(indices)?;
                *self.element(array, key)? = value;
            }
            _ => return Err("assignment to what is no variable".into()),
        }
        Ok(())
    }

    fn regex(&mut self, pattern: &Expression) -> Did<Regex> {
        match pattern {
            Expression::Regex(regex) => Ok(Regex::clone(regex)),
            other => Regex::new(&self.value(other)?.text()).map_err(|why| why.to_string()),
        }
    }

    fn call(&mut self, name: &str, given: &[Expression]) -> Did<Value> {
        let text = |run: &mut Self, at: usize| {
            given.get(at).map_or(Ok(String::new()), |one| run.value(one).map(|value| value.text()))
        };
        Ok(match name {
            "length" => match given.first() {
                Some(Expression::Variable(name)) if self.arrays.contains_key(name) => {
                    Value::Number(self.arrays[name].len() as f64)
                }
                Some(_) => Value::Number(text(self, 0)?.chars().count() as f64),
                None => Value::Number(self.line.chars().count() as f64),
            },
            "tolower" => Value::Text(text(self, 0)?.to_lowercase()),
            "toupper" => Value::Text(text(self, 0)?.to_uppercase()),
            "int" => Value::Number(
                given.first().map_or(Ok(0.0), |one| self.value(one).map(|value| value.number().trunc()))?,
            ),
            "sqrt" => Value::Number(
                given.first().map_or(Ok(0.0), |one| self.value(one).map(|value| value.number().sqrt()))?,
            ),
            "index" => {
                let (whole, part) = (text(self, 0)?, text(self, 1)?);
                Value::Number(whole.find(&part).map_or(0.0, |at| (whole[..at].chars().count() + 1) as f64))
            }
            "substr" => {
                let whole: Vec<char> = text(self, 0)?.chars().collect();
                let from =
                    given.get(1).map_or(Ok(1.0), |one| self.value(one).map(|value| value.number()))?.round();
                let count = match given.get(2) {
                    Some(one) => self.value(one)?.number().round(),
                    None => f64::INFINITY,
                };
                let end = (from + count).min(whole.len() as f64 + 1.0);
                let from = from.max(1.0);
                Value::Text(
                    whole.iter().skip(from as usize - 1).take((end - from).max(0.0) as usize).collect(),
                )
            }
            "sprintf" => Value::Text(self.formatted(given)?),
            "split" => self.split_into(given)?,
            "match" => {
                let whole = text(self, 0)?;
                let pattern = given.get(1).ok_or("match: no pattern")?;
                let found = self
                    .regex(pattern)?
                    .find(&whole)
                    .map(|found| (found.start(), found.as_str().chars().count()));
                let (start, length) = match found {
                    Some((at, length)) => (whole[..at].chars().count() as f64 + 1.0, length as f64),
                    None => (0.0, -1.0),
                };
                self.variables.insert("RSTART".into(), Value::Number(start));
                self.variables.insert("RLENGTH".into(), Value::Number(length));
                Value::Number(start)
            }
            _ => self.substitute(given, name == "gsub")?,
        })
    }

    fn split_into(&mut self, given: &[Expression]) -> Did<Value> {
        let (Some(whole), Some(Expression::Variable(array))) = (given.first(), given.get(1)) else {
            return Err("split: no array".into());
        };
        let whole = self.value(whole)?.text();
        let parts = match given.get(2) {
            Some(Expression::Regex(regex)) if whole.is_empty() => {
                regex.split("").take(0).map(str::to_owned).collect()
            }
            Some(Expression::Regex(regex)) => {
                regex.split(&whole).take(LIMIT_FIELDS).map(str::to_owned).collect()
            }
            Some(one) => split(&whole, &self.value(one)?.text())?,
            None => split(&whole, &self.text_of("FS"))?,
        };
        let count = parts.len();
        let parts = parts.into_iter().enumerate().map(|(at, part)| ((at + 1).to_string(), Value::Read(part)));
        self.arrays.insert(array.clone(), parts.collect());
        Ok(Value::Number(count as f64))
    }

    fn substitute(&mut self, given: &[Expression], all: bool) -> Did<Value> {
        let [pattern, with, place @ ..] = given else { return Err("sub: too few arguments".into()) };
        let (regex, with) = (self.regex(pattern)?, self.value(with)?.text());
        let usual = Expression::Field(Box::new(Expression::Number(0.0)));
        let place = place.first().unwrap_or(&usual);
        let whole = self.value(place)?.text();
        let (mut changed, mut last, mut count) = (String::new(), 0, 0.0);
        for found in regex.find_iter(&whole).take(if all { LIMIT_FIELDS } else { 1 }) {
            changed += &whole[last..found.start()];
            changed += &with.replace("\\&", "\u{0}").replace('&', found.as_str()).replace('\u{0}', "&");
            last = found.end();
            count += 1.0;
        }
        changed += &whole[last..];
        if changed.len() > LIMIT_VALUE {
            return Err("a value grows too long".into());
        }
        if count > 0.0 {
            self.assign(place, Value::Text(changed))?;
        }
        Ok(Value::Number(count))
    }
}

/// Whether a loop is over after its body, and what that means for what is around it.
fn left(flow: Flow) -> Option<Flow> {
    match flow {
        Flow::On | Flow::Continue => None,
        Flow::Break => Some(Flow::On),
        flow => Some(flow),
    }
}

fn split(text: &str, separator: &str) -> Did<Vec<String>> {
    let own = |parts: Vec<&str>| parts.into_iter().take(LIMIT_FIELDS).map(str::to_owned).collect();
    if separator == " " {
        return Ok(own(text.split_whitespace().collect()));
    }
    if text.is_empty() {
        return Ok(Vec::new());
    }
    if separator.is_empty() {
        return Ok(text.chars().take(LIMIT_FIELDS).map(String::from).collect());
    }
    if separator.chars().count() == 1 && separator != "\\" {
        return Ok(own(text.split(separator).collect()));
    }
    let regex = Regex::new(separator).map_err(|why| why.to_string())?;
    Ok(own(regex.split(text).collect()))
}

fn computed(operator: Operator, left: &Value, right: &Value) -> Did<Value> {
    let order = || left.compared(right);
    let (one, other) = (|| left.number(), || right.number());
    Ok(match operator {
        Operator::Add => Value::Number(one() + other()),
        Operator::Subtract => Value::Number(one() - other()),
        Operator::Multiply => Value::Number(one() * other()),
        Operator::Divide | Operator::Remainder if other() == 0.0 => return Err("division by zero".into()),
        Operator::Divide => Value::Number(one() / other()),
        Operator::Remainder => Value::Number(one() % other()),
        Operator::Power => Value::Number(one().powf(other())),
        Operator::Join => {
            let text = left.text() + &right.text();
            if text.len() > LIMIT_VALUE {
                return Err("a value grows too long".into());
            }
            Value::Text(text)
        }
        Operator::Less => Value::truth(order().is_lt()),
        Operator::LessEqual => Value::truth(order().is_le()),
        Operator::Equal => Value::truth(order().is_eq()),
        Operator::NotEqual => Value::truth(order().is_ne()),
        Operator::Greater => Value::truth(order().is_gt()),
        Operator::GreaterEqual => Value::truth(order().is_ge()),
        Operator::And => Value::truth(left.is_true() && right.is_true()),
        Operator::Or => Value::truth(left.is_true() || right.is_true()),
    })
}
