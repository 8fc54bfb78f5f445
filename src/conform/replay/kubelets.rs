//! What the recording tells of its kubelets' images, and of what chance decided for them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::recording::{Recording, Seen};
use crate::cluster::World;
use crate::cluster::kubelet::Foretold;
use crate::sim::{SimTime, Span};

/// The recordings' container runtime pulls every image in this time, unless it says otherwise.
const PULL: Span = Span::from_secs(1);
/// Seconds from a look at the runtime until a watch sees what it makes of a pod's status.
const TOLD: f64 = 0.01;
/// Seconds within which a sync that failed is repeated if the next look at the runtime caused it, and not the back-off.
const AT_NEXT_LOOK: f64 = 1.6;
/// Seconds from the end of a pod's containers until its object goes, if the next look at the runtime is waited for.
const LEAST_WAIT: f64 = 0.05;
const LONGEST_WAIT: f64 = 1.2;
/// What is said of a pod first after its sandbox is up.
const FIRST_SAID: [&str; 5] = ["Pulled", "Pulling", "Failed", "InspectFailed", "ErrImageNeverPull"];

/// An event about a pod.
struct Said<'a> {
    at: f64,
    host: &'a str,
    namespace: &'a str,
    pod: &'a str,
    uid: &'a str,
    container: &'a str,
    reason: &'a str,
    text: &'a str,
    count: i64,
}

impl<'a> Said<'a> {
    fn of(seen: &'a Seen) -> Option<Said<'a>> {
        let text = |path: &str| seen.object.pointer(path).and_then(Value::as_str).unwrap_or_default();
        let about_pod = text("/involvedObject/kind") == "Pod" && text("/source/component") == "kubelet";
        (seen.resource == "events" && about_pod).then(|| Said {
            at: seen.at,
            host: text("/source/host"),
            namespace: text("/involvedObject/namespace"),
            pod: text("/involvedObject/name"),
            uid: text("/involvedObject/uid"),
            container: text("/involvedObject/fieldPath"),
            reason: text("/reason"),
            text: text("/message"),
            count: seen.object["count"].as_i64().unwrap_or(1),
        })
    }
}

/// What the kubelets' events say, with their times and pods.
fn said(recording: &Recording) -> impl Iterator<Item = Said<'_>> {
    recording.seen.iter().filter_map(Said::of)
}

pub fn pull_time(recording: &Recording) -> Span {
    let said = said(recording).find_map(|said| {
        let time = said.text.strip_prefix("Successfully pulled image ")?.split(" in ").nth(1)?;
        let time = time.split(' ').next()?;
        let number = |text: &str| text.parse::<f64>().ok();
        let seconds = match time.strip_suffix("ms") {
            Some(millis) => number(millis)? / 1e3,
            None => number(time.strip_suffix('s')?)?,
        };
        Some(Span::from_micros((seconds * 1e6) as u64))
    });
    said.unwrap_or(PULL)
}

/// Which images were there, and which could not be pulled and why.
pub fn stock(world: &mut World, recording: &Recording) {
    let mut asked: BTreeMap<&str, f64> = BTreeMap::new();
    let mut pulled: BTreeSet<(&str, &str)> = BTreeSet::new();
    for Said { at, host, text, .. } in said(recording) {
        // What a node's status says of its images is minutes old.
        let present = text.strip_prefix("Container image \"").and_then(|rest| rest.split_once("\" already"));
        if let Some((image, _)) = present.filter(|(image, _)| !pulled.contains(&(host, *image))) {
            world.preload_image(host, image);
        }
        let image = text.strip_prefix("Pulling image \"").map(|image| image.trim_end_matches('"'));
        asked.extend(image.map(|image| (image, at)));
        pulled.extend(image.map(|image| (host, image)));
        let words = text.strip_prefix("Failed to pull image \"").and_then(|rest| rest.split_once("\": "));
        if let Some((image, error)) = words {
            let takes = asked.get(image).map_or(0.0, |asked| at - asked);
            world.fail_pull(image, error, span(takes));
        }
    }
}

