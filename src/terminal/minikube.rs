//! minikube, as far as a cluster that is there already needs it: `ip`, `status`, `service`, `addons list`.

use super::helm;
use super::seat::Seat;
use crate::cluster::network::url_of;
use crate::kinds::node::Node;
use crate::kinds::service::Service;
use crate::sh::Outcome;

pub fn run(seat: &mut Seat<'_>, rest: &[String]) -> Outcome {
    let words: Vec<&str> = rest.iter().map(String::as_str).filter(|one| !one.starts_with('-')).collect();
    match words.as_slice() {
        ["ip", ..] => Outcome::said(format!("{}\n", address(seat))),
        ["status", ..] => Outcome::said(
            "minikube\ntype: Control Plane\nhost: Running\nkubelet: Running\napiserver: Running\nkubeconfig: Configured\n\n",
        ),
        ["service", "list", ..] => services(seat, None),
        ["service", name, ..] => services(seat, Some((namespace(rest), name))),
        ["addons", "list", ..] => Outcome::said(
            "|----------------|---------|\n|   ADDON NAME   | STATUS  |\n|----------------|---------|\n| metrics-server | enabled |\n|----------------|---------|\n",
        ),
        ["addons", "enable", "ingress", ..] => enable_ingress(seat),
        ["addons", "enable", "metrics-server", ..] => {
            Outcome::said("* The 'metrics-server' addon is enabled\n")
        }
        ["addons", "enable", name, ..] => Outcome::said(format!(
            "minikube: not here: {name} would be installed; apply its manifests instead\n"
        )),
        ["start", ..] => {
            Outcome::said("minikube: not here: the cluster runs already; choose another one at the top\n")
        }
        ["version", ..] => Outcome::said("minikube version: v1.38.0\n"),
        [] => Outcome::said("minikube provisions and manages local Kubernetes clusters\n"),
        [other, ..] => Outcome::said(format!(
            "minikube: not here: `minikube {other}` would act on a virtual machine; this cluster is simulated\n"
        )),
    }
}

/// As minikube says it, without the icons a terminal gets.
fn enable_ingress(seat: &mut Seat<'_>) -> Outcome {
    match helm::enable_ingress(seat) {
        Ok(()) => Outcome::said(
            "* ingress is an addon maintained by Kubernetes. For any concerns contact minikube on GitHub.\n\
             You can view the list of minikube maintainers at: https://github.com/kubernetes/minikube/blob/master/OWNERS\n  \
             - Using image registry.k8s.io/ingress-nginx/controller:v1.14.1\n* Verifying ingress addon...\n\
             * The 'ingress' addon is enabled\n",
        ),
        Err(why) => Outcome::failed(1, &why),
    }
}

fn address(seat: &Seat<'_>) -> String {
    let node = seat.world.api().store().list::<Node>().next();
    node.map_or(String::new(), |node| node.internal_ip().to_owned())
}

fn namespace(rest: &[String]) -> &str {
    let at = rest.iter().position(|one| one == "-n" || one == "--namespace");
    at.and_then(|at| rest.get(at + 1)).map_or("default", String::as_str)
}

fn services(seat: &Seat<'_>, only: Option<(&str, &str)>) -> Outcome {
    let store = seat.world.api().store();
    let meant = |service: &&std::sync::Arc<Service>| {
        let meta = &service.meta;
        only.is_none_or(|(namespace, name)| meta.name == name && meta.namespace == namespace)
    };
    let mut rows = vec![["NAMESPACE", "NAME", "TARGET PORT", "URL"].map(str::to_owned)];
    for service in store.list::<Service>().filter(meant) {
        let port = service.spec.ports.first();
        let outside = port.filter(|port| port.node_port != 0).and_then(|_| url_of(service, store));
        let (target, url) = match (port, outside) {
            (Some(port), Some(url)) => (port.port.to_string(), format!("http://{url}")),
            _ => ("No node port".to_owned(), String::new()),
        };
        rows.push([service.meta.namespace.clone(), service.meta.name.clone(), target, url]);
    }
    if let (Some((namespace, name)), 1) = (only, rows.len()) {
        let why = format!(
            "X Exiting due to SVC_NOT_FOUND: Service '{name}' was not found in '{namespace}' namespace."
        );
        return Outcome::failed(115, &why);
    }
    Outcome::said(framed(&rows))
}

fn framed(rows: &[[String; 4]]) -> String {
    let widths: Vec<usize> =
        (0..4).map(|at| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default()).collect();
    let rule: String =
        widths.iter().map(|width| format!("|{}", "-".repeat(width + 2))).collect::<String>() + "|\n";
    let mut text = rule.clone();
    for (at, row) in rows.iter().enumerate() {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("| {cell:<width$} "));
        text += &(cells.collect::<String>() + "|\n");
        if at == 0 {
            text += &rule;
        }
    }
    text + &rule
}
