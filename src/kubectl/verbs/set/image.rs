//! `kubectl set image`: kubectl pkg/cmd/set/set_image.go, v1.36.

use serde_json::{Value, json};

use super::{containers_of, pod_spec, within};
use crate::cluster::Key;
use crate::kubectl::call::flags::Flags;
use crate::kubectl::call::{Answer, Call, Started, targets};
use crate::kubectl::reach::Reach;

pub(super) fn image(call: &mut Call<'_>, flags: &Flags, rest: &[String]) -> Result<Started, Answer> {
    let (pairs, words): (Vec<&String>, Vec<&String>) = rest.iter().partition(|word| word.contains('='));
    let words: Vec<String> = words.into_iter().cloned().collect();
    let pairs: Vec<(&str, &str)> = pairs.into_iter().filter_map(|pair| pair.split_once('=')).collect();
    targets::refuse_nothing(flags, &words)?;
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
    let known = |name: &str| containers_of(spec).any(|container| container["name"] == name);
    let missing: Vec<&str> =
        pairs.iter().map(|(name, _)| *name).filter(|name| *name != "*" && !known(name)).collect();
    if let Some(name) = missing.first() {
        return Answer::failed(&format!("error: unable to find container named \"{name}\""));
    }
    if !changed {
        return Answer::default();
    }
    super::send(call, key, within(path, patch), "image updated")
}
