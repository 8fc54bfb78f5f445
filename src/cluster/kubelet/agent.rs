//! A node's agent: its lease, its images, the addresses it gives to pods, and the beat of its loops.
//!
//! Models pkg/kubelet/kubelet.go (syncLoop's ticker), pkg/kubelet/pleg (the beat of its looks) and
//! pkg/kubelet/nodelease, v1.36.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::foretold::{Foretold, next_beat};
use super::heartbeat::Returning;
use super::image::registry_error;
use super::machine::Power;
use super::pleg::{RELIST, RELIST_TAKES, SIMULATED_RELIST_TAKES};
use crate::cluster::store::Key;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::sim::{Rng, SimTime, Span};

/// The ticker of syncLoop, by which pods that are due again are found.
const TICK: Span = Span::from_secs(1);
/// What is said of a sync is said so soon after it.
const OWN: Span = Span::from_millis(50);

/// The numbers that processes of containers have on their node, and how far each container's are apart.
pub const FIRST_PID: u32 = 2000;
pub const PIDS_APART: u32 = 1000;
/// kernel.pid_max on 64 bits
const LAST_PID: u32 = 4_194_304;

/// Where the runtime of a cluster that is replayed differs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Runtime {
    /// How long a process takes to start, on a runtime that is simulated: it runs whatever it is given.
    pub simulated: Option<fn(&Pod) -> Span>,
    /// What servers print at their start, where it does not depend on the image.
    pub start_log: Option<&'static [&'static str]>,
    /// Its control groups are of version 1.
    pub old_groups: bool,
}

#[derive(Clone, Debug)]
pub struct NodeAgent {
    pub name: String,
    pub ip: String,
    pub(super) next_beat: SimTime,
    pub(super) power: Power,
    pub(super) slow: bool,
    /// What it last said of its being cordoned.
    pub(super) unschedulable: bool,
    /// How often the machine was started.
    pub(super) boots: u64,
    /// Since when the kubelet is silent, if it is.
    pub silent_since: Option<SimTime>,
    /// What keeps the next report from saying what is the case.
    pub(super) returning: Returning,
    /// The machine's sizes.
    pub memory_bytes: u64,
    pub cpu_milli: u64,
    pub disk_bytes: u64,
    /// When it was last seen to be short of something, by condition.
    pub pressure_seen: BTreeMap<&'static str, SimTime>,
    /// Images pulled to this node.
    pub images: BTreeSet<String>,
    /// Those of them that were pulled with credentials.
    pub private_images: BTreeSet<String>,
    /// What a pull takes, where it is not to depend on the image.
    pub fixed_pull: Option<Span>,
    /// Pods, by namespace and name, whose endpoint fails when a probe asks it.
    pub broken: BTreeSet<(String, String)>,
    /// Where its runtime differs from the usual one.
    pub runtime: Runtime,
    /// Errors of pulls and what they take, where they are not to be the registry's of `images`.
    pub pull_errors: BTreeMap<String, (String, Span)>,
    /// What chance decided elsewhere.
    pub foretold: Foretold,
    /// Pods whose containers ended by a request of another pod.
    pub roused: Vec<String>,
    /// When in each second the runtime is looked at, and when pods that are due.
    relist_phase: Span,
    tick_phase: Span,
    /// When the last pull of the queue ends, and of which image each is.
    pulls: VecDeque<(SimTime, String)>,
    /// The first three numbers of its pods' addresses.
    prefix: String,
    next_host: u32,
    next_pid: u32,
}

