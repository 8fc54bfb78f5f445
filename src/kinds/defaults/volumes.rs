//! Volumes of pods: the volume defaults of pkg/apis/core/v1/defaults.go and the generated ones, v1.36.

use serde_json::{Value, json};

use super::{container, storage};
use crate::kinds::edit::{child, each, ensure, or_set, or_text, text};

/// The mode of files in projected volumes: 0644.
const MODE: i64 = 420;

pub(super) fn volume(volume: &mut Value) {
    let Some(members) = volume.as_object_mut() else { return };
    if !members.iter().any(|(name, value)| name != "name" && !value.is_null()) {
        members.insert("emptyDir".into(), json!({}));
    }
    for (name, source) in members.iter_mut().filter(|(_, source)| source.is_object()) {
        volume_source(name, source);
    }
}

fn volume_source(name: &str, source: &mut Value) {
    match name {
        "secret" | "configMap" => or_set(source, "defaultMode", MODE),
        "downwardAPI" => {
            or_set(source, "defaultMode", MODE);
            each(source, "items").for_each(container::field_ref);
        }
        "projected" => {
            or_set(source, "defaultMode", MODE);
            each(source, "sources").for_each(projection);
        }
        "image" => {
            let policy = container::pull_policy(text(source, "reference"));
            or_text(source, "pullPolicy", policy);
        }
        "ephemeral" => {
            if let Some(template) = child(source, "volumeClaimTemplate") {
                storage::claim_spec(ensure(template, "spec"));
            }
        }
        _ => shared_source(name, source),
    }
}

/// Sources that pods and persistent volumes have in common.
pub(super) fn shared_source(name: &str, source: &mut Value) {
    match name {
        "hostPath" => or_set(source, "type", ""),
        "iscsi" => or_text(source, "iscsiInterface", "default"),
        "rbd" => {
            or_text(source, "pool", "rbd");
            or_text(source, "user", "admin");
            or_text(source, "keyring", "/etc/ceph/keyring");
        }
        "azureDisk" => {
            or_set(source, "cachingMode", "ReadWrite");
            or_set(source, "fsType", "ext4");
            or_set(source, "readOnly", false);
            or_set(source, "kind", "Shared");
        }
        "scaleIO" => {
            or_text(source, "storageMode", "ThinProvisioned");
            or_text(source, "fsType", "xfs");
        }
        _ => {}
    }
}

fn projection(source: &mut Value) {
    if let Some(downward) = child(source, "downwardAPI") {
        each(downward, "items").for_each(container::field_ref);
    }
    if let Some(token) = child(source, "serviceAccountToken") {
        or_set(token, "expirationSeconds", 3600);
    }
}
