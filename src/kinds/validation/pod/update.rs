//! What may change of a pod: `ValidatePodUpdate` of core's validation.go, v1.36.

use serde_json::{Value, json};

use super::super::at::At;
use super::super::errors::{Errors, between};
use super::super::{dump, go_text, meta};
use super::{annotations, containers, placement};
use crate::kinds::edit::ensure;
use crate::kinds::registry::Kind;
use crate::kinds::semantic::equal;

const FORBIDDEN: &str = "pod updates may not change fields other than `spec.containers[*].image`,\
`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing \
tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

pub(in super::super) fn update(new: &Value, old: &Value, errors: &mut Errors) {
    meta::update_of(Kind::Pod, new, old, errors);
    super::whole(new, errors);
    let (pod, held) = (At::root(new), At::root(old));
    let notes = pod.child("metadata").child("annotations");
    changed_annotations(&notes, &held.child("metadata").child("annotations"), errors);
    annotations::check(&notes, &pod.child("spec"), errors);
    let (spec, held) = (pod.child("spec"), held.child("spec"));
    for list in ["containers", "initContainers"] {
        if !images(&spec.child(list), &held.child(list), errors) {
            return;
        }
    }
    if !deadline(&spec.child("activeDeadlineSeconds"), &held.child("activeDeadlineSeconds"), errors) {
        return;
    }
    added_tolerations(&spec.child("tolerations"), &held.child("tolerations"), errors);
    removed_gates(&spec.child("schedulingGates"), &held.child("schedulingGates"), errors);
    let mut munged = spec.value.clone();
    munge(&mut munged, held.value);
    if held.child("schedulingGates").len() > 0 {
        gated(&mut munged, &spec, &held, errors);
    }
    if !equal(&munged, held.value) {
        let difference = go_text::pod_difference(held.value, &munged);
        errors.forbidden("spec", &format!("{FORBIDDEN}\n{difference}"));
    }
}

/// ValidatePodEphemeralContainersUpdate: they may be added, and stay as they are.
pub(in super::super) fn ephemeral_update(new: &Value, old: &Value, errors: &mut Errors) {
    meta::update_of(Kind::Pod, new, old, errors);
    super::whole(new, errors);
    let (pod, held) = (At::root(new), At::root(old));
    if held.child("metadata").child("annotations").key(annotations::MIRROR).is_set() {
        return errors.forbidden("", "static pods do not support ephemeral containers");
    }
    let list = pod.child("spec").child("ephemeralContainers");
    for before in held.child("spec").child("ephemeralContainers").items() {
        let name = before.text_of("name");
        match list.items().find(|one| one.text_of("name") == name) {
            None => {
                let why = format!("existing ephemeral containers {name:?} may not be removed\n");
                errors.forbidden(&list.path, &why);
            }
            Some(one) if !equal(one.value, before.value) => {
                let why = format!("existing ephemeral containers {name:?} may not be changed\n");
                errors.forbidden(&list.path, &why);
            }
            Some(_) => {}
        }
    }
}

fn changed_annotations(new: &At<'_>, old: &At<'_>, errors: &mut Errors) {
    for (key, held) in old.entries() {
        if new.key(key).value != held.value {
            let path = new.key(key).path;
            if key.starts_with(annotations::APP_ARMOR) {
                errors.forbidden(&path, "may not remove or update AppArmor annotations");
            }
            if key == annotations::MIRROR {
                errors.forbidden(&path, "may not remove or update mirror pod annotation");
            }
        }
    }
    for (key, added) in new.entries().filter(|(key, _)| !old.key(key).is_set()) {
        if key.starts_with(annotations::APP_ARMOR) {
            errors.forbidden(&added.path, "may not add AppArmor annotations");
        }
        if key == annotations::MIRROR {
            errors.forbidden(&added.path, "may not add mirror pod annotation");
        }
    }
}

/// ValidateContainerUpdates; says whether to go on.
fn images(new: &At<'_>, old: &At<'_>, errors: &mut Errors) -> bool {
    if new.len() != old.len() {
        errors.forbidden(&new.path, "pod updates may not add or remove containers");
        return false;
    }
    for container in new.items() {
        errors.require(&container.child("image"));
        containers::only_for_pods(&container, errors);
    }
    true
}

fn deadline(new: &At<'_>, old: &At<'_>, errors: &mut Errors) -> bool {
    if !new.is_set() {
        if old.is_set() {
            errors.invalid(new, "must not update from a positive integer to nil value");
        }
        return true;
    }
    if !(0..=i64::from(i32::MAX)).contains(&new.number()) {
        errors.invalid(new, &between(0, i64::from(i32::MAX)));
        return false;
    }
    if old.is_set() && old.number() < new.number() {
        errors.invalid(new, "must be less than or equal to previous value");
        return false;
    }
    true
}

