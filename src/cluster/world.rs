//! The world: all actors of a cluster and the one clock.
//!
//! `advance` takes the earliest thing that is due among the actors, lets it happen, and shows every
//! change it made to every other actor, until the wanted moment or the budget is reached. The order is a
//! function of the seed and of what users did; nothing here depends on how `advance` was sliced.

mod machines;

use std::collections::{BTreeMap, VecDeque};

pub use machines::Machines;

use super::api::{ApiServer, Client};
use super::controllers::{self, ControlLoop};
use super::kubelet::{Foretold, Kubelets, Runtime, Switch};
use super::metrics::{self, PodMetrics, Script};
use super::network::{Answer, Network};
use super::presets::{self, Preset};
use super::process::{Process, Said};
use super::scheduler::Scheduler;
use super::scheduler::config::Config;
use super::status::Status;
use super::store::{Change, Key};
use crate::kinds::pod::Pod;
use crate::kinds::{Kind, Time};
use crate::sim::{Digest, SimTime, Span};

/// 2026-01-15T10:00:00Z: the wall clock when a cluster is made.
pub const EPOCH: Time = Time(1_768_471_200);
/// What a write costs next to an event without one, for those who budget their time: defaulting and validation are
/// most of it.
const EVENTS_PER_WRITE: u64 = 32;
/// Alerts kept.
const LIMIT_ALERTS: usize = 20;

/// See the module's head.
#[derive(Clone, Debug)]
pub struct World {
    now: SimTime,
    api: ApiServer,
    loops: Vec<ControlLoop>,
    scheduler: Scheduler,
    kubelets: Kubelets,
    network: Network,
    next_scrape: SimTime,
    /// What the last scrape read, and what is reported instead of it.
    scraped: BTreeMap<Key, PodMetrics>,
    scripts: Option<Vec<Script>>,
    /// Reports of hot loops, in words.
    alerts: VecDeque<String>,
    digest: Digest,
    events: u64,
    /// What it was made as; none where it was made bare.
    preset: Option<Preset>,
    seed: u64,
    machines: Machines,
}

/// How far `advance` came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Reached,
    OutOfBudget,
}

#[derive(Clone, Copy)]
enum Due {
    Loop(usize),
    Scheduler,
    Kubelets,
    Network,
    Scrape,
}

impl World {
    pub fn new(preset: Preset, seed: u64) -> World {
        let mut world = World::begun(seed, EPOCH, |api| presets::build(preset, api));
        world.preset = Some(preset);
        world
    }

    /// A cluster that no node has joined yet, made at a moment of the wall clock.
    pub fn bare(seed: u64, epoch: Time) -> World {
        World::begun(seed, epoch, presets::build_bare)
    }

