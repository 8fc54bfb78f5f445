//! `yq` (mikefarah's, version 4) on YAML and JSON: `yq '.spec.replicas' f`, `-i '.spec.replicas = 3'`, `-o json`, several
//! documents, `strenv(X)`. Expressions are jq's, which those of yq are nearly.
//!
//! `-i` changes single values where they stand and leaves the rest of the text alone, comments too; an edit that adds or
//! removes something writes the document anew, without its comments (yq keeps them).

use serde_json::Value;

use super::seat::Seat;
use crate::sh::tools::jq::json::{Json, Reader};
use crate::sh::tools::jq::{apply, read};
use crate::sh::{Host, Outcome, Program, full_path};
use crate::yaml::{self, Document, Places};

/// Documents of one file.
const LIMIT_DOCUMENTS: usize = 1_000;

#[derive(Default)]
struct Asked {
    expression: String,
    files: Vec<String>,
    in_place: bool,
    null_input: bool,
    all_at_once: bool,
    json: bool,
    exit_status: bool,
    keeps_quotes: bool,
    indent: usize,
}

fn asked(rest: &[String]) -> Result<Asked, Outcome> {
    let mut asked = Asked { indent: 2, ..Asked::default() };
    let mut words: Vec<&String> = Vec::new();
    let mut rest = rest.iter();
    while let Some(one) = rest.next() {
        let (flag, inline) = one
            .split_once('=')
            .filter(|_| one.starts_with("--"))
            .map_or((one.as_str(), None), |(flag, value)| (flag, Some(value.to_owned())));
        let mut value = || inline.clone().or_else(|| rest.next().cloned()).unwrap_or_default();
        match flag {
            "-i" | "--inplace" => asked.in_place = true,
            "-n" | "--null-input" => asked.null_input = true,
            "-j" | "--tojson" => asked.json = true,
            "-e" | "--exit-status" => asked.exit_status = true,
            "-o" | "--output-format" => asked.json = matches!(value().as_str(), "json" | "j"),
            "-oj" | "-o=json" | "-ojson" => asked.json = true,
            "-I" | "--indent" => asked.indent = value().parse().unwrap_or(2),
            "-I0" => asked.indent = 0,
            "-p" | "--input-format" => drop(value()),
            "-r" | "--unwrapScalar" => asked.keeps_quotes = inline.as_deref() == Some("false"),
            "-P" | "--prettyPrint" | "-M" | "-C" | "-N" | "--no-doc" => {}
            flag if flag.starts_with('-') && flag.len() > 1 => {
                return Err(Outcome::failed(1, &format!("Error: unknown flag: {flag}")));
            }
            _ => words.push(one),
        }
    }
    if let Some(verb) = words.first().map(|word| word.as_str()) {
        asked.all_at_once = matches!(verb, "eval-all" | "ea");
        if matches!(verb, "eval" | "e" | "eval-all" | "ea") {
            words.remove(0);
        }
    }
    let mut words = words.into_iter();
    asked.expression = words.next().cloned().unwrap_or_else(|| ".".to_owned());
    asked.files = words.cloned().collect();
    Ok(asked)
}

/// `strenv(NAME)` and `env(NAME)` are variables of the environment.
fn with_environment(expression: &str) -> String {
    let mut text = expression.to_owned();
    for call in ["strenv(", "env("] {
        while let Some(at) = text.find(call) {
            let Some(end) = text[at..].find(')') else { break };
            let name = text[at + call.len()..at + end].trim().to_owned();
            text.replace_range(at..=at + end, &format!("$ENV.{name}"));
        }
    }
    text
}

/// A document in the order in which its text has it.
fn ordered(value: &Value, path: &str, places: &Places) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(truth) => Json::Bool(*truth),
        Value::Number(number) => Json::Number(number.as_f64().unwrap_or_default()),
        Value::String(text) => Json::text(text),
        Value::Array(all) => {
            let one = |(at, one): (usize, &Value)| ordered(one, &format!("{path}[{at}]"), places);
            Json::List(all.iter().enumerate().map(one).collect())
        }
        Value::Object(all) => {
            let inner = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            let place = |key: &str| places.of(&inner(key)).map(|place| (place.line, place.column));
            let mut all: Vec<_> = all.iter().map(|(key, one)| (place(key), key.clone(), one)).collect();
            all.sort_by_key(|(place, ..)| *place);
            Json::Object(
                all.into_iter()
                    .map(|(_, key, one)| (key.clone(), ordered(one, &inner(&key), places)))
                    .collect(),
            )
        }
    }
}

