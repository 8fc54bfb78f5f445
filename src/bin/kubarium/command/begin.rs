//! What every verb that runs a cluster is told: which cluster, what is applied to it, and for how long it runs.

use std::path::{Path, PathBuf};

use kubarium::kubectl::server_side;
use kubarium::session::{Action, Options, Preset, Script, Session};
use kubarium::view::ResultLine;

#[derive(clap::Args)]
pub struct Setting {
    /// How much simulated time to run: 90s, 10m, 2h.
    #[arg(long, default_value = "2m", value_parser = span_us)]
    until: u64,
    /// minikube, three-nodes, cloud or workers-N.
    #[arg(long, default_value = "three-nodes")]
    cluster: String,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Apply as `kubectl apply --server-side` does.
    #[arg(long)]
    server_side: bool,
    /// With --server-side: who the applied fields belong to.
    #[arg(long, default_value = server_side::MANAGER, requires = "server_side")]
    field_manager: String,
    /// With --server-side: take fields from others.
    #[arg(long, requires = "server_side")]
    force_conflicts: bool,
    /// Send load: ADDRESS=REQUESTS_PER_SECOND, may be repeated.
    #[arg(long)]
    load: Vec<String>,
}

/// A session that has run, and what applying answered.
pub struct Begun {
    pub session: Session,
    pub answers: Vec<ResultLine>,
}

impl Begun {
    pub fn refused(&self) -> bool {
        self.answers.iter().any(|line| line.error)
    }
}

impl Setting {
    /// Applies a manifest, a folder of manifests or a script to a fresh cluster.
    pub fn begin(&self, path: &Path) -> Result<Begun, String> {
        if path.extension().is_some_and(|extension| extension == "kubarium") {
            let script = Script::parse(&read(path)?).map_err(|error| error.to_string())?;
            return Ok(Begun { session: Session::replay(script), answers: Vec::new() });
        }
        let preset =
            Preset::by_name(&self.cluster).ok_or_else(|| format!("no cluster is named {}", self.cluster))?;
        let mut session = Session::new(Options { preset, seed: self.seed });
        let mut answers = Vec::new();
        for file in manifests(path)? {
            answers.extend(session.act(self.apply(file.display().to_string(), read(&file)?)));
        }
        for (at, load) in self.load.iter().enumerate() {
            answers.extend(session.act(load_action(at, load)?));
        }
        Ok(Begun { session, answers })
    }

    fn apply(&self, file: String, text: String) -> Action {
        let (manager, force) = (self.field_manager.clone(), self.force_conflicts);
        match self.server_side {
            false => Action::Apply { file, text },
            true => {
                let options = server_side::Options { manager, force };
                Action::ServerSideApply { file, text, options }
            }
        }
    }

    /// Lets the time pass.
    pub fn advance(&self, session: &mut Session) {
        while !session.advance(self.until, 1_000_000) {}
    }
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
