//! `kubectl run`: a pod from an image, and being at its terminal. kubectl pkg/cmd/run, v1.36.

use serde_json::{Map, Value, json};

use super::Verb;
use crate::cluster::Key;
use crate::kinds::Kind;
use crate::kinds::patch::{Patch, Refusal};
use crate::kubectl::attaching::Attached;
use crate::kubectl::call::flags::{CHANGES, Flag, Flags, OUTPUT, short_switch, short_value, switch, value};
use crate::kubectl::call::{Answer, Call, Started, namespace};
use crate::kubectl::making::{DryRun, Words, make};
use crate::yaml;

const OWN: &[Flag] = &[
    value("image"),
    value("image-pull-policy"),
    value("restart"),
    value("env"),
    value("port"),
    value("annotations"),
    short_value("labels", 'l'),
    switch("command"),
    switch("expose"),
    switch("attach"),
    switch("rm"),
    switch("privileged"),
    short_switch("quiet", 'q'),
    switch("leave-stdin-open"),
    switch("save-config"),
    value("pod-running-timeout"),
    short_switch("stdin", 'i'),
    short_switch("tty", 't'),
    value("override-type"),
    value("overrides"),
];

pub const VERB: Verb = Verb { name: "run", flags: &[OWN, CHANGES, OUTPUT], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let dry = DryRun::of(flags)? != DryRun::None;
    let attach = flags.is_on("attach") || flags.is_on("stdin");
    if flags.is_on("tty") && !flags.is_on("stdin") {
        return Err(Answer::failed("error: stdin is required for containers with -t/--tty"));
    }
    if flags.is_on("rm") && !attach {
        return Err(Answer::failed(&wrong("--rm should only be used for attached containers")));
    }
    if attach && dry {
        return Err(Answer::failed(&wrong(
            "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
        )));
    }
    let (words, command) = flags.parted();
    let [name, rest @ ..] = words else {
        return Err(Answer::failed(
            "error: NAME is required for run\nSee 'kubectl run -h' for help and examples",
        ));
    };
    let image =
        flags.value("image").ok_or_else(|| Answer::failed("error: required flag(s) \"image\" not set"))?;
    if image.is_empty() {
        return Err(Answer::failed("error: --image is required"));
    }
    if !is_reference(image) {
        return Err(Answer::failed(&format!(
            "error: Invalid image name {image:?}: invalid reference format"
        )));
    }
    let restart = flags.value("restart").unwrap_or("Always");
    if !matches!(restart, "Always" | "OnFailure" | "Never") {
        return Err(Answer::failed(&wrong(&format!("invalid restart policy: {restart}"))));
    }
    let arguments: Vec<&String> = rest.iter().chain(command).collect();
    let mut pod = json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": name, "labels": labels(flags, name)},
        "spec": {
            "containers": [container(flags, name, image, &arguments)?],
            "dnsPolicy": "ClusterFirst", "restartPolicy": restart,
        },
        "status": {},
    });
    for (name, text) in flags.all("annotations").iter().filter_map(|one| one.split_once('=')) {
        pod["metadata"]["annotations"][name] = json!(text);
    }
    if let Some(text) = flags.value("overrides") {
        pod = overridden(&pod, text, flags.value("override-type").unwrap_or("merge"))?;
    }
    let words = Words { manager: "kubectl-run", done: "created", refused: "" };
    let mut answer = Answer::default();
    if flags.is_on("expose") {
        let Some(port) = flags.value("port").and_then(|port| port.parse::<i32>().ok()) else {
            return Err(Answer::failed(&wrong("--port must be set when exposing a service")));
        };
        let service = json!({
            "apiVersion": "v1", "kind": "Service", "metadata": {"name": name},
            "spec": {
                "ports": [{"port": port, "protocol": "TCP", "targetPort": port}],
                "selector": labels(flags, name),
            },
            "status": {"loadBalancer": {}},
        });
        answer.add(make(call, flags, service, &words)?);
    }
    let made = make(call, flags, pod, &words)?;
    if !attach {
        answer.add(made);
        return Ok(Started::Done(answer));
    }
    answer.stderr += &made.stderr;
    let key = Key::new(Kind::Pod, namespace(call, flags), name);
    let how = (flags.is_on("rm"), flags.is_on("tty"), flags.is_on("quiet"));
    Ok(Started::Waiting(answer, Box::new(Attached::new(key, name.clone(), how))))
}

