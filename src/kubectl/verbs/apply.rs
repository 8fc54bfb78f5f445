//! `kubectl apply`.

use super::Verb;
use crate::kubectl::call::flags::{CHANGES, FILES, Flag, Flags, OUTPUT, SELECTION, switch};
use crate::kubectl::call::{Answer, Call, Started, namespace, targets};
use crate::kubectl::{apply, server_side};

const OWN: &[Flag] = &[switch("server-side"), switch("force-conflicts"), switch("wait"), switch("force")];

pub const VERB: Verb = Verb { name: "apply", flags: &[OWN, FILES, CHANGES, SELECTION, OUTPUT], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    for later in ["kustomize", "dry-run", "output", "selector"] {
        if flags.value(later).is_some() {
            return Err(Answer::failed(&format!("error: --{later} is not simulated yet")));
        }
    }
    if let Some(word) = flags.words.first() {
        return Err(Answer::failed(&format!(
            "error: Unexpected args: [{word}]\nSee 'kubectl apply -h' for help and examples"
        )));
    }
    if flags.all("filename").is_empty() {
        return Err(Answer::failed("error: must specify one of -f and -k"));
    }
    let manager = flags.value("field-manager").unwrap_or(server_side::MANAGER).to_owned();
    let options = server_side::Options { manager, force: flags.is_on("force-conflicts") };
    let mut answer = Answer::default();
    for path in flags.all("filename") {
        for (name, text) in targets::manifests(call, path)? {
            let place = namespace(call, flags).to_owned();
            let lines = match flags.is_on("server-side") {
                true => server_side::apply_in(call.world, &place, &name, &text, &options),
                false => apply::apply_in(call.world, &place, &name, &text),
            };
            answer.add(Answer::of_lines(lines));
        }
    }
    Ok(Started::Done(answer))
}
