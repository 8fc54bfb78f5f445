//! Deployments, ReplicaSets, ReplicationControllers, StatefulSets, DaemonSets and ControllerRevisions:
//! pkg/apis/apps/validation/validation.go and the ReplicationController of core, v1.36.

use serde_json::{Value, json};

use super::at::At;
use super::errors::{Errors, quote, show};
use super::{dump, pod, selector, storage, text};
use crate::kinds::semantic::equal;

const MISMATCH: &str = "`selector` does not match template `labels`";

fn selects(spec: &At<'_>, selector: &Value, errors: &mut Errors) {
    let labels = spec.child("template").child("metadata").child("labels");
    if !selector::matches(selector, labels.value) {
        errors.invalid(&labels, MISMATCH);
    }
}

/// The template of a workload whose pods always restart.
fn lasting_template(spec: &At<'_>, kind: &str, errors: &mut Errors) {
    let template = spec.child("template");
    pod::template(&template, errors);
    lasting_pods(&template, kind, errors);
}

fn lasting_pods(template: &At<'_>, kind: &str, errors: &mut Errors) {
    let policy = template.child("spec").child("restartPolicy");
    if policy.text() != "Always" {
        errors.unsupported_as(&policy.path, &quote(policy.text()), &["Always"]);
    }
    let deadline = template.child("spec").child("activeDeadlineSeconds");
    if deadline.is_set() {
        errors.forbidden(&deadline.path, &format!("activeDeadlineSeconds in {kind} is not Supported"));
    }
}

/// A selector that must be there, sound and not empty; says whether it is sound.
fn required_selector(spec: &At<'_>, empty: &str, errors: &mut Errors) -> bool {
    let at = spec.child("selector");
    if !at.is_set() {
        errors.required(&at.path, "");
        return true;
    }
    selector::check(&at, errors);
    if selector::is_empty(at.value) {
        errors.invalid_as(&at.path, &dump::selector(at.value), empty);
    }
    selector::is_sound(at.value)
}

fn unreadable(spec: &At<'_>, why: &str, errors: &mut Errors) {
    let at = spec.child("selector");
    errors.invalid_as(&at.path, &dump::selector(at.value), why);
}

/// The selector and template of a Deployment or ReplicaSet.
fn replicated(spec: &At<'_>, errors: &mut Errors) {
    if !required_selector(spec, "empty selector is invalid for deployment", errors) {
        return unreadable(spec, "invalid label selector", errors);
    }
    let selector = spec.child("selector");
    if !selector.is_set() || !selector::is_empty(selector.value) {
        selects(spec, selector.value, errors);
    }
    lasting_template(spec, "ReplicaSet", errors);
}

pub(super) fn deployment(object: &Value, errors: &mut Errors) {
    let spec = At::root(object).child("spec");
    errors.not_negative(&spec.child("replicas"));
    replicated(&spec, errors);
    deployment_strategy(&spec.child("strategy"), errors);
    errors.not_negative(&spec.child("minReadySeconds"));
    errors.not_negative(&spec.child("revisionHistoryLimit"));
    let deadline = spec.child("progressDeadlineSeconds");
    if deadline.is_set() {
        errors.not_negative(&deadline);
        if deadline.number() <= spec.child("minReadySeconds").number() {
            errors.invalid(&deadline, "must be greater than minReadySeconds");
        }
    }
}

fn deployment_strategy(at: &At<'_>, errors: &mut Errors) {
    let rolling = at.child("rollingUpdate");
    match at.text_of("type") {
        "Recreate" => {
            if rolling.is_set() {
                errors.forbidden(&rolling.path, "may not be specified when strategy `type` is 'Recreate'");
            }
        }
        "RollingUpdate" => {
            let (unavailable, surge) = (rolling.child("maxUnavailable"), rolling.child("maxSurge"));
            amount(&unavailable, errors);
            amount(&surge, errors);
            if count(&unavailable) == 0 && count(&surge) == 0 {
                errors.invalid(&unavailable, "may not be 0 when `maxSurge` is 0");
            }
            at_most_all(&unavailable, errors);
        }
        _ => {
            let shown = dump::dump(at.value, dump::ROLLING_STRATEGY);
            errors.unsupported_as(&at.path, &shown, &["Recreate", "RollingUpdate"]);
        }
    }
}

