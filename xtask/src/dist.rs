//! `cargo xtask dist`: makes `dist/`, the folder to upload. Every address inside is relative, so it works at the top of a
//! host or anywhere below it.

use crate::proc::{self, Result};
use crate::setup::{self, Need};
use crate::{project, steps, wasm, wasm_opt};
use std::path::PathBuf;

pub const NEEDS: &[Need] = &[Need::WasmTarget, Need::WasmBindgen, Need::Trunk, Need::PagePackages];

pub fn run() -> Result<()> {
    setup::ensure(NEEDS)?;
    steps::step("dist: the folder to upload", build)
}

/// The build alone, for callers that have set up and print their own heading.
pub fn build() -> Result<()> {
    proc::run(wasm::command("trunk").args(["build", "--release", "--skip-version-check"]))?;
    let files = wasm_files()?;
    for file in &files {
        wasm_opt::optimise(file)?;
    }
    proc::run(proc::command("node").arg("www/tools/gzip-size.mjs").args(&files))?;
    println!("dist/ is ready: upload it to any static host");
    Ok(())
}

fn wasm_files() -> Result<Vec<PathBuf>> {
    let dist = project::path("dist");
    let entries = std::fs::read_dir(&dist).map_err(|error| format!("{}: {error}", dist.display()))?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let files: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|e| e == "wasm")).collect();
    if files.is_empty() { Err("trunk left no .wasm in dist/".to_string()) } else { Ok(files) }
}
