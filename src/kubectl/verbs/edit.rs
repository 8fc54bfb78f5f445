//! `kubectl edit`.

use super::Verb;
use crate::kinds::Object;
use crate::kubectl::call::flags::{FILES, Flag, Flags, OUTPUT, SELECTION, switch, value};
use crate::kubectl::call::{Answer, Call, Started, targets};
use crate::kubectl::editing::{self, Purpose, Subject};
use crate::kubectl::output;

const OWN: &[Flag] = &[
    switch("output-patch"),
    switch("windows-line-endings"),
    switch("save-config"),
    value("subresource"),
    value("field-manager"),
    Flag { long: "validate", short: None, alone: Some("strict") },
];

pub const VERB: Verb = Verb { name: "edit", flags: &[OWN, FILES, SELECTION, OUTPUT], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if let Some(other) = flags.value("subresource").filter(|one| !matches!(*one, "" | "status")) {
        return Err(Answer::failed(&format!(
            "error: invalid subresource value: {other:?}. Must be one of [status]"
        )));
    }
    let found = targets::find(call, flags, &flags.words, None)?;
    if found.missing.code != 0 {
        return Err(found.missing);
    }
    if found.keys.is_empty() {
        return Err(Answer::failed("error: you must provide one or more resources by argument or filename"));
    }
    let mut subjects = Vec::new();
    for key in found.keys {
        let Some(object) = call.world.api().store().object(&key).map(Object::to_value) else {
            return Err(targets::missing(&key));
        };
        subjects.push(Subject { key, object: output::without_managers(object) });
    }
    let purpose = Purpose::Patch {
        status: flags.value("subresource") == Some("status"),
        saves: flags.is_on("save-config"),
        shows: flags.is_on("output-patch"),
    };
    Ok(editing::begin("kubectl edit", purpose, subjects).unwrap_or_else(|| Started::Done(Answer::default())))
}