/// Merge of cmd/util/helpers.go: the object with a patch of one of three kinds.
fn overridden(pod: &Value, text: &str, form: &str) -> Result<Value, Answer> {
    let read = yaml::read(text).into_iter().next().and_then(Result::ok);
    let Some(patch) = read.map(|document| document.value).filter(|value| !value.is_string()) else {
        return Err(Answer::failed("error: Invalid JSON Patch"));
    };
    let patch = match form {
        "merge" => Patch::Merge(patch),
        "json" => Patch::Json(patch),
        "strategic" => Patch::Strategic(patch),
        other => {
            return Err(Answer::failed(&format!(
                "error: invalid override type: {other:?}, must be one of: json, merge, strategic"
            )));
        }
    };
    patch.apply(Kind::Pod, pod).map_err(|why| match why {
        Refusal::Malformed(why) => Answer::failed(&format!("error: {why}")),
        Refusal::Unfit => Answer::failed("error: the overrides do not fit the pod"),
    })
}

fn labels(flags: &Flags, name: &str) -> Value {
    let Some(text) = flags.value("labels") else { return json!({"run": name}) };
    let pairs = text.split(',').filter_map(|pair| pair.split_once('='));
    Value::Object(pairs.map(|(name, value)| (name.to_owned(), json!(value))).collect::<Map<_, _>>())
}

fn container(flags: &Flags, name: &str, image: &str, arguments: &[&String]) -> Result<Value, Answer> {
    let mut container = json!({"name": name, "image": image, "resources": {}});
    if !arguments.is_empty() {
        let field = if flags.is_on("command") { "command" } else { "args" };
        container[field] = json!(arguments);
    }
    if let Some(policy) = flags.value("image-pull-policy") {
        container["imagePullPolicy"] = json!(policy);
    }
    if let Some(port) = flags.value("port").and_then(|port| port.parse::<i32>().ok()) {
        container["ports"] = json!([{"containerPort": port}]);
    }
    if flags.is_on("stdin") {
        (container["stdin"], container["stdinOnce"]) = (json!(true), json!(!flags.is_on("leave-stdin-open")));
    }
    if flags.is_on("tty") {
        container["tty"] = json!(true);
    }
    if flags.is_on("privileged") {
        container["securityContext"] = json!({"privileged": true});
    }
    let variable = |text: &String| match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok(json!({"name": name, "value": value})),
        _ => Err(Answer::failed(&format!("error: invalid env: {text}"))),
    };
    let env: Vec<Value> = flags.all("env").iter().map(variable).collect::<Result<_, _>>()?;
    if !env.is_empty() {
        container["env"] = json!(env);
    }
    Ok(container)
}

/// Whether an image's name is one, as far as letters go: the path is in small ones, a host may be in any.
fn is_reference(image: &str) -> bool {
    let (first, rest) = image.split_once('/').unwrap_or(("", image));
    let is_host = first.contains(['.', ':']) || first == "localhost";
    let path = if is_host { rest } else { image };
    let name = path.split(['@']).next().unwrap_or_default();
    let end = name.rfind('/').unwrap_or_default();
    let name = name[end..].split_once(':').map_or(name, |(last, _)| &name[..end + last.len()]);
    !name.is_empty() && name.chars().all(|one| !one.is_ascii_uppercase() && !one.is_whitespace())
}

/// A mistake in how the command is called.
fn wrong(why: &str) -> String {
    format!("error: {why}\nSee 'kubectl run -h' for help and examples")
}
