//! The event stream.

use crate::cluster::{EPOCH, World};

use crate::kinds::event::Event;
use crate::view::{EventView, Ref};

/// Events in a frame.
const LIMIT: usize = 200;

pub fn recent(world: &World) -> Vec<EventView> {
    newest(world, |_| true, LIMIT)
}

/// The events about one object.
pub fn about(world: &World, what: &Ref) -> Vec<EventView> {
    newest(world, |event| concerns(event, what), 50)
}

fn concerns(event: &Event, what: &Ref) -> bool {
    let about = &event.involved_object;
    about.kind == what.kind && about.name == what.name && about.namespace == what.namespace
}

/// The events written last, newest last, in the order they were written.
fn newest(world: &World, wanted: impl Fn(&Event) -> bool, limit: usize) -> Vec<EventView> {
    let mut events: Vec<_> = world.api().store().list::<Event>().filter(|event| wanted(event)).collect();
    events.sort_by_key(|event| event.meta.resource_version);
    let from = events.len().saturating_sub(limit);
    events[from..].iter().map(|event| view(world, event)).collect()
}

fn view(world: &World, event: &Event) -> EventView {
    let about = &event.involved_object;
    let whole_seconds = event.last_seen().unwrap_or_default().seconds_since(EPOCH).max(0) as u64 * 1_000_000;
    let written = world.api().store().log().find(event.meta.resource_version.0);
    EventView {
        at_us: written.map_or(whole_seconds, |change| change.at.0),
        warning: event.kind == "Warning",
        reason: event.reason.clone(),
        message: event.message.clone(),
        about: Ref { kind: about.kind.clone(), namespace: about.namespace.clone(), name: about.name.clone() },
        component: event.reporter().to_owned(),
        count: event.times() as u32,
    }
}
