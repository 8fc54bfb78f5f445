//! Node and npm, which bundle the page's JavaScript and run the whole-page tests.

use super::apt;
use crate::proc::{self, Result};
use std::process::Command;

const OLDEST: u32 = 20;

pub fn ensure() -> Result<()> {
    if major().is_none() && apt::available() {
        apt::install(&["nodejs", "npm"])?;
    }
    match major() {
        Some(version) if version >= OLDEST => Ok(()),
        Some(version) => {
            Err(format!("node {version} is too old: version {OLDEST} or later is needed (nodejs.org)"))
        }
        None => Err(format!("node and npm are missing: install version {OLDEST} or later (nodejs.org)")),
    }
}

pub fn npm() -> Command {
    proc::command(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

fn major() -> Option<u32> {
    proc::output(npm().arg("--version")).ok()?;
    let text = proc::output(proc::command("node").arg("--version")).ok()?;
    text.trim_start_matches('v').split('.').next()?.parse().ok()
}
