//! What the two endpoint controllers share: which pods back which Service, and on which ports.
//!
//! Models staging/src/k8s.io/endpointslice/util and pkg/api/v1/endpoints, v1.36.

use std::sync::Arc;

use crate::cluster::store::{Change, Key, Store};
use crate::kinds::endpoints::ObjectReference;
use crate::kinds::pod::Pod;
use crate::kinds::service::{Service, ServicePort};
use crate::kinds::{Kind, selector};

/// The Services that select the pod, as it was or as it is.
pub(super) fn services_selecting(change: &Change, store: &Store) -> Vec<Key> {
    let labels: Vec<_> = [&change.old, &change.new].into_iter().flatten().map(|object| &object.meta().labels).collect();
    let selects = |service: &&Arc<Service>| {
        let wanted = &service.spec.selector;
        !wanted.is_empty() && labels.iter().any(|held| selector::matches_all(wanted, held))
    };
    let services = store.list_in::<Service>(&change.key.namespace).filter(selects);
    services.map(|service| Key::new(Kind::Service, &service.meta.namespace, &service.meta.name)).collect()
}

/// Pods that are selected, have an address and have not finished.
pub(super) fn backing_pods<'a>(service: &'a Service, store: &'a Store) -> impl Iterator<Item = &'a Arc<Pod>> {
    let backs = |pod: &&Arc<Pod>| {
        selector::matches_all(&service.spec.selector, &pod.meta.labels)
            && !pod.status.pod_ip.is_empty()
            && !pod.is_terminal()
    };
    store.list_in::<Pod>(&service.meta.namespace).filter(backs)
}

/// The name, number and protocol of a Service's port on a pod; none if the pod has no port of that name.
pub(super) fn resolved(port: &ServicePort, pod: &Pod) -> Option<(String, i32, String)> {
    let number = pod.spec.containers.iter().find_map(|container| container.port_number(&port.target()))?;
    Some((port.name.clone(), number, port.protocol.clone()))
}

pub(super) fn pod_reference(pod: &Pod) -> ObjectReference {
    ObjectReference {
        kind: "Pod".into(),
        name: pod.meta.name.clone(),
        namespace: pod.meta.namespace.clone(),
        uid: pod.meta.uid.clone(),
        ..Default::default()
    }
}
