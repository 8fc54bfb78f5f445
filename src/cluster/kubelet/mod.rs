//! The kubelets: one agent to a node, one worker to a pod.
//!
//! Models pkg/kubelet, v1.36. `worker` says when a pod is synced and `sync` what a sync does, step by step, by
//! what `actions` decides from what `pleg` has seen of the containers; `container` is the runtime's side: what
//! really runs. `status` tells the API server what was seen (`phase`, `conditions`), `prober` asks the probes,
//! `image`, `mounts`, `config` and `hooks` are what a start can fail at, `restart` and `backoff` say whether and
//! when a container starts again, `admission` whether the kubelet takes a pod at all, and `preemption` whom a critical one
//! takes the place of. Workers wake at times they choose themselves; nothing polls. A frozen node's
//! workers do nothing and its lease is not renewed.

mod actions;
mod admission;
mod agent;
mod app;
mod backing;
mod backoff;
mod conditions;
mod config;
mod container;
mod env_files;
mod environment;
mod eviction;
mod foretold;
mod heartbeat;
mod hooks;
mod image;
mod inside;
mod left_behind;
mod machine;
mod memory;
mod mounts;
mod names;
mod node_logs;
mod phase;
mod pid_namespace;
mod pleg;
mod preemption;
mod prober;
mod probes;
mod proc;
mod pull_secrets;
mod resize;
mod resources;
mod restart;
mod security;
mod static_pods;
mod status;
mod switches;
mod sync;
mod termination;
mod tmpfs;
mod traffic;
mod volumes;
mod worker;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use agent::Runtime;
pub use conditions::generate as generate_conditions;
pub use container::{ContainerRun, Ended, LogLine, RunState};
pub use foretold::Foretold;
pub use heartbeat::conditions as healthy_conditions;
pub use phase::phase;
pub use probes::{ProbeKind, ProbeRecord, ProbeRun};
pub use restart::should_restart;
pub use switches::{BURN_MILLI, Switch};
pub use traffic::ConnectError;
pub use worker::PodWorker;

use agent::NodeAgent;
use container::Stage;

use super::api::ApiServer;
use super::controllers::WATCH_LATENCY;
use super::events::Note;
use super::images::{Request, Response};
use super::process::disk::{Storage, normal};
use super::process::{Process, Said};
use super::store::{Change, Verb};
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::{Kind, Time};
use crate::sim::{Queue, Rng, SimTime, Span};

/// nodeLeaseDurationSeconds 40 renewed at a quarter of it
const HEARTBEAT: Span = Span::from_secs(10);
/// client-go tools/cache/reflector.go: the least a reflector waits before it watches again.
const WATCH_RETRY: Span = Span::from_millis(800);

/// How exactly the moment is found in which a node has no memory left.
const EXHAUSTION_STEP: Span = Span::from_millis(1);

#[derive(Clone, Debug)]
pub struct Kubelets {
    agents: BTreeMap<String, NodeAgent>,
    workers: BTreeMap<String, Arc<PodWorker>>,
    wakes: Queue<String>,
    /// When a node has no memory left.
    exhausted_at: Option<SimTime>,
    /// When each node reports next.
    beats: BTreeSet<(SimTime, String)>,
    /// What a pull takes, where it is not to depend on the image.
    pub(super) fixed_pull: Option<Span>,
    runtime: Runtime,
    storage: Storage,
    rng: Rng,
}

impl Kubelets {
    pub fn new(seed: u64) -> Kubelets {
        Kubelets {
            agents: BTreeMap::new(),
            workers: BTreeMap::new(),
            wakes: Queue::default(),
            exhausted_at: None,
            beats: BTreeSet::new(),
            fixed_pull: None,
            runtime: Runtime::default(),
            storage: Storage::default(),
            rng: Rng::new(seed, "kubelet"),
        }
    }

    /// The worker of a pod, by UID.
    pub fn worker(&self, uid: &str) -> Option<&PodWorker> {
        self.workers.get(uid).map(|worker| &**worker)
    }

    pub fn workers(&self) -> impl Iterator<Item = &PodWorker> {
        self.workers.values().map(|worker| &**worker)
    }

