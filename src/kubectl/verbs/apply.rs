//! `kubectl apply`.

use std::collections::BTreeSet;

use super::Verb;
use crate::kinds::selection::Selection;
use crate::kubectl::call::flags::{CHANGES, FILES, Flag, Flags, OUTPUT, SELECTION, switch, value};
use crate::kubectl::call::{Answer, Call, Started, namespace, targets};
use crate::kubectl::{apply, last_applied, manifest, prune, server_side};

const OWN: &[Flag] = &[
    switch("server-side"),
    switch("force-conflicts"),
    switch("wait"),
    switch("force"),
    switch("prune"),
    value("prune-allowlist"),
    switch("openapi-patch"),
    switch("create-annotation"),
    Flag { long: "validate", short: None, alone: Some("strict") },
    value("timeout"),
    value("grace-period"),
    Flag { long: "cascade", short: None, alone: Some("background") },
];

pub const VERB: Verb = Verb { name: "apply", flags: &[OWN, FILES, CHANGES, SELECTION, OUTPUT], act };

/// Flags that are missing, or do not go together: ApplyFlags.ToOptions and ApplyOptions.Validate.
fn refuse_conflicts(flags: &Flags) -> Result<(), Answer> {
    let server = flags.is_on("server-side");
    let selects = flags.value("selector").is_some_and(|text| !text.is_empty());
    let why = match () {
        () if flags.all("filename").is_empty() => "must specify one of -f and -k",
        () if flags.is_on("force") && server => "--force cannot be used with --server-side",
        () if flags.value("dry-run") == Some("client") && server => {
            "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)"
        }
        () if flags.is_on("force-conflicts") && !server => "--force-conflicts only works with --server-side",
        () if flags.value("dry-run") == Some("server") && flags.is_on("force") => {
            "--dry-run=server cannot be used with --force"
        }
        () if flags.is_on("all") && selects => "cannot set --all and --selector at the same time",
        () if flags.is_on("prune") && !selects && !flags.is_on("all") => {
            return Err(Answer::failed(WITHOUT_ALL));
        }
        () => return Ok(()),
    };
    Err(Answer::failed(&format!("error: {why}")))
}

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
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
    refuse_conflicts(flags)?;
    let files = targets::named_files(call, flags)?;
    let manager = flags.value("field-manager").unwrap_or(server_side::MANAGER).to_owned();
    let options = server_side::Options { manager, force: flags.is_on("force-conflicts") };
    let selector = flags.value("selector").unwrap_or_default();
    let selection = Selection::parse(selector, "").map_err(|why| Answer::failed(&why))?;
    let prunes = flags.is_on("prune");
    let kinds = prune::kinds(call.world, flags.all("prune-allowlist")).map_err(|why| Answer::failed(&why))?;
    let place = namespace(call, flags).to_owned();
    let mut answer = Answer::default();
    let mut applied = BTreeSet::new();
    let mut none = true;
    for (name, text) in files {
        let mut read = manifest::read_in(&text, call.world.api().store());
        read.retain(|one| one.as_ref().map_or(true, |one| selection.selects(&one.value)));
        none &= read.is_empty();
        for key in read.iter().flatten().map(|one| apply::key_in(one, &place)) {
            call.asks_for(&key);
            applied.insert(key);
        }
        let lines = match flags.is_on("server-side") {
            true => server_side::apply_read(call.world, &place, &name, read, &options),
            false => apply::apply_read(call.world, &place, &name, read),
        };
        answer.add(Answer::of_lines(lines));
    }
    if none {
        return Err(Answer::failed(apply::NO_OBJECTS));
    }
    if prunes && answer.code == 0 {
        answer.add(Answer::of_lines(prune::prune(call.world, &applied, &selection, &kinds)));
    }
    Ok(Started::Done(answer))
}

/// The refusal to prune everything without having been told so.
const WITHOUT_ALL: &str = "error: all resources selected for prune without explicitly passing --all. To prune all resources, \
    pass the --all flag. If you did not mean to prune all resources, specify a label selector";
