//! `kubectl diff`: what an apply would change. kubectl pkg/cmd/diff/diff.go, v1.36; `KUBECTL_EXTERNAL_DIFF` is not read.
//!
//! Both sides are what the server has and would have; it ends with 1 if they differ.

use serde_json::Value;

use super::Verb;
use crate::cluster::{Key, World};
use crate::kinds::selection::Selection;
use crate::kinds::unified;
use crate::kinds::{Kind, Object};
use crate::kubectl::apply::{self, key_in};
use crate::kubectl::call::flags::{FILES, Flag, Flags, SELECTION, switch, value};
use crate::kubectl::call::{Answer, Call, Started, namespace, targets};
use crate::kubectl::{manifest, moment, output, server_side};

const OWN: &[Flag] = &[
    switch("server-side"),
    switch("force-conflicts"),
    switch("prune"),
    switch("show-managed-fields"),
    value("field-manager"),
    value("concurrency"),
];

pub const VERB: Verb = Verb { name: "diff", flags: &[OWN, FILES, SELECTION], act };

/// Status of a diff that could not be made.
const FAILED: i32 = 2;

/// What goes wrong ends with 2: 1 says that something differs.
fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    diff(call, flags).map_err(|answer| Answer { code: answer.code.max(2), ..answer })
}

fn diff(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let files = targets::named_files(call, flags)?;
    if files.is_empty() {
        return Err(Answer::failed("error: must specify one of -f and -k"));
    }
    let labels = flags.value("selector").unwrap_or_default();
    let selection = Selection::parse(labels, "").map_err(|why| Answer::failed(&why))?;
    let stamp = moment::file_time(call.world.api().wall_clock(call.world.now()));
    let mut answer = Answer::default();
    for (name, text) in files {
        // One after the other in a copy: a namespace may come before what is in it.
        let mut after = call.world.clone();
        let before = call.world.api().store().version();
        let lines = match flags.is_on("server-side") {
            true => {
                let options =
                    server_side::Options { force: flags.is_on("force-conflicts"), ..Default::default() };
                server_side::apply_in(&mut after, namespace(call, flags), &name, &text, &options)
            }
            false => apply::apply_in(&mut after, namespace(call, flags), &name, &text),
        };
        let refused = Answer::of_lines(lines);
        if refused.code != 0 {
            return Err(Answer { code: FAILED, stdout: answer.stdout, ..refused });
        }
        for one in manifest::read_in(&text, call.world.api().store()).into_iter().flatten() {
            let key = key_in(&one, namespace(call, flags));
            let merged = shown(&after, &key);
            if merged.as_ref().is_some_and(|object| selection.selects(object)) {
                answer.stdout += &compared(&key, shown(call.world, &key), merged, (before, &stamp));
            }
        }
    }
    answer.code = i32::from(!answer.stdout.is_empty());
    Ok(Started::Done(answer))
}

fn shown(world: &World, key: &Key) -> Option<Value> {
    let mut object = output::without_managers(world.api().store().object(key).map(Object::to_value)?);
    if key.kind == Kind::Secret {
        mask(&mut object);
    }
    Some(object)
}

/// What a Secret holds is not shown.
fn mask(object: &mut Value) {
    for (_, one) in object["data"].as_object_mut().into_iter().flatten() {
        *one = Value::from("***");
    }
}

fn compared(
    key: &Key,
    live: Option<Value>,
    mut merged: Option<Value>,
    (version, stamp): (u64, &str),
) -> String {
    // What was written nowhere has no version of its own.
    if let Some(meta) = merged.as_mut().and_then(|object| object["metadata"].as_object_mut()) {
        match live.as_ref().map(|live| live["metadata"]["resourceVersion"].clone()) {
            Some(version) => drop(meta.insert("resourceVersion".into(), version)),
            None => drop(meta.remove("resourceVersion")),
        }
    }
    let text = |object: Option<Value>| object.map(|object| output::yaml(&object)).unwrap_or_default();
    let hunks = unified::hunks(&text(live), &text(merged));
    if hunks.is_empty() {
        return hunks;
    }
    let info = key.kind.info();
    let group = info.api_version().replace('/', ".");
    let name = format!("{group}.{}.{}.{}", info.kind, key.namespace, key.name);
    let (live, merged) = (format!("/tmp/LIVE-{version}/{name}"), format!("/tmp/MERGED-{version}/{name}"));
    format!("diff -u -N {live} {merged}\n--- {live}\t{stamp}\n+++ {merged}\t{stamp}\n{hunks}")
}
