//! Volumes of a pod: `ValidateVolumes` and `validateVolumeSource` of core's validation.go, v1.36.

use super::super::at::At;
use super::super::errors::{Errors, quote};
use super::super::{meta, text};
use super::{Whole, containers, projected, sources};
use crate::kinds::validation::storage;

pub(super) fn check(whole: &mut Whole<'_>, pod_name: &str, errors: &mut Errors) {
    let list = whole.spec.child("volumes");
    let created = |claim: &str| {
        !pod_name.is_empty()
            && list
                .items()
                .any(|one| one.has("ephemeral") && format!("{pod_name}-{}", one.text_of("name")) == claim)
    };
    for volume in list.items() {
        let mut own = Errors::default();
        source(&volume, pod_name, whole.is_pod, &mut own);
        let name = volume.child("name");
        if own.require(&name) {
            own.complain(&name, text::label(name.text()));
        }
        if whole.volumes.contains_key(name.text()) {
            own.duplicate(&name.path, &quote(name.text()));
        }
        if own.0.is_empty() {
            whole.volumes.insert(name.text(), volume.value);
        }
        errors.0.append(&mut own.0);
        let claim = volume.child("persistentVolumeClaim").child("claimName");
        if created(claim.text()) {
            errors.invalid(&claim, "must not reference a PVC that gets created for an ephemeral volume");
        }
    }
}

/// The sources in the order they are looked at, with the path a second one is refused at.
const SOURCES: &[(&str, &str)] = &[
    ("hostPath", "hostPath"),
    ("gitRepo", "gitRepo"),
    ("gcePersistentDisk", "gcePersistentDisk"),
    ("awsElasticBlockStore", "awsElasticBlockStore"),
    ("secret", "secret"),
    ("nfs", "nfs"),
    ("iscsi", "iscsi"),
    ("glusterfs", "glusterfs"),
    ("flocker", "flocker"),
    ("persistentVolumeClaim", "persistentVolumeClaim"),
    ("rbd", "rbd"),
    ("cinder", "cinder"),
    ("cephfs", "cephFS"),
    ("quobyte", "quobyte"),
    ("downwardAPI", "downwarAPI"),
    ("fc", "fc"),
    ("flexVolume", "flexVolume"),
    ("configMap", "configMap"),
    ("azureFile", "azureFile"),
    ("vsphereVolume", "vsphereVolume"),
    ("photonPersistentDisk", "photonPersistentDisk"),
    ("portworxVolume", "portworxVolume"),
    ("azureDisk", "azureDisk"),
    ("storageos", "storageos"),
    ("projected", "projected"),
    ("scaleIO", "scaleIO"),
    ("csi", "csi"),
    ("ephemeral", "ephemeral"),
    ("image", "image"),
];

fn source(volume: &At<'_>, pod_name: &str, is_pod: bool, errors: &mut Errors) {
    let mut found = 0;
    let limit = volume.child("emptyDir").child("sizeLimit");
    if volume.has("emptyDir") {
        found += 1;
        if limit.quantity().is_some_and(|limit| limit.sign() < 0) {
            errors.forbidden(&limit.path, "SizeLimit field must be a valid resource quantity");
        }
    }
    for (name, refused) in SOURCES.iter().filter(|(name, _)| volume.has(name)) {
        if found > 0 {
            errors.forbidden(volume.path_to(refused), "may not specify more than 1 volume type");
        } else {
            found += 1;
            one(name, volume, pod_name, is_pod, errors);
        }
        if *name == "iscsi" {
            sources::iscsi_name(volume, errors);
        }
    }
    if found == 0 {
        errors.required(&volume.path, "must specify a volume type");
    }
}

fn one(name: &str, volume: &At<'_>, pod_name: &str, is_pod: bool, errors: &mut Errors) {
    let at = volume.child(name);
    match name {
        "gitRepo" => {
            errors.require(&at.child("repository"));
            sources::descending(&at.child("directory"), errors);
        }
        "secret" => {
            errors.require(&at.child("secretName"));
            files(&at, errors);
        }
        "configMap" => {
            errors.require(&at.child("name"));
            files(&at, errors);
        }
        "persistentVolumeClaim" => drop(errors.require(&at.child("claimName"))),
        "downwardAPI" => {
            mode(&at.child("defaultMode"), errors);
            at.child("items")
                .items()
                .for_each(|file| projected::downward_file(&file.moved(at.path.clone()), errors));
        }
        "projected" => {
            mode(&at.child("defaultMode"), errors);
            projected::check(&at, errors);
        }
        "csi" => csi(&at, errors),
        "ephemeral" => ephemeral(&at, volume, pod_name, errors),
        "image" => {
            if is_pod {
                errors.require(&at.child("reference"));
            }
            containers::pull_policy(&at.child("pullPolicy"), errors);
        }
        _ => sources::check(name, &at, errors),
    }
}

fn files(at: &At<'_>, errors: &mut Errors) {
    mode(&at.child("defaultMode"), errors);
    at.child("items").items().for_each(|item| key_to_path(&item, errors));
}

/// A file's mode is nine bits.
pub(super) fn mode(at: &At<'_>, errors: &mut Errors) {
    if at.is_set() && !(0..=0o777).contains(&at.number()) {
        errors.invalid(at, "must be a number between 0 and 0777 (octal), both inclusive");
    }
}

pub(super) fn key_to_path(item: &At<'_>, errors: &mut Errors) {
    errors.require(&item.child("key"));
    errors.require(&item.child("path"));
    sources::not_reserved(&item.child("path"), errors);
    mode(&item.child("mode"), errors);
}

fn csi(at: &At<'_>, errors: &mut Errors) {
    storage::driver_name(&at.child("driver"), errors);
    let secret = at.child("nodePublishSecretRef");
    if secret.is_set() && errors.require(&secret.child("name")) {
        let name = secret.text_of("name");
        errors.complain_of(at.path_to("name"), name, text::subdomain(name));
    }
}

fn ephemeral(at: &At<'_>, volume: &At<'_>, pod_name: &str, errors: &mut Errors) {
    let template = at.child("volumeClaimTemplate");
    if !template.is_set() {
        errors.required(&template.path, "");
    } else {
        let meta = template.child("metadata");
        meta::annotations(&meta.child("annotations"), errors);
        meta::labels(&meta.child("labels"), errors);
        for (name, value) in meta.value.as_object().into_iter().flatten() {
            if !value.is_null() && !["annotations", "labels", "creationTimestamp"].contains(&name.as_str()) {
                errors.forbidden(meta.path_to(name), "cannot be set");
            }
        }
        storage::claim_spec(&template.child("spec"), errors);
    }
    let name = volume.text_of("name");
    if !pod_name.is_empty() && !name.is_empty() {
        let claim = format!("{pod_name}-{name}");
        for why in text::subdomain(&claim) {
            let why = format!("PVC name {}: {why}", quote(&claim));
            errors.invalid_as(volume.path_to("name"), &quote(name), &why);
        }
    }
}
