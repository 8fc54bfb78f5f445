//! Resource lists: rounding, requests from limits, and the resources of a pod as a whole.
//!
//! Models `SetDefaults_ResourceList`, `defaultHugePagePodLimits` and `defaultPodRequests` of
//! pkg/apis/core/v1/defaults.go, with the sums of component-helpers resource/helpers.go, v1.36.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::kinds::edit::{child, ensure, is_empty, quantity, text};
use crate::kinds::quantity::Quantity;

/// Amounts finer than a thousandth are rounded up to one.
pub(super) fn round_up(owner: &mut Value, name: &str) {
    for amount in owner.get_mut(name).and_then(Value::as_object_mut).into_iter().flatten().map(|(_, one)| one)
    {
        let Some(exact) = quantity(amount) else { continue };
        let rounded = Quantity::from_milli(exact.milli_value(), exact.format());
        if rounded > exact {
            *amount = Value::from(rounded.to_string());
        }
    }
}

pub(super) fn round_both(owner: &mut Value) {
    if let Some(resources) = child(owner, "resources") {
        round_up(resources, "limits");
        round_up(resources, "requests");
    }
}

/// What has a limit and no request requests its limit.
pub(super) fn requests_from_limits(container: &mut Value) {
    let Some(resources) = child(container, "resources") else { return };
    let Some(limits) = resources.get("limits").and_then(Value::as_object).cloned() else { return };
    if limits.is_empty() {
        return;
    }
    let requests = ensure(resources, "requests");
    for (name, limit) in limits {
        if requests[&name].is_null() {
            requests[&name] = limit;
        }
    }
}

pub(super) fn pod_level(spec: &mut Value) {
    let resources = &spec["resources"];
    if is_empty(resources, "limits") && is_empty(resources, "requests") {
        return;
    }
    huge_page_limits(spec);
    if !is_empty(&spec["resources"], "limits") {
        pod_requests(spec);
    }
}

fn is_supported(name: &str) -> bool {
    matches!(name, "cpu" | "memory") || name.starts_with("hugepages-")
}

fn huge_page_limits(spec: &mut Value) {
    for (name, limit) in aggregate(spec, "limits") {
        let resources = &spec["resources"];
        let asked = !resources["requests"][&name].is_null() || !resources["limits"][&name].is_null();
        if name.starts_with("hugepages-") && !asked {
            ensure(&mut spec["resources"], "limits")[&name] = Value::from(limit.to_string());
        }
    }
}

fn pod_requests(spec: &mut Value) {
    let mut wanted: Map<String, Value> = aggregate(spec, "requests")
        .into_iter()
        .filter(|(name, _)| matches!(name.as_str(), "cpu" | "memory"))
        .map(|(name, amount)| (name, Value::from(amount.to_string())))
        .collect();
    for (name, limit) in spec["resources"]["limits"].as_object().into_iter().flatten() {
        if is_supported(name) && !wanted.contains_key(name) {
            wanted.insert(name.clone(), limit.clone());
        }
    }
    if wanted.is_empty() {
        return;
    }
    let requests = ensure(&mut spec["resources"], "requests");
    for (name, amount) in wanted {
        if requests[&name].is_null() {
            requests[&name] = amount;
        }
    }
}

type Sums = BTreeMap<String, Quantity>;

/// What the containers of a pod need together: the sum of those that run together, or the largest init container's step.
pub fn aggregate(spec: &Value, list: &str) -> Sums {
    let mut sums = Sums::new();
    for container in spec["containers"].as_array().into_iter().flatten() {
        add(&mut sums, &amounts(container, list));
    }
    let (mut sidecars, mut peak) = (Sums::new(), Sums::new());
    for container in spec["initContainers"].as_array().into_iter().flatten() {
        let mut step = amounts(container, list);
        if text(container, "restartPolicy") == "Always" {
            add(&mut sums, &step);
            add(&mut sidecars, &step);
            step = sidecars.clone();
        } else {
            add(&mut step, &sidecars);
        }
        largest(&mut peak, &step);
    }
    largest(&mut sums, &peak);
    sums
}

fn amounts(container: &Value, list: &str) -> Sums {
    let members = container["resources"][list].as_object().into_iter().flatten();
    members.filter_map(|(name, amount)| Some((name.clone(), quantity(amount)?))).collect()
}

fn add(sums: &mut Sums, more: &Sums) {
    for (name, amount) in more {
        match sums.get_mut(name) {
            Some(sum) => sum.add(amount),
            None => drop(sums.insert(name.clone(), amount.clone())),
        }
    }
}

fn largest(sums: &mut Sums, other: &Sums) {
    for (name, amount) in other {
        if sums.get(name).is_none_or(|held| held < amount) {
            sums.insert(name.clone(), amount.clone());
        }
    }
}