/// When pods were looked at again, of which jittered pause only the bounds are known, when in a second the runtimes were
/// looked at, and when sandboxes were up.
pub fn foretell(world: &mut World, recording: &Recording, lead: Span) {
    let moment = |at: f64| SimTime::ZERO + lead + span(at);
    let mut kubelets: BTreeMap<&str, Foretold> = BTreeMap::new();
    for said in said(recording) {
        let kubelet = kubelets.entry(said.host).or_default();
        kubelet.sync(format!("{}/{}", said.namespace, said.pod), moment(said.at));
        if said.text.starts_with("Back-off restarting") {
            kubelet.back_off(said.uid, moment(said.at - TOLD));
        }
        if FIRST_SAID.contains(&said.reason) {
            kubelet.sandbox(said.uid, moment(said.at - TOLD));
        }
    }
    for (node, uid, at) in repeated(recording) {
        kubelets.entry(node).or_default().retry(uid, moment(at));
    }
    let mut looks = ends_seen(recording);
    for (node, at) in put_away(recording) {
        looks.entry(node).or_default().push(at);
    }
    for (node, times) in looks {
        kubelets.entry(node).or_default().relists(times.into_iter().map(moment).collect());
    }
    for (node, foretold) in kubelets {
        world.foretell_kubelet(node, foretold);
    }
}

pub fn span(seconds: f64) -> Span {
    Span::from_micros((seconds.max(0.0) * 1e6) as u64)
}

/// For each node when it was seen that a container ended by itself, which is when its runtime was looked at.
fn ends_seen(recording: &Recording) -> BTreeMap<&str, Vec<f64>> {
    let mut times: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut ended: BTreeMap<&str, usize> = BTreeMap::new();
    for seen in recording.seen.iter().filter(|seen| seen.resource == "pods") {
        let text = |path: &str| seen.object.pointer(path).and_then(Value::as_str).unwrap_or_default();
        let lists = ["/status/containerStatuses", "/status/initContainerStatuses"]
            .map(|path| seen.object.pointer(path));
        let statuses = lists.into_iter().flatten().filter_map(Value::as_array).flatten();
        let is_over = |status: &&Value| status["state"]["terminated"]["startedAt"].is_string();
        let count = statuses.filter(is_over).count();
        let before = ended.insert(text("/metadata/name"), count).unwrap_or_default();
        if count > before
            && text("/metadata/deletionTimestamp").is_empty()
            && text("/status/phase") == "Running"
        {
            times.entry(text("/spec/nodeName")).or_default().push(seen.at - TOLD);
        }
    }
    times
}

/// Where and when objects of pods went soon after their containers: the look at the runtime between has to be over.
fn put_away(recording: &Recording) -> Vec<(&str, f64)> {
    let mut ended: BTreeMap<&str, f64> = BTreeMap::new();
    let mut looks = Vec::new();
    for seen in recording.seen.iter().filter(|seen| seen.resource == "pods") {
        let text = |path: &str| seen.object.pointer(path).and_then(Value::as_str).unwrap_or_default();
        if !matches!(text("/status/phase"), "Succeeded" | "Failed") {
            continue;
        }
        let first = *ended.entry(text("/metadata/uid")).or_insert(seen.at);
        if seen.verb == "DELETED" && (LEAST_WAIT..=LONGEST_WAIT).contains(&(seen.at - first)) {
            looks.push((text("/spec/nodeName"), seen.at - TOLD));
        }
    }
    looks
}

/// Where and for which pod a start that had failed was tried again at once, and when: as soon as the runtime was looked at.
fn repeated(recording: &Recording) -> Vec<(&str, &str, f64)> {
    let mut failed: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    let mut looks = Vec::new();
    for said in said(recording) {
        let container = (said.uid, said.container);
        if let Some(first) = failed.remove(&container) {
            let soon = said.at - first <= AT_NEXT_LOOK;
            looks.extend(soon.then_some((said.host, said.uid, said.at - TOLD)));
        }
        if said.reason == "Failed" && said.count == 1 && said.text.starts_with("Error: ") {
            failed.insert(container, said.at);
        }
    }
    looks
}