    fn begun(seed: u64, epoch: Time, build: impl FnOnce(&mut Client<'_>) -> Result<(), Status>) -> World {
        let mut world = World {
            now: SimTime::ZERO,
            api: ApiServer::new(seed, epoch),
            loops: controllers::all().into_iter().map(ControlLoop::new).collect(),
            scheduler: Scheduler::new(seed),
            kubelets: Kubelets::new(seed),
            network: Network::new(seed),
            next_scrape: SimTime::ZERO + metrics::RESOLUTION,
            scraped: BTreeMap::new(),
            scripts: None,
            alerts: VecDeque::new(),
            digest: Digest::default(),
            events: 0,
            preset: None,
            seed,
            machines: Machines::Running,
        };
        world.api.metrics = Some(Default::default());
        let built = build(&mut world.api.client("kubeadm", SimTime::ZERO, None));
        debug_assert!(built.is_ok(), "a preset is valid: {built:?}");
        world.deliver();
        world
    }

    /// Serves nothing that a cluster does not have before definitions are added to it.
    pub fn without_added_kinds(&mut self) {
        self.api.with_added = false;
    }

    pub fn now(&self) -> SimTime {
        self.now
    }

    /// Events simulated so far.
    pub fn events(&self) -> u64 {
        self.events
    }

    pub fn api(&self) -> &ApiServer {
        &self.api
    }

    pub fn scheduler(&self) -> &Scheduler {
        &self.scheduler
    }

    pub fn kubelets(&self) -> &Kubelets {
        &self.kubelets
    }

    pub fn network(&self) -> &Network {
        &self.network
    }

    pub fn alerts(&self) -> impl Iterator<Item = &String> {
        self.alerts.iter()
    }

    pub fn controller(&self, name: &str) -> Option<&dyn controllers::Controller> {
        self.loops.iter().map(|one| &*one.controller).find(|controller| controller.name() == name)
    }

    /// Equal for equal histories: every change, and the state they led to.
    pub fn digest(&self) -> Digest {
        let mut digest = self.digest;
        for (_, object) in self.api.store().all() {
            digest.add(object.to_value().to_string().as_bytes());
        }
        digest.add_number(self.now.0);
        digest
    }

    /// Simulates up to `to`, at most `budget` events; a write that an event makes counts as several.
    pub fn advance(&mut self, to: SimTime, budget: u64) -> Progress {
        let mut spent = 0;
        while spent < budget {
            let version = self.api.store().version();
            match self.next_due() {
                Some((at, due)) if at <= to => {
                    self.happen(at, due);
                    let writes = self.api.store().version() - version;
                    spent = spent.saturating_add(1 + writes * EVENTS_PER_WRITE);
                }
                _ => {
                    self.now = self.now.max(to);
                    return Progress::Reached;
                }
            }
        }
        Progress::OutOfBudget
    }

    /// When the next event is.
    pub fn next_time(&self) -> Option<SimTime> {
        self.next_due().map(|(at, _)| at)
    }

    fn next_due(&self) -> Option<(SimTime, Due)> {
        if self.machines != Machines::Running {
            return None;
        }
        let loops =
            self.loops.iter().enumerate().filter_map(|(at, one)| Some((one.next_time()?, Due::Loop(at))));
        let others = [
            (self.scheduler.next_time(), Due::Scheduler),
            (self.kubelets.next_time(), Due::Kubelets),
            (self.network.next_time(), Due::Network),
            (Some(self.next_scrape), Due::Scrape),
        ];
        let others = others.into_iter().filter_map(|(at, due)| Some((at?, due)));
        loops.chain(others).min_by_key(|(at, _)| *at)
    }

    fn happen(&mut self, at: SimTime, due: Due) {
        self.now = self.now.max(at);
        self.events += 1;
        let now = self.now;
        match due {
            Due::Loop(at) => {
                if let Some(hot) = self.loops[at].run(&mut self.api, now) {
                    self.alert(format!("{} keeps working on {} and was held back", hot.controller, hot.key));
                }
            }
            Due::Scheduler => self.scheduler.run(&mut self.api, now),
            Due::Kubelets => self.kubelets.run(&mut self.api, now),
            Due::Network => self.network.run(self.api.store(), &mut self.kubelets, now),
            Due::Scrape => {
                self.next_scrape = now + metrics::RESOLUTION;
                let clock = self.api.wall_clock(now);
                self.scraped = metrics::scrape(&mut self.kubelets, now, clock);
                self.report_metrics();
            }
        }
        self.deliver();
    }

    fn report_metrics(&mut self) {
        self.api.metrics = Some(match &self.scripts {
            Some(scripts) => {
                let running = self.kubelets.workers().filter(|worker| worker.runs());
                let running: Vec<Key> = running.map(|worker| worker.key.clone()).collect();
                metrics::scripted(&self.scraped, &running, scripts)
            }
            None => self.scraped.clone(),
        });
    }

    /// From now on the metrics API reports what these say of the pods they speak of.
    pub fn script_metrics(&mut self, scripts: Vec<Script>) {
        self.scripts = Some(scripts);
        self.report_metrics();
    }

    /// Lets the endpoint fail that a pod's probes ask, or heals it.
    pub fn break_endpoint(&mut self, namespace: &str, pod: &str, broken: bool) {
        self.kubelets.break_endpoint(namespace, pod, broken);
    }

    fn alert(&mut self, text: String) {
        self.alerts.push_back(text);
        if self.alerts.len() > LIMIT_ALERTS {
            self.alerts.pop_front();
        }
    }

    /// Lets somebody outside the cluster act through the API now.
    pub fn act<T>(&mut self, actor: &'static str, action: impl FnOnce(&mut Client<'_>) -> T) -> T {
        let result = action(&mut self.api.client(actor, self.now, None));
        self.deliver();
        result
    }

