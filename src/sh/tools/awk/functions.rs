//! The functions of an `awk` program: those it has by itself, its own, and `getline`.

use super::run::{Did, EXITED, Flow, LIMIT_CALLS, LIMIT_FIELDS, LIMIT_VALUE, Locals, Run, split};
use super::value::Value;
use super::{Expression, Source};

impl Run<'_> {
    pub(super) fn call(&mut self, name: &str, given: &[Expression]) -> Did<Value> {
        let text = |run: &mut Self, at: usize| {
            given.get(at).map_or(Ok(String::new()), |one| run.value(one).map(|value| value.text()))
        };
        Ok(match name {
            "length" => match given.first() {
                Some(Expression::Variable(name)) if self.arrays.contains_key(&self.called(name)) => {
                    Value::Number(self.arrays[&self.called(name)].len() as f64)
                }
                Some(_) => Value::Number(text(self, 0)?.chars().count() as f64),
                None => Value::Number(self.line.chars().count() as f64),
            },
            "tolower" => Value::Text(text(self, 0)?.to_lowercase()),
            "toupper" => Value::Text(text(self, 0)?.to_uppercase()),
            "int" => Value::Number(
                given.first().map_or(Ok(0.0), |one| self.value(one).map(|value| value.number().trunc()))?,
            ),
            "exp" | "log" | "sin" | "cos" | "atan2" | "rand" | "srand" => self.math(name, given)?,
            "system" => {
                let command = text(self, 0)?;
                Value::Number(self.system(&command))
            }
            "close" => {
                let name = text(self, 0)?;
                self.close(&name);
                Value::Number(0.0)
            }
            "fflush" => Value::Number(0.0),
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
        let parts = parts.collect();
        self.arrays.insert(self.called(array), parts);
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

    /// Calls a function of the program: arrays are handed over as they are, values copied.
    pub(super) fn own(&mut self, name: &str, given: &[Expression]) -> Did<Value> {
        let functions = self.functions;
        let function = functions.get(name).ok_or_else(|| format!("function {name} never defined"))?;
        if self.calls.len() >= LIMIT_CALLS {
            return Err("functions call one another too deep".into());
        }
        let depth = self.calls.len();
        let mut locals = Locals::default();
        let mut fresh = Vec::new();
        for (at, parameter) in function.parameters.iter().enumerate() {
            let (value, array) = match given.get(at) {
                Some(Expression::Variable(name)) if self.arrays.contains_key(&self.called(name)) => {
                    (Value::None, self.called(name))
                }
                Some(one) => {
                    let value = self.value(one)?;
                    let name = match (one, &value) {
                        (Expression::Variable(name), Value::None) => self.called(name),
                        _ => format!("{depth}:{parameter}"),
                    };
                    (value, name)
                }
                None => (Value::None, format!("{depth}:{parameter}")),
            };
            if array.starts_with(|one: char| one.is_ascii_digit()) {
                fresh.push(array.clone());
            }
            locals.values.insert(parameter.clone(), value);
            locals.arrays.insert(parameter.clone(), array);
        }
        self.calls.push(locals);
        self.returned = Value::None;
        let done = self.perform(&function.body);
        self.calls.pop();
        fresh
            .iter()
            .filter(|name| name.starts_with(&format!("{depth}:")))
            .for_each(|name| drop(self.arrays.remove(name)));
        match done? {
            Flow::Exit => Err(EXITED.into()),
            _ => Ok(std::mem::take(&mut self.returned)),
        }
    }

    /// 1 for a line, 0 at the end, -1 where there is nothing to read.
    pub(super) fn get_line(
        &mut self,
        from: Option<&(Source, Box<Expression>)>,
        place: Option<&Expression>,
    ) -> Did<Value> {
        let found = match from {
            None => self.next_line()?.map_or(Ok(None), |line| Ok(Some(line))),
            Some((source, name)) => {
                let name = self.value(name)?.text();
                self.read_from(*source, &name)
            }
        };
        let line = match found {
            Err(()) => return Ok(Value::Number(-1.0)),
            Ok(None) => return Ok(Value::Number(0.0)),
            Ok(Some(line)) => line,
        };
        match place {
            Some(place) => self.assign(place, Value::Read(line))?,
            None => self.take_line(&line)?,
        }
        Ok(Value::Number(1.0))
    }

    fn math(&mut self, name: &str, given: &[Expression]) -> Did<Value> {
        Ok(match name {
            "exp" | "log" | "sin" | "cos" => {
                let number =
                    given.first().map_or(Ok(0.0), |one| self.value(one).map(|value| value.number()))?;
                Value::Number(match name {
                    "exp" => number.exp(),
                    "log" => number.ln(),
                    "sin" => number.sin(),
                    _ => number.cos(),
                })
            }
            "atan2" => {
                let [y, x] = given else { return Err("atan2: two arguments are needed".into()) };
                let y = self.value(y)?.number();
                Value::Number(y.atan2(self.value(x)?.number()))
            }
            "rand" => Value::Number(self.streams.drawn(self.input.now_us)),
            "srand" => {
                let seed =
                    given.first().map_or(Ok(0.0), |one| self.value(one).map(|value| value.number()))?;
                Value::Number(self.streams.seed(seed))
            }
            _ => Value::None,
        })
    }
}
