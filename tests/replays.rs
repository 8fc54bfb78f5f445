//! Replays: each folder of `tests/conformance/recordings/` is a run of a real cluster, run again here. `report.txt` beside it
//! is what of it the simulator does the same, and every difference; lines that begin with `#` say why one stays.
//! `UPDATE_GOLDENS=1 cargo test --test replays` writes the reports anew and drops the reasons of what is gone: a
//! number that falls is a loss.

#[path = "common/folders.rs"]
mod folders;

use std::path::Path;

use kubarium::conform::replay;
use libtest_mimic::Failed;

fn main() {
    folders::run("tests/conformance/recordings", check);
}

fn check(folder: &Path) -> Result<(), Failed> {
    let report = replay::replay(folder)?;
    let golden = folder.join("report.txt");
    let kept = std::fs::read_to_string(&golden).unwrap_or_default();
    let now = report.in_full();
    let said: String =
        kept.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    if said == now {
        return reasons(&kept, &report);
    }
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&golden, &now)?;
    }
    Err(format!("kept:\n{said}\nnow:\n{now}").into())
}

/// What does not match is explained.
fn reasons(kept: &str, report: &replay::Report) -> Result<(), Failed> {
    match report.is_perfect() || kept.lines().any(|line| line.starts_with('#')) {
        true => Ok(()),
        false => {
            Err("there are differences: say in the report why they stay, in lines that begin with #".into())
        }
    }
}
