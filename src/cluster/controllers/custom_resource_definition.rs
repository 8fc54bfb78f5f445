//! Definitions of kinds: their names are accepted, they are established, and their objects go with them.
//!
//! Models apiextensions-apiserver pkg/controller/status/naming_controller.go, pkg/controller/establish and
//! pkg/controller/finalizer/crd_finalizer.go, v1.36, as one controller, for one server.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{Controller, Requeue};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store, Verb};
use crate::cluster::writes::CLEANUP_FINALIZER;
use crate::kinds::custom_resource_definition::CustomResourceDefinition;
use crate::kinds::{Codec, Kind, Object};

#[derive(Clone, Debug)]
pub struct CustomResourceDefinitionController;

impl Controller for CustomResourceDefinitionController {
    fn name(&self) -> &'static str {
        "customresourcedefinition-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        match change.key.kind {
            Kind::CustomResourceDefinition if change.verb == Verb::Deleted => {
                keys.extend(store.objects(Kind::CustomResourceDefinition).map(|(key, _)| key.clone()));
            }
            Kind::CustomResourceDefinition => keys.push(change.key.clone()),
            Kind::Custom(kind) if change.verb == Verb::Deleted => {
                keys.push(Key::new(Kind::CustomResourceDefinition, "", &kind.info().qualified_plural()));
            }
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(held) = api.store().by_key::<CustomResourceDefinition>(key).cloned() else {
            return Ok(Requeue::Done);
        };
        if held.meta.is_terminating() {
            return clean_up(held, api);
        }
        let mut definition = held.to_value().unwrap_or_default();
        let changed = match definition["spec"]["names"] == definition["status"]["acceptedNames"] {
            false => name(&mut definition, api),
            true => establish(&mut definition, api),
        };
        if changed {
            write_status(&definition, api)?;
        }
        Ok(Requeue::Done)
    }
}

fn write_status(definition: &Value, api: &mut Client<'_>) -> Result<(), Status> {
    match Kind::CustomResourceDefinition.read(definition) {
        Object::CustomResourceDefinition(definition) => api.update_status(Arc::unwrap_or_clone(definition)),
        _ => Ok(()),
    }
}

/// Accepts the names that no other definition of the group has.
fn name(definition: &mut Value, api: &Client<'_>) -> bool {
    let before = definition["status"].clone();
    let (resources, kinds) = taken(definition, api.store());
    let (wanted, mut accepted) = (definition["spec"]["names"].clone(), before["acceptedNames"].clone());
    if !accepted.is_object() {
        accepted = json!({"plural": "", "kind": ""});
    }
    let mut conflict = None;
    for (field, reason, used) in [
        ("plural", "PluralConflict", &resources),
        ("singular", "SingularConflict", &resources),
        ("shortNames", "ShortNamesConflict", &resources),
        ("kind", "KindConflict", &kinds),
        ("listKind", "ListKindConflict", &kinds),
    ] {
        let clashes: Vec<String> = names_in(&wanted[field])
            .filter(|one| used.contains(one) && !names_in(&accepted[field]).any(|own| own == *one))
            .map(|one| format!("{one:?} is already in use"))
            .collect();
        match clashes.as_slice() {
            [] => copy(field, &wanted, &mut accepted),
            [one] => conflict = Some((reason, one.clone())),
            many => conflict = Some((reason, format!("[{}]", many.join(", ")))),
        }
    }
    copy("categories", &wanted, &mut accepted);
    definition["status"]["acceptedNames"] = accepted;
    let accepted = conflict.is_none();
    let (reason, message) = conflict.unwrap_or(("NoConflicts", "no conflicts found".into()));
    condition(definition, "NamesAccepted", accepted, reason, &message, api);
    if !is_true(definition, "Established") {
        match accepted {
            true => {
                let message = "the initial names have been accepted";
                condition(definition, "Established", false, "Installing", message, api);
            }
            false => {
                let message = "not all names are accepted";
                condition(definition, "Established", false, "NotAccepted", message, api);
            }
        }
    }
    definition["status"] != before
}

