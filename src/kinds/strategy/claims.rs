//! Data sources of claims: pkg/api/persistentvolumeclaim/util.go, v1.36.
//!
//! The old field takes only claims and snapshots; the old and the new field say the same.

use serde_json::Value;

use crate::kinds::edit::{ensure, remove, text};

pub(super) fn sources(claim: &mut Value, old: Option<&Value>) {
    let spec = ensure(claim, "spec");
    let held = |name: &str| old.is_some_and(|old| old["spec"][name].is_object());
    if !held("dataSource") && !is_claim_or_snapshot(&spec["dataSource"]) {
        remove(spec, "dataSource");
    }
    if spec["dataSourceRef"].is_object() && !held("dataSourceRef") {
        remove(&mut spec["dataSourceRef"], "namespace");
    }
    let (source, reference) = (spec["dataSource"].clone(), spec["dataSourceRef"].clone());
    if source.is_object() && !reference.is_object() {
        spec["dataSourceRef"] = source;
    } else if reference.is_object() && !source.is_object() && reference.get("namespace").is_none() {
        spec["dataSource"] = reference;
    }
}

fn is_claim_or_snapshot(source: &Value) -> bool {
    match text(source, "kind") {
        "PersistentVolumeClaim" => text(source, "apiGroup").is_empty(),
        "VolumeSnapshot" => text(source, "apiGroup") == "snapshot.storage.k8s.io",
        _ => false,
    }
}
