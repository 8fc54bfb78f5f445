//! Deployments, the sets of pods, and disruption budgets: describe.go with kubectl pkg/util/deployment, v1.36.

use serde_json::{Value, json};

use super::{Cluster, Writer, events, meta, storage, template};
use crate::kinds::Kind;
use crate::kubectl::reach::{Reach, controller, int_or_text, labels_text};
use crate::kubectl::selectors;

const HASH: &str = "pod-template-hash";

pub fn deployment(deployment: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    let (spec, status) = (&deployment["spec"], &deployment["status"]);
    meta::name_and_namespace(w, deployment);
    meta::creation(w, deployment);
    meta::labels_and_annotations(w, deployment);
    w.field(0, "Selector", selector(spec));
    let replicas = format!(
        "{} desired | {} updated | {} total | {} available | {} unavailable",
        spec["replicas"].int(),
        status["updatedReplicas"].int(),
        status["replicas"].int(),
        status["availableReplicas"].int(),
        status["unavailableReplicas"].int()
    );
    w.field(0, "Replicas", replicas);
    w.field(0, "StrategyType", spec["strategy"]["type"].text());
    w.field(0, "MinReadySeconds", spec["minReadySeconds"].int());
    let rolling = &spec["strategy"]["rollingUpdate"];
    if rolling.is_set() {
        let (unavailable, surge) =
            (int_or_text(&rolling["maxUnavailable"]), int_or_text(&rolling["maxSurge"]));
        w.field(0, "RollingUpdateStrategy", format!("{unavailable} max unavailable, {surge} max surge"));
    }
    template::describe(w, &spec["template"]);
    meta::conditions(w, &status["conditions"]);
    revisions(w, deployment, cluster);
    events::describe(w, deployment, cluster);
}

fn selector(spec: &Value) -> String {
    selectors::text(&spec["selector"]).unwrap_or_default()
}

fn revisions(w: &mut Writer, deployment: &Value, cluster: &dyn Cluster) {
    let sets = replica_sets(deployment, cluster);
    let wanted = without_hash(&deployment["spec"]["template"]);
    let newest = sets.iter().position(|set| without_hash(&set["spec"]["template"]) == wanted);
    let is_newest = |at: &usize| Some(*at) == newest;
    let (new, old): (Vec<usize>, Vec<usize>) = (0..sets.len()).partition(is_newest);
    let listed = |which: Vec<usize>| {
        let texts: Vec<String> = which.into_iter().map(|at| created(&sets[at])).collect();
        if texts.is_empty() { "<none>".into() } else { texts.join(", ") }
    };
    if !sets.is_empty() {
        w.field(0, "OldReplicaSets", listed(old));
        w.field(0, "NewReplicaSet", listed(new));
    }
}

fn created(set: &Value) -> String {
    let (name, spec, status) = (set["metadata"]["name"].text(), &set["spec"], &set["status"]);
    format!("{name} ({}/{} replicas created)", status["replicas"].int(), spec["replicas"].int())
}

/// The Deployment's own ReplicaSets, oldest first.
fn replica_sets(deployment: &Value, cluster: &dyn Cluster) -> Vec<Value> {
    let meta = &deployment["metadata"];
    let owned = |set: &Value| {
        selectors::selects(&deployment["spec"]["selector"], set)
            && controller(set).is_some_and(|owner| owner["uid"] == meta["uid"])
    };
    let sets = cluster.list(Kind::ReplicaSet, Some(meta["namespace"].text()));
    let mut sets: Vec<Value> = sets.into_iter().filter(owned).collect();
    let age = |set: &Value| {
        let meta = &set["metadata"];
        (meta["creationTimestamp"].text().to_owned(), meta["name"].text().to_owned())
    };
    sets.sort_by_key(age);
    sets
}

/// A template without the label the controller adds, empty parts left out.
fn without_hash(template: &Value) -> Value {
    let mut template = template.clone();
    if let Some(labels) = template.pointer_mut("/metadata/labels").and_then(Value::as_object_mut) {
        labels.remove(HASH);
    }
    if let Some(meta) = template.get_mut("metadata").and_then(Value::as_object_mut) {
        meta.retain(|name, value| name != "creationTimestamp" && value.size() > 0);
    }
    json!({"metadata": template["metadata"], "spec": template["spec"]})
}

pub fn replica_set(set: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    let spec = &set["spec"];
    meta::name_and_namespace(w, set);
    w.field(0, "Selector", selectors::formatted(&spec["selector"]));
    meta::labels_and_annotations(w, set);
    meta::controlled_by(w, set);
    replicas(w, set, cluster);
}

