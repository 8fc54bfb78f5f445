//! The status of a Job as others than its controller may write it: validateJobStatus and ValidateJobStatusUpdate of
//! pkg/apis/batch/validation/validation.go, v1.36, with the options of pkg/registry/batch/job/strategy.go.
//!
//! A rule about several fields is asked only if one of them changes, so that an old odd status can still be written.

use serde_json::Value;

use super::at::At;
use super::errors::Errors;
use super::job_policies::count_indexes;

const TERMINAL: [&str; 3] = ["Failed", "Complete", "FailureTarget"];

/// A condition, before and after.
struct Turn {
    on: bool,
    changed: bool,
}

struct Change<'a> {
    new: &'a Value,
    old: &'a Value,
}

impl Change<'_> {
    fn turn(&self, kinds: &[&str]) -> Turn {
        let is = |job: &Value| kinds.iter().any(|kind| is_true(job, kind));
        Turn { on: is(self.new), changed: is(self.new) != is(self.old) }
    }

    fn changed(&self, name: &str) -> bool {
        self.new["status"][name] != self.old["status"][name]
    }
}

fn is_true(job: &Value, kind: &str) -> bool {
    let conditions = job["status"]["conditions"].as_array().into_iter().flatten();
    conditions.into_iter().any(|one| one["type"] == kind && one["status"] == "True")
}

pub(super) fn update(new: &Value, old: &Value, errors: &mut Errors) {
    let change = Change { new, old };
    let status = At::root(new).child("status");
    for name in ["active", "succeeded", "failed", "ready", "terminating"] {
        errors.not_negative(&status.child(name));
    }
    uncounted(&status.child("uncountedTerminatedPods"), errors);
    ended(&change, &status, errors);
    finished(&change, &status, errors);
    indexes(&change, &status, errors);
    success(&change, &status, errors);
    no_way_back(&change, &status, errors);
}

fn uncounted(at: &At<'_>, errors: &mut Errors) {
    let mut seen: Vec<&str> = Vec::new();
    for name in ["succeeded", "failed"] {
        for uid in at.child(name).items() {
            match uid.text() {
                "" => errors.invalid(&uid, "must not be empty"),
                text if seen.contains(&text) => errors.duplicate(&uid.path, &super::errors::quote(text)),
                text => seen.push(text),
            }
        }
    }
}

/// How the conditions that end a Job go together, and when it ended.
fn ended(change: &Change<'_>, status: &At<'_>, errors: &mut Errors) {
    let (complete, failed) = (change.turn(&["Complete"]), change.turn(&["Failed"]));
    let (target, met) = (change.turn(&["FailureTarget"]), change.turn(&["SuccessCriteriaMet"]));
    let conditions = status.path_to("conditions");
    if (complete.changed || failed.changed) && complete.on && failed.on {
        errors.plain(&conditions, "cannot set Complete=True and Failed=true conditions");
    }
    if (complete.changed || target.changed) && complete.on && target.on {
        errors.plain(&conditions, "cannot set Complete=True and FailureTarget=true conditions");
    }
    let end = status.child("completionTime");
    let moved = change.changed("completionTime");
    if (complete.changed || moved) && end.is_set() && !complete.on {
        errors.invalid(&end, "cannot set completionTime when there is no Complete=True condition");
    }
    if (complete.changed || moved) && !end.is_set() && complete.on {
        errors.required(&end.path, "completionTime is required for Complete jobs");
    }
    let start = status.child("startTime");
    if (moved || change.changed("startTime")) && end.is_set() && end.text() < start.text() {
        errors.invalid(&end, "completionTime cannot be set before startTime");
    }
    if (failed.changed || target.changed) && failed.on && !target.on {
        errors
            .plain(&conditions, "cannot set Failed=True condition without the FailureTarget=true condition");
    }
    if (complete.changed || met.changed) && complete.on && !met.on {
        errors.plain(
            &conditions,
            "cannot set Complete=True condition without the SuccessCriteriaMet=true condition",
        );
    }
}

