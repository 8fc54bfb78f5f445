//! The EndpointSlice controller: which pods stand behind a Service, and whether they take traffic.
//!
//! Models pkg/controller/endpointslice and staging/src/k8s.io/endpointslice/reconciler.go, v1.36: slices
//! for each set of resolved ports, at most 100 endpoints in one; endpoints stay in the slice they are in,
//! new ones go where there is room; a terminating pod stays as serving until it has stopped.

use std::sync::Arc;

use super::{Controller, Requeue, controller_reference};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::service_pods::{
    ByPod, HEADLESS, Ports, backing_pods, endpoint_ports, is_headless, pod_reference, resolved_ports,
    same_list, services_of_pod,
};
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store};
use crate::cluster::trigger_times::{self, TriggerTimes};
use crate::kinds::endpoints::{Endpoint, EndpointConditions, EndpointPort, EndpointSlice};
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::service::Service;
use crate::kinds::{Kind, ObjectMeta, Resource, Time};

/// --max-endpoints-per-slice
const MAX_ENDPOINTS: usize = 100;

#[derive(Clone, Debug, Default)]
pub struct EndpointSliceController {
    times: TriggerTimes,
}

impl Controller for EndpointSliceController {
    fn name(&self) -> &'static str {
        "endpointslice-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::Service => keys.push(change.key.clone()),
            Kind::Pod => keys.extend(services_of_pod(change, store)),
            Kind::EndpointSlice if change.actor != self.name() => {
                keys.extend(super::controller_key(change.object().meta(), Kind::Service));
            }
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(service) = api.store().by_key::<Service>(key).cloned() else {
            self.times.forget(key);
            return Ok(Requeue::Done);
        };
        if service.spec.selector.is_empty() || service.spec.kind == "ExternalName" {
            return Ok(Requeue::Done);
        }
        let present: Vec<Arc<EndpointSlice>> =
            api.store().owned_by::<EndpointSlice>(&service.meta.uid).cloned().collect();
        let mut layout = Layout::of(&present);
        layout.settle(&service, api.store());
        let since = self.times.next(key, &service, backing_pods(&service, api.store()));
        layout.write(&service, since, api)?;
        Ok(Requeue::Done)
    }
}

/// A slice as it is to be; `stored` is how it is.
struct Planned {
    ports: Vec<EndpointPort>,
    endpoints: Vec<Arc<Endpoint>>,
    stored: Option<Arc<EndpointSlice>>,
}

/// A pod that is to be listed, and which of the port lists it has.
struct Wanted<'a> {
    pod: &'a Arc<Pod>,
    ports: usize,
    placed: bool,
}

/// Brings a held endpoint up to date, or says that it is to go.
fn keep(
    held: &mut Arc<Endpoint>,
    ports: Option<usize>,
    wanted: &mut ByPod<Wanted<'_>>,
    service: &Service,
    store: &Store,
) -> bool {
    let uid = held.target_ref.as_ref().map(|pod| pod.uid.as_str()).unwrap_or_default();
    let Some(one) = wanted.get_mut(uid).filter(|one| !one.placed && Some(one.ports) == ports) else {
        return false;
    };
    one.placed = true;
    refresh(held, service, one.pod, store);
    true
}

struct Layout {
    slices: Vec<Planned>,
}

impl Layout {
    fn of(present: &[Arc<EndpointSlice>]) -> Layout {
        let planned = |slice: &Arc<EndpointSlice>| Planned {
            ports: slice.ports.clone(),
            endpoints: slice.endpoints.clone(),
            stored: Some(slice.clone()),
        };
        Layout { slices: present.iter().map(planned).collect() }
    }

    /// Keeps, changes and removes endpoints where they are, and places the new ones.
    fn settle(&mut self, service: &Service, store: &Store) {
        let mut lists: Vec<(Ports, Vec<EndpointPort>)> = Vec::new();
        let mut list_of = |pod: &Pod| {
            let ports = resolved_ports(service, pod);
            lists.iter().position(|(known, _)| *known == ports).unwrap_or_else(|| {
                let listed = endpoint_ports(service, &ports);
                lists.push((ports, listed));
                lists.len() - 1
            })
        };
        let pods = backing_pods(service, store)
            .map(|pod| (pod.meta.uid.as_str(), Wanted { pod, ports: list_of(pod), placed: false }));
        let mut wanted = ByPod::new(pods);
        for slice in &mut self.slices {
            let ports = lists.iter().position(|(_, listed)| *listed == slice.ports);
            slice.endpoints.retain_mut(|held| keep(held, ports, &mut wanted, service, store));
        }
        for one in wanted.into_values().filter(|one| !one.placed) {
            self.place(&lists[one.ports].1, Arc::new(endpoint(service, one.pod, store)));
        }
    }

