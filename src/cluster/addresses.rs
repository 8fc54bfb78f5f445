//! Addresses the API server hands out: cluster IPs and node ports of Services.
//!
//! Models pkg/registry/core/service/{ipallocator,portallocator}, v1.36, with kubeadm's ranges. Upstream
//! draws at random; here the lowest free one is taken, so that a script's addresses do not depend on seeds.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::status::Status;
use crate::kinds::service::Service;
use crate::kinds::validation::FieldError;
use crate::kinds::{Kind, Object};

/// `--service-node-port-range`
const NODE_PORTS: std::ops::RangeInclusive<i32> = 30_000..=32_767;
/// `--service-cluster-ip-range` 10.96.0.0/12 without the addresses kubeadm takes for itself.
const CLUSTER_IP_BASE: u32 = 0x0a60_0000;
const CLUSTER_IP_FIRST: u32 = 100;
const CLUSTER_IPS: u32 = 1 << 20;
/// Node ports given out without asking start here, clear of the ones course notes ask for.
const NODE_PORT_FIRST: i32 = 31_000;

#[derive(Clone, Debug, Default)]
pub struct Addresses {
    cluster_ips: BTreeSet<String>,
    node_ports: BTreeSet<i32>,
}

impl Addresses {
    /// Fills in what a new Service lacks.
    pub fn allocate(&mut self, object: &mut Object) -> Result<(), Status> {
        let Object::Service(service) = object else { return Ok(()) };
        let service = Arc::make_mut(service);
        if service.spec.kind != "ExternalName" {
            self.cluster_ip(service)?;
            families(service);
        }
        self.node_ports(service)
    }

    /// An update that leaves addresses out keeps them.
    pub fn keep(old: &Object, new: &mut Object) {
        let (Object::Service(old), Object::Service(service)) = (old, new) else { return };
        let service = Arc::make_mut(service);
        if service.spec.cluster_ip.is_empty() {
            service.spec.cluster_ip = old.spec.cluster_ip.clone();
            service.spec.cluster_ips = old.spec.cluster_ips.clone();
        }
        if service.wants_node_ports() {
            for port in service.spec.ports.iter_mut().filter(|port| port.node_port == 0) {
                let same = |held: &&crate::kinds::service::ServicePort| {
                    held.port == port.port && held.protocol == port.protocol
                };
                port.node_port = old.spec.ports.iter().find(same).map_or(0, |held| held.node_port);
            }
        }
    }

    /// Gives back what the old Service had and fills in what the new one lacks.
    pub fn reallocate(&mut self, old: &Object, new: &mut Object) -> Result<(), Status> {
        let Object::Service(service) = old else { return Ok(()) };
        self.give_back(service);
        self.allocate(new)
    }

    pub fn release(&mut self, object: &Object) {
        if let Object::Service(service) = object {
            self.give_back(service);
        }
    }

    fn give_back(&mut self, service: &Service) {
        self.cluster_ips.remove(&service.spec.cluster_ip);
        for port in &service.spec.ports {
            self.node_ports.remove(&port.node_port);
        }
    }

    fn cluster_ip(&mut self, service: &mut Service) -> Result<(), Status> {
        let wanted = service.spec.cluster_ip.clone();
        if wanted == "None" {
            service.spec.cluster_ips = vec![wanted];
            return Ok(());
        }
        let address = if wanted.is_empty() { self.free_cluster_ip() } else { wanted };
        if !self.cluster_ips.insert(address.clone()) {
            let detail = format!(
                "Invalid value: [\"{address}\"]: failed to allocate IP {address}: provided IP is already allocated"
            );
            return Err(refused(service, "spec.clusterIPs", detail));
        }
        service.spec.cluster_ips = vec![address.clone()];
        service.spec.cluster_ip = address;
        Ok(())
    }

    fn free_cluster_ip(&self) -> String {
        let address = |offset: u32| std::net::Ipv4Addr::from(CLUSTER_IP_BASE + offset).to_string();
        (CLUSTER_IP_FIRST..CLUSTER_IPS)
            .map(address)
            .find(|one| !self.cluster_ips.contains(one))
            .unwrap_or_default()
    }

    fn node_ports(&mut self, service: &mut Service) -> Result<(), Status> {
        if !service.wants_node_ports() {
            service.spec.ports.iter_mut().for_each(|port| port.node_port = 0);
            return Ok(());
        }
        for at in 0..service.spec.ports.len() {
            let wanted = service.spec.ports[at].node_port;
            let port = if wanted == 0 { self.free_node_port() } else { wanted };
            let field = format!("spec.ports[{at}].nodePort");
            if !NODE_PORTS.contains(&port) {
                let detail = format!(
                    "Invalid value: {port}: provided port is not in the valid range. The range of valid ports is 30000-32767"
                );
                return Err(refused(service, &field, detail));
            }
            if !self.node_ports.insert(port) {
                let detail = format!("Invalid value: {port}: provided port is already allocated");
                return Err(refused(service, &field, detail));
            }
            service.spec.ports[at].node_port = port;
        }
        Ok(())
    }

    fn free_node_port(&self) -> i32 {
        let free = |port: &i32| !self.node_ports.contains(port);
        (NODE_PORT_FIRST..=*NODE_PORTS.end())
            .chain(*NODE_PORTS.start()..NODE_PORT_FIRST)
            .find(free)
            .unwrap_or_default()
    }
}

fn families(service: &mut Service) {
    if service.spec.ip_families.is_empty() {
        service.spec.ip_families = vec!["IPv4".into()];
    }
    service.spec.ip_family_policy.get_or_insert_with(|| "SingleStack".into());
}

fn refused(service: &Service, field: &str, detail: String) -> Status {
    Status::invalid(Kind::Service, &service.meta.name, vec![FieldError { field: field.into(), detail }])
}
