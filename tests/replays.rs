//! Replays: each folder of `tests/conformance/recordings/` is a run of a real cluster, run again here. `report.txt` beside it
//! is what of it the simulator does the same, and every difference; lines that begin with `#` say why one stays.
//! `UPDATE_GOLDENS=1 cargo test --test replays` writes the reports anew and drops the reasons of what is gone: a
//! number that falls is a loss.

use std::path::{Path, PathBuf};

use kubarium::conform::replay;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let trials = folders().into_iter().map(|folder| {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Trial::test(name, move || check(&folder))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/recordings");
    let entries = std::fs::read_dir(root).expect("the recordings are in the repository");
    let mut found: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
    found.sort();
    found
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
