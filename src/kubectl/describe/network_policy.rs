//! Network policies: `describeNetworkPolicy` of describe.go, v1.36.

use serde_json::Value;

use super::{Cluster, Writer, meta};
use crate::kubectl::moment::go_text;
use crate::kubectl::reach::{Reach, int_or_text};
use crate::kubectl::selectors;

const INDENT: &str = "    ";

pub fn describe(policy: &Value, _: &dyn Cluster, w: &mut Writer) {
    let spec = &policy["spec"];
    meta::name_and_namespace(w, policy);
    w.field(0, "Created on", go_text(&policy["metadata"]["creationTimestamp"]));
    meta::labels_and_annotations(w, policy);
    w.write(0, "Spec:\n");
    w.write(1, "PodSelector: ");
    let selector = &spec["podSelector"];
    if selector["matchLabels"].size() == 0 && selector["matchExpressions"].size() == 0 {
        w.write(2, "<none> (Allowing the specific traffic to all pods in this namespace)\n");
    } else {
        w.write(2, format!("{}\n", selectors::formatted(selector)));
    }
    direction(w, spec, "Ingress");
    direction(w, spec, "Egress");
    let types = spec["policyTypes"].joined(", ");
    let types = if types.is_empty() { "<none>" } else { &types };
    w.write(1, format!("Policy Types: {types}\n"));
}

fn direction(w: &mut Writer, spec: &Value, kind: &str) {
    let name = kind.to_lowercase();
    if !spec["policyTypes"].items().iter().any(|one| one == kind) {
        return w.write(1, format!("Not affecting {name} traffic\n"));
    }
    w.write(1, format!("Allowing {name} traffic:\n"));
    let rules = spec[&name].items();
    if rules.is_empty() {
        w.write(0, format!("{INDENT}<none> (Selected pods are isolated for {name} connectivity)\n"));
    }
    for (at, rule) in rules.iter().enumerate() {
        ports(w, rule["ports"].items());
        match kind {
            "Ingress" => peers(w, "From", "source", rule["from"].items()),
            _ => peers(w, "To", "destination", rule["to"].items()),
        }
        if at + 1 < rules.len() {
            w.write(0, format!("{INDENT}----------\n"));
        }
    }
}

fn ports(w: &mut Writer, ports: &[Value]) {
    if ports.is_empty() {
        w.write(0, format!("{INDENT}To Port: <any> (traffic allowed to all ports)\n"));
    }
    for port in ports {
        let (number, protocol) = (int_or_text(&port["port"]), port["protocol"].text_or("TCP"));
        match port["endPort"].as_i64() {
            None => w.write(0, format!("{INDENT}To Port: {number}/{protocol}\n")),
            Some(end) => w.write(0, format!("{INDENT}To Port Range: {number}-{end}/{protocol}\n")),
        }
    }
}

fn peers(w: &mut Writer, word: &str, side: &str, peers: &[Value]) {
    if peers.is_empty() {
        w.write(0, format!("{INDENT}{word}: <any> (traffic not restricted by {side})\n"));
    }
    for peer in peers {
        w.write(0, format!("{INDENT}{word}:\n"));
        let (namespaces, pods) = (&peer["namespaceSelector"], &peer["podSelector"]);
        for (name, selector) in [("NamespaceSelector", namespaces), ("PodSelector", pods)] {
            if selector.is_set() {
                w.write(1, format!("{INDENT}{name}: {}\n", selectors::formatted(selector)));
            }
        }
        let block = &peer["ipBlock"];
        if block.is_set() && !namespaces.is_set() && !pods.is_set() {
            w.write(1, format!("{INDENT}IPBlock:\n"));
            w.write(2, format!("{INDENT}CIDR: {}\n", block["cidr"].text()));
            w.write(2, format!("{INDENT}Except: {}\n", block["except"].joined(", ")));
        }
    }
}
