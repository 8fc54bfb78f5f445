//! `kubectl exec`: it finds the pod and the container, as kubectl pkg/cmd/exec does, v1.36; no process is started in one.

use super::Verb;
use crate::kinds::Kind;
use crate::kubectl::call::flags::{FILES, Flag, Flags, short_switch, short_value, value};
use crate::kubectl::call::{Answer, Call, Started, targets};

const OWN: &[Flag] = &[
    short_value("container", 'c'),
    short_switch("stdin", 'i'),
    short_switch("tty", 't'),
    short_switch("quiet", 'q'),
    value("pod-running-timeout"),
];

pub const VERB: Verb = Verb { name: "exec", flags: &[OWN, FILES], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let (words, command) = flags.parted();
    let [pod, more @ ..] = words else {
        return Err(Answer::failed("error: pod, type/name or --filename must be specified"));
    };
    if command.is_empty() && more.is_empty() {
        return Err(Answer::failed("error: you must specify at least one command for the container"));
    }
    if !more.is_empty() {
        let usage = "See 'kubectl exec -h' for help and examples";
        return Err(Answer::failed(&format!(
            "error: exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\n{usage}"
        )));
    }
    let kind = (!pod.contains('/')).then_some(Kind::Pod);
    let found = targets::find(call, flags, std::slice::from_ref(pod), kind)?;
    if found.missing.code != 0 {
        return Err(found.missing);
    }
    Err(Answer::failed("error: commands inside containers are not simulated"))
}
