//! `kubectl logs`: what a container printed. kubectl pkg/cmd/logs and pkg/polymorphichelpers/logsforobject.go, v1.36.
//!
//! A pod keeps the lines of the container's present run and of those before it together; `--previous` and
//! `--timestamps` are not simulated.

use serde_json::Value;

use super::Verb;
use crate::cluster::Key;
use crate::cluster::World;
use crate::kinds::Kind;
use crate::kubectl::call::flags::{Flag, Flags, SELECTION, short_switch, short_value, switch, value};
use crate::kubectl::call::{Answer, Call, Polled, Started, Wait, namespace, targets};
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::get;
use crate::kubectl::reach::{Reach, controller};

const OWN: &[Flag] = &[
    short_value("container", 'c'),
    switch("all-containers"),
    short_switch("follow", 'f'),
    short_switch("previous", 'p'),
    value("tail"),
    value("since"),
    value("since-time"),
    switch("timestamps"),
    switch("prefix"),
    switch("ignore-errors"),
    switch("all-pods"),
    value("max-log-requests"),
    value("limit-bytes"),
];

pub const VERB: Verb = Verb { name: "logs", flags: &[OWN, SELECTION], act };

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    for later in ["previous", "since", "since-time", "timestamps"] {
        if flags.is_on(later) {
            return Err(Answer::failed(&format!("error: --{later} is not simulated")));
        }
    }
    let mut answer = Answer::default();
    let pod = pod(call, flags, &mut answer)?;
    let names = containers(&pod, flags, &mut answer)?;
    let tail = flags.value("tail").and_then(|text| text.parse::<usize>().ok());
    let uid = pod["metadata"]["uid"].text().to_owned();
    let mut shown = Vec::new();
    for name in names {
        if let Some(why) = waiting(&pod, &name) {
            answer.add(Answer::failed(&format!("Error from server (BadRequest): {why}")));
            return Err(answer);
        }
        let lines = lines(call.world, &uid, &name);
        let skip = lines.len().saturating_sub(tail.unwrap_or(usize::MAX));
        lines.iter().skip(skip).for_each(|line| answer.stdout += &format!("{line}\n"));
        shown.push((name, lines.len()));
    }
    match flags.is_on("follow") {
        true => Ok(Started::Waiting(answer, Box::new(Following { uid, shown }))),
        false => Ok(Started::Done(answer)),
    }
}

/// The pod that is meant: itself, or the first of an object's pods.
fn pod(call: &Call<'_>, flags: &Flags, answer: &mut Answer) -> Result<Value, Answer> {
    let view = WorldView(call.world);
    let place = namespace(call, flags);
    let Some(first) = flags.words.first() else {
        return Err(Answer::failed(
            "error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required \
             argument for the logs command\nSee 'kubectl logs -h' for help and examples",
        ));
    };
    let (kind, name) = match first.split_once('/') {
        Some((word, name)) => (get::kind(&view, word).map_err(|why| Answer::failed(&why))?, name),
        None => (Kind::Pod, first.as_str()),
    };
    let key = Key::new(kind, place, name);
    let Some(object) = view.get(kind, place, name) else {
        return Err(match kind {
            Kind::Pod => Answer::failed(&format!(
                "error: error from server (NotFound): pods \"{name}\" not found in namespace \"{place}\""
            )),
            _ => targets::missing(&key),
        });
    };
    if kind == Kind::Pod {
        return Ok(object);
    }
    let mut pods = view.list(Kind::Pod, Some(place));
    pods.retain(|pod| belongs(pod, &object, kind));
    // The pods that logs are most likely of: running ones, then the oldest.
    pods.sort_by_key(|pod| {
        let runs = pod["status"]["phase"] != "Running";
        (pod["spec"]["nodeName"].text().is_empty(), runs, pod["metadata"]["name"].text().to_owned())
    });
    let count = pods.len();
    let Some(pod) = pods.into_iter().next() else {
        return Err(Answer::failed("error: timed out waiting for the condition"));
    };
    if count > 1 {
        let name = pod["metadata"]["name"].text();
        answer.add(Answer::warned(&format!("Found {count} pods, using pod/{name}")));
    }
    Ok(pod)
}

