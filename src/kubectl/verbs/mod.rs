//! kubectl's verbs: from arguments to answers. One file each, one line in `VERBS`.
//!
//! What they share is in `call`. Texts and exit codes are kubectl v1.36's, from pkg/cmd/VERB in the kubectl repository.

mod apply;
mod cordon;
mod create;
mod delete;
mod describe;
mod get;
mod label;
mod patch;
mod rollout;
mod scale;
mod set;
mod taint;

use super::call::flags::{Flag, Flags};
use super::call::{Answer, Call, Started};

type Act = fn(&mut Call<'_>, &Flags) -> Result<Started, Answer>;

/// One verb under its name.
pub struct Verb {
    name: &'static str,
    flags: &'static [&'static [Flag]],
    act: Act,
}

const VERBS: &[&Verb] = &[
    &apply::VERB,
    &cordon::CORDON,
    &cordon::UNCORDON,
    &create::VERB,
    &delete::VERB,
    &describe::VERB,
    &get::VERB,
    &label::ANNOTATE,
    &label::LABEL,
    &patch::VERB,
    &rollout::VERB,
    &scale::VERB,
    &set::VERB,
    &taint::VERB,
];

/// Runs kubectl on its arguments, without the program's own name.
pub fn start(call: &mut Call<'_>, arguments: &[String]) -> Started {
    let before = arguments.iter().position(|argument| !argument.starts_with('-')).unwrap_or_default();
    let Some(name) = arguments.get(before) else {
        return Started::Done(Answer::said("kubectl controls the Kubernetes cluster manager.\n"));
    };
    let Some(verb) = VERBS.iter().find(|verb| verb.name == name) else {
        return Started::Done(Answer::failed(&format!("error: unknown command \"{name}\" for \"kubectl\"")));
    };
    let own = arguments.iter().enumerate().filter(|(at, _)| *at != before).map(|(_, argument)| argument);
    let read = Flags::read(name, verb.flags, own);
    read.and_then(|flags| (verb.act)(call, &flags)).unwrap_or_else(Started::Done)
}
