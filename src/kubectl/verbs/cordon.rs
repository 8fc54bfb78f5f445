//! `kubectl cordon` and `kubectl uncordon`.

use serde_json::json;

use super::Verb;
use crate::cluster::Key;
use crate::kinds::Kind;
use crate::kinds::patch::Patch;
use crate::kubectl::call::flags::{CHANGES, Flags, SELECTION};
use crate::kubectl::call::{Answer, Call, Started, targets};

pub const CORDON: Verb =
    Verb { name: "cordon", flags: &[SELECTION, CHANGES], act: |call, flags| act(call, flags, true) };
pub const UNCORDON: Verb =
    Verb { name: "uncordon", flags: &[SELECTION, CHANGES], act: |call, flags| act(call, flags, false) };

fn act(call: &mut Call<'_>, flags: &Flags, on: bool) -> Result<Started, Answer> {
    if flags.words.is_empty() && flags.value("selector").is_none() {
        let verb = if on { "cordon" } else { "uncordon" };
        return Err(Answer::failed(&format!(
            "error: USAGE: {verb} NODE [flags]\nSee 'kubectl {verb} -h' for help and examples"
        )));
    }
    let found = targets::find(call, flags, &flags.words, Some(Kind::Node))?;
    let mut answer = found.missing;
    for key in &found.keys {
        answer.add(mark(call, key, on));
    }
    Ok(Started::Done(answer))
}

pub(super) fn mark(call: &mut Call<'_>, key: &Key, on: bool) -> Answer {
    let word = if on { "cordoned" } else { "uncordoned" };
    let stored = call.world.api().store().object(key).map(|object| object.to_value()).unwrap_or_default();
    if stored["spec"]["unschedulable"].as_bool().unwrap_or_default() == on {
        return Answer::said(format!("node/{} already {word}\n", key.name));
    }
    let patch =
        Patch::Strategic(json!({"spec": {"unschedulable": if on { json!(true) } else { json!(null) }}}));
    match call.world.act("kubectl", |api| api.patch(key, &patch)) {
        Ok(_) => Answer::said(format!("node/{} {word}\n", key.name)),
        Err(status) => Answer::failed(&status.to_string()),
    }
}
