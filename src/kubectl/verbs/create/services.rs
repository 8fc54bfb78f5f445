//! `kubectl create service` and `ingress`: kubectl pkg/cmd/create/create_{service,ingress}.go, v1.36.

use serde_json::{Value, json};

use super::{Generator, Request};
use crate::kubectl::call::flags::{Flag, value};
use crate::kubectl::call::{Answer, Call};
use crate::kubectl::making::Words;
use crate::kubectl::usage;

pub(super) const FLAGS: &[Flag] = &[
    value("tcp"),
    value("clusterip"),
    value("node-port"),
    value("external-name"),
    value("rule"),
    value("default-backend"),
    value("annotation"),
];

/// The generator of a sort of Service.
pub(super) fn service(sort: &str) -> Result<Generator, Answer> {
    match sort {
        "clusterip" => Ok(|_, asked| of_type(asked, "ClusterIP", "failed to create ClusterIP service: ")),
        "nodeport" => Ok(|_, asked| of_type(asked, "NodePort", "failed to create NodePort service: ")),
        "loadbalancer" => {
            Ok(|_, asked| of_type(asked, "LoadBalancer", "failed to create LoadBalancer service: "))
        }
        "externalname" => {
            Ok(|_, asked| of_type(asked, "ExternalName", "failed to create ExternalName service: "))
        }
        other => Err(usage::unknown_below("create service", &[other.to_owned()])),
    }
}

fn of_type(asked: &Request<'_>, kind: &str, refused: &'static str) -> Result<(Value, Words), Answer> {
    let ports: Vec<Value> =
        asked.list("tcp").into_iter().map(|text| port(asked, text)).collect::<Result<_, _>>()?;
    let headless = asked.flags.value("clusterip") == Some("None");
    if ports.is_empty() && !(kind == "ExternalName" || kind == "ClusterIP" && headless) {
        return Err(Answer::failed("error: at least one tcp port specifier must be provided"));
    }
    let mut spec = json!({"type": kind, "selector": {"app": asked.name}});
    if !ports.is_empty() {
        spec["ports"] = json!(ports);
    }
    if let Some(address) = asked.flags.value("clusterip").filter(|_| kind == "ClusterIP") {
        spec["clusterIP"] = json!(address);
    }
    if kind == "ExternalName" {
        spec["externalName"] = json!(asked.required("external-name")?);
    }
    let object = json!({
        "apiVersion": "v1", "kind": "Service",
        "metadata": {"name": asked.name, "labels": {"app": asked.name}},
        "spec": spec, "status": {"loadBalancer": {}},
    });
    Ok((object, Words::created(refused)))
}

/// `80`, `80:8080`, `80:web`
fn port(asked: &Request<'_>, text: &str) -> Result<Value, Answer> {
    let (port, target) = text.split_once(':').unwrap_or((text, text));
    let number: i32 = port.parse().map_err(|_| {
        let why = format!("strconv.ParseUint: parsing {port:?}: invalid syntax");
        Answer::failed(&format!("error: {why}"))
    })?;
    if target.parse::<i64>().is_ok_and(|number| !(1..=65535).contains(&number)) {
        return Err(Answer::failed("error: must be between 1 and 65535, inclusive"));
    }
    let target = target.parse::<i32>().map_or_else(|_| json!(target), |number| json!(number));
    let mut one =
        json!({"name": text.replace(':', "-"), "port": number, "protocol": "TCP", "targetPort": target});
    if let Some(node_port) = asked.flags.value("node-port").and_then(|text| text.parse::<i32>().ok()) {
        one["nodePort"] = json!(node_port);
    }
    Ok(one)
}

pub(super) fn ingress(_: &Call<'_>, asked: &Request<'_>) -> Result<(Value, Words), Answer> {
    let (rules, default) = (asked.flags.all("rule"), asked.flags.value("default-backend"));
    if rules.is_empty() && default.is_none() {
        return Err(Answer::failed(
            "error: not enough information provided: every ingress has to either specify a \
                                   default-backend (which catches all traffic) or a list of rules (which catch \
                                   specific paths)",
        ));
    }
    let mut spec = json!({});
    if let Some(class) = asked.flags.value("class") {
        spec["ingressClassName"] = json!(class);
    }
    if let Some(default) = default {
        let (name, port) = default.split_once(':').unwrap_or((default, ""));
        spec["defaultBackend"] = backend(name, port);
    }
    let mut listed: Vec<Value> = Vec::new();
    let mut tls: Vec<Value> = Vec::new();
    for text in rules {
        let wrong = || {
            let shape = "and should be in format host/path=svcname:svcport[,tls[=secret]]";
            Answer::failed(&format!("error: rule {text} is invalid {shape}"))
        };
        let (host, rest) = text.split_once('/').ok_or_else(wrong)?;
        let (path, rest) = rest.split_once('=').ok_or_else(wrong)?;
        let (service, secured) =
            rest.split_once(',').map_or((rest, None), |(service, rest)| (service, Some(rest)));
        let (name, port) = service.split_once(':').ok_or_else(wrong)?;
        let (path, kind) = match path.strip_suffix('*') {
            Some(path) => (path, "Prefix"),
            None => (path, "Exact"),
        };
        let one = json!({"path": format!("/{path}"), "pathType": kind, "backend": backend(name, port)});
        match listed.iter_mut().find(|rule| rule["host"].as_str().unwrap_or_default() == host) {
            Some(rule) => {
                if let Some(paths) = rule["http"]["paths"].as_array_mut() {
                    paths.push(one);
                }
            }
            None if host.is_empty() => listed.push(json!({"http": {"paths": [one]}})),
            None => listed.push(json!({"host": host, "http": {"paths": [one]}})),
        }
        if let Some(secured) = secured {
            let mut entry = if host.is_empty() { json!({}) } else { json!({"hosts": [host]}) };
            if let Some((_, secret)) = secured.split_once('=') {
                entry["secretName"] = json!(secret);
            }
            tls.push(entry);
        }
    }
    if !listed.is_empty() {
        spec["rules"] = json!(listed);
    }
    if !tls.is_empty() {
        spec["tls"] = json!(tls);
    }
    let mut object = json!({
        "apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": asked.name},
        "spec": spec, "status": {"loadBalancer": {}},
    });
    for (name, text) in asked.flags.all("annotation").iter().filter_map(|one| one.split_once('=')) {
        object["metadata"]["annotations"][name] = json!(text);
    }
    Ok((object, Words::created("failed to create ingress: ")))
}

fn backend(name: &str, port: &str) -> Value {
    let port = port.parse::<i32>().map_or_else(|_| json!({"name": port}), |number| json!({"number": number}));
    json!({"service": {"name": name, "port": port}})
}
