//! Persistent volumes: `ValidatePersistentVolumeSpec` and its update in core's validation.go, v1.36.

use serde_json::Value;

use super::at::At;
use super::errors::{Errors, IMMUTABLE, json, quote};
use super::pod::{node_selector, sources};
use super::storage;
use super::{dump, go_text, text};
use crate::kinds::semantic::equal;

/// The sources in the order they are looked at, with the path a second one is refused at.
const SOURCES: &[(&str, &str)] = &[
    ("hostPath", "hostPath"),
    ("gcePersistentDisk", "gcePersistentDisk"),
    ("awsElasticBlockStore", "awsElasticBlockStore"),
    ("glusterfs", "glusterfs"),
    ("flocker", "flocker"),
    ("nfs", "nfs"),
    ("rbd", "rbd"),
    ("quobyte", "quobyte"),
    ("cephfs", "cephFS"),
    ("iscsi", "iscsi"),
    ("cinder", "cinder"),
    ("fc", "fc"),
    ("flexVolume", "flexVolume"),
    ("azureFile", "azureFile"),
    ("vsphereVolume", "vsphereVolume"),
    ("photonPersistentDisk", "photonPersistentDisk"),
    ("portworxVolume", "portworxVolume"),
    ("azureDisk", "azureDisk"),
    ("scaleIO", "scaleIO"),
    ("local", "local"),
    ("storageos", "storageos"),
    ("csi", "csi"),
];

pub(super) fn volume(object: &Value, errors: &mut Errors) {
    let root = At::root(object);
    let spec = root.child("spec");
    let modes = spec.child("accessModes");
    if modes.len() == 0 {
        errors.required(&modes.path, "");
    }
    storage::access_modes(&modes, errors);
    capacity(&spec.child("capacity"), errors);
    let policy = spec.child("persistentVolumeReclaimPolicy");
    if !policy.text().is_empty() {
        errors.one_of(&policy, &["Delete", "Recycle", "Retain"]);
    }
    let affinity = spec.child("nodeAffinity");
    if affinity.has("required") {
        node_selector(&affinity.child("required"), errors);
    } else if affinity.is_set() {
        errors.required(affinity.path_to("required"), "must specify required node constraints");
    }
    source(&spec, root.child("metadata").text_of("name"), errors);
    let path = spec.child("hostPath").text_of("path");
    if policy.text() == "Recycle" && is_root(path) {
        errors.forbidden(&policy.path, "may not be 'recycle' for a hostPath mount of '/'");
    }
    let class = spec.child("storageClassName");
    if !class.text().is_empty() {
        errors.complain(&class, text::subdomain(class.text()));
    }
    errors.one_of(&spec.child("volumeMode"), &["Block", "Filesystem"]);
    attributes(&spec, errors);
}

fn capacity(at: &At<'_>, errors: &mut Errors) {
    if at.len() == 0 {
        errors.required(&at.path, "");
    }
    if !at.has("storage") || at.len() > 1 {
        errors.unsupported_as(&at.path, &json(at.value), &["storage"]);
    }
    for (_, amount) in at.entries() {
        let Some(read) = amount.quantity() else { continue };
        if read.value() < 0 {
            errors.invalid_as(&amount.path, &read.value().to_string(), "must be a valid resource quantity");
        }
        if read.sign() <= 0 {
            errors.invalid_as(&amount.path, &quote(&read.to_string()), "must be greater than zero");
        }
    }
}

/// Whether a path comes down to `/`.
fn is_root(path: &str) -> bool {
    let mut depth = 0_i32;
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => depth = (depth - 1).max(0),
            _ => depth += 1,
        }
    }
    path.starts_with('/') && depth == 0
}

fn source(spec: &At<'_>, name: &str, errors: &mut Errors) {
    let mut found = 0;
    for (kind, refused) in SOURCES.iter().filter(|(kind, _)| spec.has(kind)) {
        if found > 0 && *kind != "flexVolume" {
            errors.forbidden(spec.path_to(refused), "may not specify more than 1 volume type");
            continue;
        }
        found += 1;
        one(kind, spec, name, errors);
    }
    if found == 0 {
        errors.required(&spec.path, "must specify a volume type");
    }
}

fn one(kind: &str, spec: &At<'_>, name: &str, errors: &mut Errors) {
    let at = spec.child(kind);
    match kind {
        "iscsi" => {
            sources::iscsi(&at, "must be valid format", errors);
            if let Some(why) = sources::iscsi_too_long(name, &at) {
                errors.invalid_as(at.path_to("targetportal"), &quote(at.text_of("targetPortal")), why);
            }
        }
        "local" => {
            let path = at.child("path");
            if errors.require(&path) {
                sources::no_backsteps(&path, errors);
            }
            if !spec.has("nodeAffinity") {
                errors.required(spec.path_to("nodeAffinity"), "Local volume requires node affinity");
            }
        }
        "csi" => csi(&at, errors),
        "glusterfs" => {
            sources::check(kind, &at, errors);
            gluster_namespace(&at.child("endpointsNamespace"), errors);
        }
        "azureFile" => {
            sources::check(kind, &at, errors);
            let space = at.child("secretNamespace");
            if space.is_set() {
                errors.require(&space);
            }
        }
        "storageos" | "cinder" => {
            sources::check(kind, &at, errors);
            let secret = at.child("secretRef");
            if secret.is_set() {
                errors.require(&secret.child("namespace"));
            }
        }
        _ => sources::check(kind, &at, errors),
    }
}

