//! What every plugin sees of one pod's cycle.

use std::sync::Arc;

use crate::cluster::scheduler::cache::Cache;
use crate::cluster::scheduler::pod_info::PodInfo;
use crate::cluster::scheduler::resources::Resources;
use crate::cluster::store::Store;
use crate::kinds::namespace::Namespace;
use crate::kinds::pod::Pod;
use crate::kinds::{Labels, Time};

/// See the module's head.
pub struct Cycle<'a> {
    pub info: PodInfo,
    pub cache: &'a Cache,
    pub store: &'a Store,
    pub now: Time,
    /// Labels of the pod's namespace.
    pub namespace_labels: Labels,
}

impl<'a> Cycle<'a> {
    pub fn new(pod: &Arc<Pod>, cache: &'a Cache, store: &'a Store, now: Time) -> Cycle<'a> {
        let namespace = store.get::<Namespace>("", &pod.meta.namespace);
        let namespace_labels = namespace.map(|namespace| namespace.meta.labels.clone()).unwrap_or_default();
        Cycle { info: PodInfo::new(pod), cache, store, now, namespace_labels }
    }

    pub fn pod(&self) -> &Pod {
        &self.info.pod
    }

    pub fn request(&self) -> &Resources {
        &self.info.facts.request
    }
}
