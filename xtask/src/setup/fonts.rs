//! A font with Korean letters, so that screenshots show them. Tests do not fail without it.

use super::apt;
use crate::proc::{self, Result};

const PACKAGE: &str = "fonts-noto-cjk";

pub fn ensure() -> Result<String> {
    if present() {
        return Ok("a font with Korean letters".to_string());
    }
    if apt::available() {
        apt::install(&[PACKAGE])?;
        return Ok(format!("{PACKAGE} installed"));
    }
    Ok(format!("no font with Korean letters was found: screenshots lack them ({PACKAGE} has them)"))
}

fn present() -> bool {
    let listed = proc::output(proc::command("fc-list").arg(":lang=ko")).is_ok_and(|fonts| !fonts.is_empty());
    listed || proc::succeeds(proc::command("dpkg-query").args(["-W", PACKAGE]))
}