fn belongs(pod: &Value, object: &Value, kind: Kind) -> bool {
    let spec = &object["spec"];
    let selector = match kind {
        Kind::Service | Kind::ReplicationController => &spec["selector"],
        _ => &spec["selector"]["matchLabels"],
    };
    match kind {
        Kind::Job => controller(pod).is_some_and(|owner| owner["uid"] == object["metadata"]["uid"]),
        _ => {
            selector.size() > 0
                && selector.entries().all(|(name, value)| pod["metadata"]["labels"][name] == *value)
        }
    }
}

/// The containers to show; which one it is when none was named.
fn containers(pod: &Value, flags: &Flags, answer: &mut Answer) -> Result<Vec<String>, Answer> {
    let names = |list: &str| -> Vec<String> {
        pod["spec"][list].items().iter().map(|one| one["name"].text().to_owned()).collect()
    };
    let (own, init) = (names("containers"), names("initContainers"));
    if flags.is_on("all-containers") {
        return Ok(init.into_iter().chain(own).collect());
    }
    let asked = flags.value("container").or(flags.words.get(1).map(String::as_str));
    if let Some(asked) = asked {
        if !own.iter().chain(&init).any(|name| name == asked) {
            let name = pod["metadata"]["name"].text();
            return Err(Answer::failed(&format!("error: container {asked} is not valid for pod {name}")));
        }
        return Ok(vec![asked.to_owned()]);
    }
    let first = own.first().cloned().unwrap_or_default();
    if own.len() + init.len() > 1 {
        let init = init.iter().map(|name| format!("{name} (init)"));
        let all: Vec<String> = own.into_iter().chain(init).collect();
        answer.add(Answer::warned(&format!("Defaulted container \"{first}\" out of: {}", all.join(", "))));
    }
    Ok(vec![first])
}

/// Why a container has no log yet.
fn waiting(pod: &Value, container: &str) -> Option<String> {
    let name = pod["metadata"]["name"].text();
    let lists = ["initContainerStatuses", "containerStatuses"];
    let mut statuses = lists.iter().flat_map(|list| pod["status"][*list].items());
    let status = statuses.find(|one| one["name"] == container)?;
    let reason = status["state"]["waiting"]["reason"].as_str()?;
    if status["lastState"]["terminated"].is_object() {
        return None;
    }
    let why = match reason {
        "ImagePullBackOff" | "ErrImagePull" => "trying and failing to pull image",
        other => other,
    };
    Some(format!("container \"{container}\" in pod \"{name}\" is waiting to start: {why}"))
}

fn lines(world: &World, uid: &str, container: &str) -> Vec<String> {
    let Some(worker) = world.kubelets().worker(uid) else { return Vec::new() };
    let run = worker.containers.iter().find(|run| *run.name == *container);
    run.map(|run| run.log.iter().map(|line| line.text.clone()).collect()).unwrap_or_default()
}

/// `logs -f`: until the pod is gone.
#[derive(Clone, Debug)]
struct Following {
    uid: String,
    /// How many lines of each container were shown.
    shown: Vec<(String, usize)>,
}

impl Wait for Following {
    fn poll(&mut self, world: &mut World) -> Polled {
        let mut said = Answer::default();
        for (name, shown) in &mut self.shown {
            let lines = lines(world, &self.uid, name);
            lines.iter().skip(*shown).for_each(|line| said.stdout += &format!("{line}\n"));
            *shown = lines.len();
        }
        match world.kubelets().worker(&self.uid).is_some() {
            true => Polled::More(said),
            false => Polled::Done(said),
        }
    }
}
