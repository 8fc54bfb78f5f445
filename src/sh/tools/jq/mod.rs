//! `jq` (1.7): its language but for modules, `label`, `input` and what needs a terminal; `-r`, `-c`, `-e`, `-s`, `-n`, `-S`, `-j`, `-R`,
//! `--arg`, `--argjson`, `--args`, `--tab`, `--indent`.
//!
//! `read` makes filters of a text, `run` runs them, `calls` has the functions. The evaluator serves `yq` too.

mod calls;
pub mod json;
mod of_values;
mod operators;
mod read;
mod run;

use std::rc::Rc;

use json::{Json, Reader};
pub use read::read;
use run::Scope;

use super::{Answer, Input, Options, Outcome};
use crate::sh::LIMIT_OUTPUT;

/// Filters within one another, and values a filter may give.
const LIMIT_DEPTH: usize = 40;
const LIMIT_VALUES: usize = 100_000;

#[derive(Clone)]
pub enum Filter {
    Same,
    Literal(Json),
    Field(Box<Filter>, Box<Filter>),
    Slice(Box<Filter>, Option<Box<Filter>>, Option<Box<Filter>>),
    Each(Box<Filter>),
    /// `..`
    Deep,
    /// `f?`, `try f catch g`
    Try(Box<Filter>, Option<Box<Filter>>),
    Pipe(Box<Filter>, Box<Filter>),
    Both(Box<Filter>, Box<Filter>),
    Binary(&'static str, Box<Filter>, Box<Filter>),
    Minus(Box<Filter>),
    If(Vec<(Filter, Filter)>, Option<Box<Filter>>),
    Reduce(Box<Filter>, String, Box<Filter>, Box<Filter>),
    Foreach(Box<Filter>, String, Box<Filter>, Box<Filter>, Box<Filter>),
    /// `f as $x | g`: each variable with the filter that finds its value.
    As(Box<Filter>, Vec<(String, Filter)>, Box<Filter>),
    Variable(String),
    Def(String, Vec<String>, Rc<Filter>, Box<Filter>),
    Assign(&'static str, Box<Filter>, Box<Filter>),
    Call(String, Vec<Filter>),
    Array(Option<Box<Filter>>),
    Object(Vec<(Filter, Filter)>),
    /// A string with values in it, each in a format (`@sh "..."`).
    Text(Option<String>, Vec<Filter>),
}

/// What a filter makes of a value; the error as jq words it.
pub fn apply(filter: &Filter, value: &Json, variables: Vec<(String, Json)>) -> Result<Vec<Json>, String> {
    let scope = Scope::new(variables);
    run::values(filter, value, &scope).map_err(|why| match why {
        Json::Text(text) => text,
        other => format!("{} (not a string)", other.compact()),
    })
}

type Variables = Vec<(String, Json)>;

/// Options by whole words as letters, and those that bring variables.
fn long_options(arguments: &[String], input: &Input<'_>) -> Result<(Vec<String>, Variables), Outcome> {
    let mut plain = Vec::new();
    let mut variables: Vec<(String, Json)> = Vec::new();
    let mut positional = false;
    let mut given = Vec::new();
    let mut rest = arguments.iter();
    while let Some(one) = rest.next() {
        let mut pair = || match (rest.next(), rest.next()) {
            (Some(name), Some(value)) => Ok((name.clone(), value.clone())),
            _ => Err(Outcome::failed(
                2,
                &format!("jq: error: {one} takes two parameters (e.g. {one} varname value)"),
            )),
        };
        let parsed = |text: &str| Reader::new(text).read_next().and_then(Result::ok);
        match one.as_str() {
            "--arg" => {
                let (name, value) = pair()?;
                variables.push((name, Json::Text(value)));
            }
            "--argjson" => {
                let (name, value) = pair()?;
                let value = parsed(&value).ok_or_else(|| Outcome::failed(2, "jq: Invalid JSON text passed to --argjson\nUse jq --help for help with command-line options"))?;
                variables.push((name, value));
            }
            "--slurpfile" | "--rawfile" => {
                let (name, path) = pair()?;
                let text = input.text("jq", &[path])?;
                let value = match one.as_str() {
                    "--rawfile" => Json::Text(text),
                    _ => Json::List(
                        all(&text).map_err(|why| Outcome::failed(2, &format!("jq: error: {why}")))?,
                    ),
                };
                variables.push((name, value));
            }
            "--args" => positional = true,
            "--raw-output" => plain.push("-r".to_owned()),
            "--join-output" => plain.push("-j".to_owned()),
            "--compact-output" => plain.push("-c".to_owned()),
            "--slurp" => plain.push("-s".to_owned()),
            "--null-input" => plain.push("-n".to_owned()),
            "--raw-input" => plain.push("-R".to_owned()),
            "--exit-status" => plain.push("-e".to_owned()),
            "--sort-keys" => plain.push("-S".to_owned()),
            "--color-output" | "--monochrome-output" | "--unbuffered" | "--ascii-output" => {}
            "--tab" => plain.push("-t".to_owned()),
            "--indent" => plain.extend(["-i".to_owned(), rest.next().cloned().unwrap_or_default()]),
            other if positional && !plain.iter().all(|one| one.starts_with('-')) => {
                given.push(Json::text(other))
            }
            other => plain.push(other.to_owned()),
        }
    }
    let named = variables.clone();
    variables.push((
        "ARGS".into(),
        Json::Object(vec![("positional".into(), Json::List(given)), ("named".into(), Json::Object(named))]),
    ));
    let environment = input.environment.iter().map(|(name, value)| (name.clone(), Json::text(value)));
    variables.push(("ENV".into(), Json::Object(environment.collect())));
    variables.push(("__now".into(), Json::Number((input.now_us / 1_000) as f64 / 1_000.0)));
    Ok((plain, variables))
}

/// Every value of a text.
pub fn all(text: &str) -> Result<Vec<Json>, String> {
    let mut reader = Reader::new(text);
    let mut found = Vec::new();
    while let Some(one) = reader.read_next() {
        found.push(one?);
        if found.len() > LIMIT_VALUES {
            return Err("too many values".into());
        }
    }
    Ok(found)
}

pub fn jq(arguments: &[String], input: &Input<'_>) -> Answer {
    let (arguments, variables) = long_options(arguments, input)?;
    let options = Options::read("jq", &arguments, "rcesnSMCjRat", "iL")?;
    let (text, files) = match options.rest.split_first() {
        Some((text, files)) => (text.as_str(), files),
        None => (".", &[][..]),
    };
    let filter = read(text).map_err(|why| {
        Outcome::failed(3, &format!("jq: error: {why} at <top-level>, line 1:\n{text}\njq: 1 compile error"))
    })?;
    let mut outcome = Outcome { code: if options.has('e') { 4 } else { 0 }, ..Outcome::default() };
    let print = |outcome: &mut Outcome, value: &Json, line: usize| -> Result<(), Outcome> {
        match apply(&filter, value, variables.clone()) {
            Ok(found) => found.iter().for_each(|one| shown(outcome, one, &options)),
            Err(why) => {
                let place = if options.has('n') {
                    "(at <unknown>)".to_owned()
                } else {
                    format!("(at <stdin>:{line})")
                };
                outcome.stderr += &format!("jq: error {place}: {why}\n");
                outcome.code = 5;
            }
        }
        match outcome.stdout.len() > LIMIT_OUTPUT {
            true => Err(Outcome::failed(5, "jq: error: too much output")),
            false => Ok(()),
        }
    };
    if options.has('n') {
        print(&mut outcome, &Json::Null, 0)?;
        return Ok(outcome);
    }
    let text = input.text("jq", files).map_err(|why| Outcome {
        stderr: why.stderr.replace("jq: ", "jq: error: Could not open "),
        code: 2,
        ..why
    })?;
    if options.has('R') {
        let lines: Vec<Json> = text.lines().map(Json::text).collect();
        let whole = if options.has('s') { vec![Json::Text(text.clone())] } else { lines };
        for (at, value) in whole.iter().enumerate() {
            print(&mut outcome, value, at + 1)?;
        }
        return Ok(outcome);
    }
    let mut reader = Reader::new(&text);
    let mut slurped = Vec::new();
    while let Some(value) = reader.read_next() {
        match value {
            Ok(value) if options.has('s') => slurped.push(value),
            Ok(value) => print(&mut outcome, &value, reader.line())?,
            Err(why) => {
                outcome.stderr += &format!("jq: parse error: {why}\n");
                outcome.code = 2;
                return Ok(outcome);
            }
        }
    }
    if options.has('s') {
        print(&mut outcome, &Json::List(slurped), reader.line())?;
    }
    Ok(outcome)
}

fn shown(outcome: &mut Outcome, value: &Json, options: &Options) {
    let value = if options.has('S') { &value.sorted() } else { value };
    let indent = match options.value('i').and_then(|count| count.parse::<usize>().ok()) {
        Some(count) => " ".repeat(count.min(7)),
        None if options.has('t') => "\t".to_owned(),
        None => "  ".to_owned(),
    };
    outcome.stdout += &match value {
        Json::Text(text) if options.has('r') || options.has('j') => text.clone(),
        value if options.has('c') || indent.is_empty() => value.compact(),
        value => value.pretty(&indent),
    };
    if !options.has('j') {
        outcome.stdout.push('\n');
    }
    if options.has('e') {
        outcome.code = i32::from(!value.truth());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_programs_are_refused_and_endless_ones_end() {
        let jq = |filter: &str| {
            let input = Input::new("{\"a\":[1,2]}", &|_| Err(String::new()));
            let outcome = super::jq(&[filter.to_owned()], &input).unwrap_or_else(|refusal| refusal);
            outcome.stdout + &outcome.stderr
        };
        for filter in [".[", "{", "if . then", "\"\\(", ".a |", "reduce . as", "def f: f"] {
            assert!(jq(filter).contains("compile error"), "{filter}");
        }
        for filter in [
            "def f: f; f",
            "[range(1e9)]",
            "[limit(5; repeat(1))]",
            "[recurse(.)]",
            "reduce range(60) as $i ([0]; .[0] = . | .[1] = .)",
            "reduce range(1e5) as $i (.; [., .])",
        ] {
            assert!(jq(filter).contains("jq: error"), "{filter}: {}", jq(filter).len());
        }
        assert!(
            jq(&"(".repeat(500)).contains("compile error") && jq(&"[".repeat(500)).contains("compile error")
        );
        assert!(jq(&format!("{}1", "1+".repeat(30))).starts_with("31"));
        assert!(jq(&format!("{}1", "1+".repeat(400))).contains("compile error"));
    }
}