/// Tolerations may be added; of those there are only the seconds may change.
fn added_tolerations(new: &At<'_>, old: &At<'_>, errors: &mut Errors) {
    let same = |one: &At<'_>, other: &At<'_>| {
        let names = ["key", "operator", "value", "effect"];
        names.iter().all(|name| one.text_of(name) == other.text_of(name))
    };
    if !old.items().all(|held| new.items().any(|one| same(&held, &one))) {
        return errors
            .forbidden(&new.path, "existing toleration can not be modified except its tolerationSeconds");
    }
    placement::tolerations(new, errors);
}

fn removed_gates(new: &At<'_>, old: &At<'_>, errors: &mut Errors) {
    let held: Vec<&str> = old.items().map(|gate| gate.text_of("name")).collect();
    for gate in new.items().filter(|gate| !held.contains(&gate.text_of("name"))) {
        let name = gate.text_of("name");
        let why = format!("only deletion is allowed, but found new scheduling gate '{name}'");
        errors.forbidden(gate.path_to("name"), &why);
    }
}

/// Sets what may change back to what it was.
fn munge(spec: &mut Value, old: &Value) {
    for list in ["containers", "initContainers"] {
        let images = old[list].as_array().into_iter().flatten().map(|container| container["image"].clone());
        for (container, image) in crate::kinds::edit::each(spec, list).zip(images) {
            if container.is_object() {
                container["image"] = image;
            }
        }
    }
    let spec = match spec.as_object_mut() {
        Some(members) => members,
        None => return,
    };
    for name in ["activeDeadlineSeconds", "schedulingGates", "tolerations"] {
        spec.insert(name.to_owned(), old[name].clone());
    }
    let grace = "terminationGracePeriodSeconds";
    if old[grace].as_i64().is_some_and(|held| held < 0) && spec.get(grace) == Some(&json!(1)) {
        spec.insert(grace.to_owned(), old[grace].clone());
    }
}

/// Of a pod that waits behind gates the placement may be narrowed.
fn gated(munged: &mut Value, spec: &At<'_>, old: &At<'_>, errors: &mut Errors) {
    let (selector, held) = (spec.child("nodeSelector"), old.child("nodeSelector"));
    if held.entries().any(|(key, value)| selector.key(key).value != value.value) {
        let why = "only additions to spec.nodeSelector are allowed (no mutations or deletions)";
        errors.invalid(&selector, why);
    }
    munged["nodeSelector"] = held.value.clone();
    let (affinity, held) =
        (spec.child("affinity").child("nodeAffinity"), old.child("affinity").child("nodeAffinity"));
    if equal(affinity.value, held.value) {
        return;
    }
    narrowed(&affinity, &held, errors);
    let others = ["podAffinity", "podAntiAffinity"].iter().any(|name| spec.child("affinity").has(name));
    if !old.has("affinity") && !others {
        munged["affinity"] = Value::Null;
    } else {
        ensure(munged, "affinity")["nodeAffinity"] = held.value.clone();
    }
}

fn narrowed(new: &At<'_>, old: &At<'_>, errors: &mut Errors) {
    let terms = |at: &At<'_>| {
        at.child("requiredDuringSchedulingIgnoredDuringExecution").child("nodeSelectorTerms").path
    };
    let list = |at: &At<'_>| -> Vec<Value> {
        let required = &at.value["requiredDuringSchedulingIgnoredDuringExecution"];
        required["nodeSelectorTerms"].as_array().cloned().unwrap_or_default()
    };
    let (given, held, path) = (list(new), list(old), terms(new));
    if !held.is_empty() && held.len() != given.len() {
        let shown = if given.is_empty() {
            "null".to_owned()
        } else {
            dump::dump_list(&Value::Array(given), dump::NODE_TERM)
        };
        let why = "no additions/deletions to non-empty NodeSelectorTerms list are allowed";
        return errors.invalid_as(&path, &shown, why);
    }
    for (index, (held, given)) in held.iter().zip(&given).enumerate() {
        if !only_additions(given, held) {
            let shown = dump::dump(given, dump::NODE_TERM);
            let why = "only additions are allowed (no mutations or deletions)";
            errors.invalid_as(format!("{path}[{index}]"), &shown, why);
        }
    }
}

fn only_additions(new: &Value, old: &Value) -> bool {
    let list = |term: &Value, name: &str| term[name].as_array().cloned().unwrap_or_default();
    let names = ["matchExpressions", "matchFields"];
    if names.iter().all(|name| list(old, name).is_empty())
        && names.iter().any(|name| !list(new, name).is_empty())
    {
        return false;
    }
    names.iter().all(|name| {
        let (new, old) = (list(new, name), list(old, name));
        new.len() >= old.len() && old.iter().zip(&new).all(|(old, new)| equal(old, new))
    })
}
