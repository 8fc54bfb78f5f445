//! Services, endpoints and endpoint slices: describe.go, v1.36.

use serde_json::Value;

use super::{Cluster, Writer, events, meta};
use crate::kinds::Kind;
use crate::kubectl::reach::{Reach, host_port, labels_text, show};

const SERVICE_NAME: &str = "kubernetes.io/service-name";
/// Endpoints shown; the others are counted.
const SHOWN: usize = 3;

pub fn service(service: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    let (spec, own) = (&service["spec"], &service["metadata"]);
    meta::name_and_namespace(w, service);
    meta::labels_and_annotations(w, service);
    w.field(0, "Selector", labels_text(&spec["selector"]));
    w.field(0, "Type", spec["type"].text());
    addresses(w, service);
    let slices = slices(cluster, own["namespace"].text(), own["name"].text());
    spec["ports"].items().iter().for_each(|one| port(w, one, &slices));
    w.field(0, "Session Affinity", spec["sessionAffinity"].text());
    optional(w, "External Traffic Policy", &spec["externalTrafficPolicy"]);
    if spec["internalTrafficPolicy"].is_set() {
        w.field(0, "Internal Traffic Policy", spec["internalTrafficPolicy"].text());
    }
    if spec["healthCheckNodePort"].int() != 0 {
        w.field(0, "HealthCheck NodePort", spec["healthCheckNodePort"].int());
    }
    if spec["loadBalancerSourceRanges"].size() > 0 {
        w.field(0, "LoadBalancer Source Ranges", spec["loadBalancerSourceRanges"].joined(","));
    }
    if spec["trafficDistribution"].is_set() {
        w.field(0, "Traffic Distribution", spec["trafficDistribution"].text());
    }
    events::describe(w, service, cluster);
}

fn optional(w: &mut Writer, name: &str, value: &Value) {
    if !value.text().is_empty() {
        w.field(0, name, value.text());
    }
}

fn addresses(w: &mut Writer, service: &Value) {
    let spec = &service["spec"];
    let listed = |list: &Value| if list.size() == 0 { "<none>".into() } else { list.joined(",") };
    if spec["ipFamilyPolicy"].is_set() {
        w.field(0, "IP Family Policy", spec["ipFamilyPolicy"].text());
    }
    w.field(0, "IP Families", listed(&spec["ipFamilies"]));
    w.field(0, "IP", spec["clusterIP"].text());
    w.field(0, "IPs", listed(&spec["clusterIPs"]));
    if spec["externalIPs"].size() > 0 {
        w.field(0, "External IPs", spec["externalIPs"].joined(","));
    }
    optional(w, "Desired LoadBalancer IP", &spec["loadBalancerIP"]);
    optional(w, "External Name", &spec["externalName"]);
    let ingress = service["status"]["loadBalancer"]["ingress"].items();
    if !ingress.is_empty() {
        let texts: Vec<String> = ingress.iter().map(balancer).collect();
        w.field(0, "LoadBalancer Ingress", texts.join(", "));
    }
}

/// `203.0.113.10 (VIP)`, or a name.
fn balancer(ingress: &Value) -> String {
    match (ingress["ip"].text(), ingress["ipMode"].as_str()) {
        ("", _) => ingress["hostname"].text().to_owned(),
        (ip, Some(mode)) => format!("{ip} ({mode})"),
        (ip, None) => ip.to_owned(),
    }
}

fn port(w: &mut Writer, port: &Value, slices: &[Value]) {
    let (name, protocol) = (port["name"].text(), port["protocol"].text());
    let shown = if name.is_empty() { "<unset>" } else { name };
    w.write(0, format!("Port:\t{shown}\t{}/{protocol}\n", port["port"].int()));
    let target = &port["targetPort"];
    let target = if target.is_set() { show(target) } else { "0".into() };
    w.field(0, "TargetPort", format!("{target}/{protocol}"));
    if port["appProtocol"].is_set() {
        w.field(0, "AppProtocol", port["appProtocol"].text());
    }
    if port["nodePort"].int() != 0 {
        w.write(0, format!("NodePort:\t{shown}\t{}/{protocol}\n", port["nodePort"].int()));
    }
    w.field(0, "Endpoints", formatted(slices, name));
}

