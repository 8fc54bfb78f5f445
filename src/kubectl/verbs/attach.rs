//! `kubectl attach`: what a container prints from now on, and its shell. kubectl pkg/cmd/attach, v1.36.

use super::Verb;
use crate::kinds::Kind;
use crate::kubectl::attaching::Attached;
use crate::kubectl::call::flags::{FILES, Flags, IN_CONTAINER};
use crate::kubectl::call::{Answer, Call, Started, targets};
use crate::kubectl::containers_of;
use crate::kubectl::describe::WorldView;
use crate::kubectl::pods_of::pods_of;
use crate::kubectl::reach::Reach;

pub const VERB: Verb = Verb { name: "attach", flags: &[IN_CONTAINER, FILES], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let what = match flags.words.as_slice() {
        [] => return Err(Answer::failed("error: at least 1 argument is required for attach")),
        [what] => what,
        [kind, name] => &format!("{kind}/{name}"),
        words => {
            return Err(Answer::failed(&format!(
                "error: expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw {}: [{}]",
                words.len(),
                words.join(" ")
            )));
        }
    };
    let kind = (!what.contains('/')).then_some(Kind::Pod);
    let found = targets::find(call, flags, std::slice::from_ref(what), kind)?;
    let Some(key) = found.keys.first() else { return Err(found.missing) };
    let pod = pods_of(&WorldView(call.world), key)?.swap_remove(0);
    let phase = pod["status"]["phase"].text();
    if matches!(phase, "Succeeded" | "Failed") {
        return Err(Answer::failed(&format!(
            "error: cannot attach a container in a completed pod; current phase is {phase}"
        )));
    }
    let mut said = Answer::default();
    let container = match flags.value("container") {
        Some(name) => name.to_owned(),
        None => containers_of::default(&pod, &mut said),
    };
    if !containers_of::all(&pod).contains(&container) {
        return Err(Answer::failed(&format!("error: container not found ({container})")));
    }
    let meta = |field: &str| pod["metadata"][field].text();
    let key = crate::cluster::Key::new(Kind::Pod, meta("namespace"), meta("name"));
    let how = (false, flags.is_on("tty") && flags.is_on("stdin"), flags.is_on("quiet"));
    let attached = Attached::new(key, container, how).skipping(call.world);
    Ok(Started::Waiting(said, Box::new(attached)))
}
