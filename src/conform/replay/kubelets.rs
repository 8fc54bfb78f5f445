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
/// Seconds from what a controller's turn did not know of to what it wrote.
const SAME_TURN: f64 = 0.05;
/// Seconds that a look takes.
const LOOKS: f64 = 0.001;
/// Seconds an event may be under way when many are.
const LONGEST_TOLD: f64 = 5.0;
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
    fn of(seen: &'a Seen, recording: &Recording) -> Option<Said<'a>> {
        let text = |path: &str| seen.object.pointer(path).and_then(Value::as_str).unwrap_or_default();
        let about_pod = text("/involvedObject/kind") == "Pod" && text("/source/component") == "kubelet";
        (seen.resource == "events" && about_pod).then(|| Said {
            at: made(seen, recording).map_or(seen.at, |made| made + TOLD),
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

    /// The container of a field like `spec.initContainers{name}`.
    fn container_name(&self) -> Option<&'a str> {
        Some(self.container.split_once('{')?.1.trim_end_matches('}'))
    }
}

/// When an event was made, which can be some time before a watch sees it: its name ends in the nanoseconds since 1970.
fn made(seen: &Seen, recording: &Recording) -> Option<f64> {
    let (_, nanos) = seen.object["metadata"]["name"].as_str()?.rsplit_once('.')?;
    let nanos = i64::from_str_radix(nanos, 16).ok().filter(|_| seen.verb == "ADDED")?;
    let start =
        recording.started.checked_mul(1_000_000_000)?.checked_add(recording.started_us as i64 * 1000)?;
    let at = nanos.checked_sub(start)? as f64 / 1e9;
    (seen.at - LONGEST_TOLD..=seen.at).contains(&at).then_some(at)
}

/// What the kubelets' events say, with their times and pods.
fn said(recording: &Recording) -> impl Iterator<Item = Said<'_>> {
    recording.seen.iter().filter_map(|seen| Said::of(seen, recording))
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
        if let Some(container) = said.container_name().filter(|_| said.reason == "Started") {
            kubelet.start(said.uid, container, moment(said.at - TOLD));
        }
        if FIRST_SAID.contains(&said.reason) {
            kubelet.sandbox(said.uid, moment(said.at - TOLD));
        }
    }
    for (node, uid, at) in repeated(recording) {
        kubelets.entry(node).or_default().retry(uid, moment(at));
    }
    let mut looks = ends_seen(recording);
    for (node, at) in put_away(recording, !super::cluster::is_real(recording)) {
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

/// For each node when it was seen that a container ended by itself, which is when its runtime was looked at: it had been
/// seen to run, and was not stopped, after which the pod alone is looked at.
fn ends_seen(recording: &Recording) -> BTreeMap<&str, Vec<f64>> {
    let mut times: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut running: BTreeSet<&str> = BTreeSet::new();
    let mut stopped: BTreeSet<&str> = BTreeSet::new();
    for seen in &recording.seen {
        stopped
            .extend(Said::of(seen, recording).filter(|said| said.reason == "Killing").map(|said| said.uid));
        if seen.resource != "pods" {
            continue;
        }
        let text = |path: &str| seen.object.pointer(path).and_then(Value::as_str).unwrap_or_default();
        let lists = ["/status/containerStatuses", "/status/initContainerStatuses"]
            .map(|path| seen.object.pointer(path));
        let statuses = lists.into_iter().flatten().filter_map(Value::as_array).flatten();
        let mut ended = false;
        for status in statuses {
            let instance = status["containerID"].as_str().unwrap_or_default();
            match status["state"]["running"].is_object() {
                true => _ = running.insert(instance),
                false => ended |= running.remove(instance),
            }
        }
        if ended && text("/metadata/deletionTimestamp").is_empty() && !stopped.contains(text("/metadata/uid"))
        {
            times.entry(text("/spec/nodeName")).or_default().push(seen.at - TOLD);
        }
    }
    times
}

/// Where and when pods were found to be over, at the end of a look at the runtime: those that ended by themselves on a
/// runtime that stops sandboxes in no time, and objects that went soon after their containers.
fn put_away(recording: &Recording, simulated: bool) -> Vec<(&str, f64)> {
    let mut ended: BTreeMap<&str, f64> = BTreeMap::new();
    let mut looks = Vec::new();
    for (place, seen) in recording.seen.iter().enumerate().filter(|(_, seen)| seen.resource == "pods") {
        let text = |path: &str| seen.object.pointer(path).and_then(Value::as_str).unwrap_or_default();
        if !matches!(text("/status/phase"), "Succeeded" | "Failed") {
            continue;
        }
        let node = text("/spec/nodeName");
        let by_itself =
            simulated && seen.verb == "MODIFIED" && text("/metadata/deletionTimestamp").is_empty();
        if by_itself && !ended.contains_key(text("/metadata/uid")) {
            let told = if came_late(&recording.seen[place..]) { 0.0 } else { TOLD };
            looks.push((node, seen.at - told - LOOKS));
        }
        let first = *ended.entry(text("/metadata/uid")).or_insert(seen.at);
        if seen.verb == "DELETED" && (LEAST_WAIT..=LONGEST_WAIT).contains(&(seen.at - first)) {
            looks.push((node, seen.at - TOLD - LOOKS));
        }
    }
    looks
}

/// Whether the Job of the first pod was written just after that pod's end was told, and does not know of it: the end came
/// in the same milliseconds as the controller's turn, and after it.
fn came_late(seen: &[Seen]) -> bool {
    let Some((pod, later)) = seen.split_first() else { return false };
    let owner = &pod.object["metadata"]["ownerReferences"][0]["name"];
    let soon = later.iter().take_while(|next| next.at - pod.at <= SAME_TURN);
    let job =
        soon.into_iter().find(|next| next.resource == "jobs" && next.object["metadata"]["name"] == *owner);
    let knows = |job: &Seen| {
        let lists = job.object["status"]["uncountedTerminatedPods"].as_object();
        let mut ended =
            lists.into_iter().flat_map(|lists| lists.values()).filter_map(Value::as_array).flatten();
        ended.any(|uid| *uid == pod.object["metadata"]["uid"])
    };
    job.is_some_and(|job| !knows(job))
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
