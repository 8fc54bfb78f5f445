//! A pod worker: when a pod is synced, from the moment its node is known to its end.
//!
//! Models pkg/kubelet/pod_workers.go and the syncs of pkg/kubelet/kubelet.go, v1.36. A pod is first synced
//! (SyncPod), then, when it is deleted or finished, terminated (SyncTerminatingPod: all its containers are
//! stopped), then put away (SyncTerminatedPod). One sync runs at a time. What asks for one - a change in the
//! API, what was seen of the containers, a probe, the queue of pods to look at again - is remembered once
//! while another sync runs. A sync is of the pod as it was when the worker took it up, and waits until the
//! runtime was looked at after the sync before; from phase to phase the worker goes by itself
//! (requeueLastPodUpdate). A sync of a pod that was changed meanwhile only tells its status here.

mod ending;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::admission::Admission;
use super::agent::NodeAgent;
use super::container::{ContainerRun, Stage};
use super::eviction::Eviction;
use super::mounts::Mounts;
use super::pleg::{PodView, Sandbox};
use super::resize::Resize;
use super::resources::Allotment;
use super::static_pods::is_static;
use super::status::{self, Ending};
use super::sync::{Retry, SyncRun};
use super::tmpfs;
use crate::cluster::api::Client;
use crate::cluster::events::Note;
use crate::cluster::process::disk::Storage;
use crate::cluster::store::Key;
use crate::kinds::container::ResourceRequirements;
use crate::kinds::pod::Pod;
use crate::kinds::pod_shapes::Ephemeral;
use crate::kinds::pod_status::PodStatus;
use crate::sim::{Rng, SimTime, Span};

/// syncFrequency, jittered by half of it (workerResyncIntervalJitterFactor).
const RESYNC: Span = Span::from_secs(60);
/// backOffPeriod, jittered by half of it (workerBackOffPeriodJitterFactor).
const BACK_OFF: Span = Span::from_secs(10);
/// Steps of one wake; more means a loop, and the rest waits for the next wake.
const LIMIT_STEPS: usize = 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Life {
    Syncing,
    Terminating,
    Terminated,
    Over,
}

#[derive(Clone, Debug)]
pub struct PodWorker {
    pub key: Key,
    pub uid: String,
    pub node: String,
    pub pod: Arc<Pod>,
    /// Init containers first, then the others, each in the spec's order.
    pub containers: Vec<ContainerRun>,
    pub taken_up: SimTime,
    /// The change that made the worker act.
    pub cause: Option<u64>,
    pub(super) wake_at: Option<SimTime>,
    pub(super) ip: String,
    /// The resources that were granted.
    pub(super) granted: Allotment,
    /// What the pod's own control group is set to.
    pub(super) whole: Option<ResourceRequirements>,
    pub(super) resize: Resize,
    /// Since when the API says that the pod runs.
    pub(super) told_running: Option<SimTime>,
    sandbox: Sandbox,
    /// The number of its pause process on the node.
    pub(super) pause_pid: u32,
    /// When its sandbox, which is being stopped, is.
    sandbox_stops_at: Option<SimTime>,
    /// What was seen of the containers, and when.
    pub(super) view: PodView,
    viewed_at: SimTime,
    relist_at: Option<SimTime>,
    pub(super) mounts: Mounts,
    /// Its volumes in memory, and what they hold.
    pub(super) tmpfs: Vec<String>,
    pub(super) tmpfs_bytes: u64,
    life: Life,
    /// A sync is asked for.
    pending: bool,
    /// One more is, after the one that is asked for.
    again: bool,
    /// The worker has taken up a sync of the pod as it was then, and waits for a look at the runtime.
    waiting: Option<Arc<Pod>>,
    doing: Option<SyncRun>,
    /// Containers are being stopped for good.
    stopping: bool,
    synced_at: Option<SimTime>,
    requeue_at: Option<SimTime>,
    deadline_at: Option<SimTime>,
    /// The kubelet has taken the pod.
    pub(super) admitted: bool,
    /// UIDs of the pods that have yet to be stopped before it is.
    pub(super) gives_way: VecDeque<String>,
    /// Another pod is to be admitted first.
    pub(super) queued: bool,
    /// The object is gone.
    orphaned: bool,
    /// Why it is evicted.
    pub(super) evicted: Option<Eviction>,
    /// Its resources have become free for others of its node.
    pub(super) freed: bool,
    /// The status of a pod that is over, which the API is not told yet.
    pub(super) kept_back: Option<Box<PodStatus>>,
}

