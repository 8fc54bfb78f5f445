//! Quotas and limit ranges: core's validation.go and pkg/apis/core/helper, v1.36.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::at::At;
use super::errors::{Errors, IMMUTABLE, quote, show};
use super::pod::resources;
use super::{dump, text};
use crate::kinds::quantity::{Format, Quantity};

pub(super) fn quota(object: &Value, errors: &mut Errors) {
    let spec = At::root(object).child("spec");
    for (name, amount) in spec.child("hard").entries() {
        quota_name(&amount.path, name, errors);
        resources::amount(name, &amount, errors);
    }
    scopes(&spec, errors);
    scope_selector(&spec, errors);
}

fn quota_name(path: &str, name: &str, errors: &mut Errors) {
    resources::any_name(path, name, errors);
    if !name.contains('/') && !resources::is_standard_in_quota(name) {
        errors.invalid_as(path, &quote(name), "must be a standard resource for quota");
    }
}

const SCOPES: [&str; 7] = [
    "Terminating",
    "NotTerminating",
    "BestEffort",
    "NotBestEffort",
    "PriorityClass",
    "CrossNamespacePodAffinity",
    "VolumeAttributesClass",
];

const COMPUTE: [&str; 6] =
    ["cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory"];

/// Whether a scope can narrow what a resource counts.
fn fits(scope: &str, resource: &str) -> bool {
    match scope {
        "Terminating"
        | "NotTerminating"
        | "NotBestEffort"
        | "PriorityClass"
        | "CrossNamespacePodAffinity" => resource == "pods" || COMPUTE.contains(&resource),
        "BestEffort" => resource == "pods",
        "VolumeAttributesClass" => matches!(resource, "persistentvolumeclaims" | "requests.storage"),
        _ => true,
    }
}

fn misfits<'a>(spec: &At<'a>, scope: &'a str) -> usize {
    let standard = |name: &&str| resources::is_standard_in_quota(name) && !fits(scope, name);
    spec.child("hard").entries().map(|(name, _)| name).filter(standard).count()
}

fn conflicts(seen: &BTreeSet<&str>) -> usize {
    let pairs = [("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating")];
    pairs.iter().filter(|(one, other)| seen.contains(one) && seen.contains(other)).count()
}

fn scopes(spec: &At<'_>, errors: &mut Errors) {
    let list = spec.child("scopes");
    for scope in list.texts() {
        if !SCOPES.contains(&scope) {
            errors.invalid(&list, "unsupported scope");
        }
        for _ in 0..misfits(spec, scope) {
            errors.invalid(&list, "unsupported scope applied to resource");
        }
    }
    for _ in 0..conflicts(&list.texts().collect()) {
        errors.invalid(&list, "conflicting scopes");
    }
}

const MUST_EXIST: &str = "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, \
ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or \
ResourceQuotaScopeCrossNamespacePodAffinity";

fn scope_selector(spec: &At<'_>, errors: &mut Errors) {
    let selector = spec.child("scopeSelector");
    let list = selector.child("matchExpressions");
    let mut seen = BTreeSet::new();
    for one in list.items() {
        let (scope, operator) = (one.text_of("scopeName"), one.text_of("operator"));
        if !SCOPES.contains(&scope) {
            errors.invalid_as(list.path_to("scopeName"), &quote(scope), "unsupported scope");
        }
        for _ in 0..misfits(spec, scope) {
            let shown = dump::dump(selector.value, dump::SCOPE_SELECTOR);
            errors.invalid_as(&list.path, &shown, "unsupported scope applied to resource");
        }
        let plain = SCOPES.contains(&scope) && !matches!(scope, "PriorityClass" | "VolumeAttributesClass");
        if plain && operator != "Exists" {
            errors.invalid_as(list.path_to("operator"), &quote(operator), MUST_EXIST);
        }
        let values = one.child("values").moved(list.path_to("values"));
        match operator {
            "In" | "NotIn" => {
                if values.len() == 0 {
                    let why =
                        "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
                    errors.required(&values.path, why);
                }
            }
            "Exists" | "DoesNotExist" => {
                if values.len() != 0 {
                    let why =
                        "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
                    errors.invalid(&values, why);
                }
            }
            _ => {
                errors.invalid_as(list.path_to("operator"), &quote(operator), "not a valid selector operator")
            }
        }
        seen.insert(scope);
    }
    for _ in 0..conflicts(&seen) {
        let shown = show(spec.child("scopes").value);
        errors.invalid_as(&list.path, &shown, "conflicting scopes");
    }
}

pub(super) fn quota_change(new: &Value, old: &Value, errors: &mut Errors) {
    let list = At::root(new).child("spec").child("scopes");
    let held: BTreeSet<&str> = At { value: &old["spec"]["scopes"], path: String::new() }.texts().collect();
    if list.texts().collect::<BTreeSet<_>>() != held {
        errors.invalid(&list, IMMUTABLE);
    }
}

const LISTS: [&str; 5] = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"];

pub(super) fn limit_range(object: &Value, errors: &mut Errors) {
    let mut types = BTreeSet::new();
    for limit in At::root(object).child("spec").child("limits").items() {
        let kind = limit.child("type");
        type_name(&kind, errors);
        if !types.insert(kind.text()) {
            errors.duplicate(&kind.path, &quote(kind.text()));
        }
        self::limit(&limit, kind.text(), errors);
    }
}

