//! Interesting moments for the time bar, read off the change log.

use crate::cluster::{Change, Verb, World};
use crate::kinds::event::Event;
use crate::kinds::pod::Pod;

/// Bookmarks shown.
const LIMIT: usize = 24;
/// Bookmarks nearer than this to the one before are left out.
const APART_US: u64 = 500_000;

/// The bookmarks read so far; each frame reads on from where the last one stopped.
#[derive(Clone, Debug, Default)]
pub struct Bookmarks {
    read_to: u64,
    marks: Vec<(u64, String)>,
}

impl Bookmarks {
    /// Reads what was written since the last call. A world that went back is to be read from the start.
    pub fn read(&mut self, world: &World) -> Vec<(u64, String)> {
        let store = world.api().store();
        for change in store.log().since(self.read_to) {
            if let Some(label) = label(change) {
                self.add(change.at.0, label);
            }
        }
        self.read_to = store.version();
        self.marks.clone()
    }

    fn add(&mut self, at: u64, label: String) {
        if self.marks.last().is_some_and(|(last, text)| at < last + APART_US || *text == label) {
            return;
        }
        self.marks.push((at, label));
        if self.marks.len() > LIMIT {
            self.marks.remove(0);
        }
    }
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
