//! What a user can do to a cluster, and the doing of it.

use crate::cluster::kubelet::Switch;
use crate::cluster::scheduler::{Registry, config};
use crate::cluster::{Key, Machines, Status, World, custom_kinds};
use crate::kinds::node::Node;
use crate::kinds::{Kind, Resource};
use crate::kubectl::{apply, create, delete, patch, server_side};
use crate::terminal::Terminal;
use crate::view::{Ref, ResultLine};

/// One action of a script.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// `kubectl apply -f FILE`
    Apply { file: String, text: String },
    /// `kubectl apply --server-side -f FILE`
    ServerSideApply { file: String, text: String, options: server_side::Options },
    /// `kubectl create -f FILE`
    Create { file: String, text: String },
    /// `kubectl patch KIND NAME`
    Patch { what: Ref, options: patch::Options },
    /// A request to the `eviction` subresource of a pod.
    Evict { namespace: String, pod: String },
    /// `kubectl delete -f -`
    DeleteManifest { text: String },
    /// `kubectl delete KIND NAME`
    Delete { what: Ref },
    /// `kubectl scale`
    Scale { what: Ref, replicas: u32 },
    /// A load generator: so many requests a second, 0 to stop.
    SetLoad { name: String, url: String, rate: u32 },
    /// One request.
    Curl { url: String },
    /// `kubectl cordon` and `uncordon`
    Cordon { node: String, on: bool },
    /// Stops a node's kubelet, or lets it go on.
    Freeze { node: String, on: bool },
    /// Cuts a node off from the network, or joins it again.
    Partition { node: String, on: bool },
    /// Takes a node's power away, or gives it back.
    PowerOff { node: String, on: bool },
    /// Makes a node slow, or as fast as it was.
    SlowNode { node: String, on: bool },
    /// Breaks something in a container, or heals it.
    Switch { namespace: String, pod: String, container: String, switch: Switch, on: bool },
    /// A worker joins the cluster.
    AddNode,
    /// Starts the scheduler anew with a KubeSchedulerConfiguration; an empty text is the default.
    ConfigureScheduler { text: String },
    /// A line typed into the terminal.
    Terminal { line: String },
    /// Ctrl-C in the terminal.
    Interrupt,
    /// The text that an editor of the terminal gives back; none if it was closed without saving, and the end of what is
    /// typed for a command that reads lines (Ctrl-D).
    Edited { text: Option<String> },
    /// The editor's files, as the terminal is to see them: name and text.
    Files { files: Vec<(String, String)> },
}

/// The key a reference names, if its kind is known.
pub fn key_of(world: &World, what: &Ref) -> Option<Key> {
    let kind = Kind::ALL.iter().copied().find(|kind| kind.info().kind == what.kind);
    let kind = kind.or_else(|| custom_kinds::by_kind(world.api().store(), &what.kind))?;
    Some(Key::new(kind, &what.namespace, &what.name))
}

/// Performs an action and gives the answer in kubectl's or curl's words.
pub fn perform(world: &mut World, terminal: &mut Terminal, action: &Action) -> Vec<ResultLine> {
    let of_terminal = matches!(
        action,
        Action::Terminal { .. } | Action::Interrupt | Action::Edited { .. } | Action::Files { .. }
    );
    if !of_terminal && world.machines() != Machines::Running {
        return vec![refused(STOPPED.to_owned())];
    }
    match action {
        Action::Apply { file, text } => apply::apply(world, file, text).into_iter().map(line).collect(),
        Action::ServerSideApply { file, text, options } => {
            server_side::apply(world, file, text, options).into_iter().map(line).collect()
        }
        Action::Create { file, text } => create::create(world, file, text).into_iter().map(line).collect(),
        Action::Patch { what, options } => match key_of(world, what) {
            Some(key) => patch::patch(world, &key, options).into_iter().map(line).collect(),
            None => vec![unknown(what)],
        },
        Action::Evict { namespace, pod } => evict(world, namespace, pod),
        Action::DeleteManifest { text } => {
            delete::delete_file(world, "STDIN", text).into_iter().map(line).collect()
        }
        Action::Delete { what } => vec![with_key(world, what, |world, key| line(delete::delete(world, key)))],
        Action::Scale { what, replicas } => {
            vec![with_key(world, what, |world, key| scale(world, key, *replicas))]
        }
        Action::SetLoad { name, url, rate } => vec![load(world, name, url, *rate)],
        Action::Curl { url } => vec![curl(world, url)],
        Action::Cordon { node, on } => vec![cordon(world, node, *on)],
        Action::Freeze { node, on } => {
            world.freeze(node, *on);
            let word = if *on { "stopped" } else { "started" };
            vec![said(format!("kubelet on {node} {word}"))]
        }
        Action::Partition { node, on } => {
            world.partition(node, *on);
            let word = if *on { "cut off" } else { "joined again" };
            vec![said(format!("network of {node} {word}"))]
        }
        Action::PowerOff { node, on } => {
            world.power_off(node, *on);
            vec![said(format!("power of {node} {}", if *on { "off" } else { "on" }))]
        }
        Action::SlowNode { node, on } => {
            world.slow_down(node, *on);
            vec![said(format!("{node} is {}", if *on { "slow" } else { "as fast as it was" }))]
        }
        Action::Switch { namespace, pod, container, switch, on } => {
            let key = Key::new(Kind::Pod, namespace, pod);
            let word = if *on { "on" } else { "off" };
            vec![match world.switch(&key, container, (*switch, *on)) {
                Ok(()) if *switch == Switch::Crash => {
                    said(format!("container {container} in pod/{pod} was made to crash"))
                }
                Ok(()) => said(format!("{} of container {container} in pod/{pod} is {word}", switch.name())),
                Err(why) => refused(format!("error: {why}")),
            }]
        }
        Action::AddNode => vec![match world.join_node() {
            Ok(name) => said(format!("node/{name} joined the cluster")),
            Err(status) => refused(status.to_string()),
        }],
        Action::ConfigureScheduler { text } => configure_scheduler(world, text),
        Action::Terminal { line } => enter(world, terminal, line),
        Action::Interrupt => {
            terminal.interrupt(world);
            Vec::new()
        }
        Action::Edited { text } => {
            terminal.give(world, text.clone());
            Vec::new()
        }
        Action::Files { files } => {
            terminal.hand_over(files);
            Vec::new()
        }
    }
}