fn copy(field: &str, from: &Value, to: &mut Value) {
    match from.get(field) {
        Some(value) => to[field] = value.clone(),
        None => drop(to.as_object_mut().and_then(|names| names.remove(field))),
    }
}

/// A name, or each name of a list.
fn names_in(value: &Value) -> impl Iterator<Item = String> {
    let one = value.as_str().map(str::to_owned);
    let many = value.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned));
    one.into_iter().chain(many.collect::<Vec<_>>())
}

/// Names of resources and kinds that other definitions of the group have.
fn taken(definition: &Value, store: &Store) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut resources, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    let own = &definition["metadata"]["name"];
    for other in store.list::<CustomResourceDefinition>().filter_map(|other| other.to_value()) {
        if other["spec"]["group"] != definition["spec"]["group"] || other["metadata"]["name"] == *own {
            continue;
        }
        let names = &other["status"]["acceptedNames"];
        for field in ["plural", "singular", "shortNames"] {
            resources.extend(names_in(&names[field]));
        }
        for field in ["kind", "listKind"] {
            kinds.extend(names_in(&names[field]));
        }
    }
    (resources, kinds)
}

/// The kind is served from now on.
fn establish(definition: &mut Value, api: &Client<'_>) -> bool {
    if !is_true(definition, "NamesAccepted") || is_true(definition, "Established") {
        return false;
    }
    let message = "the initial names have been accepted";
    condition(definition, "Established", true, "InitialNamesAccepted", message, api);
    true
}

fn is_true(definition: &Value, kind: &str) -> bool {
    let conditions = definition["status"]["conditions"].as_array().into_iter().flatten();
    conditions.into_iter().any(|one| one["type"] == kind && one["status"] == "True")
}

/// Sets a condition; its time moves only when its status does.
fn condition(definition: &mut Value, kind: &str, on: bool, reason: &str, message: &str, api: &Client<'_>) {
    let mut conditions = definition["status"]["conditions"].as_array().cloned().unwrap_or_default();
    let status = if on { "True" } else { "False" };
    let now = api.wall_clock().to_string();
    let held = conditions.iter().position(|one| one["type"] == kind);
    let since = held.filter(|at| conditions[*at]["status"] == status);
    let since = since.map_or(json!(now), |at| conditions[at]["lastTransitionTime"].clone());
    let new = json!({
        "type": kind, "status": status, "reason": reason, "message": message, "lastTransitionTime": since,
    });
    match held {
        Some(at) => conditions[at] = new,
        None => conditions.push(new),
    }
    definition["status"]["conditions"] = Value::Array(conditions);
}

/// The objects go first, then the definition.
fn clean_up(held: Arc<CustomResourceDefinition>, api: &mut Client<'_>) -> Result<Requeue, Status> {
    if !held.meta.finalizers.iter().any(|name| name == CLEANUP_FINALIZER) {
        return Ok(Requeue::Done);
    }
    let mut definition = held.to_value().unwrap_or_default();
    if !is_true(&definition, "Terminating") {
        let message = "CustomResource deletion is in progress";
        condition(&mut definition, "Terminating", true, "InstanceDeletionInProgress", message, api);
        write_status(&definition, api)?;
    }
    for key in instances(&held.meta.name, api.store()) {
        api.delete(&key, None, Propagation::Background)?;
    }
    if !instances(&held.meta.name, api.store()).is_empty() {
        return Ok(Requeue::Done);
    }
    let stored = api.store().get::<CustomResourceDefinition>("", &held.meta.name).cloned();
    let Some(mut definition) = stored.map(Arc::unwrap_or_clone) else { return Ok(Requeue::Done) };
    definition.meta.finalizers.retain(|name| name != CLEANUP_FINALIZER);
    api.update(definition)?;
    Ok(Requeue::Done)
}

fn instances(definition: &str, store: &Store) -> Vec<Key> {
    let of_it = |key: &&Key| match key.kind {
        Kind::Custom(kind) => kind.info().qualified_plural() == definition,
        _ => false,
    };
    store.all().map(|(key, _)| key).filter(of_it).cloned().collect()
}
