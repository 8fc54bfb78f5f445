//! Ingresses, their classes and network policies: printers.go, v1.36.

use serde_json::Value;

use super::{Printer, age, column, name, or_none};
use crate::kinds::Time;
use crate::kubectl::reach::{Reach, load_balancer};
use crate::kubectl::selectors;

pub const INGRESS: Printer = Printer {
    columns: &[
        column("NAME"),
        column("CLASS"),
        column("HOSTS"),
        column("ADDRESS"),
        column("PORTS"),
        column("AGE"),
    ],
    row: ingress,
};

pub const INGRESS_CLASS: Printer = Printer {
    columns: &[column("NAME"), column("CONTROLLER"), column("PARAMETERS"), column("AGE")],
    row: ingress_class,
};

pub const NETWORK_POLICY: Printer =
    Printer { columns: &[column("NAME"), column("POD-SELECTOR"), column("AGE")], row: network_policy };

/// Hosts shown; the rules after the third host are counted.
const SHOWN: usize = 3;

fn ingress(object: &Value, now: Time) -> Vec<String> {
    let spec = &object["spec"];
    let ports = if spec["tls"].items().is_empty() { "80" } else { "80, 443" };
    vec![
        name(object),
        or_none(&spec["ingressClassName"]),
        hosts(spec["rules"].items()),
        load_balancer(&object["status"]["loadBalancer"]),
        ports.into(),
        age(object, now),
    ]
}

fn hosts(rules: &[Value]) -> String {
    let (mut shown, mut more) = (Vec::new(), false);
    for rule in rules {
        more |= shown.len() == SHOWN;
        let host = rule["host"].text();
        if !more && !host.is_empty() {
            shown.push(host);
        }
    }
    match (shown.is_empty(), more) {
        (true, _) => "*".into(),
        (false, true) => format!("{} + {} more...", shown.join(","), rules.len() - SHOWN),
        (false, false) => shown.join(","),
    }
}

fn ingress_class(object: &Value, now: Time) -> Vec<String> {
    let spec = &object["spec"];
    vec![name(object), spec["controller"].text().into(), parameters(&spec["parameters"]), age(object, now)]
}

fn parameters(given: &Value) -> String {
    if !given.is_set() {
        return "<none>".into();
    }
    let (kind, name) = (given["kind"].text(), given["name"].text());
    match given["apiGroup"].as_str() {
        Some(group) => format!("{kind}.{group}/{name}"),
        None => format!("{kind}/{name}"),
    }
}

fn network_policy(object: &Value, now: Time) -> Vec<String> {
    vec![name(object), selectors::formatted(&object["spec"]["podSelector"]), age(object, now)]
}
