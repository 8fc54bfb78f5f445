//! `kubectl drain`: cordons a node and evicts its pods.
//!
//! Models kubectl pkg/cmd/drain and pkg/drain/{drain,filters}.go, v1.36: pods that must not go stop everything before the
//! first eviction; an eviction that a budget forbids is tried again every five seconds.

use serde_json::Value;

use super::Verb;
use crate::cluster::{Key, Propagation, Reason, World};
use crate::kinds::Kind;
use crate::kinds::selection::Selection;
use crate::kubectl::call::flags::{CHANGES, Flag, Flags, SELECTION, switch, value};
use crate::kubectl::call::{Answer, Call, Polled, Started, Wait, targets};
use crate::kubectl::cordoning;
use crate::kubectl::describe::{Cluster, WorldView};
use crate::kubectl::reach::{Reach, controller};
use crate::kubectl::time_out::time_out;
use crate::sim::{SimTime, Span};

const OWN: &[Flag] = &[
    switch("force"),
    switch("ignore-daemonsets"),
    switch("delete-emptydir-data"),
    switch("disable-eviction"),
    value("grace-period"),
    value("timeout"),
    value("pod-selector"),
    value("chunk-size"),
    value("skip-wait-for-delete-timeout"),
];

pub const VERB: Verb = Verb { name: "drain", flags: &[OWN, SELECTION, CHANGES], act };

/// How long a refused eviction rests.
const RETRY: Span = Span::from_secs(5);

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if flags.words.is_empty() && flags.value("selector").is_none() {
        return Err(Answer::failed(
            "error: USAGE: drain NODE [flags]\nSee 'kubectl drain -h' for help and examples",
        ));
    }
    if !flags.words.is_empty() && flags.value("selector").is_some_and(|text| !text.is_empty()) {
        return Err(Answer::failed(
            "error: cannot specify both a node name and a --selector option\nSee 'kubectl drain -h' for help and examples",
        ));
    }
    let found = targets::find(call, flags, &flags.words, Some(Kind::Node))?;
    if found.missing.code != 0 {
        return Err(found.missing);
    }
    let mut answer = Answer::default();
    for key in &found.keys {
        answer.add(cordoning::mark(call, key, true));
    }
    let whole = match flags.value("timeout") {
        Some(text) => time_out(text).map_err(|why| Answer::failed(&why))?,
        None => None,
    };
    let grace = flags.value("grace-period").and_then(|text| text.parse::<i64>().ok());
    let selection = Selection::parse(flags.value("pod-selector").unwrap_or_default(), "");
    let drain = Drain {
        nodes: found.keys.iter().map(|key| key.name.to_string()).collect(),
        rules: Rules {
            force: flags.is_on("force"),
            ignore_daemon_sets: flags.is_on("ignore-daemonsets"),
            delete_local_data: flags.is_on("delete-emptydir-data"),
            evict: !flags.is_on("disable-eviction"),
            grace: grace.filter(|seconds| *seconds >= 0),
            selection: selection.map_err(|why| Answer::failed(&why))?,
        },
        time_out: whole.map(|span| (span, flags.value("timeout").unwrap_or_default().to_owned())),
        node: None,
        failed: Vec::new(),
    };
    Ok(Started::Waiting(answer, Box::new(drain)))
}

#[derive(Clone, Debug)]
struct Rules {
    force: bool,
    ignore_daemon_sets: bool,
    delete_local_data: bool,
    evict: bool,
    grace: Option<i64>,
    selection: Selection,
}

/// One pod on its way out.
#[derive(Clone, Debug)]
struct Leaving {
    key: Key,
    uid: String,
    /// When its eviction is to be tried; none once it was let through.
    try_at: Option<SimTime>,
    /// Whether the time was up when it was to be tried again: that is only seen then.
    late: bool,
}

#[derive(Clone, Debug)]
struct Emptying {
    name: String,
    until: Option<SimTime>,
    pods: Vec<Leaving>,
}

#[derive(Clone, Debug)]
struct Drain {
    /// Still to be drained.
    nodes: Vec<String>,
    rules: Rules,
    time_out: Option<(Span, String)>,
    node: Option<Emptying>,
    /// Nodes that could not be drained, and why, each in one line or several.
    failed: Vec<(String, Vec<String>)>,
}

