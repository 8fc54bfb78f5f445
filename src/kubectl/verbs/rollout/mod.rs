//! `kubectl rollout`: status, history, undo, pause, resume, restart. kubectl pkg/cmd/rollout, v1.36.

mod history;
mod marks;
mod status;
mod undo;

use super::Verb;
use crate::kubectl::call::flags::{CHANGES, FILES, Flag, Flags, OUTPUT, SELECTION, short_switch, value};
use crate::kubectl::call::{Answer, Call, Started};
use crate::kubectl::usage;

const OWN: &[Flag] = &[short_switch("watch", 'w'), value("timeout"), value("revision"), value("to-revision")];

pub const VERB: Verb = Verb { name: "rollout", flags: &[OWN, FILES, SELECTION, CHANGES, OUTPUT], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let Some((what, rest)) = flags.words.split_first() else {
        return Err(usage::of_group("rollout"));
    };
    if usage::command(&format!("rollout {what}")).is_none() {
        return Err(usage::unknown_below("rollout", &flags.words));
    }
    if rest.is_empty() && flags.all("filename").is_empty() {
        return Err(Answer::failed("error: required resource not specified"));
    }
    match what.as_str() {
        "status" => status::status(call, flags, rest),
        "history" => history::history(call, flags, rest).map(Started::Done),
        "undo" => undo::undo(call, flags, rest).map(Started::Done),
        "pause" => marks::mark(call, flags, rest, marks::Mark::Pause).map(Started::Done),
        "resume" => marks::mark(call, flags, rest, marks::Mark::Resume).map(Started::Done),
        "restart" => marks::mark(call, flags, rest, marks::Mark::Restart).map(Started::Done),
        _ => Err(usage::unknown_below("rollout", &flags.words)),
    }
}
