//! The controllers, one file or folder each, and the loop that runs them.
//!
//! A controller says which keys a change concerns (`watches`) and brings one key nearer to what is
//! wanted (`reconcile`): it reads, computes the difference, and writes. It must be right whatever
//! happened in between, as upstream's are. Controllers do not know of one another.

use super::api::Client;
use super::rate::TokenBucket;
use super::status::Status;
use super::store::{Change, Key, Store};
use super::work_queue::WorkQueue;
use crate::kinds::Kind;
use crate::sim::{SimTime, Span};

mod cluster_role_aggregation;
pub mod cronjob;
mod custom_resource_definition;
pub mod daemonset;
pub mod deployment;
mod disruption;
mod endpoints;
mod endpointslice;
mod endpointslice_mirroring;
mod ephemeral_volume;
mod garbage_collector;
pub mod hpa;
pub mod job;
mod namespace;
mod node_lifecycle;
mod persistent_volume;
mod pod_gc;
mod provisioner;
pub mod replicaset;
mod resource_quota;
mod root_ca_publisher;
mod service_account_tokens;
mod service_accounts;
pub mod statefulset;
mod storage_protection;
pub mod taint_eviction;
mod ttl_after_finished;

/// What a controller wants after a key is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requeue {
    /// Nothing until something changes.
    Done,
    /// Another look after this long.
    After(Span),
}

/// See the module's head.
pub trait Controller: std::fmt::Debug + Boxed {
    /// The name in events and in the change log.
    fn name(&self) -> &'static str;
    /// Adds the keys a change concerns.
    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>);
    /// How long the controller lets a change rest before it looks, so that it sees more changes at once.
    fn delay(&self, _: &Change) -> Span {
        Span::ZERO
    }
    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status>;
}

/// What every controller that can be cloned has, so that worlds can be.
pub trait Boxed {
    fn clone_box(&self) -> Box<dyn Controller>;
    /// For those who know the controller's type and ask it for more.
    fn as_any(&self) -> &dyn std::any::Any;
}

impl<T: Controller + Clone + 'static> Boxed for T {
    fn clone_box(&self) -> Box<dyn Controller> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

impl Clone for Box<dyn Controller> {
    fn clone(&self) -> Self {
        (**self).clone_box()
    }
}

/// Every controller of kube-controller-manager that is simulated.
pub fn all() -> Vec<Box<dyn Controller>> {
    vec![
        Box::new(replicaset::ReplicaSetController),
        Box::new(replicaset::ReplicationControllerController),
        Box::new(deployment::DeploymentController),
        Box::new(daemonset::DaemonSetController::default()),
        Box::new(job::JobController::default()),
        Box::new(ttl_after_finished::TtlAfterFinishedController),
        Box::new(cronjob::CronJobController),
        Box::new(statefulset::StatefulSetController),
        Box::new(endpointslice::EndpointSliceController::default()),
        Box::new(endpoints::EndpointsController::default()),
        Box::new(endpointslice_mirroring::EndpointSliceMirroringController),
        Box::new(disruption::DisruptionController),
        Box::new(hpa::HpaController::default()),
        Box::new(garbage_collector::GarbageCollector),
        Box::new(namespace::NamespaceController),
        Box::new(node_lifecycle::NodeLifecycleController::default()),
        Box::new(taint_eviction::TaintEvictionController::default()),
        Box::new(pod_gc::PodGcController::default()),
        Box::new(resource_quota::ResourceQuotaController),
        Box::new(persistent_volume::PersistentVolumeController),
        Box::new(storage_protection::StorageProtectionController),
        Box::new(provisioner::ProvisionerController),
        Box::new(ephemeral_volume::EphemeralVolumeController),
        Box::new(service_accounts::ServiceAccountsController),
        Box::new(service_account_tokens::ServiceAccountTokensController),
        Box::new(root_ca_publisher::RootCaPublisher),
        Box::new(cluster_role_aggregation::ClusterRoleAggregationController),
        Box::new(custom_resource_definition::CustomResourceDefinitionController),
    ]
}

