//! The wasm32 target of the pinned toolchain: there already, or added by rustup, or, only where rustup is refused, replaced
//! by Debian's toolchain.

use super::debian_wasm;
use crate::proc::{self, Result};
use crate::project;
use crate::wasm::TARGET;
use std::path::PathBuf;

pub fn ensure() -> Result<String> {
    if installed() {
        return Ok(format!("{TARGET} target"));
    }
    if debian_wasm::installed() {
        return Ok(format!("{TARGET} target of the Debian toolchain"));
    }
    match add() {
        Ok(()) => Ok(format!("{TARGET} target (added now)")),
        Err(refusal) if debian_wasm::possible() => {
            println!("rustup could not add the target ({refusal}); using Debian's toolchain instead");
            debian_wasm::install()?;
            Ok(format!("{TARGET} target of the Debian toolchain (installed now)"))
        }
        Err(refusal) => Err(format!("{refusal}; add the {TARGET} target to this Rust toolchain")),
    }
}

/// Whether the toolchain of this checkout can compile to wasm32.
pub fn installed() -> bool {
    let sysroot = proc::output(proc::command("rustc").args(["--print", "sysroot"]));
    sysroot.is_ok_and(|dir| PathBuf::from(dir).join("lib/rustlib").join(TARGET).join("lib").is_dir())
}

fn add() -> Result<()> {
    let file = project::read("rust-toolchain.toml")?;
    let channel = channel(&file).ok_or("rust-toolchain.toml names no channel")?;
    proc::run(proc::command("rustup").args(["target", "add", "--toolchain", channel, TARGET]))
}

fn channel(file: &str) -> Option<&str> {
    let line = file.lines().find_map(|line| line.strip_prefix("channel = "))?;
    Some(line.trim_matches('"'))
}
