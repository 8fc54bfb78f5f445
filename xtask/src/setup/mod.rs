//! Set-up: one file per tool, each of which looks whether the tool is there and installs it if not. Nothing is done twice,
//! and a tool that cannot be installed here is named together with how to get it.

mod apt;
pub mod browser;
mod cargo_install;
pub mod debian_wasm;
mod fonts;
mod node;
pub mod packages;
mod trunk;
mod wasm_bindgen;
pub mod wasm_target;

use crate::proc::{self, Result};
use crate::steps;
use std::time::Instant;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    WasmTarget,
    WasmBindgen,
    Trunk,
    /// The npm packages of the page.
    PagePackages,
    /// The npm packages of the whole-page tests.
    TestPackages,
    Browser,
    Fonts,
}

pub const ALL: &[Need] = &[
    Need::WasmTarget,
    Need::WasmBindgen,
    Need::Trunk,
    Need::PagePackages,
    Need::TestPackages,
    Need::Browser,
    Need::Fonts,
];

/// Sees to it that everything in the list is there.
pub fn ensure(needs: &[Need]) -> Result<()> {
    if needs.is_empty() {
        return Ok(());
    }
    steps::heading("set-up");
    let start = Instant::now();
    for need in needs {
        println!("ok  {}", ensure_one(*need)?);
    }
    println!("=== set-up: done in {}", proc::seconds(start));
    Ok(())
}

/// What is there now, as a line for the reader.
fn ensure_one(need: Need) -> Result<String> {
    match need {
        Need::WasmTarget => wasm_target::ensure(),
        Need::WasmBindgen => wasm_bindgen::ensure(),
        Need::Trunk => trunk::ensure(),
        Need::PagePackages => packages::ensure(packages::PAGE),
        Need::TestPackages => packages::ensure(packages::TESTS),
        Need::Browser => browser::ensure(),
        Need::Fonts => fonts::ensure(),
    }
}
