//! Tools that come from crates.io, at an exact version, built with their own lockfile.

use crate::proc::{self, Result};

/// Installs `krate` at `version` unless `program --version` already says so.
pub fn ensure(krate: &str, program: &str, version: &str) -> Result<String> {
    if installed_version(program).as_deref() != Some(version) {
        println!("installing {krate} {version} (a few minutes, once)");
        let spec = format!("{krate}@{version}");
        proc::run(proc::command("cargo").args(["install", "--locked", "--force", &spec]))?;
        confirm(krate, program, version)?;
    }
    Ok(format!("{krate} {version}"))
}

fn confirm(krate: &str, program: &str, version: &str) -> Result<()> {
    match installed_version(program).as_deref() {
        Some(found) if found == version => Ok(()),
        Some(found) => Err(format!(
            "{krate} {version} was installed, but PATH has {found} before it; put cargo's bin folder first"
        )),
        None => Err(format!("{krate} was installed, but cargo's bin folder is not in PATH")),
    }
}

/// The last word of `program --version`, which is where both tools put it.
fn installed_version(program: &str) -> Option<String> {
    let text = proc::output(proc::command(program).arg("--version")).ok()?;
    text.split_whitespace().next_back().map(String::from)
}
