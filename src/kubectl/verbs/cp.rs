//! `kubectl cp`: files into containers and out of them. kubectl pkg/cmd/cp/cp.go, v1.36; single files, whole.
//!
//! It runs `cat` in the container as kubectl runs `tar`: an image without it is refused as one without `tar` is.

use super::Verb;
use crate::cluster::process::Life;
use crate::kinds::Kind;
use crate::kubectl::call::flags::{Flag, Flags, short_value, switch, value};
use crate::kubectl::call::{Answer, Call, Started, namespace, targets};
use crate::kubectl::describe::WorldView;
use crate::kubectl::pods_of::pods_of;
use crate::kubectl::reach::Reach;

const OWN: &[Flag] = &[short_value("container", 'c'), switch("no-preserve"), value("retries")];

pub const VERB: Verb = Verb { name: "cp", flags: &[OWN], act };

/// Looks at a program that should end at once.
const LIMIT_LOOKS: usize = 16;

/// `[NAMESPACE/]POD:PATH`, or a path here.
enum Place<'a> {
    Pod { namespace: &'a str, pod: &'a str, path: &'a str },
    Here(&'a str),
}

fn place<'a>(text: &'a str, namespace: &'a str) -> Place<'a> {
    match text.split_once(':') {
        Some((pod, path)) if !pod.is_empty() && !text.starts_with(['.', '/']) => {
            let (namespace, pod) = pod.split_once('/').unwrap_or((namespace, pod));
            Place::Pod { namespace, pod, path }
        }
        _ => Place::Here(text),
    }
}

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let [from, to] = flags.words.as_slice() else {
        return Err(Answer::failed("error: source and destination are required"));
    };
    let own = namespace(call, flags).to_owned();
    match (place(from, &own), place(to, &own)) {
        (Place::Pod { namespace, pod, path }, Place::Here(here)) => {
            let text =
                run(call, flags, (namespace, pod), &["cat", path], "").map_err(|why| missing(path, &why))?;
            let name = path.rsplit('/').next().unwrap_or_default();
            let here = if here.ends_with('/') || here == "." {
                format!("{}/{name}", here.trim_end_matches('/'))
            } else {
                here.to_owned()
            };
            call.written.push((here, text));
            Ok(Started::Done(Answer::default()))
        }
        (Place::Here(here), Place::Pod { namespace, pod, path }) => {
            let text = call
                .files
                .text(here)
                .map_err(|_| Answer::failed(&format!("error: {here} doesn't exist in local filesystem")))?;
            let name = here.rsplit('/').next().unwrap_or_default();
            let is_folder =
                path.ends_with('/') || run(call, flags, (namespace, pod), &["test", "-d", path], "").is_ok();
            let path =
                if is_folder { format!("{}/{name}", path.trim_end_matches('/')) } else { path.to_owned() };
            let script = "cat > \"$0\"";
            run(call, flags, (namespace, pod), &["sh", "-c", script, &path], &text).map_err(|why| {
                Answer::failed(&format!("{}command terminated with exit code 1", why.stderr))
            })?;
            Ok(Started::Done(Answer::default()))
        }
        (Place::Here(_), Place::Here(_)) => {
            Err(Answer::failed("error: one of src or dest must be a remote file specification"))
        }
        _ => Err(Answer::failed("error: one of src or dest must be a local file specification")),
    }
}

fn missing(path: &str, why: &Answer) -> Answer {
    match why.stderr.starts_with("Error from") || why.stderr.starts_with("error:") {
        true => why.clone(),
        false => Answer::failed(&format!(
            "tar: {}: Cannot stat: No such file or directory\ntar: Exiting with failure status due to previous \
             errors\nerror: {} no such file or directory",
            path.trim_start_matches('/'),
            path.trim_start_matches('/')
        )),
    }
}

/// What a program prints in a pod's container; an error if it does not end well at once.
fn run(
    call: &mut Call<'_>,
    flags: &Flags,
    (namespace, pod): (&str, &str),
    line: &[&str],
    input: &str,
) -> Result<String, Answer> {
    let key = crate::cluster::Key::new(Kind::Pod, namespace, pod);
    if call.world.api().store().object(&key).is_none() {
        return Err(targets::missing(&key));
    }
    let found = pods_of(&WorldView(call.world), &key)?.swap_remove(0);
    let uid = found["metadata"]["uid"].text().to_owned();
    let first = found["spec"]["containers"][0]["name"].text().to_owned();
    let container = flags.value("container").map_or(first, str::to_owned);
    let now = call.world.now();
    let running = call.world.kubelets().worker(&uid).and_then(|worker| {
        worker.containers.iter().find(|run| run.name == container && run.running_since().is_some())
    });
    let Some(running) = running else {
        return Err(Answer::failed(&format!(
            "error: Internal error occurred: unable to upgrade connection: container not found (\"{container}\")"
        )));
    };
    let line: Vec<String> = line.iter().map(|word| (*word).to_owned()).collect();
    let mut process = running.beside(&line, now);
    process.feed(input);
    let mut all = Answer::default();
    for _ in 0..LIMIT_LOOKS {
        let Some(said) = call.world.exec(&uid, &container, &mut process) else { break };
        all.stdout += &said.stdout;
        all.stderr += &said.stderr;
        if let Life::Over(code) = process.life {
            all.code = code;
            return if code == 0 { Ok(all.stdout) } else { Err(all) };
        }
    }
    Err(Answer::failed("error: the program in the container does not end"))
}
