//! `kubarium replay DIR`: 0 only if every command and every change matched.

use super::out;
use std::path::PathBuf;
use std::process::ExitCode;

use kubarium::conform::replay;

#[derive(clap::Args)]
pub struct Arguments {
    /// Folders of recordings, each with input/, commands.jsonl and watch.jsonl.
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// Every difference, not the first few.
    #[arg(long)]
    full: bool,
    /// Every state the simulated objects went through, as the recording's timeline.txt has the real ones.
    #[arg(long)]
    timeline: bool,
    /// Also what commands that differ printed: there, and here.
    #[arg(long)]
    answers: bool,
}

pub fn run(arguments: &Arguments) -> Result<ExitCode, String> {
    let mut code = ExitCode::SUCCESS;
    for folder in &arguments.folders {
        if arguments.timeline {
            out::print(replay::timeline(folder)?);
            continue;
        }
        let report = replay::replay(folder)?;
        match arguments.full {
            true => out::print(report.in_full()),
            false => out::line(&report),
        }
        for [there, here] in report.answers.iter().filter(|_| arguments.answers) {
            out::line(format_args!("<<<<<<< there\n{there}=======\n{here}>>>>>>> here"));
        }
        if !report.is_perfect() {
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}
