//! `kubectl wait`: until a condition holds, a field has a value, or the objects are gone.
//!
//! Models kubectl pkg/cmd/wait, v1.36: one object after the other, each with the time that is left of `--timeout`.

use serde_json::Value;

use super::Verb;
use crate::cluster::{Key, World};
use crate::kubectl::call::flags::{FILES, Flag, Flags, OUTPUT, SELECTION, value};
use crate::kubectl::call::{Answer, Call, Polled, Started, Wait, namespace, targets};
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::get;
use crate::kubectl::json_path::{self, Step};
use crate::kubectl::reach::Reach;
use crate::kubectl::time_out::time_out;
use crate::sim::{SimTime, Span};

const OWN: &[Flag] = &[value("for"), value("timeout")];

pub const VERB: Verb = Verb { name: "wait", flags: &[OWN, FILES, SELECTION, OUTPUT], act };

/// --timeout
const DEFAULT: Span = Span::from_secs(30);

/// What is waited for.
#[derive(Clone, Debug)]
enum Goal {
    Condition(String, String),
    Field(Vec<Step>, Option<String>),
    Delete,
    Create,
}

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let goal = goal(flags)?;
    let span = match flags.value("timeout") {
        None => DEFAULT,
        // Less than nothing is a week.
        Some(text) if text.starts_with('-') => Span::from_secs(7 * 24 * 3600),
        Some(text) => time_out(text).map_err(|why| Answer::failed(&why))?.unwrap_or(Span::ZERO),
    };
    let found = targets::find(call, flags, &flags.words, None);
    let found = match (found, &goal) {
        (Ok(mut found), Goal::Create) => {
            found.keys = named(call, flags, found.keys);
            targets::Targets { missing: Answer::default(), ..found }
        }
        (Ok(found), Goal::Delete) => targets::Targets { missing: Answer::default(), ..found },
        (Ok(found), _) if found.missing.code != 0 => return Err(found.missing),
        (Ok(found), _) => found,
        (Err(refusal), _) => return Err(refusal),
    };
    if found.keys.is_empty() && !matches!(goal, Goal::Delete) {
        return Err(Answer::failed("error: no matching resources found"));
    }
    let uid = |key: &Key| {
        call.world.api().store().object(key).map(|object| object.meta().uid.to_string()).unwrap_or_default()
    };
    let left: Vec<(Key, String)> = found.keys.iter().map(|key| (key.clone(), uid(key))).collect();
    let mut waiting = Waiting { left, goal, until: call.world.now() + span, failed: Answer::default() };
    Ok(match waiting.poll(call.world) {
        Polled::Done(answer) => Started::Done(answer),
        Polled::More(said) => Started::Waiting(said, Box::new(waiting)),
    })
}

/// What is named, whether it is there yet or not.
fn named(call: &Call<'_>, flags: &Flags, found: Vec<Key>) -> Vec<Key> {
    let view = WorldView(call.world);
    let (kinds, names): (Vec<&str>, Vec<&str>) = match flags.words.as_slice() {
        words if words.iter().any(|word| word.contains('/')) => {
            words.iter().filter_map(|word| word.split_once('/')).unzip()
        }
        [kind, names @ ..] => names.iter().map(|name| (kind.as_str(), name.as_str())).unzip(),
        [] => return found,
    };
    let key = |(kind, name): (&str, &str)| {
        let kind = get::kind(&view, kind).ok()?;
        let place = if kind.info().namespaced { namespace(call, flags) } else { "" };
        Some(Key::new(kind, place, name))
    };
    let all: Vec<Key> = kinds.into_iter().zip(names).filter_map(key).collect();
    if all.is_empty() { found } else { all }
}