/// ValidatePositiveIntOrPercent.
pub(super) fn amount(at: &At<'_>, errors: &mut Errors) {
    match at.value {
        Value::String(given) => {
            for why in text::percent(given) {
                errors.invalid(at, &why);
            }
        }
        _ => errors.not_negative(at),
    }
}

/// The number, or the percentage as one; a text that is neither counts as nothing.
fn count(at: &At<'_>) -> i64 {
    match at.value {
        Value::String(given) => given.strip_suffix('%').unwrap_or(given).parse().unwrap_or(0),
        _ => at.number(),
    }
}

/// IsNotMoreThan100Percent.
pub(super) fn at_most_all(at: &At<'_>, errors: &mut Errors) {
    if text::is_percent(at.text()) && count(at) > 100 {
        errors.invalid(at, "must not be greater than 100%");
    }
}

pub(super) fn replica_set(object: &Value, errors: &mut Errors) {
    let spec = At::root(object).child("spec");
    errors.not_negative(&spec.child("replicas"));
    errors.not_negative(&spec.child("minReadySeconds"));
    replicated(&spec, errors);
}

pub(super) fn replication_controller(object: &Value, errors: &mut Errors) {
    let spec = At::root(object).child("spec");
    errors.not_negative(&spec.child("minReadySeconds"));
    let selector = spec.child("selector");
    if selector.len() == 0 {
        errors.required(&selector.path, "");
    }
    errors.not_negative(&spec.child("replicas"));
    if !spec.has("template") {
        return errors.required(spec.path_to("template"), "");
    }
    if selector.len() > 0 {
        selects(&spec, &json!({"matchLabels": selector.value}), errors);
    }
    lasting_template(&spec, "ReplicationController", errors);
}

pub(super) fn daemon_set(object: &Value, errors: &mut Errors) {
    let spec = At::root(object).child("spec");
    let selector = spec.child("selector");
    selector::check(&selector, errors);
    if selector::is_sound(selector.value) {
        selects(&spec, selector.value, errors);
    }
    if selector.is_set() && selector::is_empty(selector.value) {
        let shown = dump::selector(selector.value);
        errors.invalid_as(&selector.path, &shown, "empty selector is invalid for daemonset");
    }
    lasting_template(&spec, "DaemonSet", errors);
    errors.not_negative(&spec.child("minReadySeconds"));
    daemon_strategy(&spec.child("updateStrategy"), errors);
    errors.not_negative(&spec.child("revisionHistoryLimit"));
}

fn daemon_strategy(at: &At<'_>, errors: &mut Errors) {
    let rolling = at.child("rollingUpdate");
    match at.text_of("type") {
        "OnDelete" => {}
        "RollingUpdate" if !rolling.is_set() => errors.required(&rolling.path, ""),
        "RollingUpdate" => {
            let (unavailable, surge) = (rolling.child("maxUnavailable"), rolling.child("maxSurge"));
            [&unavailable, &surge].into_iter().for_each(|at| amount(at, errors));
            [&unavailable, &surge].into_iter().for_each(|at| at_most_all(at, errors));
            match (count(&unavailable) != 0, count(&surge) != 0) {
                (true, true) => errors.invalid(&surge, "may not be set when maxUnavailable is non-zero"),
                (false, false) => errors.required(&unavailable.path, "cannot be 0 when maxSurge is 0"),
                _ => {}
            }
        }
        _ => {
            let shown = dump::dump(at.value, dump::ROLLING_STRATEGY);
            errors.unsupported_as(&at.path, &shown, &["RollingUpdate", "OnDelete"]);
        }
    }
}

