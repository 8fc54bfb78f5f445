//! Jobs and CronJobs: pkg/apis/batch/validation/validation.go and the options of pkg/registry/batch/job, v1.36.

use serde_json::Value;

use super::at::At;
use super::errors::{Errors, quote, show};
use super::{dump, job_policies, pod, selector, text};
use crate::kinds::semantic::equal;
use crate::kinds::{cron, time_zones};

const JOB_NAME: &str = "batch.kubernetes.io/job-name";
const CONTROLLER_UID: &str = "batch.kubernetes.io/controller-uid";

pub(super) fn job(object: &Value, errors: &mut Errors) {
    let root = At::root(object);
    let (meta, spec) = (root.child("metadata"), root.child("spec"));
    generated_selector(&meta, &spec, errors);
    selected_spec(&spec, errors);
    let completions = spec.child("completions").number();
    if spec.text_of("completionMode") == "Indexed" && completions > 0 {
        let host = format!("{}-{}", meta.text_of("name"), completions - 1);
        if !text::label(&host).is_empty() {
            let why = format!("will not able to create pod with invalid DNS label: {host}");
            errors.invalid(&meta.child("name"), &why);
        }
    }
}

/// The selector that the server made must select the labels that it put on the template.
fn generated_selector(meta: &At<'_>, spec: &At<'_>, errors: &mut Errors) {
    let selector = spec.child("selector");
    if spec.child("manualSelector").is_true() || !selector.is_set() {
        return;
    }
    let (uid, name) = (meta.text_of("uid"), meta.text_of("name"));
    if uid.is_empty() {
        errors.required(meta.path_to("uid"), "");
    }
    let labels = spec.child("template").child("metadata").child("labels");
    let expected = [("controller-uid", uid), ("job-name", name), (CONTROLLER_UID, uid), (JOB_NAME, name)];
    for (key, value) in expected {
        let label = labels.key(key);
        let why = format!("must be '{value}'");
        if !label.is_set() {
            errors.required(&label.path, &why);
        } else if label.text() != value {
            errors.invalid_as(&label.path, &show(labels.value), &why);
        }
    }
    let own = expected.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))).collect();
    if selector::is_sound(selector.value) && !selector::matches(selector.value, &Value::Object(own)) {
        errors.invalid_as(&selector.path, &dump::selector(selector.value), "`selector` not auto-generated");
    }
}

/// ValidateJobSpec.
fn selected_spec(spec: &At<'_>, errors: &mut Errors) {
    self::spec(spec, errors);
    let selector = spec.child("selector");
    if selector.is_set() {
        selector::check(&selector, errors);
    } else {
        errors.required(&selector.path, "");
    }
    let labels = spec.child("template").child("metadata").child("labels");
    if selector::is_sound(selector.value) && !selector::matches(selector.value, labels.value) {
        errors.invalid(&labels, "`selector` does not match template `labels`");
    }
}

const MANAGER_LENGTH: usize = 63;

fn spec(spec: &At<'_>, errors: &mut Errors) {
    let counts = [
        "parallelism",
        "completions",
        "activeDeadlineSeconds",
        "backoffLimit",
        "ttlSecondsAfterFinished",
        "backoffLimitPerIndex",
        "maxFailedIndexes",
    ];
    counts.iter().for_each(|name| errors.not_negative(&spec.child(name)));
    if spec.has("maxFailedIndexes") && !spec.has("backoffLimitPerIndex") {
        errors.required(spec.path_to("backoffLimitPerIndex"), "when maxFailedIndexes is specified");
    }
    let manager = spec.child("managedBy");
    if manager.is_set() {
        text::domain_prefixed_path(&manager, errors);
        if manager.text().len() > MANAGER_LENGTH {
            errors.too_long(&manager.path, MANAGER_LENGTH);
        }
    }
    completion_mode(spec, errors);
    job_policies::failure(spec, errors);
    success_policy(spec, errors);
    replacement_policy(spec, errors);
    pod::template(&spec.child("template"), errors);
    restart_policy(spec, errors);
}

const INDEXED_PARALLELISM: i64 = 100_000;
const FAILED_INDEXES: i64 = 100_000;
const MANY_COMPLETIONS: i64 = 100_000;
const MANY_LIMIT: i64 = 10_000;

