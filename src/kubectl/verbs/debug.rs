//! `kubectl debug`: a pod on a node, or a copy of a pod to look into. kubectl pkg/cmd/debug/debug.go, v1.36.
//!
//! A container added to a running pod (an ephemeral container) is refused: nothing runs it here.

use serde_json::{Value, json};

use super::Verb;
use crate::cluster::Key;
use crate::kinds::{Kind, Object};
use crate::kubectl::attaching::Attached;
use crate::kubectl::call::flags::{FILES, Flag, Flags, short_switch, short_value, switch, value};
use crate::kubectl::call::{Answer, Call, Started, namespace, targets};
use crate::kubectl::reach::Reach;

const OWN: &[Flag] = &[
    value("image"),
    value("image-pull-policy"),
    value("env"),
    value("target"),
    value("copy-to"),
    value("set-image"),
    value("profile"),
    value("custom"),
    short_value("container", 'c'),
    short_switch("stdin", 'i'),
    short_switch("tty", 't'),
    short_switch("quiet", 'q'),
    switch("attach"),
    switch("replace"),
    switch("same-node"),
    switch("share-processes"),
    switch("arguments-only"),
    switch("keep-labels"),
    switch("keep-annotations"),
    switch("keep-liveness"),
    switch("keep-readiness"),
    switch("keep-startup"),
    switch("keep-init-containers"),
];

pub const VERB: Verb = Verb { name: "debug", flags: &[OWN, FILES], act };

/// The alphabet of random suffixes: apimachinery pkg/util/rand.
const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let (words, command) = flags.parted();
    if words.is_empty() {
        return Err(Answer::failed("error: NAME or filename is required for debug"));
    }
    let image = flags.value("image").unwrap_or_default();
    if image.is_empty() && flags.value("set-image").is_none() {
        return Err(Answer::failed("error: you must specify --image or --set-image"));
    }
    let kind = (!words[0].contains('/')).then_some(Kind::Pod);
    let found = targets::find(call, flags, words, kind)?;
    let Some(key) = found.keys.first().cloned() else { return Err(found.missing) };
    let suffix = suffix(call.world.api().store().version());
    match (key.kind, flags.value("copy-to")) {
        (Kind::Node, _) => on_node(call, flags, &key, (image, &suffix, command)),
        (Kind::Pod, Some(name)) => copy(call, flags, &key, (name, image, &suffix, command)),
        (Kind::Pod, None) => Err(Answer::failed(
            "error: ephemeral containers are not simulated; `kubectl debug POD --copy-to=NAME` makes a copy with a container \
             for looking into it, `kubectl exec` runs commands in the containers there are",
        )),
        (kind, _) => {
            let what = kind.info().qualified_plural();
            Err(Answer::failed(&format!("error: \"{what}\" not supported by debug")))
        }
    }
}

/// Five letters, other ones for another version of the cluster.
fn suffix(version: u64) -> String {
    let mut state = version.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(LETTERS[(state >> 33) as usize % LETTERS.len()])
    };
    (0..5).map(|_| letter()).collect()
}

fn container(flags: &Flags, name: &str, image: &str, command: &[String]) -> Value {
    let mut made = json!({"name": name, "image": image, "resources": {}});
    if !command.is_empty() {
        made[if flags.is_on("arguments-only") { "args" } else { "command" }] = json!(command);
    }
    for (field, flag) in [("stdin", "stdin"), ("tty", "tty")] {
        if flags.is_on(flag) {
            made[field] = json!(true);
        }
    }
    if let Some(policy) = flags.value("image-pull-policy") {
        made["imagePullPolicy"] = json!(policy);
    }
    let pairs = flags.all("env").iter().filter_map(|one| one.split_once('='));
    let env: Vec<Value> = pairs.map(|(name, value)| json!({"name": name, "value": value})).collect();
    if !env.is_empty() {
        made["env"] = json!(env);
    }
    made
}

fn create(
    call: &mut Call<'_>,
    flags: &Flags,
    pod: Value,
    container: &str,
    said: &str,
) -> Result<Started, Answer> {
    let made = call.world.act("kubectl", |api| {
        api.manager = Some("kubectl-debug");
        api.create_object(Kind::Pod.read(&pod))
    });
    let made = made.map_err(|status| Answer::failed(&status.to_string()))?;
    let answer = Answer::said(said);
    if !flags.is_on("stdin") && !flags.is_on("attach") {
        return Ok(Started::Done(answer));
    }
    let attached = Attached::new(
        Key::of(&made),
        container.to_owned(),
        (false, flags.is_on("tty"), flags.is_on("quiet")),
    );
    Ok(Started::Waiting(answer, Box::new(attached)))
}