pub fn replication_controller(set: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    meta::name_and_namespace(w, set);
    w.field(0, "Selector", labels_text(&set["spec"]["selector"]));
    meta::labels_and_annotations(w, set);
    replicas(w, set, cluster);
}

fn replicas(w: &mut Writer, set: &Value, cluster: &dyn Cluster) {
    let (spec, status) = (&set["spec"], &set["status"]);
    let (current, desired) = (status["replicas"].int(), spec["replicas"].int());
    w.field(0, "Replicas", format!("{current} current / {desired} desired"));
    w.field(0, "Pods Status", pods_status(set, cluster));
    template::describe(w, &spec["template"]);
    meta::conditions(w, &status["conditions"]);
    events::describe(w, set, cluster);
}

/// The phases of the pods an object controls.
fn pods_status(owner: &Value, cluster: &dyn Cluster) -> String {
    let (meta, selector) = (&owner["metadata"], &owner["spec"]["selector"]);
    let by_pairs = owner["kind"] == "ReplicationController";
    let selects = |pod: &Value| match by_pairs {
        true => selectors::selects(&json!({"matchLabels": selector}), pod),
        false => selectors::selects(selector, pod),
    };
    let owned = |pod: &&Value| {
        selects(pod) && controller(pod).is_some_and(|controller| controller["uid"] == meta["uid"])
    };
    let pods = cluster.list(Kind::Pod, Some(meta["namespace"].text()));
    let count = |phase: &str| pods.iter().filter(owned).filter(|pod| pod["status"]["phase"] == phase).count();
    format!(
        "{} Running / {} Waiting / {} Succeeded / {} Failed",
        count("Running"),
        count("Pending"),
        count("Succeeded"),
        count("Failed")
    )
}

pub fn stateful_set(set: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    let (spec, status) = (&set["spec"], &set["status"]);
    meta::name_and_namespace(w, set);
    meta::creation(w, set);
    w.field(0, "Selector", selector(spec));
    meta::labels_and_annotations(w, set);
    let (desired, total) = (spec["replicas"].int(), status["replicas"].int());
    w.field(0, "Replicas", format!("{desired} desired | {total} total"));
    w.field(0, "Update Strategy", spec["updateStrategy"]["type"].text());
    let rolling = &spec["updateStrategy"]["rollingUpdate"];
    if let Some(partition) = rolling["partition"].as_i64() {
        w.field(1, "Partition", partition);
        if rolling["maxUnavailable"].is_set() {
            w.field(1, "MaxUnavailable", int_or_text(&rolling["maxUnavailable"]));
        }
    }
    w.field(0, "Pods Status", pods_status(set, cluster));
    template::describe(w, &spec["template"]);
    storage::claim_templates(w, spec["volumeClaimTemplates"].items());
    events::describe(w, set, cluster);
}

pub fn daemon_set(set: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    let (spec, status) = (&set["spec"], &set["status"]);
    meta::name_and_namespace(w, set);
    w.field(0, "Selector", selector(spec));
    w.field(0, "Node-Selector", labels_text(&spec["template"]["spec"]["nodeSelector"]));
    meta::labels_and_annotations(w, set);
    for (name, field) in [
        ("Desired Number of Nodes Scheduled", "desiredNumberScheduled"),
        ("Current Number of Nodes Scheduled", "currentNumberScheduled"),
        ("Number of Nodes Scheduled with Up-to-date Pods", "updatedNumberScheduled"),
        ("Number of Nodes Scheduled with Available Pods", "numberAvailable"),
        ("Number of Nodes Misscheduled", "numberMisscheduled"),
    ] {
        w.write(0, format!("{name}: {}\n", status[field].int()));
    }
    w.field(0, "Pods Status", pods_status(set, cluster));
    template::describe(w, &spec["template"]);
    events::describe(w, set, cluster);
}

pub fn pod_disruption_budget(budget: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    let (spec, status) = (&budget["spec"], &budget["status"]);
    meta::name_and_namespace(w, budget);
    if spec["minAvailable"].is_set() {
        w.field(0, "Min available", int_or_text(&spec["minAvailable"]));
    } else if spec["maxUnavailable"].is_set() {
        w.field(0, "Max unavailable", int_or_text(&spec["maxUnavailable"]));
    }
    match spec["selector"].is_set() {
        true => w.field(0, "Selector", selectors::formatted(&spec["selector"])),
        false => w.field(0, "Selector", "<unset>"),
    }
    w.write(0, "Status:\n");
    for (name, field) in [
        ("Allowed disruptions", "disruptionsAllowed"),
        ("Current", "currentHealthy"),
        ("Desired", "desiredHealthy"),
        ("Total", "expectedPods"),
    ] {
        w.field(2, name, status[field].int());
    }
    events::describe(w, budget, cluster);
}
