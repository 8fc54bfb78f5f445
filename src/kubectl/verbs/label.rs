//! `kubectl label` and `kubectl annotate`: `KEY=VALUE` sets, `KEY-` removes.

use serde_json::{Map, Value, json};

use super::Verb;
use crate::cluster::Key;
use crate::kinds::patch::Patch;
use crate::kubectl::call::flags::{CHANGES, FILES, Flag, Flags, OUTPUT, SELECTION, switch, value};
use crate::kubectl::call::{Answer, Call, Started, targets};

const OWN: &[Flag] = &[switch("overwrite"), switch("list"), switch("local"), value("resource-version")];

pub const LABEL: Verb = Verb {
    name: "label",
    flags: &[OWN, FILES, SELECTION, CHANGES, OUTPUT],
    act: |call, flags| act(call, flags, &LABELS),
};
pub const ANNOTATE: Verb = Verb {
    name: "annotate",
    flags: &[OWN, FILES, SELECTION, CHANGES, OUTPUT],
    act: |call, flags| act(call, flags, &ANNOTATIONS),
};

/// The annotation that may be set anew without being asked.
const CHANGE_CAUSE: &str = "kubernetes.io/change-cause";

/// What the two verbs differ in.
struct Words {
    verb: &'static str,
    field: &'static str,
    one: &'static str,
    set: &'static str,
    removed: &'static str,
    kept: &'static str,
    /// The refusal of names that are to be set and removed at once.
    both: fn(&str) -> String,
}

const LABELS: Words = Words {
    verb: "label",
    field: "labels",
    one: "label",
    set: "labeled",
    removed: "unlabeled",
    kept: "not labeled",
    both: |_| "error: can not both modify and remove a label in the same command".into(),
};
const ANNOTATIONS: Words = Words {
    verb: "annotate",
    field: "annotations",
    one: "annotation",
    set: "annotated",
    removed: "annotated",
    kept: "annotated",
    both: |names| {
        format!(
            "error: can not both modify and remove the following annotation(s) in the same command: {names}"
        )
    },
};

/// The changes asked for; nothing removes.
type Changes = Vec<(String, Option<String>)>;

fn act(call: &mut Call<'_>, flags: &Flags, words: &Words) -> Result<Started, Answer> {
    let is_change = |word: &&String| word.contains('=') || word.ends_with('-');
    let (changes, rest): (Vec<&String>, Vec<&String>) = flags.words.iter().partition(is_change);
    let rest: Vec<String> = rest.into_iter().cloned().collect();
    let changes: Changes = changes.into_iter().map(|word| change(word)).collect();
    if rest.is_empty() && flags.all("filename").is_empty() {
        return Err(Answer::failed(
            "error: one or more resources must be specified as <resource> <name> or <resource>/<name>",
        ));
    }
    if flags.is_on("all") && flags.value("selector").is_some_and(|text| !text.is_empty()) {
        return Err(Answer::failed("error: cannot set --all and --selector at the same time"));
    }
    if flags.is_on("list") {
        return list(call, flags, &rest, words);
    }
    if changes.is_empty() {
        let why = format!("error: at least one {} update is required", words.one);
        return Err(Answer::failed(&why));
    }
    let is_both = |(name, value): &&(String, Option<String>)| {
        value.is_some() && changes.contains(&(name.clone(), None))
    };
    let both: Vec<&str> = changes.iter().filter(is_both).map(|(name, _)| name.as_str()).collect();
    if !both.is_empty() {
        return Err(Answer::failed(&(words.both)(&both.join(", "))));
    }
    let found = targets::find(call, flags, &rest, None)?;
    let mut answer = Answer::default();
    for key in &found.keys {
        answer.add(one(call, key, &changes, flags.is_on("overwrite"), words));
    }
    answer.add(found.missing);
    Ok(Started::Done(answer))
}

/// `--list`
fn list(call: &Call<'_>, flags: &Flags, rest: &[String], words: &Words) -> Result<Started, Answer> {
    let found = targets::find(call, flags, rest, None)?;
    let mut answer = Answer::default();
    let single = found.keys.len() == 1;
    for key in &found.keys {
        let stored = call.world.api().store().object(key).map(|object| object.to_value()).unwrap_or_default();
        let info = key.kind.info();
        if !single {
            answer.stdout +=
                &format!("Listing {} for {}.{}/{}:\n", words.field, info.kind, info.group, key.name);
        }
        for (name, value) in stored["metadata"][words.field].as_object().into_iter().flatten() {
            let indent = if single { "" } else { " " };
            answer.stdout += &format!("{indent}{name}={}\n", value.as_str().unwrap_or_default());
        }
    }
    answer.add(found.missing);
    Ok(Started::Done(answer))
}

fn change(word: &str) -> (String, Option<String>) {
    match word.split_once('=') {
        Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
        None => (word.trim_end_matches('-').to_owned(), None),
    }
}

fn one(call: &mut Call<'_>, key: &Key, changes: &Changes, overwrite: bool, words: &Words) -> Answer {
    let stored = call.world.api().store().object(key).map(|object| object.to_value()).unwrap_or_default();
    let old = &stored["metadata"][words.field];
    let mut answer = Answer::default();
    let mut patch = Map::new();
    for (name, wanted) in changes {
        match (wanted, old.get(name).and_then(Value::as_str)) {
            (Some(wanted), Some(there)) if wanted != there && !overwrite && name != CHANGE_CAUSE => {
                return Answer::failed(&format!(
                    "error: '{name}' already has a value ({there}), and --overwrite is false"
                ));
            }
            (None, None) => answer.stdout += &format!("{} \"{name}\" not found.\n", words.one),
            (wanted, _) => drop(patch.insert(name.clone(), json!(wanted))),
        }
    }
    let changes_something = patch.iter().any(|(name, value)| old.get(name).unwrap_or(&Value::Null) != value);
    let only_removes = changes.iter().all(|(_, wanted)| wanted.is_none());
    let word = match (changes_something, only_removes) {
        (false, _) => words.kept,
        (true, true) => words.removed,
        (true, false) => words.set,
    };
    if changes_something {
        let patch = Patch::Merge(json!({"metadata": {words.field: patch}}));
        let manager = if words.verb == "label" { "kubectl-label" } else { "kubectl-annotate" };
        let done = call.world.act("kubectl", |api| {
            api.manager = Some(manager);
            api.patch(key, &patch)
        });
        if let Err(status) = done {
            return Answer::failed(&status.to_string());
        }
    }
    answer.add(Answer::said(format!("{} {word}\n", targets::called(key))));
    answer
}
