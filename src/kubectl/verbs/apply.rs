//! `kubectl apply`.

use super::Verb;
use crate::kubectl::call::flags::{CHANGES, FILES, Flag, Flags, OUTPUT, SELECTION, switch, value};
use crate::kubectl::call::{Answer, Call, Started, namespace, targets};
use crate::kubectl::{apply, last_applied, manifest, server_side};

const OWN: &[Flag] = &[
    switch("server-side"),
    switch("force-conflicts"),
    switch("wait"),
    switch("force"),
    switch("prune"),
    switch("openapi-patch"),
    switch("create-annotation"),
    Flag { long: "validate", short: None, alone: Some("strict") },
    value("timeout"),
    value("grace-period"),
    Flag { long: "cascade", short: None, alone: Some("background") },
];

pub const VERB: Verb = Verb { name: "apply", flags: &[OWN, FILES, CHANGES, SELECTION, OUTPUT], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if flags.is_on("prune") {
        return Err(Answer::failed(
            "error: --prune is not simulated: delete what is left over with kubectl delete",
        ));
    }
    if let Some((what, rest)) = flags.words.split_first()
        && let Some(answer) = last_applied::act(call, flags, what, rest)
    {
        return answer;
    }
    if let Some(word) = flags.words.first() {
        return Err(Answer::failed(&format!(
            "error: Unexpected args: [{word}]\nSee 'kubectl apply -h' for help and examples"
        )));
    }
    let files = targets::named_files(call, flags)?;
    if files.is_empty() {
        return Err(Answer::failed("error: must specify one of -f and -k"));
    }
    let manager = flags.value("field-manager").unwrap_or(server_side::MANAGER).to_owned();
    let options = server_side::Options { manager, force: flags.is_on("force-conflicts") };
    let mut answer = Answer::default();
    for (name, text) in files {
        let place = namespace(call, flags).to_owned();
        let read = manifest::read_in(&text, call.world.api().store());
        read.iter().flatten().for_each(|one| call.asks_for(&apply::key_in(one, &place)));
        let lines = match flags.is_on("server-side") {
            true => server_side::apply_in(call.world, &place, &name, &text, &options),
            false => apply::apply_in(call.world, &place, &name, &text),
        };
        answer.add(Answer::of_lines(lines));
    }
    Ok(Started::Done(answer))
}
