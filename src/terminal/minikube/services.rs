//! `minikube service` and `service list`: cmd/minikube/cmd/service{,_list}.go and pkg/minikube/service, v1.38.

use std::sync::Arc;

use super::table::framed;
use super::{Asked, Style, must_run};
use crate::cluster::World;
use crate::kinds::node::Node;
use crate::kinds::pod::Pod;
use crate::kinds::selector;
use crate::kinds::service::Service;
use crate::sh::Outcome;
use crate::terminal::seat::Seat;

/// reason/exitcodes.go: ExSvcNotFound, ExSvcUnavailable
const NOT_FOUND: i32 = 115;
const UNAVAILABLE: i32 = 119;
const HEADINGS: [&str; 4] = ["Namespace", "Name", "Target Port", "URL"];
const USUAL_FORMAT: &str = "http://{{.IP}}:{{.Port}}";

/// A Service's ports as they are called, and where they are from outside.
struct Urls {
    ports: Vec<String>,
    urls: Vec<String>,
}

impl Urls {
    fn of(world: &World, service: &Service, asked: &Asked<'_>) -> Urls {
        let node = world.api().store().list::<Node>().next();
        let ip = node.map_or(String::new(), |node| node.internal_ip().to_owned());
        let format = asked.flag(&["--format"]).unwrap_or(USUAL_FORMAT);
        let published = || service.spec.ports.iter().filter(|port| port.node_port != 0);
        let port_name =
            |name: &str, port: i32| if name.is_empty() { port.to_string() } else { format!("{name}/{port}") };
        let url = |port: i32| {
            let url = format.replace("{{.IP}}", &ip).replace("{{.Port}}", &port.to_string());
            if asked.is_on("--https") { url.replacen("http://", "https://", 1) } else { url }
        };
        Urls {
            ports: published().map(|port| port_name(&port.name, port.port)).collect(),
            urls: published().map(|port| url(port.node_port)).collect(),
        }
    }
}

fn row(service: &Service, target: &str, url: &str) -> Vec<String> {
    let meta = &service.meta;
    [&meta.namespace, &meta.name, target, url].map(str::to_owned).to_vec()
}

pub fn list(seat: &Seat<'_>, asked: &Asked<'_>) -> Outcome {
    if let Err(refused) = must_run(seat, asked) {
        return refused;
    }
    let only = asked.flag(&["-n", "--namespace"]);
    let store = seat.world.api().store();
    let meant = |service: &&Arc<Service>| only.is_none_or(|namespace| service.meta.namespace == namespace);
    let of_service = |service: &Arc<Service>| {
        let found = Urls::of(seat.world, service, asked);
        match found.urls.is_empty() {
            true => row(service, "No node port", ""),
            false => row(service, &found.ports.join("\n"), &found.urls.join("\n")),
        }
    };
    let rows: Vec<_> = store.list::<Service>().filter(meant).map(of_service).collect();
    Outcome::said(framed(&HEADINGS, &rows, true))
}

pub fn open(seat: &Seat<'_>, asked: &Asked<'_>, names: &[&str]) -> Outcome {
    if let Err(refused) = must_run(seat, asked) {
        return refused;
    }
    let namespace = asked.flag(&["-n", "--namespace"]).unwrap_or("default");
    let store = seat.world.api().store();
    let all = asked.is_on("--all");
    let mut services: Vec<Arc<Service>> = Vec::new();
    for name in names {
        match store.get::<Service>(namespace, name) {
            Some(service) => services.push(Arc::clone(service)),
            None => return missing(asked.style, name, namespace),
        }
    }
    if all {
        services = store.list_in::<Service>(namespace).cloned().collect();
    }
    if services.is_empty() {
        let why = "You must specify service name(s) or --all";
        return asked.style.failure(super::USAGE, "MK_USAGE", why);
    }
    let mut said = Outcome::default();
    for service in services {
        let one = open_one(seat.world, asked, &service);
        said.stdout += &one.stdout;
        said.stderr += &one.stderr;
        said.code = said.code.max(one.code);
    }
    said
}

fn missing(style: Style, name: &str, namespace: &str) -> Outcome {
    let why = format!(
        "Service '{name}' was not found in '{namespace}' namespace.\nYou may select another namespace by using 'minikube \
         service {name} -n <namespace>'. Or list out all the services using 'minikube service list'"
    );
    style.failure(NOT_FOUND, "SVC_NOT_FOUND", &why)
}

fn open_one(world: &World, asked: &Asked<'_>, service: &Service) -> Outcome {
    let (style, name) = (asked.style, format!("{}/{}", service.meta.namespace, service.meta.name));
    let found = Urls::of(world, service, asked);
    let only_url = asked.is_on("--url");
    let mut text = String::new();
    if !only_url {
        let row = match found.urls.is_empty() {
            true => row(service, "", "No node port"),
            false => row(service, &found.ports.join("\n"), &found.urls.join("\n")),
        };
        text += &framed(&HEADINGS, &[row], true);
    }
    if found.urls.is_empty() {
        text += &style.line("😿", &format!("service {name} has no node port"));
        let why = format!(
            "Services [{name}] have type \"{}\" not meant to be exposed, however for local development minikube allows you \
             to access this !",
            service.spec.kind
        );
        return Outcome { stdout: text, stderr: style.line("❗", &why), code: 0 };
    }
    if !has_running_pod(world, service) {
        let why = format!("service not available: no running pod for service {} found", service.meta.name);
        return Outcome { stdout: text, ..style.failure(UNAVAILABLE, "SVC_UNREACHABLE", &why) };
    }
    for url in &found.urls {
        text += &match only_url {
            true => format!("{url}\n"),
            false => {
                let opening = format!("Opening service {name} in default browser...");
                style.line("🎉", &opening) + &style.line("👉", url)
            }
        };
    }
    Outcome::said(text)
}

/// CheckServicePods
fn has_running_pod(world: &World, service: &Service) -> bool {
    let pods = world.api().store().list_in::<Pod>(&service.meta.namespace);
    let is_meant = |pod: &&Arc<Pod>| selector::matches_all(&service.spec.selector, &pod.meta.labels);
    pods.into_iter().filter(is_meant).any(|pod| pod.status.phase == "Running")
}
