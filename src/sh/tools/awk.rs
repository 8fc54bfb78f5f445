//! `awk`, as far as tutorials use it: `/pattern/{print $1, $2; exit}`, `NR>1`, `$3=="x" && /y/`, `-F`.
//!
//! A program is a list of rules; a rule is a condition and statements. Anything else is refused by name.

use regex_lite::Regex;

use super::{Answer, Input, Options, Outcome};

/// Rules and statements of one program.
const LIMIT_PARTS: usize = 100;

struct Rule {
    condition: Condition,
    statements: Vec<Statement>,
}

enum Condition {
    Always,
    Matches(Term, Regex, bool),
    Compares(Term, String, Term),
    All(Vec<Condition>),
    Any(Vec<Condition>),
    End,
}

enum Statement {
    Print(Vec<Term>),
    Exit,
    Next,
}

#[derive(Clone)]
enum Term {
    Field(usize),
    LastField,
    LineNumber,
    Fields,
    Text(String),
}

pub fn awk(arguments: &[String], input: &Input<'_>) -> Answer {
    let options = Options::read("awk", arguments, "", "Fv")?;
    let usage = || Outcome::failed(1, "usage: awk [-F fs] 'program' [file...]");
    let (program, files) = options.rest.split_first().ok_or_else(usage)?;
    let rules = Reader { rest: program.trim() }.rules();
    let rules = rules.map_err(|why| Outcome::failed(2, &format!("awk: {why}")))?;
    let input = input.text("awk", files)?;
    let mut text = String::new();
    let mut number = 0;
    'lines: for line in input.lines() {
        number += 1;
        let line = Line { line, number, separator: options.value('F') };
        for rule in rules.iter().filter(|rule| rule.condition.holds(&line)) {
            match line.perform(&rule.statements, &mut text) {
                Flow::On => {}
                Flow::NextLine => continue 'lines,
                Flow::Stop => break 'lines,
            }
        }
    }
    let last = Line { line: "", number, separator: None };
    for rule in rules.iter().filter(|rule| matches!(rule.condition, Condition::End)) {
        last.perform(&rule.statements, &mut text);
    }
    Ok(Outcome::said(text))
}

enum Flow {
    On,
    NextLine,
    Stop,
}

struct Line<'a> {
    line: &'a str,
    number: usize,
    separator: Option<&'a str>,
}

impl Line<'_> {
    fn fields(&self) -> Vec<&str> {
        match self.separator {
            Some(separator) => self.line.split(separator).collect(),
            None => self.line.split_whitespace().collect(),
        }
    }

    fn value(&self, term: &Term) -> String {
        match term {
            Term::Field(0) => self.line.to_owned(),
            Term::Field(at) => self.fields().get(at - 1).map_or(String::new(), |field| (*field).to_owned()),
            Term::LastField => self.fields().last().map_or(String::new(), |field| (*field).to_owned()),
            Term::LineNumber => self.number.to_string(),
            Term::Fields => self.fields().len().to_string(),
            Term::Text(text) => text.clone(),
        }
    }

    fn perform(&self, statements: &[Statement], text: &mut String) -> Flow {
        for statement in statements {
            match statement {
                Statement::Exit => return Flow::Stop,
                Statement::Next => return Flow::NextLine,
                Statement::Print(terms) if terms.is_empty() => *text += &format!("{}\n", self.line),
                Statement::Print(terms) => {
                    // Terms side by side are one text, a comma puts a blank between.
                    let words: Vec<String> = terms.iter().map(|term| self.value(term)).collect();
                    *text += &format!("{}\n", words.concat());
                }
            }
        }
        Flow::On
    }
}

impl Condition {
    fn holds(&self, line: &Line<'_>) -> bool {
        match self {
            Condition::Always => true,
            Condition::End => false,
            Condition::All(parts) => parts.iter().all(|part| part.holds(line)),
            Condition::Any(parts) => parts.iter().any(|part| part.holds(line)),
            Condition::Matches(term, regex, wanted) => regex.is_match(&line.value(term)) == *wanted,
            Condition::Compares(left, operator, right) => {
                compares(&line.value(left), operator, &line.value(right))
            }
        }
    }
}

