//! Runs the rules of an `awk` program over lines.

use std::collections::BTreeMap;

use regex_lite::Regex;

use super::streams::Streams;
use super::value::Value;
use super::{Expression, Function, Operator, Rule, Statement, Target, When};
use crate::sh::LIMIT_OUTPUT;
use crate::sh::tools::Input;
use crate::sh::tools::printf::filled;

/// Expressions and statements of one run, fields of a line, elements of all arrays, and bytes of a value.
const LIMIT_STEPS: usize = 500_000;
pub(super) const LIMIT_FIELDS: usize = 10_000;
const LIMIT_ELEMENTS: usize = 100_000;
pub(super) const LIMIT_VALUE: usize = 1 << 20;
/// Functions within one another.
pub(super) const LIMIT_CALLS: usize = 60;
/// `exit` in a function.
pub(super) const EXITED: &str = "exit in a function";
/// Between the indices of one element.
const JOINT: &str = "\u{1c}";

/// What a statement does to those after it.
pub(super) enum Flow {
    On,
    Break,
    Continue,
    Next,
    Exit,
    Return,
}

pub(super) type Did<T> = Result<T, String>;

pub struct Run<'a> {
    rules: &'a [Rule],
    pub(super) functions: &'a BTreeMap<String, Function>,
    pub(super) input: &'a Input<'a>,
    pub(super) variables: BTreeMap<String, Value>,
    pub(super) arrays: BTreeMap<String, BTreeMap<String, Value>>,
    /// What the functions that run call theirs, the innermost last.
    pub(super) calls: Vec<Locals>,
    /// What a function returned.
    pub(super) returned: Value,
    /// The line, and what it is made of.
    pub(super) line: String,
    fields: Vec<String>,
    /// Rules of two ends that are between them.
    open: Vec<bool>,
    steps: usize,
    code: i32,
    pub(super) streams: Streams,
    pub printed: String,
    pub warned: String,
}

/// A function's own variables; arrays by the names they have outside of it.
#[derive(Default)]
pub(super) struct Locals {
    pub values: BTreeMap<String, Value>,
    pub arrays: BTreeMap<String, String>,
}

