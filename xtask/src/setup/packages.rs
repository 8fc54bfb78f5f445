//! npm packages: exactly those of a folder's `package-lock.json`. The lockfile is copied beside them once they are there,
//! and the folder is left alone while the two copies agree.

use super::node;
use crate::proc::{self, Result};
use crate::project;
use std::fs;

/// The folder of the page's JavaScript.
pub const PAGE: &str = "www";
/// The folder of the whole-page tests.
pub const TESTS: &str = "tests/e2e";

pub fn ensure(folder: &str) -> Result<String> {
    node::ensure()?;
    let dir = project::path(folder);
    let stamp = dir.join("node_modules").join(".installed-lock.json");
    let lock = project::read(&format!("{folder}/package-lock.json"))?;
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(format!("npm packages of {folder}/"));
    }
    println!("installing the npm packages of {folder}/");
    proc::run(node::npm().current_dir(&dir).args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, lock).map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(format!("npm packages of {folder}/ (installed now)"))
}
