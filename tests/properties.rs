//! Hostile input: whatever text comes in, nothing panics, nothing takes long, and the cluster that was
//! there stays. Texts are cut at every place, mutated at random (the same way in every run), and made
//! too large, too deep and too many.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::disallowed_types, reason = "a test may look at the clock to see that the engine is quick")]

#[path = "properties/mutate.rs"]
mod mutate;

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use kubarium::kinds::Kind;
use kubarium::kinds::deployment::Deployment;
use kubarium::kinds::pod::Pod;
use kubarium::kubectl::describe::{self, Cluster, WorldView};
use kubarium::kubectl::printers;
use kubarium::session::{Action, Options, Preset, Script, Session, examples};
use kubarium::sim::Rng;
use kubarium::view::{Ref, ResultLine};

/// What one hostile text may take; generous, for slow machines and unoptimised builds.
const PATIENCE: Duration = Duration::from_secs(10);
const MUTATIONS: u64 = 400;

const KEPT: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: kept}\nspec:\n  replicas: 2\n  \
    selector: {matchLabels: {kept: 'yes'}}\n  template:\n    metadata: {labels: {kept: 'yes'}}\n    \
    spec: {containers: [{name: main, image: nginx:1.27}]}\n";

fn apply(text: &str) -> Action {
    Action::Apply { file: "hostile.yaml".into(), text: text.into() }
}

/// A cluster in which something runs.
fn living() -> Session {
    let mut session = Session::new(Options::default());
    session.act(apply(KEPT));
    assert!(session.advance(20_000_000, u32::MAX));
    session
}

fn kept(session: &Session) -> (Deployment, usize) {
    let store = session.world().api().store();
    let deployment = store.get::<Deployment>("default", "kept").expect("what was there is there");
    let pods = store.list::<Pod>().filter(|pod| pod.meta.name.starts_with("kept-") && pod.is_ready());
    (Deployment::clone(deployment), pods.count())
}

/// Checks and applies a text to a copy of the session, lets a second pass, and looks at everything.
fn survives(session: &Session, text: &str) -> Vec<ResultLine> {
    let started = Instant::now();
    let mut session = session.clone();
    let before = kept(&session);
    session.check(text);
    let said = session.act(apply(text));
    session.advance(session.now_us() + 1_000_000, 20_000);
    look_at_everything(&mut session);
    let shown: String = text.chars().take(300).collect();
    assert_eq!(kept(&session), before, "after {shown:?}");
    assert!(started.elapsed() < PATIENCE, "{:?} for {shown:?}", started.elapsed());
    said
}

fn look_at_everything(session: &mut Session) {
    let frame = session.frame();
    let pods = frame.nodes.iter().flat_map(|node| node.pods.iter().map(|pod| &pod.reference));
    let workloads = frame.workloads.iter().map(|workload| &workload.reference);
    for what in pods.chain(workloads).take(20) {
        session.inspect(what);
    }
    let view = WorldView(session.world());
    for kind in Kind::ALL {
        view.list(*kind, None).iter().take(3).for_each(|object| show(&view, *kind, object));
    }
}

fn show(view: &WorldView<'_>, kind: Kind, object: &Value) {
    printers::cells(kind, object, view.now());
    describe::describe(view, kind, object);
}

fn refused(session: &Session, text: &str) {
    let said = survives(session, text);
    assert!(said.iter().any(|line| line.error), "accepted: {:?}", text.chars().take(300).collect::<String>());
}

fn manifests() -> impl Iterator<Item = &'static str> {
    examples().iter().flat_map(|example| example.files.iter().map(|(_, text)| *text))
}

#[test]
fn every_beginning_of_a_manifest_is_checked() {
    let session = living();
    for text in manifests() {
        text.char_indices().for_each(|(at, _)| drop(session.check(&text[..at])));
    }
}

#[test]
fn every_beginning_of_a_line_is_applied() {
    let session = living();
    for text in manifests() {
        for (at, _) in text.match_indices([':', '\n', '-']) {
            survives(&session, &text[..at]);
        }
    }
}

#[test]
fn mutated_manifests_are_survived() {
    let session = living();
    let texts: Vec<&str> = manifests().collect();
    for seed in 0..MUTATIONS {
        let mut rng = Rng::new(seed, "mutations");
        let text = texts[rng.below(texts.len() as u64) as usize];
        survives(&session, &mutate::text(text, &mut rng));
    }
}

#[test]
fn garbage_is_no_script() {
    let script = living().script_text();
    for (at, _) in script.char_indices() {
        let _ = Script::parse(&script[..at]);
    }
    for seed in 0..MUTATIONS {
        let mut rng = Rng::new(seed, "scripts");
        if let Ok(mutated) = Script::parse(&mutate::text(&script, &mut rng)) {
            Session::replay(mutated).advance(1_000_000, 5_000);
        }
    }
    for text in [
        "",
        "null",
        "[]",
        "{\"kubarium\":1}",
        "{\"kubarium\":1,\"preset\":\"workers-1000000000\",\"seed\":1}",
    ] {
        assert!(Script::parse(text).is_err(), "{text}");
    }
}

