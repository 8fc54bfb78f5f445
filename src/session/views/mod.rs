//! From the world to what the page draws.
//!
//! One file for each part of a frame, and `inspect` for the inspector. Nothing here changes the world.

mod autoscalers;
mod bookmarks;
pub mod decision;
mod events;
mod inspect;
mod line_story;
mod nodes;
mod pods;
mod probes;
mod processes;
mod scheduler;
mod services;
mod why;
mod workloads;

pub(super) use autoscalers::targets;
pub use bookmarks::Bookmarks;
pub use inspect::inspect;
pub use line_story::line_story;
pub use scheduler::scheduler;

use super::Session;
use crate::cluster::{Key, World};
use crate::kinds::Object;
use crate::view::{ClockView, Frame, LoadPoint, LoadView, Ref};

/// The whole frame.
pub fn frame(session: &mut Session) -> Frame {
    let clock = clock(session);
    let world = &session.world;
    let all = pods::all(world);
    // The cluster's own pods are not the reader's.
    let own = || all.iter().map(|(_, pod)| pod).filter(|pod| pod.reference.namespace != "kube-system");
    let (count, ready) = (own().count() as u32, own().filter(|pod| pod.is_ready).count() as u32);
    Frame {
        clock,
        pods: count,
        pods_ready: ready,
        pending: nodes::pending(world, &all),
        nodes: nodes::all(world, all),
        services: services::all(world),
        workloads: workloads::all(world),
        autoscalers: autoscalers::all(world),
        loads: world.network().loads().iter().map(load).collect(),
        events: events::recent(world),
        flows: services::flows(world, session.flows_seen),
        alerts: world.alerts().cloned().collect(),
    }
}

fn clock(session: &mut Session) -> ClockView {
    ClockView {
        now_us: session.now_us(),
        reached_us: session.reached_us(),
        bookmarks: session.bookmarks.read(&session.world),
    }
}

fn load(load: &crate::cluster::network::Load) -> LoadView {
    let point = |tick: &crate::cluster::network::LoadTick| LoadPoint {
        at_us: tick.at.0,
        sent: tick.sent as u32,
        failed: tick.failed as u32,
    };
    let last = load.ticks.back().map(|tick| tick.at).unwrap_or_default();
    let current = load.profile.iter().rev().find(|(start, _)| *start <= last).or(load.profile.first());
    LoadView {
        name: load.name.clone(),
        url: load.url.clone(),
        rate: load.profile.last().or(current).map_or(0, |(_, rate)| *rate),
        points: load.ticks.iter().map(point).collect(),
    }
}

/// The page's name of an object.
fn reference(key: &Key) -> Ref {
    Ref {
        kind: key.kind.info().kind.into(),
        namespace: key.namespace.to_string(),
        name: key.name.to_string(),
    }
}

fn reference_of(object: &Object) -> Ref {
    reference(&Key::of(object))
}

/// Seconds since an object was made.
fn age_s(world: &World, created: Option<crate::kinds::Time>) -> u64 {
    let now = world.api().wall_clock(world.now());
    created.map_or(0, |created| now.seconds_since(created).max(0) as u64)
}
