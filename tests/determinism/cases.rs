//! The runs that must end alike everywhere: each example, a session that uses every action there is, and a
//! crowd of pods. The native test and the browser's test share them, and the digests in `digests.txt`.

use kubarium::session::{Action, Entry, Options, Preset, Script, Session, examples};
use kubarium::sim::SimTime;
use kubarium::view::Ref;

/// A script and how long it is followed.
pub struct Case {
    pub name: &'static str,
    pub script: Script,
    pub until_seconds: u64,
}

/// Moments of a run whose digests are recorded.
const MOMENTS: u64 = 4;

impl Case {
    pub fn until_us(&self) -> u64 {
        self.until_seconds * 1_000_000
    }

    /// Evenly spread, the end last.
    pub fn moments_us(&self) -> Vec<u64> {
        (1..=MOMENTS).map(|part| self.until_us() * part / MOMENTS).collect()
    }

    pub fn session(&self) -> Session {
        Session::replay(self.script.clone())
    }

    /// The digests of one undivided run, as the lines of `digests.txt`.
    pub fn lines(&self) -> Vec<String> {
        let mut session = self.session();
        let line = |at: u64| {
            assert!(session.advance(at, u32::MAX), "{} ran out of its budget", self.name);
            format!("{} {} {}", self.name, SimTime(at), session.digest())
        };
        self.moments_us().into_iter().map(line).collect()
    }
}

pub fn all() -> Vec<Case> {
    let mut cases: Vec<Case> = examples().iter().map(example).collect();
    cases.push(Case { name: "every-action", script: every_action(), until_seconds: 480 });
    cases.push(Case { name: "crowd", script: crowd(), until_seconds: 40 });
    cases
}

fn example(example: &kubarium::session::Example) -> Case {
    let apply = |(file, text): &(&str, &str)| apply(0, file, text);
    let mut entries: Vec<Entry> = example.files.iter().map(apply).collect();
    if let Some((url, rate)) = example.load {
        entries.push(at(2, Action::SetLoad { name: "load".into(), url: url.into(), rate }));
        entries.push(at(90, Action::SetLoad { name: "load".into(), url: url.into(), rate: 0 }));
    }
    let until_seconds = if example.id == "autoscaling" { 480 } else { 120 };
    Case { name: example.id, script: script(example.preset, 1, entries), until_seconds }
}

fn script(preset: Preset, seed: u64, entries: Vec<Entry>) -> Script {
    Script { options: Options { preset, seed }, entries }
}

fn at(seconds: u64, action: Action) -> Entry {
    Entry { at: SimTime::from_secs(seconds), action }
}

fn apply(seconds: u64, file: &str, text: &str) -> Entry {
    at(seconds, Action::Apply { file: file.into(), text: text.into() })
}

fn deployment(name: &str, replicas: u32, image: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec:\n  replicas: {replicas}\n  \
         selector: {{matchLabels: {{app: {name}}}}}\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    \
         spec: {{containers: [{{name: main, image: \"{image}\"}}]}}\n"
    )
}

const BROKEN: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: broken}\nspec:\n  containers:\n  \
    - {name: main, image: busybox, command: [sh, -c, 'sleep 1; exit 1']}\n";
const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: shop}\nspec: {selector: {app: shop}, ports: [{port: 80}]}\n";

fn every_action() -> Script {
    let shop = Ref { kind: "Deployment".into(), namespace: "default".into(), name: "shop".into() };
    let load = |rate| Action::SetLoad { name: "crowd".into(), url: "http://shop".into(), rate };
    let node = || "node-b".to_owned();
    let entries = vec![
        apply(0, "shop.yaml", &deployment("shop", 6, "nginx:1.27")),
        apply(0, "service.yaml", SERVICE),
        apply(1, "broken.yaml", BROKEN),
        apply(1, "typo.yaml", "apiVersion: v1\nkind: Pdo\n"),
        at(10, load(500)),
        at(12, Action::Curl { url: "http://shop".into() }),
        at(20, Action::Cordon { node: "node-a".into(), on: true }),
        at(21, Action::Scale { what: shop.clone(), replicas: 12 }),
        apply(30, "shop.yaml", &deployment("shop", 9, "nginx:1.28")),
        at(32, Action::Scale { what: shop.clone(), replicas: 4 }),
        at(60, Action::Cordon { node: "node-a".into(), on: false }),
        at(61, Action::Freeze { node: node(), on: true }),
        at(200, load(0)),
        at(440, Action::Freeze { node: node(), on: false }),
        at(455, Action::DeleteManifest { text: SERVICE.into() }),
        at(460, Action::Delete { what: shop }),
    ];
    script(Preset::Cloud, 7, entries)
}

fn crowd() -> Script {
    let entries = vec![apply(0, "crowd.yaml", &deployment("crowd", 150, "registry.k8s.io/pause:3.10"))];
    script(Preset::Workers(10), 42, entries)
}
