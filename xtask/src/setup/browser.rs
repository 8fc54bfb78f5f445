//! The browser that runs the wasm tests and the whole-page tests, and the driver that speaks to it. `CHROMIUM` and
//! `CHROMEDRIVER` choose them; otherwise the usual names are looked for, and Debian's packages are installed where that is
//! allowed.

use super::apt;
use crate::proc::{self, Result};
use crate::project;
use std::path::PathBuf;

const PROGRAMS: &[&str] =
    &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const MAC_PROGRAMS: &[&str] = &[
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const CAPABILITIES: &str = "tests/browser/webdriver.json";
const MISSING: &str = "the browser tests need Chromium (or Chrome) and its chromedriver of the same version. \
    Debian: apt-get install chromium chromium-driver. Fedora: dnf install chromium chromedriver. \
    macOS: brew install --cask chromium chromedriver. \
    Or set CHROMIUM and CHROMEDRIVER to where they are";

pub fn ensure() -> Result<String> {
    if (program().is_err() || driver().is_err()) && apt::available() {
        apt::install(&["chromium", "chromium-driver"])?;
    }
    Ok(format!("browser {}, driver {}", program()?.display(), driver()?.display()))
}

pub fn program() -> Result<PathBuf> {
    let in_path = || PROGRAMS.iter().find_map(|name| proc::find(name));
    let on_mac = || MAC_PROGRAMS.iter().map(PathBuf::from).find(|path| path.is_file());
    chosen("CHROMIUM").or_else(in_path).or_else(on_mac).ok_or_else(|| format!("no browser found: {MISSING}"))
}

pub fn driver() -> Result<PathBuf> {
    // Where the machines of GitHub Actions keep the driver of their Chrome.
    let on_actions = || chosen("CHROMEWEBDRIVER").map(|dir| dir.join("chromedriver")).filter(|p| p.is_file());
    let in_path = || proc::find("chromedriver");
    chosen("CHROMEDRIVER")
        .or_else(on_actions)
        .or_else(in_path)
        .ok_or_else(|| format!("no driver found: {MISSING}"))
}

/// The driver's settings with this machine's browser in them, as a file under `target/`.
pub fn capabilities() -> Result<PathBuf> {
    let options = "\"goog:chromeOptions\": {";
    let binary = program()?.display().to_string();
    let text =
        project::read(CAPABILITIES)?.replacen(options, &format!("{options}\n    \"binary\": {binary:?},"), 1);
    let dir = project::target().join("xtask");
    let file = dir.join("webdriver.json");
    std::fs::create_dir_all(&dir)
        .and_then(|()| std::fs::write(&file, text))
        .map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(file)
}

fn chosen(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}