fn compares(left: &str, operator: &str, right: &str) -> bool {
    let numbers = left.trim().parse::<f64>().ok().zip(right.trim().parse::<f64>().ok());
    let order = match numbers {
        Some((left, right)) => left.partial_cmp(&right),
        None => Some(left.cmp(right)),
    };
    let Some(order) = order else { return false };
    match operator {
        "==" => order.is_eq(),
        "!=" => order.is_ne(),
        ">" => order.is_gt(),
        ">=" => order.is_ge(),
        "<" => order.is_lt(),
        _ => order.is_le(),
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn rules(mut self) -> Result<Vec<Rule>, String> {
        let mut rules = Vec::new();
        while !self.blank().is_empty() && rules.len() < LIMIT_PARTS {
            let condition = self.condition()?;
            let statements = match self.takes("{") {
                true => self.statements()?,
                false => vec![Statement::Print(Vec::new())],
            };
            rules.push(Rule { condition, statements });
        }
        Ok(rules)
    }

    fn blank(&mut self) -> &str {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', ';']);
        self.rest
    }

    fn takes(&mut self, text: &str) -> bool {
        let rest = self.rest.trim_start();
        let found = rest.strip_prefix(text);
        self.rest = found.unwrap_or(rest);
        found.is_some()
    }

    /// `&&` binds closer than `||`.
    fn condition(&mut self) -> Result<Condition, String> {
        self.joined("||", Condition::Any, |reader| {
            reader.joined("&&", Condition::All, Reader::simple_condition)
        })
    }

    /// Conditions with an operator between them, or one alone.
    fn joined(
        &mut self,
        operator: &str,
        join: fn(Vec<Condition>) -> Condition,
        part: fn(&mut Self) -> Result<Condition, String>,
    ) -> Result<Condition, String> {
        let first = part(self)?;
        let mut parts = vec![first];
        while self.rest.trim_start().starts_with(operator) && parts.len() < LIMIT_PARTS {
            self.rest = self.rest.trim_start().split_at(operator.len()).1.trim_start();
            parts.push(part(self)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { join(parts) })
    }

    fn simple_condition(&mut self) -> Result<Condition, String> {
        if self.rest.starts_with('{') {
            return Ok(Condition::Always);
        }
        if self.takes("END") {
            return Ok(Condition::End);
        }
        if self.rest.starts_with('/') || self.rest.starts_with("!/") {
            let wanted = !self.takes("!");
            return Ok(Condition::Matches(Term::Field(0), self.regex()?, wanted));
        }
        let left = self.term()?;
        for operator in ["~", "!~"] {
            if self.takes(operator) {
                return Ok(Condition::Matches(left, self.regex()?, operator == "~"));
            }
        }
        let operators = ["==", "!=", ">=", "<=", ">", "<"];
        let operator = operators.into_iter().find(|operator| self.takes(operator));
        let operator = operator.ok_or_else(|| self.unknown())?;
        Ok(Condition::Compares(left, operator.to_owned(), self.term()?))
    }

    fn regex(&mut self) -> Result<Regex, String> {
        if !self.takes("/") {
            return Err(self.unknown());
        }
        let (pattern, rest) = self.rest.split_once('/').ok_or("nonterminated regular expression")?;
        self.rest = rest;
        Regex::new(pattern).map_err(|why| why.to_string())
    }

    fn statements(&mut self) -> Result<Vec<Statement>, String> {
        let mut statements = Vec::new();
        while statements.len() < LIMIT_PARTS {
            self.blank();
            if self.takes("}") {
                return Ok(statements);
            }
            let statement = match () {
                () if self.takes("exit") => Statement::Exit,
                () if self.takes("next") => Statement::Next,
                () if self.takes("print") => Statement::Print(self.terms()?),
                () => return Err(self.unknown()),
            };
            statements.push(statement);
        }
        Err("too many statements".into())
    }

    fn terms(&mut self) -> Result<Vec<Term>, String> {
        let mut terms = Vec::new();
        while !matches!(self.rest.trim_start().chars().next(), None | Some(';' | '}' | '\n')) {
            if terms.len() >= LIMIT_PARTS {
                return Err("too many terms".into());
            }
            if self.takes(",") {
                terms.push(Term::Text(" ".into()));
                continue;
            }
            terms.push(self.term()?);
        }
        Ok(terms)
    }

    fn term(&mut self) -> Result<Term, String> {
        let named = [("NR", Term::LineNumber), ("$NF", Term::LastField), ("NF", Term::Fields)];
        if let Some((_, term)) = named.into_iter().find(|(name, _)| self.takes(name)) {
            return Ok(term);
        }
        if self.takes("\"") {
            let (text, rest) = self.rest.split_once('"').ok_or("nonterminated character string")?;
            self.rest = rest;
            return Ok(Term::Text(text.replace("\\n", "\n").replace("\\t", "\t")));
        }
        let field = self.takes("$");
        let end = self.rest.find(|one: char| !one.is_ascii_digit()).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        let number: usize = digits.parse().map_err(|_| self.unknown())?;
        self.rest = rest;
        Ok(if field { Term::Field(number) } else { Term::Text(number.to_string()) })
    }

    fn unknown(&self) -> String {
        let shown: String = self.rest.chars().take(20).collect();
        format!("not simulated: {shown}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PODS: &str = "a 1/1 Running\nb 0/1 Pending\nc 0/1 Pending\n";

    fn run(program: &str) -> String {
        let input = Input::new(PODS, &|_| Err(String::new()));
        let outcome = awk(&[program.to_owned()], &input).unwrap_or_else(|refusal| refusal);
        outcome.stdout + &outcome.stderr
    }

    #[test]
    fn what_tutorials_write() {
        assert_eq!(run("/Pending/{print $1; exit}"), "b\n");
        assert_eq!(run("NR>1 {print $1, $NF}"), "b Pending\nc Pending\n");
        assert_eq!(run("$3==\"Running\"{print $1 \"!\"}"), "a!\n");
        assert_eq!(run("!/a/"), "b 0/1 Pending\nc 0/1 Pending\n");
        assert_eq!(run("/Pending/ && /c/{print $1}"), "c\n");
        assert_eq!(run("/a/ || /Pending/ && $1==\"c\" {print $1}"), "a\nc\n");
        assert_eq!(run("END{print NR}"), "3\n");
        assert_eq!(run("BEGIN{x=1}"), "awk: not simulated: BEGIN{x=1}\n");
    }
}
