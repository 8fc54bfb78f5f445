//! Storage: the volume kinds of pkg/apis/core/v1/defaults.go and pkg/apis/storage/v1/defaults.go, v1.36.

use serde_json::{Value, json};

use super::{resources, volumes};
use crate::kinds::edit::{ensure, is_empty, or_set, or_text};

pub(super) fn volume(object: &mut Value) {
    let spec = ensure(object, "spec");
    or_text(spec, "persistentVolumeReclaimPolicy", "Retain");
    or_set(spec, "volumeMode", "Filesystem");
    resources::round_up(spec, "capacity");
    for (name, source) in spec.as_object_mut().into_iter().flatten().filter(|(_, source)| source.is_object())
    {
        volumes::shared_source(name, source);
    }
    or_text(ensure(object, "status"), "phase", "Pending");
}

pub(super) fn claim(object: &mut Value) {
    claim_spec(ensure(object, "spec"));
    let status = ensure(object, "status");
    resources::round_up(status, "capacity");
    resources::round_up(status, "allocatedResources");
    or_text(status, "phase", "Pending");
}

pub(super) fn claim_spec(spec: &mut Value) {
    or_set(spec, "volumeMode", "Filesystem");
    resources::round_both(spec);
}

pub(super) fn class(object: &mut Value) {
    or_set(object, "reclaimPolicy", "Delete");
    or_set(object, "volumeBindingMode", "Immediate");
}

pub(super) fn csi_driver(object: &mut Value) {
    let spec = ensure(object, "spec");
    or_set(spec, "attachRequired", true);
    or_set(spec, "podInfoOnMount", false);
    or_set(spec, "storageCapacity", false);
    or_set(spec, "fsGroupPolicy", "ReadWriteOnceWithFSType");
    if is_empty(spec, "volumeLifecycleModes") {
        spec["volumeLifecycleModes"] = json!(["Persistent"]);
    }
    or_set(spec, "requiresRepublish", false);
    or_set(spec, "seLinuxMount", false);
}