fn finished(change: &Change<'_>, status: &At<'_>, errors: &mut Errors) {
    let finished = change.turn(&["Complete", "Failed"]);
    let (active, start) = (status.child("active"), status.child("startTime"));
    if finished.changed && finished.on && active.number() > 0 {
        errors.invalid(&active, "active>0 is invalid for finished job");
    }
    if (finished.changed || change.changed("startTime")) && finished.on && !start.is_set() {
        errors.required(&start.path, "startTime is required for finished job");
    }
    let uncounted = status.child("uncountedTerminatedPods");
    let left = uncounted.child("failed").len() + uncounted.child("succeeded").len();
    if (finished.changed || change.changed("uncountedTerminatedPods")) && finished.on && left > 0 {
        errors.invalid(&uncounted, "uncountedTerminatedPods needs to be empty for finished job");
    }
}

fn indexes(change: &Change<'_>, status: &At<'_>, errors: &mut Errors) {
    let spec = &change.new["spec"];
    let (completed, failed) = (status.child("completedIndexes"), status.child("failedIndexes"));
    let moved = (change.changed("completedIndexes"), change.changed("failedIndexes"));
    let per_index = !spec["backoffLimitPerIndex"].is_null();
    if let Some(completions) = spec["completions"].as_i64() {
        if moved.0
            && let Err(why) = count_indexes(completed.text(), completions)
        {
            errors.invalid(&completed, &format!("error parsing completedIndexes: {why}"));
        }
        if moved.1
            && per_index
            && failed.is_set()
            && let Err(why) = count_indexes(failed.text(), completions)
        {
            errors.invalid(&failed, &format!("error parsing failedIndexes: {why}"));
        }
    }
    if moved.0 && !completed.text().is_empty() && spec["completionMode"] != "Indexed" {
        errors.invalid(&completed, "cannot set non-empty completedIndexes when non-indexed completion mode");
    }
    if moved.1 && !per_index && failed.is_set() {
        errors.invalid(&failed, "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
    }
}

fn success(change: &Change<'_>, status: &At<'_>, errors: &mut Errors) {
    let finished = change.turn(&["Complete", "Failed"]);
    let terminating = status.child("terminating");
    if (finished.changed || change.changed("terminating")) && finished.on && terminating.number() > 0 {
        errors.invalid(&terminating, "terminating>0 is invalid for finished job");
    }
    let ready = status.child("ready");
    if change.changed("ready") && ready.number() > status.child("active").number() {
        errors.invalid(&ready, "cannot set more ready pods than active");
    }
    let conditions = status.path_to("conditions");
    let met = is_true(change.new, "SuccessCriteriaMet");
    if met && is_true(change.new, "Failed") {
        errors.plain(&conditions, "cannot set SuccessCriteriaMet=True and Failed=true conditions");
    }
    if met && is_true(change.new, "FailureTarget") {
        errors.plain(&conditions, "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
    }
    let policy = !change.new["spec"]["successPolicy"].is_null();
    if policy && !met && is_true(change.new, "Complete") {
        let why = "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True";
        errors.plain(&conditions, why);
    }
}

/// What never goes back.
fn no_way_back(change: &Change<'_>, status: &At<'_>, errors: &mut Errors) {
    let (spec, held) = (&change.new["spec"], &change.old["status"]);
    for kind in TERMINAL {
        if is_true(change.old, kind) && !is_true(change.new, kind) {
            let why = format!("cannot disable the terminal {kind}=True condition");
            errors.plain(status.path_to("conditions"), &why);
        }
    }
    let less = |name: &str| status.child(name).number() < held[name].as_i64().unwrap_or(0);
    if less("failed") {
        errors.invalid_as(
            status.path_to("failed"),
            &status.child("failed").number().to_string(),
            "cannot decrease the failed counter",
        );
    }
    let elastic = spec["completionMode"] == "Indexed" && spec["parallelism"] == spec["completions"];
    if !elastic && less("succeeded") {
        let shown = status.child("succeeded").number().to_string();
        errors.invalid_as(status.path_to("succeeded"), &shown, "cannot decrease the succeeded counter");
    }
    let start = status.child("startTime");
    if change.changed("startTime") && !held["startTime"].is_null() && spec["suspend"] != true {
        match start.is_set() {
            true => errors.invalid(&start, "cannot update startTime for unsuspended job"),
            false => errors.required(&start.path, "startTime cannot be removed for unsuspended job"),
        }
    }
    let end = status.child("completionTime");
    if !held["completionTime"].is_null() && change.changed("completionTime") {
        errors.invalid(&end, "field is immutable");
    }
}
