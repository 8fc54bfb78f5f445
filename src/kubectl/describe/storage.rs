//! Persistent volumes, claims and storage classes: describe.go, v1.36.

use serde_json::Value;

use super::volume_sources::{self, PERSISTENT_SOURCES};
use super::{Cluster, Writer, age, events, meta, volumes};
use crate::kinds::Kind;
use crate::kubectl::moment::rfc1123z;
use crate::kubectl::reach::{
    Reach, access_modes, flag_text, is_default_class, labels_text, quantity_text, show, storage_class,
};

pub fn volume(volume: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    let (spec, status) = (&volume["spec"], &volume["status"]);
    meta::name(w, volume);
    meta::labels_and_annotations(w, volume);
    w.field(0, "Finalizers", finalizers(volume));
    w.field(0, "StorageClass", storage_class(volume));
    phase(w, volume, cluster);
    let claim = &spec["claimRef"];
    let claim = match claim.is_set() {
        true => format!("{}/{}", claim["namespace"].text(), claim["name"].text()),
        false => String::new(),
    };
    w.field(0, "Claim", claim);
    w.field(0, "Reclaim Policy", spec["persistentVolumeReclaimPolicy"].text());
    w.field(0, "Access Modes", access_modes(&spec["accessModes"]));
    if spec["volumeMode"].is_set() {
        w.field(0, "VolumeMode", spec["volumeMode"].text());
    }
    w.field(0, "Capacity", quantity_text(&spec["capacity"]["storage"]));
    node_affinity(w, &spec["nodeAffinity"]["required"]);
    w.field(0, "Message", status["message"].text());
    w.write(0, "Source:\n");
    if spec["csi"].is_set() {
        csi(w, &spec["csi"]);
    } else {
        volume_sources::write(w, PERSISTENT_SOURCES, spec);
    }
    events::describe(w, volume, cluster);
}

fn finalizers(object: &Value) -> String {
    let finalizers = &object["metadata"]["finalizers"];
    if finalizers.is_set() { show(finalizers) } else { "[]".into() }
}

fn phase(w: &mut Writer, object: &Value, cluster: &dyn Cluster) {
    let deleted = &object["metadata"]["deletionTimestamp"];
    match deleted.is_set() {
        true => w.field(0, "Status", format!("Terminating (lasts {})", age(deleted, cluster))),
        false => w.field(0, "Status", object["status"]["phase"].text()),
    }
}

fn csi(w: &mut Writer, source: &Value) {
    w.field(2, "Type", "CSI (a Container Storage Interface (CSI) volume source)");
    w.field(2, "Driver", source["driver"].text());
    w.field(2, "FSType", source["fsType"].text());
    w.field(2, "VolumeHandle", source["volumeHandle"].text());
    w.field(2, "ReadOnly", source["readOnly"].flag());
    volumes::csi_attributes(w, &source["volumeAttributes"]);
}

fn node_affinity(w: &mut Writer, required: &Value) {
    w.write(0, "Node Affinity:\t");
    if !required.is_set() {
        return w.line("<none>");
    }
    w.line("");
    w.write(1, "Required Terms:\t");
    let given = required["nodeSelectorTerms"].items();
    w.line(if given.is_empty() { "<none>" } else { "" });
    let operator = |one: &Value| one["operator"].text().to_lowercase();
    given.iter().enumerate().for_each(|(at, term)| {
        terms(w, 2, at, &requirements(&term["matchExpressions"], operator));
    });
}

/// `key in [a, b]`.
fn requirements(given: &Value, operator: impl Fn(&Value) -> String) -> Vec<String> {
    let one = |one: &Value| {
        let text = format!("{} {}", one["key"].text(), operator(one));
        match one["values"].size() {
            0 => text,
            _ => format!("{text} [{}]", one["values"].joined(", ")),
        }
    };
    given.items().iter().map(one).collect()
}

fn terms(w: &mut Writer, level: usize, at: usize, requirements: &[String]) {
    w.write(level, format!("Term {at}:\t"));
    if requirements.is_empty() {
        w.line("<none>");
    }
    for (at, requirement) in requirements.iter().enumerate() {
        if at > 0 {
            w.write(level, "\t");
        }
        w.line(requirement);
    }
}

pub fn claim(claim: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    claim_fields(w, claim, Some(cluster));
    let mut pods: Vec<String> = users(claim, cluster);
    pods.sort();
    meta::list(w, "", "Used By", &pods);
    let conditions = claim["status"]["conditions"].items();
    if !conditions.is_empty() {
        w.write(0, "Conditions:\n");
        w.write(1, "Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage\n");
        w.write(1, "----\t------\t-----------------\t------------------\t------\t-------\n");
    }
    for one in conditions {
        let text = |field: &str| one[field].text();
        let (probe, change) = (rfc1123z(&one["lastProbeTime"]), rfc1123z(&one["lastTransitionTime"]));
        let (kind, status, reason) = (text("type"), text("status"), text("reason"));
        w.write(1, format!("{kind} \t{status} \t{probe} \t{change} \t{reason} \t{}\n", text("message")));
    }
    events::describe(w, claim, cluster);
}

