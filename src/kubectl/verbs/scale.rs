//! `kubectl scale`.

use super::Verb;
use crate::cluster::Key;
use crate::kinds::scale::{at, paths};
use crate::kubectl::call::flags::{CHANGES, FILES, Flag, Flags, OUTPUT, SELECTION, value};
use crate::kubectl::call::{Answer, Call, Started, targets};

const OWN: &[Flag] =
    &[value("replicas"), value("current-replicas"), value("resource-version"), value("timeout")];

pub const VERB: Verb = Verb { name: "scale", flags: &[OWN, FILES, CHANGES, SELECTION, OUTPUT], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let wanted =
        flags.value("replicas").and_then(|count| count.parse::<i32>().ok()).filter(|count| *count >= 0);
    let Some(wanted) = wanted else {
        return Err(Answer::failed(
            "error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0",
        ));
    };
    let version = flags.value("resource-version").filter(|version| !version.is_empty());
    let current = flags.value("current-replicas").and_then(|count| count.parse::<i64>().ok());
    let found = targets::find(call, flags, &flags.words, None)?;
    let mut answer = Answer::default();
    for key in &found.keys {
        if let Some((wanted, held)) = version.map(|wanted| (wanted, targets::version(call, key)))
            && wanted != held
        {
            answer
                .add(Answer::failed(&format!("error: Expected resource version to be {wanted}, was {held}")));
            continue;
        }
        answer.add(match scale(call, key, wanted, current.filter(|count| *count >= 0)) {
            Ok(()) => Answer::said(format!("{} scaled\n", targets::called(key))),
            Err(why) => Answer::failed(&why),
        });
    }
    answer.add(found.missing);
    Ok(Started::Done(answer))
}

fn scale(call: &mut Call<'_>, key: &Key, wanted: i32, current: Option<i64>) -> Result<(), String> {
    let paths = paths(key.kind).ok_or("error: the server could not find the requested resource")?;
    let stored = call.world.api().store().object(key).map(|object| object.to_value()).unwrap_or_default();
    let replicas = at(&stored, &paths.spec).as_i64().unwrap_or_default();
    if let Some(current) = current.filter(|current| *current != replicas) {
        return Err(format!("error: Expected replicas to be {current}, was {replicas}"));
    }
    let scaled = call.world.act("kubectl", |api| {
        api.manager = Some("kubectl");
        api.scale(key, wanted)
    });
    scaled.map_err(|status| status.to_string())
}
