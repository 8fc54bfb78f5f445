//! Scripts as learners write them, each as the command of a container: `tests/containers/scripts/NAME.sh` is run and
//! `NAME.txt` is what its container printed, when, and how it ended. A comment at the top may say `image:`, for how many
//! seconds it is watched (`for:`) and after how many it is deleted (`stop:`). `UPDATE_GOLDENS=1` writes the texts anew, `SCRIPT` picks some.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use kubarium::cluster::World;
use kubarium::cluster::kubelet::RunState;
use kubarium::cluster::presets::Preset;
use kubarium::sim::{SimTime, Span};
use kubarium::terminal::Terminal;
use serde_json::json;

const EVENTS: u64 = 100_000;
const WATCHED: u64 = 30;
const STARTS: Span = Span::from_secs(20);

/// What a comment of the script says of a word.
fn said<'a>(script: &'a str, word: &str) -> Option<&'a str> {
    let head = script.lines().take_while(|line| line.starts_with('#'));
    head.filter_map(|line| line.strip_prefix("# ")?.strip_prefix(word)?.strip_prefix(": ")).next()
}

fn pod(script: &str) -> String {
    let image = said(script, "image").unwrap_or("busybox:1.36");
    let main = json!({"name": "main", "image": image, "command": ["sh", "-c", script]});
    let spec = json!({"restartPolicy": "Never", "containers": [main]});
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "main"}, "spec": spec}).to_string()
}

/// What happens until a moment; the container's lines with the seconds since it began.
struct Watched {
    world: World,
    text: String,
    shown: u64,
    since: Option<SimTime>,
    ended: bool,
}

impl Watched {
    fn until(&mut self, end: SimTime) {
        while !self.ended {
            let next = self.world.next_time().unwrap_or(end);
            if next > end {
                break;
            }
            self.world.advance(next, 1);
            self.look();
        }
        self.world.advance(end, EVENTS);
        self.look();
    }

    fn look(&mut self) {
        if self.ended {
            return;
        }
        let Some(worker) = self.world.kubelets().workers().find(|worker| &*worker.key.name == "main") else {
            return;
        };
        let run = &worker.containers[0];
        let began = match &run.state {
            RunState::Ended(ended) => ended.started,
            _ => run.running_since(),
        };
        self.since = self.since.or(began);
        let Some(since) = self.since else { return };
        let after = |at: SimTime| at.since(since).as_millis();
        let first = run.lines_printed - run.log.len() as u64;
        for line in run.log.iter().skip(self.shown.saturating_sub(first) as usize) {
            let at = after(line.at);
            writeln!(self.text, "{:>3}.{:03} {}", at / 1000, at % 1000, line.text).unwrap();
        }
        self.shown = run.lines_printed;
        if let RunState::Ended(ended) = &run.state {
            let at = after(ended.finished);
            writeln!(self.text, "{:>3}.{:03} [{} {}]", at / 1000, at % 1000, ended.code, ended.reason)
                .unwrap();
            self.ended = true;
        }
    }
}

fn told(script: &str) -> String {
    let mut world = World::new(Preset::Minikube, 1);
    let mut terminal = Terminal::default();
    terminal.files.insert("pod.json".into(), pod(script));
    terminal.run(&mut world, "kubectl apply -f pod.json");
    let mut watched = Watched { world, text: String::new(), shown: 0, since: None, ended: false };
    let begin = watched.world.now() + STARTS;
    while watched.since.is_none() && watched.world.now() < begin {
        let next = watched.world.next_time().expect("something happens");
        watched.world.advance(next, 1);
        watched.look();
    }
    let since = watched.since.expect("the container runs");
    let number = |word: &str| said(script, word).and_then(|text| text.parse::<u64>().ok());
    if let Some(seconds) = number("stop") {
        watched.until(since + Span::from_secs(seconds));
        terminal.run(&mut watched.world, "kubectl delete pod main --wait=false");
    }
    watched.until(since + Span::from_secs(number("for").unwrap_or(WATCHED)));
    watched.text
}

