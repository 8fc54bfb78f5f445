//! The status of a pod as others than the kubelet may write it: ValidatePodStatusUpdate of
//! pkg/apis/core/validation/validation.go, v1.36.
//!
//! Left out: users and allocated resources of containers, and resource claims.

use serde_json::Value;

use crate::kinds::validation::at::At;
use crate::kinds::validation::errors::{Errors, quote};
use crate::kinds::validation::status::same_text;
use crate::kinds::validation::{ip, text};

/// Conditions of the system's own, whose names are not looked at.
const SYSTEM: [&str; 3] = ["Initialized", "PodScheduled", "Ready"];

pub(in super::super) fn update(new: &Value, old: &Value, errors: &mut Errors) {
    let (status, spec, held) = (At::root(new).child("status"), &old["spec"], &old["status"]);
    for condition in status.child("conditions").moved("metadata.conditions").items() {
        let kind = condition.child_as("type", "Type");
        if !SYSTEM.contains(&kind.text()) {
            errors.complain(&kind, text::qualified(kind.text()));
        }
    }
    let nominated = status.child("nominatedNodeName");
    if nominated.is_set() && *nominated.value != held["nominatedNodeName"] {
        errors.complain(&nominated, text::subdomain(nominated.text()));
    }
    same_text(&status.child("qosClass"), held["qosClass"].as_str().unwrap_or_default(), errors);
    let always = !matches!(spec["restartPolicy"].as_str(), Some("Never" | "OnFailure"));
    if !always {
        let failed_too = spec["restartPolicy"] == "Never";
        states(&status.child("containerStatuses"), &held["containerStatuses"], failed_too, None, errors);
        let sidecars = Some(&spec["initContainers"]);
        states(
            &status.child("initContainerStatuses"),
            &held["initContainerStatuses"],
            failed_too,
            sidecars,
            errors,
        );
    }
    let addresses = [("podIPs", "podIP"), ("hostIPs", "hostIP")];
    for (list, one) in addresses {
        self::addresses(&status, list, one, errors);
    }
}

/// A container that ended for good does not run again.
fn states(
    list: &At<'_>,
    held: &Value,
    failed_too: bool,
    init_containers: Option<&Value>,
    errors: &mut Errors,
) {
    for before in held.as_array().into_iter().flatten() {
        let ended = &before["state"]["terminated"];
        let failed = ended["exitCode"].as_i64().unwrap_or(0) != 0;
        let sidecar =
            init_containers.and_then(Value::as_array).into_iter().flatten().any(|container| {
                container["name"] == before["name"] && container["restartPolicy"] == "Always"
            });
        if ended.is_null() || sidecar || (failed && !failed_too) {
            continue;
        }
        let mut now = list.items().filter(|one| one.value["name"] == before["name"]);
        if let Some(now) = now.find(|now| !now.child("state").has("terminated")) {
            let name = now.text_of("name").to_owned();
            let at = list.items().position(|one| one.text_of("name") == name).unwrap_or(0);
            let why = "may not be transitioned to non-terminated state";
            errors.forbidden(format!("{}[{at}].state", list.path), why);
        }
    }
}

/// At most one address of each family, the first being the single one.
fn addresses(status: &At<'_>, list: &str, one: &str, errors: &mut Errors) {
    let (list, single) = (status.child(list), status.text_of(one));
    let texts: Vec<&str> = list.items().map(|item| item.text_of("ip")).collect();
    for item in list.items() {
        let here = At { value: &item.value["ip"], path: item.path.clone() };
        ip::address(&here, errors);
    }
    if texts.first().is_some_and(|first| !single.is_empty() && *first != single) {
        let path = format!("{}[0].ip", list.path);
        errors.invalid_as(path, &quote(texts[0]), &format!("must be equal to `{one}`"));
    }
    let six = |text: &&str| text.contains(':');
    let families =
        (texts.iter().filter(|text| six(text)).count(), texts.iter().filter(|text| !six(text)).count());
    if texts.len() > 2 || families.0 > 1 || families.1 > 1 {
        let why = "may specify no more than one IP for each IP family";
        errors.invalid(&list, why);
    }
}
