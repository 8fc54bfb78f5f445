//! Services: `printService` of printers.go, v1.36.

use serde_json::Value;

use super::{Printer, age, column, name, wide};
use crate::kinds::Time;
use crate::kubectl::reach::{Reach, labels_text, load_balancer};

pub const SERVICE: Printer = Printer {
    columns: &[
        column("NAME"),
        column("TYPE"),
        column("CLUSTER-IP"),
        column("EXTERNAL-IP"),
        column("PORT(S)"),
        column("AGE"),
        wide("SELECTOR"),
    ],
    row,
};

fn row(object: &Value, now: Time) -> Vec<String> {
    let spec = &object["spec"];
    let ports: Vec<String> = spec["ports"].items().iter().map(port).collect();
    vec![
        name(object),
        spec["type"].text().into(),
        spec["clusterIPs"][0].text_or("<none>").into(),
        external_ip(object),
        if ports.is_empty() { "<none>".into() } else { ports.join(",") },
        age(object, now),
        labels_text(&spec["selector"]),
    ]
}

fn port(port: &Value) -> String {
    let (number, protocol) = (port["port"].int(), port["protocol"].text());
    match port["nodePort"].int() {
        node_port @ 1.. => format!("{number}:{node_port}/{protocol}"),
        _ => format!("{number}/{protocol}"),
    }
}

fn external_ip(service: &Value) -> String {
    let spec = &service["spec"];
    let given = spec["externalIPs"].joined(",");
    match spec["type"].text() {
        "ClusterIP" | "NodePort" if given.is_empty() => "<none>".into(),
        "ClusterIP" | "NodePort" => given,
        "LoadBalancer" => {
            let balancer = load_balancer(&service["status"]["loadBalancer"]);
            match (balancer.is_empty(), given.is_empty()) {
                (true, true) => "<pending>".into(),
                (true, false) => given,
                (false, true) => balancer,
                (false, false) => format!("{balancer},{given}"),
            }
        }
        "ExternalName" => spec["externalName"].text().into(),
        _ => "<unknown>".into(),
    }
}
