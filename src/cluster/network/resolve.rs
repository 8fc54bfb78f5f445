//! From an address to the pods behind it.

use crate::cluster::store::{Key, Store};
use crate::kinds::Kind;
use crate::kinds::endpoints::EndpointSlice;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::service::{Service, ServicePort};

/// A URL taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    pub host: String,
    pub port: i32,
    pub path: String,
}

impl Address {
    pub fn parse(url: &str) -> Result<Address, String> {
        let (scheme, rest) = url.trim().split_once("://").unwrap_or(("http", url.trim()));
        let default_port = match scheme {
            "http" => 80,
            "https" => 443,
            _ => return Err(format!("curl: (1) Protocol \"{scheme}\" not supported")),
        };
        let (authority, path) = match rest.find('/') {
            Some(slash) => (&rest[..slash], &rest[slash..]),
            None => (rest, "/"),
        };
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().ok().filter(|port| (1..=65535).contains(port))),
            None => (authority, Some(default_port)),
        };
        match port {
            Some(port) if !host.is_empty() => {
                Ok(Address { host: host.to_owned(), port, path: path.to_owned() })
            }
            _ => Err("curl: (3) URL using bad/illegal format or missing URL".into()),
        }
    }
}

/// Why an address leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteError {
    UnknownHost,
    Refused,
    NoRoute,
}

impl RouteError {
    /// curl's own line.
    pub fn curl_text(self, address: &Address) -> String {
        let (host, port) = (&address.host, address.port);
        match self {
            RouteError::UnknownHost => format!("curl: (6) Could not resolve host: {host}"),
            RouteError::Refused => format!(
                "curl: (7) Failed to connect to {host} port {port} after 0 ms: Couldn't connect to server"
            ),
            RouteError::NoRoute => format!(
                "curl: (28) Failed to connect to {host} port {port} after 130000 ms: Couldn't connect to server"
            ),
        }
    }
}

/// The Service an address belongs to, and the ready endpoints behind it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Target {
    pub service: Option<Key>,
    pub endpoints: Vec<(Key, i32)>,
}

pub fn resolve(address: &Address, store: &Store) -> Result<Target, RouteError> {
    if let Some(pod) =
        store.list::<Pod>().find(|pod| pod.status.pod_ip == address.host && !pod.spec.host_network)
    {
        let key = Key::new(Kind::Pod, &pod.meta.namespace, &pod.meta.name);
        return Ok(Target { service: None, endpoints: vec![(key, address.port)] });
    }
    let is_node =
        |node: &&std::sync::Arc<Node>| node.status.addresses.iter().any(|one| one.address == address.host);
    let on_node = store.list::<Node>().any(|node| is_node(&node));
    let found =
        store.list::<Service>().find_map(|service| Some((service, matched_port(service, address, on_node)?)));
    match found {
        Some((service, port)) => Ok(behind(service, port, store)),
        None if on_node => Err(RouteError::Refused),
        None if is_service_address(address, store) => Err(RouteError::NoRoute),
        None if address.host.parse::<std::net::IpAddr>().is_ok() => Err(RouteError::NoRoute),
        None => Err(RouteError::UnknownHost),
    }
}

fn is_service_address(address: &Address, store: &Store) -> bool {
    store.list::<Service>().any(|service| names(service).contains(&address.host))
}

/// The port of a Service that an address means, if it means this Service.
fn matched_port<'a>(service: &'a Service, address: &Address, on_node: bool) -> Option<&'a ServicePort> {
    let spec = &service.spec;
    if on_node && service.wants_node_ports() {
        return spec.ports.iter().find(|port| port.node_port == address.port);
    }
    let host = &address.host;
    let balanced =
        service.status.load_balancer.ingress.iter().any(|one| one.ip == *host || one.hostname == *host);
    let mine = spec.cluster_ip == *host
        || spec.external_ips.contains(host)
        || balanced
        || names(service).contains(host);
    mine.then(|| spec.ports.iter().find(|port| port.port == address.port)).flatten()
}

/// The DNS names a Service answers to, seen from its own namespace and from others.
fn names(service: &Service) -> [String; 5] {
    let (name, namespace) = (&service.meta.name, &service.meta.namespace);
    [
        if namespace == "default" { name.clone() } else { String::new() },
        format!("{name}.{namespace}"),
        format!("{name}.{namespace}.svc"),
        format!("{name}.{namespace}.svc.cluster.local"),
        format!("{name}.{namespace}.svc.cluster.local."),
    ]
}

/// The ready endpoints of a Service's port.
pub fn behind(service: &Service, port: &ServicePort, store: &Store) -> Target {
    let key = Key::new(Kind::Service, &service.meta.namespace, &service.meta.name);
    let mut endpoints = Vec::new();
    for slice in store.owned_by::<EndpointSlice>(&service.meta.uid) {
        let number = slice
            .ports
            .iter()
            .find(|one| one.name.as_deref().unwrap_or_default() == port.name)
            .and_then(|one| one.port);
        let Some(number) = number else { continue };
        let ready = slice.endpoints.iter().filter(|one| one.conditions.ready == Some(true));
        let pods = ready.filter_map(|one| one.target_ref.as_ref());
        endpoints.extend(pods.map(|pod| (Key::new(Kind::Pod, &pod.namespace, &pod.name), number)));
    }
    Target { service: Some(key), endpoints }
}

/// An address that reaches the Service from outside or, failing that, from inside.
pub fn url_of(service: &Service, store: &Store) -> Option<String> {
    let port = service.spec.ports.first()?;
    if port.node_port != 0 {
        let node = store.list::<Node>().next()?;
        return Some(format!("{}:{}", node.internal_ip(), port.node_port));
    }
    let host = if service.is_headless() {
        format!("{}.{}", service.meta.name, service.meta.namespace)
    } else {
        service.spec.cluster_ip.clone()
    };
    Some(format!("{host}:{}", port.port))
}
