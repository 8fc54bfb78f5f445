//! Where pods go besides affinity: tolerations, spreading, gates, claims, preemption: core's validation.go, v1.36.

use super::super::at::At;
use super::super::dump;
use super::super::errors::{Errors, quote};
use super::super::{selector, text};
use super::{Whole, affinity};

pub(in super::super) const TAINT_EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/// ValidateTolerations.
pub(super) fn tolerations(list: &At<'_>, errors: &mut Errors) {
    for one in list.items() {
        let (key, operator) = (one.child("key"), one.child("operator"));
        let (value, effect) = (one.text_of("value"), one.child("effect"));
        if !key.text().is_empty() {
            errors.complain(&key, text::qualified(key.text()));
        }
        if key.text().is_empty() && operator.text() != "Exists" {
            let why =
                "operator must be Exists when `key` is empty, which means \"match all values and all keys\"";
            errors.invalid_as(&operator.path, &quote(operator.text()), why);
        }
        if one.has("tolerationSeconds") && effect.text() != "NoExecute" {
            let why = "effect must be 'NoExecute' when `tolerationSeconds` is set";
            errors.invalid_as(&effect.path, &quote(effect.text()), why);
        }
        match operator.text() {
            "Equal" | "" => {
                let complaints = text::label_value(value);
                if !complaints.is_empty() {
                    errors.invalid_as(&operator.path, &quote(value), &complaints.join(";"));
                }
            }
            "Exists" if !value.is_empty() => {
                errors.invalid_as(
                    &operator.path,
                    &quote(value),
                    "value must be empty when `operator` is 'Exists'",
                );
            }
            "Exists" => {}
            _ => errors.unsupported(&operator, &["Equal", "Exists"]),
        }
        if !effect.text().is_empty() {
            errors.one_of(&effect, &TAINT_EFFECTS);
        }
    }
}

pub(in super::super) fn preemption_policy(at: &At<'_>, errors: &mut Errors) {
    errors.one_of_required(at, &["PreemptLowerPriority", "Never"]);
}

pub(super) fn scheduling_gates(list: &At<'_>, errors: &mut Errors) {
    let mut seen = Vec::new();
    for gate in list.items() {
        let name = gate.text_of("name");
        errors.complain_of(&gate.path, name, text::qualified(name));
        if seen.contains(&name) {
            errors.duplicate(&gate.path, &quote(name));
        }
        seen.push(name);
    }
}

/// validatePodResourceClaims.
pub(super) fn resource_claims(list: &At<'_>, errors: &mut Errors) {
    let mut seen = Vec::new();
    for claim in list.items() {
        let name = claim.child("name");
        if errors.require(&name) {
            if seen.contains(&name.text()) {
                errors.duplicate(&name.path, &quote(name.text()));
            } else {
                errors.complain(&name, text::label(name.text()));
                seen.push(name.text());
            }
        }
        let named = ["resourceClaimName", "resourceClaimTemplateName"].map(|name| claim.child(name));
        let shown = || dump::dump(claim.value, dump::POD_CLAIM);
        match named.iter().filter(|one| one.is_set()).count() {
            0 => {
                let why = "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`";
                errors.invalid_as(&claim.path, &shown(), why);
            }
            1 => {}
            _ => {
                let why =
                    "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified";
                errors.invalid_as(&claim.path, &shown(), why);
            }
        }
        for one in named.iter().filter(|one| one.is_set()) {
            errors.complain(one, text::subdomain(one.text()));
        }
    }
}

/// validateTopologySpreadConstraints.
pub(super) fn spread(whole: &Whole<'_>, errors: &mut Errors) {
    let list: Vec<At<'_>> = whole.spec.child("topologySpreadConstraints").items().collect();
    for (index, one) in list.iter().enumerate() {
        let (skew, key, action) =
            (one.child("maxSkew"), one.child("topologyKey"), one.child("whenUnsatisfiable"));
        if skew.number() <= 0 {
            errors.invalid_as(&skew.path, &skew.number().to_string(), "must be greater than zero");
        }
        if key.text().is_empty() {
            errors.required(&key.path, "can not be empty");
        }
        if !["DoNotSchedule", "ScheduleAnyway"].contains(&action.text()) {
            errors.unsupported_as(&action.path, &quote(action.text()), &["DoNotSchedule", "ScheduleAnyway"]);
        }
        let pair = format!("{{{}, {}}}", key.text(), action.text());
        let same = |later: &At<'_>| {
            later.text_of("topologyKey") == key.text() && later.text_of("whenUnsatisfiable") == action.text()
        };
        if list[index + 1..].iter().any(same) {
            errors.duplicate(one.path_to("{topologyKey, whenUnsatisfiable}"), &quote(&pair));
        }
        domains(one, action.text(), errors);
        for name in ["nodeAffinityPolicy", "nodeTaintsPolicy"] {
            errors.one_of(&one.child(name), &["Honor", "Ignore"]);
        }
        label_keys(one, whole.is_pod, errors);
        selector::check(&one.child("labelSelector"), errors);
    }
}

fn domains(one: &At<'_>, action: &str, errors: &mut Errors) {
    let least = one.child("minDomains");
    if !least.is_set() {
        return;
    }
    if least.number() <= 0 {
        errors.invalid(&least, "must be greater than zero");
    }
    if action != "DoNotSchedule" {
        errors.invalid(
            &least,
            &format!("can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}"),
        );
    }
}

/// In a pod the keys have been merged into the selector, in a template they have not.
fn label_keys(one: &At<'_>, merged: bool, errors: &mut Errors) {
    let (keys, selector) = (one.child("matchLabelKeys"), one.child("labelSelector"));
    if keys.len() == 0 {
        return;
    }
    if !selector.is_set() {
        errors.forbidden(&keys.path, "must not be specified when labelSelector is not set");
    }
    let named = |key: &str| {
        let labelled = selector.child("matchLabels").has(key);
        labelled || selector.child("matchExpressions").items().any(|other| other.text_of("key") == key)
    };
    for key in keys.items() {
        errors.complain(&key, text::qualified(key.text()));
        if !merged && named(key.text()) {
            errors.invalid(&key, "exists in both matchLabelKeys and labelSelector");
        }
    }
    if merged {
        let keys: Vec<&str> = keys.texts().collect();
        affinity::twice(&keys, &selector, &one.path_to("matchLabelKeys"), errors);
    }
}