fn on_node(
    call: &mut Call<'_>,
    flags: &Flags,
    node: &Key,
    (image, suffix, command): (&str, &str, &[String]),
) -> Result<Started, Answer> {
    let name = format!("node-debugger-{}-{suffix}", node.name);
    let own = flags.value("container").unwrap_or("debugger");
    let mut debugger = container(flags, own, image, command);
    debugger["volumeMounts"] = json!([{"mountPath": "/host", "name": "host-root"}]);
    let pod = json!({
        "metadata": {
            "name": name, "namespace": namespace(call, flags),
            "labels": {"app.kubernetes.io/managed-by": "kubectl-debug"},
        },
        "spec": {
            "containers": [debugger], "nodeName": *node.name, "restartPolicy": "Never",
            "hostIPC": true, "hostNetwork": true, "hostPID": true,
            "tolerations": [{"operator": "Exists"}],
            "volumes": [{"name": "host-root", "hostPath": {"path": "/"}}],
        },
    });
    let said = format!("Creating debugging pod {name} with container {own} on node {}.\n", node.name);
    create(call, flags, pod, own, &said)
}

fn copy(
    call: &mut Call<'_>,
    flags: &Flags,
    key: &Key,
    (name, image, suffix, command): (&str, &str, &str, &[String]),
) -> Result<Started, Answer> {
    let Some(mut pod) = call.world.api().store().object(key).map(Object::to_value) else {
        return Err(targets::missing(key));
    };
    let mut meta = json!({"name": name, "namespace": *key.namespace});
    for (field, flag) in [("labels", "keep-labels"), ("annotations", "keep-annotations")] {
        if flags.is_on(flag) {
            meta[field] = pod["metadata"][field].take();
        }
    }
    let mut spec = pod["spec"].take();
    for (probe, flag) in [
        ("livenessProbe", "keep-liveness"),
        ("readinessProbe", "keep-readiness"),
        ("startupProbe", "keep-startup"),
    ] {
        for one in spec["containers"].as_array_mut().into_iter().flatten().filter(|_| !flags.is_on(flag)) {
            one.as_object_mut().map(|one| one.remove(probe));
        }
    }
    if !flags.is_on("same-node") {
        spec.as_object_mut().map(|spec| spec.remove("nodeName"));
    }
    if flags.value("share-processes") != Some("false") && !image.is_empty() {
        spec["shareProcessNamespace"] = json!(true);
    }
    set_images(&mut spec, flags.all("set-image"));
    let mut said = String::new();
    let mut own = flags.value("container").unwrap_or_default().to_owned();
    if !image.is_empty() {
        if own.is_empty() {
            own = format!("debugger-{suffix}");
            said = format!("Defaulting debug container name to {own}.\n");
        }
        let made = container(flags, &own, image, command);
        let containers = spec["containers"].as_array_mut();
        if let Some(containers) = containers {
            match containers.iter_mut().find(|one| one["name"] == own.as_str()) {
                Some(one) => one["image"] = json!(image),
                None => containers.push(made),
            }
        }
    }
    if flags.is_on("replace") {
        // As kubectl has it: the copy takes the place of the pod.
        let gone =
            call.world.act("kubectl", |api| api.delete(key, None, crate::cluster::Propagation::Background));
        gone.map_err(|status| Answer::failed(&status.to_string()))?;
    }
    if own.is_empty() {
        own = spec["containers"][0]["name"].text().to_owned();
    }
    create(call, flags, json!({"metadata": meta, "spec": spec}), &own, &said)
}

/// `NAME=IMAGE`; `*` is every container.
fn set_images(spec: &mut Value, wanted: &[String]) {
    for (name, image) in
        wanted.iter().flat_map(|list| list.split(',')).filter_map(|pair| pair.split_once('='))
    {
        for one in spec["containers"].as_array_mut().into_iter().flatten() {
            if name == "*" || one["name"] == name {
                one["image"] = json!(image);
            }
        }
    }
}
