//! Services, their endpoints, and the requests on their way.

use super::{reference, why};
use crate::cluster::network::{self, Flow, Load};
use crate::cluster::{Key, World};
use crate::kinds::Kind;
use crate::kinds::endpoints::{Endpoint, EndpointSlice};
use crate::kinds::service::{Service, ServicePort};
use crate::sim::SimTime;
use crate::view::{EndpointView, FlowView, ServiceView};

pub fn all(world: &World) -> Vec<ServiceView> {
    let own = |service: &&std::sync::Arc<Service>| {
        !(service.meta.name == "kubernetes" && service.meta.namespace == "default")
    };
    world.api().store().list::<Service>().filter(own).map(|service| one(world, service)).collect()
}

fn one(world: &World, service: &Service) -> ServiceView {
    let key = Key::new(Kind::Service, &service.meta.namespace, &service.meta.name);
    let slices = world.api().store().owned_by::<EndpointSlice>(&service.meta.uid);
    let endpoints = slices.flat_map(|slice| {
        slice.endpoints.iter().map(|one| (slice.ports.first().and_then(|port| port.port), one))
    });
    let (sent, failed) = last_second(world, &key);
    ServiceView {
        reference: reference(&key),
        kind: service.spec.kind.clone(),
        cluster_ip: service.spec.cluster_ip.clone(),
        ports: service.spec.ports.iter().map(port_text).collect(),
        selector: service
            .spec
            .selector
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect::<Vec<_>>()
            .join(","),
        endpoints: endpoints.map(|(port, one)| endpoint(world, port, one)).collect(),
        requests_per_s: sent as u32,
        errors_per_s: failed as u32,
        problem: why::service(world, service),
        url: network::url_of(service, world.api().store()).unwrap_or_default(),
    }
}

/// `80:31000/TCP`
fn port_text(port: &ServicePort) -> String {
    let node = if port.node_port == 0 { String::new() } else { format!(":{}", port.node_port) };
    format!("{}{node}/{}", port.port, port.protocol)
}

fn endpoint(world: &World, port: Option<i32>, one: &Endpoint) -> EndpointView {
    let pod = one.target_ref.as_ref();
    let key = pod.map(|pod| Key::new(Kind::Pod, &pod.namespace, &pod.name));
    let address = one.addresses.first().cloned().unwrap_or_default();
    EndpointView {
        pod: key.as_ref().map(reference).unwrap_or_default(),
        address: port.map_or_else(|| address.clone(), |port| format!("{address}:{port}")),
        node: one.node_name.clone().unwrap_or_default(),
        ready: one.conditions.ready == Some(true),
        terminating: one.conditions.terminating == Some(true),
        requests_per_s: key.map_or(0, |key| {
            world
                .network()
                .loads()
                .iter()
                .filter_map(|load| recent(world, load)?.by_pod.get(&key))
                .sum::<u64>() as u32
        }),
    }
}

fn recent<'a>(world: &World, load: &'a Load) -> Option<&'a network::LoadTick> {
    load.ticks.back().filter(|tick| world.now().since(tick.at).as_millis() <= 1500)
}

fn last_second(world: &World, service: &Key) -> (u64, u64) {
    let loads = world.network().loads().iter().filter(|load| load.service.as_ref() == Some(service));
    loads
        .filter_map(|load| recent(world, load))
        .fold((0, 0), |sum, tick| (sum.0 + tick.sent, sum.1 + tick.failed))
}

/// Requests since the last frame.
pub fn flows(world: &World, since: SimTime) -> Vec<FlowView> {
    let view = |flow: &Flow| FlowView {
        at_us: flow.at.0,
        service: flow.service.as_ref().map(reference).unwrap_or_default(),
        pod: flow.pod.as_ref().map(reference).unwrap_or_default(),
        count: flow.count as u32,
        ok: flow.ok,
        outcome: flow.outcome.clone(),
    };
    world.network().flows().filter(|flow| flow.at > since && flow.at <= world.now()).map(view).collect()
}
