//! The store: every object of the cluster, in order, with one growing version number.
//!
//! Models what etcd and the API server's storage layer promise (apiserver pkg/registry/generic,
//! v1.36): a write carries the version it was based on or is refused with a conflict, every write
//! gets the next version, and every write is seen by the watchers exactly once, in order. The log of
//! changes is bounded; a change knows who wrote it and which change made them do so. The maps are
//! private: nobody outside can iterate in another order or write without a version.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use super::log::ChangeLog;
use crate::kinds::pod::Pod;
use crate::kinds::{Kind, Object, Resource};
use crate::sim::SimTime;

/// Names an object: kind, namespace (empty for cluster-scoped kinds) and name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub kind: Kind,
    pub namespace: Arc<str>,
    pub name: Arc<str>,
}

impl Key {
    pub fn new(kind: Kind, namespace: &str, name: &str) -> Key {
        Key { kind, namespace: namespace.into(), name: name.into() }
    }

    pub fn of(object: &Object) -> Key {
        Key::new(object.kind(), &object.meta().namespace, &object.meta().name)
    }
}

/// `pod/web-1`; the namespace is left out as kubectl does.
impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.kind.info().singular, self.name)
    }
}

/// What a write did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Added,
    Modified,
    Deleted,
}

/// One write.
#[derive(Clone, Debug)]
pub struct Change {
    pub version: u64,
    pub at: SimTime,
    pub verb: Verb,
    pub key: Key,
    pub old: Option<Object>,
    pub new: Option<Object>,
    /// Who wrote: `deployment-controller`, `kubelet`, `user`.
    pub actor: &'static str,
    /// Version of the change that made the actor write; none for users and timers.
    pub cause: Option<u64>,
}

impl Change {
    /// The object after the write, or as it was when it went.
    pub fn object(&self) -> &Object {
        self.new.as_ref().or(self.old.as_ref()).expect("a change has an object")
    }

    /// The typed object after the write, or as it was when it went.
    pub fn resource<T: Resource>(&self) -> Option<&Arc<T>> {
        T::of(self.object())
    }
}

/// Objects by something other than their key.
type Index = BTreeMap<Arc<str>, BTreeMap<Key, Object>>;

/// See the module's head.
#[derive(Clone, Debug, Default)]
pub struct Store {
    objects: BTreeMap<Key, Object>,
    by_owner: Index,
    pods_by_node: Index,
    orphan_pods: BTreeMap<Key, Object>,
    version: u64,
    log: ChangeLog,
}

impl Store {
    /// A store with these objects in it and no history.
    pub fn holding(objects: impl IntoIterator<Item = Object>) -> Store {
        let mut store = Store::default();
        for object in objects {
            let key = Key::of(&object);
            store.index(&key, &object);
            store.objects.insert(key, object);
        }
        store
    }

    pub fn version(&self) -> u64 {
        self.version
    }

    pub fn log(&self) -> &ChangeLog {
        &self.log
    }

    pub fn len(&self) -> usize {
        self.objects.len()
    }

    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    pub fn object(&self, key: &Key) -> Option<&Object> {
        self.objects.get(key)
    }

    pub fn get<T: Resource>(&self, namespace: &str, name: &str) -> Option<&Arc<T>> {
        self.objects.get(&Key::new(T::KIND, namespace, name)).and_then(T::of)
    }

    pub fn by_key<T: Resource>(&self, key: &Key) -> Option<&Arc<T>> {
        self.objects.get(key).and_then(T::of)
    }

    /// Every object of a kind, by namespace and name.
    pub fn objects(&self, kind: Kind) -> impl Iterator<Item = (&Key, &Object)> {
        let from = Bound::Included(Key::new(kind, "", ""));
        self.objects.range((from, Bound::Unbounded)).take_while(move |(key, _)| key.kind == kind)
    }

    /// Every object, kind by kind.
    pub fn all(&self) -> impl Iterator<Item = (&Key, &Object)> {
        self.objects.iter()
    }

    pub fn list<T: Resource>(&self) -> impl Iterator<Item = &Arc<T>> {
        self.objects(T::KIND).filter_map(|(_, object)| T::of(object))
    }

    pub fn list_in<'a, T: Resource>(&'a self, namespace: &'a str) -> impl Iterator<Item = &'a Arc<T>> {
        let from = Bound::Included(Key::new(T::KIND, namespace, ""));
        let inside = move |(key, _): &(&Key, &Object)| key.kind == T::KIND && *key.namespace == *namespace;
        self.objects
            .range((from, Bound::Unbounded))
            .take_while(inside)
            .filter_map(|(_, object)| T::of(object))
    }

