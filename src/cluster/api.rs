//! The API server: the only door to the store.
//!
//! Models apiserver pkg/registry/generic and the strategies in pkg/registry/*, v1.36: defaulting,
//! admission, validation, generation, graceful deletion, finalizers and conflicts, in that order.
//! Actors hold a `Client`, which carries their name and the change that made them act, so that every
//! write in the log says who and why. Spec and status are written by different calls, as upstream's
//! subresources do. A write that changes nothing makes no version.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use serde_json::Value;

use super::addresses::Addresses;
use super::events::EventRecorder;
use super::metrics::PodMetrics;
use super::status::{Reason, Status};
use super::store::{Change, Key, Store, WriteNote};
use super::subresources::refuse_unserved;
use super::{admission, metrics, warnings, writes};
use crate::kinds::limit_range::LimitRange;
use crate::kinds::pod::Pod;
use crate::kinds::{Kind, Object, Resource, Time, Verbs, defaults, managed, strategy, validation};
use crate::sim::{Rng, SimTime, Span};

/// Objects the store takes before it refuses more; etcd's own quota is by bytes (2 GiB).
pub const LIMIT_OBJECTS: usize = 50_000;

/// See the module's head.
#[derive(Clone, Debug)]
pub struct ApiServer {
    pub(super) store: Store,
    pub(super) addresses: Addresses,
    pub(super) recorder: EventRecorder,
    /// What metrics.k8s.io serves; none while metrics-server is not installed.
    pub(super) metrics: Option<BTreeMap<Key, PodMetrics>>,
    /// When each node's kubelet last renewed its lease.
    pub(super) leases: BTreeMap<String, SimTime>,
    /// Changes the watchers have not seen yet.
    pub(super) unseen: VecDeque<Change>,
    epoch: Time,
    uids: Rng,
    names: Rng,
    /// Names to give out before any is drawn, by `generateName`.
    pub(super) names_to_come: BTreeMap<String, VecDeque<String>>,
    /// UIDs to give out before any is drawn.
    pub(super) uids_to_come: BTreeMap<Key, VecDeque<String>>,
    /// The nodes that get a pod of a DaemonSet, in their order, where upstream goes through them in none.
    pub(super) turns_to_come: BTreeMap<Key, VecDeque<String>>,
    /// Pods in the order in which they are taken away, where upstream's order is that of a map.
    pub(super) ends_to_come: BTreeMap<Key, usize>,
    /// When in its period the binder of volumes looks at every claim.
    pub(super) volume_sync_phase: Span,
    /// When in its period the node controller looks at every node.
    pub(super) node_monitor_phase: Span,
    /// Names of the volumes that admission adds.
    volumes: Rng,
    /// Whether the kinds that are not Kubernetes' own are served.
    pub(super) with_added: bool,
}

impl ApiServer {
    pub fn new(seed: u64, epoch: Time) -> ApiServer {
        ApiServer {
            store: Store::default(),
            addresses: Addresses::default(),
            recorder: EventRecorder::default(),
            metrics: None,
            leases: BTreeMap::new(),
            unseen: VecDeque::new(),
            epoch,
            uids: Rng::new(seed, "uids"),
            names: Rng::new(seed, "names"),
            names_to_come: BTreeMap::new(),
            uids_to_come: BTreeMap::new(),
            turns_to_come: BTreeMap::new(),
            ends_to_come: BTreeMap::new(),
            volume_sync_phase: Span::ZERO,
            node_monitor_phase: Span::ZERO,
            volumes: Rng::new(seed, "volumes"),
            with_added: true,
        }
    }

    /// Takes everything away that is stored, and what is remembered of it.
    pub(super) fn forget_everything(&mut self, now: SimTime) {
        let keys: Vec<Key> = self.store.all().map(|(key, _)| key.clone()).collect();
        let note = WriteNote { at: now, actor: "minikube", cause: None };
        let taken: Vec<Change> = keys.iter().filter_map(|key| self.store.take(key, note)).collect();
        self.unseen.extend(taken);
        (self.addresses, self.recorder) = (Addresses::default(), EventRecorder::default());
        self.leases.clear();
        self.metrics = Some(BTreeMap::new());
    }

