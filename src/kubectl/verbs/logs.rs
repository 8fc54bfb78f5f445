//! `kubectl logs`: what a container printed. kubectl pkg/cmd/logs and pkg/polymorphichelpers/logsforobject.go, and
//! validateContainerLogStatus of pkg/kubelet/kubelet_pods.go, v1.36.

use serde_json::Value;

use super::Verb;
use crate::cluster::Key;
use crate::cluster::World;
use crate::cluster::kubelet::{ContainerRun, LogLine};
use crate::kinds::{Kind, Time};
use crate::kubectl::call::flags::{Flag, Flags, SELECTION, short_switch, short_value, switch, value};
use crate::kubectl::call::{Answer, Call, Polled, Started, Wait, namespace, targets};
use crate::kubectl::containers_of;
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::get;
use crate::kubectl::pods_of::pods_of;
use crate::kubectl::reach::Reach;
use crate::kubectl::time_out::time_out;
use crate::sim::SimTime;

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
    value("pod-running-timeout"),
];

pub const VERB: Verb = Verb { name: "logs", flags: &[OWN, SELECTION], act };

const USAGE: &str = "\nSee 'kubectl logs -h' for help and examples";
/// Lines of each pod where pods are selected by labels.
const SELECTED_TAIL: usize = 10;
const LIMIT_REQUESTS: usize = 5;

/// How lines are shown, and which.
#[derive(Clone, Debug, Default)]
struct Look {
    timestamps: bool,
    prefix: bool,
    tail: Option<usize>,
    /// In microseconds of the cluster's time.
    since: Option<u64>,
    previous: bool,
}

/// One container's log.
#[derive(Clone, Debug)]
struct Stream {
    uid: String,
    pod: String,
    container: String,
    instance: u32,
    /// The instance's id, if the kubelet has removed it: only the newest that has ended is kept.
    gone: Option<String>,
    /// Lines ever printed up to which it was shown.
    shown: u64,
}

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let mut look = look(call, flags)?;
    let mut answer = Answer::default();
    let pods = pods(call, flags, &mut look, &mut answer)?;
    let mut streams = Vec::new();
    for pod in &pods {
        for name in containers(pod, flags, &mut answer)? {
            match stream(pod, &name, look.previous) {
                Ok(stream) => streams.push(stream),
                Err(why) => {
                    answer.add(Answer::failed(&format!("Error from server (BadRequest): {why}")));
                    if !flags.is_on("ignore-errors") {
                        return Err(answer);
                    }
                }
            }
        }
    }
    let follow = flags.is_on("follow");
    let most = flags.value("max-log-requests").and_then(|text| text.parse().ok()).unwrap_or(LIMIT_REQUESTS);
    if follow && streams.len() > most {
        return Err(Answer::failed(&format!(
            "error: you are attempting to follow {} log streams, but maximum allowed concurrency is {most}, use \
             --max-log-requests to increase the limit",
            streams.len()
        )));
    }
    for stream in &mut streams {
        answer.stdout += &stream.show(call.world, &look, look.tail);
    }
    if let Some(limit) = flags.value("limit-bytes").and_then(|text| text.parse().ok()) {
        let end = (0..=answer.stdout.len().min(limit)).rev().find(|at| answer.stdout.is_char_boundary(*at));
        answer.stdout.truncate(end.unwrap_or_default());
    }
    match follow {
        true => Ok(Started::Waiting(answer, Box::new(Following { streams, look }))),
        false => Ok(Started::Done(answer)),
    }
}

