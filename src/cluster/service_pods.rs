//! What the two endpoint controllers share: which pods back which Service, and on which ports.
//!
//! Models staging/src/k8s.io/endpointslice/util and pkg/api/v1/endpoints, v1.36.

use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use super::store::{Change, Key, Store};
use crate::kinds::endpoints::{EndpointPort, ObjectReference};
use crate::kinds::pod::Pod;
use crate::kinds::service::{Service, ServicePort};
use crate::kinds::{Kind, Resource, selector};

/// The number of each port of a Service on one pod; none where no container has a port of that name.
pub type Ports = Vec<Option<i32>>;

/// The label of what belongs to a Service without an address.
pub const HEADLESS: &str = "service.kubernetes.io/headless";

pub fn is_headless(service: &Service) -> bool {
    matches!(service.spec.cluster_ip.as_str(), "" | "None")
}

/// The Services that select the pod, as it was or as it is; none where an endpoint would not see the change.
pub fn services_of_pod(change: &Change, store: &Store) -> Vec<Key> {
    if let (Some(old), Some(new)) =
        (change.old.as_ref().and_then(Pod::of), change.new.as_ref().and_then(Pod::of))
        && seen(old) == seen(new)
        && old.meta.labels == new.meta.labels
    {
        return Vec::new();
    }
    let labels: Vec<_> =
        [&change.old, &change.new].into_iter().flatten().map(|object| &object.meta().labels).collect();
    let selects = |service: &&Arc<Service>| {
        let wanted = &service.spec.selector;
        !wanted.is_empty() && labels.iter().any(|held| selector::matches_all(wanted, held))
    };
    let services = store.list_in::<Service>(&change.key.namespace).filter(selects);
    services.map(|service| Key::new(Kind::Service, &service.meta.namespace, &service.meta.name)).collect()
}

/// What an endpoint shows of a pod.
fn seen(pod: &Pod) -> (bool, bool, bool, &str, &str) {
    (pod.is_ready(), pod.meta.is_terminating(), pod.is_terminal(), &pod.status.pod_ip, &pod.spec.node_name)
}

/// Pods that are selected, have an address and have not finished.
pub fn backing_pods<'a>(service: &'a Service, store: &'a Store) -> impl Iterator<Item = &'a Arc<Pod>> {
    let backs = |pod: &&Arc<Pod>| {
        !pod.status.pod_ip.is_empty()
            && selector::matches_all(&service.spec.selector, &pod.meta.labels)
            && !pod.is_terminal()
    };
    store.list_in::<Pod>(&service.meta.namespace).filter(backs)
}

pub fn resolved_ports(service: &Service, pod: &Pod) -> Ports {
    let number = |port: &ServicePort| match &port.target_port {
        Some(target) => pod.spec.containers.iter().find_map(|container| container.port_number(target)),
        None => Some(port.port),
    };
    service.spec.ports.iter().map(number).collect()
}

/// The ports as endpoints list them; those no container has are left out.
pub fn endpoint_ports(service: &Service, ports: &Ports) -> Vec<EndpointPort> {
    let listed = |(port, number): (&ServicePort, &Option<i32>)| {
        Some(EndpointPort {
            name: Some(port.name.clone()),
            port: Some((*number)?),
            protocol: Some(port.protocol.clone()),
            ..Default::default()
        })
    };
    service.spec.ports.iter().zip(ports).filter_map(listed).collect()
}

pub fn pod_reference(pod: &Pod) -> ObjectReference {
    ObjectReference {
        kind: "Pod".into(),
        name: pod.meta.name.clone(),
        namespace: pod.meta.namespace.clone(),
        uid: pod.meta.uid.clone(),
        ..Default::default()
    }
}

/// Things by the UID of their pod, for reconciles that look up every pod of a large Service: the UIDs are
/// hashed once and compared as numbers.
pub struct ByPod<T>(Vec<(u128, T)>);

impl<T> ByPod<T> {
    pub fn new<'a>(things: impl Iterator<Item = (&'a str, T)>) -> ByPod<T> {
        let mut hashed: Vec<(u128, T)> =
            things.map(|(uid, thing)| (xxh3_128(uid.as_bytes()), thing)).collect();
        hashed.sort_by_key(|(hash, _)| *hash);
        ByPod(hashed)
    }

    pub fn get(&self, uid: &str) -> Option<&T> {
        let hash = xxh3_128(uid.as_bytes());
        let at = self.0.binary_search_by_key(&hash, |(hash, _)| *hash).ok()?;
        self.0.get(at).map(|(_, thing)| thing)
    }

    pub fn get_mut(&mut self, uid: &str) -> Option<&mut T> {
        let hash = xxh3_128(uid.as_bytes());
        let at = self.0.binary_search_by_key(&hash, |(hash, _)| *hash).ok()?;
        self.0.get_mut(at).map(|(_, thing)| thing)
    }

    /// In no order that means anything, but always the same.
    pub fn into_values(self) -> impl Iterator<Item = T> {
        self.0.into_iter().map(|(_, thing)| thing)
    }
}

/// Whether two lists hold the same things, shared ones without a look.
pub fn same_list<T: PartialEq>(a: &[Arc<T>], b: &[Arc<T>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| Arc::ptr_eq(a, b) || a == b)
}