    /// Runs the scheduler with another configuration from now on.
    pub fn configure_scheduler(&mut self, config: Config) {
        self.scheduler.configure(config, &self.api.store, self.now);
    }

    pub fn curl(&mut self, url: &str) -> Answer {
        let moment = (self.now, self.api.wall_clock(self.now));
        self.network.curl(url, self.api.store(), &mut self.kubelets, moment)
    }

    /// Lets a process beside a container's own, by the pod's UID, run as far as it can now.
    pub fn exec(&mut self, uid: &str, container: &str, process: &mut Process) -> Option<Said> {
        self.kubelets.exec(&mut self.api, (uid, container), process, self.now)
    }

    /// A process beside a container's own has ended: what it runs in the background stays with the container.
    pub fn leave_behind(&mut self, uid: &str, container: &str, process: &Process) {
        self.kubelets.leave_behind(uid, container, process, self.now);
    }

    /// A container's first process ends by itself, as who is attached to it told it to.
    pub fn end_main(&mut self, uid: &str, container: &str, code: i32) {
        self.kubelets.end_main(uid, container, code, self.now);
    }

    pub fn set_load(&mut self, name: &str, url: &str, rate: u32) -> Result<(), String> {
        self.network.set_load(name, url, rate, self.now)
    }

    /// Breaks something in a container, or heals it; by the names of its pod and its own.
    pub fn switch(&mut self, pod: &Key, container: &str, switch: (Switch, bool)) -> Result<(), String> {
        let (namespace, name) = (&pod.namespace, &pod.name);
        let stored = self.api.store.get::<Pod>(namespace, name);
        let uid = stored.map(|pod| pod.meta.uid.clone());
        let uid = uid.ok_or_else(|| format!("pods {name:?} not found"))?;
        match self.kubelets.set_switch(&uid, container, switch, self.now) {
            true => Ok(()),
            false => Err(format!("container {container:?} of pod {name:?} is on no node")),
        }
    }

    /// Stops a node's kubelet, or lets it go on.
    pub fn freeze(&mut self, node: &str, frozen: bool) {
        self.kubelets.set_frozen(node, frozen, self.now);
    }

    /// Cuts a node off from the network, or joins it again: its kubelet reaches no API server and nobody its pods.
    pub fn partition(&mut self, node: &str, cut: bool) {
        self.network.set_cut(node, cut);
        self.kubelets.set_cut(node, cut, self.now);
    }

    /// Takes a node's power away, or gives it back: everything on it ends, and its pods are reached no longer.
    pub fn power_off(&mut self, node: &str, off: bool) {
        self.network.set_cut(node, off);
        self.kubelets.set_power(node, off, self.now);
    }

    /// Makes everything on a node slow, or as fast as it was.
    pub fn slow_down(&mut self, node: &str, slow: bool) {
        self.kubelets.set_slow(node, slow);
    }

    /// A worker joins the cluster. Its name.
    pub fn join_node(&mut self) -> Result<String, Status> {
        self.act("kubelet", presets::join)
    }

    /// Puts an image on a node, as if it had been pulled before.
    pub fn preload_image(&mut self, node: &str, image: &str) {
        self.kubelets.preload_image(node, image);
    }