fn goal(flags: &Flags) -> Result<Goal, Answer> {
    let text = flags.value("for").unwrap_or_default();
    if let Some(condition) = text.strip_prefix("condition=") {
        let (name, value) = condition.split_once('=').unwrap_or((condition, "true"));
        return Ok(Goal::Condition(name.to_lowercase(), value.trim_matches(['"', '\'']).to_lowercase()));
    }
    if let Some(path) = text.strip_prefix("jsonpath=") {
        let path = path.trim_matches(['\'', '"']);
        let end = path.rfind('}').map_or(path.len(), |at| at + 1);
        let wanted = path[end..].trim_start_matches('=');
        // What is not in braces ends where the value begins: RelaxedJSONPathExpression.
        let (bare, wanted) = match path.contains('}') {
            true => (path[..end].to_owned(), wanted),
            false => {
                let (bare, wanted) = path.split_once('=').unwrap_or((path, ""));
                (format!("{{.{}}}", bare.trim_start_matches('.')), wanted)
            }
        };
        let steps = json_path::parse(&bare).filter(|steps| !steps.is_empty());
        let wrong = || {
            Answer::failed(&format!(
                "error: jsonpath wait format must be --for=jsonpath='{{.status.readyReplicas}}'=3: {path}"
            ))
        };
        let wanted = Some(wanted.trim_matches(['"', '\'']).to_owned()).filter(|text| !text.is_empty());
        return Ok(Goal::Field(steps.ok_or_else(wrong)?, wanted));
    }
    match text.to_lowercase().as_str() {
        "delete" => Ok(Goal::Delete),
        "create" => Ok(Goal::Create),
        _ => Err(Answer::failed(&format!("error: unrecognized condition: {text:?}"))),
    }
}

impl Goal {
    fn is_met(&self, object: Option<&Value>) -> bool {
        let Some(object) = object else { return matches!(self, Goal::Delete) };
        match self {
            Goal::Delete => false,
            Goal::Create => true,
            Goal::Condition(name, value) => {
                let conditions = object["status"]["conditions"].items().iter();
                let generation = object["metadata"]["generation"].int();
                let is_fresh = |one: &Value| {
                    let seen = one["observedGeneration"]
                        .as_i64()
                        .or(object["status"]["observedGeneration"].as_i64());
                    seen.is_none_or(|seen| seen >= generation)
                };
                let named = conditions.filter(|one| one["type"].text().to_lowercase() == *name);
                named.into_iter().any(|one| is_fresh(one) && one["status"].text().to_lowercase() == *value)
            }
            Goal::Field(steps, wanted) => {
                let found = json_path::follow(object, steps);
                match (found.as_slice(), wanted) {
                    ([one], Some(wanted)) => crate::kubectl::reach::show(one) == *wanted,
                    (found, None) => !found.is_empty(),
                    _ => false,
                }
            }
        }
    }
}

#[derive(Clone, Debug)]
struct Waiting {
    left: Vec<(Key, String)>,
    goal: Goal,
    until: SimTime,
    failed: Answer,
}

impl Wait for Waiting {
    fn poll(&mut self, world: &mut World) -> Polled {
        let mut said = Answer::default();
        while let Some((key, uid)) = self.left.first() {
            let object = WorldView(world).get(key.kind, &key.namespace, &key.name);
            let object = object.filter(|object| uid.is_empty() || object["metadata"]["uid"].text() == *uid);
            let name = targets::called(key);
            if self.goal.is_met(object.as_ref()) {
                said.stdout += &match self.goal {
                    Goal::Delete => format!("{name} deleted\n"),
                    _ => format!("{name} condition met\n"),
                };
            } else if object.is_none() && !matches!(self.goal, Goal::Create) {
                let plural = key.kind.info().qualified_plural();
                self.failed.add(Answer::failed(&format!(
                    "Error from server (NotFound): {plural} \"{}\" not found",
                    key.name
                )));
            } else if world.now() >= self.until {
                let place = format!("{}/{}", key.kind.info().plural, key.name);
                self.failed
                    .add(Answer::failed(&format!("error: timed out waiting for the condition on {place}")));
            } else {
                return Polled::More(said);
            }
            self.left.remove(0);
        }
        said.add(std::mem::take(&mut self.failed));
        Polled::Done(said)
    }
}