/// A claim, or without a cluster the template of one, which has no name and no state.
pub fn claim_fields(w: &mut Writer, claim: &Value, full: Option<&dyn Cluster>) {
    let (spec, status) = (&claim["spec"], &claim["status"]);
    if full.is_some() {
        meta::name_and_namespace(w, claim);
    }
    w.field(0, "StorageClass", storage_class(claim));
    if let Some(cluster) = full {
        phase(w, claim, cluster);
    }
    w.field(0, "Volume", spec["volumeName"].text());
    meta::labels_and_annotations(w, claim);
    if full.is_some() {
        w.field(0, "Finalizers", finalizers(claim));
    }
    let (capacity, modes) = match spec["volumeName"].text() {
        "" => Default::default(),
        _ => (quantity_text(&status["capacity"]["storage"]), access_modes(&status["accessModes"])),
    };
    w.field(0, "Capacity", capacity);
    w.field(0, "Access Modes", modes);
    if spec["volumeMode"].is_set() {
        w.field(0, "VolumeMode", spec["volumeMode"].text());
    }
    data_source(w, &spec["dataSource"]);
}

fn data_source(w: &mut Writer, source: &Value) {
    if !source.is_set() {
        return;
    }
    w.write(0, "DataSource:\n");
    if source["apiGroup"].is_set() {
        w.field(1, "APIGroup", source["apiGroup"].text());
    }
    w.field(1, "Kind", source["kind"].text());
    w.field(1, "Name", source["name"].text());
}

/// The pods that mount a claim, and those that own it.
fn users(claim: &Value, cluster: &dyn Cluster) -> Vec<String> {
    let meta = &claim["metadata"];
    let pods = cluster.list(Kind::Pod, Some(meta["namespace"].text()));
    let mounts = |volume: &&Value| volume["persistentVolumeClaim"]["claimName"] == meta["name"];
    let mut found: Vec<&Value> = Vec::new();
    for pod in &pods {
        let volumes = pod["spec"]["volumes"].items().iter().filter(mounts);
        found.extend(volumes.map(|_| pod));
    }
    let owners = meta["ownerReferences"].items().iter().filter(|owner| owner["kind"] == "Pod");
    for owner in owners {
        let uid = |pod: &&Value| pod["metadata"]["uid"] == owner["uid"];
        let owning = pods.iter().find(uid).filter(|_| !found.iter().any(uid));
        found.extend(owning);
    }
    found.into_iter().map(|pod| pod["metadata"]["name"].text().to_owned()).collect()
}

pub fn class(class: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    meta::name(w, class);
    w.field(0, "IsDefaultClass", if is_default_class(class) { "Yes" } else { "No" });
    w.field(0, "Annotations", labels_text(&class["metadata"]["annotations"]));
    w.field(0, "Provisioner", class["provisioner"].text());
    w.field(0, "Parameters", labels_text(&class["parameters"]));
    w.field(0, "AllowVolumeExpansion", flag_text(&class["allowVolumeExpansion"]));
    let options = class["mountOptions"].items();
    w.write(0, if options.is_empty() { "MountOptions:\t<none>\n" } else { "MountOptions:\n" });
    options.iter().for_each(|option| w.write(1, format!("{}\n", option.text())));
    for (name, field) in [("ReclaimPolicy", "reclaimPolicy"), ("VolumeBindingMode", "volumeBindingMode")] {
        if class[field].is_set() {
            w.field(0, name, class[field].text());
        }
    }
    if class["allowedTopologies"].is_set() {
        allowed_topologies(w, class["allowedTopologies"].items());
    }
    events::describe(w, class, cluster);
}

fn allowed_topologies(w: &mut Writer, given: &[Value]) {
    w.write(0, "AllowedTopologies:\t");
    w.line(if given.is_empty() { "<none>" } else { "" });
    given.iter().enumerate().for_each(|(at, term)| {
        terms(w, 1, at, &requirements(&term["matchLabelExpressions"], |_| "in".into()));
    });
}

/// The claims a StatefulSet makes for each of its pods.
pub fn claim_templates(w: &mut Writer, templates: &[Value]) {
    if templates.is_empty() {
        return w.write(0, "Volume Claims:\t<none>\n");
    }
    w.write(0, "Volume Claims:\n");
    for claim in templates {
        let (own, spec) = (&claim["metadata"], &claim["spec"]);
        w.field(1, "Name", own["name"].text());
        w.field(1, "StorageClass", storage_class(claim));
        meta::labels_indented(w, "  ", "Labels", &own["labels"]);
        meta::labels_indented(w, "  ", "Annotations", &own["annotations"]);
        let capacity = &spec["resources"]["requests"]["storage"];
        let capacity = if capacity.is_set() { quantity_text(capacity) } else { "<default>".into() };
        w.field(1, "Capacity", capacity);
        let modes = &spec["accessModes"];
        w.field(1, "Access Modes", if modes.is_set() { show(modes) } else { "[]".into() });
    }
}
