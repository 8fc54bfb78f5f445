//! Runs a scenario's steps and tells the story: what was asked, what was answered, what came of it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use kubarium::cluster::custom_kinds;
use kubarium::cluster::kubelet::Switch;
use kubarium::kinds::Kind;
use kubarium::kubectl::describe::{Cluster, WorldView};
use kubarium::kubectl::get::{self, Request};
use kubarium::kubectl::{patch, server_side};
use kubarium::session::story::{self, Depth, Line};
use kubarium::session::{Action, Options, Preset, Session};
use kubarium::sim::SimTime;
use kubarium::view::Ref;

use crate::steps::Steps;

/// A step as it stands in the story: before the first change after `version`.
struct Told {
    version: u64,
    text: String,
}

pub fn tell(steps: &Steps, folder: &Path) -> Result<String, String> {
    let cluster = steps.cluster.as_deref().unwrap_or("three-nodes");
    let preset = Preset::by_name(cluster).ok_or_else(|| format!("no cluster is named {cluster}"))?;
    let mut session = Session::new(Options { preset, seed: 1 });
    let beginning = version(&session);
    if steps.steps.iter().any(|step| step.text.starts_with("$ ")) {
        session.act(Action::Files { files: manifests(folder) });
    }
    let mut told = Vec::new();
    for step in &steps.steps {
        go(&mut session, step.at_us);
        let version = version(&session);
        let mut text = format!("\n{:>12}  $ {}\n", SimTime(step.at_us).to_string(), step.text);
        for line in perform(&mut session, &step.text, folder)? {
            text.push_str(&indented(&line));
        }
        told.push(Told { version, text });
    }
    go(&mut session, steps.until_us);
    Ok(written(steps, &session, beginning, told))
}

/// The folder's manifests, as files of the terminal.
fn manifests(folder: &Path) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let named = entries.filter_map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(entry.path()).ok()?;
        name.ends_with(".yaml").then_some((name, text))
    });
    let mut files: Vec<(String, String)> = named.collect();
    files.sort();
    files
}

fn version(session: &Session) -> u64 {
    session.world().api().store().version()
}

fn go(session: &mut Session, to_us: u64) {
    while !session.advance(to_us, 1_000_000) {}
}

fn written(steps: &Steps, session: &Session, beginning: u64, told: Vec<Told>) -> String {
    let mut text = steps.heading.join("\n") + "\n";
    let mut told = told.into_iter().peekable();
    for line in
        story::lines(session, Depth::States).filter(|line| line.version > beginning && wanted(line, steps))
    {
        while let Some(step) = told.next_if(|step| step.version < line.version) {
            text.push_str(&step.text);
        }
        let _ = writeln!(text, "{line}");
    }
    told.for_each(|step| text.push_str(&step.text));
    let _ = writeln!(text, "\n{:>12}  the end", SimTime(steps.until_us).to_string());
    text + &indented(&story::pods(session))
}

fn indented(table: &str) -> String {
    table.lines().map(|line| format!("{:14}{line}", "").trim_end().to_owned() + "\n").collect()
}

fn wanted(line: &Line, steps: &Steps) -> bool {
    steps.tell.is_empty() || steps.tell.iter().any(|kind| kind == line.kind.info().singular)
}

