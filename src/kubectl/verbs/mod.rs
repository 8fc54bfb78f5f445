//! kubectl's verbs: from arguments to answers. One file each, one line in `VERBS`.
//!
//! What they share is in `call`. Texts and exit codes are kubectl v1.36's, from pkg/cmd/VERB in the kubectl repository.

mod about;
mod apply;
mod attach;
mod auth;
mod autoscale;
mod certificate;
mod config;
mod cordon;
mod cp;
mod create;
mod debug;
mod delete;
mod describe;
mod diff;
mod drain;
mod edit;
mod events;
mod exec;
mod explain;
mod expose;
mod get;
mod kustomize;
mod label;
mod logs;
mod others;
mod patch;
mod port_forward;
mod proxy;
mod replace;
mod rollout;
mod run;
mod scale;
mod set;
mod taint;
mod top;
mod wait;

use super::call::flags::{COMMON, Flag, Flags};
use super::call::{Answer, Call, Started, targets};
use super::{output_format, printed, record, unreachable, usage};

type Act = fn(&mut Call<'_>, &Flags) -> Result<Started, Answer>;

/// One verb under its name.
pub struct Verb {
    name: &'static str,
    flags: &'static [&'static [Flag]],
    act: Act,
}

const VERBS: &[&Verb] = &[
    &about::API_RESOURCES,
    &about::API_VERSIONS,
    &about::CLUSTER_INFO,
    &about::VERSION,
    &apply::VERB,
    &attach::VERB,
    &auth::VERB,
    &autoscale::VERB,
    &config::VERB,
    &cordon::CORDON,
    &cordon::UNCORDON,
    &cp::VERB,
    &create::VERB,
    &debug::VERB,
    &delete::VERB,
    &describe::VERB,
    &diff::VERB,
    &drain::VERB,
    &edit::VERB,
    &events::VERB,
    &exec::VERB,
    &explain::VERB,
    &expose::VERB,
    &get::VERB,
    &kustomize::VERB,
    &label::ANNOTATE,
    &label::LABEL,
    &logs::VERB,
    &certificate::VERB,
    &others::ALPHA,
    &others::COMPLETION,
    &others::KUBERC,
    &others::OPTIONS,
    &others::PLUGIN,
    &patch::VERB,
    &port_forward::VERB,
    &proxy::VERB,
    &replace::VERB,
    &rollout::VERB,
    &run::VERB,
    &scale::VERB,
    &set::VERB,
    &taint::VERB,
    &top::VERB,
    &wait::VERB,
];

/// Where the API server of a fresh cluster listens.
const SERVER: &str = "https://127.0.0.1:6443";

/// The verbs there are, for completion.
pub fn names() -> impl Iterator<Item = &'static str> {
    VERBS.iter().map(|verb| verb.name)
}

/// The long flags of a verb.
pub fn flags(name: &str) -> Vec<&'static str> {
    let own = VERBS.iter().find(|verb| verb.name == name).map_or(&[][..], |verb| verb.flags);
    own.iter().flat_map(|group| group.iter()).chain(COMMON).map(|flag| flag.long).collect()
}

/// What `kubectl create` makes.
pub fn creatable() -> impl Iterator<Item = &'static str> {
    create::names()
}

/// Runs kubectl on its arguments, without the program's own name.
pub fn start(call: &mut Call<'_>, arguments: &[String]) -> Started {
    let Some(before) = place_of_verb(arguments) else {
        return Started::Done(usage::without_command(arguments));
    };
    let name = &arguments[before];
    if name == "help" {
        return Started::Done(help(&arguments[before + 1..]));
    }
    let Some(verb) = VERBS.iter().find(|verb| verb.name == name) else {
        return Started::Done(usage::unknown(name));
    };
    let before_dash = || arguments.iter().skip(before + 1).take_while(|one| *one != "--");
    let command = usage::find(name, before_dash());
    if before_dash().any(|one| matches!(one.as_str(), "-h" | "--help")) {
        return Started::Done(Answer::said(command.map(usage::for_command).unwrap_or_default()));
    }
    let own = arguments.iter().enumerate().filter(|(at, _)| *at != before).map(|(_, argument)| argument);
    let read = read(verb, command, own);
    let read = read.and_then(|flags| unreachable::refuse(call, name, &flags).map(|()| flags));
    let read = read.and_then(|flags| auth::refuse(call, name, &flags).map(|()| flags));
    let read = read.and_then(|flags| output_format::with_files(call, flags));
    let read = read.and_then(|flags| targets::with_kustomized(flags, name));
    call.deep = read.as_ref().is_ok_and(|flags| flags.is_on("recursive"));
    let path = command.map_or("", |command| command.path);
    read.and_then(|flags| {
        let mut started = printed::act(call, &flags, verb.name, verb.act)?;
        if let Started::Done(answer) = &mut started {
            record::note(call, &flags, path, answer);
        }
        Ok(started)
    })
    .unwrap_or_else(Started::Done)
}

/// The flags of a command as kubectl knows them; those that this cluster has nothing for are refused by name.
fn read<'a>(
    verb: &Verb,
    command: Option<&usage::Command>,
    arguments: impl Iterator<Item = &'a String>,
) -> Result<Flags, Answer> {
    let Some(command) = command else { return Flags::read(verb.name, verb.flags, arguments) };
    let known: Vec<&'static [Flag]> =
        verb.flags.iter().copied().chain([usage::idle_flags(), record::FLAG]).collect();
    let hidden = record::has(command.path).then_some(record::NAME);
    let only: Vec<&str> = command.flags.iter().copied().chain(hidden).collect();
    let flags = Flags::read_only(command.path, &known, Some(&only), arguments)?;
    let of_verb = |name: &str| verb.flags.iter().flat_map(|group| group.iter()).any(|flag| flag.long == name);
    let refused = flags.given().find(|name| !of_verb(name) && usage::is_refused(command.path, name));
    match refused {
        Some(name) => {
            Err(Answer::failed(&format!("error: `kubectl {} --{name}` is not simulated", command.path)))
        }
        None => usage::check(command, &flags).map(|()| flags),
    }
}

/// `kubectl help COMMAND`
fn help(words: &[String]) -> Answer {
    let Some((name, rest)) = words.split_first() else { return Answer::said(usage::overview()) };
    match usage::find(name, rest.iter()) {
        Some(command) => Answer::said(usage::for_command(command)),
        None => usage::unknown(name),
    }
}

/// The first argument that is neither a flag of kubectl's own nor the value of one.
fn place_of_verb(arguments: &[String]) -> Option<usize> {
    let mut at = 0;
    while let Some(argument) = arguments.get(at).filter(|argument| argument.starts_with('-')) {
        let bare = argument.trim_start_matches('-');
        let is_flag = |flag: &&Flag| match argument.starts_with("--") {
            true => flag.long == bare,
            false => flag.short.is_some_and(|short| bare.chars().eq([short])),
        };
        at += 1 + usize::from(COMMON.iter().any(|flag| is_flag(&flag)));
    }
    (at < arguments.len()).then_some(at)
}