    fn place(&mut self, ports: &[EndpointPort], endpoint: Arc<Endpoint>) {
        let open = |slice: &&mut Planned| {
            slice.endpoints.is_empty() || slice.ports == ports && slice.endpoints.len() < MAX_ENDPOINTS
        };
        match self.slices.iter_mut().find(open) {
            Some(slice) => {
                slice.ports = ports.to_vec();
                slice.endpoints.push(endpoint);
            }
            None => {
                self.slices.push(Planned { ports: ports.to_vec(), endpoints: vec![endpoint], stored: None })
            }
        }
    }

    /// Writes what changed; one empty slice stays when there is nothing to list.
    fn write(mut self, service: &Service, since: Option<Time>, api: &mut Client<'_>) -> Result<(), Status> {
        if self.slices.is_empty() {
            self.slices.push(Planned { ports: Vec::new(), endpoints: Vec::new(), stored: None });
        }
        let only = self.slices.iter().all(|slice| slice.endpoints.is_empty());
        if only {
            // The slice that stands for none has no ports either.
            self.slices[0].ports.clear();
        }
        for (at, slice) in self.slices.into_iter().enumerate() {
            let Planned { ports, endpoints, stored } = slice;
            match stored {
                Some(stored) if endpoints.is_empty() && !(only && at == 0) => {
                    let key = Key::new(Kind::EndpointSlice, &stored.meta.namespace, &stored.meta.name);
                    api.delete(&key, None, Propagation::Background)?;
                }
                Some(stored) if stored.ports == ports && same_list(&stored.endpoints, &endpoints) => {}
                Some(stored) => {
                    let mut meta = stored.meta.clone();
                    trigger_times::annotate(&mut meta.annotations, since);
                    api.update(EndpointSlice { meta, ports, endpoints, ..EndpointSlice::clone(&stored) })?
                }
                None => {
                    let mut slice = new_slice(service, ports, endpoints);
                    trigger_times::annotate(&mut slice.meta.annotations, since);
                    api.create(slice)?;
                }
            }
        }
        Ok(())
    }
}

/// Brings a held endpoint up to date; one that is stays shared with the stored slice.
fn refresh(held: &mut Arc<Endpoint>, service: &Service, pod: &Pod, store: &Store) {
    let conditions = conditions(service, pod);
    let same_address = held.addresses.first() == Some(&pod.status.pod_ip);
    if held.conditions != conditions || !same_address {
        *held = Arc::new(endpoint(service, pod, store));
    }
}

fn conditions(service: &Service, pod: &Pod) -> EndpointConditions {
    let serving = pod.is_ready();
    let terminating = pod.meta.is_terminating();
    let ready = service.spec.publish_not_ready_addresses || (serving && !terminating);
    EndpointConditions {
        ready: Some(ready),
        serving: Some(serving),
        terminating: Some(terminating),
        extra: None,
    }
}

fn endpoint(service: &Service, pod: &Pod, store: &Store) -> Endpoint {
    let node = store.get::<Node>("", &pod.spec.node_name);
    Endpoint {
        addresses: vec![pod.status.pod_ip.clone()],
        conditions: conditions(service, pod),
        node_name: Some(pod.spec.node_name.clone()),
        target_ref: Some(pod_reference(pod)),
        zone: node.and_then(|node| node.meta.labels.get("topology.kubernetes.io/zone").cloned()),
        ..Default::default()
    }
}

fn new_slice(service: &Service, ports: Vec<EndpointPort>, endpoints: Vec<Arc<Endpoint>>) -> EndpointSlice {
    let mut labels = service.meta.labels.clone();
    labels.insert("endpointslice.kubernetes.io/managed-by".into(), "endpointslice-controller.k8s.io".into());
    labels.insert("kubernetes.io/service-name".into(), service.meta.name.clone());
    if is_headless(service) {
        labels.insert(HEADLESS.into(), String::new());
    }
    let meta = ObjectMeta {
        generate_name: format!("{}-", service.meta.name),
        namespace: service.meta.namespace.clone(),
        labels,
        owner_references: vec![controller_reference(&service.clone().into_object())],
        ..Default::default()
    };
    EndpointSlice { meta, address_type: "IPv4".into(), endpoints, ports, extra: None }
}