impl PodWorker {
    pub fn new(key: Key, pod: &Arc<Pod>, cause: u64, at: SimTime) -> PodWorker {
        let init = pod.spec.init_containers.iter().map(|spec| ContainerRun::new(spec, true));
        let main = pod.spec.containers.iter().map(|spec| ContainerRun::new(spec, false));
        PodWorker {
            key,
            uid: pod.meta.uid.clone(),
            node: pod.spec.node_name.clone(),
            pod: pod.clone(),
            containers: init.chain(main).collect(),
            taken_up: at,
            cause: Some(cause),
            wake_at: None,
            ip: String::new(),
            granted: Allotment::of(&pod.spec),
            whole: pod.spec.resources.clone(),
            resize: Resize::default(),
            told_running: None,
            sandbox: Sandbox::Absent,
            pause_pid: 0,
            sandbox_stops_at: None,
            view: PodView::default(),
            viewed_at: SimTime::ZERO,
            relist_at: None,
            mounts: Mounts::default(),
            tmpfs: Vec::new(),
            tmpfs_bytes: 0,
            life: Life::Syncing,
            pending: true,
            again: false,
            waiting: None,
            doing: None,
            stopping: false,
            synced_at: None,
            requeue_at: None,
            deadline_at: None,
            admitted: false,
            gives_way: VecDeque::new(),
            queued: false,
            orphaned: false,
            evicted: None,
            freed: false,
            kept_back: None,
        }
    }

    /// Takes note of the pod as it is now in the API.
    pub fn see(&mut self, pod: &Arc<Pod>, cause: u64) {
        self.pod = pod.clone();
        self.cause = Some(cause);
        self.pending = true;
        self.take_up_added();
    }

    /// Containers that were added to the running pod to look into it.
    fn take_up_added(&mut self) {
        for Ephemeral(spec) in &self.pod.spec.ephemeral_containers {
            if self.containers.iter().all(|run| run.name != spec.name) {
                self.containers.push(ContainerRun::added(spec));
            }
        }
    }

    /// The machine is off: its containers and sandboxes are gone, and what was being done with them.
    pub(super) fn lose_power(&mut self, now: SimTime) {
        self.containers.iter_mut().for_each(|run| run.lose_power(now));
        if self.sandbox != Sandbox::Absent {
            self.sandbox = Sandbox::Stopped;
        }
        if !self.pod.spec.host_network {
            self.ip.clear();
        }
        (self.doing, self.waiting, self.pending, self.sandbox_stops_at) = (None, None, true, None);
        self.relist_at.get_or_insert(now);
    }

    pub(super) fn on_slow_machine(&mut self, slow: bool) {
        self.containers.iter_mut().for_each(|run| run.on_slow_machine = slow);
    }

    /// The pod's object was taken away.
    pub(super) fn orphan(&mut self) {
        self.orphaned = true;
    }

    pub(super) fn is_orphaned(&self) -> bool {
        self.orphaned
    }

    /// Asks for a sync.
    pub(super) fn ask_for_sync(&mut self) {
        self.pending = true;
    }

    /// The pod has to go; its object stays.
    pub(super) fn evict(&mut self, eviction: Eviction) {
        self.evicted = Some(eviction);
        self.pending = true;
    }

    /// What the pod's own control group is set to, if the pod asks for something as a whole.
    pub fn whole(&self) -> Option<&ResourceRequirements> {
        self.whole.as_ref()
    }

    pub fn pod_ip(&self) -> &str {
        &self.ip
    }

    pub fn is_stopping(&self) -> bool {
        self.life != Life::Syncing
    }

    /// Does everything that is due and says when to be woken again.
    pub fn sync(
        &mut self,
        agent: &mut NodeAgent,
        api: &mut Client<'_>,
        rng: &mut Rng,
        storage: &mut Storage,
        peers: &mut BTreeMap<String, Arc<PodWorker>>,
    ) -> Option<SimTime> {
        let now = api.now();
        self.refresh(api);
        if is_static(&self.pod) && (self.orphaned || self.pod.meta.is_terminating()) {
            let gone = std::mem::take(&mut self.orphaned);
            self.mirror_anew(gone, api);
        }
        let (pod, pod_ip) = (self.pod.clone(), self.ip.clone());
        let mut stage = Stage { api, agent, rng, pod, pod_ip, now, storage, peers };
        if self.orphaned {
            self.kill_pod(Some(Span::ZERO), &mut stage);
            return None;
        }
        self.hasten(&stage);
        for _ in 0..LIMIT_STEPS {
            if !self.turn(&mut stage) {
                break;
            }
        }
        self.next_time(stage.agent)
    }

    fn refresh(&mut self, api: &Client<'_>) {
        if let Some(pod) = api.store().by_key::<Pod>(&self.key).filter(|pod| pod.meta.uid == self.uid) {
            self.pod = pod.clone();
        }
    }

    /// Does one thing that is due; false if nothing is.
    fn turn(&mut self, stage: &mut Stage<'_, '_>) -> bool {
        self.live(stage)
            || self.kill_in_group(stage)
            || self.relist(stage)
            || self.come_due(stage)
            || self.take_up(stage)
            || self.go_on(stage)
            || self.mounts.attempt(stage)
            || self.probe_due(stage)
    }

