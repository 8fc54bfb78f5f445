//! `kubarium conform SET FILE.jsonl`

use super::out;
use std::path::PathBuf;
use std::process::ExitCode;

use kubarium::conform;

#[derive(clap::Args)]
pub struct Arguments {
    /// Name of the set, as in `hpa`.
    set: String,
    /// Its vectors, one JSON object to a line.
    file: PathBuf,
}

/// Exit status 0 only when every vector passes.
pub fn run(arguments: &Arguments) -> Result<ExitCode, String> {
    let named = |set: &&&dyn conform::Set| set.name() == arguments.set;
    let set = conform::sets().iter().find(named).ok_or_else(|| {
        let known: Vec<&str> = conform::sets().iter().map(|set| set.name()).collect();
        format!("no set is named {}; there are {}", arguments.set, known.join(", "))
    })?;
    let text = std::fs::read_to_string(&arguments.file)
        .map_err(|error| format!("cannot read {}: {error}", arguments.file.display()))?;
    let report = conform::run(*set, &text);
    out::line(&report);
    Ok(if report.failures.is_empty() && report.total > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
