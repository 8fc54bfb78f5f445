//! Jobs and cron jobs: `describeJob` and `describeCronJob` of describe.go, v1.36.

use serde_json::Value;

use super::{Cluster, Writer, events, meta, template};
use crate::kubectl::moment::{between, rfc1123z};
use crate::kubectl::reach::{Reach, flag_text, show};
use crate::kubectl::selectors;

/// A longer list of indexes ends at the next comma.
const INDEXES: usize = 50;

pub fn job(job: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    let (spec, status) = (&job["spec"], &job["status"]);
    meta::name_and_namespace(w, job);
    w.field(0, "Selector", selector(&spec["selector"]));
    meta::labels_and_annotations(w, job);
    meta::controlled_by(w, job);
    if_set(w, "Parallelism", &spec["parallelism"]);
    w.field(0, "Completions", or_unset(&spec["completions"]));
    if_set(w, "Completion Mode", &spec["completionMode"]);
    if_set(w, "Suspend", &spec["suspend"]);
    if_set(w, "Backoff Limit", &spec["backoffLimit"]);
    if_set(w, "TTL Seconds After Finished", &spec["ttlSecondsAfterFinished"]);
    times(w, status);
    if let Some(deadline) = spec["activeDeadlineSeconds"].as_i64() {
        w.field(0, "Active Deadline Seconds", format!("{deadline}s"));
    }
    let ready = status["ready"].as_i64().map_or_else(String::new, |ready| format!(" ({ready} Ready)"));
    let count = |field: &str| status[field].int();
    let pods = format!(
        "{} Active{ready} / {} Succeeded / {} Failed",
        count("active"),
        count("succeeded"),
        count("failed")
    );
    w.field(0, "Pods Statuses", pods);
    if spec["completionMode"] == "Indexed" {
        w.field(0, "Completed Indexes", indexes(status["completedIndexes"].text()));
    }
    template::describe(w, &spec["template"]);
    events::describe(w, job, cluster);
}

fn if_set(w: &mut Writer, name: &str, value: &Value) {
    if value.is_set() {
        w.field(0, name, show(value));
    }
}

fn or_unset(value: &Value) -> String {
    if value.is_set() { show(value) } else { "<unset>".into() }
}

fn selector(selector: &Value) -> String {
    selectors::text(selector).unwrap_or_else(|error| format!("Failed to get selector: {error}"))
}

fn times(w: &mut Writer, status: &Value) {
    let (start, end) = (&status["startTime"], &status["completionTime"]);
    if start.is_set() {
        w.field(0, "Start Time", rfc1123z(start));
    }
    if end.is_set() {
        w.field(0, "Completed At", rfc1123z(end));
    }
    if let Some(duration) = between(start, end) {
        w.field(0, "Duration", duration);
    }
}

fn indexes(indexes: &str) -> String {
    if indexes.is_empty() {
        return "<none>".into();
    }
    match indexes.get(INDEXES..).and_then(|rest| rest.find(',')) {
        Some(comma) => format!("{}...", &indexes[..=INDEXES + comma]),
        None => indexes.to_owned(),
    }
}

pub fn cron_job(job: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    let (spec, status) = (&job["spec"], &job["status"]);
    meta::name_and_namespace(w, job);
    meta::labels_and_annotations(w, job);
    w.field(0, "Schedule", spec["schedule"].text());
    w.field(0, "Concurrency Policy", spec["concurrencyPolicy"].text());
    w.field(0, "Suspend", flag_text(&spec["suspend"]));
    w.field(0, "Time Zone", or_unset(&spec["timeZone"]));
    w.field(0, "Successful Job History Limit", or_unset(&spec["successfulJobsHistoryLimit"]));
    w.field(0, "Failed Job History Limit", or_unset(&spec["failedJobsHistoryLimit"]));
    w.field(0, "Starting Deadline Seconds", seconds(&spec["startingDeadlineSeconds"]));
    job_template(w, &spec["jobTemplate"]["spec"]);
    let last = &status["lastScheduleTime"];
    let last = if last.is_set() { rfc1123z(last) } else { "<unset>".into() };
    w.field(0, "Last Schedule Time", last);
    let active: Vec<&str> = status["active"].items().iter().map(|job| job["name"].text()).collect();
    w.field(0, "Active Jobs", if active.is_empty() { "<none>".into() } else { active.join(", ") });
    events::describe(w, job, cluster);
}

fn seconds(value: &Value) -> String {
    value.as_i64().map_or_else(|| "<unset>".into(), |seconds| format!("{seconds}s"))
}

fn job_template(w: &mut Writer, spec: &Value) {
    let given = &spec["selector"];
    w.field(0, "Selector", if given.is_set() { selector(given) } else { "<unset>".into() });
    w.field(0, "Parallelism", or_unset(&spec["parallelism"]));
    w.field(0, "Completions", or_unset(&spec["completions"]));
    if spec["activeDeadlineSeconds"].is_set() {
        w.field(0, "Active Deadline Seconds", seconds(&spec["activeDeadlineSeconds"]));
    }
    template::describe(w, &spec["template"]);
}
