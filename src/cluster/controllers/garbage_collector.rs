//! The garbage collector: dependents go when their owners have gone.
//!
//! Models pkg/controller/garbagecollector, v1.36: background deletion through absent owners, foreground
//! deletion through the `foregroundDeletion` finalizer, orphaning through `orphan`. Deviation: the
//! graph is the store's own index of owner references, so there are no virtual nodes.

use super::{Controller, Requeue};
use crate::cluster::api::{Client, Propagation};
use crate::cluster::custom_kinds;
use crate::cluster::status::Status;
use crate::cluster::store::{Change, Key, Store, Verb};
use crate::cluster::writes::{FOREGROUND_FINALIZER, ORPHAN_FINALIZER};
use crate::kinds::{Kind, Object, OwnerReference};

#[derive(Clone, Debug)]
pub struct GarbageCollector;

impl Controller for GarbageCollector {
    fn name(&self) -> &'static str {
        "garbage-collector-controller"
    }

    fn watches(&self, change: &Change, store: &Store, keys: &mut Vec<Key>) {
        let meta = change.object().meta();
        match change.verb {
            Verb::Deleted => {
                keys.extend(store.dependents(&meta.uid).cloned());
                keys.extend(waiting_owners(change.object(), store));
            }
            Verb::Added if !meta.owner_references.is_empty() => keys.push(change.key.clone()),
            Verb::Modified if meta.is_terminating() && !meta.finalizers.is_empty() => {
                keys.push(change.key.clone())
            }
            _ => {}
        }
    }

    fn reconcile(&mut self, key: &Key, api: &mut Client<'_>) -> Result<Requeue, Status> {
        let Some(object) = api.store().object(key).cloned() else { return Ok(Requeue::Done) };
        let meta = object.meta();
        if meta.is_terminating() {
            let has = |name: &str| meta.finalizers.iter().any(|held| held == name);
            if has(ORPHAN_FINALIZER) {
                return orphan_dependents(object, api);
            }
            if has(FOREGROUND_FINALIZER) {
                return delete_dependents(object, api);
            }
            return Ok(Requeue::Done);
        }
        let owners = &meta.owner_references;
        if !owners.is_empty() && owners.iter().all(|owner| !exists(owner, &object, api.store())) {
            api.delete(key, None, Propagation::Background)?;
        }
        Ok(Requeue::Done)
    }
}

fn owner_key(owner: &OwnerReference, object: &Object, store: &Store) -> Option<Key> {
    let kind = Kind::ALL.iter().copied().find(|kind| kind.info().kind == owner.kind);
    let kind = kind.or_else(|| custom_kinds::by_kind(store, &owner.kind))?;
    let namespace = if kind.info().namespaced { object.meta().namespace.as_str() } else { "" };
    Some(Key::new(kind, namespace, &owner.name))
}

/// An owner of a kind that is not simulated is taken to exist.
fn exists(owner: &OwnerReference, object: &Object, store: &Store) -> bool {
    let Some(key) = owner_key(owner, object, store) else { return true };
    store.object(&key).is_some_and(|present| present.meta().uid == owner.uid)
}

/// Owners that wait in foreground deletion for this object to go.
fn waiting_owners(object: &Object, store: &Store) -> Vec<Key> {
    let keys = object.meta().owner_references.iter().filter_map(|owner| owner_key(owner, object, store));
    keys.filter(|key| store.object(key).is_some_and(|owner| owner.meta().is_terminating())).collect()
}

fn orphan_dependents(owner: Object, api: &mut Client<'_>) -> Result<Requeue, Status> {
    let dependents: Vec<Key> = api.store().dependents(&owner.meta().uid).cloned().collect();
    for key in dependents {
        let Some(mut dependent) = api.store().object(&key).cloned() else { continue };
        dependent.meta_mut().owner_references.retain(|held| held.uid != owner.meta().uid);
        api.update_object(dependent)?;
    }
    drop_finalizer(owner, ORPHAN_FINALIZER, api)
}

fn delete_dependents(owner: Object, api: &mut Client<'_>) -> Result<Requeue, Status> {
    let dependents: Vec<Key> = api.store().dependents(&owner.meta().uid).cloned().collect();
    if dependents.is_empty() {
        return drop_finalizer(owner, FOREGROUND_FINALIZER, api);
    }
    for key in dependents {
        let terminating = api.store().object(&key).is_some_and(|object| object.meta().is_terminating());
        if !terminating {
            api.delete(&key, None, Propagation::Foreground)?;
        }
    }
    Ok(Requeue::Done)
}

fn drop_finalizer(mut object: Object, name: &str, api: &mut Client<'_>) -> Result<Requeue, Status> {
    object.meta_mut().finalizers.retain(|held| held != name);
    api.update_object(object)?;
    Ok(Requeue::Done)
}
