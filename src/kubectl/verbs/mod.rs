//! kubectl's verbs: from arguments to answers. One file each, one line in `VERBS`.
//!
//! What they share is in `call`. Texts and exit codes are kubectl v1.36's, from pkg/cmd/VERB in the kubectl repository.

mod about;
mod apply;
mod attach;
mod auth;
mod autoscale;
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
use super::{output_format, printed, unreachable};

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
    &others::CERTIFICATE,
    &others::COMPLETION,
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

/// kubectl's commands, for those who mistype one.
const COMMANDS: [&str; 42] = [
    "annotate",
    "api-resources",
    "api-versions",
    "apply",
    "attach",
    "auth",
    "autoscale",
    "certificate",
    "cluster-info",
    "completion",
    "config",
    "cordon",
    "cp",
    "create",
    "debug",
    "delete",
    "describe",
    "diff",
    "drain",
    "edit",
    "events",
    "exec",
    "explain",
    "expose",
    "get",
    "kustomize",
    "label",
    "logs",
    "options",
    "patch",
    "plugin",
    "port-forward",
    "proxy",
    "replace",
    "rollout",
    "run",
    "scale",
    "set",
    "taint",
    "top",
    "uncordon",
    "version",
];
/// A command this many letters away may have been meant.
const NEAR: usize = 2;

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
        let all: String = names().map(|name| format!("  {name}\n")).collect();
        return Started::Done(Answer::said(format!(
            "kubectl controls the Kubernetes cluster manager.\n\nCommands:\n{all}\nUsage:\n  kubectl [flags] [options]\n"
        )));
    };
    let name = &arguments[before];
    let Some(verb) = VERBS.iter().find(|verb| verb.name == name) else {
        return Started::Done(unknown(name));
    };
    let before_dash = arguments.iter().take_while(|one| *one != "--");
    if before_dash.skip(before).any(|one| matches!(one.as_str(), "-h" | "--help")) {
        return Started::Done(help(verb));
    }
    let own = arguments.iter().enumerate().filter(|(at, _)| *at != before).map(|(_, argument)| argument);
    let read = Flags::read(name, verb.flags, own);
    let read = read.and_then(|flags| unreachable::refuse(call, name, &flags).map(|()| flags));
    let read = read.and_then(|flags| auth::refuse(call, name, &flags).map(|()| flags));
    let read = read.and_then(|flags| output_format::with_files(call, flags));
    let read = read.and_then(targets::with_kustomized);
    call.deep = read.as_ref().is_ok_and(|flags| flags.is_on("recursive"));
    read.and_then(|flags| printed::act(call, &flags, verb.name, verb.act)).unwrap_or_else(Started::Done)
}

/// How a verb is called, and its flags.
fn help(verb: &Verb) -> Answer {
    let one = |flag: &Flag| {
        let short = flag.short.map_or_else(|| "    ".to_owned(), |short| format!("-{short}, "));
        let value = flag.alone.map_or("=''", |_| "");
        format!("    {short}--{}{value}\n", flag.long)
    };
    let mut flags: Vec<&Flag> = verb.flags.iter().flat_map(|group| group.iter()).collect();
    flags.sort_by_key(|flag| flag.long);
    flags.dedup_by_key(|flag| flag.long);
    let options: String = flags.into_iter().map(one).collect();
    let name = verb.name;
    Answer::said(format!(
        "Usage:\n  kubectl {name} [options]\n\nOptions:\n{options}\nUse \"kubectl options\" for a list of global command-line \
         options (applies to all commands).\n"
    ))
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

fn unknown(name: &str) -> Answer {
    if COMMANDS.contains(&name) {
        return Answer::failed(&format!("error: `kubectl {name}` is not simulated"));
    }
    let near = |known: &&&str| distance(name, known) <= NEAR || known.starts_with(name);
    let meant: String = COMMANDS.iter().filter(near).map(|known| format!("\t{known}\n")).collect();
    let hint = if meant.is_empty() { meant } else { format!("\n\nDid you mean this?\n{meant}") };
    Answer::failed(format!("error: unknown command \"{name}\" for \"kubectl\"{hint}").trim_end())
}

/// How many letters are to be changed, added or left out.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, x) in a.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], at + 1);
        for (column, y) in b.iter().enumerate() {
            let best = (corner + usize::from(x != *y)).min(row[column] + 1).min(row[column + 1] + 1);
            corner = std::mem::replace(&mut row[column + 1], best);
        }
    }
    row[b.len()]
}
