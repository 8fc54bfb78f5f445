//! Manifests, good and bad, get the answer that the real kubectl and API server v1.36 gave: text and exit
//! status. `bad-manifests.jsonl` is a recording of mistakes, each applied to a
//! cluster that is as good as new (a file `-b` follows its `-a`);
//! `notes-blocks.jsonl` is every manifest of the course notes, each applied to a cluster of its own.

#![cfg(not(target_arch = "wasm32"))]

use std::path::PathBuf;

use kubarium::cluster::World;
use kubarium::cluster::presets::Preset;
use kubarium::kubectl::{apply, server_side};
use kubarium::terminal::Terminal;
use serde_json::Value;

/// Blocks of the notes whose answer is not what it was, with the reason.
const NOTES_LEFT: &[(&str, u64, &str)] = &[];

/// Namespaces that were there when the notes' blocks were recorded.
const NAMESPACES: [&str; 5] = ["advanced-demo", "workshop", "nm-01", "nm-02", "ott"];

fn lines(file: &str) -> Vec<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance").join(file);
    let text = std::fs::read_to_string(path).expect("the file is there");
    text.lines().map(|line| serde_json::from_str(line).expect("one JSON object a line")).collect()
}

/// Some refusals end in Go's own dump of an internal struct, or in the difference of two; Kubarium does
/// not have those types, so such texts are compared up to where the dump begins.
fn comparable(errors: &str) -> String {
    for dump in ["\n@@ ", " spec.template: Invalid value: {"] {
        if let Some((message, _)) = errors.split_once(dump) {
            return format!("{message}\n");
        }
    }
    errors.to_owned()
}

/// What kubectl printed: its output, its errors, its exit status.
fn answer(world: &mut World, file: &str, text: &str) -> (String, String, u64) {
    let (mut output, mut errors, mut status) = (String::new(), String::new(), 0);
    for line in apply::apply(world, file, text) {
        let stream = if line.error || line.text.starts_with("Warning: ") { &mut errors } else { &mut output };
        stream.push_str(&line.text);
        stream.push('\n');
        status |= u64::from(line.error);
    }
    (output, comparable(&errors), status)
}

fn recorded(case: &Value) -> (String, String, u64) {
    let text = |name: &str| case[name].as_str().unwrap_or_default().to_owned();
    let status = case["rc"].as_u64().or(case["exit"].as_u64()).unwrap_or_default();
    // The recording ran in a namespace of its own.
    (text("stdout"), comparable(&text("stderr").replace("bad-manifests", "default")), status)
}

/// A cluster that holds these namespaces, made without `kubectl apply`.
fn world_with(namespaces: &[&str]) -> World {
    let mut world = World::new(Preset::ThreeNodes, 1);
    world.act("user", |api| {
        for name in namespaces {
            let namespace = serde_json::json!({"metadata": {"name": name}});
            api.create_object(kubarium::kinds::Kind::Namespace.read(&namespace)).expect("a new name");
        }
    });
    world
}

fn difference(name: &str, got: &(String, String, u64), expected: &(String, String, u64)) -> Option<String> {
    (got != expected).then(|| {
        format!(
            "{name}\n  expected {}: {}{}\n  got      {}: {}{}",
            expected.2, expected.0, expected.1, got.2, got.0, got.1
        )
    })
}

#[test]
fn bad_manifests_are_refused_in_the_servers_words() {
    let mut world = world_with(&[]);
    let mut wrong = Vec::new();
    let cases = lines("bad-manifests.jsonl");
    for case in &cases {
        let command = case["cmd"].as_str().expect("a command");
        let file = command.rsplit(' ').next().expect("a file");
        if !file.ends_with("-b.yaml") {
            world = world_with(&[]);
        }
        let got = answer(&mut world, file, case["text"].as_str().unwrap_or_default());
        wrong.extend(difference(file, &got, &recorded(case)));
    }
    assert!(wrong.is_empty(), "{} of {} differ\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// The recording closes with what there is: the pods of the DaemonSet it has just deleted, and the certificate that
/// every namespace has.
#[test]
fn what_bad_manifests_leave_is_listed() {
    let mut world = world_with(&[]);
    let cases = lines("bad-manifests.jsonl");
    let first = cases
        .iter()
        .find(|case| case["cmd"].as_str().is_some_and(|cmd| cmd.ends_with("150-ds-selector-a.yaml")));
    let text = first.and_then(|case| case["text"].as_str()).expect("the DaemonSet's manifest");
    let mut terminal = Terminal::default();
    terminal.files.insert("ds.yaml".into(), text.into());
    terminal.run(
        &mut world,
        "kubectl apply -f ds.yaml; sleep 0.3; kubectl delete -f ds.yaml --wait=false; sleep 0.05",
    );
    let all = terminal.run(&mut world, "kubectl get all,cm,secret,pvc,pdb,ingress,quota,role,rolebinding");
    let pods = all.stdout.matches("pod/immds-").count();
    assert_eq!(
        (pods, all.stdout.matches("  0/1     Terminating   0          0s").count()),
        (2, 2),
        "{}",
        all.stdout
    );
    assert!(all.stdout.ends_with("configmap/kube-root-ca.crt   1      0s\n"), "{}", all.stdout);
    let none = terminal.run(&mut world, "kubectl get pv");
    assert_eq!((none.stdout.as_str(), none.stderr.as_str(), none.code), ("", "No resources found\n", 0));
}

#[test]
fn the_notes_manifests_get_the_recorded_answer() {
    let mut wrong = Vec::new();
    let cases = lines("notes-blocks.jsonl");
    for case in &cases {
        let (note, line) = (case["note"].as_str().expect("a note"), case["line"].as_u64().expect("a line"));
        if NOTES_LEFT.iter().any(|(left, at, _)| *left == note && *at == line) {
            continue;
        }
        let got = answer(&mut world_with(&NAMESPACES), "STDIN", case["text"].as_str().expect("a text"));
        println!("{note}:{line}: exit {}: {}{}", got.2, got.0, got.1);
        wrong.extend(difference(&format!("{note}:{line}"), &got, &recorded(case)));
    }
    assert!(wrong.is_empty(), "{} of {} differ\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn server_side_apply_guards_what_others_manage() {
    let mut world = world_with(&[]);
    let manifest = |replicas: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec:\n  replicas: {replicas}\n  selector: \
             {{matchLabels: {{app: web}}}}\n  template:\n    metadata: {{labels: {{app: web}}}}\n    spec: {{containers: \
             [{{name: web, image: nginx}}]}}\n"
        )
    };
    answer(&mut world, "web.yaml", &manifest("2"));
    let serve = |world: &mut World, text: &str, force: bool| -> String {
        let options = server_side::Options { force, ..Default::default() };
        let lines = server_side::apply(world, "web.yaml", text, &options).into_iter();
        lines.map(|line| line.text).collect::<Vec<_>>().join("\n")
    };
    let refusal = serve(&mut world, &manifest("3"), false);
    let first = "error: Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using apps/v1: .spec.replicas";
    assert_eq!(refusal.lines().next(), Some(first));
    assert_eq!(serve(&mut world, &manifest("3"), true), "deployment.apps/web serverside-applied");
    assert_eq!(serve(&mut world, &manifest("3"), false), "deployment.apps/web serverside-applied");
}