#[test]
fn scripts_of_containers_do_what_they_do_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/containers/scripts");
    let entries = std::fs::read_dir(&folder).expect("the scripts are there");
    let mut scripts: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    let wanted = std::env::var("SCRIPT").unwrap_or_default();
    scripts.retain(|path| path.extension().is_some_and(|end| end == "sh"));
    scripts.retain(|path| path.to_string_lossy().contains(&wanted));
    scripts.sort();
    assert!(!scripts.is_empty(), "{wanted} is none of them");
    let mut wrong = Vec::new();
    for path in scripts {
        let script = std::fs::read_to_string(&path).unwrap();
        let text = told(&script);
        let kept = path.with_extension("txt");
        if std::env::var_os("UPDATE_GOLDENS").is_some() {
            std::fs::write(&kept, &text).unwrap();
        }
        if std::fs::read_to_string(&kept).unwrap_or_default() != text {
            wrong.push(format!("{}:\n{text}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "UPDATE_GOLDENS=1 writes them anew\n{}", wrong.join("\n"));
}

fn started(script: &str) -> (World, Terminal) {
    let mut world = World::new(Preset::Minikube, 1);
    let mut terminal = Terminal::default();
    terminal.files.insert("pod.json".into(), pod(script));
    terminal.run(&mut world, "kubectl apply -f pod.json; sleep 10");
    (world, terminal)
}

#[test]
fn a_copied_world_goes_on_alike() {
    let script = "trap 'echo asked' USR1; (while true; do echo $RANDOM_NAME back; sleep 3; done) & \
                  i=0; while true; do i=$((i+1)); echo $i | sed 's/^/line /'; sleep 2; done";
    let (mut world, terminal) = started(script);
    let mut copy = (world.clone(), terminal.clone());
    let logs = |world: &mut World, terminal: &Terminal| {
        terminal.clone().run(world, "sleep 20; kubectl logs main").stdout
    };
    let first = logs(&mut world, &terminal);
    assert!(first.lines().count() > 12, "{first}");
    assert_eq!(first, logs(&mut copy.0, &copy.1));
}

#[test]
fn a_shell_that_never_waits_uses_one_core_and_heeds_the_clock() {
    let (mut world, mut terminal) = started("while true; do :; done");
    let before = world.now();
    let said = terminal.run(&mut world, "sleep 60; kubectl top pod main --no-headers");
    assert_eq!(said.stdout.split_whitespace().nth(1), Some("1000m"), "{said:?}");
    assert!(world.now().since(before) >= Span::from_secs(60));
    let said = terminal
        .run(&mut world, "kubectl exec main -- sh -c 'kill 1; sleep 1; echo lives'; kubectl delete pod main");
    assert_eq!(said.stdout, "lives\npod \"main\" deleted from default namespace\n");
}

#[test]
fn a_shell_at_a_terminal_keeps_what_it_knows() {
    let (mut world, mut terminal) = started("sleep 3600");
    terminal.enter(&mut world, "kubectl exec -it main -- sh");
    for line in [
        "f() {",
        "echo in $1",
        "}",
        "f here",
        "cd /tmp; sleep 50 &",
        "jobs | wc -l",
        "read x",
        "typed",
        "echo $x $PWD",
        "exit 3",
    ] {
        let next = world.now() + Span::from_secs(1);
        world.advance(next, EVENTS);
        terminal.enter(&mut world, line);
        terminal.poll(&mut world);
    }
    let next = world.now() + Span::from_secs(1);
    world.advance(next, EVENTS);
    terminal.poll(&mut world);
    let shown: Vec<String> = terminal.screen().lines().map(|line| line.0.to_owned()).collect();
    for wanted in ["in here", "1", "typed /tmp", "command terminated with exit code 3"] {
        assert!(shown.iter().any(|line| line == wanted), "{wanted}: {shown:#?}");
    }
    assert!(!terminal.is_busy());
}