impl<'a> Run<'a> {
    pub fn new(
        rules: &'a [Rule],
        functions: &'a BTreeMap<String, Function>,
        input: &'a Input<'a>,
    ) -> Run<'a> {
        let usual = [
            ("FS", " "),
            ("OFS", " "),
            ("ORS", "\n"),
            ("RS", "\n"),
            ("SUBSEP", JOINT),
            ("FILENAME", ""),
            ("OFMT", "%.6g"),
            ("CONVFMT", "%.6g"),
        ];
        let mut variables: BTreeMap<String, Value> =
            usual.map(|(name, value)| (name.to_owned(), Value::Text(value.to_owned()))).into();
        variables.extend(["NR", "FNR", "NF"].map(|name| (name.to_owned(), Value::Number(0.0))));
        let environment =
            input.environment.iter().map(|(name, value)| (name.clone(), Value::Read(value.clone())));
        let arrays = [("ENVIRON".to_owned(), environment.collect())].into();
        Run {
            rules,
            functions,
            input,
            variables,
            arrays,
            calls: Vec::new(),
            returned: Value::None,
            line: String::new(),
            fields: Vec::new(),
            open: vec![false; rules.len()],
            steps: 0,
            code: 0,
            streams: Streams::default(),
            printed: String::new(),
            warned: String::new(),
        }
    }

    /// Files to be read, and variables that are set between them.
    pub fn arguments(&mut self, files: &[String]) {
        let all = std::iter::once("awk".to_owned()).chain(files.iter().cloned());
        let all: BTreeMap<String, Value> =
            all.enumerate().map(|(at, one)| (at.to_string(), Value::Read(one))).collect();
        self.variables.insert("ARGC".into(), Value::Number(all.len() as f64));
        self.arrays.insert("ARGV".into(), all);
        self.streams.wait_for(files);
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.variables.insert(name.to_owned(), Value::Read(value.to_owned()));
    }

    /// Everything, and the code it ends with.
    pub fn all(&mut self) -> Did<i32> {
        let rules = self.rules;
        // What ends the program still comes past the end's rules.
        let only_begins = rules.iter().all(|rule| matches!(rule.when, When::Begin));
        if !self.those(rules, |when| matches!(when, When::Begin))? && !only_begins {
            self.over()?;
        }
        self.those(rules, |when| matches!(when, When::End))?;
        Ok(self.code)
    }

    /// Runs the rules of a kind; whether one of them ended the program.
    fn those(&mut self, rules: &[Rule], wanted: fn(&When) -> bool) -> Did<bool> {
        for rule in rules.iter().filter(|rule| wanted(&rule.when)) {
            if matches!(self.left(&rule.body)?, Flow::Exit) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn over(&mut self) -> Did<()> {
        let rules = self.rules;
        while let Some(line) = self.next_line()? {
            self.take_line(&line)?;
            for (place, rule) in rules.iter().enumerate() {
                if !self.concerns(place, &rule.when)? {
                    continue;
                }
                match self.left(&rule.body)? {
                    Flow::Exit => return Ok(()),
                    Flow::Next => break,
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Performs a rule's body; `exit` in a function comes out of it too.
    fn left(&mut self, body: &Statement) -> Did<Flow> {
        match self.perform(body) {
            Err(why) if why == EXITED => Ok(Flow::Exit),
            done => done,
        }
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

    /// The input's next line, counted.
    pub(super) fn next_line(&mut self) -> Did<Option<String>> {
        let separator = self.text_of("RS");
        loop {
            if let Some(line) = self.streams.record(&separator) {
                for name in ["NR", "FNR"] {
                    let before = self.variables.get(name).map_or(0.0, Value::number);
                    self.variables.insert(name.into(), Value::Number(before + 1.0));
                }
                return Ok(Some(line));
            }
            let Some(next) = self.streams.next_file() else { return Ok(None) };
            match next.split_once('=').filter(|(name, _)| crate::sh::is_variable(name)) {
                Some((name, value)) => self.set(name, &crate::sh::unescape(value)),
                None => {
                    let files = if next.is_empty() { Vec::new() } else { vec![next.clone()] };
                    let text = self.input.text("awk", &files);
                    let text =
                        text.map_err(|why| why.stderr.trim_start_matches("awk: ").trim_end().to_owned())?;
                    self.streams.open(text);
                    self.variables.insert("FNR".into(), Value::Number(0.0));
                    self.variables.insert("FILENAME".into(), Value::Text(next));
                }
            }
        }
    }

    pub(super) fn text_of(&self, name: &str) -> String {
        self.variables.get(name).map(Value::text).unwrap_or_default()
    }

    pub(super) fn take_line(&mut self, line: &str) -> Did<()> {
        line.clone_into(&mut self.line);
        let separator = self.text_of("FS");
        // Where lines are parted by blank ones, a line's end parts fields too.
        let paragraphs = self.text_of("RS").is_empty() && separator != " ";
        let separator = if paragraphs { format!("{separator}|\n") } else { separator };
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

    pub(super) fn perform(&mut self, statement: &Statement) -> Did<Flow> {
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
            Statement::Print(given, target) => {
                let mut texts = Vec::new();
                for one in given {
                    texts.push(self.value(one)?.text());
                }
                let text =
                    if given.is_empty() { self.line.clone() } else { texts.join(&self.text_of("OFS")) };
                self.put(text + &self.text_of("ORS"), target.as_ref())?;
            }
            Statement::Printf(given, target) => {
                let text = self.formatted(given)?;
                self.put(text, target.as_ref())?;
            }
            Statement::Return(value) => {
                self.returned = match value {
                    Some(value) => self.value(value)?,
                    None => Value::None,
                };
                return Ok(Flow::Return);
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
            Statement::Delete(array, None) => drop(self.arrays.remove(&self.called(array))),
            Statement::Delete(array, Some(indices)) => {
                let key = self.key(indices)?;
                self.arrays.entry(self.called(array)).or_default().remove(&key);
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
                let keys =
                    self.arrays.get(&self.called(array)).map(|one| one.keys().cloned().collect::<Vec<_>>());
                for key in keys.unwrap_or_default() {
                    self.assign(&Expression::Variable(name.clone()), Value::Read(key))?;
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

    pub(super) fn formatted(&mut self, given: &[Expression]) -> Did<String> {
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
    pub(super) fn value(&mut self, expression: &Expression) -> Did<Value> {
        self.spend()?;
        match expression {
            Expression::Binary(operator, left, right) => self.binary(*operator, left, right),
            Expression::Assign(place, operator, value) => self.assigned(place, *operator, value),
            Expression::Step(place, by, new) => self.stepped(place, *by, *new),
            Expression::Call(name, given) => self.call(name, given),
            Expression::Own(name, given) => self.own(name, given),
            Expression::GetLine(from, place) => self.get_line(from.as_ref(), place.as_deref()),
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
            Expression::Variable(name) => {
                let local = self.calls.last().and_then(|call| call.values.get(name));
                local.or(self.variables.get(name)).cloned().unwrap_or_default()
            }
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
                Value::truth(self.arrays.get(&self.called(array)).is_some_and(|one| one.contains_key(&key)))
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
        Ok(self.arrays.entry(self.called(array)).or_default().entry(key).or_default())
    }

    pub(super) fn assign(&mut self, place: &Expression, value: Value) -> Did<()> {
        match place {
            Expression::Variable(name) if name == "NF" => {
                let count = (value.number().max(0.0) as usize).min(LIMIT_FIELDS);
                self.fields.resize(count, String::new());
                self.rebuild();
            }
            Expression::Variable(name) => {
                match self.calls.last_mut().and_then(|call| call.values.get_mut(name)) {
                    Some(local) => *local = value,
                    None => drop(self.variables.insert(name.clone(), value)),
                }
            }
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

    /// What an array is called outside of the function that runs.
    pub(super) fn called(&self, array: &str) -> String {
        let own = self.calls.last().and_then(|call| call.arrays.get(array));
        own.cloned().unwrap_or_else(|| array.to_owned())
    }

    /// Prints, or keeps for a file or a command.
    fn put(&mut self, text: String, target: Option<&Target>) -> Did<()> {
        match target {
            None => self.printed += &text,
            Some(Target { sign, to }) => {
                let to = self.value(to)?.text();
                self.send(sign, &to, &text)?;
            }
        }
        Ok(())
    }

    pub(super) fn regex(&mut self, pattern: &Expression) -> Did<Regex> {
        match pattern {
            Expression::Regex(regex) => Ok(Regex::clone(regex)),
            other => {
                let text = self.value(other)?.text();
                Regex::new(&crate::sh::tools::posix(&text))
                    .map_err(|_| format!("bad regular expression {text}"))
            }
        }
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

pub(super) fn split(text: &str, separator: &str) -> Did<Vec<String>> {
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
