//! Where things are in this checkout.

use crate::proc::Result;
use std::path::{Path, PathBuf};

/// The folder that holds the workspace's `Cargo.toml`.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or(here.clone(), Path::to_path_buf)
}

pub fn path(relative: &str) -> PathBuf {
    root().join(relative)
}

/// The folder for build results: `CARGO_TARGET_DIR`, or `target/`.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| path("target"), |dir| root().join(dir))
}

pub fn read(relative: &str) -> Result<String> {
    std::fs::read_to_string(path(relative)).map_err(|error| format!("{relative}: {error}"))
}