fn gluster_namespace(at: &At<'_>, errors: &mut Errors) {
    if !at.is_set() {
        return;
    }
    match at.text() {
        "" => errors.invalid(at, "if the endpointnamespace is set, it must be a valid namespace name"),
        given => errors.complain(at, text::label(given)),
    }
}

fn csi(at: &At<'_>, errors: &mut Errors) {
    storage::driver_name(&at.child("driver"), errors);
    errors.require(&at.child("volumeHandle"));
    let secrets = [
        "controllerPublishSecretRef",
        "controllerExpandSecretRef",
        "nodePublishSecretRef",
        "nodeExpandSecretRef",
    ];
    for secret in secrets.into_iter().map(|name| at.child(name)).filter(At::is_set) {
        let (name, space) = (secret.child("name"), secret.child("namespace"));
        if errors.require(&name) {
            errors.complain(&name, text::subdomain(name.text()));
        }
        if errors.require(&space) {
            errors.complain(&space, text::label(space.text()));
        }
    }
}

fn attributes(spec: &At<'_>, errors: &mut Errors) {
    let class = spec.child("volumeAttributesClassName");
    if !class.is_set() {
        return;
    }
    match class.text() {
        "" => errors.required(&class.path, "an empty string is disallowed"),
        given => errors.complain(&class, text::subdomain(given)),
    }
    if !spec.has("csi") {
        errors.required(spec.path_to("csi"), "has to be specified when using volumeAttributesClassName");
    }
}

/// ValidatePersistentVolumeUpdate, after the whole.
pub(super) fn change(new: &Value, old: &Value, errors: &mut Errors) {
    let (spec, held) = (&new["spec"], &old["spec"]);
    let expand = "controllerExpandSecretRef";
    let mut csi = spec["csi"].clone();
    if held["csi"].is_object() && held["csi"][expand].is_null() {
        crate::kinds::edit::remove(&mut csi, expand);
    }
    let same = |name: &str| match name {
        "csi" => equal(&csi, &held["csi"]),
        _ => equal(&spec[name], &held[name]),
    };
    if !SOURCES.iter().all(|(name, _)| same(name)) {
        let mut wanted = spec.clone();
        wanted["csi"] = csi;
        let difference = go_text::difference("PersistentVolumeSource", held, &wanted);
        let why = format!("spec.persistentvolumesource is immutable after creation\n{difference}");
        errors.forbidden("spec.persistentvolumesource", &why);
    }
    let at = At::root(new).child("spec");
    errors.immutable(&at.child("volumeMode").moved("volumeMode"), &held["volumeMode"]);
    let affinity = at.child("nodeAffinity");
    if !held["nodeAffinity"].is_null()
        && !equal(affinity.value, &with_stable_labels(&held["nodeAffinity"], affinity.value))
    {
        let shown = match affinity.is_set() {
            true => dump::dump(affinity.value, dump::VOLUME_AFFINITY),
            false => "null".to_owned(),
        };
        let why = format!("{IMMUTABLE}, except for updating from beta label to GA");
        errors.invalid_as("nodeAffinity", &shown, &why);
    }
    storage::attributes_kept(new, old, false, errors);
}

const STABLE: [(&str, &str); 5] = [
    ("failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"),
    ("failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"),
    ("beta.kubernetes.io/os", "kubernetes.io/os"),
    ("beta.kubernetes.io/arch", "kubernetes.io/arch"),
    ("beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"),
];

/// The old affinity with the keys that the new one has in their stable form.
fn with_stable_labels(held: &Value, given: &Value) -> Value {
    let mut renamed = held.clone();
    let Some(terms) = renamed.pointer_mut("/required/nodeSelectorTerms").and_then(Value::as_array_mut) else {
        return renamed;
    };
    for (at, term) in terms.iter_mut().enumerate() {
        for list in ["matchExpressions", "matchFields"] {
            let new = &given["required"]["nodeSelectorTerms"][at][list];
            for (index, one) in crate::kinds::edit::each(term, list).enumerate() {
                let stable = STABLE.iter().find(|(beta, _)| one["key"] == *beta).map(|(_, stable)| *stable);
                if let Some(stable) = stable.filter(|stable| new[index]["key"] == *stable) {
                    one["key"] = Value::from(stable);
                }
            }
        }
    }
    renamed
}