fn look(call: &Call<'_>, flags: &Flags) -> Result<Look, Answer> {
    let refuse = |why: &str| Answer::failed(&format!("error: {why}{USAGE}"));
    let parsed = flags.value("since-time").is_none_or(|text| Time::parse(text).is_some());
    if parsed && flags.is_on("since") && flags.is_on("since-time") {
        return Err(Answer::failed("error: at most one of `sinceTime` or `sinceSeconds` may be specified"));
    }
    let now = call.world.now();
    let since = match (flags.value("since"), flags.value("since-time")) {
        (Some(text), _) if parsed => {
            let span = time_out(text)
                .map_err(|why| refuse(&why.replace("--timeout", "--since").replace("error: ", "")))?;
            span.map(|span| now.0.saturating_sub(span.0))
        }
        (_, Some(text)) => {
            let time = Time::parse(text).ok_or_else(|| {
                Answer::failed(&format!(
                    "error: parsing time {text:?} as \"2006-01-02T15:04:05Z07:00\": cannot parse {text:?} as \"2006\""
                ))
            })?;
            Some(
                (time.seconds_since(call.world.api().wall_clock(SimTime::ZERO)).max(0) as u64)
                    .saturating_mul(1_000_000),
            )
        }
        _ => None,
    };
    let tail = match flags.value("tail").map(str::parse::<i64>) {
        Some(Ok(count)) if count < -1 => {
            return Err(Answer::failed("error: --tail must be greater than or equal to -1"));
        }
        Some(Ok(count)) => usize::try_from(count).ok(),
        Some(Err(_)) => {
            let text = flags.value("tail").unwrap_or_default();
            return Err(refuse(&format!(
                "invalid argument \"{text}\" for \"--tail\" flag: strconv.ParseInt: parsing \"{text}\": invalid syntax"
            )));
        }
        None => None,
    };
    Ok(Look {
        timestamps: flags.is_on("timestamps"),
        prefix: flags.is_on("prefix"),
        tail,
        since,
        previous: flags.is_on("previous"),
    })
}

/// The pods that are meant: one by name, the first of an object's, or all that labels select.
fn pods(call: &Call<'_>, flags: &Flags, look: &mut Look, answer: &mut Answer) -> Result<Vec<Value>, Answer> {
    let view = WorldView(call.world);
    let place = namespace(call, flags);
    let selects = flags.value("selector").is_some();
    let Some(first) = flags.words.first().filter(|_| flags.words.len() < 3) else {
        if !selects || flags.words.len() > 2 {
            return Err(Answer::failed(&format!(
                "error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required \
                 argument for the logs command{USAGE}"
            )));
        }
        if flags.value("tail").is_none() {
            look.tail = Some(SELECTED_TAIL);
        }
        let found = targets::find(call, flags, &["pods".to_owned()], None)?;
        let get = |key: &Key| view.get(Kind::Pod, &key.namespace, &key.name);
        let pods: Vec<Value> = found.keys.iter().filter_map(get).collect();
        if pods.is_empty() {
            answer.add(Answer::warned(&format!("No resources found in {place} namespace.")));
        }
        return Ok(pods);
    };
    if selects {
        return Err(Answer::failed(&format!("error: only a selector (-l) or a POD name is allowed{USAGE}")));
    }
    let (kind, name) = match first.split_once('/') {
        Some((word, name)) => (get::kind(&view, word).map_err(|why| Answer::failed(&why))?, name),
        None => (Kind::Pod, first.as_str()),
    };
    let key = Key::new(kind, place, name);
    if kind == Kind::Pod && view.get(kind, place, name).is_none() {
        return Err(Answer::failed(&format!(
            "error: error from server (NotFound): pods \"{name}\" not found in namespace \"{place}\""
        )));
    }
    let mut pods = pods_of(&view, &key)?;
    if flags.is_on("all-pods") {
        look.prefix = true;
        return Ok(pods);
    }
    if pods.len() > 1 {
        let name = pods[0]["metadata"]["name"].text();
        answer.add(Answer::warned(&format!("Found {} pods, using pod/{name}", pods.len())));
    }
    pods.truncate(1);
    Ok(pods)
}

/// The containers to show; which one it is when none was named.
fn containers(pod: &Value, flags: &Flags, answer: &mut Answer) -> Result<Vec<String>, Answer> {
    let asked = flags.value("container").or(flags.words.get(1).map(String::as_str));
    if flags.is_on("all-containers") {
        let lists = ["initContainers", "containers", "ephemeralContainers"];
        return match asked {
            Some(name) => Err(Answer::failed(&format!(
                "error: --all-containers=true should not be specified with container name {name}"
            ))),
            None => Ok(lists.iter().flat_map(|list| containers_of::names(pod, list)).collect()),
        };
    }
    let Some(asked) = asked else { return Ok(vec![containers_of::default(pod, answer)]) };
    if !containers_of::all(pod).iter().any(|name| name == asked) {
        let name = pod["metadata"]["name"].text();
        return Err(Answer::failed(&format!("error: container {asked} is not valid for pod {name}")));
    }
    Ok(vec![asked.to_owned()])
}

