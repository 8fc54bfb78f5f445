//! The set `validation`: what the API server says of an object that is created or changed.
//!
//! As in the vectors' harness: defaulting, the strategy, validation; no admission. Messages that end in
//! Go's print of a difference are compared up to it.

use serde_json::{Value, json};

use super::{Set, diff};
use crate::kinds::validation::{FieldError, status_message, validate, validate_update};
use crate::kinds::{Kind, defaults, schema, strategy};

pub struct Validation;

impl Set for Validation {
    fn name(&self) -> &'static str {
        "validation"
    }

    fn check(&self, input: &Value, expect: &Value) -> Result<(), String> {
        let object = &input["object"];
        let text = |name: &str| object[name].as_str().unwrap_or_default();
        let kind = Kind::of_manifest(text("apiVersion"), text("kind")).ok_or("unknown kind")?;
        let mut got = match undecodable(kind, object) {
            Some(why) => json!({"valid": false, "decodeError": why}),
            None => answer(kind, input),
        };
        let mut expect = expect.clone();
        shorten(&mut expect);
        shorten(&mut got);
        diff(&expect, &got).map_or(Ok(()), Err)
    }
}

/// What the decoder says of a value of a wrong type.
fn undecodable(kind: Kind, object: &Value) -> Option<String> {
    let mut fields = object.clone();
    let members = fields.as_object_mut()?;
    members.remove("apiVersion");
    members.remove("kind");
    let findings = schema::check(&fields, kind.info().table);
    let wrong = findings.iter().find(|finding| finding.problem.is_wrong_type())?;
    Some(wrong.problem.sentence(&wrong.path))
}

fn answer(kind: Kind, input: &Value) -> Value {
    let (mut object, old) = (input["object"].clone(), &input["old"]);
    defaults::apply(kind, &mut object);
    let causes = if input["op"] == "update" {
        let mut old = old.clone();
        defaults::apply(kind, &mut old);
        if kind == Kind::Job {
            strategy::prepare_create(kind, &mut old);
            strategy::prepare_create(kind, &mut object);
        }
        strategy::prepare_update(kind, &mut object, &old);
        validate_update(kind, &object, &old)
    } else {
        strategy::prepare_create(kind, &mut object);
        generate_name(&mut object);
        validate(kind, &object)
    };
    if causes.is_empty() {
        return json!({"valid": true});
    }
    let name = object["metadata"]["name"].as_str().unwrap_or_default();
    let list: Vec<Value> = causes.iter().map(cause).collect();
    let message = status_message(kind, name, &causes);
    json!({"valid": false, "code": 422, "reason": "Invalid", "message": message, "causes": list})
}

/// A name for an object that leaves it to the server; which one it is cannot matter.
fn generate_name(object: &mut Value) {
    let meta = &object["metadata"];
    let given = meta["name"].as_str().is_some_and(|name| !name.is_empty());
    if let Some(prefix) = meta["generateName"].as_str().filter(|prefix| !given && !prefix.is_empty()) {
        object["metadata"]["name"] = Value::from(format!("{prefix}xxxxx"));
    }
}

fn cause(error: &FieldError) -> Value {
    json!({"reason": error.reason.name(), "field": error.field, "message": error.detail})
}

/// A message longer than this holds a whole template as Go prints it, if it holds a struct at all.
const LONG: usize = 400;

/// Cuts messages off where Go's print of something large begins; a difference of two specs stays whole.
fn shorten(answer: &mut Value) {
    let cut = |message: &mut Value| {
        if let Some(text) = message.as_str().filter(|text| !text.contains("\n@@ ")) {
            let line = text.lines().next().unwrap_or_default();
            let end = line.find('{').filter(|_| line.len() > LONG).unwrap_or(line.len());
            *message = Value::from(&line[..end]);
        }
    };
    if let Some(message) = answer.get_mut("message") {
        cut(message);
    }
    for cause in answer.get_mut("causes").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(message) = cause.get_mut("message") {
            cut(message);
        }
    }
}