impl Wait for Drain {
    fn poll(&mut self, world: &mut World) -> Polled {
        let mut said = Answer::default();
        loop {
            let Some(mut node) = self.node.take() else {
                match (self.nodes.is_empty(), self.begin(world, &mut said)) {
                    (true, _) => return Polled::Done(self.finish(said)),
                    (false, ()) => {
                        // What was ignored is said before the first eviction.
                        return Polled::More(said);
                    }
                }
            };
            match node.step(world, &self.rules, self.time_out.as_ref(), &mut said) {
                None => {
                    self.node = Some(node);
                    return Polled::More(said);
                }
                Some(Ok(())) => said.stdout += &format!("node/{} drained\n", node.name),
                Some(Err(why)) => self.fail(node.name, vec![why], &mut said),
            }
            self.nodes.remove(0);
            if self.nodes.is_empty() {
                return Polled::Done(self.finish(said));
            }
        }
    }
}

impl Drain {
    /// Looks at the pods of the next node.
    fn begin(&mut self, world: &World, said: &mut Answer) {
        let Some(name) = self.nodes.first().cloned() else { return };
        let (pods, warnings, refusals) = sorted(world, &name, &self.rules);
        if !refusals.is_empty() {
            self.fail(name, refusals, said);
            self.nodes.remove(0);
            return;
        }
        if !warnings.is_empty() {
            said.add(Answer::warned(&format!("Warning: {}", warnings.join("; "))));
        }
        let now = world.now();
        let until = self.time_out.as_ref().map(|(span, _)| now + *span);
        // Each has a routine of its own, and of those that are begun together the last runs first.
        let mut pods: Vec<Leaving> =
            pods.into_iter().map(|(key, uid)| Leaving { key, uid, try_at: Some(now), late: false }).collect();
        let last = 1.min(pods.len());
        pods.rotate_right(last);
        self.node = Some(Emptying { name, until, pods });
    }

    fn fail(&mut self, name: String, why: Vec<String>, said: &mut Answer) {
        let all = if let [one] = why.as_slice() { one.clone() } else { format!("[{}]", why.join(", ")) };
        said.add(Answer::failed(&format!(
            "error: unable to drain node \"{name}\" due to error: {all}, continuing command..."
        )));
        self.failed.push((name, why));
    }

    fn finish(&mut self, mut said: Answer) -> Answer {
        if !self.failed.is_empty() {
            said.stderr += "There are pending nodes to be drained:\n";
            self.failed.iter().for_each(|(name, _)| said.stderr += &format!(" {name}\n"));
            let why = self.failed.iter().flat_map(|(_, why)| why);
            said.stderr += &why.map(|one| format!("{one}\n")).collect::<String>();
            said.code = 1;
        }
        said
    }
}

/// The pods that are to go, what is said of them, and what forbids to begin.
type Sorted = (Vec<(Key, String)>, Vec<String>, Vec<String>);

const REFUSALS: [&str; 3] = [
    "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)",
    "cannot delete Pods that declare no controller (use --force to override)",
    "cannot delete Pods with local storage (use --delete-emptydir-data to override)",
];
const WARNINGS: [&str; 2] = ["ignoring DaemonSet-managed Pods", "deleting Pods that declare no controller"];

fn sorted(world: &World, node: &str, rules: &Rules) -> Sorted {
    let view = WorldView(world);
    let here = |pod: &Value| pod["spec"]["nodeName"] == node && rules.selection.selects(pod);
    let mut refused: [Vec<String>; 3] = Default::default();
    let mut warned: [Vec<String>; 2] = Default::default();
    let mut leaving = Vec::new();
    for pod in view.list(Kind::Pod, None).iter().filter(|pod| here(pod)) {
        let meta = &pod["metadata"];
        let (place, name) = (meta["namespace"].text(), meta["name"].text());
        let called = format!("{place}/{name}");
        let is_over = matches!(pod["status"]["phase"].text(), "Succeeded" | "Failed");
        let owner = controller(pod);
        if owner.is_some_and(|owner| owner["kind"] == "DaemonSet") && !is_over {
            match rules.ignore_daemon_sets {
                true => warned[0].push(called),
                false => refused[0].push(called),
            }
            continue;
        }
        if meta["annotations"]["kubernetes.io/config.mirror"].is_set() {
            continue;
        }
        let local = pod["spec"]["volumes"].items().iter().any(|volume| volume["emptyDir"].is_object());
        if local && !is_over && !rules.delete_local_data {
            refused[2].push(called);
            continue;
        }
        if owner.is_none() && !is_over {
            match rules.force {
                true => warned[1].push(called),
                false => {
                    refused[1].push(called);
                    continue;
                }
            }
        }
        leaving.push((Key::new(Kind::Pod, place, name), meta["uid"].text().to_owned()));
    }
    (leaving, said(&WARNINGS, &warned), said(&REFUSALS, &refused))
}

