//! What the `resize` subresource may change of a pod: `ValidatePodResize` of core's validation.go and
//! `dropNonResizeUpdates` of pkg/registry/core/pod/strategy.go, v1.36, with the gates that are on by default
//! (InPlacePodLevelResourcesVerticalScaling, InPlacePodVerticalScalingInitContainers).

use serde_json::Value;

use super::super::at::At;
use super::super::errors::Errors;
use super::super::meta;
use super::annotations;
use crate::kinds::edit::each;
use crate::kinds::qos;
use crate::kinds::registry::Kind;
use crate::kinds::semantic::equal;

const LISTS: [(&str, &str); 2] = [("containers", "containers"), ("initContainers", "initContainers")];

/// The held pod with nothing of the new one but its resources, those of its containers and what resizing them does.
pub fn only_resources(new: &Value, held: &Value) -> Value {
    let names = |pod: &Value, list: &str| -> Vec<Value> {
        let all = pod["spec"][list].as_array();
        all.into_iter().flatten().map(|container| container["name"].clone()).collect()
    };
    if LISTS.iter().any(|(list, _)| names(new, list) != names(held, list)) {
        return new.clone();
    }
    let mut kept = held.clone();
    take(&mut kept["spec"], &new["spec"], "resources");
    for (list, _) in LISTS {
        let from = new["spec"][list].as_array().cloned().unwrap_or_default();
        for (container, wanted) in each(&mut kept["spec"], list).zip(from) {
            take(container, &wanted, "resources");
            take(container, &wanted, "resizePolicy");
        }
    }
    kept
}

/// Makes a field what it is elsewhere.
fn take(owner: &mut Value, from: &Value, field: &str) {
    match (from.get(field), owner.as_object_mut()) {
        (Some(value), Some(members)) => drop(members.insert(field.to_owned(), value.clone())),
        (None, Some(members)) => drop(members.remove(field)),
        (_, None) => {}
    }
}

pub(in super::super) fn resize(new: &Value, old: &Value, errors: &mut Errors) {
    meta::update_of(Kind::Pod, new, old, errors);
    super::whole(new, errors);
    let (pod, held) = (At::root(new), At::root(old));
    if held.child("metadata").child("annotations").key(annotations::MIRROR).is_set() {
        return errors.forbidden("", "static pods cannot be resized");
    }
    let (spec, held_spec) = (pod.child("spec"), held.child("spec"));
    if held.child("spec").child("os").text_of("name") == "windows" {
        return errors.forbidden("", "windows pods cannot be resized");
    }
    let class = old["status"]["qosClass"].as_str().unwrap_or_default();
    if class != qos::class(spec.value) {
        let shown = format!("{class:?}");
        errors.invalid_as("spec", &shown, "Pod QOS Class may not change as a result of resizing");
    }
    if is_set(&spec) || is_set(&held_spec) {
        whole(&spec, &held_spec, errors);
    }
    if !same_containers(&spec, &held_spec, errors) {
        return;
    }
    for (list, _) in LISTS {
        for (one, before) in spec.child(list).items().zip(held_spec.child(list).items()) {
            kept_names(&one.child("resources"), &before.child("resources"), "resource", errors);
        }
    }
    for (one, before) in spec.child("containers").items().zip(held_spec.child("containers").items()) {
        if !equal(&put_back(one.value, before.value), before.value) {
            errors.forbidden("spec", "only cpu and memory resources are mutable");
        }
    }
    for (one, before) in spec.child("initContainers").items().zip(held_spec.child("initContainers").items()) {
        init_container(&one, &before, errors);
    }
}

fn init_container(one: &At<'_>, before: &At<'_>, errors: &mut Errors) {
    if !equal(&put_back(one.value, before.value), before.value) {
        errors
            .forbidden(&one.path, "only cpu and memory resources for init or sidecar containers are mutable");
    }
    let changed = !equal(one.value, before.value) && one.text_of("restartPolicy") != "Always";
    let restarts = one.child("resizePolicy").items();
    for _ in restarts.filter(|policy| changed && policy.text_of("restartPolicy") == "RestartContainer") {
        let why = "non-sidecar init containers with a resize policy of RestartContainer cannot be resized";
        errors.forbidden(&one.path, why);
    }
}

/// Whether a pod asks for something as a whole.
fn is_set(spec: &At<'_>) -> bool {
    let resources = spec.child("resources");
    ["requests", "limits"].iter().any(|list| resources.child(list).entries().next().is_some())
}

/// validatePodLevelResourcesResize
fn whole(spec: &At<'_>, held: &At<'_>, errors: &mut Errors) {
    let (new, old) = (spec.child("resources"), held.child("resources"));
    if old.is_set() && !new.is_set() {
        return errors.forbidden(&new.path, "pod-level resources cannot be removed");
    }
    if old.is_set() {
        kept_names(&new, &old, "pod-level resource", errors);
    }
    let others = |at: &At<'_>| {
        let amounts = ["requests", "limits"].map(|list| at.child(list).value.clone());
        amounts.map(|list| {
            list.as_object().map_or(0, |list| list.keys().filter(|name| !is_mutable(name)).count())
        })
    };
    let differs = |list: &str| {
        let (new, old) = (new.child(list), old.child(list));
        let kept =
            |(name, value): (&str, At<'_>)| is_mutable(name) || equal(value.value, old.key(name).value);
        !new.entries().all(kept)
    };
    if others(&new) != others(&old) || differs("requests") || differs("limits") {
        errors.forbidden(&spec.path, "only cpu and memory resources are mutable at pod-level");
    }
}

fn is_mutable(name: &str) -> bool {
    matches!(name, "cpu" | "memory")
}

fn same_containers(spec: &At<'_>, held: &At<'_>, errors: &mut Errors) -> bool {
    let mut same = true;
    for (list, word) in LISTS {
        let (new, old) = (spec.child(list), held.child(list));
        if new.len() != old.len() {
            same = false;
            errors.forbidden(&new.path, &format!("{word} may not be added or removed on resize"));
            continue;
        }
        for (one, before) in new.items().zip(old.items()) {
            if one.text_of("name") != before.text_of("name") {
                same = false;
                errors.forbidden(
                    one.path_to("name"),
                    &format!("{word} may not be renamed or reordered on resize"),
                );
            }
        }
    }
    same
}

/// A request or limit that is there stays there.
fn kept_names(new: &At<'_>, old: &At<'_>, what: &str, errors: &mut Errors) {
    for list in ["requests", "limits"] {
        let (new, old) = (new.child(list), old.child(list));
        if old.entries().any(|(name, _)| !new.key(name).is_set()) {
            errors.forbidden(&new.path, &format!("{what} {list} cannot be removed"));
        }
    }
}

/// A container with its CPU and memory as they were.
fn put_back(new: &Value, old: &Value) -> Value {
    let mut one = new.clone();
    for list in ["requests", "limits"] {
        for name in ["cpu", "memory"] {
            let (held, given) = (&old["resources"][list][name], &new["resources"][list][name]);
            match (held.is_null(), given.is_null()) {
                (true, true) => {}
                (true, false) => {
                    if let Some(members) = one["resources"][list].as_object_mut() {
                        members.remove(name);
                    }
                }
                (false, _) => one["resources"][list][name] = held.clone(),
            }
        }
    }
    if let Some(policy) = old.get("resizePolicy") {
        one["resizePolicy"] = policy.clone();
    } else if let Some(members) = one.as_object_mut() {
        members.remove("resizePolicy");
    }
    one
}
