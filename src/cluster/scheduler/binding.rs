//! Pods that have their node but wait for what must be there before they are bound: the binding cycle.
//!
//! Models schedule_one.go bindingCycle with PreBind of VolumeBinding (binder.go BindPodVolumes), v1.36: what has to be
//! written is written, then it is looked every second whether it has come. Such a pod counts on its node already.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::framework::Cycle;
use super::node_info::NodeInfo;
use super::profile::Profile;
use crate::cluster::store::Key;
use crate::kinds::Object;
use crate::kinds::pod::Pod;
use crate::sim::{SimTime, Span};

/// binder.go BindPodVolumes polls with this interval, first after one.
const POLL: Span = Span::from_secs(1);
/// bindTimeoutSeconds of VolumeBindingArgs
const TIMEOUT: Span = Span::from_secs(600);
/// What the cycle ends with when the time is up.
pub const TIMED_OUT: &str =
    "running PreBind plugin \"VolumeBinding\": binding volumes: context deadline exceeded";

/// A pod between its node and its binding.
#[derive(Clone, Debug)]
pub struct Binding {
    /// As it will be: with its node.
    pub pod: Arc<Pod>,
    due: SimTime,
    until: SimTime,
}

impl Binding {
    pub fn new(pod: &Arc<Pod>, node: &str, now: SimTime) -> Binding {
        let mut placed = pod.clone();
        Arc::make_mut(&mut Arc::make_mut(&mut placed).spec).node_name = node.to_owned();
        Binding { pod: placed, due: now + POLL, until: now + TIMEOUT }
    }

    pub fn is_late(&self, now: SimTime) -> bool {
        now >= self.until
    }

    /// Looks again a second later.
    pub fn later(mut self) -> Binding {
        self.due += POLL;
        self
    }
}

/// See the module's head.
#[derive(Clone, Debug, Default)]
pub struct Bindings(BTreeMap<Key, Binding>);

impl Bindings {
    pub fn next_time(&self) -> Option<SimTime> {
        self.0.values().map(|one| one.due).min()
    }

    pub fn holds(&self, key: &Key) -> bool {
        self.0.contains_key(key)
    }

    pub fn insert(&mut self, key: Key, binding: Binding) {
        self.0.insert(key, binding);
    }

    pub fn remove(&mut self, key: &Key) -> Option<Binding> {
        self.0.remove(key)
    }

    /// One that is to be looked at.
    pub fn pop(&mut self, now: SimTime) -> Option<(Key, Binding)> {
        let due = self.0.iter().filter(|(_, one)| one.due <= now).min_by_key(|(_, one)| one.due);
        let key = due?.0.clone();
        self.0.remove_entry(&key)
    }
}

/// What a profile's plugins want written before a pod is bound to a node; none if nothing is to be waited for.
pub fn writes(cycle: &Cycle<'_>, profile: &Profile, node: &NodeInfo) -> Option<Vec<Object>> {
    let plugins = || profile.pre_filters().map(|(plugin, _)| plugin);
    let objects: Vec<Object> = plugins().flat_map(|plugin| plugin.pre_bind(cycle, node)).collect();
    let waits = plugins().any(|plugin| !plugin.is_ready_to_bind(cycle.pod(), cycle.store));
    waits.then_some(objects)
}
