//! Interesting moments for the time bar, read off the change log.

use crate::cluster::{Change, Verb, World};
use crate::kinds::event::Event;
use crate::kinds::pod::Pod;

/// Bookmarks shown.
const LIMIT: usize = 24;
/// Bookmarks nearer than this to the one before are left out.
const APART_US: u64 = 500_000;

pub fn all(world: &World) -> Vec<(u64, String)> {
    let mut marks: Vec<(u64, String)> = Vec::new();
    for change in world.api().store().log().iter() {
        let Some(label) = label(change) else { continue };
        let far = marks.last().is_none_or(|(at, last)| change.at.0 >= at + APART_US && *last != label);
        if far {
            marks.push((change.at.0, label));
        }
    }
    let from = marks.len().saturating_sub(LIMIT);
    marks.split_off(from)
}

fn label(change: &Change) -> Option<String> {
    if let (Some(new), Some(old)) = (change.resource::<Pod>(), change.old.as_ref()) {
        let was_ready = matches!(old, crate::kinds::Object::Pod(old) if old.is_ready());
        return (change.verb == Verb::Modified && new.is_ready() && !was_ready)
            .then(|| format!("{} is ready", new.meta.name));
    }
    let event = change.resource::<Event>()?;
    let worth = [
        "ScalingReplicaSet",
        "SuccessfulRescale",
        "FailedScheduling",
        "Killing",
        "NodeNotReady",
        "BackOff",
        "TaintManagerEviction",
    ];
    (change.verb == Verb::Added && worth.contains(&event.reason.as_str()))
        .then(|| format!("{}: {}", event.reason, event.involved_object.name))
}
