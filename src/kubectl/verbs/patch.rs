//! `kubectl patch`.

use super::Verb;
use crate::kubectl::call::flags::{CHANGES, FILES, Flag, Flags, OUTPUT, short_value, switch, value};
use crate::kubectl::call::{Answer, Call, Started, targets};
use crate::kubectl::patch::{self, Form, Options, Part};

const OWN: &[Flag] =
    &[short_value("patch", 'p'), value("patch-file"), value("type"), value("subresource"), switch("local")];

pub const VERB: Verb = Verb { name: "patch", flags: &[OWN, FILES, CHANGES, OUTPUT], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let form = flags.value("type").unwrap_or("strategic");
    let Some(form) = Form::by_name(form) else {
        return Err(Answer::failed(&format!(
            "error: --type must be one of [json merge strategic], not \"{form}\""
        )));
    };
    let text = match (flags.value("patch"), flags.value("patch-file")) {
        (Some(text), _) => text.to_owned(),
        (None, Some(path)) => targets::manifests(call, path)?.into_iter().map(|(_, text)| text).collect(),
        (None, None) => String::new(),
    };
    if text.is_empty() {
        return Err(Answer::failed(
            "error: must specify --patch or --patch-file containing the contents of the patch",
        ));
    }
    let asked = flags.value("subresource").unwrap_or_default();
    let Some(part) = Part::by_name(asked) else {
        return Err(Answer::failed(&format!(
            "error: invalid subresource value: \"{asked}\". Must be one of [status scale resize]"
        )));
    };
    let found = targets::find(call, flags, &flags.words, None)?;
    let mut answer = Answer::default();
    for key in &found.keys {
        let options = Options { text: text.clone(), form, part };
        answer.add(Answer::of_lines(patch::patch(call.world, key, &options)));
    }
    answer.add(found.missing);
    Ok(Started::Done(answer))
}