/// `what: a, b`, for what there is.
fn said(words: &[&str], pods: &[Vec<String>]) -> Vec<String> {
    let full = words.iter().zip(pods).filter(|(_, pods)| !pods.is_empty());
    full.map(|(words, pods)| format!("{words}: {}", pods.join(", "))).collect()
}

impl Emptying {
    /// Goes as far as it can now; says once the node is empty, or why it will not be.
    fn step(
        &mut self,
        world: &mut World,
        rules: &Rules,
        time_out: Option<&(Span, String)>,
        said: &mut Answer,
    ) -> Option<Result<(), String>> {
        let now = world.now();
        for at in 0..self.pods.len() {
            if let Err(why) = self.pods[at].go(world, rules, self.until, said) {
                return Some(Err(why));
            }
        }
        let store = world.api().store();
        self.pods.retain(|pod| {
            let there = store.object(&pod.key).is_some_and(|object| *object.meta().uid == *pod.uid);
            if !there {
                let word = if rules.evict { "evicted" } else { "deleted" };
                said.stdout += &format!("pod/{} {word}\n", pod.key.name);
            }
            there
        });
        if self.pods.is_empty() {
            return Some(Ok(()));
        }
        let is_over = |pod: &Leaving| {
            pod.late || (pod.try_at.is_none() && self.until.is_some_and(|until| now >= until))
        };
        if !self.pods.iter().all(is_over) {
            return None;
        }
        Some(Err(self.give_up(time_out.map_or("", |(_, text)| text), said)))
    }

    fn give_up(&self, time_out: &str, said: &mut Answer) -> String {
        let why = self.pods.iter().map(|pod| {
            let place = format!("pods/{:?} -n {:?}", &*pod.key.name, &*pod.key.namespace);
            match pod.late {
                true => format!("error when evicting {place}: global timeout reached: {time_out}"),
                false => format!(
                    "error when waiting for pod \"{}\" in namespace \"{}\" to terminate: global timeout reached: {time_out}",
                    pod.key.name, pod.key.namespace
                ),
            }
        });
        let why: Vec<String> = why.collect();
        let all = if let [one] = why.as_slice() { one.clone() } else { format!("[{}]", why.join(", ")) };
        let pods: String = self.pods.iter().map(|pod| format!("pod/{}\n", pod.key.name)).collect();
        said.stderr += &format!(
            "There are pending pods in node \"{}\" when an error occurred: {all}\n{pods}",
            self.name
        );
        all
    }
}

impl Leaving {
    fn go(
        &mut self,
        world: &mut World,
        rules: &Rules,
        until: Option<SimTime>,
        said: &mut Answer,
    ) -> Result<(), String> {
        let now = world.now();
        if self.try_at.is_none_or(|at| at > now) {
            return Ok(());
        }
        let (place, name) = (self.key.namespace.clone(), self.key.name.clone());
        let word = if rules.evict { "evicting pod" } else { "deleting pod" };
        said.stdout += &format!("{word} {place}/{name}\n");
        if until.is_some_and(|until| now >= until) {
            (self.try_at, self.late) = (None, true);
            return Ok(());
        }
        let done = world.act("kubectl", |api| match rules.evict {
            true => api.evict(&place, &name, rules.grace),
            false => api.delete(&self.key, rules.grace, Propagation::Background),
        });
        self.try_at = match done {
            Ok(()) => None,
            Err(status) if status.reason == Reason::NotFound => None,
            Err(status) if status.reason == Reason::TooManyRequests => {
                said.stderr += &format!(
                    "error when evicting pods/{name:?} -n {place:?} (will retry after 5s): {}\n",
                    status.sentence()
                );
                Some(now + RETRY)
            }
            Err(status) => {
                return Err(format!("error when evicting pods/{name:?} -n {place:?}: {}", status.sentence()));
            }
        };
        Ok(())
    }
}
