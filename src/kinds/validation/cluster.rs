//! Nodes, disruption budgets, priority classes and leases: core's validation.go and those of policy, scheduling and
//! coordination, v1.36.

use std::collections::BTreeSet;

use serde_json::Value;

use super::at::At;
use super::errors::{Errors, json, quote};
use super::pod::{TAINT_EFFECTS, preemption_policy, resources};
use super::{dump, ip, selector, text, workloads};
use crate::kinds::semantic::equal;

pub(super) fn node(object: &Value, errors: &mut Errors) {
    let root = At::root(object);
    taints(&root, errors);
    amounts(&root, errors);
    let ranges = root.child("spec").child("podCIDRs");
    for range in ranges.items() {
        ip::range(&range, errors);
    }
    if ranges.len() < 2 {
        return;
    }
    let heads = ranges.texts().map(|range| range.split('/').next().unwrap_or_default());
    if !ip::dual_stack(heads) || ranges.len() > 2 {
        errors.invalid(&ranges, "may specify no more than one CIDR for each IP family");
    }
    let mut seen = BTreeSet::new();
    for range in ranges.items().filter(|range| !seen.insert(range.text())) {
        errors.duplicate(&range.path, &quote(range.text()));
    }
}

fn taints(root: &At<'_>, errors: &mut Errors) {
    let mut seen = BTreeSet::new();
    for taint in root.child("spec").child("taints").moved("metadata.taints").items() {
        let (key, value, effect) = (taint.child("key"), taint.child("value"), taint.child("effect"));
        errors.complain(&key, text::qualified(key.text()));
        let complaints = text::label_value(value.text());
        if !complaints.is_empty() {
            errors.invalid(&value, &complaints.join(";"));
        }
        errors.one_of_required(&effect, &TAINT_EFFECTS);
        if !seen.insert((effect.text(), key.text())) {
            let shown = dump::dump(taint.value, dump::TAINT);
            errors.duplicate(&taint.path, &format!("{shown}: taints must be unique by key and effect pair"));
        }
    }
}

fn amounts(root: &At<'_>, errors: &mut Errors) {
    for list in ["capacity", "allocatable"] {
        let at = root.child("status").child(list);
        for (name, amount) in at.entries() {
            resources::amount(name, &amount.moved(at.path_to(name)), errors);
        }
    }
}

/// ValidateNodeUpdate, what comes after the metadata.
pub(super) fn node_change(new: &Value, old: &Value, errors: &mut Errors) {
    let root = At::root(new);
    amounts(&root, errors);
    let mut seen = Vec::new();
    for address in root.child("status").child("addresses").items() {
        if seen.iter().any(|earlier: &&Value| equal(earlier, address.value)) {
            errors.duplicate(&address.path, &dump::dump(address.value, dump::NODE_ADDRESS));
        }
        seen.push(address.value);
    }
    let (spec, held) = (root.child("spec"), At::root(old).child("spec"));
    let (given, kept) = (spec.child("podCIDRs"), held.child("podCIDRs"));
    const RANGE: &str = "node updates may not change podCIDR except from \"\" to valid";
    if kept.len() > 0 && kept.len() != given.len() {
        errors.forbidden("spec.podCIDRs", RANGE);
    } else if kept.len() > 0 {
        for _ in kept.texts().zip(given.texts()).filter(|(kept, given)| kept != given) {
            errors.forbidden("spec.podCIDRs", RANGE);
        }
    }
    if !held.text_of("providerID").is_empty() && held.text_of("providerID") != spec.text_of("providerID") {
        let why = "node updates may not change providerID except from \"\" to valid";
        errors.forbidden("spec.providerID", why);
    }
    taints(&root, errors);
    if spec.text_of("externalID") != held.text_of("externalID") {
        errors.forbidden("spec.externalID", "may not be updated");
    }
}

pub(super) fn disruption_budget(object: &Value, errors: &mut Errors) {
    let spec = At::root(object).child("spec");
    let bounds = ["minAvailable", "maxUnavailable"].map(|name| spec.child(name));
    let chosen = spec.child("selector");
    if bounds.iter().all(At::is_set) {
        let shown = format!(
            "{{\"MinAvailable\":{},\"Selector\":{},\"MaxUnavailable\":{},\"UnhealthyPodEvictionPolicy\":{}}}",
            json(bounds[0].value),
            dump::selector(chosen.value),
            json(bounds[1].value),
            json(spec.child("unhealthyPodEvictionPolicy").value),
        );
        errors.invalid_as(&spec.path, &shown, "minAvailable and maxUnavailable cannot be both set");
    }
    for bound in bounds.iter().filter(|bound| bound.is_set()) {
        workloads::amount(bound, errors);
        workloads::at_most_all(bound, errors);
    }
    selector::check(&chosen, errors);
    errors.one_of(&spec.child("unhealthyPodEvictionPolicy"), &["AlwaysAllow", "IfHealthyBudget"]);
}

const HIGHEST_PRIORITY: i64 = 1_000_000_000;
const SYSTEM: [(&str, i64); 2] =
    [("system-node-critical", 2_000_001_000), ("system-cluster-critical", 2_000_000_000)];

pub(super) fn priority_class(object: &Value, errors: &mut Errors) {
    let root = At::root(object);
    let name = root.child("metadata").child("name");
    let value = root.child("value");
    if name.text().starts_with("system-") {
        let trouble = match SYSTEM.iter().find(|(known, _)| *known == name.text()) {
            None => Some(format!("{} is not a known system priority class", name.text())),
            Some((known, fixed)) if *fixed != value.number() => {
                Some(format!("value of {known} PriorityClass must be {fixed}"))
            }
            Some((known, _)) if root.child("globalDefault").is_true() => {
                Some(format!("globalDefault of {known} PriorityClass must be false"))
            }
            Some(_) => None,
        };
        if let Some(trouble) = trouble {
            let why = "priority class names with 'system-' prefix are reserved for system use only. error: ";
            errors.forbidden(&name.path, &format!("{why}{trouble}"));
        }
    } else if value.number() > HIGHEST_PRIORITY {
        let why = format!("maximum allowed value of a user defined priority is {HIGHEST_PRIORITY}");
        errors.forbidden(&value.path, &why);
    }
    if root.has("preemptionPolicy") {
        preemption_policy(&root.child("preemptionPolicy"), errors);
    }
}

pub(super) fn priority_class_change(new: &Value, old: &Value, errors: &mut Errors) {
    for name in ["value", "preemptionPolicy"] {
        let at = At::root(new).child(name);
        if !equal(at.value, &old[name]) {
            let shown = if at.is_set() { super::errors::show(at.value) } else { "0".to_owned() };
            errors.invalid_as(&at.path, &shown, super::errors::IMMUTABLE);
        }
    }
}

pub(super) fn lease(object: &Value, errors: &mut Errors) {
    let spec = At::root(object).child("spec");
    let (seconds, changes) = (spec.child("leaseDurationSeconds"), spec.child("leaseTransitions"));
    if seconds.is_set() && seconds.number() <= 0 {
        errors.invalid(&seconds, "must be greater than 0");
    }
    errors.not_negative(&changes);
    let holder = spec.child("holderIdentity");
    if holder.is_set() && holder.text().is_empty() {
        errors.invalid(&holder, "must not be empty");
    }
}
