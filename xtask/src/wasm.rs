//! Commands that compile to wasm32. They are the ordinary ones, except on a machine where the pinned toolchain could not
//! get the wasm32 target and the Debian one stands in (see `setup/debian_wasm.rs`).

use crate::{proc, setup};
use std::process::Command;

pub const TARGET: &str = "wasm32-unknown-unknown";

/// `program` in the project's folder, with the toolchain that can compile to wasm32.
pub fn command(program: &str) -> Command {
    let mut command = proc::command(program);
    if stand_in() {
        command.env("RUSTUP_TOOLCHAIN", setup::debian_wasm::TOOLCHAIN);
    }
    command
}

/// Whether the Debian toolchain stands in for the pinned one.
pub fn stand_in() -> bool {
    !setup::wasm_target::installed() && setup::debian_wasm::installed()
}