fn scalar(value: &Json) -> String {
    let plain = match value {
        Json::Text(text) => Value::String(text.clone()),
        other => return other.compact(),
    };
    yaml::to_yaml(&plain).trim_end_matches('\n').to_owned()
}

fn write(value: &Json, indent: usize, depth: usize, text: &mut String) {
    let lead = " ".repeat(indent * depth);
    let inner = |one: &Json, text: &mut String, after_dash: bool| match one {
        Json::Object(all) if !all.is_empty() && after_dash => {
            let mut nested = String::new();
            write(one, indent, depth + 1, &mut nested);
            text.push(' ');
            text.push_str(nested.trim_start_matches(' '));
        }
        Json::List(all) if !all.is_empty() && after_dash => {
            let mut nested = String::new();
            write(one, indent, depth + 1, &mut nested);
            text.push(' ');
            text.push_str(nested.trim_start_matches(' '));
        }
        Json::Object(all) if !all.is_empty() => {
            text.push('\n');
            write(one, indent, depth + 1, text);
        }
        Json::List(all) if !all.is_empty() => {
            text.push('\n');
            write(one, indent, depth + 1, text);
        }
        Json::Text(long) if long.contains('\n') => {
            text.push_str(if long.ends_with('\n') { " |\n" } else { " |-\n" });
            let lead = " ".repeat(indent * (depth + 1));
            text.extend(
                long.lines()
                    .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{lead}{line}\n") }),
            );
        }
        other => text.push_str(&format!(" {}\n", scalar(other))),
    };
    match value {
        Json::Object(all) if !all.is_empty() => {
            for (key, one) in all {
                text.push_str(&format!("{lead}{}:", scalar(&Json::text(key))));
                inner(one, text, false);
            }
        }
        Json::List(all) if !all.is_empty() => {
            for one in all {
                text.push_str(&format!("{lead}-"));
                inner(one, text, true);
            }
        }
        other => text.push_str(&format!("{lead}{}\n", scalar(other))),
    }
}

fn shown(value: &Json, asked: &Asked) -> String {
    match value {
        value if asked.json && asked.indent == 0 => value.compact() + "\n",
        value if asked.json => value.pretty(&" ".repeat(asked.indent.min(8))) + "\n",
        Json::Text(text) if !asked.keeps_quotes => format!("{text}\n"),
        value => {
            let mut text = String::new();
            write(value, asked.indent.clamp(1, 8), 0, &mut text);
            text
        }
    }
}

struct File {
    name: String,
    text: String,
    documents: Vec<(Json, Places)>,
}

fn load(name: &str, text: String) -> Result<File, Outcome> {
    let bad = |why: String| Outcome::failed(1, &format!("Error: bad file '{name}': {why}"));
    if text.trim_start().starts_with(['{', '[']) && name.ends_with(".json") {
        let value = Reader::new(&text).read_next().unwrap_or(Ok(Json::Null)).map_err(bad)?;
        return Ok(File { name: name.to_owned(), text, documents: vec![(value, Places::default())] });
    }
    let mut documents = Vec::new();
    for one in yaml::read(&text).into_iter().take(LIMIT_DOCUMENTS) {
        let Document { value, places, .. } = one.map_err(|why| bad(why.to_string()))?;
        documents.push((ordered(&value, "", &places), places));
    }
    Ok(File { name: name.to_owned(), text, documents })
}

pub fn run(seat: &mut Seat<'_>, program: &Program<'_>) -> Outcome {
    evaluated(seat, program).unwrap_or_else(|refusal| refusal)
}

