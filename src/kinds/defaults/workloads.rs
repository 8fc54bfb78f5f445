//! Workloads: pkg/apis/{apps,batch}/v1/defaults.go and the ReplicationController of core, v1.36.

use serde_json::{Value, json};

use super::{pod, storage};
use crate::kinds::edit::{child, each, ensure, is_empty, or_set, or_text};

pub(super) fn deployment(object: &mut Value) {
    let spec = ensure(object, "spec");
    or_set(spec, "replicas", 1);
    let strategy = ensure(spec, "strategy");
    or_text(strategy, "type", "RollingUpdate");
    if strategy["type"] == "RollingUpdate" {
        let rolling = ensure(strategy, "rollingUpdate");
        or_set(rolling, "maxUnavailable", "25%");
        or_set(rolling, "maxSurge", "25%");
    }
    or_set(spec, "revisionHistoryLimit", 10);
    or_set(spec, "progressDeadlineSeconds", 600);
    pod::template(spec, "template");
}

pub(super) fn replica_set(object: &mut Value) {
    let spec = ensure(object, "spec");
    or_set(spec, "replicas", 1);
    pod::template(spec, "template");
    or_set(ensure(object, "status"), "replicas", 0);
}

pub(super) fn replication_controller(object: &mut Value) {
    let labels = object["spec"]["template"]["metadata"]["labels"].clone();
    let spec = ensure(object, "spec");
    if labels.is_object() && is_empty(spec, "selector") {
        spec["selector"] = labels.clone();
    }
    or_set(spec, "replicas", 1);
    if !spec["template"].is_null() {
        pod::template(spec, "template");
    }
    labels_from_template(object, labels);
}

fn labels_from_template(object: &mut Value, labels: Value) {
    let meta = ensure(object, "metadata");
    if labels.is_object() && is_empty(meta, "labels") {
        meta["labels"] = labels;
    }
}

pub(super) fn stateful_set(object: &mut Value) {
    let spec = ensure(object, "spec");
    or_text(spec, "podManagementPolicy", "OrderedReady");
    let strategy = ensure(spec, "updateStrategy");
    if is_empty(strategy, "type") {
        strategy["type"] = json!("RollingUpdate");
        ensure(strategy, "rollingUpdate");
    }
    let rolls = strategy["type"] == "RollingUpdate";
    if let Some(rolling) = child(strategy, "rollingUpdate").filter(|_| rolls) {
        or_set(rolling, "partition", 0);
    }
    let retention = ensure(spec, "persistentVolumeClaimRetentionPolicy");
    or_text(retention, "whenDeleted", "Retain");
    or_text(retention, "whenScaled", "Retain");
    or_set(spec, "replicas", 1);
    or_set(spec, "revisionHistoryLimit", 10);
    pod::template(spec, "template");
    for claim in each(spec, "volumeClaimTemplates") {
        storage::claim(claim);
        or_text(claim, "apiVersion", "v1");
        or_text(claim, "kind", "PersistentVolumeClaim");
    }
}

pub(super) fn daemon_set(object: &mut Value) {
    let spec = ensure(object, "spec");
    let strategy = ensure(spec, "updateStrategy");
    or_text(strategy, "type", "RollingUpdate");
    if strategy["type"] == "RollingUpdate" {
        let rolling = ensure(strategy, "rollingUpdate");
        or_set(rolling, "maxUnavailable", 1);
        or_set(rolling, "maxSurge", 0);
    }
    or_set(spec, "revisionHistoryLimit", 10);
    pod::template(spec, "template");
}

pub(super) fn job(object: &mut Value) {
    let labels = object["spec"]["template"]["metadata"]["labels"].clone();
    let spec = ensure(object, "spec");
    if spec["parallelism"].is_null() && spec["completions"].is_null() {
        spec["completions"] = json!(1);
    }
    or_set(spec, "parallelism", 1);
    let retries = if spec["backoffLimitPerIndex"].is_null() { 6 } else { i32::MAX };
    or_set(spec, "backoffLimit", retries);
    or_set(spec, "completionMode", "NonIndexed");
    or_set(spec, "manualSelector", false);
    or_set(spec, "suspend", false);
    let replacement = if spec["podFailurePolicy"].is_null() { "TerminatingOrFailed" } else { "Failed" };
    or_set(spec, "podReplacementPolicy", replacement);
    failure_policy(spec);
    pod::template(spec, "template");
    labels_from_template(object, labels);
}

/// A pattern without a status asks for `True`.
fn failure_policy(spec: &mut Value) {
    let Some(policy) = child(spec, "podFailurePolicy") else { return };
    for rule in each(policy, "rules") {
        each(rule, "onPodConditions").for_each(|pattern| or_text(pattern, "status", "True"));
    }
}

pub(super) fn cron_job(object: &mut Value) {
    let spec = ensure(object, "spec");
    or_text(spec, "concurrencyPolicy", "Allow");
    or_set(spec, "suspend", false);
    or_set(spec, "successfulJobsHistoryLimit", 3);
    or_set(spec, "failedJobsHistoryLimit", 1);
    let job = ensure(ensure(spec, "jobTemplate"), "spec");
    failure_policy(job);
    pod::template(job, "template");
}