    /// A node's CPU in billionths of a core.
    pub fn cpu_nano(&self, node: &str) -> u64 {
        self.agents.get(node).map_or(0, |agent| agent.cpu_milli.saturating_mul(1_000_000))
    }

    /// The files a container sees, the first so many: paths and bytes.
    pub fn files_of(&self, uid: &str, container: &str, most: usize) -> Vec<(String, u64)> {
        let run =
            self.worker(uid).and_then(|worker| worker.containers.iter().find(|run| run.name == container));
        let mounts = run.map(|run| run.mounts.clone()).unwrap_or_default();
        let mut files: Vec<(String, u64)> = mounts
            .iter()
            .flat_map(|mount| {
                let disk = self.storage.get(&mount.disk);
                disk.into_iter()
                    .flat_map(|disk| disk.files_below(&mount.base))
                    .map(|(path, bytes)| (normal("/", &format!("{}/{path}", mount.path)), bytes))
            })
            .collect();
        files.sort();
        files.dedup_by(|one, other| one.0 == other.0);
        files.truncate(most);
        files
    }

    /// Every worker, for those who read counters.
    pub(super) fn workers_mut(&mut self) -> impl Iterator<Item = &mut PodWorker> {
        self.workers.values_mut().map(Arc::make_mut)
    }

    /// The worker of a pod, to send it requests.
    pub(super) fn worker_mut(&mut self, uid: &str) -> Option<&mut PodWorker> {
        self.workers.get_mut(uid).map(Arc::make_mut)
    }

    /// Sends a request to a port of a pod.
    pub(super) fn request(
        &mut self,
        uid: &str,
        port: i32,
        request: &Request<'_>,
        moment: (SimTime, Time),
    ) -> Result<Response, ConnectError> {
        let worker = self.workers.get_mut(uid).map(Arc::make_mut).ok_or(ConnectError::Unreachable)?;
        let answer = worker.request(port, request, &mut self.storage, moment);
        if answer == Err(ConnectError::Closed) {
            self.wake(uid.to_owned(), moment.0 + Span::from_micros(1));
        }
        answer
    }

    /// Pods whose containers were ended by others are looked at.
    fn rouse(&mut self, node: &str, now: SimTime) {
        let roused = self.agents.get_mut(node).map(|agent| std::mem::take(&mut agent.roused));
        let soon = now + Span::from_micros(1);
        roused.into_iter().flatten().for_each(|uid| self.wake(uid, soon));
    }

    /// A container's first process ends by itself.
    pub(super) fn end_main(&mut self, uid: &str, container: &str, code: i32, now: SimTime) {
        let Some(worker) = self.worker_mut(uid) else { return };
        if let Some(run) = worker.containers.iter_mut().find(|run| *run.name == *container) {
            run.end_now(code, now);
        }
        self.wake(uid.to_owned(), now + Span::from_micros(1));
    }

    /// Lets a process beside a container's own run as far as it can now; none if the container does not run.
    pub(super) fn exec(
        &mut self,
        server: &mut ApiServer,
        (uid, container): (&str, &str),
        process: &mut Process,
        now: SimTime,
    ) -> Option<Said> {
        let mut worker = self.workers.remove(uid).map(Arc::unwrap_or_clone)?;
        let said = self.agents.get_mut(&worker.node).and_then(|agent| {
            let stage = Stage {
                api: &mut server.client("kubelet", now, worker.cause),
                agent,
                rng: &mut self.rng,
                pod: worker.pod.clone(),
                pod_ip: worker.ip.clone(),
                now,
                storage: &mut self.storage,
                peers: &mut self.workers,
            };
            worker.exec(container, process, stage)
        });
        let node = worker.node.clone();
        self.workers.insert(uid.to_owned(), Arc::new(worker));
        self.rouse(&node, now);
        // A process that waits is looked at again when it goes on.
        let soon = now + Span::from_micros(1);
        self.wake(uid.to_owned(), process.next_time().map_or(soon, |at| at.max(soon)));
        said
    }

    /// A process beside a container's own has ended: what it runs in the background stays with the container.
    pub(super) fn leave_behind(&mut self, uid: &str, container: &str, process: &Process, now: SimTime) {
        let Some(worker) = self.worker_mut(uid) else { return };
        worker.leave_behind(container, process, now);
        self.wake(uid.to_owned(), now + Span::from_micros(1));
    }