/// The slices of a service.
pub fn slices(cluster: &dyn Cluster, namespace: &str, service: &str) -> Vec<Value> {
    let of_service = |slice: &Value| slice["metadata"]["labels"][SERVICE_NAME] == service;
    cluster.list(Kind::EndpointSlice, Some(namespace)).into_iter().filter(of_service).collect()
}

/// The ready endpoints of a port, by its name.
pub fn formatted(slices: &[Value], port: &str) -> String {
    if slices.is_empty() {
        return "<none>".into();
    }
    let (mut shown, mut more, mut count) = (Vec::new(), false, 0);
    let mut add = |endpoint: &Value, port: Option<i64>| {
        more |= shown.len() == SHOWN;
        if endpoint["conditions"]["ready"] == false {
            return;
        }
        count += 1;
        let address = endpoint["addresses"][0].text();
        if !more {
            shown.push(port.map_or_else(|| address.to_owned(), |port| host_port(address, &port.to_string())));
        }
    };
    for slice in slices {
        let endpoints = slice["endpoints"].items();
        if slice["ports"].size() == 0 {
            endpoints.iter().for_each(|endpoint| add(endpoint, None));
        }
        for one in slice["ports"].items().iter().filter(|one| one["name"].text() == port) {
            endpoints.iter().for_each(|endpoint| add(endpoint, Some(one["port"].int())));
        }
    }
    match more {
        true => format!("{} + {} more...", shown.join(","), count - SHOWN),
        false => shown.join(","),
    }
}

pub fn endpoints(endpoints: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    meta::name_and_namespace(w, endpoints);
    meta::labels_and_annotations(w, endpoints);
    w.write(0, "Subsets:\n");
    for subset in endpoints["subsets"].items() {
        for (name, field) in [("Addresses", "addresses"), ("NotReadyAddresses", "notReadyAddresses")] {
            let ips: Vec<&str> = subset[field].items().iter().map(|address| address["ip"].text()).collect();
            let ips = ips.join(",");
            w.field(1, name, if ips.is_empty() { "<none>" } else { &ips });
        }
        let ports = subset["ports"].items();
        if !ports.is_empty() {
            w.write(1, "Ports:\n");
            w.rows(2, &["Name\tPort\tProtocol", "----\t----\t--------"]);
        }
        for port in ports {
            let name = Some(port["name"].text()).filter(|name| !name.is_empty()).unwrap_or("<unset>");
            w.write(2, format!("{name}\t{}\t{}\n", port["port"].int(), port["protocol"].text()));
        }
        w.write(0, "\n");
    }
    events::describe(w, endpoints, cluster);
}

pub fn endpoint_slice(slice: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    meta::name_and_namespace(w, slice);
    meta::labels_and_annotations(w, slice);
    w.field(0, "AddressType", slice["addressType"].text());
    let (ports, endpoints) = (slice["ports"].items(), slice["endpoints"].items());
    if ports.is_empty() {
        w.write(0, "Ports: <unset>\n");
    } else {
        w.write(0, "Ports:\n");
        w.rows(1, &["Name\tPort\tProtocol", "----\t----\t--------"]);
    }
    for port in ports {
        let name = Some(port["name"].text()).filter(|name| !name.is_empty()).unwrap_or("<unset>");
        w.write(1, format!("{name}\t{}\t{}\n", or_unset(&port["port"]), port["protocol"].text()));
    }
    w.write(0, if endpoints.is_empty() { "Endpoints: <none>\n" } else { "Endpoints:\n" });
    endpoints.iter().for_each(|one| endpoint(w, one));
    events::describe(w, slice, cluster);
}

fn or_unset(value: &Value) -> String {
    if value.is_set() { show(value) } else { "<unset>".into() }
}

fn endpoint(w: &mut Writer, endpoint: &Value) {
    let addresses = endpoint["addresses"].joined(", ");
    w.field(1, "- Addresses", if addresses.is_empty() { "<none>" } else { &addresses });
    w.write(2, "Conditions:\n");
    w.field(3, "Ready", or_unset(&endpoint["conditions"]["ready"]));
    w.field(2, "Hostname", or_unset(&endpoint["hostname"]));
    let target = &endpoint["targetRef"];
    if target.is_set() {
        w.field(2, "TargetRef", format!("{}/{}", target["kind"].text(), target["name"].text()));
    }
    w.field(2, "NodeName", or_unset(&endpoint["nodeName"]));
    w.field(2, "Zone", or_unset(&endpoint["zone"]));
}