fn completion_mode(spec: &At<'_>, errors: &mut Errors) {
    let mode = spec.child("completionMode");
    errors.one_of(&mode, &["NonIndexed", "Indexed"]);
    match mode.text() {
        "Indexed" => indexed(spec, errors),
        "NonIndexed" | "" => {
            for name in ["backoffLimitPerIndex", "maxFailedIndexes"] {
                let at = spec.child(name);
                if at.is_set() {
                    errors.invalid(&at, "requires indexed completion mode");
                }
            }
        }
        _ => {}
    }
}

fn indexed(spec: &At<'_>, errors: &mut Errors) {
    let (completions, parallelism) = (spec.child("completions"), spec.child("parallelism"));
    let failed = spec.child("maxFailedIndexes");
    if !completions.is_set() {
        errors.required(&completions.path, "when completion mode is Indexed");
    }
    if parallelism.number() > INDEXED_PARALLELISM {
        let why =
            format!("must be less than or equal to {INDEXED_PARALLELISM} when completion mode is Indexed");
        errors.invalid(&parallelism, &why);
    }
    if completions.is_set() && failed.is_set() && failed.number() > completions.number() {
        errors.invalid(&failed, "must be less than or equal to completions");
    }
    if failed.number() > FAILED_INDEXES {
        errors.invalid(&failed, &format!("must be less than or equal to {FAILED_INDEXES}"));
    }
    if completions.number() <= MANY_COMPLETIONS || !spec.has("backoffLimitPerIndex") {
        return;
    }
    if !failed.is_set() {
        errors.required(
            &failed.path,
            &format!("must be specified when completions is above {MANY_COMPLETIONS}"),
        );
    }
    let why = format!(
        "must be less than or equal to {MANY_LIMIT} when completions are above {MANY_COMPLETIONS} and used with \
         backoff limit per index"
    );
    for at in [&parallelism, &failed] {
        if at.number() > MANY_LIMIT {
            errors.invalid(at, &why);
        }
    }
}

fn success_policy(spec: &At<'_>, errors: &mut Errors) {
    let policy = spec.child("successPolicy");
    if !policy.is_set() {
        return;
    }
    if spec.text_of("completionMode") == "Indexed" {
        return job_policies::success(spec, &policy, errors);
    }
    let shown = dump::dump(policy.value, dump::SUCCESS_POLICY);
    errors.invalid_as(&policy.path, &shown, "requires indexed completion mode");
}

fn replacement_policy(spec: &At<'_>, errors: &mut Errors) {
    let policy = spec.child("podReplacementPolicy");
    match spec.has("podFailurePolicy") {
        true => errors.one_of(&policy, &["Failed"]),
        false => errors.one_of(&policy, &["Failed", "TerminatingOrFailed"]),
    }
}

fn restart_policy(spec: &At<'_>, errors: &mut Errors) {
    let policy = spec.child("template").child("spec").child("restartPolicy");
    match policy.text() {
        "Always" | "" => errors.required(&policy.path, "valid values: \"OnFailure\", \"Never\""),
        "OnFailure" if spec.has("podFailurePolicy") => {
            errors.invalid(&policy, "only \"Never\" is supported when podFailurePolicy is specified");
        }
        "OnFailure" | "Never" => {}
        _ => errors.unsupported(&policy, &["OnFailure", "Never"]),
    }
}

/// ValidateJobSpecUpdate.
pub(super) fn job_change(new: &Value, old: &Value, errors: &mut Errors) {
    let (spec, held) = (At::root(new).child("spec"), &old["spec"]);
    selected_spec(&spec, errors);
    completions(&spec, held, errors);
    let selector = spec.child("selector");
    if !equal(selector.value, &held["selector"]) {
        errors.invalid_as(&selector.path, &dump::selector(selector.value), super::errors::IMMUTABLE);
    }
    template_change(&spec, old, errors);
    for name in ["completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"] {
        errors.immutable(&spec.child(name), &held[name]);
    }
}

fn completions(spec: &At<'_>, held: &Value, errors: &mut Errors) {
    let at = spec.child("completions");
    if spec.text_of("completionMode") != "Indexed" {
        return errors.immutable(&at, &held["completions"]);
    }
    if at.is_set()
        && !equal(at.value, &held["completions"])
        && at.number() != spec.child("parallelism").number()
    {
        errors.invalid(&at, "can only be modified in tandem with spec.parallelism");
    }
}