/// Time a change takes to reach an informer.
pub const WATCH_LATENCY: Span = Span::from_millis(4);
/// Time one reconcile takes, and one write within it.
const RECONCILE_COST: Span = Span::from_millis(1);
pub const WRITE_COST: Span = Span::from_millis(2);
/// --kube-api-qps, --kube-api-burst of kube-controller-manager; each controller has a client of its own.
const QPS: u64 = 20;
const BURST: u64 = 30;
/// Reconciles of one controller within one simulated second before it is held back and reported.
const LIMIT_PER_SECOND: u32 = 20_000;

/// A controller with its queue.
#[derive(Clone, Debug)]
pub struct ControlLoop {
    pub controller: Box<dyn Controller>,
    pub queue: WorkQueue,
    requests: TokenBucket,
    busy_until: SimTime,
    second: u64,
    count: u32,
}

/// One run of a controller for the log of alerts.
#[derive(Clone, Debug, PartialEq)]
pub struct HotLoop {
    pub controller: &'static str,
    pub key: Key,
}

impl ControlLoop {
    pub fn new(controller: Box<dyn Controller>) -> ControlLoop {
        let (queue, busy_until) = (WorkQueue::default(), SimTime::ZERO);
        let requests = TokenBucket::new(QPS, BURST);
        ControlLoop { controller, queue, requests, busy_until, second: 0, count: 0 }
    }

    /// Puts the keys a change concerns on the queue. `written` is how long after the first write of its pass a change was
    /// written: later ones are seen for themselves.
    pub fn observe(&mut self, change: &Change, store: &Store, now: SimTime, written: Span) {
        let mut keys = Vec::new();
        self.controller.watches(change, store, &mut keys);
        let (seen, delay) = (now + written + WATCH_LATENCY, self.controller.delay(change));
        for key in keys {
            match (delay, written) {
                (Span::ZERO, Span::ZERO) => self.queue.add(key, seen, Some(change.version)),
                (Span::ZERO, _) => self.queue.add_again(key, seen, Some(change.version)),
                _ => self.queue.add_after(key, seen + delay, Some(change.version)),
            }
        }
    }

    /// When the loop has something to do.
    pub fn next_time(&self) -> Option<SimTime> {
        self.queue.next_time().map(|at| at.max(self.busy_until).max(self.requests.next_time()))
    }

    /// Works on one key. Reports a loop that does nothing else.
    pub fn run(&mut self, server: &mut super::api::ApiServer, now: SimTime) -> Option<HotLoop> {
        let item = self.queue.pop(now)?;
        let mut client = server.client(self.controller.name(), now, item.cause);
        client.allowance = self.requests.left(now);
        match self.controller.reconcile(&item.key, &mut client) {
            Ok(Requeue::Done) => self.queue.forget(&item.key),
            Ok(Requeue::After(span)) => {
                self.queue.forget(&item.key);
                self.queue.add_after(item.key.clone(), now + span, item.cause);
            }
            Err(_) => {
                let delay = self.queue.back_off(&item.key);
                self.queue.add_after(item.key.clone(), now + delay, item.cause);
            }
        }
        let writes = client.writes;
        self.requests.charge(writes, now);
        self.busy_until = now + RECONCILE_COST + WRITE_COST.times(writes);
        self.hot(now).then(|| HotLoop { controller: self.controller.name(), key: item.key })
    }

    fn hot(&mut self, now: SimTime) -> bool {
        if self.second != now.as_secs() {
            (self.second, self.count) = (now.as_secs(), 0);
        }
        self.count += 1;
        if self.count == LIMIT_PER_SECOND {
            self.busy_until = now + Span::from_secs(10);
        }
        self.count == LIMIT_PER_SECOND
    }
}

/// The key of the controller object of this kind that a pod or ReplicaSet belongs to.
pub(super) fn controller_key(meta: &crate::kinds::ObjectMeta, kind: Kind) -> Option<Key> {
    let owner = meta.controller().filter(|owner| owner.kind == kind.info().kind)?;
    Some(Key::new(kind, &meta.namespace, &owner.name))
}

/// The owner reference a controller puts on what it makes.
pub(super) fn controller_reference(owner: &crate::kinds::Object) -> crate::kinds::OwnerReference {
    let info = owner.kind().info();
    crate::kinds::OwnerReference {
        api_version: info.api_version(),
        kind: info.kind.into(),
        name: owner.meta().name.clone(),
        uid: owner.meta().uid.clone(),
        controller: Some(true),
        block_owner_deletion: Some(true),
        extra: None,
    }
}
