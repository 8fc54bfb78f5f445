//! The stand-in for machines where rustup may not download: Debian's `rustc-web`, made for building web software. It has a
//! compiler for wasm32 but no standard library for it, so that is built here once from Debian's sources, with bitcode in it
//! (release builds optimise across crates) and with `test` (the browser tests need it). rustup knows the result as the
//! toolchain `debian`; native builds stay on the pinned one.

use super::apt;
use crate::proc::{self, Result};
use crate::project;
use crate::wasm::TARGET;
use std::fs;
use std::path::{Path, PathBuf};

pub const TOOLCHAIN: &str = "debian";

const PREFIX: &str = "/usr";
const LINKER: &str = "x86_64-unknown-linux-gnu/bin/rust-lld";
const PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src"];

pub fn installed() -> bool {
    let linked = proc::output(proc::command("rustup").args(["toolchain", "list"]));
    let linked = linked.is_ok_and(|list| list.lines().any(|line| line.starts_with(TOOLCHAIN)));
    linked && has_library("std")
}

pub fn possible() -> bool {
    cfg!(all(target_os = "linux", target_arch = "x86_64")) && apt::available()
}

pub fn install() -> Result<()> {
    apt::install(PACKAGES)?;
    link_linker()?;
    proc::run(proc::command("rustup").args(["toolchain", "link", TOOLCHAIN, PREFIX]))?;
    let built = build_std()?;
    copy_libraries(&built)?;
    forget_old_builds();
    Ok(())
}

/// rustc looks for the wasm linker beside its own libraries; rustup's toolchain ships one.
fn link_linker() -> Result<()> {
    let link = Path::new(PREFIX).join("lib/rustlib").join(LINKER);
    if link.exists() {
        return Ok(());
    }
    let sysroot = proc::output(proc::command("rustc").args(["--print", "sysroot"]))?;
    let shipped = Path::new(&sysroot).join("lib/rustlib").join(LINKER);
    create_dir(link.parent().unwrap_or(Path::new(PREFIX)))?;
    let mut ln = proc::command("ln");
    proc::run(ln.arg("-sfn").arg(shipped).arg(link))
}

/// Builds an empty crate for the sake of the standard library under it; the result is the folder of its libraries.
fn build_std() -> Result<PathBuf> {
    let dir = project::target().join("xtask").join("debian-std");
    create_dir(&dir.join("src"))?;
    write(&dir.join("Cargo.toml"), "[package]\nname = \"empty\"\nedition = \"2024\"\n\n[workspace]\n")?;
    write(&dir.join("src/lib.rs"), "")?;
    let mut cargo = proc::command("cargo");
    cargo.current_dir(&dir).env("RUSTUP_TOOLCHAIN", TOOLCHAIN).env("CARGO_TARGET_DIR", dir.join("target"));
    cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Cembed-bitcode=yes");
    cargo.args(["build", "--release", "-Zbuild-std=std,panic_abort,test", "--target", TARGET]);
    proc::run(&mut cargo)?;
    Ok(dir.join("target").join(TARGET).join("release/deps"))
}

fn copy_libraries(from: &Path) -> Result<()> {
    let to = libraries();
    create_dir(&to)?;
    let entries = fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))?;
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        if let Some(name) = path.file_name().filter(|_| path.extension().is_some_and(|e| e == "rlib")) {
            fs::copy(&path, to.join(name)).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(())
}

/// What was compiled against another standard library looks fresh to cargo and is not.
fn forget_old_builds() {
    let _ = fs::remove_dir_all(project::target().join(TARGET));
}

fn has_library(name: &str) -> bool {
    let prefix = format!("lib{name}-");
    let entries = fs::read_dir(libraries());
    entries.is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with(&prefix)))
    })
}

fn libraries() -> PathBuf {
    Path::new(PREFIX).join("lib/rustlib").join(TARGET).join("lib")
}

fn create_dir(dir: &Path) -> Result<()> {
    fs::create_dir_all(dir).map_err(|error| format!("{}: {error}", dir.display()))
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
}
