//! One text taken every way that a text can take: read, checked as the editor checks it, suggested for, applied (client and
//! server side, twice), run for a moment, listed, described, deleted. The fuzz target and the kept cases share it.

use kubarium::cluster::World;
use kubarium::cluster::presets::Preset;
use kubarium::kinds::Kind;
use kubarium::kubectl::describe::{self, Cluster, WorldView};
use kubarium::kubectl::{apply, create, delete, printers, server_side};
use kubarium::session::{assist, diagnostics};
use kubarium::sim::{SimTime, Span};

/// Simulated events one text may cause between two looks.
const BUDGET: u64 = 2_000;
const FILE: &str = "fuzz.yaml";

pub fn every_way(text: &str) {
    let mut world = World::new(Preset::Minikube, 1);
    let store = world.api().store();
    let _ = diagnostics::check(text, store);
    let line = text.lines().count() as u32 / 2;
    let _ = assist::complete(text, line, 8);
    let _ = assist::hover(text, line, 8);
    let _ = apply::apply(&mut world, FILE, text);
    let _ = world.advance(SimTime::ZERO + Span::from_secs(2), BUDGET);
    let _ = apply::apply(&mut world, FILE, text);
    let options = server_side::Options { force: text.len().is_multiple_of(2), ..Default::default() };
    let _ = server_side::apply(&mut world, FILE, text, &options);
    let _ = world.advance(SimTime::ZERO + Span::from_secs(4), BUDGET);
    look(&world);
    let _ = create::create(&mut world, FILE, text);
    let _ = delete::delete_file(&mut world, FILE, text);
    let _ = world.advance(SimTime::ZERO + Span::from_secs(6), BUDGET);
}

fn look(world: &World) {
    let view = WorldView(world);
    for kind in Kind::ALL {
        for object in view.list(*kind, None).iter().rev().take(2) {
            printers::cells(*kind, object, view.now());
            describe::describe(&view, *kind, object);
        }
    }
}
