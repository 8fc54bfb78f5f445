//! The Endpoints controller: the old form of the same list, kept beside the slices.
//!
//! Models pkg/controller/endpoint/endpoints_controller.go, v1.36: ready and not-ready addresses in
//! subsets by ports; a terminating pod leaves at once; at most 1000 addresses.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Controller, Requeue};
use crate::cluster::api::Client;
use crate::cluster::service_pods::{
    ByPod, HEADLESS, Ports, backing_pods, endpoint_ports, is_headless, pod_reference, resolved_ports,
    same_list, services_of_pod,
};
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store};
use crate::cluster::trigger_times::{self, TriggerTimes};
use crate::kinds::endpoints::{EndpointAddress, EndpointPort, EndpointSubset, Endpoints};
use crate::kinds::pod::Pod;
use crate::kinds::service::Service;
use crate::kinds::{Kind, Labels, ObjectMeta};

/// maxCapacity
const MAX_ADDRESSES: usize = 1000;

/// The label of the Endpoints this controller writes.
const MANAGED_BY: (&str, &str) = ("endpoints.kubernetes.io/managed-by", "endpoint-controller");

#[derive(Clone, Debug, Default)]
pub struct EndpointsController {
    times: TriggerTimes,
}

impl Controller for EndpointsController {
    fn name(&self) -> &'static str {
        "endpoint-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::Service => keys.push(change.key.clone()),
            Kind::Pod => keys.extend(services_of_pod(change, store)),
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let name = Key::new(Kind::Endpoints, &key.namespace, &key.name);
        let Some(service) = api.store().by_key::<Service>(key).cloned() else {
            self.times.forget(key);
            api.remove(&name);
            return Ok(Requeue::Done);
        };
        if service.spec.selector.is_empty() || service.spec.kind == "ExternalName" {
            return Ok(Requeue::Done);
        }
        let present = api.store().by_key::<Endpoints>(&name).cloned();
        let subsets = subsets(&service, api.store(), present.as_deref());
        let since = self.times.next(key, &service, backing_pods(&service, api.store()));
        match present {
            Some(present)
                if same_subsets(&present.subsets, &subsets) && present.meta.labels == labels(&service) => {}
            Some(present) => {
                let mut meta = present.meta.clone();
                meta.labels = labels(&service);
                trigger_times::annotate(&mut meta.annotations, since);
                api.update(Endpoints { meta, subsets, ..Endpoints::clone(&present) })?;
            }
            None => {
                let mut endpoints = new_endpoints(&service, subsets);
                trigger_times::annotate(&mut endpoints.meta.annotations, since);
                api.create(endpoints)?;
            }
        }
        Ok(Requeue::Done)
    }
}

fn labels(service: &Service) -> Labels {
    let mut labels = service.meta.labels.clone();
    labels.insert(MANAGED_BY.0.into(), MANAGED_BY.1.into());
    if is_headless(service) {
        labels.insert(HEADLESS.into(), String::new());
    }
    labels
}

fn new_endpoints(service: &Service, subsets: Vec<EndpointSubset>) -> Endpoints {
    let meta = ObjectMeta {
        name: service.meta.name.clone(),
        namespace: service.meta.namespace.clone(),
        labels: labels(service),
        ..Default::default()
    };
    Endpoints { meta, subsets, extra: None }
}

fn same_subsets(a: &[EndpointSubset], b: &[EndpointSubset]) -> bool {
    let same = |(a, b): (&EndpointSubset, &EndpointSubset)| {
        a.ports == b.ports
            && same_list(&a.addresses, &b.addresses)
            && same_list(&a.not_ready_addresses, &b.not_ready_addresses)
    };
    a.len() == b.len() && a.iter().zip(b).all(same)
}

/// Addresses that are there already are shared, not made again.
fn subsets(service: &Service, store: &Store, present: Option<&Endpoints>) -> Vec<EndpointSubset> {
    let known = known_addresses(present);
    let mut by_ports: BTreeMap<Ports, EndpointSubset> = BTreeMap::new();
    let pods = backing_pods(service, store).filter(|pod| !pod.meta.is_terminating());
    for pod in pods.take(MAX_ADDRESSES) {
        let subset = by_ports.entry(resolved_ports(service, pod)).or_default();
        let address = known.get(&pod.meta.uid).filter(|known| known.ip == pod.status.pod_ip);
        let address = address.map_or_else(|| Arc::new(address_of(pod)), |known| Arc::clone(known));
        let ready = pod.is_ready() || service.spec.publish_not_ready_addresses;
        if ready { &mut subset.addresses } else { &mut subset.not_ready_addresses }.push(address);
    }
    let with_ports = |(ports, subset): (Ports, EndpointSubset)| EndpointSubset {
        ports: ports_of(service, &ports),
        ..subset
    };
    by_ports.into_iter().map(with_ports).collect()
}

fn known_addresses(present: Option<&Endpoints>) -> ByPod<&Arc<EndpointAddress>> {
    let subsets = present.into_iter().flat_map(|present| &present.subsets);
    let addresses = subsets.flat_map(|subset| subset.addresses.iter().chain(&subset.not_ready_addresses));
    ByPod::new(addresses.filter_map(|address| Some((address.target_ref.as_ref()?.uid.as_str(), address))))
}

fn address_of(pod: &Pod) -> EndpointAddress {
    EndpointAddress {
        ip: pod.status.pod_ip.clone(),
        node_name: Some(pod.spec.node_name.clone()),
        target_ref: Some(pod_reference(pod)),
        ..Default::default()
    }
}

/// A port without a name has none here, where a slice has an empty one.
fn ports_of(service: &Service, ports: &Ports) -> Vec<EndpointPort> {
    let unnamed =
        |port: EndpointPort| EndpointPort { name: port.name.filter(|name| !name.is_empty()), ..port };
    endpoint_ports(service, ports).into_iter().map(unnamed).collect()
}
