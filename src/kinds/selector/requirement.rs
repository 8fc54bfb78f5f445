//! A query over labels: requirements that must all hold.

use std::fmt;

use super::LabelSelector;
use crate::kinds::meta::Labels;
use crate::kinds::validation::text::{label_value, qualified};

/// How a requirement compares; `Equal` and `DoubleEqual` differ only in how they print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Equal,
    DoubleEqual,
    NotEqual,
    In,
    NotIn,
    Exists,
    DoesNotExist,
    Greater,
    Less,
}

impl Operator {
    /// The name upstream's selection package gives it.
    pub fn name(self) -> &'static str {
        match self {
            Operator::Equal => "=",
            Operator::DoubleEqual => "==",
            Operator::NotEqual => "!=",
            Operator::In => "in",
            Operator::NotIn => "notin",
            Operator::Exists => "exists",
            Operator::DoesNotExist => "!",
            Operator::Greater => "gt",
            Operator::Less => "lt",
        }
    }

    /// The operator a LabelSelector's expression names.
    fn of_expression(word: &str) -> Result<Operator, String> {
        match word {
            "In" => Ok(Operator::In),
            "NotIn" => Ok(Operator::NotIn),
            "Exists" => Ok(Operator::Exists),
            "DoesNotExist" => Ok(Operator::DoesNotExist),
            other => Err(format!("{other:?} is not a valid label selector operator")),
        }
    }
}

/// One condition on one label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    pub key: String,
    pub operator: Operator,
    /// In order, each once.
    pub values: Vec<String>,
}

impl Requirement {
    /// Refuses what NewRequirement refuses; `absent` is how a missing list of values prints.
    pub fn new(
        key: &str,
        operator: Operator,
        values: Vec<String>,
        absent: &str,
    ) -> Result<Requirement, String> {
        let mut wrong = Vec::new();
        let key_errors = qualified(key);
        if !key_errors.is_empty() {
            wrong.push(format!("key: Invalid value: {key:?}: {}", key_errors.join("; ")));
        }
        wrong.extend(wrong_count(operator, &values, absent));
        if matches!(operator, Operator::Greater | Operator::Less) {
            wrong.extend(not_integers(&values));
        }
        for (at, value) in values.iter().enumerate() {
            let errors = label_value(value);
            if !errors.is_empty() {
                wrong.push(format!("values[{at}][{key}]: Invalid value: {value:?}: {}", errors.join("; ")));
            }
        }
        let mut values = values;
        values.sort();
        values.dedup();
        match wrong.as_slice() {
            [] => Ok(Requirement { key: key.to_owned(), operator, values }),
            [one] => Err(one.clone()),
            many => Err(format!("[{}]", many.join(", "))),
        }
    }

    pub fn matches(&self, labels: &Labels) -> bool {
        let value = labels.get(&self.key);
        let listed = value.is_some_and(|value| self.values.contains(value));
        match self.operator {
            Operator::Equal | Operator::DoubleEqual | Operator::In => listed,
            Operator::NotEqual | Operator::NotIn => !listed,
            Operator::Exists => value.is_some(),
            Operator::DoesNotExist => value.is_none(),
            Operator::Greater => self.compares(value, |left, right| left > right),
            Operator::Less => self.compares(value, |left, right| left < right),
        }
    }

    fn compares(&self, value: Option<&String>, holds: fn(i64, i64) -> bool) -> bool {
        let number = |text: &String| text.parse::<i64>().ok();
        let pair = value.and_then(number).zip(self.values.first().and_then(number));
        pair.is_some_and(|(left, right)| holds(left, right))
    }
}

fn wrong_count(operator: Operator, values: &[String], absent: &str) -> Option<String> {
    let (fits, why) = match operator {
        Operator::In | Operator::NotIn => {
            (!values.is_empty(), "for 'in', 'notin' operators, values set can't be empty")
        }
        Operator::Equal | Operator::DoubleEqual | Operator::NotEqual => {
            (values.len() == 1, "exact-match compatibility requires one single value")
        }
        Operator::Exists | Operator::DoesNotExist => {
            (values.is_empty(), "values set must be empty for exists and does not exist")
        }
        Operator::Greater | Operator::Less => {
            (values.len() == 1, "for 'Gt', 'Lt' operators, exactly one value is required")
        }
    };
    let quoted: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
    let shown = if values.is_empty() { absent.to_owned() } else { format!("[{}]", quoted.join(",")) };
    (!fits).then(|| format!("values: Invalid value: {shown}: {why}"))
}

fn not_integers(values: &[String]) -> impl Iterator<Item = String> {
    let why = "for 'Gt', 'Lt' operators, the value must be an integer";
    let bad = values.iter().enumerate().filter(|(_, value)| value.parse::<i64>().is_err());
    bad.map(move |(at, value)| format!("values[{at}]: Invalid value: {value:?}: {why}"))
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (key, values) = (&self.key, self.values.join(","));
        match self.operator {
            Operator::Exists => f.write_str(key),
            Operator::DoesNotExist => write!(f, "!{key}"),
            Operator::In | Operator::NotIn => write!(f, "{key} {} ({values})", self.operator.name()),
            Operator::Greater => write!(f, "{key}>{values}"),
            Operator::Less => write!(f, "{key}<{values}"),
            exact => write!(f, "{key}{}{values}", exact.name()),
        }
    }
}

/// Requirements that must all hold. None at all match everything; `nothing` matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    pub requirements: Vec<Requirement>,
    nothing: bool,
}

impl Selector {
    pub fn new(mut requirements: Vec<Requirement>) -> Selector {
        requirements.sort_by(|a, b| a.key.cmp(&b.key));
        Selector { requirements, nothing: false }
    }

    /// What an absent LabelSelector stands for.
    pub fn nothing() -> Selector {
        Selector { requirements: Vec::new(), nothing: true }
    }

    /// The text of `-l`.
    pub fn parse(text: &str) -> Result<Selector, String> {
        super::parse::parse(text)
    }

    /// LabelSelectorAsSelector.
    pub fn of(selector: Option<&LabelSelector>) -> Result<Selector, String> {
        let Some(selector) = selector else { return Ok(Selector::nothing()) };
        let pairs = selector.match_labels.iter();
        let mut requirements = pairs
            .map(|(key, value)| Requirement::new(key, Operator::Equal, vec![value.clone()], "null"))
            .collect::<Result<Vec<_>, _>>()?;
        for expression in &selector.match_expressions {
            let operator = Operator::of_expression(&expression.operator)?;
            let values = expression.values.clone();
            requirements.push(Requirement::new(&expression.key, operator, values, "null")?);
        }
        Ok(Selector::new(requirements))
    }

    /// metav1.FormatLabelSelector: what kubectl prints of an object's selector.
    pub fn formatted(selector: Option<&LabelSelector>) -> String {
        match Selector::of(selector) {
            Err(_) => "<error>".into(),
            Ok(selector) if selector.requirements.is_empty() => "<none>".into(),
            Ok(selector) => selector.to_string(),
        }
    }

    pub fn matches(&self, labels: &Labels) -> bool {
        !self.nothing && self.requirements.iter().all(|requirement| requirement.matches(labels))
    }

    /// Whether everything matches.
    pub fn is_everything(&self) -> bool {
        !self.nothing && self.requirements.is_empty()
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.requirements.iter().map(Requirement::to_string).collect();
        f.write_str(&parts.join(","))
    }
}
