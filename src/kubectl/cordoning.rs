//! Marking nodes as closed to new pods, and as open again: `RunCordonOrUncordon` of kubectl pkg/drain/cordon.go, v1.36.

use serde_json::json;

use super::call::{Answer, Call};
use crate::cluster::Key;
use crate::kinds::patch::Patch;

pub(super) fn mark(call: &mut Call<'_>, key: &Key, on: bool) -> Answer {
    let word = if on { "cordoned" } else { "uncordoned" };
    let stored = call.world.api().store().object(key).map(|object| object.to_value()).unwrap_or_default();
    if stored["spec"]["unschedulable"].as_bool().unwrap_or_default() == on {
        return Answer::said(format!("node/{} already {word}\n", key.name));
    }
    let patch =
        Patch::Strategic(json!({"spec": {"unschedulable": if on { json!(true) } else { json!(null) }}}));
    match call.world.act("kubectl", |api| api.patch(key, &patch)) {
        Ok(_) => Answer::said(format!("node/{} {word}\n", key.name)),
        Err(status) => Answer::failed(&status.to_string()),
    }
}
