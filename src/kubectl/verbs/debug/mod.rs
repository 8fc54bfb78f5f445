//! `kubectl debug`: a container added to a running pod, a pod on a node, or a copy of a pod to look into.
//!
//! Models kubectl pkg/cmd/debug/debug.go, v1.36. A container that is added sees the pod's network and
//! volumes; the processes of the container it is aimed at are not shown to it.

mod custom;
mod profile;

use serde_json::{Value, json};

use self::profile::Style;
use super::Verb;
use crate::cluster::{Key, Propagation};
use crate::kinds::patch::Patch;
use crate::kinds::{Kind, Object};
use crate::kubectl::attaching::Attached;
use crate::kubectl::call::flags::{FILES, Flag, Flags, short_switch, short_value, switch, value};
use crate::kubectl::call::{Answer, Call, Started, namespace, targets};
use crate::kubectl::containers_of;

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
const DEFAULT_PROFILE: &str = "general";

/// What all ways of debugging are told.
struct Asked<'a> {
    flags: &'a Flags,
    image: &'a str,
    profile: &'a str,
    command: &'a [String],
    suffix: String,
    /// `--custom`
    custom: Option<Value>,
}

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let (words, command) = flags.parted();
    let asked = Asked {
        flags,
        image: flags.value("image").unwrap_or_default(),
        profile: flags.value("profile").unwrap_or(DEFAULT_PROFILE),
        command,
        suffix: suffix(call.world.api().store().version()),
        custom: flags
            .value("custom")
            .filter(|path| !path.is_empty())
            .map(|path| custom::read(call, path))
            .transpose()?,
    };
    asked.check(words).map_err(|why| Answer::failed(&why))?;
    let kind = words.first().is_some_and(|word| !word.contains('/')).then_some(Kind::Pod);
    let found = targets::find(call, flags, words, kind)?;
    let Some(key) = found.keys.first().cloned() else { return Err(found.missing) };
    let mut before = Answer::default();
    if let Some(target) = flags.value("target").filter(|_| !flags.is_on("quiet")) {
        before.stdout += &format!(
            "Targeting container {target:?}. If you don't see processes from this container it may be because the \
             container runtime doesn't support this feature.\n"
        );
    }
    if asked.profile == "legacy" {
        before.add(Answer::warned(profile::LEGACY));
    }
    let (key, container) = match (key.kind, flags.value("copy-to")) {
        (Kind::Node, _) => asked.on_node(call, &key, &mut before)?,
        (Kind::Pod, Some(name)) => asked.copy(call, &key, name, &mut before)?,
        (Kind::Pod, None) => asked.add(call, &key, &mut before)?,
        (kind, _) => {
            let info = kind.info();
            let what = format!("{}, Kind={}", info.api_version(), info.kind);
            return Err(Answer::failed(&format!("error: \"{what}\" not supported by debug")));
        }
    };
    let attaches = flags.is_on("attach") || (flags.is_on("stdin") && flags.value("attach").is_none());
    if !attaches || container.is_empty() {
        return Ok(Started::Done(before));
    }
    let attached = Attached::new(key, container, (false, flags.is_on("tty"), flags.is_on("quiet")));
    Ok(Started::Waiting(before, Box::new(attached)))
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

