//! Endpoints and EndpointSlices: core's validation.go and pkg/apis/discovery/validation/validation.go, v1.36.

use std::collections::BTreeSet;

use serde_json::Value;

use super::at::At;
use super::errors::{Errors, quote};
use super::{ip, meta, text};

const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];

pub(super) fn endpoints(object: &Value, errors: &mut Errors) {
    for subset in At::root(object).child("subsets").items() {
        let lists = ["addresses", "notReadyAddresses"].map(|list| subset.child(list));
        if lists.iter().all(|list| list.len() == 0) {
            errors.required(&subset.path, "must specify `addresses` or `notReadyAddresses`");
        }
        for address in lists.iter().flat_map(At::items) {
            self::address(&address, errors);
        }
        let ports = subset.child("ports");
        ports.items().for_each(|port| self::port(&port, ports.len() > 1, errors));
    }
}

fn address(address: &At<'_>, errors: &mut Errors) {
    ip::address(&address.child("ip"), errors);
    let (host, node) = (address.child("hostname"), address.child("nodeName"));
    if !host.text().is_empty() {
        errors.complain(&host, text::label(host.text()));
    }
    if node.is_set() {
        errors.complain(&node, text::subdomain(node.text()));
    }
    ip::not_special(&address.child("ip"), errors);
}

fn port(port: &At<'_>, needs_name: bool, errors: &mut Errors) {
    let name = port.child("name");
    if !name.text().is_empty() {
        errors.complain(&name, text::label(name.text()));
    } else if needs_name {
        errors.required(&name.path, "");
    }
    errors.between(&port.child("port"), 1, 65535);
    errors.one_of_required(&port.child("protocol"), &PROTOCOLS);
    application(&port.child("appProtocol"), errors);
}

fn application(at: &At<'_>, errors: &mut Errors) {
    if at.is_set() {
        errors.complain(at, text::qualified(at.text()));
    }
}

const ENDPOINTS: usize = 1000;
const ADDRESSES: usize = 100;
const PORTS: usize = 20_000;

pub(super) fn slice(object: &Value, errors: &mut Errors) {
    let root = At::root(object);
    let kind = root.child("addressType");
    errors.one_of_required(&kind, &["FQDN", "IPv4", "IPv6"]);
    let list = root.child("endpoints");
    if list.len() > ENDPOINTS {
        errors.too_many(&list.path, list.len(), ENDPOINTS);
    } else {
        list.items().for_each(|endpoint| self::endpoint(&endpoint, kind.text(), errors));
    }
    slice_ports(&root.child("ports"), errors);
}

fn endpoint(endpoint: &At<'_>, kind: &str, errors: &mut Errors) {
    let addresses = endpoint.child("addresses");
    if addresses.len() == 0 {
        errors.required(&addresses.path, "must contain at least 1 address");
    } else if addresses.len() > ADDRESSES {
        errors.too_many(&addresses.path, addresses.len(), ADDRESSES);
    }
    for address in addresses.items() {
        slice_address(&address, kind, errors);
    }
    let (node, host) = (endpoint.child("nodeName"), endpoint.child("hostname"));
    if node.is_set() {
        errors.complain(&node, text::subdomain(node.text()));
    }
    meta::labels(&endpoint.child("deprecatedTopology"), errors);
    if host.is_set() {
        errors.complain(&host, text::label(host.text()));
    }
}

fn slice_address(address: &At<'_>, kind: &str, errors: &mut Errors) {
    let read = ip::parse(address.text());
    match kind {
        "IPv4" | "IPv6" => {
            if read.is_none_or(|read| read.is_ipv4() != (kind == "IPv4")) {
                errors.invalid(address, &format!("must be a valid {kind} address"));
            }
            ip::not_special(address, errors);
        }
        "FQDN" => errors.complain(address, text::domain_name(address.text())),
        _ => {}
    }
}

fn slice_ports(list: &At<'_>, errors: &mut Errors) {
    if list.len() > PORTS {
        return errors.too_many(&list.path, list.len(), PORTS);
    }
    let mut names = BTreeSet::new();
    for port in list.items() {
        let name = port.child("name");
        if !name.text().is_empty() {
            errors.complain(&name, text::label(name.text()));
        }
        if !names.insert(name.text()) {
            errors.duplicate(&name.path, &quote(name.text()));
        }
        errors.one_of_required(&port.child("protocol"), &PROTOCOLS);
        application(&port.child("appProtocol"), errors);
    }
}
