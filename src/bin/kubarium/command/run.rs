//! `kubarium run FILE|DIR`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use kubarium::session::story::{self, Depth};
use kubarium::session::{Action, Options, Preset, Script, Session};

#[derive(clap::Args)]
pub struct Arguments {
    /// A manifest, a folder of manifests, or a script (`.kubarium`).
    path: PathBuf,
    /// How much simulated time to run: 90s, 10m, 2h.
    #[arg(long, default_value = "2m", value_parser = span_us)]
    until: u64,
    /// Print events and every change of an object's row, not only events.
    #[arg(long)]
    timeline: bool,
    /// Print every write and who made it.
    #[arg(long)]
    writes: bool,
    /// minikube, three-nodes, cloud or workers-N.
    #[arg(long, default_value = "three-nodes")]
    cluster: String,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Send load: ADDRESS=REQUESTS_PER_SECOND, may be repeated.
    #[arg(long)]
    load: Vec<String>,
}

/// Exit status 1 if a manifest was refused.
pub fn run(arguments: &Arguments) -> Result<ExitCode, String> {
    let (mut session, refused) = begin(arguments)?;
    while !session.advance(arguments.until, 1_000_000) {}
    for line in story::lines(&session, depth(arguments)) {
        println!("{line}");
    }
    println!("\n{}digest {}", story::pods(&session), session.digest());
    Ok(if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn depth(arguments: &Arguments) -> Depth {
    match (arguments.writes, arguments.timeline) {
        (true, _) => Depth::Writes,
        (_, true) => Depth::States,
        _ => Depth::Events,
    }
}

fn begin(arguments: &Arguments) -> Result<(Session, bool), String> {
    if arguments.path.extension().is_some_and(|extension| extension == "kubarium") {
        let script = Script::parse(&read(&arguments.path)?).map_err(|error| error.to_string())?;
        return Ok((Session::replay(script), false));
    }
    let preset = Preset::by_name(&arguments.cluster)
        .ok_or_else(|| format!("no cluster is named {}", arguments.cluster))?;
    let mut session = Session::new(Options { preset, seed: arguments.seed });
    let mut refused = false;
    for file in manifests(&arguments.path)? {
        let action = Action::Apply { file: file.display().to_string(), text: read(&file)? };
        refused |= show(session.act(action));
    }
    for (at, load) in arguments.load.iter().enumerate() {
        refused |= show(session.act(load_action(at, load)?));
    }
    println!();
    Ok((session, refused))
}

fn show(lines: Vec<kubarium::view::ResultLine>) -> bool {
    lines.iter().for_each(|line| println!("{}", line.text));
    lines.iter().any(|line| line.error)
}

fn load_action(at: usize, text: &str) -> Result<Action, String> {
    let (url, rate) =
        text.rsplit_once('=').ok_or_else(|| format!("--load takes ADDRESS=RATE, not {text}"))?;
    let rate = rate.parse().map_err(|_| format!("--load: {rate} is no number of requests a second"))?;
    Ok(Action::SetLoad { name: format!("load-{}", at + 1), url: url.to_owned(), rate })
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// The file itself, or the folder's manifests by name, as kubectl takes them.
fn manifests(path: &Path) -> Result<Vec<PathBuf>, String> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries =
        std::fs::read_dir(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let is_manifest = |path: &PathBuf| {
        path.extension()
            .is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|known| extension == *known))
    };
    let mut files: Vec<PathBuf> =
        entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).filter(is_manifest).collect();
    files.sort();
    Ok(files)
}

/// Microseconds of `90s`, `10m`, `2h`; a bare number is seconds.
fn span_us(text: &str) -> Result<u64, String> {
    let unit = match text.chars().last() {
        Some('h') => 3600,
        Some('m') => 60,
        _ => 1,
    };
    let number: u64 =
        text.trim_end_matches(['h', 'm', 's']).parse().map_err(|_| format!("{text} is no length of time"))?;
    Ok(number.saturating_mul(unit * 1_000_000))
}
