//! `kubectl exec`: a command in a container. kubectl pkg/cmd/exec/exec.go and pkg/cmd/util/podcmd/podcmd.go, v1.36.
//!
//! The command runs beside the container's own process; one that waits lets the cluster's time go on. A shell without a
//! script reads its lines from the terminal (`Wait::give`), with `-it`; other programs find what is piped in.

use serde_json::Value;

use super::Verb;
use crate::cluster::images::process::missing;
use crate::cluster::images::{contents, model_of};
use crate::kinds::Kind;
use crate::kubectl::call::flags::{FILES, Flags, IN_CONTAINER};
use crate::kubectl::call::{Answer, Call, Polled, Started, Wait, targets};
use crate::kubectl::containers_of;
use crate::kubectl::describe::WorldView;
use crate::kubectl::inside::{Exec, Typed, ended, is_shell, prompt};
use crate::kubectl::pods_of::pods_of;
use crate::kubectl::reach::Reach;

/// What the runtime says of a program it finds nowhere.
const NO_PROGRAM: &str = "executable file not found in $PATH";

pub const VERB: Verb = Verb { name: "exec", flags: &[IN_CONTAINER, FILES], act };

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
    let mut found = targets::find(call, flags, std::slice::from_ref(pod), kind)?;
    if found.missing.code != 0 {
        return Err(found.missing);
    }
    let Some(key) = found.keys.pop() else { return Err(found.missing) };
    let view = WorldView(call.world);
    let pod = pods_of(&view, &key)?.swap_remove(0);
    let mut said = Answer::default();
    let container = container(&pod, flags, &mut said)?;
    let started = start(call, flags, &pod, &container, command)?;
    Ok(match started {
        Started::Done(answer) => {
            said.add(answer);
            Started::Done(said)
        }
        Started::Waiting(first, wait) => {
            said.add(first);
            Started::Waiting(said, wait)
        }
    })
}

/// The container that is meant: named, annotated as default, or the first.
fn container(pod: &Value, flags: &Flags, said: &mut Answer) -> Result<String, Answer> {
    let phase = pod["status"]["phase"].text();
    if matches!(phase, "Succeeded" | "Failed") {
        return Err(Answer::failed(&format!(
            "error: cannot exec into a container in a completed pod; current phase is {phase}"
        )));
    }
    let all = containers_of::all(pod);
    if let Some(name) = flags.value("container") {
        if !all.iter().any(|one| one == name) {
            let pod = pod["metadata"]["name"].text();
            let why = format!("error: container {name} not found in pod {pod}. Have [{}]", all.join(" "));
            return Err(Answer::failed(&why));
        }
        return Ok(name.to_owned());
    }
    let mut choice = Answer::default();
    let first = containers_of::default(pod, &mut choice);
    if !flags.is_on("quiet") {
        said.add(choice);
    }
    Ok(first)
}

fn start(
    call: &mut Call<'_>,
    flags: &Flags,
    pod: &Value,
    container: &str,
    command: &[String],
) -> Result<Started, Answer> {
    let uid = pod["metadata"]["uid"].text().to_owned();
    let now = call.world.now();
    let run = call.world.kubelets().worker(&uid).and_then(|worker| {
        worker.containers.iter().find(|run| run.name == container && run.running_since().is_some())
    });
    let Some(run) = run else {
        return Err(Answer::failed(&format!(
            "error: Internal error occurred: unable to upgrade connection: container not found (\"{container}\")"
        )));
    };
    let mut process = run.beside(command, now);
    if flags.is_on("stdin") {
        process.feed(call.stdin);
    }
    let program = &command[0];
    let image = ["containers", "initContainers", "ephemeralContainers"]
        .iter()
        .flat_map(|list| pod["spec"][*list].items());
    let image = image.filter(|one| one["name"] == container).map(|one| one["image"].text().to_owned()).next();
    let image = image.unwrap_or_default();
    let unknown =
        || (!contents::has(&image, program) && !program.contains('/')).then(|| NO_PROGRAM.to_owned());
    if let Some(why) = missing(program, &image, model_of(&image)).or_else(unknown) {
        let why = format!(
            "OCI runtime exec failed: exec failed: unable to start container process: exec: \"{program}\": \
             {why}: unknown\n{}",
            ended(127).trim_end()
        );
        return Err(Answer { code: 127, ..Answer::failed(&why) });
    }
    if flags.is_on("stdin") && flags.is_on("tty") && call.stdin.is_empty() && is_shell(command) {
        let shell = Exec { uid, container: container.to_owned(), process };
        let prompt = prompt(command, pod["metadata"]["name"].text());
        let waits = Typed::new(shell, prompt.clone());
        return Ok(Started::Waiting(Answer::said(prompt), Box::new(waits)));
    }
    let mut waits = Exec { uid, container: container.to_owned(), process };
    Ok(match waits.poll(call.world) {
        Polled::Done(answer) => Started::Done(answer),
        Polled::More(answer) => Started::Waiting(answer, Box::new(waits)),
    })
}