/// Does one step and gives the answer's lines.
fn perform(session: &mut Session, text: &str, folder: &Path) -> Result<Vec<String>, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let read =
        |file: &str| std::fs::read_to_string(folder.join(file)).map_err(|error| format!("{file}: {error}"));
    let action = match words.as_slice() {
        ["apply", file] => Action::Apply { file: (*file).into(), text: read(file)? },
        ["kubectl", "create", "-f", file] => Action::Create { file: (*file).into(), text: read(file)? },
        ["kubectl", "apply", "--server-side", rest @ .., "-f", file] => Action::ServerSideApply {
            file: (*file).into(),
            text: read(file)?,
            options: server_side_options(rest)?,
        },
        ["kubectl", "patch", ..] => patch(session, text)?,
        ["evict", pod] => Action::Evict { namespace: "default".into(), pod: (*pod).into() },
        ["delete-file", file] => Action::DeleteManifest { text: read(file)? },
        ["delete", what] => Action::Delete { what: reference(session, what, "default")? },
        ["delete", what, "-n", namespace] => Action::Delete { what: reference(session, what, namespace)? },
        ["scale", what, replicas] => {
            Action::Scale { what: reference(session, what, "default")?, replicas: number(replicas)? }
        }
        ["load", name, url, rate] => {
            Action::SetLoad { name: (*name).into(), url: (*url).into(), rate: number(rate)? }
        }
        ["cordon", node] => Action::Cordon { node: (*node).into(), on: true },
        ["uncordon", node] => Action::Cordon { node: (*node).into(), on: false },
        ["freeze", node] => Action::Freeze { node: (*node).into(), on: true },
        ["power", "off", node] => Action::PowerOff { node: (*node).into(), on: true },
        ["power", "on", node] => Action::PowerOff { node: (*node).into(), on: false },
        ["slow", node] => Action::SlowNode { node: (*node).into(), on: true },
        ["cut", node] => Action::Partition { node: (*node).into(), on: true },
        ["join", node] => Action::Partition { node: (*node).into(), on: false },
        ["add-node"] => Action::AddNode,
        ["switch", switch, pod, container, state] => Action::Switch {
            namespace: "default".into(),
            pod: (*pod).into(),
            container: (*container).into(),
            switch: Switch::by_name(switch).ok_or("the name of a switch")?,
            on: *state == "on",
        },
        ["thaw", node] => Action::Freeze { node: (*node).into(), on: false },
        ["$", ..] => return Ok(typed(session, text.trim_start_matches("$ "))),
        ["curl", url] => Action::Curl { url: (*url).into() },
        ["curl", url, count] => return Ok(curl_many(session, url, number(count.trim_start_matches('x'))?)),
        ["delete-one", label, nth] => {
            Action::Delete { what: nth_pod(session, label, number(nth)? as usize)? }
        }
        ["type", ..] => Action::Terminal { line: text.trim_start_matches("type ").to_owned() },
        ["get", "pods"] => {
            return Ok(story::pods(session).lines().map(|line| line.trim_end().to_owned()).collect());
        }
        ["kubectl", "get", rest @ ..] => return shown(session, rest, get::get),
        ["kubectl", "describe", rest @ ..] => {
            let describe = |cluster: &dyn Cluster, arguments: &[String], request: &Request| {
                get::describe(cluster, arguments, Some(&request.namespace))
            };
            return shown(session, rest, describe);
        }
        _ => return Err(format!("no such step: {text}")),
    };
    Ok(session.act(action).into_iter().map(|line| line.text).collect())
}

/// What the terminal says to a line, at most ten seconds later, or until something reads the next one.
fn typed(session: &mut Session, line: &str) -> Vec<String> {
    let terminal = session.terminal();
    // A line that is read stands behind a prompt that is there already.
    let before = terminal.lines.len() + usize::from(!terminal.reads);
    let mut said: Vec<String> =
        session.act(Action::Terminal { line: line.to_owned() }).into_iter().map(|line| line.text).collect();
    let began = session.now_us();
    let end = began + 10_000_000;
    while session.terminal().busy && session.now_us() < end {
        if session.terminal().reads && session.now_us() > began {
            break;
        }
        go(session, session.now_us() + 100_000);
    }
    said.extend(session.terminal().lines.into_iter().skip(before).map(|line| line.text));
    said
}

fn server_side_options(words: &[&str]) -> Result<server_side::Options, String> {
    let mut options = server_side::Options::default();
    for word in words {
        match (*word, word.strip_prefix("--field-manager=")) {
            ("--force-conflicts", _) => options.force = true,
            (_, Some(manager)) => options.manager = manager.into(),
            (other, _) => return Err(format!("{other}: --force-conflicts or --field-manager=NAME")),
        }
    }
    Ok(options)
}

