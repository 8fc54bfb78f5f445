//! `kubarium run FILE|DIR`

use super::out;
use std::path::PathBuf;
use std::process::ExitCode;

use kubarium::session::story::{self, Depth};

use super::begin::Setting;

#[derive(clap::Args)]
pub struct Arguments {
    /// A manifest, a folder of manifests, or a script (`.kubarium`).
    path: PathBuf,
    #[command(flatten)]
    setting: Setting,
    /// Print events and every change of an object's row, not only events.
    #[arg(long)]
    timeline: bool,
    /// Print every write and who made it.
    #[arg(long)]
    writes: bool,
}

/// Exit status 1 if a manifest was refused.
pub fn run(arguments: &Arguments) -> Result<ExitCode, String> {
    let mut begun = arguments.setting.begin(&arguments.path)?;
    begun.answers.iter().for_each(|line| out::line(&line.text));
    if !begun.answers.is_empty() {
        out::line("");
    }
    arguments.setting.advance(&mut begun.session);
    let session = &begun.session;
    for line in story::lines(session, depth(arguments)) {
        out::line(line);
    }
    out::line(format_args!("\n{}digest {}", story::pods(session), session.digest()));
    Ok(if begun.refused() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn depth(arguments: &Arguments) -> Depth {
    match (arguments.writes, arguments.timeline) {
        (true, _) => Depth::Writes,
        (_, true) => Depth::States,
        _ => Depth::Events,
    }
}
