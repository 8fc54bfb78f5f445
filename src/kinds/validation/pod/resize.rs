//! What the `resize` subresource may change of a pod: `ValidatePodResize` of core's validation.go and
//! `dropNonResizeUpdates` of pkg/registry/core/pod/strategy.go, v1.36.
//!
//! Resources of the pod as a whole are not resized: a change of them is refused.

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

/// The held pod with nothing of the new one but the resources of its containers and what resizing them does.
pub fn only_resources(new: &Value, held: &Value) -> Value {
    let names = |pod: &Value, list: &str| -> Vec<Value> {
        let all = pod["spec"][list].as_array();
        all.into_iter().flatten().map(|container| container["name"].clone()).collect()
    };
    if LISTS.iter().any(|(list, _)| names(new, list) != names(held, list)) {
        return new.clone();
    }
    let mut kept = held.clone();
    for (list, _) in LISTS {
        let from = new["spec"][list].as_array().cloned().unwrap_or_default();
        for (container, wanted) in each(&mut kept["spec"], list).zip(from) {
            for field in ["resources", "resizePolicy"] {
                match wanted.get(field) {
                    Some(value) => container[field] = value.clone(),
                    None => drop(container.as_object_mut().and_then(|members| members.remove(field))),
                }
            }
        }
    }
    kept
}

pub(in super::super) fn resize(new: &Value, old: &Value, errors: &mut Errors) {
    meta::update_of(Kind::Pod, new, old, errors);
    super::whole(new, errors);
    let (pod, held) = (At::root(new), At::root(old));
    if held.child("metadata").child("annotations").key(annotations::MIRROR).is_set() {
        return errors.forbidden("", "static pods cannot be resized");
    }
    let (spec, held_spec) = (pod.child("spec"), held.child("spec"));
    let class = old["status"]["qosClass"].as_str().unwrap_or_default();
    if class != qos::class(spec.value) {
        let shown = format!("{class:?}");
        errors.invalid_as("spec", &shown, "Pod QOS Class may not change as a result of resizing");
    }
    if !same_containers(&spec, &held_spec, errors) {
        return;
    }
    for (list, _) in LISTS {
        for (one, before) in spec.child(list).items().zip(held_spec.child(list).items()) {
            kept_names(&one.child("resources"), &before.child("resources"), errors);
            let sidecar = one.text_of("restartPolicy") == "Always" || list == "containers";
            if !equal(&put_back(one.value, before.value, sidecar), before.value) {
                match list {
                    "containers" => errors.forbidden("spec", "only cpu and memory resources are mutable"),
                    _ => errors.forbidden(
                        &one.path,
                        "only cpu and memory resources for sidecar containers are mutable",
                    ),
                }
            }
        }
    }
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
fn kept_names(new: &At<'_>, old: &At<'_>, errors: &mut Errors) {
    for list in ["requests", "limits"] {
        let (new, old) = (new.child(list), old.child(list));
        if old.entries().any(|(name, _)| !new.key(name).is_set()) {
            errors.forbidden(&new.path, &format!("resource {list} cannot be removed"));
        }
    }
}

/// A container with its CPU and memory as they were; of one that cannot be resized nothing is put back.
fn put_back(new: &Value, old: &Value, resizable: bool) -> Value {
    let mut one = new.clone();
    for list in ["requests", "limits"].iter().filter(|_| resizable) {
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
