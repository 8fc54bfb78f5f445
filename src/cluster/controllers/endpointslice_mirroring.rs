//! The mirroring of Endpoints that people write themselves: an EndpointSlice to each of their subsets, for those who only
//! read slices.
//!
//! Models pkg/controller/endpointslicemirroring, v1.36: of Services without a selector only; at most 1000 addresses of a
//! subset.

use std::sync::Arc;

use super::{Controller, Requeue, controller_reference};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store};
use crate::kinds::endpoints::{
    Endpoint, EndpointAddress, EndpointConditions, EndpointPort, EndpointSlice, EndpointSubset, Endpoints,
};
use crate::kinds::service::Service;
use crate::kinds::{Kind, Labels, ObjectMeta, Resource};

/// --mirroring-max-endpoints-per-subset
const MAX_ENDPOINTS: usize = 1000;
const MANAGED_BY: &str = "endpointslice.kubernetes.io/managed-by";
const MANAGER: &str = "endpointslicemirroring-controller.k8s.io";
const SERVICE_NAME: &str = "kubernetes.io/service-name";
const SKIP: &str = "endpointslice.kubernetes.io/skip-mirror";
const LEADER: &str = "control-plane.alpha.kubernetes.io/leader";
const NOT_COPIED: [&str; 2] =
    ["kubectl.kubernetes.io/last-applied-configuration", "endpoints.kubernetes.io/last-change-trigger-time"];

#[derive(Clone, Debug)]
pub struct EndpointSliceMirroringController;

impl Controller for EndpointSliceMirroringController {
    fn name(&self) -> &'static str {
        "endpoint-slice-mirroring-controller"
    }

    fn watches(&self, change: &Change, _store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::Endpoints => keys.push(change.key.clone()),
            Kind::Service => {
                keys.push(Key::new(Kind::Endpoints, &change.key.namespace, &change.key.name));
            }
            Kind::EndpointSlice if change.actor != self.name() => {
                keys.extend(super::controller_key(change.object().meta(), Kind::Endpoints));
            }
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let held = held(key, api.store());
        let wanted = match api.store().by_key::<Endpoints>(key) {
            Some(endpoints) if is_mirrored(endpoints, api.store()) => slices(endpoints),
            _ => Vec::new(),
        };
        let mut left = held;
        for slice in wanted {
            let same = left.iter().position(|one| one.ports == slice.ports);
            match same.or_else(|| (!left.is_empty()).then_some(0)).map(|at| left.remove(at)) {
                Some(one) if one.ports == slice.ports && one.endpoints == slice.endpoints => {}
                Some(one) => {
                    let EndpointSlice { ports, endpoints, .. } = slice;
                    api.update(EndpointSlice { ports, endpoints, ..EndpointSlice::clone(&one) })?;
                }
                None => drop(api.create(slice)?),
            }
        }
        for one in left {
            let key = Key::new(Kind::EndpointSlice, &one.meta.namespace, &one.meta.name);
            api.delete(&key, None, Propagation::Background)?;
        }
        Ok(Requeue::Done)
    }
}

fn held(key: &Key, store: &Store) -> Vec<Arc<EndpointSlice>> {
    let is = |slice: &EndpointSlice, name: &str, wanted: &str| {
        slice.meta.labels.get(name).is_some_and(|held| held == wanted)
    };
    let mine =
        |slice: &&Arc<EndpointSlice>| is(slice, MANAGED_BY, MANAGER) && is(slice, SERVICE_NAME, &key.name);
    store.list_in::<EndpointSlice>(&key.namespace).filter(mine).cloned().collect()
}

fn is_mirrored(endpoints: &Endpoints, store: &Store) -> bool {
    let meta = &endpoints.meta;
    let service = store.get::<Service>(&meta.namespace, &meta.name);
    service.is_some_and(|service| service.spec.selector.is_empty())
        && meta.labels.get(SKIP).is_none_or(|skip| skip != "true")
        && meta.annotation(LEADER).is_none()
}

fn slices(endpoints: &Endpoints) -> Vec<EndpointSlice> {
    endpoints.subsets.iter().map(|subset| slice(endpoints, subset)).collect()
}

fn slice(of: &Endpoints, subset: &EndpointSubset) -> EndpointSlice {
    let listed = |addresses: &[Arc<EndpointAddress>], ready: bool| -> Vec<Arc<Endpoint>> {
        addresses.iter().map(|address| Arc::new(endpoint(address, ready))).collect()
    };
    let mut endpoints = listed(&subset.addresses, true);
    endpoints.extend(listed(&subset.not_ready_addresses, false));
    endpoints.truncate(MAX_ENDPOINTS);
    let port = |port: &EndpointPort| EndpointPort {
        name: Some(port.name.clone().unwrap_or_default()),
        ..port.clone()
    };
    let mut labels = Labels::clone(&of.meta.labels);
    labels.insert(SERVICE_NAME.into(), of.meta.name.clone());
    labels.insert(MANAGED_BY.into(), MANAGER.into());
    let annotations = of.meta.annotations.iter().filter(|(name, _)| !NOT_COPIED.contains(&name.as_str()));
    EndpointSlice {
        meta: ObjectMeta {
            generate_name: format!("{}-", of.meta.name),
            namespace: of.meta.namespace.clone(),
            labels,
            annotations: annotations.map(|(name, text)| (name.clone(), text.clone())).collect(),
            owner_references: vec![controller_reference(&of.clone().into_object())],
            ..Default::default()
        },
        address_type: "IPv4".into(),
        endpoints,
        ports: subset.ports.iter().map(port).collect(),
        extra: None,
    }
}

fn endpoint(address: &EndpointAddress, ready: bool) -> Endpoint {
    Endpoint {
        addresses: vec![address.ip.clone()],
        conditions: EndpointConditions { ready: Some(ready), ..Default::default() },
        hostname: Some(address.hostname.clone()).filter(|name| !name.is_empty()),
        node_name: address.node_name.clone(),
        target_ref: address.target_ref.clone(),
        ..Default::default()
    }
}