    pub fn is_frozen(&self, node: &str) -> bool {
        self.agents.get(node).is_some_and(|agent| agent.silent_since.is_some())
    }

    /// Stops a node's kubelet, or lets it go on.
    pub fn set_frozen(&mut self, node: &str, frozen: bool, now: SimTime) {
        let Some(agent) = self.agents.get_mut(node).filter(|agent| agent.is_on()) else { return };
        agent.set_frozen(frozen, now);
        self.resume(node, now);
    }

    /// Joins a node to the network again, or cuts it off.
    pub fn set_cut(&mut self, node: &str, cut: bool, now: SimTime) {
        let Some(agent) = self.agents.get_mut(node).filter(|agent| agent.is_on()) else { return };
        if cut {
            agent.set_frozen(true, now)
        } else {
            agent.reconnect()
        }
        self.resume(node, now);
    }

    /// A kubelet that is no longer silent reports at once, and hears of its pods when its watches are there again.
    fn resume(&mut self, node: &str, now: SimTime) {
        if self.agents.get(node).is_some_and(|agent| agent.silent_since.is_none()) {
            self.beat_at(node, now);
            let uids: Vec<String> = self
                .workers
                .values()
                .filter(|worker| worker.node == node)
                .map(|worker| worker.uid.clone())
                .collect();
            uids.into_iter().for_each(|uid| self.wake(uid, now + WATCH_RETRY));
        }
    }

    pub(super) fn break_endpoint(&mut self, namespace: &str, pod: &str, broken: bool) {
        for agent in self.agents.values_mut() {
            match (broken, pod) {
                (true, pod) => drop(agent.broken.insert((namespace.to_owned(), pod.to_owned()))),
                // Every pod of the namespace.
                (false, "*") => agent.broken.retain(|(place, _)| place != namespace),
                (false, pod) => drop(agent.broken.remove(&(namespace.to_owned(), pod.to_owned()))),
            }
        }
    }

    /// Turns a switch of a container; false if there is no such container on a node.
    pub(super) fn set_switch(
        &mut self,
        uid: &str,
        container: &str,
        (switch, on): (Switch, bool),
        now: SimTime,
    ) -> bool {
        let Some(worker) = self.worker_mut(uid) else { return false };
        let Some(run) = worker.containers.iter_mut().find(|run| run.name == container) else { return false };
        run.set_switch(switch, on, now);
        self.wake(uid.to_owned(), now + Span::from_micros(1));
        self.exhausted_at = self.next_exhaustion(now);
        true
    }

    pub(super) fn preload_image(&mut self, node: &str, image: &str) {
        let Some(agent) = self.agents.get_mut(node) else { return };
        let short = image.strip_prefix("docker.io/").unwrap_or(image);
        let short = short.strip_prefix("library/").unwrap_or(short);
        agent.images.extend([image.to_owned(), short.to_owned()]);
    }

    /// Lets pulls of an image fail with an error, after a time, on every node.
    pub(super) fn fail_pull(&mut self, image: &str, error: &str, takes: Span) {
        for agent in self.agents.values_mut() {
            agent.pull_errors.insert(image.to_owned(), (error.to_owned(), takes));
        }
    }

    /// Lets what chance decides for a node's kubelet come out as it did elsewhere.
    pub(super) fn foretell(&mut self, node: &str, foretold: Foretold) {
        if let Some(agent) = self.agents.get_mut(node) {
            agent.foretold = foretold;
        }
    }

    /// Lets a node's reports fall on a moment, and a period after it, and so on.
    pub(super) fn foretell_heartbeat(&mut self, node: &str, at: SimTime) {
        self.beat_at(node, at);
    }

    /// From now on the nodes' runtime is another.
    pub(super) fn set_runtime(&mut self, runtime: Runtime) {
        self.runtime = runtime;
        self.agents.values_mut().for_each(|agent| agent.runtime = runtime);
    }

    pub fn observe(&mut self, change: &Change, now: SimTime) {
        match change.key.kind {
            Kind::Node => self.observe_node(change, now),
            Kind::Pod => self.observe_pod(change, now),
            Kind::PersistentVolume => {
                let nodes: Vec<String> = self.agents.keys().cloned().collect();
                backing::reclaim(change, &nodes, &mut self.storage);
            }
            _ => {}
        }
    }

