//! Deployments, the sets of pods, and budgets: printers.go, v1.36.

use serde_json::Value;

use super::{Printer, age, column, containers, name, wide};
use crate::kinds::Time;
use crate::kubectl::reach::{Reach, controller, int_or_text, labels_text};
use crate::kubectl::selectors;

pub const DEPLOYMENT: Printer = Printer {
    columns: &[
        column("NAME"),
        column("READY"),
        column("UP-TO-DATE"),
        column("AVAILABLE"),
        column("AGE"),
        wide("CONTAINERS"),
        wide("IMAGES"),
        wide("SELECTOR"),
    ],
    row: deployment,
};

pub const REPLICA_SET: Printer = Printer { columns: REPLICAS, row: replica_set };
pub const REPLICATION_CONTROLLER: Printer = Printer { columns: REPLICAS, row: replication_controller };

const REPLICAS: &[super::Column] = &[
    column("NAME"),
    column("DESIRED"),
    column("CURRENT"),
    column("READY"),
    column("AGE"),
    wide("CONTAINERS"),
    wide("IMAGES"),
    wide("SELECTOR"),
];

pub const STATEFUL_SET: Printer = Printer {
    columns: &[column("NAME"), column("READY"), column("AGE"), wide("CONTAINERS"), wide("IMAGES")],
    row: stateful_set,
};

pub const DAEMON_SET: Printer = Printer {
    columns: &[
        column("NAME"),
        column("DESIRED"),
        column("CURRENT"),
        column("READY"),
        column("UP-TO-DATE"),
        column("AVAILABLE"),
        column("NODE SELECTOR"),
        column("AGE"),
        wide("CONTAINERS"),
        wide("IMAGES"),
        wide("SELECTOR"),
    ],
    row: daemon_set,
};

pub const CONTROLLER_REVISION: Printer = Printer {
    columns: &[column("NAME"), column("CONTROLLER"), column("REVISION"), column("AGE")],
    row: controller_revision,
};

pub const POD_DISRUPTION_BUDGET: Printer = Printer {
    columns: &[
        column("NAME"),
        column("MIN AVAILABLE"),
        column("MAX UNAVAILABLE"),
        column("ALLOWED DISRUPTIONS"),
        column("AGE"),
    ],
    row: pod_disruption_budget,
};

fn count(value: &Value) -> String {
    value.int().to_string()
}

fn deployment(object: &Value, now: Time) -> Vec<String> {
    let (spec, status) = (&object["spec"], &object["status"]);
    let [names, images] = containers(&spec["template"]["spec"]);
    vec![
        name(object),
        format!("{}/{}", status["readyReplicas"].int(), spec["replicas"].int()),
        count(&status["updatedReplicas"]),
        count(&status["availableReplicas"]),
        age(object, now),
        names,
        images,
        selectors::text(&spec["selector"]).unwrap_or_else(|_| "<invalid>".into()),
    ]
}

fn replica_set(object: &Value, now: Time) -> Vec<String> {
    replicas(object, selectors::formatted(&object["spec"]["selector"]), now)
}

fn replication_controller(object: &Value, now: Time) -> Vec<String> {
    replicas(object, labels_text(&object["spec"]["selector"]), now)
}

fn replicas(object: &Value, selector: String, now: Time) -> Vec<String> {
    let (spec, status) = (&object["spec"], &object["status"]);
    let [names, images] = containers(&spec["template"]["spec"]);
    vec![
        name(object),
        count(&spec["replicas"]),
        count(&status["replicas"]),
        count(&status["readyReplicas"]),
        age(object, now),
        names,
        images,
        selector,
    ]
}

fn stateful_set(object: &Value, now: Time) -> Vec<String> {
    let (spec, status) = (&object["spec"], &object["status"]);
    let [names, images] = containers(&spec["template"]["spec"]);
    let ready = format!("{}/{}", status["readyReplicas"].int(), spec["replicas"].int());
    vec![name(object), ready, age(object, now), names, images]
}

fn daemon_set(object: &Value, now: Time) -> Vec<String> {
    let (spec, status) = (&object["spec"], &object["status"]);
    let pod = &spec["template"]["spec"];
    let [names, images] = containers(pod);
    vec![
        name(object),
        count(&status["desiredNumberScheduled"]),
        count(&status["currentNumberScheduled"]),
        count(&status["numberReady"]),
        count(&status["updatedNumberScheduled"]),
        count(&status["numberAvailable"]),
        labels_text(&pod["nodeSelector"]),
        age(object, now),
        names,
        images,
        selectors::formatted(&spec["selector"]),
    ]
}

fn controller_revision(object: &Value, now: Time) -> Vec<String> {
    let owner = controller(object).map_or_else(|| "<none>".into(), owner_text);
    vec![name(object), owner, count(&object["revision"]), age(object, now)]
}

/// `statefulset.apps/db`.
fn owner_text(owner: &Value) -> String {
    let kind = match owner["apiVersion"].text().split_once('/') {
        Some((group, _)) => format!("{}.{group}", owner["kind"].text()),
        None => owner["kind"].text().to_owned(),
    };
    format!("{}/{}", kind.to_lowercase(), owner["name"].text())
}

fn pod_disruption_budget(object: &Value, now: Time) -> Vec<String> {
    let bound = |value: &Value| if value.is_set() { int_or_text(value) } else { "N/A".into() };
    let spec = &object["spec"];
    vec![
        name(object),
        bound(&spec["minAvailable"]),
        bound(&spec["maxUnavailable"]),
        count(&object["status"]["disruptionsAllowed"]),
        age(object, now),
    ]
}
