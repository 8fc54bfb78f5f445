//! `kubectl rollout pause`, `resume` and `restart`: kubectl pkg/polymorphichelpers/object{pauser,resumer,restarter}.go,
//! v1.36.

use serde_json::{Value, json};

use crate::cluster::Key;
use crate::kinds::Kind;
use crate::kinds::patch::Patch;
use crate::kubectl::call::flags::Flags;
use crate::kubectl::call::{Answer, Call, targets};
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::reach::Reach;

const MANAGER: &str = "kubectl-rollout";
const RESTARTED_AT: &str = "kubectl.kubernetes.io/restartedAt";

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Pause,
    Resume,
    Restart,
}

pub(super) fn mark(
    call: &mut Call<'_>,
    flags: &Flags,
    words: &[String],
    mark: Mark,
) -> Result<Answer, Answer> {
    let found = targets::find(call, flags, words, None)?;
    let mut answer = Answer::default();
    for key in &found.keys {
        let live = WorldView(call.world).get(key.kind, &key.namespace, &key.name).unwrap_or_default();
        answer.add(match change(call, key, &live, mark) {
            Err(why) => {
                let plural = key.kind.info().qualified_plural();
                Answer::failed(&format!("error: {plural} {:?} {why}", &*key.name))
            }
            Ok((patch, word)) => send(call, key, &patch, word),
        });
    }
    answer.add(found.missing);
    Ok(answer)
}

fn send(call: &mut Call<'_>, key: &Key, patch: &Patch, word: &str) -> Answer {
    let done = call.world.act("kubectl", |api| {
        api.manager = Some(MANAGER);
        api.patch(key, patch)
    });
    match done {
        Ok(_) => Answer::said(format!("{} {word}\n", targets::called(key))),
        Err(status) => Answer::failed(&format!("error: failed to patch: {}", status.sentence())),
    }
}

/// The patch and its word, or why not.
fn change(
    call: &Call<'_>,
    key: &Key,
    live: &Value,
    mark: Mark,
) -> Result<(Patch, &'static str), &'static str> {
    let paused = live["spec"]["paused"].flag();
    let pausable = key.kind == Kind::Deployment;
    let pause =
        |on: bool| Patch::Strategic(json!({"spec": {"paused": if on { json!(true) } else { Value::Null }}}));
    match mark {
        Mark::Pause if !pausable => Err("pausing is not supported"),
        Mark::Pause if paused => Err("is already paused"),
        Mark::Pause => Ok((pause(true), "paused")),
        Mark::Resume if !pausable => Err("resuming is not supported"),
        Mark::Resume if !paused => Err("is not paused"),
        Mark::Resume => Ok((pause(false), "resumed")),
        Mark::Restart if !matches!(key.kind, Kind::Deployment | Kind::DaemonSet | Kind::StatefulSet) => {
            Err("restarting is not supported")
        }
        Mark::Restart if paused => Err("can't restart paused deployment (run rollout resume first)"),
        Mark::Restart => {
            let now = WorldView(call.world).now().to_string();
            if live["spec"]["template"]["metadata"]["annotations"][RESTARTED_AT] == now.as_str() {
                return Err(
                    "if restart has already been triggered within the past second, please wait before \
                            attempting to trigger another",
                );
            }
            let annotations = json!({RESTARTED_AT: now});
            let template = json!({"metadata": {"annotations": annotations}});
            Ok((Patch::Strategic(json!({"spec": {"template": template}})), "restarted"))
        }
    }
}
