//! `kubectl apply view-last-applied`, `set-last-applied` and `edit-last-applied`: kubectl
//! pkg/cmd/apply/apply_{view,set,edit}_last_applied.go, v1.36.

use serde_json::{Value, json};

use super::apply::{LAST_APPLIED, key_in};
use super::call::flags::Flags;
use super::call::{Answer, Call, Started, namespace, targets};
use super::editing::{self, Purpose, Subject};
use super::making::DryRun;
use super::{manifest, output};
use crate::cluster::Key;
use crate::kinds::patch::Patch;

/// The answer of a subcommand; none if the word is none.
pub fn act(
    call: &mut Call<'_>,
    flags: &Flags,
    what: &str,
    rest: &[String],
) -> Option<Result<Started, Answer>> {
    match what {
        "set-last-applied" | "edit-last-applied" | "view-last-applied"
            if rest.is_empty() && flags.all("filename").is_empty() =>
        {
            Some(Err(Answer::failed(targets::NOTHING_NAMED)))
        }
        "view-last-applied" => Some(view(call, flags, rest)),
        "set-last-applied" => Some(set(call, flags)),
        "edit-last-applied" => Some(edit(call, flags, rest)),
        _ => None,
    }
}

fn applied(call: &Call<'_>, key: &Key) -> Option<Value> {
    let object = call.world.api().store().object(key)?;
    serde_json::from_str(object.meta().annotation(LAST_APPLIED)?).ok()
}

fn view(call: &mut Call<'_>, flags: &Flags, rest: &[String]) -> Result<Started, Answer> {
    let found = targets::find(call, flags, rest, None)?;
    let mut answer = Answer::default();
    for key in &found.keys {
        let Some(value) = applied(call, key) else {
            answer.add(Answer::failed(&format!(
                "error: no last-applied-configuration annotation found on resource: {}",
                key.name
            )));
            continue;
        };
        answer.stdout += &match flags.value("output") {
            Some("json") => output::json(&value),
            _ => output::yaml(&value),
        };
    }
    answer.add(found.missing);
    Ok(Started::Done(answer))
}

fn edit(call: &mut Call<'_>, flags: &Flags, rest: &[String]) -> Result<Started, Answer> {
    let found = targets::find(call, flags, rest, None)?;
    if found.missing.code != 0 {
        return Err(found.missing);
    }
    let subjects = found
        .keys
        .into_iter()
        .filter_map(|key| Some(Subject { object: applied(call, &key)?, key }))
        .collect();
    editing::begin("kubectl apply edit-last-applied", Purpose::Annotate, subjects).ok_or_else(|| {
        Answer::failed(
            "error: no last-applied-configuration annotation found on resources, to create the annotation, use command \
             `kubectl apply set-last-applied --create-annotation`",
        )
    })
}

fn set(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let place = namespace(call, flags).to_owned();
    let mut answer = Answer::default();
    for (name, text) in targets::named_files(call, flags)? {
        for one in manifest::read_in(&text, call.world.api().store()) {
            let one = one.map_err(|problem| Answer::failed(&problem.text.replace("FILE", &name)))?;
            let key = key_in(&one, &place);
            let Some(live) = call.world.api().store().object(&key).cloned() else {
                return Err(targets::missing(&key));
            };
            if live.meta().annotation(LAST_APPLIED).is_none() && !flags.is_on("create-annotation") {
                return Err(Answer::failed(&format!(
                    "error: no last-applied-configuration annotation found on resource: {}, to create the annotation, \
                     run the command with --create-annotation",
                    key.name
                )));
            }
            let text = format!("{}\n", one.value);
            let patch = Patch::Merge(json!({"metadata": {"annotations": {LAST_APPLIED: text}}}));
            if DryRun::of(flags)? == DryRun::None {
                let sent = call.world.act("kubectl", |api| api.patch(&key, &patch));
                sent.map_err(|status| Answer::failed(&status.to_string()))?;
            }
            answer.stdout += &format!("{} configured\n", targets::called(&key));
        }
    }
    Ok(Started::Done(answer))
}