impl NodeAgent {
    pub fn new(node: &Node, rng: &mut Rng) -> NodeAgent {
        let cidr = if node.spec.pod_cidr.is_empty() { "10.244.0.0/24" } else { &node.spec.pod_cidr };
        let prefix = cidr.rsplit_once('.').map_or("10.244.0", |(prefix, _)| prefix).to_owned();
        NodeAgent {
            name: node.meta.name.clone(),
            ip: node.internal_ip().to_owned(),
            next_beat: SimTime::ZERO,
            power: Power::On,
            slow: false,
            unschedulable: node.spec.unschedulable,
            boots: 0,
            silent_since: None,
            returning: Returning::No,
            memory_bytes: 0,
            cpu_milli: 0,
            disk_bytes: 0,
            pressure_seen: BTreeMap::new(),
            images: BTreeSet::new(),
            private_images: BTreeSet::new(),
            fixed_pull: None,
            broken: BTreeSet::new(),
            runtime: Runtime::default(),
            pull_errors: BTreeMap::new(),
            foretold: Foretold::default(),
            roused: Vec::new(),
            relist_phase: rng.span_between(Span::ZERO, RELIST),
            tick_phase: rng.span_between(Span::ZERO, TICK),
            pulls: VecDeque::new(),
            prefix,
            next_host: 2,
            next_pid: FIRST_PID,
        }
    }

    /// When the runtime is looked at next.
    pub fn next_relist(&self, after: SimTime) -> SimTime {
        self.foretold.relist_after(after, self.relist_phase, RELIST + self.relist_takes())
    }

    /// What a look at the runtime takes.
    pub fn relist_takes(&self) -> Span {
        if self.runtime.simulated.is_some() { SIMULATED_RELIST_TAKES } else { RELIST_TAKES }
    }

    /// When pods that are due at a moment are found to be.
    pub fn next_tick(&self, from: SimTime) -> SimTime {
        next_beat(from, self.tick_phase, TICK)
    }

    /// When a pod was looked at again elsewhere, if that is a draw that may come here too.
    pub fn foretold_sync(
        &self,
        pod: &Key,
        ended: SimTime,
        (least, most): (SimTime, SimTime),
    ) -> Option<SimTime> {
        // What was said in the sync that has ended is not the next one's, and so soon after it only the ticker decides.
        let foretold = self.foretold.sync_of(pod, ended + OWN, (least, most), TICK);
        foretold.filter(|_| least.since(ended) >= OWN)
    }

    /// Whether two events of one look made two syncs of a pod. In recordings those of a pod that has started never did with
    /// real processes, and did where three kubelets share a program, unless a sync had been asked for before.
    pub fn syncs_twice(&self, uid: &str, asked: bool) -> bool {
        self.foretold.syncs_twice(uid).unwrap_or(!asked && self.runtime.simulated.is_some())
    }

    /// Why an image cannot be pulled, if it cannot.
    pub fn pull_error(&self, image: &str) -> Option<String> {
        let known = self.pull_errors.get(image).map(|(error, _)| error.clone());
        known.or_else(|| registry_error(image))
    }

    /// The next address for a pod; after 254 the range starts over, by when the first are long free.
    pub fn allocate_ip(&mut self) -> String {
        let host = self.next_host;
        self.next_host = if host >= 254 { 2 } else { host + 1 };
        format!("{}.{host}", self.prefix)
    }

    /// Numbers for the processes of a container or a sandbox; at the end they start over.
    pub fn allocate_pids(&mut self) -> u32 {
        let first = self.next_pid;
        self.next_pid = if first + 2 * PIDS_APART > LAST_PID { FIRST_PID } else { first + PIDS_APART };
        first
    }

    /// Whether a pull of the image is under way or in the queue.
    pub fn is_pulling(&self, image: &str, now: SimTime) -> bool {
        self.pulls.iter().any(|(done, pulled)| *done > now && pulled == image)
    }

    /// Puts a pull at the end of the queue and says when it begins.
    pub fn queue_pull(&mut self, image: &str, now: SimTime, takes: Span) -> SimTime {
        self.pulls.retain(|(done, _)| *done > now);
        let begins = self.pulls.back().map_or(now, |(done, _)| *done);
        self.pulls.push_back((begins + takes, image.to_owned()));
        begins
    }
}