/// The instance of a container whose log is meant, or why there is none.
fn stream(pod: &Value, container: &str, previous: bool) -> Result<Stream, String> {
    let name = pod["metadata"]["name"].text();
    if pod["spec"]["nodeName"].text().is_empty() {
        return Err(format!("pod {name} does not have a host assigned"));
    }
    let lists = ["initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"];
    let mut statuses = lists.iter().flat_map(|list| pod["status"][*list].items());
    let status = statuses
        .find(|one| one["name"] == container)
        .ok_or_else(|| format!("container \"{container}\" in pod \"{name}\" is not available"))?;
    let restarts = status["restartCount"].as_u64().unwrap_or_default() as u32;
    let (state, last) = (&status["state"], status["lastState"]["terminated"].is_object());
    let reason = state["waiting"]["reason"].as_str();
    let instance = match (previous, reason) {
        (true, _) if !last => {
            return Err(format!("previous terminated container \"{container}\" in pod \"{name}\" not found"));
        }
        // A container that waits to be started again has its last instance behind it.
        (true, Some(_)) | (false, Some(_)) if last => restarts + 1,
        (true, _) => restarts,
        (false, None) => restarts + 1,
        (false, Some(reason)) => {
            let why = match reason {
                "ErrImagePull" => "image can't be pulled",
                "ImagePullBackOff" => "trying and failing to pull image",
                other => other,
            };
            return Err(format!("container \"{container}\" in pod \"{name}\" is waiting to start: {why}"));
        }
    };
    let removed = previous && state["terminated"].is_object();
    let gone = removed.then(|| status["lastState"]["terminated"]["containerID"].text().to_owned());
    let uid = pod["metadata"]["uid"].text().to_owned();
    Ok(Stream { uid, pod: name.to_owned(), container: container.to_owned(), instance, gone, shown: 0 })
}

impl Stream {
    fn run<'w>(&self, world: &'w World) -> Option<&'w ContainerRun> {
        world.kubelets().worker(&self.uid)?.containers.iter().find(|run| *run.name == *self.container)
    }

    /// The lines that were not shown yet.
    fn show(&mut self, world: &World, look: &Look, tail: Option<usize>) -> String {
        if let Some(id) = self.gone.take() {
            return format!("unable to retrieve container logs for {id}");
        }
        let Some(run) = self.run(world) else { return String::new() };
        let first = run.lines_printed - run.log.len() as u64;
        let new = run.log.iter().skip(self.shown.saturating_sub(first) as usize);
        let wanted: Vec<&LogLine> = new
            .filter(|line| line.instance == self.instance)
            .filter(|line| look.since.is_none_or(|since| line.at.0 >= since))
            .collect();
        let skip = wanted.len().saturating_sub(tail.unwrap_or(usize::MAX));
        let begun = world.api().wall_clock(SimTime::ZERO);
        let text = wanted[skip..].iter().map(|line| self.line(line, look, begun)).collect();
        self.shown = run.lines_printed;
        text
    }

    fn line(&self, line: &LogLine, look: &Look, begun: Time) -> String {
        let prefix = match look.prefix {
            true => format!("[pod/{}/{}] ", self.pod, self.container),
            false => String::new(),
        };
        let micros = line.at.0;
        let time = match look.timestamps {
            true => {
                let time = begun.plus_seconds((micros / 1_000_000) as i64).to_string();
                format!("{}.{:06}000Z ", time.trim_end_matches('Z'), micros % 1_000_000)
            }
            false => String::new(),
        };
        format!("{prefix}{time}{}\n", line.text)
    }

    fn is_over(&self, world: &World) -> bool {
        self.run(world).is_none_or(|run| run.starts != self.instance || run.running_since().is_none())
    }
}

/// `logs -f`: until the containers have ended.
#[derive(Clone, Debug)]
struct Following {
    streams: Vec<Stream>,
    look: Look,
}

impl Wait for Following {
    fn poll(&mut self, world: &mut World) -> Polled {
        let mut said = Answer::default();
        for stream in &mut self.streams {
            said.stdout += &stream.show(world, &self.look, None);
        }
        match self.streams.iter().all(|stream| stream.is_over(world)) {
            true => Polled::Done(said),
            false => Polled::More(said),
        }
    }
}