    /// Lets a draw come out as it did elsewhere: the names given under a `generateName`, one after the other.
    pub fn foretell_names(&mut self, generate_name: &str, names: impl IntoIterator<Item = String>) {
        self.api.names_to_come.entry(generate_name.to_owned()).or_default().extend(names);
    }

    /// Lets an object have the UID it had elsewhere: it decides between pods that are equal otherwise.
    pub fn foretell_uid(&mut self, key: Key, uid: String) {
        self.api.uids_to_come.entry(key).or_default().push_back(uid);
    }

    /// Lets pods that are equal otherwise be taken away in the order in which this is called for them.
    pub fn foretell_end(&mut self, pod: Key) {
        let next = self.api.ends_to_come.len();
        self.api.ends_to_come.entry(pod).or_insert(next);
    }

    /// Lets a DaemonSet's nodes get their pods in the order they did elsewhere.
    pub fn foretell_turn(&mut self, set: Key, node: String) {
        self.api.turns_to_come.entry(set).or_default().push_back(node);
    }

    /// Lets the binder of volumes look at every claim at a moment, and a period after it, and so on.
    pub fn foretell_volume_sync(&mut self, at: SimTime) {
        self.api.volume_sync_phase = at.since(SimTime::ZERO);
    }

    /// Lets the node controller look at every node at a moment, and a period after it, and so on.
    pub fn foretell_node_monitor(&mut self, at: SimTime) {
        self.api.node_monitor_phase = at.since(SimTime::ZERO);
    }

    /// Lets a node's reports fall on a moment, and a period after it, and so on.
    pub fn foretell_heartbeat(&mut self, node: &str, at: SimTime) {
        self.kubelets.foretell_heartbeat(node, at);
    }

    /// Lets a tie between nodes come out as it did elsewhere, where the node is among the best for the pod.
    pub fn foretell_node(&mut self, pod: &str, node: &str) {
        self.scheduler.foretell(pod, node);
    }

    /// Lets what was foretold of nodes hold against their scores, which depended on pods that are not here.
    pub fn foretell_against_scores(&mut self) {
        self.scheduler.foretell_against_scores();
    }

    /// From now on every pull takes this long, whatever the image's size.
    pub fn fix_pull_time(&mut self, takes: Span) {
        self.kubelets.fixed_pull = Some(takes);
    }

    /// Lets the nodes' container runtime differ from the usual one.
    pub fn set_runtime(&mut self, runtime: Runtime) {
        self.kubelets.set_runtime(runtime);
    }

    /// Lets pulls of an image fail with an error after a time, whatever the registry would say.
    pub fn fail_pull(&mut self, image: &str, error: &str, takes: Span) {
        self.kubelets.fail_pull(image, error, takes);
    }

    /// Lets what chance decides for a node's kubelet come out as it did elsewhere, where the draw allows it.
    pub fn foretell_kubelet(&mut self, node: &str, foretold: Foretold) {
        self.kubelets.foretell(node, foretold);
    }

    /// Shows what was written to everybody. Writes of one go are made one after the other, each after its answer.
    fn deliver(&mut self) {
        let mut written = Span::ZERO;
        while let Some(change) = self.api.unseen.pop_front() {
            self.note(&change);
            for one in &mut self.loops {
                one.observe(&change, &self.api.store, self.now, written);
            }
            // Events go their own way.
            if change.key.kind != Kind::Event {
                written = written + controllers::WRITE_COST;
            }
            self.scheduler.observe(&change, self.now);
            self.kubelets.observe(&change, self.now);
        }
    }

    fn note(&mut self, change: &Change) {
        self.digest.add_number(change.version);
        self.digest.add_number(change.at.0);
        self.digest.add_number(change.verb as u64);
        self.digest.add(change.key.name.as_bytes());
        self.digest.add(change.actor.as_bytes());
    }
}
