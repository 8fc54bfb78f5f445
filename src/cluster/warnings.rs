//! What the server accepts but warns of: pkg/api/{pod,service,persistentvolume,storage,job}/warnings.go and
//! the deprecations in staging/src/k8s.io/api, v1.36.
//!
//! A warning is one line that kubectl prints after `Warning: `; it never stops a write.

use serde_json::Value;

use crate::kinds::quantity::Quantity;
use crate::kinds::{Kind, Object};

/// Warnings of one write at most; the server cuts its list too.
const LIMIT: usize = 32;

/// The warnings of writing an object in place of `old`.
pub fn of(object: &Object, old: Option<&Object>) -> Vec<String> {
    let mut lines = Vec::new();
    match object.kind() {
        Kind::Endpoints => {
            lines.push(
                "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice".to_owned(),
            );
        }
        Kind::Service => service(&object.to_value(), &mut lines),
        Kind::PersistentVolume => volume(&object.to_value(), &mut lines),
        Kind::Ingress if old.is_none() => ingress(object, &mut lines),
        Kind::Pod if old.is_none() && object.meta().controller().is_none() => {
            template("", &object.to_value(), &mut lines);
        }
        Kind::Deployment | Kind::StatefulSet | Kind::DaemonSet | Kind::Job | Kind::ReplicationController => {
            template("spec.template.", &object.to_value()["spec"]["template"], &mut lines);
        }
        Kind::ReplicaSet if object.meta().controller().is_none() => {
            template("spec.template.", &object.to_value()["spec"]["template"], &mut lines);
        }
        Kind::CronJob => {
            let inner = &object.to_value()["spec"]["jobTemplate"]["spec"]["template"];
            template("spec.jobTemplate.spec.template.", inner, &mut lines);
        }
        _ => {}
    }
    lines.truncate(LIMIT);
    lines
}

fn service(object: &Value, lines: &mut Vec<String>) {
    if !items(&object["spec"]["externalIPs"]).is_empty() {
        lines.push("spec.externalIPs is deprecated and may no longer be implemented in some clusters".into());
    }
    if object["spec"]["sessionAffinity"] == "ClientIP" && object["spec"]["clusterIP"] == "None" {
        lines.push("spec.SessionAffinity is ignored for headless services".into());
    }
}

fn volume(object: &Value, lines: &mut Vec<String>) {
    if object["spec"]["persistentVolumeReclaimPolicy"] == "Recycle" {
        lines.push(
            "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended \
             approach is to use dynamic provisioning."
                .into(),
        );
    }
}

fn ingress(object: &Object, lines: &mut Vec<String>) {
    if object.meta().annotation("kubernetes.io/ingress.class").is_some() {
        lines.push(
            "annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead"
                .into(),
        );
    }
}

const NODE_LABELS: [(&str, &str); 5] = [
    ("beta.kubernetes.io/arch", "deprecated since v1.14; use \"kubernetes.io/arch\" instead"),
    ("beta.kubernetes.io/os", "deprecated since v1.14; use \"kubernetes.io/os\" instead"),
    (
        "failure-domain.beta.kubernetes.io/region",
        "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
    ),
    (
        "failure-domain.beta.kubernetes.io/zone",
        "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
    ),
    (
        "beta.kubernetes.io/instance-type",
        "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
    ),
];

const VOLUMES: [(&str, &str); 12] = [
    ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
    ("gitRepo", "deprecated in v1.11"),
    ("scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
    ("flocker", "deprecated in v1.22, non-functional in v1.25+"),
    ("storageos", "deprecated in v1.22, non-functional in v1.25+"),
    ("quobyte", "deprecated in v1.22, non-functional in v1.25+"),
    ("glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
    ("cephfs", "deprecated in v1.28, non-functional in v1.31+"),
    ("rbd", "deprecated in v1.28, non-functional in v1.31+"),
    ("awsElasticBlockStore", "deprecated in v1.23"),
    ("azureDisk", "deprecated in v1.19"),
    ("gcePersistentDisk", "deprecated in v1.17"),
];

/// A pod, or the template of one at `path`.
fn template(path: &str, object: &Value, lines: &mut Vec<String>) {
    let spec = &object["spec"];
    let pod = format!("{path}spec.");
    for (label, why) in NODE_LABELS {
        if spec["nodeSelector"].get(label).is_some() {
            lines.push(format!("{pod}nodeSelector[{label}]: {why}"));
        }
    }
    for (at, volume) in items(&spec["volumes"]).iter().enumerate() {
        for (source, why) in VOLUMES.iter().filter(|(source, _)| volume.get(source).is_some()) {
            lines.push(format!("{pod}volumes[{at}].{source}: {why}"));
        }
    }
    if spec["terminationGracePeriodSeconds"].as_i64().is_some_and(|seconds| seconds < 0) {
        lines.push(format!(
            "{pod}terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1"
        ));
    }
    for (at, secret) in items(&spec["imagePullSecrets"]).iter().enumerate() {
        if secret["name"].as_str().unwrap_or_default().is_empty() {
            lines.push(format!("{pod}imagePullSecrets[{at}].name: invalid empty name \"\""));
        }
    }
    for list in ["initContainers", "containers"] {
        for (at, one) in items(&spec[list]).iter().enumerate() {
            container(&format!("{pod}{list}[{at}]"), one, lines);
        }
    }
}

fn container(path: &str, container: &Value, lines: &mut Vec<String>) {
    for list in ["limits", "requests"] {
        for name in ["memory", "ephemeral-storage"] {
            let Some(text) = container["resources"][list][name].as_str() else { continue };
            let fraction = Quantity::parse(text).is_ok_and(|amount| {
                !amount.milli_value().rem_euclid(1000).eq(&0) && amount.milli_value() > 0
            });
            if fraction {
                lines.push(format!(
                    "{path}.resources.{list}[{name}]: fractional byte value \"{text}\" is invalid, must be an integer"
                ));
            }
        }
    }
    let environment = items(&container["env"]);
    for (at, variable) in environment.iter().enumerate() {
        let name = variable["name"].as_str().unwrap_or_default();
        let value = variable["value"].as_str().unwrap_or_default();
        let hidden = environment[..at].iter().any(|earlier| earlier["name"] == variable["name"]);
        if hidden && !value.contains(&format!("$({name})")) {
            lines.push(format!(
                "{path}.env[{at}]: hides previous definition of \"{name}\", which may be dropped when using apply"
            ));
        }
    }
    let ports = items(&container["ports"]);
    for (at, port) in ports.iter().enumerate() {
        let same = |earlier: &Value| {
            earlier["containerPort"] == port["containerPort"] && earlier["protocol"] == port["protocol"]
        };
        if let Some(first) = ports[..at].iter().position(same) {
            lines.push(format!("{path}.ports[{at}]: duplicate port definition with {path}.ports[{first}]"));
        }
    }
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}
