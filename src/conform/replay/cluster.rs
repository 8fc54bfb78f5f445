//! A world like the one recorded: its nodes with their labels, sizes, ages and pulled images, its namespaces, its
//! registry and runtime, and the draws of its dice.

use std::collections::BTreeSet;

use serde_json::Value;

use super::kubelets;
use super::recording::{Recording, Seen};
use crate::cluster::kubelet::{Runtime, healthy_conditions};
use crate::cluster::{Key, World};
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::{Kind, Resource, Time};
use crate::sim::{SimTime, Span};

/// Nodes are not made older than this: what is to be said of the past is not longer.
const OLDEST: i64 = 3600;
const SEED: u64 = 1;
/// Seconds between two looks of the recordings' metrics.
const SCRAPES: i64 = 15;
/// Nodes report this often; a node is given up on when it was silent for at least 50 s at one of the looks that are 5 s
/// apart: in the middle between two looks, nothing had been heard for this long.
const HEARTBEATS: Span = Span::from_secs(10);
const LONGEST_SILENCE: Span = Span::from_millis(52_500);
/// The node that a DaemonSet's pod is for.
const DAEMON_NODE: &str = "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0/matchFields/0/values/0";
/// Recordings of real processes are named so.
const REAL: &str = "real-";
/// containerd 1.6 on control groups of version 1, with stand-ins for the servers of images.
const REAL_RUNTIME: Runtime = Runtime { simulated: None, start_log: Some(&["started"]), old_groups: true };
const SIMULATED_RUNTIME: Runtime =
    Runtime { simulated: Some(start_delay), start_log: Some(&[]), old_groups: false };

/// Whether its processes are real ones.
pub(super) fn is_real(recording: &Recording) -> bool {
    recording.name.starts_with(REAL)
}

/// The world at the recording's start, and how far its clock is ahead of the recording's.
pub fn build(recording: &Recording) -> Result<(World, Span), String> {
    let existing = |resource: &'static str| {
        let all = recording.seen.iter().filter(|seen| seen.verb == "EXISTING");
        all.filter(move |seen| seen.resource == resource).map(|seen| &seen.object)
    };
    let age = |object: &Value| (recording.started - created(object)).clamp(0, OLDEST);
    let mut born: Vec<(i64, Kind, &Value)> =
        existing("nodes").map(|node| (age(node), Kind::Node, node)).collect();
    born.extend(existing("namespaces").map(|namespace| (age(namespace), Kind::Namespace, namespace)));
    born.sort_by_key(|(age, ..)| std::cmp::Reverse(*age));
    let oldest = born.first().map_or(0, |(age, ..)| *age);
    // The metrics of the recordings are read on the wall clock's quarters of a minute, as the world's are from its start.
    let lead = oldest + (recording.started - oldest).rem_euclid(SCRAPES);
    let mut world = World::bare(SEED, Time(recording.started - lead));
    world.without_added_kinds();
    world.fix_pull_time(kubelets::pull_time(recording));
    world.set_runtime(if is_real(recording) { REAL_RUNTIME } else { SIMULATED_RUNTIME });
    for (age, kind, object) in born {
        advance(&mut world, SimTime::ZERO + Span::from_secs((lead - age) as u64));
        add(&mut world, kind, object);
    }
    foretell(&mut world, recording);
    if !recording.exclusive {
        world.foretell_against_scores();
    }
    let lead = Span::from_secs(lead as u64) + Span::from_micros(recording.started_us);
    foretell_volume_sync(&mut world, recording, lead);
    foretell_nodes(&mut world, recording, lead);
    kubelets::stock(&mut world, recording);
    kubelets::foretell(&mut world, recording, lead);
    advance(&mut world, SimTime::ZERO + lead);
    Ok((world, lead))
}

fn advance(world: &mut World, to: SimTime) {
    world.advance(to, u64::MAX);
}

fn created(object: &Value) -> i64 {
    let text = object["metadata"]["creationTimestamp"].as_str().unwrap_or_default();
    Time::parse(text).map_or(0, |time| time.0)
}

