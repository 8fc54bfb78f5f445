//! `kubectl cordon` and `kubectl uncordon`.

use super::Verb;
use crate::kinds::Kind;
use crate::kubectl::call::flags::{CHANGES, Flags, SELECTION};
use crate::kubectl::call::{Answer, Call, Started, targets};
use crate::kubectl::cordoning;

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
        answer.add(cordoning::mark(call, key, on));
    }
    Ok(Started::Done(answer))
}
