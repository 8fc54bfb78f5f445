//! Endpoints and endpoint slices: printers.go, v1.36.

use serde_json::Value;

use super::{Printer, age, column, name};
use crate::kinds::Time;
use crate::kubectl::reach::{Reach, host_port};

pub const ENDPOINTS: Printer =
    Printer { columns: &[column("NAME"), column("ENDPOINTS"), column("AGE")], row: endpoints };

pub const ENDPOINT_SLICE: Printer = Printer {
    columns: &[column("NAME"), column("ADDRESSTYPE"), column("PORTS"), column("ENDPOINTS"), column("AGE")],
    row: endpoint_slice,
};

/// Items shown; the others are counted.
const SHOWN: usize = 3;

fn endpoints(object: &Value, now: Time) -> Vec<String> {
    let subsets = object["subsets"].items();
    let addresses: Vec<String> = subsets.iter().flat_map(subset).collect();
    let listed = if subsets.is_empty() { "<none>".into() } else { first_of(&addresses) };
    vec![name(object), listed, age(object, now)]
}

/// Every ready address with every port, or alone where there is no port.
fn subset(subset: &Value) -> Vec<String> {
    let ips = || subset["addresses"].items().iter().map(|address| address["ip"].text());
    let ports = subset["ports"].items();
    if ports.is_empty() {
        return ips().map(str::to_owned).collect();
    }
    let with_port = |port: &Value| {
        let port = port["port"].int().to_string();
        ips().map(|ip| host_port(ip, &port)).collect::<Vec<_>>()
    };
    ports.iter().flat_map(with_port).collect()
}

fn first_of(all: &[String]) -> String {
    let shown = &all[..all.len().min(SHOWN)];
    match all.len() - shown.len() {
        0 => shown.join(","),
        more => format!("{} + {more} more...", shown.join(",")),
    }
}

fn endpoint_slice(object: &Value, now: Time) -> Vec<String> {
    let port = |port: &Value| match port["port"].as_i64() {
        Some(number) => number.to_string(),
        None => port["name"].text_or("*").to_owned(),
    };
    let addresses = |one: &Value| {
        one["addresses"].items().iter().map(|address| address.text().to_owned()).collect::<Vec<_>>()
    };
    let ports: Vec<String> = object["ports"].items().iter().map(port).collect();
    let endpoints: Vec<String> = object["endpoints"].items().iter().flat_map(addresses).collect();
    vec![
        name(object),
        object["addressType"].text().into(),
        unset_if_empty(first_of(&ports)),
        unset_if_empty(first_of(&endpoints)),
        age(object, now),
    ]
}

fn unset_if_empty(text: String) -> String {
    if text.is_empty() { "<unset>".into() } else { text }
}
