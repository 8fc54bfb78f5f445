//! Where the terminal finds the API server; what it answers is `cluster::http`'s.

use crate::cluster::presets::Preset;
use crate::cluster::{Machines, World};
use crate::kinds::node::Node;

/// kubeadm's, and minikube's.
const PORTS: [u16; 2] = [6443, 8443];

/// The port of this cluster's.
pub fn port(world: &World) -> u16 {
    PORTS[usize::from(world.preset() == Some(Preset::Minikube))]
}

/// Whether an address is the API server's.
pub fn is_at(world: &World, host: &str, port: u16) -> bool {
    if world.machines() != Machines::Running {
        return false;
    }
    let inside = matches!(host, "kubernetes" | "kubernetes.default" | "kubernetes.default.svc" | "10.96.0.1")
        && port == 443;
    let control = |node: &Node| node.meta.labels.contains_key("node-role.kubernetes.io/control-plane");
    let at_node = |node: &Node| node.internal_ip() == host || node.meta.name == host;
    inside
        || port == self::port(world)
            && world.api().store().list::<Node>().any(|node| control(node) && at_node(node))
}