/// A StatefulSet; of one that is changed the parts that are as they were are not looked at again.
pub(super) fn stateful_set(object: &Value, old: Option<&Value>, errors: &mut Errors) {
    let spec = At::root(object).child("spec");
    let changed = |name: &str| old.is_none_or(|old| !equal(&old["spec"][name], &object["spec"][name]));
    let policy = spec.child("podManagementPolicy");
    if errors.require(&policy) && !["OrderedReady", "Parallel"].contains(&policy.text()) {
        errors.invalid(&policy, "must be 'OrderedReady' or 'Parallel'");
    }
    stateful_strategy(&spec.child("updateStrategy"), errors);
    for name in ["whenDeleted", "whenScaled"] {
        errors.one_of(&spec.child("persistentVolumeClaimRetentionPolicy").child(name), &["Retain", "Delete"]);
    }
    errors.not_negative(&spec.child("replicas"));
    errors.not_negative(&spec.child("minReadySeconds"));
    errors.not_negative(&spec.child("ordinals").child("start"));
    errors.not_negative(&spec.child("revisionHistoryLimit"));
    let service = spec.child("serviceName");
    if !service.text().is_empty() && changed("serviceName") {
        errors.complain(&service, text::label(service.text()));
    }
    if required_selector(&spec, "empty selector is invalid for statefulset", errors) {
        let selector = spec.child("selector");
        if !selector.is_set() || !selector::is_empty(selector.value) {
            selects(&spec, selector.value, errors);
        }
        let (template, own) = (spec.child("template"), with_claims(&spec));
        match changed("template") {
            true => pod::template(&At { value: &own, path: template.path }, errors),
            false => pod::template_meta(&template, errors),
        }
    } else {
        unreadable(&spec, "", errors);
    }
    lasting_pods(&spec.child("template"), "StatefulSet", errors);
    if changed("volumeClaimTemplates") {
        for claim in spec.child("volumeClaimTemplates").items() {
            storage::claim_spec(&claim.child("spec"), errors);
        }
    }
}

/// The template with a volume for every claim, as the pods will have it.
fn with_claims(spec: &At<'_>) -> Value {
    let mut template = spec.child("template").value.clone();
    let claims = spec.child("volumeClaimTemplates");
    if claims.len() == 0 || !template["spec"].is_object() {
        return template;
    }
    let names: Vec<&str> = claims.items().map(|claim| edit_name(claim.value)).collect();
    let volumes = template["spec"]["volumes"].as_array().cloned().unwrap_or_default();
    let own = volumes.into_iter().filter(|volume| !names.iter().any(|name| volume["name"] == *name));
    let claimed =
        names.iter().map(|name| json!({"name": name, "persistentVolumeClaim": {"claimName": name}}));
    template["spec"]["volumes"] = own.chain(claimed).collect();
    template
}

fn edit_name(claim: &Value) -> &str {
    claim["metadata"]["name"].as_str().unwrap_or_default()
}

fn stateful_strategy(at: &At<'_>, errors: &mut Errors) {
    let rolling = at.child("rollingUpdate");
    match at.text_of("type") {
        "" => errors.required(&at.path, ""),
        "OnDelete" => {
            if rolling.is_set() {
                let shown = dump::dump(rolling.value, dump::PARTITION);
                errors.invalid_as(&rolling.path, &shown, "only allowed for updateStrategy 'RollingUpdate'");
            }
        }
        "RollingUpdate" => errors.not_negative(&rolling.child("partition")),
        _ => {
            let shown = dump::dump(at.value, dump::STATEFUL_STRATEGY);
            errors.invalid_as(&at.path, &shown, "must be 'RollingUpdate' or 'OnDelete'");
        }
    }
}

const FIXED: &str = "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', \
'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

pub(super) fn stateful_set_change(new: &Value, old: &Value, errors: &mut Errors) {
    let mut changed = new["spec"].clone();
    let free = [
        "replicas",
        "ordinals",
        "template",
        "updateStrategy",
        "revisionHistoryLimit",
        "persistentVolumeClaimRetentionPolicy",
        "minReadySeconds",
    ];
    if let Some(members) = changed.as_object_mut() {
        for name in free {
            members.insert(name.to_owned(), old["spec"][name].clone());
        }
    }
    if !equal(&changed, &old["spec"]) {
        errors.forbidden("spec", FIXED);
    }
}

/// The selector of Deployments and ReplicaSets stays what it was.
pub(super) fn fixed_selector(new: &Value, old: &Value, errors: &mut Errors) {
    let at = At::root(new).child("spec").child("selector");
    if !equal(at.value, &old["spec"]["selector"]) {
        errors.invalid_as(&at.path, &dump::selector(at.value), super::errors::IMMUTABLE);
    }
}

pub(super) fn revision(object: &Value, errors: &mut Errors) {
    let root = At::root(object);
    if !root.has("data") {
        errors.required("data", "data is mandatory");
    }
    errors.not_negative(&root.child("revision"));
}

pub(super) fn revision_change(new: &Value, old: &Value, errors: &mut Errors) {
    let data = At::root(new).child("data");
    if !equal(data.value, &old["data"]) {
        errors.invalid_as("data", &show(data.value), super::errors::IMMUTABLE);
    }
}