    /// Lets processes print and end.
    fn live(&mut self, stage: &mut Stage<'_, '_>) -> bool {
        if let Some(at) = self.containers.iter().position(|run| run.goes_on(stage.now)) {
            self.go_on_with(at, stage);
            return true;
        }
        let ended = (0..self.containers.len()).any(|at| self.end_due(at, stage));
        if ended {
            self.changed(stage);
        }
        ended
    }

    /// The runtime changed: the next look will see it.
    pub(super) fn changed(&mut self, stage: &Stage<'_, '_>) {
        self.relist_at.get_or_insert(stage.agent.next_relist(stage.now));
    }

    /// The pod's sandbox was there before the kubelet.
    pub(super) fn find_sandbox(&mut self, ip: String) {
        (self.sandbox, self.ip) = (Sandbox::Ready, ip);
    }

    pub(super) fn set_sandbox(&mut self, sandbox: Sandbox, stage: &Stage<'_, '_>) {
        self.sandbox = sandbox;
        self.changed(stage);
    }

    fn relist(&mut self, stage: &Stage<'_, '_>) -> bool {
        if self.relist_at.is_none_or(|at| at > stage.now) {
            return false;
        }
        let idle = self.doing.is_none() && self.waiting.is_none() && !self.stopping;
        let events = self.look(stage.now);
        // The first is taken up at once, what comes with it asks for one sync more.
        self.again = idle && events > 1;
        events > 0
    }

    /// Looks at the runtime; says how many events that makes.
    pub(super) fn look(&mut self, now: SimTime) -> usize {
        let view = PodView::of(self.sandbox, &self.ip, &self.containers);
        let events = view.events_since(&self.view);
        (self.view, self.viewed_at, self.relist_at) = (view, now, None);
        self.pending |= events > 0;
        events
    }

    /// The queue of pods to look at again, and the deadline of the pod.
    fn come_due(&mut self, stage: &Stage<'_, '_>) -> bool {
        let mut due = false;
        for at in [&mut self.requeue_at, &mut self.deadline_at, &mut self.resize.retry_at] {
            if at.is_some_and(|at| at <= stage.now) {
                *at = None;
                due = true;
            }
        }
        self.pending |= due;
        due
    }

    fn take_up(&mut self, stage: &mut Stage<'_, '_>) -> bool {
        if self.life == Life::Over {
            return std::mem::take(&mut self.pending);
        }
        let cancels = self.pending && self.pod.meta.is_terminating();
        if cancels && self.doing.as_ref().is_some_and(SyncRun::only_mounts) {
            self.doing = None;
            self.synced(stage.now);
        }
        if self.doing.is_some() || self.stopping {
            return false;
        }
        if self.waiting.is_none() && std::mem::take(&mut self.pending) {
            self.waiting = Some(self.pod.clone());
            self.pending = std::mem::take(&mut self.again);
        }
        if self.cache_at(stage.agent) > stage.now {
            return false;
        }
        let Some(pod) = self.waiting.take() else { return false };
        self.begin(&pod, stage);
        true
    }

    /// From when on the cache is newer than the last sync: GetNewerThan.
    fn cache_at(&self, agent: &NodeAgent) -> SimTime {
        let foretold = |at| agent.foretold.retry_of(&self.uid, at);
        if let Some(at) = self.synced_at.and_then(foretold) {
            return at;
        }
        match self.synced_at {
            Some(at) if self.viewed_at > at => SimTime::ZERO,
            Some(at) if self.life == Life::Syncing => agent.next_relist(at),
            // What is left of a pod is known at the end of a look.
            Some(at) => agent.next_relist(at) + agent.relist_takes(),
            None => SimTime::ZERO,
        }
    }

