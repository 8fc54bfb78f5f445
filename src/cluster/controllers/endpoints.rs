//! The Endpoints controller: the old form of the same list, kept beside the slices.
//!
//! Models pkg/controller/endpoint/endpoints_controller.go, v1.36: ready and not-ready addresses in
//! subsets by ports; a terminating pod leaves at once; at most 1000 addresses.

use std::collections::BTreeMap;

use crate::cluster::service_pods::{backing_pods, pod_reference, resolved, services_selecting};
use super::{Controller, Requeue};
use crate::cluster::api::Client;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store};
use crate::kinds::endpoints::{EndpointAddress, EndpointPort, EndpointSubset, Endpoints};
use crate::kinds::service::Service;
use crate::kinds::{Kind, ObjectMeta};

/// maxCapacity
const MAX_ADDRESSES: usize = 1000;

#[derive(Clone, Debug)]
pub struct EndpointsController;

impl Controller for EndpointsController {
    fn name(&self) -> &'static str {
        "endpoint-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::Service => keys.push(change.key.clone()),
            Kind::Pod => keys.extend(services_selecting(change, store)),
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let name = Key::new(Kind::Endpoints, &key.namespace, &key.name);
        let Some(service) = api.store().by_key::<Service>(key).cloned() else {
            api.remove(&name);
            return Ok(Requeue::Done);
        };
        if service.spec.selector.is_empty() || service.spec.kind == "ExternalName" {
            return Ok(Requeue::Done);
        }
        let subsets = subsets(&service, api.store());
        match api.store().by_key::<Endpoints>(&name).cloned() {
            Some(present) if present.subsets == subsets => {}
            Some(present) => api.update(Endpoints { subsets, ..Endpoints::clone(&present) })?,
            None => drop(api.create(new_endpoints(&service, subsets))?),
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

fn new_endpoints(service: &Service, subsets: Vec<EndpointSubset>) -> Endpoints {
    let meta = ObjectMeta {
        name: service.meta.name.clone(),
        namespace: service.meta.namespace.clone(),
        labels: service.meta.labels.clone(),
        ..Default::default()
    };
    Endpoints { meta, subsets, extra: None }
}

fn subsets(service: &Service, store: &Store) -> Vec<EndpointSubset> {
    let mut by_ports: BTreeMap<Vec<(String, i32, String)>, EndpointSubset> = BTreeMap::new();
    let pods = backing_pods(service, store).filter(|pod| !pod.meta.is_terminating());
    for pod in pods.take(MAX_ADDRESSES) {
        let ports: Vec<_> = service.spec.ports.iter().filter_map(|port| resolved(port, pod)).collect();
        let subset = by_ports.entry(ports).or_default();
        let address = EndpointAddress {
            ip: pod.status.pod_ip.clone(),
            node_name: Some(pod.spec.node_name.clone()),
            target_ref: Some(pod_reference(pod)),
            ..Default::default()
        };
        let ready = pod.is_ready() || service.spec.publish_not_ready_addresses;
        if ready { &mut subset.addresses } else { &mut subset.not_ready_addresses }.push(address);
    }
    by_ports.into_iter().map(|(ports, subset)| EndpointSubset { ports: ports.into_iter().map(port).collect(), ..subset }).collect()
}

fn port((name, number, protocol): (String, i32, String)) -> EndpointPort {
    let name = (!name.is_empty()).then_some(name);
    EndpointPort { name, port: Some(number), protocol: Some(protocol), ..Default::default() }
}