    /// When a node reports next; not at all once it is gone.
    fn beat_at(&mut self, node: &str, at: SimTime) {
        let Some(agent) = self.agents.get_mut(node) else {
            self.beats.retain(|(_, name)| name != node);
            return;
        };
        self.beats.remove(&(agent.next_beat, node.to_owned()));
        agent.next_beat = at;
        self.beats.insert((at, node.to_owned()));
    }

    fn observe_node(&mut self, change: &Change, now: SimTime) {
        match (change.verb, change.resource::<Node>()) {
            (Verb::Deleted, _) => {
                self.agents.remove(&*change.key.name);
                self.beat_at(&change.key.name, now);
            }
            (_, Some(node)) => {
                let (fixed_pull, runtime) = (self.fixed_pull, self.runtime);
                let rng = &mut self.rng;
                let fresh = || NodeAgent::new(node, rng);
                let is_new = !self.agents.contains_key(&node.meta.name);
                let agent = self.agents.entry(node.meta.name.clone()).or_insert_with(fresh);
                agent.ip = node.internal_ip().to_owned();
                let memory = node.status.capacity.get("memory");
                agent.memory_bytes = memory.map_or(0, |memory| memory.value().max(0) as u64);
                let disk = node.status.capacity.get("ephemeral-storage");
                agent.disk_bytes = disk.map_or(0, |disk| disk.value().max(0) as u64);
                let cpu = node.status.capacity.get("cpu");
                agent.cpu_milli = cpu.map_or(0, |cpu| cpu.milli_value().max(0) as u64);
                (agent.fixed_pull, agent.runtime) = (fixed_pull, runtime);
                if is_new {
                    self.beat_at(&node.meta.name, now);
                }
            }
            _ => {}
        }
    }

    fn observe_pod(&mut self, change: &Change, now: SimTime) {
        let Some(pod) = change.resource::<Pod>() else { return };
        if change.verb == Verb::Deleted {
            if let Some(worker) = self.worker_mut(&pod.meta.uid) {
                worker.orphan();
                self.wake(pod.meta.uid.clone(), now);
            }
            return;
        }
        if change.actor == "kubelet" || !self.agents.contains_key(&pod.spec.node_name) {
            return;
        }
        let at = now + WATCH_LATENCY;
        match self.worker_mut(&pod.meta.uid) {
            Some(worker) => worker.see(pod, change.version),
            None if pod.is_terminal() => return,
            None => {
                let mut worker = PodWorker::new(change.key.clone(), pod, change.version, at);
                worker.on_slow_machine(self.is_slow(&pod.spec.node_name));
                self.workers.insert(pod.meta.uid.clone(), Arc::new(worker));
            }
        }
        self.wake(pod.meta.uid.clone(), at);
    }

    /// Looks again at pods of a node that wait for others to leave or shrink: at resizes that were deferred, too.
    fn retry_waiting(&mut self, node: &str, now: SimTime) {
        let waits = |worker: &&Arc<PodWorker>| {
            worker.node == node && (worker.resize.is_deferred() || worker.waits_for_room())
        };
        let uids: Vec<String> = self.workers.values().filter(waits).map(|one| one.uid.clone()).collect();
        for uid in uids {
            if let Some(worker) = self.worker_mut(&uid) {
                worker.ask_for_sync();
            }
            self.wake(uid, now + Span::from_micros(1));
        }
    }

    fn wake(&mut self, uid: String, at: SimTime) {
        let Some(worker) = self.worker_mut(&uid) else { return };
        if worker.wake_at.is_none_or(|earlier| at < earlier) {
            worker.wake_at = Some(at);
            self.wakes.push(at, uid);
        }
    }

    pub fn next_time(&self) -> Option<SimTime> {
        let heartbeat = self.beats.first().map(|(at, _)| *at);
        self.wakes.next_time().into_iter().chain(heartbeat).chain(self.exhausted_at).min()
    }

