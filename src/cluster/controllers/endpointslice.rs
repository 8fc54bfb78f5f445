//! The EndpointSlice controller: which pods stand behind a Service, and whether they take traffic.
//!
//! Models pkg/controller/endpointslice and staging/src/k8s.io/endpointslice, v1.36: a slice for each
//! set of resolved ports, at most 100 endpoints in it; a terminating pod stays as serving until it has
//! stopped. Deviation: endpoints are laid out in name order, so slices are filled evenly and not by
//! least change.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::cluster::service_pods::{backing_pods, pod_reference, resolved, services_selecting};
use super::{Controller, Requeue, controller_reference};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store};
use crate::kinds::endpoints::{Endpoint, EndpointConditions, EndpointPort, EndpointSlice};
use crate::kinds::pod::Pod;
use crate::kinds::service::Service;
use crate::kinds::{Kind, ObjectMeta, Resource};

/// --max-endpoints-per-slice
const MAX_ENDPOINTS: usize = 100;

#[derive(Clone, Debug)]
pub struct EndpointSliceController;

impl Controller for EndpointSliceController {
    fn name(&self) -> &'static str {
        "endpointslice-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::Service => keys.push(change.key.clone()),
            Kind::Pod => services_of_pod(change, store, keys),
            Kind::EndpointSlice => keys.extend(service_of_slice(change)),
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(service) = api.store().by_key::<Service>(key).cloned() else { return Ok(Requeue::Done) };
        if service.spec.selector.is_empty() || service.spec.kind == "ExternalName" {
            return Ok(Requeue::Done);
        }
        let wanted = wanted_slices(&service, api.store());
        let present: Vec<Arc<EndpointSlice>> = api.store().owned_by::<EndpointSlice>(&service.meta.uid).cloned().collect();
        let mut spare = present.iter();
        for (ports, endpoints) in wanted {
            match spare.next() {
                Some(slice) => write(EndpointSlice { ports, endpoints, ..EndpointSlice::clone(slice) }, slice, api)?,
                None => drop(api.create(new_slice(&service, ports, endpoints))?),
            }
        }
        for slice in spare {
            api.delete(&Key::new(Kind::EndpointSlice, &slice.meta.namespace, &slice.meta.name), None, Propagation::Background)?;
        }
        Ok(Requeue::Done)
    }

    fn clone_box(&self) -> Box<dyn Controller> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

fn service_of_slice(change: &Change) -> Option<Key> {
    let own = change.actor == "endpointslice-controller";
    if own { None } else { super::controller_key(change.object().meta(), Kind::Service) }
}

/// Only changes an endpoint can see make its Services look again.
fn services_of_pod(change: &Change, store: &Store, keys: &mut Vec<Key>) {
    if let (Some(old), Some(new)) = (change.old.as_ref().and_then(Pod::of), change.new.as_ref().and_then(Pod::of))
        && seen(old) == seen(new)
        && old.meta.labels == new.meta.labels
    {
        return;
    }
    keys.extend(services_selecting(change, store));
}

fn seen(pod: &Pod) -> (bool, bool, bool, &str, &str) {
    (pod.is_ready(), pod.meta.is_terminating(), pod.is_terminal(), &pod.status.pod_ip, &pod.spec.node_name)
}

type Slices = Vec<(Vec<EndpointPort>, Vec<Endpoint>)>;

fn wanted_slices(service: &Service, store: &Store) -> Slices {
    let mut by_ports: BTreeMap<Vec<(String, i32, String)>, Vec<Endpoint>> = BTreeMap::new();
    for pod in backing_pods(service, store) {
        let ports: Vec<_> = service.spec.ports.iter().filter_map(|port| resolved(port, pod)).collect();
        by_ports.entry(ports).or_default().push(endpoint(service, pod, store));
    }
    let mut slices = Slices::new();
    for (ports, endpoints) in by_ports {
        let ports: Vec<EndpointPort> = ports.into_iter().map(endpoint_port).collect();
        slices.extend(endpoints.chunks(MAX_ENDPOINTS).map(|chunk| (ports.clone(), chunk.to_vec())));
    }
    if slices.is_empty() {
        slices.push((Vec::new(), Vec::new()));
    }
    slices
}

fn endpoint_port((name, number, protocol): (String, i32, String)) -> EndpointPort {
    EndpointPort { name: Some(name), port: Some(number), protocol: Some(protocol), ..Default::default() }
}

fn endpoint(service: &Service, pod: &Pod, store: &Store) -> Endpoint {
    let serving = pod.is_ready();
    let terminating = pod.meta.is_terminating();
    let ready = service.spec.publish_not_ready_addresses || (serving && !terminating);
    let node = store.get::<crate::kinds::node::Node>("", &pod.spec.node_name);
    Endpoint {
        addresses: vec![pod.status.pod_ip.clone()],
        conditions: EndpointConditions { ready: Some(ready), serving: Some(serving), terminating: Some(terminating), extra: None },
        node_name: Some(pod.spec.node_name.clone()),
        target_ref: Some(pod_reference(pod)),
        zone: node.and_then(|node| node.meta.labels.get("topology.kubernetes.io/zone").cloned()),
        ..Default::default()
    }
}

fn new_slice(service: &Service, ports: Vec<EndpointPort>, endpoints: Vec<Endpoint>) -> EndpointSlice {
    let labels = [
        ("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io"),
        ("kubernetes.io/service-name", &service.meta.name),
    ];
    let meta = ObjectMeta {
        generate_name: format!("{}-", service.meta.name),
        namespace: service.meta.namespace.clone(),
        labels: labels.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        owner_references: vec![controller_reference(&service.clone().into_object())],
        ..Default::default()
    };
    EndpointSlice { meta, address_type: "IPv4".into(), endpoints, ports, extra: None }
}

fn write(new: EndpointSlice, old: &EndpointSlice, api: &mut Client<'_>) -> Result<(), Status> {
    if new == *old { Ok(()) } else { api.update(new) }
}
