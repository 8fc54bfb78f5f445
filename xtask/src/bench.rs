//! `cargo xtask bench`: how much CPU time a cluster of 100 and of 1,000 pods takes until all are Ready, and how many pods a
//! second the scheduler places, on this machine and in Chromium, both optimised as for the page.

use crate::options::Options;
use crate::proc::{self, Result};
use crate::setup::{self, Need};
use crate::{steps, test};

const NEEDS: &[Need] = &[Need::WasmTarget, Need::WasmBindgen, Need::Browser];

pub fn run(options: &Options) -> Result<()> {
    setup::ensure(NEEDS)?;
    let only = options.value("only");
    if let Some(other) = only.filter(|name| !matches!(*name, "native" | "browser")) {
        return Err(format!("`--only` is native or browser, not `{other}`"));
    }
    if only != Some("browser") {
        steps::step("bench: on this machine", native)?;
    }
    if only != Some("native") {
        steps::step("bench: in Chromium", || {
            test::in_browser(&["--profile", "page"], &["--nocapture", "quickly"])
        })?;
    }
    Ok(())
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
