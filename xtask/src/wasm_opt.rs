//! Shrinks the page's wasm with `wasm-opt` from the npm package `binaryen`. The result is kept, so an unchanged program is
//! not optimised twice. Where the package is missing the step is skipped and says so: the page works without it.

use crate::proc::{self, Result};
use crate::project;
use std::fs;
use std::path::{Path, PathBuf};

const PROGRAM: &str = "www/node_modules/binaryen/bin/wasm-opt";

/// What rustc's wasm32 target uses, so wasm-opt accepts it and adds nothing a browser might lack.
const FLAGS: &[&str] = &[
    "-O2",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

pub fn optimise(wasm: &Path) -> Result<()> {
    if !project::path(PROGRAM).is_file() {
        println!("wasm-opt: skipped, {PROGRAM} is not installed (npm package binaryen)");
        return Ok(());
    }
    let kept = Kept::in_target()?;
    let before = read(wasm)?;
    if !kept.holds(&before) {
        kept.store(&before)?;
    }
    fs::copy(&kept.output, wasm).map(|_| ()).map_err(|error| format!("{}: {error}", wasm.display()))
}

struct Kept {
    flags: PathBuf,
    input: PathBuf,
    output: PathBuf,
}

impl Kept {
    fn in_target() -> Result<Kept> {
        let dir = project::target().join("xtask").join("wasm-opt");
        fs::create_dir_all(&dir).map_err(|error| format!("{}: {error}", dir.display()))?;
        let [flags, input, output] = ["flags.txt", "input.wasm", "output.wasm"].map(|name| dir.join(name));
        Ok(Kept { flags, input, output })
    }

    fn holds(&self, before: &[u8]) -> bool {
        let same = |file: &Path, bytes: &[u8]| fs::read(file).is_ok_and(|kept| kept == bytes);
        self.output.is_file() && same(&self.flags, FLAGS.join(" ").as_bytes()) && same(&self.input, before)
    }

    fn store(&self, before: &[u8]) -> Result<()> {
        let _ = fs::remove_file(&self.flags);
        write(&self.input, before)?;
        let mut node = proc::command("node");
        node.arg(PROGRAM).args(FLAGS).arg(&self.input).arg("-o").arg(&self.output);
        proc::run(&mut node)?;
        write(&self.flags, FLAGS.join(" ").as_bytes())
    }
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).map_err(|error| format!("{}: {error}", file.display()))
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(file, bytes).map_err(|error| format!("{}: {error}", file.display()))
}
