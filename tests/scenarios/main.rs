//! Scenarios: each folder here is one story of a cluster. `steps.txt` says what a user does and when, the
//! manifests stand beside it, and `story.txt` is what the cluster does, as events and states with their
//! times. `UPDATE_GOLDENS=1 cargo test --test scenarios` writes the stories anew; read them before
//! committing: they are claims about Kubernetes.

mod run;
mod steps;

use std::path::{Path, PathBuf};

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
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let entries = std::fs::read_dir(root).expect("the scenarios are beside this file");
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}

fn check(folder: &Path) -> Result<(), Failed> {
    let steps =
        std::fs::read_to_string(folder.join("steps.txt")).map_err(|error| format!("steps.txt: {error}"))?;
    let told = run::tell(&steps::parse(&steps)?, folder)?;
    let golden = folder.join("story.txt");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&golden, &told)?;
    }
    let kept = std::fs::read_to_string(&golden).unwrap_or_default();
    match first_difference(&kept, &told) {
        None => Ok(()),
        Some(difference) => Err(difference.into()),
    }
}

fn first_difference(kept: &str, told: &str) -> Option<String> {
    let (mut kept, mut told) = (kept.lines(), told.lines());
    for at in 1.. {
        let (old, new) = (kept.next(), told.next());
        if old != new {
            let (old, new) = (old.unwrap_or("(the end)"), new.unwrap_or("(the end)"));
            return Some(format!(
                "story.txt, line {at}:\n  kept  {old}\n  now   {new}\nUPDATE_GOLDENS=1 writes it anew"
            ));
        }
        old?;
    }
    None
}
