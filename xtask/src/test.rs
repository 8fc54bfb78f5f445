//! `cargo xtask test`: everything that must hold, cheapest first, stopping at the first failure. `--only STEP` runs one
//! step after setting up what that step needs.

use crate::dist;
use crate::options::Options;
use crate::proc::{self, Result};
use crate::setup::{self, Need, browser, packages};
use crate::{project, steps, wasm};
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

struct Step {
    name: &'static str,
    title: &'static str,
    needs: &'static [Need],
    run: fn() -> Result<()>,
}

const STEPS: &[Step] = &[
    Step { name: "fmt", title: "fmt: formatting", needs: &[], run: fmt },
    Step { name: "clippy", title: "clippy: lints, native", needs: &[], run: clippy },
    Step {
        name: "clippy-wasm",
        title: "clippy-wasm: lints, page",
        needs: &[Need::WasmTarget],
        run: clippy_wasm,
    },
    Step { name: "native", title: "native: tests on this machine", needs: &[], run: native },
    Step {
        name: "browser",
        title: "browser: wasm tests in headless Chromium",
        needs: &[Need::WasmTarget, Need::WasmBindgen, Need::Browser],
        run: || in_browser(&[], &[]),
    },
    Step { name: "dist", title: "dist: the folder to upload", needs: dist::NEEDS, run: dist::build },
    Step {
        name: "e2e",
        title: "e2e: the whole page in Chromium",
        needs: &[Need::TestPackages, Need::Browser, Need::Fonts],
        run: end_to_end,
    },
];

pub fn run(options: &Options) -> Result<()> {
    let start = Instant::now();
    let chosen = chosen(options.value("only"))?;
    setup::ensure(&needs(&chosen))?;
    for step in &chosen {
        steps::step(step.title, step.run)?;
    }
    println!("\nAll passed in {}\nsteps: {} passed, 0 failed", proc::seconds(start), chosen.len());
    Ok(())
}

fn chosen(only: Option<&str>) -> Result<Vec<&'static Step>> {
    let Some(name) = only else {
        return Ok(STEPS.iter().collect());
    };
    let step = STEPS.iter().find(|step| step.name == name).ok_or_else(|| {
        let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        format!("no step `{name}`; the steps are {}", names.join(", "))
    })?;
    Ok(vec![step])
}

fn needs(steps: &[&Step]) -> Vec<Need> {
    let wanted = |need: &&Need| steps.iter().any(|step| step.needs.contains(need));
    setup::ALL.iter().filter(wanted).copied().collect()
}

fn fmt() -> Result<()> {
    proc::run(cargo().args(["fmt", "--all", "--check"]))
        .map_err(|error| format!("{error}; `cargo fmt --all` mends it"))
}

fn clippy() -> Result<()> {
    proc::run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn clippy_wasm() -> Result<()> {
    let page = ["--target", wasm::TARGET, "--lib", "--bin", "kubarium-page", "--test", "browser"];
    if wasm::stand_in() {
        println!("the toolchain that stands in has no clippy: checking that it compiles");
        return proc::run(wasm::command("cargo").arg("check").args(page));
    }
    proc::run(cargo().arg("clippy").args(page).args(["--", "-D", "warnings"]))
}

fn native() -> Result<()> {
    if !proc::succeeds(cargo().args(["nextest", "--version"])) {
        return proc::run(cargo().args(["test", "--workspace"]));
    }
    proc::run(cargo().args(["nextest", "run", "--workspace"]))?;
    proc::run(cargo().args(["test", "--doc", "--quiet"]))
}

/// The wasm tests, with more arguments for cargo and for the tests.
pub fn in_browser(for_cargo: &[&str], for_tests: &[&str]) -> Result<()> {
    let mut cargo = wasm::command("cargo");
    cargo.args(["test", "--target", wasm::TARGET, "--test", "browser"]);
    cargo.args(for_cargo).arg("--").args(for_tests);
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
    cargo.env("CHROMEDRIVER", browser::driver()?);
    cargo.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", browser::capabilities()?);
    // Seconds; the measurements take longer than the runner would wait.
    cargo.env("WASM_BINDGEN_TEST_TIMEOUT", "600");
    proc::run(&mut cargo)
}

fn end_to_end() -> Result<()> {
    let dist = project::path("dist");
    if !dist.join("index.html").is_file() {
        return Err("dist/ is missing: run `cargo xtask dist` first".to_string());
    }
    let mut node = proc::command("node");
    node.current_dir(project::path(packages::TESTS));
    node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]).args(test_files()?);
    node.env("CHROMIUM", browser::program()?).env("KUBARIUM_DIST", dist);
    proc::run(&mut node)
}

fn test_files() -> Result<Vec<PathBuf>> {
    let dir = project::path(packages::TESTS);
    let entries = std::fs::read_dir(&dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    let names = entries.filter_map(|entry| entry.ok().map(|entry| PathBuf::from(entry.file_name())));
    let mut files: Vec<PathBuf> =
        names.filter(|name| name.to_string_lossy().ends_with(".test.mjs")).collect();
    files.sort();
    if files.is_empty() { Err(format!("{} has no *.test.mjs", dir.display())) } else { Ok(files) }
}

fn cargo() -> Command {
    proc::command("cargo")
}
