//! `kubectl create -f`, and of the generators `create namespace`.

use super::Verb;
use crate::kubectl::call::flags::{CHANGES, FILES, Flag, Flags, OUTPUT, switch};
use crate::kubectl::call::{Answer, Call, Started, namespace, targets};
use crate::kubectl::create;

const OWN: &[Flag] = &[switch("save-config")];

pub const VERB: Verb = Verb { name: "create", flags: &[OWN, FILES, CHANGES, OUTPUT], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let generated = match flags.words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => None,
        ["namespace" | "ns", name] => {
            Some(format!("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: {}\n", quoted(name)))
        }
        [what, ..] => {
            return Err(Answer::failed(&format!("error: `kubectl create {what}` is not simulated yet")));
        }
    };
    let place = namespace(call, flags).to_owned();
    if let Some(text) = generated {
        return Ok(Started::Done(Answer::of_lines(create::create_in(call.world, &place, "", &text))));
    }
    if flags.all("filename").is_empty() {
        return Err(Answer::failed("error: must specify one of -f and -k"));
    }
    let mut answer = Answer::default();
    for path in flags.all("filename") {
        for (name, text) in targets::manifests(call, path)? {
            answer.add(Answer::of_lines(create::create_in(call.world, &place, &name, &text)));
        }
    }
    Ok(Started::Done(answer))
}

/// A text as JSON writes it, which YAML reads too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
