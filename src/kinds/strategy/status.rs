//! Writes through the `status` subresource: the status strategies of pkg/registry/*/strategy.go and of
//! apiextensions-apiserver pkg/registry/customresource/status_strategy.go, v1.36.
//!
//! The status is taken from the new object and everything else from the old one, but for labels and annotations,
//! which most kinds let such a write change.

use serde_json::Value;

use super::keep;
use crate::kinds::edit::{ensure, is_empty};
use crate::kinds::registry::Kind;

/// Readies an object, whose status alone is to be taken, to take the place of `old`.
pub fn prepare_status_update(kind: Kind, new: &mut Value, old: &Value) {
    let status = new["status"].take();
    let mut meta = ensure(new, "metadata").take();
    for name in kept_metadata(kind) {
        keep(&mut meta, &old["metadata"], name);
    }
    if whole_metadata(kind) {
        meta = old["metadata"].clone();
    }
    *new = old.clone();
    new["metadata"] = meta;
    new["status"] = status;
    if kind == Kind::Pod && is_empty(&new["status"], "qosClass") {
        keep(&mut new["status"], &old["status"], "qosClass");
    }
}

/// What of the metadata no such write changes.
fn kept_metadata(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Pod => &["generation", "creationTimestamp", "deletionTimestamp", "ownerReferences"],
        Kind::Deployment => &["generation", "creationTimestamp", "deletionTimestamp", "labels"],
        _ => &["generation", "creationTimestamp", "deletionTimestamp"],
    }
}

fn whole_metadata(kind: Kind) -> bool {
    kind.is_added() || kind == Kind::CustomResourceDefinition
}
