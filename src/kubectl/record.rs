//! `--record`: the command as an annotation of what it changed. cli-runtime pkg/genericclioptions/record_flags.go, v1.36, which
//! calls it deprecated and still has it.

use serde_json::json;

use super::call::flags::{Flag, Flags, switch};
use super::call::{Answer, Call, namespace};
use super::describe::WorldView;
use super::get;
use crate::cluster::Key;
use crate::kinds::patch::Patch;

/// No help shows it.
pub const FLAG: &[Flag] = &[switch("record")];
pub const NAME: &str = "record";
/// The commands that have it.
const COMMANDS: [&str; 15] = [
    "annotate",
    "apply",
    "apply edit-last-applied",
    "autoscale",
    "create",
    "edit",
    "expose",
    "label",
    "patch",
    "run",
    "scale",
    "set image",
    "set resources",
    "set selector",
    "set serviceaccount",
];
const DEPRECATED: &str = "Flag --record has been deprecated, --record will be removed in the future";
const CHANGE_CAUSE: &str = "kubernetes.io/change-cause";

pub fn has(path: &str) -> bool {
    COMMANDS.contains(&path)
}

/// Notes the command at what its answer names, and says that this is an old way.
pub fn note(call: &mut Call<'_>, flags: &Flags, path: &str, answer: &mut Answer) {
    if !flags.is_on(NAME) {
        return;
    }
    answer.stderr = format!("{DEPRECATED}\n{}", answer.stderr);
    let dry = flags.value("dry-run").is_some_and(|value| value != "none");
    let cause = cause(flags, path);
    for line in answer.stdout.lines().filter(|_| !dry) {
        let Some((what, _)) = line.split_once(' ') else { continue };
        let Some(key) = key(call, flags, what) else { continue };
        let patch = Patch::Merge(json!({"metadata": {"annotations": {CHANGE_CAUSE: cause}}}));
        // What the verb took away has no cause any more.
        let _ = call.world.act("kubectl", |api| api.patch(&key, &patch));
    }
}

fn key(call: &Call<'_>, flags: &Flags, what: &str) -> Option<Key> {
    let (word, name) = what.split_once('/')?;
    let kind = get::kind(&WorldView(call.world), word).ok()?;
    let place = if kind.info().namespaced { namespace(call, flags) } else { "" };
    Some(Key::new(kind, place, name))
}

/// `kubectl set image deployment/web nginx=nginx:1.27 --record=true`
fn cause(flags: &Flags, path: &str) -> String {
    let below = path.split(' ').count() - 1;
    let words = flags.words.iter().skip(below).cloned();
    let given = flags.given().map(|name| format!("--{name}={}", flags.all(name).join(",")));
    let all: Vec<String> = [format!("kubectl {path}")].into_iter().chain(words).chain(given).collect();
    all.join(" ")
}
