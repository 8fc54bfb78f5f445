//! Metadata every object carries: apimachinery pkg/apis/meta/v1/types.go, v1.36.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde_json::Value;

use super::codec::{Codec, Typed};
use super::pod_shapes::ManagedFieldsEntry;
use super::schema::Type;
use super::time::Time;
use crate::api_struct;

/// Names and values. Shared until changed: the pods of one template hold one copy between them.
#[derive(Clone, Debug, Default)]
pub struct Labels(Arc<BTreeMap<String, String>>);

impl Deref for Labels {
    type Target = BTreeMap<String, String>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Labels {
    fn deref_mut(&mut self) -> &mut Self::Target {
        Arc::make_mut(&mut self.0)
    }
}

impl Eq for Labels {}

impl PartialOrd for Labels {
    fn partial_cmp(&self, other: &Labels) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Labels {
    fn cmp(&self, other: &Labels) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { self.0.cmp(&other.0) }
    }
}

impl PartialEq for Labels {
    fn eq(&self, other: &Labels) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl FromIterator<(String, String)> for Labels {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Labels {
        Labels(Arc::new(pairs.into_iter().collect()))
    }
}

impl<const N: usize> From<[(String, String); N]> for Labels {
    fn from(pairs: [(String, String); N]) -> Labels {
        pairs.into_iter().collect()
    }
}

impl<'a> IntoIterator for &'a Labels {
    type Item = (&'a String, &'a String);
    type IntoIter = std::collections::btree_map::Iter<'a, String, String>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl IntoIterator for Labels {
    type Item = (String, String);
    type IntoIter = std::collections::btree_map::IntoIter<String, String>;
    fn into_iter(self) -> Self::IntoIter {
        Arc::unwrap_or_clone(self.0).into_iter()
    }
}

impl Codec for Labels {
    fn from_value(value: &Value) -> Labels {
        Labels(Codec::from_value(value))
    }
    fn to_value(&self) -> Option<Value> {
        self.0.to_value()
    }
}

impl Typed for Labels {
    fn schema() -> Type {
        <BTreeMap<String, String>>::schema()
    }
}

api_struct! {
    /// Who an object is and who it belongs to.
    ObjectMeta {
        /// Unique name within the namespace and kind; cannot change.
        name "name": String,
        /// Prefix to which the server appends five random characters when `name` is empty.
        generate_name "generateName": String,
        /// The namespace the object lives in; empty for cluster-scoped kinds.
        namespace "namespace": String,
        /// Set by the server; distinguishes successive objects of the same name.
        uid "uid": String,
        /// Changes with every write; used for optimistic concurrency and watches.
        resource_version "resourceVersion": ResourceVersion,
        /// Counts changes of the desired state.
        generation "generation": i64,
        /// When the server created the object.
        creation_timestamp "creationTimestamp": Option<Time>,
        /// When the object is to be gone; set by the server on a graceful delete.
        deletion_timestamp "deletionTimestamp": Option<Time>,
        /// Seconds allowed for graceful termination.
        deletion_grace_period_seconds "deletionGracePeriodSeconds": Option<i64>,
        /// Names and values by which objects are grouped and selected.
        labels "labels": Labels,
        /// Names and values that tools keep on the object; not for selection.
        annotations "annotations": Labels,
        /// The objects this one depends on; it is collected when all of them are gone.
        owner_references "ownerReferences": Vec<OwnerReference>,
        /// Names that must be removed before the object really goes.
        finalizers "finalizers": Vec<String>,
    }
    accepts {
        /// Which manager set which field.
        "managedFields": Vec<ManagedFieldsEntry>,
        /// Legacy, always empty.
        "selfLink": String,
    }
}

api_struct! {
    /// A link from a dependent object to its owner.
    OwnerReference {
        /// API version of the owner.
        api_version "apiVersion": String,
        /// True if foreground deletion of the owner waits for this object.
        block_owner_deletion "blockOwnerDeletion": Option<bool>,
        /// True for the one controller that manages the object.
        controller "controller": Option<bool>,
        /// Kind of the owner.
        kind "kind": String,
        /// Name of the owner.
        name "name": String,
        /// UID of the owner.
        uid "uid": String,
    }
}

/// A resourceVersion: a number to us, text on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResourceVersion(pub u64);

impl Codec for ResourceVersion {
    fn from_value(value: &Value) -> Self {
        ResourceVersion(value.as_str().and_then(|text| text.parse().ok()).unwrap_or_default())
    }
    fn to_value(&self) -> Option<Value> {
        (self.0 != 0).then(|| Value::String(self.0.to_string()))
    }
}

impl Typed for ResourceVersion {
    fn schema() -> Type {
        Type::String
    }
}

impl ObjectMeta {
    /// The reference of the controller that manages this object.
    pub fn controller(&self) -> Option<&OwnerReference> {
        self.owner_references.iter().find(|owner| owner.controller == Some(true))
    }

    pub fn is_controlled_by(&self, uid: &str) -> bool {
        self.controller().is_some_and(|owner| owner.uid == uid)
    }

    pub fn is_terminating(&self) -> bool {
        self.deletion_timestamp.is_some()
    }

    pub fn annotation(&self, name: &str) -> Option<&str> {
        self.annotations.get(name).map(String::as_str)
    }

    /// `namespace/name`, or `name` for cluster-scoped objects.
    pub fn full_name(&self) -> String {
        if self.namespace.is_empty() {
            self.name.clone()
        } else {
            format!("{}/{}", self.namespace, self.name)
        }
    }
}