    /// The objects whose owner references name this UID.
    pub fn owned_by<'a, T: Resource>(&'a self, uid: &str) -> impl Iterator<Item = &'a Arc<T>> {
        self.by_owner.get(uid).into_iter().flatten().filter_map(|(_, object)| T::of(object))
    }

    pub fn dependents(&self, uid: &str) -> impl Iterator<Item = &Key> {
        self.by_owner.get(uid).into_iter().flatten().map(|(key, _)| key)
    }

    pub fn pods_on(&self, node: &str) -> impl Iterator<Item = &Arc<Pod>> {
        self.pods_by_node.get(node).into_iter().flatten().filter_map(|(_, object)| Pod::of(object))
    }

    /// The pods of a namespace that no controller manages.
    pub fn orphan_pods<'a>(&'a self, namespace: &'a str) -> impl Iterator<Item = &'a Arc<Pod>> {
        let from = Key::new(Kind::Pod, namespace, "");
        let inside = move |(key, _): &(&Key, &Object)| *key.namespace == *namespace;
        self.orphan_pods.range(from..).take_while(inside).filter_map(|(_, object)| Pod::of(object))
    }

    /// Puts an object in place of what is there and returns its change, version filled in.
    pub(super) fn put(&mut self, mut object: Object, note: WriteNote) -> Change {
        self.version += 1;
        object.meta_mut().resource_version.0 = self.version;
        let key = Key::of(&object);
        self.index(&key, &object);
        let old = self.objects.insert(key.clone(), object.clone());
        if let Some(old) = &old {
            self.unindex_moved(&key, old, &object);
        }
        let verb = if old.is_some() { Verb::Modified } else { Verb::Added };
        self.record(Change {
            version: self.version,
            at: note.at,
            verb,
            key,
            old,
            new: Some(object),
            actor: note.actor,
            cause: note.cause,
        })
    }

    /// Takes an object away and returns its change.
    pub(super) fn take(&mut self, key: &Key, note: WriteNote) -> Option<Change> {
        let old = self.objects.remove(key)?;
        self.version += 1;
        for owner in &old.meta().owner_references {
            remove_from(&mut self.by_owner, &owner.uid, key);
        }
        if let Some(node) = node_of(&old) {
            remove_from(&mut self.pods_by_node, node, key);
        }
        self.orphan_pods.remove(key);
        let (version, key) = (self.version, key.clone());
        Some(self.record(Change {
            version,
            at: note.at,
            verb: Verb::Deleted,
            key,
            old: Some(old),
            new: None,
            actor: note.actor,
            cause: note.cause,
        }))
    }

    fn record(&mut self, change: Change) -> Change {
        self.log.push(change.clone());
        change
    }

    fn index(&mut self, key: &Key, object: &Object) {
        for owner in &object.meta().owner_references {
            insert_into(&mut self.by_owner, &owner.uid, key, object);
        }
        if let Some(node) = node_of(object) {
            insert_into(&mut self.pods_by_node, node, key, object);
        }
        if key.kind == Kind::Pod && object.meta().controller().is_none() {
            self.orphan_pods.insert(key.clone(), object.clone());
        } else if key.kind == Kind::Pod {
            self.orphan_pods.remove(key);
        }
    }

    fn unindex_moved(&mut self, key: &Key, old: &Object, new: &Object) {
        let owners = &new.meta().owner_references;
        for owner in &old.meta().owner_references {
            if !owners.iter().any(|kept| kept.uid == owner.uid) {
                remove_from(&mut self.by_owner, &owner.uid, key);
            }
        }
        if let Some(node) = node_of(old).filter(|node| node_of(new) != Some(node)) {
            remove_from(&mut self.pods_by_node, node, key);
        }
    }
}

/// Who writes, when and why.
#[derive(Clone, Copy, Debug)]
pub(super) struct WriteNote {
    pub at: SimTime,
    pub actor: &'static str,
    pub cause: Option<u64>,
}

fn node_of(object: &Object) -> Option<&str> {
    match object {
        Object::Pod(pod) if !pod.spec.node_name.is_empty() => Some(&pod.spec.node_name),
        _ => None,
    }
}

fn insert_into(index: &mut Index, name: &str, key: &Key, object: &Object) {
    match index.get_mut(name) {
        Some(objects) => drop(objects.insert(key.clone(), object.clone())),
        None => drop(index.insert(name.into(), BTreeMap::from([(key.clone(), object.clone())]))),
    }
}

fn remove_from(index: &mut Index, name: &str, key: &Key) {
    let Some(objects) = index.get_mut(name) else { return };
    objects.remove(key);
    if objects.is_empty() {
        index.remove(name);
    }
}
