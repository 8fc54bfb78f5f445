//! The charts there are: what `helm` would have fetched, as manifests, and the values of them that are heeded.

use serde_json::{Value, json};

use crate::kinds::edit::ensure;
use crate::yaml;

/// A chart of a repository.
pub struct Chart {
    /// The end of the repository's address, by which it is told from others of the same name.
    repository: &'static str,
    pub name: &'static str,
    pub version: &'static str,
    pub app_version: &'static str,
    pub description: &'static str,
    text: &'static str,
    /// Values that change something here.
    heeds: &'static [&'static str],
    apply: fn(&Value, &mut [Value]),
}

const CHARTS: &[Chart] = &[Chart {
    repository: "kubernetes.github.io/ingress-nginx",
    name: "ingress-nginx",
    version: "4.14.1",
    app_version: "1.14.1",
    description: "Ingress controller for Kubernetes using NGINX as a reverse proxy and load balancer",
    text: include_str!("../../../labs/charts/ingress-nginx.yaml"),
    heeds: &[
        "controller.replicaCount",
        "controller.service.type",
        "controller.service.annotations",
        "controller.service.loadBalancerIP",
        "controller.service.appProtocol",
        "controller.appProtocol",
        "controller.config",
        "controller.resources",
        "controller.nodeSelector",
        "controller.tolerations",
    ],
    apply: ingress_nginx,
}];

/// The charts of a repository.
pub fn of(url: &str) -> impl Iterator<Item = &'static Chart> {
    let bare = url.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    let bare = bare.to_owned();
    CHARTS.iter().filter(move |chart| chart.repository == bare)
}

impl Chart {
    /// The objects of a release.
    pub fn objects(&self, release: &str, namespace: &str, values: &Value) -> Vec<Value> {
        let full = match release.contains(self.name) {
            true => release.to_owned(),
            false => format!("{release}-{}", self.name),
        };
        let text = self.text.replace("FULLNAME", &full).replace("RELEASE", release);
        let text = text.replace("NAMESPACE", namespace);
        let mut objects: Vec<Value> =
            yaml::read(&text).into_iter().filter_map(Result::ok).map(|document| document.value).collect();
        for object in &mut objects {
            self.mark(object, release, namespace);
        }
        (self.apply)(values, &mut objects);
        objects
    }

    fn mark(&self, object: &mut Value, release: &str, namespace: &str) {
        let meta = ensure(object, "metadata");
        let labels = json!({
            "app.kubernetes.io/instance": release, "app.kubernetes.io/managed-by": "Helm",
            "app.kubernetes.io/name": self.name, "app.kubernetes.io/part-of": self.name,
            "app.kubernetes.io/version": self.app_version, "helm.sh/chart": format!("{}-{}", self.name, self.version),
        });
        meta["labels"] = labels;
        meta["annotations"] =
            json!({"meta.helm.sh/release-name": release, "meta.helm.sh/release-namespace": namespace});
    }

    /// Values that were given and change nothing here.
    pub fn unheeded(&self, values: &Value) -> Vec<String> {
        let mut found = Vec::new();
        leaves(values, "", &mut found);
        found.retain(|path| {
            !self.heeds.iter().any(|known| path == known || path.starts_with(&format!("{known}.")))
        });
        found
    }
}

fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value.as_object().filter(|members| !members.is_empty()) {
        Some(members) => {
            for (name, inner) in members {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                leaves(inner, &path, found);
            }
        }
        None if path.is_empty() => {}
        None => found.push(path.to_owned()),
    }
}

fn ingress_nginx(values: &Value, objects: &mut [Value]) {
    let controller = &values["controller"];
    let service = &controller["service"];
    let is = |object: &Value, kind: &str| {
        let name = object["metadata"]["name"].as_str().unwrap_or_default();
        object["kind"] == kind && name.ends_with("-controller")
    };
    for object in objects.iter_mut() {
        if is(object, "ConfigMap") && controller["config"].is_object() {
            object["data"] = controller["config"].clone();
        }
        if is(object, "Service") {
            change_service(service, &mut object["spec"]);
            for (name, value) in service["annotations"].as_object().into_iter().flatten() {
                object["metadata"]["annotations"][name] = value.clone();
            }
        }
        if is(object, "Deployment") {
            if controller["replicaCount"].is_number() {
                object["spec"]["replicas"] = controller["replicaCount"].clone();
            }
            let spec = &mut object["spec"]["template"]["spec"];
            if controller["resources"].is_object() {
                spec["containers"][0]["resources"] = controller["resources"].clone();
            }
            for field in ["nodeSelector", "tolerations"] {
                if !controller[field].is_null() {
                    spec[field] = controller[field].clone();
                }
            }
        }
    }
}

fn change_service(wanted: &Value, spec: &mut Value) {
    if let Some(kind) = wanted["type"].as_str() {
        spec["type"] = json!(kind);
    }
    if let Some(ip) = wanted["loadBalancerIP"].as_str().filter(|ip| !ip.is_empty()) {
        spec["loadBalancerIP"] = json!(ip);
    }
    if wanted["appProtocol"] == false {
        for port in spec["ports"].as_array_mut().into_iter().flatten() {
            port.as_object_mut().map(|port| port.remove("appProtocol"));
        }
    }
}
