//! Ingresses and their classes: describe.go, v1.36.

use serde_json::Value;

use super::{Cluster, Writer, events, meta, service};
use crate::kinds::Kind;
use crate::kubectl::reach::{Reach, load_balancer};

pub fn ingress(ingress: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    let (spec, own) = (&ingress["spec"], &ingress["metadata"]);
    let backend = |backend: &Value| backend_text(cluster, own["namespace"].text(), backend);
    meta::name(w, ingress);
    meta::labels(w, "Labels", &own["labels"]);
    w.field(0, "Namespace", own["namespace"].text());
    w.field(0, "Address", load_balancer(&ingress["status"]["loadBalancer"]));
    w.field(0, "Ingress Class", spec["ingressClassName"].text_or("<none>"));
    let default = &spec["defaultBackend"];
    let default = if default.is_set() { backend(default) } else { "<default>".into() };
    w.field(0, "Default backend", &default);
    tls(w, spec["tls"].items());
    w.write(0, "Rules:\n  Host\tPath\tBackends\n");
    w.write(1, "----\t----\t--------\n");
    let rules: Vec<&Value> = spec["rules"].items().iter().filter(|rule| rule["http"].is_set()).collect();
    for rule in &rules {
        let host = Some(rule["host"].text()).filter(|host| !host.is_empty()).unwrap_or("*");
        w.write(1, format!("{host}\t\n"));
        for path in rule["http"]["paths"].items() {
            w.write(2, format!("\t{} \t{}\n", path["path"].text(), backend(&path["backend"])));
        }
    }
    if rules.is_empty() {
        w.write(1, format!("*\t*\t{default}\n"));
    }
    meta::annotations(w, "Annotations", &own["annotations"]);
    events::describe(w, ingress, cluster);
}

fn tls(w: &mut Writer, tls: &[Value]) {
    if !tls.is_empty() {
        w.write(0, "TLS:\n");
    }
    for one in tls {
        let hosts = one["hosts"].joined(",");
        match one["secretName"].text() {
            "" => w.write(1, format!("SNI routes {hosts}\n")),
            secret => w.write(1, format!("{secret} terminates {hosts}\n")),
        }
    }
}

fn backend_text(cluster: &dyn Cluster, namespace: &str, backend: &Value) -> String {
    let (of_service, resource) = (&backend["service"], &backend["resource"]);
    if of_service.is_set() {
        return service_text(cluster, namespace, of_service);
    }
    if resource.is_set() {
        let group = resource["apiGroup"].text_or("<none>");
        let (kind, name) = (resource["kind"].text(), resource["name"].text());
        return format!("APIGroup: {group}, Kind: {kind}, Name: {name}");
    }
    String::new()
}

fn service_text(cluster: &dyn Cluster, namespace: &str, backend: &Value) -> String {
    let (name, port) = (backend["name"].text(), &backend["port"]);
    let text = match port["number"].int() {
        0 => format!("{name}:{}", port["name"].text()),
        number => format!("{name}:{number}"),
    };
    let Some(found) = cluster.get(Kind::Service, namespace, name) else {
        return format!("{text} (<error: services \"{name}\" not found>)");
    };
    let wanted = |one: &&Value| match (port["number"].int(), port["name"].text()) {
        (number, _) if number != 0 && number == one["port"].int() => true,
        (_, name) => !name.is_empty() && name == one["name"].text(),
    };
    let port_name = found["spec"]["ports"].items().iter().rfind(wanted).map_or("", |one| one["name"].text());
    format!("{text} ({})", service::formatted(&service::slices(cluster, namespace, name), port_name))
}

pub fn ingress_class(class: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    let spec = &class["spec"];
    meta::name(w, class);
    meta::labels_and_annotations(w, class);
    w.field(0, "Controller", spec["controller"].text());
    let parameters = &spec["parameters"];
    if parameters.is_set() {
        w.write(0, "Parameters:\n");
        if parameters["apiGroup"].is_set() {
            w.field(1, "APIGroup", parameters["apiGroup"].text());
        }
        w.field(1, "Kind", parameters["kind"].text());
        w.field(1, "Name", parameters["name"].text());
    }
    events::describe(w, class, cluster);
}