/// The template is fixed, but a Job that is suspended and has not begun may be placed anew.
fn template_change(spec: &At<'_>, old: &Value, errors: &mut Errors) {
    let at = spec.child("template");
    let mut allowed = old["spec"]["template"].clone();
    let begun = !old["status"]["startTime"].is_null();
    if old["spec"]["suspend"] == true && !begun {
        place_anew(&mut allowed, at.value);
    }
    if !equal(at.value, &allowed) {
        errors.invalid(&at, super::errors::IMMUTABLE);
    }
}

fn place_anew(held: &mut Value, new: &Value) {
    use crate::kinds::edit::ensure;
    let node = new["spec"]["affinity"]["nodeAffinity"].clone();
    let spec = ensure(held, "spec");
    if new["spec"]["affinity"].is_object() || spec["affinity"].is_object() {
        ensure(spec, "affinity")["nodeAffinity"] = node;
        let empty = spec["affinity"].as_object().is_some_and(|all| all.values().all(Value::is_null));
        if empty {
            spec["affinity"] = new["spec"]["affinity"].clone();
        }
    }
    for name in ["nodeSelector", "tolerations", "schedulingGates"] {
        spec[name] = new["spec"][name].clone();
    }
    let meta = ensure(held, "metadata");
    for name in ["annotations", "labels"] {
        meta[name] = new["metadata"][name].clone();
    }
}

const CRON_JOB_NAME: usize = 52;

pub(super) fn cron_job(object: &Value, old: Option<&Value>, errors: &mut Errors) {
    let root = At::root(object);
    let spec = root.child("spec");
    let schedule = spec.child("schedule");
    if errors.require(&schedule) {
        let held = old.is_some_and(|old| crate::kinds::edit::text(&old["spec"], "schedule").contains("TZ"));
        self::schedule(&schedule, held, spec.has("timeZone"), errors);
    }
    errors.not_negative(&spec.child("startingDeadlineSeconds"));
    let zone = spec.child("timeZone");
    if zone.is_set() && old.is_none_or(|old| old["spec"]["timeZone"] != *zone.value) {
        time_zone(&zone, errors);
    }
    errors.one_of_required(&spec.child("concurrencyPolicy"), &["Allow", "Forbid", "Replace"]);
    job_template(&spec.child("jobTemplate").child("spec"), errors);
    errors.not_negative(&spec.child("successfulJobsHistoryLimit"));
    errors.not_negative(&spec.child("failedJobsHistoryLimit"));
    let name = root.child("metadata").child("name");
    if old.is_none() && name.text().len() > CRON_JOB_NAME {
        errors.invalid(&name, "must be no more than 52 characters");
    }
}

fn schedule(at: &At<'_>, zone_allowed: bool, zone_set: bool, errors: &mut Errors) {
    if let Err(why) = cron::parse(at.text()) {
        errors.invalid(at, &why);
    }
    if !at.text().contains("TZ") {
        return;
    }
    if zone_allowed && zone_set {
        errors.invalid(at, "cannot use both timeZone field and TZ or CRON_TZ in schedule");
    } else if !zone_allowed {
        errors.invalid(at, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
    }
}

fn time_zone(at: &At<'_>, errors: &mut Errors) {
    let name = at.text();
    if name.is_empty() {
        return errors.invalid(at, "timeZone must be nil or non-empty string");
    }
    let fine = |c: u8| c.is_ascii_alphanumeric() || b".-_+".contains(&c);
    let part = |part: &str| {
        let sized = (1..=14).contains(&part.len()) && part.bytes().all(fine);
        sized && part != "." && part != ".." && !part.starts_with('-')
    };
    let unknown = format!("unknown time zone {name}");
    if !name.split('/').all(part) {
        return errors.invalid(at, &unknown);
    }
    if name.eq_ignore_ascii_case("local") {
        let why = "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones";
        errors.invalid(at, why);
    }
    if !time_zones::is_known(name) {
        errors.invalid(at, &unknown);
    }
}

fn job_template(spec: &At<'_>, errors: &mut Errors) {
    self::spec(spec, errors);
    let selector = spec.child("selector");
    if selector.is_set() {
        errors.invalid_as(
            &selector.path,
            &dump::selector(selector.value),
            "`selector` will be auto-generated",
        );
    }
    let manual = spec.child("manualSelector");
    if manual.is_true() {
        errors.unsupported(&manual, &["nil", "false"]);
    }
}

/// Several texts as Go's `%q` prints a list.
pub(super) fn quoted(texts: &[&str]) -> String {
    let list: Vec<String> = texts.iter().map(|one| quote(one)).collect();
    format!("[{}]", list.join(" "))
}