impl Asked<'_> {
    /// Validate.
    fn check(&self, words: &[String]) -> Result<(), String> {
        let flags = self.flags;
        let has = |name: &str| flags.value(name).is_some_and(|text| !text.is_empty());
        let copies = has("copy-to");
        let policy = flags.value("image-pull-policy").unwrap_or_default();
        let why = match () {
            () if flags.is_on("attach") && self.image.is_empty() && !has("container") => {
                "you must specify --container or create a new container using --image in order to attach."
            }
            () if copies && self.image.is_empty() && !has("set-image") && self.command.is_empty() => {
                "you must specify --image, --set-image or command arguments."
            }
            () if copies && !self.command.is_empty() && !has("container") && self.image.is_empty() => {
                "you must specify an existing container or a new image when specifying args."
            }
            () if !copies && flags.is_on("replace") => "--replace may only be used with --copy-to.",
            () if !copies && flags.is_on("same-node") => "--same-node may only be used with --copy-to.",
            () if !copies && has("set-image") => "--set-image may only be used with --copy-to.",
            () if !copies && self.image.is_empty() => "you must specify --image when not using --copy-to.",
            () if words.is_empty() && !has("filename") => "NAME or filename is required for debug",
            () if !matches!(policy, "" | "Always" | "IfNotPresent" | "Never") => {
                return Err(format!("error: invalid image pull policy: {policy}"));
            }
            () if has("target") && copies => {
                "--target is incompatible with --copy-to. Use --share-processes instead."
            }
            () if flags.is_on("tty") && !flags.is_on("stdin") => {
                "-i/--stdin is required for containers with -t/--tty=true"
            }
            () => return profile::check(self.profile),
        };
        Err(format!("error: {why}"))
    }

    /// The container as it is asked for.
    fn container(&self, name: &str) -> Value {
        let mut made = json!({"name": name, "image": self.image, "terminationMessagePolicy": "File"});
        self.change(&mut made);
        made
    }

    fn change(&self, one: &mut Value) {
        let flags = self.flags;
        if !self.command.is_empty() {
            let field = if flags.is_on("arguments-only") { "args" } else { "command" };
            one[field] = json!(self.command);
        }
        for field in ["stdin", "tty"].into_iter().filter(|field| flags.is_on(field)) {
            one[field] = json!(true);
        }
        if let Some(policy) = flags.value("image-pull-policy") {
            one["imagePullPolicy"] = json!(policy);
        }
        let pairs = flags.all("env").iter().flat_map(|list| list.split(','));
        let pairs = pairs.filter_map(|one| one.split_once('='));
        let env: Vec<Value> = pairs.map(|(name, value)| json!({"name": name, "value": value})).collect();
        if !env.is_empty() {
            one["env"] = json!(env);
        }
    }

    /// computeDebugContainerName
    fn name(&self, said: &mut Answer) -> String {
        if let Some(name) = self.flags.value("container") {
            return name.to_owned();
        }
        let name = format!("debugger-{}", self.suffix);
        if !self.flags.is_on("quiet") {
            said.stdout += &format!("Defaulting debug container name to {name}.\n");
        }
        name
    }

    /// Adds a container to a running pod.
    fn add(&self, call: &mut Call<'_>, key: &Key, said: &mut Answer) -> Result<(Key, String), Answer> {
        let name = self.name(said);
        let mut made = self.container(&name);
        if let Some(target) = self.flags.value("target") {
            made["targetContainerName"] = json!(target);
        }
        let mut spec = json!({"ephemeralContainers": [made]});
        profile::apply(self.profile, Style::Ephemeral, &mut spec, "ephemeralContainers", &name);
        self.customise(&mut spec, "ephemeralContainers", &name);
        let patch = Patch::Strategic(json!({"spec": spec}));
        let done = call.world.act("kubectl", |api| {
            api.manager = Some("kubectl-debug");
            api.patch_ephemeral(key, &patch)
        });
        done.map_err(|status| Answer::failed(&status.to_string()))?;
        Ok((key.clone(), name))
    }

    fn on_node(&self, call: &mut Call<'_>, node: &Key, said: &mut Answer) -> Result<(Key, String), Answer> {
        let name = format!("node-debugger-{}-{}", node.name, self.suffix);
        let own = self.flags.value("container").unwrap_or("debugger");
        if !self.flags.is_on("quiet") {
            let line = format!("Creating debugging pod {name} with container {own} on node {}.\n", node.name);
            said.stdout += &line;
        }
        let mut spec = json!({
            "containers": [self.container(own)], "nodeName": *node.name, "restartPolicy": "Never",
            "tolerations": [{"operator": "Exists"}],
        });
        profile::apply(self.profile, Style::Node, &mut spec, "containers", own);
        self.customise(&mut spec, "containers", own);
        let meta = json!({
            "name": name, "namespace": namespace(call, self.flags),
            "labels": {"app.kubernetes.io/managed-by": "kubectl-debug"},
        });
        Ok((create(call, json!({"metadata": meta, "spec": spec}))?, own.to_owned()))
    }

    fn copy(
        &self,
        call: &mut Call<'_>,
        key: &Key,
        name: &str,
        said: &mut Answer,
    ) -> Result<(Key, String), Answer> {
        let Some(mut pod) = call.world.api().store().object(key).map(Object::to_value) else {
            return Err(targets::missing(key));
        };
        let mut meta = json!({"name": name, "namespace": *key.namespace});
        for (field, flag) in [("labels", "keep-labels"), ("annotations", "keep-annotations")] {
            if self.flags.is_on(flag) || self.profile == "legacy" {
                meta[field] = pod["metadata"][field].take();
            }
        }
        let own = self.copied_spec(&mut pod, said)?;
        let made = create(call, json!({"metadata": meta, "spec": pod["spec"]}))?;
        if self.flags.is_on("replace") {
            let gone = call.world.act("kubectl", |api| api.delete(key, Some(0), Propagation::Background));
            gone.map_err(|status| Answer::failed(&status.to_string()))?;
        }
        Ok((made, own))
    }

    /// Makes the spec of the copy; the container that debugs, if one does.
    fn copied_spec(&self, pod: &mut Value, said: &mut Answer) -> Result<String, Answer> {
        let flags = self.flags;
        let names = containers_of::names(pod, "containers");
        let spec = &mut pod["spec"];
        let mut drop = vec!["ephemeralContainers"];
        drop.extend((!flags.is_on("same-node")).then_some("nodeName"));
        drop.extend((flags.value("keep-init-containers") == Some("false")).then_some("initContainers"));
        for field in drop {
            spec.as_object_mut().map(|spec| spec.remove(field));
        }
        if let Some(share) = flags.value("share-processes") {
            spec["shareProcessNamespace"] = json!(share != "false");
        }
        self.drop_probes(spec);
        set_images(spec, flags.all("set-image"));
        let mut own = flags.value("container").unwrap_or_default().to_owned();
        if !names.contains(&own) {
            if self.image.is_empty() && flags.value("set-image").is_some() {
                return Ok(String::new());
            }
            if self.image.is_empty() {
                return Err(Answer::failed("error: you must specify image when creating new container"));
            }
            own = self.name(said);
            let made = self.container(&own);
            spec["containers"].as_array_mut().into_iter().for_each(|all| all.push(made.clone()));
        }
        let containers = spec["containers"].as_array_mut().into_iter().flatten();
        for one in containers.filter(|one| one["name"] == *own) {
            self.change(one);
            if !self.command.is_empty() && !flags.is_on("arguments-only") {
                one.as_object_mut().map(|one| one.remove("args"));
            }
            if !self.image.is_empty() {
                one["image"] = json!(self.image);
            }
        }
        profile::apply(self.profile, Style::Copy, spec, "containers", &own);
        self.customise(spec, "containers", &own);
        Ok(own)
    }

    fn customise(&self, spec: &mut Value, list: &str, name: &str) {
        if let Some(part) = &self.custom {
            custom::lay_over(part, spec, list, name);
        }
    }

    fn drop_probes(&self, spec: &mut Value) {
        let probes = [
            ("livenessProbe", "keep-liveness"),
            ("readinessProbe", "keep-readiness"),
            ("startupProbe", "keep-startup"),
        ];
        for one in spec["containers"].as_array_mut().into_iter().flatten() {
            for (probe, flag) in probes {
                if !self.flags.is_on(flag) && self.profile != "legacy" {
                    one.as_object_mut().map(|one| one.remove(probe));
                }
            }
        }
    }
}

fn create(call: &mut Call<'_>, pod: Value) -> Result<Key, Answer> {
    let made = call.world.act("kubectl", |api| {
        api.manager = Some("kubectl-debug");
        api.create_object(Kind::Pod.read(&pod))
    });
    made.map(|made| Key::of(&made)).map_err(|status| Answer::failed(&status.to_string()))
}

/// `NAME=IMAGE`; `*` is every container that is not named.
fn set_images(spec: &mut Value, wanted: &[String]) {
    let pairs: Vec<(&str, &str)> =
        wanted.iter().flat_map(|list| list.split(',')).filter_map(|pair| pair.split_once('=')).collect();
    for one in spec["containers"].as_array_mut().into_iter().flatten() {
        let named = pairs.iter().find(|(name, _)| one["name"] == *name);
        if let Some((_, image)) = named.or_else(|| pairs.iter().find(|(name, _)| *name == "*")) {
            one["image"] = json!(image);
        }
    }
}