fn type_name(kind: &At<'_>, errors: &mut Errors) {
    let complaints = text::qualified(kind.text());
    if !complaints.is_empty() {
        errors.complain(kind, complaints);
    } else if !kind.text().contains('/')
        && !["Pod", "Container", "PersistentVolumeClaim"].contains(&kind.text())
    {
        errors.invalid(kind, "must be a standard limit type or fully qualified");
    }
}

fn limit<'a>(limit: &At<'a>, kind: &str, errors: &mut Errors) {
    let mut names = BTreeSet::new();
    for list in LISTS {
        let amounts = limit.child(list);
        if kind == "Pod" && list.starts_with("default") {
            if amounts.len() > 0 {
                errors.forbidden(&amounts.path, "may not be specified when `type` is 'Pod'");
            }
            continue;
        }
        if list == "maxLimitRequestRatio" && kind == "PersistentVolumeClaim" {
            claim_limits(limit, errors);
        }
        for (name, amount) in amounts.entries() {
            match kind {
                "Pod" | "Container" => resources::container_name(&amount.path, name, errors),
                _ => drop(resources::any_name(&amount.path, name, errors)),
            }
            names.insert(name);
        }
    }
    names.into_iter().for_each(|name| Bounds::of(limit, kind, name).check(errors));
}

fn claim_limits(limit: &At<'_>, errors: &mut Errors) {
    if !["min", "max"].iter().any(|list| limit.child(list).has("storage")) {
        let why = "either minimum or maximum storage value is required, but neither was provided";
        errors.required(limit.path_to("limits"), why);
    }
}

/// What a limit says of one resource.
struct Bounds<'a> {
    limit: At<'a>,
    name: &'a str,
    amounts: BTreeMap<&'static str, Quantity>,
}

impl<'a> Bounds<'a> {
    fn of(limit: &At<'a>, kind: &str, name: &'a str) -> Bounds<'a> {
        let lists = LISTS.into_iter().filter(|list| kind != "Pod" || !list.starts_with("default"));
        let amounts =
            lists.filter_map(|list| Some((list, limit.child(list).key(name).quantity()?))).collect();
        Bounds { limit: limit.clone(), name, amounts }
    }

    fn get(&self, list: &str) -> Option<&Quantity> {
        self.amounts.get(list)
    }

    fn check(&self, errors: &mut Errors) {
        if let (Some(least), Some(most)) = self.disordered("min", "max") {
            self.say("min", least, &format!("min value {least} is greater than max value {most}"), errors);
        }
        self.request(errors);
        if let (Some(least), Some(own)) = self.disordered("min", "default") {
            self.say(
                "default",
                least,
                &format!("min value {least} is greater than default value {own}"),
                errors,
            );
        }
        if let (Some(own), Some(most)) = self.disordered("default", "max") {
            self.say(
                "default",
                most,
                &format!("default value {own} is greater than max value {most}"),
                errors,
            );
        }
        self.ratio(errors);
        if let (Some(own), Some(asked)) = (self.get("default"), self.get("defaultRequest"))
            && own != asked
            && !resources::may_overcommit(self.name)
        {
            let why =
                format!("default value {own} must equal to defaultRequest value {asked} in {}", self.name);
            self.say("defaultRequest", asked, &why, errors);
        }
    }

    fn say(&self, list: &str, shown: &Quantity, why: &str, errors: &mut Errors) {
        let path = self.limit.child(list).key(self.name).path;
        errors.invalid_as(path, &quote(&shown.to_string()), why);
    }

    /// Both bounds, if the first one exceeds the second.
    fn disordered(&self, low: &str, high: &str) -> (Option<&Quantity>, Option<&Quantity>) {
        match (self.get(low), self.get(high)) {
            (Some(less), Some(more)) if less > more => (Some(less), Some(more)),
            _ => (None, None),
        }
    }

    fn request(&self, errors: &mut Errors) {
        if let (Some(least), Some(asked)) = self.disordered("min", "defaultRequest") {
            let why = format!("min value {least} is greater than default request value {asked}");
            self.say("defaultRequest", asked, &why, errors);
        }
        for (list, words) in [("max", "max value"), ("default", "default limit value")] {
            if let (Some(asked), Some(most)) = self.disordered("defaultRequest", list) {
                let why = format!("default request value {asked} is greater than {words} {most}");
                self.say("defaultRequest", asked, &why, errors);
            }
        }
    }

    fn ratio(&self, errors: &mut Errors) {
        let Some(ratio) = self.get("maxLimitRequestRatio") else { return };
        if *ratio < Quantity::from_value(1, Format::DecimalSI) {
            self.say("maxLimitRequestRatio", ratio, &format!("ratio {ratio} is less than 1"), errors);
        }
        let (Some(least), Some(most)) = (self.get("min"), self.get("max")) else { return };
        const MILLI: i64 = i64::MAX / 1000;
        let fine = [ratio, least, most].iter().all(|one| one.value() < MILLI);
        let (real, allowed) = match fine {
            true => {
                (ratio.milli_value() as f64 / 1000.0, most.milli_value() as f64 / least.milli_value() as f64)
            }
            false => (ratio.value() as f64, most.value() as f64 / least.value() as f64),
        };
        if real > allowed {
            let why = format!("ratio {ratio} is greater than max/min = {allowed:.6}");
            self.say("maxLimitRequestRatio", ratio, &why, errors);
        }
    }
}