    fn begin(&mut self, taken: &Pod, stage: &mut Stage<'_, '_>) {
        stage.pod = self.pod.clone();
        if self.life == Life::Syncing && taken.meta.generation != self.pod.meta.generation {
            return self.sync_as_it_was(stage);
        }
        if self.life == Life::Syncing && (stage.pod.meta.is_terminating() || self.evicted.is_some()) {
            self.life = Life::Terminating;
            if let Some(eviction) = &self.evicted {
                stage.pod_event(Note::warning(eviction.reason, &eviction.message));
            }
        }
        if self.life == Life::Syncing {
            match self.admit(stage) {
                Admission::Taken => {}
                Admission::Refused => self.life = Life::Over,
                Admission::Waits => return,
            }
        }
        if self.synced_at.is_none() {
            self.tmpfs = tmpfs::disks(self);
        }
        if self.life == Life::Syncing && self.synced_at.is_none() && self.sandbox == Sandbox::Absent {
            self.take_over(stage);
        }
        match self.life {
            Life::Syncing => {
                self.plan_deadline(stage);
                self.take_up_resize(stage);
                self.complete_resize(stage);
                match self.publish(Ending::No, stage) {
                    true => self.advance_life(Life::Terminating, stage),
                    false => self.doing = Some(SyncRun::new()),
                }
            }
            Life::Terminating => {
                // What is set twice in a moment is sent once.
                if !self.has_stopped() {
                    self.publish(Ending::No, stage);
                }
                self.stopping = true;
                self.mounts.stop();
                let evicted = self.evicted.as_ref().and_then(|eviction| eviction.grace_s);
                let grace = evicted.or(stage.pod.meta.deletion_grace_period_seconds);
                let grace = grace.map(|seconds| Span::from_secs(seconds.max(0) as u64));
                self.kill_pod(grace, stage);
            }
            Life::Terminated => self.put_away(stage),
            Life::Over => {}
        }
    }

    /// A sync of a pod that was changed, or deleted, while the worker waited: the pod it was taken up with has what it asks for,
    /// and the change is for the sync after the next look.
    fn sync_as_it_was(&mut self, stage: &mut Stage<'_, '_>) {
        if self.publish(Ending::No, stage) {
            return self.advance_life(Life::Terminating, stage);
        }
        self.synced(stage.now);
        self.pending = true;
    }

    /// Writes the status; true if the pod has come to an end.
    pub(super) fn publish(&mut self, ending: Ending, stage: &mut Stage<'_, '_>) -> bool {
        let over = status::publish(self, ending, stage);
        self.refresh(stage.api);
        if self.pod.status.phase == "Running" {
            self.told_running.get_or_insert(stage.now);
        }
        self.trigger_readiness(stage.now);
        over
    }

    fn advance_life(&mut self, life: Life, stage: &Stage<'_, '_>) {
        self.life = life;
        self.synced(stage.now);
        (self.pending, self.requeue_at) = (true, None);
    }

    /// A sync is over: what was seen before is not newer than it.
    fn synced(&mut self, now: SimTime) {
        self.synced_at = Some(now);
        self.viewed_at = self.viewed_at.min(now);
    }

    fn go_on(&mut self, stage: &mut Stage<'_, '_>) -> bool {
        if self.stopping {
            return self.end_stopping(stage);
        }
        let Some(mut run) = self.doing.take() else { return false };
        let did = self.step(&mut run, stage);
        match PodWorker::is_done(&run) {
            true => self.complete(&run, stage),
            false => self.doing = Some(run),
        }
        did
    }

    fn complete(&mut self, run: &SyncRun, stage: &mut Stage<'_, '_>) {
        let now = stage.now;
        self.synced(now);
        let wait = match run.retry {
            None => RESYNC,
            Some(Retry::Soon) => BACK_OFF,
            Some(Retry::At(at)) => at.since(now).min(RESYNC),
        };
        let most = wait + Span(wait.0 / 2);
        let foretold = stage.agent.foretold_sync(&self.key, now, (now + wait, now + most));
        let draw = now + stage.rng.span_between(wait, most);
        self.requeue_at = Some(foretold.unwrap_or_else(|| stage.agent.next_tick(draw)));
        if run.retry.is_none() && run.acted {
            // What was pending, or else the first event, is taken up at once; other events may ask for one more sync.
            let taken = std::mem::take(&mut self.pending);
            let events = self.look(now + Span::from_micros(1));
            self.waiting = (taken || events > 0).then(|| self.pod.clone());
            self.pending = events > usize::from(!taken) && stage.agent.syncs_twice(&self.uid, taken);
        }
    }

    fn plan_deadline(&mut self, stage: &Stage<'_, '_>) {
        if self.deadline_at.is_none()
            && let Some(at) = status::deadline(self, stage.api)
            && at > stage.now
        {
            self.deadline_at = Some(stage.agent.next_tick(at));
        }
    }

    fn next_time(&self, agent: &NodeAgent) -> Option<SimTime> {
        let processes = self.containers.iter().filter_map(ContainerRun::next_time).min();
        if self.life == Life::Over {
            return processes;
        }
        let idle = self.doing.is_none() && !self.stopping;
        let take_up = (idle && (self.waiting.is_some() || self.pending)).then(|| self.cache_at(agent));
        let step = self.doing.as_ref().and_then(SyncRun::next_time);
        let due = [
            self.relist_at,
            self.requeue_at,
            self.deadline_at,
            self.resize.retry_at,
            self.sandbox_stops_at,
            take_up,
            step,
            processes,
        ];
        due.into_iter()
            .chain([self.mounts.next_time(), self.next_probe(), self.group_full_at()])
            .flatten()
            .min()
    }
}
