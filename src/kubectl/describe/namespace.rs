//! Namespaces with their quotas and limits: describe.go, v1.36.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Cluster, Writer, meta};
use crate::kinds::Kind;
use crate::kinds::quantity::Quantity;
use crate::kubectl::moment::rfc1123z;
use crate::kubectl::reach::{Reach, quantity, quantity_text};

const LIMIT_HEAD: [&str; 2] = [
    "Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio",
    "----\t--------\t---\t---\t---------------\t-------------\t-----------------------",
];

pub fn namespace(namespace: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    let (own, status) = (&namespace["metadata"], &namespace["status"]);
    meta::name(w, namespace);
    meta::labels_and_annotations(w, namespace);
    w.field(0, "Status", status["phase"].text());
    let conditions = status["conditions"].items();
    if !conditions.is_empty() {
        w.write(0, "Conditions:\n");
        w.rows(
            1,
            &[
                "Type\tStatus\tLastTransitionTime\tReason\tMessage",
                "----\t------\t------------------\t------\t-------",
            ],
        );
    }
    for one in conditions {
        let text = |field: &str| one[field].text();
        let at = rfc1123z(&one["lastTransitionTime"]);
        let row = [text("type"), text("status"), &at, text("reason"), text("message")].join("\t");
        w.write(1, format!("{row}\n"));
    }
    w.write(0, "\n");
    quotas(w, cluster.list(Kind::ResourceQuota, Some(own["name"].text())));
    w.write(0, "\n");
    limits(w, &cluster.list(Kind::LimitRange, Some(own["name"].text())));
}

fn quotas(w: &mut Writer, mut quotas: Vec<Value>) {
    if quotas.is_empty() {
        return w.write(0, "No resource quota.\n");
    }
    quotas.sort_by_key(|quota| quota["metadata"]["name"].text().to_owned());
    w.write(0, "Resource Quotas\n");
    for quota in &quotas {
        w.field(1, "Name", quota["metadata"]["name"].text());
        scopes(w, 1, "* ", quota);
        w.rows(1, &["Resource\tUsed\tHard", "--------\t---\t---"]);
        let status = &quota["status"];
        for (resource, hard) in status["hard"].entries() {
            let used = quantity_text(&status["used"][resource]);
            w.write(1, format!("{resource}\t{used}\t{}\n", quantity_text(hard)));
        }
    }
}

fn scopes(w: &mut Writer, level: usize, mark: &str, quota: &Value) {
    let mut scopes: Vec<&str> = quota["spec"]["scopes"].items().iter().map(Reach::text).collect();
    if scopes.is_empty() {
        return;
    }
    scopes.sort_unstable();
    w.field(level, "Scopes", scopes.join(", "));
    for help in scopes.into_iter().filter_map(scope_help) {
        w.write(level, format!("{mark}{help}\n"));
    }
}

fn scope_help(scope: &str) -> Option<&'static str> {
    Some(match scope {
        "Terminating" => {
            "Matches all pods that have an active deadline. These pods have a limited lifespan on a node before \
             being actively terminated by the system."
        }
        "NotTerminating" => {
            "Matches all pods that do not have an active deadline. These pods usually include long running pods \
             whose container command is not expected to terminate."
        }
        "BestEffort" => {
            "Matches all pods that do not have resource requirements set. These pods have a best effort quality of \
             service."
        }
        "NotBestEffort" => {
            "Matches all pods that have at least one resource requirement set. These pods have a burstable or \
             guaranteed quality of service."
        }
        _ => return None,
    })
}

fn limits(w: &mut Writer, ranges: &[Value]) {
    if ranges.is_empty() {
        return w.write(0, "No LimitRange resource.\n");
    }
    w.write(0, "Resource Limits\n");
    LIMIT_HEAD.iter().for_each(|row| w.write(0, format!(" {row}\n")));
    ranges.iter().for_each(|range| limit_rows(w, " ", range));
}

fn limit_rows(w: &mut Writer, prefix: &str, range: &Value) {
    const COLUMNS: [&str; 5] = ["min", "max", "defaultRequest", "default", "maxLimitRequestRatio"];
    for limit in range["spec"]["limits"].items() {
        let names = COLUMNS.iter().flat_map(|column| limit[*column].entries());
        let resources: BTreeSet<&str> = names.map(|(name, _)| name).collect();
        for resource in resources {
            let cell = |column: &&str| match &limit[*column][resource] {
                Value::Null => "-".to_owned(),
                amount => quantity_text(amount),
            };
            let cells: Vec<String> = COLUMNS.iter().map(cell).collect();
            let row = format!("{}\t{resource}\t{}", limit["type"].text(), cells.join("\t"));
            w.write(0, format!("{prefix}{row}\n"));
        }
    }
}

pub fn limit_range(range: &Value, _: &dyn Cluster, w: &mut Writer) {
    meta::name_and_namespace(w, range);
    w.rows(0, &LIMIT_HEAD);
    limit_rows(w, "", range);
}

pub fn resource_quota(quota: &Value, _: &dyn Cluster, w: &mut Writer) {
    meta::name_and_namespace(w, quota);
    scopes(w, 0, " * ", quota);
    w.rows(0, &["Resource\tUsed\tHard", "--------\t----\t----"]);
    let status = &quota["status"];
    for (resource, hard) in status["hard"].entries() {
        let hard = quantity(hard).unwrap_or_default();
        let mut used = quantity(&status["used"][resource]).unwrap_or_default();
        if used.format() != hard.format() {
            used = Quantity::from_value(used.value(), hard.format());
        }
        w.write(0, format!("{resource}\t{used}\t{hard}\n"));
    }
}
