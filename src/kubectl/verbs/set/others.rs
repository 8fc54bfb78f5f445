//! `kubectl set serviceaccount` and `kubectl set selector`: kubectl pkg/cmd/set/set_{serviceaccount,selector}.go, v1.36.

use serde_json::{Map, Value, json};

use super::{pod_spec, stored, within};
use crate::kinds::Kind;
use crate::kinds::patch::Patch;
use crate::kubectl::call::flags::Flags;
use crate::kubectl::call::{Answer, Call, Started, targets};
use crate::kubectl::reach::Reach;

pub(super) fn service_account(
    call: &mut Call<'_>,
    flags: &Flags,
    rest: &[String],
) -> Result<Started, Answer> {
    let [words @ .., account] = rest else {
        return Err(Answer::failed("error: serviceaccount is required"));
    };
    let found = targets::find(call, flags, words, None)?;
    let mut answer = Answer::default();
    for key in &found.keys {
        let patch = within(pod_spec(key.kind), json!({"serviceAccountName": account}));
        answer.add(super::send(call, key, patch, "serviceaccount updated"));
    }
    answer.add(found.missing);
    Ok(Started::Done(answer))
}

pub(super) fn selector(call: &mut Call<'_>, flags: &Flags, rest: &[String]) -> Result<Started, Answer> {
    let (pairs, words): (Vec<&String>, Vec<&String>) = rest.iter().partition(|word| word.contains('='));
    let words: Vec<String> = words.into_iter().cloned().collect();
    let Some(text) = pairs.first() else {
        return Err(Answer::failed("error: one selector is required"));
    };
    let pairs = text.split(',').filter_map(|pair| pair.split_once('='));
    let wanted: Map<String, Value> = pairs.map(|(name, value)| (name.to_owned(), json!(value))).collect();
    let found = targets::find(call, flags, &words, None)?;
    let mut answer = Answer::default();
    for key in &found.keys {
        if key.kind != Kind::Service {
            let why =
                format!("setting a selector is only supported for Services, not {}", key.kind.info().kind);
            return Err(Answer::failed(&format!("error: {why}")));
        }
        let held = stored(call, key);
        let mut selector = wanted.clone();
        let gone = held["spec"]["selector"].entries().filter(|(name, _)| !wanted.contains_key(*name));
        selector.extend(gone.map(|(name, _)| (name.to_owned(), Value::Null)));
        let patch = Patch::Merge(json!({"spec": {"selector": selector}}));
        let done = call.world.act("kubectl", |api| {
            api.manager = Some("kubectl-set");
            api.patch(key, &patch)
        });
        answer.add(match done {
            Ok(_) => Answer::said(format!("{} selector updated\n", targets::called(key))),
            Err(status) => Answer::failed(&status.to_string()),
        });
    }
    answer.add(found.missing);
    Ok(Started::Done(answer))
}
