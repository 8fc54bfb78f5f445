//! `kubectl rollout status`: it waits until the rollout is over, has failed, or the time is up.

use crate::cluster::{Key, World};
use crate::kubectl::call::flags::Flags;
use crate::kubectl::call::{Answer, Call, Polled, Started, Wait, targets};
use crate::kubectl::rollout_status;
use crate::kubectl::time_out::time_out;
use crate::sim::SimTime;

pub(super) fn status(call: &mut Call<'_>, flags: &Flags, rest: &[String]) -> Result<Started, Answer> {
    let mut found = targets::find(call, flags, rest, None)?;
    if found.missing.code != 0 {
        return Err(found.missing);
    }
    let now = call.world.now();
    let until = match flags.value("timeout") {
        Some(text) => time_out(text).map_err(|why| Answer::failed(&why))?.map(|span| now + span),
        None => None,
    };
    let Some(key) = found.keys.pop() else { return Ok(Started::Done(Answer::default())) };
    let store = call.world.api().store();
    let mut watch = Rollout { key: key.clone(), seen: store.version(), until };
    let object = store.object(&key).map(|object| object.to_value()).unwrap_or_default();
    let Some(progress) = rollout_status::of(key.kind, &object) else {
        let plural = key.kind.info().qualified_plural();
        return Err(Answer::failed(&format!("error: no status viewer has been implemented for {plural}")));
    };
    let mut printed = String::new();
    if let Some(answer) = watch.take(progress, &mut printed) {
        return Ok(Started::Done(answer));
    }
    match flags.value("watch") {
        Some("false") => Ok(Started::Done(Answer::said(printed))),
        _ => Ok(Started::Waiting(Answer::said(printed), Box::new(watch))),
    }
}

#[derive(Clone, Debug)]
struct Rollout {
    key: Key,
    seen: u64,
    until: Option<SimTime>,
}

impl Rollout {
    /// Prints a state's words; the answer if there is nothing more to wait for.
    fn take(&mut self, progress: rollout_status::Progress, printed: &mut String) -> Option<Answer> {
        *printed += &progress.message;
        if let Some(error) = progress.error {
            let refusal = Answer::failed(&format!("error: {error}"));
            return Some(Answer { stdout: std::mem::take(printed), ..refusal });
        }
        progress.done.then(|| Answer::said(std::mem::take(printed)))
    }
}

impl Wait for Rollout {
    fn poll(&mut self, world: &mut World) -> Polled {
        let store = world.api().store();
        let changes: Vec<_> =
            store.log().since(self.seen).filter(|change| change.key == self.key).cloned().collect();
        self.seen = store.version();
        let mut printed = String::new();
        for change in changes {
            let Some(object) = change.new.as_ref() else {
                return Polled::Done(Answer {
                    stdout: printed,
                    ..Answer::failed("error: object has been deleted")
                });
            };
            let progress = rollout_status::of(self.key.kind, &object.to_value()).unwrap_or_default();
            if let Some(answer) = self.take(progress, &mut printed) {
                return Polled::Done(answer);
            }
        }
        if self.until.is_some_and(|until| world.now() >= until) {
            let refusal = Answer::failed("error: timed out waiting for the condition");
            return Polled::Done(Answer { stdout: printed, ..refusal });
        }
        Polled::More(Answer::said(printed))
    }
}