/// `kubectl patch KIND/NAME [--type=T] [--subresource=status|resize] -p PATCH`, the patch to the end of the line.
fn patch(session: &Session, text: &str) -> Result<Action, String> {
    let (head, patch) = text.split_once(" -p ").ok_or("-p PATCH")?;
    let mut options = patch::Options { text: patch.trim().trim_matches('\'').into(), ..Default::default() };
    let mut what = None;
    for word in head.split_whitespace().skip(2) {
        match (word, word.strip_prefix("--type=")) {
            (part, _) if part.starts_with("--subresource=") => {
                options.part =
                    patch::Part::by_name(&part["--subresource=".len()..]).ok_or("status or resize")?;
            }
            (_, Some(form)) => options.form = patch::Form::by_name(form).ok_or("strategic, merge or json")?,
            (name, _) => what = Some(reference(session, name, "default")?),
        }
    }
    Ok(Action::Patch { what: what.ok_or("KIND/NAME")?, options })
}

/// What kubectl shows, with `-o wide`, `-o yaml`, `-A` and `-n NAMESPACE` understood.
fn shown(
    session: &Session,
    words: &[&str],
    ask: impl Fn(&dyn Cluster, &[String], &Request) -> Result<String, String>,
) -> Result<Vec<String>, String> {
    let mut request = Request { namespace: "default".into(), ..Request::default() };
    let (mut arguments, mut words) = (Vec::new(), words.iter());
    while let Some(word) = words.next() {
        match *word {
            "--show-managed-fields" => request.show_managed_fields = true,
            "-A" => request.table.all_namespaces = true,
            "-n" => request.namespace = words.next().ok_or("-n NAMESPACE")?.to_string(),
            "-o" => match *words.next().ok_or("-o FORMAT")? {
                "wide" => request.table.wide = true,
                "yaml" => request.output = get::Output::Yaml,
                other => return Err(format!("-o {other}: wide or yaml")),
            },
            word => arguments.push(word.to_owned()),
        }
    }
    let text = ask(&WorldView(session.world()), &arguments, &request).unwrap_or_else(|error| error);
    Ok(vec![text])
}

fn number(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("{text} is no number"))
}

fn reference(session: &Session, text: &str, namespace: &str) -> Result<Ref, String> {
    let (kind, name) = text.split_once('/').ok_or_else(|| format!("{text} is not KIND/NAME"))?;
    let added = custom_kinds::all(session.world().api().store()).into_iter().map(Kind::Custom);
    let known = Kind::ALL.iter().copied().chain(added).find(|known| known.info().singular == kind);
    let info = known.ok_or_else(|| format!("no kind is named {kind}"))?.info();
    let namespace = if info.namespaced { namespace } else { "" };
    Ok(Ref { kind: info.kind.into(), namespace: namespace.into(), name: name.into() })
}

/// The nth pod, by name, of those whose name begins with a word; from 1.
fn nth_pod(session: &Session, prefix: &str, nth: usize) -> Result<Ref, String> {
    let names = session.world().api().store().list::<kubarium::kinds::pod::Pod>().map(|pod| &pod.meta.name);
    let name = names.filter(|name| name.starts_with(prefix)).nth(nth.saturating_sub(1));
    reference(
        session,
        &format!("pod/{}", name.ok_or_else(|| format!("no pod {nth} of {prefix}"))?),
        "default",
    )
}

/// Who answered how often.
fn curl_many(session: &mut Session, url: &str, count: u32) -> Vec<String> {
    let mut answers: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..count {
        let said = session.act(Action::Curl { url: url.into() });
        let flow = session.world().network().flows().last();
        let error = said.first().filter(|line| line.error).map(|line| line.text.clone());
        let pod = flow.and_then(|flow| flow.pod.as_ref()).map(|pod| pod.to_string());
        *answers.entry(error.or(pod).unwrap_or_default()).or_default() += 1;
    }
    answers.into_iter().map(|(who, times)| format!("{times:>4} times {who}")).collect()
}