    /// Whether a kind is there to be asked for.
    pub fn serves(&self, kind: Kind) -> bool {
        match kind {
            Kind::NodeMetrics | Kind::PodMetrics => self.metrics.is_some(),
            Kind::Custom(_) => true,
            kind => self.with_added || !kind.is_added(),
        }
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn pod_metrics(&self) -> Option<&BTreeMap<Key, PodMetrics>> {
        self.metrics.as_ref()
    }

    /// When a node's kubelet last renewed its lease.
    pub fn lease(&self, node: &str) -> Option<SimTime> {
        self.leases.get(node).copied()
    }

    /// The wall-clock time of a moment.
    pub fn wall_clock(&self, at: SimTime) -> Time {
        self.epoch.plus_seconds(at.as_secs() as i64)
    }

    pub fn client(&mut self, actor: &'static str, now: SimTime, cause: Option<u64>) -> Client<'_> {
        Client {
            server: self,
            actor,
            now,
            cause,
            allowance: u64::MAX,
            writes: 0,
            warnings: Vec::new(),
            manager: None,
        }
    }
}

/// How dependents fare when their owner is deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Propagation {
    #[default]
    Background,
    Foreground,
    Orphan,
}

/// One actor's access to the API at one moment.
pub struct Client<'a> {
    pub(super) server: &'a mut ApiServer,
    actor: &'static str,
    now: SimTime,
    cause: Option<u64>,
    /// Writes the client's rate limit allows now.
    pub(super) allowance: u64,
    /// Writes made, events not counted.
    pub(super) writes: u64,
    /// What the server warned of in its answers.
    pub warnings: Vec<String>,
    /// Who the fields it writes belong to in `metadata.managedFields`; for objects that have managers
    /// the actor's program where this is none.
    pub manager: Option<&'static str>,
}

