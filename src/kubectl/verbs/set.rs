//! `kubectl set image`; the other fields `set` knows are not here yet.

use serde_json::{Value, json};

use super::Verb;
use crate::cluster::Key;
use crate::kinds::Kind;
use crate::kinds::patch::Patch;
use crate::kubectl::call::flags::{CHANGES, FILES, Flag, Flags, OUTPUT, SELECTION, switch};
use crate::kubectl::call::{Answer, Call, Started, targets};
use crate::kubectl::reach::Reach;

const OWN: &[Flag] = &[switch("local")];

pub const VERB: Verb = Verb { name: "set", flags: &[OWN, FILES, SELECTION, CHANGES, OUTPUT], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    match flags.words.split_first() {
        Some((what, rest)) if what == "image" => image(call, flags, rest),
        Some((what, _)) => Err(Answer::failed(&format!("error: `kubectl set {what}` is not simulated yet"))),
        None => Err(Answer::failed("error: `kubectl set` needs what to set, for example `image`")),
    }
}

fn image(call: &mut Call<'_>, flags: &Flags, rest: &[String]) -> Result<Started, Answer> {
    let (pairs, words): (Vec<&String>, Vec<&String>) = rest.iter().partition(|word| word.contains('='));
    let words: Vec<String> = words.into_iter().cloned().collect();
    let pairs: Vec<(&str, &str)> = pairs.into_iter().filter_map(|pair| pair.split_once('=')).collect();
    if pairs.is_empty() {
        return Err(Answer::failed("error: at least one image update is required"));
    }
    let found = targets::find(call, flags, &words, None)?;
    let mut answer = Answer::default();
    for key in &found.keys {
        answer.add(one(call, key, &pairs));
    }
    answer.add(found.missing);
    Ok(Started::Done(answer))
}

/// Where a kind keeps its pod's spec.
fn pod_spec(kind: Kind) -> &'static str {
    match kind {
        Kind::Pod => "/spec",
        Kind::CronJob => "/spec/jobTemplate/spec/template/spec",
        _ => "/spec/template/spec",
    }
}

fn one(call: &mut Call<'_>, key: &Key, pairs: &[(&str, &str)]) -> Answer {
    let stored = call.world.api().store().object(key).map(|object| object.to_value()).unwrap_or_default();
    let path = pod_spec(key.kind);
    let Some(spec) = stored.pointer(path) else {
        return Answer::failed(&format!("error: {} has no containers", targets::called(key)));
    };
    let (mut patch, mut changed) = (json!({}), false);
    for list in ["initContainers", "containers"] {
        let containers = spec[list].as_array().into_iter().flatten();
        let hits: Vec<Value> = containers
            .filter_map(|container| {
                let name = container["name"].text();
                let (_, image) = pairs.iter().find(|(wanted, _)| *wanted == "*" || *wanted == name)?;
                changed |= container["image"] != *image;
                Some(json!({"name": name, "image": image}))
            })
            .collect();
        if !hits.is_empty() {
            patch[list] = json!(hits);
        }
    }
    let known = |name: &str| {
        let lists = [&spec["initContainers"], &spec["containers"]];
        lists.iter().filter_map(|list| list.as_array()).flatten().any(|container| container["name"] == name)
    };
    let missing: Vec<&str> =
        pairs.iter().map(|(name, _)| *name).filter(|name| *name != "*" && !known(name)).collect();
    if let Some(name) = missing.first() {
        return Answer::failed(&format!("error: unable to find container named \"{name}\""));
    }
    if !changed {
        return Answer::default();
    }
    for part in path.rsplit('/').filter(|part| !part.is_empty()) {
        patch = json!({part: patch});
    }
    let done = call.world.act("kubectl", |api| {
        api.manager = Some("kubectl-set");
        api.patch(key, &Patch::Strategic(patch))
    });
    match done {
        Ok(_) => Answer::said(format!("{} image updated\n", targets::called(key))),
        Err(status) => Answer::failed(&status.to_string()),
    }
}
