//! `kubectl taint nodes NAME... KEY[=VALUE]:EFFECT` or `KEY[:EFFECT]-`.

use serde_json::{Value, json};

use super::Verb;
use crate::cluster::Key;
use crate::kinds::Kind;
use crate::kinds::patch::Patch;
use crate::kinds::validation::qualified_name_faults;
use crate::kubectl::call::flags::{CHANGES, Flag, Flags, OUTPUT, SELECTION, switch};
use crate::kubectl::call::{Answer, Call, Started, targets};
use crate::kubectl::describe::WorldView;
use crate::kubectl::get;
use crate::kubectl::reach::Reach;

const OWN: &[Flag] = &[switch("overwrite"), switch("validate")];

pub const VERB: Verb = Verb { name: "taint", flags: &[OWN, SELECTION, CHANGES, OUTPUT], act };

const EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/// A taint to set, or to take away: then without a value, and with every effect if it names none.
struct Spec {
    key: String,
    value: String,
    effect: String,
    remove: bool,
}

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let Some((first, rest)) = flags.words.split_first() else {
        return Err(Answer::failed("error: one or more resources must be specified as <resource> <name>"));
    };
    if get::kind(&WorldView(call.world), first).map_err(|why| Answer::failed(&why))? != Kind::Node {
        return Err(Answer::failed(&format!("error: invalid resource type {first}, only node is supported")));
    }
    let is_spec = |word: &&String| word.contains(['=', ':']) || word.ends_with('-');
    let (specs, names): (Vec<&String>, Vec<&String>) = rest.iter().partition(is_spec);
    let specs: Vec<Spec> = specs.into_iter().map(|word| spec(word)).collect::<Result<_, _>>()?;
    if specs.is_empty() {
        return Err(Answer::failed("error: at least one taint update is required"));
    }
    let names: Vec<String> = names.into_iter().cloned().collect();
    let found = targets::find(call, flags, &names, Some(Kind::Node))?;
    let mut answer = found.missing;
    for key in &found.keys {
        answer.add(one(call, key, &specs, flags.is_on("overwrite")));
    }
    Ok(Started::Done(answer))
}

fn usage(why: &str) -> Answer {
    Answer::failed(&format!("error: {why}\nSee 'kubectl taint -h' for help and examples"))
}

/// pkg/cmd/taint/utils.go parseTaint
fn spec(word: &str) -> Result<Spec, Answer> {
    let bare = word.strip_suffix('-');
    let (name, effect) = match bare.unwrap_or(word).split_once(':') {
        Some((name, effect)) => (name, Some(effect)),
        None => (bare.unwrap_or(word), None),
    };
    let invalid = |why: &str| usage(&format!("invalid taint spec: {word}, {why}"));
    if let Some(effect) = effect.filter(|effect| !EFFECTS.contains(effect)) {
        return Err(usage(&format!("invalid taint effect: {effect}, unsupported taint effect")));
    }
    let (key, value) = match name.split_once('=') {
        Some((key, value)) if effect.is_some() => (key, value),
        _ => (name, ""),
    };
    if let Some(fault) = qualified_name_faults(key).first() {
        return Err(invalid(fault));
    }
    if bare.is_none() && effect.is_none() {
        return Err(usage(&format!("invalid taint spec: {word}")));
    }
    let effect = effect.unwrap_or_default();
    Ok(Spec { key: key.into(), value: value.into(), effect: effect.into(), remove: bare.is_some() })
}

fn one(call: &mut Call<'_>, key: &Key, specs: &[Spec], overwrite: bool) -> Answer {
    let stored = call.world.api().store().object(key).map(|object| object.to_value()).unwrap_or_default();
    let mut taints: Vec<Value> = stored["spec"]["taints"].as_array().cloned().unwrap_or_default();
    let same = |taint: &Value, spec: &Spec| {
        taint["key"] == spec.key.as_str()
            && (spec.effect.is_empty() || taint["effect"] == spec.effect.as_str())
    };
    let set: Vec<&Spec> = specs.iter().filter(|spec| !spec.remove).collect();
    if !overwrite {
        let held = set.iter().filter(|spec| taints.iter().any(|taint| same(taint, spec)));
        let held: Vec<&str> = held.map(|spec| spec.key.as_str()).collect();
        if !held.is_empty() {
            return Answer::failed(&format!(
                "error: node {} already has {} taint(s) with same effect(s) and --overwrite is false",
                key.name,
                held.join(", ")
            ));
        }
    }
    for spec in specs.iter().filter(|spec| spec.remove) {
        if !taints.iter().any(|taint| same(taint, spec)) {
            let effect = if spec.effect.is_empty() { String::new() } else { format!(":{}", spec.effect) };
            return Answer::failed(&format!("error: taint \"{}{effect}\" not found", spec.key));
        }
    }
    taints.retain(|taint| !specs.iter().any(|spec| same(taint, spec)));
    let mut all: Vec<Value> = set
        .iter()
        .map(|spec| match spec.value.as_str() {
            "" => json!({"key": spec.key, "effect": spec.effect}),
            value => json!({"key": spec.key, "value": value, "effect": spec.effect}),
        })
        .collect();
    all.extend(taints);
    let word = match (set.is_empty(), set.len() == specs.len(), overwrite) {
        (true, ..) => "untainted",
        (false, true, _) => "tainted",
        (false, false, _) => "modified",
    };
    let patch =
        Patch::Merge(json!({"spec": {"taints": if all.is_empty() { Value::Null } else { json!(all) }}}));
    match call.world.act("kubectl", |api| api.patch(key, &patch)) {
        Ok(_) => Answer::said(format!("node/{} {word}\n", stored["metadata"]["name"].text())),
        Err(status) => Answer::failed(&status.to_string()),
    }
}