impl Client<'_> {
    /// Writes that may still be made at this moment; a controller with more to write comes back for them.
    pub fn allowance(&self) -> u64 {
        self.allowance.saturating_sub(self.writes)
    }

    pub fn store(&self) -> &Store {
        &self.server.store
    }

    pub fn now(&self) -> SimTime {
        self.now
    }

    pub fn wall_clock(&self) -> Time {
        self.server.wall_clock(self.now)
    }

    /// The nodes that are to get a pod of a DaemonSet, in their order, if that is known.
    pub fn turns(&self, set: &Key) -> Vec<String> {
        self.server.turns_to_come.get(set).into_iter().flatten().cloned().collect()
    }

    /// Puts pods that are equal otherwise into the order in which they are to be taken away, if that is known.
    pub fn order_ends(&self, pods: &mut [Arc<Pod>]) {
        let ends = &self.server.ends_to_come;
        if !ends.is_empty() {
            let key = |pod: &Pod| Key::new(Kind::Pod, &pod.meta.namespace, &pod.meta.name);
            pods.sort_by_key(|pod| ends.get(&key(pod)).copied().unwrap_or(usize::MAX));
        }
    }

    /// A node has had its turn.
    pub fn take_turn(&mut self, set: &Key, node: &str) {
        let Some(turns) = self.server.turns_to_come.get_mut(set) else { return };
        if let Some(at) = turns.iter().position(|turn| turn == node) {
            turns.remove(at);
        }
    }

    /// When in its period the binder of volumes looks at every claim.
    pub fn volume_sync_phase(&self) -> Span {
        self.server.volume_sync_phase
    }

    /// When in its period the node controller looks at every node.
    pub fn node_monitor_phase(&self) -> Span {
        self.server.node_monitor_phase
    }

    /// How long it is to the second that is so many after the current one.
    pub fn until(&self, seconds: i64) -> Span {
        let seconds = u64::try_from(seconds).unwrap_or_default();
        SimTime::from_secs(self.now.as_secs().saturating_add(seconds)).since(self.now)
    }

    pub fn actor(&self) -> &'static str {
        self.actor
    }

    pub fn pod_metrics(&self) -> Option<&BTreeMap<Key, PodMetrics>> {
        self.server.metrics.as_ref()
    }

    /// An object, stored or computed for the asking.
    pub fn get(&self, key: &Key) -> Option<Object> {
        match key.kind.verbs() {
            Verbs::Read => metrics::served::get(self.server, key, self.now),
            _ => self.store().object(key).cloned(),
        }
    }

    pub fn lease(&self, node: &str) -> Option<SimTime> {
        self.server.leases.get(node).copied()
    }

    pub fn renew_lease(&mut self, node: &str) {
        self.server.leases.insert(node.to_owned(), self.now);
    }

    pub fn create<T: Resource>(&mut self, resource: T) -> Result<Arc<T>, Status> {
        let object = self.create_object(resource.into_object())?;
        T::of(&object).cloned().ok_or_else(|| Status::new(Reason::BadRequest, "kind changed on create"))
    }

    /// Defaults, admits, validates and stores a new object.
    pub fn create_object(&mut self, mut object: Object) -> Result<Object, Status> {
        let kind = object.kind();
        if kind.verbs() != Verbs::All {
            return self.create_unstored(object);
        }
        self.name(&mut object)?;
        defaults::set_defaults(&mut object);
        let key = Key::of(&object);
        self.warnings.extend(warnings::of(&object, None));
        let sent = self.manager.is_some().then(|| object.clone());
        admission::mutate(&self.server.store, &mut object, &mut self.server.volumes)?;
        let store = &self.server.store;
        if store.object(&key).is_some() {
            self.refuse_invalid_new(&object)?;
            return Err(Status::already_exists(kind, &key.name));
        }
        if store.len() >= LIMIT_OBJECTS {
            let limit = format!("the simulated cluster holds at most {LIMIT_OBJECTS} objects");
            return Err(Status::forbidden(kind, &key.name, &limit));
        }
        if let Kind::Custom(added) = kind
            && super::custom_kinds::is_terminating(store, added)
        {
            let why = "create not allowed while custom resource definition is terminating";
            return Err(Status::new(Reason::MethodNotAllowed, why));
        }
        let drawn = self.server.uids.uuid();
        let come = self.server.uids_to_come.get_mut(&key).and_then(VecDeque::pop_front);
        object.meta_mut().uid = come.unwrap_or(drawn);
        let mut object = self.refuse_invalid_new(&object)?;
        self.warnings.extend(admission::validate(&self.server.store, &object, None)?);
        self.server.addresses.allocate(&mut object)?;
        object.meta_mut().creation_timestamp = Some(self.wall_clock());
        if let (Some(manager), Some(sent)) = (self.manager, sent) {
            let mut value = object.to_value();
            managed::track_create(kind, sent.to_value(), &mut value, manager, self.wall_clock());
            object = kind.read(&value);
        }
        Ok(self.put(object))
    }

    /// The new object as its kind wants it, if it is valid; that comes before whether its name is taken.
    fn refuse_invalid_new(&self, object: &Object) -> Result<Object, Status> {
        let (kind, mut value) = (object.kind(), object.to_value());
        strategy::prepare_create(kind, &mut value);
        let object = kind.read(&value);
        if !self.is_from_template(&object) {
            refuse_invalid(kind, &object.meta().name, validation::validate(kind, &value))?;
        }
        Ok(object)
    }

    /// Whether this is a pod that a controller made from its template: that was validated already, and
    /// only a LimitRange could have changed it since.
    fn is_from_template(&self, object: &Object) -> bool {
        let Object::Pod(pod) = object else { return false };
        let limited = || self.store().list_in::<LimitRange>(&pod.meta.namespace).next().is_some();
        self.manager.is_none() && pod.meta.controller().is_some() && !limited()
    }

    fn name(&mut self, object: &mut Object) -> Result<(), Status> {
        let kind = object.kind();
        let suffix = self.server.names.clone().name_suffix(5);
        let meta = object.meta_mut();
        if kind.info().namespaced && meta.namespace.is_empty() {
            meta.namespace = "default".into();
        }
        if meta.name.is_empty() && !meta.generate_name.is_empty() {
            self.server.names.name_suffix(5);
            let come = self.server.names_to_come.get_mut(&meta.generate_name).and_then(VecDeque::pop_front);
            let kept: String = meta.generate_name.chars().take(58).collect();
            meta.name = come.unwrap_or_else(|| format!("{kept}{suffix}"));
        }
        Ok(())
    }

    /// Replaces everything but the status. A `resourceVersion` other than 0 must be the current one.
    pub fn update<T: Resource>(&mut self, resource: T) -> Result<(), Status> {
        self.update_object(resource.into_object()).map(drop)
    }

    pub fn update_object(&mut self, object: Object) -> Result<Object, Status> {
        self.write_object(object, Tracking::Update)
    }

    fn write_object(&mut self, mut object: Object, tracking: Tracking) -> Result<Object, Status> {
        let (kind, stored) = (object.kind(), self.current(&object)?);
        let old = stored.to_value();
        defaults::set_defaults(&mut object);
        self.warnings.extend(warnings::of(&object, Some(&stored)));
        let server = &mut *self.server;
        admission::mutate_update(&server.store, &mut object, &stored, &mut server.volumes)?;
        object.meta_mut().resource_version = stored.meta().resource_version;
        let mut value = object.to_value();
        strategy::keep_allocated(kind, &mut value, &old);
        strategy::prepare_update(kind, &mut value, &old);
        let name = &stored.meta().name;
        refuse_invalid(kind, name, validation::validate_update(kind, &value, &old))?;
        let mut object = kind.read(&value);
        self.warnings.extend(admission::validate(&self.server.store, &object, Some(&stored))?);
        self.server.addresses.reallocate(&stored, &mut object)?;
        let managed = !old["metadata"]["managedFields"].is_null();
        if tracking == Tracking::Update && (managed || self.manager.is_some()) {
            let manager = self.manager.unwrap_or(program_of(self.actor));
            let mut value = object.to_value();
            managed::track_update(kind, Some(&old), &mut value, manager, self.wall_clock());
            object = kind.read(&value);
        }
        self.finish_write(object, stored)
    }

    /// Server-side apply: what `config` names becomes the manager's, or is refused where it is another's.
    pub fn apply(&mut self, key: &Key, config: &Value, manager: &str, force: bool) -> Result<Object, Status> {
        let (kind, now) = (key.kind, self.wall_clock());
        refuse_unserved(kind)?;
        let live = self.store().object(key).map(Object::to_value);
        let application = managed::Application { config, manager, force, now };
        let applied = managed::apply(kind, live.as_ref(), &application)
            .map_err(|conflicts| Status::new(Reason::Conflict, managed::conflict_message(&conflicts)))?;
        match live {
            Some(_) => self.write_object(kind.read(&applied), Tracking::Done),
            None => self.create_object(kind.read(&applied)),
        }
    }

    /// Moves what managers of an annotation hold by ordinary writes to `manager`, as if it had applied it.
    pub fn upgrade_managers(&mut self, key: &Key, annotation: &str, manager: &str) -> Result<bool, Status> {
        let Some(stored) = self.store().object(key).cloned() else { return Ok(false) };
        let mut value = stored.to_value();
        let moved = managed::upgrade(key.kind, &mut value, annotation, manager);
        if moved {
            self.finish_write(key.kind.read(&value), stored)?;
        }
        Ok(moved)
    }

    /// Replaces the status only.
    pub fn update_status<T: Resource>(&mut self, resource: T) -> Result<(), Status> {
        let mut object = resource.into_object();
        let stored = self.current(&object)?;
        writes::keep_all_but_status(&mut object, &stored);
        self.finish_write(object, stored).map(drop)
    }

    pub(super) fn current(&self, object: &Object) -> Result<Object, Status> {
        let key = Key::of(object);
        refuse_unserved(key.kind)?;
        let stored = self.store().object(&key).ok_or_else(|| Status::not_found(key.kind, &key.name))?;
        let based_on = object.meta().resource_version;
        if based_on.0 != 0 && based_on != stored.meta().resource_version {
            return Err(Status::conflict(key.kind, &key.name));
        }
        Ok(stored.clone())
    }

    /// Writes, unless nothing changed; an object that is terminating and free of finalizers goes.
    pub(super) fn finish_write(&mut self, mut object: Object, stored: Object) -> Result<Object, Status> {
        object.meta_mut().resource_version = stored.meta().resource_version;
        let meta = object.meta();
        let free = meta.finalizers.is_empty() && meta.deletion_grace_period_seconds.unwrap_or(0) == 0;
        if meta.is_terminating() && free && !stored.meta().finalizers.is_empty() {
            self.remove(&Key::of(&object));
            return Ok(object);
        }
        if object == stored {
            return Ok(stored);
        }
        Ok(self.put(object))
    }

    /// Deletes with a grace period (pods) and finalizers; `grace_seconds` 0 deletes at once.
    pub fn delete(
        &mut self,
        key: &Key,
        grace_seconds: Option<i64>,
        propagation: Propagation,
    ) -> Result<(), Status> {
        refuse_unserved(key.kind)?;
        let stored = self.store().object(key).ok_or_else(|| Status::not_found(key.kind, &key.name))?;
        let mut object = stored.clone();
        let grace = writes::grace_seconds(&object, grace_seconds);
        writes::add_finalizers(&mut object, propagation);
        if grace == 0 && object.meta().finalizers.is_empty() && key.kind != Kind::Namespace {
            self.remove(key);
            return Ok(());
        }
        let deadline = self.wall_clock().plus_seconds(grace);
        writes::mark_terminating(&mut object, deadline, grace);
        if object != *self.store().object(key).expect("seen above") {
            self.put(object);
        }
        Ok(())
    }

    /// Takes an object out of the store whatever it holds; the end of every deletion.
    pub fn remove(&mut self, key: &Key) {
        let note = self.note();
        self.writes += 1;
        if let Some(change) = self.server.store.take(key, note) {
            self.server.addresses.release(change.object());
            self.server.unseen.push_back(change);
        }
    }

    pub(super) fn put(&mut self, object: Object) -> Object {
        let note = self.note();
        self.writes += u64::from(object.kind() != Kind::Event);
        let change = self.server.store.put(object, note);
        let object = change.object().clone();
        self.server.unseen.push_back(change);
        object
    }

    fn note(&self) -> WriteNote {
        WriteNote { at: self.now, actor: self.actor, cause: self.cause }
    }
}

/// Whether the managers of an object are still to be noted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tracking {
    Update,
    Done,
}

/// The program an actor is part of: how managedFields names it.
fn program_of(actor: &str) -> &'static str {
    match actor {
        "default-scheduler" | "kube-scheduler" => "kube-scheduler",
        "kubelet" => "kubelet",
        "user" | "kubectl" => "kubectl",
        _ => "kube-controller-manager",
    }
}

pub(super) fn refuse_invalid(
    kind: Kind,
    name: &str,
    causes: Vec<validation::FieldError>,
) -> Result<(), Status> {
    if causes.is_empty() {
        return Ok(());
    }
    Err(Status::invalid(kind, name, causes))
}