/// Makes an object as it was, but for what the server gives it.
fn add(world: &mut World, kind: Kind, recorded: &Value) {
    let mut value = recorded.clone();
    for field in ["uid", "resourceVersion", "creationTimestamp", "generation"] {
        if let Some(meta) = value["metadata"].as_object_mut() {
            meta.remove(field);
        }
    }
    let object = kind.read(&value);
    let name = object.meta().name.clone();
    // What is there already (the namespaces every cluster has) stays as it is.
    if world.act("kubeadm", |api| api.create_object(object.clone())).is_err() {
        return;
    }
    let Some(node) = Node::of(&object) else { return };
    let reported = world.act("kubelet", |api| {
        api.renew_lease(&name);
        let mut node = Node::clone(node);
        node.status.conditions = healthy_conditions(api.wall_clock());
        api.update_status(node)
    });
    debug_assert!(reported.is_ok(), "{reported:?}");
    let images = recorded["status"]["images"].as_array().into_iter().flatten();
    let names = images.flat_map(|image| image["names"].as_array().into_iter().flatten());
    for image in names.filter_map(Value::as_str).filter(|image| !image.contains('@')) {
        world.preload_image(&name, image);
    }
}

/// When the binder of volumes looked at every claim: then it says again what it said before.
fn foretell_volume_sync(world: &mut World, recording: &Recording, lead: Span) {
    let repeated = recording.seen.iter().find(|seen| {
        let by_binder = seen.object["source"]["component"] == "persistentvolume-controller";
        seen.resource == "events" && by_binder && seen.object["count"].as_i64().is_some_and(|count| count > 1)
    });
    if let Some(seen) = repeated {
        world.foretell_volume_sync(SimTime::ZERO + lead + Span::from_micros((seen.at * 1e6) as u64));
    }
}

/// When the node controller looked at the nodes: then one became unknown. What was last heard of that one came after
/// the look that was a period and the grace before.
fn foretell_nodes(world: &mut World, recording: &Recording, lead: Span) {
    let is_lost = |seen: &&Seen| {
        let conditions = seen.object["status"]["conditions"].as_array().into_iter().flatten();
        let mut unknown = conditions.filter(|condition| condition["reason"] == "NodeStatusUnknown");
        seen.resource == "nodes" && seen.verb == "MODIFIED" && unknown.any(|one| one["type"] == "Ready")
    };
    let Some(seen) = recording.seen.iter().find(is_lost) else { return };
    let at = SimTime::ZERO + lead + kubelets::span(seen.at);
    world.foretell_node_monitor(at);
    let node = seen.object["metadata"]["name"].as_str().unwrap_or_default();
    let heard = at.since(SimTime::ZERO + LONGEST_SILENCE).0 % HEARTBEATS.0;
    world.foretell_heartbeat(node, SimTime::ZERO + Span(heard));
}

/// What chance decided in the recording: the random ends of names, in the order the objects came, and the node
/// each pod got, which counts where several are equally good.
fn foretell(world: &mut World, recording: &Recording) {
    let mut placed = BTreeSet::new();
    for seen in &recording.seen {
        let text = |path: &str| seen.object.pointer(path).and_then(Value::as_str).unwrap_or_default();
        let (name, prefix, node) =
            (text("/metadata/name"), text("/metadata/generateName"), text("/spec/nodeName"));
        if seen.verb == "ADDED" && !prefix.is_empty() {
            world.foretell_names(prefix, [name.to_owned()]);
        }
        let owner = text("/metadata/ownerReferences/0/kind");
        if seen.resource == "pods" && !text("/metadata/deletionTimestamp").is_empty() {
            world.foretell_end(Key::new(Kind::Pod, text("/metadata/namespace"), name));
        }
        if seen.resource == "pods" && seen.verb == "ADDED" && owner == "DaemonSet" {
            let name = text("/metadata/ownerReferences/0/name");
            let set = Key::new(Kind::DaemonSet, text("/metadata/namespace"), name);
            world.foretell_turn(set, text(DAEMON_NODE).to_owned());
        }
        if seen.resource == "pods" && seen.verb == "ADDED" {
            let key = Key::new(Kind::Pod, text("/metadata/namespace"), name);
            world.foretell_uid(key, text("/metadata/uid").to_owned());
        }
        if seen.resource == "pods" && !node.is_empty() && placed.insert(text("/metadata/uid").to_owned()) {
            world.foretell_node(&format!("{}/{name}", text("/metadata/namespace")), node);
        }
    }
}

/// `oracle/start-delay` of the recordings' runtime.
fn start_delay(pod: &Pod) -> Span {
    let text = pod.meta.annotations.get("oracle/start-delay").map_or("", String::as_str);
    Span::from_secs(text.trim_end_matches('s').parse().unwrap_or_default())
}
