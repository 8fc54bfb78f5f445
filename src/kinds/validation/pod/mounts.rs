//! Mounts and devices of a container: `ValidateVolumeMounts` and `ValidateVolumeDevices` of core's validation.go,
//! v1.36.

use std::collections::BTreeSet;

use super::super::at::At;
use super::super::errors::{Errors, quote};
use super::{Whole, sources};

pub(super) fn check(container: &At<'_>, whole: &Whole<'_>, errors: &mut Errors) {
    mounts(container, whole, errors);
    devices(container, whole, errors);
}

fn mounts(container: &At<'_>, whole: &Whole<'_>, errors: &mut Errors) {
    let (list, devices) = (container.child("volumeMounts"), container.child("volumeDevices"));
    let mut paths = BTreeSet::new();
    for mount in list.items() {
        let (name, path) = (mount.child("name"), mount.child("mountPath"));
        errors.require(&name);
        if !whole.volumes.contains_key(name.text()) {
            errors.not_found(&name.path, name.text(), "");
        }
        errors.require(&path);
        if !paths.insert(path.text()) {
            errors.invalid_as(&path.path, &quote(path.text()), "must be unique");
        }
        if devices.items().any(|device| device.text_of("name") == name.text()) {
            errors.invalid_as(&name.path, &quote(name.text()), "must not already exist in volumeDevices");
        }
        if devices.items().any(|device| device.text_of("devicePath") == path.text()) {
            let why = "must not already exist as a path in volumeDevices";
            errors.invalid_as(&path.path, &quote(path.text()), why);
        }
        sub_paths(&mount, &list, whole, errors);
        propagation(&mount, &list, container, errors);
        recursive_read_only(&mount, &list, errors);
    }
}

fn sub_paths(mount: &At<'_>, list: &At<'_>, whole: &Whole<'_>, errors: &mut Errors) {
    let (path, expression) = (mount.child("subPath"), mount.child("subPathExpr"));
    let image = whole.volumes.get(mount.text_of("name")).is_some_and(|volume| !volume["image"].is_null());
    for one in [&path, &expression] {
        if image && !one.text().is_empty() {
            errors.invalid(one, "not allowed in image volume sources");
        }
    }
    if !path.text().is_empty() {
        sources::descending(&path.moved(list.path_to("subPath")), errors);
    }
    if !expression.text().is_empty() {
        if !path.text().is_empty() {
            errors.invalid(&expression, "subPathExpr and subPath are mutually exclusive");
        }
        sources::descending(&expression.moved(list.path_to("subPathExpr")), errors);
    }
}

fn propagation(mount: &At<'_>, list: &At<'_>, container: &At<'_>, errors: &mut Errors) {
    let mode = mount.child("mountPropagation").moved(list.path_to("mountPropagation"));
    errors.one_of(&mode, &["Bidirectional", "HostToContainer", "None"]);
    let privileged = container.child("securityContext").child("privileged").is_true();
    if mode.text() == "Bidirectional" && !privileged {
        let why = "Bidirectional mount propagation is available only to privileged containers";
        errors.forbidden(&mode.path, why);
    }
}

fn recursive_read_only(mount: &At<'_>, list: &At<'_>, errors: &mut Errors) {
    let mode = mount.child("recursiveReadOnly").moved(list.path_to("recursiveReadOnly"));
    if !["Enabled", "IfPossible"].contains(&mode.text()) {
        return errors.one_of(&mode, &["Disabled", "Enabled", "IfPossible"]);
    }
    if !mount.child("readOnly").is_true() {
        errors.forbidden(&mode.path, "may only be specified when readOnly is true");
    }
    if mount.has("mountPropagation") && mount.text_of("mountPropagation") != "None" {
        errors.forbidden(&mode.path, "may only be specified when mountPropagation is None or not specified");
    }
}

fn devices(container: &At<'_>, whole: &Whole<'_>, errors: &mut Errors) {
    let mounts = container.child("volumeMounts");
    let (mut names, mut paths) = (BTreeSet::new(), BTreeSet::new());
    for device in container.child("volumeDevices").items() {
        let (name, path) = (device.child("name"), device.child("devicePath"));
        errors.require(&name);
        if names.contains(name.text()) {
            errors.invalid(&name, "must be unique");
        }
        match whole.volumes.get(name.text()) {
            None => errors.not_found(&name.path, name.text(), ""),
            Some(volume) if volume["persistentVolumeClaim"].is_null() && volume["ephemeral"].is_null() => {
                let why =
                    "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode";
                errors.invalid(&name, why);
            }
            Some(_) => {}
        }
        errors.require(&path);
        if paths.contains(path.text()) {
            errors.invalid_as(&path.path, &quote(path.text()), "must be unique");
        }
        if sources::has_backsteps(path.text()) {
            errors.invalid(&path, "can not contain backsteps ('..')");
        } else {
            paths.insert(path.text());
        }
        if mounts.items().any(|mount| mount.text_of("name") == name.text()) {
            errors.invalid_as(&name.path, &quote(name.text()), "must not already exist in volumeMounts");
        }
        if mounts.items().any(|mount| mount.text_of("mountPath") == path.text()) {
            let why = "must not already exist as a path in volumeMounts";
            errors.invalid_as(&path.path, &quote(path.text()), why);
        }
        if !name.text().is_empty() {
            names.insert(name.text());
        }
    }
}