/// What everything but the terminal is answered while no machine runs.
const STOPPED: &str =
    "Unable to connect to the server: the cluster is stopped; `minikube start` in the terminal starts it";

/// The terminal answers on its own screen.
fn enter(world: &mut World, terminal: &mut Terminal, line: &str) -> Vec<ResultLine> {
    if terminal.enter(world, line) {
        return Vec::new();
    }
    vec![refused("the terminal is busy: interrupt the command that runs first".to_owned())]
}

/// What kube-scheduler says as it starts, or why it does not; one that does not start leaves the old one running.
fn configure_scheduler(world: &mut World, text: &str) -> Vec<ResultLine> {
    match config::read_or_default(text, &Registry::default()) {
        Err(errors) => errors.iter().map(|error| refused(error.to_string())).collect(),
        Ok(config) => {
            let names: Vec<&str> = config.profiles.iter().map(|profile| profile.name.as_str()).collect();
            let started = said(format!("kube-scheduler started with profiles: {}", names.join(", ")));
            world.configure_scheduler(config);
            vec![started]
        }
    }
}

fn line(line: apply::Line) -> ResultLine {
    ResultLine { text: line.text, error: line.error }
}

fn said(text: String) -> ResultLine {
    ResultLine { text, error: false }
}

fn refused(text: String) -> ResultLine {
    ResultLine { text, error: true }
}

fn with_key(world: &mut World, what: &Ref, act: impl FnOnce(&mut World, &Key) -> ResultLine) -> ResultLine {
    match key_of(world, what) {
        Some(key) => act(world, &key),
        None => unknown(what),
    }
}

fn unknown(what: &Ref) -> ResultLine {
    refused(format!("error: the server doesn't have a resource type \"{}\"", what.kind))
}

/// The server's answer; its cause, which kubectl does not print, comes after it.
fn evict(world: &mut World, namespace: &str, pod: &str) -> Vec<ResultLine> {
    match world.act("kubectl", |api| api.evict(namespace, pod, None)) {
        Ok(()) => vec![said(format!("pod/{pod} evicted"))],
        Err(status) => {
            let answer = status.to_string();
            std::iter::once(answer).chain(status.cause).map(refused).collect()
        }
    }
}

fn scale(world: &mut World, key: &Key, replicas: u32) -> ResultLine {
    let wanted = replicas.min(i32::MAX as u32) as i32;
    let result = world.act("kubectl", |api| api.scale(key, wanted));
    answer(result, format!("{}/{} scaled", key.kind.info().qualified_singular(), key.name))
}

fn cordon(world: &mut World, node: &str, on: bool) -> ResultLine {
    let key = Key::new(Kind::Node, "", node);
    let result = world.act("kubectl", |api| edit::<Node>(api, &key, |one| one.spec.unschedulable = on));
    answer(result, format!("node/{node} {}", if on { "cordoned" } else { "uncordoned" }))
}

fn edit<T: Resource>(
    api: &mut crate::cluster::Client<'_>,
    key: &Key,
    change: impl FnOnce(&mut T),
) -> Result<(), Status> {
    let stored = api.store().by_key::<T>(key).ok_or_else(|| Status::not_found(key.kind, &key.name))?;
    let mut resource = T::clone(stored);
    change(&mut resource);
    api.update(resource)
}

fn answer(result: Result<(), Status>, done: String) -> ResultLine {
    match result {
        Ok(()) => said(done),
        Err(status) => refused(status.to_string()),
    }
}

fn load(world: &mut World, name: &str, url: &str, rate: u32) -> ResultLine {
    match world.set_load(name, url, rate) {
        Ok(()) => said(format!("{name}: {rate} requests a second to {url}")),
        Err(error) => refused(error),
    }
}

fn curl(world: &mut World, url: &str) -> ResultLine {
    let answer = world.curl(url);
    match answer.result {
        Ok(response) => said(response.body),
        Err(error) => refused(error),
    }
}
