//! Jobs and cron jobs: `printJob` and `printCronJob` of printers.go, v1.36.

use serde_json::Value;

use super::{Printer, age, column, containers, name, or_none, wide};
use crate::kinds::Time;
use crate::kubectl::reach::{Reach, flag_text};
use crate::kubectl::{moment, selectors};

pub const JOB: Printer = Printer {
    columns: &[
        column("NAME"),
        column("STATUS"),
        column("COMPLETIONS"),
        column("DURATION"),
        column("AGE"),
        wide("CONTAINERS"),
        wide("IMAGES"),
        wide("SELECTOR"),
    ],
    row: job,
};

pub const CRON_JOB: Printer = Printer {
    columns: &[
        column("NAME"),
        column("SCHEDULE"),
        column("TIMEZONE"),
        column("SUSPEND"),
        column("ACTIVE"),
        column("LAST SCHEDULE"),
        column("AGE"),
        wide("CONTAINERS"),
        wide("IMAGES"),
        wide("SELECTOR"),
    ],
    row: cron_job,
};

fn job(object: &Value, now: Time) -> Vec<String> {
    let (spec, status) = (&object["spec"], &object["status"]);
    let [names, images] = containers(&spec["template"]["spec"]);
    vec![
        name(object),
        job_status(object).into(),
        completions(spec, status),
        duration(status, now),
        age(object, now),
        names,
        images,
        selectors::formatted(&spec["selector"]),
    ]
}

fn job_status(job: &Value) -> &'static str {
    let has = |kind: &str| {
        let conditions = job["status"]["conditions"].items();
        conditions.iter().find(|one| one["type"] == kind).is_some_and(|one| one["status"] == "True")
    };
    match () {
        () if has("Complete") => "Complete",
        () if has("Failed") => "Failed",
        () if job["metadata"]["deletionTimestamp"].is_set() => "Terminating",
        () if has("Suspended") => "Suspended",
        () if has("FailureTarget") => "FailureTarget",
        () if has("SuccessCriteriaMet") => "SuccessCriteriaMet",
        () => "Running",
    }
}

fn completions(spec: &Value, status: &Value) -> String {
    let succeeded = status["succeeded"].int();
    match (spec["completions"].as_i64(), spec["parallelism"].int()) {
        (Some(completions), _) => format!("{succeeded}/{completions}"),
        (None, 2..) => format!("{succeeded}/1 of {}", spec["parallelism"].int()),
        (None, _) => format!("{succeeded}/1"),
    }
}

fn duration(status: &Value, now: Time) -> String {
    let start = &status["startTime"];
    if !start.is_set() {
        return String::new();
    }
    moment::between(start, &status["completionTime"]).unwrap_or_else(|| moment::age(start, now))
}

fn cron_job(object: &Value, now: Time) -> Vec<String> {
    let (spec, status) = (&object["spec"], &object["status"]);
    let template = &spec["jobTemplate"]["spec"];
    let [names, images] = containers(&template["template"]["spec"]);
    let last = &status["lastScheduleTime"];
    vec![
        name(object),
        spec["schedule"].text().into(),
        or_none(&spec["timeZone"]),
        flag_text(&spec["suspend"]).into(),
        status["active"].size().to_string(),
        if last.is_set() { moment::age(last, now) } else { "<none>".into() },
        age(object, now),
        names,
        images,
        selectors::formatted(&template["selector"]),
    ]
}
