//! `cargo xtask bench`: how much CPU time a cluster of 100 and of 1,000 pods takes until all are Ready, and how many pods a
//! second the scheduler places, on this machine and in Chromium, both optimised as for the page.

use crate::proc::{self, Result};
use crate::setup::{self, Need};
use crate::{steps, test};

const NEEDS: &[Need] = &[Need::WasmTarget, Need::WasmBindgen, Need::Browser];

pub fn run() -> Result<()> {
    setup::ensure(NEEDS)?;
    steps::step("bench: on this machine", native)?;
    steps::step("bench: in Chromium", || {
        test::in_browser(&["--profile", "page"], &["--nocapture", "quickly"])
    })
}

fn native() -> Result<()> {
    proc::run(proc::command("cargo").args([
        "bench",
        "--bench",
        "start",
        "--bench",
        "scheduler",
        "--",
        "--noplot",
    ]))
}
