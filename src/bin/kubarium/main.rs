//! The native command line: run manifests, show what came of them, check conformance.
//!
//! `run` tells the story of a cluster as text; `get` and `describe` print its objects; `conform` compares the
//! simulator with what the real Kubernetes answered. The page's build compiles this file too and gets an
//! empty program.

#[cfg(not(target_arch = "wasm32"))]
mod command;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    command::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
