//! `kubectl set`: image, env, resources, serviceaccount and selector. kubectl pkg/cmd/set, v1.36.

mod env;
mod image;
mod others;
mod resources;
mod subject;

use serde_json::{Value, json};

use super::Verb;
use crate::cluster::Key;
use crate::kinds::Kind;
use crate::kinds::patch::Patch;
use crate::kubectl::call::flags::{
    CHANGES, FILES, Flag, Flags, OUTPUT, SELECTION, short_value, switch, value,
};
use crate::kubectl::call::{Answer, Call, Started, targets};
use crate::kubectl::usage;

const OWN: &[Flag] = &[
    switch("local"),
    short_value("containers", 'c'),
    value("user"),
    value("group"),
    value("serviceaccount"),
    value("limits"),
    value("requests"),
    short_value("env", 'e'),
    value("from"),
    value("keys"),
    value("prefix"),
    switch("list"),
    switch("resolve"),
    switch("overwrite"),
];

pub const VERB: Verb = Verb { name: "set", flags: &[OWN, FILES, SELECTION, CHANGES, OUTPUT], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let Some((what, rest)) = flags.words.split_first() else {
        return Err(usage::of_group("set"));
    };
    match what.as_str() {
        "image" => image::image(call, flags, rest),
        "env" => env::env(call, flags, rest),
        "resources" => resources::resources(call, flags, rest),
        "serviceaccount" | "sa" => others::service_account(call, flags, rest),
        "subject" => subject::subject(call, flags, rest),
        "selector" => others::selector(call, flags, rest),
        _ => Err(usage::unknown_below("set", &flags.words)),
    }
}

/// Where a kind keeps its pod's spec.
fn pod_spec(kind: Kind) -> &'static str {
    match kind {
        Kind::Pod => "/spec",
        Kind::CronJob => "/spec/jobTemplate/spec/template/spec",
        _ => "/spec/template/spec",
    }
}

/// Both sorts of containers of a pod's spec.
fn containers_of(spec: &Value) -> impl Iterator<Item = &Value> {
    let lists = [&spec["initContainers"], &spec["containers"]];
    lists.into_iter().filter_map(|list| list.as_array()).flatten()
}

/// A patch of a part, as a patch of the whole.
fn within(path: &str, mut patch: Value) -> Value {
    for part in path.rsplit('/').filter(|part| !part.is_empty()) {
        patch = json!({part: patch});
    }
    patch
}

fn send(call: &mut Call<'_>, key: &Key, patch: Value, word: &str) -> Answer {
    let done = call.world.act("kubectl", |api| {
        api.manager = Some("kubectl-set");
        api.patch(key, &Patch::Strategic(patch))
    });
    match done {
        Ok(_) => Answer::said(format!("{} {word}\n", targets::called(key))),
        Err(status) => Answer::failed(&status.to_string()),
    }
}

/// The stored object, as the API prints it.
fn stored(call: &Call<'_>, key: &Key) -> Value {
    call.world.api().store().object(key).map(|object| object.to_value()).unwrap_or_default()
}

/// `*` in a name stands for any text.
fn selects(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => {
            name.len() >= before.len() + after.len() && name.starts_with(before) && name.ends_with(after)
        }
    }
}