    /// The look at a node's memory and its pods' disks: the eviction manager's.
    fn keep_house(&mut self, node: &str, server: &mut ApiServer, now: SimTime) {
        let agent = self.agents.get_mut(node).filter(|agent| agent.silent_since.is_none());
        let api = &mut server.client("kubelet", now, None);
        let found = agent.and_then(|agent| eviction::look(agent, &self.workers, &self.storage, api));
        if let Some((uid, eviction)) = found {
            if let Some(worker) = self.worker_mut(&uid) {
                worker.evict(eviction);
            }
            self.wake(uid, now + Span::from_micros(1));
        }
        self.exhausted_at = self.next_exhaustion(now);
    }

    /// When a node will have no memory left, if before the next look.
    fn next_exhaustion(&self, now: SimTime) -> Option<SimTime> {
        let grows = |agent: &&NodeAgent| {
            self.workers.values().any(|worker| worker.node == agent.name && worker.grows())
        };
        let times = self.agents.values().filter(grows).filter_map(|agent| {
            let full = |at| eviction::victim(agent, &self.workers, at).is_some();
            let (mut below, mut above) = (0, HEARTBEAT.0);
            if !full(now + HEARTBEAT) {
                return None;
            }
            while above - below > EXHAUSTION_STEP.0 {
                let middle = below + (above - below) / 2;
                match full(now + Span(middle)) {
                    true => above = middle,
                    false => below = middle,
                }
            }
            Some(now + Span(above))
        });
        times.min()
    }

    /// The kernel kills one process on each node that has no memory left.
    fn kill_for_memory(&mut self, server: &mut ApiServer, now: SimTime) {
        let agents = self.agents.values();
        let victims: Vec<_> = agents
            .filter_map(|agent| Some((agent.name.clone(), eviction::victim(agent, &self.workers, now)?)))
            .collect();
        for (node, (uid, at)) in victims {
            let Some(worker) = self.worker_mut(&uid) else { continue };
            let program = worker.containers[at].program();
            worker.containers[at].kill_for_memory(now);
            self.wake(uid, now + Span::from_micros(1));
            let api = &mut server.client("kubelet", now, None);
            if let Some(node) = api.store().get::<Node>("", &node).cloned() {
                let text = format!("System OOM encountered, victim process: {program}, pid: 1");
                api.event(&*node, Note::warning("SystemOOM", &text));
            }
        }
        self.exhausted_at = self.next_exhaustion(now);
    }

    pub fn run(&mut self, server: &mut ApiServer, now: SimTime) {
        if let Some((_, node)) = self.beats.first().filter(|(at, _)| *at <= now).cloned() {
            self.beat_at(&node, now + HEARTBEAT);
            if self.agents.get_mut(&node).is_some_and(NodeAgent::boot) {
                self.resume(&node, now);
            }
            self.keep_house(&node, server, now);
            if let Some(agent) = self.agents.get_mut(&node) {
                agent.heartbeat(&mut server.client("kubelet", now, None));
            }
            return;
        }
        if self.exhausted_at.is_some_and(|at| at <= now) {
            self.kill_for_memory(server, now);
            return;
        }
        let Some((at, uid)) = self.wakes.pop() else { return };
        if self.workers.get(&uid).is_none_or(|worker| worker.wake_at != Some(at)) {
            return;
        }
        let Some(mut worker) = self.workers.remove(&uid).map(Arc::unwrap_or_clone) else { return };
        worker.wake_at = None;
        let next = match self.agents.get_mut(&worker.node).filter(|agent| agent.silent_since.is_none()) {
            Some(agent) => {
                let api = &mut server.client("kubelet", now, worker.cause);
                worker.sync(agent, api, &mut self.rng, &mut self.storage, &mut self.workers)
            }
            None => None,
        };
        if std::mem::take(&mut worker.freed) || worker.is_orphaned() {
            self.retry_waiting(&worker.node, now);
        }
        if worker.is_orphaned() {
            volumes::forget(&uid, &mut self.storage);
            return;
        }
        let (grows, node) = (worker.grows(), worker.node.clone());
        // A mirror pod that was made anew has another UID.
        let uid = worker.uid.clone();
        self.workers.insert(uid.clone(), Arc::new(worker));
        self.rouse(&node, now);
        if grows {
            self.exhausted_at = self.next_exhaustion(now);
        }
        if let Some(next) = next {
            self.wake(uid, next.max(now + Span::from_micros(1)));
        }
    }
}
