//! Scenarios: each folder here is one story of a cluster. `steps.txt` says what a user does and when, the
//! manifests stand beside it, and `story.txt` is what the cluster does, as events and states with their
//! times. `UPDATE_GOLDENS=1 cargo test --test scenarios` writes the stories anew; read them before
//! committing: they are claims about Kubernetes.

#[path = "../common/folders.rs"]
mod folders;
mod run;
mod steps;

use std::path::Path;

use libtest_mimic::Failed;

fn main() {
    folders::run("tests/scenarios", check);
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
