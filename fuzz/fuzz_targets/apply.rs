//! Any text: read, checked as the editor checks it, applied twice, run for a moment, described.

#![no_main]

use kubarium::cluster::World;
use kubarium::cluster::presets::Preset;
use kubarium::kubectl::apply;
use kubarium::session::diagnostics;
use kubarium::sim::{SimTime, Span};
use libfuzzer_sys::fuzz_target;

/// Simulated events one text may cause here.
const BUDGET: u64 = 2_000;

fuzz_target!(|text: &str| {
    let _ = diagnostics::check(text);
    let mut world = World::new(Preset::Minikube, 1);
    let _ = apply::apply(&mut world, "fuzz.yaml", text);
    let _ = world.advance(SimTime::ZERO + Span::from_secs(2), BUDGET);
    let _ = apply::apply(&mut world, "fuzz.yaml", text);
    let _ = world.advance(SimTime::ZERO + Span::from_secs(4), BUDGET);
});