fn evaluated(seat: &mut Seat<'_>, program: &Program<'_>) -> Result<Outcome, Outcome> {
    let mut asked = asked(&program.arguments[1..])?;
    // A file alone is shown as it is.
    let path = full_path(program.directory, &asked.expression);
    if asked.files.is_empty() && seat.read(&path).is_ok() {
        asked.files.push(std::mem::replace(&mut asked.expression, ".".to_owned()));
    }
    let filter = read(&with_environment(&asked.expression))
        .map_err(|why| Outcome::failed(1, &format!("Error: {why}")))?;
    let environment =
        program.environment.iter().map(|(name, value)| ((*name).to_owned(), Json::text(*value)));
    let variables = vec![("ENV".to_owned(), Json::Object(environment.collect()))];
    let mut files = Vec::new();
    for name in &asked.files {
        let text = match name.as_str() {
            "-" => Ok(program.stdin.to_owned()),
            name => seat.read(&full_path(program.directory, name)),
        };
        let text =
            text.map_err(|_| Outcome::failed(1, &format!("Error: open {name}: no such file or directory")))?;
        files.push(load(name, text)?);
    }
    if files.is_empty() && !asked.null_input {
        files.push(load("-", program.stdin.to_owned())?);
    }
    if asked.null_input || files.iter().all(|file| file.documents.is_empty()) {
        files = vec![File {
            name: "-".into(),
            text: String::new(),
            documents: vec![(Json::Null, Places::default())],
        }];
    }
    let mut outcome = Outcome::default();
    let mut results = 0;
    for file in &files {
        let mut parts = Vec::new();
        for (value, _) in &file.documents {
            let found = apply(&filter, value, variables.clone());
            let found = found.map_err(|why| Outcome::failed(1, &format!("Error: {why}")))?;
            parts.push(found);
        }
        results += parts.iter().flatten().filter(|one| one.truth()).count();
        if asked.in_place {
            let text = edited(file, &parts, &asked);
            let path = full_path(program.directory, &file.name);
            seat.write(&path, &text, false).map_err(|why| Outcome::failed(1, &format!("Error: {why}")))?;
            continue;
        }
        for part in parts.iter().filter(|part| !part.is_empty()) {
            let whole = part.iter().any(|one| matches!(one, Json::Object(_) | Json::List(_)));
            if !outcome.stdout.is_empty() && !asked.json && whole {
                outcome.stdout += "---\n";
            }
            outcome.stdout.extend(part.iter().map(|one| shown(one, &asked)));
        }
    }
    if asked.exit_status && results == 0 {
        outcome.stderr += "Error: no matches found\n";
        outcome.code = 1;
    }
    Ok(outcome)
}

/// A file's text after an edit: values are changed where they stand, where that is all there is to it.
fn edited(file: &File, parts: &[Vec<Json>], asked: &Asked) -> String {
    let mut lines: Vec<String> = file.text.lines().map(str::to_owned).collect();
    let mut fits = true;
    for ((before, places), after) in file.documents.iter().zip(parts) {
        let mut changes = Vec::new();
        fits &= match after.as_slice() {
            [after] => changed(before, after, "", &mut changes),
            _ => false,
        };
        for (path, value) in changes {
            fits &= places.of(&path).is_some_and(|place| put(&mut lines, place.line, &value));
        }
    }
    if fits {
        return lines.join("\n") + "\n";
    }
    let texts: Vec<String> =
        parts.iter().map(|part| part.iter().map(|one| shown(one, asked)).collect()).collect();
    texts.join("---\n")
}

/// The single values that differ; false if something was added or is gone.
fn changed(before: &Json, after: &Json, path: &str, changes: &mut Vec<(String, Json)>) -> bool {
    match (before, after) {
        (Json::Object(one), Json::Object(other)) => {
            let inner = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            one.len() == other.len()
                && one.iter().zip(other).all(|((key, one), (name, other))| {
                    key == name && changed(one, other, &inner(key), changes)
                })
        }
        (Json::List(one), Json::List(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .enumerate()
                    .all(|(at, (one, other))| changed(one, other, &format!("{path}[{at}]"), changes))
        }
        (one, other) if one == other => true,
        (Json::Object(_) | Json::List(_), _) | (_, Json::Object(_) | Json::List(_)) => false,
        (_, other) => {
            changes.push((path.to_owned(), other.clone()));
            true
        }
    }
}

/// Puts a value in the place of the one that stands on a line, behind its key or its dash; a remark stays.
fn put(lines: &mut [String], line: u32, value: &Json) -> bool {
    let Some(text) = lines.get_mut(line as usize - 1) else { return false };
    let bare = text.trim_start();
    let lead = text.len() - bare.len();
    let key = bare.find(": ").map(|at| at + 2).filter(|at| !bare[..*at].contains(['"', '\'', '{', '[']));
    let begin = match (key, bare.strip_prefix("- ")) {
        (Some(at), _) => lead + at,
        (None, Some(_)) => lead + 2,
        (None, None) => return false,
    };
    let rest = &text[begin..];
    let held = rest.split(" #").next().unwrap_or_default().trim_end();
    if held.is_empty()
        || held.starts_with(['|', '>', '&', '*', '!', '{', '['])
        || matches!(value, Json::Text(text) if text.contains('\n'))
    {
        return false;
    }
    *text = format!("{}{}{}", &text[..begin], scalar(value), &rest[held.len()..]);
    true
}