#[test]
fn texts_too_deep_too_long_and_too_many() {
    let session = living();
    let laughs: String = (1..12)
        .map(|at| format!("a{at}: &a{at} [{}]\n", vec![format!("*a{}", at - 1); 10].join(",")))
        .collect();
    for text in [
        "[".repeat(100_000),
        "{a: ".repeat(20_000),
        "- ".repeat(50_000),
        "? ".repeat(50_000),
        (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect(),
        format!("a0: &a0 lol\n{laughs}"),
        "a: &a [*a]".into(),
        "a: &a {<<: *a}".into(),
        "---\n".repeat(20_000),
        "\u{feff}\0\u{1}\t: \r\n%YAML 9.9\n!!x y".into(),
        "'".into(),
        format!("a: \"{}", "\\x".repeat(50_000)),
        format!("a: |{}\n b", "9".repeat(1000)),
    ] {
        refused(&session, &text);
    }
}

#[test]
fn names_and_numbers_out_of_bounds_are_refused() {
    let session = living();
    let long = "a".repeat(100_000);
    let pod = |name: &str, image: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec: {{containers: [{{name: c, image: {image}}}]}}\n"
        )
    };
    refused(&session, &pod(&long, "nginx"));
    refused(&session, &pod("'../../x'", "nginx"));
    survives(&session, &pod("long-image", &long));
    refused(&session, &format!("apiVersion: v1\nkind: {long}\n"));
    refused(&session, &pod("x", "nginx").replace("name: x", &format!("name: x, labels: {{a: {long}}}")));
    for replicas in
        ["-1", "2147483648", "99999999999999999999999", "1e400", "1.5", "'3'", "[]", "0x7fffffffffffffff"]
    {
        refused(
            &session,
            &KEPT.replace("replicas: 2", &format!("replicas: {replicas}")).replace("kept", "other"),
        );
    }
}

/// The largest number there is: pods come at the client's rate, and nothing overflows.
#[test]
fn the_most_replicas_are_made_at_the_rate_of_the_client() {
    let started = Instant::now();
    let mut session = living();
    session.act(apply(&KEPT.replace("replicas: 2", "replicas: 2147483647").replace("kept", "many")));
    let what = Ref { kind: "Deployment".into(), namespace: "default".into(), name: "kept".into() };
    session.act(Action::Scale { what, replicas: u32::MAX });
    let in_time = session.advance(session.now_us() + 10_000_000, 1_000_000);
    assert!(in_time, "ten seconds are more than a million events");
    let pods = session.world().api().store().list::<Pod>().count();
    assert!((100..1_000).contains(&pods), "{pods} pods after ten seconds");
    assert!(started.elapsed() < PATIENCE, "{:?}", started.elapsed());
}

#[test]
fn clusters_have_a_largest_size() {
    assert_eq!(Preset::by_name("workers-0"), None);
    assert_eq!(Preset::by_name("workers-1000000000"), None);
    let session = Session::new(Options { preset: Preset::Workers(u32::MAX), seed: 1 });
    let nodes = session.world().api().store().list::<kubarium::kinds::node::Node>().count();
    assert_eq!(nodes as u32, kubarium::cluster::presets::LIMIT_NODES);
}

#[test]
fn actions_on_nothing_are_answered() {
    let mut session = living();
    let nothing = Ref { kind: "Nothing".into(), namespace: "\0".into(), name: "x".repeat(100_000) };
    let nobody = || "nobody".to_owned();
    for action in [
        Action::Delete { what: nothing.clone() },
        Action::Delete { what: Ref { kind: "Pod".into(), ..nothing.clone() } },
        Action::Scale { what: Ref { kind: "Node".into(), ..nothing }, replicas: 1 },
        Action::Cordon { node: nobody(), on: true },
        Action::Curl { url: "http://[::1]:99999/".into() },
        Action::Curl { url: String::new() },
        Action::DeleteManifest { text: "kind: Pdo".into() },
    ] {
        let said = session.act(action.clone());
        assert!(said.iter().any(|line| line.error), "{action:?}: {said:?}");
    }
    session.act(Action::Freeze { node: nobody(), on: true });
    session.act(Action::SetLoad { name: "x".into(), url: "http://".into(), rate: u32::MAX });
    session.advance(session.now_us() + 5_000_000, 1_000_000);
    assert_eq!(kept(&session).1, 2);
}

/// Puts a value in the place of each part of an object in turn.
fn with_each_part_replaced(object: &mut Value, path: &mut Vec<String>, look: &mut impl FnMut(&Value)) {
    let part = object.pointer(&path.concat()).cloned().unwrap_or_default();
    let names: Vec<String> = match &part {
        Value::Object(members) => {
            members.keys().map(|name| name.replace('~', "~0").replace('/', "~1")).collect()
        }
        Value::Array(items) => (0..items.len()).map(|at| at.to_string()).collect(),
        _ => Vec::new(),
    };
    for name in names {
        path.push(format!("/{name}"));
        with_each_part_replaced(object, path, look);
        path.pop();
    }
    for wrong in [json!(null), json!("\t\u{1b}é\n"), json!(-1), json!([]), json!([[]]), json!({"a": {}})] {
        if let Some(place) = object.pointer_mut(&path.concat()) {
            *place = wrong;
        }
        look(object);
    }
    if let Some(place) = object.pointer_mut(&path.concat()) {
        *place = part;
    }
}

#[test]
fn objects_of_a_wrong_shape_are_shown_somehow() {
    let session = living();
    let view = WorldView(session.world());
    let vectors = include_str!("conformance/vectors/describe.jsonl");
    let mut seen = std::collections::BTreeMap::<Kind, usize>::new();
    for line in vectors.lines() {
        let vector: Value = serde_json::from_str(line).expect("a vector is JSON");
        let mut object = vector["input"]["object"].clone();
        let text = |name: &str| object[name].as_str().unwrap_or_default();
        let kind = Kind::of_manifest(text("apiVersion"), text("kind")).expect("a kind of the API");
        let count = seen.entry(kind).or_default();
        *count += 1;
        if *count <= 2 {
            with_each_part_replaced(&mut object, &mut Vec::new(), &mut |object| show(&view, kind, object));
        }
    }
    assert!(seen.len() > 20);
}
