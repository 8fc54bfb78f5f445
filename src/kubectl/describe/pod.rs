//! Pods: `describePod` of describe.go, v1.36.

use serde_json::Value;

use super::containers::{self, Containers};
use super::{Cluster, Writer, age, events, meta, template, volumes};
use crate::kinds::pod::Pod;
use crate::kinds::{Codec, qos};
use crate::kubectl::moment::rfc1123z;
use crate::kubectl::reach::Reach;

const MIRROR: &str = "kubernetes.io/config.mirror";

pub fn describe(pod: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    let (spec, status) = (&pod["spec"], &pod["status"]);
    head(w, pod);
    phase(w, pod, cluster);
    security(w, spec);
    w.field(0, "IP", status["podIP"].text());
    ips(w, status);
    meta::controlled_by(w, pod);
    optional(w, "NominatedNodeName", &status["nominatedNodeName"]);
    if spec["resources"].is_set() {
        w.write(0, "Resources:\n");
        containers::resources(w, 1, &spec["resources"]);
    }
    all_containers(w, pod);
    readiness_gates(w, spec, status);
    pod_conditions(w, status);
    volumes::describe(w, "", spec["volumes"].items());
    w.field(0, "QoS Class", qos_class(pod));
    meta::labels(w, "Node-Selectors", &spec["nodeSelector"]);
    template::tolerations(w, "", spec["tolerations"].items());
    template::spread(w, "", spec["topologySpreadConstraints"].items());
    events::write(w, cluster.events(about(pod)), cluster);
}

fn optional(w: &mut Writer, name: &str, value: &Value) {
    if !value.text().is_empty() {
        w.field(0, name, value.text());
    }
}

/// Events are found by name and UID; those of a mirror pod carry the UID of its file.
fn about(pod: &Value) -> super::About<'_> {
    let mirrored = &pod["metadata"]["annotations"][MIRROR];
    let about = events::about(pod);
    super::About { kind: None, uid: mirrored.text_or(about.uid), ..about }
}

fn head(w: &mut Writer, pod: &Value) {
    let (spec, status) = (&pod["spec"], &pod["status"]);
    meta::name_and_namespace(w, pod);
    if let Some(priority) = spec["priority"].as_i64() {
        w.field(0, "Priority", priority);
    }
    optional(w, "Priority Class Name", &spec["priorityClassName"]);
    optional(w, "Runtime Class Name", &spec["runtimeClassName"]);
    optional(w, "Service Account", &spec["serviceAccountName"]);
    match spec["nodeName"].text() {
        "" => w.field(0, "Node", "<none>"),
        node => w.field(0, "Node", format!("{node}/{}", status["hostIP"].text())),
    }
    if status["startTime"].is_set() {
        w.field(0, "Start Time", rfc1123z(&status["startTime"]));
    }
    meta::labels_and_annotations(w, pod);
}

fn phase(w: &mut Writer, pod: &Value, cluster: &dyn Cluster) {
    let (meta, status) = (&pod["metadata"], &pod["status"]);
    let phase = status["phase"].text();
    if meta["deletionTimestamp"].is_set() && !matches!(phase, "Failed" | "Succeeded") {
        let since = age(&meta["deletionTimestamp"], cluster);
        w.field(0, "Status", format!("Terminating (lasts {since})"));
        let grace = meta["deletionGracePeriodSeconds"].int();
        w.field(0, "Termination Grace Period", format!("{grace}s"));
    } else {
        w.field(0, "Status", phase);
    }
    optional(w, "Reason", &status["reason"]);
    optional(w, "Message", &status["message"]);
}

fn security(w: &mut Writer, spec: &Value) {
    let profile = &spec["securityContext"]["seccompProfile"];
    if profile.is_set() {
        w.field(0, "SeccompProfile", profile["type"].text());
    }
    if profile["type"] == "Localhost" {
        w.field(0, "LocalhostProfile", profile["localhostProfile"].text());
    }
}

fn ips(w: &mut Writer, status: &Value) {
    let ips = status["podIPs"].items();
    if ips.is_empty() {
        return w.field(0, "IPs", "<none>");
    }
    w.write(0, "IPs:\n");
    ips.iter().for_each(|ip| w.field(1, "IP", ip["ip"].text()));
}

fn all_containers(w: &mut Writer, pod: &Value) {
    let (spec, status) = (&pod["spec"], &pod["status"]);
    let of = |label, list: &str, statuses: &str| Containers {
        label,
        list: spec[list].items().to_vec(),
        statuses: status[statuses].items().to_vec(),
        pod: Some(pod),
        space: "",
    };
    if spec["initContainers"].size() > 0 {
        containers::describe(w, &of("Init Containers", "initContainers", "initContainerStatuses"));
    }
    containers::describe(w, &of("Containers", "containers", "containerStatuses"));
    if spec["ephemeralContainers"].size() > 0 {
        let ephemeral = of("Ephemeral Containers", "ephemeralContainers", "ephemeralContainerStatuses");
        containers::describe(w, &ephemeral);
    }
}

fn readiness_gates(w: &mut Writer, spec: &Value, status: &Value) {
    let gates = spec["readinessGates"].items();
    if gates.is_empty() {
        return;
    }
    w.write(0, "Readiness Gates:\n  Type\tStatus\n");
    for gate in gates {
        let kind = &gate["conditionType"];
        let condition = status["conditions"].items().iter().find(|condition| condition["type"] == *kind);
        let status = condition.map_or("<none>", |condition| condition["status"].text());
        w.write(1, format!("{} \t{status} \n", kind.text()));
    }
}

fn pod_conditions(w: &mut Writer, status: &Value) {
    let conditions = status["conditions"].items();
    if conditions.is_empty() {
        return;
    }
    w.write(0, "Conditions:\n  Type\tStatus\n");
    for one in conditions {
        w.write(1, format!("{} \t{} \n", one["type"].text(), one["status"].text()));
    }
}

fn qos_class(pod: &Value) -> String {
    match pod["status"]["qosClass"].text() {
        "" => qos::qos_class(&Pod::from_value(pod).spec).to_owned(),
        class => class.to_owned(),
    }
}
